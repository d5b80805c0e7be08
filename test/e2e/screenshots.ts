/**
 * `npm run screenshots [-- --out FOLDER] [--only demo,empty,large,readme] [--views Triage,Map] [--large FOLDER | --events N]`:
 * pictures of every view, light and dark, at 1366×768 and 1920×1080, through the local web host, into docs/pictures:
 * `demo/`, `empty/` (a case without a file, and the first screen), and with one of the last two flags `large/` (an existing
 * case, or one of N events made from a seed). Lossy WebP: 40 to 90 kB each instead of 300. The eight PNGs beside them are
 * those that README shows. All lie in the repository; `large/` is a case of 5,000,000 events, its timeline shown whole.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { makeCase } from '../bench/large-case.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'docs/pictures') },
    only: { type: 'string', default: 'demo,empty,large,readme' },
    views: { type: 'string' },
    large: { type: 'string' },
    events: { type: 'string' },
  },
});
const out = resolve(values.out);
const sets = values.only.split(',');
const SHOWN = ['Triage', 'Timeline', 'Map', 'Events']; // by README
const SMALL = { width: 1366, height: 768 };
const SIZES = [SMALL, { width: 1920, height: 1080 }];
const SCHEMES = ['light', 'dark'] as const;

const idle = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.documentElement.dataset.idle === 'true', undefined, { timeout: 3_600_000 });

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

type Size = (typeof SIZES)[number];
type Scheme = (typeof SCHEMES)[number];

async function show(page: Page, colorScheme: Scheme, size: Size): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(size);
  await idle(page);
  await page.mouse.move(5, size.height - 5);
}

/** All four combinations of one screen. */
async function take(page: Page, folder: string, name: string): Promise<void> {
  mkdirSync(join(out, folder), { recursive: true });
  const session = await page.context().newCDPSession(page);
  for (const scheme of SCHEMES)
    for (const size of SIZES) {
      await show(page, scheme, size);
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
      writeFileSync(join(out, folder, `${name}-${scheme}-${size.width}.webp`), Buffer.from(data, 'base64'));
    }
  await session.detach();
}

const rail = (page: Page) => page.getByRole('navigation', { name: 'Views' });

async function open(page: Page, title: string): Promise<void> {
  await rail(page).getByRole('button', { name: title, exact: true }).click();
  await idle(page);
}

/** Every view of a case, in the order of the rail. */
async function walk(
  page: Page,
  folder: string,
  prepare: Record<string, (page: Page) => Promise<void>> = {},
): Promise<void> {
  const titles = (await rail(page).getByRole('button').all()).map((button) => button.getAttribute('aria-label'));
  for (const title of await Promise.all(titles)) {
    if (title === null || (values.views && !values.views.split(',').includes(title))) continue;
    await open(page, title);
    await prepare[title]?.(page);
    await take(page, folder, title.toLowerCase().replaceAll(/[^a-z]+/g, '-'));
  }
}

/** A page of its own on a host of its own. */
const onCase = (args: readonly string[], work: (page: Page) => Promise<void>): Promise<void> =>
  withHost(args, async (url) => {
    const context = await browser.newContext({
      viewport: SMALL,
      timezoneId: 'UTC',
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(url);
    await rail(page).or(page.getByRole('main')).first().waitFor({ timeout: 600_000 });
    await idle(page);
    await page
      .getByRole('button', { name: 'Dismiss' })
      .click({ timeout: 1_000 })
      .catch(() => undefined);
    await work(page);
    await context.close();
  });

if (sets.includes('demo') || sets.includes('readme'))
  await onCase(['--demo', '--as', 'A. Analyst, IR'], async (page) => {
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).waitFor({ timeout: 120_000 });
    await idle(page);
    if (sets.includes('readme'))
      for (const title of SHOWN) {
        await open(page, title);
        for (const scheme of SCHEMES) {
          await show(page, scheme, SMALL);
          await page.screenshot({ path: join(out, `${title.toLowerCase()}-${scheme}.png`) });
        }
      }
    if (sets.includes('demo')) await walk(page, 'demo');
  });
if (sets.includes('empty')) {
  if (!values.views) await onCase([], (page) => take(page, 'empty', 'first-screen'));
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-empty-'));
  const nothing = join(folder, 'none.csv');
  writeFileSync(nothing, '');
  // Nothing in it is recognised, and the case is made.
  const empty = join(folder, 'Empty.sidedoor');
  spawnSync(process.execPath, [join(root, 'dist/cli/index.cjs'), 'import', empty, nothing], { stdio: 'ignore' });
  await onCase(['--case', empty, '--as', 'A. Analyst, IR'], (page) => walk(page, 'empty'));
  rmSync(folder, { recursive: true });
}
const large = values.large ? resolve(values.large) : values.events ? makeCase(Number(values.events)) : null;
if (large && sets.includes('large'))
  await onCase(['--case', large, '--as', 'A. Analyst, IR'], (page) =>
    walk(page, 'large', {
      // What a case of that size looks like from afar.
      Timeline: async (page) => {
        await page.getByRole('button', { name: 'Time shown' }).click();
        await page.getByRole('menuitemradio', { name: 'Whole case' }).click();
        await idle(page);
      },
    }),
  );
await browser.close();
console.log(`pictures in ${out}`);
