/**
 * What offline databases say about an address: a coarse hint, never ground enough to raise a verdict alone. A person's own
 * files come before the bundled tables; every database's answer is kept beside the one that is used.
 */
import type { PlaceAnswer } from '../../../shared/model/geo';
import { type AddressScope, type ParsedAddress, parseAddress } from './address-text';
import type { PersonalDatabase } from './mmdb';
import { networkOf } from './networks';
import { locate } from './places';
import { tables } from './tables';

export interface AddressFacts {
  scope: AddressScope;
  /** ISO 3166-1 alpha-2; null where no database knows. */
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
  /** Whose word the place is. */
  from?: 'database' | 'analyst';
  /** The bundled databases name different countries, and no file of the person's decides: the place is no evidence. */
  disputed?: boolean;
  /** `hosting`, `vpn`, `proxy`, `tor`, `residential`, `mobile`, `office`; null where nothing tells. */
  network: string | null;
  /** Why it is that kind of network: which list, name or database says so. */
  networkBecause?: string | null;
}

/** Of where an address lies and whose it is: nothing. */
export const UNSAID = {
  country: null,
  region: null,
  city: null,
  lat: null,
  lon: null,
  radiusKm: null,
  asn: null,
  asOrg: null,
  network: null,
} as const;

const nothing = (scope: AddressScope): AddressFacts => ({
  scope,
  ...UNSAID,
  from: 'database',
  disputed: false,
  networkBecause: null,
});

/** City databases place an address in its city at best, where they state no accuracy of their own. */
const CITY_RADIUS_KM = 50;
const CACHE_LIMIT = 50_000; // logs repeat few addresses; a full cache is emptied, which keeps memory bounded

/** Look-ups on the bundled tables and a person's own databases. */
export interface Lookup {
  /**
   * Scope, country, place and network of an address as written in a log (IPv4, IPv6 in any RFC 4291 spelling, with zone
   * or brackets). Tables are loaded once, at the first public address. Never throws; text that is no address is
   * `invalid`, or `service_name` where it reads as a host name (cloud logs name a service there). Private and reserved
   * ranges are never located. The answer is shared: do not change it.
   */
  facts(ip: string): AddressFacts;
  /** What each database says of the address by itself, the person's files first; empty where it is not public. */
  answers(ip: string): PlaceAnswer[];
  /** Names of all databases with their days or hashes: another one means that addresses must be looked up again. */
  version(): string;
  /** Names of all databases, for people: with version or day. */
  databases(): string[];
}

export function lookupWith(personal: readonly PersonalDatabase[]): Lookup {
  const cache = new Map<string, AddressFacts>();
  return {
    databases: () => [
      ...personal.map(({ file, type, built }) => `${file} (${type}${built ? ` of ${built}` : ''})`),
      ...tables().datasets.map(({ name, built }) => `${name}${built ? ` of ${built}` : ''}`),
    ],
    facts(ip) {
      const known = cache.get(ip);
      if (known) return known;
      const facts = factsOf(parseAddress(ip), personal);
      if (cache.size >= CACHE_LIMIT) cache.clear();
      cache.set(ip, facts);
      return facts;
    },
    answers: (ip) => answersOf(parseAddress(ip), personal),
    version: () =>
      JSON.stringify([
        tables().datasets.map(({ name, built }) => [name, built]),
        personal.map(({ sha256 }) => sha256).sort(),
      ]),
  };
}

/** Look-ups on the bundled tables alone. */
export const bundledLookup: Lookup = lookupWith([]);
export const addressFacts = bundledLookup.facts;

function answersOf(address: ParsedAddress, personal: readonly PersonalDatabase[]): PlaceAnswer[] {
  if (address.scope !== 'public') return [];
  const answers: PlaceAnswer[] = [];
  for (const database of personal) {
    const said = database.find(address);
    if (!said) continue;
    const { file, type, built } = database;
    answers.push({
      ...said,
      network: said.network?.kind ?? null,
      from: 'analyst',
      database: `${file} (${type})`,
      built,
    });
  }
  const { countries, as, city, networkDatabase, cityDatabase } = tables();
  for (const said of countries(address)) answers.push({ ...UNSAID, ...said, from: 'database' });
  const operator = as(address);
  if (operator && networkDatabase)
    answers.push({
      ...UNSAID,
      asn: operator.asn,
      asOrg: operator.org,
      from: 'database',
      database: networkDatabase.name,
      built: networkDatabase.built,
    });
  const town = cityDatabase && city(address);
  if (town)
    answers.push({
      ...UNSAID,
      ...town,
      radiusKm: CITY_RADIUS_KM,
      from: 'database',
      database: cityDatabase.name,
      built: cityDatabase.built,
    });
  return answers;
}

function factsOf(address: ParsedAddress, personal: readonly PersonalDatabase[]): AddressFacts {
  const facts = nothing(address.scope);
  if (address.scope !== 'public') return facts;
  const { countries, as, city } = tables();
  const own = personal.flatMap((database) => {
    const said = database.find(address);
    return said ? [{ ...said, file: database.file }] : [];
  });

  const named = own.find(({ asn }) => asn !== null) ?? as(address);
  if (named) {
    facts.asn = named.asn;
    facts.asOrg = 'org' in named ? named.org : named.asOrg;
  }
  const marked = own.find(({ network }) => network !== null);
  if (marked) {
    facts.network = marked.network!.kind;
    facts.networkBecause = `your database ${marked.file} says so (${marked.network!.because})`;
  } else if (facts.asn !== null) {
    const told = networkOf(facts.asn, facts.asOrg);
    facts.network = told?.network ?? null;
    facts.networkBecause = told?.because ?? null;
  }

  // The finest of the person's answers: with a spot, else with a town, else with a country.
  const place =
    own.find(({ lat }) => lat !== null) ??
    own.find(({ country, city: town }) => country !== null && town !== null) ??
    own.find(({ country }) => country !== null);
  if (place) {
    const { country, region, city: town, lat, lon, radiusKm } = place;
    const middle = locate(country, town);
    Object.assign(facts, { country, region, city: town, from: 'analyst' });
    if (lat !== null && lon !== null)
      Object.assign(facts, { lat, lon, radiusKm: radiusKm ?? (town ? CITY_RADIUS_KM : (middle?.radiusKm ?? null)) });
    else if (middle) Object.assign(facts, middle);
    return facts;
  }

  const opinions = countries(address).map(({ country }) => country);
  const town = city(address);
  facts.country = opinions[0] ?? town?.country ?? null;
  facts.disputed = [...opinions, town?.country ?? null].some(
    (country) => country !== null && country !== facts.country,
  );
  if (town && (town.country === null || town.country === facts.country)) {
    return Object.assign(facts, { ...town, country: facts.country ?? town.country, radiusKm: CITY_RADIUS_KM });
  }
  const middle = facts.country ? locate(facts.country, null) : null;
  return middle ? Object.assign(facts, middle) : facts;
}
