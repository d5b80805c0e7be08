/** Context files are looked into before they are in the case: what they are, and whom they name; then imported or not. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const HEAD = 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases'; // biome-ignore format: one line

describe.skipIf(!HAS_BROWSER)('context files', () => {
  const scratch = scratchFolder();
  const write = (name: string, ...lines: string[]): string => {
    const path = join(scratch.folder, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };
  let bench: Workbench;
  let page: Workbench['page'];
  let known = '';
  let people = '';
  let changes = '';
  let log = '';
  beforeAll(async () => {
    const lines = oktaLines(6);
    known = (JSON.parse(lines[0]!) as { actor: { alternateId: string } }).actor.alternateId;
    const row = (name: string): string => `${name},human,,Dana Owner,,,,,,,CH,`;
    people = write('staff list.csv', HEAD, row(known), ...Array.from({ length: 30 }, (_, i) => row(`left-${i}@corp.example`)), ',human,,,,,,,,,,', row(`${'long-'.repeat(500)}@corp.example`)); // biome-ignore format: one line
    changes = write(
      'c.csv',
      'time,identity,type,detail,actor,ticket',
      `2026-01-01T00:00:00Z,${known},password_reset,,,T-1`,
    );
    log = write('more.ndjson', ...oktaLines(8).slice(6));
    bench = await openWorkbench({ files: [write('okta.ndjson', ...lines)] });
    page = bench.page;
    page.on('filechooser', (chooser) => void chooser.setFiles([...chosen]));
    await bench.show('Sources');
  });
  afterAll(async () => {
    await bench?.close();
    scratch.remove();
  });

  /** A listener that stays: one made for each dialog may come too late for it. */
  let chosen: readonly string[] = [];
  const choose = async (...files: string[]): Promise<Locator> => {
    chosen = files;
    await page.keyboard.press('i');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    return dialog;
  };
  const text = async (of: Locator): Promise<string> => (await of.innerText()).replace(/\s+/g, ' ');
  const held = async (): Promise<string[]> => {
    await bench.idle();
    return page.getByRole('table', { name: 'Imported files' }).locator('button[aria-expanded]').allInnerTexts();
  };

  it('says what a file is and whom it names before any of it is in the case', async () => {
    const dialog = await choose(people, changes, log);
    const preview = dialog.getByRole('region', { name: 'Context files in it' });
    await preview.waitFor();
    const told = await text(preview);
    expect(told).toMatch(/2 context files/i);
    expect(told).toContain('Register of identities staff list.csv');
    expect(told).toContain('Taken for it by its header of identities: every column.');
    expect(told).toContain('33: 32 new, 1 rejected');
    expect(told).toContain('rejected ×1: no identity');
    expect(told).toContain('1 of 32 names fit an identity of the logs, 31 do not');
    expect(told).toContain('left-0@corp.example');
    expect(told).toContain('and 23 more');
    expect(told).toMatch(/1 of 1 name fits an identity of the logs/);
    expect(await held()).toHaveLength(1);
  });

  it.each([
    ['light', 1366, 768],
    ['dark', 1920, 1080],
  ] as const)('fits the screen and says all to a screen reader: %s, %i × %i', async (theme, width, height) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
    await bench.idle();
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 1366, height: 768 });
  });

  it('leaves no trace when it is cancelled, and imports with one key', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await held()).toHaveLength(1);
    expect((await sidedoor('verify', bench.folder)).code).toBe(0);

    const dialog = await choose(people);
    await dialog.getByRole('region', { name: 'Context files in it' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Imported 1 file').first().waitFor();
    expect(await held()).toHaveLength(2);
    await page
      .getByRole('table', { name: 'Imported files' })
      .getByRole('button', { name: /staff list/ })
      .press('Enter');
    await page.getByText('1 of 32 names fit an identity of the logs').waitFor();
  });

  it('knows what the case says already, also when the file is dropped', async () => {
    const content = readFileSync(people, 'utf8');
    await page.evaluate(
      ([name, body]) => {
        const data = new DataTransfer();
        data.items.add(new File([body!], name!));
        for (const type of ['dragenter', 'dragover', 'drop'])
          window.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      [basename(people), content],
    );
    const preview = page.getByRole('dialog').getByRole('region', { name: 'Context files in it' });
    await preview.waitFor();
    expect(await text(preview)).toContain('33: 0 new, 32 said already, 1 rejected');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('imports logs without a second word, however early it is asked to', async () => {
    await choose(log);
    await page.keyboard.press('Enter');
    await page
      .getByText(/Imported 1 file: \d+ new event/)
      .first()
      .waitFor();
    expect(await held()).toHaveLength(3);
  });

  it('needs no preview on the command line', async () => {
    const home = join(scratch.folder, 'cli.sidedoor');
    const done = await sidedoor('import', home, people, '--json');
    expect(done.code).toBe(0);
    expect(done.json()).toMatchObject({ files: [{ source: 'identities', context: 32, rejected: 1 }] });
  });
});
