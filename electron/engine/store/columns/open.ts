/** Reads packed columns: a section is read when it is first asked for. */
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  COLUMNS_FILE,
  HEAD,
  type Head,
  headCheck,
  MARKS,
  type MarkName,
  marksOf,
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
  /** Those of `[from, to)`: read alone where the column is not at hand, which a few stretches do not make it. */
  part<N extends RowName>(name: N, from: number, to: number): InstanceType<(typeof ROWS)[N]>;
  /** A number per mark. */
  marks<N extends MarkName>(name: N): InstanceType<(typeof MARKS)[N]>;
  /** Per row of the third table, its row in another. */
  met(table: 'what' | 'who'): Int32Array;
  /** A number per row of the table of what happened; `NULL` for none. */
  what(name: WhatColumn): Int32Array;
  /** A number per row of the table of whom it concerned. */
  who(name: WhoColumn): Int32Array;
  close(): void;
}

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
  const kept = new Map<RowName | MarkName, unknown>();
  const tables = new Map<string, Int32Array>();
  const table = (section: 'whats' | 'whos' | 'pairs', name: string, index: number): Int32Array => {
    const key = `${section} ${name}`;
    let column = tables.get(key);
    if (!column) {
      const bytes = head[section] * 4;
      column = new Int32Array(read(head.at[section] + index * bytes, bytes));
      tables.set(key, column);
    }
    return column;
  };
  const met = (name: 'what' | 'who'): Int32Array => table('pairs', name, name === 'what' ? 0 : 1);
  const rows = <N extends RowName>(name: N): InstanceType<(typeof ROWS)[N]> => {
    let column = kept.get(name) as InstanceType<(typeof ROWS)[N]> | undefined;
    if (!column) {
      const of = ROWS[name];
      column = new of(read(head.at[name], head.events * of.BYTES_PER_ELEMENT)) as InstanceType<(typeof ROWS)[N]>;
      kept.set(name, column);
    }
    return column;
  };
  return {
    head,
    rows,
    part<N extends RowName>(name: N, from: number, to: number) {
      const column = kept.get(name) as InstanceType<(typeof ROWS)[N]> | undefined;
      if (column) return column.subarray(from, to) as InstanceType<(typeof ROWS)[N]>;
      const of = ROWS[name];
      const bytes = read(head.at[name] + from * of.BYTES_PER_ELEMENT, (to - from) * of.BYTES_PER_ELEMENT);
      return new of(bytes) as InstanceType<(typeof ROWS)[N]>;
    },
    marks<N extends MarkName>(name: N) {
      let column = kept.get(name) as InstanceType<(typeof MARKS)[N]> | undefined;
      if (!column) {
        const of = MARKS[name];
        const bytes = read(head.at[name], marksOf(head.events) * of.BYTES_PER_ELEMENT);
        column = new of(bytes) as InstanceType<(typeof MARKS)[N]>;
        kept.set(name, column);
      }
      return column;
    },
    met,
    what: (name) => table('whats', name, WHAT.indexOf(name)),
    who: (name) => table('whos', name, WHO.indexOf(name)),
    close,
  };
}

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
    ...(Object.keys(MARKS) as MarkName[]).map(
      (name) => head.at[name] + marksOf(head.events) * MARKS[name].BYTES_PER_ELEMENT,
    ),
    head.at.pairs + head.pairs * 2 * 4,
    head.at.whats + head.whats * WHAT.length * 4,
    head.at.whos + head.whos * WHO.length * 4,
  ];
  return ends.every((end) => end <= size) ? head : null;
}
