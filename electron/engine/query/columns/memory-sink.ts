/** Packed columns in memory, for a case that cannot be written. */
import type { ColumnSink } from '../../store/columns/build';

export class MemorySink implements ColumnSink {
  #held = new Uint8Array(1 << 20);
  #size = 0;

  write(bytes: Uint8Array, at: number): void {
    const end = at + bytes.length;
    if (end > this.#held.length) {
      const larger = new Uint8Array(Math.max(end, Math.ceil(this.#held.length * 1.5)));
      larger.set(this.#held);
      this.#held = larger;
    }
    this.#held.set(bytes, at);
    this.#size = Math.max(this.#size, end);
  }

  /** What was written, in memory of its own. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#held.slice(0, this.#size);
  }
}
