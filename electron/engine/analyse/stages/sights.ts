/**
 * What was seen of whom, and when: all sights of all identities in a few columns. An object for each would be most of the
 * memory of a case with many names, and most of the work of whoever collects what is no longer needed.
 */
import { HOUR } from '../../../../shared/model/time';
import { NONE } from './dimensions';

/** How well a value is known: not told by the record, never seen, seen once (or on one occasion), usual. */
export type Known = 'untold' | 'unseen' | 'once' | 'usual';

/** What is told apart. */
export const SIGHTED = {
  ip: 0,
  network: 1,
  country: 2,
  native: 3,
  browser: 4,
  app: 5,
  factor: 6,
  credential: 7,
} as const;
export type Sighted = keyof typeof SIGHTED;
const KINDS = Object.keys(SIGHTED).length;

/** Two sights further apart than this are two occasions. */
const OCCASION = 12 * HOUR;
/** What was first seen this shortly before a denial may be part of the same story. */
const MARGIN = HOUR;
/** Distinct values kept per identity and kind; the oldest that were seen once give way. */
const LIMIT = 4_000;

const NOTHING = -1;
const HOURS = 24;
const WHEN = HOURS + 7; // hours of the day, then days of the week from Monday

// Cells of a sight.
const CELLS = 4;
const VALUE = 0;
const FIRST = 1;
const AGAIN = 2; // first sight on another occasion; Infinity until then
const REPEATS = 3; // 1 from its second sight on

export class Sights {
  #cells = new Float64Array(CELLS * 1_024);
  /** By sight: to which identity and kind it belongs; NOTHING where it was forgotten. */
  #slot = new Int32Array(1_024);
  /** By sight: the one of the same identity and kind that came after it. */
  #next = new Int32Array(1_024);
  #made = 0;
  #forgotten = 0;
  /** Sights + 1 by hash of what they are of; 0 is free. At most half full. */
  #table = new Int32Array(4_096);
  // By identity and kind.
  #head: Int32Array;
  #tail: Int32Array;
  #size: Int32Array;
  #once: Int32Array;
  /** The sight that came last: most are of the same value as the one before. */
  #last: Int32Array;
  /** Its value, and until when another sight of it changes nothing: kept apart, since most events end here. */
  #lastValue: Float64Array;
  #settled: Float64Array;
  /** By identity: sights by hour of the day and by day of the week, on its own clock. */
  #when: Uint32Array;

  constructor(identities: number) {
    const slots = identities * KINDS;
    this.#head = new Int32Array(slots).fill(NOTHING);
    this.#tail = new Int32Array(slots).fill(NOTHING);
    this.#size = new Int32Array(slots);
    this.#once = new Int32Array(slots);
    this.#last = new Int32Array(slots).fill(NOTHING);
    this.#lastValue = new Float64Array(slots).fill(NONE);
    this.#settled = new Float64Array(slots);
    this.#when = new Uint32Array(identities * WHEN);
  }

  see(who: number, kind: number, value: number, time: number): void {
    if (value === NONE) return;
    const slot = who * KINDS + kind;
    if (this.#lastValue[slot] === value && time <= this.#settled[slot]!) return;
    this.#seen(slot, value, time);
  }

  #seen(slot: number, value: number, time: number): void {
    const at = this.#find(slot, value);
    this.#lastValue[slot] = value;
    if (at === NOTHING) {
      if (this.#size[slot]! >= LIMIT) this.#forget(slot);
      this.#last[slot] = this.#add(slot, value, time);
      this.#settled[slot] = Number.NEGATIVE_INFINITY;
      return;
    }
    this.#last[slot] = at;
    const cell = CELLS * at;
    this.#cells[cell + REPEATS] = 1;
    if (this.#cells[cell + AGAIN] === Number.POSITIVE_INFINITY && time - this.#cells[cell + FIRST]! > OCCASION) {
      this.#cells[cell + AGAIN] = time;
      this.#once[slot]!--;
    }
    this.#settled[slot] =
      this.#cells[cell + AGAIN] === Number.POSITIVE_INFINITY
        ? this.#cells[cell + FIRST]! + OCCASION
        : Number.POSITIVE_INFINITY;
  }

  has(who: number, kind: number, value: number): boolean {
    return value !== NONE && this.#find(who * KINDS + kind, value) !== NOTHING;
  }

  isEmpty(who: number, kind: number): boolean {
    return this.#size[who * KINDS + kind] === 0;
  }

  /** Values seen on one occasion only: how often something new comes. */
  once(who: number, kind: number): number {
    return this.#once[who * KINDS + kind]!;
  }

  /** What was known of the value strictly before `time`. */
  known(who: number, kind: number, value: number, time: number): Known {
    if (value === NONE) return 'untold';
    const at = this.#find(who * KINDS + kind, value);
    if (at === NOTHING || this.#cells[CELLS * at + FIRST]! >= time - MARGIN) return 'unseen';
    return this.#cells[CELLS * at + AGAIN]! < time ? 'usual' : 'once';
  }

  /** Counts a sight at an hour of the day and a day of the week. */
  seeAt(who: number, hour: number, day: number): void {
    this.#when[who * WHEN + hour]!++;
    this.#when[who * WHEN + HOURS + day]!++;
  }

  atHour(who: number, hour: number): number {
    return this.#when[who * WHEN + hour]!;
  }

  onDay(who: number, day: number): number {
    return this.#when[who * WHEN + HOURS + day]!;
  }

  #find(slot: number, value: number): number {
    const last = this.#last[slot]!;
    if (last === NOTHING) return NOTHING; // the first that was ever seen is there, or it was all forgotten
    if (this.#cells[CELLS * last + VALUE] === value) return last;
    const mask = this.#table.length - 1;
    for (let i = placeOf(slot, value) & mask; ; i = (i + 1) & mask) {
      const at = this.#table[i]! - 1;
      if (at === NOTHING) return NOTHING;
      if (this.#slot[at] === slot && this.#cells[CELLS * at + VALUE] === value) return at;
    }
  }

  #add(slot: number, value: number, time: number): number {
    if (2 * (this.#made + 1) > this.#table.length) this.#tidy();
    const at = this.#made++;
    if (at === this.#slot.length) this.#widen();
    const cell = CELLS * at;
    this.#cells[cell + VALUE] = value;
    this.#cells[cell + FIRST] = time;
    this.#cells[cell + AGAIN] = Number.POSITIVE_INFINITY;
    this.#cells[cell + REPEATS] = 0;
    this.#slot[at] = slot;
    this.#next[at] = NOTHING;
    const tail = this.#tail[slot]!;
    if (tail === NOTHING) this.#head[slot] = at;
    else this.#next[tail] = at;
    this.#tail[slot] = at;
    this.#size[slot]!++;
    this.#once[slot]!++;
    this.#enter(at);
    return at;
  }

  #enter(at: number): void {
    const mask = this.#table.length - 1;
    let i = placeOf(this.#slot[at]!, this.#cells[CELLS * at + VALUE]!) & mask;
    while (this.#table[i] !== 0) i = (i + 1) & mask;
    this.#table[i] = at + 1;
  }

  #widen(): void {
    const room = Math.ceil(1.5 * this.#slot.length);
    this.#cells = grown(this.#cells, new Float64Array(CELLS * room));
    this.#slot = grown(this.#slot, new Int32Array(room));
    this.#next = grown(this.#next, new Int32Array(room));
  }

  /** Lets go of a tenth of what was seen once, the oldest first; of everything where all of it repeats. */
  #forget(slot: number): void {
    let kept = NOTHING;
    let at = this.#head[slot]!;
    this.#last[slot] = NOTHING;
    for (; at !== NOTHING && this.#size[slot]! >= LIMIT * 0.9; at = this.#next[at]!) {
      if (this.#cells[CELLS * at + REPEATS] === 0) {
        if (kept === NOTHING) this.#head[slot] = this.#next[at]!;
        else this.#next[kept] = this.#next[at]!;
        if (this.#tail[slot] === at) this.#tail[slot] = kept;
        this.#drop(at, slot);
        this.#once[slot]!--;
      } else kept = at;
    }
    if (this.#size[slot]! < LIMIT * 0.9) {
      this.#last[slot] = this.#head[slot]!; // never empty: nine tenths are kept
      return;
    }
    // All of them repeat: hostile or useless, start again.
    for (at = this.#head[slot]!; at !== NOTHING; at = this.#next[at]!) this.#drop(at, slot);
    this.#head[slot] = NOTHING;
    this.#tail[slot] = NOTHING;
    this.#once[slot] = 0;
  }

  #drop(at: number, slot: number): void {
    this.#slot[at] = NOTHING;
    this.#size[slot]!--;
    this.#forgotten++;
  }

  /** Makes room in the table: closes up where a good part was forgotten, else widens it. */
  #tidy(): void {
    if (4 * this.#forgotten > this.#made) this.#closeUp();
    else this.#table = new Int32Array(2 * this.#table.length);
    this.#table.fill(0);
    for (let at = 0; at < this.#made; at++) if (this.#slot[at] !== NOTHING) this.#enter(at);
  }

  #closeUp(): void {
    const moved = new Int32Array(this.#made).fill(NOTHING);
    let to = 0;
    for (let at = 0; at < this.#made; at++) {
      if (this.#slot[at] === NOTHING) continue;
      this.#cells.copyWithin(CELLS * to, CELLS * at, CELLS * (at + 1));
      this.#slot[to] = this.#slot[at]!;
      this.#next[to] = this.#next[at]!;
      moved[at] = to++;
    }
    this.#made = to;
    this.#forgotten = 0;
    for (const list of [this.#next.subarray(0, to), this.#head, this.#tail, this.#last])
      for (let i = 0; i < list.length; i++) if (list[i] !== NOTHING) list[i] = moved[list[i]!]!;
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return {
      '#cells': this.#cells.subarray(0, CELLS * this.#made),
      '#slot': this.#slot.subarray(0, this.#made),
      '#next': this.#next.subarray(0, this.#made),
      '#made': this.#made,
      '#forgotten': this.#forgotten,
      '#table': this.#table,
      '#head': this.#head,
      '#tail': this.#tail,
      '#size': this.#size,
      '#once': this.#once,
      '#last': this.#last,
      '#lastValue': this.#lastValue,
      '#settled': this.#settled,
      '#when': this.#when,
    };
  }

  static ofKept(kept: ReturnType<Sights['kept']>): Sights {
    const sights = new Sights(0);
    const made = kept['#made'];
    const room = Math.max(1_024, made);
    sights.#cells = grown(kept['#cells'], new Float64Array(CELLS * room));
    sights.#slot = grown(kept['#slot'], new Int32Array(room));
    sights.#next = grown(kept['#next'], new Int32Array(room));
    sights.#made = made;
    sights.#forgotten = kept['#forgotten'];
    sights.#table = kept['#table'];
    sights.#head = kept['#head'];
    sights.#tail = kept['#tail'];
    sights.#size = kept['#size'];
    sights.#once = kept['#once'];
    sights.#last = kept['#last'];
    sights.#lastValue = kept['#lastValue'];
    sights.#settled = kept['#settled'];
    sights.#when = kept['#when'];
    return sights;
  }

  /** Makes room for so many identities: those that came since. */
  widenTo(identities: number): void {
    const slots = identities * KINDS;
    if (slots <= this.#head.length) return;
    this.#head = grown(this.#head, new Int32Array(slots).fill(NOTHING));
    this.#tail = grown(this.#tail, new Int32Array(slots).fill(NOTHING));
    this.#size = grown(this.#size, new Int32Array(slots));
    this.#once = grown(this.#once, new Int32Array(slots));
    this.#last = grown(this.#last, new Int32Array(slots).fill(NOTHING));
    this.#lastValue = grown(this.#lastValue, new Float64Array(slots).fill(NONE));
    this.#settled = grown(this.#settled, new Float64Array(slots));
    this.#when = grown(this.#when, new Uint32Array(identities * WHEN));
  }
}

function placeOf(slot: number, value: number): number {
  let hash = Math.imul(slot ^ 0x2c1b3c6d, 0x85ebca6b) ^ Math.imul(value | 0, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function grown<T extends Float64Array | Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
