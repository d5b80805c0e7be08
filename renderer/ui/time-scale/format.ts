/** Labels of axes and windows of time. Where a label carries no zone, the axis it stands on prints it. */

import { toWall } from '../../../shared/base/zone';
import { zoneMark } from '../format';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

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
