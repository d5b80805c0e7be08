/** Spreadsheets keep times as numbers of days; only the cell's format tells that it is one. */

export type DateKind = 'date' | 'time' | 'datetime';

const DAY = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST_DAY = 2_958_466; // the day after 9999-12-31

/** What a number format shows; null where it is none of date or time. `code` only for formats of the workbook's own. */
export function dateKind(formatId: number, code: string | undefined): DateKind | null {
  if (code === undefined) {
    if (formatId >= 14 && formatId <= 17) return 'date';
    if (formatId >= 18 && formatId <= 21) return 'time';
    if (formatId === 22) return 'datetime';
    if (formatId >= 45 && formatId <= 47) return 'time';
    return (formatId >= 27 && formatId <= 36) || (formatId >= 50 && formatId <= 58) ? 'date' : null;
  }
  // Of several sections the first is for positive numbers. Quoted and escaped letters, colours and locales say nothing.
  const plain = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .split(';')[0]!
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '');
  if (/general/i.test(plain)) return null;
  const hasTime = /[hs]/i.test(plain) || /am\/pm/i.test(plain);
  const hasDate = /[dy]/i.test(plain) || (/m/i.test(plain) && !hasTime);
  if (hasDate) return hasTime ? 'datetime' : 'date';
  return hasTime ? 'time' : null;
}

/**
 * A serial number as ISO 8601 without a zone (a spreadsheet knows none), `HH:MM:SS` for a time of day; null where it is
 * outside of what the calendar has. Rounded to the millisecond.
 */
export function dateText(serial: number, kind: DateKind, is1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial >= LAST_DAY) return null;
  if (kind === 'time' && serial < 1) return clock(Math.round(serial * DAY));
  // The calendar of 1900 has a 29 February that never was: days before it are one later than they seem.
  const day = !is1904 && serial < 60 ? serial + 1 : serial;
  if (!is1904 && serial >= 60 && serial < 61) return null;
  const at = (is1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(day * DAY);
  const iso = new Date(at).toISOString();
  const hasTime = kind !== 'date' || at % DAY !== 0;
  return hasTime ? iso.slice(0, -1).replace(/\.000$/, '') : iso.slice(0, 10);
}

const clock = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .slice(11, -1)
    .replace(/\.000$/, '');
