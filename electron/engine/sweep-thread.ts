/** Reads all events in order of time beside the engine, where the worker is built: most of a sweep is reading. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { assert } from '../../shared/base/assert';
import { fromWire, SidedoorError } from '../../shared/rpc/errors';
import type { AnalysisRead, SweepRow } from './analyse/read';
import { chunks } from './analyse/stages/chunks';
import { type Swept, unpackSwept } from './analyse/swept';
import type { FromSweeper, ToSweeper } from './index-worker';
import type { ReadDb } from './store/open';
import { takeThread } from './waiting-threads';

/** The built worker beside the built engine; null where nothing was built. */
export function builtSweeper(): string | null {
  const path = join(import.meta.dirname, '../index-worker/index.cjs');
  return existsSync(path) ? path : null;
}

/** Rows pass through: a larger nursery would only be filled. */
export const SWEEPER_LIMITS = { maxYoungGenerationSizeMb: 2 };

/** Below so many the thread would start when this one is done. */
const FEW = 20_000;

/** Batches on their way: some 5 MB. */
const AHEAD = 3;
/** While identities are resolved, which keeps this thread busy before it takes the first one, and holds little. */
const BEFOREHAND = 10;

/** Reads the events of a case once. */
export interface Sweeper {
  /** Begins to read beforehand, from a moment on or from the beginning. Nothing may be uncommitted. */
  begin(from?: number): void;
  /** As `chunks`; from where it began, if it did. Take each chunk's rows before the next chunk. */
  chunks(from?: number): AsyncIterable<Iterable<SweepRow>> | Iterable<Iterable<SweepRow>>;
  /** To be called whatever happened. */
  close(): void;
}

/**
 * Reads in a thread over a connection of its own where that is to be had (a file, many events), else, or where the thread
 * cannot start, in this one. `most`: events of a chunk, if otherwise than usual.
 */
export function sweeper(
  db: ReadDb,
  read: Pick<AnalysisRead, 'sweep' | 'lastEid'>,
  most?: number,
  workerFile = builtSweeper(),
  few = FEW,
): Sweeper {
  const isHere = workerFile === null || db.memory || most !== undefined || read.lastEid() < few;
  if (isHere) return { begin() {}, chunks: (from) => chunks(read, { from, most }), close() {} };
  return new SweeperAside(db.name, read, workerFile);
}

class SweeperAside implements Sweeper {
  #worker: Worker | null = null;
  readonly #waiting: Swept[] = [];
  #ahead = BEFOREHAND;
  #isEnd = false;
  #failed: unknown = null;
  #wake = (): void => {};

  constructor(
    readonly file: string,
    readonly read: Pick<AnalysisRead, 'sweep'>,
    readonly workerFile: string,
  ) {}

  #end(thrown: unknown): void {
    this.#isEnd = true;
    this.#failed ??= thrown;
    this.#wake();
  }

  #say(message: ToSweeper): void {
    this.#worker?.postMessage(message);
  }

  begin(from?: number): void {
    assert(this.#worker === null, 'events are read once');
    this.#worker = takeThread(this.workerFile, SWEEPER_LIMITS);
    this.#worker.on('message', (message: FromSweeper) => {
      if ('end' in message) return this.#end(null);
      if ('failed' in message) return this.#end(fromWire(message.failed));
      this.#waiting.push(message.batch);
      this.#wake();
    });
    this.#worker.on('error', (thrown) => this.#end(thrown));
    this.#worker.on('exit', () => {
      if (!this.#isEnd) this.#end(new SidedoorError('internal', 'reading the events ended without an answer'));
    });
    this.#say({ file: this.file, sweep: true, from, beforehand: BEFOREHAND });
  }

  async *chunks(from?: number): AsyncGenerator<Iterable<SweepRow>> {
    if (this.#worker === null) this.begin(from);
    let given = 0;
    for (;;) {
      const batch = this.#waiting.shift();
      if (batch) {
        given++;
        yield unpackSwept(batch);
        // What was read beforehand is used up once none waits: from here on fewer buffers do.
        if (this.#waiting.length === 0 && this.#ahead > AHEAD) this.#ahead--;
        else this.#say({ used: batch });
      } else if (this.#isEnd) break;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    if (this.#failed !== null && given > 0) throw this.#failed;
    if (this.#failed !== null) yield* chunks(this.read, { from });
  }

  close(): void {
    this.#isEnd = true;
    void this.#worker?.terminate();
  }
}
