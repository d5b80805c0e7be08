/** No mouse: the focus is never nowhere, every part of the window is reached, and what was done is said and taken back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('the keyboard alone', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench({ demo: true });
    await bench.page.getByRole('listbox', { name: 'Episodes by urgency' }).waitFor();
  });
  beforeEach(async () => {
    await press('Escape', 'Escape');
    await type('Clear all filters');
  });
  afterAll(() => bench?.close());

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await bench.page.keyboard.press(key);
      await bench.idle();
    }
  };
  /** Through the palette. */
  const type = async (words: string): Promise<void> => {
    await press('Control+k');
    await bench.page.keyboard.type(words);
    await press('Enter');
  };
  /** Role and name of what has the focus; `nowhere` where nothing has. */
  const focus = (): Promise<string> =>
    bench.page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return 'nowhere';
      return `${at.getAttribute('role') ?? at.tagName.toLowerCase()} ${at.getAttribute('aria-label') ?? at.textContent}`;
    });
  const told = (): Promise<string> => bench.page.locator('.notices [role=status]').innerText();

  it('a view opened by its keys has the focus where it is worked in, also from a picture that knows the second key', async () => {
    for (const [keys, wanted] of [
      ['ge', /^grid Events/],
      ['gt', /^application Timeline/],
      ['gm', /^application Map/], // `m` alone measures in the timeline
      ['gp', /^section Paths/],
      ['gi', /^grid Identities/],
      ['ga', /^grid Campaigns/],
      ['gn', /^section Notebook/],
      ['gq', /^listbox Episodes/],
    ] as const) {
      await press(...keys);
      await expect.poll(focus).toMatch(wanted);
    }
  });

  it('F6 walks over every part of the window and back, also out of a field', async () => {
    await press('g', 'e');
    await expect.poll(focus).toMatch(/^grid Events/);
    const seen: string[] = [];
    for (let i = 0; i < 12; i++) {
      await press('F6');
      const at = await focus();
      if (seen.includes(at)) break;
      seen.push(at);
    }
    // Inspector, status, top bar, rail, time strip, the view's bar, facets, and the table again.
    expect(seen.length).toBeGreaterThanOrEqual(7);
    expect(seen.some((at) => /^application Whole case over time/.test(at))).toBe(true);
    expect(seen.at(-1)).toMatch(/^grid Events/);
    await press('Shift+F6', 'Shift+F6');
    await bench.page.getByRole('combobox', { name: /Search events/ }).focus();
    await press('F6');
    expect(await focus()).toMatch(/^button/); // the first facet
  });

  it('a correction taken, a mark undone, an empty field left: the focus stays in the view', async () => {
    await press('g', 'e');
    await expect.poll(focus).toMatch(/^grid Events/);
    await bench.page.getByRole('combobox', { name: /Search events/ }).focus();
    await bench.page.keyboard.type('outcme:denied_by_user');
    await bench.idle();
    await press('Tab', 'Tab');
    expect(await focus()).toMatch(/^button Write outcome: instead/);
    await press('Enter');
    await expect.poll(focus).toMatch(/^combobox Search events/);
    await expect.poll(() => bench.page.locator('[aria-label="Status"]').innerText()).toMatch(/28 of 26,559 events/);
    await press('Escape', 'Escape');
    await expect.poll(focus).toMatch(/^grid Events/);
    await press('Home', 'Space', 'ArrowDown', 'Space');
    await bench.page.getByRole('button', { name: /^Unmark/ }).focus();
    await press('Enter');
    await expect.poll(focus).toMatch(/^grid Events/);
  });

  it('a field of triage is left for the queue, and a decision leads to the next one there', async () => {
    await press('g', 'q', 'Home', 'n');
    expect(await focus()).toMatch(/^textarea/);
    await press('Escape');
    await expect.poll(focus).toMatch(/^listbox Episodes/);
    await press('1');
    await bench.page.keyboard.type('Nobody of the family was in Hanoi.');
    await press('Enter');
    await expect.poll(focus).toMatch(/^listbox Episodes/);
    expect(await told()).toContain('Decided');
    await press('u');
    expect(await told()).toContain('Taken back');
  });

  it('a link reviewed in the paths is told, taken back with its reason, and done again', async () => {
    await press('g', 'q', 'Home', 'n');
    await bench.page.keyboard.type('the desk called her');
    await press('Escape', 'c');
    await expect.poll(told).toMatch(/confirmed/);
    await press('g', 'p', 'x');
    await expect.poll(told).toMatch(/^Link rejected/);
    await press('u');
    await expect.poll(told).toMatch(/^Taken back/);
    await press('Control+y');
    await expect.poll(told).toMatch(/^Done again/);
    await press('Control+z', 'Control+z');
    await expect.poll(told).toMatch(/^Taken back: link/);
  });

  it('every key is shown in the list of keys, plus too', async () => {
    await press('g', 'm');
    await expect.poll(focus).toMatch(/^application Map/);
    await press('?');
    const zoom = bench.page.getByRole('dialog').locator('dl > div').filter({ hasText: 'Zoom in' });
    expect(await zoom.locator('kbd').innerText()).toBe('+');
    await press('Escape');
    await expect.poll(focus).toMatch(/^application Map/);
  });

  it('a form says at the field what is wrong or missing, and no longer once it is mended', async () => {
    const { page } = bench;
    await press('g', 'a');
    await type('Campaigns: rollouts and changes');
    const moment = page.getByRole('textbox', { name: /When something changed/ });
    await moment.focus();
    await page.keyboard.type('yesterday');
    await press('Enter');
    expect(await moment.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('2026-05-12 08:00');
    expect(await moment.getAttribute('aria-invalid')).not.toBe('true');
    await press('Enter');
    await page.getByRole('button', { name: 'Take it away' }).waitFor();
    // A needed field that is empty is where Enter leads.
    await type('New case');
    const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name of the case' });
    await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
    await press('Enter');
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await page.getByText('Name of the case is needed.').waitFor();
    await page.keyboard.type('x');
    expect(await name.getAttribute('aria-invalid')).not.toBe('true');
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // Through palette and dialog, the focus is back in the field that it came from.
    expect(await moment.evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it('a dialog that came from the palette leaves the focus in the view', async () => {
    await type('Go to Events'); // the focus may stand in a field, where keys are text
    await expect.poll(focus).toMatch(/^grid Events/);
    await type('Say who acts');
    await bench.page.getByRole('dialog').waitFor();
    await bench.page.keyboard.press('Control+a');
    await bench.page.keyboard.type('R. Ito, examiner');
    await press('Enter');
    await expect.poll(told).toMatch(/acts stand as R. Ito/);
    await expect.poll(focus).toMatch(/^grid Events/);
  });
});
