/**
 * How far an event looks like somebody else than its identity: log-odds from address, network, country, device and hour,
 * against what was usual before. Thin history leaves it near zero information.
 */
import type { Nearness } from './campaign';
import { type Habits, THIN, type Trace } from './habits';
import type { OwnClock } from './own-clock';
import type { Known } from './sights';

/** What is known of each part of a trace, at one moment. Small enough to be kept with every candidate. */
export interface Standing {
  n: number;
  ip: Known;
  network: Known;
  country: Known;
  native: Known;
  browser: Known;
  app?: Known;
  factor?: Known;
  /** By a telephone, on the network of a carrier or a household: the share of its weight that what is new of it keeps. */
  roaming?: number;
  /** Sign-ins after which "never seen" says half of what it can, where the case sets its own number. */
  half?: number;
  /** Share of sign-ins within an hour of this time of day, and on this day of the week; 1 where nothing is known. */
  hours: number;
  days?: number;
  /** The clock on which these are told; null = UTC, for want of a known place. */
  clock?: OwnClock | null;
  /** Seconds: since the last own access, and usual for a machine that keeps a rhythm. */
  rhythm?: { since: number; usual: number } | null;
  /** vpn, proxy, tor, hosting …, or what the person's own labels say (office …); null where nothing tells. */
  kind: string | null;
  /** The travel calendar has the identity in that country at that time. */
  away?: boolean;
  /** The vendor calls the address a proxy, or suspects the event. */
  flagged: boolean;
  /** Three or more other identities used the address before. */
  shared: boolean;
  /** Whether the phone that answered was in the country of the screen that asked; null where the log does not say. */
  phone: 'near' | 'apart' | null;
  /** How the others of the organisation stand to the network, the country and the browser; null where too few are known. */
  others?: Nearness | null;
  othersCountry?: Nearness | null;
  othersBrowser?: Nearness | null;
  /** Of earlier sign-ins by this kind of browser (of all, where it is new), the share with a named or managed device, where this one has none. */
  deviceShare?: number;
  /** How often a new address came: what an honest sign-in from one would be. */
  fresh?: number;
  isMachine?: boolean;
  /** The log says that the organisation manages the device, or that it complies. */
  managed?: boolean;
  /** km/h from the last own access, where it is impossible for a traveller; else null. */
  speed: number | null;
}

export interface Part {
  text: string;
  weight: number;
}
export interface PlacePart extends Part {
  reason: PlaceReason;
}

/** What is thought of somebody unknown: that one sign-in in five comes from a new address, as if seen on three. */
const FRESH = 3;
const FRESH_SHARE = 0.2;

/** Whose place it looks like: the identity's own, somebody else's, or neither clearly. */
export type Side = 'own' | 'open' | 'strange';

/** Log-odds below which a place is the identity's own, and above which it is somebody else's. */
export interface SideRules {
  own: number;
  strange: number;
}
export const SIDE_RULES: SideRules = { own: -0.8, strange: 0.8 };

/** What is new, and how much that says. */
export interface PlaceRules extends SideRules {
  /** Sign-ins after which "never seen" says half of what it can: a machine does the same thing from its first day on. */
  halfPerson: number;
  halfMachine: number;
  /**
   * Share of its weight that is kept by what is new of a telephone on a mobile network of a usual country: that it was not used
   * before, has another browser and is not managed is one fact, and the address is another each time.
   */
  handset: number;
  /** People who must be known before "nobody was ever there" says anything. */
  knownPeople: number;
}
export const PLACE_RULES: PlaceRules = { ...SIDE_RULES, halfPerson: 4, halfMachine: 2, handset: 0.3, knownPeople: 5 };

export function standing(
  habits: Habits,
  trace: Trace,
  at: number,
  more: Pick<
    Standing,
    | 'kind'
    | 'flagged'
    | 'shared'
    | 'phone'
    | 'speed'
    | 'away'
    | 'others'
    | 'othersCountry'
    | 'othersBrowser'
    | 'deviceShare'
    | 'roaming'
    | 'managed'
    | 'half'
  >,
  isMachine = false,
): Standing {
  const known: Standing = {
    n: habits.n,
    ip: habits.known('ip', trace.ip, at),
    network: habits.known('network', trace.network, at),
    country: habits.known('country', trace.country, at),
    native: habits.known('native', trace.native, at),
    browser: habits.known('browser', trace.browser, at),
    fresh: (habits.once('ip') + FRESH * FRESH_SHARE) / (habits.n + FRESH),
    isMachine,
    app: habits.known('app', trace.app, at),
    factor: habits.known('factor', trace.factor, at),
    hours: habits.n >= KNOWN_HOURS ? habits.hourShare(at) : 1,
    days: habits.n >= KNOWN_HOURS ? habits.dayShare(at) : 1,
    clock: habits.clock,
    rhythm: rhythmOf(habits, at),
    kind: more.kind,
    flagged: more.flagged,
    shared: more.shared,
    phone: more.phone,
    speed: more.speed,
  };
  // Made for every access that is looked at: one object, and no more fields than it needs.
  if (more.away !== undefined) known.away = more.away;
  if (more.others !== undefined) known.others = more.others;
  if (more.othersCountry !== undefined) known.othersCountry = more.othersCountry;
  if (more.othersBrowser !== undefined) known.othersBrowser = more.othersBrowser;
  if (more.deviceShare !== undefined) known.deviceShare = more.deviceShare;
  if (more.roaming !== undefined) known.roaming = more.roaming;
  if (more.managed !== undefined) known.managed = more.managed;
  if (more.half !== undefined) known.half = more.half;
  return known;
}

/**
 * Log-odds of an address that was never seen: common for those who travel, rare for a job on one server. Half of them, the
 * network and the country tell the rest; where the log tells neither, the address stands for them.
 */
function ofNewAddress(s: Standing, trust: number): number {
  const odds = Math.log(0.95 / (s.fresh ?? USUAL_FRESH));
  const most = s.isMachine ? STEADY_MACHINE : STEADY_PERSON;
  const told = trust * Math.max(LEAST_STEADY, Math.min(most, 0.5 * odds));
  if (s.network !== 'untold') return told;
  const share = s.country === 'untold' ? 0.9 : 0.75;
  return Math.max(told, (s.n / (s.n + 2)) * Math.min(most + STANDS_FOR, share * odds));
}
const USUAL_FRESH = 0.19;
const LEAST_STEADY = 0.56;
const STEADY_PERSON = 1;
const STEADY_MACHINE = 1.76;
const STANDS_FOR = 0.7;

/** Sign-ins from which on hours and days are told apart. */
const KNOWN_HOURS = 30;
/** Gaps from which on a machine has a rhythm, and how even it must be (standard deviation over mean). */
const RHYTHM = { gaps: 8, irregularity: 0.25 } as const;

function rhythmOf({ cadence, last }: Habits, at: number): Standing['rhythm'] {
  if (cadence === null || cadence.n < RHYTHM.gaps || cadence.sum <= 0) return null;
  const usual = cadence.sum / cadence.n;
  const spread = Math.sqrt(Math.max(0, cadence.squares / cadence.n - usual * usual));
  return spread <= RHYTHM.irregularity * usual
    ? { since: Math.max(0, Math.round((at - last) / 1_000)), usual: Math.round(usual) }
    : null;
}

/** Names for the sentences. */
export interface Naming {
  country: string | null;
  network: string | null; // "AS9009 M247 Europe SRL, hosting"
  when?: string | null; // "Sun 03:14, Europe/Berlin"
}

const WEIGHTS = {
  base: -1,
  ip: { unseen: 0.8, once: -1, usual: -3, untold: 0 },
  network: { unseen: 0.9, once: -0.3, usual: -1.2, untold: 0 },
  country: { unseen: 1.6, once: 0.3, usual: -0.4, untold: 0 },
  native: { unseen: 0.9, once: -1.5, usual: -4, untold: 0 },
  browser: { unseen: 0.8, once: 0, usual: -0.6, untold: 0 },
  anonymising: 1,
  hosting: 0.8,
  flagged: 0.7,
  hour: 0.5,
  shared: -2,
  speed: 1.2,
  near: -4,
  apart: 1.3,
  away: -1,
  managed: -1.8, // a device not seen before: in the hands of an intruder hardly ever
  alien: 0.6,
  nameless: 1.5, // at most
  namelessNew: 0.8, // … by a browser that is itself new
  line: -0.7,
  office: -2.5,
  partner: -0.8,
  scanner: 0.8,
  malicious: 2,
} as const;

/** What speaks for or against somebody else's hand. */
export type PlaceReason =
  | `${'ip' | 'network' | 'country' | 'native' | 'browser'}.${Known}`
  | 'hosting'
  | 'away'
  | 'managed'
  | 'alien'
  | 'nameless'
  | 'line'
  | 'office'
  | 'partner'
  | 'scanner'
  | 'malicious'
  | 'vpn'
  | 'proxy'
  | 'tor'
  | 'flagged'
  | 'hour'
  | 'shared'
  | 'near'
  | 'apart'
  | 'speed';

/** Share of its weight that an unknown place keeps on a journey that the calendar tells. */
const JOURNEY = 0.3;
/** … and a network or a country from which others of the organisation come. */
const COMMON = 0.5;
/** Share of its weight that a usual network keeps in a country that is new. */
const ELSEWHERE = 0.25;
/** … and a usual network and a usual kind of browser of a machine that is another one; and what its own id then weighs. */
const OTHER_MACHINE = { network: 0.4, browser: 0.3, native: 1.3 } as const;
/** Least trust in "never seen" where nobody of the organisation was ever seen there either; less of somebody unknown. */
const ALIEN_TRUST = 0.5;
const ALIEN_TRUST_UNKNOWN = 0.2;
const alienTrust = ({ n }: Standing): number =>
  n >= THIN ? ALIEN_TRUST : ALIEN_TRUST_UNKNOWN + (ALIEN_TRUST - ALIEN_TRUST_UNKNOWN) * (n / THIN);
/** Least trust in the line of a household: of somebody unknown nobody knows the home. */
const LINE_TRUST = 0.3;
/** Sign-ins below which the country of the others is the best guess of the own one. */
const KNOWN_PERSON = 3;
/** Places that are somebody's; the country and the kind of browser are everybody's. */
const TELLING = ['ip', 'network', 'native'] as const;
const PLACES = ['ip', 'network', 'country', 'native', 'browser'] as const;

/** The country of an exit is nobody's place: the phone is near a screen only where the screen's address is one. */
const isTogether = (s: Standing): boolean =>
  s.phone === 'near' && s.n > 0 && s.kind !== 'tor' && s.kind !== 'vpn' && s.kind !== 'proxy' && s.kind !== 'hosting';

/** In a country where the identity usually is; of somebody of whom little is known, where the others are. */
const isHome = (s: Standing): boolean =>
  s.country === 'usual' || ((s.n < KNOWN_PERSON || s.country === 'once') && s.othersCountry === 'common');

/** Share of its weight that a part of a telephone's place keeps: a carrier gives another address each time. */
const phoneShare = (place: (typeof PLACES)[number], share: number): number =>
  place === 'native' || place === 'browser' ? share : place === 'ip' ? (1 + share) / 2 : 1;

/** Share of sign-ins by a kind of browser with a named device from which on one without is another machine. */
const NAMED = 0.8;

/**
 * A machine that the identity was never seen with, at an address that it was never seen at: neither a telephone, nor one that
 * the organisation manages. Of such a place the network and the kind of browser say little: millions have them.
 */
export const isOtherMachine = (s: Standing): boolean =>
  s.ip === 'unseen' &&
  s.native !== 'usual' &&
  s.native !== 'once' &&
  s.n >= THIN &&
  !(s.roaming !== undefined && s.roaming < 1 && isHome(s)) &&
  !s.shared &&
  s.managed !== true &&
  s.away !== true &&
  s.isMachine !== true &&
  (s.native === 'unseen' || s.browser === 'unseen' || (s.deviceShare ?? 0) >= NAMED);

function nearnessOf(s: Standing, place: (typeof PLACES)[number]): Nearness | null {
  if (place === 'network') return s.others ?? null;
  if (place === 'country') return s.othersCountry ?? null;
  // What colleagues work with is no less new for the person; what nobody works with is newer.
  return place === 'browser' && s.othersBrowser === 'new' ? 'new' : null;
}

/** Calls `say` with every reason and its weight; the base, which is no reason, is not among them. */
function weigh(s: Standing, say: (weight: number, reason: PlaceReason) => void): void {
  // With few sign-ins before, "never seen" says little; "seen" says as much as ever.
  const trust = s.n / (s.n + (s.half ?? (s.isMachine ? PLACE_RULES.halfMachine : PLACE_RULES.halfPerson)));
  const isAway = s.away === true && (s.country === 'unseen' || s.country === 'once');
  if (isAway) say(WEIGHTS.away, 'away');
  // Who was given a new device has one of the organisation's; what else is new about it is the same fact.
  const isGiven = s.managed === true && s.native !== 'usual' && s.native !== 'once';
  if (isGiven && trust > 0) say(WEIGHTS.managed * trust, 'managed');
  const phone = s.roaming !== undefined && isHome(s) ? s.roaming : null;
  const isOther = isOtherMachine(s);
  for (const place of PLACES) {
    if (isAway && place === 'country') continue;
    if (isGiven && (place === 'native' || place === 'browser') && s[place] === 'unseen') continue;
    const weight = WEIGHTS[place][s[place]];
    const isLocal = place !== 'native' && place !== 'browser';
    // An egress that many share lies where its operator put it: it is never a new place of one of them.
    if (s.shared && weight > 0 && isLocal) continue;
    const near = nearnessOf(s, place);
    // Nobody brings the own line on a journey.
    const own =
      isAway && isLocal
        ? JOURNEY
        : near === 'common'
          ? COMMON
          : phone !== null && place !== 'country'
            ? phoneShare(place, phone)
            : 1;
    const sure = near === 'new' ? Math.max(trust, alienTrust(s)) : trust;
    // An operator in many countries is usual where it was seen, not in a country that is new.
    if (place === 'network' && weight < 0 && s.country === 'unseen') {
      say(weight * ELSEWHERE, `${place}.${s[place]}`);
      continue;
    }
    if (isOther && weight < 0 && (place === 'network' || place === 'browser')) {
      say(weight * OTHER_MACHINE[place], `${place}.${s[place]}`);
      continue;
    }
    if (isOther && place === 'native' && weight > 0) {
      say(OTHER_MACHINE.native * sure, 'native.unseen');
      continue;
    }
    if (place === 'ip' && weight > 0) say(ofNewAddress(s, sure) * own, 'ip.unseen');
    else if (weight !== 0) say(weight > 0 ? weight * sure * own : weight, `${place}.${s[place]}`);
  }
  if (s.network === 'unseen' && s.others === 'new' && !s.shared && !isAway)
    say(WEIGHTS.alien * Math.max(trust, alienTrust(s)), 'alien');
  const isNameless = s.native === 'untold' && (s.deviceShare ?? 0) > 0.2;
  if (isNameless) {
    const most = s.browser === 'unseen' ? WEIGHTS.namelessNew : WEIGHTS.nameless;
    say((phone ?? 1) * trust * Math.min(most, Math.log(0.95 / (1.05 - s.deviceShare!))), 'nameless');
  }
  const isAtHome = isHome(s) && (s.kind === 'residential' || s.kind === 'mobile');
  if (s.network === 'unseen' && isAtHome) say(WEIGHTS.line * Math.max(trust, LINE_TRUST), 'line');
  if (s.network === 'unseen') {
    const weight = s.kind === 'hosting' ? WEIGHTS.hosting : WEIGHTS.anonymising;
    if (s.kind === 'hosting' || s.kind === 'vpn' || s.kind === 'proxy' || s.kind === 'tor')
      say(weight * Math.max(trust, 0.5), s.kind);
  }
  if (s.kind === 'office' || s.kind === 'partner' || s.kind === 'scanner' || s.kind === 'malicious')
    say(WEIGHTS[s.kind], s.kind);
  if (s.flagged && s.ip !== 'usual') say(WEIGHTS.flagged, 'flagged');
  if (s.hours < 0.01) say(WEIGHTS.hour, 'hour');
  if (s.shared) say(WEIGHTS.shared, 'shared');
  // The one who answers stands beside the one who asks: whoever it is, it is one person.
  if (isTogether(s) && (s.country === 'unseen' || s.country === 'once')) say(WEIGHTS.near * trust, 'near');
  if (s.phone === 'apart' && s.ip !== 'usual') say(WEIGHTS.apart, 'apart');
  if (s.speed !== null && !s.away && !s.shared && s.native !== 'usual' && !isTogether(s)) say(WEIGHTS.speed, 'speed');
}

/** Log-odds that it is somebody else: for the many candidates that are weighed and dropped without a sentence. */
export function strangeness(s: Standing): number {
  let score: number = WEIGHTS.base;
  weigh(s, (weight) => {
    score += weight;
  });
  return score;
}

/** "Own" needs something that was seen before: ignorance is no familiarity. */
export function sideOf(s: Standing, score = strangeness(s), { own, strange }: SideRules = SIDE_RULES): Side {
  if (score > strange) return 'strange';
  const isKnown = isTogether(s) || TELLING.some((place) => s[place] === 'usual' || s[place] === 'once');
  return score < own && isKnown ? 'own' : 'open';
}

/** At or below this an access is so plainly the identity's own that nothing else of it is weighed. */
export const PLAIN = -2;

/**
 * Whether what is known of these alone makes the access plainly the identity's own, whatever the rest says (there is no speed
 * to a usual address): `sideOf` is then "own" and `strangeness` below `PLAIN`. For the many accesses of which nothing else is
 * asked.
 */
export const isPlainlyOwn = (
  s: Pick<Standing, 'ip' | 'network' | 'country' | 'native' | 'browser' | 'kind'>,
): boolean =>
  s.ip === 'usual' &&
  s.network === 'usual' &&
  s.country !== 'unseen' &&
  s.native !== 'unseen' &&
  s.browser !== 'unseen' &&
  s.kind !== 'malicious' &&
  s.kind !== 'scanner';

/** Whether the very address or device was used before: a network alone is shared with strangers. */
export const isKnownSpot = ({ ip, native }: Pick<Standing, 'ip' | 'native'>): boolean =>
  ip === 'usual' || ip === 'once' || native === 'usual' || native === 'once';

/** The reasons behind the score, strongest first; only the `wanted` ones, if given. */
export function strangeReasons(
  s: Standing,
  names: () => Naming,
  wanted: ReadonlySet<PlaceReason> | null = null,
): PlacePart[] {
  const parts: PlacePart[] = [];
  weigh(s, (weight, reason) => {
    if (Math.abs(weight) < 0.05 || (wanted && !wanted.has(reason))) return;
    parts.push({ reason, text: sentence(reason, s, names()), weight });
  });
  return parts.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

function sentence(reason: PlaceReason, s: Standing, names: Naming): string {
  const unit = s.isMachine ? 'use' : 'sign-in';
  const before = `in ${s.n.toLocaleString('en')} ${s.n === 1 ? unit : `${unit}s`} before`;
  switch (reason) {
    case 'ip.usual':
      return 'usual address';
    case 'ip.once':
      return 'address used before, on one occasion';
    case 'ip.unseen':
      return `address never used ${before}`;
    case 'network.usual':
      return 'usual network';
    case 'network.once':
      return 'network used before, on one occasion';
    case 'network.unseen':
      return `first time on ${names.network ?? 'this network'}`;
    case 'country.usual':
      return `${names.country ?? 'the country'} is usual`;
    case 'country.once':
      return `${names.country ?? 'the country'} seen before, on one occasion`;
    case 'country.unseen':
      return `first time from ${names.country ?? 'this country'}`;
    case 'native.usual':
      return 'usual device';
    case 'native.once':
      return 'device used before, on one occasion';
    case 'native.unseen':
      return 'device never used before';
    case 'browser.usual':
      return 'usual kind of browser and system';
    case 'browser.unseen':
      return 'browser and system never used before';
    case 'away':
      return `the travel calendar has them in ${names.country ?? 'this country'} then`;
    case 'managed':
      return 'a device that the organisation manages';
    case 'nameless':
      return `no named or managed device, unlike ${Math.round(100 * (s.deviceShare ?? 0))} % of the sign-ins ${s.browser === 'unseen' ? 'before' : 'by this kind of browser'}`;
    case 'alien':
      return 'nobody else of the organisation uses the network';
    case 'line':
      return s.kind === 'mobile' ? 'mobile network of a usual country' : 'line of a household in a usual country';
    case 'office':
      return 'address of an office of the organisation';
    case 'partner':
      return 'address of a partner';
    case 'scanner':
      return 'address labelled as a scanner';
    case 'malicious':
      return 'address labelled as malicious';
    case 'hosting':
      return 'address of a hosting provider';
    case 'vpn':
      return 'address of a VPN';
    case 'proxy':
      return 'address of a proxy';
    case 'tor':
      return 'address of a Tor exit';
    case 'flagged':
      return 'the vendor marked it as suspicious or behind a proxy';
    case 'hour':
      return `hour never or hardly ever seen before${names.when ? ` (${names.when})` : ''}`;
    case 'shared':
      return 'several others of the organisation use the address';
    case 'near':
      return 'the phone that answered was in the same country as the screen that asked';
    case 'apart':
      return 'the phone that answered was in another country than the screen that asked';
    case 'speed':
      return `${Math.round(s.speed ?? 0).toLocaleString('en')} km/h from the last own sign-in`;
    default:
      return reason; // weights of 0: never said
  }
}
