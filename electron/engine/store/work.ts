import { effortOf, type Work } from '../../../shared/model/effort';
import { RuleTally, type RuleValue } from '../../../shared/model/rule-value';
import { rfc3339 } from '../../../shared/model/time';
import { codes } from './codes';
import { type EpisodeIndex, episodeIndex } from './episode-index';
import { episodeCounts } from './episode-queue';
import { episodeWords } from './episode-words';
import type { ReadDb } from './open';

/** Lines of the custody log that tell of decisions, oldest first. */
export function decisionLines(db: ReadDb): Iterable<string> {
  return db
    .prepare<[], string>(`SELECT line FROM custody WHERE line LIKE '%"act":"decide%' ORDER BY seq`)
    .pluck()
    .iterate();
}

/** The state of the queue, how old its oldest open episode is, and what decisions took. */
export function workOf(db: ReadDb): Work & { rules: RuleValue[] } {
  const { open, all, suppressed } = episodeCounts(db);
  const index = episodeIndex(db);
  const { decided, stepped, closed, viewed } = episodeWords(db);
  let oldest: number | null = null;
  for (const [place, pid] of index.pids.entries())
    if (!decided.has(pid)) oldest = Math.min(oldest ?? Number.POSITIVE_INFINITY, index.finishes[place]!);
  const triaged = [...viewed].filter((pid) => !decided.has(pid)).length;
  return {
    fresh: Math.max(0, open - triaged),
    triaged,
    decided: decided.size,
    closed: closed.size,
    suppressed,
    oldestOpen: oldest === null ? null : rfc3339(oldest),
    denials: index.denials.reduce((sum, n) => sum + n, 0),
    episodes: all,
    withStep: stepped.size,
    effort: effortOf(decisionLines(db)),
    rules: rulesOf(db, index, decided),
  };
}

/** Only decided episodes are asked for their names: of the others it counts which patterns fired. */
function rulesOf(db: ReadDb, index: EpisodeIndex, decided: ReadonlySet<number>): RuleValue[] {
  const tally = new RuleTally(decisionLines(db));
  const id = db.prepare<[number], string>('SELECT id FROM episode WHERE pid = ?').pluck();
  const former = new Map(index.aliases);
  // Those with former ids too: a decision that was taken back may have left its line there.
  for (const [place, pid] of index.pids.entries()) {
    const ids = decided.has(pid) || former.has(pid) ? [id.get(pid)!, ...(former.get(pid) ?? [])] : [];
    tally.add(ids, codes.verdict.word(index.verdicts[place]!), index.sets[index.patterns[place]!]!);
  }
  return tally.rows();
}
