import { expect, it } from 'vitest';
import type { Journey, PlaceRow } from '../../../shared/contract/events';
import { speedClass, toGeoJson, toKml } from './out';

const place: PlaceRow = {
  key: 'p',
  country: 'RO',
  city: '<b>Buc\u202eharest&',
  lat: 44.4,
  lon: 26.1,
  from: 'log',
  radiusKm: 12.4,
  success: 3,
  denied: 9,
  other: 0,
  identities: 1,
  ips: ['203.0.113.7'],
};
const journey: Journey = {
  identity: { id: 'i1', name: 'ana@corp.example' },
  legs: [
    {
      from: { event: 'e1', time: 0, lat: 51.9, lon: 4.5, name: 'Rotterdam' },
      to: { event: 'e2', time: 3_600_000, lat: 44.4, lon: 26.1, name: 'Bucharest' },
      km: 1_800.4,
      speedKmh: 1_769.2,
      impossible: true,
      denied: true,
    },
  ],
};
const shown = { title: 'Map of demo', about: 'no filter', places: [place], journey };

it('GeoJSON: longitude first, every number it was made from, hostile text visible', () => {
  const made = JSON.parse(toGeoJson(shown));
  expect(made).toMatchObject({ type: 'FeatureCollection', about: 'no filter' });
  expect(made.features.map((one: { geometry: object }) => one.geometry)).toEqual([
    { type: 'Point', coordinates: [26.1, 44.4] },
    { type: 'LineString', coordinates: [[4.5, 51.9], [26.1, 44.4]] }, // biome-ignore format: one geometry
  ]);
  expect(made.features[0].properties.name).toContain('\\u{202e}');
  expect(made.features[1].properties).toMatchObject({
    arrived: '1970-01-01T01:00:00.000Z',
    speedKmh: 1_769,
    impossible: true,
    events: ['e1', 'e2'],
  });
});

it('KML: escaped, styled by speed, with its times', () => {
  const text = toKml(shown);
  expect(text).not.toContain('<b>');
  expect(text).toContain('<styleUrl>#impossible</styleUrl>');
  expect(text).toContain('<begin>1970-01-01T00:00:00.000Z</begin>');
  expect(text.match(/<Placemark>/g)).toHaveLength(2);
});

it('tells speeds apart', () => {
  expect(speedClass({ speedKmh: 90, impossible: false })).toBe('slow');
  expect(speedClass({ speedKmh: 780, impossible: false })).toBe('flight');
  expect(speedClass({ speedKmh: null, impossible: true })).toBe('impossible');
});
