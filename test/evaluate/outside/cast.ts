/** Who works in a tenant of the second generator, from where, and where intruders sit. Shares no table with the first one. */
import type { Chance } from '../../../electron/engine/demo/random';

export interface Place {
  ip: string;
  asn: number;
  org: string;
  country: string;
  countryName: string;
  city: string;
  lat: number;
  lon: number;
}
export interface Device {
  id: string;
  name: string;
  os: string;
  browser: string;
  agent: string;
  managed: boolean;
}
export interface Person {
  n: number;
  first: string;
  last: string;
  login: string;
  id: string;
  home: Place;
  office: Place | null;
  mobile: Place;
  laptop: Device;
  phone: Device;
  /** Hours of UTC between which they work. */
  hours: readonly [number, number];
  weekends: boolean;
}

interface Network {
  asn: number;
  org: string;
  prefix: string;
  city: readonly [name: string, lat: number, lon: number];
}
const NAMES: Record<string, string> = { US: 'United States', GB: 'United Kingdom', DE: 'Germany', FR: 'France', NL: 'Netherlands', PL: 'Poland', IN: 'India', BR: 'Brazil', RO: 'Romania', NG: 'Nigeria', RU: 'Russia', SG: 'Singapore', SE: 'Sweden', VN: 'Vietnam', ES: 'Spain', CA: 'Canada' }; // biome-ignore format: table

// biome-ignore format: a table
const LINES: Record<string, readonly Network[]> = {
  US: [{ asn: 7922, org: 'Comcast Cable Communications', prefix: '73.162', city: ['Denver', 39.74, -104.98] }, { asn: 20115, org: 'Charter Communications', prefix: '71.84', city: ['St. Louis', 38.63, -90.2] }, { asn: 7018, org: 'AT&T Services', prefix: '99.44', city: ['Dallas', 32.78, -96.8] }],
  GB: [{ asn: 2856, org: 'British Telecommunications', prefix: '86.130', city: ['Leeds', 53.8, -1.55] }, { asn: 5607, org: 'Sky UK', prefix: '90.216', city: ['London', 51.51, -0.13] }],
  DE: [{ asn: 3320, org: 'Deutsche Telekom', prefix: '91.10', city: ['Köln', 50.94, 6.96] }, { asn: 3209, org: 'Vodafone GmbH', prefix: '77.20', city: ['München', 48.14, 11.58] }],
  IN: [{ asn: 24560, org: 'Bharti Airtel', prefix: '122.161', city: ['Pune', 18.52, 73.86] }, { asn: 55836, org: 'Reliance Jio', prefix: '49.36', city: ['Mumbai', 19.08, 72.88] }],
};
// biome-ignore format: a table
const MOBILE: Record<string, Network> = {
  US: { asn: 21928, org: 'T-Mobile USA', prefix: '172.58', city: ['Denver', 39.74, -104.98] },
  GB: { asn: 25135, org: 'Vodafone Limited', prefix: '148.252', city: ['London', 51.51, -0.13] },
  DE: { asn: 6805, org: 'Telefonica Germany', prefix: '176.1', city: ['Hamburg', 53.55, 9.99] },
  IN: { asn: 45609, org: 'Bharti Airtel', prefix: '106.193', city: ['Pune', 18.52, 73.86] },
};
// biome-ignore format: a table
const ABROAD: readonly (readonly [country: string, network: Network])[] = [
  ['NG', { asn: 29465, org: 'MTN Nigeria', prefix: '105.112', city: ['Lagos', 6.45, 3.39] }],
  ['RU', { asn: 12389, org: 'Rostelecom', prefix: '95.24', city: ['Samara', 53.2, 50.15] }],
  ['BR', { asn: 28573, org: 'Claro NXT', prefix: '177.32', city: ['São Paulo', -23.55, -46.63] }],
  ['VN', { asn: 7552, org: 'Viettel', prefix: '27.72', city: ['Hanoi', 21.03, 105.85] }],
  ['RO', { asn: 9009, org: 'M247 Europe', prefix: '146.70', city: ['Bucharest', 44.43, 26.1] }],
  ['NL', { asn: 14061, org: 'DigitalOcean', prefix: '159.65', city: ['Amsterdam', 52.37, 4.9] }],
  ['FR', { asn: 16276, org: 'OVH SAS', prefix: '51.77', city: ['Roubaix', 50.69, 3.18] }],
  ['SG', { asn: 14061, org: 'DigitalOcean', prefix: '128.199', city: ['Singapore', 1.35, 103.82] }],
];
// biome-ignore format: a table
const RENTED: Record<string, readonly Network[]> = {
  US: [{ asn: 9009, org: 'M247 Europe', prefix: '89.187', city: ['New York', 40.71, -74.01] }, { asn: 14061, org: 'DigitalOcean', prefix: '104.248', city: ['North Bergen', 40.8, -74.01] }],
  GB: [{ asn: 9009, org: 'M247 Europe', prefix: '194.35', city: ['London', 51.51, -0.13] }, { asn: 14061, org: 'DigitalOcean', prefix: '178.62', city: ['London', 51.51, -0.13] }],
  DE: [{ asn: 24940, org: 'Hetzner Online', prefix: '65.108', city: ['Falkenstein', 50.48, 12.33] }, { asn: 9009, org: 'M247 Europe', prefix: '37.120', city: ['Frankfurt', 50.11, 8.68] }],
  IN: [{ asn: 14061, org: 'DigitalOcean', prefix: '139.59', city: ['Bangalore', 12.97, 77.59] }, { asn: 9009, org: 'M247 Europe', prefix: '103.75', city: ['Mumbai', 19.08, 72.88] }],
};
// biome-ignore format: a table
const TRIPS: readonly (readonly [country: string, network: Network])[] = [
  ['FR', { asn: 3215, org: 'Orange', prefix: '90.12', city: ['Paris', 48.86, 2.35] }],
  ['ES', { asn: 3352, org: 'Telefonica de Espana', prefix: '83.52', city: ['Madrid', 40.42, -3.7] }],
  ['PL', { asn: 5617, org: 'Orange Polska', prefix: '83.6', city: ['Warszawa', 52.23, 21.01] }],
  ['SE', { asn: 3301, org: 'Telia', prefix: '81.232', city: ['Stockholm', 59.33, 18.07] }],
  ['CA', { asn: 812, org: 'Rogers', prefix: '99.224', city: ['Toronto', 43.65, -79.38] }],
];
export const COUNTRIES = Object.keys(LINES);

export function spot(chance: Chance, country: string, network: Network): Place {
  const [city, lat, lon] = network.city;
  const ip = `${network.prefix}.${network.asn === 60729 ? 101 : chance.int(1, 254)}.${chance.int(2, 253)}`;
  return { ip, asn: network.asn, org: network.org, country, countryName: NAMES[country] ?? country, city, lat, lon };
}
export const line = (chance: Chance, country: string): Place => spot(chance, country, chance.pick(LINES[country]!));
export const mobileOf = (chance: Chance, country: string): Place => spot(chance, country, MOBILE[country]!);
export const trip = (chance: Chance, home: string): Place => {
  const [country, network] = chance.pick(TRIPS.filter(([there]) => there !== home));
  return spot(chance, country, network);
};
export const rented = (chance: Chance, country: string): Place => spot(chance, country, chance.pick(RENTED[country]!));

export type Hideout = 'abroad' | 'rented' | 'residential' | 'same network' | 'tor';
/** Where an intruder sits: far away, or as near to the victim as can be bought. */
export function hideout(chance: Chance, victim: Person, kind: Hideout): Place {
  const home = victim.home.country;
  switch (kind) {
    case 'abroad': {
      const [country, network] = chance.pick(ABROAD);
      return spot(chance, country, network);
    }
    case 'rented':
      return rented(chance, home);
    case 'residential':
      return line(chance, home);
    case 'same network': {
      const own = LINES[home]!.find(({ asn }) => asn === victim.home.asn)!;
      return spot(chance, home, own);
    }
    case 'tor':
      return spot(chance, 'DE', { asn: 60729, org: 'Stiftung Erneuerbare Freiheit', prefix: '185.220', city: ['Berlin', 52.52, 13.4] }); // biome-ignore format: one line
  }
}

const CHROME = '131.0.0.0';
export function computer(
  chance: Chance,
  name: string,
  managed = true,
  kind = chance.weigh([
    ['win', 6],
    ['mac', 3],
    ['linux', 1],
  ] as const),
): Device {
  // biome-ignore format: one line
  const [os, token] = kind === 'win' ? ['Windows 10', 'Windows NT 10.0; Win64; x64'] : kind === 'mac' ? ['Mac OS X', 'Macintosh; Intel Mac OS X 10_15_7'] : ['Linux', 'X11; Linux x86_64']; // biome-ignore format: one line
  const isEdge = kind === 'win' && chance.yes(0.5);
  const agent = `Mozilla/5.0 (${token}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${CHROME} Safari/537.36${isEdge ? ' Edg/131.0.0.0' : ''}`;
  return { id: uuid(chance), name, os, browser: isEdge ? 'Edge 131.0.0' : 'Chrome 131.0.0', agent, managed };
}
export function handset(chance: Chance, name: string): Device {
  const isApple = chance.yes(0.6);
  const agent = isApple ? 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1' : 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'; // biome-ignore format: one line
  return { id: uuid(chance), name, os: isApple ? 'Ios 17.6' : 'Android 14', browser: isApple ? 'Mobile Safari' : 'Chrome Mobile 131', agent, managed: false }; // biome-ignore format: one line
}
/** What an intruder works with: a plain browser on Windows or Linux, a script, or the victim's very kind. */
export const foreign = (chance: Chance, victim: Person): Device =>
  chance.yes(0.3)
    ? { ...victim.laptop, id: uuid(chance), name: `DESKTOP-${hex(chance, 7).toUpperCase()}`, managed: false }
    : computer(chance, `DESKTOP-${hex(chance, 7).toUpperCase()}`, false, chance.yes(0.6) ? 'win' : 'linux');

export const hex = (chance: Chance, n: number): string =>
  Array.from({ length: n }, () => chance.int(0, 15).toString(16)).join('');
export const uuid = (chance: Chance): string =>
  `${hex(chance, 8)}-${hex(chance, 4)}-4${hex(chance, 3)}-a${hex(chance, 3)}-${hex(chance, 12)}`;

const FIRST = 'anna boris chen dalia emil farah greta hugo ines jamal kira luca mei nora omar priya quinn rosa sven tara uma viktor wanda xavier yara zane'.split(' '); // biome-ignore format: list
const LAST = 'abbott bauer costa dietz eriksen fischer gupta hansen ivanov jones kowalski lopez meyer nowak ortiz patel quast roth singh tanaka ueda vogel weiss young zimmer'.split(' '); // biome-ignore format: list

export function people(chance: Chance, n: number, domain: string, country: string): Person[] {
  const offices = [line(chance, country), line(chance, country)];
  return Array.from({ length: n }, (_, i): Person => {
    const own = chance.fork(`person ${i}`);
    const first = FIRST[i % FIRST.length]!;
    const last = LAST[Math.floor(i / FIRST.length) % LAST.length]!;
    const where = own.yes(0.85) ? country : own.pick(COUNTRIES);
    const start = ({ US: 14, GB: 8, DE: 7, IN: 4 } as Record<string, number>)[where]!;
    return {
      n: i,
      first,
      last,
      login: `${first}.${last}${i >= 650 ? i : ''}@${domain}`,
      id: uuid(own),
      home: line(own, where),
      office: own.yes(0.6) ? own.pick(offices) : null,
      mobile: mobileOf(own, where),
      laptop: computer(own, `LT-${1000 + i}`),
      phone: handset(own, `${first}s phone`),
      hours: [start + own.int(-1, 2), start + 9 + own.int(-1, 2)],
      weekends: own.yes(0.1),
    };
  });
}
