/** Lists of a whole case, for exports: streamed row by row. Iterate on a connection that nobody writes with. */
import { rfc3339 } from '../../../shared/model/time';
import type { Action } from '../../../shared/model/words';
import { codes } from './codes';
import { eventId } from './event-id';
import { type FileRow, fileLedger } from './files';
import type { ReadDb } from './open';

const at = (time: number | null): string | null => (time === null ? null : rfc3339(time));

/** All files of completed imports, also removed and unrecognised ones, in order of import. */
export function allFiles(db: ReadDb) {
  const rows = db
    .prepare<[], FileRow & { started: number; finished: number | null }>(
      `SELECT f.*, i.started, i.finished FROM file f JOIN import i ON i.id = f.import_id
       WHERE i.state = 'complete' ORDER BY f.id`,
    )
    .all();
  return rows.map((row) => ({
    ...fileLedger(db, row),
    id: row.id,
    recognised: row.source !== null,
    stored: row.stored,
    storedSha256: row.stored_sha256,
    member: row.member,
    packing: row.packing,
    encoding: row.encoding,
    referenced: row.referenced === 1,
    removed: row.removed === null ? null : { at: rfc3339(row.removed), why: row.removed_why ?? '' },
    imported: { started: rfc3339(row.started), finished: at(row.finished) },
  }));
}

export interface LeftOutRow {
  file: string;
  kind: string; // skipped, rejected
  why: string;
  offset: number;
  length: number;
}

/** Every record that became no event, in order of file and place. */
export function* leftOutRows(db: ReadDb): Generator<LeftOutRow> {
  const rows = db
    .prepare<[], Omit<LeftOutRow, 'kind'> & { kind: number }>(
      `SELECT f.name AS file, l.kind, t.text AS why, l.at AS offset, l.length FROM left_out l
       JOIN file f ON f.id = l.file_id JOIN import i ON i.id = f.import_id JOIN term t ON t.id = l.reason
       WHERE i.state = 'complete' ORDER BY l.file_id, l.at`,
    )
    .iterate();
  for (const row of rows) yield { ...row, kind: codes.end.word(row.kind) };
}

/** Places of a file's records that became no event for one reason, in order of place, a page of them. */
export function leftOutPlaces(
  db: ReadDb,
  of: { fileId: number; kind: string; why: string; offset: number; limit: number },
): { places: { at: number; length: number }[]; total: number } {
  const where = 'FROM left_out WHERE file_id = ? AND kind = ? AND reason = (SELECT id FROM term WHERE text = ?)';
  const key = [of.fileId, codes.end.code(of.kind as 'skipped'), of.why] as const;
  return {
    places: db
      .prepare<[number, number, string, number, number], { at: number; length: number }>(
        `SELECT at, length ${where} ORDER BY at LIMIT ? OFFSET ?`,
      )
      .all(...key, of.limit, of.offset),
    total:
      db
        .prepare<[number, number, string], number>(`SELECT count(*) ${where}`)
        .pluck()
        .get(...key) ?? 0,
  };
}

/** Further places of events, in order of event and file. */
export function* duplicateRows(db: ReadDb): Generator<{ event: string; file: string; offset: number; length: number }> {
  const rows = db
    .prepare<[], { rk: number; content: number; file: string; offset: number; length: number }>(
      `SELECT e.rk, e.content, f.name AS file, d.at AS offset, d.length FROM duplicate d
       JOIN event e ON e.eid = d.eid JOIN file f ON f.id = d.file_id JOIN import i ON i.id = f.import_id
       WHERE i.state = 'complete' ORDER BY e.rk, e.content, d.file_id, d.at`,
    )
    .iterate();
  for (const { rk, content, ...place } of rows) yield { event: eventId(rk, content), ...place };
}

/** All decisions, also those taken back, oldest first. */
export function* decisionRows(db: ReadDb) {
  const rows = db
    .prepare<
      [],
      {
        episode: string;
        verdict: number;
        action: Action;
        why: string;
        by: string;
        at: number;
        withdrawn: number | null;
      }
    >('SELECT episode, verdict, action, why, by, at, withdrawn FROM decision ORDER BY seq')
    .iterate();
  for (const row of rows) {
    yield { ...row, verdict: codes.verdict.word(row.verdict), at: rfc3339(row.at), withdrawn: at(row.withdrawn) };
  }
}

/** All words on links, also those taken back, oldest first. */
export function* linkReviewRows(db: ReadDb) {
  const rows = db
    .prepare<
      [],
      {
        episode: string;
        event: string;
        review: 'confirmed' | 'rejected';
        why: string;
        by: string;
        at: number;
        withdrawn: number | null;
      }
    >('SELECT episode, event, review, why, by, at, withdrawn FROM link_review ORDER BY seq')
    .iterate();
  for (const row of rows) yield { ...row, at: rfc3339(row.at), withdrawn: at(row.withdrawn) };
}

/** Counts per slice of time over the whole case; null for an empty one. Times in milliseconds UTC. */
export function caseHistogram(db: ReadDb, buckets: number) {
  const ends = db.prepare('SELECT min(time) AS first, max(time) AS last FROM event').get() as {
    first: number | null;
    last: number | null;
  };
  if (ends.first === null || ends.last === null) return null;
  const from = ends.first;
  const step = Math.max(1, Math.ceil((ends.last - from + 1) / buckets));
  const zeros = (): number[] => new Array<number>(buckets).fill(0);
  const counts = { denied: zeros(), success: zeros(), other: zeros() };
  const rows = db
    .prepare<[number, number], [number, number, number]>(
      // Numbers are bound as floating point: without the cast a bucket would be a fraction.
      'SELECT CAST((time - ?) / ? AS INTEGER) AS bucket, mark, count(*) FROM event GROUP BY bucket, mark',
    )
    .raw()
    .all(from, step);
  for (const [bucket, mark, n] of rows) {
    const word = codes.mark.word(mark);
    counts[word === 'denied' || word === 'success' ? word : 'other'][bucket]! += n;
  }
  return { from, to: from + step * buckets, step, ...counts };
}
