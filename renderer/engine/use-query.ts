/** `useQuery(method, input)`: the answer, kept fresh. The old answer stays while a new one loads; the newest question wins. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Method, SidedoorContract } from '../../shared/contract';
import type { InputOf, OutputOf } from '../../shared/contract/define';
import type { SidedoorError } from '../../shared/rpc/errors';
import { useEngine } from './EngineContext';
import { keyOf, type QueryCache } from './query-cache';

export type QueryMethod = { [M in Method]: SidedoorContract[M] extends { kind: 'query' } ? M : never }[Method];

export interface Answer<T> {
  /** Undefined only until the first answer. */
  data: T | undefined;
  error: SidedoorError | null;
  /** A question is under way. */
  loading: boolean;
  /** `data` answers an older question than the one asked: show it dimmed, do not act on it. */
  stale: boolean;
}

const NOTHING: Answer<unknown> = { data: undefined, error: null, loading: false, stale: false };
const WAITING: Answer<unknown> = { data: undefined, error: null, loading: true, stale: false };

/** Follows one question at a time; while one is under way only the newest next one waits. */
export class Observer {
  #answer: Answer<unknown>;
  #wanted: { key: string; method: string; input: unknown } | null = null;
  #shown: string | null = null;
  /** The question under way; null without one. */
  #asking: string | null = null;
  #unwatch: () => void = () => undefined;
  readonly #cache: QueryCache;
  readonly #listeners = new Set<() => void>();

  constructor(cache: QueryCache, first: string | null) {
    this.#cache = cache;
    const entry = first === null ? undefined : cache.peek(first);
    this.#answer = entry?.hasData
      ? { data: entry.data, error: entry.error, loading: entry.loading, stale: false }
      : first === null
        ? NOTHING
        : WAITING;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = (): Answer<unknown> => this.#answer;

  want(wanted: { key: string; method: string; input: unknown } | null): void {
    this.#wanted = wanted;
    if (this.#asking !== null && this.#asking !== wanted?.key) this.#cache.abandon(this.#asking);
    if (!wanted) {
      this.#unwatch();
      this.#shown = null;
      this.#set(NOTHING);
      return;
    }
    const entry = this.#cache.peek(wanted.key);
    if (entry?.hasData) {
      this.#show(wanted.key, wanted.method, wanted.input);
      return;
    }
    this.#set({ ...this.#answer, error: null, loading: true, stale: this.#answer.data !== undefined });
    if (this.#asking === null) void this.#askNewest();
  }

  /** Lets go of the entry; a later `want` takes it up again. */
  stop(): void {
    this.#wanted = null;
    if (this.#asking !== null) this.#cache.abandon(this.#asking);
    this.#unwatch();
    this.#unwatch = () => undefined;
    this.#shown = null;
  }

  async #askNewest(): Promise<void> {
    try {
      for (;;) {
        const now = this.#wanted;
        if (!now || this.#shown === now.key) return;
        this.#asking = now.key;
        await this.#cache.ensure(now.key, now.method, now.input);
        if (this.#wanted?.key === now.key) this.#show(now.key, now.method, now.input);
      }
    } finally {
      this.#asking = null;
    }
  }

  #show(key: string, method: string, input: unknown): void {
    if (this.#shown !== key) {
      this.#unwatch();
      this.#shown = key;
      void this.#cache.ensure(key, method, input);
      this.#unwatch = this.#cache.watch(key, () => this.#read(key));
    }
    this.#read(key);
  }

  #read(key: string): void {
    const entry = this.#cache.peek(key);
    if (!entry || this.#wanted?.key !== key) return;
    this.#set({
      data: entry.hasData ? entry.data : entry.error ? undefined : this.#answer.data,
      error: entry.error,
      loading: entry.loading,
      stale: !entry.hasData && !entry.error && this.#answer.data !== undefined,
    });
  }

  #set(answer: Answer<unknown>): void {
    const was = this.#answer;
    if (
      was.data === answer.data &&
      was.error === answer.error &&
      was.loading === answer.loading &&
      was.stale === answer.stale
    )
      return;
    this.#answer = answer;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** `input` null asks nothing. `refresh` asks again. */
export function useQuery<M extends QueryMethod>(
  method: M,
  input: InputOf<SidedoorContract[M]> | null,
): Answer<OutputOf<SidedoorContract[M]>> & { refresh(): void } {
  const { cache } = useEngine();
  const key = input === null ? null : keyOf(method, input);
  const [observer] = useState(() => new Observer(cache, key));
  const question = useRef({ method, input });
  question.current = { method, input };
  useEffect(() => {
    observer.want(key === null ? null : { key, ...question.current });
  }, [observer, key]);
  useEffect(() => () => observer.stop(), [observer]);
  const answer = useSyncExternalStore(observer.subscribe, observer.snapshot);
  const refresh = useCallback(() => {
    if (key !== null) cache.refresh(key);
  }, [cache, key]);
  return { ...(answer as Answer<OutputOf<SidedoorContract[M]>>), refresh };
}
