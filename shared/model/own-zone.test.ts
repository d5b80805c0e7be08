import { describe, expect, it } from 'vitest';
import { dateText, wallOf, zoneOfCountry } from './own-zone';

const WINTER = Date.UTC(2026, 0, 14, 2, 11);
const SUMMER = Date.UTC(2026, 6, 14, 2, 11);

describe('zoneOfCountry', () => {
  it.each([
    ['CH', null, 'Europe/Zurich'],
    ['DE', null, 'Europe/Berlin'],
    ['US', -74, 'America/New_York'],
    ['US', -122.3, 'America/Los_Angeles'],
    ['US', -87.6, 'America/Chicago'],
    ['BR', -46.6, 'America/Sao_Paulo'],
    ['AU', 115.9, 'Australia/Perth'],
    ['US', null, null], // several clocks, nothing to choose by
    ['XX', 10, null],
    ['de', 10, null],
    ['', 10, null],
  ])('%s at %s', (country, lon, zone) => {
    expect(zoneOfCountry(country, lon, WINTER)).toBe(zone);
    expect(zoneOfCountry(country, lon, SUMMER)).toBe(zone);
  });
});

describe('wallOf', () => {
  it.each([
    ['UTC', WINTER, { day: 2, hour: 2, date: '2026-01-14' }],
    ['America/New_York', WINTER, { day: 1, hour: 21, date: '2026-01-13' }],
    ['America/New_York', SUMMER, { day: 0, hour: 22, date: '2026-07-13' }],
    ['UTC', -1, { day: 2, hour: 23, date: '1969-12-31' }],
    ['Asia/Kathmandu', WINTER, { day: 2, hour: 7, date: '2026-01-14' }],
  ])('%s %i', (zone, time, expected) => {
    const { date, ...rest } = wallOf(zone, time);
    expect({ ...rest, date: dateText(date) }).toEqual(expected);
  });
});
