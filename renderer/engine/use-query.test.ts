import { describe, expect, it } from 'vitest';
import { keyOf, QueryCache } from './query-cache';
import { Observer } from './use-query';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const question = (id: string) => ({ key: keyOf('episodes.card', { id }), method: 'episodes.card', input: { id } });

function slow() {
  const asked: { id: string; answer(): void; fail(): void }[] = [];
  const cache = new QueryCache(
    (_method, input) =>
      new Promise((resolve, reject) => {
        const { id } = input as { id: string };
        asked.push({ id, answer: () => resolve(`card ${id}`), fail: () => reject(new Error(`no ${id}`)) });
      }),
  );
  return { cache, asked, observer: new Observer(cache, null) };
}

describe('Observer', () => {
  it('shows the old answer, marked as old, until the new one is there', async () => {
    const { asked, observer } = slow();
    observer.want(question('p1'));
    asked[0]!.answer();
    await settle();
    expect(observer.snapshot()).toEqual({ data: 'card p1', error: null, loading: false, stale: false });
    observer.want(question('p2'));
    expect(observer.snapshot()).toEqual({ data: 'card p1', error: null, loading: true, stale: true });
    asked[1]!.answer();
    await settle();
    expect(observer.snapshot()).toEqual({ data: 'card p2', error: null, loading: false, stale: false });
  });

  it('asks the newest of the questions that came while one was under way, and only that', async () => {
    const { asked, observer } = slow();
    observer.want(question('p1'));
    observer.want(question('p2'));
    observer.want(question('p3'));
    expect(asked.map(({ id }) => id)).toEqual(['p1']);
    asked[0]!.answer();
    await settle();
    expect(asked.map(({ id }) => id)).toEqual(['p1', 'p3']);
    expect(observer.snapshot().data).toBeUndefined();
    asked[1]!.answer();
    await settle();
    expect(observer.snapshot()).toMatchObject({ data: 'card p3', stale: false });
  });

  it('a long question that nobody waits for any more is ended, and asked anew by who asks later', async () => {
    const asked: { signal: AbortSignal | undefined; answer(value: string): void }[] = [];
    const cache = new QueryCache(
      (_method, _input, signal) =>
        new Promise((answer, fail) => {
          asked.push({ signal, answer });
          signal?.addEventListener('abort', () => fail(new Error('cancelled')));
        }),
    );
    const observer = new Observer(cache, null);
    const method = 'imports.leftOut';
    const long = { key: keyOf(method, { file: 'a' }), method, input: { file: 'a' } };
    observer.want(long);
    observer.want(null);
    expect(asked[0]!.signal?.aborted).toBe(true);
    await settle();
    observer.want(long);
    expect(asked).toHaveLength(2);
    // Closed and opened again before the engine has said that it ended.
    observer.want(null);
    observer.want(long);
    await settle();
    expect(asked).toHaveLength(3);
    asked[2]!.answer('rows');
    await settle();
    expect(observer.snapshot()).toEqual({ data: 'rows', error: null, loading: false, stale: false });
    const other = { ...long, key: keyOf(method, { file: 'b' }), input: { file: 'b' } };
    observer.want(other);
    observer.stop();
    expect(asked[3]!.signal?.aborted).toBe(true);
    // Quick ones go on: their answers are there for the way back.
    observer.want(question('p1'));
    await settle();
    observer.want(null);
    expect(asked[4]!.signal).toBeUndefined();
  });

  it('answers at once from what is already known', async () => {
    const { asked, observer, cache } = slow();
    observer.want(question('p1'));
    asked[0]!.answer();
    await settle();
    observer.want(question('p2'));
    asked[1]!.answer();
    await settle();
    observer.want(question('p1'));
    expect(observer.snapshot()).toMatchObject({ data: 'card p1', stale: false, loading: false });
    expect(new Observer(cache, question('p2').key).snapshot()).toMatchObject({ data: 'card p2', loading: false });
    expect(asked).toHaveLength(2);
  });

  it('shows a failure in place of an answer to another question', async () => {
    const { asked, observer } = slow();
    observer.want(question('p1'));
    asked[0]!.answer();
    await settle();
    observer.want(question('p2'));
    asked[1]!.fail();
    await settle();
    expect(observer.snapshot()).toMatchObject({ data: undefined, loading: false, stale: false });
    expect(observer.snapshot().error?.message).toBe('no p2');
  });

  it('follows changes only of what it shows, and nothing after it stopped', async () => {
    const { asked, observer, cache } = slow();
    observer.want(question('p1'));
    asked[0]!.answer();
    await settle();
    let calls = 0;
    observer.subscribe(() => {
      calls += 1;
    });
    cache.invalidate(['episodes']);
    expect(asked).toHaveLength(2);
    asked[1]!.answer();
    await settle();
    expect(calls).toBeGreaterThan(0);
    observer.stop();
    cache.invalidate(['episodes']);
    expect(asked).toHaveLength(2);
  });
});
