import { expect, it } from 'vitest';
import { epochMillis, instantOf } from './epoch';

it.each([
  [1_767_323_045, 1_767_323_045_000],
  [1_767_323_045.678, 1_767_323_045_678],
  ['1767323045', 1_767_323_045_000],
  [1_767_323_045_678, 1_767_323_045_678],
  ['1767323045678999', 1_767_323_045_678],
  ['1767323045678000000', 1_767_323_045_678],
  [0, null],
  [-5, null],
  ['', null],
  ['soon', null],
  [1e22, null],
  [null, null],
])('%s', (value, expected) => {
  expect(epochMillis(value)).toBe(expected);
});

it('reads texts as UTC', () => {
  expect(instantOf('2026-01-02T03:04:05Z')).toBe(1_767_323_045_000);
  expect(instantOf(' 2026-01-02 03:04:05 ')).toBe(1_767_323_045_000);
  expect(instantOf('1767323045')).toBe(1_767_323_045_000);
  expect(instantOf({})).toBeNull();
});
