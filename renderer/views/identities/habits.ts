/** Week × hour: when an identity signs in, in the zone of the case. Pure. */
import type { Bar } from '../../../shared/contract/events';

export interface Habit {
  /** Counts by day (Monday first) and hour. */
  success: number[][];
  denied: number[][];
  most: number;
  total: number;
}

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Hours that bars may not straddle: a bar belongs to the hour it begins in, so bars must be an hour or shorter. */
export function habit(bars: readonly Bar[], wall: (time: number) => number): Habit {
  const empty = (): number[][] => WEEKDAYS.map(() => new Array<number>(24).fill(0));
  const success = empty();
  const denied = empty();
  let total = 0;
  for (const bar of bars) {
    if (bar.success + bar.denied === 0) continue;
    const at = new Date(wall(bar.from));
    const day = (at.getUTCDay() + 6) % 7;
    success[day]![at.getUTCHours()]! += bar.success;
    denied[day]![at.getUTCHours()]! += bar.denied;
    total += bar.success + bar.denied;
  }
  const most = Math.max(0, ...success.flat());
  return { success, denied, most, total };
}

/**
 * Pieces of the span to ask the histogram for, so that each bar is exactly one hour long and begins on a full hour.
 * The contract gives at most 2,000 bars an answer: 83 days. Beyond four answers the newest are taken, and `cut` is told.
 */
export function hourPieces(
  first: number,
  last: number,
): { pieces: { from: number; to: number; buckets: number }[]; cut: boolean } {
  const hour = 3_600_000;
  const most = 2_000;
  const from = Math.floor(first / hour) * hour;
  const to = (Math.floor(last / hour) + 1) * hour;
  const pieces: { from: number; to: number; buckets: number }[] = [];
  let end = to;
  while (end > from && pieces.length < 4) {
    const begin = Math.max(from, end - most * hour);
    pieces.unshift({ from: begin, to: end, buckets: (end - begin) / hour });
    end = begin;
  }
  return { pieces, cut: end > from };
}
