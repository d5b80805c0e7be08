/** Sets the clock of an imported file right: the person's word, kept with its reason; all its times follow. */
import { setImmediate } from 'node:timers/promises';
import type { ClockSet, FileLedger } from '../../../shared/model/ledger';
import { rfc3339 } from '../../../shared/model/time';
import type { OpenCase } from '../session';
import { clockOf, keepClock, shiftClocks } from '../store/clocks';
import { fileById, fileByName, fileLedger } from '../store/files';

export interface ClockWord {
  file: string;
  /** Added to every time of the file; 0 takes the correction back. */
  offsetMs: number;
  why: string;
  by: string;
  at: number;
}

/** Gives way between slices; null where no present file has the name. All or nothing. */
export async function setClock(opened: OpenCase, word: ClockWord): Promise<FileLedger | null> {
  const db = opened.db.write;
  const row = fileByName(db, word.file);
  if (!row) return null;
  const { file, offsetMs, why, by, at } = word;
  const after: ClockSet | null = offsetMs === 0 ? null : { offsetMs, why, by, at: rfc3339(at) };
  db.exec('BEGIN IMMEDIATE');
  try {
    const before = clockOf(db, row);
    keepClock(db, row, after);
    for (const _ of shiftClocks(db, 'corrected')) await setImmediate();
    opened.custody.append('clock', { file, sha256: row.sha256, events: row.events, before, after, why });
    db.exec('COMMIT');
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK');
  }
  return fileLedger(db, fileById(db, row.id)!);
}

/** Runs work that compares records: meanwhile all times are as recorded. */
export async function withRecordedTimes<T>(opened: OpenCase, work: () => Promise<T>): Promise<T> {
  const db = opened.db.write;
  for (const _ of shiftClocks(db, 'recorded')) await setImmediate();
  try {
    return await work();
  } finally {
    for (const _ of shiftClocks(db, 'corrected')) await setImmediate();
  }
}
