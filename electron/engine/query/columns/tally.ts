/** Sums over a selection of packed columns. Pure. */

import { codes } from '../../store/codes';
import type { Columns } from '../../store/columns/open';
import { lowerBound, type Selection, words } from './select';

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
  const four = words(mask);
  const whole = Math.floor(events / BLOCK);
  let n = 0;
  for (let block = 0; block < out.length - 1; block++) {
    out[block] = n;
    if (block < whole) {
      // Bytes are 0 or 1: 128 words can be added up before a byte of the sum is full.
      for (let at = block * (BLOCK / 4), end = at + BLOCK / 4; at < end; ) {
        let sum = 0;
        for (const stop = at + 128; at < stop; at++) sum = (sum + four[at]!) | 0;
        n += (sum & 255) + ((sum >>> 8) & 255) + ((sum >>> 16) & 255) + (sum >>> 24);
      }
    } else for (let i = block * BLOCK; i < events; i++) n += mask[i]!;
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

const RUN_BITS = 15;
const RUN_LIMIT = 1 << RUN_BITS;
const RUN = RUN_LIMIT - 1;

/** Counts per bucket of `step` milliseconds from `from`, three to a bucket: denied, success, other. */
export function bars(
  columns: Columns,
  { lo, hi, mask }: Selection,
  from: number,
  step: number,
  buckets: number,
): Uint32Array {
  const [times, whats] = [columns.rows('time'), columns.rows('what')];
  const weights = Int32Array.from(kindsOf(columns), (kind) => (kind === DENIED ? 1 : kind === SUCCESS ? RUN_LIMIT : 0));
  const out = new Uint32Array(buckets * 3);
  let at = lowerBound(times, from, lo, hi);
  for (let bucket = 0; bucket < buckets && at < hi; bucket++) {
    const end = lowerBound(times, from + (bucket + 1) * step, at, hi);
    // Without a branch, and denied and successful in one number, in runs too short for either to run over.
    let [d, su, n] = [0, 0, 0];
    while (at < end) {
      const stop = Math.min(end, at + RUN);
      let sum = 0;
      if (mask)
        for (; at < stop; at++) {
          const is = mask[at]!;
          n += is;
          sum += weights[whats[at]!]! & -is;
        }
      else {
        n += stop - at;
        for (; at < stop; at++) sum += weights[whats[at]!]!;
      }
      d += sum & (RUN_LIMIT - 1);
      su += sum >>> RUN_BITS;
    }
    out[bucket * 3 + DENIED] = d;
    out[bucket * 3 + SUCCESS] = su;
    out[bucket * 3 + OTHER] = n - d - su;
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
