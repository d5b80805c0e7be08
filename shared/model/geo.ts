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
