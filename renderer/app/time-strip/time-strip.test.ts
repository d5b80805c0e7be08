import { describe, expect, it } from 'vitest';
import type { Bar } from '../../../shared/contract/events';
import { gaps } from '../../state/gaps';
import { recordingPen } from '../../ui/canvas-chart/draw-log';
import { timeScale } from '../../ui/time-scale';
import { dragged, gripAt, stepOf, stepped } from './brush';
import { barAt, drawStrip, heights, labelOf } from './strip';

const HOUR = 3_600_000;
const bars = (counts: number[], step = HOUR): Bar[] =>
  counts.map((n, i) => ({ from: i * step, denied: 0, success: n, other: 0 }));

describe('gaps', () => {
  it('are silences longer than the case is used to', () => {
    const night = [0, 0, 0];
    const day = [3, 4, 5];
    const counts = [
      ...day,
      ...night,
      ...day,
      ...night,
      ...day,
      ...night,
      ...day,
      ...new Array<number>(9).fill(0),
      ...day,
    ];
    expect(gaps(bars(counts), HOUR)).toEqual([{ from: 21 * HOUR, to: 30 * HOUR, length: 9 * HOUR }]);
  });
  it('are not the nights themselves, nor what lies before the first event', () => {
    const night = new Array<number>(8).fill(0);
    expect(gaps(bars([1, ...night, 1, ...night, 1, ...night, 1, ...night, 1]), HOUR)).toEqual([]);
    expect(gaps(bars([...night, 1, 1]), HOUR)).toEqual([]);
  });
  it('of years are gaps however few events there are, and however often', () => {
    // An export with seven records: silent for five years and nearly three; its other silences are short.
    const many = (n: number): number[] => new Array<number>(n).fill(0);
    const sparse = bars([1, ...many(300), 1, ...many(2), 3, ...many(15), 1, ...many(170), 1], 6 * 24 * HOUR);
    expect(gaps(sparse, 6 * 24 * HOUR).map(({ length }) => length / (6 * 24 * HOUR))).toEqual([300, 170]);
    const months = bars([...many(6).flatMap(() => [4, 0, 5, 0, 2, 0, 6, ...many(40)]), 1], 12 * HOUR);
    expect(gaps(months, 12 * HOUR)).toHaveLength(6);
  });
  it('are no weekends where nights are silent, and weekends where nights are not', () => {
    const monday = Date.UTC(2026, 2, 2);
    const weeks = (night: number, days = 8): number[] =>
      Array.from({ length: 24 * days }, (_, hour) => {
        const [day, clock] = [Math.floor(hour / 24) % 7, hour % 24];
        return day >= 5 ? 0 : clock >= 8 && clock < 18 ? 5 : night;
      });
    const dated = (counts: number[]): Bar[] => bars(counts).map((bar) => ({ ...bar, from: bar.from + monday }));
    expect(gaps(dated(weeks(0)), HOUR)).toEqual([]);
    expect(gaps(dated(weeks(1)), HOUR)).toEqual([
      { from: monday + 120 * HOUR, to: monday + 168 * HOUR, length: 48 * HOUR },
    ]);
    const twoDays = weeks(0, 15).map((n, hour) => (hour >= 24 && hour < 72 ? 0 : n));
    expect(gaps(dated(twoDays), HOUR)).toEqual([
      { from: monday + 18 * HOUR, to: monday + 80 * HOUR, length: 62 * HOUR },
    ]);
  });
  it('can be the only silence there is', () => {
    expect(gaps(bars([1, ...new Array<number>(7).fill(0), 1]), HOUR)).toHaveLength(1);
    expect(gaps(bars([1, 0, 0, 1]), HOUR)).toEqual([]);
  });
});

describe('bars', () => {
  it('never hide a single event under a burst', () => {
    expect(heights([0, 1, 10_000], 24)).toEqual([0, 2, 24]);
    expect(heights([], 24)).toEqual([]);
  });
  it('are found by time', () => {
    const list = bars([1, 2, 3]);
    expect(barAt(list, HOUR, 1.5 * HOUR)?.success).toBe(2);
    expect(barAt(list, HOUR, -1)).toBeNull();
    expect(barAt([], HOUR, 5)).toBeNull();
  });
});

describe('brush', () => {
  const scale = timeScale({ from: 0, to: 1_000 * HOUR }, 1_000);
  const brush = { from: 200 * HOUR, to: 400 * HOUR };
  it.each([
    [100, 'new'],
    [196, 'from'],
    [300, 'move'],
    [404, 'to'],
    [500, 'new'],
  ])('at %i takes hold of %s', (x, grip) => {
    expect(gripAt(brush, scale, x)).toBe(grip);
  });
  it.each([
    ['new', 500, 600, { from: 500 * HOUR, to: 600 * HOUR }],
    ['new', 600, 500, { from: 500 * HOUR, to: 600 * HOUR }],
    ['new', 500, 501, null],
    ['move', 300, 350, { from: 250 * HOUR, to: 450 * HOUR }],
    ['move', 300, -900, { from: 0, to: 200 * HOUR }],
    ['from', 200, 150, { from: 150 * HOUR, to: 400 * HOUR }],
    ['from', 200, 450, { from: 400 * HOUR, to: 450 * HOUR }],
    ['to', 400, 2_000, { from: 200 * HOUR, to: 1_000 * HOUR }],
  ] as const)('%s dragged from %i to %i', (grip, start, now, made) => {
    expect(dragged(grip, brush, scale, start, now)).toEqual(made);
  });
  it('an edge on the other edge keeps a brush one can take hold of', () => {
    const made = dragged('from', brush, scale, 200, 400);
    expect(made!.to - made!.from).toBeGreaterThan(0);
  });
  it('is worked by keys, stays inside, and goes away', () => {
    const whole = { from: 0, to: 800_000 };
    const made = stepped(null, 'right', whole, false)!;
    expect(made).toEqual({ from: 350_000, to: 450_000 });
    expect(stepped({ from: 700_000, to: 800_000 }, 'right', whole, true)).toEqual({ from: 700_000, to: 800_000 });
    expect(stepped({ from: 0, to: 800_000 }, 'wider', whole, false)).toEqual({ from: 0, to: 800_000 });
    expect(stepped(made, 'start', whole, false)).toEqual({ from: 0, to: 100_000 });
    expect(stepped(made, 'clear', whole, false)).toBeNull();
    expect(stepOf('ArrowLeft')).toBe('left');
    expect(stepOf('x')).toBeNull();
  });
});

describe('picture', () => {
  const drawn = (narrowed: Bar[] | null) => {
    const { pen, log } = recordingPen();
    const list: Bar[] = [
      { from: 0, denied: 0, success: 4, other: 0 },
      { from: HOUR, denied: 9, success: 0, other: 0 },
    ];
    drawStrip(
      pen,
      { width: 200, height: 60 },
      {
        scale: timeScale({ from: 0, to: 2 * HOUR }, 200),
        step: HOUR,
        bars: list,
        narrowed,
        brush: { from: 0, to: HOUR },
        timeline: null,
        cursor: null,
        zone: 'UTC',
        gaps: [],
      },
      (name) => name,
    );
    return log;
  };
  it('draws accesses up from the axis and denials down, told apart without colour', () => {
    const log = drawn(null);
    expect(log).toContain('fillRect 0 18 99 22');
    expect(log).toContain('fillRect 100 41 99 17');
    expect(log.indexOf('fillStyle=--success')).toBeLessThan(log.indexOf('fillRect 0 18 99 22'));
  });
  it('keeps the whole case faint behind what a filter leaves', () => {
    const log = drawn([{ from: 0, denied: 0, success: 1, other: 0 }]);
    expect(log).toContain('globalAlpha=0.3');
    expect(log.filter((line) => line.startsWith('fillRect 0 18 99 22'))).toHaveLength(2);
  });
});

it.each([
  ['14 May', '14 May'],
  ['09:30', '14 May 09:30'],
  ['30:05', '14 May 09:30:05'],
  ['05.250', '14 May 09:30:05.250'],
])('the label %s stands alone as %s', (label, alone) => {
  expect(labelOf({ time: Date.UTC(2026, 4, 14, 9, 30, 5, 250), label }, 'UTC')).toBe(alone);
});
