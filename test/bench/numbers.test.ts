import { describe, expect, it } from 'vitest';
import { median, power } from './numbers';

describe('numbers of a bench', () => {
  it('tells the exponent of a growth', () => {
    for (const exponent of [1, 1.12, 2])
      expect(power([100, 200, 500, 5_000].map((size) => [size, 3 * size ** exponent]))).toBeCloseTo(exponent, 9);
  });

  it('takes the middle one', () => {
    expect([median([3]), median([9, 1, 5]), median([10, 9, 8, 7])]).toEqual([3, 5, 9]);
  });
});
