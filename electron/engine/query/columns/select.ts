/** Which events a clause leaves, over packed columns; the same answer as `sqlOf`, without SQL. Pure but for what is handed in. */
import { NULL, WHAT, WHO, type WhatColumn, type WhoColumn } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import type { Clause, Coded, Texts } from '../../store/query-sql';
import { invert, keepBoth, keepEither, lowerBound, Masks, maskOf, ones } from './masks';
import { firstAt } from './moments';
import type { Pairs } from './pairs';

/** Events that a clause leaves, apart from the bounds it sets in time. */
export type Chosen = { events: number; blocks: Uint32Array | null } & (
  | {
      /** Those of the pairs that are 1: nothing is held per event. */
      by: 'pairs';
      ok: Uint8Array;
      shape: Shape | null;
    }
  /** Positions, rising. */
  | { by: 'list'; at: Uint32Array }
  /** 1 for each of them. */
  | { by: 'mask'; mask: Uint8Array }
);
export type OfPairs = Extract<Chosen, { by: 'pairs' }>;

/** A choice of pairs told as a choice of what happened, and the pairs that are not as their row of that. */
export interface Shape {
  /** 1 per row of the table of what happened. */
  base: Uint8Array;
  /** Pairs whose `ok` is not that of their row. */
  others: Uint32Array;
  /** Their events. */
  events: number;
}

/** Those of `[lo, hi)` in the order of the columns; `chosen` null: all of them. */
export interface Selection {
  lo: number;
  hi: number;
  chosen: Chosen | null;
}

export interface Found {
  /** Row ids of the events with a text, which the columns do not hold. */
  texts(column: Texts, value: string): readonly number[];
  /** Their places among the events, rising; those that are not there are left out. */
  places(eids: readonly number[]): Uint32Array;
}

type Table = 'what' | 'who';
type Part =
  | { of: 'all' | 'none' }
  /** True for the rows of a table that are 1. */
  | { of: Table | 'pairs'; ok: Uint8Array }
  | { of: 'list'; at: Uint32Array }
  | { of: 'mask'; mask: Uint8Array };
type Both = 'and' | 'or';

const isWhat = (column: Coded): column is Coded & WhatColumn => (WHAT as readonly string[]).includes(column);
const isWho = (column: Coded): column is Coded & WhoColumn => (WHO as readonly string[]).includes(column);

/** Row ids of short tables are dense; what is larger is another number. */
const MOST_FLAGS = 16_000_000;
const MASKS_KEPT = 4; // that nobody uses just now
/** Up to this share of all events positions are less work than a mask. */
const LISTED = 1 / 16;

export class Selector {
  readonly #events: number;
  readonly #masks: Masks;

  constructor(
    readonly columns: Columns,
    readonly pairs: Pairs,
    readonly found: Found,
  ) {
    this.#events = columns.head.events;
    this.#masks = new Masks(this.#events, MASKS_KEPT);
  }

  /** What a clause leaves. `letGo` of it when it is not looked at any more. */
  choose(clause: Clause): Selection {
    let [lo, hi] = [0, this.#events];
    const rest: Clause[] = [];
    // What is asked for beside a span of time is one thing, the span another.
    for (const part of all(clause)) {
      if (part.is !== 'time') {
        rest.push(part);
        continue;
      }
      if (part.from !== null) lo = Math.max(lo, firstAt(this.columns, part.from));
      if (part.to !== null) hi = Math.min(hi, firstAt(this.columns, part.to));
    }
    const part = this.#joined(
      rest.map((one) => this.#part(one)),
      'and',
    );
    return { lo, hi: Math.max(lo, hi), chosen: part.of === 'all' ? null : this.#chosen(part) };
  }

  letGo({ chosen }: Selection): void {
    if (chosen?.by === 'mask') this.#masks.give(chosen.mask);
  }

  #part(clause: Clause): Part {
    switch (clause.is) {
      case 'all':
      case 'none':
        return { of: clause.is };
      case 'in':
        return clause.column === 'asn'
          ? this.#rowsWith(
              clause.column,
              clause.ids.map((id) => id | 0),
            )
          : this.#rowsWith(clause.column, clause.ids);
      case 'null':
        return this.#rowsWith(clause.column, [NULL]);
      case 'flag': {
        const flags = this.columns.what('flags');
        const ok = maskOf(flags.length);
        for (let i = 0; i < flags.length; i++) if ((flags[i]! & clause.bit) !== 0) ok[i] = 1;
        return settled({ of: 'what', ok });
      }
      case 'time': {
        const mask = this.#masks.take().fill(0);
        const from = clause.from === null ? 0 : firstAt(this.columns, clause.from);
        const to = clause.to === null ? this.#events : firstAt(this.columns, clause.to);
        return { of: 'mask', mask: mask.fill(1, from, Math.max(from, to)) };
      }
      case 'rows':
        return listed(this.found.places(clause.eids));
      case 'text':
        return listed(this.found.places(this.found.texts(clause.column, clause.value)));
      case 'not':
        return this.#not(this.#part(clause.of));
      case 'and':
      case 'or':
        return this.#joined(
          clause.of.map((part) => this.#part(part)),
          clause.is,
        );
    }
  }

  #rowsWith(column: Coded, ids: readonly number[]): Part {
    const values = isWhat(column) ? this.columns.what(column) : isWho(column) ? this.columns.who(column) : null;
    if (!values) throw new Error(`no packed column "${column}"`);
    const ok = maskOf(values.length);
    if (ids.length === 1) {
      const [id] = ids;
      for (let i = 0; i < values.length; i++) if (values[i] === id) ok[i] = 1;
    } else {
      const most = ids.reduce((a, b) => Math.max(a, b), 0);
      const least = ids.reduce((a, b) => Math.min(a, b), 0);
      if (least >= 0 && most < MOST_FLAGS) {
        const isWanted = new Uint8Array(most + 1);
        for (const id of ids) isWanted[id] = 1;
        for (let i = 0; i < values.length; i++)
          if (values[i]! <= most && values[i]! >= 0) ok[i] = isWanted[values[i]!]!;
      } else {
        const wanted = new Set(ids);
        for (let i = 0; i < values.length; i++) if (wanted.has(values[i]!)) ok[i] = 1;
      }
    }
    return settled({ of: isWhat(column) ? 'what' : 'who', ok });
  }

  #not(part: Part): Part {
    switch (part.of) {
      case 'all':
        return { of: 'none' };
      case 'none':
        return { of: 'all' };
      case 'list': {
        const mask = this.#masks.take().fill(1);
        for (const at of part.at) mask[at] = 0;
        return { of: 'mask', mask };
      }
      case 'mask':
        invert(part.mask);
        return part;
      default:
        invert(part.ok);
        return part;
    }
  }

  /** Parts over one table are joined in the table, which is short, those over two where they meet; only then events are looked at. */
  #joined(parts: readonly Part[], is: Both): Part {
    const ends = is === 'and' ? 'none' : 'all';
    let of: Part = { of: is === 'and' ? 'all' : 'none' };
    const lists: Uint32Array[] = [];
    const masks: Uint8Array[] = [];
    const tables = new Map<Table | 'pairs', Uint8Array>();
    let isOver = false;
    for (const part of parts) {
      if (part.of === ends) isOver = true;
      else if (part.of === 'list') lists.push(part.at);
      else if (part.of === 'mask') masks.push(part.mask);
      else if (part.of === 'what' || part.of === 'who' || part.of === 'pairs') {
        const before = tables.get(part.of);
        if (before) (is === 'and' ? keepBoth : keepEither)(before, part.ok);
        else tables.set(part.of, part.ok);
      }
    }
    if (tables.size === 1) {
      const [[table, ok]] = tables as unknown as [[Table, Uint8Array]];
      of = settled({ of: table, ok });
    } else if (tables.size > 1) {
      const [first, ...others] = [...tables].map(([table, ok]) => this.#ofPairs(table, ok));
      for (const other of others) (is === 'and' ? keepBoth : keepEither)(first!, other);
      of = settled({ of: 'pairs', ok: first! });
    }
    if (isOver || of.of === ends) {
      for (const mask of masks) this.#masks.give(mask);
      return { of: ends };
    }
    if (lists.length + masks.length === 0) return of;
    return is === 'and' ? this.#both(of, lists, masks) : this.#either(of, lists, masks);
  }

  #both(of: Part, lists: Uint32Array[], masks: Uint8Array[]): Part {
    const ok = 'ok' in of ? this.#ofPairs(of.of, of.ok) : null;
    const { rows } = this.pairs;
    if (lists.length > 0) {
      const [shortest, ...others] = lists.toSorted((a, b) => a.length - b.length) as [Uint32Array, ...Uint32Array[]];
      const kept = shortest.filter(
        (at) =>
          (ok === null || ok[rows[at]!] === 1) &&
          masks.every((mask) => mask[at] === 1) &&
          others.every((other) => other[lowerBound(other, at)] === at),
      );
      for (const mask of masks) this.#masks.give(mask);
      return listed(kept);
    }
    const [mask, ...others] = masks as [Uint8Array, ...Uint8Array[]];
    for (const other of others) {
      keepBoth(mask, other);
      this.#masks.give(other);
    }
    if (ok) for (let i = 0; i < mask.length; i++) mask[i] = mask[i]! & ok[rows[i]!]!;
    return { of: 'mask', mask };
  }

  #either(of: Part, lists: Uint32Array[], masks: Uint8Array[]): Part {
    const total = lists.reduce((sum, list) => sum + list.length, 0);
    if (!('ok' in of) && masks.length === 0 && total <= this.#events * LISTED) return listed(union(lists, total));
    let mask = masks[0];
    if ('ok' in of) {
      const own = this.#through(this.#ofPairs(of.of, of.ok));
      if (mask) keepEither(mask, own);
      else mask = own;
      if (mask !== own) this.#masks.give(own);
    }
    mask ??= this.#masks.take().fill(0);
    for (const other of masks.slice(1)) {
      keepEither(mask, other);
      this.#masks.give(other);
    }
    for (const list of lists) for (const at of list) mask[at] = 1;
    return { of: 'mask', mask };
  }

  #ofPairs(table: Table | 'pairs', ok: Uint8Array): Uint8Array {
    if (table === 'pairs') return ok;
    const rows = this.pairs[table];
    const out = maskOf(rows.length);
    for (let pair = 0; pair < rows.length; pair++) out[pair] = ok[rows[pair]!]!;
    return out;
  }

  #through(ok: Uint8Array): Uint8Array {
    const { rows } = this.pairs;
    const mask = this.#masks.take();
    for (let i = 0; i < rows.length; i++) mask[i] = ok[rows[i]!]!;
    return mask;
  }

  #chosen(part: Exclude<Part, { of: 'all' }>): Chosen {
    switch (part.of) {
      case 'none':
      case 'all':
        return { by: 'list', at: new Uint32Array(0), events: 0, blocks: null };
      case 'list':
        return { by: 'list', at: part.at, events: part.at.length, blocks: null };
      case 'mask':
        return { by: 'mask', mask: part.mask, events: ones(part.mask, 0, this.#events), blocks: null };
      default: {
        const ok = this.#ofPairs(part.of, part.ok);
        const counts = this.pairs.within(0, this.#events);
        let events = 0;
        for (let pair = 0; pair < ok.length; pair++) events += counts[pair]! * ok[pair]!;
        return { by: 'pairs', ok, events, shape: null, blocks: null };
      }
    }
  }
}

/** The parts of which all must hold. */
const all = (clause: Clause): Clause[] => (clause.is === 'and' ? clause.of.flatMap(all) : [clause]);

/** Every row of a table has an event. */
function settled(part: { of: Table | 'pairs'; ok: Uint8Array }): Part {
  if (!part.ok.includes(1)) return { of: 'none' };
  return part.ok.includes(0) ? part : { of: 'all' };
}

const listed = (at: Uint32Array): Part => (at.length === 0 ? { of: 'none' } : { of: 'list', at });

function union(lists: readonly Uint32Array[], total: number): Uint32Array {
  const [only] = lists;
  if (only && lists.length === 1) return only;
  const out = new Uint32Array(total);
  let n = 0;
  for (const list of lists) {
    out.set(list, n);
    n += list.length;
  }
  out.sort();
  n = 0;
  for (let i = 0; i < out.length; i++) if (i === 0 || out[i] !== out[i - 1]) out[n++] = out[i]!;
  return out.slice(0, n);
}
