/** The screen of one decision on the demo case: folds, states, what stands around an episode; by keyboard, on the real engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, layoutFaults } from './layout';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('triage on the demo case', () => {
  let workbench: Workbench;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await workbench.page.keyboard.press(key);
      await workbench.idle();
    }
  };
  const queue = () => workbench.page.getByRole('listbox', { name: 'Episodes by urgency' });
  const shown = async (): Promise<string> =>
    (await workbench.page.getByRole('button', { name: 'Episodes shown' }).textContent()) ?? '';
  beforeAll(async () => {
    workbench = await openWorkbench({ demo: true });
    await queue().waitFor();
    await workbench.idle();
  });
  afterAll(() => workbench?.close());

  it('groups by campaign and by identity, opens a fold, and says what ties it', async () => {
    const { page } = workbench;
    await press('g', 'q');
    await queue().focus();
    await press('b');
    await page
      .getByRole('button', { name: /Order and grouping/ })
      .getByText('by campaign')
      .waitFor();
    const chosen = queue().getByRole('option', { selected: true });
    await press('Home');
    for (let i = 0; i < 70 && !(await chosen.textContent())?.includes('Rollout · 12 identities'); i++) await press('j');
    expect(await chosen.textContent()).toContain('Rollout · 12 identities');
    expect(await chosen.textContent()).toContain('all at OfficeHome');
    const rows = async (): Promise<number> => Number(await chosen.getAttribute('aria-setsize'));
    const before = await rows();
    await press('f');
    await expect.poll(rows).toBe(before + 11);
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await queue().focus();
    await press('ArrowLeft');
    await expect.poll(rows).toBe(before);
  });

  it('decides the folded row by one reason, and one undo takes all of it back', async () => {
    const { page } = workbench;
    expect(await shown()).toContain('86 open');
    await press('a');
    await press('4');
    await page.keyboard.type('The rollout of 12 May');
    await press('Enter');
    await expect.poll(shown).toContain('74 open');
    await press('Control+Z');
    await expect.poll(shown).toContain('86 open');
    await press('Control+Y');
    await expect.poll(shown).toContain('74 open');
    await press('Control+Z');
    await expect.poll(shown).toContain('86 open');
  });

  it('goes from new to triaged, decided and closed, and back', async () => {
    const { page } = workbench;
    const state = async (name: string): Promise<void> => {
      await press('Control+K');
      await page.keyboard.type(`Queue: ${name} episodes`);
      await press('Enter');
    };
    await press('b', 'b');
    await press('Home');
    await press('1');
    await page.keyboard.type('She was elsewhere');
    await press('Enter');
    await expect.poll(shown).toContain('85 open');
    await state('decided');
    await expect.poll(shown).toContain('1 decided');
    await press('Home', 'z');
    await expect.poll(shown).toContain('0 decided');
    await state('closed');
    await expect.poll(shown).toContain('1 closed');
    await press('Home');
    await page.getByRole('heading', { name: 'Decided and closed' }).waitFor();
    await press('g', 'w');
    await page.getByRole('row', { name: /^Closed 1/ }).waitFor();
    await page.getByRole('row', { name: /^impossible travel 1 1/ }).waitFor();
    await press('g', 'q', 'Control+Z');
    await expect.poll(shown).toContain('0 closed');
    await press('Control+Y');
    await expect.poll(shown).toContain('1 closed');
    await press('Control+Z');
    await expect.poll(shown).toContain('0 closed');
    await press('Control+Z');
    await state('open');
    await expect.poll(shown).toContain('86 open');
  });

  it('walks the 24 hours by arrows, gives them as a table, and shows changes and last sign-ins', async () => {
    const { page, idle } = workbench;
    await press('Home', 'j', 'j', 'j');
    const card = page.getByRole('region', { name: 'Episode' });
    await card.getByText('method registered', { exact: false }).first().waitFor();
    await card.getByRole('heading', { name: 'Last sign-ins before' }).waitFor();
    await card.getByText('Decision window 2 min 25 s', { exact: false }).waitFor();
    await card.getByText('Refused AAL1, reached AAL1', { exact: false }).waitFor();
    const hours = page.getByRole('slider', { name: /around the episode/ });
    await hours.focus();
    const at = (): Promise<string | null> => hours.getAttribute('aria-valuetext');
    expect(await at()).toContain('denied');
    const before = await at();
    await press('ArrowRight');
    expect(await at()).not.toBe(before);
    await press('Enter');
    await page
      .getByRole('complementary', { name: 'Inspector' })
      .getByRole('button', { name: 'Address', exact: true })
      .waitFor();
    await press('Escape');
    await page.getByRole('button', { name: 'The 24 hours as a table' }).focus();
    await press('Enter');
    const table = page.getByRole('table', { name: /Events within 24 hours/ });
    expect(await table.getByRole('row').count()).toBeGreaterThan(10);
    await idle();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'The 24 hours as a picture' }).focus();
    await press('Enter');
    expect(await page.getByRole('slider', { name: /around the episode/ }).count()).toBe(1);
  });

  it('reads in order: who, which factor, from where, does it fit, what next, why, around, decide', async () => {
    const { page } = workbench;
    const headings = await page.locator('.triage h1, .triage h2, .triage legend').allTextContents();
    const order = ['Queue', 'priya', 'Who was denied', 'Which factor failed', 'From where', 'Fits normal', 'What happened next', 'For ', 'Against', '24 hours', 'Changes', 'Place', 'Decide', 'Next steps']; // biome-ignore format: one list
    const places = order.map((word) => headings.findIndex((text) => text.startsWith(word)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
  });

  it('opens as it was left: grouping and state of the queue', async () => {
    const { page, idle } = workbench;
    await press('b');
    await workbench.kept();
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await idle();
    await page
      .getByRole('button', { name: /Order and grouping/ })
      .getByText('by campaign')
      .waitFor();
    await press('b', 'b');
  });

  it('every view is free of serious faults in high contrast and with less motion', async () => {
    const { page } = workbench;
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce', colorScheme: 'dark' });
    for (const view of [
      'Triage',
      'Timeline',
      'Map',
      'Paths',
      'Events',
      'Identities',
      'Campaigns',
      'Sources',
      'Notebook',
      'Policy replay',
      'Report',
      'Custody',
      'Rules',
      'Work',
      'Manual',
    ]) {
      // biome-ignore format: one list
      await workbench.show(view);
      expect({ view, faults: await layoutFaults(page) }).toEqual({ view, faults: [] });
      // The system chooses the colours: contrast is its own.
      const faults = (await axeFaults(page)).filter((fault) => !fault.startsWith('color-contrast'));
      expect({ view, faults }).toEqual({ view, faults: [] });
      const moving = await page.evaluate(
        () =>
          document
            .getAnimations()
            .filter(
              ({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration) > 10,
            ).length,
      );
      expect({ view, moving }).toEqual({ view, moving: 0 });
    }
    await page.emulateMedia({ forcedColors: null, reducedMotion: null, colorScheme: 'light' });
  });
});
