/** Where a moment lies among packed events: found from the marks, so that the whole column of times need not be read. Pure. */
import { MARKED } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import { lowerBound } from './masks';

/** First event at or after `time`; the number of events where there is none. */
export function firstAt(columns: Columns, time: number): number {
  const { events } = columns.head;
  // The mark behind the last event has no time.
  const marked = Math.ceil(events / MARKED);
  const mark = lowerBound(columns.marks('markTime'), time, 0, marked) - 1;
  if (mark < 0) return 0;
  const from = mark * MARKED;
  return from + lowerBound(columns.part('time', from, Math.min(events, from + MARKED)), time);
}
