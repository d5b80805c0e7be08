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
  forget(): void;
}

/** What `row` gives in place of where the row ends: it does not in these bytes; it is for somebody else to look. */
export const UNENDED = -1;
export const LEFT = -2;
/** What `keep` gives where there was no more room: all is forgotten, and this not kept. */
export const FULL = -2_147_483_648;

/** Cells of a row that are found so. */
const MOST_CELLS = 1_024;
/** Texts that are kept, with how many bytes on the average. */
const KEPT = 16_384;
const KEPT_BYTES = 128;
const PLACES = 64; // where the cells found are put down
const TABLE = PLACES + MOST_CELLS * 8;
const ENTRIES = TABLE + 2 * KEPT * 4;
const BYTES = ENTRIES + KEPT * 16;
const INPUT = BYTES + KEPT * KEPT_BYTES;
const SLACK = 64; // bytes that may be read beyond a row
const PAGE = 65_536;

let compiled: WebAssembly.Module | null = null;

export class RowMemory {
  readonly #wasm: Exports;
  /** Begin and end of each cell found, in pairs. */
  places = new Int32Array(0);

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

  /** The number under which these bytes are kept; -1 - n where they are from here on; `FULL`. */
  keep(from: number, to: number): number {
    const number = this.#wasm.keep(INPUT + from, INPUT + to);
    if (number === FULL) this.#wasm.forget();
    return number;
  }
}
