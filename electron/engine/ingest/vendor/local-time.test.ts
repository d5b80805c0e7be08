import { expect, it } from 'vitest';
import { rfc3339 } from '../../../../shared/model/time';
import { readWritten } from './local-time';

const utc = { zone: 'UTC', dayFirst: null };

it.each([
  ['4/28/2021, 2:08:45.221 PM', utc, '2021-04-28T14:08:45.221Z'],
  ['2/10/2021, 12:57:36.000 AM', utc, '2021-02-10T00:57:36.000Z'],
  ['11/4/2020, 12:21 PM', utc, '2020-11-04T12:21:00.000Z'],
  ['07/07/2026, 22:15:37.714', utc, '2026-07-07T22:15:37.714Z'],
  ['28/04/2021, 14:08:45', utc, '2021-04-28T14:08:45.000Z'],
  ['05.01.2024 08:00:00', utc, '2024-01-05T08:00:00.000Z'],
  ['05/01/2024 08:00:00', { zone: 'UTC', dayFirst: true }, '2024-01-05T08:00:00.000Z'],
  ['05/01/2024 08:00:00', { zone: 'UTC', dayFirst: false }, '2024-05-01T08:00:00.000Z'],
  ['2025-01-15 09:30:45.123', utc, '2025-01-15T09:30:45.123Z'],
  ['2024-07-01 08:00:00', { zone: 'Europe/Berlin', dayFirst: null }, '2024-07-01T06:00:00.000Z'],
  ['3/12/2025 7:22:01 AM', { zone: 'America/New_York', dayFirst: null }, '2025-03-12T11:22:01.000Z'],
  ['2024-07-01T08:00:00+02:00', { zone: 'America/New_York', dayFirst: null }, '2024-07-01T06:00:00.000Z'],
  ['1/2/2025 7:22:01\u202fAM', utc, '2025-01-02T07:22:01.000Z'],
] as const)('%s', (text, reading, expected) => {
  expect(rfc3339(readWritten(text, reading).time!)).toBe(expected);
});

it.each([
  ['32/01/2024 08:00:00', utc],
  ['13/13/2024 08:00:00', utc],
  ['2024-07-01 08:00:00', { zone: null, dayFirst: null }],
  ['2024-07-01 08:00:00', { zone: 'Nowhere/City', dayFirst: null }],
  ['1/2/2025 13:00 PM', utc],
  ['soon', utc],
  ['', utc],
] as const)('no time: %s', (text, reading) => {
  expect(readWritten(text, reading).time).toBeNull();
});

it('says when the order of day and month was assumed', () => {
  expect(readWritten('05/01/2024 08:00:00', utc).warning).toBe('order of day and month assumed: month first');
  expect(readWritten('05/05/2024 08:00:00', utc).warning).toBeNull();
  expect(readWritten('5/1/2024 8:00 AM', utc).warning).toBeNull();
});
