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

/** Former ids of the event, in order. */
export const formerIds = (db: ReadDb, key: Key): string[] =>
  db
    .prepare<[number, number], Key>(
      `SELECT a.rk, a.content FROM event e JOIN event_alias a USING (eid) WHERE e.rk = ? AND e.content = ?
        ORDER BY a.rk, a.content`,
    )
    .all(key.rk, key.content)
    .map(({ rk, content }) => eventId(rk, content));
