/** Takes files in, in a thread of its own (`dist/take-worker`): copies or unpacks, hashes, tells how much is there. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { type StoredAt, takeIn } from '../case/evidence';
import { Arrival, type Arrived } from './arrival';
import { type ReadBytes, unpackFor } from './reading';
import type { SharedWindows } from './shared-windows';

/** A file to copy and hash; `arrived` is told how much of the copy is there. */
export interface TakeIn {
  from: string;
  to: string;
  /** Bytes; what the file gains meanwhile is left out. */
  size: number;
  arrived: Arrived;
}
/** A packed file to unpack for several parsers. */
export interface UnpackFor {
  stored: StoredAt & { copyTo: string | null };
  windows: SharedWindows;
}
export type ToTaker = TakeIn | UnpackFor;
export type FromTaker =
  | { sha256: string }
  | { unpacked: ReadBytes }
  | { failed: { name: string; message: string; code?: string } };

export function serveTaking(port: MessagePort): void {
  const send = (message: FromTaker): void => {
    port.postMessage(message);
    port.close();
  };
  const fail = (thrown: unknown): void => {
    const { name, message, code } = thrown as Error & { code?: string };
    send({ failed: { name, message, code } });
  };
  port.once('message', (asked: ToTaker) => {
    if ('stored' in asked) {
      port.ref(); // a wait for those who parse keeps no thread alive
      unpackFor(asked.stored, asked.windows).then((unpacked) => send({ unpacked }), fail);
    } else taken(asked, send, fail);
  });
}

function taken(
  { from, to, size, arrived }: TakeIn,
  send: (message: FromTaker) => void,
  fail: (thrown: unknown) => void,
): void {
  const arrival = new Arrival(arrived);
  let sha256: string | null = null;
  let thrown: unknown;
  try {
    sha256 = takeIn(from, to, size, (bytes) => arrival.reached(bytes));
  } catch (error) {
    thrown = error;
  }
  arrival.ended(); // before the answer, upon which this thread is ended
  if (sha256 !== null) send({ sha256 });
  else fail(thrown);
}

if (parentPort) serveTaking(parentPort);
