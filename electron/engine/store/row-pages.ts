/**
 * Rows laid out as SQLite lays them out in a file (https://sqlite.org/fileformat2.html): table leaf pages under one root.
 * A database that reads such a file takes its rows over as they are, which costs a tenth of binding their values
 * (docs/decisions/0030). Pure: nothing here touches a database.
 */
import { assert } from '../../../shared/base/assert';

/** Bytes: the largest that the format knows; the fewer pages, the less there is to link. */
const PAGE = 65_536;
const LEAF = 0x0d;
const INTERIOR = 0x05;
const LEAF_HEADER = 8;
const INTERIOR_HEADER = 12;
const DATABASE_HEADER = 100;
/** Bytes before a row's values that its length, number and types take at most, and its place in the page's list. */
const SPARE = 512;
/** Pages under one root: a pointer to each takes at most 14 bytes there. */
const MOST_PAGES = 4_000;
const TEXT_TYPE = 13;

export interface Layout {
  /** `CREATE` statements of the table and of its indexes; rows have no entry in the latter (partial ones). */
  table: { name: string; sql: string };
  indexes: readonly { name: string; sql: string }[];
  /** For each column of the table, in its order: -1 the row's number, else where its value stands (`add`). */
  numbers: readonly number[];
  /** Which of `numbers` may not be NULL. */
  required: readonly boolean[];
  /** How many text columns follow each other in the table, and behind how many of `numbers`. */
  texts: number;
  textsBehind: number;
}

/** Pages of rows whose numbers ascend. */
export class RowPages {
  readonly #columns: Int32Array;
  readonly #types: Uint8Array;
  #pages: Buffer[] = [];
  /** Last row of each full page. */
  #lasts: number[] = [];
  #page: Buffer = Buffer.alloc(0);
  /** Where the present page's cells begin, and how many it has. */
  #bottom = 0;
  #cells = 0;
  #first = 0;
  #last = 0;
  #count = 0;
  #changes = 0;
  /** Pages that can be used again. */
  #spare: Buffer[] = [];

  constructor(readonly layout: Layout) {
    this.#columns = Int32Array.from(layout.numbers);
    this.#types = new Uint8Array(layout.numbers.length);
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes held. */
  get size(): number {
    return (this.#pages.length + 1) * PAGE;
  }

  /** No further row may be added before `clear`. */
  get isFull(): boolean {
    return this.#pages.length >= MOST_PAGES;
  }

  /**
   * Adds a row: `values` by position (integers, NULL as null), texts as `lengths[from…]` say in `bytes` from `at` on. False
   * where it does not fit a page, a value is no integer or one is wanting: such rows go in by a statement.
   */
  add(
    row: number,
    values: readonly (number | string | null)[],
    bytes: Uint8Array,
    at: number,
    lengths: Int32Array,
    from: number,
  ): boolean {
    const { texts, textsBehind, required } = this.layout;
    const columns = this.#columns;
    const types = this.#types;
    let body = 0;
    for (let i = 0; i < columns.length; i++) {
      const place = columns[i]!;
      const value = place < 0 ? null : values[place]!;
      if (value === null) {
        if (required[i]) return false;
        types[i] = 0;
        continue;
      }
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return false;
      const type = typeOf(value);
      types[i] = type;
      body += WIDTHS[type]!;
    }
    let head = 1 + columns.length;
    let length = 0;
    for (let i = 0; i < texts; i++) {
      const bytesOf = lengths[from + i]!;
      if (bytesOf < 0) {
        head++;
        continue;
      }
      length += bytesOf;
      head += varintLength(2 * bytesOf + TEXT_TYPE);
    }
    body += length;
    if (head > 0x7f || body + SPARE > PAGE) return false;
    const payload = head + body;
    const cell = varintLength(payload) + varintLength(row) + payload;
    if (this.#count === 0 || this.#bottom - cell < LEAF_HEADER + 2 * (this.#cells + 1)) this.#turn();
    const page = this.#page;
    this.#bottom -= cell;
    const pointer = LEAF_HEADER + 2 * this.#cells++;
    page[pointer] = this.#bottom >> 8;
    page[pointer + 1] = this.#bottom;
    let to = putVarint(page, this.#bottom, payload);
    to = putVarint(page, to, row);
    let value = to + head;
    page[to++] = head;
    for (let i = 0; i < textsBehind; i++) {
      const type = types[i]!;
      page[to++] = type;
      if (type !== 0 && type < 8) value = putInteger(page, value, values[columns[i]!] as number, WIDTHS[type]!);
    }
    for (let i = 0; i < texts; i++) {
      const bytesOf = lengths[from + i]!;
      if (bytesOf < 0) page[to++] = 0;
      else to = putVarint(page, to, 2 * bytesOf + TEXT_TYPE);
    }
    for (let i = 0; i < length; i++) page[value++] = bytes[at + i]!;
    for (let i = textsBehind; i < columns.length; i++) {
      const type = types[i]!;
      page[to++] = type;
      if (type !== 0 && type < 8) value = putInteger(page, value, values[columns[i]!] as number, WIDTHS[type]!);
    }
    if (this.#count === 0) this.#first = row;
    this.#last = row;
    this.#count++;
    return true;
  }

  has(row: number): boolean {
    return this.#count > 0 && row >= this.#first && row <= this.#last;
  }

  /** A row held, by column of the table; undefined where there is none of this number. */
  row(wanted: number): (number | string | null)[] | undefined {
    if (!this.has(wanted)) return undefined;
    const full = this.#lasts.findIndex((last) => wanted <= last);
    const page = full < 0 ? this.#page : this.#pages[full]!;
    const cells = full < 0 ? this.#cells : page.readUInt16BE(3);
    for (let low = 0, high = cells - 1; low <= high; ) {
      const middle = (low + high) >> 1;
      const [, behind] = varint(page, page.readUInt16BE(LEAF_HEADER + 2 * middle));
      const [row, payload] = varint(page, behind);
      if (row === wanted) return values(page, payload, row, this.layout);
      if (row < wanted) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** Every row held, in order. */
  *rows(): Generator<(number | string | null)[]> {
    for (let row = this.#first; this.#count > 0 && row <= this.#last; row++) {
      const found = this.row(row);
      if (found) yield found;
    }
  }

  /** A database file with the rows in it, as the pieces to be written one behind the other. */
  file(): Buffer[] {
    const { table, indexes } = this.layout;
    const leaves = [...this.#pages, ...(this.#count > 0 ? [this.#closed()] : [])];
    const roots = 2 + indexes.length;
    const isFlat = leaves.length <= 1;
    const total = roots + (isFlat ? 0 : leaves.length);
    const schema = Buffer.alloc(PAGE);
    const entries = [
      schemaRow('table', table.name, table.name, 2, table.sql),
      ...indexes.map(({ name, sql }, i) => schemaRow('index', name, table.name, 3 + i, sql)),
    ];
    fillLeaf(schema, DATABASE_HEADER, entries);
    header(schema, total, ++this.#changes);
    const empty = indexes.map(() => emptyLeaf(0x0a));
    if (isFlat) return [schema, leaves[0] ?? emptyLeaf(LEAF), ...empty];
    const lasts = [...this.#lasts, this.#last];
    return [schema, root(lasts, roots), ...empty, ...leaves];
  }

  /** The rows held are none. */
  clear(): void {
    if (this.#count > 0) this.#spare.push(...this.#pages, this.#page);
    this.#pages = [];
    this.#lasts = [];
    this.#page = Buffer.alloc(0);
    this.#cells = 0;
    this.#count = 0;
  }

  #turn(): void {
    if (this.#count > 0) {
      this.#pages.push(this.#closed());
      this.#lasts.push(this.#last);
    }
    this.#page = (this.#spare.pop() ?? Buffer.allocUnsafeSlow(PAGE)).fill(0, 0, LEAF_HEADER);
    this.#bottom = PAGE;
    this.#cells = 0;
  }

  /** The present page with its header; bytes that no cell uses are zeros. */
  #closed(): Buffer {
    const page = this.#page;
    page[0] = LEAF;
    page.writeUInt16BE(this.#cells, 3);
    page.writeUInt16BE(this.#bottom % PAGE, 5);
    page.fill(0, LEAF_HEADER + 2 * this.#cells, this.#bottom);
    return page;
  }
}

/** Bytes of an integer by its serial type. */
const WIDTHS = [0, 1, 2, 3, 4, 6, 8, 0, 0, 0];

function typeOf(value: number): number {
  if (value === 0) return 8;
  if (value === 1) return 9;
  if (value >= -0x80 && value <= 0x7f) return 1;
  if (value >= -0x8000 && value <= 0x7fff) return 2;
  if (value >= -0x80_0000 && value <= 0x7f_ffff) return 3;
  if (value >= -0x8000_0000 && value <= 0x7fff_ffff) return 4;
  return value >= -0x8000_0000_0000 && value <= 0x7fff_ffff_ffff ? 5 : 6;
}

/** Two's complement, most significant byte first; gives where it ends. */
function putInteger(page: Buffer, at: number, value: number, width: number): number {
  let to = at;
  if (width > 4) {
    const high = Math.floor(value / 0x1_0000_0000);
    if (width === 8) {
      page[to++] = high >> 24;
      page[to++] = high >> 16;
    }
    page[to++] = high >> 8;
    page[to++] = high;
  }
  const low = value | 0; // modulo 2^32, as two's complement has it
  if (width >= 4) page[to++] = low >> 24;
  if (width >= 3) page[to++] = low >> 16;
  if (width >= 2) page[to++] = low >> 8;
  page[to++] = low;
  return to;
}

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
