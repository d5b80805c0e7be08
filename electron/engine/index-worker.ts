/** Builds indexes in a thread of its own (`dist/index-worker`), over a connection of its own. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { toWire, type WireError } from '../../shared/rpc/errors';
import { buildIndexes } from './store/event-indexes';
import { openBeside } from './store/open';

export interface IndexJob {
  /** Path of the case database. */
  file: string;
}
export type FromIndexer = { done: true } | { failed: WireError };

export function serveIndexing(port: MessagePort): void {
  port.once('message', ({ file }: IndexJob) => {
    const send = (message: FromIndexer): void => port.postMessage(message);
    try {
      const db = openBeside(file);
      try {
        for (const _ of buildIndexes(db));
      } finally {
        db.close();
      }
      send({ done: true });
    } catch (thrown) {
      send({ failed: toWire(thrown) });
    }
    port.close();
  });
}

if (parentPort) serveIndexing(parentPort);
