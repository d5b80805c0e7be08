/** Execution windows: whether a moment lies in the hours in which a machine is meant to run. */
import { toWall } from '../../../../shared/base/zone';
import type { ContextFactsOf } from '../../../../shared/model/context';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const WHOLE_DAY = 24 * 60;

/** Day of the week (0 is Sunday) and minutes after midnight on the clocks of the zone. */
export function clockIn(zone: string, time: number): { day: number; minute: number } {
  const wall = new Date(toWall(time, zone));
  return { day: wall.getUTCDay(), minute: wall.getUTCHours() * 60 + wall.getUTCMinutes() };
}

/** A window that ends before it starts goes on into the next day, which need not be one of its days. */
export function isInside(window: ContextFactsOf<'execution-windows'>, time: number): boolean {
  const { day, minute } = clockIn(window.zone, time);
  const runs = (on: number): boolean => window.days.length === 0 || window.days.includes(DAYS[(on + 7) % 7]!);
  const { start, end } = window;
  if (start < end) return runs(day) && minute >= start && minute < end;
  return (runs(day) && minute >= start) || (runs(day - 1) && minute < end);
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** "mon, tue 22:00–02:00 Europe/London". */
export function windowText({ days, start, end, zone }: ContextFactsOf<'execution-windows'>): string {
  const when = days.length === 0 || days.length === 7 ? 'daily' : days.join(', ');
  return `${when} ${clock(start)}–${end === WHOLE_DAY ? '24:00' : clock(end)} ${zone}`;
}
