/** The parts of a workbook that say what its sheets are and how their cells are meant. */
import { type DateKind, dateKind } from './date-cells';
import { attribute, elementsIn } from './xml-text';

export interface SheetPart {
  /** As the person who made it named it. */
  name: string;
  /** Name of the part inside the archive, e.g. `xl/worksheets/sheet1.xml`. */
  part: string;
}

/** Worksheets in the order of their tabs, hidden ones too; other kinds of sheets (charts, macros) hold no rows. */
export function sheetParts(workbook: string, relations: string): SheetPart[] {
  const targets = new Map<string, string>();
  for (const relation of elementsIn(relations, 'Relationship')) {
    if (!relation || !attribute(relation.tag, 'Type')?.endsWith('/worksheet')) continue;
    const target = attribute(relation.tag, 'Target') ?? '';
    targets.set(attribute(relation.tag, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  }
  const sheets: SheetPart[] = [];
  for (const sheet of elementsIn(workbook, 'sheet')) {
    if (!sheet) break;
    const part = targets.get(/(?:^|\s)\w+:id\s*=\s*["']([^"']*)["']/.exec(sheet.tag)?.[1] ?? '');
    if (part !== undefined) sheets.push({ name: attribute(sheet.tag, 'name') ?? part, part });
  }
  return sheets;
}

/** Whether days are counted from 1904 (older Excel on the Macintosh). */
export function countsFrom1904(workbook: string): boolean {
  const [properties] = elementsIn(workbook, 'workbookPr');
  return /^(?:1|true)$/.test((properties && attribute(properties.tag, 'date1904')) ?? '');
}

/** By style number, whether cells of it show a date. */
export function styleDates(styles: string): (DateKind | null)[] {
  const codes = new Map<number, string>();
  for (const format of elementsIn(styles, 'numFmt')) {
    if (format) codes.set(Number(attribute(format.tag, 'numFmtId')), attribute(format.tag, 'formatCode') ?? '');
  }
  const [formats] = elementsIn(styles, 'cellXfs');
  const dates: (DateKind | null)[] = [];
  for (const format of elementsIn(formats?.inner ?? '', 'xf')) {
    const id = Number((format && attribute(format.tag, 'numFmtId')) ?? 0);
    dates.push(dateKind(id, codes.get(id)));
  }
  return dates;
}
