/** The stranger's task list (docs/tour.md): each question answered with the keys that the page names, and with nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

interface Step {
  presses: { key: string; isText: boolean }[];
  read: string;
  answers: string[];
}
interface Question {
  title: string;
  steps: Step[];
}

/** `## title`, then steps of three lines: keys, the part of the screen (by its accessible name), bold pieces of the answer. */
function questions(markdown: string): Question[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.split('\n');
      const steps: Step[] = [];
      for (const line of lines) {
        const [name, ...rest] = line.split(': ');
        const value = rest.join(': ');
        if (name === 'Keys') {
          const presses = [...value.matchAll(/(type )?`([^`]+)`/g)].map(([, text, key]) => ({
            key: key!,
            isText: text !== undefined,
          }));
          steps.push({ presses, read: '', answers: [] });
        } else if (name === 'Read') steps.at(-1)!.read = value;
        else if (name === 'Answer') steps.at(-1)!.answers = [...value.matchAll(/\*\*([^*]+)\*\*/g)].map(([, text]) => text!); // biome-ignore format: one line
      }
      return { title, steps };
    });
}

const LIST = questions(readFileSync(join(ROOT, 'docs/tour.md'), 'utf8'));

/** What is to be read of the named part of the screen, as one line: text that is cut off or hidden does not count. */
const seen = (page: Page, name: string): Promise<string> =>
  page
    .locator(`[aria-label="${name}"]:not(button):visible`)
    .first()
    .innerText()
    .then((text) => text.replace(/\s+/g, ' '));

it('asks ten questions, each with keys, a place and an answer', () => {
  expect(LIST.map(({ title }) => Number.parseInt(title, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const { steps } of LIST)
    for (const { presses, read, answers } of steps) {
      expect(presses.length).toBeGreaterThan(0);
      expect(read).not.toBe('');
      expect(answers.length).toBeGreaterThan(0);
    }
});

describe.skipIf(!HAS_BROWSER)('a stranger with a keyboard', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench({ demo: true });
    // No hand on the mouse: a pointer that does anything is a failure of the page, not of the stranger.
    await workbench.page.evaluate(() => {
      for (const kind of ['pointerdown', 'mousedown', 'click'])
        addEventListener(kind, (event) => {
          if (event.isTrusted && (event as MouseEvent).detail > 0) document.documentElement.dataset.mouse = 'used';
        });
    });
  });
  afterAll(() => workbench?.close());

  it.each(LIST.map((question) => [question.title, question] as const))('%s', async (_, { steps }) => {
    const { page, idle } = workbench;
    const press = async (key: string): Promise<void> => {
      await page.keyboard.press(key);
      await idle();
    };
    // From wherever the last question ended: what lies on top closed, no filter.
    for (const key of ['Escape', 'Escape', 'Control+K']) await press(key);
    await page.keyboard.type('Clear all filters');
    await press('Enter');
    for (const { presses, read, answers } of steps) {
      for (const { key, isText } of presses) {
        if (isText) await page.keyboard.type(key);
        else await page.keyboard.press(key.replace('Ctrl', 'Control'));
        await idle();
      }
      for (const answer of answers) await expect.poll(() => seen(page, read), { timeout: 15_000 }).toContain(answer);
    }
    expect(await page.evaluate(() => document.documentElement.dataset.mouse)).toBeUndefined();
  });
});
