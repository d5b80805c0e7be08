import type { Verdict } from '../../../shared/model/words';
import { codes } from './codes';
import { standingDecision } from './decisions';
import { presentKey } from './event-alias';
import { parseEventId } from './event-id';
import type { ReadDb } from './open';

export interface EpisodeOfEvents {
  id: string;
  name: string;
  verdict: Verdict;
  decided: Verdict | null;
  /** How many of the events asked for are its denials or linked to it. */
  events: number;
}

/** Episodes that hold any of these events (ids) as a denial, or link to one; the most urgent first. */
export function episodesOfEvents(db: ReadDb, ids: readonly string[]): EpisodeOfEvents[] {
  const eid = db.prepare<[number, number], number>('SELECT eid FROM event WHERE rk = ? AND content = ?').pluck();
  const eids = ids.flatMap((id) => {
    const key = parseEventId(id);
    const present = key && (eid.get(key.rk, key.content) === undefined ? presentKey(db, key) : key);
    const found = present ? eid.get(present.rk, present.content) : undefined;
    return found === undefined ? [] : [found];
  });
  const rows = db
    .prepare<[string], { id: string; name: string; verdict: number; aliases: string | null; events: number }>(
      `SELECT p.id, i.name, p.verdict, json_extract(p.body, '$.aliases') AS aliases, count(DISTINCT ee.eid) AS events
         FROM episode_event ee JOIN episode p USING (pid) JOIN identity i ON i.iid = p.iid
        WHERE ee.eid IN (SELECT value FROM json_each(?)) AND ee.part IN (0, 1)
        GROUP BY p.pid ORDER BY p.urgency DESC, p.start, p.id LIMIT 500`,
    )
    .all(JSON.stringify(eids));
  return rows.map(({ id, name, verdict, aliases, events }) => ({
    id,
    name,
    verdict: codes.verdict.word(verdict),
    decided: standingDecision(db, [id, ...(JSON.parse(aliases ?? '[]') as string[])])?.verdict ?? null,
    events,
  }));
}
