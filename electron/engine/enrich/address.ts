/** What the bundled offline tables say about an address: a coarse hint, never ground enough to raise a verdict alone. */
import { parseAddress } from './address-text';
import { networkOf } from './networks';
import { locate } from './places';
import { tables } from './tables';

export interface AddressFacts {
  scope: 'public' | 'private' | 'loopback' | 'link_local' | 'cgnat' | 'reserved' | 'service_name' | 'invalid';
  /** ISO 3166-1 alpha-2; null where the tables do not know or contradict each other. */
  country: string | null;
  region: string | null;
  city: string | null;
  /** Degrees, WGS 84; the country's or city's middle, so read it together with `radiusKm`. */
  lat: number | null;
  lon: number | null;
  /** The true place lies within, as far as a database can say; country-wide where only the country is known. */
  radiusKm: number | null;
  asn: number | null;
  asOrg: string | null;
  /** `hosting`, `vpn`, `proxy`, `tor`, `residential`, `mobile`: told from the organisation's name, else null. */
  network: string | null;
}

const nothing = (scope: AddressFacts['scope']): AddressFacts => ({
  scope,
  country: null,
  region: null,
  city: null,
  lat: null,
  lon: null,
  radiusKm: null,
  asn: null,
  asOrg: null,
  network: null,
});

const CITY_RADIUS_KM = 50; // city databases place an address in its city at best; the vendor states no accuracy
const CACHE_LIMIT = 50_000; // logs repeat few addresses; a full cache is emptied, which keeps memory bounded

const cache = new Map<string, AddressFacts>();

/**
 * Scope, country, place and network of an address as written in a log (IPv4, IPv6 in any RFC 4291 spelling, with zone
 * or brackets). Pure lookups on tables that are loaded once, at the first public address. Never throws; text that is
 * no address is `invalid`, or `service_name` where it reads as a host name (cloud logs name a service there).
 * Private and reserved ranges are never located. The answer is shared: do not change it.
 */
export function addressFacts(ip: string): AddressFacts {
  const known = cache.get(ip);
  if (known) return known;
  const facts = lookUp(ip);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(ip, facts);
  return facts;
}

function lookUp(ip: string): AddressFacts {
  const address = parseAddress(ip);
  const facts = nothing(address.scope);
  if (address.scope !== 'public') return facts;
  const { country, as, city } = tables();
  facts.country = country(address);
  const operator = as(address);
  if (operator) {
    facts.asn = operator.asn;
    facts.asOrg = operator.org;
    facts.network = networkOf(operator.asn, operator.org);
  }
  const town = city(address);
  if (town && (facts.country === null || town.country === facts.country)) {
    return { ...facts, ...town, radiusKm: CITY_RADIUS_KM };
  }
  const middle = facts.country ? locate(facts.country, null) : null;
  return middle ? { ...facts, ...middle } : facts;
}
