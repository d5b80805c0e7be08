/**
 * Delimited text (RFC 4180 and what spreadsheets and portals make of it): quoted cells may hold line breaks and doubled
 * quotes; a quote inside an unquoted cell is a letter like any other. Works on bytes, so every row knows its place.
 */
import type { SliceDecoder } from '../encoding';
import type { Reader } from '../sink';
import { KeptCells } from './kept-cells';
import { LEFT, RowMemory, UNENDED } from './row-memory';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
/** A longer row means a quote that never closes. */
export const ROW_LIMIT = 8 * 1024 * 1024;
const TOO_LONG = 'longer than 8 MiB';
/** Bytes read before rows are followed in WebAssembly: little does not pay for the beginning. */
const WARM_UP = 512 * 1024;

/** Cells of one row as positions; decoded only where asked. Valid during the call that hands it out. */
export interface CsvRow {
  readonly count: number;
  /** Bytes [from, to) of a cell in `bytes`; quoted cells without their quotes. */
  bytes: Buffer;
  from(cell: number): number;
  to(cell: number): number;
  /** The cell holds doubled quotes. */
  hasEscapes(cell: number): boolean;
  /** The cell's text where it has no doubled quotes: one that came before is not made again. */
  text?(cell: number, decoder: SliceDecoder): string;
  /** What `make` makes of these cells and of nothing else, made once for rows that have the same in them; `cells` itself is the key. */
  derivedFrom?<T>(cells: readonly number[], decoder: SliceDecoder, make: () => T): T;
}

export interface RowSink {
  /** `isUnended`: the file ends with this row, without a line break. */
  row(row: CsvRow, at: number, length: number, isUnended: boolean): void;
  broken(why: string, at: number, length: number): void;
  cut?(): void;
}

export class RowsReader implements Reader {
  #bytes: Buffer = Buffer.alloc(0);
  /** Where what is held lies, with room for more. */
  #room: Buffer = Buffer.alloc(0);
  #base: number;
  /** Where the unfinished row begins, and where its scan stands, in what is held. */
  #rowStart = 0;
  /** Offset of a line that grew too long, -1 = none: it is followed to its end, but not kept. */
  #dropped = -1;
  readonly #cells = new Cells();
  #memory: RowMemory | null = null;
  #fed = 0;

  /** `warmUp`: for tests. */
  constructor(
    readonly sink: RowSink,
    readonly delimiter: number,
    base = 0,
    readonly warmUp = WARM_UP,
  ) {
    this.#base = base;
  }

  /** Offset up to which everything is told. */
  get settled(): number {
    return this.#dropped >= 0 ? this.#dropped : this.#base + this.#rowStart;
  }

  feed(chunk: Buffer): void {
    if (this.#dropped >= 0) {
      const lf = chunk.indexOf(LF);
      if (lf < 0) {
        this.#base += chunk.length;
        return;
      }
      this.sink.broken(TOO_LONG, this.#dropped, this.#base + lf - this.#dropped);
      this.#dropped = -1;
      this.#base += lf + 1;
      this.feed(chunk.subarray(lf + 1));
      return;
    }
    this.#bytes = this.#held(chunk);
    this.#base += this.#rowStart;
    this.#rowStart = 0;
    this.#scan(false);
    if (this.#bytes.length - this.#rowStart > ROW_LIMIT) this.#unclosed();
  }

  /** The unfinished row and the chunk behind it, in the same memory again and again: new buffers for each wait long to be freed. */
  #held(chunk: Buffer): Buffer {
    const held = this.#bytes.subarray(this.#rowStart);
    const waiting = held.length; // of a buffer that a wider room takes the place of
    const length = waiting + chunk.length;
    this.#fed += chunk.length;
    if (this.#memory === null && this.#fed > this.warmUp) this.#intoMemory(held, length);
    else {
      if (length > this.#room.length) this.#widen(held, length);
      else held.copy(this.#room); // as memmove: it may overlap
    }
    chunk.copy(this.#room, waiting); // which is only lent
    return this.#room.subarray(0, length);
  }

  #widen(held: Buffer, length: number): void {
    const size = Math.max(length, 2 * this.#room.length);
    if (this.#memory) {
      held.copy(this.#room); // the wider room begins with what this one holds
      this.#room = this.#memory.room(size);
      return;
    }
    const larger = Buffer.allocUnsafeSlow(size);
    held.copy(larger);
    this.#room = larger;
  }

  #intoMemory(held: Buffer, length: number): void {
    this.#memory = new RowMemory();
    const room = this.#memory.room(Math.max(length, this.#room.length));
    held.copy(room);
    this.#room = room;
    this.#cells.kept = new KeptCells(this.#memory);
  }

  end(): void {
    if (this.#dropped >= 0) {
      this.sink.cut?.();
      this.sink.broken(TOO_LONG, this.#dropped, this.#base - this.#dropped);
      return;
    }
    this.#scan(true);
    while (this.#rowStart < this.#bytes.length) this.#unclosed(true);
  }

  /** Hands out every row that ends in what is held; the last row of the file may end without a line break. */
  #scan(isEnd: boolean): void {
    for (;;) {
      const next = this.#row(this.#rowStart, isEnd);
      if (next < 0) return;
      this.#rowStart = next;
    }
  }

  /** Scans the row that begins at `start`; position behind it, or -1 when it does not end here. */
  #row(start: number, isEnd: boolean): number {
    const bytes = this.#bytes;
    const length = bytes.length;
    if (start >= length) return -1;
    const { delimiter } = this;
    const cells = this.#cells;
    cells.bytes = bytes;
    if (this.#memory && !isEnd) {
      const end = this.#memory.row(start, length, delimiter);
      if (end === UNENDED) return -1;
      if (end !== LEFT) {
        cells.found(this.#memory);
        return this.#tell(start, end);
      }
    }
    cells.clear();
    let i = start;
    for (;;) {
      let from = i;
      let to = -1;
      let escapes = false;
      if (bytes[i] === QUOTE) {
        from = ++i;
        for (;;) {
          i = bytes.indexOf(QUOTE, i);
          if (i < 0) return -1;
          if (i + 1 === length && !isEnd) return -1; // whether the quote is doubled shows in the next bytes
          if (bytes[i + 1] !== QUOTE) break;
          escapes = true;
          i += 2;
        }
        to = i++;
        const byte = bytes[i];
        if (i < length && byte !== delimiter && byte !== LF && byte !== CR) {
          // Text behind the closing quote: the cell was not quoted after all, its quotes are letters.
          from--;
          to = -1;
          escapes = false;
        }
      }
      if (to < 0) {
        for (; i < length; i++) {
          const byte = bytes[i]!;
          if (byte === delimiter || byte === LF || byte === CR) break;
        }
        to = i;
      }
      if (i >= length && !isEnd) return -1;
      cells.push(from, to, escapes);
      const byte = bytes[i];
      if (byte === delimiter) {
        i++;
        continue;
      }
      // CR LF is one line break; at the end of what is held the LF may be yet to come.
      if (byte === CR && i + 1 === length && !isEnd) return -1;
      return this.#tell(start, i);
    }
  }

  /** Hands out the row of which the cells were found; position behind it. */
  #tell(start: number, end: number): number {
    const bytes = this.#bytes;
    const { length } = bytes;
    const after = bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : Math.min(end + 1, length);
    const cells = this.#cells;
    const isBlankLine = cells.count === 1 && cells.from(0) === cells.to(0);
    if (!isBlankLine) this.sink.row(cells, this.#base + start, end - start, end >= length);
    return after;
  }

  /** A quote was opened and not closed within reason: its first line is given up, the next one is a row again. */
  #unclosed(isEnd = false): void {
    const bytes = this.#bytes;
    const lf = bytes.indexOf(LF, this.#rowStart);
    const stop = lf < 0 ? bytes.length : lf;
    if (lf < 0 && !isEnd) {
      this.#dropped = this.#base + this.#rowStart;
      this.#base += bytes.length;
      this.#bytes = Buffer.alloc(0);
      this.#rowStart = 0;
      return;
    }
    if (isEnd && lf < 0) this.sink.cut?.();
    this.sink.broken('a quote is opened and never closed', this.#base + this.#rowStart, stop - this.#rowStart);
    this.#rowStart = Math.min(stop + 1, bytes.length);
    this.#scan(isEnd);
  }
}

class Cells implements CsvRow {
  bytes: Buffer = Buffer.alloc(0);
  count = 0;
  kept: KeptCells | null = null;
  #places = new Int32Array(256);
  /** Room for the cells that are found here. */
  #own = this.#places;
  /** The cells at hand were found by WebAssembly. */
  #isFound = false;

  clear(): void {
    this.count = 0;
    this.#places = this.#own;
    this.#isFound = false;
  }

  /** The cells are those that were found there. */
  found(memory: RowMemory): void {
    this.count = memory.cells;
    this.#places = memory.places;
    this.#isFound = true;
  }

  push(from: number, to: number, escapes: boolean): void {
    if (this.count * 2 + 2 > this.#places.length) {
      const larger = new Int32Array(this.#places.length * 2);
      larger.set(this.#places);
      this.#places = larger;
      this.#own = larger;
    }
    this.#places[this.count * 2] = from;
    this.#places[this.count * 2 + 1] = escapes ? -to - 1 : to;
    this.count++;
  }
  from(cell: number): number {
    return this.#places[cell * 2]!;
  }
  to(cell: number): number {
    const to = this.#places[cell * 2 + 1]!;
    return to < 0 ? -to - 1 : to;
  }
  hasEscapes(cell: number): boolean {
    return this.#places[cell * 2 + 1]! < 0;
  }

  text(cell: number, decoder: SliceDecoder): string {
    const from = this.from(cell);
    const to = this.to(cell);
    return this.kept ? this.kept.text(cell, this.bytes, from, to, decoder) : decoder.text(this.bytes, from, to);
  }

  derivedFrom<T>(cells: readonly number[], decoder: SliceDecoder, make: () => T): T {
    return this.kept && this.#isFound ? this.kept.derivedFrom(cells, decoder, make) : make();
  }
}
