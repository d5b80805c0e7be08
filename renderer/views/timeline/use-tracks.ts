import { useMemo } from 'react';
import type { Track } from '../../../shared/contract/events';
import { useQuery } from '../../engine/use-query';
import { loadWindow, type Window } from '../../ui/time-scale';

export interface Tracks {
  of(id: string): Track | null;
  loading: boolean;
}

/** Bands of the lanes in and around the screen; sessions and levels of the open ones. */
export function useTracks(window: Window, width: number, ids: readonly string[], open: readonly string[]): Tracks {
  const load = loadWindow(window, width);
  const answer = useQuery(
    'events.tracks',
    ids.length > 0 && width > 0
      ? {
          identities: ids.slice(0, 200),
          range: { from: load.from, to: load.to },
          open: open.filter((id) => ids.includes(id)).slice(0, 40),
        }
      : null,
  );
  const byId = useMemo(() => new Map(answer.data?.map((track) => [track.identity, track])), [answer.data]);
  return { of: (id) => byId.get(id) ?? null, loading: answer.loading };
}
