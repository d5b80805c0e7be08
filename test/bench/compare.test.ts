import { describe, expect, it } from 'vitest';
import { change } from './compare';

describe('what changed between two builds', () => {
  it.each([
    { before: [2, 2.1, 1.9], now: [1.5, 1.55, 1.6], is: 'better' },
    { before: [1.5, 1.55, 1.6], now: [2, 2.1, 1.9], is: 'worse' },
    { before: [2, 2.6, 1.6], now: [1.7, 1.8, 1.5], is: 'same' }, // apart by less than they differ among themselves
    { before: [1, 1, 1], now: [1.04, 1.04, 1.04], is: 'same' }, // steady, and too little
    { before: [1, 1, 1], now: [1.06, 1.06, 1.06], is: 'worse' },
    { before: [2], now: [2], is: 'same' },
  ])('$before to $now: $is', ({ before, now, is }) => {
    expect(change(before, now)).toBe(is);
  });
});
