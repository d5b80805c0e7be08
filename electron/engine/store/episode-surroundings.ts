/** Events around an episode that its card shows: its own and near ones, the accesses before, changes and requests. */
import { codes } from './codes';
import type { EpisodeRow } from './episode-reads';
import type { ReadDb } from './open';

/** Row ids for the card: the episode's own events first, then the identity's and linked ones' nearest in time. */
export function eventsAround(
  db: ReadDb,
  row: EpisodeRow,
  range: { from: number; to: number },
  limit: number,
): { eids: number[]; cut: number } {
  const own = db
    .prepare<[number], number>(
      `SELECT DISTINCT e.eid FROM episode_event p JOIN event e ON e.eid = p.eid WHERE p.pid = ? ORDER BY e.time LIMIT 5000`,
    )
    .pluck()
    .all(row.pid);
  const others = db
    .prepare<[Record<string, unknown>], { eid: number; far: number }>(
      `SELECT e.eid, max(@p4 - e.time, e.time - @p5, 0) AS far FROM event e WHERE e.actor IN (
         SELECT actor FROM actor_identity WHERE iid = (SELECT iid FROM episode WHERE pid = @p1)
         UNION SELECT x.actor FROM episode_event p JOIN event_all x ON x.eid = p.eid WHERE p.pid = @p1 AND p.part = 1)
       AND e.time >= @p2 AND e.time < @p3 ORDER BY far, e.time, e.rk`,
    )
    .all({ p1: row.pid, p2: range.from, p3: range.to, p4: row.start, p5: row.finish });
  const all = [...new Set([...own, ...others.map(({ eid }) => eid)])];
  return { eids: all.slice(0, limit), cut: Math.max(0, all.length - limit) };
}

/** Row ids of the identity's last accesses before the episode, newest first. */
export function accessesBefore(db: ReadDb, row: EpisodeRow, limit: number): number[] {
  const last = db.prepare<[number, number, number], { eid: number; time: number; rk: number }>(
    `SELECT e.eid, e.time, e.rk FROM event e WHERE e.actor = ? AND e.time < ? AND e.mark = ${codes.mark.code('success')}
     ORDER BY e.time DESC, e.rk LIMIT ?`,
  );
  const actors = db.prepare<[number], number>('SELECT actor FROM actor_identity WHERE iid = ?').pluck().all(row.iid);
  return actors
    .flatMap((actor) => last.all(actor, row.start, limit))
    .sort((a, b) => b.time - a.time || a.rk - b.rk)
    .slice(0, limit)
    .map(({ eid }) => eid);
}

/** Changes and requests that touch the identity, as actor or as target. */
export function changesAround(
  db: ReadDb,
  row: EpisodeRow,
  range: { from: number; to: number },
  limit: number,
): number[] {
  return db
    .prepare<[Record<string, unknown>], number>(
      `SELECT e.eid FROM event e WHERE e.mark IN (3, 4) AND e.time >= @p2 AND e.time < @p3
         AND (e.actor IN (SELECT actor FROM actor_identity WHERE iid = @p1) OR e.target IN (SELECT actor FROM actor_identity WHERE iid = @p1))
       ORDER BY e.time, e.rk LIMIT @p4`,
    )
    .pluck()
    .all({ p1: row.iid, p2: range.from, p3: range.to, p4: limit });
}
