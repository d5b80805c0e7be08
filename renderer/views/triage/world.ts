/** Land and borders of the bundled world as rings of degrees, loaded when first drawn. */
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { unwrapPolygon } from '../../ui/map-base/unwrap';
import type { Crop } from './mini-map';

interface Line {
  points: readonly (readonly [number, number])[];
  west: number;
  east: number;
  south: number;
  north: number;
}
export interface World {
  land: Line[];
  borders: Line[];
}

let loading: Promise<World> | null = null;

export function loadWorld(): Promise<World> {
  loading ??= import('world-atlas/countries-110m.json').then((module) => {
    const topology = module.default as unknown as Topology<{ land: GeometryCollection; countries: GeometryCollection }>;
    const land = feature(topology, topology.objects.land);
    const polygons = land.features.flatMap(({ geometry }) =>
      geometry.type === 'MultiPolygon'
        ? geometry.coordinates
        : geometry.type === 'Polygon'
          ? [geometry.coordinates]
          : [],
    );
    // Land across the date line would be drawn as a line across the whole picture.
    const rings = polygons.flatMap((polygon) => unwrapPolygon(polygon).flat());
    const borders = mesh(topology, topology.objects.countries, (a, b) => a !== b);
    return { land: rings.map(line), borders: borders.coordinates.map(line) };
  });
  return loading;
}

function line(coordinates: number[][]): Line {
  const points = coordinates.map(([lon, lat]) => [lon ?? 0, lat ?? 0] as const);
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return {
    points,
    west: Math.min(...lons),
    east: Math.max(...lons),
    south: Math.min(...lats),
    north: Math.max(...lats),
  };
}

/** The lines that touch the crop, in its pixels. */
export const linesIn = (lines: readonly Line[], crop: Crop): [number, number][][] =>
  lines
    .filter(
      ({ west, east, south, north }) =>
        !(east < crop.west || west > crop.east || north < crop.south || south > crop.north),
    )
    .map(({ points }) => points.map(([lon, lat]) => [crop.x(lon), crop.y(lat)]));

/** SVG path of the lines that touch the crop; pixels to one digit. */
export function pathIn(lines: readonly Line[], crop: Crop, close: boolean): string {
  let path = '';
  for (const line of linesIn(lines, crop)) {
    line.forEach(([x, y], i) => {
      path += `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    if (close) path += 'Z';
  }
  return path;
}
