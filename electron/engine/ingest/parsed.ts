/** What goes into the parsing of one file, and what comes out of it: plain data, fit to travel between threads. */
import type { ChosenMapping } from '../../../shared/model/mapping';
import type { EventBatch } from '../store/event-row';
import type { Encoding, Packing } from '../store/files';
import type { ParsedContext } from './context';
import type { LeftOut } from './left-out';
import type { SharedWindows } from './shared-windows';
import type { Delays } from './time-facts';

export interface ParseJob {
  path: string;
  packing: Packing;
  member: string | null;
  /** As in `StoredAt`. */
  held?: Uint8Array | null;
  /** Where a copy of the file is written while it is read; null where it is evidence already or stays where it is. */
  copyTo: string | null;
  /** The person's word on what it is; null = by content. */
  source: string | null;
  zone: string | null;
  /** Of times that carry none, as the person named it. */
  year?: number | null;
  /** The person's mapping of columns, for the tables that have them. */
  mapping?: ChosenMapping | null;
  /** Only a part of a file; null = the whole. */
  lane: Lane | null;
}

/** Every `of`-th segment of `segment` bytes, beginning with number `index`; a record belongs where it begins. */
export interface Lane {
  index: number;
  of: number;
  segment: number;
  /** The file's (unpacked) bytes, read by another thread for all. */
  windows: SharedWindows;
  /** The first of them. */
  head: Uint8Array;
}

export interface ParsedBatch {
  events: EventBatch | null;
  leftOut: LeftOut | null;
  /** Rows of a context file; such a file has no events. */
  context?: { kind: string; rows: ParsedContext[] } | null;
  /** Bytes of the file as it lies there that were read since the batch before; of a member, its unpacked bytes. */
  readBytes: number;
  /** Which parser it comes from: lists of one parser's batches continue each other. */
  lane: number;
  /** The last batch of a segment (lanes only). */
  endsSegment?: boolean;
  /** With it, of lanes that begin at guesses (`ListStarts`): what this lane has found by now. */
  found?: Found;
  /** With these: the next lane's guess is none that can be told to be right, and this lane goes on to the end of the file. */
  takesOver?: boolean;
}

/** Something to know of a file, with how many events or values it concerns. */
export interface Note {
  text: string;
  count: number | null;
  of: 'event' | 'value';
}

export interface ParsedFile {
  /** Of the unpacked bytes, in which locators count. */
  bytes: number;
  sha256: string;
  /** Of the file as it lies there; null for a member of an archive. */
  storedSha256: string | null;
  encoding: Encoding;
  /** What it was taken for; null = nothing in it is known, and `why` says so. */
  recognised: { source: string; shape: string; because: string[] } | null;
  why: string;
  /** Events (or rows of a context file) mapped, before the store tells which of them it knows already. */
  mapped: number;
  skipped: number;
  rejected: number;
  first: number | null;
  last: number | null;
  notes: Note[];
  /** Zone in which times without one were read: the one that was named, else the one assumed. */
  zone: string | null;
  delays: Delays;
}

/** What is found in the bytes of a file, whatever is known of these. */
export type Found = Omit<ParsedFile, 'bytes' | 'sha256' | 'storedSha256'>;
