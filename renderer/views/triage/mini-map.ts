/** Layout of the card's small map: places of the episode and of what is linked, in a crop of the world. Pure. */

import { distanceKm } from '../../../shared/base/distance';
import { visible } from '../../../shared/base/text';
import type { Event } from '../../../shared/model/event';
import { journey, loggedRadius, type Placed } from '../../../shared/model/travel';
import { markOf } from '../../state/words';
import type { Curve } from '../../ui/map-base/geometry';

export interface MiniPlace {
  key: string;
  name: string;
  lat: number;
  lon: number;
  denied: number;
  success: number;
  /** Time of the first event here, ms. */
  first: number;
  /** A denial of the episode or a linked access happened here. */
  isKey: boolean;
  /** The record that puts it on the map: such a one, else the first here. */
  event: string;
}

/** Places by city (else by whole degrees); the ones that matter first, at most `limit`. */
export function miniPlaces(around: readonly Event[], key: ReadonlySet<string>, limit = 6): MiniPlace[] {
  const places = new Map<string, MiniPlace>();
  for (const event of around) {
    const { geo } = event;
    if (!geo || geo.lat === null || geo.lon === null) continue;
    const name = visible(geo.city ?? geo.region ?? geo.country ?? '');
    const at = `${name} ${Math.round(geo.lat)} ${Math.round(geo.lon)}`;
    const mark = markOf(event);
    const place = places.get(at) ?? {
      key: at,
      name,
      lat: geo.lat,
      lon: geo.lon,
      denied: 0,
      success: 0,
      first: Number.POSITIVE_INFINITY,
      isKey: false,
      event: event.id,
    };
    if (!place.isKey && key.has(event.id)) place.event = event.id;
    if (mark === 'denied') place.denied += 1;
    else if (mark === 'success') place.success += 1;
    place.first = Math.min(place.first, Date.parse(event.time));
    place.isKey ||= key.has(event.id);
    places.set(at, place);
  }
  return [...places.values()]
    .sort((a, b) => Number(b.isKey) - Number(a.isKey) || b.denied + b.success - a.denied - a.success)
    .slice(0, limit);
}

const TARGET = 24; // pixels: no finger or pointer tells two apart that lie closer (WCAG 2.5.8)

/** Places that can be pressed: of two that lie on each other the first, which matters more. */
export function apart<T extends { x: number; y: number }>(places: readonly T[]): T[] {
  const out: T[] = [];
  for (const one of places)
    if (!out.some((other) => Math.hypot(other.x - one.x, other.y - one.y) < TARGET)) out.push(one);
  return out;
}

export type Corner = 'right bottom' | 'left bottom' | 'right top' | 'left top';

/** Left and top of a square in a corner. */
export const cornerSpot = (corner: Corner, { width, height }: { width: number; height: number }): [number, number] => [
  corner.startsWith('right') ? width - TARGET : 0,
  corner.endsWith('bottom') ? height - TARGET : 0,
];

/** The corner for a button, where no place that can be pressed lies; right at the bottom where all are taken. */
export function freeCorner(
  points: readonly { x: number; y: number }[],
  size: { width: number; height: number },
): Corner {
  const corners: Corner[] = ['right bottom', 'left bottom', 'right top', 'left top'];
  const isFree = (corner: Corner): boolean => {
    const [left, top] = cornerSpot(corner, size);
    const middle = TARGET / 2;
    return points.every(({ x, y }) => Math.abs(x - left - middle) >= TARGET || Math.abs(y - top - middle) >= TARGET);
  };
  return corners.find(isFree) ?? corners[0]!;
}

export interface Crop {
  /** Projects degrees to pixels (Mercator). */
  x(lon: number): number;
  y(lat: number): number;
  west: number;
  east: number;
  south: number;
  north: number;
}

const mercator = (lat: number): number => {
  const rad = (Math.max(-84, Math.min(84, lat)) * Math.PI) / 180;
  return (Math.log(Math.tan(Math.PI / 4 + rad / 2)) * 180) / Math.PI;
};
const unmercator = (y: number): number =>
  ((2 * Math.atan(Math.exp((y * Math.PI) / 180)) - Math.PI / 2) * 180) / Math.PI;

/** A crop that shows all places with air around them; never closer than a large country, so that one knows where one is. */
export function crop(places: readonly Pick<MiniPlace, 'lat' | 'lon'>[], width: number, height: number): Crop {
  const lons = places.map(({ lon }) => lon);
  const ys = places.map(({ lat }) => mercator(lat));
  const middleX = (Math.min(...lons) + Math.max(...lons)) / 2;
  const middleY = (Math.min(...ys) + Math.max(...ys)) / 2;
  const ratio = height / Math.max(width, 1);
  const wide = Math.max(
    (Math.max(...lons) - Math.min(...lons)) * 1.5,
    ((Math.max(...ys) - Math.min(...ys)) * 1.9) / ratio,
    24,
  );
  const degrees = Math.min(wide, 360);
  const scale = width / degrees;
  const west = middleX - degrees / 2;
  const top = middleY + height / scale / 2;
  return {
    x: (lon) => (lon - west) * scale,
    y: (lat) => (top - mercator(lat)) * scale,
    west,
    east: west + degrees,
    north: unmercator(top),
    south: unmercator(top - height / scale),
  };
}

export interface Leg {
  from: MiniPlace;
  to: MiniPlace;
  km: number;
  kmh: number | null;
  impossible: boolean;
  /** The denial with which it arrived. */
  event: string;
}

/** Below this the positions themselves are too coarse to speak of travel. */
const LEAST_KM = 150;

/** As the analysis takes it: a log that names no accuracy means a town, or a country. */
const placed = ({ geo }: Event): Placed => ({
  lat: geo!.lat!,
  lon: geo!.lon!,
  radius: geo!.radiusKm ?? loggedRadius(geo!.city ?? null, null),
});

/** From the last place before the episode to the place of its first denial, where that is a journey. */
export function arrival(around: readonly Event[], places: readonly MiniPlace[], start: number): Leg | null {
  const placeOf = (event: Event): MiniPlace | undefined =>
    places.find(
      ({ lat, lon }) =>
        event.geo?.lat != null &&
        event.geo.lon != null &&
        distanceKm({ lat, lon }, { lat: event.geo.lat, lon: event.geo.lon }) < 80,
    );
  const located = around
    .filter(({ geo }) => geo?.lat != null && geo.lon != null)
    .map((event) => ({ event, time: Date.parse(event.time) }))
    .sort((a, b) => a.time - b.time);
  const first = located.find(({ event, time }) => time >= start && markOf(event) === 'denied');
  const before = located.filter(({ event, time }) => time < start && markOf(event) === 'success').at(-1);
  if (!first || !before) return null;
  const to = placeOf(first.event);
  const from = placeOf(before.event);
  if (!to || !from || to === from) return null;
  const way = journey(placed(before.event), placed(first.event), first.time - before.time);
  if (way.km < LEAST_KM) return null;
  const kmh = way.kmh === null ? null : Math.round(way.kmh);
  return { from, to, km: Math.round(way.km), kmh, impossible: way.impossible, event: first.event.id };
}

/** A bow from place to place, lifted by its length. */
export function bow(from: { x: number; y: number }, to: { x: number; y: number }): Curve {
  const lift = Math.min(40, Math.hypot(to.x - from.x, to.y - from.y) / 3);
  return {
    x1: from.x,
    y1: from.y - 5,
    cx: (from.x + to.x) / 2,
    cy: Math.max(4, Math.min(from.y, to.y) - lift),
    x2: to.x,
    y2: to.y - 5,
  };
}
