/** What `merge` and `split` have in common: the word that was said, what it changed, and taking one back. */
import type { FindingChanges } from '../../shared/model/change';
import type { Regrouping } from '../../shared/model/regroup';
import { changesLines } from './changes';
import { UsageError } from './failure';
import { terminalText } from './progress';
import type { Workplace } from './workplace';

export interface RegroupOptions {
  json?: boolean;
  why?: string;
  withdraw?: string;
}

/** The number after `--withdraw`. */
export function wordNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`"${text}" is no number of a word: merge and split print it`);
  return Number(text);
}

export async function takeBack(place: Workplace, { withdraw, json }: RegroupOptions): Promise<void> {
  const done = await (await place.client())['regroups.withdraw']({ seq: wordNumber(withdraw!) });
  await tell(place, done, `word ${done.word.seq} taken back`, json ?? false);
}

export async function tell(
  place: Workplace,
  done: { word: Regrouping; changes: FindingChanges | null },
  text: string,
  json: boolean,
): Promise<void> {
  if (json) return place.out.json(done);
  await place.out.line(terminalText(text));
  if (done.changes) for (const line of changesLines(done.changes, 'Since the run before')) await place.out.line(line);
}
