/** What a context file says before it is imported. */
import { z } from 'zod';
import { ContextKindId } from './context';

/** A context file before it is imported: what it is taken for, and whom its rows name. Nothing of it is kept. */
export const ContextLook = z.object({
  file: z.string(),
  kind: ContextKindId,
  title: z.string(),
  about: z.string(), // what the analysis makes of such rows
  because: z.array(z.string()),
  rows: z.number(), // new + already + skipped + rejected
  new: z.number(),
  already: z.number(), // the case, or the file further up, says the same
  skipped: z.number(),
  rejected: z.number(),
  reasons: z.array(z.object({ kind: z.enum(['skipped', 'rejected']), why: z.string(), count: z.number() })),
  isWhole: z.boolean(), // false: the file is long, and only its beginning was read
  notes: z.array(z.string()),
  /** Names of identities in it, each counted once; null for kinds that name none. */
  names: z
    .object({
      matched: z.number(),
      unmatched: z.number(),
      first: z.array(z.object({ name: z.string(), why: z.enum(['nobody', 'several']) })), // of the unmatched, at most 20
    })
    .nullable(),
});
export type ContextLook = z.infer<typeof ContextLook>;
