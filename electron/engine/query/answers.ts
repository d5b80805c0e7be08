/** What is asked of the events that a filter leaves: over SQL for any case, over packed columns where these are ready. */
import { NULL } from '../store/columns/layout';
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

/** Where events were, from which address and whose they were, in numbers; the same three may stand in several rows. */
export interface PlacedRows {
  /** Row id of the logged place, `NULL` for none. */
  place: Int32Array;
  /** Row id of the address, `NULL` for none. */
  ip: Int32Array;
  /** Identity, 0 for none. */
  iid: Int32Array;
}

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
  placed(): {
    rows: PlacedRows;
    /** Denied, successful, other events per row. */
    counts: Uint32Array;
    /** 1 for the rows that have events. */
    there: Uint8Array;
  };
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
    placed: () => placedRows([...placeCounts(db, where)], [...identitiesAt(db, where)]),
  };
}

/** Counts first, then who was there. */
function placedRows(
  counted: readonly PlaceCount[],
  seen: readonly { place: number | null; ip: number | null; iid: number }[],
): ReturnType<Answers['placed']> {
  const all = [...counted, ...seen];
  return {
    rows: {
      place: Int32Array.from(all, ({ place }) => place ?? NULL),
      ip: Int32Array.from(all, ({ ip }) => ip ?? NULL),
      iid: Int32Array.from(all, (row) => ('iid' in row ? row.iid : 0)),
    },
    counts: Uint32Array.from(all.flatMap((row) => ('iid' in row ? [0, 0, 0] : [row.denied, row.success, row.other]))),
    there: new Uint8Array(all.length).fill(1),
  };
}
