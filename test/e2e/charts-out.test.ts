/** Small charts leave as pictures as the large ones do; a card is read from its top; what is hidden widens nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openDemo, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('charts and cards', () => {
  const { folder, remove } = scratchFolder();
  let workbench: Workbench;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await workbench.page.keyboard.press(key);
      await workbench.idle();
    }
  };
  /** The file of the notice that `save` brings up. */
  const saved = async (name: RegExp, save: () => Promise<void>): Promise<Buffer> => {
    const { page } = workbench;
    await save();
    const notice = page.getByRole('status').filter({ hasText: name });
    await notice.waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      notice.getByRole('button', { name: 'Download' }).press('Enter'),
    ]);
    await workbench.idle();
    return readFileSync((await download.path())!);
  };
  const choose = async (button: string, kind: 'SVG' | 'PNG'): Promise<void> => {
    await workbench.page.getByRole('button', { name: button }).press('Enter');
    await workbench.page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).press('Enter');
  };
  const leaves = async (button: string, name: string, words: readonly string[]): Promise<void> => {
    const svg = (await saved(new RegExp(`${name}\\.svg`), () => choose(button, 'SVG'))).toString();
    for (const word of ['demo', 'Times in', ...words]) expect(svg, button).toContain(word);
    expect(svg).not.toMatch(/<script|NaN|Infinity|undefined/);
    const png = await saved(new RegExp(`${name}\\.png`), () => choose(button, 'PNG'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  };

  beforeAll(async () => {
    workbench = await openDemo();
    await press('Escape', 'g', 'q');
  });
  afterAll(async () => {
    await workbench?.close();
    remove();
  });

  it('the 24 hours and the places of a card leave with title, legend and zone', async () => {
    const { page } = workbench;
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('sanne.bakker@corvane.example');
    await leaves('Save a picture of the 24 hours', 'demo-p\\w+-24-hours', [
      '24 hours around the denials of sanne.bakker@corvane.example',
      '22 events',
      'Wed 13 May 2026',
      'Okta',
      'linked access, not reviewed',
    ]);
    await leaves('Save a picture of the places', 'demo-p\\w+-places', [
      'Rotterdam',
      'Hanoi · 3 denied',
      'impossible travel',
      '8,926 km',
      'Natural Earth',
    ]);
    expect(await axeFaults(page)).toEqual([]);
  });

  it('the time strip leaves as it is drawn: by its button, by the palette, and by a right click', async () => {
    const { page } = workbench;
    await leaves('Save a picture of the time strip', 'demo-over-time', [
      '1 May 2026',
      'no filter',
      'denied, downwards',
    ]);
    const strip = page.getByRole('img', { name: /^Whole case over time/ }).or(page.getByLabel(/^Whole case over time/));
    await strip.first().focus();
    await press('Shift+ArrowRight');
    const svg = await saved(/demo-over-time\.svg/, async () => {
      await press('Control+k');
      await page.keyboard.type('Save the time strip as SVG');
      await press('Enter');
    });
    expect(svg.toString()).toContain('filter: brush');
    const box = (await strip.first().boundingBox())!;
    await saved(/demo-over-time\.png/, async () => {
      await page.mouse.click(box.x + 300, box.y + 30, { button: 'right' });
      expect(await page.getByRole('tooltip').count()).toBe(0);
      await page.getByRole('menuitem', { name: 'Save as PNG' }).press('Enter');
    });
    await page.mouse.click(box.x + 300, box.y + 30, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Clear the brush' }).press('Enter');
    await page.getByText('Filter: none').waitFor();
  });

  it('the hours of a week, the prompts and the beginnings of a campaign leave too, the hours on the clock of the identity', async () => {
    const { page } = workbench;
    await page.getByRole('link', { name: 'sanne.bakker@corvane.example' }).first().press('Enter');
    await leaves('Save a picture of the hours', 'demo-sanne.bakker@corvane.example-hours', [
      'Hours of the week of sanne.bakker@corvane.example',
      'Europe/Amsterdam',
      'Mon',
      'most accesses',
    ]);
    await leaves('Save a picture of the prompts', 'demo-sanne.bakker@corvane.example-prompts', [
      'Prompts for a second factor to sanne.bakker@corvane.example',
      '22 prompts, at most 5 a day',
      'denied',
    ]);
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await workbench.show('Campaigns');
    await leaves('Save a picture of the beginnings', 'demo-campaign', [
      'One address: 2 people',
      'beginnings of 2 episodes',
      'Likely compromise',
      '2026-05-22 05:13 Z',
    ]);
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
  });

  it('each card begins with its strongest reason, and stands whole at 1366 × 768', async () => {
    const { page } = workbench;
    await press('g', 'q');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Home');
    const faults: string[] = [];
    for (let i = 0; i < 86; i++) {
      faults.push(
        ...(await page.evaluate((at) => {
          const card = document.querySelector('.triage-card')!;
          const scrolled = [...card.querySelectorAll('*'), card].filter(({ scrollTop }) => scrollTop > 0);
          const below = card.scrollHeight - card.clientHeight;
          const rows = [...card.querySelectorAll('.evidence ul')].filter(
            (list) => list.childElementCount > 3 && list.clientHeight < 72,
          );
          return [
            ...scrolled.map(({ className }) => `${at}: ${className} is scrolled`),
            ...(below > 0 ? [`${at}: ${below} px below the fold`] : []),
            ...rows.map(() => `${at}: fewer than three reasons in sight`),
          ];
        }, i)),
      );
      await press('j');
    }
    expect(faults).toEqual([]);
  });

  it('what only a screen reader hears stays inside of what scrolls with it', async () => {
    const { page } = workbench;
    const views = await page.getByRole('navigation', { name: 'Views' }).getByRole('button').all();
    const faults: string[] = [];
    for (const view of views) {
      await view.click();
      await workbench.idle();
      faults.push(
        ...(await page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('.unseen')].flatMap((hidden) => {
            let pane = hidden.parentElement;
            while (pane && !/auto|scroll/.test(getComputedStyle(pane).overflowY)) pane = pane.parentElement;
            const holder = hidden.offsetParent;
            return pane && holder && !pane.contains(holder) ? [`${hidden.textContent} leaves ${pane.className}`] : [];
          }),
        )),
      );
    }
    expect(faults).toEqual([]);
  });

  it('a document that is no template is refused when it is chosen', async () => {
    const { page } = workbench;
    const picture = join(folder, 'cover.png');
    writeFileSync(picture, Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64')); // biome-ignore format: one value
    await press('g', 'r');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose own template' }).press('Enter');
    await (await chooser).setFiles(picture);
    await page.getByText(/^Own template: cover\.png: is no Word document/).waitFor();
    await workbench.idle();
    expect(await page.getByRole('button', { name: 'Without own template' }).count()).toBe(0);
  });

  it('no notice covers the file that was imported', async () => {
    const { page } = workbench;
    const log = join(folder, 'system-log-3.ndjson');
    writeFileSync(log, `${oktaLines(3).join('\n')}\n`);
    // Of the test before: problems stand until they are dismissed.
    const notices = page.locator('.notices');
    expect(await notices.locator('.notice.problem').count()).toBe(1);
    await workbench.show('Sources');
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+i');
    await (await chooser).setFiles(log);
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).press('Enter');
    await page.getByRole('region', { name: 'Newest import' }).getByText('3 new events').waitFor();
    await workbench.idle();
    // What the list says itself is only read out.
    expect(await notices.locator('.notice').filter({ hasText: 'Imported' }).count()).toBe(0);
    // What else is said stands over the end of the list, which has moved out from under it.
    const gap = async (): Promise<number> => {
      const [file, over] = await Promise.all([
        page.locator('.files').getByText('system-log-3.ndjson').boundingBox(),
        notices.boundingBox(),
      ]);
      return over!.y - file!.y - file!.height;
    };
    await expect.poll(gap).toBeGreaterThanOrEqual(0);
    await notices.getByRole('button', { name: 'Dismiss' }).first().press('Enter');
    await workbench.idle();
  });
});
