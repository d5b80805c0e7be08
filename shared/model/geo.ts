/** Where an address or a person was, and who says so. */
import { z } from 'zod';

export const Geo = z.object({
  country: z.string().nullable(), // ISO 3166-1 alpha-2
  region: z.string().nullable(),
  city: z.string().nullable(),
  lat: z.number().nullable(), // degrees, WGS 84; never 0,0 as a placeholder
  lon: z.number().nullable(),
  from: z.enum(['log', 'database', 'analyst']),
  radiusKm: z.number().nullable().optional(), // accuracy: the true place lies within, as far as the source says
});
export type Geo = z.infer<typeof Geo>;

const EARTH_KM = 6371.0088; // IUGG mean radius

/** Great-circle distance in kilometres (haversine, sphere of the mean radius; error < 0.6 %). */
export function distanceKm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
