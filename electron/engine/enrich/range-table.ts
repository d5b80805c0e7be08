/**
 * Sorted address ranges in one file (written by electron/build/tables.mjs): found by binary search on typed arrays.
 *
 * Layout, little-endian: "SDRANGE2", u32 length of a JSON head, the head, then at 8-byte borders
 * v4 starts u32[n4], v4 ends u32[n4], v4 values u32[n4], v6 starts u64[n6] upper halves, u64[n6] lower halves, v6
 * ends likewise, v6 values u32[n6], label keys u32[m] ascending, label offsets u32[m + 1], labels as UTF-8.
 * Ranges are closed, ascending and do not overlap.
 */
import type { ParsedAddress } from './address-text';

interface Head {
  n4: number;
  n6: number;
  labels: number;
  datasets: { name: string; built: string | null; credit: string }[];
}

/** IPv6 addresses as two numbers each: registries cut some networks finer than 64 bits. */
interface Halves {
  high: BigUint64Array;
  low: BigUint64Array;
}
const LOW = 0xffff_ffff_ffff_ffffn;

const MAGIC = 'SDRANGE2';

export class RangeTable {
  readonly datasets: Head['datasets'];
  readonly #start4: Uint32Array;
  readonly #end4: Uint32Array;
  readonly #value4: Uint32Array;
  readonly #start6: Halves;
  readonly #end6: Halves;
  readonly #value6: Uint32Array;
  readonly #key: Uint32Array;
  readonly #offset: Uint32Array;
  readonly #text: Buffer;

  private constructor(head: Head, bytes: Buffer, from: number) {
    let at = from;
    const take = (count: number, size: number): [ArrayBufferLike, number, number] => {
      at = (at + 7) & ~7;
      const begin = bytes.byteOffset + at;
      at += count * size;
      if (at > bytes.length) throw new RangeError('table is cut');
      return [bytes.buffer, begin, count];
    };
    this.datasets = head.datasets;
    this.#start4 = new Uint32Array(...take(head.n4, 4));
    this.#end4 = new Uint32Array(...take(head.n4, 4));
    this.#value4 = new Uint32Array(...take(head.n4, 4));
    const halves = (): Halves => ({
      high: new BigUint64Array(...take(head.n6, 8)),
      low: new BigUint64Array(...take(head.n6, 8)),
    });
    this.#start6 = halves();
    this.#end6 = halves();
    this.#value6 = new Uint32Array(...take(head.n6, 4));
    this.#key = new Uint32Array(...take(head.labels, 4));
    this.#offset = new Uint32Array(...take(head.labels + 1, 4));
    at = (at + 7) & ~7;
    this.#text = bytes.subarray(at);
    if (this.#offset[head.labels]! > this.#text.length) throw new RangeError('table is cut');
  }

  /** Null for bytes that are no such table (a truncated install), so that lookups answer "not known". */
  static read(file: Buffer): RangeTable | null {
    if (file.length < 12 || file.toString('latin1', 0, 8) !== MAGIC) return null;
    // Typed arrays need an 8-byte aligned start, which a pooled Buffer does not promise.
    const bytes = file.byteOffset % 8 === 0 ? file : Buffer.from(new Uint8Array(file).buffer);
    const length = bytes.readUInt32LE(8);
    try {
      return new RangeTable(JSON.parse(bytes.toString('utf8', 12, 12 + length)) as Head, bytes, 12 + length);
    } catch {
      return null;
    }
  }

  /** The range that holds the address: its number and label; null outside every range. */
  find(address: ParsedAddress): { value: number; label: string | null } | null {
    const value =
      address.v4 !== null
        ? search(this.#start4, this.#end4, this.#value4, address.v4)
        : address.v6 !== null
          ? this.#find6(address.v6)
          : null;
    return value === null ? null : { value, label: this.#label(value) };
  }

  #find6(address: bigint): number | null {
    const high = address >> 64n;
    const low = address & LOW;
    const start = this.#start6;
    let from = 0;
    let to = start.high.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (start.high[middle]! < high || (start.high[middle] === high && start.low[middle]! <= low)) from = middle + 1;
      else to = middle;
    }
    const at = from - 1;
    if (at < 0) return null;
    const end = this.#end6;
    return high < end.high[at]! || (high === end.high[at] && low <= end.low[at]!) ? this.#value6[at]! : null;
  }

  #label(value: number): string | null {
    const at = last(this.#key, value);
    if (at < 0 || this.#key[at] !== value) return null;
    return this.#text.toString('utf8', this.#offset[at], this.#offset[at + 1]) || null;
  }
}

/** Position of the last element that is ≤ `value`; -1 if none is. */
function last(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function search(starts: Uint32Array, ends: Uint32Array, values: Uint32Array, address: number): number | null {
  const at = last(starts, address);
  return at >= 0 && address <= ends[at]! ? values[at]! : null;
}
