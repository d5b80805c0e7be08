/** Land and borders of the bundled world (Natural Earth 1:50m), loaded once and only where a map is shown. */
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { unwrapPolygon } from './unwrap';

export type World = FeatureCollection<Polygon | MultiPolygon, { name: string }>;

let held: Promise<World> | null = null;

export function loadWorld(): Promise<World> {
  held ??= import('world-atlas/countries-50m.json').then((module) => {
    const topology = module.default as unknown as Topology<{
      countries: GeometryCollection<{ name: string }>;
    }>;
    const world = feature(topology, topology.objects.countries) as World;
    const features = world.features.map((country) => {
      const { geometry } = country;
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
      return { ...country, geometry: { type: 'MultiPolygon' as const, coordinates: polygons.flatMap(unwrapPolygon) } };
    });
    return { ...world, features };
  });
  return held;
}
