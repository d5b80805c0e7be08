import v8 from 'node:v8';
import vm from 'node:vm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const ANY = { from: 0, garbage: 20 };
const pressed = (): Promise<typeof import('./tight-heap')> => import('./tight-heap');

beforeEach(() => {
  vi.resetModules(); // the collector is asked for once
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('takes the collector that V8 shows to a new context', async () => {
  const asked = vi.spyOn(vm, 'runInNewContext');
  const { giveBackWhereLarge } = await pressed();
  giveBackWhereLarge(0);
  expect(asked.mock.results[0]!.value).toBeTypeOf('function');
});

it('shows the collector to nobody else', async () => {
  (await pressed()).giveBackWhereLarge(0);
  expect(vm.runInNewContext('typeof gc')).toBe('undefined');
});

it('goes on where V8 shows no collector', async () => {
  vi.spyOn(v8, 'setFlagsFromString').mockImplementation(() => {});
  const { giveBackWhereLarge, loosenHeap, tightenWhereLarge } = await pressed();
  expect(() => giveBackWhereLarge(0)).not.toThrow();
  expect(() => tightenWhereLarge(ANY)).not.toThrow();
  loosenHeap();
});

it('gives back when a heap has become large, and then when the process has grown by so much', async () => {
  const collected = vi.fn();
  vi.spyOn(vm, 'runInNewContext').mockReturnValue(collected);
  const { giveBackWhereGrown, withTightHeap } = await pressed();
  const held = vi.spyOn(process.memoryUsage, 'rss');
  const collections = (mb: number, from = 0): number => {
    held.mockReturnValue(mb * 1e6);
    giveBackWhereGrown({ from, by: 50e6 });
    return collected.mock.calls.length;
  };
  expect(collections(2_000, 1e12)).toBe(0); // of a heap that is not large
  expect([500, 540, 480, 520, 531].map((mb) => collections(mb))).toEqual([1, 1, 1, 1, 2]);
  expect([570, 582].map((mb) => collections(mb))).toEqual([2, 3]);
  await withTightHeap(async () => expect([700, 1_100].map((mb) => collections(mb))).toEqual([3, 4]), 1_000e6); // room for it
});
