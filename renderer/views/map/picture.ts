/** What the map shows, in pixels: circles with two halves, travel as arcs in time order, labels that never touch. Pure. */
import { visible } from '../../../shared/base/text';
import type { Journey, PlaceRow } from '../../../shared/contract/events';
import type { CountryName, Projection } from '../../ui/map-base';
import {
  arcBetween,
  arrowOf,
  type Box,
  type Curve,
  clusterSpots,
  distanceToCurve,
  nearLongitude,
  placeLabels,
  pointOn,
  radiusOf,
  type Spot,
} from '../../ui/map-base/geometry';
import { badgeOf, kindsOf } from './networks';

export interface Layers {
  success: boolean;
  denied: boolean;
  travel: boolean;
  cities: boolean;
  doubt: boolean;
  countries: boolean;
  networks: boolean;
}

export interface City {
  name: string;
  country: string;
  lat: number;
  lon: number;
  rank: number;
}

type Leg = Journey['legs'][number];

export interface PlaceSpot extends Spot {
  place: PlaceRow;
}

export interface PlaceMark {
  key: string;
  x: number;
  y: number;
  places: PlaceRow[];
  success: number;
  denied: number;
  other: number;
  /** Radii of the upper (access) and the lower half (denied). */
  up: number;
  down: number;
  /** Radius of the uncertainty, 0 where it is not told or smaller than the circle. */
  doubt: number;
  name: string;
  /** Letters of the kinds of network that are told of it; empty where nobody tells. */
  badge: string;
}

export interface LegMark {
  curve: Curve;
  leg: Leg;
  /** Legs of the same way that are drawn as this one. */
  n: number;
  /** The fastest of them. */
  impossible: boolean;
  speed: number | null;
  legs: Leg[];
  /** Radius of the circle that it ends at: the arrow stops before it. */
  gap: number;
}

export interface MapLabel {
  text: string;
  left: number;
  top: number;
  look: LabelLook;
}
export type LabelLook = 'place' | 'city' | 'speed' | 'country';

/** Names for orientation: they give way to everything of the case. */
export interface Gazette {
  countries: readonly CountryName[];
  cities: readonly City[];
  /** Towns for close looks, the largest first; empty until they are loaded. */
  towns: readonly Town[];
}

export interface Town {
  name: string;
  lat: number;
  lon: number;
  /** Thousands. */
  people: number;
}

export interface MapPicture {
  marks: PlaceMark[];
  legs: LegMark[];
  labels: MapLabel[];
}

const LARGEST = 26; // radius of the largest half circle, CSS pixels
export const BADGE = 13; // height of the letters above a circle
const NEAR = 22; // places closer than that are one circle

export const placeName = (place: { city: string | null; country: string | null }): string =>
  place.city ?? (place.country ? countryName(place.country) : 'Place without a name');

const names = new Intl.DisplayNames('en', { type: 'region' });
/** `RO` → `Romania`; a code that is none comes back as it is. */
export function countryName(code: string): string {
  try {
    return names.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

/** Everything drawn for these places and legs. `until` cuts travel at an instant (replay). `measure` gives a text's width. */
export function mapPicture(
  places: readonly PlaceRow[],
  journey: Journey | null,
  layers: Layers,
  projection: Projection,
  gazette: Gazette,
  until: number | null,
  measure: (text: string) => number,
): MapPicture {
  const weight = (place: PlaceRow): number =>
    (layers.success ? place.success : 0) +
    (layers.denied ? place.denied : 0) +
    (layers.success || layers.denied ? 0.01 : 0);
  const spots: PlaceSpot[] = places
    .filter((place) => weight(place) >= 1 || place.other > 0)
    .map((place) => ({ key: place.key, ...projection.point(place.lat, place.lon), weight: weight(place), place }));
  const clusters = clusterSpots(spots, NEAR);
  const sum = (list: PlaceSpot[], pick: (place: PlaceRow) => number): number =>
    list.reduce((total, { place }) => total + pick(place), 0);
  const most = clusters.reduce(
    (max, { members }) =>
      Math.max(
        max,
        sum(members, (p) => p.success),
        sum(members, (p) => p.denied),
      ),
    1,
  );
  const marks = clusters.map(({ key, x, y, members }): PlaceMark => {
    const success = layers.success ? sum(members, (place) => place.success) : 0;
    const denied = layers.denied ? sum(members, (place) => place.denied) : 0;
    const first = members[0]!.place;
    const doubt = layers.doubt && first.radiusKm ? projection.pixels(first.radiusKm, first.lat) : 0;
    const up = radiusOf(success, most, LARGEST);
    const down = radiusOf(denied, most, LARGEST);
    return {
      key,
      x,
      y,
      places: members.map(({ place }) => place),
      success,
      denied,
      other: sum(members, (place) => place.other),
      up,
      down,
      doubt: doubt > Math.max(up, down) + 2 ? doubt : 0,
      badge: layers.networks
        ? badgeOf(
            kindsOf(members.map(({ place }) => place)),
            members.some(({ place }) => place.shared),
          )
        : '',
      name: visible(placeName(first)) + (members.length > 1 ? ` +${members.length - 1}` : ''),
    };
  });
  const legs = layers.travel && journey ? legMarks(journey.legs, projection, marks, until) : [];
  return { marks, legs, labels: labelsOf(marks, legs, projection, gazette, layers, measure) };
}

function legMarks(
  all: readonly Leg[],
  projection: Projection,
  marks: readonly PlaceMark[],
  until: number | null,
): LegMark[] {
  const ways = new Map<string, Leg[]>();
  for (const leg of all) {
    if (until !== null && leg.to.time > until) continue;
    const key = `${leg.from.lat},${leg.from.lon}>${leg.to.lat},${leg.to.lon}`;
    ways.set(key, [...(ways.get(key) ?? []), leg]);
  }
  const out: LegMark[] = [];
  for (const legs of ways.values()) {
    const leg = legs.find((one) => one.impossible) ?? legs.at(-1)!;
    const fastest = legs.reduce<number | null>(
      (max, one) => (one.speedKmh === null ? max : Math.max(max ?? 0, one.speedKmh)),
      null,
    );
    const base = { leg, legs, n: legs.length, impossible: legs.some((one) => one.impossible), speed: fastest };
    const lon = nearLongitude(leg.from.lon, leg.to.lon);
    // Over the date line the way leaves on one side and comes in on the other: drawn twice, once for each side.
    const shifts = lon === leg.to.lon ? [0] : [0, lon > 180 ? -360 : 360];
    for (const shift of shifts) {
      const from = projection.point(leg.from.lat, leg.from.lon + shift);
      const to = projection.point(leg.to.lat, lon + shift);
      if (Math.hypot(to.x - from.x, to.y - from.y) < 14) continue;
      const end = marks.find((mark) => Math.hypot(mark.x - to.x, mark.y - to.y) < NEAR);
      out.push({ ...base, curve: arcBetween(from, to), gap: end ? Math.max(end.up, end.down) + 3 : 5 });
    }
  }
  // Impossible ones last, so that they lie on top.
  return out.sort((a, b) => Number(a.impossible) - Number(b.impossible));
}

function labelsOf(
  marks: readonly PlaceMark[],
  legs: readonly LegMark[],
  projection: Projection,
  gazette: Gazette,
  layers: Layers,
  measure: (text: string) => number,
): MapLabel[] {
  const taken: Box[] = marks.map(({ x, y, up, down, badge }) => {
    const r = Math.max(up, down, 4);
    const above = Math.max(up, 3) + (badge === '' ? 0 : BADGE + 2);
    return { x: x - r, y: y - above, width: 2 * r, height: above + Math.max(down, 3) };
  });
  // What stands over the map itself: the hint in its corner, the legend along its foot.
  const { width, height } = projection.size;
  taken.push({ x: 0, y: 0, width: Math.min(340, width), height: 30 }, { x: 0, y: height - 28, width, height: 28 });
  const speeds = legs
    .filter((leg) => leg.impossible)
    .map((leg) => {
      const arrow = arrowOf(leg.curve, Math.hypot(leg.curve.x2 - leg.curve.x1, leg.curve.y2 - leg.curve.y1) / 2);
      const text = speedText(leg.speed);
      const wide = measure(text) + 2;
      return { text, width: wide, x: arrow.x - wide / 2 - 6, y: arrow.y, away: 6, look: 'speed' as const };
    });
  const places = [...marks]
    .sort((a, b) => b.success + b.denied - (a.success + a.denied))
    .map((mark) => ({
      text: mark.name,
      width: measure(mark.name) + 2,
      x: mark.x,
      y: mark.y,
      away: Math.max(mark.up, mark.down, 4) + 5,
      look: 'place' as const,
    }));
  const shown = new Set(marks.flatMap((mark) => mark.places.map((place) => place.city)));
  const cities = layers.cities
    ? [
        ...gazette.cities.filter(({ rank }) => projection.zoom >= rank + 1.75),
        ...townsInSight(gazette.towns, projection),
      ]
    : [];
  const towns = cities
    .filter((city, i) => !shown.has(city.name) && cities.findIndex(({ name }) => name === city.name) === i)
    .map((city) => ({
      text: city.name,
      width: measure(city.name) + 2,
      ...projection.point(city.lat, city.lon),
      away: 5,
      look: 'city' as const,
    }))
    .filter(({ x, y }) => x > 0 && y > 0 && x < projection.size.width && y < projection.size.height);
  const ways = legs.flatMap(({ curve }) =>
    Array.from({ length: 65 }, (_, i) => {
      const { x, y } = pointOn(curve, i / 64);
      return { x: x - 4, y: y - 4, width: 8, height: 8 };
    }),
  );
  const boxOf = ({ left, top, width }: { left: number; top: number; width: number }): Box => ({
    x: left - 3,
    y: top - 1,
    width: width + 6,
    height: 16,
  });
  const told = placeLabels(speeds, taken, projection.size);
  // A place's name stands beside the ways where it can; it is rather crossed by one than left out.
  const named = placeLabels(places, [...taken, ...told.map(boxOf)], projection.size, ways);
  const first = [...told, ...named];
  // Cities are for orientation only: they give way to everything, also to the ways.
  const behind = [...taken, ...first.map(boxOf), ...ways];
  const lands = layers.countries
    ? gazette.countries.flatMap((country) => {
        const at = projection.point(country.lat, country.lon);
        const { x: left } = projection.point(country.lat, country.lon - country.width / 2);
        const { x: right } = projection.point(country.lat, country.lon + country.width / 2);
        const width = measure(country.name) + 4;
        // A name is there while it fits into its land, and until the land is larger than the screen.
        if (right - left < width + 8 || right - left > projection.size.width * 3) return [];
        return [{ text: country.name, width, x: at.x - width / 2, y: at.y, away: 0, look: 'country' as const }];
      })
    : [];
  const namedLands = placeLabels(lands, behind, projection.size);
  return [...first, ...namedLands, ...placeLabels(towns, [...behind, ...namedLands.map(boxOf)], projection.size)].map(
    ({ text, left, top, look }) => ({
      text,
      left,
      top,
      look,
    }),
  );
}

/** From where on towns beside the main cities are named, and how many at once. */
const CLOSE = 5.5;
const MOST_TOWNS = 60;

function townsInSight(towns: readonly Town[], projection: Projection): Town[] {
  if (projection.zoom < CLOSE) return [];
  const { width, height } = projection.size;
  const out: Town[] = [];
  for (const town of towns) {
    const { x, y } = projection.point(town.lat, town.lon);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    out.push(town);
    if (out.length === MOST_TOWNS) break;
  }
  return out;
}

/** Whole km/h; beyond any aircraft the digits say nothing more. Null is two places at one instant. */
export function speedText(kmh: number | null): string {
  if (kmh === null) return 'same instant';
  return kmh > 10_000 ? '> 10,000 km/h' : `${Math.round(kmh).toLocaleString('en')} km/h`;
}

export type MapHit = { kind: 'place'; mark: PlaceMark } | { kind: 'leg'; leg: LegMark };

/** A circle before a way; both with a target of 24 pixels. */
export function mapHit(picture: MapPicture, x: number, y: number): MapHit | null {
  let best: { mark: PlaceMark; distance: number } | null = null;
  for (const mark of picture.marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance <= Math.max(12, mark.up, mark.down) && (!best || distance < best.distance)) best = { mark, distance };
  }
  if (best) return { kind: 'place', mark: best.mark };
  let way: { leg: LegMark; distance: number } | null = null;
  for (const leg of picture.legs) {
    const distance = distanceToCurve(leg.curve, x, y);
    if (distance <= 8 && (!way || distance <= way.distance)) way = { leg, distance };
  }
  return way ? { kind: 'leg', leg: way.leg } : null;
}

/** Corners around places, for fitting; null when there are none. A single place gets a region around it. */
export function boundsOf(
  places: readonly { lat: number; lon: number }[],
): { south: number; west: number; north: number; east: number } | null {
  if (places.length === 0) return null;
  const lats = places.map(({ lat }) => lat);
  const lons = places.map(({ lon }) => lon);
  const air = 1.5; // degrees: a city and its surroundings
  return {
    south: Math.min(...lats) - air,
    west: Math.min(...lons) - air,
    north: Math.max(...lats) + air,
    east: Math.max(...lons) + air,
  };
}
