/**
 * Land and borders of the bundled world (Natural Earth), loaded once and only where a map is shown: 1:50m for the world,
 * 1:10m where one looks closely.
 */
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { unwrapPolygon } from './unwrap';

export type World = FeatureCollection<Polygon | MultiPolygon, { name: string }>;

const held = new Map<'world' | 'close', Promise<World>>();

export function loadWorld(scale: 'world' | 'close' = 'world'): Promise<World> {
  const known = held.get(scale);
  if (known) return known;
  const loading = (
    scale === 'world' ? import('world-atlas/countries-50m.json') : import('world-atlas/countries-10m.json')
  ).then((module) => unwrapped(module.default));
  held.set(scale, loading);
  return loading;
}

function unwrapped(json: unknown): World {
  const topology = json as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const world = feature(topology, topology.objects.countries) as World;
  const features = world.features.map((country) => {
    const { geometry } = country;
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return { ...country, geometry: { type: 'MultiPolygon' as const, coordinates: polygons.flatMap(unwrapPolygon) } };
  });
  return { ...world, features };
}

export interface CountryName {
  name: string;
  /** Where the name stands: the middle of the country's largest piece of land, degrees. */
  lat: number;
  lon: number;
  /** How wide that piece is, degrees of longitude. */
  width: number;
}

/** Names of countries with where they stand, the largest first. */
export function countryNames(world: World): CountryName[] {
  const found = world.features.flatMap(({ properties, geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    let best: { area: number; lat: number; lon: number; width: number } | null = null;
    for (const [outer] of polygons) {
      const piece = outer && middle(outer);
      if (piece && (best === null || piece.area > best.area)) best = piece;
    }
    return best && Math.abs(best.lon) <= 180 ? [{ name: properties.name, ...best }] : [];
  });
  return found
    .sort((a, b) => b.area - a.area || (a.name < b.name ? -1 : 1))
    .map(({ name, lat, lon, width }) => ({ name, lat, lon, width }));
}

/** Centre of mass of a ring, with its area in square degrees. */
function middle(ring: number[][]): { area: number; lat: number; lon: number; width: number } | null {
  let area = 0;
  let lon = 0;
  let lat = 0;
  let west = 360;
  let east = -360;
  for (let i = 1; i < ring.length; i++) {
    const [x1 = 0, y1 = 0] = ring[i - 1]!;
    const [x2 = 0, y2 = 0] = ring[i]!;
    const cross = x1 * y2 - x2 * y1;
    area += cross;
    lon += (x1 + x2) * cross;
    lat += (y1 + y2) * cross;
    west = Math.min(west, x1);
    east = Math.max(east, x1);
  }
  return area === 0
    ? null
    : { area: Math.abs(area / 2), lon: lon / (3 * area), lat: lat / (3 * area), width: east - west };
}

/** Corners of a country's land: west, south, east, north. */
export function boxOf(country: World['features'][number]): [number, number, number, number] {
  const box: [number, number, number, number] = [360, 90, -360, -90];
  const { geometry } = country;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const [outer] of polygons)
    for (const [lon = 0, lat = 0] of outer ?? []) {
      if (lon < box[0]) box[0] = lon;
      if (lat < box[1]) box[1] = lat;
      if (lon > box[2]) box[2] = lon;
      if (lat > box[3]) box[3] = lat;
    }
  return box;
}
