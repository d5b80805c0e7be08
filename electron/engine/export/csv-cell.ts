/** Cells that no spreadsheet runs (OWASP CSV injection), in rows of RFC 4180. */

/** Full-width forms count too: spreadsheets fold them. Leading blanks are trimmed by some before they look. */
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

export const isFormula = (text: string): boolean => FORMULA.test(text);

/**
 * One cell. Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers are ours and stay.
 * Null and undefined are empty. Always quoted where it is text.
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  return `"${(isFormula(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
}

export const csvRow = (cells: readonly (string | number | boolean | null | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;
