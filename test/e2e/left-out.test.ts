/** What became no event, listed: on which line each record begins, and how it reads. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('records that became no event', () => {
  const { folder, remove } = scratchFolder();
  let workbench: Workbench;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    const good = oktaLines(300);
    // Line 3 is broken and hostile; every second line from 12 on is cut off in its middle.
    const lines = good.flatMap((line, i) =>
      i === 2
        ? ['{"eventType": <img src=x onerror=alert(1)> "\u202egpj"', line]
        : i >= 10
          ? [line, line.slice(0, 40 + i)]
          : [line],
    );
    const file = join(folder, 'system-log.ndjson.gz');
    writeFileSync(file, gzipSync(`${lines.join('\n')}\n`));
    workbench = await openWorkbench({ files: [file] });
    await workbench.show('Sources');
  });
  afterAll(async () => {
    await workbench?.close();
    remove();
  });

  it('are listed by line and byte, a hundred at a time, by keyboard alone', async () => {
    const { page, idle } = workbench;
    await page.getByRole('button', { name: /system-log/ }).focus();
    await page.keyboard.press('Enter');
    const list = page.getByRole('button', { name: /^List the records/ }).first();
    await list.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '291 records rejected' });
    await dialog.waitFor();
    await idle();
    const rows = dialog.getByRole('row');
    expect(await rows.count()).toBe(101);
    const first = await rows.nth(1).getByRole('cell').allInnerTexts();
    expect([first[0], first[3]]).toEqual(['3', expect.stringContaining('<img src=x onerror=alert(1)> "\\u{202e}gpj"')]);
    expect(await rows.nth(2).getByRole('cell').first().innerText()).toBe('13');
    await dialog.getByText('1 to 100 of 291').waitFor();
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
    await dialog.getByRole('button', { name: 'Next' }).press('Enter');
    await dialog.getByText('101 to 200 of 291').waitFor();
    await idle();
    expect(await rows.nth(1).getByRole('cell').first().innerText()).toBe('211');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await list.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
