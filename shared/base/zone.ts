/**
 * Wall clocks of IANA zones on top of `Intl`. Times are milliseconds since 1970-01-01 UTC; a "wall" is the same number
 * read as if the zone's clock were UTC, so that the UTC getters of `Date` give the zone's hour and day.
 */
const DAY = 86_400_000;
const QUARTER = 15 * 60_000; // every offset in the tz database since 1972 changes on a quarter of an hour
const HELD = 50_000; // quarters of one zone

const formatters = new Map<string, Intl.DateTimeFormat | null>();
/** By zone and quarter of an hour: asked for with every event. */
const offsets = new Map<string, Map<number, number>>();

function formatter(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
  } catch {
    // An unknown zone is shown in UTC, and the offset printed beside every time says so.
  }
  formatters.set(zone, made);
  return made;
}

/** Whether this machine knows the IANA zone. */
export const isKnownZone = (zone: string): boolean => formatter(zone) !== null;

/** Milliseconds that the zone's clock is ahead of UTC at `time`; 0 for UTC and for a zone that is not known. */
export function offsetAt(time: number, zone: string): number {
  if (zone === 'UTC' || !Number.isFinite(time)) return 0;
  const quarter = Math.floor(time / QUARTER) * QUARTER;
  let held = offsets.get(zone);
  if (!held || held.size >= HELD) {
    held = new Map();
    offsets.set(zone, held);
  }
  const known = held.get(quarter);
  if (known !== undefined) return known;
  const format = formatter(zone);
  const offset = format === null ? 0 : wallAt(format, quarter) - quarter;
  held.set(quarter, offset);
  return offset;
}

function wallAt(format: Intl.DateTimeFormat, time: number): number {
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(time)) parts[part.type] = part.value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  return Date.UTC(
    year,
    Number(parts.month) - 1,
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  );
}

/** The zone's clock at an instant, as a number for the UTC getters of `Date`. */
export const toWall = (time: number, zone: string): number => time + offsetAt(time, zone);

/**
 * The instant at which the zone's clock shows `wall`. In the hour that a clock change repeats, the earlier of the two;
 * in the hour that it skips, the instant after the skip.
 */
export function fromWall(wall: number, zone: string): number {
  if (zone === 'UTC') return wall;
  const before = wall - offsetAt(wall - DAY, zone);
  const after = wall - offsetAt(wall + DAY, zone);
  const early = Math.min(before, after);
  if (toWall(early, zone) === wall) return early;
  return Math.max(before, after);
}
