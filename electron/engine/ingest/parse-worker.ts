/** Parses files in a thread of its own (`dist/parse-worker`): batches go out, credit comes in. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { parseFile, parseLane } from './parse';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { sources } from './registry';

/** Batches that may be under way: enough to keep both sides busy, few enough to bound memory. */
export const CREDIT = 8;

/** The texts of a batch as one: a thousand texts on their own cost ten times as much on the way. */
export interface JoinedTexts {
  text: string;
  /** Length of each, -1 = null. */
  lengths: Int32Array<ArrayBuffer>;
}
export type ToWorker = { job: ParseJob } | { credit: number };
export type FromWorker =
  | { batch: ParsedBatch; texts: JoinedTexts | null }
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
    let texts: JoinedTexts | null = null;
    if (events) {
      texts = { text: events.texts.join(''), lengths: lengthsOf(events.texts) };
      events.texts = [];
      transfer.push(events.numbers.buffer, texts.lengths.buffer);
    }
    if (leftOut) transfer.push(leftOut.places.buffer);
    send({ batch, texts }, transfer);
  };
}

function lengthsOf(texts: readonly (string | null)[]): Int32Array<ArrayBuffer> {
  const lengths = new Int32Array(texts.length);
  for (let i = 0; i < texts.length; i++) lengths[i] = texts[i]?.length ?? -1;
  return lengths;
}

/** The inverse of joining. */
export function splitTexts({ text, lengths }: JoinedTexts): (string | null)[] {
  const texts = new Array<string | null>(lengths.length);
  let from = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i]!;
    texts[i] = length < 0 ? null : text.substring(from, from + length);
    if (length > 0) from += length;
  }
  return texts;
}

if (parentPort) serveParses(parentPort);
