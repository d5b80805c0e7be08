/** Takes files in, in a thread of its own (`dist/take-worker`): copies, hashes, tells how much is there. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { takeIn } from '../case/evidence';
import { Arrival, type Arrived } from './arrival';

/** A file to copy and hash; `arrived` is told how much of the copy is there. */
export interface TakeIn {
  from: string;
  to: string;
  /** Bytes; what the file gains meanwhile is left out. */
  size: number;
  arrived: Arrived;
}
export type FromTaker = { sha256: string } | { failed: { name: string; message: string; code?: string } };

export function serveTaking(port: MessagePort): void {
  port.once('message', ({ from, to, size, arrived }: TakeIn) => {
    const send = (message: FromTaker): void => port.postMessage(message);
    const arrival = new Arrival(arrived);
    let told: FromTaker;
    try {
      told = { sha256: takeIn(from, to, size, (bytes) => arrival.reached(bytes)) };
    } catch (thrown) {
      const { name, message, code } = thrown as Error & { code?: string };
      told = { failed: { name, message, code } };
    }
    arrival.ended(); // before the answer, upon which this thread is ended
    send(told);
    port.close();
  });
}

if (parentPort) serveTaking(parentPort);
