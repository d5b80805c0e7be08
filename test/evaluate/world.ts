/** Places, devices, people and machines of a made-up organisation: what its logs would be about. */
import type { Chance } from '../../electron/engine/demo/random';

export interface Net {
  prefix: string;
  country: string; // ISO 3166-1 alpha-2
  countryName: string;
  city: string;
  lat: number;
  lon: number;
  asn: number;
  org: string;
}
export interface Spot extends Net {
  ip: string;
}

const net = (
  prefix: string,
  country: string,
  countryName: string,
  city: string,
  lat: number,
  lon: number,
  asn: number,
  org: string,
): Net => ({ prefix, country, countryName, city, lat, lon, asn, org });

/** What honest people sign in from, by country of work: offices, homes, mobile carriers. */
export const HOME: Record<string, { zone: number; office: Net; homes: Net[]; mobiles: Net[] }> = {
  GB: {
    zone: 0,
    office: net('82.68.10', 'GB', 'United Kingdom', 'Leeds', 53.8, -1.55, 13037, 'Zen Internet Ltd'),
    homes: [
      net('86.140', 'GB', 'United Kingdom', 'Leeds', 53.8, -1.55, 2856, 'British Telecommunications PLC'),
      net('82.20', 'GB', 'United Kingdom', 'Bradford', 53.79, -1.75, 5089, 'Virgin Media Limited'),
      net('90.201', 'GB', 'United Kingdom', 'Harrogate', 53.99, -1.54, 5607, 'Sky UK Limited'),
    ],
    mobiles: [
      net('31.94', 'GB', 'United Kingdom', 'London', 51.5, -0.12, 12576, 'EE Limited'),
      net('82.132', 'GB', 'United Kingdom', 'London', 51.5, -0.12, 35228, 'Telefonica UK Limited'),
    ],
  },
  NL: {
    zone: 1,
    office: net('87.213.20', 'NL', 'Netherlands', 'Rotterdam', 51.92, 4.48, 13127, 'Odido Netherlands B.V.'),
    homes: [
      net('77.171', 'NL', 'Netherlands', 'Rotterdam', 51.92, 4.48, 1136, 'KPN B.V.'),
      net('84.26', 'NL', 'Netherlands', 'Delft', 52.0, 4.36, 33915, 'Vodafone Libertel B.V.'),
    ],
    mobiles: [net('188.207', 'NL', 'Netherlands', 'Amsterdam', 52.37, 4.89, 1136, 'KPN B.V.')],
  },
  US: {
    zone: -7,
    office: net('64.58.10', 'US', 'United States', 'Denver', 39.74, -104.99, 14755, 'MHO Networks'),
    homes: [
      net('73.78', 'US', 'United States', 'Denver', 39.74, -104.99, 7922, 'Comcast Cable Communications, LLC'),
      net('71.211', 'US', 'United States', 'Boulder', 40.02, -105.27, 209, 'CenturyLink Communications, LLC'),
    ],
    mobiles: [net('172.56', 'US', 'United States', 'Denver', 39.74, -104.99, 21928, 'T-Mobile USA, Inc.')],
  },
};

/** Where travellers sleep. */
export const HOTELS: readonly Net[] = [
  net('202.166.20', 'SG', 'Singapore', 'Singapore', 1.29, 103.85, 9506, 'Singapore Telecommunications Ltd'),
  net('87.138.20', 'DE', 'Germany', 'Berlin', 52.52, 13.41, 3320, 'Deutsche Telekom AG'),
  net('81.192.4', 'MA', 'Morocco', 'Casablanca', 33.59, -7.62, 6713, 'Itissalat Al-MAGHRIB'),
  net('200.33.150', 'MX', 'Mexico', 'Mexico City', 19.43, -99.13, 8151, 'Uninet S.A. de C.V.'),
  net('90.68.10', 'ES', 'Spain', 'Barcelona', 41.39, 2.17, 12479, 'Orange Espagne SA'),
  net('93.40.10', 'IT', 'Italy', 'Milan', 45.46, 9.19, 12874, 'Fastweb SpA'),
];

/** Rented servers, commercial VPNs, and lines of intruders who sit at home somewhere. */
export const FOREIGN: readonly Net[] = [
  net('89.238.150', 'RO', 'Romania', 'Bucharest', 44.43, 26.11, 9009, 'M247 Europe SRL'),
  net('146.70', 'SE', 'Sweden', 'Stockholm', 59.33, 18.07, 9009, 'M247 Europe SRL'),
  net('95.179', 'NL', 'Netherlands', 'Amsterdam', 52.37, 4.89, 20473, 'The Constant Company, LLC'),
  net('27.66', 'VN', 'Vietnam', 'Hanoi', 21.02, 105.84, 7552, 'Viettel Group'),
  net('165.22', 'DE', 'Germany', 'Frankfurt am Main', 50.12, 8.68, 14061, 'DigitalOcean, LLC'),
  net('78.46', 'DE', 'Germany', 'Falkenstein', 50.48, 12.37, 24940, 'Hetzner Online GmbH'),
  net('102.89', 'NG', 'Nigeria', 'Lagos', 6.45, 3.39, 29465, 'MTN NIGERIA Communication limited'),
  net('194.26.29', 'RU', 'Russia', 'Moscow', 55.75, 37.62, 206728, 'Media Land LLC'),
  net('185.220.101', 'DE', 'Germany', 'Berlin', 52.52, 13.41, 60729, 'Stiftung Erneuerbare Freiheit'),
  net('177.32', 'BR', 'Brazil', 'Sao Paulo', -23.55, -46.63, 28573, 'Claro NXT Telecomunicacoes Ltda'),
  net('51.75', 'FR', 'France', 'Paris', 48.86, 2.35, 16276, 'OVH SAS'),
  net('104.131', 'US', 'United States', 'New York', 40.71, -74.01, 14061, 'DigitalOcean, LLC'),
  net('45.32', 'GB', 'United Kingdom', 'London', 51.5, -0.12, 20473, 'The Constant Company, LLC'),
];

export const CLOUD: readonly Net[] = [
  net('52.56.40', 'GB', 'United Kingdom', 'London', 51.5, -0.12, 16509, 'Amazon.com, Inc.'),
  net('20.90.10', 'GB', 'United Kingdom', 'London', 51.5, -0.12, 8075, 'Microsoft Corporation'),
];
export const VPN_NETS: readonly Net[] = [
  net('82.68.11', 'GB', 'United Kingdom', 'Leeds', 53.8, -1.55, 13037, 'Zen Internet Ltd'),
  net('165.225.80', 'NL', 'Netherlands', 'Amsterdam', 52.37, 4.89, 62044, 'Zscaler Switzerland GmbH'),
];

/** Hands out addresses; in a masked case those of the documentation ranges, as sanitised exports carry them. */
export class Addresses {
  #masked = 0;
  readonly #asns = new Map<number, number>();

  constructor(
    readonly chance: Chance,
    readonly isMasked: boolean,
  ) {}

  in(where: Net): Spot {
    if (this.isMasked) return { ...where, asn: this.#asn(where.asn), ip: this.#next() };
    let ip = where.prefix;
    while (ip.split('.').length < 4) ip += `.${this.chance.int(2, 250)}`;
    return { ...where, ip };
  }

  /** RFC 5737 has room for 750 hosts; RFC 3849 for the rest. */
  #next(): string {
    const n = this.#masked++;
    const blocks = ['203.0.113', '198.51.100', '192.0.2'];
    if (n < 750) return `${blocks[n % 3]}.${2 + Math.floor(n / 3)}`;
    return `2001:db8:${(n >> 8).toString(16)}::${n.toString(16)}`;
  }

  /** Numbers for private use (RFC 6996), one for each true one. */
  #asn(asn: number): number {
    if (!this.#asns.has(asn)) this.#asns.set(asn, 64_512 + this.#asns.size);
    return this.#asns.get(asn)!;
  }
}

export interface Device {
  os: string;
  browser: string;
  agent: string;
  /** Vendor's id of a registered device; empty for one that is not. */
  id: string;
  name: string;
  managed: boolean;
  fingerprint: string;
}

const SYSTEMS = {
  windows: ['Windows 10', 'Windows NT 10.0; Win64; x64'],
  mac: ['Mac OS X', 'Macintosh; Intel Mac OS X 10_15_7'],
  linux: ['Linux', 'X11; Linux x86_64'],
} as const;
type System = keyof typeof SYSTEMS;

export function computer(
  chance: Chance,
  system: System,
  browser: 'Chrome' | 'Firefox' | 'Edge',
  managed: string | null,
): Device {
  const version = chance.int(118, 126);
  const [os, words] = SYSTEMS[system];
  const tail =
    browser === 'Firefox'
      ? `Gecko/20100101 Firefox/${version}.0`
      : `AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36${browser === 'Edge' ? ` Edg/${version}.0.0.0` : ''}`;
  return {
    os,
    browser: `${browser} ${version}.0.0`,
    agent: `Mozilla/5.0 (${words}) ${tail}`,
    id: managed === null ? '' : chance.uuid(),
    name: managed ?? '',
    managed: managed !== null,
    fingerprint: chance.hex(32),
  };
}

/** An intruder's computer; a third of them look like the victim's, as kits that pass a sign-in on make them. */
export function stranger(chance: Chance, victim: Person): Device {
  const device = computer(
    chance,
    chance.pick(['windows', 'windows', 'mac', 'linux']),
    chance.pick(['Chrome', 'Chrome', 'Firefox']),
    null,
  );
  const { os, browser, agent } = victim.laptop;
  return chance.yes(0.33) ? { ...device, os, browser, agent } : device;
}

export function phone(chance: Chance): Device {
  const iphone = chance.yes(0.6);
  return {
    os: iphone ? 'iOS 18' : 'Android 15',
    browser: iphone ? 'Mobile Safari 18' : 'Chrome Mobile 120',
    agent: iphone
      ? 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Version/18.4 Mobile/15E148 Safari/604.1'
      : 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36',
    id: '',
    name: '',
    managed: false,
    fingerprint: chance.hex(32),
  };
}

export type Factor = 'push' | 'totp' | 'sms' | 'fido2';

export interface Person {
  n: number;
  display: string;
  login: string; // as sources write it, lower case
  user: string; // the part before the at sign
  objectId: string;
  oktaId: string;
  googleId: string;
  duoKey: string;
  country: string;
  zone: number; // hours from UTC
  office: Spot;
  home: Spot;
  mobile: Net;
  laptop: Device;
  phone: Device;
  factor: Factor;
  homeDays: number; // share of days worked from home
  vpn: boolean; // behind the organisation's egress while at home
  starts: number; // minutes after local midnight
  /** First day at work. */
  joined: number;
  /** Duo knows the account by another name, which the register of identities tells. */
  duoAlias: string | null;
  apps: string[];
}

export interface Machine {
  name: string;
  id: string;
  appId: string;
  key: string;
  from: Spot;
  every: number; // minutes
  source: 'entra' | 'aws' | 'okta';
}

const FIRST = 'Ada Bram Cora Dario Elif Femi Goran Hana Ivo Jana Kofi Lena Milo Nadia Oskar Petra Quinn Rosa Samir Tove Uma Viktor Wanda Ximena Yara Zoltan'.split(' '); // biome-ignore format: names
const LAST = 'Abbott Brandt Castell Demir Eklund Farkas Greer Holt Ibsen Jansen Keller Lindqvist Marsh Novak Okoro Petrov Quist Reyes Sorensen Tanaka Urban Vance Weiss Young Zeman'.split(' '); // biome-ignore format: names
export const APPS = ['Salesforce', 'Workday', 'Jira', 'GitHub', 'NetSuite', 'Slack', 'Zendesk'];

export function person(
  n: number,
  chance: Chance,
  addresses: Addresses,
  offices: Map<string, Spot>,
  domain: string,
): Person {
  const country = chance.weigh([
    ['GB', 5],
    ['NL', 3],
    ['US', 3],
  ]);
  const { zone, office, homes, mobiles } = HOME[country]!;
  if (!offices.has(country)) offices.set(country, addresses.in(office));
  const first = FIRST[(n * 7 + chance.int(0, 3)) % FIRST.length]!;
  const last = LAST[(n * 3 + Math.floor(n / FIRST.length)) % LAST.length]!;
  const user = `${first}.${last}${n}`.toLowerCase();
  const system = chance.weigh<System>([
    ['windows', 7],
    ['mac', 3],
  ]);
  return {
    n,
    display: `${first} ${last}`,
    user,
    login: `${user}@${domain}`,
    objectId: chance.uuid(),
    oktaId: `00u${chance.token(17)}`,
    googleId: String(chance.int(100_000_000, 999_999_999)) + String(chance.int(100_000_000, 999_999_999)),
    duoKey: `DU${chance.token(18).toUpperCase()}`,
    country,
    zone,
    office: offices.get(country)!,
    home: addresses.in(chance.pick(homes)),
    mobile: chance.pick(mobiles),
    laptop: computer(chance, system, chance.pick(['Chrome', 'Chrome', 'Edge']), `NB-${country}-${1000 + n * 7}`),
    phone: phone(chance),
    factor: chance.weigh<Factor>([
      ['push', 7],
      ['totp', 2],
      ['fido2', 1],
    ]),
    homeDays: chance.pick([0, 0.2, 0.4, 0.6, 1]),
    vpn: chance.yes(0.3),
    starts: Math.round(chance.around(8 * 60 + 30, 100)),
    joined: 0,
    duoAlias: null,
    apps: chance.shuffled(APPS).slice(0, 3),
  };
}
