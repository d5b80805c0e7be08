import { expect, it } from 'vitest';
import { stepIn } from './roving';

it.each([
  ['ArrowRight', 0, 168, 24, 1],
  ['ArrowRight', 23, 168, 24, 23], // the day ends
  ['ArrowLeft', 24, 168, 24, 24],
  ['ArrowDown', 30, 168, 24, 54],
  ['ArrowDown', 160, 168, 24, 160],
  ['ArrowUp', 30, 168, 24, 6],
  ['Home', 30, 168, 24, 24],
  ['End', 30, 168, 24, 47],
  ['End', 2, 5, 5, 4],
  ['ArrowRight', 4, 5, 5, 4],
  ['x', 4, 5, 5, null],
])('%s from %i of %i in %i columns', (key, at, count, columns, next) => {
  expect(stepIn(key, at, count, columns)).toBe(next);
});
