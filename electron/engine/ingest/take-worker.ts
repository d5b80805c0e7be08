/** Takes files in, in a thread of its own (`dist/take-worker`): reads, unpacks, copies, hashes, for those who parse. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { StoredAt } from '../case/evidence';
import { type ReadBytes, takeFor } from './reading';
import type { SharedWindows } from './shared-windows';

/** A file that several parsers wait for. */
export interface TakeFor {
  stored: StoredAt & { copyTo: string | null };
  windows: SharedWindows;
}
export type FromTaker = { read: ReadBytes } | { failed: { name: string; message: string; code?: string } };

export function serveTaking(port: MessagePort): void {
  const send = (message: FromTaker): void => {
    port.postMessage(message);
    port.close();
  };
  const fail = (thrown: unknown): void => {
    const { name, message, code } = thrown as Error & { code?: string };
    send({ failed: { name, message, code } });
  };
  port.once('message', ({ stored, windows }: TakeFor) => {
    port.ref(); // a wait for those who parse keeps no thread alive
    takeFor(stored, windows).then((read) => send({ read }), fail);
  });
}

if (parentPort) serveTaking(parentPort);
