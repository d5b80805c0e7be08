/**
 * Packed columns: what questions over millions of events go over, beside the database and made from it again at any time.
 * What a record says repeats itself (which action, with which outcome, in which application; who, from where, with which
 * device), so there are two short tables of that, a third of which of their rows meet, and each event is a row number of the
 * third, its time and its keys: 38 bytes.
 *
 * The file: a head of `HEAD` bytes (JSON, padded with spaces), then the sections one after the other, each from a multiple
 * of eight. Events stand in the order of time, record key, content. Numbers are little endian.
 */

/** Columns of the first table: what happened. */
export const WHAT = [
  ...(['class', 'outcome', 'factor', 'mark', 'flags', 'interactive', 'action', 'code', 'reason'] as const),
  ...(['app', 'app_id', 'resource', 'protocol', 'risk', 'source', 'file_id'] as const),
] as const;
/** Columns of the second: whom it concerned, and from where. */
export const WHO = ['actor', 'target', 'ip', 'ip2', 'place', 'device', 'ua', 'asn'] as const;
export type WhatColumn = (typeof WHAT)[number];
export type WhoColumn = (typeof WHO)[number];

/** Stands for NULL: no id, code or (as 32 bits) number of an autonomous system is so small. */
export const NULL = -2_147_483_648;

/** Texts of which each event holds a hash: those that have no index. */
export const HASHED = ['record_id', 'correlation', 'token'] as const;

/** A number per event. `rk` and `time` are integers; of `HASHED` it is `textHash`, 0 for NULL. */
export const ROWS = {
  time: Float64Array,
  pair: Uint32Array,
  eid: Uint32Array,
  rk: Float64Array,
  content: Uint16Array,
  record_id: Uint32Array,
  correlation: Uint32Array,
  token: Uint32Array,
} as const;
export type RowName = keyof typeof ROWS;

/** Events between two marks: what lies before them is summed up, so that a picture of all events reads little. */
export const MARKED = 256;
/** A number per mark: the time of its event (of none behind the last one), and what lies before it. */
export const MARKS = { markTime: Float64Array, markDenied: Uint32Array, markSuccess: Uint32Array } as const;
export type MarkName = keyof typeof MARKS;
/** Marks of so many events: one more than there are whole stretches. */
export const marksOf = (events: number): number => Math.floor(events / MARKED) + 1;

export const HEAD = 4_096;
/** Of this layout; another one is built anew. */
export const VERSION = 2;

export interface Head {
  version: number;
  /** `columnsState` of the case that they were made from. */
  state: string;
  events: number;
  whats: number;
  whos: number;
  pairs: number;
  /** Byte offset of each section; `whats`, `whos` and `pairs` (row of the first, of the second) are tables, column after column. */
  at: Record<RowName | MarkName | 'whats' | 'whos' | 'pairs', number>;
  /** `headCheck` of the others: a damaged head is not believed. */
  check: number;
}

/** Name of the file in the case folder. Derived from the database, no evidence: it may be deleted at any time. */
export const COLUMNS_FILE = 'case.columns';

/** 32 bits of a text (FNV-1a over its UTF-16 units), never 0. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}

export const align = (at: number): number => Math.ceil(at / 8) * 8;

export const headCheck = ({ check: _, ...head }: Omit<Head, 'check'> & { check?: number }): number =>
  textHash(JSON.stringify(head));
