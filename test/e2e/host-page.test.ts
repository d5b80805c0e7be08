/** The page in a browser through the local web host: coming in, evidence in, a dead engine, results out. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { bringCode, INJECTED, injectedOutcome, SECOND_SCRIPT, SECOND_STYLE } from './foreign-code';
import { DIST, scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, throughDeath, type Workbench } from './workbench';

const { folder, remove } = scratchFolder();
afterAll(remove);
mkdirSync(join(folder, 'exports', 'okta'), { recursive: true });
const log = join(folder, 'exports', 'okta', 'system-log.json');
writeFileSync(log, `${oktaLines(6).join('\n')}\n`);

const later = join(folder, 'exports', 'later.json');
writeFileSync(later, `${oktaLines(9).slice(6).join('\n')}\n`);

// 200,000 records, each its own: long enough to be stopped in the middle.
const long = join(folder, 'exports', 'long.json.gz');
const block = oktaLines(1_000).join('\n');
const blocks = Array.from({ length: 200 }, (_, i) => block.replaceAll('"uuid":"0', `"uuid":"${i}f`));
writeFileSync(long, gzipSync(blocks.join('\n'), { level: 1 }));

/** As the desktop drops it: files and folders alike. */
async function drop(page: Page, path: string): Promise<void> {
  const driver = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await driver.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
}

let workbench: Workbench | null = null;
afterEach(async () => {
  const opened = workbench;
  workbench = null;
  await opened?.close();
});

async function makeCase(name: string): Promise<Workbench> {
  workbench = await openWorkbench();
  const { page, idle } = workbench;
  await page.getByLabel('Name of the case').fill(name);
  await page.getByRole('button', { name: 'Make the case' }).click();
  await idle();
  return workbench;
}

it('is tested as it is shipped: none of it is built for development', () => {
  const scripts = globSync(join(DIST, 'renderer', 'assets', '*.js'));
  expect(scripts.length).toBeGreaterThan(10);
  expect(scripts.filter((file) => readFileSync(file, 'utf8').includes('jsxDEV'))).toEqual([]);
});

describe.skipIf(!HAS_BROWSER)('the page in a browser', () => {
  it('opens without a problem, runs nothing inline and reaches nothing else', async () => {
    workbench = await openWorkbench();
    const { page, problems } = workbench;
    expect(await page.title()).toContain('Sidedoor');
    expect(await page.evaluate(() => fetch('https://example.com/').then(() => 'reached', () => 'refused'))).toBe('refused'); // biome-ignore format: one line
    const { ran, open, violations } = await bringCode(page);
    expect({ ran, open }).toEqual({ ran: [], open: [] });
    expect(violations).toBeGreaterThan(15);
    problems.length = 0; // the refusals themselves are written to the console
  });

  it('runs nothing that comes in its own answer beside what was built: inline, a second file, a handler', async () => {
    workbench = await openWorkbench();
    const { page, host, problems } = workbench;
    const origin = `http://127.0.0.1:${host.port}`;
    const bodies = { '/assets/second.js': SECOND_SCRIPT, '/assets/second.css': SECOND_STYLE };
    let hasPolicy = true;
    await page.route(`${origin}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const brought = (bodies as Record<string, string>)[pathname];
      if (brought === undefined && pathname !== '/') return route.continue();
      const answer = await route.fetch({ url: `${origin}/` });
      const headers = { ...answer.headers() };
      if (!hasPolicy) delete headers['content-security-policy'];
      const type = pathname.endsWith('.js') ? 'text/javascript' : pathname.endsWith('.css') ? 'text/css' : 'text/html';
      const body = brought ?? (await answer.text()).replace('</body>', () => `${INJECTED}</body>`);
      return route.fulfill({ status: 200, headers: { ...headers, 'content-type': type }, body });
    });
    await page.goto(`${origin}/`);
    await workbench.idle(); // the page itself does run
    expect(await page.evaluate(injectedOutcome)).toEqual({ ran: [], styled: false });
    hasPolicy = false;
    await page.goto(`${origin}/`);
    // Without the policy it does run: what was tried is worth something.
    expect(await page.evaluate(injectedOutcome)).toMatchObject({ ran: expect.arrayContaining(['inline', 'second file', 'handler']), styled: true }); // biome-ignore format: one line
    // An answer that was brought has no address, so Chromium keeps that page from the engine's socket now and again:
    // what it says of that, before and between its tries, ends with the page.
    await page.goto('about:blank');
    problems.length = 0;
  });

  it('takes a picked file and a dropped one into a case', async () => {
    const { page, idle, home } = await makeCase('Picked and dropped');
    const imported = (): Promise<unknown> => page.getByText('Imported 1 file').first().waitFor({ timeout: 30_000 });
    const events = async (): Promise<number> =>
      (await sidedoor('events', join(home, 'Picked and dropped.sidedoor'))).rows().length;
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+i');
    await (await chooser).setFiles(log);
    // What was sent here is a copy: there is no original that could be left where it is.
    expect(await page.getByText('Leave the originals').count()).toBe(0);
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await imported();
    await idle();
    expect(await events()).toBe(6);

    await drop(page, later);
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await expect.poll(events, { timeout: 30_000 }).toBe(9);
    await idle();

    await page.reload();
    await idle();
    expect(await page.getByText('Picked and dropped').count()).toBeGreaterThan(0);
  });

  it('stops a long import in the tray: nothing of it stays, and the keyboard stands somewhere', async () => {
    const { page, idle } = await makeCase('Stopped');
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+i');
    await (await chooser).setFiles(long);
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('.job-chip').filter({ hasText: 'Import long' }).click();
    const jobs = page.getByRole('dialog', { name: 'Jobs' });
    await jobs.getByRole('button', { name: 'Cancel' }).press('Enter');
    await jobs.getByText(/^cancelled after/).waitFor({ timeout: 60_000 });
    expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    // The first Escape may be that of a tip.
    const left = async (): Promise<number> => {
      await page.keyboard.press('Escape');
      return jobs.count();
    };
    await expect.poll(left).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('job-chip'))).toBe(true);
    await idle();
    await page.getByText('No events yet', { exact: true }).waitFor();
    expect(await page.getByText('0 events').count()).toBe(1);
  });

  it('comes back by itself when the engine dies, with the same case', async () => {
    workbench = await openWorkbench({ files: [log] });
    const { page, idle, killEngine, problems } = workbench;
    await expect.poll(() => page.getByText('alice@example.com').count()).toBeGreaterThan(0);
    await throughDeath(page, killEngine);
    await idle();
    await page.reload();
    // The page may be idle for a moment between asking which case is open and asking for its queue.
    await expect.poll(() => page.getByText('alice@example.com').count(), { timeout: 15_000 }).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });
});
