/** Has a file taken in beside its parsing: in a thread of its own where that can start. */
import fs from 'node:fs';
import { takeThread } from '../waiting-threads';
import { type ReadBytes, takeFor } from './reading';
import { hasBegun } from './shared-windows';
import type { FromTaker, TakeFor } from './take-worker';

/** Reads, unpacks, copies and hashes a file, and hands on its bytes. */
export type Take = (file: TakeFor, signal: AbortSignal) => Promise<ReadBytes>;

/** `workerFile`: the built worker; null takes files in in this thread. */
export function taker(workerFile: string | null): Take {
  const here: Take = ({ stored, windows }) => takeFor(stored, windows);
  if (workerFile === null) return here;
  // Without threads it is done here, as everything else is then. What was begun others are reading.
  return (file, signal) =>
    inWorker(workerFile, file, signal).catch((thrown) =>
      thrown instanceof Lost && !isBegun(file) ? here(file, signal) : Promise.reject(thrown),
    );
}

const isBegun = ({ stored, windows }: TakeFor): boolean =>
  hasBegun(windows) || (stored.copyTo !== null && fs.existsSync(stored.copyTo));

class Lost extends Error {}

function inWorker(workerFile: string, asked: TakeFor, signal: AbortSignal): Promise<ReadBytes> {
  const worker = takeThread(workerFile);
  return new Promise((resolve, reject) => {
    const settle = (): Promise<unknown> => {
      worker.off('message', onMessage).off('error', onLost).off('exit', onLost);
      signal.removeEventListener('abort', onStop);
      return worker.terminate();
    };
    const onMessage = (told: FromTaker): void => {
      void settle();
      if ('read' in told) resolve(told.read);
      else reject(Object.assign(new Error(told.failed.message), told.failed));
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
