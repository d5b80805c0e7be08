/** Public ids that events had before they were folded into fuller records: given out once, they go on answering. */
import { eventId } from './event-id';
import type { ReadDb } from './open';

interface Key {
  rk: number;
  content: number;
}

/** The present key of the event that once had this one; null where no event ever had it. */
export const presentKey = (db: ReadDb, key: Key): Key | null =>
  db
    .prepare<[number, number], Key>(
      'SELECT e.rk, e.content FROM event_alias a JOIN event e USING (eid) WHERE a.rk = ? AND a.content = ?',
    )
    .get(key.rk, key.content) ?? null;

/** Former ids by row; nothing is asked for each event where no event of the case has one. */
export function aliasesByRow(db: ReadDb): (eid: number) => string[] {
  const ofRow = db.prepare<[number], Key>('SELECT rk, content FROM event_alias WHERE eid = ? ORDER BY rk, content');
  if (db.prepare('SELECT 1 FROM event_alias LIMIT 1').get() === undefined) return () => [];
  return (eid) => ofRow.all(eid).map(({ rk, content }) => eventId(rk, content));
}

/** Former ids of the event, in order. */
export const formerIds = (db: ReadDb, key: Key): string[] =>
  db
    .prepare<[number, number], Key>(
      `SELECT a.rk, a.content FROM event e JOIN event_alias a USING (eid) WHERE e.rk = ? AND e.content = ?
        ORDER BY a.rk, a.content`,
    )
    .all(key.rk, key.content)
    .map(({ rk, content }) => eventId(rk, content));
