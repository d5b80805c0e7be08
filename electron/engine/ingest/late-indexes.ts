/** The indexes that a large import took down: what the analysis starts with is built first, the rest beside it, each when a core is free. */
import { setImmediate } from 'node:timers/promises';
import type { OpenCase } from '../session';
import { areFollowedDown, areIndexesDown, buildIndexes, isNeededFirst, isNeededSoon } from '../store/event-indexes';
import { IndexPace } from '../store/index-pace';

/** Builds the indexes that are down beside this thread, as far as the pace says; `built` is called after each. */
export type BuildAside = (opened: OpenCase, pace: IndexPace, built: () => void) => Promise<void>;

export class LateIndexes {
  #building: Promise<void> | null = null;
  /** Those who wait for `followed`. */
  readonly #waiting: (() => void)[] = [];
  readonly #pace = new IndexPace();
  /** Called once the rest is wanted, where this thread builds. */
  #wakeRest = (): void => {};

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
    this.#pace.stop();
    this.#wakeRest();
  }

  get isStopped(): boolean {
    return this.#pace.isStopped;
  }

  /**
   * Starts building all the others, or joins in waiting for them. Until it is fulfilled nobody may write; reading is right,
   * only slower.
   */
  built = (): Promise<void> => {
    this.#pace.wantRest();
    this.#wakeRest();
    return this.#begun();
  };

  /**
   * Fulfilled as soon as the indexes are there by which it is looked up what followed an access. Those that nobody has asked for by
   * `built` are not begun. From now on nobody may write until that is fulfilled.
   */
  followed = (): Promise<void> => {
    const whole = this.#begun();
    if (!areFollowedDown(this.opened.db.read)) return Promise.resolve();
    return Promise.race([whole, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
  };

  #begun(): Promise<void> {
    this.#building ??= areIndexesDown(this.opened.db.read) ? this.#build() : Promise.resolve();
    return this.#building;
  }

  async #buildHere(isWanted?: (sql: string) => boolean): Promise<void> {
    if (this.isStopped) return;
    for (const _ of buildIndexes(this.opened.db.write, isWanted)) {
      await setImmediate();
      if (this.isStopped) return;
    }
  }

  #notice = (): void => {
    if (!areFollowedDown(this.opened.db.read)) for (const wake of this.#waiting.splice(0)) wake();
  };

  async #build(): Promise<void> {
    await this.aside?.(this.opened, this.#pace, this.#notice).catch(() => {}); // what it could not build is built here
    await this.#buildHere(isNeededSoon);
    this.#notice();
    if (!this.#pace.isRestWanted)
      await new Promise<void>((resolve) => {
        this.#wakeRest = resolve;
      });
    await this.#buildHere();
  }
}
