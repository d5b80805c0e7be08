import { expect, it } from 'vitest';
import type { TimeFormat } from '../../../../shared/model/mapping-words';
import { rfc3339 } from '../../../../shared/model/time';
import { readTime } from './time';

const read = (cells: string | string[], format: TimeFormat, zone: string | null = null): string => {
  const result = readTime([cells].flat(), format, () => zone);
  return 'why' in result ? result.why : rfc3339(result.time) + (result.warning ? ` (${result.warning})` : '');
};

it.each<[string | string[], TimeFormat, string | null, string]>([
  ['2026-01-05T08:09:10.123Z', 'iso', null, '2026-01-05T08:09:10.123Z'],
  ['2026-01-05 08:09:10+02:00', 'iso', null, '2026-01-05T06:09:10.000Z'],
  ['2026-01-05 08:09:10', 'iso', null, 'the time has no zone, and none is named'],
  ['2026-01-05 08:09:10', 'iso', 'Europe/Berlin', '2026-01-05T07:09:10.000Z'],
  ['2026-01-05 08:09:10 UTC', 'iso', null, '2026-01-05T08:09:10.000Z'],
  ['2026/1/5 8:09', 'iso', 'UTC', '2026-01-05T08:09:00.000Z'],
  ['20260105T080910Z', 'iso', null, '2026-01-05T08:09:10.000Z'],
  ['20260105080910', 'iso', 'UTC', '2026-01-05T08:09:10.000Z'],
  ['05/01/2026 08:09', 'day_first', 'UTC', '2026-01-05T08:09:00.000Z'],
  ['05/01/2026 08:09', 'month_first', 'UTC', '2026-05-01T08:09:00.000Z'],
  ['05.01.2026, 08:09:10', 'day_first', 'Europe/Berlin', '2026-01-05T07:09:10.000Z'],
  ['1/5/26 8:09 PM', 'month_first', 'America/New_York', '2026-01-06T01:09:00.000Z'],
  ['1/5/2026, 12:09:10\u202fAM', 'month_first', 'UTC', '2026-01-05T00:09:10.000Z'],
  ['13/01/2026 08:09', 'month_first', 'UTC', 'there is no such day'],
  ['31-04-2026 08:09', 'day_first', 'UTC', 'there is no such day'],
  ['5 Jan 2026 08:09:10 GMT', 'written', null, '2026-01-05T08:09:10.000Z'],
  ['Mon, 05 Jan 2026 08:09:10 -0500', 'written', null, '2026-01-05T13:09:10.000Z'],
  ['Mon Jan 05 2026 08:09:10 GMT+0100 (CET)', 'written', null, '2026-01-05T07:09:10.000Z'],
  ['Jan 5, 2026 at 8:09 a.m.', 'written', 'UTC', '2026-01-05T08:09:00.000Z'],
  ['05-Jan-26 08.09.10', 'written', 'UTC', '2026-01-05T08:09:10.000Z'],
  ['1767600550', 'seconds', null, '2026-01-05T08:09:10.000Z'],
  ['1767600550.25', 'seconds', null, '2026-01-05T08:09:10.250Z'],
  ['1767600550123', 'milliseconds', null, '2026-01-05T08:09:10.123Z'],
  ['1767600550123999', 'microseconds', null, '2026-01-05T08:09:10.123Z'],
  ['1767600550123000000', 'nanoseconds', null, '2026-01-05T08:09:10.123Z'],
  ['1767600550123', 'seconds', null, 'the time lies before 1995 or after 2099: is it the right format?'],
  ['46027.339699074', 'excel', 'UTC', '2026-01-05T08:09:10.000Z'],
  ['46027,5', 'excel', 'UTC', '2026-01-05T12:00:00.000Z'],
  ['yesterday', 'iso', 'UTC', 'the time is not written as the mapping says'],
  ['2026-01-05 25:00', 'iso', 'UTC', 'the time of day cannot be read'],
  [' ', 'iso', 'UTC', 'no time: the cell is empty'],
  [['2026-01-05', '08:09:10'], 'iso', 'UTC', '2026-01-05T08:09:10.000Z'],
  [['2026-01-05', ''], 'iso', 'UTC', 'no time: date or time of day is empty'],
  [['46027', '0.25'], 'excel', 'UTC', '2026-01-05T06:00:00.000Z'],
  ['2026-01-05', 'iso', 'UTC', '2026-01-05T00:00:00.000Z (a date without a time of day, read as midnight)'],
  [
    '2026-01-05 08:09:10 CET',
    'iso',
    'Europe/Berlin',
    '2026-01-05T07:09:10.000Z (short names of zones (CET, EST) are not read: the zone named counts)',
  ],
  [
    '2026-10-25 02:30:00',
    'iso',
    'Europe/Berlin',
    '2026-10-25T00:30:00.000Z (local time occurs twice (clocks went back), read as the first of the two)',
  ],
])('%j as %s in %s → %s', (cells, format, zone, expected) => {
  expect(read(cells, format, zone)).toBe(expected);
});

it('asks for a zone only where the text has none', () => {
  const never = (): never => {
    throw new Error('asked');
  };
  expect(readTime(['2026-01-05T08:09:10Z'], 'iso', never)).toHaveProperty('time');
  expect(readTime(['5/1/2026 08:09 +01:00'], 'day_first', never)).toHaveProperty('time');
  expect(readTime(['1767600550'], 'seconds', never)).toHaveProperty('time');
});
