/** Times of a mapped table, in the one format that its mapping names: nothing is guessed per row. Pure. */
import type { TimeFormat } from '../../../../shared/model/mapping-words';
import { parseInstant } from '../../../../shared/model/time';
import { instantOfWall } from '../vendor/wall-clock';

/** Milliseconds with what is doubtful about them, or why there are none. */
export type TimeRead = { time: number; warning: string | null } | { why: string };

const no = (why: string): TimeRead => ({ why });

/** Sign-in logs lie between; beyond it the unit or the order is wrong. */
const EARLIEST = Date.UTC(1995, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

const UNITS: Partial<Record<TimeFormat, number>> = {
  seconds: 1_000,
  milliseconds: 1,
  microseconds: 1e-3,
  nanoseconds: 1e-6,
};

/** IANA zone of times that carry none, null where none is named; asked only where one is needed. */
export type AskZone = () => string | null;

/** Reads the cells of the mapping's one or two time columns. */
export function readTime(cells: readonly (string | null)[], format: TimeFormat, zone: AskZone): TimeRead {
  const filled = cells.flatMap((cell) => (cell === null || cell.trim() === '' ? [] : [cell.trim()]));
  if (filled.length === 0) return no('no time: the cell is empty');
  if (filled.length < cells.length) return no('no time: date or time of day is empty');
  const read = isNumeric(format) ? fromNumbers(filled, format, zone) : fromText(filled.join(' '), format, zone);
  if ('time' in read && (read.time < EARLIEST || read.time >= LATEST))
    return no('the time lies before 1995 or after 2099: is it the right format?');
  return read;
}

const isNumeric = (format: TimeFormat): boolean => format === 'excel' || UNITS[format] !== undefined;

function fromNumbers(cells: readonly string[], format: TimeFormat, zone: AskZone): TimeRead {
  let sum = 0;
  for (const cell of cells) {
    if (!/^\d{1,20}([.,]\d{1,15})?$/.test(cell)) return no('the time is not a number');
    sum += Number(cell.replace(',', '.'));
  }
  if (format !== 'excel') return { time: Math.floor(sum * UNITS[format]!), warning: null };
  // Whole seconds: a day's fraction in floating point is a little off.
  return inZone(Date.UTC(1899, 11, 30) + Math.round(sum * 86_400) * 1_000, zone);
}

const YEAR_FIRST = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})/;
const YEAR_LAST = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const DAY_MONTH = /^(\d{1,2})(?:st|nd|rd|th)?[-\s.]+(\p{L}{3,9})\.?,?[-\s]+(\d{4}|\d{2})(?!\d)/u;
const MONTH_DAY = /^(\p{L}{3,9})\.?[-\s]+(\d{1,2})(?:st|nd|rd|th)?,?[-\s]+(\d{4})/u;
const WEEKDAY = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+/i;
const CLOCK =
  /^(?:T|,?\s*(?:at\s+)?|[-_:]\s*)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,:](\d{1,9}))?)?\s*([ap])?(?:\.?m\.?)?\s*(.*)$/i;
const OFFSET = /^(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function fromText(written: string, format: TimeFormat, zone: AskZone): TimeRead {
  const instant = format === 'iso' ? parseInstant(written) : null;
  if (instant !== null) return { time: instant, warning: null };
  // Blanks of other kinds (U+202F before "PM") come from browsers' date formats; a leading ' marks text in spreadsheets.
  const text = written
    .slice(0, 100)
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .replace(/^'/, '')
    .replace(/\s*\([^()]*\)$/, '')
    .replace(WEEKDAY, '')
    .replace(/^(\d{8})T?(\d{2})(\d{2})(\d{2})(?!\d)/, '$1T$2:$3:$4')
    .trim();
  const date = dateOf(text, format);
  if (!date) return no('the time is not written as the mapping says');
  const clock = clockOf(text.slice(date.length));
  if (!clock) return no('the time of day cannot be read');
  const { year, month, day } = date;
  const local = Date.UTC(year, month - 1, day, 0, 0, 0, clock.ms);
  const check = new Date(Date.UTC(year, month - 1, day));
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) return no('there is no such day');
  if (clock.offset !== null) return { time: local - clock.offset, warning: null };
  const read = inZone(local, zone);
  if (!('time' in read)) return read;
  if (clock.abbreviation)
    return { ...read, warning: read.warning ?? 'short names of zones (CET, EST) are not read: the zone named counts' };
  return clock.isDateOnly
    ? { ...read, warning: read.warning ?? 'a date without a time of day, read as midnight' }
    : read;
}

interface WrittenDate {
  year: number;
  month: number;
  day: number;
  /** Characters that the date takes. */
  length: number;
}

function dateOf(text: string, format: TimeFormat): WrittenDate | null {
  if (format === 'iso') {
    const m = YEAR_FIRST.exec(text);
    return m && { year: Number(m[1]), month: Number(m[3]), day: Number(m[4]), length: m[0].length };
  }
  if (format === 'written') {
    const m = DAY_MONTH.exec(text);
    const n = m ? null : MONTH_DAY.exec(text);
    const [day, name, year, length] = m
      ? [m[1], m[2], m[3], m[0].length]
      : n
        ? [n[2], n[1], n[3], n[0].length]
        : [undefined, undefined, undefined, 0];
    const month = MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
    return month === 0 ? null : { year: fullYear(year!), month, day: Number(day), length };
  }
  const m = YEAR_LAST.exec(text);
  if (!m) return null;
  const [first, second] = [Number(m[1]), Number(m[3])];
  const [day, month] = format === 'day_first' ? [first, second] : [second, first];
  return { year: fullYear(m[4]!), month, day, length: m[0].length };
}

const fullYear = (text: string): number => (text.length === 2 ? 2_000 + Number(text) : Number(text));

interface Clock {
  /** Milliseconds since midnight. */
  ms: number;
  /** Milliseconds east of UTC; null where the text has no offset. */
  offset: number | null;
  abbreviation: boolean;
  isDateOnly: boolean;
}

function clockOf(rest: string): Clock | null {
  if (rest.trim() === '') return { ms: 0, offset: null, abbreviation: false, isDateOnly: true };
  const m = CLOCK.exec(rest);
  if (!m) return null;
  const half = m[5]?.toLowerCase();
  let hour = Number(m[1]);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === 'p' ? 12 : 0);
  }
  const minute = Number(m[2]);
  const second = Number(m[3] ?? 0);
  if (hour > 23 || minute > 59 || second > 60) return null;
  const ms = ((hour * 60 + minute) * 60 + second) * 1_000 + (m[4] ? Number(m[4].slice(0, 3).padEnd(3, '0')) : 0);
  const zone = m[6]!.trim();
  const clock = { ms, offset: null, abbreviation: false, isDateOnly: false };
  if (zone === '') return clock;
  if (/^(z|utc|gmt)$/i.test(zone)) return { ...clock, offset: 0 };
  const o = OFFSET.exec(zone);
  if (o) {
    const minutes = Number(o[2]) * 60 + Number(o[3] ?? 0);
    return minutes > 14 * 60 ? null : { ...clock, offset: (o[1] === '-' ? -1 : 1) * minutes * 60_000 };
  }
  return /^[A-Z]{2,5}$/.test(zone) ? { ...clock, abbreviation: true } : null;
}

/** A wall clock's time (as if it were UTC) in the zone asked for. Clock changes are resolved by rule, and said. */
function inZone(local: number, ask: AskZone): TimeRead {
  const zone = ask();
  if (zone === null) return no('the time has no zone, and none is named');
  return instantOfWall(local, zone) ?? no(`there is no zone ${zone}`);
}
