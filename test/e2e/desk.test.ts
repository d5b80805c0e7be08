/** What a day at the desk needs: time in view, whole rows, rules, requests, report and sealed bundles, by keyboard alone. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDemoExports } from './exports';
import { layoutFaults } from './layout';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const scratch = scratchFolder();
afterAll(scratch.remove);
const folder = join(scratch.folder, 'desk.sidedoor');
const requests = join(scratch.folder, 'requests.csv');
let bench: Workbench;

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) {
    await bench.page.keyboard.press(key);
    await bench.idle();
  }
};
const type = async (text: string): Promise<void> => {
  await bench.page.keyboard.type(text);
  await bench.idle();
};
/** Runs a command of the palette by its words. */
const run = async (words: string): Promise<void> => {
  await press('Control+K');
  await type(words);
  await press('Enter');
};
const focus = (): Promise<string> =>
  bench.page.evaluate(() => {
    const at = document.activeElement;
    const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null;
    return `${at?.tagName.toLowerCase()} ${at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? ''}`.trim();
  });
/** Goes on by Tab to what is called so. */
const tabTo = async (name: RegExp): Promise<void> => {
  for (let i = 0; i < 80 && !name.test(await focus()); i++) await press('Tab');
  expect(await focus()).toMatch(name);
};
const told = (): Promise<string> =>
  bench.page.evaluate(() => [...document.querySelectorAll('[role=status], [role=alert]')].map((one) => one.textContent).join(' | ')); // biome-ignore format: one expression
const acts = (of: string, act: string): { detail: Record<string, unknown> }[] =>
  readFileSync(join(of, 'custody.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { act: string; detail: Record<string, unknown> })
    .filter((line) => line.act === act);

describe.skipIf(!HAS_BROWSER)('the desk', () => {
  beforeAll(async () => {
    const { files } = writeDemoExports(join(scratch.folder, 'exports'));
    writeFileSync(
      requests,
      `id,identity,resource,type,requested,approved,starts,ends,approver,ticket
REQ-7,tomasz.wieczorek@corvane.example,Office 365 admin,jit,2026-05-14T15:00:00Z,2026-05-14T15:30:00Z,2026-05-14T15:40:00Z,2026-05-14T16:40:00Z,dana@corvane.example,CHG-1050
REQ-8,priya.raman@corvane.example,Workday,pam_checkout,2026-05-20T01:00:00Z,2026-05-20T01:10:00Z,2026-05-20T02:00:00Z,2026-05-20T04:00:00Z,dana@corvane.example,CHG-1051
`,
    );
    expect((await sidedoor('import', folder, ...files, requests)).code).toBe(0);
    bench = await openWorkbench({ folder });
  });
  afterAll(() => bench?.close());

  it.each([
    [1366, 768],
    [1920, 1080],
  ])('at %i × %i the queue has its whole ring, and no list of the card ends in half a row', async (width, height) => {
    const { page } = bench;
    await page.setViewportSize({ width, height });
    await press('g', 'q');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    for (const key of ['Home', 'j', 'j', 'j', 'End']) {
      await press(key);
      // The ring is the topmost thing along all four edges of the list: sampled on the screen itself.
      const ring = await page.evaluate(() => {
        const box = document.querySelector('.queue-box')!;
        const list = box.querySelector('.queue-list')!;
        const [b, l] = [box.getBoundingClientRect(), list.getBoundingClientRect()];
        const { borderTopWidth, borderBottomWidth, zIndex } = getComputedStyle(box, '::after');
        return { borderTopWidth, borderBottomWidth, zIndex, same: b.top === l.top && b.bottom === l.bottom };
      });
      expect(ring).toEqual({ borderTopWidth: '2px', borderBottomWidth: '2px', zIndex: '1', same: true });
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('.recent-scroll, .evidence ul')].flatMap((list) => {
          const { bottom } = list.getBoundingClientRect();
          return [...list.querySelectorAll('li, h3, .recent-none')]
            .map((row) => row.getBoundingClientRect())
            .filter((row) => row.height > 0 && row.top < bottom - 2 && row.bottom > bottom + 2)
            .map((row) => `${list.className}: ${row.bottom - bottom}`);
        }),
      );
      expect({ key, cut }).toEqual({ key, cut: [] });
    }
    await page.setViewportSize({ width: 1366, height: 768 });
  });

  it('places a denial in the life of an access request: on the timeline, told by key, and in its table', async () => {
    const { page } = bench;
    await press('g', 'q');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Home', 'j');
    expect(await page.getByRole('region', { name: 'Episode' }).getByRole('heading', { level: 1 }).innerText()).toContain('tomasz'); // biome-ignore format: one line
    await press('g', 't', 'f', 'ArrowRight');
    expect(await told()).toMatch(
      /denied, 2026-05-14 17:4\d:\d\d\.\d+ Z, tomasz.*just-in-time access to Office 365 admin: expired/,
    );
    await press('t');
    const table = page.getByRole('table', { name: /rows of the lanes on screen/ });
    await table.getByRole('cell', { name: /^denied · just-in-time access to Office 365 admin: expired$/ }).first().waitFor(); // biome-ignore format: one line
    await press('t');
    // Her prompts came while the checkout was asked for, and once it was approved: before it could be used.
    await press('g', 'q');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Home', 'j', 'j', 'j', 'g', 't', 'f', 't');
    await table.getByRole('cell', { name: /^denied · vault checkout to Workday: approved, not begun$/ }).first().waitFor(); // biome-ignore format: one line
    await press('t');
  });

  it('the parts of the rules are opened by number; noise is taken back and comes again', async () => {
    const { page } = bench;
    await press('g', 'q');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('End');
    await run('suppress');
    await tabTo(/^input Reason/);
    await type('a known habit');
    await page.keyboard.press('Enter');
    await page.getByText(/1 episode suppressed until/).waitFor();
    await bench.idle();
    await press('g', 'u', '2');
    expect(await page.getByRole('tab', { name: 'Noise · 1' }).getAttribute('aria-selected')).toBe('true');
    await tabTo(/^button Take back$/);
    await press('Enter');
    await expect.poll(focus).toBe('button Suppress again');
    await press('Enter');
    await expect.poll(focus).toBe('button Take back');
    await press('Control+z', 'Control+z', 'Control+z');
    await expect.poll(() => page.getByText('taken back', { exact: false }).first().isVisible()).toBe(true);
    await press('3');
    expect(await page.getByRole('tab', { name: 'What changed' }).getAttribute('aria-selected')).toBe('true');
    await press('1');
    expect(await page.getByRole('tab', { name: 'Thresholds' }).getAttribute('aria-selected')).toBe('true');
  });

  it('mark, logo and template of a report are chosen and removed by keyboard, and the mark stands in the file', async () => {
    const { page } = bench;
    const logo = join(scratch.folder, 'logo.png');
    writeFileSync(logo, Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64')); // biome-ignore format: one value
    await press('g', 'r');
    await page.getByRole('combobox', { name: 'Classification' }).focus();
    await press('ArrowDown', 'ArrowDown');
    await press('Enter');
    const mark = await page.getByRole('combobox', { name: 'Classification' }).inputValue();
    expect(mark).toMatch(/^TLP:/);
    const choose = async (what: RegExp, file: string): Promise<void> => {
      await tabTo(what);
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Enter');
      await (await chooser).setFiles(file);
      await bench.idle();
      expect(await focus()).toMatch(what);
    };
    await choose(/^button Choose logo$/, logo);
    expect(await told()).toContain('logo.png');
    await tabTo(/^button Choose own template$/);
    await tabTo(/^button Write Case report \(HTML\)$/);
    await page.keyboard.press('Enter');
    const written = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Show', exact: true }).press('Enter'); // of the notice, which goes by itself
    const html = readFileSync((await (await written).path())!, 'utf8');
    expect(html).toContain(mark);
    expect(html).toContain('data:image/png;base64');
    await bench.idle();
    await page.getByRole('button', { name: 'Without logo' }).focus();
    await press('Enter');
    expect(await focus()).toBe('button Choose logo');
  });

  it('a sealed bundle is looked at whole and goes on as a new case, by keyboard', async () => {
    const bundle = join(scratch.folder, 'desk.zip');
    await bench.kept();
    await bench.close();
    expect((await sidedoor('export', folder, '--format', 'bundle', '--out', bundle)).code).toBe(0);
    bench = await openWorkbench({ folder: bundle });
    const { page } = bench;
    await press('g', 'c');
    expect(await layoutFaults(page)).toEqual([]);
    await tabTo(/^button Continue as a new case…$/);
    // A notice goes by itself: it is waited for in the page, before anything else is.
    await page.keyboard.press('Enter');
    await page.getByText(/goes on as a new case/).waitFor();
    await bench.idle();
    expect(await page.getByRole('button', { name: /^Case: desk continued/ }).count()).toBe(1);
    expect(await page.getByText('Read only', { exact: true }).count()).toBe(0);
    await press('g', 'c', 'v');
    await page.getByText('Intact, not signed').waitFor();
    await bench.close();
    bench = await openWorkbench({ folder });
  });

  it('the manual names every key of every view, on the page that tells of it', async () => {
    const { page } = bench;
    const pages = join(import.meta.dirname, '../../renderer/views/manual/pages');
    const text = (name: string): string => readFileSync(join(pages, `${name}.md`), 'utf8');
    const everywhere = text('8-keys-access');
    const told: [string, string, string][] = [
      ['q', 'Triage', '2-triage'],
      ['t', 'Timeline', '3-timeline'],
      ['m', 'Map', '5-map-paths'],
      ['p', 'Paths', '5-map-paths'],
      ['e', 'Events', '4-search'],
      ['i', 'Identities', '7-people-rules'],
      ['a', 'Campaigns', '2-triage'],
      ['s', 'Sources', '6-evidence'],
      ['n', 'Notebook', '7-people-rules'],
      ['y', 'Policy replay', '7-people-rules'],
      ['r', 'Report', '7-people-rules'],
      ['c', 'Custody', '6-evidence'],
      ['u', 'Rules', '7-people-rules'],
      ['w', 'Work', '2-triage'],
      ['k', 'Map columns', '8-keys-access'],
      ['h', 'Manual', '8-keys-access'], // biome-ignore format: one table
    ];
    let named = 0;
    for (const [key, view, name] of told) {
      await press('g', key, '?');
      const dialog = page.getByRole('dialog');
      // The second line of each entry is the key by its name.
      const keys = (await dialog.locator('dt + dd').allInnerTexts()).map((shown) => shown.trim().split('\n').at(-1)!);
      expect(keys.length).toBeGreaterThan(20);
      const here = `${text(name)}\n${everywhere}`;
      const isNamed = (chord: string): boolean => {
        if (/^g .$/.test(chord)) return everywhere.includes(`\`${chord.slice(2)}\``);
        if (/^(Shift\+)?Arrow/.test(chord)) return /arrows?/i.test(here);
        const range = [...here.matchAll(/`(\d)` to `(\d)`/g)].some(([, from, to]) => from! <= chord && chord <= to!);
        return here.includes(`\`${chord}\``) || range;
      };
      expect({ view, missing: keys.filter((chord) => !isNamed(chord)) }).toEqual({ view, missing: [] });
      named += keys.length;
      await press('Escape');
    }
    expect(named).toBeGreaterThan(400);
  });

  it('the time to a decision is the time in view: not that in which the case was closed', async () => {
    const begun = Date.now();
    await press('g', 'q');
    await bench.page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('End', 'k', 'k'); // one that nothing here has looked at
    await bench.page.locator('.triage-card[data-viewed=true]').waitFor();
    await bench.page.getByText(/^In view for [7-9] s$/).waitFor(); // by then some of it was kept
    await bench.kept();
    await bench.close();
    const closed = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    bench = await openWorkbench({ folder });
    const away = (Date.now() - closed) / 1_000;
    await press('g', 'q');
    await bench.page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('4');
    await type('a known trip');
    await bench.page.keyboard.press('Enter');
    await bench.page.getByText(/^Decided — /).waitFor();
    await bench.idle();
    const whole = (Date.now() - begun) / 1_000;
    const effort = acts(folder, 'decide').at(-1)!.detail.effort as { seconds: number };
    expect(effort.seconds).toBeGreaterThanOrEqual(1);
    expect(effort.seconds).toBeLessThanOrEqual(whole - away + 1);
    await press('g', 'w');
    await bench.page.getByRole('columnheader', { name: 'Median time' }).waitFor();
    await bench.page.getByText(/How long an episode was in view/).waitFor();
  });
});
