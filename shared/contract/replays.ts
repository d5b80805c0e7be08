import { z } from 'zod';
import { Event } from '../model/event';
import { POLICY_LIMIT, Policy, ReplayCell, ReplayResult, Scenario } from '../model/replay';
import { command, job, Nothing, Progress, query, Range } from './define';

export const replays = {
  /** Runs the case again under policies: one pass over its events. Without policies: the case as it was, with what to tune. */
  'replay.run': job({
    in: z.object({ policies: z.array(Policy).max(POLICY_LIMIT), range: Range.nullable().default(null) }),
    progress: Progress,
    out: ReplayResult,
    changes: [],
  }),
  /** The events behind a number of a run; a run is kept until two others were made. */
  'replay.events': query({
    in: z.object({
      run: z.string(),
      world: z.number().int().min(0),
      cell: ReplayCell,
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    out: z.object({ rows: z.array(Event), total: z.number() }),
  }),
  'replay.saved': query({ in: Nothing, out: z.array(Scenario) }),
  'replay.save': command({
    in: z.object({
      run: z.string(),
      name: z.string().trim().min(1).max(200),
      note: z.string().trim().max(4_000).default(''),
    }),
    out: Scenario,
    changes: ['replays', 'custody', 'case'],
  }),
  /** Takes a saved scenario out of the report; the custody log keeps both acts. */
  'replay.remove': command({
    in: z.object({ id: z.string() }),
    out: Nothing,
    changes: ['replays', 'custody', 'case'],
  }),
  /** A scenario that was taken out stands again, with its id, author and time. */
  'replay.restore': command({
    in: z.object({ id: z.string() }),
    out: Nothing,
    changes: ['replays', 'custody', 'case'],
  }),
};
