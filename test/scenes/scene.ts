/** A scene: a few records of a vendor each, written by hand, and what an investigator would say of them. */
import type { LinkKind, Verdict } from '../../shared/model/words';

export interface Place {
  ip: string;
  country: string;
  city: string;
  lat: number;
  lon: number;
  asn: number;
}
const place = (ip: string, country: string, city: string, lat: number, lon: number, asn: number): Place => ({ ip, country, city, lat, lon, asn }); // biome-ignore format: one line

/** Where people work and live, and where others sit. */
export const PLACES = {
  office: place('217.110.10.20', 'DE', 'Hamburg', 53.55, 9.99, 8220),
  home: place('91.10.44.7', 'DE', 'Köln', 50.94, 6.96, 3320),
  home2: place('77.20.8.9', 'DE', 'München', 48.14, 11.58, 3209),
  newHome: place('87.123.4.5', 'DE', 'Bonn', 50.73, 7.1, 8881),
  carrier: place('176.1.20.33', 'DE', 'Köln', 50.94, 6.96, 6805),
  carrier2: place('176.2.90.14', 'DE', 'Köln', 50.94, 6.96, 6805),
  carrier3: place('176.3.7.201', 'DE', 'Essen', 51.46, 7.01, 6805),
  /** Other lines of the provider of `home`, and a carrier whose ranges hold lines of households, too. */
  neighbour: place('87.150.10.9', 'DE', 'Köln', 50.94, 6.96, 3320),
  neighbour2: place('79.200.4.4', 'DE', 'Köln', 50.94, 6.96, 3320),
  mixed: place('109.42.64.60', 'DE', 'Köln', 50.94, 6.96, 3209),
  paris: place('90.12.4.5', 'FR', 'Paris', 48.86, 2.35, 3215),
  vpn: place('45.83.220.7', 'SE', 'Malmö', 55.6, 13, 39351),
  lagos: place('105.112.33.4', 'NG', 'Lagos', 6.45, 3.39, 36873),
  rented: place('104.248.9.9', 'US', 'North Bergen', 40.8, -74.01, 14061),
  rented2: place('37.120.217.5', 'RO', 'Bukarest', 44.43, 26.1, 9009),
  romania: place('5.12.7.9', 'RO', 'Iași', 47.16, 27.59, 8708),
  tor: place('185.220.101.4', 'DE', 'Berlin', 52.52, 13.4, 60729),
  cloud: place('18.184.10.5', 'DE', 'Frankfurt', 50.11, 8.68, 16509),
  farCloud: place('159.65.200.1', 'NL', 'Amsterdam', 52.37, 4.9, 14061),
  // As sanitised exports have them: RFC 5737 and RFC 5398; the place is the one that the log tells.
  docOffice: place('192.0.2.10', 'US', 'Chicago', 41.88, -87.63, 64496),
  docHome: place('192.0.2.77', 'US', 'Chicago', 41.88, -87.63, 64497),
  docHome2: place('192.0.2.130', 'US', 'Milwaukee', 43.04, -87.91, 64497),
  docCell: place('203.0.113.201', 'US', 'Chicago', 41.88, -87.63, 64500),
  docNew: place('192.0.2.199', 'US', 'Evanston', 42.05, -87.69, 64498),
  docFar: place('198.51.100.23', 'RU', 'Moscow', 55.76, 37.62, 64510),
  docFar2: place('203.0.113.66', 'NL', 'Amsterdam', 52.37, 4.9, 64511),
  docRented: place('203.0.113.140', 'US', 'Ashburn', 39.04, -77.49, 64505),
  docTrip: place('198.51.100.200', 'GB', 'London', 51.51, -0.13, 64506),
} satisfies Record<string, Place>;
export type Where = keyof typeof PLACES;

export interface Device {
  os: string;
  browser: string;
  agent: string;
  /** Only of devices that the organisation manages. */
  id: string | null;
}
const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36';
export const DEVICES = {
  laptop: { os: 'Windows 11', browser: 'Chrome 145.0', agent: WINDOWS, id: 'a7c1' },
  mac: { os: 'macOS 15', browser: 'Safari 18.2', agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Safari/605.1.15', id: 'b3f0' },
  /** A telephone that the organisation manages. */
  companyPhone: { os: 'iOS 18', browser: 'Mobile Safari 18.1', agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1', id: 'f00d' },
  /** A telephone of which the organisation knows nothing. */
  ownPhone: { os: 'iOS 18', browser: 'Mobile Safari 18.1', agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1', id: null },
  /** Looks like the laptop and is none of the organisation's. */
  twin: { os: 'Windows 11', browser: 'Chrome 145.0', agent: WINDOWS, id: null },
  kali: { os: 'Linux', browser: 'Firefox 128.0', agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', id: null },
  script: { os: 'Linux', browser: 'python-requests 2.32', agent: 'python-requests/2.32.3', id: null },
  cli: { os: 'Linux', browser: 'aws-cli 2.17', agent: 'aws-cli/2.17.2 md/awscrt#0.20.11 ua/2.0 os/linux', id: null },
} satisfies Record<string, Device>; // biome-ignore format: a table
export type With = keyof typeof DEVICES;

export interface More {
  app?: string;
  session?: string;
  key?: string;
  /** On whom, where somebody does something to another account. */
  on?: string;
  /** Where the phone is that answers. */
  phone?: Where;
  detail?: string;
}
/** When ("d20 02:11:30"), who, vendor and what ("okta push denied"), from where, with what. */
export type Row = readonly [when: string, who: string, what: string, where: Where, device?: With, more?: More];

/** The first day is a Monday. */
const FIRST = Date.UTC(2026, 2, 2);
export function timeOf(when: string): number {
  const [, day, h, m, s] = /^d(\d+) (\d\d):(\d\d)(?::(\d\d))?$/.exec(when) ?? [];
  if (day === undefined) throw new Error(`no time: ${when}`);
  return FIRST + (((Number(day) - 1) * 24 + Number(h)) * 60 + Number(m)) * 60_000 + Number(s ?? 0) * 1_000;
}

const isWeekend = (day: number): boolean => day % 7 === 6 || day % 7 === 0;
const two = (n: number): string => String(n).padStart(2, '0');

/** One sign-in every working day, at about the same time, from these places in turn. */
export function usual(
  who: string,
  what: string,
  places: readonly Where[] = ['office', 'home'],
  device: With | undefined = 'laptop',
  { from = 1, to = 24, hour = 6, more = {} as More } = {},
): Row[] {
  const rows: Row[] = [];
  const shift = [...who].reduce((sum, char) => sum + char.charCodeAt(0), 0);
  for (let day = from; day <= to; day++) {
    if (isWeekend(day)) continue;
    const minute = (shift * 7 + day * 13) % 55;
    rows.push([`d${day} ${two(hour)}:${two(minute)}`, who, what, places[day % places.length]!, device, more]);
  }
  return rows;
}

/** Four colleagues who do as everybody does, so that the log goes on and the organisation is known. */
export const colleagues = (what: string, to = 40): Row[] => [
  ...usual('jonas', what, ['office', 'home2'], 'laptop', { to }),
  ...usual('ines', what, ['office', 'carrier'], 'mac', { to }),
  ...usual('omar', what, ['office'], 'laptop', { to, hour: 7 }),
  ...usual('petra', what, ['home2', 'office'], 'laptop', { to, hour: 8 }),
];

export interface Says {
  who: string;
  verdict: Verdict | readonly Verdict[];
  /** Beginnings of the times of the accesses that belong to whoever was denied, best first; none where nobody got in. */
  access: readonly string[];
  kind?: LinkKind | readonly LinkKind[];
  /** Words of one of the first two next steps. */
  step: RegExp;
}
export interface Scene {
  name: string;
  rows: readonly Row[];
  /** Registers beside the logs, by file name. */
  registers?: Readonly<Record<string, string>>;
  says: readonly Says[];
  /** Who is refused nothing that counts: no episode is theirs. */
  none?: readonly string[];
}
