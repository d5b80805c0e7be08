/** Which events a clause leaves, as bytes over packed columns; the same answer as `sqlOf`, without SQL. Pure but for `find`. */

import { NULL, WHAT, WHO, type WhatColumn, type WhoColumn } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import type { Clause, Coded, Texts } from '../../store/query-sql';

/** Events of `[lo, hi)` in the order of the columns for which `mask` is 1; null: all of them. */
export interface Selection {
  lo: number;
  hi: number;
  mask: Uint8Array | null;
}

/** Row ids of the events with a text, which the columns do not hold. */
export type FindText = (column: Texts, value: string) => readonly number[];

type Part =
  | { of: 'all' }
  | { of: 'none' }
  /** True for the rows of a table that are 1. */
  | { of: 'what' | 'who'; ok: Uint8Array }
  | { of: 'events'; mask: Uint8Array };

const isWhat = (column: Coded): column is Coded & WhatColumn => (WHAT as readonly string[]).includes(column);
const isWho = (column: Coded): column is Coded & WhoColumn => (WHO as readonly string[]).includes(column);

export class Selector {
  constructor(
    readonly columns: Columns,
    readonly find: FindText,
  ) {}

  /** The mask of a clause; null for all events. */
  mask(clause: Clause): Uint8Array | null {
    const part = this.#part(clause);
    return part.of === 'all' ? null : this.#events(part);
  }

  /** First event at or after `time`. */
  at(time: number): number {
    return lowerBound(this.columns.rows('time'), time);
  }

  #part(clause: Clause): Part {
    switch (clause.is) {
      case 'all':
      case 'none':
        return clause.is === 'all' ? { of: 'all' } : { of: 'none' };
      case 'in':
        return this.#table(
          clause.column,
          new Set(clause.column === 'asn' ? clause.ids.map((id) => id | 0) : clause.ids),
        );
      case 'null':
        return this.#table(clause.column, new Set([NULL]));
      case 'flag': {
        const flags = this.columns.what('flags');
        return { of: 'what', ok: Uint8Array.from(flags, (value) => ((value & clause.bit) !== 0 ? 1 : 0)) };
      }
      case 'time': {
        const mask = new Uint8Array(this.columns.head.events);
        mask.fill(
          1,
          clause.from === null ? 0 : this.at(clause.from),
          clause.to === null ? mask.length : this.at(clause.to),
        );
        return { of: 'events', mask };
      }
      case 'rows':
        return this.#rows(clause.eids);
      case 'text':
        return this.#rows(this.find(clause.column, clause.value));
      case 'not':
        return this.#not(this.#part(clause.of));
      case 'and':
        return this.#all(clause.of.map((part) => this.#part(part)));
      case 'or':
        // De Morgan: one way to join is enough.
        return this.#not(this.#all(clause.of.map((part) => this.#not(this.#part(part)))));
    }
  }

  #table(column: Coded, ids: ReadonlySet<number>): Part {
    const values = isWhat(column) ? this.columns.what(column) : isWho(column) ? this.columns.who(column) : null;
    if (!values) throw new Error(`no packed column "${column}"`);
    const ok = new Uint8Array(values.length);
    for (let i = 0; i < values.length; i++) if (ids.has(values[i]!)) ok[i] = 1;
    return { of: isWhat(column) ? 'what' : 'who', ok };
  }

  #rows(eids: readonly number[]): Part {
    if (eids.length === 0) return { of: 'none' };
    const mask = new Uint8Array(this.columns.head.events);
    const wanted = new Set(eids);
    const all = this.columns.rows('eid');
    if (wanted.size === 1) {
      const found = all.indexOf(eids[0]!);
      if (found >= 0) mask[found] = 1;
    } else {
      let most = 0;
      for (const eid of wanted) most = Math.max(most, eid);
      const isWanted = new Uint8Array(most + 1);
      for (const eid of wanted) isWanted[eid] = 1;
      for (let i = 0; i < all.length; i++) if (isWanted[all[i]!] === 1) mask[i] = 1;
    }
    return { of: 'events', mask };
  }

  #not(part: Part): Part {
    switch (part.of) {
      case 'all':
        return { of: 'none' };
      case 'none':
        return { of: 'all' };
      case 'events':
        return { of: 'events', mask: inverse(part.mask) };
      case 'what':
      case 'who':
        return { of: part.of, ok: inverse(part.ok) };
    }
  }

  /** Parts over the same table are joined in the table, which is short; only then are the events gone over. */
  #all(parts: readonly Part[]): Part {
    const joined = new Map<'what' | 'who' | 'events', Uint8Array>();
    for (const part of parts) {
      if (part.of === 'none') return part;
      if (part.of === 'all') continue;
      const next = 'ok' in part ? part.ok : part.mask;
      const held = joined.get(part.of);
      joined.set(part.of, held ? both(held, next) : next);
    }
    const [what, who, events] = [joined.get('what'), joined.get('who'), joined.get('events')];
    for (const table of [what, who]) if (table && !table.includes(1)) return { of: 'none' };
    if (!events && !(what && who))
      return what ? { of: 'what', ok: what } : who ? { of: 'who', ok: who } : { of: 'all' };
    let mask = events ?? null;
    if (what) mask = through(what, this.columns.rows('what'), mask);
    if (who) mask = through(who, this.columns.rows('who'), mask);
    return { of: 'events', mask: mask! };
  }

  #events(part: Part): Uint8Array {
    if (part.of === 'events') return part.mask;
    if (part.of === 'what' || part.of === 'who') return through(part.ok, this.columns.rows(part.of), null);
    return new Uint8Array(this.columns.head.events).fill(part.of === 'all' ? 1 : 0);
  }
}

/** `ok` of each event's row in its table, and 0 where `mask` is 0. */
function through(ok: Uint8Array, rows: Uint32Array, mask: Uint8Array | null): Uint8Array {
  const out = new Uint8Array(rows.length);
  if (mask) for (let i = 0; i < rows.length; i++) out[i] = ok[rows[i]!]! & mask[i]!;
  else for (let i = 0; i < rows.length; i++) out[i] = ok[rows[i]!]!;
  return out;
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a[i]! & b[i]!;
  return out;
}

function inverse(mask: Uint8Array): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) out[i] = mask[i]! ^ 1;
  return out;
}

/** First position whose value is not less than `value`; the values rise. */
export function lowerBound(values: Float64Array | Uint32Array, value: number, lo = 0, hi = values.length): number {
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if (values[middle]! < value) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}
