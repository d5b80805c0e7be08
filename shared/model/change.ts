/** What a run of the analysis changed in the findings: what appeared, vanished or moved. */
import { z } from 'zod';
import { Verdict } from './words';

/** What is different about an episode that was there before and is there now. */
export const Moved = z.enum(['verdict', 'followed', 'links', 'patterns', 'denials', 'confidence']);
export type Moved = z.infer<typeof Moved>;

const Side = z.object({ verdict: Verdict, confidence: z.number(), denials: z.number(), summary: z.string() });

export const FindingChange = z.object({
  kind: z.enum(['appeared', 'vanished', 'moved']),
  episode: z.string(),
  identity: z.string(),
  start: z.string(),
  before: Side.nullable(), // null where it appeared
  after: Side.nullable(), // null where it vanished
  /** Appeared: the episode that its denials were in before; vanished: the one that they are in now. */
  other: z.string().nullable(),
  moved: z.array(Moved),
});
export type FindingChange = z.infer<typeof FindingChange>;

export const FindingChanges = z.object({
  appeared: z.number(),
  vanished: z.number(),
  moved: z.number(),
  same: z.number(),
  /** In order of time, ties by id; at most as many as are kept. */
  list: z.array(FindingChange),
  /** How many of them the list leaves out. */
  cut: z.number(),
});
export type FindingChanges = z.infer<typeof FindingChanges>;

/** One run of the analysis that found something else than the run before it. */
export const AnalysisRun = FindingChanges.extend({
  seq: z.number(),
  at: z.string(),
  /** What was different: evidence, thresholds, words of the investigator, the program. */
  because: z.array(z.string()),
  thresholds: z.number(), // version that it ran by
});
export type AnalysisRun = z.infer<typeof AnalysisRun>;
