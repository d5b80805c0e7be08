/** What notes say of the rows of a list: asked for by the stretch of rows that are on screen, and only where there are notes. */
import { useMemo } from 'react';
import type { NoteBrief } from '../../shared/model/case';
import { useQuery } from './use-query';

const NONE: ReadonlyMap<string, NoteBrief> = new Map();

/** How many events of the case have a note or tag. */
export const useNoted = (): number => useQuery('annotations.noted', {}).data?.events ?? 0;

/** By id. `ids` of what is shown; null asks nothing. What was known of rows stays while the next ones are asked for. */
export function useBriefs(ids: readonly string[] | null): ReadonlyMap<string, NoteBrief> {
  const isOn = ids !== null;
  const { data } = useQuery('annotations.brief', ids && ids.length > 0 ? { on: [...ids] } : null);
  return useMemo(() => (isOn && data ? new Map(data.map((brief) => [brief.on, brief])) : NONE), [data, isOn]);
}
