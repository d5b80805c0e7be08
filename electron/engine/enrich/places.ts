/** A bundled gazetteer: where a country or a town is, for logs and databases that name a place without coordinates. */
import citiesText from '../../../assets/places/cities.tsv?raw';
import countriesText from '../../../assets/places/countries.tsv?raw';
import { distanceKm } from '../../../shared/model/geo';

export interface Spot {
  lat: number; // degrees, WGS 84
  lon: number;
  /** The place lies within this of the point; for a country, 95 % of its townspeople do. */
  radiusKm: number;
}

interface Country extends Spot {
  code: string;
  name: string;
}
interface Town extends Spot {
  people: number; // thousands
}

// Names that vendors print where the gazetteer has another: English exonyms, local spellings and old names.
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'us new york': 'new york city',
  'de munchen': 'munich',
  'de muenchen': 'munich',
  'de koeln': 'koln',
  'de cologne': 'koln',
  'at wien': 'vienna',
  'it milano': 'milan',
  'it roma': 'rome',
  'pt lisboa': 'lisbon',
  'cz praha': 'prague',
  'pl warszawa': 'warsaw',
  'dk kobenhavn': 'copenhagen',
  'ro bucuresti': 'bucharest',
  'ru moskva': 'moscow',
  'ru st petersburg': 'saint petersburg',
  'ua kiev': 'kyiv',
  'be bruxelles': 'brussels',
  'ch geneve': 'geneve',
  'ch geneva': 'geneve',
  'ch zuerich': 'zurich',
  'in bangalore': 'bengaluru',
  'mx ciudad de mexico': 'mexico city',
};

/** Case, accents and punctuation do not tell places apart. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.’'`]/g, '')
    .replace(/[\s-]+/g, ' ')
    .trim();
}

const lines = (text: string): string[][] =>
  text
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));

let countries: Map<string, Country> | null = null;
function countryTable(): Map<string, Country> {
  if (countries) return countries;
  countries = new Map();
  for (const [code, lat, lon, radius, names] of lines(countriesText) as [string, string, string, string, string][]) {
    const all = names.split(';');
    const country = { code, name: all[0]!, lat: Number(lat), lon: Number(lon), radiusKm: Number(radius) };
    for (const name of [code, ...all]) if (!countries.has(plain(name))) countries.set(plain(name), country);
  }
  return countries;
}

let towns: Map<string, Town> | null = null;
/** Towns of 15,000 people and more, and every capital, by "country name". */
function townTable(): Map<string, Town> {
  if (towns) return towns;
  towns = new Map();
  // The file is in order of population within a country, so the first of a name is the largest.
  for (const [country, name, lat, lon, people] of lines(citiesText) as [string, string, string, string, string][]) {
    const key = `${country.toLowerCase()} ${plain(name)}`;
    const spot = { lat: Number(lat), lon: Number(lon), people: Number(people) };
    const first = towns.get(key);
    // A town of about a city of a million is 20 km across; a small one 5.
    if (!first)
      towns.set(key, { ...spot, radiusKm: Math.min(40, Math.max(5, Math.round(0.65 * Math.sqrt(spot.people)))) });
    // A namesake of similar size: the name alone does not decide, so the radius takes both in.
    else if (spot.people * 4 >= first.people) {
      first.radiusKm = Math.max(first.radiusKm, Math.ceil(distanceKm(first, spot)));
    }
  }
  return towns;
}

/** ISO 3166-1 alpha-2 of a country given as code or English name in any case; null for anything else. */
export function countryCode(country: string): string | null {
  return countryTable().get(plain(country))?.code ?? null;
}

/** English name of a country given as ISO 3166-1 alpha-2; null for an unknown code. */
export function countryName(code: string): string | null {
  return countryTable().get(plain(code))?.name ?? null;
}

/**
 * Coordinates of a town, or of the country (with a country-wide radius) where the town is not given or not known.
 * `country` is a code or an English name; null when even that is unknown. Never throws.
 */
export function locate(country: string | null, city: string | null): Spot | null {
  const where = country ? countryTable().get(plain(country)) : undefined;
  if (!where) return null;
  if (city) {
    const name = plain(city);
    const prefix = where.code.toLowerCase();
    const known = OTHER_NAMES[`${prefix} ${name}`] ?? name;
    const town = townTable().get(`${prefix} ${known}`) ?? townTable().get(`${prefix} ${known} city`);
    if (town) return { lat: town.lat, lon: town.lon, radiusKm: town.radiusKm };
  }
  return { lat: where.lat, lon: where.lon, radiusKm: where.radiusKm };
}
