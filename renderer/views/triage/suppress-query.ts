/** From an episode to the query that fits its like: conditions to choose from, each with the word it adds. Pure. */
import { visible } from '../../../shared/base/text';
import type { Episode } from '../../../shared/model/episode';
import { withWord } from '../../state/filters';
import { VERDICTS } from '../../state/words';

export interface Condition {
  id: string;
  /** "identity svc-backup". */
  text: string;
  field: string;
  value: string;
  /** Chosen from the start: narrow enough to be noise, wide enough to stay so. */
  isUsual: boolean;
}

/** Narrowest first. */
export function conditionsOf(episode: Episode): Condition[] {
  const { identity, patterns, verdict, apps, ips, outcomes } = episode;
  const one = (field: string, value: string, text: string, isUsual = false): Condition => ({
    id: `${field}:${value}`,
    text,
    field,
    value,
    isUsual,
  });
  const [outcome] = Object.keys(outcomes);
  return [
    one('identity', identity.id, `identity ${visible(identity.name)}`, true),
    one('verdict', verdict, `weighed as ${VERDICTS[verdict].word.toLowerCase()}`, true),
    ...patterns.map((pattern, i) => one('pattern', pattern, `pattern ${pattern.replaceAll('_', ' ')}`, i === 0)),
    ...(outcome ? [one('outcome', outcome, `outcome ${outcome.replaceAll('_', ' ')}`)] : []),
    ...apps.slice(0, 2).map((app) => one('app', app, `application ${visible(app)}`)),
    ...ips.slice(0, 2).map((ip) => one('ip', ip, `address ${ip}`)),
  ];
}

/** All of the chosen conditions at once. */
export const queryOf = (conditions: readonly Condition[], chosen: ReadonlySet<string>): string =>
  conditions.filter(({ id }) => chosen.has(id)).reduce((query, { field, value }) => withWord(query, field, value), '');

/** A day as one writes it to its last moment (UTC) in RFC 3339; null for what is no day. */
export function endOfDay(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text.trim())) return null;
  const at = new Date(`${text.trim()}T23:59:59.999Z`);
  // February 30 is read as March 2 by some: what comes out must be what went in.
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text.trim() ? null : at.toISOString();
}

/** The day that many days from now, as one writes it. */
export const dayFrom = (now: number, days: number): string =>
  new Date(now + days * 86_400_000).toISOString().slice(0, 10);
