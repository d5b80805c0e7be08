/** Two copies of one case put together in the window, by keyboard: what came, what the two say differently, and what is next. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const { folder, remove } = scratchFolder();
afterAll(remove);
const LOG = join(folder, 'system-log.json');
writeFileSync(LOG, `${oktaLines(6).join('\n')}\n`);
const BOB = ['--as', 'Bob Beta, CSIRT'];

describe.skipIf(!HAS_BROWSER)('two copies of a case', () => {
  let workbench: Workbench;
  let other: string;
  let bundle: string;
  let episode: string;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await workbench.page.keyboard.press(key);
    await workbench.idle();
  };
  const copies = () => workbench.page.getByRole('region', { name: 'Other copies of this case' });
  const conflicts = () => copies().getByRole('region', { name: 'Conflicts' });
  const button = (name: string) => copies().getByRole('button', { name });
  /** Presses a button of the section by the keyboard. */
  const push = async (name: string): Promise<void> => {
    await button(name).focus();
    await press('Enter');
  };

  beforeAll(async () => {
    workbench = await openWorkbench({ files: [LOG] });
    mkdirSync(workbench.home, { recursive: true });
    other = join(workbench.home, 'Copy of Bob.sidedoor');
    bundle = join(workbench.home, 'bob.zip');
    // As a colleague gets it: the folder, copied while it is open.
    cpSync(workbench.folder, other, { recursive: true });
    [{ id: episode }] = (await sidedoor('episodes', other)).rows() as [{ id: string }];
    await sidedoor('decide', other, episode, '--verdict', 'friction', '--why', 'He misread the prompt', ...BOB);
    await sidedoor('annotate', other, '--on', episode, '--text', 'Bob called the helpdesk', ...BOB);
    await sidedoor('export', other, '--format', 'bundle', '--out', bundle);
  }, 120_000);
  afterAll(() => workbench?.close());

  /** Decides the episode by keyboard and waits until the page says so. */
  const decide = async (key: string, why: string): Promise<void> => {
    const { page } = workbench;
    await page.getByRole('region', { name: 'Triage', exact: true }).waitFor();
    await press(key);
    await page.keyboard.type(why);
    await press('Enter');
    await page.getByText(why).first().waitFor();
  };

  it('the other copy is chosen, its words come, both sides of the conflict are shown', async () => {
    const { page } = workbench;
    await press('g', 'q');
    await decide('2', 'She never asked');
    await press('g', 'c');
    await push('Combine with a folder…');
    const dialog = page.getByRole('dialog', { name: 'Combine with a copy' });
    await dialog.getByRole('button', { name: 'Copy of Bob.sidedoor' }).focus();
    await press('Enter');
    const sum = copies().getByRole('status');
    await expect.poll(() => sum.textContent()).toContain('New here: notes 1, decisions 1.');
    // The focus stays where it was, though the log below has new lines.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain('Combine with a folder');
    expect(await conflicts().textContent()).toMatch(/1 conflict: both sides are kept.*Bob Beta, CSIRT: friction.*He misread the prompt.*She never asked/); // biome-ignore format: one line
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
  });

  it('the custody log has a line for each, naming who said it first, and the case verifies', async () => {
    const { page } = workbench;
    const log = page.getByRole('table').last();
    for (const act of ['case.combine', 'annotate', 'decide']) await log.getByRole('cell', { name: act, exact: true }).first().waitFor(); // biome-ignore format: one line
    expect(await log.textContent()).toMatch(/Bob called the helpdesk.*said \(.*Bob Beta, CSIRT/);
    await press('v');
    await page.getByText('Intact, not signed').waitFor();
    // What was said of the copies is still there after an act.
    expect(await copies().getByRole('status').textContent()).toContain('New here');
  });

  it('the conflict leads to the episode; a new decision ends it, and undo brings it back', async () => {
    const { page, idle } = workbench;
    await conflicts().getByRole('button', { name: episode }).focus();
    await press('Enter');
    const triage = page.getByRole('region', { name: 'Triage', exact: true });
    await triage.waitFor();
    expect(await triage.textContent()).toContain('Bob called the helpdesk');
    await decide('1', 'We agreed');
    await idle();
    await press('g', 'c');
    await expect.poll(() => conflicts().count()).toBe(0);
    await press('Control+z');
    await expect.poll(() => conflicts().count()).toBe(1);
    await press('Control+y');
    await expect.poll(() => conflicts().count()).toBe(0);
  });

  it('a bundle of the copy brings nothing new; compared, nothing moved', async () => {
    const { page } = workbench;
    page.on('filechooser', (chooser) => void chooser.setFiles(bundle));
    await push('Combine with a bundle…');
    await expect.poll(() => copies().getByRole('status').textContent()).toContain('Nothing new in the other copy.');
    await push('Compare with a bundle…');
    const against = copies().getByRole('region', { name: 'Comparison with another state' });
    await expect.poll(() => against.textContent()).toMatch(/0 findings appeared, 0 vanished, 0 moved/);
  });
});
