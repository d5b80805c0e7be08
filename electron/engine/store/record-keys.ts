/**
 * Where the rows of each record key are, in memory, for the time in which the index over them is taken down. A key is known by
 * its place in a table and twenty bits of it: of ten million records whole keys would be the largest thing that an import holds.
 */
import type { ReadDb } from './open';

/** Slots for each key that is expected: where six in seven are taken, a search looks at about thirty, in two lines of memory. */
const SPARE = 1.1;
/** Part of a table's slots that may be taken before there is a further table. */
const FULL = 0.92;
const LEAST = 1_024;
/** Bits of a row id. Those above hold more of the key: without them twice as many slots would have to be free. */
const EID_BITS = 28;
const EID_MASK = 2 ** EID_BITS - 1;

interface Table {
  /** By slot: sixteen bits of the key; 0 where it is free. */
  signs: Uint16Array;
  /** By slot: the row's id, and above it four more bits of the key. */
  eids: Uint32Array;
  size: number;
}

/**
 * From record key (0 to 2^53) to row ids (below 2^28); open addressing, for keys are evenly spread already. Six bytes a slot. One
 * key in some 50,000 is taken for another one: whoever finds a row reads its key. No key that was added is missed.
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
    const mixed = mix(rk);
    const sign = signOf(mixed);
    let slot = 0;
    for (const { signs, eids } of this.#tables) {
      slot = home(rk, signs.length);
      while (signs[slot] !== 0) {
        if (signs[slot] === sign && isMore(eids[slot]!, mixed)) return false;
        slot = slot + 1 === signs.length ? 0 : slot + 1;
      }
    }
    put(table, slot, mixed, eid);
    return true;
  }

  /** Adds a further row of a key. Throws `RangeError` for a row id that does not fit. */
  add(rk: number, eid: number): void {
    const table = this.#roomFor(eid);
    const { signs } = table;
    let slot = home(rk, signs.length);
    while (signs[slot] !== 0) slot = slot + 1 === signs.length ? 0 : slot + 1;
    put(table, slot, mix(rk), eid);
  }

  /** The last table, which has room. */
  #roomFor(eid: number): Table {
    if (eid > EID_MASK) throw new RangeError(`row id ${eid}: 2^${EID_BITS} or more`);
    let table = this.#tables.at(-1)!;
    if (table.size >= table.signs.length * FULL) {
      table = blank(this.#tables.reduce((sum, { signs }) => sum + signs.length, 0));
      this.#tables.push(table);
    }
    return table;
  }

  /** Row ids ever added for the key, in that order, and now and then one of another key; some may be gone. */
  eids(rk: number): number[] {
    const mixed = mix(rk);
    const sign = signOf(mixed);
    const found: number[] = [];
    for (const { signs, eids } of this.#tables) {
      const capacity = signs.length;
      for (let slot = home(rk, capacity); signs[slot] !== 0; slot = slot + 1 === capacity ? 0 : slot + 1)
        if (signs[slot] === sign && isMore(eids[slot]!, mixed)) found.push(eids[slot]! & EID_MASK);
    }
    return found;
  }
}

const blank = (capacity: number): Table => ({
  signs: new Uint16Array(capacity),
  eids: new Uint32Array(capacity),
  size: 0,
});

function put(table: Table, slot: number, mixed: number, eid: number): void {
  table.signs[slot] = signOf(mixed);
  table.eids[slot] = (mixed << EID_BITS) | eid;
  table.size++;
}

/** The key's low 32 bits as a part of all slots. */
const home = (rk: number, capacity: number): number => Math.floor(((rk >>> 0) / 2 ** 32) * capacity);

/** 32 bits of all of the key. */
function mix(rk: number): number {
  let mixed = Math.imul(rk >>> 0, 0x9e37_79b1) ^ Math.imul(Math.floor(rk / 2 ** 32) + 1, 0x85eb_ca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b_3c6d);
  return mixed ^ (mixed >>> 13);
}

/** The upper sixteen bits, never 0. */
const signOf = (mixed: number): number => mixed >>> 16 || 1;

/** Whether a slot's four bits are the lowest of the key's, too. */
const isMore = (slot: number, mixed: number): boolean => ((slot >>> EID_BITS) ^ mixed) << EID_BITS === 0;
