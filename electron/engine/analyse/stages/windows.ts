/** Execution windows: whether a moment lies in the hours in which a machine is meant to run. */
import type { ContextFactsOf } from '../../../../shared/model/context';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const WHOLE_DAY = 24 * 60;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Day of the week (0 is Sunday) and minutes after midnight on the clocks of the zone. */
export function clockIn(zone: string, time: number): { day: number; minute: number } {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const day = DAYS.findIndex((name) => parts.get('weekday')!.toLowerCase().startsWith(name));
  return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
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
