import { describe, expect, it } from 'vitest';
import { busiest, cellsOf, dayBars } from './habits';

const office = Array.from({ length: 5 }, (_, day) =>
  [9, 10, 11, 14, 15, 16].map((hour) => ({ day, hour, accesses: 4, denied: 0, event: `e${day}${hour}` })),
).flat();

describe('cellsOf', () => {
  it('has every hour of the week, Monday first', () => {
    const cells = cellsOf([{ day: 6, hour: 23, accesses: 1, denied: 2, event: 'e1' }]);
    expect(cells).toHaveLength(168);
    expect(cells[167]).toMatchObject({ accesses: 1, denied: 2, event: 'e1' });
    expect(cells.filter(({ event }) => event !== null)).toHaveLength(1);
  });
});

describe('busiest', () => {
  it.each([
    ['office hours', office, 'nine of ten accesses from 09 to 17 h, 100 % of them Mon–Fri'],
    [
      'over midnight',
      [23, 0, 1].map((hour) => ({ day: 5, hour, accesses: 10, denied: 0, event: 'e' })),
      'nine of ten accesses from 23 to 02 h, 0 % of them Mon–Fri',
    ],
    [
      'around the clock',
      Array.from({ length: 24 }, (_, hour) => ({ day: hour % 7, hour, accesses: 5, denied: 0, event: 'e' })),
      'accesses at all hours, 75 % of them Mon–Fri',
    ],
    ['too little', office.slice(0, 4), ''],
    ['nothing', [], ''],
  ])('%s', (_, hours, text) => {
    expect(busiest(cellsOf(hours))).toBe(text);
  });
});

describe('dayBars', () => {
  it('lies by the calendar, with gaps', () => {
    const bars = dayBars([
      { day: '2026-02-27', approved: 1, denied: 0, event: 'e1' },
      { day: '2026-03-02', approved: 1, denied: 3, event: 'e2' },
    ]);
    expect(bars.map(({ left, width, approvedHeight, deniedHeight }) => [left, width, approvedHeight, deniedHeight])).toEqual([
      [0, 25, 25, 0],
      [75, 25, 25, 75],
    ]); // biome-ignore format: a table
    expect(dayBars([])).toEqual([]);
  });
});
