/** Long work: started from anywhere, shown in the tray, cancelled by hand. Jobs outlive the view that started them. */
import { useCallback } from 'react';
import { create } from 'zustand';
import type { Client, Method, SidedoorContract } from '../../shared/contract';
import type { InputOf, OutputOf, Progress } from '../../shared/contract/define';
import { SidedoorError } from '../../shared/rpc/errors';
import { beginWork } from '../ui/idle';
import { useEngine } from './EngineContext';
import { asSidedoorError } from './query-cache';

export type JobMethod = { [M in Method]: SidedoorContract[M] extends { kind: 'job' } ? M : never }[Method];

export interface Job {
  id: number;
  method: JobMethod;
  title: string;
  state: 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled';
  progress: Progress | null;
  error: SidedoorError | null;
  startedAt: number; // performance clock, ms
  endedAt: number | null;
  cancel(): void;
}

interface Jobs {
  jobs: Job[];
  dismiss(id: number): void;
}

/** Jobs of this window, newest first; ended ones stay until dismissed. */
export const useJobs = create<Jobs>((set) => ({
  jobs: [],
  dismiss: (id) => set((was) => ({ jobs: was.jobs.filter((job) => job.id !== id) })),
}));

const KEEP_ENDED = 8;
let nextId = 1;

function put(job: Job): void {
  useJobs.setState(({ jobs }) => {
    const known = jobs.some(({ id }) => id === job.id);
    const next = known ? jobs.map((old) => (old.id === job.id ? job : old)) : [job, ...jobs];
    let ended = 0;
    return { jobs: next.filter(({ endedAt }) => endedAt === null || ++ended <= KEEP_ENDED) };
  });
}

const FOUND: Partial<Record<Method, string>> = {
  'imports.start': 'Import',
  'analysis.run': 'Analysis',
  'exports.write': 'Export',
  'cases.verify': 'Verification',
  'cases.demo': 'Demonstration',
};

/** Puts into the tray what runs already: begun by a page that was closed, or by this one before it was loaded again. */
export async function findJobs(client: Client): Promise<void> {
  for (const found of await client['jobs.list']({})) {
    let job: Job = {
      id: nextId++,
      method: found.method as JobMethod,
      title: `${FOUND[found.method as Method] ?? 'Work'}, begun before`,
      state: 'running',
      progress: found.progress,
      error: null,
      startedAt: performance.now() - Math.max(0, Date.now() - Date.parse(found.started)),
      endedAt: null,
      cancel: () => {
        if (job.endedAt !== null) return;
        update({ state: 'cancelling' });
        client['jobs.cancel']({ id: found.id }).catch(() => {}); // it has ended meanwhile: the end is told below
      },
    };
    const update = (part: Partial<Job>): void => {
      job = { ...job, ...part };
      put(job);
    };
    put(job);
    client['jobs.follow']({ id: found.id }, { progress: (progress) => update({ progress }) }).then(
      ({ state, why }) =>
        update({
          state,
          error: state === 'failed' ? new SidedoorError('internal', why ?? 'it failed') : null,
          endedAt: performance.now(),
        }),
      (thrown: unknown) => update({ state: 'failed', error: asSidedoorError(thrown), endedAt: performance.now() }),
    );
  }
}

/** Outcome of a job as a value: it never rejects, because the tray shows the error anyway. */
export type JobResult<T> = { ok: true; output: T } | { ok: false; error: SidedoorError };

/** `start(input, title)` runs the job and resolves when it has ended. */
export function useJob<M extends JobMethod>(
  method: M,
): (input: InputOf<SidedoorContract[M]>, title: string) => Promise<JobResult<OutputOf<SidedoorContract[M]>>> {
  const { client } = useEngine();
  return useCallback(
    async (input, title) => {
      const abort = new AbortController();
      const end = beginWork();
      let job: Job = {
        id: nextId++,
        method,
        title,
        state: 'running',
        progress: null,
        error: null,
        startedAt: performance.now(),
        endedAt: null,
        cancel: () => {
          if (job.endedAt !== null) return;
          update({ state: 'cancelling' });
          abort.abort();
        },
      };
      const update = (part: Partial<Job>): void => {
        job = { ...job, ...part };
        put(job);
      };
      put(job);
      // The contract gives every job the same progress; the index by method only loses that for the compiler.
      const call = client[method] as (
        input: unknown,
        options: { signal: AbortSignal; progress: (value: Progress) => void },
      ) => Promise<OutputOf<SidedoorContract[M]>>;
      try {
        const output = await call(input, { signal: abort.signal, progress: (progress) => update({ progress }) });
        update({ state: 'done', endedAt: performance.now() });
        return { ok: true, output };
      } catch (thrown) {
        const error = asSidedoorError(thrown);
        update({ state: error.code === 'cancelled' ? 'cancelled' : 'failed', error, endedAt: performance.now() });
        return { ok: false, error };
      } finally {
        end();
      }
    },
    [client, method],
  );
}
