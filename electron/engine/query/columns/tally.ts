/** Sums over a selection of packed events: the passes whose cost is the events, written so that nothing is made per event. */
import { codes } from '../../store/codes';
import type { Columns, RowNumbers } from '../../store/columns/open';
import { lowerBound, words } from './masks';
import type { Selection } from './select';

/** What an event counts as: position in a sum of three. */
export const DENIED = 0;
export const SUCCESS = 1;
export const OTHER = 2;
const denied = codes.mark.code('denied');
const success = codes.mark.code('success');

/** Denied, success or other, per row of the table of what happened. */
export const kindsOf = (columns: Columns): Uint8Array =>
  Uint8Array.from(columns.what('mark'), (mark) => (mark === denied ? DENIED : mark === success ? SUCCESS : OTHER));

export interface Tally {
  /** Events per row of the table of what happened. */
  what: Uint32Array;
  /** Denied, successful, other events per row of the table of whom it concerned. */
  who: Uint32Array;
  events: number;
}

/** Bytes that sums of whole stretches of events may take. */
const ROOM = 16 * 1024 * 1024;
const MOST_STRETCHES = 64;
const STEP = 256; // events between two counts of their kinds

export class Sums {
  readonly #kinds: Uint8Array;
  readonly #events: number;
  /** Sums of all events before each multiple of `#stretch`; made when first asked for. */
  #before: Tally[] | null = null;
  #stretch = 0;
  #marks: { denied: Uint32Array; success: Uint32Array } | null = null;

  constructor(readonly columns: Columns) {
    this.#kinds = kindsOf(columns);
    this.#events = columns.head.events;
  }

  tally({ lo, hi, chosen }: Selection): Tally {
    if (!chosen) return this.#all(lo, hi);
    const { few, isNot, mask } = chosen;
    if (few) {
      const out = isNot ? this.#all(lo, hi) : this.#none();
      this.#addFew(out, few, lo, hi, isNot ? -1 : 1);
      return out;
    }
    const out = this.#none();
    this.#addMask(out, mask, lo, hi);
    return out;
  }

  /** Counts per bucket of `step` milliseconds from `from`, three to a bucket: denied, success, other. */
  bars({ lo, hi, chosen }: Selection, from: number, step: number, buckets: number): Uint32Array {
    const out = new Uint32Array(buckets * 3);
    if (!chosen || (chosen.few && chosen.isNot)) this.#barsOfAll(out, lo, hi, from, step);
    if (chosen?.few) this.#barsOfFew(out, chosen.few, { lo, hi }, from, step, chosen.isNot ? -1 : 1);
    else if (chosen) this.#barsOfMask(out, chosen.mask, lo, hi, from, step);
    return out;
  }

  // Read when first asked for: a histogram needs no word of who.
  get #whats(): RowNumbers {
    return this.columns.rowIn('what');
  }
  get #whos(): RowNumbers {
    return this.columns.rowIn('who');
  }

  #none = (): Tally => ({
    what: new Uint32Array(this.columns.head.whats),
    who: new Uint32Array(this.columns.head.whos * 3),
    events: 0,
  });

  #addFew(out: Tally, few: Uint32Array, lo: number, hi: number, by: 1 | -1): void {
    const [whats, whos, kinds] = [this.#whats, this.#whos, this.#kinds];
    const { what, who } = out;
    let n = 0;
    for (let i = 0; i < few.length; i++) {
      const at = few[i]!;
      if (at < lo || at >= hi) continue;
      const row = whats[at]!;
      what[row]! += by;
      who[whos[at]! * 3 + kinds[row]!]! += by;
      n++;
    }
    out.events += by * n;
  }

  #addMask(out: Tally, mask: Uint8Array, lo: number, hi: number): void {
    const [whats, whos, kinds] = [this.#whats, this.#whos, this.#kinds];
    const { what, who } = out;
    const four = words(mask);
    for (let i = lo; i < hi; i++) {
      if (mask[i] === 0) {
        // Where nothing is chosen, nothing is looked at.
        if ((i & 3) === 0) while (i + 4 <= hi && four[i >>> 2] === 0) i += 4;
        if (i >= hi || mask[i] === 0) continue;
      }
      const row = whats[i]!;
      what[row]!++;
      who[whos[i]! * 3 + kinds[row]!]!++;
    }
    for (const n of what) out.events += n;
  }

  #addAll({ what, who }: Tally, lo: number, hi: number, by: 1 | -1): void {
    const [whats, whos, kinds] = [this.#whats, this.#whos, this.#kinds];
    for (let i = lo; i < hi; i++) {
      const row = whats[i]!;
      what[row]! += by;
      who[whos[i]! * 3 + kinds[row]!]! += by;
    }
  }

  /** The sums before a place: those of the nearest whole stretch, and the events between. */
  #to(at: number): Tally {
    const stretches = this.#stretches();
    const near = Math.min(stretches.length - 1, Math.round(at / this.#stretch));
    const { what, who } = stretches[near]!;
    const out = { what: what.slice(), who: who.slice(), events: at };
    const there = Math.min(near * this.#stretch, this.#events);
    if (there <= at) this.#addAll(out, there, at, 1);
    else this.#addAll(out, at, there, -1);
    return out;
  }

  #all(lo: number, hi: number): Tally {
    if (hi - lo <= this.#events / MOST_STRETCHES) {
      const out = this.#none();
      this.#addAll(out, lo, hi, 1);
      out.events = hi - lo;
      return out;
    }
    const end = this.#to(hi);
    if (lo === 0) return end;
    const begin = this.#to(lo);
    for (let i = 0; i < end.what.length; i++) end.what[i]! -= begin.what[i]!;
    for (let i = 0; i < end.who.length; i++) end.who[i]! -= begin.who[i]!;
    end.events = hi - lo;
    return end;
  }

  #stretches(): Tally[] {
    if (this.#before) return this.#before;
    const { whats, whos } = this.columns.head;
    const n = Math.max(1, Math.min(MOST_STRETCHES, Math.floor(ROOM / (4 * (whats + whos * 3 + 1)))));
    this.#stretch = Math.max(1, Math.ceil(this.#events / n));
    const running = this.#none();
    this.#before = [this.#none()];
    for (let at = 0; at < this.#events; at += this.#stretch) {
      const end = Math.min(this.#events, at + this.#stretch);
      this.#addAll(running, at, end, 1);
      this.#before.push({ what: running.what.slice(), who: running.who.slice(), events: end });
    }
    return this.#before;
  }

  #barsOfFew(
    out: Uint32Array,
    few: Uint32Array,
    { lo, hi }: { lo: number; hi: number },
    from: number,
    step: number,
    by: 1 | -1,
  ): void {
    const [whats, kinds, times] = [this.#whats, this.#kinds, this.columns.rows('time')];
    const buckets = out.length / 3;
    for (let i = 0; i < few.length; i++) {
      const at = few[i]!;
      if (at < lo || at >= hi) continue;
      const bucket = Math.floor((times[at]! - from) / step);
      if (bucket >= 0 && bucket < buckets) out[bucket * 3 + kinds[whats[at]!]!]! += by;
    }
  }

  #barsOfAll(out: Uint32Array, lo: number, hi: number, from: number, step: number): void {
    const times = this.columns.rows('time');
    this.#marks ??= this.#countMarks();
    const { denied: deniedBefore, success: successBefore } = this.#marks;
    const [whats, kinds] = [this.#whats, this.#kinds];
    let [d, su] = [0, 0];
    const count = (at: number): void => {
      const block = Math.floor(at / STEP);
      [d, su] = [deniedBefore[block]!, successBefore[block]!];
      for (let i = block * STEP; i < at; i++) {
        const kind = kinds[whats[i]!]!;
        if (kind === DENIED) d++;
        else if (kind === SUCCESS) su++;
      }
    };
    let at = lowerBound(times, from, lo, hi);
    count(at);
    for (let bucket = 0; bucket * 3 < out.length && at < hi; bucket++) {
      const end = lowerBound(times, from + (bucket + 1) * step, at, hi);
      const [deniedNow, successNow, n] = [d, su, end - at];
      count(end);
      out[bucket * 3 + DENIED] = d - deniedNow;
      out[bucket * 3 + SUCCESS] = su - successNow;
      out[bucket * 3 + OTHER] = n - (d - deniedNow) - (su - successNow);
      at = end;
    }
  }

  /** Denied and successful events before each multiple of `STEP`. */
  #countMarks(): { denied: Uint32Array; success: Uint32Array } {
    const blocks = Math.floor(this.#events / STEP) + 1;
    const out = { denied: new Uint32Array(blocks), success: new Uint32Array(blocks) };
    const [whats, kinds] = [this.#whats, this.#kinds];
    const n = [0, 0, 0];
    for (let i = 0; i < this.#events; i++) {
      if (i % STEP === 0) {
        out.denied[i / STEP] = n[DENIED]!;
        out.success[i / STEP] = n[SUCCESS]!;
      }
      n[kinds[whats[i]!]!]!++;
    }
    if (this.#events % STEP === 0) {
      out.denied[blocks - 1] = n[DENIED]!;
      out.success[blocks - 1] = n[SUCCESS]!;
    }
    return out;
  }

  #barsOfMask(out: Uint32Array, mask: Uint8Array, lo: number, hi: number, from: number, step: number): void {
    const [times, whats] = [this.columns.rows('time'), this.#whats];
    const weights = Int32Array.from(this.#kinds, (kind) => (kind === DENIED ? 1 : kind === SUCCESS ? RUN_LIMIT : 0));
    let at = lowerBound(times, from, lo, hi);
    for (let bucket = 0; bucket * 3 < out.length && at < hi; bucket++) {
      const end = lowerBound(times, from + (bucket + 1) * step, at, hi);
      // Without a branch, and denied and successful in one number, in runs too short for either to run over.
      let [d, su, n] = [0, 0, 0];
      while (at < end) {
        const stop = Math.min(end, at + RUN);
        let sum = 0;
        for (; at < stop; at++) {
          const is = mask[at]!;
          n += is;
          sum += weights[whats[at]!]! & -is;
        }
        d += sum & (RUN_LIMIT - 1);
        su += sum >>> RUN_BITS;
      }
      out[bucket * 3 + DENIED] = d;
      out[bucket * 3 + SUCCESS] = su;
      out[bucket * 3 + OTHER] = n - d - su;
    }
  }
}

const RUN_BITS = 15;
const RUN_LIMIT = 1 << RUN_BITS;
const RUN = RUN_LIMIT - 1;
