import { describe, expect, it } from 'vitest';
import { distanceKm } from '../../../shared/model/geo';
import { countryCode, countryName, locate } from './places';

const cities = {
  london: { lat: 51.507, lon: -0.128 },
  newYork: { lat: 40.713, lon: -74.006 },
  munich: { lat: 48.137, lon: 11.575 },
  koln: { lat: 50.938, lon: 6.96 },
};

describe('locate', () => {
  it.each([
    ['GB', 'London', cities.london],
    ['United Kingdom', 'LONDON', cities.london],
    ['US', 'New York', cities.newYork],
    ['United States', 'New York City', cities.newYork],
    ['DE', 'München', cities.munich],
    ['Germany', 'Munich', cities.munich],
    ['DE', 'Koeln', cities.koln],
    ['DE', 'Köln', cities.koln],
  ])('%s, %s', (country, city, where) => {
    const spot = locate(country, city)!;
    expect(distanceKm(spot, where)).toBeLessThan(20);
    expect(spot.radiusKm).toBeLessThanOrEqual(60);
  });

  it('falls back to the country, with a radius to match', () => {
    const unknown = locate('FR', 'Nowhere-sur-Mer')!;
    expect(unknown).toEqual(locate('France', null));
    expect(unknown.radiusKm).toBeGreaterThan(300);
    expect(locate('RU', null)!.radiusKm).toBeGreaterThan(2_000);
  });

  it('takes in every namesake of similar size', () => {
    expect(locate('US', 'Springfield')!.radiusKm).toBeGreaterThan(500);
    expect(locate('FR', 'Paris')!.radiusKm).toBeLessThan(50);
  });

  it.each([
    [null, 'Paris'],
    ['', null],
    ['Atlantis', 'Poseidonis'],
    ['ZZ', null],
  ])('knows no place for %s, %s', (country, city) => {
    expect(locate(country, city)).toBeNull();
  });

  it('never answers 0,0', () => {
    for (const code of ['GH', 'ST', 'GA', 'GQ']) {
      const spot = locate(code, null)!;
      expect(Math.abs(spot.lat) + Math.abs(spot.lon)).toBeGreaterThan(0.3);
    }
  });
});

describe('countries', () => {
  it('reads codes and English names', () => {
    expect(
      [
        'us',
        'United States',
        'USA',
        'Netherlands',
        'The Netherlands',
        'Czechia',
        'Türkiye',
        'Turkey',
        'Viet Nam',
        'Vietnam',
        'South Korea',
        'Korea',
      ].map(countryCode),
    ).toEqual(['US', 'US', 'US', 'NL', 'NL', 'CZ', 'TR', 'TR', 'VN', 'VN', 'KR', null]);
    expect(countryName('RO')).toBe('Romania');
    expect(countryName('xx')).toBeNull();
  });
});
