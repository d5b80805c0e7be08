/** Record keys in memory, for the time in which the index over them is taken down. */
import type { ReadDb } from './open';

const EMPTY = -1;

/** From record key to row ids; open addressing, for keys are evenly spread already. */
export class RecordKeys {
  #keys: Float64Array;
  #eids: Float64Array;
  /** Further rows of keys that have several. */
  readonly #further = new Map<number, number[]>();
  #size = 0;

  constructor(expected: number) {
    let capacity = 1_024;
    while (capacity < expected * 2) capacity *= 2;
    this.#keys = new Float64Array(capacity).fill(EMPTY);
    this.#eids = new Float64Array(capacity);
  }

  /** All keys of the case, with room for `more`. */
  static ofCase(db: ReadDb, more: number): RecordKeys {
    const count = db.prepare('SELECT count(*) FROM event_all').pluck().get() as number;
    const keys = new RecordKeys(count + more);
    for (const [rk, eid] of db.prepare('SELECT rk, eid FROM event_all').raw().iterate() as Iterable<[number, number]>) {
      keys.add(rk, eid);
    }
    return keys;
  }

  has(rk: number): boolean {
    return this.#keys[this.#slot(rk)] === rk;
  }

  add(rk: number, eid: number): void {
    const slot = this.#slot(rk);
    if (this.#keys[slot] === rk) {
      const further = this.#further.get(rk);
      if (further) further.push(eid);
      else this.#further.set(rk, [eid]);
      return;
    }
    this.#keys[slot] = rk;
    this.#eids[slot] = eid;
    if (++this.#size * 2 > this.#keys.length) this.#grow();
  }

  /** Row ids ever added for the key; some may be gone. */
  eids(rk: number): number[] {
    const slot = this.#slot(rk);
    return this.#keys[slot] === rk ? [this.#eids[slot]!, ...(this.#further.get(rk) ?? [])] : [];
  }

  #slot(rk: number): number {
    const mask = this.#keys.length - 1;
    let slot = (rk >>> 0) & mask; // the key's low 32 bits
    while (this.#keys[slot] !== EMPTY && this.#keys[slot] !== rk) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const eids = this.#eids;
    this.#keys = new Float64Array(keys.length * 2).fill(EMPTY);
    this.#eids = new Float64Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === EMPTY) continue;
      const slot = this.#slot(keys[i]!);
      this.#keys[slot] = keys[i]!;
      this.#eids[slot] = eids[i]!;
    }
  }
}
