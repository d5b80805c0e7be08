/** The events of a case in the order in which the analysis takes them. */
import { type AnalysisRead, CONTENT, RK, type SweepRow, TIME } from '../read';

/** Events that a chunk has at most, unless more are of one moment. */
export const CHUNK = 8_192;

const BEGINNING = Number.MIN_SAFE_INTEGER;

/** What a chunk is made of, row by row. */
export interface Collector<T> {
  add(row: SweepRow): void;
  readonly size: number;
  /** The chunk; the next row begins another one. */
  take(): T;
}

/** All events from a moment on in order of time, ties by record key and content whatever the order of import. */
export function chunks(
  read: Pick<AnalysisRead, 'sweep'>,
  { from = BEGINNING, most = CHUNK } = {},
): Generator<SweepRow[]> {
  let rows: SweepRow[] = [];
  const list: Collector<SweepRow[]> = {
    add: (row) => void rows.push(row),
    get size() {
      return rows.length;
    },
    take() {
      const all = rows;
      rows = [];
      return all;
    },
  };
  return collected(read.sweep, list, from, most);
}

/**
 * As `chunks`, made by a collector. `sweep`: events of a moment or later in order of time, at most so many. A chunk ends before
 * the moment of its last event: the events of that moment may go on beyond it, and begin the next one.
 */
export function* collected<T>(
  sweep: (from: number, limit: number) => Iterable<SweepRow>,
  into: Collector<T>,
  begin = BEGINNING,
  most = CHUNK,
): Generator<T> {
  let from = begin;
  let limit = most;
  for (;;) {
    const { read, moment } = addMoments(sweep(from, limit), into);
    if (read < limit) {
      add(into, moment);
      if (into.size > 0) yield into.take();
      return;
    }
    if (into.size === 0) limit *= 2;
    else {
      from = moment[0]![TIME];
      limit = most;
      yield into.take();
    }
  }
}

/**
 * Adds all rows but those of the last moment, which it gives. Apart from the generator, whose loops V8 leaves slow: each event of
 * the case passes here.
 */
function addMoments<T>(rows: Iterable<SweepRow>, into: Collector<T>): { read: number; moment: SweepRow[] } {
  const moment: SweepRow[] = []; // events of one millisecond
  let read = 0;
  let at = Number.NaN;
  for (const row of rows) {
    read++;
    const time = row[TIME];
    if (time !== at) {
      add(into, moment);
      moment.length = 0;
      at = time;
    }
    moment.push(row);
  }
  return { read, moment };
}

function add<T>(into: Collector<T>, moment: SweepRow[]): void {
  if (moment.length > 1) moment.sort((a, b) => a[RK] - b[RK] || a[CONTENT] - b[CONTENT]);
  for (let i = 0; i < moment.length; i++) into.add(moment[i]!);
}
