/** What a note may stand on beside things with an id: a span of time, a link of an episode, a place. */
import { parseInstant, rfc3339 } from './time';

export type NoteRef =
  | { kind: 'range'; id: string; from: number; to: number }
  | { kind: 'link'; episode: string; event: string }
  | { kind: 'place'; id: string };

/**
 * `range:FROM/TO` (RFC 3339), `link:EPISODE/EVENT`, `place:RO`, `place:RO/Cluj` or `place:46.77,23.6` (latitude first);
 * null for anything else. Ids are in one form, so that notes on the same thing are found together.
 */
export function parseNoteRef(text: string): NoteRef | null {
  const range = /^range:([^/]{10,40})\/([^/]{10,40})$/.exec(text);
  if (range) {
    const [from, to] = [parseInstant(range[1]!), parseInstant(range[2]!)];
    if (from === null || to === null || from >= to) return null;
    return { kind: 'range', id: `range:${rfc3339(from)}/${rfc3339(to)}`, from, to };
  }
  const link = /^link:(p[0-9a-z]{4,20})\/(e[0-9a-z]{4,20})$/.exec(text);
  if (link) return { kind: 'link', episode: link[1]!, event: link[2]! };
  const named = /^place:([A-Za-z]{2})(?:\/([^/\u0000-\u001f]{1,100}))?$/.exec(text);
  if (named) return { kind: 'place', id: `place:${named[1]!.toUpperCase()}${named[2] ? `/${named[2].trim()}` : ''}` };
  const point = /^place:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/.exec(text);
  if (!point) return null;
  const [lat, lon] = [Number(point[1]), Number(point[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { kind: 'place', id: `place:${lat},${lon}` } : null;
}
