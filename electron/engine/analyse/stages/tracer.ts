/** From a row to what it says of its place, and what was known of that place. */
import { hasFlag } from '../../../../shared/model/event';
import { MINUTE } from '../../../../shared/model/time';
import { journey } from '../../../../shared/model/travel';
import type { Facts } from '../facts';
import {
  ACTION,
  APP,
  ASN,
  CLASS,
  CODE,
  CONTENT,
  DEVICE,
  EID,
  FACTOR,
  FLAGS,
  IP,
  IP2,
  OUTCOME,
  PLACE,
  PLACE2,
  RESOURCE,
  RK,
  SESSION,
  SOURCE,
  type SweepRow,
  TIME,
  UA,
} from '../read';
import type { Egress, Neighbourhood } from './campaign';
import { type Dimensions, NONE } from './dimensions';
import type { Seen } from './episode-draft';
import type { Habits, Trace } from './habits';
import { type OwnClock, OwnClocks } from './own-clock';
import { isPlainlyOwn, PLACE_RULES, type PlaceRules, type Standing, sideOf, standing, strangeness } from './strange';

/** Where an access of such a network comes from is where its operator stands. */
const NOWHERE: ReadonlySet<string> = new Set(['vpn', 'proxy', 'tor', 'mobile']);

/** Networks that a telephone is on: many carriers have lines of households in the same ranges. */
const CARRIERS: ReadonlySet<string | null> = new Set(['mobile', 'residential', null]);

export class Tracer {
  constructor(
    readonly dimensions: Dimensions,
    readonly egress: Egress,
    readonly facts: Facts | null = null,
    /** Where the organisation's people come from, and with what: networks, countries, browsers. Null for machines alone. */
    readonly near:
      | (Record<'network' | 'country' | 'browser', Neighbourhood> & { isMachine(who: number): boolean })
      | null = null,
    /** Which zone a place has was asked when somebody first came from there. */
    readonly clocks = new OwnClocks(),
    readonly rules: PlaceRules = PLACE_RULES,
  ) {}

  trace(row: SweepRow): Trace {
    const d = this.dimensions;
    const ip = d.isPublic(row[IP]) ? row[IP]! : NONE;
    // A provider's own address says nothing about where the person is.
    const told = ip !== NONE && !hasFlag(row[FLAGS], 'service_address');
    return {
      ip: told ? ip : NONE,
      prefix: told ? d.prefixOf(ip) : NONE,
      network: told ? d.networkOf(row[ASN], ip) : NONE,
      country: told || row[PLACE] !== null ? d.countryOf(row[PLACE], told ? ip : null) : NONE,
      native: d.nativeOf(row[DEVICE]),
      browser: d.browserOf(row[DEVICE], row[UA]),
      app: row[APP] ?? NONE,
      factor: row[FACTOR] ?? NONE,
    };
  }

  /** The row with what was usual for the identity strictly before `at`. */
  seen(row: SweepRow, trace: Trace, habits: Habits, who: number, at: number): Seen {
    const known = this.#standing(habits, row, trace, at, who);
    const strange = strangeness(known);
    return {
      eid: row[EID],
      rk: row[RK],
      content: row[CONTENT],
      time: row[TIME],
      class: row[CLASS],
      outcome: row[OUTCOME],
      factor: row[FACTOR],
      flags: row[FLAGS],
      source: row[SOURCE],
      action: row[ACTION],
      code: row[CODE],
      app: row[APP],
      resource: row[RESOURCE],
      ip: row[IP],
      place: row[PLACE],
      device: row[DEVICE],
      ua: row[UA],
      session: row[SESSION],
      trace,
      standing: known,
      strange,
      side: sideOf(known, strange, this.rules),
    };
  }

  /** Whether `seen` would find it plainly the identity's own; false where it takes all of it to tell. */
  isPlainlyOwn(trace: Trace, habits: Habits, at: number): boolean {
    return (
      habits.known('ip', trace.ip, at) === 'usual' &&
      isPlainlyOwn({
        ip: 'usual',
        network: habits.known('network', trace.network, at),
        country: habits.known('country', trace.country, at),
        native: habits.known('native', trace.native, at),
        browser: habits.known('browser', trace.browser, at),
        kind: this.dimensions.networkKind(trace.ip),
      })
    );
  }

  #standing(habits: Habits, row: SweepRow, trace: Trace, at: number, who: number): Standing {
    const ip = trace.ip === NONE ? null : trace.ip;
    const kind = this.dimensions.networkKind(ip);
    const device = row[DEVICE];
    const managed = this.dimensions.isManaged(device);
    const isMachine = this.near?.isMachine(who) === true;
    const unit = isMachine ? 'halfMachine' : 'halfPerson';
    const facts: Parameters<typeof standing>[3] = {
      kind,
      flagged: hasFlag(row[FLAGS], 'proxy') || hasFlag(row[FLAGS], 'vendor_suspicious'),
      shared: ip !== null && this.egress.isShared(ip, who, at),
      phone: this.#phone(row, trace),
      speed: this.#speed(habits, row, trace, who),
      away: this.#isAway(row, trace, who),
    };
    if (this.near !== null && !isMachine) {
      const { knownPeople } = this.rules;
      facts.others = this.near.network.of(trace.network, who, knownPeople);
      facts.othersCountry = this.near.country.of(trace.country, who, knownPeople);
      facts.othersBrowser = this.near.browser.of(trace.browser, who, knownPeople);
    }
    if (trace.native === NONE) facts.deviceShare = habits.deviceShare(row[SOURCE], trace.browser, managed);
    if (CARRIERS.has(kind) && this.dimensions.isHandset(trace.browser)) facts.roaming = this.rules.handset;
    if (managed === true || this.dimensions.isCompliant(device) === true) facts.managed = true;
    // A field more on each only where the case has a number of its own.
    if (this.rules[unit] !== PLACE_RULES[unit]) facts.half = this.rules[unit];
    return standing(habits, trace, at, facts, isMachine);
  }

  /** The clock of an identity that has none yet: by its execution window, its home on file, else by where it is now. */
  clockOf(row: SweepRow, trace: Trace, who: number, isMachine: boolean): OwnClock | null {
    const window = isMachine ? this.facts?.of('execution-windows', who)[0] : undefined;
    if (window) return this.clocks.ofZone(window.facts.zone);
    if (trace.country === NONE || this.dimensions.isAnonymising(row[IP])) return null;
    const here = this.dimensions.countries.texts[trace.country]!;
    const home = this.facts?.homeOf(who) ?? null;
    const lon = home === null || home === here ? (this.dimensions.spotOf(row[PLACE], row[IP])?.lon ?? null) : null;
    return this.clocks.ofPlace(home ?? here, lon, row[TIME]);
  }

  #isAway(row: SweepRow, trace: Trace, who: number): boolean {
    if (!this.facts?.hasTravel || trace.country === NONE) return false;
    return this.facts.travel(who, this.dimensions.countries.texts[trace.country] ?? null, row[TIME]) !== null;
  }

  #phone(row: SweepRow, trace: Trace): Standing['phone'] {
    if ((row[IP2] === null && row[PLACE2] === null) || trace.country === NONE || row[IP2] === row[IP]) return null;
    const country = this.dimensions.countryOf(row[PLACE2], row[IP2]);
    if (country === NONE) return null;
    return country === trace.country ? 'near' : 'apart';
  }

  #isGateway(ip: number | null): boolean {
    const kind = this.dimensions.networkKind(ip);
    return kind !== null && NOWHERE.has(kind);
  }

  /** km/h from the last own access, least possible given both radii; null unless impossible for a traveller. */
  #speed(habits: Habits, row: SweepRow, trace: Trace, who: number): number | null {
    const last = habits.spot;
    if (last === null || trace.ip === NONE || habits.known('ip', trace.ip, row[TIME]) === 'usual') return null;
    const spot = this.dimensions.spotOf(row[PLACE], row[IP]);
    if (spot === null || this.#isGateway(row[IP]) || this.#isGateway(last.ip)) return null;
    // A colleague's egress tells where the egress is, at both ends of a journey.
    if (this.egress.isShared(last.ip, who, row[TIME])) return null;
    const { kmh, impossible } = journey(last, spot, Math.max(row[TIME] - last.time, MINUTE));
    return impossible ? kmh : null;
  }
}
