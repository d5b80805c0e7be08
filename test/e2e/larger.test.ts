/** What is larger than an episode: denials set against dated changes, and the case held against a published attack. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDemoExports } from './exports';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const ROLLOUT = `name,from,until,scope,note
Number matching,2026-05-12T06:00:00Z,2026-05-13T06:00:00Z,*,wave 1
${'Überlanger Rollout '.repeat(30)}\u202e,2026-05-25T00:00:00Z,2026-05-26T00:00:00Z,Finance;Legal,
`;

describe.skipIf(!HAS_BROWSER)('larger than an episode', () => {
  const scratch = scratchFolder();
  let bench: Workbench;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await bench.page.keyboard.press(key);
      await bench.idle();
    }
  };
  beforeAll(async () => {
    const { files } = writeDemoExports(scratch.folder);
    const rollouts = join(scratch.folder, 'rollouts.csv');
    writeFileSync(rollouts, ROLLOUT);
    bench = await openWorkbench({ files: [...files, rollouts] });
  });
  afterAll(async () => {
    await bench?.close();
    scratch.remove();
  });

  it('counts who was denied in a rollout against as long before, by keyboard', async () => {
    const { page } = bench;
    await press('g', 'a', '2');
    const rollout = page.getByRole('region', { name: 'Number matching' });
    const told = (await rollout.innerText()).replace(/\s+/g, ' ');
    expect(told).toMatch(/\d+ people were denied, (nobody|\d+) in as long a time before\./);
    expect(told).toMatch(/everybody · Tue 12 May 2026/);
    expect(told).toMatch(/\d+ of \d+ from a device or address known before/);
    expect(told).toMatch(/\d+ of \d+ at the usual hours/);
    expect(told).toMatch(/friction/);
    const bars = rollout.getByRole('table', { name: 'Denied before and in this time' });
    expect(await bars.getByRole('row').count()).toBe(3);
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 683, height: 384 });
    await bench.idle();
    expect((await layoutFaults(page)).filter((fault) => /sideways|beyond/.test(fault))).toEqual([]);
    await page.setViewportSize({ width: 1366, height: 768 });
    await rollout.getByRole('button', { name: 'Register row' }).press('Enter');
    await page.getByRole('complementary', { name: 'Inspector' }).getByText('wave 1').first().waitFor();
    await press('Escape');
  });

  it('takes a moment that no register dates, and says what is wrong with one', async () => {
    const { page } = bench;
    const when = page.getByLabel(/^When something changed/);
    await when.fill('last tuesday');
    await when.press('Enter');
    await page.getByText(/Write a moment: 2026-05-12 08:00/).waitFor();
    await when.fill('2026-05-12 06:00');
    await page.getByLabel('Days looked at').fill('400');
    await when.press('Enter');
    await page.getByText('A number from 1 to 90.').waitFor();
    await page.getByLabel('Days looked at').fill('1');
    await when.press('Enter');
    await bench.idle();
    const change = page.getByRole('region', { name: /^From Tue 12 May 2026, 06:00:00 Z/ });
    expect(await change.innerText()).toMatch(/people were denied/);
    await change.getByRole('button', { name: 'Timeline' }).press('Enter');
    await bench.idle();
    await page.getByRole('button', { name: 'Remove filter of time' }).press('Enter');
    await bench.idle();
    await press('g', 'a');
    await page.getByRole('button', { name: 'Take it away' }).press('Enter');
    await change.waitFor({ state: 'detached' });
  });

  it('holds the whole case against the published attack, and an episode on its card', async () => {
    const { page } = bench;
    await press('g', 'a', '3');
    const attack = page.getByRole('article', { name: 'Published attack' });
    expect(await attack.innerText()).toMatch(/\d of 5 steps found/);
    const steps = attack.getByRole('table', { name: /Steps of the published attack/ });
    expect(await steps.getByRole('rowheader').count()).toBe(5);
    expect(await steps.innerText()).toMatch(/Found[\s\S]*No log/);
    expect(await axeFaults(page)).toEqual([]);
    expect(await layoutFaults(page)).toEqual([]);
    await attack.getByRole('button', { name: 'First record' }).first().press('Enter');
    await page
      .getByRole('complementary', { name: 'Inspector' })
      .getByText(/raw record/i)
      .first()
      .waitFor();
    await press('Escape', 'g', 'q');
    const compare = page.getByRole('button', { name: 'Midnight Blizzard?' });
    for (let i = 0; i < 8 && (await compare.count()) === 0; i++) await press('j');
    await compare.press('Enter');
    await bench.idle();
    const popover = page.getByRole('dialog', { name: /steps found/ });
    expect(await popover.getByRole('listitem').count()).toBe(5);
    expect(await axeFaults(page)).toEqual([]);
    await press('Escape');
    await popover.waitFor({ state: 'detached' });
  });
});
