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
