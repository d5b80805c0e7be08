/**
 * What is usual for one identity: from what happened strictly before. Thin history makes "unknown", never "no".
 * Accesses that look like the intruder's own are not learnt from.
 */
import { DAY, HOUR } from '../../../../shared/model/time';
import { NONE } from './dimensions';
import type { OwnClock } from './own-clock';

/** How well a value is known: not told by the record, never seen, seen once (or on one occasion), usual. */
export type Known = 'untold' | 'unseen' | 'once' | 'usual';

/** Below this many sign-ins nothing is said to be unusual. */
export const THIN = 5;
/** Two sights further apart than this are two occasions. */
const OCCASION = 12 * HOUR;
/** What was first seen this shortly before a denial may be part of the same story. */
const MARGIN = HOUR;
/** Distinct values kept per identity and kind; the oldest that were seen once give way. */
const LIMIT = 4_000;

export interface Sight {
  first: number;
  /** Time of the first sight on another occasion; Infinity until then. */
  again: number;
  n: number;
}

export class Values {
  /** Made with the first value: most identities never tell of most kinds. */
  #seen: Map<number, Sight> | null = null;
  /** Values seen on one occasion only: how often something new comes. */
  once = 0;
  /** The value seen last: most sights are the same as the one before. */
  #last = NONE;
  #lastSight: Sight | undefined;

  see(value: number, time: number): void {
    if (value === NONE) return;
    const sight = value === this.#last ? this.#lastSight : this.#seen?.get(value);
    if (sight !== this.#lastSight) {
      this.#last = value;
      this.#lastSight = sight;
    }
    if (!sight) {
      this.#seen ??= new Map();
      if (this.#seen.size >= LIMIT) this.#forget(this.#seen);
      this.#seen.set(value, { first: time, again: Number.POSITIVE_INFINITY, n: 1 });
      this.once++;
      return;
    }
    sight.n++;
    if (sight.again === Number.POSITIVE_INFINITY && time - sight.first > OCCASION) {
      sight.again = time;
      this.once--;
    }
  }

  has(value: number): boolean {
    return this.#seen?.has(value) === true;
  }

  get isEmpty(): boolean {
    return this.#seen === null || this.#seen.size === 0;
  }

  /** What was known of the value strictly before `time`. */
  known(value: number, time: number): Known {
    if (value === NONE) return 'untold';
    const sight = this.#seen?.get(value);
    if (!sight || sight.first >= time - MARGIN) return 'unseen';
    return sight.again < time ? 'usual' : 'once';
  }

  #forget(seen: Map<number, Sight>): void {
    this.#last = NONE;
    this.#lastSight = undefined;
    for (const [value, sight] of seen) {
      if (sight.n === 1) {
        seen.delete(value);
        this.once--;
      }
      if (seen.size < LIMIT * 0.9) return;
    }
    this.once = 0;
    seen.clear(); // all of them repeat: hostile or useless, start again
  }
}

/** What an event says of where it came from, as numbers of `Dimensions`. */
export interface Trace {
  ip: number; // row id of the address; NONE without a public one
  prefix: number;
  network: number;
  country: number;
  native: number; // device by its own id
  browser: number; // family of system and browser
  app: number;
  factor: number;
}

export interface Spot {
  lat: number;
  lon: number;
  radius: number;
  time: number;
  eid: number;
  /** Row ids of its address and of the place that the log names. */
  ip: number;
  place: number | null;
}

/** The rhythm of a machine: gaps between its accesses, in seconds. */
export interface Cadence {
  n: number;
  sum: number;
  squares: number;
}

const WEEK = 24; // where the days of the week begin among the hours
const SESSIONS = 64;
const ANY = 2 ** 24 - 1; // no kind of browser: those of a source together

export class Habits {
  /** Sign-ins that succeeded. */
  n = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  readonly ip = new Values();
  readonly network = new Values();
  readonly country = new Values();
  readonly native = new Values();
  readonly browser = new Values();
  readonly app = new Values();
  readonly factor = new Values();
  readonly credential = new Values();
  /** By source and kind of browser: how many sign-ins, and how many of them named the device. */
  readonly #devices = new Map<number, { n: number; told: number }>();
  /** Sights by hour (24) and by day of the week (7, from Monday) on the own clock. */
  readonly #when: number[] = new Array(24 + 7).fill(0);
  #sights = 0;
  /** Where the identity lives; null until that is known: then UTC. */
  clock: OwnClock | null = null;
  /** Of machines only. */
  cadence: Cadence | null = null;
  /** Where sessions began: session → its first sight. The newest few. */
  readonly #sessions = new Map<string, { time: number; trace: Trace }>();
  #lastSession: string | null = null;
  #lastTrace: Trace | null = null;
  spot: Spot | null = null;

  see(trace: Trace, time: number, counts: boolean): void {
    if (counts) this.n++;
    if (time < this.first) this.first = time;
    if (this.cadence !== null && this.last > Number.NEGATIVE_INFINITY) {
      const gap = (time - this.last) / 1_000;
      this.cadence.n++;
      this.cadence.sum += gap;
      this.cadence.squares += gap * gap;
    }
    this.last = time;
    this.ip.see(trace.ip, time);
    this.network.see(trace.network, time);
    this.country.see(trace.country, time);
    this.native.see(trace.native, time);
    this.browser.see(trace.browser, time);
    this.app.see(trace.app, time);
    this.factor.see(trace.factor, time);
    const { clock } = this;
    this.#when[clock === null ? hourUtc(time) : clock.hour(time)]!++;
    this.#when[WEEK + (clock === null ? dayUtc(time) : clock.day(time))]!++;
    this.#sights++;
  }

  /** Whether a sign-in by this kind of browser named its device, and whether the organisation manages it (null: untold). */
  seeDevice(source: number, { browser, native }: Trace, isManaged: boolean | null): void {
    if (browser === NONE) return;
    this.#seeDevice(source * 2 ** 24 + browser, native !== NONE);
    this.#seeDevice(source * 2 ** 24 + ANY, native !== NONE);
    if (isManaged !== null) this.#seeDevice(-1 - browser, isManaged);
  }

  #seeDevice(key: number, isTold: boolean): void {
    let sight = this.#devices.get(key);
    if (!sight) {
      if (this.#devices.size >= SESSIONS) return;
      sight = { n: 0, told: 0 };
      this.#devices.set(key, sight);
    }
    sight.n++;
    if (isTold) sight.told++;
  }

  /**
   * Of sign-ins by this kind of browser, the share that named the device at that source, or that came from a managed one
   * anywhere where this one says that it is not; 0 where too few are known.
   */
  deviceShare(source: number, browser: number, isManaged: boolean | null): number {
    const share = (key: number): number => {
      const sight = this.#devices.get(key);
      return sight === undefined || sight.n < THIN ? 0 : sight.told / sight.n;
    };
    const isNew = browser !== NONE && this.browser.known(browser, Number.POSITIVE_INFINITY) === 'unseen';
    const named = share(source * 2 ** 24 + (isNew ? ANY : browser));
    return isManaged === false ? Math.max(named, share(-1 - browser)) : named;
  }

  seeSession(session: string, trace: Trace, time: number): void {
    if (session === this.#lastSession) return;
    this.#lastSession = session;
    if (this.#sessions.has(session)) return;
    if (this.#sessions.size >= SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
    // Sessions of a day begin at one place: one trace stands for all of them.
    if (this.#lastTrace === null || !isSame(this.#lastTrace, trace)) this.#lastTrace = trace;
    this.#sessions.set(session, { time, trace: this.#lastTrace });
  }

  /** Where a session was first seen; undefined where it was not, or is long forgotten. */
  sessionBegan(session: string): { time: number; trace: Trace } | undefined {
    return this.#sessions.get(session);
  }

  /** Share of all sights within an hour of this time of day, on the own clock; 1 without any. */
  hourShare(time: number): number {
    const h = this.#when;
    const hour = this.clock === null ? hourUtc(time) : this.clock.hour(time);
    return this.#sights === 0 ? 1 : (h[hour]! + h[(hour + 1) % 24]! + h[(hour + 23) % 24]!) / this.#sights;
  }

  /** Share of all sights on this day of the week, on the own clock; 1 before it could have come four times. */
  dayShare(time: number): number {
    if (time - this.first < FOUR_WEEKS) return 1;
    return this.#when[WEEK + (this.clock === null ? dayUtc(time) : this.clock.day(time))]! / this.#sights;
  }
}

const FOUR_WEEKS = 28 * DAY;
const hourUtc = (time: number): number => ((Math.floor(time / HOUR) % 24) + 24) % 24;
const dayUtc = (time: number): number => (((Math.floor(time / DAY) + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday

const isSame = (a: Trace, b: Trace): boolean =>
  a.ip === b.ip &&
  a.prefix === b.prefix &&
  a.network === b.network &&
  a.country === b.country &&
  a.native === b.native &&
  a.browser === b.browser;
