/** The real window: opens, imports, decides, exports; and what a page that was taken over could not do. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { display } from './display';
import { electronWindow } from './electron-window';
import { oktaLines } from './exports';
import { scratchFolder, sidedoor } from './programs';
import { throughDeath } from './workbench';

const electron = inject('electron');

describe.skipIf(!electron || !display)('the Electron window', () => {
  const { folder, remove } = scratchFolder();
  const home = join(folder, 'case.sidedoor');
  const log = join(folder, 'system-log.json');
  const bundle = join(folder, 'sealed.zip');
  let app: ElectronApplication;
  let page: Page;

  const idle = (): Promise<unknown> =>
    page.waitForFunction(() => document.documentElement.dataset.idle === 'true', undefined, { timeout: 30_000 });

  beforeAll(async () => {
    writeFileSync(log, `${oktaLines(6).join('\n')}\n`);
    mkdirSync(join(folder, 'home'));
    app = await electronWindow({
      electron: electron!,
      display: display!,
      home: join(folder, 'home'),
      args: ['--case', home],
    });
    page = await app.firstWindow();
    await idle();
  });
  afterAll(async () => {
    await app?.close();
    remove();
  });

  it('opens on the case that it was started with', async () => {
    expect(page.url()).toBe('sidedoor://app/');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    await expect.poll(() => page.getByText('case').count()).toBeGreaterThan(0);
  });

  it('imports what the dialog names', async () => {
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as typeof dialog.showOpenDialog;
    }, log);
    await app.evaluate(({ Menu }) => {
      const find = (items: Electron.MenuItem[]): Electron.MenuItem | undefined =>
        items.flatMap((item) => [item, ...(item.submenu?.items ?? [])]).find((item) => item.label === 'Import files…');
      find(Menu.getApplicationMenu()!.items)!.click();
    });
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await page.getByText('Imported 1 file').first().waitFor({ timeout: 30_000 });
    await idle();
    expect((await sidedoor('events', home)).rows()).toHaveLength(6);
  });

  it('knows where a dropped file lies, and nothing of a file that a script made', async () => {
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.id = 'dropped-by-test';
      document.body.append(input);
    });
    await page.setInputFiles('#dropped-by-test', log);
    const names = await page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>('#dropped-by-test')!;
      const host = (window as unknown as { sidedoorHost: { dropped(files: File[]): Promise<{ name: string }[]> } })
        .sidedoorHost;
      const real = await host.dropped([...input.files!]);
      const made = await host.dropped([new File(['x'], '/etc/passwd')]);
      input.remove();
      return [real.map((file) => file.name), made];
    });
    expect(names).toEqual([['system-log.json'], []]);
  });

  it('has a menu for each of its commands, and each entry reaches the page', async () => {
    const menus = await app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()!.items.map(({ label, submenu }) => [
        label.replace('&', ''),
        (submenu?.items ?? []).filter(({ type }) => type !== 'separator').map((item) => item.label),
      ]),
    );
    expect(menus.map(([label]) => label)).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
    expect(menus[0]![1]).toEqual(
      expect.arrayContaining(['New case…', 'Open case…', 'Open demo case', 'Import files…', 'Import folder…', 'Write report…', 'Seal case file…', 'Verify case', 'Print…']), // biome-ignore format: one list
    );
    const choose = (label: string): Promise<void> =>
      app.evaluate(({ Menu }, wanted) => {
        const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
        items.find((item) => item.label === wanted)!.click();
      }, label);
    for (const [label, dialog] of [
      ['Commands…', 'Search or run a command'],
      ['Find…', 'Search or run a command'],
      ['Keyboard shortcuts', 'Keys'],
      ['New case…', 'New case'],
      ['Open case…', 'Open a case'],
    ] as const) {
      await choose(label);
      await page.getByRole('dialog', { name: dialog }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: dialog }).waitFor({ state: 'detached' });
    }
    for (const [label, view] of [
      ['Manual', 'Manual'],
      ['Write report…', 'Report'],
      ['Verify case', 'Custody'],
    ] as const) {
      await choose(label);
      await page.getByRole('region', { name: view, exact: true }).waitFor();
      await idle();
    }
    await page.getByText(/^Intact/).waitFor();
  });

  it('prints what is in front, and nothing of the frame around it', async () => {
    await app.evaluate(({ BrowserWindow, Menu }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      // The system's own dialog cannot be answered by a test: what it would be given is noted.
      webContents.print = ((_options: unknown, done: (printed: boolean) => void) => {
        (globalThis as { printed?: number }).printed = ((globalThis as { printed?: number }).printed ?? 0) + 1;
        done(true);
      }) as typeof webContents.print;
      const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
      items.find((item) => item.label === 'Print…')!.click();
    });
    const printed = (): Promise<number> => app.evaluate(() => (globalThis as { printed?: number }).printed ?? 0);
    await expect.poll(printed).toBe(1);
    await page.keyboard.press('Control+P');
    await expect.poll(printed).toBe(2);
    const pdf = await app.evaluate(async ({ BrowserWindow }) => {
      const bytes = await BrowserWindow.getAllWindows()[0]!.webContents.printToPDF({});
      return { head: bytes.subarray(0, 5).toString('latin1'), length: bytes.length };
    });
    expect(pdf.head).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
    await page.emulateMedia({ media: 'print' });
    await page.locator('.print-head').waitFor();
    for (const part of ['.top-bar', '.rail', '.workbench-strip', '.status-line'])
      expect(await page.locator(part).isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
  });

  it('takes dropped files into the case, also from a folder dialog, and offers nothing after a cancelled one', async () => {
    const dropped = join(folder, 'dropped.json');
    writeFileSync(dropped, `${oktaLines(9).slice(6).join('\n')}\n`);
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.id = 'dropped-by-test';
      document.body.append(input);
    });
    await page.setInputFiles('#dropped-by-test', dropped);
    await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#dropped-by-test')!;
      const carried = new DataTransfer();
      for (const file of input.files!) carried.items.add(file);
      input.remove();
      for (const type of ['dragenter', 'dragover', 'drop'])
        window.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
    });
    const dialog = page.getByRole('dialog').filter({ hasText: 'dropped.json' });
    await dialog.getByRole('button', { name: 'Import' }).click();
    await expect.poll(async () => (await sidedoor('events', home)).rows().length, { timeout: 30_000 }).toBe(9);
    await idle();
    await app.evaluate(({ dialog, Menu }) => {
      dialog.showOpenDialog = (async () => ({ canceled: true, filePaths: [] })) as typeof dialog.showOpenDialog;
      const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
      items.find((item) => item.label === 'Import folder…')!.click();
    });
    await idle();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('undoes by Ctrl+Z, whatever the menu of the system thinks of it', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await idle();
    await page.keyboard.press('n');
    await page.keyboard.type('seen in the window');
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByText('Note kept with the episode.').first().waitFor();
    await page.getByRole('region', { name: 'Episode' }).click({ position: { x: 4, y: 4 } });
    await page.keyboard.press('Control+Z');
    await page
      .getByText(/^Taken back: note on/)
      .first()
      .waitFor();
    await idle();
  });

  it('keeps a page that was taken over inside', async () => {
    const tried = await page.evaluate(async () => {
      const outcome: Record<string, unknown> = {};
      const attempt = async (name: string, run: () => unknown): Promise<void> => {
        try {
          outcome[name] = await run();
        } catch {
          outcome[name] = 'refused';
        }
      };
      const status = async (url: string): Promise<number> => (await fetch(url)).status;
      await attempt('web', () => status('https://example.com/'));
      await attempt('loopback', () => status('http://127.0.0.1:9/'));
      await attempt('file', () => status('file:///etc/passwd'));
      await attempt('outside', () => status('sidedoor://app/../../package.json'));
      await attempt('otherHost', () => status('sidedoor://other/index.html'));
      // biome-ignore lint/security/noGlobalEval: that it is refused is the test
      await attempt('eval', () => globalThis.eval('1'));
      await attempt('popup', () => (window.open('https://example.com/') === null ? 'refused' : 'opened'));
      await attempt('notifications', () => Notification.requestPermission());
      await attempt('geolocation', async () => (await navigator.permissions.query({ name: 'geolocation' })).state);
      outcome.node = typeof (globalThis as { require?: unknown }).require;
      outcome.process = typeof (globalThis as { process?: unknown }).process;
      return outcome;
    });
    expect(tried).toEqual({
      web: 'refused',
      loopback: 'refused',
      file: 'refused',
      outside: 404,
      otherHost: 'refused',
      eval: 'refused',
      popup: 'refused',
      notifications: 'denied',
      geolocation: 'denied',
      node: 'undefined',
      process: 'undefined',
    });
    await page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    await page.waitForTimeout(300); // a navigation that is refused leaves no sign to wait for
    expect(page.url()).toBe('sidedoor://app/');
  });

  it('decides by keyboard', async () => {
    await idle();
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await idle();
    await page.keyboard.press('n');
    await page.keyboard.type('she did not ask for them');
    await page.keyboard.press('Enter');
    const decision = async (): Promise<unknown> =>
      (await sidedoor('episodes', home)).rows<{ decision: { why: string } | null }>()[0]!.decision;
    await expect.poll(decision, { timeout: 20_000 }).toMatchObject({ why: 'she did not ask for them' });
    await idle();
  });

  it('seals the case to where the dialog says', async () => {
    await app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = (async () => ({ canceled: false, filePath: path })) as typeof dialog.showSaveDialog;
    }, bundle);
    await app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
      items.find((item) => item.label === 'Seal case file…')!.click();
    });
    await expect.poll(() => readable(bundle), { timeout: 30_000 }).toBe(true);
    await idle();
    expect((await sidedoor('verify', bundle)).code).toBe(0);
  });

  it('comes back when the engine dies', async () => {
    const main = app.process().pid!;
    await throughDeath(page, () => {
      const engine = execFileSync('pgrep', ['-P', String(main), '-f', '--', '--sidedoor-engine'], { encoding: 'utf8' });
      process.kill(Number(engine.trim()), 'SIGKILL');
    });
    await idle();
    expect(await page.getByText('9 events').count()).toBeGreaterThan(0);
  });
});

function readable(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}
