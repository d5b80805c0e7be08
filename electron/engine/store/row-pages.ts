/**
 * Rows laid out as SQLite lays them out in a file (https://sqlite.org/fileformat2.html): table leaf pages under one root.
 * A database that reads such a file takes its rows over as they are, which costs a tenth of binding their values
 * (docs/decisions/0030). Pure: nothing here touches a database.
 */
import { assert } from '../../../shared/base/assert';
import type { PackedTexts } from './packed-texts';
import { ROWS } from './rows.wasm';

/** Bytes: the largest that the format knows; the fewer pages, the less there is to link. */
const PAGE = 65_536;
const LEAF = 0x0d;
const INTERIOR = 0x05;
const LEAF_HEADER = 8;
const INTERIOR_HEADER = 12;
const DATABASE_HEADER = 100;
/** Pages under one root: a pointer to each takes at most 14 bytes there. */
const MOST_PAGES = 4_000;
const TEXT_TYPE = 13;

export interface Layout {
  /** `CREATE` statements of the table and of its indexes; rows have no entry in the latter (partial ones). */
  table: { name: string; sql: string };
  indexes: readonly { name: string; sql: string }[];
  /** For each column of numbers, in the table's order: -1 the row's own, -2 - n the n-th `same`, else where it stands (`take`). */
  numbers: readonly number[];
  /** Which of `numbers` may not be NULL, and which must be. */
  required: readonly boolean[];
  absent: readonly boolean[];
  /** How many text columns follow each other in the table, and behind how many of `numbers`. */
  texts: number;
  textsBehind: number;
  /** Values of a row that is handed over. */
  width: number;
}

/** What rows.as.ts has; addresses are bytes of its memory. */
interface Exports {
  memory: WebAssembly.Memory;
  setUp(columns: number, count: number, before: number, texts: number, stride: number, from: number, to: number): void;
  take(values: number, lengths: number, bytes: number): void;
  lay(from: number, to: number, number: number): number;
  pages(): number;
  close(): number;
  clear(): void;
}

/** Where in its memory columns are described, eight bytes each, and where values lie that are the same of all rows. */
const COLUMNS = 4_096;
const MOST_COLUMNS = 48; // more may need more than what rows.as.ts has to spare
const OWN = COLUMNS + MOST_COLUMNS * 8;
const SAME = OWN + 8;
const BEGIN = PAGE; // of the file
const MARKS = { same: 1, required: 2, absent: 4 };
const SLACK = 64; // bytes that may be read beyond

let compiled: WebAssembly.Module | null = null;

/** Pages of rows whose numbers ascend; they lie where WebAssembly lays them out (rows.as.ts). */
export class RowPages {
  readonly #wasm: Exports;
  /** Where rows begin that are handed over, behind the pages; and where the pages of rows begin. */
  readonly #input: number;
  readonly #leaves: number;
  #memory: Buffer;
  #first = 0;
  #last = 0;
  #count = 0;
  #changes = 0;

  /** `room`: bytes of pages, of which memory is taken as they fill. */
  constructor(
    readonly layout: Layout,
    room: number,
  ) {
    const { numbers, texts, textsBehind, indexes, width } = layout;
    assert(numbers.length <= MOST_COLUMNS && room <= MOST_PAGES * PAGE, 'a row is laid out in the room there is');
    compiled ??= new WebAssembly.Module(Buffer.from(ROWS, 'base64'));
    this.#wasm = new WebAssembly.Instance(compiled).exports as unknown as Exports;
    this.#leaves = BEGIN + (2 + indexes.length) * PAGE;
    this.#input = this.#leaves + Math.floor(room / PAGE) * PAGE;
    this.#memory = this.#room(0);
    for (const [i, place] of numbers.entries()) {
      const marks =
        (place < 0 ? MARKS.same : 0) |
        (layout.required[i] ? MARKS.required : 0) |
        (layout.absent[i] ? MARKS.absent : 0);
      this.#memory.writeInt32LE(place < 0 ? OWN + 8 * (-1 - place) : 8 * place, COLUMNS + 8 * i);
      this.#memory.writeInt32LE(marks, COLUMNS + 8 * i + 4);
    }
    this.#memory.writeDoubleLE(Number.NaN, OWN); // a row's own number stands as NULL among its values
    this.#wasm.setUp(COLUMNS, numbers.length, textsBehind, texts, 8 * width, this.#leaves, this.#input);
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes held. */
  get size(): number {
    return this.#wasm.pages() * PAGE;
  }

  /** Hands rows over: their values (integers, NaN = NULL) and texts, and what is `same` in all of them. */
  take(values: Float64Array<ArrayBuffer>, texts: PackedTexts, same: readonly number[] = []): void {
    const pieces = [values, texts.lengths, texts.bytes].map((piece) => bytesOf(piece));
    this.#memory = this.#room(pieces.reduce((sum, { length }) => sum + length, 0));
    const starts: number[] = [];
    let to = this.#input;
    for (const piece of pieces) {
      this.#memory.set(piece, to);
      starts.push(to);
      to += piece.length;
    }
    for (const [i, value] of same.entries()) this.#memory.writeDoubleLE(value, SAME + 8 * i);
    this.#wasm.take(starts[0]!, starts[1]!, starts[2]!);
  }

  /**
   * Lays out the rows `from` to before `to` of those handed over, under the numbers from `row` on. Gives the first that does
   * not fit, has a value that is no integer, wants one or has one too many, or `to`: such rows go in by a statement. From call to
   * call rows ascend.
   */
  lay(from: number, to: number, row: number): number {
    const end = this.#wasm.lay(from, to, row);
    if (end === from) return end;
    if (this.#count === 0) this.#first = row;
    this.#last = row + end - from - 1;
    this.#count += end - from;
    return end;
  }

  has(row: number): boolean {
    return this.#count > 0 && row >= this.#first && row <= this.#last;
  }

  /** A row held, by column of the table; undefined where there is none of this number. */
  row(wanted: number): (number | string | null)[] | undefined {
    if (!this.has(wanted)) return undefined;
    const leaves = this.#closed();
    const page = leaves[least(leaves.length, (n) => rowAt(leaves[n]!, cellsOf(leaves[n]!) - 1).row >= wanted)]!;
    const cells = cellsOf(page);
    const cell = least(cells, (n) => rowAt(page, n).row >= wanted);
    if (cell === cells) return undefined;
    const { row, payload } = rowAt(page, cell);
    return row === wanted ? values(page, payload, row, this.layout) : undefined;
  }

  /** Every row held, in order. */
  *rows(): Generator<(number | string | null)[]> {
    for (const page of this.#closed()) {
      for (let i = 0; i < cellsOf(page); i++) {
        const { row, payload } = rowAt(page, i);
        yield values(page, payload, row, this.layout);
      }
    }
  }

  /** A database file with the rows in it, as the pieces to be written one behind the other; of use until rows are handed over. */
  file(): Buffer[] {
    const { table, indexes } = this.layout;
    const leaves = this.#closed();
    const roots = 2 + indexes.length;
    const isFlat = leaves.length <= 1;
    const schema = Buffer.alloc(PAGE);
    const entries = [
      schemaRow('table', table.name, table.name, 2, table.sql),
      ...indexes.map(({ name, sql }, i) => schemaRow('index', name, table.name, 3 + i, sql)),
    ];
    fillLeaf(schema, DATABASE_HEADER, entries);
    header(schema, roots + (isFlat ? 0 : leaves.length), ++this.#changes);
    const empty = indexes.map(() => emptyLeaf(0x0a));
    if (isFlat) return [schema, leaves[0] ?? emptyLeaf(LEAF), ...empty];
    const lasts = leaves.map((page) => rowAt(page, cellsOf(page) - 1).row);
    // In front of the rows, so that all of it is written at once.
    for (const [i, page] of [schema, root(lasts, roots), ...empty].entries()) this.#memory.set(page, BEGIN + i * PAGE);
    return [this.#memory.subarray(BEGIN, this.#leaves + leaves.length * PAGE)];
  }

  /** The rows held are none. */
  clear(): void {
    this.#wasm.clear();
    this.#count = 0;
  }

  /** All pages of rows, with their headers. */
  #closed(): Buffer[] {
    const count = (this.#wasm.close() - this.#leaves) / PAGE;
    return Array.from({ length: count }, (_, i) =>
      this.#memory.subarray(this.#leaves + i * PAGE, this.#leaves + (i + 1) * PAGE),
    );
  }

  /** The memory, with so much room for rows that are handed over. */
  #room(size: number): Buffer {
    const { memory } = this.#wasm;
    const missing = this.#input + size + SLACK - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return missing > 0 ? Buffer.from(memory.buffer) : this.#memory;
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const cellsOf = (page: Buffer): number => page.readUInt16BE(3);

/** The number of a page's cell, and where its values begin. */
function rowAt(page: Buffer, cell: number): { row: number; payload: number } {
  const [, behind] = varint(page, page.readUInt16BE(LEAF_HEADER + 2 * cell));
  const [row, payload] = varint(page, behind);
  return { row, payload };
}

/** The least of `count` numbers from which on it holds; `count` where it never does. */
function least(count: number, holds: (n: number) => boolean): number {
  let low = 0;
  for (let high = count; low < high; ) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Bytes of an integer by its serial type. */
const WIDTHS = [0, 1, 2, 3, 4, 6, 8, 0, 0, 0];

const varintLength = (value: number): number => {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  return length;
};

/** At most 2^53: eight bytes of seven bits. */
function putVarint(page: Buffer, at: number, value: number): number {
  if (value < 0x80) {
    page[at] = value;
    return at + 1;
  }
  const length = varintLength(value);
  let rest = value;
  for (let i = length - 1; i >= 0; i--) {
    page[at + i] = (rest % 0x80) | (i === length - 1 ? 0 : 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return at + length;
}

function varint(page: Buffer, at: number): [value: number, behind: number] {
  let value = 0;
  for (let i = at; ; i++) {
    const byte = page[i]!;
    value = value * 0x80 + (byte & 0x7f);
    if (byte < 0x80) return [value, i + 1];
  }
}

function values(page: Buffer, payload: number, row: number, layout: Layout): (number | string | null)[] {
  const [head, types] = varint(page, payload);
  const out: (number | string | null)[] = [];
  let value = payload + head;
  for (let at = types; at < payload + head; ) {
    const [type, behind] = varint(page, at);
    at = behind;
    if (type === 0) out.push(null);
    else if (type === 8 || type === 9) out.push(type - 8);
    else if (type >= TEXT_TYPE) {
      const length = (type - TEXT_TYPE) / 2;
      out.push(page.toString('utf8', value, value + length));
      value += length;
    } else {
      const width = WIDTHS[type]!;
      out.push(width === 8 ? Number(page.readBigInt64BE(value)) : page.readIntBE(value, width));
      value += width;
    }
  }
  // The row's number stands as NULL among its values.
  const own = layout.numbers.indexOf(-1);
  if (own >= 0) out[own < layout.textsBehind ? own : own + layout.texts] = row;
  return out;
}

function emptyLeaf(kind: number): Buffer {
  const page = Buffer.alloc(PAGE);
  page[0] = kind;
  return page; // its cells begin at 65,536, which is written as 0
}

/** The root over pages that lie one behind the other, behind page `before`. */
function root(lasts: readonly number[], before: number): Buffer {
  const page = Buffer.alloc(PAGE);
  let bottom = PAGE;
  for (let i = 0; i < lasts.length - 1; i++) {
    bottom -= 4 + varintLength(lasts[i]!);
    page.writeUInt32BE(before + 1 + i, bottom);
    putVarint(page, bottom + 4, lasts[i]!);
    page.writeUInt16BE(bottom, INTERIOR_HEADER + 2 * i);
  }
  page[0] = INTERIOR;
  page.writeUInt16BE(lasts.length - 1, 3);
  page.writeUInt16BE(bottom % PAGE, 5);
  page.writeUInt32BE(before + lasts.length, 8);
  return page;
}

function schemaRow(kind: string, name: string, table: string, page: number, sql: string): Buffer {
  const texts = [kind, name, table, sql].map((text) => Buffer.from(text, 'utf8'));
  const types = texts.map(({ length }) => 2 * length + TEXT_TYPE);
  const head = Buffer.alloc(64);
  let at = 1;
  for (const type of [types[0]!, types[1]!, types[2]!, 1, types[3]!]) at = putVarint(head, at, type);
  head[0] = at;
  return Buffer.concat([head.subarray(0, at), texts[0]!, texts[1]!, texts[2]!, Buffer.of(page), texts[3]!]);
}

function fillLeaf(page: Buffer, at: number, payloads: readonly Buffer[]): void {
  let bottom = PAGE;
  for (const [i, payload] of payloads.entries()) {
    bottom -= varintLength(payload.length) + 1 + payload.length;
    assert(bottom > at + LEAF_HEADER + 2 * payloads.length, 'the schema fits a page');
    const to = putVarint(page, putVarint(page, bottom, payload.length), i + 1);
    payload.copy(page, to);
    page.writeUInt16BE(bottom, at + LEAF_HEADER + 2 * i);
  }
  page[at] = LEAF;
  page.writeUInt16BE(payloads.length, at + 3);
  page.writeUInt16BE(bottom % PAGE, at + 5);
}

/** `changes` is another number in every file, so that a connection that knows the one before reads anew. */
function header(page: Buffer, pages: number, changes: number): void {
  page.write('SQLite format 3\0', 0, 'latin1');
  page.writeUInt16BE(1, 16); // pages of 65,536 bytes
  page[18] = 1; // written and read with a rollback journal
  page[19] = 1;
  page[21] = 64; // fixed by the format
  page[22] = 32;
  page[23] = 32;
  page.writeUInt32BE(changes, 24);
  page.writeUInt32BE(pages, 28);
  page.writeUInt32BE(1, 40); // the schema's number
  page.writeUInt32BE(4, 44); // its format
  page.writeUInt32BE(1, 56); // UTF-8
  page.writeUInt32BE(changes, 92);
  page.writeUInt32BE(3_054_001, 96);
}
