/** Recurring execution windows as spans of time. Pure. */
import { toWall } from '../../../shared/base/zone';
import type { ContextFactsOf } from '../../../shared/model/context';
import { DAY, MINUTE } from '../../../shared/model/time';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** The instant at which the clocks of the zone show `local`; where they jump over it, the moment of the jump's size later. */
function instant(zone: string, local: number): number {
  const guess = local - (toWall(local, zone) - local);
  return guess - (toWall(guess, zone) - local);
}

/**
 * Times from `from` to `to` (milliseconds UTC) in which the window is open, clipped to them, in order. Null where there
 * would be more than `most`: at such a distance they are no wider than a hair.
 */
export function occurrences(
  window: ContextFactsOf<'execution-windows'>,
  from: number,
  to: number,
  most: number,
): { from: number; to: number }[] | null {
  if ((to - from) / DAY > most) return null;
  const out: { from: number; to: number }[] = [];
  const first = Math.floor((toWall(from, window.zone) - DAY) / DAY) * DAY;
  for (let day = first; day <= toWall(to, window.zone); day += DAY) {
    if (window.days.length > 0 && !window.days.includes(DAYS[new Date(day).getUTCDay()]!)) continue;
    const last = window.end > window.start ? window.end : window.end + 24 * 60;
    const begin = Math.max(from, instant(window.zone, day + window.start * MINUTE));
    const end = Math.min(to, instant(window.zone, day + last * MINUTE));
    if (begin < end) out.push({ from: begin, to: end });
  }
  return out;
}
