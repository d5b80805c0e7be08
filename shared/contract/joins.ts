import { z } from 'zod';
import { IdentityWord, JoinSuggestion, Spelling } from '../model/identity';
import { command, Nothing, query, type Topic } from './define';

const Why = z.string().trim().min(1).max(4_000);
/** The findings are computed again with every word. */
const CHANGES: readonly Topic[] = ['case', 'identities', 'episodes', 'events', 'custody'];

/** The investigator's words on who is who; each stands in the custody log until it is taken back there. */
export const joins = {
  /** Says that identities are one. Ids or former ids; they all stay answers to it. */
  'identities.merge': command({
    in: z.object({ identities: z.array(z.string()).min(2).max(20), why: Why }),
    out: IdentityWord,
    changes: CHANGES,
  }),
  /** Says that spellings of an identity are somebody else: together they become an identity of their own. */
  'identities.split': command({
    in: z.object({ identity: z.string(), spellings: z.array(Spelling).min(1).max(500), why: Why }),
    out: IdentityWord,
    changes: CHANGES,
  }),
  /** Takes a merge or split back, by the number of its custody line. */
  'identities.withdraw': command({ in: z.object({ seq: z.number().int() }), out: Nothing, changes: CHANGES }),
  /** The past of `identities.withdraw`: the word of that line stands again. */
  'identities.restore': command({ in: z.object({ seq: z.number().int() }), out: Nothing, changes: CHANGES }),
  /** Words that stand; of one identity, or all. */
  'identities.words': query({
    in: z.object({ identity: z.string().nullable().default(null) }),
    out: z.array(IdentityWord),
  }),
  /** What may be one identity and is not joined; of one identity, or all. `total` counts also what is not kept. */
  'identities.suggestions': query({
    in: z.object({
      identity: z.string().nullable().default(null),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    out: z.object({ rows: z.array(JoinSuggestion), total: z.number() }),
  }),
};
