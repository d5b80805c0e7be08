import { describe, expect, it } from 'vitest';
import { momentOf, onOtherClock } from './moment';

describe('a moment as it is typed', () => {
  it.each([
    ['2026-05-12T08:00:00Z', 'Europe/Berlin', '2026-05-12T08:00:00.000Z'],
    ['2026-05-12 08:00', 'Europe/Berlin', '2026-05-12T06:00:00.000Z'],
    ['2026-01-12 08:00', 'Europe/Berlin', '2026-01-12T07:00:00.000Z'],
    ['2026-05-12', 'America/New_York', '2026-05-12T04:00:00.000Z'],
    [' 2026-05-12T08:00+02:00 ', 'UTC', '2026-05-12T06:00:00.000Z'],
  ])('%s in %s', (text, zone, utc) => {
    expect(new Date(momentOf(text, zone)!).toISOString()).toBe(utc);
  });
  it.each(['', 'yesterday', '2026-02-31 08:00', '12/05/2026', '2026-05-12 25:00'])('%j is none', (text) => {
    expect(momentOf(text, 'UTC')).toBeNull();
  });
});

describe('a moment on another clock', () => {
  it.each([
    ['2026-05-12 08:00', 'UTC', 'Europe/Berlin', '2026-05-12 10:00'],
    ['2026-05-12 00:30', 'Europe/Berlin', 'UTC', '2026-05-11 22:30'],
    ['2026-05-12', 'UTC', 'Asia/Tokyo', '2026-05-12 09:00'],
    ['2026-05-12 08:00:30', 'UTC', 'Europe/Berlin', '2026-05-12 10:00:30'],
    ['2026-05-12T08:00:00Z', 'UTC', 'Europe/Berlin', '2026-05-12T08:00:00Z'],
    ['yester', 'UTC', 'Europe/Berlin', 'yester'],
    ['', 'UTC', 'Europe/Berlin', ''],
  ])('%s in %s is in %s: %s', (text, from, to, shown) => {
    expect(onOtherClock(text, from, to)).toBe(shown);
    expect(momentOf(shown, to)).toBe(momentOf(text, from));
  });
});
