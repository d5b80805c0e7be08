/** Times as text. The zone is always printed: `Z` for UTC, `+01:00` for others; never a bare clock time in evidence. */
import { offsetAt, toWall } from './zone';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

/** `Z`, or the offset in force at that instant. */
export function zoneMark(time: number, zone: string): string {
  const offset = offsetAt(time, zone);
  if (zone === 'UTC') return 'Z';
  const minutes = Math.abs(Math.round(offset / 60_000));
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `02:19`, `02:19:12`, `02:19:12.402`: no zone, for axis labels that stand under a zone. */
export function clock(time: number, zone: string, digits: 'minute' | 'second' | 'ms' = 'minute'): string {
  const at = new Date(toWall(time, zone));
  const minute = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  if (digits === 'minute') return minute;
  const second = `${minute}:${two(at.getUTCSeconds())}`;
  return digits === 'second' ? second : `${second}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`;
}

/** `2026-01-14`. */
export function isoDay(time: number, zone: string): string {
  const at = new Date(toWall(time, zone));
  return `${String(at.getUTCFullYear()).padStart(4, '0')}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
}

/** `2026-01-14 02:19:12.402 Z`: the form in which evidence is quoted on the screen. */
export function exact(time: number, zone: string, digits: 'minute' | 'second' | 'ms' = 'ms'): string {
  return `${isoDay(time, zone)} ${clock(time, zone, digits)} ${zoneMark(time, zone)}`;
}

/** `Wed 14 Jan 2026`. */
export function longDay(time: number, zone: string): string {
  const at = new Date(toWall(time, zone));
  return `${DAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** `14 Jan`, `Jan 2026`. */
export function shortDay(time: number, zone: string): string {
  const at = new Date(toWall(time, zone));
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`;
}
export function monthYear(time: number, zone: string): string {
  const at = new Date(toWall(time, zone));
  return `${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** `13 Jan 00:00 – 15 Jan 00:00 Z`; the year is added when the ends differ in it. `to` is excluded, as in a range. */
export function span(from: number, to: number, zone: string): string {
  const years = [from, to].map((time) => new Date(toWall(time, zone)).getUTCFullYear());
  const side = (time: number, year: number): string =>
    `${shortDay(time, zone)}${years[0] === years[1] ? '' : ` ${year}`} ${clock(time, zone)}`;
  const first = side(from, years[0]!);
  const last = isoDay(from, zone) === isoDay(to, zone) ? clock(to, zone) : side(to, years[1]!);
  return `${first} – ${last} ${zoneMark(to, zone)}`;
}

/** `402 ms`, `4.2 s`, `4 min 21 s`, `3 h 5 min`, `2 d 4 h`: at most two units, of a length in milliseconds. */
export function duration(ms: number): string {
  const length = Math.abs(ms);
  const sign = ms < 0 ? '−' : '';
  if (length < 1_000) return `${sign}${Math.round(length)} ms`;
  if (length < 10_000) return `${sign}${Number((length / 1_000).toFixed(1))} s`;
  const seconds = Math.round(length / 1_000);
  const pairs: [number, string, number, string][] = [
    [86_400, 'd', 3_600, 'h'],
    [3_600, 'h', 60, 'min'],
    [60, 'min', 1, 's'],
  ];
  for (const [big, bigName, small, smallName] of pairs) {
    if (seconds < big) continue;
    const units = Math.round(seconds / small);
    const per = big / small;
    const rest = units % per;
    return `${sign}${Math.floor(units / per).toLocaleString('en')} ${bigName}${rest ? ` ${rest} ${smallName}` : ''}`;
  }
  return `${sign}${seconds} s`;
}
