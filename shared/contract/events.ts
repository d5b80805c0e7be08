import { z } from 'zod';
import { EpisodeFact } from '../model/episode';
import { Event } from '../model/event';
import { AddressView } from '../model/geo';
import { Identity } from '../model/identity';
import { IdentityKind } from '../model/words';
import { Cursor, command, MOST_AT_ONCE, query, Range } from './define';

/** What a view narrows by; the same filter drives every view. `query` is free text and `field:value`. */
export const Filter = z.object({
  query: z.string().max(2_000).default(''),
  range: Range.nullable().default(null),
  identities: z.array(z.string()).max(1_000).nullable().default(null),
  episode: z.string().nullable().default(null), // the episode's denials and what its paths touch
});
export type Filter = z.input<typeof Filter>;

/** A bar of the histogram; `denied` counts attempts' final denials, `success` accesses. */
export const Bar = z.object({ from: z.number(), denied: z.number(), success: z.number(), other: z.number() });
export type Bar = z.infer<typeof Bar>;

export const FACETS = [
  'source',
  'class',
  'outcome',
  'factor',
  'app',
  'country',
  'ip',
  'identity',
  'kind',
  'action',
  'os',
  'file',
] as const;
export const FacetField = z.enum(FACETS);

/** One mark in a lane, as columns: the page draws from arrays. */
export const LaneMarks = z.object({
  ids: z.array(z.string()),
  times: z.array(z.number()),
  marks: z.array(z.enum(['denied', 'success', 'change', 'request', 'other'])),
});
export const Lane = z.object({
  identity: z.object({ id: z.string(), name: z.string(), kind: IdentityKind }),
  part: z.string().nullable(), // source, device, address or app of a sub-lane; null for the identity's own lane
  events: z.number(),
  denials: z.number(),
  /** Single events where few enough, else null and `density` tells the counts per bucket. */
  single: LaneMarks.nullable(),
  density: z
    .object({ denied: z.array(z.number()), success: z.array(z.number()), other: z.array(z.number()) })
    .nullable(),
});
export type Lane = z.infer<typeof Lane>;

/** What a register says of a span of time; `row` is the id of its row. */
export const TrackBand = z.object({
  kind: z.enum(['window', 'travel', 'rollout', 'request']),
  from: z.number(), // milliseconds UTC
  to: z.number(), // excluded
  text: z.string(),
  row: z.string(),
  /** The request has ended: what comes now comes late. */
  over: z.boolean().optional(),
});
export type TrackBand = z.infer<typeof TrackBand>;

/** Spans beside an identity's marks. Sessions and levels only where they were asked for. */
export const Track = z.object({
  identity: z.string(),
  bands: z.array(TrackBand),
  sessions: z
    .array(z.object({ event: z.string(), from: z.number(), to: z.number(), events: z.number(), denied: z.number() }))
    .nullable(),
  /** NIST SP 800-63B-4 levels that accesses reached, lowest and highest reading; unknown ones are left out. */
  assurance: z.array(z.object({ event: z.string(), time: z.number(), low: z.number(), high: z.number() })).nullable(),
  /** More events than are looked through: the spans are of the earliest ones. */
  cut: z.boolean(),
});
export type Track = z.infer<typeof Track>;

export const PlaceRow = z.object({
  key: z.string(),
  country: z.string().nullable(),
  city: z.string().nullable(),
  lat: z.number(),
  lon: z.number(),
  from: z.enum(['log', 'database', 'analyst']),
  radiusKm: z.number().nullable(),
  success: z.number(),
  denied: z.number(),
  other: z.number(),
  identities: z.number(),
  ips: z.array(z.string()), // the most frequent few
  /** Kinds of network that its addresses belong to, as far as registers, logs or databases tell; most events first. */
  networks: z.array(z.object({ kind: z.string(), because: z.string(), events: z.number() })).optional(),
  /** The address that most identities succeeded from, where several did: an egress that they share. */
  shared: z.object({ ip: z.string(), identities: z.number() }).nullable().optional(),
});
export type PlaceRow = z.infer<typeof PlaceRow>;

const JourneyEnd = z.object({
  event: z.string(),
  time: z.number(),
  lat: z.number(),
  lon: z.number(),
  name: z.string(),
  network: z.string().nullable().optional(), // kind of network, where something tells
});

export const Journey = z.object({
  identity: z.object({ id: z.string(), name: z.string() }),
  legs: z.array(
    z.object({
      from: JourneyEnd,
      to: JourneyEnd,
      km: z.number(),
      speedKmh: z.number().nullable(), // great circle minus both radii, over the time between; null where time is 0
      impossible: z.boolean(),
      denied: z.boolean(), // the arrival was a denial
    }),
  ),
});
export type Journey = z.infer<typeof Journey>;

export const events = {
  /** Keyset page in time order, ties by id. */
  'events.page': query({
    in: z.object({
      filter: Filter,
      after: Cursor.default(null),
      limit: z.number().int().min(1).max(1_000).default(200),
      order: z.enum(['asc', 'desc']).default('asc'),
    }),
    out: z.object({ rows: z.array(Event), next: Cursor }),
  }),
  /** A page of runs of repeats; a run is not followed over the end of a page (of 1,000 events). */
  'events.folded': query({
    in: z.object({ filter: Filter, after: Cursor.default(null), order: z.enum(['asc', 'desc']).default('asc') }),
    out: z.object({
      rows: z.array(z.object({ event: Event, n: z.number(), until: z.string() })), // `until`: time of the run's other end
      events: z.number(), // in this page
      next: Cursor,
    }),
  }),
  /** Ids of the events that a filter leaves, in order of time: what is marked for one act on all of them. */
  'events.ids': query({
    in: z.object({ filter: Filter, limit: z.number().int().min(1).max(MOST_AT_ONCE) }),
    out: z.object({ ids: z.array(z.string()) }),
  }),
  'events.count': query({ in: z.object({ filter: Filter }), out: z.object({ events: z.number() }) }),
  /** Rows from a position, for a virtual table that jumps: `offset` counts in the order asked. */
  'events.window': query({
    in: z.object({
      filter: Filter,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
      order: z.enum(['asc', 'desc']).default('asc'),
    }),
    out: z.object({ rows: z.array(Event) }),
  }),
  'events.get': query({
    in: z.object({ id: z.string() }),
    out: Event.extend({
      detail: z.record(z.string(), z.string()).nullable(),
      address: AddressView.nullable().optional(), // what is known of `ip`, side by side; null without one
      places: z.array(z.object({ file: z.string(), offset: z.number(), length: z.number() })),
    }),
  }),
  /**
   * The record's bytes, base 64; `text` is their reading for the screen. Where secrets are masked in it, `masked` is true and
   * the bytes are withheld; `exact` gives them all the same: for output that is evidence, never for a screen.
   */
  'events.raw': query({
    in: z.object({ id: z.string(), exact: z.boolean().default(false) }),
    out: z.object({
      file: z.string(),
      sha256: z.string(),
      offset: z.number(),
      length: z.number(),
      base64: z.string().nullable(),
      text: z.string(),
      masked: z.boolean().optional(),
    }),
  }),
  /** Shows a field of an event unmasked (`session`, `identity.name`, `detail.requestUri`, `raw`); a custody line says who saw it. */
  'events.reveal': command({
    in: z.object({ id: z.string(), field: z.string().min(1).max(300) }),
    out: z.object({ value: z.string() }),
    changes: ['custody', 'case'],
  }),
  'events.histogram': query({
    in: z.object({ filter: Filter, buckets: z.number().int().min(1).max(2_000) }),
    out: z.object({ from: z.number(), to: z.number(), step: z.number(), bars: z.array(Bar) }),
  }),
  'events.facets': query({
    in: z.object({
      filter: Filter,
      fields: z.array(FacetField).min(1),
      limit: z.number().int().min(1).max(200).default(12),
    }),
    out: z.partialRecord(FacetField, z.array(z.object({ value: z.string(), label: z.string(), count: z.number() }))),
  }),
  'events.lanes': query({
    in: z.object({
      filter: Filter,
      range: Range,
      buckets: z.number().int().min(1).max(4_000),
      by: z.enum(['source', 'device', 'ip', 'app']).default('source'),
      open: z.array(z.string()).default([]), // identities whose sub-lanes are wanted
      after: z.number().int().min(0).default(0), // lanes to skip, in order of relevance
      limit: z.number().int().min(1).max(200).default(40),
      /** False: only who, how many and in which order; `single` and `density` are then null. */
      marks: z.boolean().default(true),
    }),
    out: z.object({ lanes: z.array(Lane), total: z.number(), step: z.number(), from: z.number() }),
  }),
  /** Bands, sessions and levels of assurance beside the lanes of these identities. */
  'events.tracks': query({
    in: z.object({
      identities: z.array(z.string()).max(200),
      range: Range,
      /** Those of them whose sessions and levels are wanted. */
      open: z.array(z.string()).max(40).default([]),
    }),
    out: z.array(Track),
  }),
  'events.places': query({
    in: z.object({ filter: Filter, limit: z.number().int().min(1).max(5_000).default(1_000) }),
    out: z.object({ places: z.array(PlaceRow), unlocated: z.number() }),
  }),
  /** Travel in order of time of one identity. */
  'events.journey': query({
    in: z.object({
      identity: z.string(),
      range: Range.nullable().default(null),
      limit: z.number().int().min(1).max(2_000).default(300),
    }),
    out: Journey,
  }),
  /** Words for completion: field names, or values of a field that begin with `prefix`. */
  'events.suggest': query({
    in: z.object({ field: z.string().nullable(), prefix: z.string() }),
    out: z.array(z.object({ value: z.string(), count: z.number().nullable() })),
  }),
  'identities.list': query({
    in: z.object({
      search: z.string().default(''),
      kind: IdentityKind.nullable().default(null),
      orphans: z.boolean().default(false), // only those that nobody answers for
      disputed: z.boolean().optional(), // only those for which registers name several owners
      starred: z.boolean().optional(), // only those with a star
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    /** `orphans`, `disputed`, `starred`, `unowned` (why nobody answers for them): of all identities. */
    out: z.object({
      rows: z.array(Identity),
      total: z.number(),
      orphans: z.number(),
      disputed: z.number(),
      starred: z.number(),
      unowned: z.array(z.object({ why: z.string(), count: z.number() })),
    }),
  }),
  /** Where an identity stands in that list; null where it is not among those asked for. */
  'identities.place': query({
    in: z.object({
      id: z.string(),
      search: z.string().default(''),
      kind: IdentityKind.nullable().default(null),
      orphans: z.boolean().default(false),
      disputed: z.boolean().optional(),
      starred: z.boolean().optional(),
    }),
    out: z.object({ place: z.number().nullable() }), // from 0
  }),
  /** What registers say of an identity: requests, changes, windows, travel, devices; in order of time. */
  'identities.facts': query({ in: z.object({ id: z.string() }), out: z.array(EpisodeFact) }),
  'identities.get': query({ in: z.object({ id: z.string() }), out: Identity }),
};
