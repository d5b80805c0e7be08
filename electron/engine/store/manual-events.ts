/** What the investigator wrote down beside the evidence: withdrawn, never deleted. */
import type { ManualEvent, ManualEventRow } from '../../../shared/model/manual-event';
import { rfc3339 } from '../../../shared/model/time';
import { resolveTarget } from './annotations';
import type { ReadDb, WriteDb } from './open';

interface Row {
  id: string;
  time: number;
  zone: string;
  what: string;
  source: string;
  said_by: string | null;
  identity: string | null;
  by: string;
  at: number;
  withdrawn: number | null;
}

const printed = (row: Row): ManualEvent => ({
  id: row.id,
  time: rfc3339(row.time),
  zone: row.zone,
  what: row.what,
  source: row.source,
  saidBy: row.said_by,
  identity: row.identity,
  by: row.by,
  at: rfc3339(row.at),
});

/** Those that stand, in order of time; `range` in milliseconds UTC, its end excluded. Identities come under their present ids. */
export function manualEvents(db: ReadDb, range: { from: number; to: number } | null = null): ManualEvent[] {
  const rows = db
    .prepare<[number, number], Row>(
      'SELECT * FROM manual_event WHERE withdrawn IS NULL AND time >= ? AND time < ? ORDER BY time, id',
    )
    .all(range?.from ?? Number.MIN_SAFE_INTEGER, range?.to ?? Number.MAX_SAFE_INTEGER);
  return rows.map((row) => {
    const identity = row.identity === null ? null : (resolveTarget(db, row.identity)?.id ?? row.identity);
    return printed({ ...row, identity });
  });
}

/** One, also when it was withdrawn. */
export function manualEvent(db: ReadDb, id: string): ManualEventRow | null {
  const row = db.prepare<[string], Row>('SELECT * FROM manual_event WHERE id = ?').get(id);
  return row ? withState(row) : null;
}

const withState = (row: Row): ManualEventRow => ({
  ...printed(row),
  withdrawn: row.withdrawn === null ? null : rfc3339(row.withdrawn),
});

/** All of them, also withdrawn ones, for the case file. */
export function* manualEventHistory(db: ReadDb): Generator<ManualEventRow> {
  for (const row of db.prepare<[], Row>('SELECT * FROM manual_event ORDER BY time, id').iterate()) yield withState(row);
}

export function insertManualEvent(
  db: WriteDb,
  { time, at, ...said }: Omit<ManualEvent, 'time' | 'at'> & { time: number; at: number },
): void {
  db.prepare(
    'INSERT INTO manual_event (id, time, zone, what, source, said_by, identity, by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(said.id, time, said.zone, said.what, said.source, said.saidBy, said.identity, said.by, at);
}

/** `at` null takes a withdrawal back. */
export function withdrawManualEvent(db: WriteDb, id: string, at: number | null): void {
  db.prepare('UPDATE manual_event SET withdrawn = ? WHERE id = ?').run(at, id);
}
