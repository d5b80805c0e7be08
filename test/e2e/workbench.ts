/** The workbench in a browser, through the local web host, as page object. */
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import { CaseHome } from '../../electron/host/case-home';
import { forkNode } from '../../electron/host/fork-node';
import type { EngineProcess } from '../../electron/supervise';
import { startWebHost, type WebHost } from '../../electron/web/server';
import { DIST, scratchFolder, sidedoor } from './programs';

export const HAS_BROWSER = inject('chromium') !== null;

export interface Workbench {
  page: Page;
  host: WebHost;
  /** Folder of the open case; empty where none was opened. */
  folder: string;
  /** The person's folder of cases. */
  home: string;
  /** Waits until no query, job or frame is pending. Never sleep instead. */
  idle(): Promise<void>;
  /** Waits until what was changed on the page is kept with the case. */
  kept(): Promise<void>;
  /** Opens a view by its title in the rail ("Timeline"). */
  show(title: string): Promise<void>;
  /** Ends the engine as a crash would. */
  killEngine(): void;
  /** Page errors, console errors, requests that left the host: must stay empty, and `close` throws if they do not. */
  problems: string[];
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  /** Exports to import (by the command line) before the page opens. */
  files?: readonly string[];
  demo?: boolean;
  /** A case folder that is there and stays: as a second start of the program finds it. */
  folder?: string;
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
}

let browser: Browser | null = null;
afterAll(() => browser?.close());

async function theBrowser(): Promise<Browser> {
  browser ??= await chromium.launch({
    executablePath: inject('chromium') ?? undefined,
    // Chromium refuses to run as root with its sandbox; only tests run so.
    chromiumSandbox: process.getuid?.() !== 0,
    // Without a graphics card Chromium draws by itself in the end; told so, it does not try otherwise first, again and again.
    args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  return browser;
}

export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const scratch = scratchFolder();
  const folder = options.folder ?? (options.files ? join(scratch.folder, 'case.sidedoor') : '');
  if (options.files) {
    const done = await sidedoor('import', folder, ...options.files);
    if (done.code !== 0) throw new Error(`import failed: ${done.stderr}`);
  }
  let engine: EngineProcess | null = null;
  const host = await startWebHost({
    page: join(DIST, 'renderer'),
    fork: () => {
      engine = forkNode(join(DIST, 'engine', 'index.cjs'));
      return engine;
    },
    version: 'test',
    home: new CaseHome(join(scratch.folder, 'home')),
    start: options.demo ? 'demo' : folder ? { case: folder } : null,
  });
  const context = await (await theBrowser()).newContext({
    viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
    colorScheme: options.theme ?? 'light',
    timezoneId: 'UTC',
    locale: 'en-GB',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  // With a listener from the beginning: one that is added right before the key is pressed may be too late for Chromium, which
  // then takes the file dialog for cancelled.
  page.on('filechooser', () => {});
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text().slice(0, 500)}`); // a policy is long
  });
  const origin = `http://127.0.0.1:${host.port}`;
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/`)) return route.continue();
    problems.push(`request left the host: ${url}`);
    return route.abort();
  });
  const idle = async (): Promise<void> => {
    await page.waitForFunction(() => document.documentElement.dataset.idle === 'true', undefined, { timeout: 200_000 });
  };
  const kept = async (): Promise<void> => {
    await idle();
    await page.waitForFunction(() => document.documentElement.dataset.kept !== 'false');
  };
  await page.goto(host.invite());
  await idle();
  return {
    page,
    host,
    folder,
    home: join(scratch.folder, 'home'),
    idle,
    kept,
    problems,
    killEngine: () => engine?.kill(),
    async show(title) {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: title, exact: true }).click();
      await idle();
    },
    async close() {
      await context.close();
      await host.close();
      scratch.remove();
      if (problems.length > 0) throw new Error(`the page had problems:\n${problems.join('\n')}`);
    },
  };
}

/** The demo case, analysed and with its queue on the screen. */
export async function openDemo(): Promise<Workbench> {
  const bench = await openWorkbench({ demo: true });
  await bench.page.getByRole('listbox', { name: 'Episodes by urgency' }).waitFor();
  await bench.idle();
  return bench;
}

/** Runs `kill` and waits until the page has told of the engine's death and has come back from it. */
export async function throughDeath(page: Page, kill: () => void): Promise<void> {
  await page.evaluate(() => {
    const look = (): void => {
      if (document.querySelector('.engine-banner')) document.documentElement.dataset.deathTold = 'true';
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
  kill();
  const isBack = (): boolean =>
    document.documentElement.dataset.deathTold === 'true' && !document.querySelector('.engine-banner');
  await page.waitForFunction(isBack, undefined, { timeout: 20_000 });
}
