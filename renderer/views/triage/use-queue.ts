/** The queue's rows, which one is chosen, and how one moves through them. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { QueueRow } from '../../../shared/contract/episodes';
import { usePages } from '../../engine/use-pages';
import { useQuery } from '../../engine/use-query';
import { useFilters } from '../../state/filters';
import { type QueueGroup, type QueueState, useQueueState } from '../../state/queue-state';
import { useSelection } from '../../state/selection';

export interface QueueModel {
  state: QueueState;
  setState(state: QueueState): void;
  group: QueueGroup;
  setGroup(group: QueueGroup): void;
  /** Opens or closes the fold of the row at this position; false where there is none. */
  toggle(index: number): boolean;
  /** Rows in the list. */
  total: number;
  /** Episodes that these rows stand for. */
  episodes: number;
  open: number;
  suppressed: number;
  all: number;
  row(index: number): QueueRow | undefined;
  /** Position of the chosen episode; -1 when it is not among the rows that are loaded. */
  index: number;
  /** Where the chosen episode stands when it came from elsewhere (the case as it was left, another view); else null. */
  far: number | null;
  select(index: number): void;
  /** To the next (1) or previous (-1) row. */
  move(by: number): void;
  show(first: number, last: number): void;
  loading: boolean;
  stale: boolean;
  known: boolean;
  isEmpty: boolean;
  isFiltered: boolean;
  error: ReturnType<typeof usePages>['error'];
}

export function useQueue(): QueueModel {
  const { state, setState, group, setGroup, open: unfolded, toggle: unfold } = useQueueState();
  const { query, range, identities } = useFilters();
  const { episode, select: choose } = useSelection();
  const [visible, setVisible] = useState({ first: 0, last: 20 });
  const asked = { state, group, open: unfolded, search: query, range, identities };
  const pages = usePages(
    'episodes.queue',
    (offset, limit) => ({ ...asked, offset, limit }),
    (out) => out.rows,
    { ...visible, size: 100 },
  );
  const total = pages.head?.total ?? 0;

  // Where the chosen row stood last: when it leaves the list (decided), its place is taken by the next one.
  const place = useRef(0);
  const index = useMemo(() => {
    if (episode === null) return -1;
    if (pages.row(place.current)?.id === episode) return place.current;
    for (let i = Math.max(0, visible.first - 100); i <= Math.min(total - 1, visible.last + 100); i++)
      if (pages.row(i)?.id === episode) return i;
    return -1;
  }, [episode, pages, total, visible]);
  // Asked for once for each that is chosen: whoever scrolls on from it is left where they are.
  const met = useRef<string | null>(null);
  const isAway = episode !== null && index < 0 && met.current !== episode && total > 0 && !pages.stale;
  const placed = useQuery('episodes.place', isAway ? { ...asked, id: episode } : null);
  const far = isAway && !placed.stale ? (placed.data?.place ?? null) : null;
  useEffect(() => {
    if (index >= 0) met.current = episode;
    if (index >= 0) place.current = index;
    else if (far !== null) place.current = far;
  }, [index, far, episode]);

  // A far row is chosen when its page has come.
  const [pending, setPending] = useState<number | null>(null);
  const select = useCallback(
    (wanted: number) => {
      const at = Math.max(0, Math.min(wanted, total - 1));
      const row = pages.row(at);
      if (!row) {
        setPending(at);
        setVisible({ first: at, last: at });
        return;
      }
      setPending(null);
      place.current = at;
      choose({ episode: row.id, event: null });
    },
    [choose, pages, total],
  );
  const pendingRow = pending === null || pages.stale ? undefined : pages.row(pending);
  useEffect(() => {
    if (pending !== null && pendingRow) select(pending);
  }, [pending, pendingRow, select]);
  // Keys come faster than frames: where one stands is read from the store, not from what is drawn. When the chosen row
  // has left the list, the next one has moved into its place.
  const move = useCallback(
    (by: number) => {
      const isHere = pages.row(place.current)?.id === useSelection.getState().episode;
      select(isHere ? place.current + by : place.current);
    },
    [select, pages],
  );

  // With nothing chosen the most urgent one is: the screen is for deciding, not for choosing.
  const first = pages.stale ? undefined : pages.row(0)?.id;
  useEffect(() => {
    if (episode === null && first !== undefined) choose({ episode: first });
  }, [episode, first, choose]);

  const toggle = useCallback(
    (at: number) => {
      const fold = pages.row(at)?.fold;
      if (!fold) return false;
      if (fold.place > 0) select(at - fold.place);
      unfold(fold.id);
      return true;
    },
    [pages, select, unfold],
  );

  const show = useCallback(
    (from: number, to: number) =>
      setVisible((was) => (was.first === from && was.last === to ? was : { first: from, last: to })),
    [],
  );
  const known = pages.head !== undefined;
  return {
    state,
    setState,
    group,
    setGroup,
    toggle,
    total,
    episodes: pages.head?.episodes ?? 0,
    open: pages.head?.open ?? 0,
    suppressed: pages.head?.suppressed ?? 0,
    all: pages.head?.all ?? 0,
    row: pages.row,
    index,
    far,
    select,
    move,
    show,
    loading: pages.loading,
    stale: pages.stale,
    known,
    isEmpty: known && total === 0,
    isFiltered: query !== '' || range !== null || identities !== null,
    error: pages.error,
  };
}
