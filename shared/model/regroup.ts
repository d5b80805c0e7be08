/** The investigator's word on which denials make one episode. */
import { z } from 'zod';

export const Regrouping = z.object({
  seq: z.number(),
  act: z.enum(['merge', 'split']),
  /** Ids of episodes, and so of the denials that they are named after. */
  episode: z.string(),
  other: z.string(), // joins it, or begins an episode of its own
  why: z.string(),
  by: z.string(),
  at: z.string(),
  withdrawn: z.string().nullable(),
});
export type Regrouping = z.infer<typeof Regrouping>;
