/**
 * Clocks set right by the investigator, one per imported file. What is kept is what the person said (`import.settings`);
 * the rows of a file carry the corrected time, so that every reader and index agrees. Writers that compare records
 * (imports, removals) need the times as recorded: they take the corrections off before and put them on after.
 */
import type { ClockSet } from '../../../shared/model/ledger';
import type { ReadDb, WriteDb } from './open';

const SLICE = 20_000; // row ids shifted before others are answered

/** The correction that stands for a file; null where there is none. */
export function clockOf(db: ReadDb, file: { import_id: number }): ClockSet | null {
  const text = db
    .prepare(`SELECT json_extract(settings, '$.clock') FROM import WHERE id = ?`)
    .pluck()
    .get(file.import_id) as string | null;
  return text === null ? null : (JSON.parse(text) as ClockSet);
}

/** Keeps the correction; `null` takes it back. The rows follow with `shiftClocks`. */
export function keepClock(db: WriteDb, file: { import_id: number }, clock: ClockSet | null): void {
  if (clock) {
    db.prepare(`UPDATE import SET settings = json_set(settings, '$.clock', json(?)) WHERE id = ?`).run(
      JSON.stringify(clock),
      file.import_id,
    );
  } else db.prepare(`UPDATE import SET settings = json_remove(settings, '$.clock') WHERE id = ?`).run(file.import_id);
}

/**
 * Brings the rows of every file to the times as corrected, or as recorded. Each file in one transaction of its own, or
 * all in the one that is open; it yields between slices, so that whoever runs it can let others be answered.
 */
export function* shiftClocks(db: WriteDb, to: 'corrected' | 'recorded'): Generator<void> {
  const files = db
    .prepare<[], { id: number; importId: number; wanted: number; applied: number }>(
      `SELECT f.id, i.id AS importId, coalesce(json_extract(i.settings, '$.clock.offsetMs'), 0) AS wanted,
         coalesce(json_extract(i.settings, '$.clockApplied'), 0) AS applied
       FROM file f JOIN import i ON i.id = f.import_id
       WHERE i.state = 'complete' AND (i.settings ->> '$.clock' IS NOT NULL OR i.settings ->> '$.clockApplied' IS NOT NULL)
       ORDER BY f.id`,
    )
    .all();
  for (const { id, importId, wanted, applied } of files) {
    const goal = to === 'corrected' ? wanted : 0;
    if (goal === applied) continue;
    const isOurs = !db.inTransaction;
    if (isOurs) db.exec('BEGIN IMMEDIATE');
    try {
      yield* shift(db, id, goal - applied);
      db.prepare(
        goal === 0
          ? `UPDATE import SET settings = json_remove(settings, '$.clockApplied') WHERE id = @id`
          : `UPDATE import SET settings = json_set(settings, '$.clockApplied', @goal) WHERE id = @id`,
      ).run(goal === 0 ? { id: importId } : { id: importId, goal });
      if (isOurs) db.exec('COMMIT');
    } finally {
      if (isOurs && db.inTransaction) db.exec('ROLLBACK');
    }
  }
}

function* shift(db: WriteDb, file: number, by: number): Generator<void> {
  const { first, last } = db
    .prepare('SELECT min(eid) AS first, max(eid) AS last FROM event_all WHERE file_id = ?')
    .get(file) as { first: number | null; last: number | null };
  if (first !== null && last !== null) {
    const move = db.prepare('UPDATE event_all SET time = time + ? WHERE file_id = ? AND eid >= ? AND eid < ?');
    for (let eid = first; eid <= last; eid += SLICE) {
      move.run(by, file, eid, eid + SLICE);
      yield;
    }
  }
  db.prepare('UPDATE file SET first = first + ?, last = last + ? WHERE id = ?').run(by, by, file);
}

/** Corrections that stand, by import: part of what findings are computed from. */
export const clocksSet = (db: ReadDb): [number, number][] =>
  db
    .prepare(
      `SELECT id, json_extract(settings, '$.clock.offsetMs') FROM import
       WHERE state = 'complete' AND settings ->> '$.clock' IS NOT NULL ORDER BY id`,
    )
    .raw()
    .all() as [number, number][];

/** Files whose correction is not the one that the custody log tells last: said in words, as `verify` asks. */
export function clockFaults(db: ReadDb): string[] {
  const said = new Map<string, number>();
  const lines = db
    .prepare<[], { file: string; offset: number | null }>(
      `SELECT json_extract(line, '$.detail.file') AS file, json_extract(line, '$.detail.after.offsetMs') AS offset
       FROM custody WHERE json_extract(line, '$.act') = 'clock' ORDER BY seq`,
    )
    .iterate();
  for (const { file, offset } of lines) said.set(file, offset ?? 0);
  const files = db
    .prepare<[], { name: string; offset: number; applied: number }>(
      `SELECT f.name, coalesce(json_extract(i.settings, '$.clock.offsetMs'), 0) AS offset,
         coalesce(json_extract(i.settings, '$.clockApplied'), 0) AS applied
       FROM file f JOIN import i ON i.id = f.import_id WHERE i.state = 'complete' AND f.removed IS NULL ORDER BY f.id`,
    )
    .all();
  return files
    .filter(({ name, offset, applied }) => offset !== (said.get(name) ?? 0) || applied !== offset)
    .slice(0, 20)
    .map(({ name }) => `${name}: its clock is not set as the custody log says`);
}
