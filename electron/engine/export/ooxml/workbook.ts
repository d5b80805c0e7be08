/** A workbook (ISO/IEC 29500-1, part 18) written row by row: typed cells, a frozen head, a filter. Text is never a formula. */

import { isFormula } from '../csv-cell';
import type { Sink, Spool } from '../sink';
import { contentTypes, coreProperties, Package, relations, XML, xml } from './package';

/** A time is milliseconds UTC; a share is 0…1. Null is an empty cell. */
export type Cell = string | number | null | { time: number } | { share: number };
export interface Head {
  title: string;
  width: number; // characters
  /** A column of numbers has its title over them; where numbers stand among texts, all stand to the left. */
  holds?: 'numbers' | 'both';
}

/** What the format allows. */
const ROWS = 1_048_576;
const TEXT = 32_767;
const DAYS_TO_1970 = 25_569;
const DAY = 86_400_000;

/** Characters of a sheet that is still read when it is printed on the width of one page. */
const WIDEST = 320;
/** What a printed head or foot may hold. */
const PRINTED = 200;

/** Points: of a line of text, and of the highest row that the format allows. */
const LINE = 13;
const HIGHEST = 409;

/** Places in the list of cell formats below. */
const STYLE = { plain: 0, head: 1, time: 2, share: 3, quoted: 4, number: 5, wrapped: 6, numberHead: 7, leftNumber: 8 };

/** A wider sheet goes over several pages, each with the first two columns. */
const fitsPage = (heads: readonly Head[]): boolean => heads.reduce((sum, { width }) => sum + width, 0) <= WIDEST;

const letters = (i: number): string =>
  (i < 26 ? '' : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));

/** Letters for one unit of a column's width, which is a digit's. */
const LETTERS = 1.08;

/** How many lines a text takes in a column, by words; not every program measures rows that carry no height. */
function linesIn(text: string, { width }: Head): number {
  const fits = Math.max(1, Math.floor(width * LETTERS));
  if (text.length <= fits && !text.includes('\n')) return 1;
  let lines = 0;
  for (const line of text.split('\n')) {
    let used = 0;
    lines += 1;
    for (const { length } of line.split(' ')) {
      if (used > 0 && used + 1 + length > fits) {
        lines += 1;
        used = 0;
      }
      used += (used > 0 ? 1 : 0) + length;
      lines += Math.max(1, Math.ceil(used / fits)) - 1;
      used = used % fits || Math.min(used, fits);
    }
  }
  return lines;
}

/** The height of a row that holds more than one line; the others have the program's own. */
const heightOf = (lines: number): string =>
  lines > 1 ? ` ht="${Math.min(HIGHEST, lines * LINE)}" customHeight="1"` : '';

const shortened = (cell: string): string => (cell.length > TEXT ? `${cell.slice(0, TEXT - 1)}…` : cell);

function cellXml(cell: Cell, at: string, head: Head): string {
  if (cell === null) return '';
  if (typeof cell === 'number') {
    const style = head.holds === 'both' ? STYLE.leftNumber : STYLE.number;
    return Number.isFinite(cell) ? `<c r="${at}" s="${style}"><v>${cell}</v></c>` : '';
  }
  if (typeof cell === 'object') {
    return 'time' in cell
      ? `<c r="${at}" s="${STYLE.time}"><v>${cell.time / DAY + DAYS_TO_1970}</v></c>`
      : `<c r="${at}" s="${STYLE.share}"><v>${cell.share}</v></c>`;
  }
  const text = shortened(cell);
  // Marked as quoted: it stays text also where somebody edits the cell, as a leading apostrophe would have it.
  const style = isFormula(text) ? STYLE.quoted : linesIn(text, head) > 1 ? STYLE.wrapped : STYLE.plain;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`;
}

export class Sheet {
  rows = 1;
  readonly #spool: Spool;
  #ready: Promise<void>;
  constructor(
    readonly name: string,
    readonly heads: readonly Head[],
    spool: Spool,
  ) {
    this.#spool = spool;
    this.#ready = spool.write(
      `${XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="${fitsPage(heads) ? 1 : 0}"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="${LINE}"/><cols>${heads
        .map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
        .join(
          '',
        )}</cols><sheetData><row r="1"${heightOf(Math.max(...heads.map((head) => linesIn(head.title, { ...head, width: head.width * 0.85 }))))}>${heads
        .map(
          ({ title, holds }, i) =>
            `<c r="${letters(i)}1" s="${holds === 'numbers' ? STYLE.numberHead : STYLE.head}" t="inlineStr"><is><t>${xml(title)}</t></is></c>`,
        )
        .join('')}</row>`,
    );
  }

  /** False where the sheet is full. */
  async add(cells: readonly Cell[]): Promise<boolean> {
    if (this.rows >= ROWS) return false;
    this.rows += 1;
    const row = this.rows;
    await this.#ready;
    const lines = cells.map((cell, i) => (typeof cell === 'string' ? linesIn(shortened(cell), this.heads[i]!) : 1));
    this.#ready = this.#spool.write(
      `<row r="${row}"${heightOf(Math.max(1, ...lines))}>${cells.map((cell, i) => cellXml(cell, `${letters(i)}${row}`, this.heads[i]!)).join('')}</row>`,
    );
    await this.#ready;
    return true;
  }

  /** `mark`: classification, at the head and foot of every printed page. */
  async end(mark: string): Promise<AsyncIterable<Uint8Array>> {
    await this.#ready;
    const last = letters(this.heads.length - 1);
    await this.#spool.write(
      `</sheetData><autoFilter ref="A1:${last}${this.rows}"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>${printed(mark)}</worksheet>`,
    );
    await this.#spool.close();
    return this.#spool.read();
  }
}

/** In heads and feet `&` begins a code, and is itself written twice. */
function printed(mark: string): string {
  const said = xml(mark.replace(/\s+/g, ' ').slice(0, PRINTED).replaceAll('&', '&&'));
  const centre = mark === '' ? '' : `&amp;C${said}`;
  return `<headerFooter>${centre && `<oddHeader>${centre}</oddHeader>`}<oddFooter>&amp;L&amp;A${centre}&amp;R&amp;P of &amp;N</oddFooter></headerFooter>`;
}

const STYLES = `${XML}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000&quot;Z&quot;"/></numFmts><fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF1F1ED"/></patternFill></fill></fills><borders count="2"><border/><border><bottom style="thin"><color rgb="FF8C8E86"/></bottom></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="9"><xf applyAlignment="1"><alignment vertical="top"/></xf><xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf><xf numFmtId="9" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="right" indent="1" vertical="top"/></xf><xf quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf applyAlignment="1"><alignment horizontal="right" indent="1" vertical="top"/></xf><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="right" indent="1" vertical="top" wrapText="1"/></xf><xf applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf></cellXfs></styleSheet>`;

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Puts the sheets together; each is read from its spool as it is packed. */
export async function writeWorkbook(
  sink: Sink,
  sheets: readonly Sheet[],
  about: { title: string; subject: string; by: string; at: string },
): Promise<void> {
  const out = new Package(sink);
  const overrides = Object.fromEntries(
    sheets.map((_, i) => [`/xl/worksheets/sheet${i + 1}.xml`, `${SPREADSHEET}.worksheet+xml`]),
  );
  out.add('[Content_Types].xml', contentTypes(
    { rels: 'application/vnd.openxmlformats-package.relationships+xml', xml: 'application/xml' },
    { '/xl/workbook.xml': `${SPREADSHEET}.sheet.main+xml`, '/xl/styles.xml': `${SPREADSHEET}.styles+xml`, '/docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml', ...overrides },
  )); // biome-ignore format: one part
  out.add('_rels/.rels', relations([{ id: 'rId1', type: 'officeDocument', target: 'xl/workbook.xml' }, { id: 'rId2', type: 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties', target: 'docProps/core.xml' }])); // biome-ignore format: one part
  out.add('docProps/core.xml', coreProperties(about));
  const filters = sheets.map(
    ({ name, heads, rows }, i) =>
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">'${xml(name)}'!$A$1:$${letters(heads.length - 1)}$${rows}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="${i}">${fitsPage(heads) ? '' : `'${xml(name)}'!$A:$B,`}'${xml(name)}'!$1:$1</definedName>`,
  );
  out.add('xl/workbook.xml', `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${sheets.map(({ name }, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets><definedNames>${filters.join('')}</definedNames></workbook>`); // biome-ignore format: one part
  out.add('xl/_rels/workbook.xml.rels', relations([...sheets.map((_, i) => ({ id: `rId${i + 1}`, type: 'worksheet', target: `worksheets/sheet${i + 1}.xml` })), { id: 'rIdStyles', type: 'styles', target: 'styles.xml' }])); // biome-ignore format: one part
  out.add('xl/styles.xml', STYLES);
  for (const [i, sheet] of sheets.entries()) {
    const read = await sheet.end(about.subject);
    await out.stream(`xl/worksheets/sheet${i + 1}.xml`, async (part) => {
      for await (const chunk of read) await part.write(chunk);
    });
  }
  await out.close();
}
