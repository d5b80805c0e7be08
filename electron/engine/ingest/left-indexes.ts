/** Indexes that a cancelled import left down: built in the queue of writers, while nobody waits for them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { OpenCase, Session } from '../session';
import { areIndexesDown } from '../store/event-indexes';
import { type BuildAside, LateIndexes } from './late-indexes';

export class LeftIndexes {
  #present: LateIndexes | null = null;
  #isClosing = false;
  /** Runs what is to have a turn of its own, and not to be part of the import that was cancelled. */
  readonly #outside = AsyncLocalStorage.snapshot();

  constructor(
    readonly session: Session,
    readonly aside: BuildAside | null,
  ) {}

  finish(opened: OpenCase): void {
    const work = async (): Promise<void> => {
      if (this.#isClosing || this.session.current() !== opened || !areIndexesDown(opened.db.read)) return;
      this.#present = new LateIndexes(opened, this.aside);
      await this.#present.built().finally(() => {
        this.#present = null;
      });
    };
    this.#outside(() => this.session.exclusive(work)).catch(() => {}); // whoever opens the case next builds them
  }

  /** What is down stays down: the next opening builds it. */
  stop(): void {
    this.#isClosing = true;
    this.#present?.stop();
  }
}
