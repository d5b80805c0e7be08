import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampWindow,
  clock,
  fromWall,
  isoDay,
  loadWindow,
  offsetAt,
  panWindow,
  span,
  ticks,
  timeScale,
  toWall,
  withAir,
  zoomWindow,
} from './index';

const at = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

describe('zones', () => {
  it.each([
    ['UTC', '2026-01-14T02:19:12.402Z', '2026-01-14 02:19:12.402'],
    ['Europe/Berlin', '2026-01-14T02:19:12.402Z', '2026-01-14 03:19:12.402'],
    ['Europe/Berlin', '2026-07-14T02:19:12.402Z', '2026-07-14 04:19:12.402'],
    ['Asia/Kathmandu', '2026-01-14T20:00:00.000Z', '2026-01-15 01:45:00.000'],
    ['America/St_Johns', '2026-01-14T02:00:00.000Z', '2026-01-13 22:30:00.000'],
    ['No/Such', '2026-01-14T02:00:00.000Z', '2026-01-14 02:00:00.000'],
  ])('reads the clock of %s', (zone, time, text) => {
    expect(`${isoDay(at(time), zone)} ${clock(at(time), zone, 'ms')}`).toBe(text);
  });

  it('finds the instant of a wall clock, also where the clock skips or repeats', () => {
    // Berlin 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00.
    expect(fromWall(at('2026-03-29T02:30:00Z'), 'Europe/Berlin')).toBe(at('2026-03-29T01:30:00Z'));
    expect(fromWall(at('2026-10-25T02:30:00Z'), 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'));
  });

  it('goes there and back outside clock changes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
        (time, zone) => {
          const calm = offsetAt(time - 3 * HOUR, zone) === offsetAt(time + 3 * HOUR, zone);
          if (calm) expect(fromWall(toWall(time, zone), zone)).toBe(time);
        },
      ),
    );
  });
});

describe('words', () => {
  it.each([
    ['2026-01-13T00:00:00Z', '2026-01-15T00:00:00Z', '13 Jan 00:00 – 15 Jan 00:00 Z'],
    ['2026-01-13T01:00:00Z', '2026-01-13T02:30:00Z', '13 Jan 01:00 – 02:30 Z'],
    ['2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z', '31 Dec 2025 00:00 – 1 Jan 2026 00:00 Z'],
  ])('a span from %s to %s', (from, to, text) => {
    expect(span(at(from), at(to), 'UTC')).toBe(text);
  });
});

describe('ticks', () => {
  const row = (from: string, to: string, width: number, zone = 'UTC') => {
    const made = ticks({ from: at(from), to: at(to) }, width, zone);
    return { step: made.step, lower: made.lower.map((t) => t.label), upper: made.upper.map((t) => t.label) };
  };

  it.each([
    ['2026-01-13T00:00:00Z', '2026-01-15T00:00:00Z', 842, '3 h', '00:00', 'Tue 13 Jan 2026'],
    ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 1_300, '2 d', '1 Jan', 'Jan 2026'],
    ['2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 1_300, '1 y', '2020', undefined],
    ['2026-01-13T02:00:00Z', '2026-01-13T02:05:00Z', 800, '30 s', '00:00', 'Tue 13 Jan 2026 02:00'],
    ['1990-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 400, '5 y', '1990', undefined],
  ])('%s to %s on %i pixels steps by %s', (from, to, width, step, lower, upper) => {
    const made = row(from, to, width);
    expect(made.step).toBe(step);
    expect(made.lower[0]).toBe(lower);
    expect(made.upper[0]).toBe(upper);
  });

  it('puts hours on the clock of the zone, and days where the zone begins them', () => {
    const made = row('2026-01-13T00:00:00Z', '2026-01-15T00:00:00Z', 842, 'Asia/Kolkata');
    expect(made.lower.slice(0, 2)).toEqual(['06:00', '09:00']);
    expect(made.upper).toEqual(['Tue 13 Jan 2026', 'Wed 14 Jan 2026', 'Thu 15 Jan 2026']);
  });

  it('draws no tick twice in the night that loses an hour, and none is missing in the one that gains it', () => {
    const spring = row('2026-03-28T23:00:00Z', '2026-03-29T04:00:00Z', 300, 'Europe/Berlin').lower;
    expect(spring).toEqual(['00:00', '01:00', '03:00', '04:00', '05:00']);
    const autumn = row('2026-10-24T22:00:00Z', '2026-10-25T04:00:00Z', 400, 'Europe/Berlin').lower;
    expect(autumn.filter((label) => label === '04:00')).toHaveLength(1);
    expect(new Set(autumn).size).toBe(autumn.length);
  });

  it('keeps labels apart and inside for any window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('1995-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
        fc.integer({ min: 20, max: 30 * 365 * 24 }),
        fc.constantFrom(1, 1_000, HOUR),
        fc.integer({ min: 200, max: 2_500 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
        (from, n, unit, width, zone) => {
          const window = { from, to: from + n * unit };
          const scale = timeScale(window, width);
          const { lower } = ticks(window, width, zone);
          expect(lower.length).toBeLessThan(width / 40 + 3);
          for (const [i, tick] of lower.entries()) {
            expect(tick.time).toBeGreaterThanOrEqual(window.from);
            expect(tick.time).toBeLessThan(window.to);
            // A clock change may take an hour out of the distance of two ticks.
            if (i > 0 && scale.perPixel * 44 > HOUR * 4)
              expect(scale.x(tick.time) - scale.x(lower[i - 1]!.time)).toBeGreaterThan(30);
          }
        },
      ),
    );
  });
});

describe('windows', () => {
  const limits = { from: 0, to: 1_000_000 };
  it('zooms around the pointer', () => {
    const zoomed = zoomWindow({ from: 100_000, to: 300_000 }, 150_000, 0.5, limits);
    expect(zoomed).toEqual({ from: 125_000, to: 225_000 });
  });
  it.each([
    [
      { from: -50, to: 50 },
      { from: 0, to: 100 },
    ],
    [
      { from: 999_990, to: 1_000_090 },
      { from: 999_900, to: 1_000_000 },
    ],
    [{ from: -5_000_000, to: 5_000_000 }, limits],
    [
      { from: 10, to: 10 },
      { from: 10, to: 30 },
    ],
  ])('keeps %o within the limits', (window, kept) => {
    expect(clampWindow(window, limits)).toEqual(kept);
  });
  it('pans to the edge and stays as wide as it was', () => {
    expect(panWindow({ from: 100, to: 600 }, -1_000, limits)).toEqual({ from: 0, to: 500 });
  });
  it('gives an instant some air', () => {
    expect(withAir({ from: 500, to: 500 }, 0.1, 100)).toEqual({ from: 450, to: 550 });
    expect(withAir({ from: 0, to: 1_000 }, 0.1, 100)).toEqual({ from: -100, to: 1_100 });
  });
});

describe('loading', () => {
  it('asks three screens, power-of-two buckets, on the bucket grid, within the contract', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000_000_000 }),
        fc.integer({ min: 20, max: 400_000_000_000 }),
        fc.integer({ min: 50, max: 4_000 }),
        (from, length, width) => {
          const window = { from, to: from + length };
          const load = loadWindow(window, width);
          expect(Math.log2(load.step) % 1).toBe(0);
          expect(Math.abs(load.from % load.step)).toBe(0);
          expect(load.from).toBeLessThanOrEqual(from - length);
          expect(load.to).toBeGreaterThanOrEqual(window.to + length);
          expect(load.buckets).toBeLessThanOrEqual(4_000);
        },
      ),
    );
  });
  it('asks the same again while one pans a little', () => {
    const length = 48 * HOUR;
    const first = loadWindow({ from: at('2026-01-13T00:00:00Z'), to: at('2026-01-15T00:00:00Z') }, 842);
    const later = loadWindow({ from: first.from + length + 9_000_000, to: first.from + 2 * length + 9_000_000 }, 842);
    expect(later).toEqual(first);
  });
});
