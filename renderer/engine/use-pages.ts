/** Rows of a long list by position, loaded in pages around what is on screen: the page holds no more than it shows. */
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { SidedoorContract } from '../../shared/contract';
import type { InputOf, OutputOf } from '../../shared/contract/define';
import type { SidedoorError } from '../../shared/rpc/errors';
import { useEngine } from './EngineContext';
import { keyOf } from './query-cache';
import type { QueryMethod } from './use-query';

export interface Pages<R, O> {
  /** Row at a position, or undefined while its page loads. */
  row(index: number): R | undefined;
  /** Answer of the first page asked for (totals and the like); the old one while a new one loads. */
  head: O | undefined;
  loading: boolean;
  /** Rows answer an older question. */
  stale: boolean;
  error: SidedoorError | null;
}

/**
 * `inputAt(offset, limit)` makes a page's input, `rowsOf` finds the rows in its answer. `first`…`last` are the positions
 * on screen (inclusive); the page with position 0 is always kept, since it carries the totals.
 */
export function usePages<M extends QueryMethod, R>(
  method: M,
  inputAt: (offset: number, limit: number) => InputOf<SidedoorContract[M]>,
  rowsOf: (out: OutputOf<SidedoorContract[M]>) => R[],
  { first, last, size = 100 }: { first: number; last: number; size?: number },
): Pages<R, OutputOf<SidedoorContract[M]>> {
  type O = OutputOf<SidedoorContract[M]>;
  const { cache } = useEngine();
  const from = Math.max(0, Math.floor(first / size));
  const to = Math.max(from, Math.floor(last / size));
  const question = keyOf(method, inputAt(0, size));
  const numbers = useMemo(() => {
    const list = [0];
    for (let page = from; page <= to; page++) if (page > 0) list.push(page);
    return list;
  }, [from, to]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `question` stands for method, input and size
  const wanted = useMemo(
    () =>
      numbers.map((page) => {
        const input = inputAt(page * size, size);
        return { page, input, key: keyOf(method, input) };
      }),
    [numbers, question],
  );

  const subscribe = useCallback(
    (listener: () => void) => {
      const undos = wanted.map(({ key, input }) => {
        void cache.ensure(key, method, input);
        return cache.watch(key, listener);
      });
      return () => {
        for (const undo of undos) undo();
      };
    },
    [cache, method, wanted],
  );
  const version = useSyncExternalStore(subscribe, () => wanted.map(({ key }) => cache.peek(key)?.version ?? -1).join());

  const old = useRef<{ question: string; rows: Map<number, R>; head: O | undefined }>({
    question,
    rows: new Map(),
    head: undefined,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that the cache's entries have changed
  const now = useMemo(() => {
    const rows = new Map<number, R>();
    let head: O | undefined;
    let loading = false;
    let error: SidedoorError | null = null;
    for (const { page, key } of wanted) {
      const entry = cache.peek(key);
      if (!entry || entry.loading) loading = true;
      if (entry?.error) error = entry.error;
      if (!entry?.hasData) continue;
      const out = entry.data as O;
      if (page === 0) head = out;
      for (const [i, row] of rowsOf(out).entries()) rows.set(page * size + i, row);
    }
    return { rows, head, loading, error };
  }, [version, wanted]);

  const answered = now.head !== undefined;
  useEffect(() => {
    if (answered) old.current = { question, rows: now.rows, head: now.head };
  }, [answered, question, now]);
  const shown = answered ? now : { ...now, rows: old.current.rows, head: old.current.head };
  return {
    row: (index) => shown.rows.get(index),
    head: shown.head,
    loading: now.loading,
    stale: !answered && old.current.head !== undefined,
    error: now.error,
  };
}
