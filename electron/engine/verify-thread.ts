/** Starts the verification beside the engine, where the worker is built; without it (tests of the source) in this thread. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Verification } from '../../shared/model/case';
import { fromWire, SidedoorError } from '../../shared/rpc/errors';
import { snapshot } from './case/snapshot';
import type { VerifyOptions } from './case/verify-options';
import { verifyWhole } from './verify-whole';
import type { FromVerifier, SnapshotJob, VerifyJob } from './verify-worker';

/** The built worker beside the built engine; null where nothing was built. */
export function builtVerifier(): string | null {
  const path = join(import.meta.dirname, '../verify-worker/index.cjs');
  return existsSync(path) ? path : null;
}

/** As `verify`; cancelling ends the thread at once. */
export function verifyAside(
  target: string,
  options: VerifyOptions = {},
  workerFile = builtVerifier(),
): Promise<Verification> {
  if (workerFile === null) return verifyWhole(target, options);
  const { signal, progress, signer = null } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const worker = new Worker(workerFile);
    const end = (settle: () => void): void => {
      signal?.removeEventListener('abort', cancel);
      void worker.terminate();
      settle();
    };
    const cancel = (): void => end(() => reject(signal?.reason));
    signal?.addEventListener('abort', cancel);
    worker.on('message', (message: FromVerifier) => {
      if ('progress' in message) progress?.(message.progress);
      else if ('done' in message) end(() => resolve(message.done));
      else if ('failed' in message) end(() => reject(fromWire(message.failed)));
    });
    worker.on('error', (thrown) => end(() => reject(thrown)));
    worker.on('exit', () =>
      end(() => reject(new SidedoorError('internal', 'the verification ended without an answer'))),
    );
    worker.postMessage({ target, signer } satisfies VerifyJob);
  });
}

/** As `snapshot`, beside the engine where the worker is built. */
export function snapshotAside(folder: string, to: string, workerFile = builtVerifier()): Promise<void> {
  if (workerFile === null) return Promise.resolve(snapshot(folder, to));
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile);
    worker.on('message', (message: FromVerifier) => {
      if ('copied' in message) resolve();
      else if ('failed' in message) reject(fromWire(message.failed));
    });
    worker.on('error', reject);
    worker.on('exit', () =>
      reject(new SidedoorError('internal', 'the copying of the database ended without an answer')),
    );
    worker.postMessage({ folder, to } satisfies SnapshotJob);
  });
}
