/** Record keys in memory, for the time in which the index over them is taken down. */
import type { ReadDb } from './open';

const EMPTY = -1;

/** Slots for each key that is expected: a search looks at two or three of them. */
const SPARE = 1.4;
/** Part of the slots that may be taken before there are more. */
const FULL = 0.75;

/**
 * From record key (0 to 2^53) to row ids (below 2^32); open addressing, for keys are evenly spread already. Twelve bytes a slot:
 * of ten million records it is the largest thing that an import holds.
 */
export class RecordKeys {
  #keys: Float64Array;
  #eids: Uint32Array;
  /** Further rows of keys that have several. */
  readonly #further = new Map<number, number[]>();
  #size = 0;

  constructor(expected: number) {
    const capacity = Math.max(1_024, Math.ceil(expected * SPARE));
    this.#keys = new Float64Array(capacity).fill(EMPTY);
    this.#eids = new Uint32Array(capacity);
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

  /** Throws `RangeError` for a row id that does not fit. */
  add(rk: number, eid: number): void {
    if (eid > 0xffff_ffff) throw new RangeError(`row id ${eid}: 2^32 or more`);
    const slot = this.#slot(rk);
    if (this.#keys[slot] === rk) {
      const further = this.#further.get(rk);
      if (further) further.push(eid);
      else this.#further.set(rk, [eid]);
      return;
    }
    this.#keys[slot] = rk;
    this.#eids[slot] = eid;
    if (++this.#size > this.#keys.length * FULL) this.#grow();
  }

  /** Row ids ever added for the key; some may be gone. */
  eids(rk: number): number[] {
    const slot = this.#slot(rk);
    return this.#keys[slot] === rk ? [this.#eids[slot]!, ...(this.#further.get(rk) ?? [])] : [];
  }

  /** The key's low 32 bits as a part of all slots. */
  #slot(rk: number): number {
    const capacity = this.#keys.length;
    let slot = Math.floor(((rk >>> 0) / 2 ** 32) * capacity);
    while (this.#keys[slot] !== EMPTY && this.#keys[slot] !== rk) slot = slot + 1 === capacity ? 0 : slot + 1;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const eids = this.#eids;
    this.#keys = new Float64Array(keys.length * 2).fill(EMPTY);
    this.#eids = new Uint32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === EMPTY) continue;
      const slot = this.#slot(keys[i]!);
      this.#keys[slot] = keys[i]!;
      this.#eids[slot] = eids[i]!;
    }
  }
}
