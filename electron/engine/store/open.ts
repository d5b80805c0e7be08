/** Opens the case database. The type of the handle says whether one may write with it. */
import Database from 'better-sqlite3';
import type { Brand } from '../../../shared/base/brand';
import { migrate, refuseFuture } from './migrate';

export type ReadDb = Brand<Database.Database, 'ReadDb'>;
export type WriteDb = ReadDb & Brand<Database.Database, 'WriteDb'>;

export interface CaseDb {
  read: ReadDb;
  write: WriteDb;
  readOnly: boolean;
  close(): void;
}

const LOG = 16_384; // pages of the write-ahead log, from which on a commit passes them on into the file
const LARGE_LOG = 131_072; // 512 MiB
const CACHE = -65_536; // 64 MiB: the unique index over record keys is hit at random while importing
const SMALL_CACHE = -16_384;
/** What is sorted at a time is as much as the page cache may hold: what the processor's own holds sorts a third faster than 24 MiB. */
const SORTED = -4_096;

/** Gives most of the page cache back for the time of `work`, which looks few pages up and needs the memory itself. */
export async function withSmallCache<T>(db: ReadDb, work: () => Promise<T>): Promise<T> {
  db.pragma(`cache_size = ${SMALL_CACHE}`);
  db.pragma('shrink_memory');
  try {
    return await work();
  } finally {
    db.pragma(`cache_size = ${CACHE}`);
  }
}

/**
 * While `work` writes, the log may grow to 512 MiB before a commit passes it on into the file: a second thread does that afterwards
 * (`passLog`), or the first commit behind.
 */
export async function withLargeLog<T>(db: WriteDb, work: () => Promise<T>): Promise<T> {
  db.pragma(`wal_autocheckpoint = ${LARGE_LOG}`);
  try {
    return await work();
  } finally {
    db.pragma(`wal_autocheckpoint = ${LOG}`);
  }
}

/** Passes on what the log holds, as far as nobody still reads what lies in the file. */
export function passLog(db: WriteDb): void {
  db.pragma('wal_checkpoint(PASSIVE)');
}

/**
 * Runs `build`, one transaction of its own that sorts more than memory ought to hold (an index over all events takes some
 * 25 bytes a row): what does not fit a small page cache waits in files without a name where the system keeps temporary
 * files. So it must be nothing that could be read there: keys of numbers and digests, no text. Where such a file cannot be
 * written, it is done once more in memory. Not inside a transaction: changing the place takes temporary tables away.
 */
export function sortedOnDisk(db: WriteDb, build: () => void): void {
  const cache = db.pragma('cache_size', { simple: true }) as number;
  db.pragma('temp_store = FILE');
  db.pragma(`cache_size = ${Math.max(cache, SORTED)}`);
  try {
    build();
    return;
  } catch (thrown) {
    // A full or locked disk of the case itself says the same, and will say it again.
    if (!/^SQLITE_(FULL|IOERR|CANTOPEN)/.test((thrown as { code?: string }).code ?? '')) throw thrown;
  } finally {
    db.pragma('temp_store = MEMORY');
    db.pragma(`cache_size = ${cache}`);
  }
  build();
}

/**
 * Opens (and migrates) the database file; `:memory:` for tests. Throws `CaseFromFutureError` for a newer format.
 * One connection serves both handles: better-sqlite3 is synchronous and the engine has one thread.
 */
export function openCaseDb(file: string, options: { readOnly?: boolean } = {}): CaseDb {
  const db = new Database(file, { readonly: options.readOnly ?? false });
  try {
    refuseFuture(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  db.pragma('trusted_schema = OFF');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma(`cache_size = ${CACHE}`);
  if (!options.readOnly) {
    if (file !== ':memory:') db.pragma('journal_mode = WAL');
    // 64 MiB instead of 4: an import rewrites the same index pages again and again, and each checkpoint writes them out.
    db.pragma(`wal_autocheckpoint = ${LOG}`);
    // NORMAL in WAL: a power cut may lose the newest transactions, never the database; acts of the investigator are
    // made durable by `durable()`.
    db.pragma('synchronous = NORMAL');
    migrate(db);
  }
  return {
    read: db as ReadDb,
    write: db as WriteDb,
    readOnly: options.readOnly ?? false,
    close: () => db.close(),
  };
}

/** Undoes the write to a database file that was cut off, by what lies beside it; nothing else of the file changes. */
export function undoCutOff(file: string): void {
  const db = new Database(file, { fileMustExist: true });
  db.prepare('SELECT count(*) FROM sqlite_master').get();
  db.close();
}

/**
 * A connection of a second thread beside the engine's own, for long work on a database that is open and migrated. Close
 * it; while it writes the engine's must not.
 */
export function openBeside(file: string): WriteDb {
  const db = new Database(file, { fileMustExist: true });
  db.pragma('trusted_schema = OFF');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -8192'); // 8 MiB: a table is read once from end to end
  db.pragma('wal_autocheckpoint = 16384');
  db.pragma('synchronous = NORMAL');
  return db as ReadDb as WriteDb;
}

/** A connection of a second thread that only reads. Close it. */
export function readBeside(file: string): ReadDb {
  const db = new Database(file, { fileMustExist: true, readonly: true });
  db.pragma('trusted_schema = OFF');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -8192'); // 8 MiB: a table is read once from end to end
  return db as ReadDb;
}

/** Runs one transaction and syncs it to the disk before it returns: what was acknowledged must survive a power cut. */
export function durable<T>(db: WriteDb, work: () => T): T {
  db.pragma('synchronous = FULL');
  try {
    return db.transaction(work).immediate();
  } finally {
    db.pragma('synchronous = NORMAL');
  }
}
