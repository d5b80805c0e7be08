/** Reading the cells of a context row: every field with its own complaint, so that a bad row is told all that is wrong. Pure. */
import type { ContextCells } from './context';
import { type Reject, reject } from './source';
import { countryCode } from './vendor/countries';
import { readWritten } from './vendor/local-time';

const YES = new Set(['true', 'yes', 'y', '1', 'x']);
const NO = new Set(['false', 'no', 'n', '0']);
const DAY_ONLY = /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$/;
const LISTED = 200; // entries of one cell
const QUOTED = 40; // letters of a bad value that are quoted back

export class Fields {
  readonly #wrong: string[] = [];

  constructor(readonly cells: ContextCells) {}

  text(column: string): string | null {
    return this.cells.text(column);
  }

  /** A field without which the row says nothing. */
  needed(column: string): string {
    const text = this.cells.text(column);
    if (text === null) this.complain(`no ${column}`);
    return text ?? '';
  }

  list(column: string): string[] {
    const text = this.cells.text(column);
    if (text === null) return [];
    const items = text.split(';').map((item) => item.trim());
    return [...new Set(items.filter((item) => item !== ''))].slice(0, LISTED);
  }

  /** One of the words, in any case, blanks and hyphens read as `_`; null where the cell is empty. */
  word<T extends string>(column: string, words: { readonly options: readonly T[] }): T | null {
    const text = this.cells.text(column);
    if (text === null) return null;
    const word = text.toLowerCase().replace(/[\s-]+/g, '_');
    const found = words.options.find((option) => option === word);
    if (found === undefined) this.complain(`${column} ${quote(text)} is none of ${words.options.join(', ')}`);
    return found ?? null;
  }

  /** As `word`, where an empty cell is an error; the first word stands in for a bad one, whose row is rejected. */
  neededWord<T extends string>(column: string, words: { readonly options: readonly T[] }): T {
    this.needed(column);
    return this.word(column, words) ?? words.options[0]!;
  }

  yes(column: string): boolean | null {
    const text = this.cells.text(column);
    if (text === null) return null;
    const word = text.toLowerCase();
    if (YES.has(word)) return true;
    if (NO.has(word)) return false;
    if (word !== 'unknown') this.complain(`${column} ${quote(text)} is neither true nor false`);
    return null;
  }

  /** Milliseconds UTC; a day without a time is its first moment, or its end where `end` is asked for. */
  time(column: string, end = false): number | null {
    const written = this.cells.text(column);
    if (written === null) return null;
    const isDay = DAY_ONLY.test(written);
    const text = isDay && end ? `${written} 23:59:59.999` : written;
    const { zone, dayFirst } = this.cells;
    const { time } = readWritten(text, { zone, dayFirst });
    if (time !== null) return time + (isDay && end ? 1 : 0);
    const isLocal = zone === null && readWritten(text, { zone: 'UTC', dayFirst }).time !== null;
    this.complain(isLocal ? `${column} has no zone: name one with --tz` : `${column} ${quote(written)} is no time`);
    return null;
  }

  neededTime(column: string, end = false): number {
    this.needed(column);
    return this.time(column, end) ?? 0;
  }

  /** ISO 3166-1 alpha-2, also from an English name. */
  country(column: string): string | null {
    const text = this.cells.text(column);
    if (text === null) return null;
    const code = countryCode(text);
    if (code === null) this.complain(`${column} ${quote(text)} is no country`);
    return code;
  }

  complain(why: string): void {
    if (!this.#wrong.includes(why)) this.#wrong.push(why);
  }

  /** The facts, or all that is wrong with the row. */
  done<T>(facts: T): T | Reject {
    return this.#wrong.length === 0 ? facts : reject(this.#wrong.join('; '));
  }
}

export const quote = (text: string): string =>
  `"${text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text}"`.toWellFormed();
