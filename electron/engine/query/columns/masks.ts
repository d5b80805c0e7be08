/** Masks: a byte an event, 0 or 1, worked on four at a time. Pure. */

/** Room for a byte an event; its buffer is of whole words. */
export const maskOf = (length: number): Uint8Array =>
  new Uint8Array(new ArrayBuffer(Math.ceil(length / 4) * 4), 0, length);

/** Four bytes at a time; what lies behind the length is never looked at. */
export const words = (mask: Uint8Array): Uint32Array => new Uint32Array(mask.buffer);

/** Masks of one length, used again: fresh memory costs more than what is written into it. */
export class Masks {
  readonly #free: Uint8Array[] = [];
  constructor(
    readonly length: number,
    readonly most: number,
  ) {}
  /** A mask of nothing in particular. */
  take(): Uint8Array {
    return this.#free.pop() ?? maskOf(this.length);
  }
  /** Nobody may look at the mask after this. */
  give(mask: Uint8Array): void {
    if (this.#free.length < this.most) this.#free.push(mask);
  }
}

/** `a` becomes what is in both. */
export function keepBoth(a: Uint8Array, b: Uint8Array): void {
  const [x, y] = [words(a), words(b)];
  for (let i = 0; i < x.length; i++) x[i] = x[i]! & y[i]!;
}

/** `a` becomes what is in either. */
export function keepEither(a: Uint8Array, b: Uint8Array): void {
  const [x, y] = [words(a), words(b)];
  for (let i = 0; i < x.length; i++) x[i] = x[i]! | y[i]!;
}

/** `a` becomes what was not in it. */
export function invert(a: Uint8Array): void {
  const x = words(a);
  for (let i = 0; i < x.length; i++) x[i] = x[i]! ^ 0x01010101;
}

/** Ones of `mask[from, to)`; `from` is a multiple of four. */
export function ones(mask: Uint8Array, from: number, to: number): number {
  const four = words(mask);
  let n = 0;
  let at = from / 4;
  // Bytes are 0 or 1: 128 words can be added up before a byte of the sum is full.
  for (const end = Math.floor(to / 4); at < end; ) {
    let sum = 0;
    for (const stop = Math.min(end, at + 128); at < stop; at++) sum = (sum + four[at]!) | 0;
    n += (sum & 255) + ((sum >>> 8) & 255) + ((sum >>> 16) & 255) + (sum >>> 24);
  }
  for (let i = at * 4; i < to; i++) n += mask[i]!;
  return n;
}

export const BLOCK = 4_096;

/** How many events of the mask lie before each block of `BLOCK` of them; one more entry tells the whole. */
export function ranks(mask: Uint8Array): Uint32Array {
  const out = new Uint32Array(Math.ceil(mask.length / BLOCK) + 1);
  for (let block = 1, n = 0; block < out.length; block++) {
    n += ones(mask, (block - 1) * BLOCK, Math.min(block * BLOCK, mask.length));
    out[block] = n;
  }
  return out;
}

/** Events of the mask before a position. */
export function rankAt(mask: Uint8Array, blocks: Uint32Array, at: number): number {
  const block = Math.floor(at / BLOCK);
  return blocks[block]! + ones(mask, block * BLOCK, at);
}

/** Position of the n-th event of the mask, counted from 0; the number of events where there is none. */
export function select(mask: Uint8Array, blocks: Uint32Array, n: number): number {
  if (n >= blocks.at(-1)!) return mask.length;
  // The last block that begins with at most n before it.
  let block = lowerBound(blocks, n + 1) - 1;
  if (block < 0) block = 0;
  let left = n - blocks[block]!;
  for (let i = block * BLOCK; ; i++) if (mask[i] === 1 && left-- === 0) return i;
}

/** First position whose value is not less than `value`; the values rise. */
export function lowerBound(values: Float64Array | Uint32Array, value: number, lo = 0, hi = values.length): number {
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if (values[middle]! < value) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}
