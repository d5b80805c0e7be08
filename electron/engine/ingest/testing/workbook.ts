/** Workbooks for tests, as Excel writes them in the parts that matter. */
import yazl from 'yazl';

/** A cell: text, number, yes or no, nothing; `date` = a serial number with style 1, `inline` = text in the cell itself. */
export type Cell = string | number | boolean | null | { date: number; style?: number } | { inline: string };

export interface BookOptions {
  is1904?: boolean;
  /** Format codes of styles 1, 2, …; default: one, a date with time. */
  formats?: string[];
}

export const escapeXml = (text: string): string =>
  text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g,
      (char) => `_x${char.charCodeAt(0).toString(16).padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

export function columnName(index: number): string {
  let name = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** Texts as they are shared, in order of first use. */
export class Shared {
  readonly #numbers = new Map<string, number>();
  number(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);
    return known;
  }
  xml(): string {
    const items = [...this.#numbers.keys()].map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`);
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="${items.length}" uniqueCount="${items.length}">${items.join('')}</sst>`;
  }
}

export function rowXml(cells: readonly Cell[], row: number, shared: Shared): string {
  const xml = cells.map((cell, i) => {
    const r = `r="${columnName(i)}${row}"`;
    if (cell === null) return '';
    if (typeof cell === 'string') return `<c ${r} t="s"><v>${shared.number(cell)}</v></c>`;
    if (typeof cell === 'number') return `<c ${r}><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c ${r} t="b"><v>${cell ? 1 : 0}</v></c>`;
    if ('date' in cell) return `<c ${r} s="${cell.style ?? 1}"><v>${cell.date}</v></c>`;
    return `<c ${r} t="inlineStr"><is><t>${escapeXml(cell.inline)}</t></is></c>`;
  });
  return `<row r="${row}" spans="1:${cells.length}">${xml.join('')}</row>`;
}

export function sheetXml(rows: readonly (readonly Cell[])[], shared: Shared): string {
  const body = rows.map((cells, i) => rowXml(cells, i + 1, shared)).join('');
  return `${SHEET_BEGIN}${body}${SHEET_END}`;
}
export const SHEET_BEGIN =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols><col min="1" max="1" width="20"/></cols><sheetData>';
export const SHEET_END = '</sheetData><pageMargins left="0.7" right="0.7"/></worksheet>';

/** Every part but the sheets and the shared texts, by name. */
export function layoutParts(names: readonly string[], options: BookOptions = {}): Record<string, string> {
  const formats = options.formats ?? ['yyyy\\-mm\\-dd\\ hh:mm:ss'];
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="${relation}"><workbookPr${options.is1904 ? ' date1904="1"' : ''}/><sheets>${names
      .map((name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships>${names
      .map(
        (_, i) => `<Relationship Id="rId${i + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
    'xl/styles.xml': `<?xml version="1.0"?><styleSheet><numFmts count="${formats.length}">${formats
      .map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escapeXml(code).replaceAll('"', '&quot;')}"/>`)
      .join(
        '',
      )}</numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="${formats.length + 1}"><xf numFmtId="0"/>${formats
      .map((_, i) => `<xf numFmtId="${164 + i}" applyNumberFormat="1"/>`)
      .join('')}</cellXfs></styleSheet>`,
  };
}

/** A workbook of these sheets, by name. */
export function xlsx(sheets: Record<string, readonly (readonly Cell[])[]>, options: BookOptions = {}): Promise<Buffer> {
  const shared = new Shared();
  const parts = layoutParts(Object.keys(sheets), options);
  for (const [i, rows] of Object.values(sheets).entries())
    parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(rows, shared);
  parts['xl/sharedStrings.xml'] = shared.xml();
  return zipped(parts);
}

export async function zipped(members: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members)) archive.addBuffer(Buffer.from(content as string), name);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
