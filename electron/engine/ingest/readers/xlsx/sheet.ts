/**
 * A sheet of a workbook (SpreadsheetML) as rows of cells, like those of delimited text. A row's place is that of its
 * `<row>` element in the sheet's part of the workbook: those bytes are the evidence, whatever else they refer to.
 */
import type { CsvRow, RowSink } from '../csv/rows';
import type { Reader } from '../sink';
import { type DateKind, dateText } from './date-cells';
import { ElementsReader } from './elements';
import type { SharedTexts } from './shared-texts';
import { attribute, cellContent, elementsIn, richText } from './xml-text';

/** What a sheet needs of its workbook. */
export interface Book {
  texts: Pick<SharedTexts, 'copy' | 'length'> | null;
  /** By style number; undefined or null = not a date. */
  dates: readonly (DateKind | null)[];
  is1904: boolean;
  /** What is wrong with the workbook beyond this sheet; null = nothing known. */
  problem: string | null;
}

/** Whether bytes begin like a sheet's part of a workbook. */
export const isSheet = (head: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:\w{1,20}:)?worksheet[\s>]/.test(
    head.toString('latin1', 0, 2_048),
  );

export const COLUMN_LIMIT = 16_384; // XFD, the last column that the format knows

export class SheetReader implements Reader {
  readonly #elements: ElementsReader;
  /** Cells of the first row: later ones are filled up with blanks to as many. */
  #columns = 0;
  readonly #cells = new TextRow();
  #number = 0;

  constructor(
    readonly sink: RowSink,
    readonly book: Book,
    base = 0,
    /** Row in which the header stands, from 1: those above it are passed over. */
    readonly header = 1,
  ) {
    this.#elements = new ElementsReader(
      {
        element: (bytes, from, to, at) => this.#row(bytes, from, to, at),
        broken: (why, at, length) => this.sink.broken(why, at, length),
        cut: () => this.sink.cut?.(),
      },
      'sheetData',
      'row',
      base,
    );
  }

  /** Of the row told last, as the sheet counts. */
  get number(): number {
    return this.#number;
  }

  feed(chunk: Buffer): void {
    this.#elements.feed(chunk);
  }

  end(): void {
    this.#elements.end();
  }

  /** The row [from, to) of `bytes`. Positions in its text as Latin-1 are positions in its bytes. */
  #row(bytes: Buffer, from: number, to: number, at: number): void {
    const xml = bytes.toString('latin1', from, to);
    this.#number = numberOf(xml) ?? this.#number + 1;
    if (this.#number < this.header) return;
    const row = this.#cells;
    row.clear();
    let column = 0;
    let last = 0;
    for (let lt = xml.indexOf('<'), next = 0; lt >= 0; lt = xml.indexOf('<', next)) {
      const gt = xml.indexOf('>', lt);
      if (gt < 0) break;
      next = gt + 1;
      const name = cellName(xml, lt + 1, gt);
      if (name === null) continue;
      const tag = xml.slice(lt + 1 + name.length, gt);
      const ref = columnOf(tag);
      column = ref ?? column + 1;
      if (column > COLUMN_LIMIT || (ref !== null && column <= last)) {
        this.sink.broken('a cell in a column that cannot be', at, to - from);
        return;
      }
      last = column;
      if (tag.endsWith('/')) continue;
      const ending = name === 'c' ? '</c>' : `</${name}>`;
      const end = xml.indexOf(ending, next);
      if (end < 0) {
        this.sink.broken('a cell that does not end', at, to - from);
        return;
      }
      next = end + ending.length;
      if (!this.#cell(row, column, tag, xml, bytes, from, gt + 1, end)) {
        this.sink.broken('a cell names a text that the workbook does not have', at, to - from);
        return;
      }
    }
    if (row.count === 0) return; // a row of layout only
    if (this.#columns === 0) this.#columns = row.count;
    row.fill(this.#columns);
    this.sink.row(row, at, to - from, false);
  }

  /** Adds the cell whose content is [begin, end) of the row; false where it refers to nothing. */
  #cell(
    row: TextRow,
    column: number,
    tag: string,
    xml: string,
    bytes: Buffer,
    from: number,
    begin: number,
    end: number,
  ): boolean {
    const type = tag.includes('t=') ? (attribute(tag, 't') ?? 'n') : 'n';
    if (type === 's' && xml.startsWith('<v>', begin)) {
      const stop = xml.indexOf('<', begin + 3);
      return row.addShared(column, this.book.texts, Number(xml.slice(begin + 3, stop)));
    }
    const inner = bytes.toString('utf8', from + begin, from + end);
    if (type === 'inlineStr') {
      row.add(column, richText(inner));
      return true;
    }
    const value = [...elementsIn(inner, 'v')][0]?.inner;
    if (value == null) return true;
    if (type === 's') return row.addShared(column, this.book.texts, Number(value));
    if (type === 'b') row.add(column, value.trim() === '1' ? 'TRUE' : 'FALSE');
    else if (type === 'n') row.add(column, this.#numeric(tag, value.trim()));
    else row.add(column, cellContent(value)); // str (of a formula), d (ISO 8601), e (an error such as #N/A)
    return true;
  }

  #numeric(tag: string, value: string): string {
    const style = attribute(tag, 's');
    const kind = style === null ? null : (this.book.dates[Number(style)] ?? null);
    if (kind !== null) {
      const text = dateText(Number(value), kind, this.book.is1904);
      if (text !== null) return text;
    }
    // Whole numbers are sometimes written as 5.00121E5.
    const number = /[eE]/.test(value) ? Number(value) : Number.NaN;
    return Number.isSafeInteger(number) ? String(number) : cellContent(value);
  }
}

/** The row's own number; null where it does not tell. */
function numberOf(xml: string): number | null {
  const found = /^<[^>]{0,200}?\sr="(\d{1,7})"/.exec(xml);
  return found ? Number(found[1]) : null;
}

const TITLE_ROWS = 40;

/** The row in which a sheet's header seems to stand, and how many rows of titles above it. */
export function headerOfSheet(head: Buffer, book: Book): { header: number; titles: number } {
  const rows: { number: number; filled: number }[] = [];
  const reader = new SheetReader(
    {
      row: (row) => {
        let filled = 0;
        for (let i = 0; i < row.count; i++) if (row.to(i) > row.from(i)) filled++;
        if (rows.length < TITLE_ROWS) rows.push({ number: reader.number, filled });
      },
      broken: () => {},
    },
    book,
  );
  reader.feed(head);
  const [first] = rows;
  // A header fills every column; rows may leave some out: at least half of the widest is as good as all.
  const widest = Math.max(0, ...rows.map(({ filled }) => filled));
  const line = rows.findIndex(({ filled }) => filled * 2 > widest);
  const isBelow = line > 0 && widest > 2 && rows.length > line + 1;
  return isBelow ? { header: rows[line]!.number, titles: line } : { header: first?.number ?? 1, titles: 0 };
}

/** The name of a cell's element as it is written, with its prefix; null for any other. */
function cellName(xml: string, from: number, gt: number): string | null {
  if (xml.charCodeAt(from) === 0x63 && (from + 1 === gt || ' /\t\n\r'.includes(xml[from + 1]!))) return 'c';
  const name = /^[\w.-]{1,40}:c(?=[\s/>])/.exec(xml.slice(from, Math.min(gt + 1, from + 50)));
  return name ? name[0] : null;
}

/** The column of a cell by its reference; null where it has none. */
function columnOf(tag: string): number | null {
  const at = tag.indexOf('r="');
  if (at < 1) return null;
  let number = 0;
  let i = at + 3;
  for (let code = tag.charCodeAt(i); code >= 0x41 && code <= 0x5a && i < at + 7; code = tag.charCodeAt(++i))
    number = number * 26 + code - 64;
  return i === at + 3 ? null : number;
}

/** Texts in the form in which rows of delimited text come; one for all rows of a sheet. */
class TextRow implements CsvRow {
  bytes: Buffer = Buffer.alloc(64 * 1024);
  count = 0;
  #ends = new Uint32Array(256);
  #end = 0;

  clear(): void {
    this.count = 0;
    this.#end = 0;
  }
  /** Adds a text in this column, with blanks before it; nothing for an empty one. */
  add(column: number, text: string): void {
    if (text === '') return;
    const wellFormed = text.toWellFormed();
    this.#reserve(Buffer.byteLength(wellFormed));
    this.#place(column, this.bytes.write(wellFormed, this.#end, 'utf8'));
  }
  /** False where there is no such text. */
  addShared(column: number, texts: Book['texts'], index: number): boolean {
    const length = texts ? texts.length(index) : -1;
    if (length <= 0) return length === 0;
    this.#reserve(length);
    this.#place(column, texts!.copy(index, this.bytes, this.#end));
    return true;
  }
  fill(columns: number): void {
    while (this.count < columns) this.#push();
  }
  from(cell: number): number {
    return cell === 0 ? 0 : this.#ends[cell - 1]!;
  }
  to(cell: number): number {
    return this.#ends[cell]!;
  }
  hasEscapes(): boolean {
    return false;
  }

  #place(column: number, length: number): void {
    this.fill(column - 1);
    this.#end += length;
    this.#push();
  }
  #push(): void {
    if (this.count === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.count++] = this.#end;
  }
  #reserve(length: number): void {
    if (this.#end + length <= this.bytes.length) return;
    const larger = Buffer.alloc(2 * (this.#end + length));
    this.bytes.copy(larger, 0, 0, this.#end);
    this.bytes = larger;
  }
}
