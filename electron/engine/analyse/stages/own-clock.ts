/** The clock that an identity lives by, for hours and weekdays: one object for everybody in the same zone. */
import { offsetAt } from '../../../../shared/base/zone';
import { zoneOfCountry } from '../../../../shared/model/own-zone';
import { DAY, HOUR } from '../../../../shared/model/time';

const THURSDAY = 3; // of 1970-01-01, Monday being 0

export class OwnClock {
  /** Day (UTC) for which the offset was asked last; it holds for all of it unless the clocks change on that day. */
  #day = Number.NaN;
  #offset = 0;
  #changes = false;
  /** The hour that was asked for last: from when, until when, and which. Most events come within the hour of the one before. */
  #from = Number.NaN;
  #until = Number.NaN;
  #hour = 0;
  #weekday = 0;

  /** IANA zone. */
  constructor(readonly zone: string) {}

  /** Milliseconds on the clock of the zone since its own 1970-01-01. Cheap where moments follow each other. */
  #wall(time: number): number {
    const day = Math.floor(time / DAY);
    if (day !== this.#day) {
      this.#day = day;
      this.#offset = offsetAt(day * DAY, this.zone);
      this.#changes = offsetAt((day + 1) * DAY, this.zone) !== this.#offset;
    }
    return time + (this.#changes ? offsetAt(time, this.zone) : this.#offset);
  }

  /** 0–23. */
  hour(time: number): number {
    if (!(time >= this.#from && time < this.#until)) this.#look(time);
    return this.#hour;
  }

  /** 0 is Monday. */
  day(time: number): number {
    if (!(time >= this.#from && time < this.#until)) this.#look(time);
    return this.#weekday;
  }

  #look(time: number): void {
    const wall = this.#wall(time);
    const ofDay = ((wall % DAY) + DAY) % DAY;
    this.#hour = Math.floor(ofDay / HOUR);
    this.#weekday = (((Math.floor(wall / DAY) + THURSDAY) % 7) + 7) % 7;
    // Where the clocks change on that day, an hour may be cut short: only this moment is known.
    // The offset holds for the day in UTC.
    const begun = time - (ofDay % HOUR);
    this.#from = this.#changes ? time : Math.max(begun, this.#day * DAY);
    this.#until = this.#changes ? time + 1 : Math.min(begun + HOUR, (this.#day + 1) * DAY);
  }

  /** "Sun 03:14, Europe/Berlin". */
  text(time: number): string {
    const minutes = Math.floor((((this.#wall(time) % HOUR) + HOUR) % HOUR) / 60_000);
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${DAYS[this.day(time)]} ${two(this.hour(time))}:${two(minutes)}, ${this.zone}`;
  }
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
/** The weekday on the zone's clock, in full. */
export const weekday = (clock: OwnClock, time: number): string =>
  ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][clock.day(time)]!;

/** Clocks by zone and by place; asked for once an identity, so they are remembered. */
export class OwnClocks {
  #ofZone = new Map<string, OwnClock>();
  #ofPlace = new Map<string, OwnClock | null>();

  ofZone(zone: string): OwnClock {
    let clock = this.#ofZone.get(zone);
    if (!clock) {
      clock = new OwnClock(zone);
      this.#ofZone.set(zone, clock);
    }
    return clock;
  }

  /** Of a country (ISO 3166-1 alpha-2), by longitude where it has several; null where that is not known. */
  ofPlace(country: string, lon: number | null, time: number): OwnClock | null {
    // Zones are cut by hours of 15°; summer time moves all of a country's clocks, so the moment does not matter.
    const key = `${country} ${lon === null ? '' : Math.round(lon)}`;
    let clock = this.#ofPlace.get(key);
    if (clock === undefined) {
      const zone = zoneOfCountry(country, lon, time);
      clock = zone === null ? null : this.ofZone(zone);
      this.#ofPlace.set(key, clock);
    }
    return clock;
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return { '#ofZone': this.#ofZone, '#ofPlace': this.#ofPlace };
  }

  static ofKept(kept: ReturnType<OwnClocks['kept']>): OwnClocks {
    const clocks = new OwnClocks();
    clocks.#ofZone = kept['#ofZone'];
    clocks.#ofPlace = kept['#ofPlace'];
    return clocks;
  }
}
