/** Facts of the whole case: key-value memory. */

import type Database from 'better-sqlite3';
import type { ReadDb, WriteDb } from './open';

/** Text kept under a key; null where there is none. Keys of this room: `case`, `settings`, `view`, `custody_synced`. */
export function readMeta(db: ReadDb, key: string): string | null {
  let statement = reads.get(db);
  if (!statement) {
    statement = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
    reads.set(db, statement);
  }
  return statement.get(key) ?? null;
}

/** Every question asks which findings there are: the statement is prepared once. */
const reads = new WeakMap<ReadDb, Database.Statement<[string], string>>();

export function writeMeta(db: WriteDb, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
}

export function deleteMeta(db: WriteDb, key: string): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(key);
}

/** Settings as stored; what was never set is absent. */
export function storedSettings(db: ReadDb): Record<string, unknown> {
  return JSON.parse(readMeta(db, 'settings') ?? '{}') as Record<string, unknown>;
}
