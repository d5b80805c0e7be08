/** Places, the events of episodes and the way from denial to access, as GeoJSON (RFC 7946): longitude first, WGS 84. */
import { plural } from '../../../../../shared/base/text';
import type { ExportFormat } from '../../format';
import { type Leg, lineParts, type PlacedEvent, type PlaceSum, placesOf } from '../../places';
import { compact } from '../../provenance';
import { Lines } from '../../sink';

const geojson: ExportFormat = {
  id: 'geojson',
  title: 'Places and journeys (GeoJSON)',
  extension: 'geojson',
  media: 'application/geo+json',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const { places, events, legs } = await placesOf(view, context);
    const out = new Lines(sink);
    const head = {
      type: 'FeatureCollection',
      title: view.info.name,
      about: `Places are as exact as their source: see precision_m. Sidedoor ${context.version}.`,
      custodyHead: view.custodyHead().head,
    };
    await out.add(`${JSON.stringify(head).slice(0, -1)},"features":[`);
    let first = true;
    for (const feature of features(places, events, legs)) {
      context.signal.throwIfAborted();
      await out.add(`${first ? '\n' : ',\n'}${JSON.stringify(feature)}`);
      first = false;
    }
    await out.add('\n]}\n');
    await out.flush();
    const manual = (view.manualEvents?.() ?? []).length;
    if (manual > 0) context.leftOut(`${plural(manual, 'manual event')} of the investigator: they have no place`);
  },
};
export default geojson;

function* features(places: PlaceSum[], events: PlacedEvent[], legs: Leg[]): Generator<object> {
  for (const { lat, lon, radiusKm, from, identities, addresses, ...rest } of places) {
    yield {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: compact({
        kind: 'place',
        ...rest,
        identities: identities.size,
        addresses: addresses.size,
        geom_basis: from,
        precision_m: metres(radiusKm),
      }),
    };
  }
  for (const one of events) {
    yield {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [one.lon, one.lat] },
      properties: compact({ kind: 'event', ...about(one), episode: one.episode, verdict: one.verdict, role: one.role }),
    };
  }
  for (const leg of legs) {
    const parts = lineParts(leg.start, leg.end);
    yield {
      type: 'Feature',
      geometry:
        parts.length === 1
          ? { type: 'LineString', coordinates: parts[0] }
          : { type: 'MultiLineString', coordinates: parts },
      properties: compact({
        kind: 'journey',
        episode: leg.episode,
        verdict: leg.verdict,
        identity: leg.identity,
        link: leg.kind,
        score: leg.score,
        from: leg.start.event.time,
        to: leg.end.event.time,
        km: Math.round(leg.km * 10) / 10,
        speed_kmh: leg.speedKmh === null ? null : Math.round(leg.speedKmh),
        evidence: [about(leg.start), about(leg.end)],
      }),
    };
  }
}

const metres = (km: number | null): number | null => (km === null ? null : Math.round(km * 1_000));

const about = ({ event, from, radiusKm, provenance }: PlacedEvent): object => ({
  event: event.id,
  time: event.time,
  identity: event.identity?.name,
  outcome: event.outcome,
  action: event.action,
  app: event.app,
  ip: event.ip,
  country: event.geo?.country,
  city: event.geo?.city,
  geom_basis: from,
  precision_m: metres(radiusKm),
  source: provenance,
});
