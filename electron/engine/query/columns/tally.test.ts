import { describe, expect, it } from 'vitest';
import { codes } from '../../store/codes';
import type { Columns } from '../../store/columns/open';
import { maskOf, rankAt, ranks, select } from './masks';
import type { Chosen } from './select';
import { Sums } from './tally';

const EVENTS = 70_001; // several blocks and runs, and a rest
const isIn = (i: number): boolean => (i * 7_919) % 13 < 9;

const mask = maskOf(EVENTS);
for (let i = 0; i < EVENTS; i++) mask[i] = isIn(i) ? 1 : 0;

/** An event a millisecond: denied, success, change, denied … */
const columns = {
  head: { events: EVENTS, whats: 3, whos: 5 },
  rows: () => Float64Array.from({ length: EVENTS }, (_, i) => i),
  rowIn: (table: string) => Uint8Array.from({ length: EVENTS }, (_, i) => (table === 'what' ? i % 3 : i % 5)),
  what: () => Int32Array.from([codes.mark.code('denied'), codes.mark.code('success'), codes.mark.code('change')]),
} as unknown as Columns;

describe('sums over packed columns', () => {
  it('count what lies before a place, and find the n-th', () => {
    const blocks = ranks(mask);
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
    expect(ranks(full).at(-1)).toBe(EVENTS);
  });

  const listed = (is: (i: number) => boolean): Uint32Array =>
    Uint32Array.from(Array.from({ length: EVENTS }, (_, i) => i).filter(is)).reverse();
  const chosen = (few: Uint32Array | null, isNot: boolean): Chosen => ({ mask, events: 0, few, isNot });
  it.each<[string, Chosen | null]>([
    ['all', null],
    ['a mask', chosen(null, false)],
    ['a list', chosen(listed(isIn), false)],
    [
      'a list of what is not',
      chosen(
        listed((i) => !isIn(i)),
        true,
      ),
    ],
  ])('are the same however the events are told: %s', (_, of) => {
    const sums = new Sums(columns);
    const counts = sums.bars({ lo: 0, hi: EVENTS, chosen: of }, 100, 60_000, 2);
    const expected = [0, 0, 0, 0, 0, 0];
    for (let i = 100; i < EVENTS; i++) if (of === null || isIn(i)) expected[(i < 60_100 ? 0 : 3) + (i % 3)]!++;
    expect([...counts]).toEqual(expected);
    for (const [lo, hi] of [
      [0, EVENTS],
      [0, 40_000],
      [35_001, EVENTS],
      [1_093, 69_000],
      [5_000, 5_100],
      [7, 7],
    ] as const) {
      const what = [0, 0, 0];
      const who = new Array<number>(15).fill(0);
      for (let i = lo; i < hi; i++)
        if (of === null || isIn(i)) {
          what[i % 3]!++;
          who[(i % 5) * 3 + (i % 3)]!++;
        }
      const told = sums.tally({ lo, hi, chosen: of });
      expect([...told.what]).toEqual(what);
      expect([...told.who]).toEqual(who);
      expect(told.events).toBe(what[0]! + what[1]! + what[2]!);
    }
  });
});
