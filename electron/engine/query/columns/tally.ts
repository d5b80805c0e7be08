/** Sums over a selection of packed events: over the pairs where these tell, else passes in which nothing is made per event. */
import { MARKED } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import { BLOCK, lowerBound, ranks } from './masks';
import { firstAt } from './moments';
import { DENIED, kindsOf, OTHER, type Pairs, SUCCESS } from './pairs';
import type { Chosen, OfPairs, Selection, Shape } from './select';

export interface Tally {
  /** Events per row of the table of what happened. */
  what: Uint32Array;
  /** Denied, successful, other events per row of the table of whom it concerned. */
  who: Uint32Array;
  events: number;
}

/** Bytes that sums of each row of what happened may take, at each step. */
const ROOM = 16 * 1024 * 1024;
/** Up to this share of all events they are looked at one by one beside a sum. */
const FEW = 1 / 32;
/** Up to so many events for each pair a pass over the events is less work than one over the pairs. */
const SHORT = 1 / 2;

export class Sums {
  readonly #kinds: Uint8Array;
  readonly #events: number;
  /** Events of each row of what happened before each multiple of `#step`; made when first asked for. */
  #before: Uint32Array | null = null;
  readonly #step: number;

  constructor(
    readonly columns: Columns,
    readonly pairs: Pairs,
  ) {
    this.#kinds = kindsOf(columns);
    this.#events = columns.head.events;
    let step = MARKED;
    while (step < BLOCK && (this.#events / step) * columns.head.whats * 4 > ROOM) step *= 2;
    this.#step = step;
  }

  tally({ lo, hi, chosen }: Selection): Tally {
    const out: Tally = {
      what: new Uint32Array(this.columns.head.whats),
      who: new Uint32Array(this.columns.head.whos * 3),
      events: 0,
    };
    const { pairs } = this;
    const { what, slots } = pairs;
    if (chosen?.by === 'list' || chosen?.by === 'mask' || hi - lo < pairs.size * SHORT) {
      const { rows } = pairs;
      const add = (at: number): void => {
        const pair = rows[at]!;
        out.what[what[pair]!]!++;
        out.who[slots[pair]!]!++;
        out.events++;
      };
      if (chosen?.by === 'list')
        for (let i = lowerBound(chosen.at, lo); i < chosen.at.length && chosen.at[i]! < hi; i++) add(chosen.at[i]!);
      else {
        const mask = chosen?.by === 'mask' ? chosen.mask : null;
        const ok = chosen?.by === 'pairs' ? chosen.ok : null;
        for (let i = lo; i < hi; i++)
          if ((mask === null || mask[i] === 1) && (ok === null || ok[rows[i]!] === 1)) add(i);
      }
      return out;
    }
    const counts = pairs.within(lo, hi);
    if (chosen) addChosen(out, pairs, counts, chosen.ok);
    else addAll(out, pairs, counts);
    return out;
  }

  /** Events of a selection. */
  count({ lo, hi, chosen }: Selection): number {
    if (!chosen) return hi - lo;
    if (lo === 0 && hi === this.#events) return chosen.events;
    return this.before(chosen, hi) - this.before(chosen, lo);
  }

  /** Chosen events before a position. */
  before(chosen: Chosen | null, at: number): number {
    if (!chosen || at === 0) return at;
    if (at === this.#events) return chosen.events;
    if (chosen.by === 'list') return lowerBound(chosen.at, at);
    const block = Math.floor(at / BLOCK);
    let n = this.#blocks(chosen)[block]!;
    const is = this.isIn(chosen);
    for (let i = block * BLOCK; i < at; i++) if (is(i)) n++;
    return n;
  }

  /** Position of the n-th of them, counted from 0; the number of events where there is none. */
  nth(chosen: Chosen | null, n: number): number {
    if (!chosen) return Math.min(n, this.#events);
    if (n >= chosen.events) return this.#events;
    if (chosen.by === 'list') return chosen.at[n]!;
    const blocks = this.#blocks(chosen);
    // The last block that begins with at most n before it.
    const block = lowerBound(blocks, n + 1) - 1;
    let left = n - blocks[block]!;
    const is = this.isIn(chosen);
    for (let i = block * BLOCK; ; i++) if (is(i) && left-- === 0) return i;
  }

  /** Whether a position is chosen. */
  isIn(chosen: Chosen | null): (at: number) => boolean {
    if (!chosen) return () => true;
    switch (chosen.by) {
      case 'list':
        return (at) => chosen.at[lowerBound(chosen.at, at)] === at;
      case 'mask':
        return (at) => chosen.mask[at] === 1;
      case 'pairs': {
        const { rows } = this.pairs;
        return (at) => chosen.ok[rows[at]!] === 1;
      }
    }
  }

  /** Counts per bucket of `step` milliseconds from `from`, three to a bucket: denied, success, other. */
  bars({ lo, hi, chosen }: Selection, from: number, step: number, buckets: number): Uint32Array {
    const out = new Uint32Array(buckets * 3);
    if (!chosen) this.#barsOfAll(out, { lo, hi }, from, step);
    else if (chosen.by === 'list') {
      const begin = lowerBound(chosen.at, lo);
      this.#addBars(out, chosen.at.subarray(begin, lowerBound(chosen.at, hi, begin)), from, step, 1);
    } else {
      const shape = chosen.by === 'pairs' ? this.#shape(chosen) : null;
      if (chosen.by === 'pairs' && shape && shape.events <= this.#events * FEW) {
        this.#barsOfBase(out, shape.base, { lo, hi }, from, step);
        for (const pair of shape.others)
          this.#addBars(out, this.pairs.listed(pair, lo, hi), from, step, chosen.ok[pair] === 1 ? 1 : -1);
      } else this.#barsOfMany(out, { lo, hi, chosen }, from, step);
    }
    return out;
  }

  /** Calls back for each bucket that has events of `[lo, hi)`, with the first of them and the first behind. */
  #buckets(
    { lo, hi }: { lo: number; hi: number },
    from: number,
    step: number,
    buckets: number,
    each: (bucket: number, at: number, end: number) => void,
  ): void {
    let at = Math.min(hi, Math.max(lo, firstAt(this.columns, from)));
    for (let bucket = 0; bucket < buckets && at < hi; bucket++) {
      const end = Math.min(hi, firstAt(this.columns, from + (bucket + 1) * step));
      if (end > at) each(bucket, at, end);
      at = Math.max(at, end);
    }
  }

  /** Out of the marks: between two of them only the few stretches are read in which a bar ends. */
  #barsOfAll(out: Uint32Array, span: { lo: number; hi: number }, from: number, step: number): void {
    const { columns } = this;
    const { kinds } = this.pairs;
    const [deniedBefore, successBefore] = [columns.marks('markDenied'), columns.marks('markSuccess')];
    let counted = -1;
    let [d, su] = [0, 0];
    const count = (at: number): void => {
      if (at === counted) return;
      counted = at;
      const mark = Math.floor(at / MARKED);
      [d, su] = [deniedBefore[mark]!, successBefore[mark]!];
      for (const pair of columns.part('pair', mark * MARKED, at)) {
        const kind = kinds[pair]!;
        if (kind === DENIED) d++;
        else if (kind === SUCCESS) su++;
      }
    };
    this.#buckets(span, from, step, out.length / 3, (bucket, at, end) => {
      count(at);
      const [deniedNow, successNow] = [d, su];
      count(end);
      out[bucket * 3 + DENIED] = d - deniedNow;
      out[bucket * 3 + SUCCESS] = su - successNow;
      out[bucket * 3 + OTHER] = end - at - (d - deniedNow) - (su - successNow);
    });
  }

  /** As of all, of some rows of what happened. */
  #barsOfBase(out: Uint32Array, base: Uint8Array, span: { lo: number; hi: number }, from: number, step: number): void {
    if (!base.includes(1)) return;
    const own = Uint32Array.from([...base.keys()].filter((row) => base[row] === 1));
    const before = this.#stepped();
    const { rows, what } = this.pairs;
    const kinds = this.#kinds;
    const { whats } = this.columns.head;
    let counted = -1;
    const sums = new Uint32Array(3);
    const count = (at: number): void => {
      if (at === counted) return;
      counted = at;
      const begin = Math.floor(at / this.#step);
      sums.fill(0);
      for (const row of own) sums[kinds[row]!]! += before[begin * whats + row]!;
      for (let i = begin * this.#step; i < at; i++) {
        const row = what[rows[i]!]!;
        sums[kinds[row]!]! += base[row]!;
      }
    };
    this.#buckets(span, from, step, out.length / 3, (bucket, at, end) => {
      count(at);
      for (let kind = 0; kind < 3; kind++) out[bucket * 3 + kind]! -= sums[kind]!;
      count(end);
      for (let kind = 0; kind < 3; kind++) out[bucket * 3 + kind]! += sums[kind]!;
    });
  }

  /** Events of each row of what happened before each multiple of `#step`. */
  #stepped(): Uint32Array {
    if (this.#before) return this.#before;
    const { whats } = this.columns.head;
    const { rows, what } = this.pairs;
    const running = new Uint32Array(whats);
    this.#before = new Uint32Array((Math.floor(this.#events / this.#step) + 1) * whats);
    for (let i = 0; i < this.#events; i++) {
      if (i % this.#step === 0) this.#before.set(running, (i / this.#step) * whats);
      running[what[rows[i]!]!]!++;
    }
    if (this.#events % this.#step === 0) this.#before.set(running, (this.#events / this.#step) * whats);
    return this.#before;
  }

  #addBars(out: Uint32Array, positions: Uint32Array, from: number, step: number, by: 1 | -1): void {
    const times = this.columns.rows('time');
    const { rows, kinds } = this.pairs;
    const buckets = out.length / 3;
    for (let i = 0; i < positions.length; i++) {
      const at = positions[i]!;
      const bucket = Math.floor((times[at]! - from) / step);
      if (bucket >= 0 && bucket < buckets) out[bucket * 3 + kinds[rows[at]!]!]! += by;
    }
  }

  #barsOfMany(out: Uint32Array, { lo, hi, chosen }: Selection, from: number, step: number): void {
    const { rows, kinds } = this.pairs;
    const mask = chosen?.by === 'mask' ? chosen.mask : null;
    const ok = chosen?.by === 'pairs' ? chosen.ok : null;
    // Three sums in one number, in runs too short for any of them to run over; nothing is asked of an event.
    const weights = Int32Array.from(kinds, (kind, pair) =>
      ok === null || ok[pair] === 1 ? 1 << (kind * RUN_BITS) : 0,
    );
    this.#buckets({ lo, hi }, from, step, out.length / 3, (bucket, first, end) => {
      for (let at = first; at < end; ) {
        const stop = Math.min(end, at + RUN);
        let sum = 0;
        if (mask) for (; at < stop; at++) sum += weights[rows[at]!]! & -mask[at]!;
        else for (; at < stop; at++) sum += weights[rows[at]!]!;
        for (let kind = 0; kind < 3; kind++) out[bucket * 3 + kind]! += (sum >>> (kind * RUN_BITS)) & RUN;
      }
    });
  }

  /** What happened, as far as that tells a choice of pairs, and what differs. */
  #shape(chosen: OfPairs): Shape {
    if (chosen.shape) return chosen.shape;
    const { ok } = chosen;
    const { what } = this.pairs;
    const counts = this.pairs.within(0, this.#events);
    const chosenOf = new Uint32Array(this.columns.head.whats);
    const allOf = new Uint32Array(this.columns.head.whats);
    for (let pair = 0; pair < ok.length; pair++) {
      const n = counts[pair]!;
      allOf[what[pair]!]! += n;
      chosenOf[what[pair]!]! += n * ok[pair]!;
    }
    const base = Uint8Array.from(allOf, (n, row) => (chosenOf[row]! * 2 > n ? 1 : 0));
    let events = 0;
    const others: number[] = [];
    for (let row = 0; row < base.length; row++)
      events += base[row] === 1 ? allOf[row]! - chosenOf[row]! : chosenOf[row]!;
    // Nobody asks for the pairs of many events.
    if (events <= this.#events * FEW)
      for (let pair = 0; pair < ok.length; pair++) if (ok[pair] !== base[what[pair]!]) others.push(pair);
    chosen.shape = { base, others: Uint32Array.from(others), events };
    return chosen.shape;
  }

  /** How many of them lie before each block of events. */
  #blocks(chosen: Exclude<Chosen, { by: 'list' }>): Uint32Array {
    if (chosen.blocks) return chosen.blocks;
    if (chosen.by === 'mask') {
      chosen.blocks = ranks(chosen.mask);
      return chosen.blocks;
    }
    const blocks = new Uint32Array(Math.ceil(this.#events / BLOCK) + 1);
    const shape = this.#shape(chosen);
    if (shape.events <= this.#events * FEW) {
      // Sums of what happened before each block, and the others where they are.
      const { whats } = this.columns.head;
      const before = this.#stepped();
      const own = [...shape.base.keys()].filter((row) => shape.base[row] === 1);
      const others = new Int32Array(blocks.length);
      for (const pair of shape.others) {
        const by = chosen.ok[pair] === 1 ? 1 : -1;
        for (const at of this.pairs.listed(pair, 0, this.#events)) others[Math.floor(at / BLOCK) + 1]! += by;
      }
      for (let block = 1, more = 0; block < blocks.length; block++) {
        more += others[block]!;
        const begin = Math.min(block * BLOCK, this.#events) / this.#step;
        for (const row of own) blocks[block]! += before[Math.floor(begin) * whats + row]!;
        blocks[block]! += more;
      }
      blocks[blocks.length - 1] = chosen.events;
    } else {
      const { rows } = this.pairs;
      const { ok } = chosen;
      for (let block = 1; block < blocks.length; block++) {
        let n = blocks[block - 1]!;
        for (let i = (block - 1) * BLOCK, end = Math.min(this.#events, block * BLOCK); i < end; i++) n += ok[rows[i]!]!;
        blocks[block] = n;
      }
    }
    chosen.blocks = blocks;
    return blocks;
  }
}

function addAll(out: Tally, { what, slots }: Pairs, counts: Uint32Array): void {
  const [whats, whos] = [out.what, out.who];
  let events = 0;
  for (let pair = 0; pair < counts.length; pair++) {
    const n = counts[pair]!;
    whats[what[pair]!]! += n;
    whos[slots[pair]!]! += n;
    events += n;
  }
  out.events = events;
}

/** Without a branch: what is not chosen counts as none. */
function addChosen(out: Tally, { what, slots }: Pairs, counts: Uint32Array, ok: Uint8Array): void {
  const [whats, whos] = [out.what, out.who];
  let events = 0;
  for (let pair = 0; pair < counts.length; pair++) {
    const n = counts[pair]! & -ok[pair]!;
    whats[what[pair]!]! += n;
    whos[slots[pair]!]! += n;
    events += n;
  }
  out.events = events;
}

const RUN_BITS = 10;
const RUN = (1 << RUN_BITS) - 1;
