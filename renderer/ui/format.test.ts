import { describe, expect, it } from 'vitest';
import { isKnownZone } from '../../shared/base/zone';
import { formatBytes, formatCount, formatDuration, formatSpan, formatTime, withTimes, zoneMark } from './format';

const AT = Date.parse('2026-01-14T02:11:09.123Z');
const SUMMER = Date.parse('2026-07-14T02:11:09.123Z');

describe('formatTime', () => {
  it.each([
    ['full', 'UTC', '2026-01-14 02:11:09.123 Z'],
    ['second', 'Europe/Berlin', '2026-01-14 03:11:09 +01:00'],
    ['minute', 'America/New_York', '2026-01-13 21:11 −05:00'],
    ['clock', 'Asia/Kolkata', '07:41:09 +05:30'],
    ['clockMinute', 'UTC', '02:11 Z'],
    ['day', 'America/New_York', 'Tue 13 Jan 2026'],
    ['long', 'UTC', 'Wed 14 Jan 2026, 02:11:09 Z'],
  ] as const)('%s in %s', (style, zone, text) => expect(formatTime(AT, zone, style)).toBe(text));

  it('follows the clock change', () => expect(formatTime(SUMMER, 'Europe/Berlin', 'clock')).toBe('04:11:09 +02:00'));
  it('takes RFC 3339 and gives back what it cannot read', () => {
    expect(formatTime('2026-01-14T02:11:09.123Z', 'UTC', 'minute')).toBe('2026-01-14 02:11 Z');
    expect(formatTime('yesterday', 'UTC')).toBe('yesterday');
  });
  it('shows an unknown zone in UTC and says so', () => {
    expect(isKnownZone('Mars/Olympus')).toBe(false);
    expect(formatTime(AT, 'Mars/Olympus', 'clock')).toBe('02:11:09 Z');
    expect(zoneMark(AT, 'Europe/London')).toBe('+00:00');
  });
});

describe('formatSpan', () => {
  it('says the day once', () =>
    expect(formatSpan(AT, AT + 222_000, 'UTC')).toBe('Wed 14 Jan 2026, 02:11:09 – 02:14:51 Z'));
  it('says both days when they differ', () =>
    expect(formatSpan(AT, AT + 86_400_000, 'UTC')).toBe('Wed 14 Jan 2026, 02:11:09 – Thu 15 Jan 2026, 02:11:09 Z'));
  it('says an instant as one', () => expect(formatSpan(AT, AT, 'UTC')).toBe('Wed 14 Jan 2026, 02:11:09 Z'));
});

it.each([
  [42, '42 s'],
  [312, '5 min 12 s'],
  [300, '5 min'],
  [1_980, '33 min'],
  [4_800, '1 h 20 min'],
  [7_200, '2 h'],
  [273_600, '3 d 4 h'],
])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

it.each([
  [999, '999 B'],
  [1_800_000, '1.8 MB'],
  [770_000_000, '770 MB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

it('shows the instants of a sentence in the zone', () => {
  expect(withTimes('added 2026-01-14T02:11:09.123Z (event e1), not 2026-01-14', 'Europe/Berlin')).toBe(
    'added 2026-01-14 03:11:09 +01:00 (event e1), not 2026-01-14',
  );
});

it('groups digits the same everywhere', () => expect(formatCount(1_204_118)).toBe('1,204,118'));
