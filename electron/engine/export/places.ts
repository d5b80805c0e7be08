/** Places and journeys in scope, for formats that draw maps. Holds one row per place, and one per event of an episode. */
import { distanceKm } from '../../../shared/base/distance';
import type { Event } from '../../../shared/model/event';
import { SUCCESS } from '../../../shared/model/words';
import { standing } from './attack';
import type { CaseView } from './case-view';
import { type WriteContext, walk } from './format';
import { type Provenance, provenanceOf } from './provenance';
import { episodesIn, eventsIn, expected, sayScope } from './scope';

export interface PlaceSum {
  lat: number;
  lon: number;
  country: string | null;
  city: string | null;
  /** Who names the coordinates: the log, a database, the analyst, or the gazetteer for a town that a log names. */
  from: string;
  radiusKm: number | null;
  success: number;
  denied: number;
  other: number;
  first: string;
  last: string;
  identities: Set<string>;
  addresses: Set<string>;
  /** First records seen there. */
  evidence: (Provenance & { event: string })[];
}

export interface PlacedEvent {
  event: Event;
  lat: number;
  lon: number;
  radiusKm: number | null;
  from: string;
  episode: string;
  verdict: string;
  role: 'denied' | 'access';
  provenance: Provenance;
}

/** From a denial to the access that followed it. */
export interface Leg {
  episode: string;
  verdict: string;
  identity: string;
  kind: string;
  score: number;
  start: PlacedEvent;
  end: PlacedEvent;
  km: number;
  /** Null where both happened at the same moment. */
  speedKmh: number | null;
}

export interface Places {
  places: PlaceSum[];
  events: PlacedEvent[];
  legs: Leg[];
  /** Events in scope without coordinates. */
  unplaced: number;
}

const NAMED = 5; // records named per place

const coordinates = (event: Event): { lat: number; lon: number } | null => {
  const { geo } = event;
  return geo && geo.lat !== null && geo.lon !== null ? { lat: round(geo.lat), lon: round(geo.lon) } : null;
};
/** Six decimals: a tenth of a metre, and more than any source knows. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
const namer = ({ geo }: Event): string => geo?.coordinatesFrom ?? geo?.from ?? 'log';

export async function placesOf(view: CaseView, context: WriteContext): Promise<Places> {
  const provenance = provenanceOf(view);
  const sums = new Map<string, PlaceSum>();
  let unplaced = 0;
  const total = expected(view, context);
  const n = await walk(eventsIn(view, context), context, (event, done) => {
    if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
    const at = coordinates(event);
    if (!at) {
      unplaced += 1;
      return undefined;
    }
    const { geo } = event;
    const key = `${at.lat} ${at.lon} ${geo!.city ?? ''} ${namer(event)}`;
    let sum = sums.get(key);
    if (!sum) {
      sum = {
        ...at,
        country: geo!.country,
        city: geo!.city,
        from: namer(event),
        radiusKm: geo!.radiusKm ?? null,
        success: 0,
        denied: 0,
        other: 0,
        first: event.time,
        last: event.time,
        identities: new Set(),
        addresses: new Set(),
        evidence: [],
      };
      sums.set(key, sum);
    }
    if (event.denial) sum.denied += 1;
    else if (SUCCESS.has(event.outcome)) sum.success += 1;
    else sum.other += 1;
    sum.last = event.time;
    if (event.identity) sum.identities.add(event.identity.id);
    if (event.ip) sum.addresses.add(event.ip);
    if (sum.evidence.length < NAMED) sum.evidence.push({ event: event.id, ...provenance(event) });
    return undefined;
  });

  const events: PlacedEvent[] = [];
  const legs: Leg[] = [];
  await walk(episodesIn(view, context), context, (episode, done) => {
    if (done % 100 === 0) context.progress({ phase: 'findings', done, total: 0, unit: 'steps' });
    const verdict = standing(episode);
    const put = (id: string, role: PlacedEvent['role']): PlacedEvent | null => {
      const event = view.event(id);
      const at = event && coordinates(event);
      if (!event || !at) return null;
      return {
        event,
        ...at,
        radiusKm: event.geo?.radiusKm ?? null,
        from: namer(event),
        episode: episode.id,
        verdict,
        role,
        provenance: provenance(event),
      };
    };
    const denied = episode.events.map((id) => put(id, 'denied')).filter((one) => one !== null);
    events.push(...denied);
    for (const link of episode.followedBy) {
      const end = put(link.event, 'access');
      if (!end) continue;
      events.push(end);
      const start = denied.findLast(({ event }) => event.time <= end.event.time) ?? denied.at(-1);
      if (!start) continue;
      const km = distanceKm(start, end);
      const hours = Math.abs(Date.parse(end.event.time) - Date.parse(start.event.time)) / 3_600_000;
      const speedKmh = hours > 0 ? km / hours : null;
      const { kind, score } = link;
      legs.push({ episode: episode.id, verdict, identity: link.identity, kind, score, start, end, km, speedKmh });
    }
    return undefined;
  });
  if (unplaced > 0)
    context.leftOut(
      `${unplaced.toLocaleString('en')} of ${n.toLocaleString('en')} events have no coordinates and stand on no map`,
    );
  sayScope(view, context, n);
  return { places: [...sums.values()], events, legs, unplaced };
}

/**
 * A line as one or two lines that do not cross the meridian of 180°, as RFC 7946 §3.1.9 asks: `[lon, lat]` pairs, cut where
 * the straight line in degrees meets it.
 */
export function lineParts(from: { lat: number; lon: number }, to: { lat: number; lon: number }): [number, number][][] {
  if (Math.abs(to.lon - from.lon) <= 180)
    return [
      [
        [from.lon, from.lat],
        [to.lon, to.lat],
      ],
    ];
  const east = from.lon > 0;
  const unrolled = to.lon + (east ? 360 : -360);
  const edge = east ? 180 : -180;
  const part = unrolled === from.lon ? 0 : (edge - from.lon) / (unrolled - from.lon);
  const lat = round(from.lat + (to.lat - from.lat) * part);
  return [
    [
      [from.lon, from.lat],
      [edge, lat],
    ],
    [
      [-edge, lat],
      [to.lon, to.lat],
    ],
  ];
}
