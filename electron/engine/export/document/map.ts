/** Where the events were, on a map cut to where they are: coasts of Natural Earth, degrees as lengths (plate carrée). */
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/land-110m.json';
import type { Figure, Shape } from '../../../../shared/model/report';
import { clean, figure } from './blocks';
import { glyph, text, WIDTH } from './figures';

export interface Spot {
  name: string;
  lat: number; // degrees, WGS 84
  lon: number;
  denied: number;
  success: number;
}
/** From one spot to another, in the order of time. */
export interface Journey {
  from: Spot;
  to: Spot;
}

type Point = [number, number];
interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

const NAMED = 8;
const RATIO = 2; // widest against tall
/** Of an episode: two or three places need no half page. */
const FLAT = 3;

let held: Point[][] | null = null;
/**
 * Outlines of the land, in degrees; holes (lakes, inland seas) are left out at this scale. One that crosses the meridian of 180
 * degrees goes on beyond it and is there a second time one turn away, so that a cut to any box finds both its ends.
 */
function coasts(): Point[][] {
  if (held) return held;
  const topology = atlas as unknown as Topology<{ land: GeometryCollection }>;
  const land = feature(topology, topology.objects.land);
  const rings = land.features.flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return [geometry.coordinates[0] as Point[]];
    if (geometry.type === 'MultiPolygon') return geometry.coordinates.map((one) => one[0] as Point[]);
    return [];
  });
  held = rings.flatMap((ring) => {
    const on = goneOn(ring);
    const lons = on.map(([lon]) => lon);
    const turns = [0, ...(Math.max(...lons) > 180 ? [-360] : []), ...(Math.min(...lons) < -180 ? [360] : [])];
    return turns.map((turn) => on.map(([lon, lat]): Point => [lon + turn, lat]));
  });
  return held;
}

/** A ring without jumps from one edge of the map to the other; one round a pole is closed over the pole. */
export function goneOn(ring: readonly Point[]): Point[] {
  let turn = 0;
  const out: Point[] = ring.map(([lon, lat], i) => {
    const before = ring[i - 1]?.[0] ?? lon;
    if (lon - before > 180) turn -= 360;
    if (lon - before < -180) turn += 360;
    return [lon + turn, lat];
  });
  const [first, last] = [out[0]!, out.at(-1)!];
  if (Math.abs(last[0] - first[0]) < 180) return out;
  const pole = first[1] < 0 ? -90 : 90;
  return [...out, [last[0], pole], [first[0], pole]];
}

/** The part of the world that the spots lie in, with air around it; never smaller than a country. */
function boxOf(spots: readonly Spot[], ratio: number): Box {
  const lons = spots.map(({ lon }) => lon);
  const lats = spots.map(({ lat }) => lat);
  const middle = { lon: (Math.min(...lons) + Math.max(...lons)) / 2, lat: (Math.min(...lats) + Math.max(...lats)) / 2 };
  let tall = Math.max(12, (Math.max(...lats) - Math.min(...lats)) * 1.4);
  const wide = Math.min(360, Math.max(tall * ratio, (Math.max(...lons) - Math.min(...lons)) * 1.3));
  tall = Math.min(180, Math.max(tall, wide / (ratio * 1.5)));
  const lon = Math.min(180 - wide / 2, Math.max(-180 + wide / 2, middle.lon));
  const lat = Math.min(90 - tall / 2, Math.max(-90 + tall / 2, middle.lat));
  return { west: lon - wide / 2, east: lon + wide / 2, south: lat - tall / 2, north: lat + tall / 2 };
}

/** A polygon cut to one side of a line (Sutherland and Hodgman). */
function cut(points: readonly Point[], axis: 0 | 1, at: number, keepsAbove: boolean): Point[] {
  const isIn = (point: Point): boolean => (keepsAbove ? point[axis] >= at : point[axis] <= at);
  return points.flatMap((point, i) => {
    const before = points[(i + points.length - 1) % points.length]!;
    const out: Point[] = [];
    if (isIn(point) !== isIn(before)) {
      const share = (at - before[axis]) / (point[axis] - before[axis]);
      const other = before[1 - axis]! + share * (point[1 - axis]! - before[1 - axis]!);
      out.push(axis === 0 ? [at, other] : [other, at]);
    }
    if (isIn(point)) out.push(point);
    return out;
  });
}

const within = (points: readonly Point[], box: Box): Point[] =>
  cut(cut(cut(cut(points, 0, box.west, true), 0, box.east, false), 1, box.south, true), 1, box.north, false);

/** A leg as one line, or as two where the short way crosses the meridian of 180 degrees. */
function overDateLine(from: Spot, to: Spot): [Point, Point][] {
  const a: Point = [from.lon, from.lat];
  const b: Point = [to.lon, to.lat];
  if (Math.abs(from.lon - to.lon) <= 180) return [[a, b]];
  const edge = from.lon > 0 ? 180 : -180;
  const far = to.lon + 2 * edge;
  const lat = from.lat + ((to.lat - from.lat) * (edge - from.lon)) / (far - from.lon);
  return [
    [a, [edge, lat]],
    [[-edge, lat], b],
  ];
}

interface Mark {
  name: string;
  at: Point;
  reach: number; // from its middle to its edge
}
interface Label {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LETTER = 6.8; // units of width of a letter, a little more than they have on average
const TALL = 9;

const overlap = (a: Label, b: Label): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Whether a line runs through a label, looked at in steps of half its height. */
function runsThrough([[ax, ay], [bx, by]]: readonly [Point, Point], label: Label): boolean {
  const steps = Math.ceil(Math.hypot(bx - ax, by - ay) / (TALL / 2)) || 1;
  for (let i = 0; i <= steps; i++) {
    const x = ax + ((bx - ax) * i) / steps;
    const y = ay + ((by - ay) * i) / steps;
    if (x > label.left && x < label.right && y > label.top && y < label.bottom) return true;
  }
  return false;
}

/**
 * Names of the first spots, each at the side where it lies on no other name and no mark, and if it can on no line; one that has no
 * such side is left to the table.
 */
function namesOf(marks: readonly Mark[], lines: readonly (readonly [Point, Point])[], height: number): Shape[] {
  const taken: Label[] = marks.map(({ at: [x, y], reach }) => ({
    left: x - reach,
    right: x + reach,
    top: y - reach,
    bottom: y + reach,
  }));
  return marks.slice(0, NAMED).flatMap(({ name: whole, at: [x, y], reach }): Shape[] => {
    const name = clean(whole, 28);
    const wide = name.length * LETTER;
    const sides = [
      { at: [x + reach + 3, y + 4], anchor: 'start', left: x + reach + 2 },
      { at: [x - reach - 3, y + 4], anchor: 'end', left: x - reach - 3 - wide },
      { at: [x, y - reach - 3], anchor: 'middle', left: x - wide / 2 },
      { at: [x, y + reach + TALL + 2], anchor: 'middle', left: x - wide / 2 },
    ] as const;
    const free = sides.flatMap((side) => {
      const foot = side.at[1] + 2;
      const label = { left: side.left, right: side.left + wide, top: foot - TALL - 2, bottom: foot };
      const isInside = label.left >= 0 && label.right <= WIDTH && label.top >= 0 && label.bottom <= height;
      return isInside && !taken.some((other) => overlap(label, other)) ? [{ side, label }] : [];
    });
    const best = free.find(({ label }) => !lines.some((line) => runsThrough(line, label))) ?? free[0];
    if (!best) return [];
    taken.push(best.label);
    return [text([...best.side.at], name, best.side.anchor, false)];
  });
}

/** Null where nothing has a place. */
export function mapOf(
  spots: readonly Spot[],
  journeys: readonly Journey[],
  title: string,
  source: string,
): Figure | null {
  if (spots.length === 0) return null;
  const box = boxOf(spots, journeys.length > 0 ? FLAT : RATIO);
  const scale = WIDTH / (box.east - box.west);
  const height = Math.round((box.north - box.south) * scale);
  const at = (lon: number, lat: number): Point => [
    Math.round((lon - box.west) * scale * 10) / 10,
    Math.round((box.north - lat) * scale * 10) / 10,
  ];
  const land = coasts().flatMap((ring): Shape[] => {
    const inside = within(ring, box);
    if (inside.length < 3) return [];
    return [{ shape: 'polygon', points: inside.map(([lon, lat]) => at(lon, lat)), look: 'land' }];
  });
  const frame: Shape = {
    shape: 'polygon',
    points: [[0, 0], [WIDTH, 0], [WIDTH, height], [0, height]], // biome-ignore format: one box
    look: 'area',
  };
  const most = Math.max(1, ...spots.map(({ denied, success }) => denied + success));
  const size = ({ denied, success }: Spot): number => 3 + 3 * Math.sqrt((denied + success) / most);
  const marks = [...spots].reverse().flatMap((spot): Shape[] => {
    const [x, y] = at(spot.lon, spot.lat);
    return [
      ...(spot.success > 0 ? glyph('success', x, y, size(spot)) : []),
      ...(spot.denied > 0 ? glyph('denied', x, y, size(spot) + (spot.success > 0 ? 2.5 : 0)) : []),
    ];
  });
  const lines = journeys.flatMap(({ from, to }) =>
    overDateLine(from, to).map(([a, b]) => [at(...a), at(...b)] as const),
  );
  const names = namesOf(
    spots.map((spot) => ({ name: spot.name, at: at(spot.lon, spot.lat), reach: size(spot) + 3.5 })),
    lines,
    height,
  );
  const legs = lines.map((points): Shape => ({ shape: 'line', points: [...points], look: 'axis', dashed: true }));
  return figure({
    title,
    alt: `Map of ${spots.length} places; the table below says the same`,
    source,
    width: WIDTH,
    height,
    shapes: [frame, ...land, ...legs, ...marks, ...names],
  });
}
