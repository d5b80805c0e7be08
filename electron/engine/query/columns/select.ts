/** Which events a clause leaves, over packed columns; the same answer as `sqlOf`, without SQL. Pure but for `find`. */

import { NULL, WHAT, WHO, type WhatColumn, type WhoColumn } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import type { Clause, Coded, Texts } from '../../store/query-sql';
import { invert, keepBoth, lowerBound, Masks, maskOf, ones } from './masks';
import { countOf, gather, type Postings, postingsOf } from './postings';

/** Events that a clause leaves. */
export interface Chosen {
  /** 1 for each of them. */
  mask: Uint8Array;
  events: number;
  /** Where these are few: their positions, in no order. With `isNot` the positions of all others. */
  few: Uint32Array | null;
  isNot: boolean;
}

/** Those of `[lo, hi)` in the order of the columns; `chosen` null: all of them. */
export interface Selection {
  lo: number;
  hi: number;
  chosen: Chosen | null;
}

/** Row ids of the events with a text, which the columns do not hold. */
export type FindText = (column: Texts, value: string) => readonly number[];

type Table = 'what' | 'who';
type Part =
  | { of: 'all' }
  | { of: 'none' }
  /** True for the rows of a table that are 1. */
  | { of: Table; ok: Uint8Array }
  | { of: 'events'; chosen: Chosen };

const isWhat = (column: Coded): column is Coded & WhatColumn => (WHAT as readonly string[]).includes(column);
const isWho = (column: Coded): column is Coded & WhoColumn => (WHO as readonly string[]).includes(column);

const MASKS_KEPT = 4; // that nobody uses just now
/** Up to this share of all events it is less work to go from list to list than over all. */
const LISTED = 1 / 4;
/** Up to this share the positions are kept beside the mask. */
const FEW = 1 / 8;

export class Selector {
  readonly #events: number;
  readonly #masks: Masks;
  readonly #postings = new Map<Table, Postings>();

  constructor(
    readonly columns: Columns,
    readonly find: FindText,
  ) {
    this.#events = columns.head.events;
    this.#masks = new Masks(this.#events, MASKS_KEPT);
  }

  /** What a clause leaves; null for all events. `letGo` of it when it is not looked at any more. */
  choose(clause: Clause): Chosen | null {
    const part = this.#part(clause);
    return part.of === 'all' ? null : this.#chosen(part);
  }

  letGo(chosen: Chosen | null): void {
    if (chosen) this.#masks.give(chosen.mask);
  }

  /** First event at or after `time`. */
  at(time: number): number {
    return lowerBound(this.columns.rows('time'), time);
  }

  postings(table: Table): Postings {
    let made = this.#postings.get(table);
    if (!made) {
      made = postingsOf(this.columns.rowIn(table), this.columns.head[`${table}s`]);
      this.#postings.set(table, made);
    }
    return made;
  }

  #part(clause: Clause): Part {
    switch (clause.is) {
      case 'all':
      case 'none':
        return { of: clause.is };
      case 'in':
        return this.#rowsWith(clause.column, clause.column === 'asn' ? clause.ids.map((id) => id | 0) : clause.ids);
      case 'null':
        return this.#rowsWith(clause.column, [NULL]);
      case 'flag': {
        const flags = this.columns.what('flags');
        const ok = maskOf(flags.length);
        for (let i = 0; i < flags.length; i++) if ((flags[i]! & clause.bit) !== 0) ok[i] = 1;
        return { of: 'what', ok };
      }
      case 'time': {
        const mask = this.#masks.take().fill(0);
        const from = clause.from === null ? 0 : this.at(clause.from);
        const to = Math.max(from, clause.to === null ? this.#events : this.at(clause.to));
        mask.fill(1, from, to);
        return { of: 'events', chosen: { mask, events: to - from, few: null, isNot: false } };
      }
      case 'rows':
        return this.#byEid(clause.eids);
      case 'text':
        return this.#byEid(this.find(clause.column, clause.value));
      case 'not':
        return this.#not(this.#part(clause.of));
      case 'and':
        return this.#all(clause.of.map((part) => this.#part(part)));
      case 'or':
        return this.#not(this.#all(clause.of.map((part) => this.#not(this.#part(part)))));
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
      const wanted = new Set(ids);
      for (let i = 0; i < values.length; i++) if (wanted.has(values[i]!)) ok[i] = 1;
    }
    return { of: isWhat(column) ? 'what' : 'who', ok };
  }

  #byEid(eids: readonly number[]): Part {
    if (eids.length === 0) return { of: 'none' };
    const all = this.columns.rows('eid');
    const found: number[] = [];
    if (eids.length === 1) {
      const at = all.indexOf(eids[0]!);
      if (at >= 0) found.push(at);
    } else {
      const isWanted = new Uint8Array(eids.reduce((most, eid) => Math.max(most, eid), 0) + 1);
      for (const eid of eids) isWanted[eid] = 1;
      for (let i = 0; i < all.length; i++) if (isWanted[all[i]!] === 1) found.push(i);
    }
    if (found.length === 0) return { of: 'none' };
    return { of: 'events', chosen: this.#marked(Uint32Array.from(found), false) };
  }

  /** Of positions, in no order, each once. */
  #marked(positions: Uint32Array, isNot: boolean): Chosen {
    const mask = this.#masks.take().fill(isNot ? 1 : 0);
    const mark = isNot ? 0 : 1;
    for (let i = 0; i < positions.length; i++) mask[positions[i]!] = mark;
    const events = isNot ? this.#events - positions.length : positions.length;
    return { mask, events, few: this.#few(positions), isNot };
  }

  #few(positions: Uint32Array): Uint32Array | null {
    return positions.length <= this.#events * FEW ? positions : null;
  }

  #not(part: Part): Part {
    switch (part.of) {
      case 'all':
        return { of: 'none' };
      case 'none':
        return { of: 'all' };
      case 'events':
        return { of: 'events', chosen: this.#inverse(part.chosen) };
      default:
        invert(part.ok);
        return part;
    }
  }

  #inverse(chosen: Chosen): Chosen {
    invert(chosen.mask);
    return { ...chosen, events: this.#events - chosen.events, isNot: !chosen.isNot };
  }

  /** Parts over the same table are joined in the table, which is short; only then are the events gone over. */
  #all(parts: readonly Part[]): Part {
    const tables = new Map<Table, Uint8Array>();
    const chosen: Chosen[] = [];
    for (const part of parts) {
      if (part.of === 'what' || part.of === 'who') {
        const before = tables.get(part.of);
        if (before) keepBoth(before, part.ok);
        else tables.set(part.of, part.ok);
      } else if (part.of === 'events') chosen.push(part.chosen);
    }
    if (parts.some(({ of }) => of === 'none') || [...tables.values()].some((ok) => !ok.includes(1))) {
      for (const each of chosen) this.letGo(each);
      return { of: 'none' };
    }
    const [what, who] = [tables.get('what'), tables.get('who')];
    if (chosen.length === 0) {
      if (what && who) return { of: 'events', chosen: this.#crossed(what, who) };
      if (what) return { of: 'what', ok: what };
      return who ? { of: 'who', ok: who } : { of: 'all' };
    }
    if (what && who) chosen.push(this.#crossed(what, who));
    else if (what) chosen.push(this.#chosen({ of: 'what', ok: what }));
    else if (who) chosen.push(this.#chosen({ of: 'who', ok: who }));
    return { of: 'events', chosen: chosen.reduce((a, b) => this.#both(a, b)) };
  }

  /** What is in both; takes both away. */
  #both(a: Chosen, b: Chosen): Chosen {
    if (!(a.few && !a.isNot) && b.few && !b.isNot) return this.#both(b, a);
    let made: Chosen;
    if (a.few && !a.isNot) {
      const kept = a.few.filter((at) => b.mask[at] === 1);
      for (const at of a.few) a.mask[at] = b.mask[at]!;
      made = { ...a, events: kept.length, few: kept };
    } else {
      const out =
        a.few && b.few
          ? joined(
              a.few,
              b.few.filter((at) => a.mask[at] === 1),
            )
          : null;
      keepBoth(a.mask, b.mask);
      made = out
        ? { ...a, events: this.#events - out.length, few: this.#few(out) }
        : { ...a, events: ones(a.mask, 0, this.#events), few: null, isNot: false };
    }
    this.letGo(b);
    return made;
  }

  /** The events whose rows are 1 in both tables. */
  #crossed(what: Uint8Array, who: Uint8Array): Chosen {
    const most = this.#events * LISTED;
    const [whats, whos] = [this.postings('what'), this.postings('who')];
    const [inWhat, inWho] = [countOf(whats, what, 1), countOf(whos, who, 1)];
    if (Math.min(inWhat, inWho) <= most) {
      const isWho = inWho <= inWhat;
      const listed = new Uint32Array(Math.min(inWhat, inWho));
      gather(isWho ? whos : whats, isWho ? who : what, 1, listed);
      const [ok, rows] = isWho ? [what, this.columns.rowIn('what')] : [who, this.columns.rowIn('who')];
      let n = 0;
      for (let i = 0; i < listed.length; i++) {
        const at = listed[i]!;
        listed[n] = at;
        n += ok[rows[at]!]!;
      }
      return this.#marked(listed.slice(0, n), false);
    }
    const [outWhat, outWho] = [this.#events - inWhat, this.#events - inWho];
    if (Math.min(outWhat, outWho) <= most) {
      // All that one table leaves, and out of it what the other does not.
      const isWho = outWho <= outWhat;
      const left = this.#chosen(isWho ? { of: 'what', ok: what } : { of: 'who', ok: who });
      const listed = new Uint32Array(Math.min(outWhat, outWho));
      gather(isWho ? whos : whats, isWho ? who : what, 0, listed);
      const { mask } = left;
      let n = 0;
      for (let i = 0; i < listed.length; i++) {
        const at = listed[i]!;
        listed[n] = at;
        n += mask[at]!;
        mask[at] = 0;
      }
      const few = left.isNot && left.few ? this.#few(joined(left.few, listed.subarray(0, n))) : null;
      return { mask, events: left.events - n, few, isNot: few !== null };
    }
    const mask = crossed(what, this.columns.rowIn('what'), who, this.columns.rowIn('who'), this.#masks.take());
    return { mask, events: ones(mask, 0, this.#events), few: null, isNot: false };
  }

  #chosen(part: Exclude<Part, { of: 'all' }>): Chosen {
    if (part.of === 'events') return part.chosen;
    if (part.of === 'none') return this.#marked(new Uint32Array(0), false);
    const { of, ok } = part;
    const postings = this.postings(of);
    const events = countOf(postings, ok, 1);
    const isNot = events * 2 > this.#events;
    const listed = isNot ? this.#events - events : events;
    if (listed <= this.#events * LISTED) {
      const positions = new Uint32Array(listed);
      gather(postings, ok, isNot ? 0 : 1, positions);
      return this.#marked(positions, isNot);
    }
    const mask = through(ok, this.columns.rowIn(of), this.#masks.take());
    return { mask, events, few: null, isNot: false };
  }
}

/** `ok` of each event's row in its table. */
function through(ok: Uint8Array, rows: Uint8Array | Uint16Array | Uint32Array, out: Uint8Array): Uint8Array {
  for (let i = 0; i < rows.length; i++) out[i] = ok[rows[i]!]!;
  return out;
}

/** Both tables at once. */
function crossed(
  a: Uint8Array,
  inA: Uint8Array | Uint16Array | Uint32Array,
  b: Uint8Array,
  inB: Uint8Array | Uint16Array | Uint32Array,
  out: Uint8Array,
): Uint8Array {
  for (let i = 0; i < out.length; i++) out[i] = a[inA[i]!]! & b[inB[i]!]!;
  return out;
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
