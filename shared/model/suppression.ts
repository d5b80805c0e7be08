/** Noise that the investigator wants out of sight until a day, with the reason. */
import { z } from 'zod';
import { Verdict } from './words';

export const Suppression = z.object({
  id: z.string(),
  query: z.string(), // over episodes, as in the search field
  why: z.string(),
  by: z.string(),
  at: z.string(),
  expires: z.string(),
  withdrawn: z.string().nullable(),
  state: z.enum(['standing', 'expired', 'withdrawn']),
  episodes: z.number(), // of the present findings that it hides while it stands
  events: z.number(), // their denials
});
export type Suppression = z.infer<typeof Suppression>;

const Fitting = z.object({
  id: z.string(),
  identity: z.string(),
  start: z.string(),
  denials: z.number(),
  verdict: Verdict,
  summary: z.string(),
});

/** Exactly what a suppression would hide, before it is kept. */
export const SuppressionPreview = z.object({
  episodes: z.number(),
  events: z.number(), // denials of these episodes
  /** Of them not hidden by another suppression already. */
  fresh: z.number(),
  list: z.array(Fitting), // in order of time; at most as many as were asked for
  /** Fits too, and stays in sight. */
  kept: z.array(Fitting.extend({ because: z.string() })),
  keptTotal: z.number(),
});
export type SuppressionPreview = z.infer<typeof SuppressionPreview>;
