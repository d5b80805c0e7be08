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
        const ok = maskOf(flags.length);
        for (let i = 0; i < flags.length; i++) if ((flags[i]! & clause.bit) !== 0) ok[i] = 1;
        return { of: 'what', ok };
      }
      case 'time': {
        const mask = maskOf(this.columns.head.events);
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
        return this.#any(clause.of.map((part) => this.#part(part)));
    }
  }

  #table(column: Coded, ids: ReadonlySet<number>): Part {
    const values = isWhat(column) ? this.columns.what(column) : isWho(column) ? this.columns.who(column) : null;
    if (!values) throw new Error(`no packed column "${column}"`);
    const ok = maskOf(values.length);
    for (let i = 0; i < values.length; i++) if (ids.has(values[i]!)) ok[i] = 1;
    return { of: isWhat(column) ? 'what' : 'who', ok };
  }

  #rows(eids: readonly number[]): Part {
    if (eids.length === 0) return { of: 'none' };
    const mask = maskOf(this.columns.head.events);
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

  #all(parts: readonly Part[]): Part {
    if (parts.some(({ of }) => of === 'none')) return { of: 'none' };
    return this.#joined(parts, true);
  }

  #any(parts: readonly Part[]): Part {
    if (parts.some(({ of }) => of === 'all')) return { of: 'all' };
    return this.#joined(parts, false);
  }

  /** Parts over the same table are joined in the table, which is short; only then are the events gone over, once. */
  #joined(parts: readonly Part[], isAnd: boolean): Part {
    const held = new Map<'what' | 'who' | 'events', Uint8Array>();
    for (const part of parts) {
      if (part.of === 'none' || part.of === 'all') continue;
      const next = 'ok' in part ? part.ok : part.mask;
      const before = held.get(part.of);
      held.set(part.of, before ? (isAnd ? both(before, next) : either(before, next)) : next);
    }
    // A table of nothing but 0 leaves nothing to AND, one of nothing but 1 leaves nothing to OR.
    for (const of of ['what', 'who'] as const)
      if (held.get(of)?.includes(isAnd ? 1 : 0) === false) return { of: isAnd ? 'none' : 'all' };
    const [what, who, events] = [held.get('what'), held.get('who'), held.get('events')];
    if (!events && !(what && who)) {
      if (what) return { of: 'what', ok: what };
      return who ? { of: 'who', ok: who } : { of: isAnd ? 'all' : 'none' };
    }
    if (what && who) {
      const mask = crossed(what, this.columns.rows('what'), who, this.columns.rows('who'), isAnd);
      return { of: 'events', mask: events ? (isAnd ? both(mask, events) : either(mask, events)) : mask };
    }
    const mask = what ? through(what, this.columns.rows('what')) : who && through(who, this.columns.rows('who'));
    if (!mask) return { of: 'events', mask: events! };
    return { of: 'events', mask: isAnd ? both(mask, events!) : either(mask, events!) };
  }

  #events(part: Part): Uint8Array {
    if (part.of === 'events') return part.mask;
    if (part.of === 'what' || part.of === 'who') return through(part.ok, this.columns.rows(part.of));
    return maskOf(this.columns.head.events).fill(part.of === 'all' ? 1 : 0);
  }
}

/** `ok` of each event's row in its table. */
function through(ok: Uint8Array, rows: Uint32Array): Uint8Array {
  const out = maskOf(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = ok[rows[i]!]!;
  return out;
}

/** Both tables at once. */
function crossed(a: Uint8Array, inA: Uint32Array, b: Uint8Array, inB: Uint32Array, isAnd: boolean): Uint8Array {
  const out = maskOf(inA.length);
  if (isAnd) for (let i = 0; i < out.length; i++) out[i] = a[inA[i]!]! & b[inB[i]!]!;
  else for (let i = 0; i < out.length; i++) out[i] = a[inA[i]!]! | b[inB[i]!]!;
  return out;
}

/** Room for a byte an event; its buffer is of whole words. */
export const maskOf = (length: number): Uint8Array =>
  new Uint8Array(new ArrayBuffer(Math.ceil(length / 4) * 4), 0, length);

/** Four bytes at a time; what lies behind the length is never looked at. */
export const words = (mask: Uint8Array): Uint32Array => new Uint32Array(mask.buffer);

function combined(
  a: Uint8Array,
  b: Uint8Array,
  of: (a: Uint32Array, b: Uint32Array, out: Uint32Array) => void,
): Uint8Array {
  const out = maskOf(a.length);
  of(words(a), words(b), words(out));
  return out;
}

const both = (a: Uint8Array, b: Uint8Array): Uint8Array =>
  combined(a, b, (x, y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! & y[i]!;
  });
const either = (a: Uint8Array, b: Uint8Array): Uint8Array =>
  combined(a, b, (x, y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! | y[i]!;
  });
const inverse = (mask: Uint8Array): Uint8Array =>
  combined(mask, mask, (x, _, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! ^ 0x01010101;
  });

/** First position whose value is not less than `value`; the values rise. */
export function lowerBound(values: Float64Array | Uint32Array, value: number, lo = 0, hi = values.length): number {
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if (values[middle]! < value) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}
