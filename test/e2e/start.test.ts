/** `npm start` and `sidedoor open`, where no window can be opened: the local web host, its address, its end. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ended, scratchFolder, startSidedoor } from './programs';

const { folder, remove } = scratchFolder();
afterAll(remove);

/** No display: a runtime that is there is not used, and no browser is opened. */
const env = { SIDEDOOR_HOME: join(folder, 'home'), DISPLAY: '', WAYLAND_DISPLAY: '' };

async function addressOf(child: ChildProcess): Promise<string> {
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return (JSON.parse(line.toString()) as { url: string }).url;
}

it('shows the demo, tells its address once, and ends in order', async () => {
  const child = startSidedoor(['demo', '--no-browser', '--json'], env);
  const done = ended(child);
  const url = await addressOf(child);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{32}$/);
  const opened = await fetch(url, { redirect: 'manual' });
  expect(opened.status).toBe(303);
  const cookie = opened.headers.get('set-cookie')!.split(';')[0]!;
  const asks = async (): Promise<unknown> => {
    const info = await fetch(new URL('/host/info', url), { headers: { cookie } });
    return ((await info.json()) as { asks: unknown }).asks;
  };
  expect(await asks()).toEqual([{ command: 'case.demo' }]);
  expect(await asks()).toEqual([]);
  child.kill('SIGTERM');
  expect((await done).code).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

it('opens the case that was named', async () => {
  const child = startSidedoor(['open', join(folder, 'named.sidedoor'), '--no-browser', '--json'], env);
  const done = ended(child);
  const url = await addressOf(child);
  const cookie = (await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')!.split(';')[0]!;
  const info = (await (await fetch(new URL('/host/info', url), { headers: { cookie } })).json()) as {
    asks: { open: { name: string } }[];
  };
  expect(info.asks.map((ask) => ask.open.name)).toEqual(['named.sidedoor']);
  child.kill('SIGTERM');
  const { code, stderr } = await done;
  expect(code).toBe(0);
  expect(stderr).toContain('Sidedoor is at http://127.0.0.1:');
});

it('ends by itself when nobody comes', async () => {
  const started = Date.now();
  const done = await ended(startSidedoor(['demo', '--no-browser', '--idle-minutes', '0.01'], env));
  expect(done.code).toBe(0);
  expect(done.text).toBe('');
  expect(Date.now() - started).toBeLessThan(20_000);
});
