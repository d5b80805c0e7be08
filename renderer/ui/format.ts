/** Times, durations, counts and sizes as they are shown: a time always carries its zone, a number its unit. */
import { isKnownZone, offsetAt, toWall } from '../../shared/base/zone';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

/** `Z` for UTC and for a zone that is not known, which is shown in UTC; else the offset at that instant: `+01:00`. Never a bare abbreviation. */
export function zoneMark(time: number, zone: string): string {
  if (zone === 'UTC' || !isKnownZone(zone)) return 'Z';
  const minutes = Math.round(offsetAt(time, zone) / 60_000);
  const rest = Math.abs(minutes);
  return `${minutes < 0 ? '−' : '+'}${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** How much of a time is shown. `full` 2026-01-14 02:11:09.123 Z · `second` without ms · `minute` · `day` · `clock` 02:11:09 Z. */
export type TimeStyle = 'full' | 'second' | 'minute' | 'day' | 'clock' | 'clockMinute' | 'long';

/**
 * An instant (milliseconds UTC or RFC 3339) as text in the zone, zone included.
 * `long` is for headings: Wed 14 Jan 2026, 02:11:09 Z. An unreadable time comes back as it was given.
 */
export function formatTime(time: number | string, zone: string, style: TimeStyle = 'second'): string {
  const at = typeof time === 'number' ? time : Date.parse(time);
  if (!Number.isFinite(at)) return String(time);
  const wall = new Date(toWall(at, zone));
  const mark = zoneMark(at, zone);
  const minute = `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
  const second = `${minute}:${two(wall.getUTCSeconds())}`;
  if (style === 'clockMinute') return `${minute} ${mark}`;
  if (style === 'clock') return `${second} ${mark}`;
  const date = wall.toISOString().slice(0, 10);
  if (style === 'minute') return `${date} ${minute} ${mark}`;
  if (style === 'second') return `${date} ${second} ${mark}`;
  if (style === 'full') return `${date} ${second}.${String(wall.getUTCMilliseconds()).padStart(3, '0')} ${mark}`;
  const day = `${DAYS[wall.getUTCDay()]} ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`;
  return style === 'day' ? day : `${day}, ${second} ${mark}`;
}

/** A span as one text, the day said once: Wed 14 Jan 2026, 02:11:09 – 02:14:51 Z. */
export function formatSpan(from: number | string, to: number | string, zone: string): string {
  const start = typeof from === 'number' ? from : Date.parse(from);
  const end = typeof to === 'number' ? to : Date.parse(to);
  if (!Number.isFinite(start) || !Number.isFinite(end)) return `${from} – ${to}`;
  if (start === end) return formatTime(start, zone, 'long');
  const day = formatTime(start, zone, 'day');
  const clock = (time: number): string => formatTime(time, zone, 'clock');
  const first = `${day}, ${clock(start).slice(0, 8)}`;
  if (day !== formatTime(end, zone, 'day')) return `${first} – ${formatTime(end, zone, 'long')}`;
  return `${first} – ${clock(end)}`;
}

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\b/g;

/** A sentence with the instants in it (RFC 3339, UTC) shown in the zone, to the second. */
export function withTimes(text: string, zone: string): string {
  return text.replace(INSTANT, (instant) => formatTime(instant, zone, 'second'));
}

/** A duration on screen: 42 s · 5 min 12 s · 1 h 20 min · 3 d 4 h. Seconds in. */
export function formatDuration(seconds: number): string {
  const s = Math.round(Math.abs(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return s % 60 && s < 600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.round(s / 60)} min`;
  if (s < 86_400) {
    const minutes = Math.round(s / 60);
    return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
  }
  const hours = Math.round(s / 3600);
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`;
}

const grouped = new Intl.NumberFormat('en'); // making one costs more than a hundred numbers

/** 1,204,118 — digits grouped the same way on every machine. */
export const formatCount = (n: number): string => grouped.format(n);

export { formatBytes } from '../../shared/base/bytes';
