/** What happens from one address to many identities: shared egress of the organisation, or one intruder at many doors. */
import { DAY, HOUR } from '../../../../shared/model/time';

/** Failures from one address: who, how often. Ended after two days of silence. */
export interface SprayTally {
  ip: number;
  first: number;
  last: number;
  failures: number;
  /** Identities that failed, each with its last time; bounded. */
  who: Map<number, number>;
}

const IDENTITIES = 2_000;
const SILENCE = 2 * DAY;

export class Sprays {
  #tallies = new Map<number, SprayTally>();

  /** Counts a failure of any kind (wrong password, refused prompt) of an identity from an address. */
  fail(ip: number, who: number, time: number): SprayTally {
    let tally = this.#tallies.get(ip);
    if (!tally || time - tally.last > SILENCE) {
      tally = { ip, first: time, last: time, failures: 0, who: new Map() };
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
    for (const [ip, tally] of this.#tallies) if (now - tally.last > SILENCE) this.#tallies.delete(ip);
  }
}

/** Who uses an address successfully: three others make it the organisation's, or a carrier's. */
export class Egress {
  readonly #users = new Map<number, { who: number[]; since: number }>();

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

  /** Whether at least three other identities used the address well before `time`. */
  isShared(ip: number, who: number, time: number): boolean {
    const users = this.#users.get(ip);
    if (!users) return false;
    if (users.who.length >= 4) return users.since < time - HOUR;
    return users.who.filter((other) => other !== who).length >= 3;
  }
}
