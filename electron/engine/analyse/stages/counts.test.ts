import { describe, expect, it } from 'vitest';
import { Counts } from './counts';
import { NONE } from './dimensions';

describe('counts', () => {
  it.each([[[]], [[5]], [[5, 5, 5]], [[0, 3, 0, -7, 3, 0]], [[NONE, null, 2]]])(
    'of %j are those of a map',
    (values) => {
      const counts = new Counts();
      const map = new Map<number, number>();
      for (const value of values) {
        counts.add(value);
        if (value !== null && value !== NONE) map.set(value, (map.get(value) ?? 0) + 1);
      }
      expect([...counts]).toEqual([...map]);
      expect([[...counts.keys()], [...counts.values()], counts.size]).toEqual([[...map.keys()], [...map.values()], map.size]); // biome-ignore format: one line
      for (const value of [NONE, 0, 2, 3, 5, -7])
        expect([counts.get(value), counts.has(value)]).toEqual([map.get(value), map.has(value)]);
    },
  );
});
