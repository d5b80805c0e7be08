/** Map, paths and notebook, walked claim by claim on the demo case: by keyboard wherever a key exists. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMbtiles, makePmtiles, PIXEL } from '../../electron/engine/tiles/testing/make-tiles';
import { makeVectorTile } from '../../renderer/ui/map-base/testing/make-vector-tile';
import { axeFaults } from './layout';
import { HAS_BROWSER, openDemo, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('where, how and in whose words', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openDemo();
  });
  afterAll(() => workbench?.close());
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await workbench.page.keyboard.press(key);
      await workbench.idle();
    }
  };
  const bytesOf = async (act: () => Promise<unknown>): Promise<Buffer> => {
    const { page } = workbench;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      act().then(() => page.getByRole('button', { name: 'Download', exact: true }).last().click()),
    ]);
    return readFileSync((await download.path())!);
  };

  it('map: places are stepped through, told with their networks, and kept in every view', async () => {
    const { page } = workbench;
    await workbench.show('Map');
    await press('j');
    const card = page.getByRole('region', { name: 'Place' });
    await card.getByText('1 of').waitFor();
    expect(await card.innerText()).toMatch(/Network\s+\S/);
    expect(await card.innerText()).toMatch(/identities by/); // the demo's offices share an address
    const letters = await page.getByRole('list', { name: 'Legend' }).innerText();
    for (const word of ['hosting', 'residential', 'shared egress', 'Tor']) expect(letters).toContain(word);
    await press('j', 'o');
    const filter = () =>
      page
        .getByText(/^Filter:/)
        .first()
        .innerText();
    expect(await filter()).toMatch(/city:|country:/);
    await press('o');
    expect(await filter()).toContain('none');
    await press('Escape');
    expect(await card.count()).toBe(0);
  });

  it('map: a place under the pointer, pressed, narrows every view to it', async () => {
    const { page } = workbench;
    await workbench.show('Map');
    const map = page.getByRole('application', { name: /^Map of/ });
    const box = (await map.boundingBox())!;
    const tip = page.getByRole('tooltip');
    // The largest places lie in the left half: the pointer looks for one, as a hand would.
    const find = async (): Promise<string> => {
      for (let y = 60; y < box.height - 60; y += 18)
        for (let x = 12; x < box.width / 2; x += 18) {
          await page.mouse.move(box.x + x, box.y + y);
          const text = (await tip.count()) > 0 ? await tip.first().innerText() : '';
          if (/denied/.test(text)) return text;
        }
      return '';
    };
    expect(await find()).toMatch(/\d/);
    await page.mouse.down();
    await page.mouse.up();
    // Several places that lie too close together are told apart first: the card beside them narrows to all of them.
    await page.getByRole('button', { name: /in every view/ }).click();
    await workbench.idle();
    const status = page.getByRole('region', { name: 'Status' });
    expect(await status.innerText()).toMatch(/(city|country):/);
    await workbench.show('Events');
    const [, left] = /([\d,]+) of 26,559 events/.exec(await status.innerText())!;
    expect(await page.locator('.view-about').first().innerText()).toContain(`${left} of 26,559`);
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await workbench.show('Map');
    await press('Escape');
  });

  it('map: in another theme the land is drawn anew', async () => {
    const { page } = workbench;
    const land = page.locator('.leaflet-overlay-pane canvas').first();
    const picture = () => land.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const light = await picture();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(picture).not.toBe(light);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(picture).toBe(light);
  });

  it('map: the table says the same, the networks too', async () => {
    const { page } = workbench;
    await press('t');
    await page.getByRole('columnheader', { name: 'Shared by' }).waitFor();
    const denied = async (): Promise<number[]> =>
      (await page.locator('.map-tables table').first().locator('tbody tr td:nth-child(4)').allInnerTexts()).map(
        (text) => Number(text.replaceAll(',', '')),
      );
    const head = page.getByRole('columnheader', { name: /^Denied/ });
    const before = await denied();
    for (const [order, turn] of [['ascending', 1] as const, ['descending', -1] as const]) {
      await head.getByRole('button').press('Enter');
      expect(await head.getAttribute('aria-sort')).toBe(order);
      expect(await denied()).toEqual([...before].sort((a, b) => turn * (a - b)));
    }
    expect(await page.locator('.map-tables').innerText()).toMatch(/hosting/);
    expect(await axeFaults(page)).toEqual([]);
    await press('t');
  });

  it('map: own tiles of both kinds are drawn, pictures and vectors', async () => {
    const { page } = workbench;
    const folder = join(workbench.home, 'files');
    mkdirSync(folder, { recursive: true });
    const tiles: [number, number, number, Buffer][] = [0, 1, 2, 3, 4].flatMap((z) =>
      Array.from({ length: 4 ** z }, (_, i): [number, number, number, Buffer] => [
        z,
        i % 2 ** z,
        Math.floor(i / 2 ** z),
        PIXEL,
      ]),
    );
    makeMbtiles(join(folder, 'own.mbtiles'), { tiles, name: 'Own', attribution: '<b>© Own</b>' });
    makePmtiles(join(folder, 'own.pmtiles'), { tiles, attribution: '© Pm' });
    const sea = [0, 0, 4_096, 0, 4_096, 4_096, 0, 4_096];
    const vector = makeVectorTile([
      { name: 'water', features: [{ type: 3, words: { class: 'ocean' }, parts: [sea] }] },
      { name: 'earth', features: [{ type: 3, parts: [sea] }] },
    ]);
    const streets: typeof tiles = tiles.map(([z, x, y]) => [z, x, y, gzipSync(vector)]);
    // A tile that is none leaves its square empty.
    makePmtiles(join(folder, 'streets.pmtiles'), { tiles: [...streets.slice(1), [0, 0, 0, PIXEL]], vector: true, attribution: '© Streets' }); // biome-ignore format: one line
    makeMbtiles(join(folder, 'streets.mbtiles'), { tiles: streets, vector: true, attribution: '© Roads' });
    const choose = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Layers' }).click();
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: /Choose a .pmtiles/ }).click(),
      ]);
      await chooser.setFiles(join(folder, name));
      await workbench.idle();
      await page.keyboard.press('Escape');
    };
    for (const [name, credit] of [
      ['own.mbtiles', '© Own ·'],
      ['own.pmtiles', '© Pm ·'],
    ] as const) {
      await choose(name);
      await page.getByText(credit).waitFor();
      await page.locator('.leaflet-tile-pane img').first().waitFor({ state: 'attached' });
    }
    /** Colour of the middle of the first square, as the page draws it now. */
    const square = (): Promise<string> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.leaflet-tile-pane canvas');
        const pixel = canvas?.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
        return [...(pixel ?? [])].join();
      });
    for (const [name, credit] of [
      ['streets.pmtiles', '© Streets ·'],
      ['streets.mbtiles', '© Roads ·'],
    ] as const) {
      await choose(name);
      await page.getByText(credit).waitFor();
      await page.locator('.leaflet-tile-pane canvas').first().waitFor({ state: 'attached' });
      await expect.poll(square).toBe('255,255,255,255'); // water in the light theme
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(square).toBe('25,29,33,255');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(square).toBe('255,255,255,255');
    await page.getByRole('button', { name: 'Layers' }).click();
    await page.getByRole('radio', { name: 'Bundled world' }).click();
    await page.keyboard.press('Escape');
    await workbench.idle();
    expect(await page.locator('.leaflet-tile-pane :is(img, canvas)').count()).toBe(0);
  });

  it('map: a replay moves the cursor that the timeline shows, and ends', async () => {
    const { page } = workbench;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await press('p');
    const slider = page.getByRole('slider', { name: 'Time of the replay' });
    await slider.waitFor();
    const few = await page.locator('.view-bar, .map-view').first().innerText();
    await slider.fill(await slider.getAttribute('max').then((max) => String(max)));
    await workbench.idle();
    expect(few).toMatch(/places?/);
    await page.getByRole('button', { name: 'End the replay' }).click();
    await workbench.idle();
  });

  it('map: the brush of the timeline is the span of a replay, and the replay moves the line there', async () => {
    const { page } = workbench;
    const line = async (): Promise<string> => {
      await workbench.idle();
      return (await page.locator('.pane[aria-label="Timeline"] canvas').first().screenshot()).toString('base64');
    };
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await press('g', 't', 'b');
    const brush = page.getByRole('button', { name: 'Remove filter of time' });
    await brush.waitFor();
    await press('g', 'm');
    await page.getByRole('button', { name: 'View that stands beside' }).click();
    await page.getByRole('menuitemradio', { name: 'Timeline', exact: true }).click();
    const at = async (): Promise<string | null> => slider.getAttribute('aria-valuetext');
    const slider = page.getByRole('slider', { name: 'Time of the replay' });
    const before = await line();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await slider.waitFor();
    const range = async () => Promise.all(['min', 'max'].map(async (end) => Number(await slider.getAttribute(end))));
    const [from = 0, to = 0] = await range();
    const whole = Date.UTC(2026, 4, 31) - Date.UTC(2026, 4, 1);
    expect(to - from).toBeLessThan(whole / 2);
    await slider.fill(String(Math.round((from + to) / 2)));
    const middle = { at: await at(), line: await line() };
    expect(middle.line).not.toBe(before);
    // From arrival to arrival by the keyboard; the instant is told with its zone.
    await page.getByRole('button', { name: 'Next arrival' }).focus();
    await press('Enter');
    expect(await at()).not.toBe(middle.at);
    expect(await at()).toMatch(/^2026-05-\d\d \d\d:\d\d:\d\d Z$/);
    expect(await line()).not.toBe(middle.line);
    // A wider brush is a wider replay.
    await brush.click();
    await workbench.idle();
    const [first = 0, last = 0] = await range();
    expect(last - first).toBeGreaterThan(to - from);
    // With motion it plays by itself, and stops when told.
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    const start = Number(await slider.inputValue());
    await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(start);
    await page.locator('.replay-bar').getByRole('button', { name: 'Pause' }).click();
    await workbench.idle();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'End the replay' }).click();
    await slider.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'View that stands beside' }).click();
    await page.getByRole('menuitemradio', { name: 'Nothing beside' }).click();
    await workbench.idle();
  });

  it('paths: layers, keys that confirm, reject and take back, and the same as a table', async () => {
    const { page } = workbench;
    await workbench.show('Paths');
    const legend = await page.locator('.path-key').innerText();
    expect(legend).toMatch(/denial/);
    const state = () => page.locator('.path-ends li').first().innerText();
    expect(await state()).toContain('not reviewed');
    await press('c');
    expect(await state()).toContain('confirmed');
    await press('u');
    expect(await state()).toContain('not reviewed');
    await press('x');
    await page
      .getByText(/rejected/)
      .first()
      .waitFor();
    await press('u');
    expect(await state()).toContain('not reviewed');
    await page.locator('.path-hop').first().focus();
    await press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('path-hop');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/access|credential/);
    await press('f', '-', '+');
    expect(await axeFaults(page)).toEqual([]);
    await press('t');
    await page.getByRole('columnheader', { name: 'Step' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await press('t', 'j', 'j', 'k');
  });

  it('paths: leave as a picture with its legend', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Save the picture' }).click();
    const svg = (await bytesOf(() => page.getByRole('menuitem', { name: /SVG/ }).click())).toString();
    for (const word of ['Paths of', 'privileged act', 'link confirmed', 'denial']) expect(svg).toContain(word);
    expect(svg).not.toMatch(/<script|on\w+=/);
  });

  it('notebook: begins with the questions of a template, about the episode in front', async () => {
    const { page } = workbench;
    await workbench.show('Notebook');
    const paper = page.getByRole('region', { name: 'Narrative as it reads' });
    const field = page.getByRole('textbox', { name: 'Narrative, in Markdown' });
    await paper.getByRole('button', { name: 'Push-fatigue campaign' }).press('Enter');
    await workbench.idle();
    // The hand stands under the first question.
    await page.keyboard.type('Everybody in sales.');
    expect(await field.inputValue()).toMatch(
      /^# Push-fatigue campaign\n\n\[.+\]\(p\w+#\w+\) · .+\(i\w+\) · .+view:timeline.+\n\n## Accounts that were prompted.*\nEverybody in sales\./,
    );
    await paper.getByRole('heading', { name: 'Who approved, when, and what followed on each account' }).waitFor();
    await paper.getByText('Everybody in sales.').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await press('Escape', 'Control+k');
    await page.keyboard.type('Template: Risky automation');
    await press('Enter');
    await paper.getByRole('heading', { name: 'Risky automation failure' }).waitFor();
    await field.fill('');
    await workbench.idle();
    await paper.getByRole('button', { name: 'Account takeover attempt' }).waitFor();
    await field.blur();
  });

  it('notebook: references are completed by key, show the present state, and open what they name', async () => {
    const { page } = workbench;
    await workbench.show('Notebook');
    await press('n');
    await page.keyboard.type('# What happened\n\nIt began with @');
    await workbench.idle();
    const choices = page.getByRole('listbox', { name: 'What to refer to' });
    await choices.getByText('The map as it stands').waitFor();
    await page.keyboard.type('sanne');
    await workbench.idle();
    await choices
      .getByRole('option', { name: /^Episode.*sanne/ })
      .first()
      .waitFor();
    for (let i = 0; i < 14; i++) {
      if (/^Episode/.test(await choices.locator('[aria-selected="true"]').innerText())) break;
      await press('ArrowDown');
    }
    // No wait before the next key: it is typed behind what was put in.
    await page.keyboard.press('Enter');
    await page.keyboard.type(' and ended @timeline');
    const field = page.getByRole('textbox', { name: 'Narrative, in Markdown' });
    expect(await field.inputValue()).toMatch(/\[sanne[^\]]*\]\(p[0-9a-z]+#\w+\) and ended @timeline$/);
    await workbench.idle();
    await press('Enter');
    expect(await field.inputValue()).toMatch(/\(view:timeline\S*\)$/);
    await page.keyboard.type('\n\n<script>alert(1)</script> [x](javascript:alert(1))');
    await press('Control+s');
    await page.getByText('Notebook saved.').waitFor();
    const paper = page.getByRole('region', { name: 'Narrative as it reads' });
    expect(await paper.locator('script, a').count()).toBe(0);
    await paper.getByRole('button', { name: /sanne/ }).click();
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).waitFor();
    await workbench.idle();
    // A decision that says something else is told where the narrative speaks of the episode.
    await press('4');
    await page.locator('#triage-why').fill('she called: it was her, on a journey');
    await press('Control+Enter');
    await workbench.idle();
    await workbench.show('Notebook');
    await paper.getByText(/now friction, was compromise/).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  it('notebook: versions are kept, one is taken up again, and undo takes that back', async () => {
    const { page } = workbench;
    const field = page.getByRole('textbox', { name: 'Narrative, in Markdown' });
    const first = await field.inputValue();
    await field.fill('Second version, with the word Kettle.');
    await press('Control+s');
    await page.getByRole('button', { name: 'Versions' }).click();
    await page.getByRole('button', { name: /^Version 1/ }).click();
    await page.getByText('Version 1, as it was saved.').waitFor();
    await page.getByRole('button', { name: 'Take this version up again' }).click();
    await workbench.idle();
    expect(await field.inputValue()).toBe(first);
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await workbench.idle();
    expect(await field.inputValue()).toContain('Kettle');
    await page.getByRole('searchbox', { name: /Find in notebook/ }).fill('kettle');
    await page.getByText('1 in the narrative').waitFor();
  });

  it('manual events stand on the timeline and beside the grid, are counted with nothing, and can be withdrawn', async () => {
    const { page } = workbench;
    await workbench.show('Notebook');
    await page.getByRole('searchbox', { name: /Find in notebook/ }).fill('');
    const counted = await page
      .getByText(/[\d,]+ events/)
      .first()
      .innerText();
    await page.getByRole('button', { name: 'Manual events' }).click();
    const form = page.getByRole('form', { name: 'New manual event' });
    await form.getByLabel('When').fill('2026-05-13 21:40');
    await form.getByLabel('Zone of this time').fill('Europe/Amsterdam');
    await form.getByLabel('What happened').fill('Sanne called the help desk <b>twice</b>');
    await form.getByLabel('Source').fill('telephone');
    await form.getByLabel('Said by').fill('Sanne Bakker');
    await form.getByRole('button', { name: 'Write down' }).click();
    await page.getByText('Manual event written down.').waitFor();
    await workbench.show('Events');
    await page.getByText('1 manual event in this span').click();
    await page.getByText('2026-05-13 19:40:00 Z').first().waitFor();
    expect(await page.locator('.manual-strip b').count()).toBe(1);
    expect(
      await page
        .getByText(/[\d,]+ events/)
        .first()
        .innerText(),
    ).toBe(counted);
    await workbench.show('Notebook');
    await page.getByRole('button', { name: 'Manual events' }).click();
    await page.locator('.own-events .ref button').first().click();
    await page.locator('.manual-mark').waitFor();
    expect(await page.locator('.manual-mark').getAttribute('title')).toMatch(
      /Manual: .*called the help desk <b>twice<\/b>/,
    );
    await workbench.show('Notebook');
    await page.getByRole('button', { name: 'Manual events' }).click();
    await page.getByRole('button', { name: 'Withdraw the event' }).click();
    await workbench.idle();
    expect(await page.getByRole('button', { name: 'Withdraw the event' }).count()).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
  });
});
