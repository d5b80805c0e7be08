/** `npm start` and `sidedoor open`, where no window can be opened: the local web host, its address, its end. */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, describe, expect, inject, it } from 'vitest';
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

describe.skipIf(process.platform !== 'linux')('a desktop that opens a browser', () => {
  it('is never given the address: a page that only its owner can read leads there', async () => {
    const bin = join(folder, 'bin');
    const told = join(folder, 'told.txt');
    mkdirSync(bin, { recursive: true });
    rmSync(told, { force: true });
    // As a browser would, it stays: its words stand in the list of processes.
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$@" > ${told}.new && mv ${told}.new ${told}\nsleep 60\n`, {
      mode: 0o755,
    });
    const shown = { ...env, DISPLAY: ':77', PATH: `${bin}:${process.env.PATH}` };
    const child = startSidedoor(['open', join(folder, 'shown.sidedoor'), '--web', '--json'], shown);
    const done = ended(child);
    const url = await addressOf(child);
    const token = url.split('/').at(-1)!;
    await expect.poll(() => existsSync(told)).toBe(true);
    const file = readFileSync(told, 'utf8').trim();
    expect(file).toMatch(/\/home\/open-[\w-]{16}\.html$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(`url=${url}"`);
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const words = processes.flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'latin1')];
      } catch {
        return []; // ended while we looked
      }
    });
    expect(words.some((each) => each.includes(file))).toBe(true);
    expect(words.filter((each) => each.includes(token))).toEqual([]);
    if (process.getuid?.() === 0) {
      const stranger = ['--reuid=65534', '--regid=65534', '--clear-groups', 'cat', file];
      expect(spawnSync('setpriv', stranger, { cwd: '/', encoding: 'utf8' })).toMatchObject({ status: 1, stdout: '' });
    }
    const chromium_ = inject('chromium');
    if (chromium_) {
      const browser = await chromium.launch({ executablePath: chromium_, chromiumSandbox: process.getuid?.() !== 0 });
      const page = await browser.newPage();
      await page.goto(`file://${file}`);
      await page.getByText('shown').filter({ visible: true }).first().waitFor({ timeout: 60_000 });
      expect(page.url()).toBe(`${new URL(url).origin}/`);
      await browser.close();
    }
    child.kill('SIGTERM');
    expect((await done).code).toBe(0);
    expect(existsSync(file)).toBe(false);
    for (const pid of processes) {
      const at = `/proc/${pid}/cmdline`;
      if (existsSync(at) && readFileSync(at, 'latin1').includes(file)) process.kill(-Number(pid));
    }
  });
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
