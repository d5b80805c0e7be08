/** Which hashes there are, a bit for each of `SPAN` neighbours: what nobody wrote is known to be absent without a look at the column. Pure. */

const SPAN_BITS = 6;

export class HashSet {
  readonly #bits = new Uint8Array(2 ** (32 - SPAN_BITS - 3));

  constructor(hashes: Uint32Array) {
    for (let i = 0; i < hashes.length; i++) {
      const bit = hashes[i]! >>> SPAN_BITS;
      this.#bits[bit >>> 3]! |= 1 << (bit & 7);
    }
  }

  /** False: it is not there. True: it may be. */
  may(hash: number): boolean {
    const bit = hash >>> SPAN_BITS;
    return (this.#bits[bit >>> 3]! & (1 << (bit & 7))) !== 0;
  }
}
