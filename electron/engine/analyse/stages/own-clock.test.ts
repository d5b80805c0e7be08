import { describe, expect, it } from 'vitest';
import { OwnClock, OwnClocks, weekday } from './own-clock';

describe('the own clock', () => {
  it.each([
    ['UTC', '2026-01-01T00:30:00Z', 0, 'Thursday'],
    ['Europe/Berlin', '2026-01-01T23:30:00Z', 0, 'Friday'],
    ['Europe/Berlin', '2026-07-01T23:30:00Z', 1, 'Thursday'],
    ['America/New_York', '2026-01-05T03:00:00Z', 22, 'Sunday'],
    ['Asia/Kolkata', '2026-01-04T18:45:00Z', 0, 'Monday'],
    ['Pacific/Kiritimati', '2026-01-04T11:00:00Z', 1, 'Monday'],
    ['Europe/Berlin', '1965-03-03T12:00:00Z', 13, 'Wednesday'],
  ])('%s at %s', (zone, time, hour, day) => {
    const clock = new OwnClock(zone);
    expect(clock.hour(Date.parse(time))).toBe(hour);
    expect(weekday(clock, Date.parse(time))).toBe(day);
  });

  it('follows a change of the clocks', () => {
    const clock = new OwnClock('Europe/Berlin');
    const at = Date.parse('2026-03-29T00:59:00Z');
    expect([clock.hour(at), clock.hour(at + 60_000), clock.hour(at)]).toEqual([1, 3, 1]);
    expect(clock.text(at)).toBe('Sun 01:59, Europe/Berlin');
  });

  it.each(['UTC', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Chatham'])(
    'tells the same in %s whatever was asked before',
    (zone) => {
      const clock = new OwnClock(zone);
      for (let i = 0; i < 3_000; i++) {
        const time = Date.UTC(2026, 2, 1) + ((i * 7_919 * 977) % (60 * 24 * 60)) * 60_000 + (i % 3) * 59_999;
        const fresh = new OwnClock(zone);
        const told = [clock.hour(time), clock.day(time), clock.hour(time + 900_000)];
        expect(told).toEqual([fresh.hour(time), fresh.day(time), new OwnClock(zone).hour(time + 900_000)]);
      }
    },
  );

  it('is one for everybody in a place; none where the place does not tell', () => {
    const clocks = new OwnClocks();
    const now = Date.parse('2026-06-01T00:00:00Z');
    expect(clocks.ofPlace('DE', 10, now)).toBe(clocks.ofPlace('DE', null, now));
    expect(clocks.ofPlace('DE', 10, now)?.zone).toBe('Europe/Berlin');
    expect(clocks.ofPlace('US', -122, now)?.zone).toBe('America/Los_Angeles');
    expect(clocks.ofPlace('US', null, now)).toBeNull();
    expect(clocks.ofPlace('XX', null, now)).toBeNull();
  });
});
