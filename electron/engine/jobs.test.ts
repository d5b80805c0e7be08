import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { job, Progress } from '../../shared/contract/define';
import { jobs as jobContract } from '../../shared/contract/jobs';
import { type Connection, connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { serve } from '../../shared/rpc/server';
import { createJobs } from './jobs';

const contract = {
  ...jobContract,
  'work.run': job({ in: z.object({}), progress: Progress, out: z.object({}), changes: ['files'] }),
};
const half = { phase: 'reading', done: 1, total: 2, unit: 'bytes' } as const;

function engine() {
  const jobs = createJobs(() => 0);
  let finish: () => void = () => {};
  let aborted = 0;
  const handlers = {
    ...jobs.handlers,
    'work.run': (
      _input: object,
      { signal, progress }: { signal: AbortSignal; progress: (value: Progress) => void },
    ) => {
      progress(half);
      return new Promise<Record<string, never>>((resolve, reject) => {
        finish = () => resolve({});
        signal.addEventListener('abort', () => {
          aborted++;
          reject(signal.reason);
        });
      });
    },
  };
  const page = (): Connection & { run(signal?: AbortSignal): Promise<unknown> } => {
    const [here, there] = memoryPair();
    serve(there, contract, handlers, { jobs });
    const link = connect(here);
    const call = link.client as unknown as Record<string, (input: object, options: object) => Promise<unknown>>;
    return { ...link, run: (signal) => call['work.run']!({}, { signal }) };
  };
  return { jobs, page, finish: () => finish(), aborted: () => aborted };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('a job', () => {
  it('goes on when its page is closed, is found by the next one and followed to its end', async () => {
    const { page, finish, aborted } = engine();
    const first = page();
    const lost = expect(first.run()).rejects.toMatchObject({ code: 'engine-lost' });
    await turn();
    first.close();
    await lost;
    const { client } = page();
    const list = await client['jobs.list']({});
    expect(list).toEqual([{ id: 'j1', method: 'work.run', started: '1970-01-01T00:00:00.000Z', progress: half }]);
    const seen: unknown[] = [];
    const end = client['jobs.follow']({ id: 'j1' }, { progress: (value) => void seen.push(value) });
    await turn();
    finish();
    expect(await end).toEqual({ state: 'done', why: null });
    expect(seen).toEqual([half]);
    expect(await client['jobs.list']({})).toEqual([]);
    expect(aborted()).toBe(0);
  });

  it('ends when it is cancelled, by its own page or by another', async () => {
    const { page, aborted } = engine();
    const first = page();
    const abort = new AbortController();
    const own = expect(first.run(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    await turn();
    abort.abort();
    await own;
    const second = expect(first.run()).rejects.toMatchObject({ code: 'cancelled' });
    await turn();
    const { client } = page();
    const end = client['jobs.follow']({ id: 'j2' });
    await client['jobs.cancel']({ id: 'j2' });
    expect(await end).toMatchObject({ state: 'cancelled' });
    await second;
    expect(aborted()).toBe(2);
    await expect(client['jobs.cancel']({ id: 'j2' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is not ended by who stops following it', async () => {
    const { page, aborted } = engine();
    const running = page();
    void running.run().catch(() => {});
    const looking = page();
    const abort = new AbortController();
    await turn();
    const follow = looking.client['jobs.follow']({ id: 'j1' }, { signal: abort.signal });
    await turn();
    expect(await looking.client['jobs.list']({})).toHaveLength(1);
    abort.abort();
    await expect(follow).rejects.toMatchObject({ code: 'cancelled' });
    expect(aborted()).toBe(0);
  });

  it('ends with the engine', async () => {
    const { page, jobs, aborted } = engine();
    const running = expect(page().run()).rejects.toMatchObject({ code: 'cancelled' });
    await turn();
    jobs.cancelAll();
    await running;
    expect(aborted()).toBe(1);
  });
});
