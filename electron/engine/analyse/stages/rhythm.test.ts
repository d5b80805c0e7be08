import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../../shared/model/time';
import { type ActiveHour, silences } from './rhythm';

const MONDAY = Date.UTC(2026, 0, 5) / HOUR;
const isOffice = (hour: number): boolean => {
  const at = new Date(hour * HOUR);
  return at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 8 && at.getUTCHours() < 18;
};
const active = (days: number, isActive: (hour: number) => boolean): ActiveHour[] =>
  Array.from({ length: days * 24 }, (_, i) => MONDAY + i)
    .filter(isActive)
    .map((hour) => ({ hour, first: hour * HOUR + 60_000, last: hour * HOUR + 50 * 60_000 }));
const without = (from: number, hours: number) => (hour: number) =>
  hour < MONDAY + from || hour >= MONDAY + from + hours;

describe('silences', () => {
  it.each([
    ['a busy log around the clock', active(28, () => true), []],
    ['office hours: nights and weekends are no silence', active(28, isOffice), []],
    ['a day without a record', active(28, (h) => without(15 * 24, 24)(h)), [24]],
    ['a working day lost', active(28, (h) => isOffice(h) && without(15 * 24, 24)(h)), [38]],
    ['eight hours lost in the night of a busy log', active(28, (h) => without(15 * 24 + 1, 8)(h)), [8]],
    ['an hour lost is too little to say', active(28, (h) => without(15 * 24 + 1, 1)(h)), []],
    ['a lost Sunday of a log that works on weekdays', active(28, (h) => isOffice(h) && without(13 * 24, 24)(h)), []],
    ['two days of a log: half a day of silence', active(2, (h) => without(12, 12)(h)), []],
    ['a log of a single hour', active(1, (h) => h === MONDAY + 3), []],
    ['an empty log', [], []],
  ])('%s', (_what, hours, lengths) => {
    expect(silences(hours).map(({ from, to }) => Math.floor((to - from) / HOUR))).toEqual(lengths);
  });

  it('tells them longest first, from the last record to the next', () => {
    const hours = active(60, (h) => without(22 * 24, 8)(h) && without(40 * 24, 30)(h));
    const [long, short, ...more] = silences(hours);
    expect(more).toEqual([]);
    expect(long).toMatchObject({
      from: (MONDAY + 40 * 24) * HOUR - 10 * 60_000,
      to: (MONDAY + 41 * 24 + 6) * HOUR + 60_000,
    });
    expect(short!.to - short!.from).toBeLessThan(DAY);
    expect(long!.chance).toBeLessThan(short!.chance);
  });

  it('is quiet about a sparse log, whose silences are its rhythm', () => {
    expect(silences(active(60, (h) => h % 37 === 0 && without(20 * 24, 72)(h)))).toEqual([]);
  });
});
