import { expect, it } from 'vitest';
import { formatOffset, parseOffset } from './clock-offset';

it.each([
  ['-62 s', -62_000],
  ['−62s', -62_000],
  ['+1 h 30 min', 5_400_000],
  ['90m', 5_400_000],
  ['1.5 h', 5_400_000],
  ['250ms', 250],
  ['-00:01:02.5', -62_500],
  ['1:00', 3_600_000],
  ['2 d', 172_800_000],
  ['0', 0],
  ['-0', 0],
])('%s is %i ms', (text, ms) => expect(parseOffset(text)).toBe(ms));

it.each(['', '62', 's', '1 fortnight', '+-1 s', '1:75', '1 h 30', 'now', '1e9 s'])('%j is none', (text) =>
  expect(parseOffset(text)).toBeNull(),
);

it.each([
  [-62_000, '−1 min 2 s'],
  [3_600_000, '+1 h'],
  [250, '+250 ms'],
  [-90_061_001, '−1 d 1 h 1 min 1 s 1 ms'],
  [0, '0 s'],
])('%i ms is written %s, and read back', (ms, text) => {
  expect(formatOffset(ms)).toBe(text);
  expect(parseOffset(text)).toBe(ms);
});
