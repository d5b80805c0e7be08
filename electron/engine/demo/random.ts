/** A seeded source of chance: the same seed gives the same company, month and bytes on every machine. */

/** 32-bit FNV-1a of a text: names a stream of chance. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

const HEX = '0123456789abcdef';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** sfc32. `fork` gives an independent stream by name, so that adding an event to one day leaves all others as they were. */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(readonly seed: string) {
    this.#a = hash(`${seed}/a`);
    this.#b = hash(`${seed}/b`);
    this.#c = hash(`${seed}/c`);
    for (let i = 0; i < 12; i++) this.#next();
  }

  fork(name: string | number): Chance {
    return new Chance(`${this.seed}/${name}`);
  }

  #next(): number {
    const t = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t;
    return t >>> 0;
  }

  /** 0 ≤ x < 1. */
  unit(): number {
    return this.#next() / 0x1_0000_0000;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  yes(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.unit() * items.length)]!;
  }

  /** Of [item, share] pairs, one by its share. */
  weigh<T>(items: readonly (readonly [T, number])[]): T {
    let rest = this.unit() * items.reduce((sum, [, share]) => sum + share, 0);
    for (const [item, share] of items) {
      rest -= share;
      if (rest < 0) return item;
    }
    return items[items.length - 1]![0];
  }

  shuffled<T>(items: readonly T[]): T[] {
    const list = [...items];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  }

  /** Roughly normal: the mean of three, within ±spread. */
  around(middle: number, spread: number): number {
    return middle + ((this.unit() + this.unit() + this.unit()) / 1.5 - 1) * spread;
  }

  hex(length: number): string {
    let out = '';
    while (out.length < length) {
      let bits = this.#next();
      for (let i = 0; i < 8 && out.length < length; i++, bits >>>= 4) out += HEX[bits & 15];
    }
    return out;
  }

  /** Letters and digits, as vendors' opaque ids are made of. */
  token(length: number): string {
    let out = '';
    for (let i = 0; i < length; i++) out += BASE62[this.int(0, 61)];
    return out;
  }

  /** A version 4 UUID, lower case. */
  uuid(): string {
    const h = this.hex(32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${HEX[8 + (h.charCodeAt(16) & 3)]}${h.slice(17, 20)}-${h.slice(20)}`;
  }
}
