/** An episode: denials of one identity that belong together, what followed, and what we make of it. */
import { z } from 'zod';
import { ContextKindId } from './context';
import { PlanFacts } from './playbook/facts';
import { Use } from './uses';
import { Action, EpisodeState, Factor, Fits, Followed, IdentityKind, LinkKind, Outcome, Verdict } from './words';

/** One piece of evidence. `weight` is in log-odds (natural logarithm), always ≥ 0; the list says for or against. */
export const Weighed = z.object({
  text: z.string(),
  weight: z.number(),
  events: z.array(z.string()),
  rows: z.array(z.string()).optional(), // rows of context files that say so (`raw` prints them)
});
export type Weighed = z.infer<typeof Weighed>;

export const Link = z.object({
  event: z.string(),
  time: z.string(),
  identity: z.string(),
  ip: z.string().nullable(),
  app: z.string().nullable(),
  source: z.string(),
  delaySeconds: z.number(),
  kind: LinkKind,
  score: z.number(), // 0…1, probability that the access belongs to whoever was denied
  reasons: z.array(z.object({ text: z.string(), weight: z.number() })), // log-odds, signed
  path: z.array(z.string()),
  /** The investigator's word on this link, once given. */
  review: z.enum(['confirmed', 'rejected']).nullable().optional(),
});
export type Link = z.infer<typeof Link>;

export const EpisodeIdentity = z.object({
  id: z.string(),
  name: z.string(),
  kind: IdentityKind,
  owner: z.string().nullable(),
});

export const Decision = z.object({
  verdict: Verdict,
  action: Action,
  why: z.string(),
  by: z.string(),
  at: z.string(),
});
export type Decision = z.infer<typeof Decision>;

/** A row of a context file that concerns the episode, whether it weighs or not. */
export const EpisodeFact = z.object({
  row: z.string(), // id of the row
  kind: ContextKindId,
  time: z.string().nullable(), // null where it is no event: a label, a requirement
  text: z.string(),
});
export type EpisodeFact = z.infer<typeof EpisodeFact>;

/** As printed by `sidedoor episodes` (the command line's contract). */
export const Episode = z.object({
  id: z.string(),
  aliases: z.array(z.string()),
  identity: EpisodeIdentity,
  start: z.string(),
  end: z.string(),
  denials: z.number(), // attempts, not records
  outcomes: z.partialRecord(Outcome, z.number()),
  factors: z.array(Factor),
  ips: z.array(z.string()),
  countries: z.array(z.string()),
  apps: z.array(z.string()),
  events: z.array(z.string()),
  questions: z.object({
    who: z.string(),
    factor: z.string(),
    from: z.string(),
    normal: z.object({
      fits: Fits,
      n: z.number(), // sign-ins before it
      why: z.array(z.string()), // the three strongest reasons
      zone: z.string().nullable().optional(), // IANA zone of its hours and weekdays; null = UTC, for want of a known place
      /** The most prompts within so many minutes, and the most ever before the episode; null for machines. */
      prompts: z
        .array(z.object({ minutes: z.number(), most: z.number(), before: z.number() }))
        .nullable()
        .optional(),
      /** Of a machine that keeps a rhythm: usual gap, and gap before the denial. */
      cadence: z.object({ everySeconds: z.number(), sinceSeconds: z.number() }).nullable().optional(),
    }),
  }),
  followed: Followed,
  missing: z.array(z.string()),
  /** What could not be weighed for want of a log — and which log would tell. It decides nothing by itself. */
  lacking: z.array(z.string()).optional(),
  nextOwn: z.object({ event: z.string(), delaySeconds: z.number(), why: z.string() }).nullable(),
  /** Without those that the investigator rejected: they are no accesses of whoever was denied. */
  followedBy: z.array(Link),
  /** Links that the investigator rejected, to look at and to take the word back; absent where there are none. */
  rejected: z.array(Link).optional(),
  patterns: z.array(z.string()),
  verdict: Verdict,
  confidence: z.number(),
  for: z.array(Weighed),
  against: z.array(Weighed),
  /** What the organisation's own registers say of it, in order of time. */
  facts: z.array(EpisodeFact).optional(),
  /** Changes and requests of access around it, from logs and registers, in order of time. */
  recent: z
    .array(
      z.object({
        kind: z.enum(['change', 'request']),
        /** `method_registered`, `password_reset` …; of a request its type, or the step in its life that a log tells. */
        type: z.string(),
        time: z.string(),
        lagSeconds: z.number(), // from it to the first denial; negative = after it
        text: z.string(),
        phase: z.string().nullable(), // of a request: where in its life the denial stands
        event: z.string().nullable(), // record that says so
        row: z.string().nullable(), // register row that says so
      }),
    )
    .optional(),
  aal: z
    .object({
      denied: z.tuple([z.number(), z.number()]).nullable(),
      reached: z.tuple([z.number(), z.number()]).nullable(),
      required: z.number().nullable(),
      flags: z.array(z.string()),
      revision: z.string(),
    })
    .nullable(),
  /** What the finding is good for, by the verdict that stands. */
  uses: z.array(Use).optional(),
  playbook: z.string().nullable(),
  nextSteps: z.array(z.string()),
  /** Objects that the steps name; from them follow the steps for any other verdict, and the text to hand over. */
  plan: PlanFacts.optional(),
  standards: z.array(z.string()),
  /** Beside the engine's verdict, never in its place: what the investigator decided. */
  decision: Decision.nullable().optional(),
  state: EpisodeState.optional(),
  /** Who put it out of sight as noise, why, and until when; absent where nobody did. */
  suppressed: z.object({ id: z.string(), why: z.string(), by: z.string(), until: z.string() }).nullable().optional(),
});
export type Episode = z.infer<typeof Episode>;

/**
 * Steps of a path in the order in which they come about: the refused prompts, the access itself (by the same identity, or by
 * a sibling), its session used, applications opened, credentials and methods added, rights and rules changed, requests.
 */
export const PathLayer = z.enum([
  'denial',
  'access',
  'sibling',
  'session',
  'app',
  'credential',
  'privileged',
  'request',
]);
export type PathLayer = z.infer<typeof PathLayer>;

/** Hops from the denial onward, each with the key that ties it to the one before (`sidedoor paths`). */
export const Path = z.object({
  id: z.string(),
  episode: z.string(),
  kind: LinkKind,
  score: z.number(),
  hops: z.array(
    z.object({
      event: z.string(),
      time: z.string(),
      what: z.string(),
      identity: z.string(),
      source: z.string(),
      ip: z.string().nullable(),
      app: z.string().nullable(),
      key: z.string().nullable(), // what ties it to the hop before: "same session", "same address, +4 min"; null on the first
      role: z.enum(['denied', 'access', 'change', 'request']),
      /** What kind of step it is; absent where an older version found the path. */
      layer: PathLayer.optional(),
    }),
  ),
  endsBecause: z.string(),
});
export type Path = z.infer<typeof Path>;

/** Every link that was proposed, those that the investigator rejected behind the others. */
export const linksOf = ({ followedBy, rejected }: Pick<Episode, 'followedBy' | 'rejected'>): readonly Link[] =>
  rejected === undefined ? followedBy : [...followedBy, ...rejected];
