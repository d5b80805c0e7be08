/** What is asked of the events and how the timeline is walked, on the demo case, against the real engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('asking and walking', () => {
  let workbench: Workbench;
  let press: (...keys: string[]) => Promise<void>;
  beforeAll(async () => {
    workbench = await openWorkbench({ demo: true });
    press = async (...keys) => {
      for (const key of keys) await workbench.page.keyboard.press(key);
      await workbench.idle();
    };
  }, 120_000);
  afterAll(() => workbench?.close());

  const about = () => workbench.page.locator('.view-about').first();
  const field = () => workbench.page.getByRole('combobox', { name: /Search events/ });
  /** Events that a query leaves. */
  const count = async (query: string): Promise<number> => {
    await field().fill(query);
    await press('Enter');
    expect(await workbench.page.getByRole('alert').filter({ hasText: 'Character' }).count()).toBe(0);
    const text = (await about().textContent())!;
    return Number(/^[\d,]+/.exec(text)![0].replaceAll(',', ''));
  };

  it('events: the query language says what it means', async () => {
    await press('g', 'e');
    const all = await count('');
    expect(all).toBeGreaterThan(20_000);
    const [declined, sanne] = [await count('outcome:denied_by_user'), await count('identity:sanne')];
    const both = await count('outcome:denied_by_user identity:sanne');
    expect([declined, both]).toEqual([28, 3]);
    expect(await count('outcome:denied_by_user AND identity:sanne')).toBe(both);
    expect(await count('outcome:denied_by_user OR identity:sanne')).toBe(declined + sanne - both);
    expect(await count('NOT (outcome:denied_by_user OR identity:sanne)')).toBe(all - declined - sanne + both);
    expect(await count('-outcome:denied_by_user')).toBe(all - declined);
    // Phrase, wildcard, regular expression, network, spans of time.
    const portal = await count('app:"Azure Portal"');
    expect(portal).toBeGreaterThan(0);
    expect(await count('app:Azure*')).toBeGreaterThanOrEqual(portal);
    expect(await count('app:/^azure portal$/')).toBe(portal);
    const hanoi = await count('ip:27.66.10.77');
    expect(await count('ip:27.66.10.77/32')).toBe(hanoi);
    expect(await count('ip:27.66.0.0/16')).toBeGreaterThanOrEqual(hanoi);
    const day = await count('on:2026-05-13');
    expect(await count('after:2026-05-13 before:2026-05-14')).toBe(day);
    expect(day).toBeGreaterThan(100);
  });

  it('events: a mistake is pointed at, the word that was meant is offered, values are completed', async () => {
    const { page } = workbench;
    await field().fill('country:VN outcom:denied_by_user');
    await press('Enter');
    const problem = page.getByRole('alert').filter({ hasText: 'Character 12' });
    expect(await problem.textContent()).toContain('did you mean "outcome"?');
    expect(await problem.locator('b').textContent()).toBe('outcom:denied_by_user');
    await problem.getByRole('button', { name: 'Write outcome: instead' }).click();
    expect(await field().inputValue()).toBe('country:VN outcome:denied_by_user');
    await field().fill('');
    await field().pressSequentially('outcome:denied_by_u');
    const list = page.getByRole('listbox', { name: 'Completions' });
    await list.getByRole('option', { name: /denied_by_user/ }).waitFor();
    await press('ArrowDown', 'Tab');
    expect((await field().inputValue()).trim()).toBe('outcome:denied_by_user');
    await press('Enter');
    await expect.poll(() => about().textContent()).toMatch(/^28 of /);
  });

  it('events: a facet counts what its click leaves, in and out', async () => {
    const { page, idle } = workbench;
    const all = await count('');
    const row = page.getByRole('navigation', { name: 'Facets' }).locator('li', { hasText: 'declined' }).first();
    const told = Number((await row.locator('.facet-count').textContent())!.replaceAll(',', ''));
    await row
      .getByRole('button', { name: /declined/ })
      .first()
      .click();
    await idle();
    expect(await field().inputValue()).toBe('outcome:denied_by_user');
    await expect.poll(() => about().textContent()).toMatch(new RegExp(`^${told} of `));
    await row.getByRole('button', { name: /^Leave out/ }).click();
    await idle();
    expect(await field().inputValue()).toBe('-outcome:denied_by_user');
    await expect.poll(() => about().textContent()).toMatch(new RegExp(`^${(all - told).toLocaleString('en')} of `));
    await count('');
  });

  it('events: columns without a value in what is shown are put away, and come back', async () => {
    const { page, idle } = workbench;
    await count('identity:webshop-orders');
    const heads = async (): Promise<string[]> =>
      (await page.getByRole('columnheader').allTextContents()).map((text) => text.trim());
    const before = await heads();
    await page.getByRole('button', { name: 'Choose columns' }).click();
    await page.getByRole('button', { name: 'Hide empty columns' }).click();
    await idle();
    const told = page.getByText('Put away, because empty: factor, application');
    await told.waitFor();
    await press('Escape');
    expect(await heads()).toEqual(before.filter((head) => !['Factor', 'Application'].includes(head)));
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await expect.poll(heads).toEqual(before);
    await count('');
  });

  it('events: the table goes to its end and back, and holds no more rows than it shows', async () => {
    const { page, idle } = workbench;
    const all = await count('');
    const grid = page.getByRole('grid');
    await grid.focus();
    await press('End');
    await grid.locator(`[aria-rowindex="${all + 1}"]`).waitFor();
    await idle();
    expect(await grid.getByRole('row').count()).toBeLessThan(80);
    await press('Home');
    await grid.locator('[aria-rowindex="2"]').waitFor();
  });

  it('events: a right click leads from a cell to what is like it, around it, and to the other views', async () => {
    const { page, idle } = workbench;
    await count('outcome:denied_by_user');
    const cell = page.getByRole('gridcell', { name: '27.66.10.77' }).first();
    await cell.click({ button: 'right' });
    const menu = page.getByRole('menu', { name: 'Address' });
    await menu.getByRole('menuitem', { name: 'Only 27.66.10.77' }).click();
    await idle();
    await expect.poll(() => field().inputValue()).toBe('ip:27.66.10.77');
    await page.getByRole('gridcell', { name: '27.66.10.77' }).first().click({ button: 'right' });
    await menu.getByRole('menuitem', { name: /^Page of sanne/ }).press('Enter');
    await page.getByRole('region', { name: 'Identities', exact: true }).waitFor();
    await page
      .getByRole('heading', { name: /^sanne/ })
      .first()
      .waitFor();
    await press('g', 'e');
    await page.getByRole('gridcell', { name: '27.66.10.77' }).first().click({ button: 'right' });
    await menu.getByRole('menuitem', { name: 'On the timeline' }).click();
    await page.getByRole('region', { name: 'Timeline', exact: true }).waitFor();
    await press('g', 'e');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await idle();
  });

  it('a right click on a value leads on from every view, and the menu key does the same', async () => {
    const { page, idle } = workbench;
    const menu = page.getByRole('menu', { name: /^(identity|ip)$/ });
    const choose = async (name: RegExp): Promise<void> => {
      await menu.getByRole('menuitem', { name }).click();
      await idle();
    };
    const status = page.getByRole('region', { name: 'Status' });
    await workbench.show('Triage');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Home', 'Shift+F10');
    expect(await menu.getByRole('menuitem').allInnerTexts()).toEqual([
      'With sanne.bakker@corvane.example',
      'Without sanne.bakker@corvane.example',
      'Events with sanne.bakker@corvane.example',
      'Page of sanne.bakker@corvane.example',
      'On the timeline',
      'On the map',
      'Copy',
    ]);
    await press('Escape');
    expect(await menu.count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('listbox');
    await page.getByRole('region', { name: 'Episode' }).getByText('Hanoi, VN').click({ button: 'right' });
    await choose(/^Events with 27/);
    expect(await field().inputValue()).toBe('ip:27.66.10.77');
    await page.getByRole('gridcell', { name: 'sanne.bakker@corvane.example' }).first().click();
    await idle();
    await page
      .getByRole('complementary', { name: 'Inspector' })
      .locator('dd')
      .filter({ hasText: '27.66.10.77' })
      .first()
      .click({ button: 'right' });
    await choose(/^Without 27/);
    expect(await field().inputValue()).toBe('-ip:27.66.10.77');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await workbench.show('Timeline');
    await page.locator('.lane-name').first().click({ button: 'right' });
    await choose(/^Page of /);
    await page.getByRole('article', { name: 'Identity' }).waitFor();
    await page
      .getByRole('button', { name: /^Events with/ })
      .first()
      .click({ button: 'right' });
    await page
      .getByRole('menu')
      .getByRole('menuitem', { name: /^With / })
      .click();
    await idle();
    expect(await status.innerText()).not.toContain('Filter: none');
    await workbench.show('Events');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await idle();
  });

  it('what is drawn leads on too: a record of the timeline, a place of the map, a hop of a path', async () => {
    const { page, idle } = workbench;
    const menu = page.getByRole('menu');
    const offers = async (): Promise<string[]> => {
      await menu.waitFor();
      return menu.getByRole('menuitem').allInnerTexts();
    };
    const timeline = page.getByRole('application', { name: /^Timeline of/ });
    await workbench.show('Triage');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Home');
    await workbench.show('Timeline');
    await timeline.focus();
    await press('f', 'ArrowRight', 'Shift+F10');
    const record = [
      'With sanne.bakker@corvane.example',
      'Without sanne.bakker@corvane.example',
      'The record, to note or tag',
      'Its address 27.66.10.77: with it',
      'Its address 27.66.10.77: without it',
      'Its application OfficeHome: with it',
    ];
    expect(await offers()).toEqual(expect.arrayContaining(record));
    await press('Escape');
    expect(await timeline.evaluate((element) => element === document.activeElement)).toBe(true);
    // The same by a hand that looks for the mark.
    const box = (await timeline.boundingBox())!;
    const find = async (): Promise<boolean> => {
      for (let y = 50; y < 90; y += 5)
        for (let x = 200; x < 420; x += 6) {
          await page.mouse.move(box.x + x, box.y + y);
          const tip = page.getByRole('tooltip');
          if (
            (await tip.count()) > 0 &&
            /27\.66\.10\.77|challenged|declined|denied/.test(await tip.first().innerText())
          ) {
            await page.mouse.click(box.x + x, box.y + y, { button: 'right' });
            await idle();
            return true;
          }
        }
      return false;
    };
    expect(await find()).toBe(true);
    expect(await offers()).toContain('With sanne.bakker@corvane.example');
    await menu.getByRole('menuitem', { name: /^Without sanne/ }).click();
    await idle();
    expect(await page.getByRole('region', { name: 'Status' }).innerText()).toContain('-identity:sanne.bakker');
    await workbench.show('Map');
    await page.getByRole('application', { name: /^Map of/ }).focus();
    await press('j', 'Shift+F10');
    expect((await offers())[0]).toMatch(/^With /);
    await menu.getByRole('menuitem', { name: /^Events with/ }).press('Enter');
    await idle();
    expect(await field().inputValue()).toMatch(/^(city|country):/);
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await workbench.show('Paths');
    await page.locator('.path-hop').first().focus();
    await press('Shift+F10');
    expect((await offers()).some((text) => /^Its identity .*: page$/.test(text))).toBe(true);
    await press('Escape', 't');
    await page.locator('.paths-table tbody .link').first().focus();
    await press('Shift+F10');
    expect((await offers()).some((text) => /^Its address .*: without it$/.test(text))).toBe(true);
    await press('Escape', 't');
  });

  it('identities: the page is that of the episode in front, until another one is chosen', async () => {
    const { page } = workbench;
    await workbench.show('Triage');
    await press('Home', 'j', 'k', 'j');
    const who = await page.getByRole('region', { name: 'Episode' }).getByRole('heading', { level: 1 }).innerText();
    await workbench.show('Identities');
    const head = page.getByRole('article', { name: 'Identity' }).getByRole('heading').first();
    await expect.poll(() => head.innerText()).toBe(who);
    await press('j');
    await expect.poll(() => head.innerText()).not.toBe(who);
    await workbench.show('Triage');
    await press('Home');
  });

  it('two views stand side by side by the keyboard, and both follow one selection', async () => {
    const { page } = workbench;
    await press('g', 'q', 'Control+K');
    await page.keyboard.type('Timeline beside');
    await press('Enter');
    for (const name of ['Triage', 'Timeline']) await page.getByRole('region', { name, exact: true }).waitFor();
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Home', 'j');
    const who = (await page.locator('.triage h1').first().innerText()).trim();
    await expect.poll(async () => (await page.locator('.timeline').innerText()).includes(who)).toBe(true);
    await press('Control+K');
    await page.keyboard.type('Nothing beside');
    await press('Enter');
    await page.getByRole('region', { name: 'Timeline', exact: true }).waitFor({ state: 'detached' });
  });

  it('timeline: lanes open into sources, devices, addresses and applications', async () => {
    const { page } = workbench;
    await press('g', 'q');
    await page.getByRole('option').filter({ hasText: 'sanne.bakker' }).first().click();
    await press('g', 't');
    const chart = page.getByRole('application', { name: /^Timeline of/ });
    await chart.focus();
    await press('ArrowRight', 'o');
    const parts = page.locator('.lane-part:not(.track)');
    const seen: string[][] = [];
    for (const by of ['Source', 'Device', 'Address', 'Application']) {
      await page.getByRole('button', { name: /Lanes open into/ }).click();
      await page.getByRole('menuitemradio', { name: by }).click();
      await workbench.idle();
      await parts.first().waitFor();
      seen.push(await parts.allTextContents());
    }
    expect(seen[0]!.join()).toMatch(/Entra|Okta/);
    expect(seen[2]!.join()).toMatch(/\d+\.\d+\.\d+\.\d+/);
    expect(new Set(seen.map((texts) => texts.join())).size).toBe(4);
    await chart.focus();
    await press('o');
    await expect.poll(() => parts.count()).toBe(0);
  });

  it('timeline: an arc under the pointer tells why the access was linked', async () => {
    const { page } = workbench;
    const chart = page.getByRole('application', { name: /^Timeline of/ });
    await chart.focus();
    await press('f');
    const box = (await chart.boundingBox())!;
    const tip = page.getByRole('tooltip');
    const found = async (): Promise<string> => {
      // The arc rises over the first lane between the episode and the access.
      for (let y = 46; y < 70; y += 4)
        for (let x = 40; x < box.width - 40; x += 6) {
          await page.mouse.move(box.x + x, box.y + y);
          const text = (await tip.count()) > 0 ? ((await tip.first().textContent()) ?? '') : '';
          if (/weaker factor/i.test(text)) return text;
        }
      return '';
    };
    expect(await found()).toMatch(/weaker factor.*\d/i);
  });

  it('timeline: keys pan and zoom, the brush narrows every view, and the zone stands beside the times', async () => {
    const { page, idle } = workbench;
    const chart = page.getByRole('application', { name: /^Timeline of/ });
    const status = page.locator('.timeline [role=status]').last();
    await chart.focus();
    const shows: string[] = [];
    for (const key of ['+', 'Shift+ArrowRight', 'PageDown', 'End', 'Home', '-']) {
      await press(key);
      shows.push((await status.textContent()) ?? '');
    }
    expect(new Set(shows).size).toBe(shows.length);
    for (const text of shows) expect(text).toMatch(/^Shows /);
    await press('b');
    const left = page.locator('.status-line, footer').first();
    await expect.poll(() => left.textContent()).toMatch(/of 26,559/);
    await page.getByRole('button', { name: 'Time zone' }).click();
    await page.getByRole('menuitemradio', { name: 'Other zone…' }).click();
    await page.getByRole('combobox', { name: 'Zone' }).fill('Asia/Kolkata');
    await page.getByRole('button', { name: 'Show times so' }).click();
    await idle();
    expect(await page.locator('.timeline-zone').textContent()).toBe('Asia/Kolkata');
    await press('g', 'e');
    await page.getByRole('columnheader', { name: /Time \(Asia\/Kolkata\)/ }).waitFor();
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await idle();
  });
});
