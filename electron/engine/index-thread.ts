/** Has indexes and packed columns built beside the engine, where the worker is built. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../shared/base/assert';
import { fromWire, SidedoorError } from '../../shared/rpc/errors';
import { DATABASE } from './case/layout';
import type { Answer, FromIndexer, IndexJob } from './index-worker';
import type { OpenCase } from './session';
import { unfinished } from './store/columns/build';
import { COLUMNS_FILE } from './store/columns/layout';
import type { FindingsDigest } from './store/findings-digest';
import type { IndexPace } from './store/index-pace';
import { SWEEPER_LIMITS } from './sweep-thread';
import { beginThreads, takeThread } from './waiting-threads';

/** The built worker beside the built engine; null where nothing was built. */
export function builtIndexer(): string | null {
  const path = join(import.meta.dirname, '../index-worker/index.cjs');
  return existsSync(path) ? path : null;
}

/** Starts what is wanted in a moment: what builds indexes, and where it is to be analysed, what reads the events. */
export function beginIndexing(workerFile: string, analyses: boolean): void {
  beginThreads(workerFile, 1);
  if (analyses) beginThreads(workerFile, 1, SWEEPER_LIMITS);
}

/**
 * Builds the indexes of the case that are down, as far as the pace says. Nobody else may write to the case until it is fulfilled. Rejects where
 * the thread cannot start or SQLite fails: the indexes not built then are still down.
 */
export async function indexAside(
  opened: OpenCase,
  workerFile: string,
  pace?: IndexPace,
  /** Called after each index. */
  built: () => void = () => {},
): Promise<void> {
  await work(workerFile, { file: join(opened.folder, DATABASE), ...(pace && { pace: pace.shared }) }, undefined, built);
}

/**
 * Builds the packed columns of the case into its folder, or, where it is read-only, into memory: null for the first. The
 * case may be written meanwhile. Rejects as `indexAside` does, and when the signal ends it.
 */
export async function packAside(
  opened: OpenCase,
  signal: AbortSignal,
  workerFile: string,
): Promise<ArrayBuffer | null> {
  const columns = { to: opened.readOnly ? null : join(opened.folder, COLUMNS_FILE) };
  try {
    const { bytes } = await work(workerFile, { file: join(opened.folder, DATABASE), columns }, signal);
    return bytes ?? null;
  } catch (thrown) {
    if (columns.to !== null) rmSync(unfinished(columns.to), { force: true }); // a thread that is ended tidies nothing up
    throw thrown;
  }
}

/** Digest of the findings that stand. Nobody may write findings meanwhile. Rejects as `indexAside` does, and when the signal ends it. */
export async function digestAside(
  { folder }: OpenCase,
  signal: AbortSignal,
  workerFile: string,
): Promise<FindingsDigest> {
  const { digest } = await work(workerFile, { file: join(folder, DATABASE), digest: true }, signal);
  assert(digest, 'a digest was asked for');
  return digest;
}

/** Passes what the write-ahead log holds on into the database. The case may be read and written meanwhile. Rejects as `indexAside` does. */
export async function checkpointAside({ folder }: OpenCase, workerFile: string): Promise<void> {
  await work(workerFile, { file: join(folder, DATABASE), checkpoint: true });
}

function work(workerFile: string, job: IndexJob, signal?: AbortSignal, built: () => void = () => {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = takeThread(workerFile);
    let isTold = false;
    const stop = (): void => void worker.terminate();
    signal?.addEventListener('abort', stop);
    worker.on('message', (message: FromIndexer) => {
      if ('built' in message) return built();
      isTold = true;
      if ('done' in message) resolve(message);
      else reject(fromWire(message.failed));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal?.removeEventListener('abort', stop);
      if (!isTold) reject(new SidedoorError('internal', 'the indexing ended without an answer'));
    });
    worker.postMessage(job);
  });
}
