/** How the real window behaves on a person's machine: what a double click opens, what it remembers, what it logs. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { display } from './display';
import { electronWindow } from './electron-window';
import { oktaLines } from './exports';
import { ROOT, scratchFolder, sidedoor } from './programs';
import { throughDeath } from './workbench';

const electron = inject('electron');

describe.skipIf(!electron || !display)('the manners of the Electron window', () => {
  const { folder, remove } = scratchFolder();
  const home = join(folder, 'home');
  const first = join(folder, 'first.sidedoor');
  const second = join(folder, 'second & last.sidedoor');
  const bundle = join(folder, 'sealed.sidedoor');
  const log = join(folder, 'system-log.json');
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // Chromium refuses to run as root with its sandbox
  const env = { ...process.env, DISPLAY: display!, SIDEDOOR_HOME: home } as Record<string, string>;
  let app: ElectronApplication;
  let page: Page;

  const idle = (): Promise<unknown> =>
    page.waitForFunction(() => document.documentElement.dataset.idle === 'true', undefined, { timeout: 30_000 });
  const shown = (name: string): Promise<unknown> =>
    page.waitForFunction((wanted) => document.querySelector('.top-bar')?.textContent?.includes(wanted), name, {
      timeout: 30_000,
    });
  /** Starts the program again, as a double click does; it hands its words to the window that is there, and ends. */
  const startAgain = (...words: string[]): Promise<number | null> =>
    new Promise((resolve) => {
      const child = spawn(electron!, [...root, ROOT, ...words], { env, cwd: folder, stdio: 'ignore' });
      child.on('exit', resolve);
    });
  const recentLabels = (): Promise<string[]> =>
    app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
      return items.find(({ label }) => label === 'Open recent')!.submenu!.items.map(({ label }) => label);
    });

  beforeAll(async () => {
    mkdirSync(home);
    writeFileSync(log, `${oktaLines(6).join('\n')}\n`);
    await sidedoor('import', first, log);
    await sidedoor('import', second, log);
    await sidedoor('export', first, '--format', 'bundle', '--out', bundle);
    app = await electronWindow({
      electron: electron!,
      display: display!,
      home,
      args: [join(first, 'case.json')],
    });
    page = await app.firstWindow();
    await idle();
  });
  afterAll(async () => {
    await app?.close();
    remove();
  });

  it('opens the case whose case.json was double-clicked', async () => {
    await shown('first');
  });

  it('opens what a second start names in the window that is there: a case, then a sealed case file', async () => {
    expect(await startAgain('second & last.sidedoor')).toBe(0);
    await shown('second & last');
    await idle();
    expect(await startAgain('sealed.sidedoor')).toBe(0);
    await shown('Read only');
    await page.getByText('this is a sealed bundle').first().waitFor();
    await idle();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('offers exports that a second start names for import', async () => {
    await startAgain('first.sidedoor');
    await shown('first');
    await idle();
    await startAgain('system-log.json');
    const dialog = page.getByRole('dialog').filter({ hasText: 'system-log.json' });
    await dialog.waitFor({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await idle();
  });

  it('lists cases opened lately in the menu, opens them from there, and forgets them when told', async () => {
    const labels = await recentLabels();
    expect(labels.slice(0, 3)).toEqual(['first.sidedoor', 'sealed.sidedoor', 'second && last.sidedoor']);
    const choose = (label: string): Promise<void> =>
      app.evaluate(({ Menu }, wanted) => {
        const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
        const recent = items.find((item) => item.label === 'Open recent')!.submenu!.items;
        recent.find((item) => item.label === wanted)!.click();
      }, label);
    await choose('second && last.sidedoor');
    await shown('second & last');
    await idle();
    await choose('Forget this list');
    await expect.poll(recentLabels).toEqual(['No cases yet']);
  });

  it('holds the lock of its case: another program is told who has it', async () => {
    await startAgain('first.sidedoor');
    await shown('first');
    await idle();
    const written = await sidedoor('annotate', first, '--on', 'nothing', '--text', 'x');
    expect(written.code).toBe(1);
    expect(written.stderr).toMatch(/open elsewhere: .*process \d+/);
  });

  it('keeps a log without evidence in it', async () => {
    const main = app.process().pid!;
    await throughDeath(page, () => {
      const engine = execFileSync('pgrep', ['-P', String(main), '-f', '--', '--sidedoor-engine'], { encoding: 'utf8' });
      process.kill(Number(engine.trim()), 'SIGKILL');
    });
    await idle();
    const text = readFileSync(join(home, '.window', 'sidedoor.log'), 'utf8');
    expect(text).toMatch(/Sidedoor .* started, Electron /);
    expect(text).toMatch(/the engine ended/);
    expect(text).not.toMatch(/alice|203\.0\.113|first|second|system-log|okta/i);
  });
});
