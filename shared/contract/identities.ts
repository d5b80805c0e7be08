/** One identity's page: what the logs tell of it, each fact with the records and register rows that it came from. */
import { z } from 'zod';
import { ContextKindId } from '../model/context';
import { Event } from '../model/event';
import { query } from './define';

/** A record (id `e…`) and when. */
export const Sight = z.object({ event: z.string(), time: z.string() });
export type Sight = z.infer<typeof Sight>;

/** One value of a habit, with how often and between which records it was seen. */
export const Seen = z.object({
  value: z.string(),
  /** What more is known of it: the network's class, a device's posture; empty where nothing is. */
  about: z.string(),
  accesses: z.number(), // events marked as an access
  denied: z.number(), // events marked as a denial
  first: Sight,
  last: Sight,
  row: z.string().nullable(), // row of a register that tells of it
  /** Field and value by which the query language finds these events; null where it has no such field. */
  query: z.object({ field: z.string(), value: z.string() }).nullable(),
});
export type Seen = z.infer<typeof Seen>;

/** Most frequent first. `more`: values left out. `untold`: accesses and denials whose record does not say. */
export const SeenList = z.object({ rows: z.array(Seen), more: z.number(), untold: z.number() });
export type SeenList = z.infer<typeof SeenList>;

/** How somebody or something got in, or tried to. */
export const PATHWAYS = [
  'interactive',
  'non_interactive',
  'legacy',
  'device_code',
  'app_only',
  'role_session',
  'untold',
] as const;
export const Pathway = z.enum(PATHWAYS);
export type Pathway = z.infer<typeof Pathway>;

/** Second factors asked within a span: the most in any such span, and when that began. */
export const PromptRate = z.object({ minutes: z.number(), most: z.number(), denied: z.number(), at: Sight });

export const IdentityProfile = z.object({
  /** Accesses and denials that were counted. */
  counted: z.number(),
  /** Clock in which hours and days are told, and why that one; `row`: register row that says so. */
  zone: z.object({ zone: z.string(), because: z.string(), row: z.string().nullable() }),
  pathways: z.array(Seen.extend({ value: Pathway })),
  places: SeenList,
  networks: SeenList,
  addresses: SeenList,
  devices: SeenList,
  apps: SeenList,
  factors: SeenList,
  /** Assurance that sign-ins reached (`AAL2`, `AAL2–3`); empty for machines. */
  aal: SeenList,
  /** Only hours in which there was something; day 0 is Monday. `event` is the newest there. */
  hours: z.array(
    z.object({ day: z.number(), hour: z.number(), accesses: z.number(), denied: z.number(), event: z.string() }),
  ),
  prompts: z.object({
    total: z.number(),
    denied: z.number(),
    rates: z.array(PromptRate),
    /** By day of that clock (YYYY-MM-DD), the newest 400 that have any. `event` is the day's first. */
    days: z.array(z.object({ day: z.string(), approved: z.number(), denied: z.number(), event: z.string() })),
    daysCut: z.number(),
    medianDay: z.number().nullable(), // prompts on the middle one of the days that have any
  }),
  /** Time between one use and the next, milliseconds: how machines are told from people. Null below 5 gaps. */
  cadence: z.object({ n: z.number(), median: z.number(), lower: z.number(), upper: z.number() }).nullable(),
  /** Changes and requests that it made or that were made to it, newest first (at most 100). */
  recent: z.array(Event),
  recentCut: z.number(),
  /** Where the facts of the identity itself come from: records and rows, null where none tells alone. */
  grounds: z.object({
    kind: z.string().nullable(),
    owner: z.string().nullable(),
    /** By field of `about`: the row that says so. */
    about: z.record(z.string(), z.string()),
    /** In the order of `spellings`: a record that uses it. */
    spellings: z.array(z.string().nullable()),
    /** In the order of `joins`: a record (or row) for each source that carries the key. */
    joins: z.array(z.array(z.object({ source: z.string(), ref: z.string() }))),
  }),
});
export type IdentityProfile = z.infer<typeof IdentityProfile>;

/** A name that a register uses and no log has: kept, and tried again when more logs come. */
export const UnknownName = z.object({
  name: z.string(),
  /** `nobody`: no log has it; `several`: several identities go by it, so that it names none. */
  why: z.enum(['nobody', 'several']),
  kind: ContextKindId,
  file: z.string(),
  rows: z.number(), // of that file, under that name
  row: z.string(), // the first of them
});
export type UnknownName = z.infer<typeof UnknownName>;

export const identities = {
  /** In order of name. `named`: distinct names of identities in all registers. */
  'identities.unknown': query({
    in: z.object({
      search: z.string().max(2_000).default(''),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    out: z.object({ rows: z.array(UnknownName), total: z.number(), unknown: z.number(), named: z.number() }),
  }),
  'identities.profile': query({ in: z.object({ id: z.string() }), out: IdentityProfile }),
};
