/** How fast somebody must have travelled between two places that are each known to a radius. */
import { distanceKm } from './geo';
import { HOUR } from './time';

/** Faster than any airliner door to door: cruise speed is about 900 km/h. */
export const IMPOSSIBLE_KMH = 900;
/** Nothing is said below: one network's exits are that far apart. By how finely both places are known. */
export const LEAST_KM = { city: 100, country: 500 } as const;
/** Places known better than this are towns; others are countries. Kilometres. */
const TOWN_KM = 60;
/**
 * A log states no accuracy: of its coordinates we take a town's, or without a town the country's. Kilometres. The one rule
 * for travel and for disagreement: what is near enough not to have travelled is near enough not to contradict.
 */
export const LOGGED_TOWN_KM = 25;
const UNKNOWN_KM = 500;

export interface Placed {
  lat: number;
  lon: number;
  /** Kilometres; the true place lies within. */
  radius: number;
}

export interface Journey {
  /** Great circle. */
  km: number;
  /** What is left of it when both radii are taken off: so far they travelled at least. */
  least: number;
  /** `least` over the time; null where no time passed. */
  kmh: number | null;
  impossible: boolean;
}

/** `ms`: time between the two, by the clocks of the sources; 0 or less = at once, which has no speed. */
export function journey(from: Placed, to: Placed, ms: number): Journey {
  const km = distanceKm(from, to);
  const least = Math.max(0, km - from.radius - to.radius);
  const kmh = ms > 0 ? least / (ms / HOUR) : null;
  const enough = from.radius <= TOWN_KM && to.radius <= TOWN_KM ? LEAST_KM.city : LEAST_KM.country;
  return { km, least, kmh, impossible: least >= enough && (kmh === null || kmh > IMPOSSIBLE_KMH) };
}

/** Radius of a place that a log names; `countryKm` = how far its country reaches, where known. */
export const loggedRadius = (city: string | null, countryKm: number | null): number =>
  city !== null ? LOGGED_TOWN_KM : (countryKm ?? UNKNOWN_KM);

/** Whether two answers about one town-level place contradict each other: apart by more than both radii, and than one network's exits are. */
export const placesDiffer = (a: Placed, b: Placed): boolean => {
  const km = distanceKm(a, b);
  return km >= LEAST_KM.city && km > a.radius + b.radius;
};
