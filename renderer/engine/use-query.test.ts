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
