/** A number that the analysis decides by: what it is, what it may be, and what stands. */
import { z } from 'zod';

export const Threshold = z.object({
  id: z.string(), // 'episodes.burst', 'push_fatigue.prompts'
  group: z.string(), // heading: 'Episodes', 'Push fatigue'
  name: z.string(),
  unit: z.string(),
  default: z.number(), // the product's own
  value: z.number(),
  least: z.number(), // both included
  most: z.number(),
  whole: z.boolean(), // whole numbers only
  about: z.string(), // why it is there
});
export type Threshold = z.infer<typeof Threshold>;

/** Who set the numbers that stand, and why; null where the product's own stand. */
export const ThresholdSet = z.object({
  version: z.number(), // 0 = the product's own numbers, never changed in this case
  why: z.string().nullable(),
  by: z.string().nullable(),
  at: z.string().nullable(),
});
export type ThresholdSet = z.infer<typeof ThresholdSet>;

/** Values by id, in their own units; what is not named is the product's own. */
export const ThresholdValues = z.record(z.string(), z.number());
export type ThresholdValues = z.infer<typeof ThresholdValues>;
