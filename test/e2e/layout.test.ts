/** Every view looked at by a script, light and dark, on the smallest screen that counts (1366×768) and on long names. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { axeFaults, hiddenCharacters, layoutFaults, outside } from './layout';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openDemo, openWorkbench, type Workbench } from './workbench';

const VIEWS =
  'Triage,Timeline,Map,Paths,Events,Identities,Campaigns,Sources,Notebook,Policy replay,Report,Custody,Rules,Work,Manual'.split(
    ',',
  );
const { folder, remove } = scratchFolder();
afterAll(remove);

async function inTheme(workbench: Workbench, colorScheme: 'light' | 'dark'): Promise<void> {
  await workbench.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await workbench.page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
  await workbench.idle();
}

describe.skipIf(!HAS_BROWSER)('the demo case at 1366×768', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openDemo();
  });
  afterAll(() => workbench?.close());

  it.each(VIEWS)('%s: nothing cut, nothing on top of another, axe content', async (view) => {
    await workbench.show(view);
    for (const theme of ['light', 'dark'] as const) {
      await inTheme(workbench, theme);
      expect({ theme, faults: await layoutFaults(workbench.page) }).toEqual({ theme, faults: [] });
      expect({ theme, faults: await axeFaults(workbench.page) }).toEqual({ theme, faults: [] });
    }
  });

  it('Triage shows its four questions, hops, evidence and decision without scrolling', async () => {
    await workbench.show('Triage');
    const { page } = workbench;
    for (const at of [0, 1, 2, 3, 4, 5, 6]) {
      if (at > 0) await page.keyboard.press('j');
      await workbench.idle();
      const parts = ['.four', '.next', '.card-two', '.card-minis', '.verdicts', '#triage-why', '.decide-buttons'];
      const faults = await Promise.all(parts.map((part) => outside(page, part)));
      expect({ at, faults: faults.filter(Boolean) }).toEqual({ at, faults: [] });
      expect({ at, faults: await layoutFaults(page) }).toEqual({ at, faults: [] });
    }
  });

  it('at 200 % zoom every view has the room to be used', async () => {
    const { page } = workbench;
    await page.setViewportSize({ width: 683, height: 384 });
    for (const view of VIEWS) {
      await workbench.show(view);
      const faults = (await layoutFaults(page)).filter((fault) => /sideways|beyond/.test(fault));
      expect({ view, faults }).toEqual({ view, faults: [] });
      const pane = await page.locator('.workbench-main .pane').first().boundingBox();
      expect({ view, isWide: (pane?.width ?? 0) >= 600 }).toEqual({ view, isWide: true });
      expect({ view, faults: await axeFaults(page) }).toEqual({ view, faults: [] });
    }
    await page.setViewportSize({ width: 1366, height: 768 });
  });

  it('by keyboard alone: walks the queue, decides, takes back, searches, goes through the views', async () => {
    const { page, idle } = workbench;
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
      await idle();
    };
    await press('g', 'q');
    const queue = page.getByRole('listbox', { name: 'Episodes by urgency' });
    await queue.focus();
    await press('Home');
    const chosen = (): Promise<string | null> =>
      queue.getByRole('option', { selected: true }).getAttribute('aria-posinset');
    const open = async (): Promise<number> =>
      Number((await page.getByRole('button', { name: 'Episodes shown' }).textContent())?.match(/\d+/)?.[0]);
    expect(await chosen()).toBe('1');
    await press('j', 'j');
    expect(await chosen()).toBe('3');
    await press('k');
    expect(await chosen()).toBe('2');

    const before = await open();
    const who = await page.getByRole('region', { name: 'Episode' }).getByRole('heading', { level: 1 }).textContent();
    await press('2');
    expect(await page.getByRole('radio', { name: /Attempted/ }).isChecked()).toBe(true);
    // Choosing goes to the reason by itself; Escape leaves it, n comes back.
    await press('Escape', 'n');
    await page.keyboard.type('the prompts were refused, nothing followed');
    await press('Enter');
    await expect.poll(open).toBe(before - 1);
    await page.getByRole('status').getByText(`Decided — ${who}`).waitFor();
    await press('u');
    await expect.poll(open).toBe(before);

    await press('/');
    await page.getByRole('dialog').getByRole('combobox').or(page.getByRole('dialog').getByRole('searchbox')).waitFor();
    await page.keyboard.type('Go to Events');
    await press('Enter');
    await page.getByRole('region', { name: 'Events' }).waitFor();
    for (const [key, title] of Object.entries({ t: 'Timeline', m: 'Map', p: 'Paths', e: 'Events', i: 'Identities' })) {
      await press('g', key);
      await page.getByRole('region', { name: title, exact: true }).waitFor();
    }

    // The picture of the whole case has a table, one Tab after it.
    await page.getByRole('button', { name: 'Time strip as a table' }).focus();
    await press('Enter');
    const table = page.getByRole('dialog', { name: 'The case over time' });
    await table.getByRole('rowheader').first().waitFor();
    expect(await table.getByRole('row').count()).toBeGreaterThan(20);
    await table.getByRole('rowheader').nth(10).getByRole('button').focus();
    await press('Enter');
    const brush = page.getByRole('button', { name: 'Remove filter of time' });
    await brush.waitFor();
    await brush.focus();
    await press('Enter');
    await page.getByText('Filter: none').waitFor();
    await press('g', 'q');
    await queue.waitFor();
  });
});

describe.skipIf(!HAS_BROWSER)('names as hostile as they come', () => {
  const NAMES = [
    'a'.repeat(10_000),
    `${'لوحة التحكم '.repeat(20)}`,
    '\u202egnp.exe\u202c@example.com',
    `Z${'\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307'.repeat(40)}algo`,
    '𒐫'.repeat(200),
    '<img src=x onerror=alert(1)>',
    'line\nbreak\ttab\u0000null',
  ];
  let workbench: Workbench;
  beforeAll(async () => {
    const lines = NAMES.flatMap((name, i) =>
      oktaLines(4).map((line, n) => {
        const record = JSON.parse(line);
        record.uuid = `${i}${n}${record.uuid.slice(2)}`;
        // Apart in address and day: an episode each, not one spray.
        record.client.ipAddress = `203.0.113.${i + 1}`;
        record.published = new Date(Date.UTC(2026, 2, 1 + i, 9, n)).toISOString();
        record.actor = { ...record.actor, id: `00uLONG${i}`, alternateId: name, displayName: name };
        record.client.userAgent.rawUserAgent = name;
        if (n === 3) record.outcome = { result: 'SUCCESS' };
        return JSON.stringify(record);
      }),
    );
    const file = join(folder, `${'long-'.repeat(40)}name.ndjson`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    workbench = await openWorkbench({ files: [file] });
  });
  afterAll(() => workbench?.close());

  it.each(VIEWS)('%s stays in its bounds', async (view) => {
    const { page } = workbench;
    await workbench.show(view);
    expect(await layoutFaults(page)).toEqual([]);
    expect(await hiddenCharacters(page)).toEqual([]);
    if (view !== 'Triage') return;
    expect(await page.getByRole('option').count()).toBe(NAMES.length);
    // Nothing more to say of an episode: its line ends there, not with a separator.
    expect((await page.getByRole('option').allInnerTexts()).filter((text) => /·\s*$/.test(text))).toEqual([]);
    for (let at = 1; at < NAMES.length; at++) {
      await page.keyboard.press('j');
      await workbench.idle();
      expect({ at, faults: await layoutFaults(page) }).toEqual({ at, faults: [] });
      expect({ at, button: await outside(page, '.decide-buttons') }).toEqual({ at, button: null });
    }
  });

  it('keeps the theme with the case, because the page has another address at every start', async () => {
    const { page, idle } = workbench;
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Theme: system' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await idle();
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark', undefined, { timeout: 10_000 });
    await idle();
  });
});
