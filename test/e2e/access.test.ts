/** The accessibility tree of every view, as a screen reader walks it: names, landmarks, headings, tables beside pictures. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_BROWSER, openDemo, type Workbench } from './workbench';

const VIEWS =
  'Triage,Timeline,Map,Paths,Events,Identities,Campaigns,Sources,Notebook,Policy replay,Report,Custody,Rules,Work,Manual'.split(
    ',',
  );

/** What a picture offers as text; views whose pictures are all small name it themselves. */
const TWINS: Record<string, RegExp> = {
  Timeline: /^Show as a table/,
  Map: /^Show as tables/,
  Paths: /^Show as a table/,
  Triage: /The 24 hours as a table/,
  Identities: /as a table/i,
};

describe.skipIf(!HAS_BROWSER)('heard and not seen', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openDemo();
  });
  afterAll(() => bench?.close());

  it.each(VIEWS)('%s: everything has a name, one title, landmarks apart, headings in steps', async (view) => {
    await bench.show(view);
    const tree = await bench.page.locator('body').ariaSnapshot();
    const lines = tree.split('\n').map((line) => line.trim().replace(/^- '?/, ''));
    // A control that a reader would call just "button".
    const nameless = lines.filter((line) =>
      /^(button|link|textbox|combobox|checkbox|radio|slider|switch|option|tab|menuitem|application|img|region|navigation|complementary|table|grid|listbox|searchbox)( \[[^\]]*\])*:?$/.test(
        line,
      ),
    );
    expect(nameless).toEqual([]);
    const landmarks = lines.flatMap(
      (line) => /^(?:region|navigation|complementary|form) "([^"]+)"/.exec(line)?.[1] ?? [],
    );
    expect(landmarks).toContain(view);
    expect(landmarks.filter((name, i) => landmarks.indexOf(name) !== i)).toEqual([]);
    const levels = await bench.page.evaluate(() =>
      [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')]
        .filter((heading) => !heading.closest('[aria-hidden="true"], .drawer'))
        .map((heading) => ({ level: Number(heading.tagName[1]), text: heading.textContent })),
    );
    expect(levels.filter(({ level }) => level === 1).map(({ text }) => text)).toHaveLength(1);
    // A step down leaves no level out, so that a reader knows that nothing is missing.
    const skipped = levels.filter(({ level }, i) => i > 0 && level > levels[i - 1]!.level + 1);
    expect(skipped).toEqual([]);
    // What comes and goes is told: problems at once, what was done when there is a pause.
    expect(await bench.page.locator('.notices [role=alert]').count()).toBe(1);
    expect(await bench.page.locator('.notices [role=status]').count()).toBe(1);
    const twin = TWINS[view];
    if (twin) expect(await bench.page.getByRole('button', { name: twin }).count()).toBeGreaterThan(0);
    // Each canvas belongs to something that says what it shows and how to get it otherwise.
    const mute = await bench.page.evaluate(() =>
      [...document.querySelectorAll('canvas')]
        .filter(
          (canvas) => !canvas.closest('[role=application][aria-label], [role=img][aria-label], [aria-hidden=true]'),
        )
        .map((canvas) => canvas.parentElement?.className),
    );
    expect(mute).toEqual([]);
  });

  it('every command of a view stands in the palette, with its key', async () => {
    const { page } = bench;
    for (const [view, wanted] of [
      ['Timeline', ['Save the timeline as SVG…', 'Fit']],
      ['Map', ['Replay', 'Next place', 'Only this place, in every view', 'Map or tables']],
      ['Paths', ['Confirm the link', 'Reject the link', 'Picture or table']],
      ['Campaigns', ['Campaigns: rollouts and changes', 'Campaigns: published attack', 'Campaigns in the queue']],
      ['Triage', ['Undo', 'Go to Campaigns', 'Map beside', 'Manual']],
    ] as const) {
      await bench.show(view);
      for (const title of wanted) {
        await page.keyboard.press('Control+k');
        await page.keyboard.type(title);
        await bench.idle();
        const found = page.getByRole('dialog').getByRole('option').filter({ hasText: title });
        expect({ view, title, found: (await found.count()) > 0 }).toEqual({ view, title, found: true });
        await page.keyboard.press('Escape');
        await bench.idle();
      }
    }
  });
});
