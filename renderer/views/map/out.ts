/** What the map shows as GeoJSON (RFC 7946) and KML 2.2, for other programs. Times UTC; texts are evidence and escaped. Pure. */
import { visible } from '../../../shared/base/text';
import type { Journey, PlaceRow } from '../../../shared/contract/events';
import { rfc3339 } from '../../../shared/model/time';
import { xmlText } from '../../ui/canvas-chart';
import { placeName, speedText } from './picture';

export interface Shown {
  title: string;
  /** Span, zone and filter in words. */
  about: string;
  places: readonly PlaceRow[];
  journey: Journey | null;
}

/** A FeatureCollection: a Point a place, a LineString a leg of travel in order of time. */
export function toGeoJson({ title, about, places, journey }: Shown): string {
  const point = (lon: number, lat: number): [number, number] => [lon, lat];
  const features = [
    ...places.map((place) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: point(place.lon, place.lat) },
      properties: {
        name: visible(placeName(place)),
        country: place.country,
        city: place.city,
        success: place.success,
        denied: place.denied,
        other: place.other,
        identities: place.identities,
        addresses: place.ips,
        from: place.from,
        radiusKm: place.radiusKm,
      },
    })),
    ...(journey?.legs ?? []).map((leg) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: [point(leg.from.lon, leg.from.lat), point(leg.to.lon, leg.to.lat)] },
      properties: {
        identity: journey!.identity.name,
        from: visible(leg.from.name),
        to: visible(leg.to.name),
        left: rfc3339(leg.from.time),
        arrived: rfc3339(leg.to.time),
        km: Math.round(leg.km),
        speedKmh: leg.speedKmh === null ? null : Math.round(leg.speedKmh),
        impossible: leg.impossible,
        denied: leg.denied,
        events: [leg.from.event, leg.to.event],
      },
    })),
  ];
  return `${JSON.stringify({ type: 'FeatureCollection', title, about, features }, null, 1)}\n`;
}

/** Colours as KML has them: alpha, blue, green, red. */
const STYLES = { slow: 'ff739e00', flight: 'ffb27200', impossible: 'ff005ed5' };

export function toKml({ title, about, places, journey }: Shown): string {
  const tag = (name: string, text: string): string => `<${name}>${xmlText(text)}</${name}>`;
  const marks = places.map(
    (place) =>
      `<Placemark>${tag('name', visible(placeName(place)))}${tag(
        'description',
        `${place.success} access, ${place.denied} denied, ${place.other} other; ${place.identities} identities${
          place.radiusKm === null ? '' : `; within ${Math.round(place.radiusKm)} km`
        }`,
      )}<Point><coordinates>${place.lon},${place.lat}</coordinates></Point></Placemark>`,
  );
  const legs = (journey?.legs ?? []).map((leg) => {
    const style = speedClass(leg);
    return `<Placemark>${tag('name', `${visible(leg.from.name)} to ${visible(leg.to.name)}`)}${tag(
      'description',
      `${visible(journey!.identity.name)}, ${Math.round(leg.km)} km, ${speedText(leg.speedKmh)}${leg.impossible ? ', impossible' : ''}`,
    )}<TimeSpan><begin>${rfc3339(leg.from.time)}</begin><end>${rfc3339(leg.to.time)}</end></TimeSpan><styleUrl>#${style}</styleUrl><LineString><tessellate>1</tessellate><coordinates>${leg.from.lon},${leg.from.lat} ${leg.to.lon},${leg.to.lat}</coordinates></LineString></Placemark>`;
  });
  const styles = Object.entries(STYLES).map(
    ([id, colour]) => `<Style id="${id}"><LineStyle><color>${colour}</color><width>2</width></LineStyle></Style>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${tag('name', title)}${tag('description', about)}\n${[...styles, ...marks, ...legs].join('\n')}\n</Document></kml>\n`;
}

const GROUND = 300; // km/h: roads and most rails

/** `slow` on the ground, `flight`, or `impossible` as the engine says. */
export function speedClass(leg: { speedKmh: number | null; impossible: boolean }): keyof typeof STYLES {
  if (leg.impossible) return 'impossible';
  return leg.speedKmh !== null && leg.speedKmh > GROUND ? 'flight' : 'slow';
}
