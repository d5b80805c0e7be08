/** Places, the events of episodes and the way from denial to access, as KML 2.2: no links, no pictures from elsewhere. */
import { plural, visible } from '../../../../../shared/base/text';
import type { ExportFormat } from '../../format';
import { type Leg, lineParts, type PlacedEvent, type PlaceSum, placesOf } from '../../places';
import { Lines } from '../../sink';

/** Alpha, blue, green, red. */
const STYLES = { place: 'ff739e00', denied: 'ff005ed5', access: 'ffb27200', journey: 'ff005ed5' };

const kml: ExportFormat = {
  id: 'kml',
  title: 'Places and journeys (KML)',
  extension: 'kml',
  media: 'application/vnd.google-earth.kml+xml',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const { places, events, legs } = await placesOf(view, context);
    const out = new Lines(sink);
    await out.add('<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>');
    await out.add(tag('name', view.info.name));
    await out.add(
      tag(
        'description',
        `Places are as exact as their source says. Times are UTC. Sidedoor ${context.version}; custody head ${view.custodyHead().head}.`,
      ),
    );
    for (const [id, colour] of Object.entries(STYLES)) {
      const style = id === 'journey' ? 'LineStyle' : 'IconStyle';
      await out.add(`\n<Style id="${id}"><${style}><color>${colour}</color></${style}></Style>`);
    }
    const folder = async (name: string, marks: readonly string[]): Promise<void> => {
      await out.add(`\n<Folder>${tag('name', name)}`);
      for (const mark of marks) {
        context.signal.throwIfAborted();
        await out.add(`\n<Placemark>${mark}</Placemark>`);
      }
      await out.add('</Folder>');
    };
    await folder('Places', places.map(placeMark));
    await folder('Events of episodes', events.map(eventMark));
    await folder('From denial to access', legs.map(legMark));
    await out.add('\n</Document></kml>\n');
    await out.flush();
    const manual = (view.manualEvents?.() ?? []).length;
    if (manual > 0) context.leftOut(`${plural(manual, 'manual event')} of the investigator: they have no place`);
  },
};
export default kml;

/**
 * Text of evidence as character data: escaped, invisible characters shown, what XML 1.0 forbids replaced. Viewers draw names,
 * descriptions and values as HTML: angle brackets become others that open no element. The exact text is in the other formats.
 */
function text(value: string): string {
  return visible(value)
    .replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('"', '&quot;');
}
const tag = (name: string, value: string): string => `<${name}>${text(value)}</${name}>`;
const data = (values: Record<string, string | number | null | undefined>): string =>
  `<ExtendedData>${Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `<Data name="${name}">${tag('value', String(value))}</Data>`)
    .join('')}</ExtendedData>`;
const point = (lon: number, lat: number): string => `<Point><coordinates>${lon},${lat}</coordinates></Point>`;
const within = (km: number | null): string | null => (km === null ? null : `within ${Math.round(km)} km`);

const placeMark = (place: PlaceSum): string =>
  tag('name', place.city ?? place.country ?? `${place.lat}, ${place.lon}`) +
  tag('description', `${place.success} access, ${place.denied} denied, ${place.other} other`) +
  `<TimeSpan>${tag('begin', place.first)}${tag('end', place.last)}</TimeSpan><styleUrl>#place</styleUrl>` +
  data({
    country: place.country,
    identities: place.identities.size,
    addresses: place.addresses.size,
    named_by: place.from,
    precision: within(place.radiusKm),
    evidence: place.evidence.map(({ file, offset, length }) => `${file}#${offset}+${length}`).join(' '),
  }) +
  point(place.lon, place.lat);

const eventMark = ({ event, role, episode, verdict, lat, lon, from, radiusKm, provenance }: PlacedEvent): string =>
  tag('name', `${event.identity?.name ?? event.actor ?? 'unknown'}: ${event.outcome.replaceAll('_', ' ')}`) +
  `<TimeStamp>${tag('when', event.time)}</TimeStamp><styleUrl>#${role}</styleUrl>` +
  data({
    event: event.id,
    episode,
    verdict,
    address: event.ip,
    application: event.app,
    named_by: from,
    precision: within(radiusKm),
    evidence: `${provenance.file}#${provenance.offset}+${provenance.length}`,
    evidence_sha256: provenance.sha256,
  }) +
  point(lon, lat);

function legMark(leg: Leg): string {
  const [begin, end] = [leg.start.event.time, leg.end.event.time].sort() as [string, string];
  const lines = lineParts(leg.start, leg.end).map(
    (part) =>
      `<LineString><tessellate>1</tessellate><coordinates>${part.map(([lon, lat]) => `${lon},${lat}`).join(' ')}</coordinates></LineString>`,
  );
  return (
    tag('name', `${leg.identity}: ${leg.kind.replaceAll('_', ' ')}`) +
    tag(
      'description',
      `${Math.round(leg.km)} km${leg.speedKmh === null ? '' : `, ${Math.round(leg.speedKmh)} km/h`}; episode ${leg.episode}`,
    ) +
    `<TimeSpan>${tag('begin', begin)}${tag('end', end)}</TimeSpan><styleUrl>#journey</styleUrl>` +
    data({
      episode: leg.episode,
      verdict: leg.verdict,
      score: leg.score,
      from: leg.start.event.id,
      to: leg.end.event.id,
    }) +
    (lines.length === 1 ? lines[0]! : `<MultiGeometry>${lines.join('')}</MultiGeometry>`)
  );
}
