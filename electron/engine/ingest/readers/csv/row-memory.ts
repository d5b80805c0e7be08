/**
 * Memory of WebAssembly in which rows lie while their cells are looked for there (cells.as.ts), and in which it is told whether
 * a cell's bytes were seen before: logs repeat themselves, and a text made once needs not be made again.
 */
import { randomBytes } from 'node:crypto';
import { CELLS } from './cells.wasm';

interface Exports {
  memory: WebAssembly.Memory;
  setUp(input: number, places: number, cells: number): void;
  cells(): number;
  row(start: number, length: number, delimiter: number): number;
  keepIn(table: number, slots: number, entries: number, count: number, room: number, end: number, seed: bigint): void;
  keep(from: number, to: number): number;
  keepCells(list: number, length: number, room: number, longest: number): number;
  sweep(moved: number): void;
}

/** What `row` gives in place of where the row ends: it does not in these bytes; it is for somebody else to look. */
export const UNENDED = -1;
export const LEFT = -2;
/** What `keepCells` gives of what is longer than is kept. */
export const TOO_LONG = 0x7fff_ffff;

/** Cells of a row that are found so. */
const MOST_CELLS = 1_024;
/** What is kept, with how many bytes on the average. */
export const KEPT = 32_768;
const KEPT_BYTES = 160;
/** Bytes of the longest of it. */
export const KEPT_LENGTH = 4_096;
/** Numbers in all lists of cells. */
const LISTED = 1_024;
const SLACK = 64; // bytes that may be read and written beyond what is meant
const PLACES = 64; // where the cells found are put down
const LISTS = PLACES + MOST_CELLS * 8;
const SPARE = LISTS + LISTED * 4; // where cells are written one behind the other
const MOVED = SPARE + KEPT_LENGTH + SLACK;
const TABLE = MOVED + KEPT * 4;
const ENTRIES = TABLE + 2 * KEPT * 4;
const BYTES = ENTRIES + KEPT * 16;
const INPUT = BYTES + KEPT * KEPT_BYTES;
const PAGE = 65_536;

let compiled: WebAssembly.Module | null = null;

export class RowMemory {
  readonly #wasm: Exports;
  /** Begin and end of each cell found, in pairs. */
  places = new Int32Array(0);
  #listed = 0;

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(CELLS, 'base64'));
    this.#wasm = new WebAssembly.Instance(compiled).exports as unknown as Exports;
    this.room(0);
    this.#wasm.setUp(INPUT, PLACES, MOST_CELLS);
    const seed = randomBytes(8).readBigUInt64LE();
    this.#wasm.keepIn(TABLE, 2 * KEPT, ENTRIES, KEPT, BYTES, INPUT, seed);
  }

  /** Room for as many bytes, which begin with what the room before held. The buffers given before are of no more use. */
  room(size: number): Buffer {
    const { memory } = this.#wasm;
    const missing = INPUT + size + SLACK - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    this.places = new Int32Array(memory.buffer, PLACES, MOST_CELLS * 2);
    return Buffer.from(memory.buffer, INPUT, size);
  }

  /** Finds the cells of the row that begins at `start` of the room, of which `length` bytes are filled; where it ends. */
  row(start: number, length: number, delimiter: number): number {
    return this.#wasm.row(start, length, delimiter);
  }

  /** How many cells were found. */
  get cells(): number {
    return this.#wasm.cells();
  }

  /** As `keep` in kept.as.ts, of bytes in the room. */
  keep(from: number, to: number): number {
    return this.#wasm.keep(INPUT + from, INPUT + to);
  }

  /** Where these numbers of cells lie for `keepCells`; 0 where there is no more room for lists. */
  list(cells: readonly number[]): number {
    if (this.#listed + cells.length > LISTED) return 0;
    const at = LISTS + this.#listed * 4;
    new Int32Array(this.#wasm.memory.buffer, at, cells.length).set(cells);
    this.#listed += cells.length;
    return at;
  }

  /** As `keep`, of these cells of the row found last as one; `TOO_LONG` where they are. */
  keepCells(list: number, length: number): number {
    return this.#wasm.keepCells(list, length, SPARE, KEPT_LENGTH);
  }

  /** Forgets what was not met again; the new number of each by its old one, -1 = forgotten. Valid until there is more room. */
  sweep(): Int32Array {
    this.#wasm.sweep(MOVED);
    return new Int32Array(this.#wasm.memory.buffer, MOVED, KEPT);
  }
}
