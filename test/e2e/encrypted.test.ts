/** An encrypted case as its owner meets it: unlocked in the window, locked when nobody uses it, after a crash, and in its folder. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { display } from './display';
import { electronWindow } from './electron-window';
import { oktaLines } from './exports';
import { ended, scratchFolder, sidedoor, startSidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, throughDeath, type Workbench } from './workbench';

const PASSPHRASE = 'correct horse battery';
const LOCKED = ['case.age', 'key-passphrase.age', 'key-recovery.age', 'lock', 'vault.json'];
const MINUTE = 60_000;
const electron = inject('electron');

describe.skipIf(!HAS_BROWSER)('an encrypted case', () => {
  const { folder, remove } = scratchFolder();
  const home = join(folder, 'matter.sidedoor');
  const held = join(folder, 'held.sidedoor'); // a copy that something keeps from being encrypted
  const windowed = join(folder, 'windowed.sidedoor'); // a copy for Electron
  const log = join(folder, 'system-log-of-the-client.json');
  const told = ['system-log-of-the-client']; // what must not be readable
  let recovery = '';
  let bench: Workbench;

  const withPassphrase = (...args: string[]): ReturnType<typeof sidedoor> =>
    ended(startSidedoor(args, { SIDEDOOR_CASE_PASSPHRASE: PASSPHRASE }));
  /** Known values in any byte of a case's folder, names of files among them. */
  const readable = (of = home): string[] => {
    const files = readdirSync(of, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const all = files.map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'latin1')}`);
    return told.filter((value) => all.some((text) => text.includes(value)));
  };
  const unlock = async (on: Workbench, secret: string): Promise<void> => {
    const dialog = on.page.getByRole('dialog', { name: /^Unlock/ });
    await dialog.waitFor();
    await dialog.getByLabel('Passphrase or recovery code').fill(secret);
    await dialog.getByRole('button', { name: 'Unlock' }).click();
  };

  beforeAll(async () => {
    writeFileSync(log, `${oktaLines(40).join('\n')}\n`);
    expect((await sidedoor('import', home, log)).code).toBe(0);
    expect((await sidedoor('settings', home, '--lock-after', '1')).code).toBe(0);
    type Row = { id: string; ip: string | null; userAgent: string | null; identity: { name: string } | null };
    const rows = (await sidedoor('events', home)).rows<Row>();
    for (const { ip, userAgent, identity } of rows)
      for (const value of [ip, userAgent, identity?.name]) if (value && value.length > 6) told.push(value);
    expect(told.length).toBeGreaterThan(10);
    expect(readable().length).toBeGreaterThan(5);
    recovery = (await withPassphrase('encrypt', home, '--json')).json<{ recoveryCode: string }>().recoveryCode;
    for (const copy of [held, windowed]) cpSync(home, copy, { recursive: true });
  });
  afterAll(async () => {
    await bench?.close();
    remove();
  });

  it('has nothing readable in its folder once it is encrypted', async () => {
    expect(readdirSync(home).sort()).toEqual(LOCKED);
    expect(readable()).toEqual([]);
    const refused = await sidedoor('events', home);
    expect([refused.code, refused.text]).toEqual([1, '']);
  });

  it('is opened in the window by its passphrase, and by no other', async () => {
    bench = await openWorkbench({ folder: home });
    await unlock(bench, 'wrong horse battery');
    await bench.page.getByText('neither as passphrase nor as recovery code').waitFor();
    expect(readable()).toEqual([]);
    await unlock(bench, PASSPHRASE);
    await bench.page.getByRole('dialog').waitFor({ state: 'detached' });
    await bench.show('Sources');
    await bench.page.getByText('system-log-of-the-client.json').first().waitFor();
    expect(await bench.page.content()).not.toContain(PASSPHRASE);
  });

  // Each of these waits for a minute without use, the shortest that can be set: all three for the same one.
  describe.concurrent('that nobody uses', () => {
    it('locks itself after the minutes that are set', async ({ expect }) => {
      const since = Date.now();
      await expect.poll(() => readdirSync(home).sort(), { timeout: 3 * MINUTE, interval: 500 }).toEqual(LOCKED);
      expect(Date.now() - since).toBeGreaterThan(MINUTE / 2);
      expect(readable(home)).toEqual([]);
      // The page shows nothing of it any more either.
      await expect
        .poll(() => bench.page.getByText('system-log-of-the-client.json').count(), { timeout: MINUTE })
        .toBe(0);
      const line = bench.page.getByRole('status').filter({ hasText: 'without use' });
      expect(await line.innerText()).toBe(
        'matter.sidedoor was locked after 1 minute without use; open it again with its passphrase.',
      );
      if (process.env.SHOT) await bench.page.screenshot({ path: process.env.SHOT });
    });

    it('says so where it could not be encrypted, and is opened again', async ({ expect }) => {
      const stuck = await openWorkbench({ folder: held });
      try {
        await unlock(stuck, PASSPHRASE);
        await stuck.page.getByRole('dialog').waitFor({ state: 'detached' });
        const inTheWay = join(held, 'vault.json.new'); // a folder: nothing can be written beside and renamed
        mkdirSync(inTheWay);
        const alert = stuck.page.getByRole('alert').filter({ hasText: 'without use' });
        await alert.waitFor({ timeout: 3 * MINUTE });
        expect(await alert.innerText()).toMatch(
          /^held\.sidedoor was closed after 1 minute without use, but could not be encrypted: a file or folder could not be used: it is a folder\. What it holds lies readable in its folder\./,
        );
        if (process.env.SHOT) await stuck.page.screenshot({ path: process.env.SHOT });
        expect(readable(held).length).toBeGreaterThan(5);
        rmdirSync(inTheWay);
        await stuck.page.getByRole('button', { name: 'held.sidedoor' }).click();
        await unlock(stuck, PASSPHRASE);
        await stuck.show('Sources');
        await stuck.page.getByText('system-log-of-the-client.json').first().waitFor();
      } finally {
        await stuck.close();
      }
      expect(readdirSync(held).sort()).toEqual(LOCKED);
      expect(readable(held)).toEqual([]);
    });

    it.skipIf(!electron || !display)(
      'locks itself in the Electron window too: that it asks whether the engine lives is nobody’s use of the case',
      async ({ expect }) => {
        const app = await electronWindow({
          electron: electron!,
          display: display!,
          home: join(folder, 'home'),
          args: ['--case', windowed],
        });
        try {
          const page = await app.firstWindow();
          page.setDefaultTimeout(1.5 * MINUTE);
          const dialog = page.getByRole('dialog', { name: /^Unlock/ });
          const field = dialog.getByLabel('Passphrase or recovery code');
          await field.fill(PASSPHRASE);
          await field.press('Enter');
          await dialog.waitFor({ state: 'detached' });
          expect(readdirSync(windowed)).toContain('case.db');
          await expect.poll(() => readdirSync(windowed).sort(), { timeout: 3 * MINUTE, interval: 500 }).toEqual(LOCKED);
          await page.getByText('windowed.sidedoor was locked after 1 minute without use').waitFor();
          await page.getByText('Open a case').waitFor();
        } finally {
          await app.close();
        }
      },
    );
  });

  it('is there again by the recovery code', async () => {
    await bench.page.getByRole('button', { name: 'matter.sidedoor' }).click();
    await unlock(bench, recovery.toLowerCase());
    await bench.page.getByRole('dialog').waitFor({ state: 'detached' });
    await bench.show('Sources');
    await bench.page.getByText('system-log-of-the-client.json').first().waitFor();
  });

  it('that a crash left open is encrypted before anybody is asked for anything, and has lost nothing', async () => {
    expect(readable().length).toBeGreaterThan(5);
    await throughDeath(bench.page, () => bench.killEngine());
    await expect.poll(() => readdirSync(home).sort(), { timeout: MINUTE }).toEqual(LOCKED);
    expect(readable()).toEqual([]);
    // The page says what became of the case, and shows nothing of it.
    await bench.page.getByText('the encrypted case is locked').waitFor();
    await expect.poll(() => bench.page.getByText('system-log-of-the-client.json').count()).toBe(0);
    if (process.env.SHOT) await bench.page.screenshot({ path: process.env.SHOT });
    const rows = (await withPassphrase('events', home)).rows();
    expect(rows).toHaveLength(40);
    expect(readable()).toEqual([]);
    expect((await sidedoor('verify', home, '--json')).json()).toMatchObject({ ok: true });
  });
});
