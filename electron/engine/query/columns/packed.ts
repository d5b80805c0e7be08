/** Answers out of packed columns: the same as `sqlAnswers`, at a cost that a hand on the brush does not feel. */
import type { AddressSum } from '../../store/address-sums';
import type { caseHistogram } from '../../store/case-lists';
import { codes } from '../../store/codes';
import { type HASHED, NULL, textHash } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import { eventId } from '../../store/event-id';
import { type BarCounts, type LaneData, type LanePart, PROXY, partTexts } from '../../store/event-sums';
import { type EventKey, type EventRow, rowsByEid } from '../../store/events';
import type { ReadDb } from '../../store/open';
import { type Clause, eidsWithText, type Texts as TextColumn } from '../../store/query-sql';
import type { Answers, Count, LaneAsked, LaneWindow, Order, PlacedRows, Span } from '../answers';
import { packedAddressSums } from './address-sums';
import { facetOf, type Texts, textsOf, top } from './facets';
import { HashSet } from './hash-set';
import { firstAt } from './moments';
import { DENIED, OTHER, Pairs, SUCCESS } from './pairs';
import { type People, people } from './people';
import { type Selection, Selector } from './select';
import { Sums, type Tally } from './tally';

const CHOICES = 8; // filters remembered: up to one byte an event each
const TALLIES = 12;
/** More than any identity has: with as many denials, both are told exactly in one number. */
const MOST_EVENTS = 2 ** 26;
/** Events that a page looks at one after the other before it asks for ranks. */
const LOOKED = 4_096;

interface Tallied extends Tally {
  /** Identities with events in it, the most denied first, as many as were asked for; how many there are. */
  order?: { who: Uint32Array; total: number; events: Float64Array; denials: Float64Array };
}

/** Remembers the newest few by key. */
class Few<T> {
  readonly #kept = new Map<string, T>();
  constructor(
    readonly most: number,
    readonly forgotten: (value: T) => void = () => undefined,
  ) {}
  of(key: string, make: () => T): T {
    let value = this.#kept.get(key);
    if (value === undefined) value = make();
    else this.#kept.delete(key);
    this.#kept.set(key, value);
    if (this.#kept.size > this.most) {
      const [oldest, gone] = this.#kept.entries().next().value!;
      this.#kept.delete(oldest);
      this.forgotten(gone);
    }
    return value;
  }
  clear(): void {
    for (const value of this.#kept.values()) this.forgotten(value);
    this.#kept.clear();
  }
}

/** One case's packed columns with what was made of them; ask `fresh` before each answer. */
export class Packed {
  readonly #choices = new Few<Selection>(CHOICES, (gone) => this.#selector.letGo(gone));
  readonly #tallies = new Few<Tallied>(TALLIES);
  readonly #pairs: Pairs;
  readonly #selector: Selector;
  readonly #sums: Sums;
  #placed: PlacedRows | null = null;
  readonly #hashed = new Map<(typeof HASHED)[number], HashSet>();
  #people: People | null = null;
  #texts: Texts | null = null;
  #partTexts = new Map<LanePart, Map<number, string>>();
  #stamp = '';

  constructor(
    readonly db: ReadDb,
    readonly columns: Columns,
  ) {
    this.#pairs = new Pairs(columns);
    this.#sums = new Sums(columns, this.#pairs);
    this.#selector = new Selector(columns, this.#pairs, {
      texts: (column, value) => this.#find(column, value),
      places: (eids) => this.#placesOf(eids),
    });
  }

  /** Another `stamp` after whatever changes an answer: an analysis, other address databases. Other events are other columns. */
  fresh(stamp: string): void {
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#choices.clear();
    this.#tallies.clear();
    this.#people = null;
    this.#placed = null;
    this.#texts = null;
    this.#partTexts.clear();
  }

  /** `key` names the clause; `clause` makes it where it is not remembered. */
  answers(key: string, clause: () => Clause, range: Span | null): Answers {
    const { columns } = this;
    const chosen = (): Selection => this.#choices.of(key, () => this.#selector.choose(clause()));
    const within = (span: Span | null): Selection => {
      const all = chosen();
      if (!span) return all;
      const lo = Math.max(all.lo, firstAt(columns, span.from));
      return { ...all, lo, hi: Math.max(lo, Math.min(all.hi, firstAt(columns, span.to))) };
    };
    const tallied = (span: Span | null): Tallied => {
      const selection = within(span);
      return this.#tallies.of(`${selection.lo} ${selection.hi} ${key}`, () => this.#sums.tally(selection));
    };
    /** Positions from the n-th event of the selection on, in the order asked. */
    const positions = (order: Order, skip: number, limit: number, bounds: { lo: number; hi: number }): number[] => {
      const { chosen: of } = chosen();
      const is = this.#sums.isIn(of);
      const out: number[] = [];
      const step = order === 'asc' ? 1 : -1;
      const end = order === 'asc' ? bounds.hi : bounds.lo - 1;
      let at = order === 'asc' ? bounds.lo : bounds.hi - 1;
      let left = skip;
      for (;;) {
        // What is near is found by looking; farther places, and what is rare, by their rank.
        for (let n = 0; n < LOOKED && out.length < limit && at !== end; n++, at += step)
          if (is(at) && left-- <= 0) out.push(at);
        if (out.length === limit || at === end) return out;
        const [first, last] = [this.#sums.before(of, bounds.lo), this.#sums.before(of, bounds.hi)];
        const next = skip + out.length;
        if (next >= last - first) return out;
        at = this.#sums.nth(of, order === 'asc' ? first + next : last - 1 - next);
        left = 0;
      }
    };
    const rowsAt = (found: readonly number[]): EventRow[] => {
      const eids = columns.rows('eid');
      return rowsByEid(
        this.db,
        found.map((at) => eids[at]!),
      );
    };
    return {
      count: () => this.#sums.count(within(range)),
      page: (order, limit, after) => {
        const { lo, hi } = within(range);
        const bounds =
          after === null
            ? { lo, hi }
            : order === 'asc'
              ? { lo: Math.max(lo, this.#keyBound(after, true)), hi }
              : { lo, hi: Math.min(hi, this.#keyBound(after, false)) };
        return rowsAt(positions(order, 0, limit, bounds));
      },
      window: (order, offset, limit) => rowsAt(positions(order, offset, limit, within(range))),
      facet: (field, limit): Count[] =>
        facetOf({ columns, tally: tallied(range), texts: this.#textsNow(), people: this.#peopleNow() }, field, limit),
      histogram: (from, step, buckets): BarCounts[] => {
        const counts = this.#sums.bars(within(null), from, step, buckets);
        return Array.from({ length: buckets }, (_, i) => ({
          denied: counts[i * 3 + DENIED]!,
          success: counts[i * 3 + SUCCESS]!,
          other: counts[i * 3 + OTHER]!,
        }));
      },
      lanes: (span, skip, limit) => {
        const who = this.#peopleNow();
        const sums = tallied(span);
        if (!sums.order || sums.order.who.length < Math.min(sums.order.total, skip + limit))
          sums.order = this.#ordered(sums, who, skip + limit);
        const { order } = sums;
        const lanes = Array.from(order.who.subarray(skip, skip + limit), (i) => ({
          iid: who.iids[i]!,
          id: who.ids[i]!,
          name: who.names[i]!,
          kind: who.kinds[i]!,
          events: order.events[i]!,
          denials: order.denials[i]!,
        }));
        return { lanes, total: order.total };
      },
      parts: (iid, by, span, limit) => {
        const counts = new Map<string, { events: number; denials: number }>();
        const ids = new Map<number, { events: number; denials: number }>();
        const idOf = this.#partIds(by);
        this.#ofIdentity(iid, within(span), (pair, positions) => {
          const id = idOf(pair);
          let sum = ids.get(id);
          if (!sum) {
            sum = { events: 0, denials: 0 };
            ids.set(id, sum);
          }
          sum.events += positions.length;
          if (this.#pairs.kinds[pair] === DENIED) sum.denials += positions.length;
        });
        for (const [id, sum] of ids) {
          const text = this.#partText(by, id);
          const held = counts.get(text);
          if (!held) counts.set(text, sum);
          else {
            held.events += sum.events;
            held.denials += sum.denials;
          }
        }
        return [...counts]
          .map(([part, sum]) => ({ part, ...sum }))
          .sort((a, b) => b.events - a.events || (a.part < b.part ? -1 : 1))
          .slice(0, limit);
      },
      lane: (lane, window) => this.#lane(lane, window, within),
      placed: () => {
        const { who: sums } = tallied(range);
        const there = new Uint8Array(columns.head.whos);
        for (let row = 0; row < there.length; row++)
          there[row] = sums[row * 3]! + sums[row * 3 + 1]! + sums[row * 3 + 2]! > 0 ? 1 : 0;
        return { rows: this.#placedNow(), counts: sums, there };
      },
    };
  }

  /** As `proxiedAddresses`: row ids of addresses of events that their own log calls proxied. */
  proxied(): Set<number> {
    const flags = this.columns.what('flags');
    const ips = this.columns.who('ip');
    const { what, who } = this.#pairs;
    const out = new Set<number>();
    for (let pair = 0; pair < what.length; pair++)
      if ((flags[what[pair]!]! & PROXY) !== 0 && ips[who[pair]!] !== NULL) out.add(ips[who[pair]!]!);
    return out;
  }

  /** As the function of that name in `store/address-sums.ts`, without reading every event. */
  addressSums(): AddressSum[] {
    return packedAddressSums(this.db, this.columns, this.#pairs, this.#peopleNow());
  }

  /** As `caseHistogram`: all events in so many slices of time; null where there are none. */
  histogram(buckets: number): ReturnType<typeof caseHistogram> {
    const times = this.columns.rows('time');
    if (times.length === 0) return null;
    const from = times[0]!;
    const step = Math.max(1, Math.ceil((times.at(-1)! - from + 1) / buckets));
    const counts = this.#sums.bars({ lo: 0, hi: times.length, chosen: null }, from, step, buckets);
    const every = (kind: number): number[] => Array.from({ length: buckets }, (_, i) => counts[i * 3 + kind]!);
    const sums = { denied: every(DENIED), success: every(SUCCESS), other: every(OTHER) };
    return { from, to: from + step * buckets, step, ...sums };
  }

  #peopleNow(): People {
    this.#people ??= people(this.db);
    return this.#people;
  }
  #textsNow(): Texts {
    this.#texts ??= textsOf(this.db);
    return this.#texts;
  }

  /** First position behind the key (`isAfter`), or at and behind it. */
  #keyBound({ time, rk, content }: EventKey, isAfter: boolean): number {
    const { columns } = this;
    const [times, rks, contents] = [columns.rows('time'), columns.rows('rk'), columns.rows('content')];
    let at = firstAt(columns, time);
    for (; at < times.length && times[at] === time; at++) {
      const order = rks[at]! - rk || contents[at]! - content;
      if (order > 0 || (order === 0 && !isAfter)) break;
    }
    return at;
  }

  #ordered(sums: Tally, who: People, first: number): NonNullable<Tallied['order']> {
    const actors = this.columns.who('actor');
    const events = new Float64Array(who.ids.length);
    const denials = new Float64Array(who.ids.length);
    for (let row = 0; row < actors.length; row++) {
      const i = who.of[actors[row]!] ?? -1;
      if (i < 0) continue;
      const denied = sums.who[row * 3 + DENIED]!;
      denials[i]! += denied;
      events[i]! += denied + sums.who[row * 3 + SUCCESS]! + sums.who[row * 3 + OTHER]!;
    }
    let total = 0;
    for (let i = 0; i < events.length; i++) if (events[i]! > 0) total++;
    // Numbers of events are whole: one number tells both, and the lists stand in the order of names.
    const rank = events.map((n, i) => denials[i]! * MOST_EVENTS + n);
    return { who: Uint32Array.from(top(rank, first, (a, b) => a - b)), total, events, denials };
  }

  /** Calls back for each pair of one identity with the positions of its events in a selection, rising. */
  #ofIdentity(iid: number, { lo, hi, chosen }: Selection, each: (pair: number, positions: Uint32Array) => void): void {
    const is = chosen?.by === 'pairs' ? null : this.#sums.isIn(chosen);
    for (const actor of this.#peopleNow().actors.get(iid) ?? [])
      for (const pair of this.#pairs.ofActor(actor)) {
        if (chosen?.by === 'pairs' && chosen.ok[pair] === 0) continue;
        const all = this.#pairs.listed(pair, lo, hi);
        const own = chosen && is ? all.filter(is) : all;
        if (own.length > 0) each(pair, own);
      }
  }

  #lane(lane: LaneAsked, window: LaneWindow, within: (span: Span) => Selection): LaneData {
    const { from, step, buckets, singles } = window;
    const { columns } = this;
    const base = { part: lane.part, events: lane.events, denials: lane.denials };
    const isOf = lane.by && lane.part !== null ? this.#partOf(lane.by, lane.part) : () => true;
    const selection = within({ from, to: from + step * buckets });
    const times = columns.rows('time');
    if (lane.events <= singles) {
      const own: Uint32Array[] = [];
      this.#ofIdentity(lane.iid, selection, (pair, positions) => isOf(pair) && own.push(positions));
      const [rks, contents, marks] = [columns.rows('rk'), columns.rows('content'), columns.what('mark')];
      const { rows, what } = this.#pairs;
      const single = { ids: [] as string[], times: [] as number[], marks: [] as ReturnType<typeof codes.mark.word>[] };
      for (const at of merged(own)) {
        single.ids.push(eventId(rks[at]!, contents[at]!));
        single.times.push(times[at]!);
        single.marks.push(codes.mark.word(marks[what[rows[at]!]!]!));
      }
      return { ...base, single, density: null };
    }
    const counts = new Uint32Array(buckets * 3);
    this.#ofIdentity(lane.iid, selection, (pair, positions) => {
      if (!isOf(pair)) return;
      const kind = this.#pairs.kinds[pair]!;
      for (const at of positions) {
        const bucket = Math.trunc((times[at]! - from) / step);
        if (bucket >= 0 && bucket < buckets) counts[bucket * 3 + kind]!++;
      }
    });
    const every = (kind: number): number[] => Array.from({ length: buckets }, (_, i) => counts[i * 3 + kind]!);
    return { ...base, single: null, density: { denied: every(DENIED), success: every(SUCCESS), other: every(OTHER) } };
  }

  /** Whether events of a pair have a value that a lane is opened by. */
  #partOf(by: LanePart, part: string): (pair: number) => boolean {
    const [idOf, isOf] = [this.#partIds(by), new Map<number, boolean>()];
    return (pair) => {
      const id = idOf(pair);
      let answer = isOf.get(id);
      if (answer === undefined) {
        answer = this.#partText(by, id) === part;
        isOf.set(id, answer);
      }
      return answer;
    };
  }

  /** The value of a pair's events that a lane is opened by. */
  #partIds(by: LanePart): (pair: number) => number {
    const { columns } = this;
    const { what, who } = this.#pairs;
    if (by === 'source' || by === 'app') {
      const values = columns.what(by);
      return (pair) => values[what[pair]!]!;
    }
    const values = columns.who(by);
    return (pair) => values[who[pair]!]!;
  }

  #partText(by: LanePart, id: number): string {
    const texts = this.#partTexts.get(by) ?? new Map<number, string>();
    this.#partTexts.set(by, texts);
    let text = texts.get(id);
    if (text === undefined) {
      text = partTexts(this.db, by)(id === NULL ? null : id);
      texts.set(id, text);
    }
    return text;
  }

  /** Where and whose each row of whom it concerned is. */
  #placedNow(): PlacedRows {
    if (this.#placed) return this.#placed;
    const who = this.#peopleNow();
    this.#placed = {
      place: this.columns.who('place'),
      ip: this.columns.who('ip'),
      iid: Int32Array.from(this.columns.who('actor'), (actor) => {
        const i = who.of[actor] ?? -1;
        return i < 0 ? 0 : who.iids[i]!;
      }),
    };
    return this.#placed;
  }

  /** Positions of events by their row ids, rising. */
  #placesOf(eids: readonly number[]): Uint32Array {
    const { columns } = this;
    if (eids.length <= LOOKED) {
      // Their keys tell the places; the column of row ids need not be read.
      const key = this.db.prepare<[number], EventKey>('SELECT time, rk, content FROM event WHERE eid = ?');
      const [rks, contents] = [columns.rows('rk'), columns.rows('content')];
      const found = eids.flatMap((eid) => {
        const told = key.get(eid);
        const at = told ? this.#keyBound(told, false) : -1;
        return told && rks[at] === told.rk && contents[at] === told.content ? [at] : [];
      });
      return Uint32Array.from(new Set(found)).sort();
    }
    const all = columns.rows('eid');
    const isWanted = new Uint8Array(eids.reduce((most, eid) => Math.max(most, eid), 0) + 1);
    for (const eid of eids) isWanted[eid] = 1;
    const found: number[] = [];
    for (let i = 0; i < all.length; i++) if (isWanted[all[i]!] === 1) found.push(i);
    return Uint32Array.from(found);
  }

  /** Row ids of events with a text: sessions have an index, whole ids a hash; for a pattern the rows are gone over. */
  #find(column: TextColumn, value: string): readonly number[] {
    if (column === 'session' || value.includes('*')) return eidsWithText(this.db, column, value);
    const hash = textHash(value);
    if (!this.#hashes(column).may(hash)) return [];
    const [hashes, eids] = [this.columns.rows(column), this.columns.rows('eid')];
    const found: number[] = [];
    for (let at = hashes.indexOf(hash); at >= 0; at = hashes.indexOf(hash, at + 1)) found.push(eids[at]!);
    return eidsWithText(this.db, column, value, found);
  }

  #hashes(column: (typeof HASHED)[number]): HashSet {
    let known = this.#hashed.get(column);
    if (!known) {
      known = new HashSet(this.columns.rows(column));
      this.#hashed.set(column, known);
    }
    return known;
  }
}

function merged(lists: readonly Uint32Array[]): Uint32Array {
  const out = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    out.set(list, at);
    at += list.length;
  }
  return out.sort();
}
