import { expect, it } from 'vitest';
import { hopsShown } from './Next';

it.each([
  [5, 730, 5],
  [6, 730, 4], // the fifth place leads to the rest
  [6, 1284, 6],
  [9, 1284, 7],
  [7, 0, 4], // not measured yet
])('%i hops in %i pixels: %i', (hops, width, shown) => {
  expect(hopsShown(hops, width)).toBe(shown);
});
