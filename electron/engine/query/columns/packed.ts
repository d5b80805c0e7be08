/** Answers out of packed columns: the same as `sqlAnswers`, at a cost that a hand on the brush does not feel. */
import { codes } from '../../store/codes';
import { NULL, textHash } from '../../store/columns/layout';
import type { Columns, RowNumbers } from '../../store/columns/open';
import { eventId } from '../../store/event-id';
import {
  type BarCounts,
  type LaneData,
  type LanePart,
  type PlaceCount,
  PROXY,
  partTexts,
} from '../../store/event-sums';
import { type EventKey, type EventRow, rowsByEid } from '../../store/events';
import type { ReadDb } from '../../store/open';
import { type Clause, eidsWithText, type Texts as TextColumn } from '../../store/query-sql';
import type { Answers, Count, LaneAsked, LaneWindow, Order, Span } from '../answers';
import { facetOf, type Texts, textsOf } from './facets';
import { lowerBound, rankAt, ranks, select } from './masks';
import { type People, people } from './people';
import { type Postings, postingsOf } from './postings';
import { type Chosen, type Selection, Selector } from './select';
import { DENIED, kindsOf, OTHER, SUCCESS, Sums, type Tally } from './tally';

const MASKS = 8; // filters remembered: one byte an event each
const TALLIES = 12;

interface Masked {
  /** Null: all events. */
  chosen: Chosen | null;
  /** `ranks` of its mask, made when asked for. */
  blocks: Uint32Array | null;
}
interface Tallied extends Tally {
  /** Identities with events in it, the most denied first; made when asked for. */
  order?: { who: Uint32Array; events: Float64Array; denials: Float64Array };
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
  readonly #masks = new Few<Masked>(MASKS, ({ chosen }) => this.#selector.letGo(chosen));
  readonly #tallies = new Few<Tallied>(TALLIES);
  readonly #kinds: Uint8Array;
  readonly #selector: Selector;
  readonly #sums: Sums;
  #byActor: Postings | null = null;
  #byPlace: Uint32Array | null = null;
  #people: People | null = null;
  #texts: Texts | null = null;
  #partTexts = new Map<LanePart, Map<number, string>>();
  #stamps = { writes: '', findings: '' };

  constructor(
    readonly db: ReadDb,
    readonly columns: Columns,
  ) {
    this.#kinds = kindsOf(columns);
    this.#sums = new Sums(columns);
    this.#selector = new Selector(columns, (column, value) => this.#find(column, value));
  }

  /** `writes` differs after any write to the case, `findings` after an analysis. */
  fresh(writes: string, findings: string): void {
    if (writes !== this.#stamps.writes) {
      this.#masks.clear();
      this.#tallies.clear();
    }
    if (findings !== this.#stamps.findings) {
      this.#people = null;
      this.#texts = null;
      this.#partTexts.clear();
    }
    this.#stamps = { writes, findings };
  }

  /** `key` names the clause; `clause` makes it where it is not remembered. */
  answers(key: string, clause: () => Clause, range: Span | null): Answers {
    const { columns } = this;
    const whole = columns.head.events;
    const masked = (): Masked => this.#masks.of(key, () => ({ chosen: this.#selector.choose(clause()), blocks: null }));
    const within = (span: Span | null): Selection => ({
      lo: span ? this.#selector.at(span.from) : 0,
      hi: span ? Math.max(this.#selector.at(span.from), this.#selector.at(span.to)) : whole,
      chosen: masked().chosen,
    });
    const tallied = (span: Span | null): Tallied => {
      const selection = within(span);
      return this.#tallies.of(`${selection.lo} ${selection.hi} ${key}`, () => this.#sums.tally(selection));
    };
    /** Events of the filter before a position. */
    const before = (at: number): number => {
      const held = masked();
      if (!held.chosen || at === 0) return at;
      if (at === whole) return held.chosen.events;
      held.blocks ??= ranks(held.chosen.mask);
      return rankAt(held.chosen.mask, held.blocks, at);
    };
    const nth = (n: number): number => {
      const held = masked();
      if (!held.chosen) return n;
      held.blocks ??= ranks(held.chosen.mask);
      return select(held.chosen.mask, held.blocks, n);
    };
    /** Positions from the n-th event of the selection on, in the order asked. */
    const positions = (order: Order, skip: number, limit: number, bounds: { lo: number; hi: number }): number[] => {
      const mask = masked().chosen?.mask;
      const [first, end] = [before(bounds.lo), before(bounds.hi)];
      const out: number[] = [];
      const n = order === 'asc' ? first + skip : end - 1 - skip;
      if (n < first || n >= end) return out;
      const step = order === 'asc' ? 1 : -1;
      for (let at = nth(n); at >= bounds.lo && at < bounds.hi && out.length < limit; at += step)
        if (!mask || mask[at] === 1) out.push(at);
      return out;
    };
    const rowsAt = (found: readonly number[]): EventRow[] => {
      const eids = columns.rows('eid');
      return rowsByEid(
        this.db,
        found.map((at) => eids[at]!),
      );
    };
    return {
      count: () => {
        const { lo, hi } = within(range);
        return before(hi) - before(lo);
      },
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
        sums.order ??= this.#ordered(sums, who);
        const { order } = sums;
        const lanes = Array.from(order.who.subarray(skip, skip + limit), (i) => ({
          iid: who.iids[i]!,
          id: who.ids[i]!,
          name: who.names[i]!,
          kind: who.kinds[i]!,
          events: order.events[i]!,
          denials: order.denials[i]!,
        }));
        return { lanes, total: order.who.length };
      },
      parts: (iid, by, span, limit) => {
        const counts = new Map<string, { events: number; denials: number }>();
        const ids = new Map<number, { events: number; denials: number }>();
        const whats = this.#whats;
        const idAt = this.#partIds(by);
        for (const at of this.#ofIdentity(iid, within(span))) {
          const id = idAt(at);
          let sum = ids.get(id);
          if (!sum) {
            sum = { events: 0, denials: 0 };
            ids.set(id, sum);
          }
          sum.events++;
          if (this.#kinds[whats[at]!] === DENIED) sum.denials++;
        }
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
        return { counts: this.#placeCounts(sums), seen: this.#seenAt(sums) };
      },
    };
  }

  /** As `proxiedAddresses`: row ids of addresses of events that their own log calls proxied. */
  proxied(): Set<number> {
    const isProxied = Uint8Array.from(this.columns.what('flags'), (flags) => ((flags & PROXY) !== 0 ? 1 : 0));
    const out = new Set<number>();
    if (!isProxied.includes(1)) return out;
    const [whats, whos, ips] = [this.#whats, this.#whos, this.columns.who('ip')];
    const isSeen = new Uint8Array(ips.length);
    for (let i = 0; i < whats.length; i++) isSeen[whos[i]!]! |= isProxied[whats[i]!]!;
    for (const [row, ip] of ips.entries()) if (isSeen[row] === 1 && ip !== NULL) out.add(ip);
    return out;
  }

  get #whats(): RowNumbers {
    return this.columns.rowIn('what');
  }
  get #whos(): RowNumbers {
    return this.columns.rowIn('who');
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
    let at = lowerBound(times, time);
    for (; at < times.length && times[at] === time; at++) {
      const order = rks[at]! - rk || contents[at]! - content;
      if (order > 0 || (order === 0 && !isAfter)) break;
    }
    return at;
  }

  #ordered(sums: Tally, who: People): NonNullable<Tallied['order']> {
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
    const present: number[] = [];
    for (let i = 0; i < events.length; i++) if (events[i]! > 0) present.push(i);
    // The lists stand in the order of names.
    present.sort((a, b) => denials[b]! - denials[a]! || events[b]! - events[a]! || a - b);
    return { who: Uint32Array.from(present), events, denials };
  }

  /** Positions of the events of each actor, in order. */
  #listActors(): Postings {
    const actors = this.columns.who('actor');
    let most = -1;
    for (const actor of actors) if (actor > most) most = actor;
    return postingsOf(this.#whos, most + 1, (row) => actors[row]!);
  }

  /** Positions of one identity's events in a selection, in order. */
  #ofIdentity(iid: number, { lo, hi, chosen }: Selection): Uint32Array | number[] {
    this.#byActor ??= this.#listActors();
    const { at, positions } = this.#byActor;
    const mask = chosen?.mask;
    const own = (this.#peopleNow().actors.get(iid) ?? [])
      .filter((actor) => actor + 1 < at.length)
      .map((actor) => {
        const [from, to] = [at[actor]!, at[actor + 1]!];
        return positions.subarray(lowerBound(positions, lo, from, to), lowerBound(positions, hi, from, to));
      })
      .filter((list) => list.length > 0);
    if (own.length === 1 && !mask) return own[0]!;
    const all = own.length === 1 ? own[0]! : merged(own);
    return mask ? all.filter((position) => mask[position] === 1) : all;
  }

  #lane(lane: LaneAsked, window: LaneWindow, within: (span: Span) => Selection): LaneData {
    const { from, step, buckets, singles } = window;
    const { columns } = this;
    const base = { part: lane.part, events: lane.events, denials: lane.denials };
    let own: Uint32Array | number[] = this.#ofIdentity(lane.iid, within({ from, to: from + step * buckets }));
    if (lane.by && lane.part !== null) {
      const [idAt, isOf] = [this.#partIds(lane.by), new Map<number, boolean>()];
      own = own.filter((at) => {
        const id = idAt(at);
        let answer = isOf.get(id);
        if (answer === undefined) {
          answer = this.#partText(lane.by!, id) === lane.part;
          isOf.set(id, answer);
        }
        return answer;
      });
    }
    const times = columns.rows('time');
    const whats = this.#whats;
    if (lane.events <= singles) {
      const [rks, contents, marks] = [columns.rows('rk'), columns.rows('content'), columns.what('mark')];
      const single = { ids: [] as string[], times: [] as number[], marks: [] as ReturnType<typeof codes.mark.word>[] };
      for (const at of own) {
        single.ids.push(eventId(rks[at]!, contents[at]!));
        single.times.push(times[at]!);
        single.marks.push(codes.mark.word(marks[whats[at]!]!));
      }
      return { ...base, single, density: null };
    }
    const counts = new Uint32Array(buckets * 3);
    for (const at of own) {
      const bucket = Math.trunc((times[at]! - from) / step);
      if (bucket >= 0 && bucket < buckets) counts[bucket * 3 + this.#kinds[whats[at]!]!]!++;
    }
    const every = (kind: number): number[] => Array.from({ length: buckets }, (_, i) => counts[i * 3 + kind]!);
    return { ...base, single: null, density: { denied: every(DENIED), success: every(SUCCESS), other: every(OTHER) } };
  }

  /** The value of an event that a lane is opened by. */
  #partIds(by: LanePart): (at: number) => number {
    const { columns } = this;
    if (by === 'source' || by === 'app') {
      const [rows, values] = [this.#whats, columns.what(by)];
      return (at) => values[rows[at]!]!;
    }
    const [rows, values] = [this.#whos, columns.who(by)];
    return (at) => values[rows[at]!]!;
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

  *#placeCounts(sums: Uint32Array): Generator<PlaceCount> {
    const [places, ips] = [this.columns.who('place'), this.columns.who('ip')];
    // In the order in which SQL groups: what comes first names a spot that several share.
    this.#byPlace ??= Uint32Array.from(places.keys()).sort(
      (a, b) => places[a]! - places[b]! || ips[a]! - ips[b]! || a - b,
    );
    for (const row of this.#byPlace) {
      const [denied, success, other] = [sums[row * 3 + DENIED]!, sums[row * 3 + SUCCESS]!, sums[row * 3 + OTHER]!];
      if (denied + success + other > 0)
        yield { place: orNull(places[row]!), ip: orNull(ips[row]!), denied, success, other };
    }
  }

  *#seenAt(sums: Uint32Array): Generator<{ place: number | null; ip: number | null; iid: number }> {
    const who = this.#peopleNow();
    const [places, ips, actors] = [this.columns.who('place'), this.columns.who('ip'), this.columns.who('actor')];
    for (let row = 0; row < places.length; row++) {
      const i = who.of[actors[row]!] ?? -1;
      if (i >= 0 && sums[row * 3]! + sums[row * 3 + 1]! + sums[row * 3 + 2]! > 0)
        yield { place: orNull(places[row]!), ip: orNull(ips[row]!), iid: who.iids[i]! };
    }
  }

  /** Row ids of events with a text: sessions have an index, whole ids a hash; for a pattern the rows are gone over. */
  #find(column: TextColumn, value: string): readonly number[] {
    if (column === 'session' || value.includes('*')) return eidsWithText(this.db, column, value);
    const hash = textHash(value);
    const [hashes, eids] = [this.columns.rows(column), this.columns.rows('eid')];
    const found: number[] = [];
    for (let at = hashes.indexOf(hash); at >= 0; at = hashes.indexOf(hash, at + 1)) found.push(eids[at]!);
    return eidsWithText(this.db, column, value, found);
  }
}

const orNull = (value: number): number | null => (value === NULL ? null : value);

function merged(lists: readonly Uint32Array[]): Uint32Array {
  const out = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    out.set(list, at);
    at += list.length;
  }
  return out.sort();
}
