/** Rows of a long list by position, loaded in pages around what is on screen: the page holds no more than it shows. */
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { SidedoorContract } from '../../shared/contract';
import type { InputOf, OutputOf } from '../../shared/contract/define';
import type { SidedoorError } from '../../shared/rpc/errors';
import { useEngine } from './EngineContext';
import { keyOf, type QueryCache } from './query-cache';
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
  const numbers = [0];
  for (let page = Math.max(1, from); page <= to; page++) numbers.push(page);
  const list = numbers.map((page) => {
    const input = inputAt(page * size, size);
    return { page, input, key: keyOf(method, input) };
  });
  const wanted = useStable(list, list.map(({ key }) => key).join('\n'));

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
  const now = useStable(read(cache, wanted, size, rowsOf), `${version} ${wanted.map(({ key }) => key).join('\n')}`);

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

/** What the cache holds of the pages now. */
function read<O, R>(
  cache: QueryCache,
  wanted: readonly { page: number; key: string }[],
  size: number,
  rowsOf: (out: O) => R[],
): { rows: Map<number, R>; head: O | undefined; loading: boolean; error: SidedoorError | null } {
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
}

/** The same object for as long as the signature says that nothing has changed. */
function useStable<T>(value: T, signature: string): T {
  const held = useRef({ signature, value });
  if (held.current.signature !== signature) held.current = { signature, value };
  return held.current.value;
}
