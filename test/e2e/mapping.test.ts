/** A table that no source knows: mapped in the browser, saved, used again by the command line. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const { folder, remove } = scratchFolder();
afterAll(remove);
mkdirSync(folder, { recursive: true });

const HEADER = 'Logged;Employee;Origin;Second step;Verdict;Note';
const row = (n: number, verdict: string, note = ''): string =>
  `${String((n % 9) + 1).padStart(2, '0')}/02/2026 08:${String(n).padStart(2, '0')}:00;user${n % 3}@corp.example;203.0.113.${n};push;${verdict};${note}`;
const TABLE = [
  'sep=;',
  HEADER,
  ...Array.from({ length: 20 }, (_, n) => row(n, n % 4 === 0 ? 'denied' : 'ok', n % 4 === 0 ? 'no answer' : '')),
  row(21, 'zurückgestellt'),
].join('\r\n');
const table = join(folder, 'portal.csv');
writeFileSync(table, TABLE);

interface EventLine {
  time: string;
  source: string;
  outcome: string;
  factor: string;
  ip: string;
  identity: { name: string };
}

let workbench: Workbench | null = null;
afterEach(async () => {
  const opened = workbench;
  workbench = null;
  await opened?.close();
});

describe.skipIf(!HAS_BROWSER)('the mapping step', () => {
  it('maps a table that the import did not know, by keyboard, and saves what was said', async () => {
    workbench = await openWorkbench();
    const { page, idle, show, home } = workbench;
    await page.getByLabel('Name of the case').fill('Mapped');
    await page.getByRole('button', { name: 'Make the case' }).click();
    await idle();
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+i');
    await (await chooser).setFiles(table);
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 file not recognised').first().waitFor({ timeout: 30_000 });
    await idle();
    await show('Sources');

    const offer = page.getByRole('button', { name: 'Map columns of portal.csv' });
    await offer.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('21 rows = 21 rejected').waitFor();
    await idle();
    expect(await page.getByLabel('User: column').locator('option:checked').textContent()).toBe('Employee');
    expect(await page.getByText('Day or month first? The table does not prove it').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);

    // The zone: without it no row can be placed.
    await page.getByRole('combobox', { name: 'Zone of times that carry none' }).focus();
    await page.keyboard.type('Europe/Berlin');
    await page.keyboard.press('Tab');
    await page.getByRole('status').getByText('20 events + 1 rejected').waitFor();
    expect(await page.getByText('the mapping gives no outcome for “zurückgestellt”').count()).toBeGreaterThan(0);

    // A word that nobody knew, by typing ahead in its list.
    await page.getByLabel('Outcome of zurückgestellt, (empty)').focus();
    await page.keyboard.type('challenged');
    await page.getByRole('status').getByText('21 rows = 21 events').waitFor();
    const monthFirst = page.getByRole('radio', { name: /^Month first/ });
    await monthFirst.focus();
    await page.keyboard.press('Space');
    await expect.poll(() => page.getByLabel('Time: how it is written').inputValue()).toBe('month_first');
    await page.getByRole('radio', { name: /^Day first/ }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('status').getByText('21 rows = 21 events').waitFor();
    await idle();

    await page.getByRole('button', { name: 'Save the mapping…' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const saved = join(folder, 'portal.mapping.json');
    await (await download).saveAs(saved);

    await page.getByLabel('Name of the mapping').focus();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Imported by the mapping “portal”: 21 new events').first().waitFor({ timeout: 30_000 });
    await idle();
    const onScreen = (await sidedoor('events', join(home, 'Mapped.sidedoor'))).rows<EventLine>();
    expect(onScreen).toHaveLength(21);
    expect(onScreen[0]).toMatchObject({
      time: '2026-02-01T07:00:00.000Z',
      source: 'mapped',
      outcome: 'no_response',
      factor: 'push',
      ip: '203.0.113.0',
      identity: { name: 'user0@corp.example' },
    });

    // The saved file does the same in another case.
    const other = join(folder, 'other.sidedoor');
    const done = await sidedoor('import', other, table, '--mapping', saved, '--json');
    expect(done.code).toBe(0);
    const { files } = done.json<{ files: Record<string, unknown>[] }>();
    expect(files).toMatchObject([{ source: 'mapped', shape: 'portal', records: 21, events: 21, rejected: 0 }]);
    expect((files[0]!.because as string[])[0]).toMatch(
      /^mapping “portal” \(portal\.mapping\.json, sha256 [0-9a-f]{64}\)$/,
    );
    const printed = (await sidedoor('events', other)).rows<EventLine>();
    const essence = ({ time, outcome, factor, ip, identity }: EventLine) => [time, outcome, factor, ip, identity.name];
    expect(printed.map(essence)).toEqual(onScreen.map(essence));
    expect((await sidedoor('verify', other)).code).toBe(0);

    // Whoever is handed the sealed file finds how the table was read.
    const sealed = join(folder, 'sealed.zip');
    expect((await sidedoor('export', other, '--format', 'bundle', '--out', sealed)).code).toBe(0);
    const hash = createHash('sha256').update(readFileSync(saved)).digest('hex');
    expect(readFileSync(sealed).includes(`mappings/${hash}.json`)).toBe(true);
    expect((await sidedoor('verify', sealed)).code).toBe(0);
  });

  it.each<[string, string]>([
    ['few columns', table],
    ['10,000 columns', 'wide'],
  ])('stands in its bounds with %s', async (_, which) => {
    const file = which === 'wide' ? join(folder, 'wide.csv') : which;
    if (which === 'wide') {
      const header = Array.from({ length: 10_000 }, (_, n) => (n === 9_999 ? 'timestamp' : `column ${n}`));
      const cells = header.map((name, n) =>
        name === 'timestamp' ? '2026-02-01T08:00:00Z' : `=${n}+"${'x'.repeat(n % 90)}"`,
      );
      writeFileSync(file, `${header.join(',')}\n${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`);
    }
    workbench = await openWorkbench();
    const { page, idle } = workbench;
    await page.getByLabel('Name of the case').fill('Looked at');
    await page.getByRole('button', { name: 'Make the case' }).click();
    await idle();
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a table…' }).click();
    await (await chooser).setFiles(file);
    await page.getByRole('status').getByText('rows of the table').waitFor();
    await idle();
    for (const colorScheme of which === 'wide' ? (['dark'] as const) : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
      await idle();
      expect({ colorScheme, faults: await layoutFaults(page) }).toEqual({ colorScheme, faults: [] });
      expect({ colorScheme, faults: await axeFaults(page) }).toEqual({ colorScheme, faults: [] });
    }
    await page.setViewportSize({ width: 683, height: 384 });
    await idle();
    expect((await layoutFaults(page)).filter((fault) => /sideways|beyond/.test(fault))).toEqual([]);
  });

  it('finds the header below titles, and takes another line from the person', async () => {
    const titled = join(folder, 'titled.csv');
    writeFileSync(titled, `Report of sign-ins\r\nMade on 5 March 2026\r\n\r\n${TABLE.slice('sep=;\r\n'.length)}`);
    workbench = await openWorkbench();
    const { page, idle } = workbench;
    await page.getByLabel('Name of the case').fill('Titled');
    await page.getByRole('button', { name: 'Make the case' }).click();
    await idle();
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+i');
    await (await chooser).setFiles(titled);
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 file not recognised').first().waitFor({ timeout: 30_000 });
    await workbench.show('Sources');
    await page.getByRole('button', { name: 'Map columns of titled.csv' }).click();
    const header = page.getByLabel('Header in line');
    await header.waitFor();
    expect(await header.inputValue()).toBe('4');
    expect(await page.getByText('2 lines of titles above it are passed over').count()).toBe(1);
    expect(await page.getByLabel('User: column').locator('option:checked').textContent()).toBe('Employee');

    await header.fill('5'); // a row: its cells become the columns' names
    await page.getByRole('status').getByText('20 rows').waitFor();
    await header.fill('2');
    await page.getByText('the header stands in another line').waitFor();
    await header.fill('4');
    await page.getByRole('status').getByText('21 rows = 21 rejected').waitFor();
    await idle();
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    if (process.env.SIDEDOOR_SHOT) await page.screenshot({ path: process.env.SIDEDOOR_SHOT });
  });

  it('says why a file cannot be mapped, and is there without one', async () => {
    workbench = await openWorkbench();
    const { page, idle } = workbench;
    await page.getByLabel('Name of the case').fill('Not mapped');
    await page.getByRole('button', { name: 'Make the case' }).click();
    await idle();
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    const words = join(folder, 'letter.txt');
    writeFileSync(words, 'Dear all\nthis is no table\n');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a table…' }).click();
    await (await chooser).setFiles(words);
    await page.getByText('This file cannot be mapped').waitFor();
    expect(await page.getByText(/neither JSON nor a table/).count()).toBe(1);
  });
});

describe('a mapping that cannot be used', () => {
  it.each([
    ['{}', /sidedoorMapping/],
    ['not json', /not JSON/],
  ])('is refused with its reason: %s', async (text, why) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, text);
    const done = await sidedoor('import', join(folder, 'bad.sidedoor'), table, '--mapping', file);
    expect(done.code).not.toBe(0);
    expect(done.stderr).toMatch(why);
  });
});
