/** Times as spreadsheets, portals and Log Analytics write them: no fixed order of day and month, often no zone. Pure. */
import { parseInstant, parseUtcByContract } from '../../../../shared/model/time';
import { instantOfWall } from './wall-clock';

export interface WrittenTime {
  /** Milliseconds; null where the text is no time, or has no zone and none is known. */
  time: number | null;
  warning: string | null;
}

export interface Reading {
  /**
   * Zone of texts without one: `UTC` where the format says so, an IANA name where the person said so, null if unknown.
   * Asked for only where the text has none: whoever looks is noted as having needed it.
   */
  readonly zone: string | null;
  /** Order of day and month decided over the whole file; null = not decided. */
  readonly dayFirst: boolean | null;
}

const ASSUMED = 'local time without a zone, read as ';
/** The warning of a time whose zone neither text nor person named. */
export const zoneAssumed = (zone: string): string => `${ASSUMED}${zone}`;
/** The zone that such a warning names; null for any other. */
export const assumedZoneOf = (warning: string): string | null =>
  warning.startsWith(ASSUMED) ? warning.slice(ASSUMED.length) : null;

const NO_TIME: WrittenTime = { time: null, warning: null };
const SLASHED =
  /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:,?[\sT]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?\.?[Mm]?\.?)?$/;

/**
 * Reads ISO 8601 (an offset in the text wins over everything), `4/28/2021, 2:08:45.221 PM`, `28.04.2021 14:08:45`,
 * `07/07/2026, 22:15:37.714`, `2021-04-28 14:08`. Where neither the text nor `dayFirst` decides the order of day and
 * month, it is month first and the warning says so.
 */
export function readWritten(text: string, reading: Reading): WrittenTime {
  const instant = parseInstant(text);
  if (instant !== null) return { time: instant, warning: null };
  const { zone } = reading;
  if (zone === 'UTC') {
    const utc = parseUtcByContract(text);
    if (utc !== null) return { time: utc, warning: null };
  }
  // Blanks of other kinds (U+202F before "PM") come from newer browsers' date formats.
  const m = SLASHED.exec(text.replace(/[\u00a0\u2009\u202f]/g, ' ').trim());
  if (!m || zone === null) return NO_TIME;
  const date = dateOf(m, reading.dayFirst);
  if (!date) return NO_TIME;
  const hour = hourOf(m[5], m[9]);
  if (hour === null) return NO_TIME;
  const { year, month, day } = date.parts;
  const [minute, second] = [Number(m[6] ?? 0), Number(m[7] ?? 0)];
  if (minute > 59 || second > 59) return NO_TIME;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds(m[8]));
  const shown = new Date(wall);
  // A day that the month does not have must not roll over into the next one.
  if (shown.getUTCMonth() !== month - 1 || shown.getUTCDate() !== day || year < 1900) return NO_TIME;
  const at = instantOfWall(wall, zone);
  if (!at) return NO_TIME;
  return {
    time: at.time,
    warning: date.warning && at.warning ? `${date.warning}; ${at.warning}` : (date.warning ?? at.warning),
  };
}

/**
 * As `readWritten`, for logs whose times carry no zone by habit: in the zone that the person named, else in `fallback`,
 * and then a warning says so.
 */
export function readAssumed(text: string, reading: Reading, fallback: string): WrittenTime & { warnings: string[] } {
  let isAssumed = false;
  const read = readWritten(text, {
    get zone() {
      const named = reading.zone;
      isAssumed = named === null;
      return named ?? fallback;
    },
    dayFirst: reading.dayFirst,
  });
  const warnings = [
    ...(isAssumed && read.time !== null ? [zoneAssumed(fallback)] : []),
    ...(read.warning ? [read.warning] : []),
  ];
  return { ...read, warnings };
}

function dateOf(
  m: RegExpExecArray,
  dayFirst: boolean | null,
): { parts: { year: number; month: number; day: number }; warning: string | null } | null {
  const [a, b, c] = [m[1]!, m[3]!, m[4]!];
  if (a.length === 4) return { parts: { year: Number(a), month: Number(b), day: Number(c) }, warning: null };
  if (c.length !== 4) return null;
  const [first, second] = [Number(a), Number(b)];
  const hasHalfDay = m[9] !== undefined;
  // A number above 12 is a day; dots are written day first everywhere; AM/PM goes with month first unless the file says otherwise.
  const isDayFirst =
    first > 12 ? true : second > 12 ? false : (dayFirst ?? (m[2] === '.' ? true : hasHalfDay ? false : null));
  const parts =
    isDayFirst === true
      ? { year: Number(c), month: second, day: first }
      : { year: Number(c), month: first, day: second };
  const warning = isDayFirst === null && first !== second ? 'order of day and month assumed: month first' : null;
  return { parts, warning };
}

function hourOf(text: string | undefined, half: string | undefined): number | null {
  const hour = Number(text ?? 0);
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

const milliseconds = (fraction: string | undefined): number =>
  fraction ? Number(fraction.slice(0, 3).padEnd(3, '0')) : 0;
