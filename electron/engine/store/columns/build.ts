/** Makes the packed columns of a case (layout.ts), a batch of events in memory at a time. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { codes } from '../codes';
import type { ReadDb } from '../open';
import {
  align,
  HASHED,
  HEAD,
  type Head,
  headCheck,
  MARKED,
  MARKS,
  type MarkName,
  marksOf,
  NULL,
  ROWS,
  type RowName,
  textHash,
  VERSION,
  WHAT,
  WHO,
} from './layout';
import { columnsState, countRows } from './state';
import { Tuples } from './tuples';

const BATCH = 32_768; // events held at a time

const CODED = [...WHAT, ...WHO];
const FIRST_HASH = 4;
const FIRST_CODE = FIRST_HASH + HASHED.length;
const MARK = FIRST_CODE + CODED.indexOf('mark');
const DENIED = codes.mark.code('denied');
const SUCCESS = codes.mark.code('success');
const SELECT = `SELECT time, eid, rk, content, ${[...HASHED, ...CODED].join(', ')} FROM event ORDER BY time, rk, content`;

/** Where bytes go: a file, or memory for a case that has none. */
export interface ColumnSink {
  write(bytes: Uint8Array, at: number): void;
}

/** Writes everything but waits for nobody: the caller is a thread of its own, or the case is small. */
export function buildColumns(db: ReadDb, sink: ColumnSink): Head {
  // One moment of the case, though others may write.
  return db.transaction(() => {
    const state = columnsState(db);
    const events = countRows(db);
    const at = {} as Head['at'];
    let end = HEAD;
    for (const name of Object.keys(ROWS) as RowName[]) {
      at[name] = end;
      end = align(end + events * ROWS[name].BYTES_PER_ELEMENT);
    }
    const what = new Tuples(WHAT.length);
    const who = new Tuples(WHO.length);
    const pair = new Tuples(2);
    const met = new Int32Array(2);
    const marks = {
      markTime: new Float64Array(marksOf(events)),
      markDenied: new Uint32Array(marksOf(events)),
      markSuccess: new Uint32Array(marksOf(events)),
    };
    let [denied, success] = [0, 0];
    const held = {
      time: new Float64Array(BATCH),
      pair: new Uint32Array(BATCH),
      eid: new Uint32Array(BATCH),
      rk: new Float64Array(BATCH),
      content: new Uint16Array(BATCH),
      record_id: new Uint32Array(BATCH),
      correlation: new Uint32Array(BATCH),
      token: new Uint32Array(BATCH),
    };
    let done = 0;
    let n = 0;
    const flush = (): void => {
      for (const name of Object.keys(ROWS) as RowName[]) {
        const column = held[name];
        sink.write(bytesOf(column.subarray(0, n)), at[name] + done * column.BYTES_PER_ELEMENT);
      }
      done += n;
      n = 0;
    };
    const values = new Int32Array(CODED.length);
    const rows = db.prepare(SELECT).raw().iterate() as Iterable<(number | string | null)[]>;
    const mark = (time: number): void => {
      const at = (done + n) / MARKED;
      marks.markTime[at] = time;
      marks.markDenied[at] = denied;
      marks.markSuccess[at] = success;
    };
    for (const row of rows) {
      if (n % MARKED === 0) mark(row[0] as number);
      if (row[MARK] === DENIED) denied++;
      else if (row[MARK] === SUCCESS) success++;
      held.time[n] = row[0] as number;
      held.eid[n] = row[1] as number;
      held.rk[n] = row[2] as number;
      held.content[n] = row[3] as number;
      for (let i = 0; i < HASHED.length; i++) {
        const text = row[FIRST_HASH + i] as string | null;
        held[HASHED[i]!][n] = text === null ? 0 : textHash(text);
      }
      for (let i = 0; i < CODED.length; i++) values[i] = (row[FIRST_CODE + i] as number | null) ?? NULL;
      met[0] = what.add(values);
      met[1] = who.add(values, WHAT.length);
      held.pair[n] = pair.add(met);
      if (++n === BATCH) flush();
    }
    flush();
    if (events % MARKED === 0) mark(0);
    for (const name of Object.keys(MARKS) as MarkName[]) {
      at[name] = end;
      sink.write(bytesOf(marks[name]), end);
      end = align(end + marks[name].byteLength);
    }
    for (const [name, table] of [
      ['whats', what],
      ['whos', who],
      ['pairs', pair],
    ] as const) {
      at[name] = end;
      const columns = table.columns();
      sink.write(bytesOf(columns), end);
      end = align(end + columns.byteLength);
    }
    const said = { version: VERSION, state, events, whats: what.size, whos: who.size, pairs: pair.size, at };
    const head: Head = { ...said, check: headCheck(said) };
    sink.write(Buffer.from(JSON.stringify(head).padEnd(HEAD)), 0);
    return head;
  })();
}

const bytesOf = (array: Float64Array | Uint32Array | Uint16Array | Int32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Where the file is while it is being built. */
export const unfinished = (path: string): string => `${path}.part`;

/** Builds the file beside its place and then moves it there; throws what the disk or SQLite says. */
export function buildColumnsFile(db: ReadDb, path: string): Head {
  const fresh = unfinished(path);
  try {
    const file = openSync(fresh, 'w');
    let head: Head;
    try {
      head = buildColumns(db, {
        write(bytes, at) {
          for (let from = 0; from < bytes.length; )
            from += writeSync(file, bytes, from, bytes.length - from, at + from);
        },
      });
    } finally {
      closeSync(file);
    }
    renameSync(fresh, path);
    return head;
  } catch (thrown) {
    rmSync(fresh, { force: true });
    throw thrown;
  }
}
