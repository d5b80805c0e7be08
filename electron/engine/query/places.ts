/** Where events were, for the map: the log's own place first, else the bundled database's; which one is always told. */
import { visible } from '../../../shared/base/text';
import type { CasePlace } from '../../../shared/model/geo';
import { Labels } from '../../../shared/model/labels';
import { journey, loggedRadius, type Placed } from '../../../shared/model/travel';
import { codes } from '../store/codes';
import { NULL } from '../store/columns/layout';
import { contextOfKind } from '../store/context';
import { eventId } from '../store/event-id';
import { addressSpot, placeSpot, proxiedAddresses, type Spot, type Stop } from '../store/event-sums';
import type { ReadDb } from '../store/open';
import type { Answers, PlacedRows } from './answers';

export interface Located extends Omit<CasePlace, 'success' | 'denied' | 'identities'> {
  key: string;
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
    const { network, text } = address;
    if (network === null) return null;
    // Who says so is looked up for those that are told, a few of thousands.
    return {
      kind: network,
      get because() {
        return facts(text).networkBecause ?? 'an address database says so';
      },
    };
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
const NO_NETWORK: NetworkOf = () => null;

/** Sums per place, most events first; `unlocated` counts events that have no place. */
export function sumPlaces(
  db: ReadDb,
  answers: Pick<Answers, 'placed'>,
  find: ReturnType<typeof locator>,
  limit: number,
  networkOf: NetworkOf = NO_NETWORK,
): { places: PlaceSum[]; unlocated: number } {
  const { rows, counts, there } = answers.placed();
  const plan = planOf(rows, find, networkOf);
  const [spots, ips] = [plan.ipsOf.length, plan.ips.length];
  /** Denied, successful, other events per spot. */
  const sums = new Float64Array(spots * 3);
  const byIp = new Float64Array(ips);
  const named: (Located | undefined)[] = new Array<Located | undefined>(spots);
  const kinds = new Map<number, Map<string, PlaceSum['networks'][number]>>();
  let unlocated = 0;
  for (const row of plan.order) {
    if (there[row] === 0) continue;
    const n = counts[row * 3]! + counts[row * 3 + 1]! + counts[row * 3 + 2]!;
    if (n === 0) continue;
    const spot = plan.spot[row]!;
    if (spot < 0) {
      unlocated += n;
      continue;
    }
    named[spot] ??= plan.located[row]!;
    for (let kind = 0; kind < 3; kind++) sums[spot * 3 + kind]! += counts[row * 3 + kind]!;
    if (plan.ip[row]! >= 0) byIp[plan.ip[row]!]! += n;
    const network = plan.network[row];
    if (!network) continue;
    const own = kinds.get(spot) ?? new Map<string, PlaceSum['networks'][number]>();
    kinds.set(spot, own);
    const told = own.get(network.kind);
    if (told) told.events += n;
    else own.set(network.kind, { ...network, events: n });
  }
  const who = new Uint32Array(spots);
  const whoByIp = new Uint32Array(ips);
  const [lastAt, lastBy] = [new Int32Array(spots), new Int32Array(ips)];
  for (const row of plan.byIdentity) {
    const [spot, ip, iid] = [plan.spot[row]!, plan.ip[row]!, rows.iid[row]!];
    if (there[row] === 0 || spot < 0 || !named[spot]) continue;
    if (lastAt[spot] !== iid) {
      lastAt[spot] = iid;
      who[spot]!++;
    }
    if (ip >= 0 && lastBy[ip] !== iid) {
      lastBy[ip] = iid;
      whoByIp[ip]!++;
    }
  }
  const total = (spot: number): number => sums[spot * 3]! + sums[spot * 3 + 1]!;
  const places = [...named.keys()]
    .filter((spot) => named[spot])
    .sort((a, b) => total(b) - total(a) || (named[a]!.key < named[b]!.key ? -1 : 1))
    .slice(0, limit)
    .map((spot) => ({
      ...named[spot]!,
      denied: sums[spot * 3]!,
      success: sums[spot * 3 + 1]!,
      other: sums[spot * 3 + 2]!,
      identities: who[spot]!,
      networks: [...(kinds.get(spot)?.values() ?? [])].sort(
        (a, b) => b.events - a.events || (a.kind < b.kind ? -1 : 1),
      ),
      shared: sharedOf(db, plan, plan.ipsOf[spot]!, whoByIp),
      ips: plan.ipsOf[spot]!.filter((ip) => byIp[ip]! > 0)
        .sort((a, b) => byIp[b]! - byIp[a]! || plan.ips[a]! - plan.ips[b]!)
        .slice(0, IPS_SHOWN)
        .map((ip) => addressSpot(db, plan.ips[ip]!)?.text ?? ''),
    }));
  return { places, unlocated };
}

/** What of a map no filter changes: which spot each row is at. */
interface Plan {
  find: ReturnType<typeof locator>;
  networkOf: NetworkOf;
  /** Rows in the order of place and address: the first one names a spot that several share. */
  order: Uint32Array;
  /** Rows with an identity, one identity after the other. */
  byIdentity: Uint32Array;
  /** Per row, its spot; -1 where nobody can say. */
  spot: Int32Array;
  located: (Located | null)[];
  network: ReturnType<NetworkOf>[];
  /** Per row, which address of its spot; -1 for none. */
  ip: Int32Array;
  /** Row ids of these addresses; one that is at two spots stands twice. */
  ips: number[];
  /** Those of each spot. */
  ipsOf: number[][];
}

const plans = new WeakMap<PlacedRows, Plan>();

function planOf(rows: PlacedRows, find: ReturnType<typeof locator>, networkOf: NetworkOf): Plan {
  const known = plans.get(rows);
  if (known && known.find === find && known.networkOf === networkOf) return known;
  const { place, ip, iid } = rows;
  const all = Uint32Array.from(place.keys());
  const plan: Plan = {
    find,
    networkOf,
    order: all.slice().sort((a, b) => place[a]! - place[b]! || ip[a]! - ip[b]! || a - b),
    byIdentity: all.filter((row) => iid[row]! > 0).sort((a, b) => iid[a]! - iid[b]! || a - b),
    spot: new Int32Array(place.length),
    located: [],
    network: [],
    ip: new Int32Array(place.length).fill(-1),
    ips: [],
    ipsOf: [],
  };
  const spots = new Map<string, { spot: number; ips: Map<number, number> }>();
  for (let row = 0; row < place.length; row++) {
    const at = place[row] === NULL ? null : place[row]!;
    const from = ip[row] === NULL ? null : ip[row]!;
    const located = find(at, from);
    plan.located.push(located);
    plan.network.push(located ? networkOf(from) : null);
    if (!located) {
      plan.spot[row] = -1;
      continue;
    }
    let held = spots.get(located.key);
    if (!held) {
      held = { spot: spots.size, ips: new Map() };
      spots.set(located.key, held);
      plan.ipsOf.push([]);
    }
    plan.spot[row] = held.spot;
    if (from === null) continue;
    let own = held.ips.get(from);
    if (own === undefined) {
      own = plan.ips.push(from) - 1;
      held.ips.set(from, own);
      plan.ipsOf[held.spot]!.push(own);
    }
    plan.ip[row] = own;
  }
  plans.set(rows, plan);
  return plan;
}

function sharedOf(db: ReadDb, plan: Plan, own: readonly number[], who: Uint32Array): PlaceSum['shared'] {
  let most = -1;
  for (const ip of own)
    if (
      who[ip]! >= SHARED &&
      (most < 0 || who[ip]! > who[most]! || (who[ip] === who[most] && plan.ips[ip]! < plan.ips[most]!))
    )
      most = ip;
  return most < 0 ? null : { ip: addressSpot(db, plan.ips[most]!)?.text ?? '', identities: who[most]! };
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
