/** The jobs of a running engine: they outlive the page that began them, are found again, and end when they are told to. */
import type { HandlersOf } from '../../shared/contract';
import type { Progress } from '../../shared/contract/define';
import type { jobs as jobContract, RunningJob } from '../../shared/contract/jobs';
import { SidedoorError, type WireError } from '../../shared/rpc/errors';
import { Listeners } from '../../shared/rpc/port';
import type { JobBoard } from '../../shared/rpc/server';

interface Kept extends RunningJob {
  abort: AbortController;
  moved: Listeners<[Progress]>;
  ended: Promise<WireError | null>;
}

export interface Jobs extends JobBoard {
  handlers: HandlersOf<typeof jobContract>;
  /** Cancels all: the engine ends. */
  cancelAll(): void;
}

export function createJobs(now: () => number = Date.now): Jobs {
  const running = new Map<string, Kept>();
  let nextId = 1;
  const found = (id: string): Kept => {
    const job = running.get(id);
    if (!job) throw new SidedoorError('not-found', 'that job has ended');
    return job;
  };
  return {
    begin(method, abort) {
      if (method === 'jobs.follow' || method === 'exports.preview') return null; // for who looks, and ends with them
      let settle: (error: WireError | null) => void = () => {};
      const job: Kept = {
        id: `j${nextId++}`,
        method,
        started: new Date(now()).toISOString(),
        progress: null,
        abort,
        moved: new Listeners(),
        ended: new Promise((resolve) => {
          settle = resolve;
        }),
      };
      running.set(job.id, job);
      return {
        progress(value) {
          job.progress = value as Progress; // of the job's own schema, which all have in common
          job.moved.emit(job.progress);
        },
        end(error) {
          running.delete(job.id);
          settle(error);
        },
      };
    },
    cancelAll() {
      for (const { abort } of running.values()) abort.abort();
    },
    handlers: {
      'jobs.list': () =>
        [...running.values()].map(({ id, method, started, progress }) => ({ id, method, started, progress })),
      'jobs.follow': async ({ id }, { signal, progress }) => {
        const job = found(id);
        if (job.progress) progress(job.progress);
        const stop = job.moved.add(progress);
        const left = new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
        const error = await Promise.race([job.ended, left]).finally(stop);
        if (!error) return { state: 'done', why: null };
        return { state: error.code === 'cancelled' ? 'cancelled' : 'failed', why: error.message };
      },
      'jobs.cancel': ({ id }) => {
        found(id).abort.abort();
        return {};
      },
    },
  };
}
