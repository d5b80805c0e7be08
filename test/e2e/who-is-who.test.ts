/** Merges and splits on the identity's page: suggested, said with a reason, taken back; by the keyboard, in both themes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const okta = (n: number, id: string, login: string, displayName: string): string =>
  JSON.stringify({
    uuid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    published: `2026-01-05T09:00:${10 + n}.000Z`,
    eventType: 'user.session.start',
    actor: { id, type: 'User', alternateId: login, displayName },
    client: { ipAddress: '203.0.113.7' },
    outcome: { result: 'SUCCESS' },
    target: [],
    debugContext: { debugData: {} },
  });
const duo = (n: number, name: string, email: string, key: string): string =>
  JSON.stringify({
    txid: `t${n}`,
    isotimestamp: `2026-01-05T08:00:${10 + n}+00:00`,
    event_type: 'authentication',
    result: 'success',
    reason: 'user_approved',
    factor: 'duo_push',
    email,
    application: { key: 'DI1', name: 'VPN' },
    access_device: { ip: '203.0.113.7' },
    auth_device: { name: 'phone' },
    user: { key, name },
  });
const LOGS = {
  'okta.ndjson': [
    okta(1, '00u00000000000000001', 'anna.kolb@corvid.example', 'Anna Kolb'),
    okta(2, '00u00000000000000002', 'anna.kolb', 'Kolb, Anna'),
    okta(3, '00u00000000000000003', 'ben.roth@corvid.example', 'Ben Roth'),
  ],
  'duo.ndjson': [
    duo(1, 'clara', 'anna.kolb@corvid.example', 'DU000000000000000001'),
    duo(2, 'benr', '', 'DU000000000000000002'),
  ],
};

const scratch = scratchFolder();
afterAll(() => scratch.remove());

describe.skipIf(!HAS_BROWSER)('who is who', () => {
  let bench: Workbench;
  let page: Workbench['page'];
  let who: Locator;
  beforeAll(async () => {
    const files = Object.entries(LOGS).map(([name, lines]) => {
      const path = join(scratch.folder, name);
      writeFileSync(path, `${lines.join('\n')}\n`);
      return path;
    });
    bench = await openWorkbench({ files });
    page = bench.page;
    await bench.show('Identities');
    await page.getByText('anna.kolb@corvid.example').first().click();
    who = page.getByRole('region', { name: 'Who is who' });
    await who.waitFor();
    await bench.idle();
  });
  afterAll(() => bench?.close());

  const text = async (): Promise<string> => (await who.innerText()).replace(/\s+/g, ' ');
  const rows = async (): Promise<string> => (await page.locator('.identities .view-bar').innerText()).replace(/\s+/g, ' '); // biome-ignore format: one line

  it('suggests with a reason, and merges with one, by the keyboard', async () => {
    expect(await text()).toMatch(/anna\.kolb Merge….*the same full name/);
    await who.getByRole('button', { name: 'Merge with anna.kolb', exact: true }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Merge identities' });
    await dialog.waitFor();
    expect(await dialog.getByRole('button', { name: 'Merge', exact: true }).isDisabled()).toBe(true);
    await page.keyboard.type('one badge');
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Merge', exact: true }).focus();
    await page.keyboard.press('Enter');
    await bench.idle();
    expect(await text()).toMatch(/Merged anna\.kolb@corvid\.example and anna\.kolb Take back one badge —/);
    expect(await text()).not.toMatch(/Merge with anna\.kolb/);
    expect(await rows()).toMatch(/Identities 3/);
    expect(await axeFaults(page)).toEqual([]);
    expect(await layoutFaults(page)).toEqual([]);
  });

  it('takes a merge back by the undo of the case', async () => {
    await page.keyboard.press('Control+z');
    await bench.idle();
    expect(await text()).toMatch(/anna\.kolb Merge…/);
    expect(await rows()).toMatch(/Identities 4/);
  });

  it('splits spellings off, and takes it back on the page', async () => {
    await who.getByRole('button', { name: 'Split off spellings…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Split an identity' });
    await dialog.waitFor();
    await bench.idle();
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('checkbox', { name: /clara/ }).press('Space');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('her manager’s address');
    await dialog.getByRole('button', { name: 'Split off 1 spelling' }).press('Enter');
    await bench.idle();
    expect(await rows()).toMatch(/Identities 5/);
    expect(await who.getByRole('button', { name: 'Merge with anna.kolb', exact: true }).count()).toBe(1);
    expect(await text()).toMatch(/Split off anna\.kolb@corvid\.example Take back/);
    await who.getByRole('button', { name: /^Take back the split/ }).press('Enter');
    await bench.idle();
    expect(await rows()).toMatch(/Identities 4/);
  });

  it.each([
    ['light', 1366, 768],
    ['dark', 1920, 1080],
  ] as const)('fits the screen: %s, %d × %d', async (theme, width, height) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme });
    await who.scrollIntoViewIfNeeded();
    await bench.idle();
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await who.getByRole('button', { name: 'Split off spellings…' }).press('Enter');
    await page.getByRole('dialog', { name: 'Split an identity' }).waitFor();
    await bench.idle();
    expect(await layoutFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('finds another identity by name', async () => {
    await who.getByRole('button', { name: 'Merge with another…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Merge identities' });
    await dialog.getByRole('textbox', { name: 'Find the other' }).fill('benr');
    const found = dialog.getByRole('radio', { name: /benr/ });
    await found.waitFor();
    await found.press('Space');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('a test');
    await dialog.getByRole('button', { name: 'Merge', exact: true }).press('Enter');
    await bench.idle();
    expect(await rows()).toMatch(/Identities 3/);
    await who.getByRole('button', { name: /^Take back the merge/ }).press('Enter');
    await bench.idle();
    expect(await rows()).toMatch(/Identities 4/);
  });
});
