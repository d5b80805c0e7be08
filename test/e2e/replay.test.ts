/** Policy replay and the text to hand over, by keyboard alone, in both themes. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, layoutFaults } from './layout';
import { HAS_BROWSER, openDemo, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('policy replay on the demo case', () => {
  let workbench: Workbench;
  let page: Page;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
    await workbench.idle();
  };
  const faultless = async (): Promise<void> => {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
      await workbench.idle();
      expect({ theme, faults: await layoutFaults(page) }).toEqual({ theme, faults: [] });
      expect({ theme, faults: await axeFaults(page) }).toEqual({ theme, faults: [] });
    }
  };

  beforeAll(async () => {
    workbench = await openDemo();
    page = workbench.page;
  });
  afterAll(() => workbench?.close());

  it('hands the next steps over as text, with the ids and the zone', async () => {
    await press('o');
    const dialog = page.getByRole('dialog', { name: 'Hand over' });
    const text = await dialog.getByRole('textbox', { name: 'Text to hand over' }).inputValue();
    for (const part of [
      'Who: ',
      'When: ',
      '(UTC)',
      'Contain',
      'Revoke-MgUserSignInSession -UserId ',
      'Evidence: episode p',
    ])
      expect(text).toContain(part);
    await faultless();
    await press('Escape');
    // Another verdict, another playbook; the note field has the keys meanwhile.
    await press('5', 'Escape');
    await page.locator('.playbook-title').getByText('Nothing to contain').waitFor();
    await press('1', 'Escape');
    await page.locator('.playbook-title').getByText('Revoke sessions and tokens').waitFor();
  });

  it('counts the case as it was, and says what its denials ask for', async () => {
    await press('g', 'y');
    await page.getByRole('heading', { name: 'What the denials ask for' }).waitFor();
    await page.getByText('▲ raises assurance').first().waitFor();
    await page.getByRole('table', { name: 'People most refused' }).waitFor();
    await faultless();
  });

  it('replays two policies alone and together', async () => {
    await press('1', '3');
    await page.getByRole('heading', { name: 'Number matching' }).waitFor();
    await page.getByRole('heading', { name: 'Limit of prompts' }).waitFor();
    await press('r');
    await page.getByRole('radio', { name: 'All together' }).waitFor();
    expect(await page.locator('.replay-said').textContent()).toMatch(/\d of \d likely compromises prevented/);
    await faultless();
    await page.getByRole('button', { name: 'Before and after as a table' }).focus();
    await press('Enter');
    const twin = page.getByRole('region', { name: 'Before and after, slice by slice' });
    expect(await twin.getByRole('row').count()).toBeGreaterThan(10);
    await faultless();
    await page.getByRole('button', { name: 'Before and after as a picture' }).focus();
    await press('Enter');
    await page.getByRole('button', { name: 'Save a picture of before and after' }).press('Enter');
    await page.getByRole('menuitem', { name: /^SVG/ }).press('Enter');
    const notice = page.getByRole('status').filter({ hasText: 'Picture written: demo-before-after.svg' });
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      notice.getByRole('button', { name: 'Download' }).press('Enter'),
    ]);
    const svg = readFileSync((await file.path())!, 'utf8');
    for (const words of ['Before and after: ', 'Prompts to people: 2,663 before', 'prevented', 'as it was'])
      expect(svg).toContain(words);
    expect(svg).not.toMatch(/NaN|undefined/);
    await workbench.idle();
  });

  it('goes from a number down to its events', async () => {
    const number = page.getByRole('button', { name: /^Refusals by people: not needed: show/ });
    const n = Number(await number.textContent());
    expect(n).toBeGreaterThan(0);
    await number.focus();
    await press('Enter');
    const events = page.getByRole('region', { name: 'Events: Refusals by people: not needed' });
    await events.getByRole('table').waitFor();
    expect(await events.getByRole('row').count()).toBe(n + 1);
    await events.locator('tbody button').first().focus();
    await press('Enter');
    await page.locator('.drawer, .inspector').first().waitFor();
    await press('Escape');
    await page.getByRole('button', { name: 'Close the events' }).focus();
    await press('Enter');
    expect(await events.count()).toBe(0);
  });

  it('says what is wrong with a setting', async () => {
    await page.getByLabel('Prompts', { exact: true }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('0');
    await page.getByText('Prompts must be a whole number from 1 to 50.').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('3');
    await page.getByRole('button', { name: 'Remove Limit of prompts' }).focus();
    await press('Enter');
    await press('r');
  });

  it('saves the scenario: in the list and in the custody log', async () => {
    await press('s');
    const dialog = page.getByRole('dialog', { name: 'Save the scenario' });
    await dialog.getByLabel('Name').waitFor();
    await page.keyboard.type('<b>Numbers</b> for all');
    await press('Enter');
    const saved = page.getByRole('region', { name: 'Saved scenarios' });
    await saved.getByRole('button', { name: '<b>Numbers</b> for all', exact: true }).focus();
    await press('Enter');
    await page.getByText('A saved answer: replay it to look at the events').waitFor();
    await faultless();
    await press('b');
    await page.getByRole('heading', { name: 'What the denials ask for' }).waitFor();

    await workbench.show('Custody');
    await page.getByText('replay.save').first().waitFor();
    await faultless();
  });
});
