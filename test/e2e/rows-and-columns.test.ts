/** The table of events as one's own: notes in its rows, columns in one's order, all of a filter in one act, and out as shown. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_BROWSER, openDemo, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('rows and columns', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openDemo();
    await press('Escape');
    await press('g', 'e');
  });
  afterAll(() => workbench?.close());

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await workbench.page.keyboard.press(key);
    await workbench.idle();
  };
  const ask = async (query: string): Promise<void> => {
    await workbench.page.getByRole('combobox', { name: /Search events/ }).fill(query);
    await press('Enter');
  };
  const grid = () => workbench.page.getByRole('grid', { name: /^Events/ });
  const about = () => workbench.page.locator('.view-about').first();
  const heads = async (): Promise<string[]> =>
    (await workbench.page.getByRole('columnheader').allTextContents()).map((text) => text.trim());
  const bulk = () => workbench.page.getByRole('region', { name: 'Marked events' });
  const note = async (text: string): Promise<void> => {
    await bulk().getByRole('button', { name: 'Note or tag…' }).press('Enter');
    const field = workbench.page.getByRole('dialog').getByRole('textbox', { name: 'Note' });
    await field.fill(text);
    await field.press('Control+Enter');
    await workbench.page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('Escape');
  };
  const HOSTILE = '<img src=x onerror=alert(1)> =cmd|calc \u202egnp.exe';

  it('a note is seen in its row, tags in their colours, and found by its words', async () => {
    const { page, idle } = workbench;
    expect(await heads()).not.toContain('Note');
    await ask('outcome:denied_by_user');
    await grid().focus();
    await press('ArrowDown', 'ArrowDown', '*', ' ');
    await note(`Phone call: it was not her, ${HOSTILE} ${'long '.repeat(400)}#callback #second`);
    await expect.poll(heads).toContain('Note');
    const row = grid().getByRole('row').nth(2);
    await row.locator('.tag', { hasText: '#callback' }).waitFor();
    expect(await row.locator('.row-note').innerText()).toMatch(/Phone call/);
    await row.getByText('starred').waitFor();
    // What it says stands whole in the tip; turning characters are written out, and nothing of it runs.
    const tip = await row.locator('[data-column="note"]').getAttribute('title');
    expect(tip).toContain('<img src=x');
    expect(tip).toContain('\\u{202e}');
    expect(await row.evaluate((element) => element.querySelectorAll('img').length)).toBe(0);
    const [height, next] = await Promise.all([row.boundingBox(), grid().getByRole('row').nth(3).boundingBox()]);
    expect(next!.y - height!.y).toBe(28);

    for (const [query, events] of [
      ['note:"phone call"', 1],
      ['note:phone*her', 1],
      ['note:/phone\\s+call/', 1],
      ['tag:callback', 1],
      ['note:*', 1],
      ['comment:callback', 1],
      ['note:nobody', 0],
      ['outcome:denied_by_user -note:*', 27],
    ] as const) {
      await ask(query);
      await expect.poll(() => about().textContent(), { message: query }).toMatch(new RegExp(`^${events} of `));
    }
    await ask('note:phone');
    await grid().focus();
    await press('ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Shift+F10');
    await page.getByRole('menuitem', { name: 'Only #callback' }).press('Enter');
    await idle();
    expect(await page.getByRole('combobox', { name: /Search events/ }).inputValue()).toBe('tag:callback');
  });

  it('an event with a note stands alone where repeats are folded', async () => {
    const { page } = workbench;
    await ask('identity:nightly-stock-export outcome:password_failed');
    await grid().focus();
    await press('r');
    const folded = Number(await grid().getAttribute('aria-rowcount'));
    await press('r');
    await grid().focus();
    await press('ArrowDown', 'ArrowDown', ' ');
    await note('looked at #checked');
    await press('r');
    await expect.poll(async () => Number(await grid().getAttribute('aria-rowcount'))).toBe(folded + 2);
    await page.locator('.grid-row', { hasText: '#checked' }).waitFor();
    await press('r');
  });

  it('columns are moved by keys, by the chooser and by their heads, and stay so', async () => {
    const { page, idle } = workbench;
    await ask('outcome:denied_by_user');
    const before = await heads();
    const at = before.indexOf('Outcome');
    await grid().focus();
    await press('Home');
    for (let i = 0; i < before.length; i++) await press('ArrowLeft'); // the keys are on the whole row again
    for (let i = 0; i <= at; i++) await press('ArrowRight');
    await press('Control+Shift+ArrowRight');
    await page.getByText(`Outcome: column ${at + 2} of ${before.length}`).waitFor();
    expect((await heads()).indexOf('Outcome')).toBe(at + 1);
    await press('Control+Shift+ArrowLeft');
    expect(await heads()).toEqual(before);

    await page.getByRole('button', { name: 'Choose columns' }).press('Enter');
    await page.getByRole('button', { name: 'Identity further left' }).press('Enter');
    await page.getByRole('checkbox', { name: 'Kind' }).press(' ');
    await press('Escape');
    const moved = await heads();
    expect(moved.indexOf('Identity')).toBe(before.indexOf('Identity') - 1);
    expect(moved).toContain('Kind');

    await press('Control+.'); // room for the heads
    await grid().evaluate((element) => {
      element.scrollLeft = 0;
    });
    const cells = page.locator('.grid-head > div');
    const from = (await cells.nth(moved.indexOf('Identity')).boundingBox())!;
    const to = (await cells.nth(1).boundingBox())!;
    await page.mouse.move(from.x + 30, from.y + 14);
    await page.mouse.down();
    await page.mouse.move(to.x + 60, to.y + 14, { steps: 5 });
    await page.mouse.move(to.x + 4, to.y + 14, { steps: 3 });
    await page.mouse.up();
    await idle();
    const dragged = await heads();
    expect(dragged[1]).toBe('Identity');
    await workbench.kept();
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await idle();
    expect(await heads()).toEqual(dragged);
  });

  it('all that a filter leaves takes one note, and one undo takes exactly that back', async () => {
    const { page, idle } = workbench;
    await ask('source:okta');
    const all = Number((await about().textContent())!.split(' of ')[0]!.replaceAll(',', ''));
    expect(all).toBeGreaterThan(2_000);
    await grid().focus();
    await press('ArrowDown', ' ');
    await bulk()
      .getByRole('button', { name: `Mark all ${all.toLocaleString('en')}` })
      .press('Enter');
    await bulk()
      .getByText(`${all.toLocaleString('en')} events marked`)
      .waitFor();
    await note('seen by the second examiner #reviewed');
    await ask('tag:reviewed');
    await expect.poll(() => about().textContent()).toMatch(new RegExp(`^${all.toLocaleString('en')} of `));
    await grid().focus();
    await press('Control+z');
    await expect.poll(() => about().textContent()).toMatch(/^0 of /);
    await ask('note:*');
    await expect.poll(() => about().textContent()).toMatch(/^2 of /);
    await idle();
    await page.getByRole('button', { name: 'Clear filter' }).press('Enter');
  });

  it('a bar of the time strip is taken by a click, the whole case by a double click; what is shown leaves as shown', async () => {
    const { page, idle } = workbench;
    await ask('outcome:denied_by_user');
    const strip = (await page.locator('.time-strip canvas').boundingBox())!;
    await page.mouse.click(strip.x + 1_040, strip.y + 34);
    await idle();
    await expect.poll(() => page.locator('.time-strip [role="status"]').textContent()).toMatch(/^Brush .* Z, /);
    await page.mouse.dblclick(strip.x + 1_040, strip.y + 34);
    await idle();
    expect(await page.locator('.time-strip [role="status"]').textContent()).toMatch(/^No brush/);

    // A brush that leaves a part, then out with the columns on the screen, on the clock of the screen.
    await page.mouse.move(strip.x + 400, strip.y + 30);
    await page.mouse.down();
    await page.mouse.move(strip.x + 700, strip.y + 30, { steps: 4 });
    await page.mouse.up();
    await idle();
    await press('z');
    const zone = /\((.*)\)/.exec((await heads())[0]!)![1]!;
    const shown = Number((await about().textContent())!.split(' of ')[0]);
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(28);
    await page.getByRole('button', { name: /^Export what this table shows/ }).press('Enter');
    await page.getByRole('menuitem', { name: 'CSV, these columns' }).press('Enter');
    await page.getByText(/events that do not match the query .* on:2026-05/).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download', exact: true }).press('Enter'),
    ]);
    const lines = readFileSync(await file.path(), 'utf8').trimEnd();
    const head = lines.split('\n')[0]!.trim();
    expect(head.startsWith(`"Time (${zone})","Identity",`)).toBe(true);
    const columns = (await heads()).map((text) => (text === 'S' ? 'Source' : text.replace(/ [↑↓]$/, '')));
    expect(head).toBe([...columns, 'Event', 'custody_head'].map((title) => `"${title}"`).join(','));
    expect(lines.match(/^"\d{4}-\d\d-\d\dT/gm)?.length).toBe(shown);
    expect(lines).toContain(`${zone === 'UTC' ? 'Z' : '+'}`);
    await page.getByRole('button', { name: 'Clear filter' }).press('Enter');
    await idle();
  });
});
