/** A case without one event, and the window without a case: every view says what is lacking and what to do, for everyone. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

/** What each view says where there is nothing to show. */
const SAYS: [view: string, words: RegExp][] = [
  ['Triage', /No events yet.*Import files/s],
  ['Timeline', /Timeline.*No events yet.*Import files/s],
  ['Map', /no (place|event)/i],
  ['Paths', /No events yet.*Import files/s],
  ['Events', /no event/i],
  ['Identities', /No events yet.*Import files/s],
  ['Campaigns', /No events yet.*Import files/s],
  ['Sources', /labels\.csv/],
  ['Notebook', /nothing written yet/],
  ['Policy replay', /no |none/i],
  ['Report', /no |0 /i],
  ['Custody', /not sealed|verify/i],
  ['Rules', /no |none|never/i],
  ['Work', /no /i],
];

describe.skipIf(!HAS_BROWSER)('nothing to show', () => {
  const scratch = scratchFolder();
  let bench: Workbench;
  beforeAll(async () => {
    const labels = join(scratch.folder, 'labels.csv');
    writeFileSync(labels, 'cidr,label,kind,note\n203.0.113.0/24,Zurich office,office,\n');
    bench = await openWorkbench({ files: [labels] });
  });
  afterAll(async () => {
    await bench?.close();
    scratch.remove();
  });

  it.each(SAYS)('%s says so', async (view, words) => {
    await bench.show(view);
    const main = bench.page.getByRole('region', { name: view, exact: true });
    await expect.poll(() => main.innerText()).toMatch(words);
    expect(await layoutFaults(bench.page)).toEqual([]);
    expect(await axeFaults(bench.page)).toEqual([]);
  });
});

describe.skipIf(!HAS_BROWSER)('no case at all', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
  });
  afterAll(() => bench?.close());

  it('offers the demo, a new case and an old one, by the keyboard', async () => {
    const { page } = bench;
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
      expect({ theme, faults: [...(await layoutFaults(page)), ...(await axeFaults(page))] }).toEqual({
        theme,
        faults: [],
      });
    }
    await page.getByRole('button', { name: /demo/i }).first().waitFor();
  });
});
