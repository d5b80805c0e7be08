import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANE, laneBlock, laneLayout } from './layout';

describe('lanes', () => {
  it('stand below each other, open ones higher', () => {
    const layout = laneLayout(4, new Map([[1, 104]]));
    expect([0, 1, 2, 3].map(layout.top)).toEqual([0, 44, 148, 192]);
    expect(layout.total).toBe(236);
    expect([0, 43, 44, 147, 148, 999].map(layout.at)).toEqual([0, 0, 1, 1, 2, 3]);
  });
  it('of no height are never hit', () => {
    const layout = laneLayout(3, new Map([[1, 0]]));
    expect(layout.at(44)).toBe(2);
    expect(layout.total).toBe(2 * LANE);
  });
  it('no lanes, no hit', () => {
    expect(laneLayout(0, new Map()).at(0)).toBe(-1);
  });
  it('every height lies in the lane found for it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.array(fc.tuple(fc.nat(4_999), fc.integer({ min: 0, max: 400 })), { maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, list, share) => {
          const layout = laneLayout(count, new Map(list));
          if (layout.total === 0) return;
          const y = share * (layout.total - 0.5);
          const index = layout.at(y);
          expect(layout.top(index)).toBeLessThanOrEqual(y);
          expect(layout.top(index) + layout.height(index)).toBeGreaterThan(y);
        },
      ),
    );
  });
  it.each([
    [0, 10, 100, { from: 0, to: 24 }],
    [40, 52, 100, { from: 32, to: 64 }],
    [90, 99, 100, { from: 80, to: 100 }],
    [0, 2, 3, { from: 0, to: 3 }],
  ])('%i to %i of %i load as a block', (first, last, count, block) => {
    expect(laneBlock(first, last, count)).toEqual(block);
  });
});
