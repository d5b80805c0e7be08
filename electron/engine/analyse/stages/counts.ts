/** Counts by value in order of first sight. Of an episode most have one value only: no map is made for that one. */
import { NONE } from './dimensions';

export class Counts {
  #first = NONE;
  #n = 0;
  #others: Map<number, number> | null = null;

  /** What the record does not tell (null, NONE) is not counted. */
  add(value: number | null): void {
    if (value === null || value === NONE) return;
    if (this.#n === 0) this.#first = value;
    if (value === this.#first) this.#n++;
    else {
      this.#others ??= new Map();
      this.#others.set(value, (this.#others.get(value) ?? 0) + 1);
    }
  }

  get size(): number {
    return (this.#n === 0 ? 0 : 1) + (this.#others?.size ?? 0);
  }

  get(value: number): number | undefined {
    return this.#n > 0 && value === this.#first ? this.#n : this.#others?.get(value);
  }

  has(value: number): boolean {
    return this.get(value) !== undefined;
  }

  /** Lists, not generators: of an episode they are asked for dozens of times, mostly for one value. */
  entries(): [value: number, n: number][] {
    if (this.#n === 0) return [];
    return this.#others ? [[this.#first, this.#n], ...this.#others] : [[this.#first, this.#n]];
  }

  [Symbol.iterator](): Iterator<[value: number, n: number]> {
    return this.entries()[Symbol.iterator]();
  }

  keys(): number[] {
    if (this.#n === 0) return [];
    return this.#others ? [this.#first, ...this.#others.keys()] : [this.#first];
  }

  values(): number[] {
    if (this.#n === 0) return [];
    return this.#others ? [this.#n, ...this.#others.values()] : [this.#n];
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return { '#first': this.#first, '#n': this.#n, '#others': this.#others };
  }

  static ofKept(kept: ReturnType<Counts['kept']>): Counts {
    const counts = new Counts();
    counts.#first = kept['#first'];
    counts.#n = kept['#n'];
    counts.#others = kept['#others'];
    return counts;
  }
}
