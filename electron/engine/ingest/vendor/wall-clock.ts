/**
 * What a clock on a wall showed, as an instant. Twice a year that is no plain question: an hour that occurs twice when
 * clocks go back, and one that does not occur at all when they go forward. The rule is fixed and said on the event.
 */
import { IANAZone } from 'luxon';
import { DAY, MINUTE } from '../../../../shared/model/time';

export interface WallTime {
  /** Milliseconds since 1970-01-01 UTC. */
  time: number;
  warning: string | null;
}

/** The hour occurred twice: the first of the two is taken, so that nothing is placed later than it can have been. */
export const REPEATED = 'local time occurs twice (clocks went back), read as the first of the two';
/** The hour did not occur: read with the offset that held before, as calendars do (RFC 5545). */
export const SKIPPED = 'local time does not exist (clocks went forward), read with the offset before';

/** Whether a warning says that a change of clocks had to be decided by rule. */
export const isClockChange = (warning: string): boolean => warning.endsWith(REPEATED) || warning.endsWith(SKIPPED);

class Zone {
  readonly #zone: IANAZone;
  /** Offset in milliseconds of days through which it is the same; null where it changes. Days since 1970 by the wall. */
  readonly #days = new Map<number, number | null>();

  constructor(name: string) {
    this.#zone = IANAZone.create(name);
  }

  read(wall: number): WallTime {
    const day = Math.floor(wall / DAY);
    let offset = this.#days.get(day);
    if (offset === undefined) {
      const before = this.#offset((day - 1) * DAY);
      offset = before === this.#offset((day + 2) * DAY) ? before : null;
      if (this.#days.size >= 10_000) this.#days.clear();
      this.#days.set(day, offset);
    }
    return offset === null ? this.#decide(wall) : { time: wall - offset, warning: null };
  }

  #decide(wall: number): WallTime {
    const [before, after] = [this.#offset(wall - DAY), this.#offset(wall + DAY)];
    const [first, second] = [wall - before, wall - after];
    const isFirst = this.#offset(first) === before;
    const isSecond = this.#offset(second) === after;
    if (isFirst && isSecond) return { time: Math.min(first, second), warning: before === after ? null : REPEATED };
    if (isFirst) return { time: first, warning: null };
    if (isSecond) return { time: second, warning: null };
    return { time: first, warning: SKIPPED };
  }

  #offset(time: number): number {
    return this.#zone.offset(time) * MINUTE;
  }
}

const zones = new Map<string, Zone | null>();

/**
 * The instant at which clocks in `zone` (an IANA name) showed this; `wall` is the wall's reading as if it were UTC, in
 * milliseconds. Null for a zone that there is not.
 */
export function instantOfWall(wall: number, zone: string): WallTime | null {
  if (zone === 'UTC') return { time: wall, warning: null };
  let known = zones.get(zone);
  if (known === undefined) {
    known = IANAZone.isValidZone(zone) ? new Zone(zone) : null;
    if (zones.size >= 1_000) zones.clear();
    zones.set(zone, known);
  }
  return known?.read(wall) ?? null;
}
