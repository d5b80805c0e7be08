/** The investigator rules, by keyboard alone: noise, merging and splitting, thresholds; shown before they are kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisRun, FindingChanges } from '../../shared/model/change';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openDemo, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('the demo case', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openDemo();
  });
  afterAll(() => workbench?.close());

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await workbench.page.keyboard.press(key);
    await workbench.idle();
  };
  const faultless = async (): Promise<void> => {
    const { page, idle } = workbench;
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
      await idle();
      expect({ colorScheme, faults: await layoutFaults(page) }).toEqual({ colorScheme, faults: [] });
      expect({ colorScheme, faults: await axeFaults(page) }).toEqual({ colorScheme, faults: [] });
    }
  };
  const count = async (): Promise<number> =>
    Number((await workbench.page.getByRole('button', { name: 'Episodes shown' }).textContent())?.match(/\d+/)?.[0]);
  const choose = async (query: string): Promise<void> => {
    const { page, idle } = workbench;
    await press('g', 'q', '/');
    await page.keyboard.type(query);
    await idle();
    await press('Enter');
  };

  it('suppresses noise: what it hides is listed first, counted after, reached, and taken back', async () => {
    const { page, idle } = workbench;
    await press('g', 'q');
    const queue = page.getByRole('listbox', { name: 'Episodes by urgency' });
    await queue.focus();
    await press('End');
    const open = await count();
    await press('s');
    const dialog = page.getByRole('dialog', { name: 'Suppress noise' });
    await dialog.waitFor();
    await idle();
    const hides = dialog.getByRole('status');
    expect(await hides.textContent()).toMatch(/^Hides \d+ episodes? with \d+ denials?/);
    const n = Number((await hides.textContent())!.match(/\d+/)![0]);
    expect(await dialog.getByRole('listitem').count()).toBe(n);
    await faultless();
    const keep = dialog.getByRole('button', { name: `Suppress ${n}` });
    expect(await keep.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Reason' }).focus();
    await page.keyboard.type('known and harmless');
    await press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(count).toBe(open - n);
    await page.getByText(`${n} suppressed as noise`).waitFor();
    await page.getByRole('button', { name: 'Show suppressed episodes' }).focus();
    await press('Enter');
    await expect.poll(count).toBe(n);
    await page.getByText('Ruled by hand').waitFor();
    await faultless();
    await press('u');
    await page.getByText('Nothing is suppressed').first().waitFor();
    await page.getByRole('button', { name: 'Show open ones' }).first().focus();
    await press('Enter');
    await expect.poll(count).toBe(open);
  });

  it('never hides an attack', async () => {
    const { page, idle } = workbench;
    await press('g', 'q');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Home');
    await press('s');
    const dialog = page.getByRole('dialog', { name: 'Suppress noise' });
    await dialog.getByText('Hides nothing').waitFor();
    await idle();
    expect(await dialog.getByText(/stays: (likely compromise|attempted abuse)/).count()).toBeGreaterThan(0);
    expect(await dialog.getByRole('button', { name: 'Suppress', exact: true }).isDisabled()).toBe(true);
    await press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('splits an episode at a denial and takes it back', async () => {
    const { page, idle } = workbench;
    const heading = page.getByRole('region', { name: 'Episode' }).getByRole('heading', { level: 1 });
    await press('g', 'q');
    await page.getByRole('listbox', { name: 'Episodes by urgency' }).focus();
    await press('Home');
    // The most urgent one with several denials.
    const dialog = page.getByRole('dialog', { name: 'Split this episode' });
    for (let i = 0; i < 20; i++) {
      await press('p');
      await dialog.waitFor();
      if ((await dialog.getByRole('radio').count()) > 0) break;
      await press('Escape', 'j');
    }
    const who = await heading.textContent();
    await faultless();
    const open = await count();
    await dialog.getByRole('radio').first().focus();
    await press('Space');
    await dialog.getByRole('textbox', { name: 'Reason' }).focus();
    await page.keyboard.type('two causes');
    await press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await idle();
    await expect.poll(count).toBe(open + 1);
    await page.getByText('Split: two causes').waitFor();
    expect(await heading.textContent()).toBe(who);
    await faultless();

    // What was split may be merged again, by hand.
    await press('m');
    const merge = page.getByRole('dialog', { name: 'Merge with another episode' });
    await merge.getByRole('radio').first().focus();
    await press('Space');
    await faultless();
    await merge.getByRole('textbox', { name: 'Reason' }).focus();
    await page.keyboard.type('one cause after all');
    await press('Enter');
    await merge.waitFor({ state: 'hidden' });
    await expect.poll(count).toBe(open);
    await press('u');
    await press('u');
    await expect.poll(count).toBe(open);
  });

  it('shows what another threshold does before it may be kept, and tells it afterwards', async () => {
    const { page, idle } = workbench;
    await press('g', 'u');
    await page.getByRole('region', { name: 'Rules', exact: true }).waitFor();
    await faultless();
    const burst = page.getByRole('textbox', { name: 'Burst' });
    await burst.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('0');
    expect(await page.getByText('From 1 to 1440 minutes').count()).toBe(1);
    await faultless();
    const margin = page.getByRole('textbox', { name: 'Margin' });
    await burst.focus();
    await press('Escape');
    await margin.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('4');
    await press('Control+Enter');
    const findings = page.getByRole('region', { name: 'Findings that change' });
    await findings.waitFor();
    const shown = (await findings.getByRole('status').textContent())!;
    expect(shown).toMatch(/0 findings appeared, 0 vanished, [1-9]\d* moved/);
    await faultless();
    const keep = page.getByRole('button', { name: 'Keep as version 1' });
    expect(await keep.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Reason' }).focus();
    await page.keyboard.type('only what is clear');
    await press('Enter');
    await page.getByText(/version 1 · 1 of \d+ set by hand/).waitFor();
    await idle();
    expect(await margin.inputValue()).toBe('4');

    const tab = page.getByRole('tab', { name: 'Thresholds' });
    await tab.focus();
    await press('ArrowRight', 'ArrowRight');
    await page.getByText('because of thresholds').waitFor();
    expect(await findings.getByRole('status').textContent()).toBe(shown);
    await faultless();
    await press('Control+z');
    await page.getByText(/version 2 · 0 of \d+ set by hand/).waitFor();
    await choose('Go to Rules');
  });
});

describe('the command line', () => {
  const scratch = scratchFolder();
  afterAll(() => scratch.remove());

  it('prints what a change of thresholds does, before and after; episodes are to the byte the same once taken back', async () => {
    const files = new URL('../cases/format-5.sidedoor/evidence', import.meta.url).pathname;
    const home = `${scratch.folder}/case.sidedoor`;
    expect((await sidedoor('import', home, files)).code).toBe(0);
    const episodes = async (): Promise<string> => (await sidedoor('episodes', home)).stdout.toString();
    const before = await episodes();
    expect(before).not.toBe('');
    expect((await sidedoor('analyse', home, '--force')).code).toBe(0);
    expect(await episodes()).toBe(before);
    const change = ['--set', 'verdict.margin=9', '--json'];
    const shown = (await sidedoor('settings', home, ...change, '--preview')).json<FindingChanges>();
    expect(shown.moved).toBe(1);
    expect(await episodes()).toBe(before);
    expect((await sidedoor('settings', home, ...change)).code).toBe(2);
    const kept = await sidedoor('settings', home, ...change, '--why', 'only what is clear');
    expect(kept.json<{ changes: FindingChanges }>().changes).toEqual(shown);
    expect(await episodes()).toContain('"verdict":"undetermined"');
    expect((await sidedoor('changes', home)).rows<AnalysisRun>()[0]).toMatchObject({
      because: ['thresholds'],
      moved: 1,
    });
    await sidedoor('settings', home, '--reset', 'all', '--why', 'back');
    expect(await episodes()).toBe(before);
    expect((await sidedoor('verify', home)).code).toBe(0);
  });

  it('rejects a link, splits an episode, and takes both back', async () => {
    const home = `${scratch.folder}/case.sidedoor`;
    const text = async (): Promise<string> => (await sidedoor('episodes', home)).stdout.toString();
    const before = await text();
    const [one] = (await sidedoor('episodes', home)).rows<{ id: string; events: string[]; followedBy: { event: string }[] }>(); // biome-ignore format: one line
    const { event } = one!.followedBy[0]!;
    expect((await sidedoor('link', home, one!.id, event, '--reject')).code).toBe(2);
    expect((await sidedoor('link', home, one!.id, event, '--reject', '--why', 'her own')).code).toBe(0);
    await sidedoor('analyse', home, '--force');
    const [now] = (await sidedoor('episodes', home)).rows<{
      followed: string;
      followedBy: unknown[];
      rejected: { event: string; review: string }[];
    }>();
    expect(now!.followedBy.map((link) => (link as { event: string }).event)).not.toContain(event);
    expect(now!.rejected).toMatchObject([{ event, review: 'rejected' }]);
    expect((await sidedoor('link', home, one!.id, event, '--open')).code).toBe(0);
    expect(await text()).toBe(before);
    const split = await sidedoor('split', home, one!.id, one!.events[1]!, '--why', 'two causes', '--json');
    const { seq } = split.json<{ word: { seq: number } }>().word;
    expect((await text()).trim().split('\n')).toHaveLength(2);
    expect((await sidedoor('split', home, '--withdraw', String(seq))).code).toBe(0);
    expect(await text()).toBe(before);
    expect((await sidedoor('merge', home, '--withdraw', 'x')).code).toBe(2);
    expect((await sidedoor('verify', home)).code).toBe(0);
  });

  it('suppresses, and says what stays in sight', async () => {
    const home = `${scratch.folder}/case.sidedoor`;
    const soon = new Date(Date.now() + 864_000_000).toISOString().slice(0, 10);
    const shown = await sidedoor('suppress', home, 'identity:ana', '--preview');
    expect(shown.stdout.toString()).toMatch(/would hide \d episodes? with \d denials?/);
    expect((await sidedoor('suppress', home, 'identity:ana', '--until', 'tomorrow', '--why', 'x')).code).toBe(2);
    expect((await sidedoor('suppress', home, 'identity:nobody', '--until', soon, '--why', 'x')).code).toBe(1);
  });
});
