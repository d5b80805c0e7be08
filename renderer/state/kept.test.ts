import { expect, it } from 'vitest';
import { z } from 'zod';
import { create } from 'zustand';
import { followCase, keepWithCase } from './kept';

it('opens as it was left, tells changes, and goes back to the beginning for another case', () => {
  const store = create<{ by: 'a' | 'b'; other: number }>(() => ({ by: 'a', other: 0 }));
  keepWithCase('one', store, () => z.object({ by: z.enum(['a', 'b']) }));
  const told: string[] = [];
  let leave = followCase({ one: '{"by":"b","other":9}' }, (id, json) => told.push(`${id} ${json}`));
  expect(store.getState()).toEqual({ by: 'b', other: 0 });
  store.setState({ other: 1 });
  store.setState({ by: 'a' });
  expect(told).toEqual(['one {"by":"a"}']);
  // A store that comes with a view's code, later.
  const late = create<{ open: boolean }>(() => ({ open: false }));
  leave();
  leave = followCase({ late: '{"open":true}' }, (id, json) => told.push(`${id} ${json}`));
  keepWithCase('late', late, () => z.object({ open: z.boolean() }));
  expect(late.getState()).toEqual({ open: true });
  leave();
  store.setState({ by: 'b' });
  expect(told).toHaveLength(1);
  followCase({}, () => undefined)();
  expect(store.getState().by).toBe('a');
  expect(late.getState().open).toBe(false);
});

it('what does not fit is left out, whatever a case file says', () => {
  const store = create<{ n: number }>(() => ({ n: 3 }));
  keepWithCase('strict', store, () => z.object({ n: z.number().max(10) }));
  for (const wrong of ['{"n":"x"}', '{"n":99}', 'not json', '[]', 'null']) {
    followCase({ strict: wrong }, () => undefined)();
    expect(store.getState().n).toBe(3);
  }
});
