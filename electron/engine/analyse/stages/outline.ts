/** What orders, names and compares episodes before they are weighed one by one: little of each, since it is held of all at once. */
import type { Counts } from './counts';
import type { EpisodeDraft, Seen } from './episode-draft';
import type { Side } from './strange';

/** By what a record is named. */
type Named = Pick<Seen, 'eid' | 'rk' | 'content'>;

export interface Outline {
  place: number;
  who: number;
  isMachine: boolean;
  side: Side;
  start: number;
  end: number;
  eids: readonly number[];
  first: Named;
  firstOf: readonly Named[];
  resumed: readonly Named[];
  sources: Values;
  apps: Values;
}

/** Distinct values in order of first sight. */
type Values = Pick<Counts, 'size'> & { keys(): Iterable<number> };

const named = ({ eid, rk, content }: Named): Named => ({ eid, rk, content });
const NONE: readonly Named[] = [];

/** The outline holds on to nothing else of the episode. */
export function outlineOf(draft: EpisodeDraft): Outline {
  const { place, who, isMachine, side, start, end, eids, firstOf, resumed, sources, apps } = draft;
  const first = named(draft.first);
  return {
    ...{ place, who, isMachine, side, start, end, eids, first, sources, apps },
    firstOf: firstOf.length === 1 && firstOf[0] === draft.first ? NONE : firstOf.map(named),
    resumed: resumed.length === 0 ? NONE : resumed.map(named),
  };
}
