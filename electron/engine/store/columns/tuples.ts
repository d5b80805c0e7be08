/** A dictionary of rows of small integers: each distinct row once, in the order of its first appearance. */

const EMPTY = -1;

export class Tuples {
  size = 0;
  #rows: Int32Array;
  #slots: Int32Array;
  #last = -1;

  constructor(readonly width: number) {
    this.#rows = new Int32Array(1_024 * width);
    this.#slots = new Int32Array(4_096).fill(EMPTY);
  }

  /** Row number of the values in `from[at]` and what follows. */
  add(from: Int32Array, at = 0): number {
    const { width } = this;
    // Neighbours in time are often alike.
    if (this.#last >= 0 && this.#isAt(this.#last, from, at)) return this.#last;
    let hash = 0;
    for (let i = 0; i < width; i++) hash = Math.imul(hash ^ from[at + i]!, 0x9e3779b1) ^ (hash >>> 15);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const row = this.#slots[slot]!;
      if (row === EMPTY) break;
      if (this.#isAt(row, from, at)) {
        this.#last = row;
        return row;
      }
      slot = (slot + 1) & mask;
    }
    if ((this.size + 1) * width > this.#rows.length) {
      const rows = new Int32Array(this.#rows.length * 2);
      rows.set(this.#rows);
      this.#rows = rows;
    }
    const row = this.size++;
    this.#rows.set(from.subarray(at, at + width), row * width);
    this.#slots[slot] = row;
    if (this.size * 2 > this.#slots.length) this.#grow();
    this.#last = row;
    return row;
  }

  /** The rows, column after column. */
  columns(): Int32Array {
    const { size, width } = this;
    const out = new Int32Array(size * width);
    for (let row = 0; row < size; row++)
      for (let i = 0; i < width; i++) out[i * size + row] = this.#rows[row * width + i]!;
    return out;
  }

  #isAt(row: number, from: Int32Array, at: number): boolean {
    const start = row * this.width;
    for (let i = 0; i < this.width; i++) if (this.#rows[start + i] !== from[at + i]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.size; row++) {
      let hash = 0;
      for (let i = 0; i < this.width; i++)
        hash = Math.imul(hash ^ this.#rows[row * this.width + i]!, 0x9e3779b1) ^ (hash >>> 15);
      let slot = (hash ^ (hash >>> 13)) & mask;
      while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.#slots[slot] = row;
    }
  }
}
