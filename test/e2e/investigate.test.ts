/** What an analyst does all day on the demo case, by keyboard where there is a key: one window for all of it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layoutFaults } from './layout';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('a day at the demo case', () => {
  let workbench: Workbench;
  let press: (...keys: string[]) => Promise<void>;
  beforeAll(async () => {
    workbench = await openWorkbench({ demo: true });
    press = async (...keys) => {
      for (const key of keys) await workbench.page.keyboard.press(key);
      await workbench.idle();
    };
  });
  afterAll(() => workbench?.close());

  it('undo and redo: a note goes, comes back, goes again, and the custody log has each step', async () => {
    const { page, idle } = workbench;
    await press('g', 'q');
    const redo = page.getByRole('button', { name: 'Redo' });
    expect(await page.getByRole('button', { name: 'Nothing to undo' }).isDisabled()).toBe(true);
    await press('n');
    await page.keyboard.type('asked the helpdesk');
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByText('Note kept with the episode.').waitFor();
    const note = page.locator('.decide-notes').getByText('asked the helpdesk');
    await note.waitFor();
    await press('Escape');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Control+z');
    await note.waitFor({ state: 'detached' });
    await press('Control+Shift+z');
    await note.waitFor();
    await press('Control+z');
    await note.waitFor({ state: 'detached' });
    await redo.click();
    await note.waitFor();
    await press('Control+z');
    await note.waitFor({ state: 'detached' });
    await idle();
  });

  it('opens as it was left: view, what stands beside, filter, order of the columns', async () => {
    const { page, idle } = workbench;
    await press('g', 'e');
    await page.getByRole('combobox', { name: /Search events/ }).fill('outcome:denied_by_user');
    await press('Enter');
    await page.getByRole('button', { name: 'View that stands beside' }).click();
    await page.getByRole('menuitemradio', { name: 'Map', exact: true }).click();
    await page.getByRole('button', { name: 'Time (UTC)' }).click();
    await idle();
    await workbench.kept();
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await idle();
    await page.getByRole('region', { name: 'Map', exact: true }).waitFor();
    expect(await page.getByRole('combobox', { name: /Search events/ }).inputValue()).toBe('outcome:denied_by_user');
    expect(await page.getByRole('columnheader', { name: /^Time/ }).getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'View that stands beside' }).click();
    await page.getByRole('menuitemradio', { name: 'Nothing beside' }).click();
    await page.getByRole('button', { name: 'Time (UTC)' }).click();
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await idle();
  });

  it('timeline: tracks of an open lane, next denial, measuring, and the view as a picture', async () => {
    const { page, idle } = workbench;
    await press('g', 'q');
    await page.getByRole('option').filter({ hasText: 'priya.raman' }).first().click();
    await press('g', 't');
    const chart = page.getByRole('application', { name: /^Timeline of/ });
    await chart.focus();
    const status = page.locator('.timeline [role=status]').last();
    await press('ArrowRight');
    await press('n');
    await expect.poll(() => status.textContent()).toMatch(/^denied, 2026-05-.*priya\.raman/);
    await press('m');
    await press('n');
    await expect.poll(() => status.textContent()).toMatch(/\+\d+ (s|min)[^,]* from the locked time/);
    await press('o');
    await page.locator('.lane-part.track', { hasText: 'Sessions' }).waitFor();
    await page.locator('.lane-part.track', { hasText: 'Assurance (AAL)' }).waitFor();
    expect(await page.getByRole('list', { name: 'Coverage of the logs' }).getByRole('listitem').count()).toBe(3);

    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page
      .getByRole('cell', { name: /^AAL\d.* reached$/ })
      .first()
      .waitFor();
    await page
      .getByRole('cell', { name: /^session/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Show the picture' }).click();

    for (const kind of ['SVG', 'PNG']) {
      await page.getByRole('button', { name: 'Save this view as a picture' }).click();
      await page.getByRole('menuitem', { name: kind }).click();
      const notice = page
        .getByRole('status')
        .filter({ hasText: `Picture written: demo-timeline.${kind.toLowerCase()}` });
      await notice.waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        notice.getByRole('button', { name: 'Download' }).click(),
      ]);
      const bytes = readFileSync((await download.path())!);
      if (kind === 'PNG') expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      else {
        const text = bytes.toString('utf8');
        for (const words of ['priya.raman', 'Timeline of demo', '(UTC)', 'Sessions', 'linked access, confirmed'])
          expect(text).toContain(words);
      }
    }
    await page.keyboard.press('Escape');
    await idle();
  });

  it('events: cells by keyboard, marks, one note and one decision on many, exact undo', async () => {
    const { page, idle } = workbench;
    await press('g', 'e');
    const query = page.getByRole('combobox', { name: /Search events/ });
    await query.fill('outcome:denied_by_user identity:sanne');
    await press('Enter');
    const grid = page.getByRole('grid');
    const about = page.locator('.view-about').first();
    await expect.poll(() => about.textContent()).toMatch(/^3 of /);
    await grid.focus();
    await press('ArrowDown', 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown');
    const bar = page.getByRole('region', { name: 'Marked events' });
    await bar.getByText('3 events marked').waitFor();

    await bar.getByRole('button', { name: 'Note or tag…' }).click();
    await page.getByRole('textbox', { name: 'Note', exact: true }).fill('same proxy #proxy');
    await press('Control+Enter');
    await page.getByText('Noted on 3 events.').waitFor();
    await bar.getByRole('button', { name: 'Decide their episodes…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 episode.', { exact: false }).first().waitFor();
    await dialog.getByRole('radio', { name: /Expected/ }).check();
    await dialog.getByRole('textbox', { name: 'Why' }).fill('a drill');
    await dialog.getByRole('button', { name: 'Decide 1 episode' }).click();
    await page.getByText('85 of 86 episodes open').waitFor();
    await grid.focus();
    await press('Control+z', 'Control+z');
    await page.getByText('86 of 86 episodes open').waitFor();
    await press('g', 'n');
    await page.getByText('None yet.', { exact: false }).waitFor();

    // Out of a cell by keyboard: without the application of this event.
    await press('g', 'e');
    await grid.focus();
    await press('Escape', 'Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Shift+F10');
    await page.getByRole('menuitem', { name: /^Only declined/ }).press('Enter');
    await expect.poll(() => about.textContent()).toMatch(/^28 of /);
    expect(await query.inputValue()).toBe('outcome:denied_by_user');
    await grid.focus();
    await press('Home', 'a');
    await page.getByText('Five minutes before and after the event.').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await expect.poll(() => about.textContent()).toMatch(/^28 of /);
    await idle();
  });

  it('events: views saved by name, queries asked again, repeats folded, columns kept in place', async () => {
    const { page, idle } = workbench;
    const query = page.getByRole('combobox', { name: /Search events/ });
    const saved = page.getByRole('button', { name: 'Saved views and lately asked queries' });
    await saved.click();
    await page.getByRole('menuitem', { name: 'Save this view…' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('all declined');
    await press('Enter');
    await page.getByText('Saved as “all declined”.').waitFor();
    await query.fill('identity:nightly-stock-export');
    await press('Enter');
    const about = page.locator('.view-about').first();
    await expect.poll(() => about.textContent()).toMatch(/^47 of /);
    await page.getByRole('grid').focus();
    await press('r');
    await expect.poll(() => about.textContent()).toMatch(/rows for all$/);
    await page.locator('.times', { hasText: '×6' }).first().waitFor();
    await page.getByRole('grid').focus();
    await press('r');
    await saved.click();
    await page.getByRole('menuitem', { name: /^all declined/ }).click();
    await expect.poll(() => query.inputValue()).toBe('outcome:denied_by_user');
    await query.focus();
    await press('ArrowDown');
    await page.getByRole('option', { name: /nightly-stock-export/ }).waitFor();
    await press('Escape');

    await page.getByRole('button', { name: 'Choose columns' }).click();
    await page.getByRole('button', { name: 'Keep Identity in place' }).click();
    await press('Escape');
    const heads = await page.getByRole('columnheader').allTextContents();
    expect(heads.slice(0, 2).map((text) => text.trim())).toEqual(['Time (UTC) ↑', 'Identity']);
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await idle();
  });

  it('what a decision took is measured: on a page, and in the custody log', async () => {
    const { page, idle } = workbench;
    await press('g', 'q');
    await page.getByRole('option').first().click();
    await page.locator('.triage-card[data-viewed=true]').waitFor(); // a glance in passing is no first view
    await press('g', 'm', 'g', 'q', '4', 'Escape', 'n');
    await page.keyboard.type('his own phone');
    await press('Enter');
    await page.getByText('85 of 86 episodes open').waitFor();
    await press('g', 'w');
    const row = page.getByRole('row', { name: /^Friction/ });
    await expect.poll(() => row.textContent()).toMatch(/Friction1.* (s|min) \(1\).*[2-9] \(1\)[2-9]/);
    await page.getByText('85 episodes open', { exact: false }).first().waitFor();
    await press('Control+z');
    await page.getByText('86 of 86 episodes open').waitFor();
    await page.getByText('Once episodes are decided', { exact: false }).waitFor();
    await idle();
  });

  it('manual and tour: without a network, by keyboard', async () => {
    const { page, idle } = workbench;
    await press('F1');
    await page.getByRole('heading', { name: 'What Sidedoor answers' }).waitFor();
    await press('j', 's');
    await page.keyboard.type('regular expression');
    await page.getByRole('heading', { name: 'Searching events' }).waitFor();
    await press('Escape');
    await page.getByRole('button', { name: 'Take the tour' }).click();
    const tour = page.getByRole('complementary', { name: 'Tour' });
    const views = ['Triage', 'Triage', 'Timeline', 'Map', 'Events', 'Triage', 'Report'];
    for (const [i, view] of views.entries()) {
      await tour.getByText(`${i + 1} of ${views.length}`).waitFor();
      await page.getByRole('region', { name: view, exact: true }).waitFor();
      if (i === 2) expect(await layoutFaults(page)).toEqual([]);
      await tour.getByRole('button', { name: i + 1 < views.length ? 'Next' : 'Done' }).press('Enter');
      await idle();
    }
    await tour.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Take the tour' }).count()).toBe(0);
  });

  it('map: places and travel leave as GeoJSON and KML', async () => {
    const { page, idle } = workbench;
    await press('g', 'm');
    for (const kind of ['GeoJSON', 'KML']) {
      await page.getByRole('button', { name: 'Save places and travel as a file' }).click();
      await page.getByRole('menuitem', { name: kind }).click();
      const notice = page.getByRole('status').filter({ hasText: `File written: demo-map.${kind.toLowerCase()}` });
      await notice.waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        notice.getByRole('button', { name: 'Download' }).click(),
      ]);
      const text = readFileSync((await download.path())!, 'utf8');
      if (kind === 'KML') expect(text).toContain('<LineString>');
      else {
        const kinds = JSON.parse(text).features.map((one: { geometry: { type: string } }) => one.geometry.type);
        expect(new Set(kinds)).toEqual(new Set(['Point', 'LineString']));
      }
    }
    await idle();
  });

  it('map: leaves as a picture with land, places, legend and filter', async () => {
    const { page, idle } = workbench;
    for (const kind of ['SVG', 'PNG']) {
      await page.getByRole('button', { name: 'Save places and travel as a file' }).press('Enter');
      await page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).press('Enter');
      const notice = page.getByRole('status').filter({ hasText: `Picture written: demo-map.${kind.toLowerCase()}` });
      await notice.waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        notice.getByRole('button', { name: 'Download' }).press('Enter'),
      ]);
      const bytes = readFileSync((await download.path())!);
      if (kind === 'PNG') expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      else {
        const text = bytes.toString('utf8');
        for (const words of ['Map of demo', 'no filter', 'impossible', 'uncertainty', 'Natural Earth', 'Leeds'])
          expect(text).toContain(words);
        expect(text.match(/<path/g)?.length ?? 0).toBeGreaterThan(50); // the land
        expect(text).not.toMatch(/<script|NaN|Infinity/);
      }
    }
    await idle();
  });
});
