/** Sentences about denials before and after a dated change. Pure. */
import { plural, visible } from '../../../shared/base/text';
import type { RolloutEffect } from '../../../shared/model/sequence';
import { formatCount } from '../../ui/format';

type Counts = Pick<RolloutEffect, 'episodes' | 'episodesBefore' | 'people' | 'peopleBefore'>;

/** The answer: whether more people failed than in as long a time before. */
export function changeAnswer({ episodes, people, peopleBefore }: Counts): string {
  if (episodes === 0) return 'Nobody was denied in this time.';
  const then = `${plural(people, 'person was', 'people were')} denied`;
  if (peopleBefore === 0) return `${then}, nobody in as long a time before.`;
  if (people === peopleBefore) return `${then}, as many as in as long a time before.`;
  return `${then}, ${formatCount(peopleBefore)} in as long a time before.`;
}

/** `11 of 12 from a device or address known before`; null where no evidence tells. */
export const shareWords = (known: number | null, episodes: number, what: string): string =>
  known === null ? `not told by the logs: ${what}` : `${formatCount(known)} of ${formatCount(episodes)} ${what}`;

export const scopeWords = (scope: string): string =>
  scope === '*' ? 'everybody' : visible(scope.replaceAll(/\s*;\s*/g, ', '));
