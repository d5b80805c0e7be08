/** Taking the events of a file out of a case. */
import { orderContents } from './event-contents';
import type { ReadDb, WriteDb } from './open';
import { forgetSweep } from './sweep-file';

/** A further place of an event whose own file goes, in a file that stays. */
export interface OtherPlace {
  fileId: number;
  at: number;
  length: number;
}

/** An event keeps its content only where another file tells it in the same shape: then the two are equal. */
const EQUAL = `EXISTS (SELECT 1 FROM duplicate o WHERE o.eid = e.eid AND o.file_id <> e.file_id AND o.shape = e.shape)`;

/**
 * Places from which events must be read again before the file can go: other files hold the record too, but in another
 * shape, whose content was folded into this file's. In order of file and offset.
 */
export function placesToReadAgain(db: ReadDb, fileId: number): OtherPlace[] {
  return db
    .prepare<[number, number], OtherPlace>(
      `SELECT d.file_id AS fileId, d.at, d.length FROM event_all e JOIN duplicate d ON d.eid = e.eid
        WHERE e.file_id = ? AND d.file_id <> ? AND NOT ${EQUAL} ORDER BY d.file_id, d.at`,
    )
    .all(fileId, fileId);
}

/**
 * Takes out the file's events, except those that another file tells in the same shape: they move there. Within a
 * transaction. Gives how many events the file's own word had stood for and are gone.
 */
export function removeEvents(db: WriteDb, fileId: number): number {
  forgetSweep(db);
  const keys = db.prepare('SELECT DISTINCT rk FROM event_all WHERE file_id = ?').pluck().all(fileId) as number[];
  const stay = db
    .prepare<[number], { eid: number; place: number }>(
      `SELECT e.eid, (SELECT d.rowid FROM duplicate d WHERE d.eid = e.eid AND d.file_id <> e.file_id AND d.shape = e.shape
                       ORDER BY d.file_id, d.at LIMIT 1) AS place
         FROM event_all e WHERE e.file_id = ? AND ${EQUAL}`,
    )
    .all(fileId);
  const move = db.prepare(
    'UPDATE event_all SET (file_id, at, length) = (SELECT file_id, at, length FROM duplicate WHERE rowid = ?) WHERE eid = ?',
  );
  const drop = db.prepare('DELETE FROM duplicate WHERE rowid = ?');
  for (const { eid, place } of stay) {
    move.run(place, eid);
    drop.run(place);
  }
  db.prepare('DELETE FROM duplicate WHERE file_id = ? OR eid IN (SELECT eid FROM event_all WHERE file_id = ?)').run(
    fileId,
    fileId,
  );
  const { changes } = db.prepare('DELETE FROM event_all WHERE file_id = ?').run(fileId);
  db.prepare('DELETE FROM left_out WHERE file_id = ?').run(fileId);
  for (const rk of keys) orderContents(db, rk);
  db.prepare('DELETE FROM event_alias WHERE eid NOT IN (SELECT eid FROM event_all)').run();
  return changes;
}

/** The ledgers of the files that stay, after events have moved between them: whose event it is now counts it. */
export function recountFiles(db: WriteDb): void {
  db.prepare(
    `UPDATE file SET events = n.events, duplicates = duplicates + file.events - n.events
       FROM (SELECT f.id, (SELECT count(*) FROM event e WHERE e.file_id = f.id) AS events FROM file f
              JOIN import i ON i.id = f.import_id WHERE i.state = 'complete' AND f.removed IS NULL) n
      WHERE n.id = file.id AND n.events <> file.events`,
  ).run();
}
