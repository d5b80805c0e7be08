/** The page in a browser through the local web host: coming in, evidence in, a dead engine, results out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, throughDeath, type Workbench } from './workbench';

const { folder, remove } = scratchFolder();
afterAll(remove);
mkdirSync(join(folder, 'exports', 'okta'), { recursive: true });
const log = join(folder, 'exports', 'okta', 'system-log.json');
writeFileSync(log, `${oktaLines(6).join('\n')}\n`);

const later = join(folder, 'exports', 'later.json');
writeFileSync(later, `${oktaLines(9).slice(6).join('\n')}\n`);

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

describe.skipIf(!HAS_BROWSER)('the page in a browser', () => {
  it('opens without a problem, runs nothing inline and reaches nothing else', async () => {
    workbench = await openWorkbench();
    const { page, problems } = workbench;
    expect(await page.title()).toContain('Sidedoor');
    const tried = await page.evaluate(async () => {
      const outcome: Record<string, string> = {};
      const attempt = async (name: string, run: () => unknown): Promise<void> => {
        try {
          await run();
          outcome[name] = 'ran';
        } catch {
          outcome[name] = 'refused';
        }
      };
      // In a task of its own: what the test's driver runs itself is exempt from the policy.
      const evaluated = () => new Promise((resolve, reject) => setTimeout(() => tryEval(resolve, reject)));
      const tryEval = (resolve: (value: unknown) => void, reject: (error: unknown) => void): void => {
        try {
          // biome-ignore lint/security/noGlobalEval: that it is refused is the test
          resolve(globalThis.eval('1'));
        } catch (thrown) {
          reject(thrown);
        }
      };
      await attempt('eval', evaluated);
      await attempt('fetch', () => fetch('https://example.com/'));
      await attempt('inline', () => {
        const script = document.createElement('script');
        script.textContent = 'document.documentElement.dataset.inline = "ran"';
        document.head.append(script);
        if (document.documentElement.dataset.inline !== 'ran') throw new Error('refused');
      });
      return outcome;
    });
    expect(tried).toEqual({ eval: 'refused', fetch: 'refused', inline: 'refused' });
    problems.length = 0; // the refusals themselves are written to the console
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
