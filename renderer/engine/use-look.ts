/**
 * `useLook(method, input, of)`: the answer of a job that only looks: begun with the view, with its progress, and cancelled when
 * it is left or asks something else. Unlike `useJob` it stands in no tray.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SidedoorContract } from '../../shared/contract';
import type { InputOf, OutputOf, Progress } from '../../shared/contract/define';
import type { SidedoorError } from '../../shared/rpc/errors';
import { beginWork } from '../ui/idle';
import { useEngine } from './EngineContext';
import { asSidedoorError, keyOf } from './query-cache';
import type { JobMethod } from './use-job';

export interface Look<T> {
  data: T | undefined;
  error: SidedoorError | null;
  progress: Progress | null;
  loading: boolean;
  /** `data` is of an older question than the one asked. */
  stale: boolean;
  /** Ends what runs; `again` begins it anew. */
  cancel(): void;
  again(): void;
}

interface State {
  data: unknown;
  shown: string | null;
  error: SidedoorError | null;
  progress: Progress | null;
  loading: boolean;
}

/** `input` null asks nothing. `of` names the state of the case: with another one the job is begun anew. */
export function useLook<M extends JobMethod>(
  method: M,
  input: InputOf<SidedoorContract[M]> | null,
  of: string,
): Look<OutputOf<SidedoorContract[M]>> {
  const { client } = useEngine();
  const [state, setState] = useState<State>({
    data: undefined,
    shown: null,
    error: null,
    progress: null,
    loading: false,
  });
  const [tries, setTries] = useState(0);
  const [stop, setStop] = useState<AbortController | null>(null);
  // The key stands for the input; with another number of tries it is begun anew.
  const key = input === null ? null : `${keyOf(method, input)} ${of} ${tries}`;
  const question = useRef(input);
  question.current = input;
  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    const end = beginWork();
    const set = (part: Partial<State>): void => {
      if (!left) setState((was) => ({ ...was, ...part }));
    };
    let left = false;
    setStop(abort);
    set({ error: null, progress: null, loading: true });
    // The contract gives every job the same progress; the index by method only loses that for the compiler.
    const call = client[method] as (
      asked: unknown,
      options: { signal: AbortSignal; progress: (value: Progress) => void },
    ) => Promise<unknown>;
    call(question.current, { signal: abort.signal, progress: (progress) => set({ progress }) })
      .then(
        (data) => set({ data, shown: key, loading: false }),
        (thrown: unknown) => set({ error: asSidedoorError(thrown), loading: false }),
      )
      .finally(end);
    return () => {
      left = true;
      abort.abort();
    };
  }, [client, method, key]);
  const cancel = useCallback(() => stop?.abort(), [stop]);
  const again = useCallback(() => setTries((n) => n + 1), []);
  const { data, shown, error, progress, loading } = state;
  return {
    data: data as OutputOf<SidedoorContract[M]> | undefined,
    ...{ error, progress, loading, cancel, again },
    stale: data !== undefined && shown !== key,
  };
}
