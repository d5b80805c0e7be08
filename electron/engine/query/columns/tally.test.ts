import { describe, expect, it } from 'vitest';
import { codes } from '../../store/codes';
import { MARKED, marksOf } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import { maskOf, rankAt, ranks, select } from './masks';
import { Pairs } from './pairs';
import type { Chosen } from './select';
import { Sums } from './tally';

const EVENTS = 70_001; // several blocks and runs, and a rest
const WHOS = 50;
const PAIRS = 150;
const isIn = (i: number): boolean => (i * 7_919) % 13 < 9;

const mask = maskOf(EVENTS);
for (let i = 0; i < EVENTS; i++) mask[i] = isIn(i) ? 1 : 0;

/** An event a millisecond: denied, success, change, denied … */
const time = Float64Array.from({ length: EVENTS }, (_, i) => i);
const pair = Uint32Array.from({ length: EVENTS }, (_, i) => i % PAIRS);
const marked = (most: (at: number) => number): number[] =>
  Array.from({ length: marksOf(EVENTS) }, (_, mark) => most(mark * MARKED));
const marks = {
  markTime: Float64Array.from(marked((at) => at)),
  markDenied: Uint32Array.from(marked((at) => Math.ceil(at / 3))),
  markSuccess: Uint32Array.from(marked((at) => Math.ceil((at - 1) / 3))),
};
const columns = {
  head: { events: EVENTS, whats: 3, whos: WHOS, pairs: PAIRS },
  rows: (name: 'time' | 'pair') => ({ time, pair })[name],
  part: (name: 'time' | 'pair', from: number, to: number) => ({ time, pair })[name].subarray(from, to),
  marks: (name: keyof typeof marks) => marks[name],
  met: (table: string) => Int32Array.from({ length: PAIRS }, (_, i) => (table === 'what' ? i % 3 : i % WHOS)),
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

  const listed = Uint32Array.from([...mask.keys()].filter((i) => mask[i] === 1));
  const ofPairs = (is: (pair: number) => boolean): Chosen => {
    const ok = maskOf(PAIRS);
    for (let i = 0; i < PAIRS; i++) ok[i] = is(i) ? 1 : 0;
    let events = 0;
    for (const row of pair) events += ok[row]!;
    return { by: 'pairs', ok, events, shape: null, blocks: null };
  };
  const scattered = (i: number): boolean => (i * 31) % 7 < 3;
  const oneAndSome = (i: number): boolean => (i % 3 === 1 && i !== 4) || i === 17 || i === 21;
  const allButOne = (i: number): boolean => i !== 40;
  it.each<[string, Chosen | null, (event: number) => boolean]>([
    ['all', null, () => true],
    ['a mask', { by: 'mask', mask, events: listed.length, blocks: null }, isIn],
    ['a list', { by: 'list', at: listed, events: listed.length, blocks: null }, isIn],
    ['scattered pairs', ofPairs(scattered), (i) => scattered(i % PAIRS)],
    ['what happened, but for some', ofPairs(oneAndSome), (i) => oneAndSome(i % PAIRS)],
    ['all pairs but one', ofPairs(allButOne), (i) => allButOne(i % PAIRS)],
    ['a rare pair', ofPairs((i) => i === 40), (i) => i % PAIRS === 40],
  ])('are the same however the events are told: %s', (_, of, is) => {
    const sums = new Sums(columns, new Pairs(columns));
    for (const [lo, hi] of [
      [0, EVENTS],
      [0, 40_000],
      [35_001, EVENTS],
      [1_093, 69_000],
      [5_000, 5_100],
      [7, 7],
    ] as const) {
      const bars = [0, 0, 0, 0, 0, 0];
      const what = [0, 0, 0];
      const who = new Array<number>(WHOS * 3).fill(0);
      const own: number[] = [];
      for (let i = lo; i < hi; i++)
        if (is(i)) {
          what[i % 3]!++;
          who[(i % WHOS) * 3 + (i % 3)]!++;
          if (i >= 100) bars[(i < 60_100 ? 0 : 3) + (i % 3)]!++;
          own.push(i);
        }
      const selection = { lo, hi, chosen: of };
      expect([...sums.bars(selection, 100, 60_000, 2)]).toEqual(bars);
      const told = sums.tally(selection);
      expect([...told.what]).toEqual(what);
      expect([...told.who]).toEqual(who);
      expect([told.events, sums.count(selection)]).toEqual([own.length, own.length]);
      const first = sums.before(of, lo);
      for (const n of [0, 1, 997, own.length - 1]) {
        if (n < 0 || n >= own.length) continue;
        expect(sums.nth(of, first + n)).toBe(own[n]);
        expect(sums.before(of, own[n]!)).toBe(first + n);
      }
      expect(sums.nth(of, of?.events ?? EVENTS)).toBe(EVENTS);
    }
  });
});
