import { describe, expect, it, vi } from 'vitest';
import { SidedoorError } from '../../shared/rpc/errors';
import { asSidedoorError, keyOf, QueryCache } from './query-cache';

/** An engine whose answers come when the test says so. */
function slowEngine() {
  const asked: { method: string; input: unknown; answer(value: unknown): void; fail(error: unknown): void }[] = [];
  const cache = new QueryCache(
    (method, input) => new Promise((answer, fail) => asked.push({ method, input, answer, fail })),
  );
  return { cache, asked };
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('keyOf', () => {
  it('is the same whatever the order of fields, and tells inputs apart', () => {
    expect(keyOf('m', { a: 1, b: [1, { c: null, d: 'x' }] })).toBe(keyOf('m', { b: [1, { d: 'x', c: null }], a: 1 }));
    expect(keyOf('m', { a: 1 })).not.toBe(keyOf('m', { a: '1' }));
    expect(keyOf('m', { a: undefined })).toBe(keyOf('m', {}));
    expect(keyOf('m', {})).not.toBe(keyOf('n', {}));
  });
});

describe('QueryCache', () => {
  it('asks once for one question however many want it', async () => {
    const { cache, asked } = slowEngine();
    const key = keyOf('events.count', {});
    void cache.ensure(key, 'events.count', {});
    void cache.ensure(key, 'events.count', {});
    expect(asked).toHaveLength(1);
    asked[0]!.answer(7);
    await settle();
    expect(cache.peek(key)).toMatchObject({ data: 7, hasData: true, loading: false, error: null });
    await cache.ensure(key, 'events.count', {});
    expect(asked).toHaveLength(1);
  });

  it('asks watched entries again when their topic changes, and keeps the old answer meanwhile', async () => {
    const { cache, asked } = slowEngine();
    const key = keyOf('episodes.get', { id: 'p1' });
    void cache.ensure(key, 'episodes.get', { id: 'p1' });
    asked[0]!.answer('old');
    await settle();
    const seen = vi.fn();
    const stop = cache.watch(key, seen);
    cache.invalidate(['files']);
    expect(asked).toHaveLength(1);
    cache.invalidate(['episodes']);
    expect(asked).toHaveLength(2);
    expect(cache.peek(key)).toMatchObject({ data: 'old', loading: true });
    asked[1]!.answer('new');
    await settle();
    expect(cache.peek(key)).toMatchObject({ data: 'new', loading: false });
    expect(seen).toHaveBeenCalled();
    stop();
    cache.invalidate(['episodes']);
    expect(cache.peek(key)).toBeUndefined();
  });

  it('asks once more when the answer under way is already old', async () => {
    const { cache, asked } = slowEngine();
    const key = keyOf('episodes.get', { id: 'p1' });
    void cache.ensure(key, 'episodes.get', { id: 'p1' });
    cache.watch(key, () => undefined);
    cache.invalidate(['episodes']);
    asked[0]!.answer('before the change');
    await settle();
    expect(asked).toHaveLength(2);
    asked[1]!.answer('after it');
    await settle();
    expect(cache.peek(key)).toMatchObject({ data: 'after it', loading: false });
  });

  it('keeps an error as data and forgets it with the next answer', async () => {
    const { cache, asked } = slowEngine();
    const key = keyOf('episodes.get', { id: 'nope' });
    void cache.ensure(key, 'episodes.get', { id: 'nope' });
    asked[0]!.fail(new SidedoorError('not-found', 'no such episode', { where: 'nope' }));
    await settle();
    expect(cache.peek(key)?.error).toMatchObject({ code: 'not-found', where: 'nope' });
    cache.refresh(key);
    asked[1]!.answer('there');
    await settle();
    expect(cache.peek(key)).toMatchObject({ data: 'there', error: null });
  });

  it('holds only so many answers that nobody watches', async () => {
    const cache = new QueryCache(async (_method, input) => input);
    const key = (i: number): string => keyOf('events.get', { id: `e${i}` });
    for (let i = 0; i < 200; i++) {
      await cache.ensure(key(i), 'events.get', { id: `e${i}` });
      cache.watch(key(i), () => undefined)();
    }
    expect(cache.peek(key(0))).toBeUndefined();
    expect(cache.peek(key(199))?.hasData).toBe(true);
  });
});

it('turns anything thrown into an error that can be shown', () => {
  expect(asSidedoorError('odd')).toMatchObject({ code: 'internal', message: 'odd' });
  expect(asSidedoorError(new SidedoorError('no-case', 'x')).code).toBe('no-case');
});
