/** Where a log and the databases disagree on an address, with both values and the likely reason. Pure. */
import { plural } from '../../../shared/base/text';
import { distanceKm, type PlaceAnswer, type PlaceDisagreement } from '../../../shared/model/geo';
import { DAY, rfc3339 } from '../../../shared/model/time';
import { LOGGED_TOWN_KM, placesDiffer } from '../../../shared/model/travel';
import type { AddressSum } from '../store/address-sums';
import { eventId } from '../store/event-id';

/** What a log says of the place of an address, over some events. */
export type Told = AddressSum;

/** What databases say (`engine/enrich`). */
export interface Databases {
  answers(ip: string): PlaceAnswer[];
  facts(ip: string): { network: string | null; networkBecause?: string | null };
}

type Difference = Pick<PlaceDisagreement, 'about' | 'log' | 'databases'>;

const SEVERAL = 3; // countries that a log gives one address
const COMPARED = 10; // addresses of a source from which on their agreement tells of the source
const STALE = 365 * DAY;

/** Of one address as one log places it: country, else place within the country; and network. */
export function differences(
  told: Pick<Told, 'scope' | 'country' | 'city' | 'lat' | 'lon' | 'asn' | 'asOrg'>,
  answers: readonly PlaceAnswer[],
): Difference[] {
  const list: Difference[] = [];
  const named = answers.filter(({ country }) => country !== null);
  const says = (of: (answer: PlaceAnswer) => string | null, from = named): Difference['databases'] =>
    from.map((answer) => ({ database: answer.database, from: answer.from, says: of(answer) }));
  const countries = new Set(named.map(({ country }) => country!));
  if (told.country !== null && (told.scope === 'reserved' || told.scope === 'private' || told.scope === 'cgnat'))
    list.push({ about: 'country', log: told.country, databases: [] });
  else if (told.country !== null ? [...countries].some((country) => country !== told.country) : countries.size > 1)
    list.push({ about: 'country', log: told.country, databases: says(({ country }) => country) });
  else if (told.lat !== null && told.lon !== null && told.city !== null) {
    const here = { lat: told.lat, lon: told.lon };
    const placed = named.filter(({ lat, lon, city }) => lat !== null && lon !== null && city !== null);
    const km = (answer: PlaceAnswer): number => distanceKm(here, { lat: answer.lat!, lon: answer.lon! });
    const near = ({ lat, lon, radiusKm }: PlaceAnswer) => ({
      lat: lat!,
      lon: lon!,
      radius: radiusKm ?? LOGGED_TOWN_KM,
    });
    if (placed.some((answer) => placesDiffer({ ...here, radius: LOGGED_TOWN_KM }, near(answer))))
      list.push({
        about: 'place',
        log: told.city,
        databases: says((answer) => `${answer.city}, ${Math.round(km(answer)).toLocaleString('en')} km away`, placed),
      });
  }
  const networks = answers.filter(({ asn }) => asn !== null);
  if (told.asn !== null && networks.some(({ asn }) => asn !== told.asn)) {
    const name = (asn: number, org: string | null): string => `AS${asn}${org ? ` ${org}` : ''}`;
    list.push({
      about: 'network',
      log: name(told.asn, told.asOrg),
      databases: says(({ asn, asOrg }) => name(asn!, asOrg), networks),
    });
  }
  return list;
}

/** Facts of the whole case that tell why. */
interface Crowd {
  /** Countries that logs give an address. */
  countries: ReadonlyMap<string, ReadonlySet<string>>;
  /** Of each source: addresses whose country was compared, and those that differ. */
  sources: ReadonlyMap<string, { compared: number; differ: number }>;
}

type Reason = Pick<PlaceDisagreement, 'likely' | 'because'>;
const ANONYMISERS: Readonly<Record<string, string>> = { tor: 'a Tor exit', vpn: 'a VPN', proxy: 'a proxy or gateway' };

const rangeName = ({ text, scope }: Pick<Told, 'text' | 'scope'>): string =>
  /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:)/.test(text)
    ? 'kept for documentation'
    : scope === 'private'
      ? 'private'
      : scope === 'cgnat'
        ? 'of a carrier behind address translation'
        : 'reserved';

function reasonOf(
  told: Told,
  difference: Difference,
  answers: readonly PlaceAnswer[],
  databases: Databases,
  crowd: Crowd,
): Reason {
  if (told.scope !== 'public')
    return {
      because: 'reserved_range',
      likely: `the address is from a range that is ${rangeName(told)} and lies nowhere: it was replaced (an anonymised export), or the place is that of another address`,
    };
  const { network, networkBecause } = databases.facts(told.text);
  const of = networkBecause ? ` (${networkBecause})` : '';
  if (network !== null && network in ANONYMISERS)
    return {
      because: 'anonymiser',
      likely: `${ANONYMISERS[network]}${of}: its operator is registered in one country and lets traffic out in another`,
    };
  const several = crowd.countries.get(told.text)?.size ?? 0;
  if (several >= SEVERAL)
    return {
      because: 'several_places',
      likely: `logs place this one address in ${several} countries: it was put in the place of others (an anonymised export), or is a gateway for many`,
    };
  const source = crowd.sources.get(told.source);
  if (
    told.country !== null &&
    difference.about === 'country' &&
    source &&
    source.compared >= COMPARED &&
    source.differ > source.compared / 2
  )
    return {
      because: 'anonymised_source',
      likely: `${source.differ} of ${plural(source.compared, 'address', 'addresses')} of this source differ: its addresses or places were replaced (an anonymised export)`,
    };
  if (network === 'mobile')
    return {
      because: 'mobile_gateway',
      likely: `a mobile network${of}: databases know where its gateway is, not its user`,
    };
  const countries = new Set(answers.flatMap(({ country }) => (country === null ? [] : [country])));
  if (difference.about === 'country' && countries.size > 1)
    return {
      because: 'databases_differ',
      likely: `the databases differ${told.country === null ? '' : ' too'}: one goes by where the range is registered, another by who announces it`,
    };
  if (network === 'hosting')
    return {
      because: 'provider_range',
      likely: `a range of a hosting provider${of}: registered at its seat, used in any of its regions`,
    };
  const age = Math.min(
    ...answers.flatMap(({ built }) => (built === null ? [] : [Math.abs(Date.parse(built) - told.time)])),
  );
  if (Number.isFinite(age) && age > STALE)
    return {
      because: 'stale_database',
      likely: `the databases are ${plural(Math.round(age / DAY), 'day')} from the event: ranges change hands`,
    };
  if (difference.about === 'network')
    return { because: 'registration', likely: 'one names who announces the range, the other who uses it' };
  return {
    because: 'registration',
    likely: 'the country where the range is registered against the country where it is used',
  };
}

const isCompared = (told: Told, answers: readonly PlaceAnswer[]): boolean =>
  told.country !== null && (told.scope !== 'public' || answers.some(({ country }) => country !== null));

function crowdOf(
  all: readonly Told[],
  answersOf: (ip: string) => readonly PlaceAnswer[],
  differ: (told: Told) => readonly Difference[],
): Crowd {
  const countries = new Map<string, Set<string>>();
  const sources = new Map<string, { compared: number; differ: number }>();
  for (const told of all) {
    if (told.country === null) continue;
    countries.set(told.text, (countries.get(told.text) ?? new Set()).add(told.country));
    const answers = answersOf(told.text);
    if (!isCompared(told, answers)) continue;
    const sum = sources.get(told.source) ?? { compared: 0, differ: 0 };
    sum.compared++;
    if (differ(told).some(({ about }) => about === 'country')) sum.differ++;
    sources.set(told.source, sum);
  }
  return { countries, sources };
}

/** All disagreements, the most events first, ties by address; sources that say the same of one address are one row. */
export function disagreements(
  all: readonly Told[],
  databases: Databases,
): { rows: PlaceDisagreement[]; compared: number } {
  const known = new Map<string, PlaceAnswer[]>();
  const answersOf = (ip: string): PlaceAnswer[] => {
    let answers = known.get(ip);
    if (!answers) {
      answers = databases.answers(ip);
      known.set(ip, answers);
    }
    return answers;
  };
  const found = new Map(all.map((told) => [told, differences(told, answersOf(told.text))]));
  const crowd = crowdOf(all, answersOf, (told) => found.get(told)!);
  const rows = new Map<string, PlaceDisagreement>();
  let compared = 0;
  for (const told of all) {
    const answers = answersOf(told.text);
    if (isCompared(told, answers)) compared++;
    for (const difference of found.get(told)!) {
      const key = JSON.stringify([told.text, difference.about, difference.log]);
      const row = rows.get(key);
      if (!row) {
        rows.set(key, {
          ip: told.text,
          ...difference,
          ...reasonOf(told, difference, answers, databases, crowd),
          sources: [told.source],
          events: told.events,
          identities: told.identities,
          first: eventId(told.rk, told.content),
          time: rfc3339(told.time),
        });
        continue;
      }
      row.events += told.events;
      row.identities = Math.max(row.identities, told.identities);
      if (!row.sources.includes(told.source)) row.sources.push(told.source);
      const time = rfc3339(told.time);
      if (time < row.time) Object.assign(row, { first: eventId(told.rk, told.content), time });
    }
  }
  const list = [...rows.values()].sort(
    (a, b) => b.events - a.events || (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : a.about < b.about ? -1 : 1),
  );
  return { rows: list, compared };
}

/** Of one event's address, for the inspector: what differs, and why that is likely. */
export function disagreementsOf(
  told: Told,
  databases: Databases,
): Pick<PlaceDisagreement, 'about' | 'log' | 'databases' | 'likely' | 'because'>[] {
  const answers = databases.answers(told.text);
  const crowd: Crowd = { countries: new Map(), sources: new Map() };
  return differences(told, answers).map((difference) => ({
    ...difference,
    ...reasonOf(told, difference, answers, databases, crowd),
  }));
}
