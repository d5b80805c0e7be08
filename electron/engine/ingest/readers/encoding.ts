/** Text encodings: what a file is written in, and offsets that always count the file's own bytes. */
import { isAscii, isUtf8 } from 'node:buffer';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Detected {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the byte order mark. */
  bom: number;
}

/** By byte order mark; without one, UTF-16 shows in the zero bytes beside every letter. */
export function detectEncoding(head: Buffer): Detected {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  if (head.length >= 4 && isLetter(head[0]!) && head[1] === 0 && isLetter(head[2]!) && head[3] === 0) {
    return { encoding: 'utf-16le', bom: 0 };
  }
  if (head.length >= 4 && head[0] === 0 && isLetter(head[1]!) && head[2] === 0 && isLetter(head[3]!)) {
    return { encoding: 'utf-16be', bom: 0 };
  }
  return { encoding: 'utf-8', bom: 0 };
}

const isLetter = (byte: number): boolean =>
  byte === 0x0a || byte === 0x0d || byte === 0x09 || (byte >= 0x20 && byte < 0x7f);

const windows1252 = new TextDecoder('windows-1252');

/**
 * Decodes slices. A slice that is not UTF-8 is read as Windows-1252 and counted: the structure of JSON and CSV is ASCII
 * in both, so one such record does not disturb the others.
 */
export class SliceDecoder {
  /** Slices that were not UTF-8. */
  fallbacks = 0;
  #checked: Buffer | null = null;
  #isClean = false;
  #isAscii = false;
  #checkedInside: Buffer | null = null;
  #isCleanInside = false;

  /** Whether the whole buffer is UTF-8. */
  isClean(bytes: Buffer): boolean {
    if (this.#checked !== bytes) {
      this.#checked = bytes;
      this.#isAscii = isAscii(bytes);
      this.#isClean = this.#isAscii || isUtf8(bytes);
    }
    return this.#isClean;
  }

  /** As `isClean`, but for characters that the buffer's edges cut in two: enough for what begins and ends with ASCII. */
  isCleanInside(bytes: Buffer): boolean {
    if (this.#checkedInside !== bytes) {
      this.#checkedInside = bytes;
      this.#isCleanInside = isUtf8(insideOf(bytes));
    }
    return this.#isCleanInside;
  }

  text(bytes: Buffer, from: number, to: number): string {
    if (this.isClean(bytes))
      return this.#isAscii ? bytes.toString('latin1', from, to) : bytes.toString('utf8', from, to);
    if (isUtf8(bytes.subarray(from, to))) return bytes.toString('utf8', from, to);
    this.fallbacks++;
    return windows1252.decode(bytes.subarray(from, to));
  }
  /** The same buffer object may hold other bytes now. */
  refilled(): void {
    this.#checked = null;
    this.#checkedInside = null;
  }
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;
const LONGEST = 4; // bytes of a character

/** Without the end of a character at the beginning and the beginning of one at the end. */
function insideOf(bytes: Buffer): Buffer {
  let from = 0;
  while (from < LONGEST - 1 && isContinuation(bytes[from])) from++;
  let to = bytes.length;
  while (bytes.length - to < LONGEST - 1 && to > from && isContinuation(bytes[to - 1])) to--;
  // A whole character at the end is left out with the rest of it: it is looked at with what lies behind.
  return bytes.subarray(from, to > from && bytes[to - 1]! >= 0xc0 ? to - 1 : bytes.length);
}

/**
 * UTF-16 as UTF-8, for readers that work on ASCII structure; `origin` leads offsets in the UTF-8 back to the file.
 * Offsets must be asked in rising order; the last few may be asked again.
 */
export class Utf16 {
  readonly #decoder: TextDecoder;
  /** UTF-8 whose offsets may still be asked for. */
  #pieces: Buffer[] = [];
  readonly #answered: [asked: number, origin: number][] = [];
  #asked = 0; // offset in the UTF-8 …
  #origin: number; // … and the same place in the file
  #end: number;

  constructor(encoding: 'utf-16le' | 'utf-16be', bom: number) {
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
    this.#origin = bom;
    this.#end = bom;
  }

  feed(chunk: Buffer): Buffer {
    this.#end += chunk.length;
    return this.#keep(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): Buffer {
    return this.#keep(this.#decoder.decode());
  }

  #keep(text: string): Buffer {
    const piece = Buffer.from(text, 'utf8');
    if (piece.length > 0) this.#pieces.push(piece);
    return piece;
  }

  /** Offset in the file of an offset in the UTF-8. */
  origin(offset: number): number {
    let left = offset - this.#asked;
    if (left < 0) {
      const known = this.#answered.find(([asked]) => asked === offset);
      if (!known) throw new Error('offsets must rise');
      return known[1];
    }
    while (left > 0 && this.#pieces.length > 0) {
      const piece = this.#pieces[0]!;
      const take = Math.min(left, piece.length);
      this.#origin += 2 * units(piece, take);
      if (take === piece.length) this.#pieces.shift();
      else this.#pieces[0] = piece.subarray(take);
      left -= take;
    }
    this.#asked = offset;
    this.#origin = Math.min(this.#origin, this.#end); // half a unit at the end stands for a whole one
    if (this.#answered.push([offset, this.#origin]) > 4) this.#answered.shift();
    return this.#origin;
  }
}

/** UTF-16 units of the first `length` bytes of UTF-8 (which end between characters). */
export function units(bytes: Buffer, length: number): number {
  let count = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x80 || byte >= 0xc0) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}
