import { z } from 'zod';
import { AnalysisRun } from '../model/change';
import { Combined, Conflict } from '../model/combine';
import { FileRef, job, Nothing, Progress, query } from './define';

/** Two copies, or two states, of one case. */
export const combining = {
  /** Takes in what people said and set in another copy (a case folder or a sealed bundle); both sides of a conflict are kept. */
  'cases.combine': job({
    in: z.object({ ref: FileRef }),
    progress: Progress,
    out: Combined,
    changes: ['annotations', 'episodes', 'identities', 'settings', 'custody', 'case', 'events'],
  }),
  /** Conflicts that nobody has decided since. */
  'cases.conflicts': query({ in: Nothing, out: z.array(Conflict) }),
};

/** What the findings of this case differ in from another state of it. */
export const Comparison = AnalysisRun.omit({ seq: true, at: true, thresholds: true }).extend({
  other: z.object({ name: z.string(), custodyHead: z.string(), tool: z.string().nullable(), sameCase: z.boolean() }),
  /** Why they may differ, each in a sentence with what stands on both sides. */
  reasons: z.array(z.string()),
});
export type Comparison = z.infer<typeof Comparison>;

export const comparing = {
  /** Compares with another state: a case folder or a sealed bundle. `before` is the other one. */
  'analysis.compare': job({ in: z.object({ ref: FileRef }), progress: Progress, out: Comparison, changes: [] }),
};
