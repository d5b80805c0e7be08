/** Corvane Instruments: about 120 people in Leeds, Rotterdam and Denver, and the devices they sign in with. */
import type { Chance } from './random';
import { type Address, addressIn, fixed } from './world';

export const DOMAIN = 'corvane.example';
export const TENANT = '6f1d2a84-93c5-4e0b-9a77-2b1c0d5e8f30';

export type Site = 'leeds' | 'rotterdam' | 'denver' | 'krakow' | 'lisbon';
export type Team = 'Finance' | 'Sales' | 'Engineering' | 'Operations' | 'People' | 'IT' | 'Support' | 'Marketing';
/** `NONE`: a password is enough, which the sign-on policy still allows for a group that nobody looks after. */
export type OktaFactor =
  | 'SIGNED_NONCE'
  | 'OKTA_VERIFY_PUSH'
  | 'FIDO_WEBAUTHN'
  | 'OKTA_SOFT_TOKEN'
  | 'SMS_FACTOR'
  | 'NONE';

export interface Device {
  kind: 'computer' | 'phone';
  name: string;
  os: string; // as Entra writes it
  oktaOs: string;
  duoOs: string;
  duoOsVersion: string;
  browser: string; // as Entra writes it
  browserName: string; // as Okta writes it
  browserVersion: string;
  userAgent: string;
  entraId: string; // empty for a device that is not registered
  oktaId: string;
  duoKey: string; // Duo's endpoint key
  fingerprint: string; // Okta's hash of the device token cookie
  managed: boolean;
  trust: string;
}

export interface Person {
  index: number;
  first: string;
  last: string;
  display: string;
  upn: string; // lower case, as sign-in rows carry it
  mail: string; // as typed into directories, capitals and all
  oktaLogin: string;
  shortName: string;
  objectId: string;
  oktaId: string;
  duoKey: string;
  team: Team;
  site: Site;
  /** Hours from UTC; no clock change falls into the month. */
  offset: number;
  home: Address;
  mobileNet: string;
  laptop: Device;
  phone: Device;
  phoneNumber: string;
  phoneKey: string;
  entraMfa: 'Mobile app notification' | 'OATH verification code' | 'Windows Hello for Business';
  oktaMfa: OktaFactor;
  duoMfa: 'duo_push' | 'duo_mobile_passcode';
  apps: string[];
  /** Days of the week (0 = Sunday) worked from home; all five for those without an office. */
  homeDays: ReadonlySet<number>;
  /** Minutes after local midnight at which the day begins, as a rule. */
  dayStart: number;
  usesVpn: boolean;
}

const SITES: Record<Site, { offset: number; homes: string[]; mobile: string; dial: string }> = {
  leeds: {
    offset: 1,
    homes: ['home-leeds-bt', 'home-leeds-virgin', 'home-harrogate'],
    mobile: 'mobile-gb',
    dial: '+44 79########',
  },
  rotterdam: { offset: 2, homes: ['home-rotterdam-kpn', 'home-delft'], mobile: 'mobile-nl', dial: '+31 6########' },
  denver: { offset: -6, homes: ['home-denver', 'home-boulder'], mobile: 'mobile-us', dial: '+1 303#######' },
  krakow: { offset: 2, homes: ['home-krakow'], mobile: 'mobile-pl', dial: '+48 60#######' },
  lisbon: { offset: 1, homes: ['home-lisbon'], mobile: 'mobile-pt', dial: '+351 91#######' },
};

const FIRST: Record<Site, string> = {
  leeds:
    'Amelia Oliver Grace Harriet Samir Imogen Callum Nadia Edward Fiona Gareth Holly Isaac Jasmine Keiran Lucy Martin Niamh Owen Poppy Rashid Stella Theo Usha Victor Wendy Yusuf Zara Beth Colin Daisy Ewan Freya Hugh Ivy Joel Kate Liam Meera Neil',
  rotterdam:
    'Bram Lotte Joost Fleur Daan Esmee Ruben Anouk Thijs Maud Sven Iris Koen Noor Pieter Roos Stijn Tessa Wouter Yara Hanneke Jurre Kees Marijke Niels Sophie Timo Vera',
  denver:
    'Aaron Brooke Carlos Dana Elijah Faith Gabriel Hannah Ian Jada Kyle Lauren Mason Nora Owen Paige Quinn Rachel Spencer Tara Wesley Ximena Zach Audrey Blake Cora Derek Eva',
  krakow: 'Agnieszka Bartek Kasia Marek Ola Piotr',
  lisbon: 'Beatriz Diogo Ines Rui',
};
const LAST: Record<Site, string> = {
  leeds:
    'Ashworth Bramley Cartwright Dyson Eastwood Fairburn Greaves Hartley Ibbotson Jagger Kendall Lister Metcalfe Naylor Oldroyd Pickles Ramsden Shackleton Thackray Umpleby Varley Wainwright Yeadon Sutcliffe Barraclough Clough Hussain Patel Okoye Mistry Byrne Doyle',
  rotterdam:
    'Aalbers Brouwer Dekker Evers Franken Groen Hoekstra Jansen Kuipers Langeveld Mulder Nijland Oosting Postma Rietveld Schouten Timmer Veldman Wiersma Zijlstra Bos Hendriks Kok Maas',
  denver:
    'Albright Becerra Caldwell Donnelly Eklund Foss Garrity Hadley Iverson Jurado Kessler Lindgren Maddox Navarro Osborne Prentice Quigley Ransom Sandoval Thorne Upton Vance Whitlock Yates Alvarez Boone',
  krakow: 'Kowalczyk Nowicki Zielinska Wrona Sikora',
  lisbon: 'Almeida Carvalho Ferreira Moura',
};

const APPS: Record<Team, string[]> = {
  Finance: ['NetSuite', 'Expensify', 'Workday'],
  Sales: ['Salesforce', 'Zoom', 'Expensify'],
  Engineering: ['GitHub Enterprise', 'Jira', 'Confluence'],
  Operations: ['NetSuite', 'Jira', 'ShipStation'],
  People: ['Workday', 'Greenhouse', 'Zoom'],
  IT: ['Jira', 'GitHub Enterprise', 'Zendesk'],
  Support: ['Zendesk', 'Salesforce', 'Confluence'],
  Marketing: ['Salesforce', 'Figma', 'Zoom'],
};

/** The people that the month's stories are about. */
const CAST: { name: string; site: Site; team: Team; over?: Partial<Person> }[] = [
  { name: 'Priya Raman', site: 'leeds', team: 'Finance', over: { oktaMfa: 'OKTA_VERIFY_PUSH' } },
  { name: 'Tomasz Wieczorek', site: 'krakow', team: 'Operations', over: { usesVpn: true, duoMfa: 'duo_push' } },
  { name: 'Sanne Bakker', site: 'rotterdam', team: 'Sales', over: { entraMfa: 'Mobile app notification' } },
  { name: 'Oliver Grantham', site: 'leeds', team: 'Support', over: { oktaMfa: 'OKTA_VERIFY_PUSH' } },
  { name: 'Femke de Wit', site: 'rotterdam', team: 'Marketing', over: { oktaMfa: 'OKTA_VERIFY_PUSH' } },
  { name: 'Callum Reid', site: 'leeds', team: 'Operations', over: { oktaMfa: 'NONE' } },
  { name: 'Marcus Ellery', site: 'denver', team: 'Engineering', over: { entraMfa: 'Mobile app notification' } },
  { name: 'Ingrid Solberg', site: 'leeds', team: 'IT', over: { usesVpn: true, duoMfa: 'duo_push' } },
  {
    name: 'Elena Marchetti',
    site: 'leeds',
    team: 'Sales',
    over: { usesVpn: true, duoMfa: 'duo_push', oktaMfa: 'OKTA_VERIFY_PUSH', homeDays: new Set([1, 2, 4, 5]) },
  },
  {
    name: 'Jeroen van Dam',
    site: 'rotterdam',
    team: 'Engineering',
    over: { usesVpn: true, duoMfa: 'duo_push', oktaMfa: 'OKTA_VERIFY_PUSH' },
  },
];

export const CAST_SIZE = CAST.length;

const HEADCOUNT: Record<Site, number> = { leeds: 44, rotterdam: 30, denver: 30, krakow: 4, lisbon: 2 };

/** Everyone, the cast first. */
export function hire(chance: Chance): Person[] {
  const people: Person[] = [];
  const taken = new Set<string>();
  for (const role of CAST) {
    taken.add(role.name);
    people.push({ ...person(people.length, role.name, role.site, role.team, chance.fork(role.name)), ...role.over });
  }
  const teams: (readonly [Team, number])[] = [
    ['Engineering', 26],
    ['Operations', 20],
    ['Sales', 16],
    ['Support', 14],
    ['Finance', 9],
    ['Marketing', 7],
    ['IT', 5],
    ['People', 3],
  ];
  for (const site of Object.keys(HEADCOUNT) as Site[]) {
    const pool = chance.fork(`names ${site}`);
    for (let n = 0; n < HEADCOUNT[site]; ) {
      const name = `${pool.pick(FIRST[site].split(' '))} ${pool.pick(LAST[site].split(' '))}`;
      if (taken.has(name)) continue;
      taken.add(name);
      people.push(person(people.length, name, site, pool.weigh(teams), chance.fork(name)));
      n++;
    }
  }
  return people;
}

function person(index: number, display: string, site: Site, team: Team, chance: Chance): Person {
  const [first, ...rest] = display.split(' ') as [string, ...string[]];
  const last = rest.join(' ');
  const local = `${first}.${rest.join('')}`;
  const upn = `${local}@${DOMAIN}`.toLowerCase();
  const { offset, homes, mobile, dial } = SITES[site];
  const remote = site === 'krakow' || site === 'lisbon';
  const weekdays = chance.shuffled([1, 2, 3, 4, 5]);
  const serial = 1000 + index * 7 + chance.int(0, 6);
  return {
    index,
    first,
    last,
    display,
    upn,
    mail: `${local}@${DOMAIN}`,
    // One in six was entered into Okta by hand, with capitals.
    oktaLogin: chance.yes(1 / 6) ? `${local}@Corvane.example` : upn,
    shortName: `${first[0]}${rest.join('')}`.toLowerCase().slice(0, 12),
    objectId: chance.uuid(),
    oktaId: `00u${chance.token(17)}`,
    duoKey: `DU${chance.token(18).toUpperCase()}`,
    team,
    site,
    offset,
    home: addressIn(chance.pick(homes), chance),
    mobileNet: mobile,
    laptop: laptop(chance, site, serial),
    phone: phone(chance, serial),
    phoneNumber: dial.replace(/#/g, () => String(chance.int(0, 9))),
    phoneKey: `DP${chance.token(18).toUpperCase()}`,
    entraMfa: chance.weigh([
      ['Mobile app notification', 6],
      ['Windows Hello for Business', 3],
      ['OATH verification code', 1],
    ]),
    oktaMfa: chance.weigh([
      ['SIGNED_NONCE', 4],
      ['OKTA_VERIFY_PUSH', 45 / 10],
      ['FIDO_WEBAUTHN', 1],
      ['OKTA_SOFT_TOKEN', 1 / 2],
    ]),
    duoMfa: chance.yes(0.8) ? 'duo_push' : 'duo_mobile_passcode',
    apps: ['Slack', ...APPS[team], 'Workday'].filter((app, i, all) => all.indexOf(app) === i),
    homeDays: new Set(
      remote
        ? weekdays
        : weekdays.slice(
            0,
            chance.weigh([
              [0, 1],
              [1, 3],
              [2, 4],
              [3, 1],
            ]),
          ),
    ),
    dayStart: Math.round(chance.around(8 * 60 + 20, 75)),
    usesVpn: remote || ['Engineering', 'Finance', 'IT', 'Operations'].includes(team),
  };
}

function laptop(chance: Chance, site: Site, serial: number): Device {
  const mac = chance.yes(0.3);
  const version = chance.pick(['147.0.0.0', '148.0.0.0']);
  const edge = !mac && chance.yes(0.55);
  const major = version.split('.')[0]!;
  const system = mac ? 'Macintosh; Intel Mac OS X 10_15_7' : 'Windows NT 10.0; Win64; x64';
  return {
    kind: 'computer',
    name: `CRV-${{ leeds: 'LDS', rotterdam: 'RTM', denver: 'DEN', krakow: 'KRK', lisbon: 'LIS' }[site]}-${serial}`,
    os: mac ? 'MacOs' : 'Windows11',
    oktaOs: mac ? 'Mac OS X' : 'Windows 11',
    duoOs: mac ? 'Mac OS X' : 'Windows',
    duoOsVersion: mac ? '15.4.1' : '11',
    browser: `${edge ? 'Edge' : 'Chrome'} ${version}`,
    browserName: edge ? 'EDGE' : 'CHROME',
    browserVersion: version,
    userAgent: `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36${edge ? ` Edg/${major}.0.0.0` : ''}`,
    entraId: chance.uuid(),
    oktaId: `guo${chance.token(17)}`,
    duoKey: `EP${chance.token(18).toUpperCase()}`,
    fingerprint: chance.hex(32),
    managed: true,
    trust: mac ? 'Azure AD registered' : chance.yes(0.4) ? 'Hybrid Azure AD joined' : 'Azure AD joined',
  };
}

function phone(chance: Chance, serial: number): Device {
  const iphone = chance.yes(0.6);
  return {
    kind: 'phone',
    name: iphone ? `iPhone-${serial}` : `Pixel-${serial}`,
    os: iphone ? 'Ios 18.4' : 'Android 15',
    oktaOs: iphone ? 'iOS' : 'Android',
    duoOs: iphone ? 'iOS' : 'Android',
    duoOsVersion: iphone ? '18.4' : '15',
    browser: iphone ? 'Mobile Safari 18.4' : 'Chrome Mobile 147.0.0',
    browserName: iphone ? 'SAFARI' : 'CHROME',
    browserVersion: iphone ? '18.4' : '147.0.0',
    userAgent: iphone
      ? 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1'
      : 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36',
    entraId: chance.yes(0.7) ? chance.uuid() : '',
    oktaId: `guo${chance.token(17)}`,
    duoKey: '',
    fingerprint: chance.hex(32),
    managed: false,
    trust: 'Azure AD registered',
  };
}

/** A machine that is not the company's: what an attacker signs in with. */
export function stranger(chance: Chance, system: 'windows' | 'linux' | 'mac' = 'windows'): Device {
  const words = {
    windows: ['Windows10', 'Windows 10', 'Windows', '10', 'Windows NT 10.0; Win64; x64'],
    linux: ['Linux', 'Linux', 'Linux', '', 'X11; Linux x86_64'],
    mac: ['MacOs', 'Mac OS X', 'Mac OS X', '13.2', 'Macintosh; Intel Mac OS X 10_15_7'],
  }[system] as [string, string, string, string, string];
  return {
    kind: 'computer',
    name: '',
    os: words[0],
    oktaOs: words[1],
    duoOs: words[2],
    duoOsVersion: words[3],
    browser: 'Chrome 139.0.0',
    browserName: 'CHROME',
    browserVersion: '139.0.0.0',
    userAgent: `Mozilla/5.0 (${words[4]}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36`,
    entraId: '',
    oktaId: '',
    duoKey: '',
    fingerprint: chance.hex(32),
    managed: false,
    trust: '',
  };
}

/** Where the office of a site is seen from; people without one are seen at home. */
export function office(person: Person): Address {
  switch (person.site) {
    case 'leeds':
      return fixed('office-leeds', 18);
    case 'rotterdam':
      return fixed('office-rotterdam', 40);
    case 'denver':
      return fixed('office-denver', 66);
    default:
      return person.home;
  }
}

export const vpnEgress = (): Address => fixed('vpn-egress', 5);
