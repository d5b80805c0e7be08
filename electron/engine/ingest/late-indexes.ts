/** The indexes that a large import took down: what the analysis starts with is built first, the rest beside it. */
import { setImmediate } from 'node:timers/promises';
import type { OpenCase } from '../session';
import { areFollowedDown, areIndexesDown, buildIndexes, isNeededFirst } from '../store/event-indexes';

/** Builds the indexes that are down beside this thread, as long as `stop[0]` is 0; `built` is called after each. */
export type BuildAside = (opened: OpenCase, stop: Int32Array<SharedArrayBuffer>, built: () => void) => Promise<void>;

export class LateIndexes {
  #built: Promise<void> | null = null;
  /** Those who wait for `followed`. */
  readonly #waiting: (() => void)[] = [];
  /** Its first number is 1 when no further index is wanted: seen by the other thread, too. */
  readonly #stop = new Int32Array(new SharedArrayBuffer(4));

  /** `aside` builds what is down in another thread, while nobody else writes; null: this thread does. */
  constructor(
    readonly opened: OpenCase,
    readonly aside: BuildAside | null,
  ) {}

  /** Builds what the analysis begins with; throws the signal's reason when cancelled. */
  async begin(signal?: AbortSignal): Promise<void> {
    for (const _ of buildIndexes(this.opened.db.write, isNeededFirst)) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  }

  /** Leaves down what is not begun: `built` is fulfilled as soon as the present index stands. */
  stop(): void {
    Atomics.store(this.#stop, 0, 1);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#stop, 0) === 1;
  }

  /**
   * Starts building the others, or joins in waiting for them. Until it is fulfilled nobody may write; reading is right,
   * only slower.
   */
  built = (): Promise<void> => {
    this.#built ??= areIndexesDown(this.opened.db.read) ? this.#build() : Promise.resolve();
    return this.#built;
  };

  /** As `built`, but fulfilled as soon as the indexes are there by which it is looked up what followed an access. */
  followed = (): Promise<void> => {
    const whole = this.built();
    if (!areFollowedDown(this.opened.db.read)) return Promise.resolve();
    return Promise.race([whole, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
  };

  #notice = (): void => {
    if (!areFollowedDown(this.opened.db.read)) for (const wake of this.#waiting.splice(0)) wake();
  };

  async #build(): Promise<void> {
    await this.aside?.(this.opened, this.#stop, this.#notice).catch(() => {}); // what it could not build is built here
    if (this.isStopped) return;
    for (const _ of buildIndexes(this.opened.db.write)) {
      await setImmediate();
      if (this.isStopped) return;
    }
  }
}
