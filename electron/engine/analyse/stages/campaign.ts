/** What happens from one address to many identities: shared egress of the organisation, or one intruder at many doors. */
import { DAY, HOUR } from '../../../../shared/model/time';
import { NONE } from './dimensions';

/** Failures from one address: who, how often. Ended after two days of silence. */
export interface SprayTally {
  ip: number;
  first: number;
  last: number;
  failures: number;
  /** Identities that failed, each with its last time; bounded. */
  who: Map<number, number>;
  /** Most identities that failed from there in a spell that ended before, at most `MEMORY` ago; 0 where there was none. */
  earlier: number;
}

const IDENTITIES = 2_000;
export const SILENCE = 2 * DAY;
const MEMORY = 30 * DAY;
const SPELL = 5; // identities that failed from one address within a spell, from which on it is remembered

export class Sprays {
  #tallies = new Map<number, SprayTally>();

  /** Counts a failure of any kind (wrong password, refused prompt) of an identity from an address. */
  fail(ip: number, who: number, time: number): SprayTally {
    let tally = this.#tallies.get(ip);
    if (!tally || time - tally.last > SILENCE) {
      const spell = tally && time - tally.last <= MEMORY ? Math.max(tally.who.size, tally.earlier) : 0;
      tally = { ip, first: time, last: time, failures: 0, who: new Map(), earlier: spell < SPELL ? 0 : spell };
      this.#tallies.set(ip, tally);
    }
    tally.last = time;
    tally.failures++;
    if (tally.who.size < IDENTITIES) tally.who.set(who, time);
    return tally;
  }

  /** Identities that failed from the address within a day of `time`, other than `who`; counted up to `most`. */
  static others(tally: SprayTally, who: number, time: number, most = IDENTITIES): number {
    let n = 0;
    for (const [other, at] of tally.who) {
      if (other !== who && Math.abs(at - time) <= DAY) n++;
      if (n === most) break;
    }
    return n;
  }

  at(ip: number): SprayTally | undefined {
    return this.#tallies.get(ip);
  }

  expire(now: number): void {
    if (this.#tallies.size < 50_000) return;
    for (const [ip, { last, who, earlier }] of this.#tallies)
      if (now - last > (Math.max(who.size, earlier) < SPELL ? SILENCE : MEMORY)) this.#tallies.delete(ip);
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return { '#tallies': this.#tallies };
  }

  static ofKept(kept: ReturnType<Sprays['kept']>): Sprays {
    const sprays = new Sprays();
    sprays.#tallies = kept['#tallies'];
    return sprays;
  }
}

/** How the organisation's people stand to a network or a country: `new` = nobody of them was ever seen there. */
export type Nearness = 'common' | 'known' | 'new';

const COMMON = 3; // others who were seen there
/** Most that may have to be known before "nobody was ever there" says anything: further ones are not counted. */
export const MOST_KNOWN_PEOPLE = 1_000;

/**
 * Where the organisation's people come from: what is unusual for one of them may be usual for the others, and somebody of
 * whom little is known is measured by the others. Machines are left out: each has a place of its own.
 */
export class Neighbourhood {
  #users = new Map<number, number[]>();
  #people = new Set<number>();

  /** Cheap to call once for each place that is new to an identity. */
  use(place: number, who: number): void {
    if (place === NONE) return;
    if (this.#people.size < MOST_KNOWN_PEOPLE) this.#people.add(who);
    const users = this.#users.get(place);
    if (!users) this.#users.set(place, [who]);
    else if (users.length <= COMMON && !users.includes(who)) users.push(who);
  }

  of(place: number, who: number, knownPeople: number): Nearness | null {
    if (place === NONE || this.#people.size < knownPeople) return null;
    const users = this.#users.get(place);
    const others = users === undefined ? 0 : users.length - (users.includes(who) ? 1 : 0);
    return others >= COMMON ? 'common' : others > 0 ? 'known' : 'new';
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return { '#users': this.#users, '#people': this.#people };
  }

  static ofKept(kept: ReturnType<Neighbourhood['kept']>): Neighbourhood {
    const near = new Neighbourhood();
    near.#users = kept['#users'];
    near.#people = kept['#people'];
    return near;
  }
}

/** Who got in from an address although it looked like an intruder's, and how many of them on a device of their own. */
interface Arrivals {
  who: number[];
  known: number[];
}
const EXIT = { people: 4, known: 2, many: 12 } as const;

/** Who uses an address successfully: three others make it the organisation's, or a carrier's. */
export class Egress {
  #users = new Map<number, { who: number[]; since: number }>();
  #arrivals = new Map<number, Arrivals>();

  use(ip: number, who: number, time: number): void {
    const users = this.#users.get(ip);
    if (!users) {
      this.#users.set(ip, { who: [who], since: Number.POSITIVE_INFINITY });
      return;
    }
    if (users.who.length >= 4 || users.who.includes(who)) return;
    users.who.push(who);
    if (users.who.length === 4) users.since = time;
  }

  /** An access from an address where somebody was refused; `isKnown`: on a device that the identity used before. */
  arrive(ip: number, who: number, isKnown: boolean): void {
    let arrivals = this.#arrivals.get(ip);
    if (!arrivals) {
      arrivals = { who: [], known: [] };
      this.#arrivals.set(ip, arrivals);
    }
    if (isKnown && arrivals.known.length < EXIT.known && !arrivals.known.includes(who)) arrivals.known.push(who);
    if (arrivals.who.length < EXIT.many && !arrivals.who.includes(who)) arrivals.who.push(who);
  }

  /**
   * Whether the address turned out to be a way out of the organisation: several came in on devices of their own, or so many
   * that no intruder has as many doors.
   */
  isExit(ip: number): boolean {
    const arrivals = this.#arrivals.get(ip);
    if (!arrivals) return false;
    const people = new Set([...arrivals.who, ...(this.#users.get(ip)?.who ?? [])]).size;
    return (people >= EXIT.people && arrivals.known.length >= EXIT.known) || people >= EXIT.many;
  }

  /** Whether four identities or more used it in all: it is no intruder's. */
  isOfMany(ip: number): boolean {
    return (this.#users.get(ip)?.who.length ?? 0) >= 4;
  }

  /** Addresses of which `isExit` and `isOfMany` are true, each list rising. */
  told(): { exits: Int32Array; ofMany: Int32Array } {
    const exits = [...this.#arrivals.keys()].filter((ip) => this.isExit(ip));
    const ofMany = [...this.#users.keys()].filter((ip) => this.isOfMany(ip));
    return { exits: Int32Array.from(exits).sort(), ofMany: Int32Array.from(ofMany).sort() };
  }

  /** Whether at least three other identities used the address well before `time`. */
  isShared(ip: number, who: number, time: number): boolean {
    const users = this.#users.get(ip);
    if (!users) return false;
    if (users.who.length >= 4) return users.since < time - HOUR;
    return users.who.filter((other) => other !== who).length >= 3;
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return { '#users': this.#users, '#arrivals': this.#arrivals };
  }

  static ofKept(kept: ReturnType<Egress['kept']>): Egress {
    const egress = new Egress();
    egress.#users = kept['#users'];
    egress.#arrivals = kept['#arrivals'];
    return egress;
  }
}
