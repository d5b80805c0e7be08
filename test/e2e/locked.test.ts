/** A locked archive through the import dialog: asked for, refused when wrong, opened when right, remembered nowhere. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handmadeZip } from '../../electron/engine/ingest/testing/locked-zip';
import { oktaLines } from './exports';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('a locked archive', () => {
  const { folder, remove } = scratchFolder();
  const archive = join(folder, 'from-the-client.zip');
  const open = join(folder, 'open.json');
  let workbench: Workbench;

  beforeAll(async () => {
    writeFileSync(open, `${oktaLines(3).join('\n')}\n`);
    const content = `${oktaLines(9).slice(3).join('\n')}\n`;
    writeFileSync(archive, handmadeZip([{ name: 'log.ndjson', content, password: 'right one', lock: 'aes' }]));
    workbench = await openWorkbench({ files: [open] });
  });
  afterAll(async () => {
    await workbench.close();
    remove();
  });

  it('asks for the password, says when it is wrong, and imports with the right one', async () => {
    const { page, idle, show } = workbench;
    await show('Sources');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('main').getByRole('button', { name: 'Import files…' }).first().click();
    await (await chooser).setFiles(archive);
    const dialog = page.getByRole('dialog');
    const field = dialog.getByLabel('Password of from-the-client.zip');
    await field.waitFor({ timeout: 20_000 });
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill('wrong one');
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.getByText('this password does not open it').waitFor({ timeout: 20_000 });
    await field.fill('right one');
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.getByText('1 file imported').first().waitFor({ timeout: 30_000 });
    await idle();
    await page.getByText('from-the-client.zip/log.ndjson').first().waitFor();
    expect(await page.content()).not.toContain('right one');
  });
});
