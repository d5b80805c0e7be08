/**
 * Long work on a case database in a thread of its own (`dist/index-worker`), over a connection of its own: builds indexes, or
 * packed columns, or reads all events for the analysis, or holds what it finds against what stands.
 */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { toWire, type WireError } from '../../shared/rpc/errors';
import { SWEEP_COLUMNS } from './analyse/read';
import { collected } from './analyse/stages/chunks';
import { type Swept, SweptBatch } from './analyse/swept';
import { MemorySink } from './query/columns/memory-sink';
import { buildColumns, buildColumnsFile } from './store/columns/build';
import { buildIndexes, isNeededSoon } from './store/event-indexes';
import { type FindingsDigest, findingsDigest } from './store/findings-digest';
import { type FoundEpisode, type HeldAnswer, HeldFindings } from './store/findings-held';
import type { Cells } from './store/findings-rows';
import { IndexPace, type SharedPace } from './store/index-pace';
import { openBeside, passLog, type ReadDb, readBeside, type WriteDb } from './store/open';
import { sweepRows } from './store/sweep-reads';

export interface IndexJob {
  /** Path of the case database. */
  file: string;
  /** Builds packed columns instead: into this file, or null, into memory that is handed back. */
  columns?: { to: string | null };
  /** Reads the digest of the findings that stand instead. */
  digest?: boolean;
  /** Passes what the write-ahead log holds on into the file instead. */
  checkpoint?: boolean;
  /** Of an `IndexPace`; unset: all indexes, at once. */
  pace?: SharedPace;
}
export interface Answer {
  bytes?: ArrayBuffer;
  digest?: FindingsDigest;
}
export type FromIndexer = ({ done: true } & Answer) | { built: number } | { failed: WireError };

/** All events of the case, or those from a moment on: so many batches beforehand, and another for each one that was used. */
export interface SweepJob {
  file: string;
  sweep: true;
  from?: number;
  beforehand: number;
}
export type ToSweeper = SweepJob | { used: Swept };
export type FromSweeper = { batch: Swept } | { end: true } | { failed: WireError };

/** What is found is held against what stands: rows of identities, then episodes, in order. */
export interface HoldJob {
  file: string;
  holds: true;
}
export type ToHolder = HoldJob | { identities: Cells[] } | { episodes: FoundEpisode[] } | { end: true };
/** `taken`: what came as one was. */
export type FromHolder = { taken: true } | { held: HeldAnswer } | { failed: WireError };

export function serve(port: MessagePort): void {
  port.once('message', (job: IndexJob | SweepJob | HoldJob) => {
    if ('sweep' in job) serveSweep(port, job);
    else if ('holds' in job) serveHolding(port, job);
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

function serveHolding(port: MessagePort, { file }: HoldJob): void {
  const say = (message: FromHolder): void => port.postMessage(message);
  let db: ReadDb | null = null;
  let held: HeldFindings | null = null;
  const end = (last: FromHolder): void => {
    say(last);
    db?.close();
    port.close();
  };
  const take = (message: Exclude<ToHolder, HoldJob>): void => {
    db ??= readBeside(file);
    held ??= new HeldFindings(db);
    if ('end' in message) {
      end({ held: held.end() });
      return;
    }
    if ('identities' in message) for (const row of message.identities) held.identity(row);
    else for (const each of message.episodes) held.episode(each);
    say({ taken: true });
  };
  port.on('message', (message: Exclude<ToHolder, HoldJob>) => {
    try {
      take(message);
    } catch (thrown) {
      end({ failed: toWire(thrown) });
    }
  });
}

function serveIndexing(port: MessagePort, job: IndexJob): void {
  const built = (share: number): void => port.postMessage({ built: share } satisfies FromIndexer);
  try {
    const answer = done(job, built);
    port.postMessage({ done: true, ...answer } satisfies FromIndexer, answer.bytes ? [answer.bytes] : []);
  } catch (thrown) {
    port.postMessage({ failed: toWire(thrown) } satisfies FromIndexer);
  }
  port.close();
}

function done({ file, columns, digest, checkpoint, pace }: IndexJob, built: (share: number) => void): Answer {
  if (columns) return { bytes: packed(file, columns.to) ?? undefined };
  if (digest) return { digest: withDb(readBeside(file), findingsDigest) };
  if (checkpoint) withDb(openBeside(file), passLog);
  else withDb(openBeside(file), (db) => build(db, built, pace && new IndexPace(pace)));
  return {};
}

function withDb<Db extends ReadDb, T>(db: Db, work: (db: Db) => T): T {
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function build(db: WriteDb, built: (share: number) => void, pace: IndexPace | undefined): void {
  for (const isWanted of [isNeededSoon, () => true]) {
    if (pace?.isStopped) return;
    for (const share of buildIndexes(db, isWanted)) {
      built(share);
      if (pace?.isStopped) return;
    }
    pace?.waitForRest();
  }
}

function packed(file: string, to: string | null): ArrayBuffer | null {
  return withDb(readBeside(file), (db) => {
    if (to !== null) {
      buildColumnsFile(db, to);
      return null;
    }
    const sink = new MemorySink();
    buildColumns(db, sink);
    return sink.bytes().buffer;
  });
}

if (parentPort) serve(parentPort);
