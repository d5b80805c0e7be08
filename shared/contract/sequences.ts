import { z } from 'zod';
import { AttackSequence, RolloutEffect } from '../model/sequence';
import { query } from './define';

export const sequences = {
  /** The case, or one episode with whom it leads to, held against a published attack. */
  'analysis.sequence': query({ in: z.object({ episode: z.string().nullable().default(null) }), out: AttackSequence }),
  /**
   * Denials of people set against dated changes: rollouts on file, and, where `at` is given, that moment. `days` is how long a
   * change without an end is looked at.
   */
  'analysis.rollouts': query({
    in: z.object({
      at: z.iso.datetime({ offset: true }).nullable().default(null),
      days: z.number().int().min(1).max(90).default(3),
    }),
    out: z.array(RolloutEffect),
  }),
};
