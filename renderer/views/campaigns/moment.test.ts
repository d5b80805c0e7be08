import { describe, expect, it } from 'vitest';
import { momentOf } from './moment';

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
