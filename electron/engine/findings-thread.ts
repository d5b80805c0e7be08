/** Holds what an analysis finds against what stands beside the engine, where the worker is built, while the next is weighed. */
import type { Worker } from 'node:worker_threads';
import { assert } from '../../shared/base/assert';
import { fromWire, SidedoorError } from '../../shared/rpc/errors';
import type { FromHolder, ToHolder } from './index-worker';
import type { FoundEpisode, HeldAnswer } from './store/findings-held';
import type { Cells } from './store/findings-rows';
import type { ReadDb } from './store/open';
import { builtSweeper, SWEEPER_LIMITS } from './sweep-thread';
import { takeThread } from './waiting-threads';

/** Below so many episodes the thread would start when they are written. */
const FEW = 1_000;
/** Episodes that go as one, and identities: a few hundred kilobytes. */
const TOGETHER = 64;
const IDENTITIES = 1_000;
/** So many of these on their way: some 4 MB. */
const AHEAD = 16;

export class FindingsAside {
  readonly #worker: Worker;
  /** Those that are still to be sent. */
  #identities: Iterator<Cells, undefined> | null = null;
  #waiting: FoundEpisode[] = [];
  #underway = 0;
  #answer: HeldAnswer | null = null;
  #failed: unknown = null;
  #wake = (): void => {};

  constructor(file: string, workerFile: string) {
    this.#worker = takeThread(workerFile, SWEEPER_LIMITS);
    this.#worker.on('message', (message: FromHolder) => {
      if ('taken' in message) this.#taken();
      else if ('held' in message) this.#answer = message.held;
      else this.#failed ??= fromWire(message.failed);
      this.#wake();
    });
    this.#worker.on('error', (thrown) => this.#fail(thrown));
    this.#worker.on('exit', () => {
      if (this.#answer === null)
        this.#fail(new SidedoorError('internal', 'comparing the findings ended without an answer'));
    });
    this.#say({ file, holds: true });
  }

  #say(message: ToHolder): void {
    this.#worker.postMessage(message);
  }

  #taken(): void {
    this.#underway--;
    this.#sendIdentities();
  }

  #fail(thrown: unknown): void {
    this.#failed ??= thrown;
    this.#wake();
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (this.#failed === null && !isSo())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#failed !== null) throw this.#failed;
  }

  /** All of them, in order, before the first episode: taken as the thread has room for them. */
  identities(rows: Iterator<Cells, undefined>): void {
    this.#identities = rows;
    this.#sendIdentities();
  }

  #sendIdentities(): void {
    while (this.#identities !== null && this.#underway < AHEAD) {
      const some: Cells[] = [];
      for (let row = this.#identities.next(); !row.done; row = this.#identities.next())
        if (some.push(row.value) === IDENTITIES) break;
      if (some.length < IDENTITIES) this.#identities = null;
      this.#send({ identities: some });
    }
  }

  /** In order. Wait where it is to be waited for: so many are on their way that the thread is behind. */
  episode(found: FoundEpisode): Promise<void> | null {
    if (this.#waiting.push(found) < TOGETHER) return null;
    if (this.#failed === null && this.#identities === null && this.#underway < AHEAD) {
      this.#sendEpisodes();
      return null;
    }
    return this.#sendBehind();
  }

  async #sendBehind(): Promise<void> {
    await this.#until(() => this.#identities === null && this.#underway < AHEAD);
    this.#sendEpisodes();
  }

  #sendEpisodes(): void {
    this.#send({ episodes: this.#waiting });
    this.#waiting = [];
  }

  #send(message: ToHolder): void {
    this.#say(message);
    this.#underway++;
  }

  /** What came of it, once all were told. Rejects with what the thread failed by. */
  async end(): Promise<HeldAnswer> {
    await this.#sendBehind();
    this.#say({ end: true });
    await this.#until(() => this.#answer !== null);
    assert(this.#answer, 'an answer was waited for');
    return this.#answer;
  }

  /** To be called whatever happened. */
  close(): void {
    this.#failed ??= new SidedoorError('internal', 'comparing the findings was ended');
    void this.#worker.terminate();
  }
}

/** Null where no other connection sees the case, no worker is built, or it is not worth it. Nobody may write findings meanwhile. */
export const findingsAside = (
  db: ReadDb,
  episodes: number,
  workerFile = builtSweeper(),
  few = FEW,
): FindingsAside | null =>
  db.memory || workerFile === null || episodes < few ? null : new FindingsAside(db.name, workerFile);
