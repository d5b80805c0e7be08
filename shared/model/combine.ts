/** The investigator's words of two copies of one case, put together. */
import { z } from 'zod';

/** What one copy says, when it says something else than the other. */
export const ConflictSide = z.object({ says: z.string(), why: z.string(), by: z.string(), at: z.string() });
export type ConflictSide = z.infer<typeof ConflictSide>;

/** Both are kept; the later one stands until somebody decides again. */
export const Conflict = z.object({
  kind: z.enum(['decision', 'link', 'notebook', 'thresholds', 'setting', 'identity']),
  /** Episode; of a link episode and event; name of a setting; id of an identity; empty for notebook and thresholds. */
  on: z.string(),
  /** The earlier one first. */
  sides: z.tuple([ConflictSide, ConflictSide]),
});
export type Conflict = z.infer<typeof Conflict>;

export const Combined = z.object({
  /** New in this copy, by kind of word. */
  added: z.record(z.string(), z.number()),
  /** Taken back in the other copy, and now here too. */
  withdrawn: z.record(z.string(), z.number()),
  /** Said differently in the two copies. */
  conflicts: z.array(Conflict),
  /** Words on things that this copy does not hold: kept, and shown when their evidence comes. */
  homeless: z.number(),
  /** What the copies differ in and is not put together, in words. */
  apart: z.array(z.string()),
});
export type Combined = z.infer<typeof Combined>;
