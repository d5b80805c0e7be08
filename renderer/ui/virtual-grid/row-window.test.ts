import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastPosition, moveBy, positionOf, reveal, rowWindow, scrollHeight, scrollTopOf, TALLEST } from './row-window';

const short = { count: 100, rowHeight: 28, viewport: 280 };
const long = { count: 5_000_000, rowHeight: 28, viewport: 700 };

describe('rows on screen', () => {
  it.each([
    [0, { first: 0, last: 11 }],
    [5.5, { first: 3, last: 17 }],
    [90, { first: 88, last: 99 }],
  ])('at position %f', (position, window) => {
    expect(rowWindow(position, short)).toEqual(window);
  });
  it('of an empty list are none', () => {
    expect(rowWindow(0, { ...short, count: 0 })).toEqual({ first: 0, last: -1 });
    expect(moveBy('End', -1, { ...short, count: 0 })).toBeNull();
  });
  it('never stretch the page beyond what browsers draw, and still reach the last row', () => {
    expect(scrollHeight(long)).toBe(TALLEST);
    const end = positionOf(TALLEST, long);
    expect(end).toBe(lastPosition(long));
    expect(rowWindow(end, long).last).toBe(4_999_999);
  });
  it('a place of the bar and its position are each other’s inverse', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, share) => {
          const metrics = { ...long, count };
          const position = share * lastPosition(metrics);
          expect(positionOf(scrollTopOf(position, metrics), metrics)).toBeCloseTo(position, 3);
        },
      ),
    );
  });
});

describe('keys', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 0, 0],
    ['ArrowUp', -1, 0],
    ['PageDown', 0, 9],
    ['PageUp', 5, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['x', 50, null],
  ])('%s from %i leads to %s', (key, row, next) => {
    expect(moveBy(key, row, short)).toBe(next);
  });
  it('bring the row into sight with the least movement', () => {
    expect(reveal(3, 10, short)).toBe(3);
    expect(reveal(12, 10, short)).toBe(10);
    expect(reveal(20, 10, short)).toBe(11);
    expect(reveal(99, 0, short)).toBe(90);
    // A viewport of nine and a half rows: the row's lower edge is the viewport's.
    expect(reveal(20, 0, { ...short, viewport: 266 })).toBe(11.5);
  });
});
