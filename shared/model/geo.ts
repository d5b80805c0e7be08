/** Where an address or a person was, and who says so. */
import { z } from 'zod';

export { distanceKm } from '../base/distance';

export const Geo = z.object({
  country: z.string().nullable(), // ISO 3166-1 alpha-2
  region: z.string().nullable(),
  city: z.string().nullable(),
  lat: z.number().nullable(), // degrees, WGS 84; never 0,0 as a placeholder
  lon: z.number().nullable(),
  from: z.enum(['log', 'database', 'analyst']), // who names the place
  /** Whose coordinates they are, where not the namer's: a log that names a town without them is drawn by the gazetteer. */
  coordinatesFrom: z.literal('gazetteer').optional(),
  disputed: z.literal(true).optional(), // bundled databases name different countries: shown, and no evidence of anything
  radiusKm: z.number().nullable().optional(), // accuracy: the true place lies within, as far as the source says
});
export type Geo = z.infer<typeof Geo>;

/** What one database says of an address by itself; null where it does not say. */
export const PlaceAnswer = z.object({
  from: z.enum(['database', 'analyst']), // bundled, or a file of the person's
  database: z.string(), // name with version, or file with the type that it claims
  built: z.string().nullable(), // day of its data, where known
  country: z.string().nullable(),
  region: z.string().nullable(),
  city: z.string().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  radiusKm: z.number().nullable(),
  asn: z.number().nullable(),
  asOrg: z.string().nullable(),
  network: z.string().nullable(), // vpn, proxy, tor, hosting … where the database marks addresses
});
export type PlaceAnswer = z.infer<typeof PlaceAnswer>;

/** The log and the databases, or the databases among themselves, say different things of one address. */
export const PlaceDisagreement = z.object({
  ip: z.string(),
  about: z.enum(['country', 'place', 'network']),
  log: z.string().nullable(), // as the log tells it; null where only databases differ
  databases: z.array(
    z.object({ database: z.string(), from: z.enum(['database', 'analyst']), says: z.string().nullable() }),
  ),
  likely: z.string(), // the likely reason, one sentence
  because: z.enum([
    'reserved_range',
    'several_places',
    'anonymised_source',
    'anonymiser',
    'mobile_gateway',
    'databases_differ',
    'provider_range',
    'stale_database',
    'registration',
  ]),
  sources: z.array(z.string()),
  events: z.number(),
  identities: z.number(),
  first: z.string(), // id of the first event
  time: z.string(), // of the first event
});
export type PlaceDisagreement = z.infer<typeof PlaceDisagreement>;

/** Where log and databases differ on an address, the most events first. */
export interface CaseDisagreements {
  rows: PlaceDisagreement[];
  /** Pairs of logged place and address that were compared. */
  compared: number;
  databases: string[];
}

/** All that is known of an event's address, side by side. */
export const AddressView = z.object({
  ip: z.string(),
  /** public, private, loopback, link_local, cgnat, reserved, service_name, invalid; only public ones are looked up. */
  scope: z.string(),
  answers: z.array(PlaceAnswer),
  /** Kind of network; `row`: the register row that says so. */
  network: z.object({ kind: z.string(), because: z.string(), row: z.string().optional() }).nullable(),
  /** Identities that succeeded from it: many make it a shared egress. */
  identities: z.number(),
  disagreements: z.array(
    PlaceDisagreement.pick({ about: true, log: true, databases: true, likely: true, because: true }),
  ),
});
export type AddressView = z.infer<typeof AddressView>;

/** Where events were, the most denials and accesses first; degrees WGS 84. */
export interface CasePlace {
  country: string | null;
  city: string | null;
  lat: number;
  lon: number;
  from: 'log' | 'database';
  radiusKm: number | null;
  success: number;
  denied: number;
  identities: number;
}
export interface CasePlaces {
  places: CasePlace[];
  /** Events that nobody can place. */
  unlocated: number;
}
