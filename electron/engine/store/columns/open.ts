/** Reads packed columns: a section is read when it is first asked for. */
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  COLUMNS_FILE,
  HEAD,
  type Head,
  headCheck,
  ROWS,
  type RowName,
  VERSION,
  WHAT,
  WHO,
  type WhatColumn,
  type WhoColumn,
} from './layout';

export interface Columns {
  head: Head;
  /** A number per event, in the order of time, record key, content. */
  rows<N extends RowName>(name: N): InstanceType<(typeof ROWS)[N]>;
  /** Each event's row in a table, in as few bytes as its rows need. */
  rowIn(table: 'what' | 'who'): RowNumbers;
  /** A number per row of the table of what happened; `NULL` for none. */
  what(name: WhatColumn): Int32Array;
  /** A number per row of the table of whom it concerned. */
  who(name: WhoColumn): Int32Array;
  close(): void;
}

export type RowNumbers = Uint8Array | Uint16Array | Uint32Array;

/** Bytes from an offset. */
export type ReadAt = (at: number, length: number) => ArrayBuffer;

/** Where the columns of a case folder lie. */
export const columnsFile = (folder: string): string => join(folder, COLUMNS_FILE);

/** Takes the columns of a case folder away, where there are any. */
export const dropColumnsFile = (folder: string): void => rmSync(columnsFile(folder), { force: true });

/** The file's columns; null where there is no file, or it is not of this version or not whole. */
export function openColumnsFile(path: string): Columns | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  const columns = columnsOf(
    (at, length) => {
      const bytes = new Uint8Array(length);
      for (let from = 0; from < length; ) {
        const got = readSync(file, bytes, from, length - from, at + from);
        if (got === 0) throw new Error('the packed columns end too early');
        from += got;
      }
      return bytes.buffer;
    },
    fstatSync(file).size,
    () => closeSync(file),
  );
  if (!columns) closeSync(file);
  return columns;
}

/** `size`: of all bytes. Null where the head is not ours or the sections do not fit. */
export function columnsOf(read: ReadAt, size: number, close: () => void): Columns | null {
  const head = headOf(read, size);
  if (!head) return null;
  const kept = new Map<RowName, unknown>();
  const tables = new Map<string, Int32Array>();
  const narrow = new Map<string, RowNumbers>();
  const table = (section: 'whats' | 'whos', name: string, index: number): Int32Array => {
    const key = `${section} ${name}`;
    let column = tables.get(key);
    if (!column) {
      const bytes = head[section] * 4;
      column = new Int32Array(read(head.at[section] + index * bytes, bytes));
      tables.set(key, column);
    }
    return column;
  };
  return {
    head,
    rows<N extends RowName>(name: N) {
      let column = kept.get(name) as InstanceType<(typeof ROWS)[N]> | undefined;
      if (!column) {
        const of = ROWS[name];
        column = new of(read(head.at[name], head.events * of.BYTES_PER_ELEMENT)) as InstanceType<(typeof ROWS)[N]>;
        kept.set(name, column);
      }
      return column;
    },
    rowIn(name) {
      let rows = narrow.get(name);
      if (!rows) {
        const wide = new Uint32Array(read(head.at[name], head.events * 4));
        rows = narrowed(wide, head[`${name}s`]);
        narrow.set(name, rows);
      }
      return rows;
    },
    what: (name) => table('whats', name, WHAT.indexOf(name)),
    who: (name) => table('whos', name, WHO.indexOf(name)),
    close,
  };
}

/** As few bytes a number as numbers below `limit` need. */
const narrowed = (wide: Uint32Array, limit: number): RowNumbers =>
  limit <= 256 ? new Uint8Array(wide) : limit <= 65_536 ? new Uint16Array(wide) : wide;

function headOf(read: ReadAt, size: number): Head | null {
  if (size < HEAD) return null;
  let head: Head;
  try {
    head = JSON.parse(Buffer.from(read(0, HEAD)).toString()) as Head;
  } catch {
    return null;
  }
  if (head.version !== VERSION || head.check !== headCheck(head)) return null;
  const ends = [
    ...(Object.keys(ROWS) as RowName[]).map((name) => head.at[name] + head.events * ROWS[name].BYTES_PER_ELEMENT),
    head.at.whats + head.whats * WHAT.length * 4,
    head.at.whos + head.whos * WHO.length * 4,
  ];
  return ends.every((end) => end <= size) ? head : null;
}
