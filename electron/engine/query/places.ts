/** Where events were, for the map: the log's own place first, else the bundled database's; which one is always told. */
import { visible } from '../../../shared/base/text';
import { Labels } from '../../../shared/model/labels';
import { journey, loggedRadius, type Placed } from '../../../shared/model/travel';
import { codes } from '../store/codes';
import { contextOfKind } from '../store/context';
import { eventId } from '../store/event-id';
import { addressSpot, placeSpot, proxiedAddresses, type Spot, type Stop } from '../store/event-sums';
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

/** What kind of network an address belongs to, and who says so. Never guessed: null where nobody tells. */
export type NetworkOf = (ip: number | null) => { kind: string; because: string } | null;

/** The person's own labels first, then the log's own mark, then what databases say of the address. */
export function networkFinder(
  db: ReadDb,
  facts: (ip: string) => { network: string | null; networkBecause?: string | null },
  proxied: ReadonlySet<number> = proxiedAddresses(db),
): NetworkOf {
  const labels = new Labels(contextOfKind(db, 'ip-labels'));
  const known = new Map<number, { kind: string; because: string } | null>();
  const looked = (ip: number): { kind: string; because: string } | null => {
    const address = addressSpot(db, ip);
    if (!address) return null;
    const row = labels.of(address.text);
    if (row) {
      const { cidr, label, kind } = row.facts;
      return { kind, because: `your register labels ${cidr}${label ? ` ${visible(label)}` : ''}` };
    }
    if (address.network === null) return null;
    return { kind: address.network, because: facts(address.text).networkBecause ?? 'an address database says so' };
  };
  return (ip) => {
    if (ip === null) return null;
    let found = known.get(ip);
    if (found === undefined) {
      found = looked(ip);
      known.set(ip, found);
    }
    return (
      found ??
      (proxied.has(ip)
        ? { kind: 'proxy', because: 'the log itself calls the address a proxy, VPN or anonymiser' }
        : null)
    );
  };
}

export interface PlaceSum extends Located {
  success: number;
  denied: number;
  other: number;
  identities: number;
  ips: string[];
  networks: { kind: string; because: string; events: number }[];
  shared: { ip: string; identities: number } | null;
}

/** So many identities must have used one address before it is called shared: two may be one household or one person's two names. */
const SHARED = 3;
const IPS_SHOWN = 5;

/** Sums per place, most events first; `unlocated` counts events that have no place. */
export function sumPlaces(
  db: ReadDb,
  answers: Pick<Answers, 'placed'>,
  find: ReturnType<typeof locator>,
  limit: number,
  networkOf: NetworkOf = () => null,
): { places: PlaceSum[]; unlocated: number } {
  const { counts, seen } = answers.placed();
  const sums = new Map<string, Gathered>();
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
      sum = {
        ...spot,
        success: 0,
        denied: 0,
        other: 0,
        who: new Set(),
        byIp: new Map(),
        whoByIp: new Map(),
        kinds: new Map(),
      };
      sums.set(spot.key, sum);
    }
    sum.success += row.success;
    sum.denied += row.denied;
    sum.other += row.other;
    if (row.ip !== null) sum.byIp.set(row.ip, (sum.byIp.get(row.ip) ?? 0) + n);
    const network = networkOf(row.ip);
    if (network) {
      const told = sum.kinds.get(network.kind);
      sum.kinds.set(network.kind, { ...(told ?? network), events: (told?.events ?? 0) + n });
    }
  }
  for (const row of seen) {
    const spot = find(row.place, row.ip);
    const sum = spot && sums.get(spot.key);
    if (!sum) continue;
    sum.who.add(row.iid);
    if (row.ip === null) continue;
    const there = sum.whoByIp.get(row.ip);
    if (there) there.add(row.iid);
    else sum.whoByIp.set(row.ip, new Set([row.iid]));
  }
  const places = [...sums.values()]
    .sort((a, b) => b.denied + b.success - (a.denied + a.success) || (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ who, byIp, whoByIp, kinds, ...sum }) => ({
      ...sum,
      identities: who.size,
      networks: [...kinds.values()].sort((a, b) => b.events - a.events || (a.kind < b.kind ? -1 : 1)),
      shared: sharedOf(db, whoByIp),
      ips: [...byIp]
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, IPS_SHOWN)
        .map(([ip]) => addressSpot(db, ip)?.text ?? ''),
    }));
  return { places, unlocated };
}

type Gathered = Omit<PlaceSum, 'identities' | 'ips' | 'networks' | 'shared'> & {
  who: Set<number>;
  byIp: Map<number, number>;
  whoByIp: Map<number, Set<number>>;
  kinds: Map<string, { kind: string; because: string; events: number }>;
};

function sharedOf(db: ReadDb, whoByIp: ReadonlyMap<number, ReadonlySet<number>>): PlaceSum['shared'] {
  let most: { ip: number; identities: number } | null = null;
  for (const [ip, who] of whoByIp)
    if (
      who.size >= SHARED &&
      (most === null || who.size > most.identities || (who.size === most.identities && ip < most.ip))
    )
      most = { ip, identities: who.size };
  return most && { ip: addressSpot(db, most.ip)?.text ?? '', identities: most.identities };
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
  network: string | null;
}

const DENIED = codes.mark.code('denied');

/** Legs between successive different places; distance is the great circle minus both accuracy radii. */
export function legs(
  stops: readonly Stop[],
  find: (place: number | null, ip: number | null) => Located | null,
  networkOf: NetworkOf = () => null,
): Leg[] {
  const end = ({ rk, content, time, ip }: Stop, spot: Located): LegEnd => ({
    event: eventId(rk, content),
    time,
    lat: spot.lat,
    lon: spot.lon,
    name: [spot.city, spot.country].filter(Boolean).join(', ') || 'place without a name',
    network: networkOf(ip)?.kind ?? null,
  });
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
