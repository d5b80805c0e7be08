/** What a file is, from its first bytes: by content only, never by its name. */

import { detectLayout, type Layout } from './csv/delimiter';
import { type Detected, detectEncoding } from './encoding';
import { isEventDocument } from './lines/xml-events';
import { isBlank } from './sink';
import { type Book, headerOfSheet, isSheet } from './xlsx/sheet';

export type Format =
  | { kind: 'lines' } // NDJSON
  | { kind: 'values' } // JSON of any other layout
  | { kind: 'csv'; layout: Layout }
  | { kind: 'text'; isXml?: boolean } // neither JSON nor a table: at best a log, one record a line (or an XML element)
  | { kind: 'none'; why: string };

export interface Sniffed {
  format: Format;
  encoding: Detected['encoding'];
  bom: number;
}

/** Bytes of a file's beginning that are enough to tell. */
export const HEAD = 1024 * 1024;

/**
 * `book`: the workbook of which the file is a sheet; null for every other file. `header`: the line (of a sheet: row) in which
 * a person says that the header stands.
 */
export function sniff(head: Buffer, book: Book | null = null, header: number | null = null): Sniffed {
  if (isSheet(head)) return { encoding: 'utf-8', bom: 0, format: formatOfSheet(head, book, header) };
  const { encoding, bom } = detectEncoding(head);
  const text = encoding === 'utf-8' ? head.subarray(bom) : asUtf8(head.subarray(bom), encoding);
  return { encoding, bom, format: formatOf(text, head, header) };
}

function formatOfSheet(head: Buffer, book: Book | null, wanted: number | null): Format {
  if (!book) return { kind: 'none', why: 'a sheet outside of its workbook: import the workbook (XLSX)' };
  const { header, titles } = wanted === null ? headerOfSheet(head, book) : { header: wanted, titles: wanted - 1 };
  return { kind: 'csv', layout: { delimiter: 0, skip: 0, columns: 2, header, titles, book } };
}

function formatOf(text: Buffer, head: Buffer, header: number | null): Format {
  const known = magic(head);
  if (known) return { kind: 'none', why: known };
  let first = 0;
  while (first < text.length && (isBlank(text[first]!) || text[first] === 0x1e)) first++;
  if (first === text.length)
    return { kind: 'none', why: head.length === 0 ? 'the file is empty' : 'the file holds only blanks' };
  if (text[first] === 0x5b) return { kind: 'values' };
  if (areLines(text, first)) return { kind: 'lines' };
  if (text[first] === 0x7b) return { kind: 'values' };
  if (binaryShare(text) > 0.1) return { kind: 'none', why: 'binary data of no known kind' };
  if (isEventDocument(text.subarray(first))) return { kind: 'text', isXml: true };
  const layout = detectLayout(text, header);
  return layout ? { kind: 'csv', layout } : { kind: 'text' };
}

/** `<134>1 2026-01-02T03:04:05Z host …` */
const SYSLOG_HEADER = /^<\d{1,3}>/;

/** At least half of the first lines are each a JSON object of their own, and no list that the first one opens holds them. */
function areLines(text: Buffer, first: number): boolean {
  if (opensList(text, first)) return false;
  let lines = 0;
  let objects = 0;
  let from = first;
  for (; lines < 20 && from < text.length; ) {
    const lf = text.indexOf(0x0a, from);
    // Without an end the line counts only if it is the file's whole text and there was a line before it.
    const to = lf < 0 ? text.length : lf;
    const line = text.toString('utf8', from, to).replace(/^[\s\x1e]+|[\s,]+$/g, '');
    from = to + 1;
    if (line === '' || (lf < 0 && lines === 0)) continue;
    if (lf < 0 && text.length >= HEAD - 4) continue;
    lines++;
    // Behind a syslog header counts too.
    const json = SYSLOG_HEADER.test(line) ? line.slice(Math.max(0, line.indexOf('{'))) : line;
    if (json.startsWith('{') && json.endsWith('}') && parses(json)) objects++;
  }
  return objects > 0 && objects * 2 >= lines;
}

/**
 * `{"Records":[{…},` with a record on each line behind it: an object whose first line ends inside a list, and whose next line
 * begins with a member of that list. A line of its own that was cut is followed by one without a comma between them.
 */
function opensList(text: Buffer, first: number): boolean {
  if (text[first] !== 0x7b) return false;
  const lf = text.indexOf(0x0a, first);
  if (lf < 0) return false;
  const open: number[] = [];
  let isText = false;
  for (let at = first; at < lf; at++) {
    const byte = text[at]!;
    if (isText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) isText = false;
    } else if (byte === 0x22) isText = true;
    else if (byte === 0x7b || byte === 0x5b) open.push(byte);
    else if (byte === 0x7d || byte === 0x5d) open.pop();
  }
  if (isText || open.at(-1) !== 0x5b) return false;
  const line = text.toString('utf8', first, lf).trimEnd();
  return line.endsWith(',') || line.endsWith('[') || /^\s*,/.test(text.toString('utf8', lf, lf + 200));
}

function parses(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function magic(head: Buffer): string | null {
  const begins = (text: string): boolean => head.subarray(0, text.length).equals(Buffer.from(text, 'latin1'));
  if (begins('ElfFile\0')) return 'a Windows event log (EVTX): export it as CSV or JSON first';
  if (begins('SQLite format 3\0')) return 'a SQLite database';
  if (begins('%PDF')) return 'a PDF document';
  if (begins('\x89PNG') || begins('\xff\xd8\xff') || begins('GIF8')) return 'a picture';
  if (begins('\xd0\xcf\x11\xe0')) {
    return head.includes(Buffer.from('EncryptedPackage', 'utf16le'))
      ? 'an Office document locked with a password: open it and save it without one'
      : 'an old Office document: save the table as CSV or XLSX first';
  }
  if (begins('7z\xbc\xaf\x27\x1c')) return 'a 7-Zip archive: unpack it first';
  if (begins('Rar!')) return 'a RAR archive: unpack it first';
  if (begins('BZh')) return 'a bzip2 archive: unpack it first';
  if (begins('\xfd7zXZ')) return 'an xz archive: unpack it first';
  if (begins('PAR1')) return 'a Parquet file: export it as JSON or CSV first';
  return null;
}

function binaryShare(text: Buffer): number {
  const part = text.subarray(0, 4_096);
  let odd = 0;
  for (const byte of part) if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)) odd++;
  return odd / Math.max(1, part.length);
}

function asUtf8(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return Buffer.from(new TextDecoder(encoding).decode(even), 'utf8');
}
