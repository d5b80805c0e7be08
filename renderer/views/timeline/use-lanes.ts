/** Lanes in their order, and the marks of those on screen: three screens wide, in buckets of a power of two. */
import { useMemo } from 'react';
import type { QueueRow } from '../../../shared/contract/episodes';
import type { Filter, Lane } from '../../../shared/contract/events';
import type { SidedoorError } from '../../../shared/rpc/errors';
import { usePages } from '../../engine/use-pages';
import { useQuery } from '../../engine/use-query';
import { loadWindow, type Window } from '../../ui/time-scale';

export const LANES_BY = ['source', 'device', 'ip', 'app'] as const;
export type LaneBy = (typeof LANES_BY)[number];

/** A lane as the order knows it: who, and how much in the whole span. */
export type OrderedLane = Pick<Lane, 'identity' | 'events' | 'denials'>;

/** Lanes of one page of the order; the first page is always held. */
export const PAGE = 100;

export interface LaneOrder {
  /** Lanes, those of the selected episode first. */
  count: number;
  /** Identities that the filter leaves. */
  total: number;
  pinned: number;
  lane(index: number): OrderedLane | undefined;
  loading: boolean;
  error: SidedoorError | null;
  ready: boolean;
}

/**
 * The order is that of the whole span (the brush, else the case) and does not change while one pans. The identities of
 * the selected episode come first and, further down, leave their place empty (`shownAbove`).
 */
export function useLaneOrder(
  filter: Filter,
  whole: Window | null,
  episode: string | null,
  seen: { first: number; last: number },
): LaneOrder & { shownAbove(index: number): boolean } {
  const range = whole ?? { from: 0, to: 1 };
  const touched = useQuery(
    'events.lanes',
    episode && whole ? { filter: { episode }, range, buckets: 1, marks: false, limit: 12 } : null,
  );
  const members = episode ? (touched.data?.lanes ?? []) : [];
  const own = { ...filter, range: null };
  // Their counts are those of the filter, as for every other lane.
  const counted = useQuery(
    'events.lanes',
    members.length > 0
      ? {
          filter: { ...own, identities: members.map((lane) => lane.identity.id) },
          range,
          buckets: 1,
          marks: false,
          limit: 12,
        }
      : null,
  );
  const first = members.map(
    (lane) =>
      counted.data?.lanes.find((one) => one.identity.id === lane.identity.id) ?? { ...lane, events: 0, denials: 0 },
  );
  const pages = usePages(
    'events.lanes',
    (offset, limit) => ({ filter: own, range, buckets: 1, marks: false, after: offset, limit }),
    (out) => out.lanes,
    { first: Math.max(0, seen.first - first.length), last: Math.max(0, seen.last - first.length), size: PAGE },
  );
  const ids = new Set(members.map((lane) => lane.identity.id));
  const total = pages.head?.total ?? 0;
  return {
    count: first.length + total,
    total,
    pinned: first.length,
    lane: (index) => (index < first.length ? first[index] : pages.row(index - first.length)),
    shownAbove: (index) => {
      if (index < first.length) return false;
      const lane = pages.row(index - first.length);
      return lane !== undefined && ids.has(lane.identity.id);
    },
    loading: pages.loading || touched.loading || counted.loading,
    error: pages.error ?? touched.error,
    ready: pages.head !== undefined,
  };
}

export interface LoadedLanes {
  /** An identity's own lane; null while it loads, and for one without events here an empty lane. */
  lane(id: string): Lane | null;
  parts(id: string): Lane[];
  from: number;
  step: number;
  loading: boolean;
  error: SidedoorError | null;
}

export function useLanes(
  filter: Filter,
  window: Window,
  width: number,
  ids: readonly string[],
  by: LaneBy,
  open: readonly string[],
): LoadedLanes {
  const load = loadWindow(window, width);
  const ask = ids.length > 0 && width > 0;
  const answer = useQuery(
    'events.lanes',
    ask
      ? {
          filter: { ...filter, range: null, identities: [...ids] },
          range: { from: load.from, to: load.to },
          buckets: load.buckets,
          by,
          open: open.filter((id) => ids.includes(id)),
          limit: 200,
        }
      : null,
  );
  const { own, parts } = useMemo(() => {
    const own = new Map<string, Lane>();
    const parts = new Map<string, Lane[]>();
    for (const lane of answer.data?.lanes ?? []) {
      if (lane.part === null) own.set(lane.identity.id, lane);
      else parts.set(lane.identity.id, [...(parts.get(lane.identity.id) ?? []), lane]);
    }
    return { own, parts };
  }, [answer.data]);
  return {
    lane: (id) => own.get(id) ?? null,
    parts: (id) => parts.get(id) ?? [],
    from: answer.data?.from ?? load.from,
    step: answer.data?.step ?? load.step,
    loading: answer.loading,
    error: answer.error,
  };
}

/** Most brackets drawn at once: the contract's page. */
const MOST_BRACKETS = 500;

/** Episodes of these identities that reach into the window, the most urgent ones; `total` tells how many there are. */
export function useBrackets(
  window: Window,
  width: number,
  ids: readonly string[],
): { rows: readonly QueueRow[]; total: number } {
  const load = loadWindow(window, width);
  const answer = useQuery(
    'episodes.queue',
    ids.length > 0
      ? { state: 'all', range: { from: load.from, to: load.to }, identities: [...ids], limit: MOST_BRACKETS }
      : null,
  );
  return { rows: answer.data?.rows ?? [], total: answer.data?.total ?? 0 };
}
