import { z } from 'zod';
import { AnalysisRun, FindingChanges } from '../model/change';
import { Regrouping } from '../model/regroup';
import { Suppression, SuppressionPreview } from '../model/suppression';
import { Threshold, ThresholdSet, ThresholdValues } from '../model/threshold';
import { command, job, Nothing, Progress, query, type Topic } from './define';

const Why = z.string().trim().min(1).max(4_000);
const FOUND: readonly Topic[] = ['case', 'identities', 'episodes', 'events', 'custody'];

/** The investigator rules: numbers, noise, and which denials make one episode. */
/** `tookBack`: numbers of the words that this one took back, for an exact undo. */
const RegroupingSaid = z.object({
  word: Regrouping,
  episode: z.string(),
  tookBack: z.array(z.number()),
  changes: FindingChanges.nullable(),
});

export const rules = {
  'thresholds.get': query({ in: Nothing, out: z.object({ set: ThresholdSet, thresholds: z.array(Threshold) }) }),
  /** Every version that was set, oldest first, with what differs from the product's own numbers. */
  'thresholds.history': query({
    in: Nothing,
    out: z.array(z.object({ set: ThresholdSet, own: ThresholdValues })),
  }),
  /** What would appear, vanish or move in this case; nothing is written. */
  'thresholds.preview': job({
    in: z.object({ values: ThresholdValues }),
    progress: Progress,
    out: FindingChanges,
    changes: [],
  }),
  /** Keeps a new version and analyses by it. Values that are not named are the product's own. */
  'thresholds.set': job({
    in: z.object({ values: ThresholdValues, why: Why }),
    progress: Progress,
    out: z.object({ set: ThresholdSet, changes: FindingChanges.nullable() }),
    changes: ['settings', ...FOUND],
  }),
  /** Runs of the analysis that were compared with the one before them, newest first. */
  'analysis.changes': query({
    in: z.object({ limit: z.number().int().min(1).max(200).default(20) }),
    out: z.array(AnalysisRun),
  }),

  'suppressions.list': query({ in: Nothing, out: z.array(Suppression) }),
  /** Exactly what it would hide, and what it fits and may not hide. */
  'suppressions.preview': query({
    in: z.object({ query: z.string().max(2_000), limit: z.number().int().min(1).max(1_000).default(200) }),
    out: SuppressionPreview,
  }),
  'suppressions.add': command({
    in: z.object({ query: z.string().trim().min(1).max(2_000), why: Why, expires: z.iso.datetime({ offset: true }) }),
    out: Suppression,
    changes: ['episodes', 'custody', 'case'],
  }),
  'suppressions.withdraw': command({
    in: z.object({ id: z.string() }),
    out: Suppression,
    changes: ['episodes', 'custody', 'case'],
  }),
  /** Lets one stand again that was taken back. */
  'suppressions.restore': command({
    in: z.object({ id: z.string() }),
    out: Suppression,
    changes: ['episodes', 'custody', 'case'],
  }),

  /** Words on which denials make one episode that stand, in the order in which they were given. */
  'regroups.list': query({ in: Nothing, out: z.array(Regrouping) }),
  /** Two episodes of one identity become one; the later one's id becomes an alias. */
  'episodes.merge': command({
    in: z.object({ id: z.string(), other: z.string(), why: Why }),
    out: RegroupingSaid,
    changes: FOUND,
  }),
  /** That denial and what comes after it become an episode of their own. */
  'episodes.split': command({
    in: z.object({ id: z.string(), event: z.string(), why: Why }),
    out: RegroupingSaid,
    changes: FOUND,
  }),
  /** Takes a word back; those of `restore`, which that word had taken back, stand again with the same stroke. */
  'regroups.withdraw': command({
    in: z.object({ seq: z.number().int(), restore: z.array(z.number().int()).max(500).optional() }),
    out: z.object({ word: Regrouping, changes: FindingChanges.nullable() }),
    changes: FOUND,
  }),
  /** The past of it: a word that was taken back stands again, and those of `withdraw` no longer. */
  'regroups.restore': command({
    in: z.object({ seq: z.number().int(), withdraw: z.array(z.number().int()).max(500).optional() }),
    out: z.object({ word: Regrouping, changes: FindingChanges.nullable() }),
    changes: FOUND,
  }),
};
