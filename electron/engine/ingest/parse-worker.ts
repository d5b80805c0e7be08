/** Parses files in a thread of its own (`dist/parse-worker`): batches go out, credit comes in. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { parseFile } from './parse';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { sources } from './registry';

/** Batches that may be under way: enough to keep both sides busy, few enough to bound memory. */
export const CREDIT = 8;

export type ToWorker = { job: ParseJob } | { credit: number };
export type FromWorker =
  | { batch: ParsedBatch }
  | { done: ParsedFile }
  | { failed: { name: string; message: string; code?: string; stack?: string } };

export function serveParses(port: MessagePort): void {
  let credit = 0;
  let wake = (): void => {};
  port.on('message', (message: ToWorker) => {
    if ('credit' in message) {
      credit += message.credit;
      wake();
    } else {
      credit = CREDIT;
      void run(message.job);
    }
  });
  const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  const run = async (job: ParseJob): Promise<void> => {
    try {
      const parsing = parseFile(job, sources.all());
      for (;;) {
        const step = await parsing.next();
        if (step.done) {
          send({ done: step.value });
          return;
        }
        while (credit <= 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        credit--;
        const { events, leftOut } = step.value;
        send({ batch: step.value }, [
          ...(events ? [events.numbers.buffer] : []),
          ...(leftOut ? [leftOut.places.buffer] : []),
        ]);
      }
    } catch (thrown) {
      const { name, message, code, stack } = thrown as Error & { code?: string };
      send({ failed: { name, message, code, stack } });
    }
  };
}

if (parentPort) serveParses(parentPort);
