/** Builds indexes, or packed columns, in a thread of its own (`dist/index-worker`), over a connection of its own. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { toWire, type WireError } from '../../shared/rpc/errors';
import { MemorySink } from './query/columns/memory-sink';
import { buildColumns, buildColumnsFile } from './store/columns/build';
import { buildIndexes } from './store/event-indexes';
import { openBeside, readBeside } from './store/open';

export interface IndexJob {
  /** Path of the case database. */
  file: string;
  /** Builds packed columns instead: into this file, or null, into memory that is handed back. */
  columns?: { to: string | null };
}
export type FromIndexer = { done: true; bytes?: ArrayBuffer } | { failed: WireError };

export function serveIndexing(port: MessagePort): void {
  port.once('message', ({ file, columns }: IndexJob) => {
    try {
      const bytes = columns ? packed(file, columns.to) : indexed(file);
      port.postMessage({ done: true, ...(bytes && { bytes }) } satisfies FromIndexer, bytes ? [bytes] : []);
    } catch (thrown) {
      port.postMessage({ failed: toWire(thrown) } satisfies FromIndexer);
    }
    port.close();
  });
}

function indexed(file: string): null {
  const db = openBeside(file);
  try {
    for (const _ of buildIndexes(db));
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

if (parentPort) serveIndexing(parentPort);
