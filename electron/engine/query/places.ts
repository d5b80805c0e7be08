/** Where events were, for the map: the log's own place first, else the bundled database's; which one is always told. */
import { journey, loggedRadius, type Placed } from '../../../shared/model/travel';
import { codes } from '../store/codes';
import { eventId } from '../store/event-id';
import { addressSpot, placeSpot, type Spot, type Stop } from '../store/event-sums';
import type { ReadDb } from '../store/open';
import type { Answers } from './answers';

export interface Located {
  key: string;
  country: string | null;
  city: string | null;
  lat: number;
  lon: number;
  from: 'log' | 'database';
  radiusKm: number | null;
}

/** Coordinates for a country or city that a log names without them (engine/enrich). */
export type Locate = (
  country: string | null,
  city: string | null,
) => { lat: number; lon: number; radiusKm: number } | null;

/** Finds where a (logged place, address) pair is; null where nobody can say. Remembers what it found. */
export function locator(db: ReadDb, locate: Locate): (place: number | null, ip: number | null) => Located | null {
  const places = new Map<number | null, Located | null>();
  const addresses = new Map<number | null, Located | null>();
  const find = (place: number | null, ip: number | null): Located | null => {
    const logged = place === null ? undefined : placeSpot(db, place);
    if (logged) return at(logged, 'log', locate);
    const looked = ip === null ? undefined : addressSpot(db, ip);
    return looked && looked.scope === 'public' ? at(looked, 'database', locate) : null;
  };
  return (place, ip) => {
    const known = place === null ? addresses : places;
    const key = place === null ? ip : place;
    let found = known.get(key);
    if (found === undefined) {
      found = find(place, ip);
      known.set(key, found);
    }
    return found;
  };
}

function at(spot: Spot, from: 'log' | 'database', locate: Locate): Located | null {
  const { country, city } = spot;
  if (spot.lat !== null && spot.lon !== null) {
    const reach = from === 'log' && city === null ? (locate(country, null)?.radiusKm ?? null) : null;
    return make(spot.lat, spot.lon, from === 'log' ? loggedRadius(city, reach) : spot.radius, from);
  }
  const guess = locate(country, city);
  // The name is the log's, the coordinates are the gazetteer's: what is drawn is the database's answer.
  return guess ? make(guess.lat, guess.lon, guess.radiusKm, 'database') : null;
  function make(lat: number, lon: number, radiusKm: number | null, source: 'log' | 'database'): Located {
    return { key: `${lat.toFixed(3)},${lon.toFixed(3)}`, country, city, lat, lon, from: source, radiusKm };
  }
}

export interface PlaceSum extends Located {
  success: number;
  denied: number;
  other: number;
  identities: number;
  ips: string[];
}

const IPS_SHOWN = 5;

/** Sums per place, most events first; `unlocated` counts events that have no place. */
export function sumPlaces(
  db: ReadDb,
  answers: Pick<Answers, 'placed'>,
  find: ReturnType<typeof locator>,
  limit: number,
): { places: PlaceSum[]; unlocated: number } {
  const { counts, seen } = answers.placed();
  const sums = new Map<string, PlaceSum & { who: Set<number>; byIp: Map<number, number> }>();
  let unlocated = 0;
  for (const row of counts) {
    const n = row.success + row.denied + row.other;
    const spot = find(row.place, row.ip);
    if (!spot) {
      unlocated += n;
      continue;
    }
    let sum = sums.get(spot.key);
    if (!sum) {
      sum = { ...spot, success: 0, denied: 0, other: 0, identities: 0, ips: [], who: new Set(), byIp: new Map() };
      sums.set(spot.key, sum);
    }
    sum.success += row.success;
    sum.denied += row.denied;
    sum.other += row.other;
    if (row.ip !== null) sum.byIp.set(row.ip, (sum.byIp.get(row.ip) ?? 0) + n);
  }
  for (const row of seen) {
    const spot = find(row.place, row.ip);
    if (spot) sums.get(spot.key)?.who.add(row.iid);
  }
  const places = [...sums.values()]
    .sort((a, b) => b.denied + b.success - (a.denied + a.success) || (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ who, byIp, ...sum }) => ({
      ...sum,
      identities: who.size,
      ips: [...byIp]
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, IPS_SHOWN)
        .map(([ip]) => addressSpot(db, ip)?.text ?? ''),
    }));
  return { places, unlocated };
}

export interface Leg {
  from: LegEnd;
  to: LegEnd;
  km: number;
  speedKmh: number | null;
  impossible: boolean;
  denied: boolean;
}
interface LegEnd {
  event: string;
  time: number;
  lat: number;
  lon: number;
  name: string;
}

const DENIED = codes.mark.code('denied');

/** Legs between successive different places; distance is the great circle minus both accuracy radii. */
export function legs(stops: readonly Stop[], find: (place: number | null, ip: number | null) => Located | null): Leg[] {
  const out: Leg[] = [];
  let last: { stop: Stop; spot: Located } | null = null;
  for (const stop of stops) {
    const spot = find(stop.place, stop.ip);
    if (!spot) continue;
    if (last && last.spot.key !== spot.key) {
      const placed = ({ lat, lon, radiusKm }: Located): Placed => ({ lat, lon, radius: radiusKm ?? 0 });
      const { km, kmh, impossible } = journey(placed(last.spot), placed(spot), stop.time - last.stop.time);
      out.push({
        from: end(last.stop, last.spot),
        to: end(stop, spot),
        km: Math.round(km),
        speedKmh: kmh === null ? null : Math.round(kmh),
        impossible,
        denied: stop.mark === DENIED,
      });
    }
    last = { stop, spot };
  }
  return out;
}

const end = (stop: Stop, spot: Located): LegEnd => ({
  event: eventId(stop.rk, stop.content),
  time: stop.time,
  lat: spot.lat,
  lon: spot.lon,
  name: [spot.city, spot.country].filter(Boolean).join(', ') || 'place without a name',
});
