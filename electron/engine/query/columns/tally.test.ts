import { describe, expect, it } from 'vitest';
import { codes } from '../../store/codes';
import type { Columns } from '../../store/columns/open';
import { maskOf } from './select';
import { bars, rankAt, ranks, select } from './tally';

const EVENTS = 70_001; // several blocks and runs, and a rest
const isIn = (i: number): boolean => (i * 7_919) % 13 < 9;

const mask = maskOf(EVENTS);
for (let i = 0; i < EVENTS; i++) mask[i] = isIn(i) ? 1 : 0;

/** An event a millisecond: denied, success, change, denied … */
const columns = {
  head: { events: EVENTS, whats: 3, whos: 0 },
  rows: (name: string) =>
    name === 'time'
      ? Float64Array.from({ length: EVENTS }, (_, i) => i)
      : Uint32Array.from({ length: EVENTS }, (_, i) => i % 3),
  what: () => Int32Array.from([codes.mark.code('denied'), codes.mark.code('success'), codes.mark.code('change')]),
} as unknown as Columns;

describe('sums over packed columns', () => {
  it('count what lies before a place, and find the n-th', () => {
    const blocks = ranks({ lo: 0, hi: EVENTS, mask }, EVENTS)!;
    let before = 0;
    for (let i = 0; i < EVENTS; i++) {
      if (i % 977 === 0 || i > EVENTS - 5) expect(rankAt(mask, blocks, i)).toBe(before);
      if (!isIn(i)) continue;
      if (before % 911 === 0) expect(select(mask, blocks, before)).toBe(i);
      before++;
    }
    expect(blocks.at(-1)).toBe(before);
    expect(select(mask, blocks, before)).toBe(EVENTS);
    const full = maskOf(EVENTS).fill(1);
    expect(ranks({ lo: 0, hi: EVENTS, mask: full }, EVENTS)!.at(-1)).toBe(EVENTS);
  });

  it.each([null, mask])('count a bucket of more events than one run adds up', (of) => {
    const counts = bars(columns, { lo: 0, hi: EVENTS, mask: of }, 100, 60_000, 2);
    const expected = [0, 0, 0, 0, 0, 0];
    for (let i = 100; i < EVENTS; i++) if (of === null || isIn(i)) expected[(i < 60_100 ? 0 : 3) + (i % 3)]!++;
    expect([...counts]).toEqual(expected);
  });
});
