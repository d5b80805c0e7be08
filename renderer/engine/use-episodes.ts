/** Several episodes in full, from the page's cache: what arcs and the inspector need. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Episode } from '../../shared/model/episode';
import { useEngine } from './EngineContext';
import { keyOf } from './query-cache';

const METHOD = 'episodes.get';

/** The episodes of these ids that have arrived, in the order of the ids. */
export function useEpisodes(ids: readonly string[]): Episode[] {
  const { cache } = useEngine();
  const list = ids.join(' ');
  const keys = useMemo(
    () => (list === '' ? [] : list.split(' ').map((id) => ({ key: keyOf(METHOD, { id }), input: { id } }))),
    [list],
  );
  const subscribe = useCallback(
    (listener: () => void) => {
      const undos = keys.map(({ key, input }) => {
        void cache.ensure(key, METHOD, input);
        return cache.watch(key, listener);
      });
      return () => {
        for (const undo of undos) undo();
      };
    },
    [cache, keys],
  );
  const version = useSyncExternalStore(subscribe, () => keys.map(({ key }) => cache.peek(key)?.version ?? -1).join());
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that the cache's entries have changed
  return useMemo(
    () =>
      keys.flatMap(({ key }) => {
        const entry = cache.peek(key);
        return entry?.hasData ? [entry.data as Episode] : [];
      }),
    [keys, version],
  );
}
