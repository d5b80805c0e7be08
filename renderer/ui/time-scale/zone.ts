/**
 * Wall clocks of IANA zones on top of `Intl`. Times are milliseconds since 1970-01-01 UTC; a "wall" is the same number
 * read as if the zone's clock were UTC, so that the UTC getters of `Date` give the zone's hour and day.
 */
const QUARTER = 15 * 60_000; // every offset in the tz database since 1972 changes on a quarter of an hour
const HELD = 4_000;

const formatters = new Map<string, Intl.DateTimeFormat | null>();
const offsets = new Map<string, number>();

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

/** Milliseconds that the zone's clock is ahead of UTC at `time`; 0 for UTC and for a zone that is not known. */
export function offsetAt(time: number, zone: string): number {
  if (zone === 'UTC' || !Number.isFinite(time)) return 0;
  const format = formatter(zone);
  if (!format) return 0;
  const quarter = Math.floor(time / QUARTER) * QUARTER;
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(quarter)) parts[part.type] = part.value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const wall = Date.UTC(
    year,
    Number(parts.month) - 1,
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  );
  const offset = wall - quarter;
  if (offsets.size >= HELD) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/** The zone's clock at an instant, as a number for the UTC getters of `Date`. */
export const toWall = (time: number, zone: string): number => time + offsetAt(time, zone);

/**
 * The instant at which the zone's clock shows `wall`. In the hour that a clock change repeats, the earlier of the two;
 * in the hour that it skips, the instant after the skip.
 */
export function fromWall(wall: number, zone: string): number {
  if (zone === 'UTC') return wall;
  const before = wall - offsetAt(wall - 86_400_000, zone);
  const after = wall - offsetAt(wall + 86_400_000, zone);
  const early = Math.min(before, after);
  if (toWall(early, zone) === wall) return early;
  const late = Math.max(before, after);
  return toWall(late, zone) === wall ? late : late;
}
