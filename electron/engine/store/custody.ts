/** The custody log's table: canonical lines, append only (triggers refuse the rest). */
import type { ReadDb, WriteDb } from './open';

export interface CustodyLine {
  seq: number; // from 1, without gaps
  line: string; // canonical JSON of the entry
  hash: string; // SHA-256 of the line, hex
}

export function lastLine(db: ReadDb): CustodyLine | null {
  return (
    (db.prepare('SELECT seq, line, hash FROM custody ORDER BY seq DESC LIMIT 1').get() as CustodyLine | undefined) ??
    null
  );
}

export function countLines(db: ReadDb): number {
  return db.prepare('SELECT count(*) FROM custody').pluck().get() as number;
}

export function insertLine(db: WriteDb, row: CustodyLine): void {
  db.prepare('INSERT INTO custody (seq, line, hash) VALUES (?, ?, ?)').run(row.seq, row.line, row.hash);
}

/** Lines in order, from `seq` on, read while iterating: do not write to the same connection meanwhile. */
export function linesFrom(db: ReadDb, seq = 0): IterableIterator<CustodyLine> {
  return db
    .prepare('SELECT seq, line, hash FROM custody WHERE seq >= ? ORDER BY seq')
    .iterate(seq) as IterableIterator<CustodyLine>;
}

/** At most `limit` lines below `before`, newest first. */
export function linesBefore(db: ReadDb, before: number | null, limit: number): CustodyLine[] {
  return db
    .prepare('SELECT seq, line, hash FROM custody WHERE seq < ? ORDER BY seq DESC LIMIT ?')
    .all(before ?? Number.MAX_SAFE_INTEGER, limit) as CustodyLine[];
}

/** Bundles written, told by the log itself. */
export function countBundles(db: ReadDb): number {
  return db
    .prepare(
      `SELECT count(*) FROM custody WHERE json_extract(line, '$.act') = 'export'
         AND json_extract(line, '$.detail.format') = 'bundle'`,
    )
    .pluck()
    .get() as number;
}
