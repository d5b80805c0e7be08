/**
 * What is usual for one identity: from what happened strictly before. Thin history makes "unknown", never "no".
 * Accesses that look like the intruder's own are not learnt from.
 */
import { DAY, HOUR } from '../../../../shared/model/time';
import { NONE } from './dimensions';
import type { OwnClock } from './own-clock';
import type { Origin, Origins, Sessions } from './sessions';
import { type Known, SIGHTED, type Sighted, type Sights } from './sights';

/** Below this many sign-ins nothing is said to be unusual. */
export const THIN = 5;
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

/** Kinds of browser of which it is known whether they name their device. */
const BROWSERS = 64;

/** What all identities' habits are kept in. */
export interface Ledger {
  sights: Sights;
  origins: Origins;
}

export class Habits {
  /** Sign-ins that succeeded. */
  n = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  /** By source and kind of browser, in threes: which, how many sign-ins, and how many of them named the device. */
  #devices: number[] = [];
  #sights = 0;
  /** Where the identity lives; null until that is known: then UTC. */
  clock: OwnClock | null = null;
  /** Of machines only. */
  cadence: Cadence | null = null;
  #sessions: Sessions | null = null;
  spot: Spot | null = null;

  /** `who`: position of the identity. */
  constructor(
    readonly ledger: Ledger,
    readonly who: number,
  ) {}

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
    const { who, clock } = this;
    const { sights } = this.ledger;
    sights.see(who, SIGHTED.ip, trace.ip, time);
    sights.see(who, SIGHTED.network, trace.network, time);
    sights.see(who, SIGHTED.country, trace.country, time);
    sights.see(who, SIGHTED.native, trace.native, time);
    sights.see(who, SIGHTED.browser, trace.browser, time);
    sights.see(who, SIGHTED.app, trace.app, time);
    sights.see(who, SIGHTED.factor, trace.factor, time);
    if (clock === null) sights.seeAt(who, hourUtc(time), dayUtc(time));
    else sights.seeAt(who, clock.hour(time), clock.day(time));
    this.#sights++;
  }

  /** What was known of a value strictly before `time`. */
  known(what: Sighted, value: number, time: number): Known {
    return this.ledger.sights.known(this.who, SIGHTED[what], value, time);
  }

  has(what: Sighted, value: number): boolean {
    return this.ledger.sights.has(this.who, SIGHTED[what], value);
  }

  hasAny(what: Sighted): boolean {
    return !this.ledger.sights.isEmpty(this.who, SIGHTED[what]);
  }

  /** Values seen on one occasion only: how often something new comes. */
  once(what: Sighted): number {
    return this.ledger.sights.once(this.who, SIGHTED[what]);
  }

  seeCredential(credential: number, time: number): void {
    this.ledger.sights.see(this.who, SIGHTED.credential, credential, time);
  }

  /** Whether a sign-in by this kind of browser named its device, and whether the organisation manages it (null: untold). */
  seeDevice(source: number, { browser, native }: Trace, isManaged: boolean | null): void {
    if (browser === NONE) return;
    this.#seeDevice(source * 2 ** 24 + browser, native !== NONE);
    if (isManaged !== null) this.#seeDevice(-1 - browser, isManaged);
  }

  #seeDevice(key: number, isTold: boolean): void {
    const devices = this.#devices;
    let at = 0;
    while (at < devices.length && devices[at] !== key) at += 3;
    if (at === devices.length) {
      if (at >= 3 * BROWSERS) return;
      devices.push(key, 0, 0);
    }
    devices[at + 1]!++;
    if (isTold) devices[at + 2]!++;
  }

  /**
   * Of sign-ins by this kind of browser (of all at that source, where it is new), the share that named the device at that source, or that came from a managed one
   * anywhere where this one says that it is not; 0 where too few are known.
   */
  deviceShare(source: number, browser: number, isManaged: boolean | null): number {
    const devices = this.#devices;
    const share = (key: number): number => {
      for (let at = 0; at < devices.length; at += 3)
        if (devices[at] === key) return devices[at + 1]! < THIN ? 0 : devices[at + 2]! / devices[at + 1]!;
      return 0;
    };
    const isNew = browser !== NONE && !this.has('browser', browser);
    const named = isNew ? this.#shareOfAll(source) : share(source * 2 ** 24 + browser);
    return isManaged === false ? Math.max(named, share(-1 - browser)) : named;
  }

  /** The share that named the device at the source, by whatever browser; 0 where too few are known. */
  #shareOfAll(source: number): number {
    const devices = this.#devices;
    let n = 0;
    let told = 0;
    for (let at = 0; at < devices.length; at += 3) {
      if (Math.floor(devices[at]! / 2 ** 24) !== source) continue;
      n += devices[at + 1]!;
      told += devices[at + 2]!;
    }
    return n < THIN ? 0 : told / n;
  }

  seeSession(session: string, origin: Origin): void {
    this.#sessions = this.ledger.origins.see(this.#sessions, session, origin);
  }

  /** Where a session was first seen; undefined where it was not, or is long forgotten. */
  sessionBegan(session: string): Origin | undefined {
    return this.#sessions === null ? undefined : this.ledger.origins.of(this.#sessions, session);
  }

  /** Share of all sights within an hour of this time of day, on the own clock; 1 without any. */
  hourShare(time: number): number {
    if (this.#sights === 0) return 1;
    const { who } = this;
    const { sights } = this.ledger;
    const hour = this.clock === null ? hourUtc(time) : this.clock.hour(time);
    const near = sights.atHour(who, hour) + sights.atHour(who, (hour + 1) % 24) + sights.atHour(who, (hour + 23) % 24);
    return near / this.#sights;
  }

  /** Share of all sights on this day of the week, on the own clock; 1 before it could have come four times. */
  dayShare(time: number): number {
    if (time - this.first < FOUR_WEEKS) return 1;
    const day = this.clock === null ? dayUtc(time) : this.clock.day(time);
    return this.ledger.sights.onDay(this.who, day) / this.#sights;
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return { ...this, '#devices': this.#devices, '#sights': this.#sights, '#sessions': this.#sessions };
  }

  static ofKept(kept: ReturnType<Habits['kept']>): Habits {
    const { '#devices': devices, '#sights': sights, '#sessions': sessions, ...open } = kept;
    const habits = Object.assign(new Habits(open.ledger, open.who), open);
    habits.#devices = devices;
    habits.#sights = sights;
    habits.#sessions = sessions;
    return habits;
  }
}

const FOUR_WEEKS = 28 * DAY;
const hourUtc = (time: number): number => ((Math.floor(time / HOUR) % 24) + 24) % 24;
const dayUtc = (time: number): number => (((Math.floor(time / DAY) + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday
