import { expect, it } from 'vitest';
import { keyValues, lineTime, syslogTime } from './line-time';

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

it.each([
  ['2026-01-02 03:04:05,678', 'America/Chicago', '2026-01-02T09:04:05.678Z'],
  ['2026-01-02 03:04:05.678 +01:00', null, '2026-01-02T02:04:05.678Z'],
  ['2026-01-02T03:04:05Z', 'Asia/Tokyo', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02 03:04:05', null, '2026-01-02T03:04:05.000Z'],
  ['yesterday', null, null],
])('%s in %s is %s', (text, zone, expected) => {
  expect(iso(lineTime(text, zone).time)).toBe(expected);
});

it('warns where a zone was assumed', () => {
  expect(lineTime('2026-01-02 03:04:05', null).warnings).toHaveLength(1);
  expect(lineTime('2026-01-02 03:04:05', 'UTC').warnings).toHaveLength(0);
});

it('reads the header of RFC 5424 and pairs of key and value', () => {
  expect(iso(syslogTime('<134>1 2026-01-02T03:04:05+02:00 host app - - x'))).toBe('2026-01-02T01:04:05.000Z');
  expect(syslogTime('Jan  2 03:04:05 host app')).toBe(null);
  expect(Object.fromEntries(keyValues('a="x y" b=z a="second" c='))).toEqual({ a: 'x y', b: 'z', c: '' });
});
