/** Of which events the packed columns are, and how many there are. */
import { dirname } from 'node:path';
import { clocksSet } from '../clocks';
import type { ReadDb } from '../open';
import { columnsFile, openColumnsFile } from './open';

/** What the columns are made from: another text means that they are old. Only what an import or a removal changes. */
export const columnsState = (db: ReadDb): string =>
  JSON.stringify([
    db.prepare('SELECT eid FROM horizon').pluck().get(),
    db.prepare(`SELECT id FROM import WHERE state = 'complete' ORDER BY id`).pluck().all(),
    db.prepare('SELECT id FROM file WHERE removed IS NOT NULL ORDER BY id').pluck().all(),
    ...clocksSet(db),
  ]);

/** How many events there are. With an import under way SQLite goes over all rows, else over its smallest index. */
export function countRows(db: ReadDb): number {
  const [most, horizon] = db
    .prepare<[], [number | null, number]>('SELECT (SELECT max(eid) FROM event_all), (SELECT eid FROM horizon)')
    .raw()
    .get()!;
  const table = most === null || most <= horizon ? 'event_all' : 'event';
  return db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!;
}

const counted = new WeakMap<ReadDb, { state: string; events: number }>();

/** As `countRows`, remembered while the case stays as it is, and taken from the packed columns where there are any. */
export function countAll(db: ReadDb): number {
  const state = columnsState(db);
  const known = counted.get(db);
  if (known?.state === state) return known.events;
  const columns = db.memory ? null : openColumnsFile(columnsFile(dirname(db.name)));
  columns?.close();
  const events = columns?.head.state === state ? columns.head.events : countRows(db);
  counted.set(db, { state, events });
  return events;
}
