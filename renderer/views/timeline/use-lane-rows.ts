/** Which lanes there are, where each stands, and the marks of those on screen. */
import { useEffect, useRef, useState } from 'react';
import type { Filter } from '../../../shared/contract/events';
import type { Window } from '../../ui/time-scale';
import { AXIS } from './draw';
import { LANE, type LaneLayout, laneBlock, laneLayout, PART } from './layout';
import { trackKinds } from './tracks';
import { type LaneBy, type LaneOrder, type LoadedLanes, PAGE, useLaneOrder, useLanes } from './use-lanes';
import { type Tracks, useTracks } from './use-tracks';

export interface LaneRows {
  order: LaneOrder;
  layout: LaneLayout;
  loaded: LoadedLanes;
  tracks: Tracks;
  /** Parts and tracks that the layout has made room for, by identity. */
  parts: Readonly<Record<string, number>>;
  /** Identities in and around the screen: what is loaded. */
  ids: string[];
  block: { from: number; to: number };
  firstSeen: number;
  lastSeen: number;
  /** Pixels that lanes are seen in. */
  room: number;
}

export function useLaneRows({
  filter,
  whole,
  pinned,
  window,
  size,
  scrollTop,
  by,
  open,
}: {
  filter: Filter;
  /** Span that the order is made over. */
  whole: Window;
  /** Episode whose lanes come first. */
  pinned: string | null;
  window: Window;
  size: { width: number; height: number };
  scrollTop: number;
  by: LaneBy;
  open: readonly string[];
}): LaneRows {
  const [seen, setSeen] = useState({ first: 0, last: 30 });
  const [parts, setParts] = useState<Record<string, number>>({});
  const order = useLaneOrder(filter, whole, pinned, seen);
  // Lanes that are not of the usual height: opened ones, and those shown further up. Only the first page and what is on
  // screen are looked through; what was found before stays, until the order is another.
  const question = `${JSON.stringify(filter)} ${pinned}`;
  const found = useRef({ question, index: new Map<string, number>(), hidden: new Set<number>() });
  if (found.current.question !== question) found.current = { question, index: new Map(), hidden: new Set() };
  for (const i of [...range(0, Math.min(PAGE, order.count)), ...range(seen.first, Math.min(seen.last, order.count))]) {
    const lane = order.lane(i);
    if (!lane) continue;
    if (order.shownAbove(i)) found.current.hidden.add(i);
    else {
      found.current.hidden.delete(i);
      found.current.index.set(lane.identity.id, i);
    }
  }
  const special = new Map<number, number>([...found.current.hidden].map((i) => [i, 0]));
  for (const id of open) {
    const i = found.current.index.get(id);
    if (i !== undefined) special.set(i, LANE + PART * (parts[id] ?? 0));
  }
  const layout = laneLayout(order.count, special);
  const room = Math.max(0, size.height - AXIS);
  const firstSeen = Math.max(0, layout.at(scrollTop));
  const lastSeen = Math.max(firstSeen, layout.at(scrollTop + room));
  const block = laneBlock(firstSeen, lastSeen, order.count);
  useEffect(() => setSeen({ first: block.from, last: Math.max(block.to, 1) }), [block.from, block.to]);
  const ids = [
    ...new Set(
      range(block.from, block.to).flatMap((i) => {
        const lane = order.lane(i);
        return lane ? [lane.identity.id] : [];
      }),
    ),
  ];
  const loaded = useLanes(filter, window, size.width, ids, by, open);
  const tracks = useTracks(window, size.width, ids, open);
  const counts = open.map((id) =>
    loaded.lane(id) && tracks.of(id) ? loaded.parts(id).length + trackKinds(tracks.of(id)).length : (parts[id] ?? 0),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the counts say when the heights have changed
  useEffect(() => {
    setParts(Object.fromEntries(open.map((id, i) => [id, counts[i]!])));
  }, [open.join(), counts.join()]);
  return { order, layout, loaded, tracks, parts, ids, block, firstSeen, lastSeen, room };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
