import { expect, it } from 'vitest';
import { later } from './later';

const Drawn = () => null;

it('is fetched once for all who ask, and is there from then on', async () => {
  let fetched = 0;
  const one = later(async () => {
    fetched++;
    return Drawn;
  });
  expect(one.now()).toBeNull();
  await Promise.all([one.load(), one.load()]);
  await one.load();
  expect([one.now(), fetched]).toEqual([Drawn, 1]);
});

it('is fetched anew after a failure', async () => {
  let fetched = 0;
  const one = later(async () => {
    if (fetched++ === 0) throw new Error('the file is gone');
    return Drawn;
  });
  await expect(one.load()).rejects.toThrow('the file is gone');
  expect(one.now()).toBeNull();
  await one.load();
  expect(one.now()).toBe(Drawn);
});
