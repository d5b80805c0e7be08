import { expect, it } from 'vitest';
import { z } from 'zod';
import type { HandlersOf } from '../../shared/contract';
import { query } from '../../shared/contract/define';
import { loadedLate } from './load-late';

const contract = {
  'a.double': query({ in: z.number(), out: z.number() }),
  'a.fails': query({ in: z.number(), out: z.number() }),
};
const context = { signal: new AbortController().signal } as never;

it('loads with the first call, once, and answers as the room does', async () => {
  let loads = 0;
  const handlers = loadedLate(contract, async (): Promise<HandlersOf<typeof contract>> => {
    loads++;
    return {
      'a.double': (n) => n * 2,
      'a.fails': () => {
        throw new Error('as it is');
      },
    };
  });
  expect(Object.keys(handlers)).toEqual(['a.double', 'a.fails']);
  expect(loads).toBe(0);
  expect(await Promise.all([handlers['a.double'](2, context), handlers['a.double'](4, context)])).toEqual([4, 8]);
  await expect(handlers['a.fails'](1, context)).rejects.toThrow('as it is');
  expect(loads).toBe(1);
});
