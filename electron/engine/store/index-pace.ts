/**
 * How far the building of indexes is to go: told by the thread that wants them, seen by the one that builds. It is handed over
 * as the memory that both share.
 */

export type SharedPace = Int32Array<SharedArrayBuffer>;

const STOPPED = 0;
const REST = 1;

export class IndexPace {
  constructor(readonly shared: SharedPace = new Int32Array(new SharedArrayBuffer(8))) {}

  /** No further index is begun: one that is being built cannot be cut off. */
  stop(): void {
    Atomics.store(this.shared, STOPPED, 1);
    this.wantRest();
  }

  get isStopped(): boolean {
    return Atomics.load(this.shared, STOPPED) === 1;
  }

  /** From now on also what the analysis does not need before it weighs (`isNeededSoon`). */
  wantRest(): void {
    Atomics.store(this.shared, REST, 1);
    Atomics.notify(this.shared, REST);
  }

  get isRestWanted(): boolean {
    return Atomics.load(this.shared, REST) === 1;
  }

  /** Holds this thread up, and is for a thread of its own. */
  waitForRest(): void {
    Atomics.wait(this.shared, REST, 0);
  }
}
