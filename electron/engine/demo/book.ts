/** Collects the month's records per log; writers put them in order and into files. */
import type { Chance } from './random';
import { Chance as Stream } from './random';

/** 1 May 2026 is a Friday; no clock changes in this month in any of the company's countries. */
export const YEAR = 2026;
export const MONTH = 4; // May, as Date.UTC counts
export const DAYS = 31;
export const START = Date.UTC(YEAR, MONTH, 1);
export const END = Date.UTC(YEAR, MONTH + 1, 1);

export const MINUTE = 60_000;
export const SECOND = 1_000;

/** The instant of a local clock time: day of the month, minutes after local midnight, hours from UTC. */
export const at = (day: number, minutes: number, offset: number): number =>
  Math.round(Date.UTC(YEAR, MONTH, day) + (minutes - offset * 60) * MINUTE);

export const weekday = (day: number): number => new Date(Date.UTC(YEAR, MONTH, day)).getUTCDay();

/** Early May bank holiday and Spring bank holiday in Leeds, Ascension in Rotterdam, Memorial Day in Denver. */
const HOLIDAYS: Record<string, readonly number[]> = {
  leeds: [4, 25],
  rotterdam: [5, 14],
  denver: [25],
  krakow: [1],
  lisbon: [1],
};
export const isWorkday = (day: number, site: string): boolean =>
  weekday(day) !== 0 && weekday(day) !== 6 && !HOLIDAYS[site]?.includes(day);

export interface Entry {
  time: number;
  id: string; // the vendor's own id of the record
  record: Record<string, unknown>;
}

export type Log = 'interactive' | 'nonInteractive' | 'servicePrincipal' | 'okta' | 'duo';

export class Book {
  readonly logs: Record<Log, Entry[]> = {
    interactive: [],
    nonInteractive: [],
    servicePrincipal: [],
    okta: [],
    duo: [],
  };
  readonly #ids: Chance;

  constructor(seed: string) {
    this.#ids = new Stream(`${seed}/ids`);
  }

  /** Adds a record, unless it falls outside the month that was exported. Returns its id. */
  add(log: Log, time: number, id: string, record: Record<string, unknown>): string {
    if (time >= START && time < END) this.logs[log].push({ time, id, record });
    return id;
  }

  uuid(): string {
    return this.#ids.uuid();
  }
  token(length: number): string {
    return this.#ids.token(length);
  }
  hex(length: number): string {
    return this.#ids.hex(length);
  }

  /** Records of a log in order of time; equal times keep the order in which they were written. */
  inOrder(log: Log): Entry[] {
    return [...this.logs[log]].sort((a, b) => a.time - b.time);
  }
}
