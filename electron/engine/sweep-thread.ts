/** Reads all events in order of time beside the engine, where the worker is built: most of a sweep is reading. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fromWire, SidedoorError } from '../../shared/rpc/errors';
import type { AnalysisRead, SweepRow } from './analyse/read';
import { chunks } from './analyse/stages/chunks';
import { type Swept, unpackSwept } from './analyse/swept';
import type { FromSweeper, ToSweeper } from './index-worker';
import type { ReadDb } from './store/open';

/** The built worker beside the built engine; null where nothing was built. */
export function builtSweeper(): string | null {
  const path = join(import.meta.dirname, '../index-worker/index.cjs');
  return existsSync(path) ? path : null;
}

/** Below so many the thread would start when this one is done. */
const FEW = 20_000;

/**
 * As `chunks`: read by a thread over a connection of its own where that is to be had (a file, many events), else, or where the
 * thread cannot start, in this one. Take each chunk's rows before the next chunk. Nothing may be uncommitted.
 */
export function sweptAside(
  db: ReadDb,
  read: Pick<AnalysisRead, 'sweep' | 'lastEid'>,
  { from, most, left = read.lastEid() }: Stretch = {},
  workerFile = builtSweeper(),
  few = FEW,
): AsyncIterable<Iterable<SweepRow>> | Iterable<Iterable<SweepRow>> {
  const isHere = workerFile === null || db.memory || left < few || most !== undefined;
  return isHere ? chunks(read, { from, most }) : sweep(db.name, read, workerFile, from);
}

/** Which events are taken: those of a moment or later, about so many, in chunks of another size than usual. */
export interface Stretch {
  from?: number;
  left?: number;
  most?: number;
}

async function* sweep(
  file: string,
  read: Pick<AnalysisRead, 'sweep'>,
  workerFile: string,
  from?: number,
): AsyncGenerator<Iterable<SweepRow>> {
  const worker = new Worker(workerFile, { resourceLimits: { maxYoungGenerationSizeMb: 8 } });
  const waiting: Swept[] = [];
  let isEnd = false;
  let failed: unknown = null;
  let wake = (): void => {};
  const end = (thrown: unknown): void => {
    isEnd = true;
    failed ??= thrown;
    wake();
  };
  worker.on('message', (message: FromSweeper) => {
    if ('end' in message) return end(null);
    if ('failed' in message) return end(fromWire(message.failed));
    waiting.push(message.batch);
    wake();
  });
  worker.on('error', end);
  worker.on('exit', () => {
    if (!isEnd) end(new SidedoorError('internal', 'reading the events ended without an answer'));
  });
  const say = (message: ToSweeper): void => worker.postMessage(message);
  say({ file, sweep: true, from });
  let given = 0;
  try {
    for (;;) {
      const batch = waiting.shift();
      if (batch) {
        given++;
        yield unpackSwept(batch);
        say({ used: batch });
      } else if (isEnd) break;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    if (failed !== null && given > 0) throw failed;
    if (failed !== null) yield* chunks(read, { from });
  } finally {
    isEnd = true;
    void worker.terminate();
  }
}
