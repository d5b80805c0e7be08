import { effortOf, type Work } from '../../../shared/model/effort';
import { RuleTally, type RuleValue } from '../../../shared/model/rule-value';
import { rfc3339 } from '../../../shared/model/time';
import { CLOSED, episodeCounts } from './analysis-reads';
import { codes } from './codes';
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
  const name = `(SELECT e.id UNION ALL SELECT a.value FROM json_each(e.body, '$.aliases') a)`;
  const decided = `EXISTS (SELECT 1 FROM decision d WHERE d.withdrawn IS NULL AND d.episode IN ${name})`;
  const row = db
    .prepare<
      [],
      { decided: number; closed: number; triaged: number; steps: number; oldest: number | null; denials: number }
    >(
      `SELECT coalesce(sum(${decided}), 0) AS decided, coalesce(sum(${CLOSED}), 0) AS closed,
         coalesce(sum(NOT ${decided} AND EXISTS (SELECT 1 FROM first_view v WHERE v.episode IN ${name})), 0) AS triaged,
         coalesce(sum(EXISTS (SELECT 1 FROM decision d WHERE d.withdrawn IS NULL AND d.action <> 'none'
           AND d.episode IN ${name})), 0) AS steps,
         min(CASE WHEN NOT ${decided} THEN e.finish END) AS oldest,
         coalesce(sum(json_extract(e.body, '$.denials')), 0) AS denials
       FROM episode e`,
    )
    .get()!;
  return {
    fresh: Math.max(0, open - row.triaged),
    triaged: row.triaged,
    decided: row.decided,
    closed: row.closed,
    suppressed,
    oldestOpen: row.oldest === null ? null : rfc3339(row.oldest),
    denials: row.denials,
    episodes: all,
    withStep: row.steps,
    effort: effortOf(decisionLines(db)),
    rules: rulesOf(db),
  };
}

function rulesOf(db: ReadDb): RuleValue[] {
  const tally = new RuleTally(decisionLines(db));
  const rows = db.prepare<[], { verdict: number; facts: string }>(
    `SELECT verdict, json_extract(body, '$.id', '$.aliases', '$.patterns') AS facts FROM episode`,
  );
  for (const { verdict, facts } of rows.iterate()) {
    const [id, aliases, patterns] = JSON.parse(facts) as [string, string[], string[]];
    tally.add([id, ...aliases], codes.verdict.word(verdict), patterns);
  }
  return tally.rows();
}
