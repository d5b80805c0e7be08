/** The clock that somebody lives by, guessed from where they usually are; and days and hours on it. Pure. */
import { offsetAt, toWall } from '../base/zone';
import { DAY, HOUR } from './time';

export interface OwnZone {
  zone: string; // IANA
  because: string;
}

/** Of zones that show the same time the one that people name. */
const WELL_KNOWN = new Set(
  `America/New_York America/Chicago America/Denver America/Los_Angeles America/Anchorage America/Toronto America/Winnipeg
   America/Edmonton America/Vancouver America/Halifax America/Sao_Paulo America/Manaus America/Mexico_City Europe/Berlin
   Europe/Madrid Europe/Lisbon Europe/Moscow Europe/Kyiv Asia/Yekaterinburg Asia/Novosibirsk Asia/Vladivostok
   Asia/Shanghai Asia/Jakarta Asia/Almaty Australia/Sydney Australia/Perth Australia/Adelaide Pacific/Auckland
   America/Argentina/Buenos_Aires America/Santiago`.split(/\s+/),
);

/** Day of the week (0 is Monday), hour, and day since 1970 on the zone's clock. */
export function wallOf(zone: string, time: number): { day: number; hour: number; date: number } {
  const wall = toWall(time, zone);
  const date = Math.floor(wall / DAY);
  return { day: (((date + 3) % 7) + 7) % 7, hour: Math.floor((wall - date * DAY) / HOUR), date };
}

/** YYYY-MM-DD of a day since 1970. */
export const dateText = (date: number): string => new Date(date * DAY).toISOString().slice(0, 10);

/**
 * The zone of a country (ISO 3166-1 alpha-2); of several the one whose clock fits the longitude best (15° an hour).
 * Null where the country is not known, or has several clocks and there is no longitude to choose by.
 */
export function zoneOfCountry(country: string, lon: number | null, time: number): string | null {
  const zones = zonesOf(country);
  if (zones.length === 0) return null;
  const clocks = new Set(zones.map((zone) => offsetAt(time, zone)));
  if (clocks.size > 1 && lon === null) return null;
  const far = (zone: string): number => (lon === null ? 0 : Math.abs(standardOffset(zone, time) / HOUR - lon / 15));
  return zones.reduce((best, zone) => {
    const closer = far(zone) - far(best);
    if (Math.abs(closer) > 0.01) return closer < 0 ? zone : best;
    return WELL_KNOWN.has(zone) && !WELL_KNOWN.has(best) ? zone : best;
  });
}

/** Without summer time: what the sun says. */
const standardOffset = (zone: string, time: number): number =>
  Math.min(offsetAt(time, zone), offsetAt(time + 182 * DAY, zone));

/** Zones of a country as this machine knows them. */
function zonesOf(country: string): string[] {
  if (!/^[A-Z]{2}$/.test(country)) return [];
  try {
    // Newer than the types: older runtimes have the property, newer ones the method.
    const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
      getTimeZones?(): string[] | undefined;
      timeZones?: string[];
    };
    return [...(locale.getTimeZones?.() ?? locale.timeZones ?? [])];
  } catch {
    return [];
  }
}
