/** Has indexes built beside the engine, where the worker is built. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fromWire, SidedoorError } from '../../shared/rpc/errors';
import { DATABASE } from './case/layout';
import type { FromIndexer, IndexJob } from './index-worker';
import type { OpenCase } from './session';

/** The built worker beside the built engine; null where nothing was built. */
export function builtIndexer(): string | null {
  const path = join(import.meta.dirname, '../index-worker/index.cjs');
  return existsSync(path) ? path : null;
}

/**
 * Builds all indexes of the case that are down. Nobody else may write to the case until it is fulfilled. Rejects where
 * the thread cannot start or SQLite fails: the indexes not built then are still down.
 */
export function indexAside(opened: OpenCase, workerFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile);
    let isTold = false;
    worker.on('message', (message: FromIndexer) => {
      isTold = true;
      if ('done' in message) resolve();
      else reject(fromWire(message.failed));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      if (!isTold) reject(new SidedoorError('internal', 'the indexing ended without an answer'));
    });
    worker.postMessage({ file: join(opened.folder, DATABASE) } satisfies IndexJob);
  });
}
