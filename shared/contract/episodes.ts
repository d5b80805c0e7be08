import { z } from 'zod';
import { CAMPAIGN_KINDS, Campaign } from '../model/campaign';
import { Annotation } from '../model/case';
import { FindingChanges } from '../model/change';
import { Work } from '../model/effort';
import { Episode, Path } from '../model/episode';
import { Event } from '../model/event';
import { RuleValue } from '../model/rule-value';
import { Action, EpisodeState, Verdict } from '../model/words';
import { command, job, MOST_AT_ONCE, Nothing, Progress, query, Range } from './define';

/** A row of the queue: what an analyst needs to choose the next one. */
export const QueueRow = z.object({
  id: z.string(),
  identity: Episode.shape.identity,
  start: z.string(),
  end: z.string(),
  denials: z.number(),
  verdict: Verdict,
  confidence: z.number(),
  summary: z.string(), // "9 push denials, then approved · new country RO"
  patterns: z.array(z.string()),
  state: EpisodeState,
  decision: Episode.shape.decision,
  suppressed: Episode.shape.suppressed,
  urgency: z.number(),
  /** What this row stands for beside itself, or belongs to; null where it is alone. */
  fold: z
    .object({
      id: z.string(),
      kind: z.enum(['loop', 'identity', ...CAMPAIGN_KINDS]),
      key: z.string(), // of a campaign: what ties it; of an access its event
      episodes: z.number(), // of it in this queue
      identities: z.number(),
      denials: z.number(), // attempts
      place: z.number(), // 0 = stands for all
      isOpen: z.boolean(),
    })
    .nullable(),
});
export type QueueRow = z.infer<typeof QueueRow>;

/** All that the card shows, in one answer. */
export const Card = z.object({
  episode: Episode,
  /** Denial → link → … as hops of the best path; empty where nothing followed. */
  paths: z.array(Path),
  /** Events of this identity and of linked ones within ±24 h, for the mini timeline (at most 600, the nearest first). */
  around: z.array(Event),
  aroundCut: z.number(),
  range: Range,
  /** Changes and requests that touch this identity in that window. */
  recent: z.array(Event),
  /** Last accesses of this identity before the first denial, newest first (at most 5). */
  before: z.array(Event),
  annotations: z.array(Annotation),
  /** When it was first in view (RFC 3339). */
  firstViewed: z.string().nullable(),
});
export type Card = z.infer<typeof Card>;

/** Which episodes a queue holds, and in which rows. */
const QueueFilter = z.object({
  state: z.enum(['open', 'new', 'triaged', 'decided', 'closed', 'suppressed', 'starred', 'all']).default('open'),
  /** What is folded into one row: nothing; or loops of one machine, and besides them a campaign's or an identity's. */
  group: z.enum(['none', 'urgency', 'campaign', 'identity']).default('none'),
  open: z.array(z.string().max(60)).max(1_000).default([]), // folds whose rows are all wanted
  search: z.string().max(2_000).default(''),
  range: Range.nullable().default(null),
  identities: z.array(z.string()).nullable().default(null),
});

export const episodes = {
  'episodes.queue': query({
    in: QueueFilter.extend({
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    out: z.object({
      rows: z.array(QueueRow),
      total: z.number(), // rows
      episodes: z.number(), // that these rows stand for
      open: z.number(),
      suppressed: z.number(),
      all: z.number(),
    }),
  }),
  /** The row of that queue in which an episode stands, or the fold that holds it; null where the queue does not hold it. */
  'episodes.place': query({
    in: QueueFilter.extend({ id: z.string().max(60) }),
    out: z.object({ place: z.number().nullable() }), // from 0
  }),
  /** Episodes of several identities that one thing ties together; the most urgent first. */
  'episodes.campaigns': query({
    in: z.object({
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    out: z.object({ rows: z.array(Campaign), total: z.number() }),
  }),
  /** Ids of the episodes of one campaign, in order of time (the first 500). */
  'episodes.ofCampaign': query({
    in: z.object({ id: z.string().max(60) }),
    out: z.object({ rows: z.array(QueueRow), total: z.number() }),
  }),
  'episodes.get': query({ in: z.object({ id: z.string() }), out: Episode }),
  'episodes.card': query({ in: z.object({ id: z.string() }), out: Card }),
  /** All episodes in time order, as the command line prints them. */
  'episodes.list': query({
    in: z.object({
      query: z.string().default(''),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1_000).default(500),
    }),
    out: z.array(Episode),
  }),
  'paths.list': query({
    in: z.object({
      episode: z.string().nullable().default(null),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1_000).default(500),
    }),
    out: z.array(Path),
  }),
  /** Stamps the first view: what never was in view is new, and deciding it is not measured. */
  'episodes.viewed': command({ in: z.object({ id: z.string() }), out: Nothing, changes: [] }),
  'episodes.decide': command({
    in: z.object({
      id: z.string(),
      verdict: Verdict,
      action: Action.default('none'),
      why: z.string().trim().min(1).max(4_000),
      /** Views that were opened while it was looked at, and for how long it was in view: stand in the custody log. */
      views: z.array(z.string().max(60)).max(40).optional(),
      seconds: z.number().min(0).max(1e9).optional(),
    }),
    out: Episode,
    changes: ['episodes', 'custody', 'case'],
  }),
  /** The state of the queue, and what decisions took. */
  'episodes.work': query({ in: Nothing, out: Work.extend({ rules: z.array(RuleValue) }) }),
  /** Takes the newest decision on an episode back; the custody log keeps both acts. */
  'episodes.undecide': command({
    in: z.object({ id: z.string() }),
    out: Episode,
    changes: ['episodes', 'custody', 'case'],
  }),
  /** Episodes that hold any of these events as a denial, or link to one of them; the most urgent first. */
  'episodes.ofEvents': query({
    in: z.object({ ids: z.array(z.string()).min(1).max(MOST_AT_ONCE) }),
    out: z.array(
      z.object({ id: z.string(), name: z.string(), verdict: Verdict, decided: Verdict.nullable(), events: z.number() }),
    ),
  }),
  /** One decision on several episodes, all or none; a custody line each. */
  'episodes.decideMany': command({
    in: z.object({
      ids: z.array(z.string()).min(1).max(MOST_AT_ONCE),
      verdict: Verdict,
      action: Action.default('none'),
      why: z.string().trim().min(1).max(4_000),
      /** For how long each of those was in view that were. */
      seconds: z.record(z.string().max(100), z.number().min(0).max(1e9)).optional(),
    }),
    out: z.object({ ids: z.array(z.string()) }),
    changes: ['episodes', 'custody', 'case'],
  }),
  /** Takes the newest decision back on each of these, all or none. */
  'episodes.undecideMany': command({
    in: z.object({ ids: z.array(z.string()).min(1).max(MOST_AT_ONCE) }),
    out: Nothing,
    changes: ['episodes', 'custody', 'case'],
  }),
  /** Confirms or rejects a link, with a reason that survives a new analysis; null takes the word back. */
  'links.review': command({
    in: z.object({
      episode: z.string(),
      event: z.string(),
      review: z.enum(['confirmed', 'rejected']).nullable(),
      why: z.string().max(4_000).default(''),
      /** The reason that this word on this link was last given stands again, in place of `why`: how an undo puts it back. */
      again: z.boolean().optional(),
    }),
    out: Episode,
    changes: ['episodes', 'custody'],
  }),
  'analysis.run': job({
    in: z.object({ force: z.boolean().default(false) }),
    progress: Progress,
    out: z.object({
      episodes: z.number(),
      ran: z.boolean(),
      seconds: z.number(),
      stages: z.array(z.object({ stage: z.string(), seconds: z.number() })),
      /** Against the run before; null where nothing ran, or nothing had run before. */
      changes: FindingChanges.nullable(),
    }),
    changes: ['case', 'identities', 'episodes', 'events', 'custody'],
  }),
};
