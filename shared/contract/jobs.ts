import { z } from 'zod';
import { command, job, Nothing, Progress, query } from './define';

/** Long work that runs, whichever page began it: a page that was closed or loaded again does not end it. */
export const RunningJob = z.object({
  id: z.string(),
  method: z.string(),
  started: z.string(),
  progress: Progress.nullable(),
});
export type RunningJob = z.infer<typeof RunningJob>;

export const jobs = {
  /** What runs now, oldest first. */
  'jobs.list': query({ in: Nothing, out: z.array(RunningJob) }),
  /** Waits for the end of a job that runs, with its progress; ending the wait does not end the job. */
  'jobs.follow': job({
    in: z.object({ id: z.string() }),
    progress: Progress,
    out: z.object({ state: z.enum(['done', 'failed', 'cancelled']), why: z.string().nullable() }),
    changes: [],
  }),
  /** Cancels a job, as who began it would. */
  'jobs.cancel': command({ in: z.object({ id: z.string() }), out: Nothing, changes: [] }),
};
