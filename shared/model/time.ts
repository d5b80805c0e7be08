/** Time is one branded integer: milliseconds since 1970-01-01 UTC. All conversions are here. */
import type { Brand } from '../base/brand';

export type Millis = Brand<number, 'Millis'>;
export const millis = (n: number): Millis => n as Millis;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** RFC 3339 in UTC with milliseconds: the only form that is printed. */
export function rfc3339(time: number): string {
  return new Date(time).toISOString();
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d\d:?\d\d)$/;

/**
 * Parses an instant that carries its own zone; digits below the millisecond are cut, not rounded, so that an event is
 * never moved into the future. Null for anything else: a time without a zone is not an instant.
 */
export function parseInstant(text: string): number | null {
  const fast = parseZulu(text);
  if (fast !== null) return fast;
  const m = RFC3339.exec(text);
  if (!m) return null;
  return fromParts(m, m[8]!);
}

/** The minute that was read last: records of a log follow each other. */
let minute = { text: 'none', time: 0 };

/**
 * The form that most exports use, `YYYY-MM-DDTHH:MM:SS[.f…]Z`, read digit by digit: imports parse millions of these, and
 * this is several times faster than the expression above. Null means "not this form", not "not a time".
 */
function parseZulu(text: string): number | null {
  const end = text.length - 1;
  if (end < 19 || text.charCodeAt(end) !== 90 || text.charCodeAt(16) !== 58) return null;
  if (!text.startsWith(minute.text)) {
    const time = minuteOf(text);
    if (time === null) return null;
    minute = { text: text.slice(0, 16), time };
  }
  const second = digits(text, 17, 19);
  if (second < 0 || second > 59) return null;
  let ms = 0;
  if (end > 19) {
    if (text.charCodeAt(19) !== 46 || end < 21 || end > 29) return null;
    if (digits(text, 20, end) < 0) return null;
    ms = digits(text, 20, Math.min(end, 23)) * (end === 21 ? 100 : end === 22 ? 10 : 1);
  }
  return minute.time + second * SECOND + ms;
}

/** `YYYY-MM-DDTHH:MM` at the beginning of the text. */
function minuteOf(text: string): number | null {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  if (text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minutes = digits(text, 14, 16);
  // A negative part means a character that is no digit; the slow form decides about that and about leap seconds.
  if (year < 1900 || month < 1 || month > 12 || day < 1 || day > 28) return null;
  if (hour < 0 || hour > 23 || minutes < 0 || minutes > 59) return null;
  return Date.UTC(year, month - 1, day, hour, minutes);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const NAIVE = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;

/** As `parseInstant`, for formats whose contract says UTC though the text carries no zone. */
export function parseUtcByContract(text: string): number | null {
  const zoned = parseInstant(text);
  if (zoned !== null) return zoned;
  const m = NAIVE.exec(text);
  return m ? fromParts(m, 'Z') : null;
}

function fromParts(m: RegExpExecArray, zone: string): number | null {
  const month = Number(m[2]);
  const day = Number(m[3]);
  const hour = Number(m[4]);
  const minute = Number(m[5]);
  const second = Number(m[6] ?? 0);
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return null;
  const ms = m[7] ? Number(m[7].slice(0, 3).padEnd(3, '0')) : 0;
  const utc = Date.UTC(Number(m[1]), month - 1, day, hour, minute, second, ms);
  const check = new Date(utc);
  // A day that the month does not have (31 February) must not roll over into the next one; second 60 is a leap second.
  if (second < 60 && check.getUTCDate() !== day) return null;
  if (zone === 'Z' || zone === 'z') return utc;
  const sign = zone[0] === '-' ? -1 : 1;
  const offset = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return utc - sign * offset * MINUTE;
}
