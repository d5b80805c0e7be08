/**
 * Something that happened and that no log tells: the investigator wrote it down. Shown on timeline, in lists and in exports
 * as what it is; it is evidence of nothing and counted with no events.
 */
import { z } from 'zod';
import { isKnownZone, offsetAt } from '../base/zone';
import { HOUR, parseInstant, parseUtcByContract } from './time';

export const ManualEvent = z.object({
  id: z.string(), // m…
  time: z.string(), // RFC 3339, UTC
  zone: z.string(), // IANA zone that the time was told in
  what: z.string(),
  source: z.string(), // where it is known from: "telephone call", "door log, page 3"
  saidBy: z.string().nullable(), // who said it; null where nobody did
  identity: z.string().nullable(), // id of whom it is about
  by: z.string(), // who wrote it down
  at: z.string(), // when that was
});
export type ManualEvent = z.infer<typeof ManualEvent>;

/** With the time it was withdrawn, if it was: how the case file keeps it. */
export type ManualEventRow = ManualEvent & { withdrawn: string | null };

/**
 * The instant that a person's text names: RFC 3339 with its offset, or a local time of `zone` (`2026-05-13 14:05`).
 * An hour that the clocks skipped or ran through twice is no answer: `why` says so. Throws `RangeError` for a zone that there is none of.
 */
export function instantOf(text: string, zone: string): { ok: true; time: number } | { ok: false; why: string } {
  const exact = parseInstant(text);
  if (exact !== null) return { ok: true, time: exact };
  if (!isKnownZone(zone)) throw new RangeError(`no such time zone: ${zone}`);
  const local = parseUtcByContract(text);
  if (local === null)
    return { ok: false, why: 'write the time as 2026-05-13 14:05, or with its offset: 2026-05-13T14:05+02:00' };
  const fits = [...new Set([-26, -2, 2, 26].map((hours) => local - offsetAt(local + hours * HOUR, zone)))].filter(
    (time) => time + offsetAt(time, zone) === local,
  );
  if (fits.length === 1) return { ok: true, time: fits[0]! };
  return {
    ok: false,
    why:
      fits.length === 0
        ? `this time does not exist in ${zone}: the clocks were set forward over it`
        : `this time was there twice in ${zone}: write it with its offset, as 2026-10-25T02:30+01:00`,
  };
}
