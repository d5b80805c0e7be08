/**
 * One writer per case. The lock is an exclusive SQLite lock on an empty file: the operating system drops it with the
 * process, however that ends, so there are no stale locks to guess about. `lock.json` only says who holds it.
 *
 * The empty file stays (removing it would let two processes hold locks on two files of one name), and nothing else may
 * open it: on POSIX systems closing any handle of a file drops all locks that the process has on it.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';

export const LOCK_FILE = 'lock';
export const HOLDER_FILE = 'lock.json';

export interface CaseLock {
  release(): void;
}

/** The lock, or in words why it could not be had. Throws when the folder cannot be written. */
export function lockCase(folder: string, who: string): CaseLock | { heldBy: string } {
  const db = new Database(path.join(folder, LOCK_FILE), { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY'); // no journal file beside a file that is never written
    db.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    db.close();
    if ((thrown as { code?: string }).code?.startsWith('SQLITE_BUSY')) return { heldBy: holder(folder) };
    throw thrown;
  }
  const note = path.join(folder, HOLDER_FILE);
  const facts = { who, pid: process.pid, host: os.hostname(), since: new Date().toISOString() };
  fs.writeFileSync(note, `${JSON.stringify(facts)}\n`);
  return {
    release() {
      if (!db.open) return;
      fs.rmSync(note, { force: true });
      db.close();
    },
  };
}

function holder(folder: string): string {
  try {
    const facts = JSON.parse(fs.readFileSync(path.join(folder, HOLDER_FILE), 'utf8')) as Record<string, unknown>;
    return `${String(facts.who)} (process ${String(facts.pid)} on ${String(facts.host)}, since ${String(facts.since)})`;
  } catch {
    return 'another process';
  }
}
