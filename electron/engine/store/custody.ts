/** The custody log's table: canonical lines, append only (triggers refuse the rest). */
import type { RefusedFile } from '../../../shared/model/case';
import type { ReadDb, WriteDb } from './open';
import { statement } from './statement';

export interface CustodyLine {
  seq: number; // from 1, without gaps
  line: string; // canonical JSON of the entry
  hash: string; // SHA-256 of the line, hex
}

const last = statement<[], CustodyLine>('SELECT seq, line, hash FROM custody ORDER BY seq DESC LIMIT 1');
const insert = statement<[number, string, string], never>('INSERT INTO custody (seq, line, hash) VALUES (?, ?, ?)');

export const lastLine = (db: ReadDb): CustodyLine | null => last(db).get() ?? null;

export function countLines(db: ReadDb): number {
  return db.prepare('SELECT count(*) FROM custody').pluck().get() as number;
}

export function insertLine(db: WriteDb, row: CustodyLine): void {
  insert(db).run(row.seq, row.line, row.hash);
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

/** Files that imports did not take, as the log tells of them last; without those that are present by now. By name. */
export function refusedFiles(db: ReadDb): RefusedFile[] {
  return db
    .prepare<[], RefusedFile>(
      `WITH told AS (
         SELECT max(c.seq), json_extract(c.line, '$.at') AS at, r.value ->> '$.file' AS file, r.value ->> '$.why' AS why,
           r.value ->> '$.sha256' AS sha256
         FROM custody c, json_each(c.line, '$.detail.files') r
         WHERE json_extract(c.line, '$.act') = 'import.unrecognised' GROUP BY 3)
       SELECT t.file, t.why, t.sha256, t.at FROM told t
       WHERE NOT EXISTS (SELECT 1 FROM file f JOIN import i ON i.id = f.import_id
           WHERE i.state = 'complete' AND f.removed IS NULL AND f.source IS NOT NULL
             AND (f.name = t.file OR f.sha256 = t.sha256))
       ORDER BY t.file`,
    )
    .all();
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
