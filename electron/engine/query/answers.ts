/** What is asked of the events that a filter leaves: over SQL for any case, over packed columns where these are ready. */
import type { Spot } from '../store/event-sums';
import {
  type BarCounts,
  countEvents,
  facet,
  histogram,
  identitiesAt,
  type LaneData,
  type LanePart,
  type LaneRow,
  laneData,
  laneParts,
  laneRows,
  type PlaceCount,
  placeCounts,
} from '../store/event-sums';
import { type EventKey, type EventRow, eventRows } from '../store/events';
import type { ReadDb } from '../store/open';
import { type Clause, sqlOf, type Where } from '../store/query-sql';

export type Order = 'asc' | 'desc';
export interface Span {
  from: number;
  to: number;
}
export interface Count {
  value: string;
  label: string;
  count: number;
}
export interface LaneAsked {
  iid: number;
  by: LanePart | null;
  part: string | null;
  events: number;
  denials: number;
}
export interface LaneWindow {
  from: number;
  step: number;
  buckets: number;
  singles: number;
}
export type { Spot };

/** Every member answers about the events of one filter. Times are milliseconds UTC, ends are excluded. */
export interface Answers {
  count(): number;
  page(order: Order, limit: number, after: EventKey | null): EventRow[];
  window(order: Order, offset: number, limit: number): EventRow[];
  facet(field: string, limit: number): Count[];
  /** The range of the filter plays no part from here on: the pictures name their own. */
  histogram(from: number, step: number, buckets: number): BarCounts[];
  lanes(range: Span, skip: number, limit: number): { lanes: LaneRow[]; total: number };
  parts(iid: number, by: LanePart, range: Span, limit: number): { part: string; events: number; denials: number }[];
  lane(lane: LaneAsked, window: LaneWindow): LaneData;
  /** Counts per logged place and address, and who was there; within the filter's range. */
  placed(): { counts: Iterable<PlaceCount>; seen: Iterable<{ place: number | null; ip: number | null; iid: number }> };
}

/** `clause` is the filter without its range. */
export function sqlAnswers(db: ReadDb, clause: Clause, range: Span | null): Answers {
  const anyTime = sqlOf(clause);
  const where: Where = range
    ? sqlOf({ is: 'and', of: [{ is: 'time', from: range.from, to: range.to }, clause] })
    : anyTime;
  return {
    count: () => countEvents(db, where),
    page: (order, limit, after) => eventRows(db, where, { order, limit, after }),
    window: (order, offset, limit) => eventRows(db, where, { order, limit, offset }),
    facet: (field, limit) => facet(db, where, field, limit),
    histogram: (from, step, buckets) => histogram(db, anyTime, from, step, buckets),
    lanes: ({ from, to }, skip, limit) => laneRows(db, anyTime, from, to, skip, limit),
    parts: (iid, by, { from, to }, limit) => laneParts(db, anyTime, iid, by, from, to, limit),
    lane: (lane, window) => laneData(db, anyTime, lane, window),
    placed: () => ({ counts: placeCounts(db, where), seen: identitiesAt(db, where) }),
  };
}
