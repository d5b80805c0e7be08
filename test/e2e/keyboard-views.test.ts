/** No mouse, view by view: what is begun with a key is done, told, left and taken back with keys, and the focus is where it is expected. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openDemo, openWorkbench, type Workbench } from './workbench';

/** Keys, and what they led to. */
function handOn(bench: () => Workbench) {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await bench().page.keyboard.press(key);
      await bench().idle();
    }
  };
  const type = async (words: string): Promise<void> => {
    await bench().page.keyboard.type(words);
    await bench().idle();
  };
  return {
    press,
    type,
    /** A command, through the palette. */
    run: async (words: string): Promise<void> => {
      await press('Control+k');
      await bench().page.keyboard.type(words);
      await press('Enter');
    },
    /** Role and name of what has the focus; `nowhere` where nothing has. */
    focus: (): Promise<string> =>
      bench().page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return 'nowhere';
        const name = at.getAttribute('aria-label') ?? (at as HTMLInputElement).labels?.[0]?.textContent;
        return `${at.getAttribute('role') ?? at.tagName.toLowerCase()} ${name ?? at.textContent}`;
      }),
    /** Everything that the page says of itself. */
    told: (): Promise<string> =>
      bench().page.evaluate(() =>
        [...document.querySelectorAll('[role=status], [role=alert]')].map((one) => one.textContent).join(' | '),
      ),
    /** Whether what has the focus is on the screen. */
    isSeen: (): Promise<boolean> =>
      bench().page.evaluate(() => {
        const { top, bottom } = document.activeElement!.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }),
  };
}

describe.skipIf(!HAS_BROWSER)('the keyboard alone, in the notebook, the replay, the redaction and the rules', () => {
  let bench: Workbench;
  const { press, type, run, focus, told, isSeen } = handOn(() => bench);
  beforeAll(async () => {
    bench = await openDemo();
  });
  beforeEach(() => press('Escape', 'Escape'));
  afterAll(() => bench?.close());

  it('what is found in the notebook is walked by Enter and never written over', async () => {
    const { page } = bench;
    const caret = () => page.evaluate(() => (document.activeElement as HTMLTextAreaElement).selectionStart);
    await run('Go to Notebook');
    await press('n');
    await type('aa one bb One cc one');
    await press('Control+s');
    await page.getByRole('searchbox', { name: /^Find in notebook/ }).focus();
    await type('one');
    await press('Enter');
    expect(await focus()).toMatch(/^textarea Narrative/);
    expect(await caret()).toBe(3);
    await press('Enter', 'Enter', 'Enter');
    expect(await caret()).toBe(3); // three places, and round
    await press('Shift+Enter');
    expect(await caret()).toBe(17);
    expect(await told()).toContain('3 of 3 in the narrative');
    expect(await page.getByRole('textbox', { name: 'Narrative, in Markdown' }).inputValue()).toBe(
      'aa one bb One cc one',
    );
    await press('Escape');
    expect(await focus()).toMatch(/^input Find in notebook/);
    await press('Escape', 'Escape');
    expect(await focus()).toMatch(/^section Notebook/);
  });

  it('a manual event is begun by a key, stands at this minute, and says what it lacks', async () => {
    const { page } = bench;
    await run('Go to Notebook');
    await press('m');
    expect(await focus()).toMatch(/^input When/);
    await press('Tab');
    expect(await focus()).toBe('button Now, as its time');
    await press('Enter');
    const when = page.getByRole('textbox', { name: 'When' });
    const minute = Date.parse(`${(await when.inputValue()).replace(' ', 'T')}:00Z`);
    expect(Math.abs(Date.now() - minute)).toBeLessThan(120_000);
    await when.focus();
    await press('Enter');
    expect(await focus()).toMatch(/^input What happened/);
    await page.getByText('What happened is needed.').waitFor();
    await type('The desk called her');
    await press('Enter');
    expect(await focus()).toMatch(/^input Source/);
    await type('telephone call');
    await press('Enter');
    expect(await told()).toContain('Manual event written down.');
    expect(await focus()).toMatch(/^input When/); // the next one
    const list = page.locator('.own-events li');
    expect(await list.count()).toBe(1);
    await run('Undo');
    expect(await list.count()).toBe(0);
  });

  it('policies are put together up to what one replay holds, and one taken out comes back', async () => {
    const { page } = bench;
    const policies = page.locator('.replay-policies > li');
    await run('Go to Policy replay');
    await press('1', '3', '3', '3', '3', '3', '3');
    expect(await policies.count()).toBe(6);
    expect(await told()).toMatch(/Policies: Number matching, Limit of prompts.*At most 6 policies/);
    await page.getByRole('button', { name: 'Remove Limit of prompts' }).last().focus();
    await press('Enter');
    expect(await policies.count()).toBe(5);
    await expect.poll(focus).not.toBe('nowhere');
    expect(await isSeen()).toBe(true);
    await run('Undo');
    expect(await policies.count()).toBe(6);
    for (let left = 6; left > 2; left--) {
      await page.getByRole('button', { name: 'Remove Limit of prompts' }).last().focus();
      await press('Enter');
    }
  });

  it('the answer of a replay is told; a number leads to its events, Escape back to the number', async () => {
    const { page } = bench;
    await run('Go to Policy replay');
    await press('r');
    await expect.poll(told).toMatch(/of 7 likely compromises prevented/);
    await page.getByRole('button', { name: /^Prompts to people: not sent/ }).focus();
    await press('Enter');
    await expect.poll(focus).toMatch(/^section Events: Prompts to people/);
    await press('Tab', 'Tab', 'Enter'); // past the closing button, to the first event
    await expect.poll(focus).toMatch(/^aside Inspector/);
    await press('Escape');
    expect(await focus()).toMatch(/^button 20\d\d-/);
    await press('Escape');
    expect(await focus()).toMatch(/^button Prompts to people: not sent/);
    // Each suggestion says which one it is.
    await press('b');
    const names = await page.getByRole('button', { name: /^Replay this/ }).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))); // biome-ignore format: one line
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(3);
  });

  it('the texts of a redaction are read where they begin, walked by arrows, and are one stop for Tab', async () => {
    const { page } = bench;
    await run('Go to Report');
    await page.getByRole('button', { name: 'Redact… a copy' }).focus();
    await press('Enter');
    await page.getByRole('textbox', { name: 'Hide these texts too' }).focus();
    await type('Corvane');
    await press('Enter');
    await expect.poll(focus, { timeout: 30_000 }).toMatch(/^section What is replaced inside texts/);
    const found = page.getByRole('region', { name: 'What is replaced inside texts' });
    expect((await found.boundingBox())!.y).toBeLessThan(500);
    await press('Tab');
    const first = await focus();
    expect(first).toMatch(/^input Replace /);
    await press('ArrowDown', 'ArrowDown', 'ArrowUp', 'Space');
    expect(await focus()).not.toBe(first);
    expect(await found.getByRole('checkbox', { checked: false }).count()).toBe(1);
    const second = await focus();
    await press('Tab');
    expect(await focus()).toBe('button Cancel'); // over hundreds of rows
    await press('Shift+Tab');
    expect(await focus()).toBe(second); // where one was
    await press('End');
    expect(await isSeen()).toBe(true);
    await press('Escape');
    expect(await focus()).toBe('button Redact… a copy');
  });

  it('a number of the rules shows its effect by Enter, and a search is left by Escape', async () => {
    const { page } = bench;
    await run('Go to Rules');
    await page.getByRole('textbox', { name: 'Search thresholds' }).focus();
    await type('burst');
    await press('Tab');
    expect(await focus()).toMatch(/^input Burst/);
    await press('Control+a');
    await type('20');
    await press('Enter');
    await expect.poll(told, { timeout: 30_000 }).toMatch(/would (appear|vanish|move)|No finding of this case would/);
    expect(await focus()).toMatch(/^input Burst/);
    await press('Escape'); // the number that was typed is forgotten
    expect(await page.getByRole('textbox', { name: 'Burst' }).inputValue()).toBe('45');
    await page.getByRole('textbox', { name: 'Search thresholds' }).focus();
    await press('Escape');
    expect(await page.getByRole('textbox', { name: 'Search thresholds' }).inputValue()).toBe('');
    await press('Escape');
    expect(await focus()).toMatch(/^section Rules/);
  });

  it('a notice hides neither the last identity nor its star', async () => {
    const { page } = bench;
    await run('Go to Identities');
    await expect.poll(focus).toMatch(/^grid Identities/);
    await press('End', '*');
    await expect.poll(told).toContain('Star on the identity.');
    const chosen = page.locator('.identity-list [role=row][aria-selected=true]');
    const bottom = async (): Promise<number> => {
      const { y, height } = (await chosen.boundingBox())!;
      return y + height;
    };
    const notice = (await page.locator('.notice').last().boundingBox())!;
    await expect.poll(bottom).toBeLessThanOrEqual(notice.y);
    await press('Control+z');
  });

  it('a tag has the same colour wherever it stands, and its word beside it', async () => {
    const { page } = bench;
    await run('Go to Triage');
    await press('Home', 'n');
    await type('she was in Rotterdam #travel #ask-hr');
    await page.getByRole('button', { name: 'Note', exact: true }).focus();
    await press('Enter');
    const hues = (within: string) =>
      page.locator(`${within} .tag`).evaluateAll((all) =>
        all.map((one) => [one.textContent, (one as HTMLElement).dataset.hue, getComputedStyle(one.firstElementChild!).backgroundColor]),
      ); // biome-ignore format: one call
    await expect.poll(() => hues('.decide-notes')).toHaveLength(2);
    const here = await hues('.decide-notes');
    expect(here.map(([word]) => word)).toEqual(['#travel', '#ask-hr']);
    expect(new Set(here.map(([, , color]) => color)).size).toBe(2);
    await run('Go to Notebook');
    await run('Notebook: notes');
    await expect.poll(() => hues('.notes-body')).toEqual(here);
  });

  it('a wide strip shows the hops that a narrow one folds', async () => {
    const { page, idle } = bench;
    await run('Go to Triage');
    await press('Home');
    const boxes = page.locator('.hop-item');
    const more = page.locator('.hop.more');
    await more.waitFor();
    expect([await boxes.count(), await more.innerText()]).toEqual([5, expect.stringContaining('2 more')]);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await idle();
    await expect.poll(() => boxes.count()).toBe(6);
    expect(await more.count()).toBe(0);
    await page.setViewportSize({ width: 1366, height: 768 });
  });
});

describe.skipIf(!HAS_BROWSER)('the keyboard alone, around an encrypted case', () => {
  const { folder, remove } = scratchFolder();
  const log = join(folder, 'system-log.json');
  let bench: Workbench;
  const { press, type, focus, told } = handOn(() => bench);
  beforeAll(async () => {
    writeFileSync(log, `${oktaLines(4).join('\n')}\n`);
    bench = await openWorkbench({ files: [log] });
  });
  afterAll(async () => {
    await bench?.close();
    remove();
  });
  const code = () => bench.page.locator('.recovery-code');
  let recovery = '';

  it('is encrypted by Enter; the recovery code stays until it is said to be written down', async () => {
    const { page } = bench;
    await press('g', 'c');
    await page.getByRole('button', { name: 'Encrypt…' }).focus();
    await press('Enter');
    expect(await focus()).toMatch(/^input Passphrase/);
    await type('correct horse battery');
    await press('Tab');
    await type('correct horse');
    expect(await told()).toContain('this differs from the line above');
    await press('Enter');
    expect(await code().count()).toBe(0);
    await type(' battery');
    await press('Enter');
    await code().waitFor();
    recovery = (await code().innerText()).trim();
    await expect.poll(focus).toBe(`status Recovery code ${recovery}`);
    // What would have put it away before anybody read it.
    await press('Enter', 'Escape', 'Space');
    await page.mouse.click(4, 400);
    expect(await code().count()).toBe(1);
    await press('Tab');
    expect(await focus()).toMatch(/I have written it down/);
    await press('Enter');
    await code().waitFor({ state: 'detached' });
  });

  it('is locked; the focus stands on what opens it, a wrong word is told, the recovery code opens it', async () => {
    const { page } = bench;
    await page.getByRole('button', { name: 'Lock now' }).focus();
    await press('Enter');
    await expect.poll(focus).toBe('button case.sidedoor');
    expect(await told()).toMatch(/is locked: only its passphrase or its recovery code opens it/);
    await press('Enter');
    await expect.poll(focus).toMatch(/^input Passphrase or recovery code/);
    await type('wrong horse battery');
    await press('Enter');
    await expect.poll(told).toContain('neither as passphrase nor as recovery code');
    expect(await focus()).toMatch(/^input Passphrase or recovery code/);
    await press('Escape');
    await expect.poll(focus).toBe('button case.sidedoor');
    await press('Enter');
    await type(recovery);
    await press('Enter');
    await page.getByRole('region', { name: 'Custody', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Stop encrypting' }).focus();
    await press('Enter');
    await expect.poll(told).toContain('The case stays readable when it is closed');
    await expect.poll(focus).not.toBe('nowhere');
  });
});
