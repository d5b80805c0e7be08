/** Has a file taken in beside its parsing: in a thread of its own where that can start. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { becameShorter, copyFileAside, fileChunks } from '../case/evidence';
import { Arrival } from './arrival';
import { type ReadBytes, unpackFor } from './reading';
import { hasBegun } from './shared-windows';
import type { FromTaker, TakeIn, ToTaker, UnpackFor } from './take-worker';

export interface Take {
  /** Copies and hashes; SHA-256, hex. */
  in(file: TakeIn, signal: AbortSignal): Promise<string>;
  /** Unpacks, hashes, hands on what is unpacked. */
  unpack(file: UnpackFor, signal: AbortSignal): Promise<ReadBytes>;
}

/** The built worker beside the built engine; null where there is none (tests run the sources). */
export function builtTaker(): string | null {
  const path = join(import.meta.dirname, '../take-worker/index.cjs');
  return fs.existsSync(path) ? path : null;
}

/** `workerFile`: the built worker; null takes files in in this thread. */
export function taker(workerFile: string | null): Take {
  const unpackHere = ({ stored, windows }: UnpackFor): Promise<ReadBytes> => unpackFor(stored, windows);
  if (workerFile === null) return { in: takeInHere, unpack: unpackHere };
  return {
    // Without threads it is done here, as everything else is then. What was begun others are reading.
    in: (file, signal) =>
      inWorker(workerFile, file, signal, (told) => ('sha256' in told ? told.sha256 : null)).catch((thrown) =>
        isLost(thrown) && !fs.existsSync(file.to) ? takeInHere(file, signal) : Promise.reject(thrown),
      ),
    unpack: (file, signal) =>
      inWorker(workerFile, file, signal, (told) => ('unpacked' in told ? told.unpacked : null)).catch((thrown) =>
        isLost(thrown) && !isBegun(file) ? unpackHere(file) : Promise.reject(thrown),
      ),
  };
}

const isBegun = ({ stored, windows }: UnpackFor): boolean =>
  hasBegun(windows) || (stored.copyTo !== null && fs.existsSync(stored.copyTo));

class Lost extends Error {}
const isLost = (thrown: unknown): boolean => thrown instanceof Lost;

function inWorker<T>(
  workerFile: string,
  asked: ToTaker,
  signal: AbortSignal,
  answer: (told: FromTaker) => T | null,
): Promise<T> {
  const worker = new Worker(workerFile);
  return new Promise((resolve, reject) => {
    const settle = (): Promise<unknown> => {
      worker.off('message', onMessage).off('error', onLost).off('exit', onLost);
      signal.removeEventListener('abort', onStop);
      return worker.terminate();
    };
    const onMessage = (told: FromTaker): void => {
      void settle();
      const found = answer(told);
      if (found !== null) resolve(found);
      else if ('failed' in told) reject(Object.assign(new Error(told.failed.message), told.failed));
    };
    const onLost = (): void => {
      void settle();
      reject(new Lost('the thread that took the file in ended'));
    };
    // Told only when the thread has ended: it may be about to make the file that is then removed.
    const onStop = (): void => {
      const stopped = (): void => reject(signal.reason);
      settle().then(stopped, stopped);
    };
    worker.on('message', onMessage).on('error', onLost).on('exit', onLost);
    signal.addEventListener('abort', onStop);
    worker.postMessage(asked);
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
