/** The third table of the packed columns: which row of what happened met which row of whom it concerned, and how often. Pure. */
import { codes } from '../../store/codes';
import type { Columns } from '../../store/columns/open';
import { lowerBound } from './masks';

/** What an event counts as: position in a sum of three. */
export const DENIED = 0;
export const SUCCESS = 1;
export const OTHER = 2;
const denied = codes.mark.code('denied');
const success = codes.mark.code('success');

/** Denied, success or other, per row of the table of what happened. */
export const kindsOf = (columns: Columns): Uint8Array =>
  Uint8Array.from(columns.what('mark'), (mark) => (mark === denied ? DENIED : mark === success ? SUCCESS : OTHER));

/** `positions[at[row]]` … `positions[at[row + 1]]` are what belongs to a row, in order. */
export interface Postings {
  at: Uint32Array;
  positions: Uint32Array;
}

/** Which places of a list hold each number below `rows`; negative ones are in no list. */
export function postingsOf(list: Uint32Array | Int32Array, rows: number): Postings {
  const at = new Uint32Array(rows + 1);
  for (let i = 0; i < list.length; i++) if (list[i]! >= 0) at[list[i]! + 1]!++;
  for (let row = 0; row < rows; row++) at[row + 1]! += at[row]!;
  const next = at.slice();
  const positions = new Uint32Array(at[rows]!);
  for (let i = 0; i < list.length; i++) if (list[i]! >= 0) positions[next[list[i]!]!++] = i;
  return { at, positions };
}

/** Bytes that sums of whole stretches of events may take. */
const ROOM = 24 * 1024 * 1024;
const MOST_STRETCHES = 64;
const RANGES_KEPT = 4;

export class Pairs {
  readonly size: number;
  /** Row of the table of what happened, per pair. */
  readonly what: Int32Array;
  /** Row of the table of whom it concerned, per pair. */
  readonly who: Int32Array;
  /** What its events count as, per pair. */
  readonly kinds: Uint8Array;
  /** Its place in sums of three per row of whom it concerned. */
  readonly slots: Int32Array;
  /** Events of each pair before each multiple of `#stretch`; made when first asked for. */
  #before: Uint32Array[] | null = null;
  #stretch = 0;
  #lists: Postings | null = null;
  #ofActor: Postings | null = null;
  readonly #counted = new Map<string, Uint32Array>();
  /** Used again: fresh memory costs more than what is written into it. */
  readonly #free: Uint32Array[] = [];

  constructor(readonly columns: Columns) {
    this.size = columns.head.pairs;
    this.what = columns.met('what');
    this.who = columns.met('who');
    const kinds = kindsOf(columns);
    this.kinds = new Uint8Array(this.size);
    this.slots = new Int32Array(this.size);
    for (let pair = 0; pair < this.size; pair++) {
      this.kinds[pair] = kinds[this.what[pair]!]!;
      this.slots[pair] = this.who[pair]! * 3 + this.kinds[pair]!;
    }
  }

  /** The pair of each event. */
  get rows(): Uint32Array {
    return this.columns.rows('pair');
  }

  /** Positions of the events of each pair. */
  get lists(): Postings {
    this.#lists ??= postingsOf(this.rows, this.size);
    return this.#lists;
  }

  /** The pairs of an actor. */
  ofActor(actor: number): Uint32Array {
    this.#ofActor ??= this.#byActor();
    const { at, positions } = this.#ofActor;
    return actor + 1 < at.length ? positions.subarray(at[actor]!, at[actor + 1]!) : positions.subarray(0, 0);
  }

  /** Positions of the events of a pair that lie in `[lo, hi)`. */
  listed(pair: number, lo: number, hi: number): Uint32Array {
    const { at, positions } = this.lists;
    const [from, to] = [at[pair]!, at[pair + 1]!];
    const begin = lo === 0 ? from : lowerBound(positions, lo, from, to);
    return positions.subarray(begin, lowerBound(positions, hi, begin, to));
  }

  /** Events of each pair in `[lo, hi)`. The answer is remembered, and later used again: it is neither to be changed nor kept. */
  within(lo: number, hi: number): Uint32Array {
    const key = `${lo} ${hi}`;
    let counts = this.#counted.get(key);
    if (!counts) {
      counts = this.#count(lo, hi);
      this.#counted.set(key, counts);
      if (this.#counted.size > RANGES_KEPT) {
        const [oldest, gone] = this.#counted.entries().next().value!;
        this.#counted.delete(oldest);
        if (!this.#before!.includes(gone)) this.#free.push(gone);
      }
    }
    return counts;
  }

  #byActor(): Postings {
    const actors = this.columns.who('actor');
    let most = -1;
    for (const actor of actors) if (actor > most) most = actor;
    return postingsOf(
      Int32Array.from(this.who, (row) => actors[row]!),
      most + 1,
    );
  }

  #count(lo: number, hi: number): Uint32Array {
    const stretches = this.#stretches();
    if (lo === 0 && hi === this.columns.head.events) return stretches.at(-1)!;
    if (hi - lo <= this.#stretch) return this.#add(this.#take().fill(0), lo, hi, 1);
    const end = this.#to(hi);
    if (lo === 0) return end;
    const begin = this.#to(lo);
    for (let pair = 0; pair < end.length; pair++) end[pair]! -= begin[pair]!;
    this.#free.push(begin);
    return end;
  }

  #take(): Uint32Array {
    return this.#free.pop() ?? new Uint32Array(this.size);
  }

  #add(counts: Uint32Array, lo: number, hi: number, by: 1 | -1): Uint32Array {
    const { rows } = this;
    for (let i = lo; i < hi; i++) counts[rows[i]!]! += by;
    return counts;
  }

  /** The sums before a place: those of the nearest whole stretch, and the events between. */
  #to(at: number): Uint32Array {
    const stretches = this.#stretches();
    const near = Math.min(stretches.length - 1, Math.round(at / this.#stretch));
    const there = Math.min(near * this.#stretch, this.columns.head.events);
    const counts = this.#take();
    counts.set(stretches[near]!);
    return there <= at ? this.#add(counts, there, at, 1) : this.#add(counts, at, there, -1);
  }

  #stretches(): Uint32Array[] {
    if (this.#before) return this.#before;
    const { events } = this.columns.head;
    const n = Math.max(1, Math.min(MOST_STRETCHES, Math.floor(ROOM / (4 * (this.size + 1)))));
    this.#stretch = Math.max(1, Math.ceil(events / n));
    const running = new Uint32Array(this.size);
    this.#before = [running.slice()];
    for (let at = 0; at < events; at += this.#stretch) {
      this.#add(running, at, Math.min(events, at + this.#stretch), 1);
      this.#before.push(running.slice());
    }
    return this.#before;
  }
}
