import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../../shared/model/time';
import { Counts } from './counts';
import type { Outline } from './outline';
import { Crowd } from './surroundings';

function counts(...values: number[]): Counts {
  const all = new Counts();
  for (const value of values) all.add(value);
  return all;
}

/** Always the same numbers below `most`. */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

const next = numbers(7);
const outlines = Array.from({ length: 400 }, (_, place): Outline => {
  const start = next(60 * HOUR);
  const first = { eid: place, rk: place, content: 0 };
  return {
    ...{ place, start, end: start, who: next(40), isMachine: next(20) === 0, side: next(10) === 0 ? 'strange' : 'own' },
    ...{ eids: [place], first, firstOf: [], resumed: [] },
    ...{ sources: counts(next(2)), apps: next(3) === 0 ? counts() : counts(next(3), next(3)) },
  };
});

/** Counted one by one: the most others of one source and application within three hours. */
function aliker(draft: Outline): number {
  const keys = ({ sources, apps }: Outline): string[] =>
    [...sources.keys()].flatMap((source) =>
      apps.size === 0 ? [`${source}`] : [...apps.keys()].map((app) => `${source} ${app}`),
    );
  if (draft.isMachine) return 0;
  const others = (key: string): number =>
    new Set(
      outlines
        .filter((each) => !each.isMachine && each.side !== 'strange' && each.who !== draft.who)
        .filter((each) => Math.abs(each.start - draft.start) <= 3 * HOUR && keys(each).includes(key))
        .map(({ who }) => who),
    ).size;
  return Math.max(...keys(draft).map(others));
}

describe('the crowd around an episode', () => {
  const inTime = outlines.toSorted((a, b) => a.start - b.start);
  it.each([
    ['one after the other', inTime],
    ['backwards', inTime.toReversed()],
    ['here and there', outlines],
  ])('is who else stumbled alike within three hours, asked %s', (_, order) => {
    const crowd = new Crowd(outlines);
    expect(order.map((draft) => crowd.alikeTo(draft).alike)).toEqual(order.map(aliker));
  });
});
