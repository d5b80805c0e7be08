/** Where a file is parsed: small ones here, large ones in a worker, so that parsing and writing go on at once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parseFile } from './parse';
import type { FromWorker, ToWorker } from './parse-worker';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { sources } from './registry';

/** Below this a worker's start costs more than it gains. */
const LARGE = 4 * 1024 * 1024;

export interface ParseThreads {
  parse(job: ParseJob, bytes: number): AsyncGenerator<ParsedBatch, ParsedFile>;
  close(): void;
}

/** The built worker beside the built engine; null where there is none (tests run the sources). */
export function builtWorker(): string | null {
  const path = join(import.meta.dirname, '../parse-worker/index.cjs');
  return existsSync(path) ? path : null;
}

export function parseThreads(workerFile: string | null): ParseThreads {
  let idle: Worker | null = null;
  return {
    parse(job, bytes) {
      if (workerFile === null || bytes < LARGE) return parseFile(job, sources.all());
      const worker = idle ?? new Worker(workerFile);
      idle = null;
      return inWorker(worker, job, () => {
        idle = worker;
      });
    },
    close() {
      void idle?.terminate();
      idle = null;
    },
  };
}

/** One parse in a worker. The worker is handed back when it has finished, and ended when the parse is given up. */
async function* inWorker(worker: Worker, job: ParseJob, handBack: () => void): AsyncGenerator<ParsedBatch, ParsedFile> {
  const inbox: FromWorker[] = [];
  let wake = (): void => {};
  let lost: Error | null = null;
  const onMessage = (message: FromWorker): void => {
    inbox.push(message);
    wake();
  };
  const onLost = (error: Error | number): void => {
    lost ??= error instanceof Error ? error : new Error(`the parser ended with code ${error}`);
    wake();
  };
  worker.on('message', onMessage).on('error', onLost).on('exit', onLost);
  const post = (message: ToWorker): void => worker.postMessage(message);
  let isFinished = false;
  try {
    post({ job });
    for (;;) {
      while (inbox.length === 0) {
        if (lost) throw lost;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const message = inbox.shift()!;
      if ('done' in message) {
        isFinished = true;
        return message.done;
      }
      if ('failed' in message) {
        isFinished = true;
        throw Object.assign(new Error(message.failed.message), message.failed);
      }
      yield message.batch;
      post({ credit: 1 });
    }
  } finally {
    worker.off('message', onMessage).off('error', onLost).off('exit', onLost);
    if (isFinished) handBack();
    else void worker.terminate();
  }
}
