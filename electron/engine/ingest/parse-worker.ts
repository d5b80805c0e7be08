/** Parses files in a thread of its own (`dist/parse-worker`): batches go out, credit comes in. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { PARSING, tightenWhereLarge } from '../tight-heap';
import { parseFile, parseLane } from './parse';
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
      const parsing = job.lane ? parseLane(job, sources.all()) : parseFile(job, sources.all());
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
        tightenWhereLarge(PARSING);
        sendBatch(step.value);
      }
    } catch (thrown) {
      fail(thrown);
    }
  };
  const fail = (thrown: unknown): void => {
    const { name, message, code, stack } = thrown as Error & { code?: string };
    send({ failed: { name, message, code, stack } });
  };
  const sendBatch = (batch: ParsedBatch): void => {
    const { events, leftOut } = batch;
    const transfer: ArrayBuffer[] = [];
    if (events) transfer.push(events.numbers.buffer, events.texts.bytes.buffer, events.texts.lengths.buffer);
    if (leftOut) transfer.push(leftOut.places.buffer);
    send({ batch }, transfer);
  };
}

if (parentPort) serveParses(parentPort);
