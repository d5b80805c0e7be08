/** The indexes that a large import took down: what the analysis starts with is built first, the rest beside it. */
import { setImmediate } from 'node:timers/promises';
import type { OpenCase } from '../session';
import { areIndexesDown, buildIndexes, isNeededFirst } from '../store/event-indexes';

export class LateIndexes {
  #built: Promise<void> | null = null;

  /** `aside` builds what is down in another thread, while nobody else writes; null: this thread does. */
  constructor(
    readonly opened: OpenCase,
    readonly aside: ((opened: OpenCase) => Promise<void>) | null,
  ) {}

  /** Builds what the analysis begins with. */
  async begin(): Promise<void> {
    for (const _ of buildIndexes(this.opened.db.write, isNeededFirst)) await setImmediate();
  }

  /**
   * Starts building the others, or joins in waiting for them. Until it is fulfilled nobody may write; reading is right,
   * only slower.
   */
  built = (): Promise<void> => {
    this.#built ??= areIndexesDown(this.opened.db.read) ? this.#build() : Promise.resolve();
    return this.#built;
  };

  async #build(): Promise<void> {
    await this.aside?.(this.opened).catch(() => {}); // what it could not build is built here
    for (const _ of buildIndexes(this.opened.db.write)) await setImmediate();
  }
}
