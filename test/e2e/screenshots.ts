/**
 * `npm run screenshots [-- --out FOLDER] [--all]`: pictures of every view on the demo case, light and dark, through the
 * local web host. By default the four that README and the handbook show, at 1366×768, go to docs/pictures; `--all` adds
 * every view and the first screen, at 1366×768 and 1920×1080, for looking through.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: { out: { type: 'string', default: join(root, 'docs/pictures') }, all: { type: 'boolean', default: false } },
});
const out = resolve(values.out);
const VIEWS = 'Triage Timeline Map Paths Events Identities Sources Notebook Report Custody'.split(' ');
const SHOWN = ['Triage', 'Timeline', 'Map', 'Events'];
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];

const idle = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.documentElement.dataset.idle === 'true', undefined, { timeout: 120_000 });

/** Starts a web host of its own home, so that pictures show nobody's cases, and ends it after `work`. */
async function withHost(args: readonly string[], work: (url: string) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'sidedoor-pictures-'));
  const child = spawn(process.execPath, [join(root, 'dist/web/index.cjs'), '--no-browser', '--json', ...args], {
    env: { ...process.env, SIDEDOOR_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    await work((JSON.parse(line.toString()) as { url: string }).url);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(home, { recursive: true, force: true });
  }
}

const programs = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => [join(folder, 'chromium'), join(folder, 'google-chrome')]);
const browser = await chromium.launch({
  executablePath: programs.find((file) => existsSync(file)),
  // Chromium refuses to run as root with its sandbox.
  chromiumSandbox: process.getuid?.() !== 0,
});
const context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-GB', reducedMotion: 'reduce' });
const page = await context.newPage();
mkdirSync(out, { recursive: true });

async function take(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of values.all ? SIZES : SIZES.slice(0, 1)) {
      await page.setViewportSize(size);
      await idle(page);
      await page.mouse.move(5, size.height - 5);
      const suffix = size.width === 1366 ? '' : `-${size.width}`;
      await page.screenshot({ path: join(out, `${name}-${colorScheme}${suffix}.png`) });
    }
  }
}

if (values.all) {
  await withHost([], async (url) => {
    await page.goto(url);
    await idle(page);
    await take('first');
  });
}
await withHost(['--demo', '--as', 'A. Analyst, IR'], async (url) => {
  await page.goto(url);
  await page.getByRole('listbox', { name: 'Episodes by urgency' }).waitFor({ timeout: 120_000 });
  await idle(page);
  await page
    .getByRole('button', { name: 'Dismiss' })
    .click({ timeout: 1_000 })
    .catch(() => undefined);
  for (const title of values.all ? VIEWS : SHOWN) {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: title, exact: true }).click();
    await idle(page);
    await take(title.toLowerCase());
  }
});
await browser.close();
console.log(`pictures in ${out}`);
