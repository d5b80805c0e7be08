/** Files read and how their records ended. One import row per file: a file is all or nothing. */
import { assert } from '../../../shared/base/assert';
import type { ClockSet, FileLedger, LedgerReason, LogDelay } from '../../../shared/model/ledger';
import { rfc3339 } from '../../../shared/model/time';
import { shiftClocks } from './clocks';
import { codes } from './codes';
import { contextMatches, dropContext, matchWarning } from './context';
import type { Marks } from './dictionaries';
import { buildIndexes } from './event-indexes';
import { takeOut } from './event-writer';
import type { ReadDb, WriteDb } from './open';

export type Packing = 'none' | 'gzip' | 'zip' | 'zstd' | 'tar' | 'tar+gzip';
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface FileRow {
  id: number;
  import_id: number;
  name: string;
  stored: string;
  member: string | null;
  packing: Packing;
  encoding: Encoding;
  referenced: number;
  sha256: string;
  stored_sha256: string;
  bytes: number;
  source: string | null;
  shape: string | null;
  because: string; // JSON
  records: number;
  events: number;
  context: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  first: number | null;
  last: number | null;
  warnings: string; // JSON
  zone: string | null;
  removed: number | null;
  removed_why: string | null;
}

const PRESENT = `i.state = 'complete' AND f.removed IS NULL`;

/** What the person asked for, kept with the import. */
export interface ImportSettings {
  source: string | null;
  zone: string | null;
  reference: boolean;
  /** Year of times that carry none: of the file's first. */
  year?: number;
  /** What came after: the clock set right by the investigator, and how late records reached the log. */
  clock?: ClockSet | null;
  delay?: LogDelay | null;
  /** The mapping of columns as it was given, word for word: the evidence can be read the same way again. */
  mapping?: { name: string; file: string | null; sha256: string; text: string } | null;
}

/** What is known once all of a file has been read. */
export interface FileFacts {
  name: string;
  stored: string;
  member: string | null;
  packing: Packing;
  encoding: Encoding;
  referenced: boolean;
  sha256: string;
  storedSha256: string;
  bytes: number;
  /** Null where nothing in the file was recognised; such a file has no records and is not kept. */
  source: string | null;
  shape: string | null;
  because: string[];
  events: number;
  context: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  first: number | null;
  last: number | null;
  warnings: string[];
  zone: string | null;
  delay?: LogDelay | null;
}

/** Rows for a file that is about to be read; nobody sees them before `completeFile`. */
export function beginFile(
  db: WriteDb,
  name: string,
  settings: ImportSettings,
  marks: Marks,
): { importId: number; fileId: number } {
  return db
    .transaction(() => {
      const importId = Number(
        db
          .prepare(`INSERT INTO import (started, state, settings) VALUES (?, 'running', ?)`)
          .run(Date.now(), JSON.stringify({ ...settings, marks })).lastInsertRowid,
      );
      const fileId = Number(
        db
          .prepare(
            `INSERT INTO file (import_id, name, stored, packing, encoding, referenced, sha256, stored_sha256, bytes, because,
               records, events, context, duplicates, skipped, rejected, warnings)
             VALUES (?, ?, '', 'none', 'utf-8', 0, '', '', 0, '[]', 0, 0, 0, 0, 0, 0, '[]')`,
          )
          .run(importId, name).lastInsertRowid,
      );
      return { importId, fileId };
    })
    .immediate();
}

/** What the person asked for when this file was imported. */
export function importSettings(db: ReadDb, file: Pick<FileRow, 'import_id'>): ImportSettings {
  const text = db.prepare('SELECT settings FROM import WHERE id = ?').pluck().get(file.import_id) as string;
  return JSON.parse(text) as ImportSettings;
}

/** The mappings by which files that are present were read, word for word. */
export function keptMappings(db: ReadDb): { sha256: string; text: string }[] {
  return db
    .prepare<[], { sha256: string; text: string }>(
      `SELECT DISTINCT i.settings ->> '$.mapping.sha256' AS sha256, i.settings ->> '$.mapping.text' AS text
         FROM file f JOIN import i ON i.id = f.import_id
        WHERE ${PRESENT} AND f.source = 'mapped' AND i.settings ->> '$.mapping.text' IS NOT NULL ORDER BY 1`,
    )
    .all();
}

/** The file's facts and sums; within the transaction that finishes its events. */
export function completeFile(db: WriteDb, ids: { importId: number; fileId: number }, facts: FileFacts): void {
  const records = facts.events + facts.context + facts.duplicates + facts.skipped + facts.rejected;
  const left = db.prepare('SELECT count(*) FROM left_out WHERE file_id = ?').pluck().get(ids.fileId) as number;
  assert(left === facts.skipped + facts.rejected, `${facts.name}: every record left out has its place (${left})`);
  db.prepare(
    `UPDATE file SET name = ?, stored = ?, member = ?, packing = ?, encoding = ?, referenced = ?, sha256 = ?, stored_sha256 = ?,
       bytes = ?, source = ?, shape = ?, because = ?, records = ?, events = ?, context = ?, duplicates = ?, skipped = ?,
       rejected = ?, first = ?, last = ?, warnings = ?, zone = ? WHERE id = ?`,
  ).run(
    facts.name,
    facts.stored,
    facts.member,
    facts.packing,
    facts.encoding,
    facts.referenced ? 1 : 0,
    facts.sha256,
    facts.storedSha256,
    facts.bytes,
    facts.source,
    facts.shape,
    JSON.stringify(facts.because),
    records,
    facts.events,
    facts.context,
    facts.duplicates,
    facts.skipped,
    facts.rejected,
    facts.first,
    facts.last,
    JSON.stringify(facts.warnings),
    facts.zone,
    ids.fileId,
  );
  db.prepare(
    `UPDATE import SET finished = ?, state = 'complete',
       settings = json_set(json_remove(settings, '$.marks'), '$.delay', json(?)) WHERE id = ?`,
  ).run(Date.now(), JSON.stringify(facts.delay ?? null), ids.importId);
}

/** The evidence file that this file is about to become; see `sweep`. */
export function nameStored(db: WriteDb, fileId: number, stored: string): void {
  db.prepare('UPDATE file SET stored = ? WHERE id = ?').run(stored, fileId);
}

/** Evidence files that are named by present files. */
export const storedNames = (db: ReadDb): string[] =>
  db
    .prepare<[], string>(
      `SELECT DISTINCT f.stored FROM file f JOIN import i ON i.id = f.import_id WHERE f.referenced = 0 AND ${PRESENT}`,
    )
    .pluck()
    .all();

/** What must not come twice, of the files that are present: asked for every file of an import, so it is kept in memory. */
export class PresentFiles {
  #names: Set<string> | null = null;
  /** Where the bytes of a hash lie, of those that the case has a copy of. */
  #stored: Map<string, string> | null = null;

  constructor(readonly db: ReadDb) {}

  /** Where a present file with these bytes lies already (a copy of ours), so that evidence is kept once; null if nowhere. */
  storedAs(storedSha256: string): string | null {
    return this.#places().get(storedSha256) ?? null;
  }

  /** The name itself, or with a number where a present file has it already. */
  freeName(name: string): string {
    const names = this.#taken();
    if (!names.has(name)) return name;
    for (let n = 2; ; n++) if (!names.has(`${name} (${n})`)) return `${name} (${n})`;
  }

  /** A file that is present from now on. */
  add({ name, stored, storedSha256, referenced }: FileFacts): void {
    this.#taken().add(name);
    if (!referenced && !this.#places().has(storedSha256)) this.#places().set(storedSha256, stored);
  }

  /** The database has the word again. */
  forget(): void {
    this.#names = null;
    this.#stored = null;
  }

  #taken(): Set<string> {
    this.#names ??= new Set(presentFiles(this.db).map(({ name }) => name));
    return this.#names;
  }

  #places(): Map<string, string> {
    this.#stored ??= new Map(
      this.db
        .prepare<[], [string, string]>(
          `SELECT f.stored_sha256, f.stored FROM file f JOIN import i ON i.id = f.import_id
            WHERE f.referenced = 0 AND ${PRESENT} ORDER BY f.id DESC`,
        )
        .raw()
        .all(),
    );
    return this.#stored;
  }
}

/** Whether another file that is present lies in the same evidence file (members of one archive, the same file twice). */
export function isStoredElsewhere(db: ReadDb, file: FileRow): boolean {
  const found = db
    .prepare(
      `SELECT 1 FROM file f JOIN import i ON i.id = f.import_id WHERE f.stored = ? AND f.id <> ? AND ${PRESENT} LIMIT 1`,
    )
    .get(file.stored, file.id);
  return found !== undefined;
}

/** Folder of an evidence archive's opened members, beside it: with the slash. */
export const openedFolder = (stored: string): string => `${stored} (opened)/`;

/** Whether a locked archive that lies here has its row already. */
export const isNamedAlone = (db: ReadDb, stored: string): boolean =>
  db
    .prepare(
      `SELECT 1 FROM file f JOIN import i ON i.id = f.import_id WHERE ${PRESENT} AND f.source IS NULL AND f.stored = ?`,
    )
    .get(stored) !== undefined;

/** Locked archives of which nothing is left in the case once `removed` is taken out. */
export function emptiedArchives(db: ReadDb, removed: FileRow): FileRow[] {
  return db
    .prepare<[], FileRow>(
      `SELECT f.* FROM file f JOIN import i ON i.id = f.import_id WHERE ${PRESENT} AND f.source IS NULL ORDER BY f.id`,
    )
    .all()
    .filter((archive) => {
      const isOf = (stored: string): boolean =>
        stored === archive.stored || stored.startsWith(openedFolder(archive.stored));
      return isOf(removed.stored) && !presentFiles(db).some(({ id, stored }) => id !== removed.id && isOf(stored));
    });
}

/** The file stays in the ledger with its hash; `why` says why nothing else of it does. */
export function markRemoved(db: WriteDb, fileId: number, why: string): void {
  db.prepare('UPDATE file SET removed = ?, removed_why = ? WHERE id = ?').run(Date.now(), why, fileId);
}

/** Forgets a file that was not completed. */
export function dropFile(db: WriteDb, ids: { importId: number; fileId: number }): void {
  db.transaction(() => {
    db.prepare('DELETE FROM left_out WHERE file_id = ?').run(ids.fileId);
    dropContext(db, ids.fileId);
    db.prepare('DELETE FROM file WHERE id = ?').run(ids.fileId);
    db.prepare('DELETE FROM import WHERE id = ?').run(ids.importId);
  }).immediate();
}

/**
 * What a crash left half imported is taken out; call it when a case is opened for writing. Gives the names of the files
 * concerned, for the custody log. `drop` is told the evidence files that no other file needs.
 */
export function sweep(db: WriteDb, drop: (stored: string) => void = () => {}): string[] {
  const left = db
    .prepare<[], { importId: number; fileId: number; name: string; stored: string; marks: string | null }>(
      `SELECT i.id AS importId, f.id AS fileId, f.name, f.stored, json_extract(i.settings, '$.marks') AS marks
         FROM import i JOIN file f ON f.import_id = i.id WHERE i.state = 'running'`,
    )
    .all();
  const others = db.prepare('SELECT 1 FROM file WHERE stored = ?');
  for (const each of left) {
    takeOut(db, each.fileId, JSON.parse(each.marks!) as Marks);
    dropFile(db, each);
    if (each.stored !== '' && !others.get(each.stored)) drop(each.stored);
  }
  for (const _ of buildIndexes(db));
  for (const _ of shiftClocks(db, 'corrected')); // an import that was cut off had taken the corrections off
  return left.map(({ name }) => name);
}

/** Files present (recognised, not removed) in order of import. */
export function presentFiles(db: ReadDb): FileRow[] {
  return db
    .prepare<[], FileRow>(
      `SELECT f.* FROM file f JOIN import i ON i.id = f.import_id WHERE ${PRESENT} AND f.source IS NOT NULL ORDER BY f.id`,
    )
    .all();
}

/** A present file by the name under which it is shown; undefined where there is none. */
export function fileByName(db: ReadDb, name: string): FileRow | undefined {
  return db
    .prepare<[string], FileRow>(
      `SELECT f.* FROM file f JOIN import i ON i.id = f.import_id WHERE ${PRESENT} AND f.source IS NOT NULL AND f.name = ?`,
    )
    .get(name);
}

/** When the import of a file ended, ms; null where it did not. */
export const importEnded = (db: ReadDb, row: FileRow): number | null =>
  db.prepare<[number], number | null>('SELECT finished FROM import WHERE id = ?').pluck().get(row.import_id) ?? null;

export const fileById = (db: ReadDb, id: number): FileRow | undefined =>
  db.prepare<[number], FileRow>('SELECT * FROM file WHERE id = ?').get(id);

/** How many records were left out for which reason, the most frequent first, with the first place of each. */
export function ledgerReasons(db: ReadDb, fileId: number): LedgerReason[] {
  return db
    .prepare<[number], { kind: number; why: string; count: number; at: number }>(
      `SELECT l.kind, t.text AS why, count(*) AS count, min(l.at) AS at FROM left_out l JOIN term t ON t.id = l.reason
        WHERE l.file_id = ? GROUP BY l.kind, l.reason ORDER BY count DESC, why`,
    )
    .all(fileId)
    .map(({ kind, why, count, at }) => ({ kind: codes.end.word(kind), why, count, example: { offset: at } }));
}

/** The file's ledger as printed. */
export function fileLedger(db: ReadDb, row: FileRow): FileLedger {
  const settings = importSettings(db, row);
  const matched = row.shape === 'context' && row.removed === null ? contextMatches(db, row.id) : null;
  return {
    id: row.id,
    file: row.name,
    sha256: row.sha256,
    bytes: row.bytes,
    source: row.source ?? '',
    shape: row.shape ?? '',
    because: JSON.parse(row.because) as string[],
    records: row.records,
    events: row.events,
    context: row.context,
    duplicates: row.duplicates,
    skipped: row.skipped,
    rejected: row.rejected,
    reasons: ledgerReasons(db, row.id),
    first: row.first === null ? null : rfc3339(row.first),
    last: row.last === null ? null : rfc3339(row.last),
    warnings: [...(JSON.parse(row.warnings) as string[]), ...matchWarning(matched)],
    zoneAssumed: row.zone,
    zoneNamed: row.zone !== null && settings.zone === row.zone,
    clock: settings.clock ?? null,
    delay: settings.delay ?? null,
    referenced: row.referenced === 1,
    ...(matched && { matched }),
  };
}
