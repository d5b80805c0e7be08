/**
 * Long work on a case database in a thread of its own (`dist/index-worker`), over a connection of its own: builds indexes, or
 * packed columns, or reads all events for the analysis.
 */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { toWire, type WireError } from '../../shared/rpc/errors';
import { SWEEP_COLUMNS } from './analyse/read';
import { collected } from './analyse/stages/chunks';
import { type Swept, SweptBatch } from './analyse/swept';
import { MemorySink } from './query/columns/memory-sink';
import { buildColumns, buildColumnsFile } from './store/columns/build';
import { buildIndexes, isNeededSoon } from './store/event-indexes';
import { IndexPace, type SharedPace } from './store/index-pace';
import { openBeside, readBeside } from './store/open';
import { sweepRows } from './store/sweep-reads';

export interface IndexJob {
  /** Path of the case database. */
  file: string;
  /** Builds packed columns instead: into this file, or null, into memory that is handed back. */
  columns?: { to: string | null };
  /** Of an `IndexPace`; unset: all indexes, at once. */
  pace?: SharedPace;
}
export type FromIndexer = { done: true; bytes?: ArrayBuffer } | { built: number } | { failed: WireError };

/** All events of the case, or those from a moment on: so many batches beforehand, and another for each one that was used. */
export interface SweepJob {
  file: string;
  sweep: true;
  from?: number;
  beforehand: number;
}
export type ToSweeper = SweepJob | { used: Swept };
export type FromSweeper = { batch: Swept } | { end: true } | { failed: WireError };

export function serve(port: MessagePort): void {
  port.once('message', (job: IndexJob | SweepJob) => {
    if ('sweep' in job) serveSweep(port, job);
    else serveIndexing(port, job);
  });
}

function serveSweep(port: MessagePort, { file, from, beforehand }: SweepJob): void {
  const say = (message: FromSweeper): void => port.postMessage(message);
  const db = readBeside(file);
  const batches = new SweptBatch();
  const all = collected(sweepRows(db, SWEEP_COLUMNS), batches, from);
  const step = (): void => {
    try {
      const { value, done } = all.next();
      if (!done) {
        say({ batch: value });
        return;
      }
      say({ end: true });
    } catch (thrown) {
      say({ failed: toWire(thrown) });
    }
    db.close();
    port.close();
  };
  port.on('message', ({ used }: Extract<ToSweeper, { used: unknown }>) => {
    batches.reuse(used);
    step();
  });
  for (let i = 0; i < beforehand && db.open; i++) step();
}

function serveIndexing(port: MessagePort, { file, columns, pace }: IndexJob): void {
  try {
    const built = (share: number): void => port.postMessage({ built: share } satisfies FromIndexer);
    const bytes = columns ? packed(file, columns.to) : indexed(file, built, pace);
    port.postMessage({ done: true, ...(bytes && { bytes }) } satisfies FromIndexer, bytes ? [bytes] : []);
  } catch (thrown) {
    port.postMessage({ failed: toWire(thrown) } satisfies FromIndexer);
  }
  port.close();
}

function indexed(file: string, built: (share: number) => void, shared?: SharedPace): null {
  const pace = shared && new IndexPace(shared);
  const db = openBeside(file);
  try {
    const build = (isWanted?: (sql: string) => boolean): void => {
      if (pace?.isStopped) return;
      for (const share of buildIndexes(db, isWanted)) {
        built(share);
        if (pace?.isStopped) return;
      }
    };
    build(isNeededSoon);
    pace?.waitForRest();
    build();
  } finally {
    db.close();
  }
  return null;
}

function packed(file: string, to: string | null): ArrayBuffer | null {
  const db = readBeside(file);
  try {
    if (to !== null) {
      buildColumnsFile(db, to);
      return null;
    }
    const sink = new MemorySink();
    buildColumns(db, sink);
    return sink.bytes().buffer;
  } finally {
    db.close();
  }
}

if (parentPort) serve(parentPort);
