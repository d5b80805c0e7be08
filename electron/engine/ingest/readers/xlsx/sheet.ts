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
  texts: Pick<SharedTexts, 'text'> | null;
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

  constructor(
    readonly sink: RowSink,
    readonly book: Book,
    base = 0,
  ) {
    this.#elements = new ElementsReader(
      {
        element: (bytes, from, to, at) => this.#row(bytes.toString('utf8', from, to), at, to - from),
        broken: (why, at, length) => this.sink.broken(why, at, length),
        cut: () => this.sink.cut?.(),
      },
      'sheetData',
      'row',
      base,
    );
  }

  feed(chunk: Buffer): void {
    this.#elements.feed(chunk);
  }

  end(): void {
    this.#elements.end();
  }

  #row(xml: string, at: number, length: number): void {
    const cells: string[] = [];
    let column = 0;
    let last = 0;
    for (const cell of elementsIn(xml, 'c')) {
      if (cell === null) {
        this.sink.broken('a cell that does not end', at, length);
        return;
      }
      const ref = /(?:^|\s)r="([A-Z]{1,3})\d*"/.exec(cell.tag);
      column = ref ? columnNumber(ref[1]!) : column + 1;
      if (column > COLUMN_LIMIT || (ref && column <= last)) {
        this.sink.broken('a cell in a column that cannot be', at, length);
        return;
      }
      last = column;
      const text = cell.inner === null ? '' : this.#text(cell.tag, cell.inner);
      if (text === null) {
        this.sink.broken('a cell names a text that the workbook does not have', at, length);
        return;
      }
      if (text === '') continue;
      while (cells.length < column - 1) cells.push('');
      cells.push(text.toWellFormed());
    }
    if (cells.length === 0) return; // a row of layout only
    if (this.#columns === 0) this.#columns = cells.length;
    while (cells.length < this.#columns) cells.push('');
    this.sink.row(new TextRow(cells), at, length, false);
  }

  /** Null where the cell refers to nothing. */
  #text(tag: string, inner: string): string | null {
    const type = attribute(tag, 't') ?? 'n';
    if (type === 'inlineStr') return richText(inner);
    const value = [...elementsIn(inner, 'v')][0]?.inner;
    if (value == null) return '';
    switch (type) {
      case 's':
        return this.book.texts?.text(Number(value)) ?? null;
      case 'b':
        return value.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'n':
        return this.#number(tag, value.trim());
      default: // str (of a formula), d (ISO 8601), e (an error such as #N/A)
        return cellContent(value);
    }
  }

  #number(tag: string, value: string): string {
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

/** 1 for A, 28 for AB. */
function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

/** Texts in the form in which rows of delimited text come. */
class TextRow implements CsvRow {
  readonly count: number;
  readonly bytes: Buffer;
  readonly #ends: Uint32Array;

  constructor(cells: readonly string[]) {
    this.count = cells.length;
    this.bytes = Buffer.from(cells.join(''), 'utf8');
    this.#ends = new Uint32Array(cells.length);
    let end = 0;
    for (const [i, cell] of cells.entries()) {
      end += Buffer.byteLength(cell);
      this.#ends[i] = end;
    }
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
}
