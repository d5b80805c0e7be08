/** Times as numbers since 1970-01-01 UTC, whose unit the size tells. Pure. */
import { parseUtcByContract } from '../../../../shared/model/time';
import { numberOf } from './fields';

/** 1973-03-03 to 5138-11-16 in seconds: below and above, another unit is meant. */
const SECONDS = [1e8, 1e11] as const;

/**
 * Milliseconds of a count of seconds, milliseconds, microseconds or nanoseconds (also as text); null where it is none.
 * Digits below the millisecond are cut, not rounded.
 */
export function epochMillis(value: unknown): number | null {
  const number = numberOf(value);
  if (number === null || number < SECONDS[0]) return null;
  if (number < SECONDS[1]) return Math.floor(number * 1_000);
  if (number < SECONDS[1] * 1_000) return Math.floor(number);
  if (number < SECONDS[1] * 1e6) return Math.floor(number / 1_000);
  return number < SECONDS[1] * 1e9 ? Math.floor(number / 1e6) : null;
}

/** A count since 1970, or an ISO 8601 text (UTC where it names no zone, as the format says). */
export function instantOf(value: unknown): number | null {
  const epoch = epochMillis(value);
  if (epoch !== null) return epoch;
  return typeof value === 'string' ? parseUtcByContract(value.trim()) : null;
}
