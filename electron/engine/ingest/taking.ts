/** Has a file taken in beside its parsing: in a thread of its own where that can start. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { becameShorter, copyFileAside, fileChunks } from '../case/evidence';
import { Arrival } from './arrival';
import type { FromTaker, TakeIn } from './take-worker';

/** Copies and hashes; SHA-256, hex. */
export type Take = (file: TakeIn, signal: AbortSignal) => Promise<string>;

/** The built worker beside the built engine; null where there is none (tests run the sources). */
export function builtTaker(): string | null {
  const path = join(import.meta.dirname, '../take-worker/index.cjs');
  return fs.existsSync(path) ? path : null;
}

/** `workerFile`: the built worker; null takes files in in this thread. */
export const taker = (workerFile: string | null): Take =>
  workerFile === null ? takeInHere : (file, signal) => takeInWorker(new Worker(workerFile), file, signal);

function takeInWorker(worker: Worker, file: TakeIn, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (): Promise<unknown> => {
      worker.off('message', onMessage).off('error', onLost).off('exit', onLost);
      signal.removeEventListener('abort', onStop);
      return worker.terminate();
    };
    const onMessage = (message: FromTaker): void => {
      void settle();
      if ('sha256' in message) resolve(message.sha256);
      else reject(Object.assign(new Error(message.failed.message), message.failed));
    };
    // Without threads it is done here, as everything else is then. What was begun others are reading.
    const onLost = (): void => {
      void settle();
      if (fs.existsSync(file.to)) reject(new Error('the thread that took the file in ended'));
      else takeInHere(file, signal).then(resolve, reject);
    };
    // Told only when the thread has ended: it may be about to make the file that is then removed.
    const onStop = (): void => {
      const stopped = (): void => reject(signal.reason);
      settle().then(stopped, stopped);
    };
    worker.on('message', onMessage).on('error', onLost).on('exit', onLost);
    signal.addEventListener('abort', onStop);
    worker.postMessage(file);
  });
}

/** The copy first, so that nobody waits for the hash. */
async function takeInHere({ from, to, size, arrived }: TakeIn, signal: AbortSignal): Promise<string> {
  await copyFileAside(from, to);
  const copied = await fs.promises.stat(to);
  if (copied.size < size) throw becameShorter();
  if (copied.size > size) await fs.promises.truncate(to, size);
  new Arrival(arrived).ended();
  const hash = createHash('sha256');
  for await (const chunk of fileChunks(to)) {
    signal.throwIfAborted();
    hash.update(chunk);
  }
  return hash.digest('hex');
}
