/** Times of the same thing in files of different sources, for comparing their clocks. Samples: the work stays bounded. */
import { countRows } from './columns/state';
import { span } from './events';
import type { ReadDb } from './open';

const FILES = 60; // the largest
const WHOLE = 120_000; // events up to which all are compared
const SLICES = 5; // of a larger case: spans of time spread over it …
const SLICE = 20_000; // … of about so many events each
const PAIRS = 50_000;

export interface SourcedFile {
  id: number;
  name: string;
  source: string;
}

/** Present files with events, the largest first. */
export const clockFiles = (db: ReadDb): SourcedFile[] =>
  db
    .prepare<[], SourcedFile>(
      `SELECT f.id, f.name, f.source FROM file f JOIN import i ON i.id = f.import_id
       WHERE i.state = 'complete' AND f.removed IS NULL AND f.source IS NOT NULL AND f.events > 0
       ORDER BY f.events DESC, f.name LIMIT ${FILES}`,
    )
    .all();

/**
 * First time of each correlation id in a file, against its first time in files of other sources. Of a large case only
 * slices are compared: clocks further apart than a slice is long are then not seen here.
 */
export function correlatedTimes(
  db: ReadDb,
  files: readonly SourcedFile[],
): { a: number; b: number; difference: number }[] {
  const source = new Map(files.map((file) => [file.id, file.source]));
  const pairs: { a: number; b: number; difference: number }[] = [];
  if (new Set(source.values()).size < 2) return pairs;
  const firsts = db.prepare<[number, number], { correlation: string; file: number; time: number }>(
    `SELECT correlation, file_id AS file, min(time) AS time FROM event
     WHERE correlation IS NOT NULL AND time >= ? AND time < ? GROUP BY correlation, file_id`,
  );
  for (const [from, to] of slices(db)) {
    let open: { correlation: string; file: number; time: number }[] = [];
    for (const row of firsts.iterate(from, to)) {
      if (open[0]?.correlation !== row.correlation) open = [];
      const own = source.get(row.file);
      if (own === undefined) continue;
      for (const other of open) {
        if (source.get(other.file) !== own)
          pairs.push({ a: other.file, b: row.file, difference: other.time - row.time });
      }
      if (pairs.length >= PAIRS) return pairs;
      if (open.length < 8) open.push(row);
    }
  }
  return pairs;
}

function slices(db: ReadDb): [number, number][] {
  const events = countRows(db);
  const { from: first, to: last } = span(db) ?? { from: 0, to: 0 };
  if (events <= WHOLE) return [[first, last + 1]];
  const length = Math.ceil(((last - first) * SLICE) / events);
  return Array.from({ length: SLICES }, (_, i) => {
    const from = first + Math.floor(((last - first - length) * i) / (SLICES - 1));
    return [from, from + length];
  });
}

/** File and time of events. */
export const placesOfEvents = (db: ReadDb, eids: readonly number[]): { eid: number; file: number; time: number }[] =>
  db
    .prepare<[string], { eid: number; file: number; time: number }>(
      `SELECT e.eid, e.file_id AS file, e.time FROM json_each(?) j JOIN event_all e ON e.eid = j.value`,
    )
    .all(JSON.stringify(eids));
