/**
 * Where the rows of each record key are, in memory, for the time in which the index over them is taken down. A key is known by
 * its place in a table and sixteen bits of it: of ten million records whole keys would be the largest thing that an import holds.
 */
import type { ReadDb } from './open';

/** Slots for each key that is expected: a search looks at two or three of them, all in one line of memory. */
const SPARE = 1.4;
/** Part of a table's slots that may be taken before there is a further table. */
const FULL = 0.75;
const LEAST = 1_024;

interface Table {
  /** By slot: sixteen bits of the key; 0 where it is free. */
  signs: Uint16Array;
  eids: Uint32Array;
  size: number;
}

/**
 * From record key (0 to 2^53) to row ids (below 2^32); open addressing, for keys are evenly spread already. Six bytes a slot. One
 * key in some 30,000 is taken for another one: whoever finds a row reads its key. No key that was added is missed.
 */
export class RecordKeys {
  /** A table cannot grow, since the keys are not there: when it is full, a larger one follows. */
  readonly #tables: Table[];

  constructor(expected: number) {
    this.#tables = [blank(Math.max(LEAST, Math.ceil(expected * SPARE)))];
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

  /** Adds a key that is certainly new; false where it may be known: then it is not added. */
  addNew(rk: number, eid: number): boolean {
    const table = this.#roomFor(eid);
    const sign = signOf(rk);
    let slot = 0;
    for (const { signs } of this.#tables) {
      slot = home(rk, signs.length);
      while (signs[slot] !== 0) {
        if (signs[slot] === sign) return false;
        slot = slot + 1 === signs.length ? 0 : slot + 1;
      }
    }
    put(table, slot, sign, eid);
    return true;
  }

  /** Adds a further row of a key. Throws `RangeError` for a row id that does not fit. */
  add(rk: number, eid: number): void {
    const table = this.#roomFor(eid);
    const { signs } = table;
    let slot = home(rk, signs.length);
    while (signs[slot] !== 0) slot = slot + 1 === signs.length ? 0 : slot + 1;
    put(table, slot, signOf(rk), eid);
  }

  /** The last table, which has room. */
  #roomFor(eid: number): Table {
    if (eid > 0xffff_ffff) throw new RangeError(`row id ${eid}: 2^32 or more`);
    let table = this.#tables.at(-1)!;
    if (table.size >= table.signs.length * FULL) {
      table = blank(2 * table.signs.length);
      this.#tables.push(table);
    }
    return table;
  }

  /** Row ids ever added for the key, in that order, and now and then one of another key; some may be gone. */
  eids(rk: number): number[] {
    const sign = signOf(rk);
    const found: number[] = [];
    for (const { signs, eids } of this.#tables) {
      const capacity = signs.length;
      for (let slot = home(rk, capacity); signs[slot] !== 0; slot = slot + 1 === capacity ? 0 : slot + 1)
        if (signs[slot] === sign) found.push(eids[slot]!);
    }
    return found;
  }
}

const blank = (capacity: number): Table => ({
  signs: new Uint16Array(capacity),
  eids: new Uint32Array(capacity),
  size: 0,
});

function put(table: Table, slot: number, sign: number, eid: number): void {
  table.signs[slot] = sign;
  table.eids[slot] = eid;
  table.size++;
}

/** The key's low 32 bits as a part of all slots. */
const home = (rk: number, capacity: number): number => Math.floor(((rk >>> 0) / 2 ** 32) * capacity);

/** Sixteen bits of all of the key, never 0. */
function signOf(rk: number): number {
  let mixed = Math.imul(rk >>> 0, 0x9e37_79b1) ^ Math.imul(Math.floor(rk / 2 ** 32) + 1, 0x85eb_ca6b);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0x2c1b_3c6d) >>> 16 || 1;
}
