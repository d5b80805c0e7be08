/** Public event id: `e`, 11 digits of the record key (53 bits), 3 digits of the content (15 bits). */
import { base32, fromBase32 } from '../../../shared/base/text';

export const eventId = (rk: number, content: number): string => `e${base32(rk, 11)}${base32(content, 3)}`;

/** Attempts are named after the record that opens them. */
export const attemptId = (rk: number, content: number): string => `a${eventId(rk, content).slice(1)}`;

/** The keys behind an event or attempt id; null for anything else. */
export function parseEventId(id: string): { rk: number; content: number } | null {
  if (!/^[ea][0-9a-hjkmnp-tv-z]{14}$/.test(id)) return null;
  const rk = fromBase32(id.slice(1, 12));
  const content = fromBase32(id.slice(12));
  return rk === null || content === null ? null : { rk, content };
}
