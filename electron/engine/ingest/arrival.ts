/** How much of a file that is being written is there already, told between threads. */

const UNIT = 64 * 1024; // bytes
const ALL = 0x7fff_ffff; // units: 128 TiB

/** What threads share of it: units there. */
export type Arrived = Int32Array<SharedArrayBuffer>;

export class Arrival {
  constructor(readonly shared: Arrived = new Int32Array(new SharedArrayBuffer(4))) {}

  /** The first `bytes` are there. */
  reached(bytes: number): void {
    this.#tell(Math.floor(bytes / UNIT));
  }

  /** Everything is there that will ever be. */
  ended(): void {
    this.#tell(ALL);
  }

  #tell(units: number): void {
    Atomics.store(this.shared, 0, units);
    Atomics.notify(this.shared, 0);
  }

  /** Waits for the first `bytes`, or for the end. */
  async until(bytes: number): Promise<void> {
    const wanted = Math.ceil(bytes / UNIT);
    for (;;) {
      const units = Atomics.load(this.shared, 0);
      if (units >= wanted) return;
      const waiting = Atomics.waitAsync(this.shared, 0, units);
      if (waiting.async) await waiting.value;
    }
  }
}
