/** Sums over a selection of packed columns. Pure. */

import { codes } from '../../store/codes';
import type { Columns } from '../../store/columns/open';
import { lowerBound, type Selection } from './select';

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

export function tally(columns: Columns, { lo, hi, mask }: Selection): Tally {
  const [whats, whos] = [columns.rows('what'), columns.rows('who')];
  const kinds = kindsOf(columns);
  const what = new Uint32Array(columns.head.whats);
  const who = new Uint32Array(columns.head.whos * 3);
  if (mask)
    for (let i = lo; i < hi; i++) {
      if (mask[i] === 0) continue;
      const row = whats[i]!;
      what[row]!++;
      who[whos[i]! * 3 + kinds[row]!]!++;
    }
  else
    for (let i = lo; i < hi; i++) {
      const row = whats[i]!;
      what[row]!++;
      who[whos[i]! * 3 + kinds[row]!]!++;
    }
  let events = 0;
  for (const n of what) events += n;
  return { what, who, events };
}

export const BLOCK = 4_096;

/** How many events of the selection lie before each block of `BLOCK` of them; one more entry tells the whole. */
export function ranks({ mask }: Selection, events: number): Uint32Array | null {
  if (!mask) return null;
  const out = new Uint32Array(Math.ceil(events / BLOCK) + 1);
  let n = 0;
  for (let block = 0; block < out.length - 1; block++) {
    out[block] = n;
    const end = Math.min(events, (block + 1) * BLOCK);
    for (let i = block * BLOCK; i < end; i++) n += mask[i]!;
  }
  out[out.length - 1] = n;
  return out;
}

/** Events of the mask before a position. */
export function rankAt(mask: Uint8Array, blocks: Uint32Array, at: number): number {
  const block = Math.floor(at / BLOCK);
  let n = blocks[block]!;
  for (let i = block * BLOCK; i < at; i++) n += mask[i]!;
  return n;
}

/** Position of the n-th event of the mask, counted from 0; the number of events where there is none. */
export function select(mask: Uint8Array, blocks: Uint32Array, n: number): number {
  if (n >= blocks.at(-1)!) return mask.length;
  // The last block that begins with at most n before it.
  let block = lowerBound(blocks, n + 1) - 1;
  if (block < 0) block = 0;
  let left = n - blocks[block]!;
  for (let i = block * BLOCK; ; i++) if (mask[i] === 1 && left-- === 0) return i;
}

/** Counts per bucket of `step` milliseconds from `from`, three to a bucket: denied, success, other. */
export function bars(
  columns: Columns,
  { lo, hi, mask }: Selection,
  from: number,
  step: number,
  buckets: number,
): Uint32Array {
  const [times, whats] = [columns.rows('time'), columns.rows('what')];
  const kinds = kindsOf(columns);
  const out = new Uint32Array(buckets * 3);
  let at = lowerBound(times, from, lo, hi);
  for (let bucket = 0; bucket < buckets && at < hi; bucket++) {
    const end = lowerBound(times, from + (bucket + 1) * step, at, hi);
    let [d, s, o] = [0, 0, 0];
    for (; at < end; at++) {
      if (mask && mask[at] === 0) continue;
      const kind = kinds[whats[at]!]!;
      if (kind === DENIED) d++;
      else if (kind === SUCCESS) s++;
      else o++;
    }
    out[bucket * 3] = d;
    out[bucket * 3 + 1] = s;
    out[bucket * 3 + 2] = o;
  }
  return out;
}

/** Positions of the events of each actor, in order: `at[actor]` … `at[actor + 1]` of `positions`. */
export interface ByActor {
  at: Uint32Array;
  positions: Uint32Array;
}

export function byActor(columns: Columns): ByActor {
  const actors = columns.who('actor');
  const whos = columns.rows('who');
  let most = 0;
  for (const actor of actors) if (actor > most) most = actor;
  const at = new Uint32Array(most + 2);
  for (let i = 0; i < whos.length; i++) {
    const actor = actors[whos[i]!]!;
    if (actor >= 0) at[actor + 1]!++;
  }
  for (let i = 1; i < at.length; i++) at[i]! += at[i - 1]!;
  const next = at.slice();
  const positions = new Uint32Array(at.at(-1)!);
  for (let i = 0; i < whos.length; i++) {
    const actor = actors[whos[i]!]!;
    if (actor >= 0) positions[next[actor]!++] = i;
  }
  return { at, positions };
}
