/** Every fact on the triage card opens the record or register row that it came from, by the keyboard. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_BROWSER, openDemo, type Workbench } from './workbench';

const FACTS = '.question .card-open, .evidence-text, .evidence-row-link, .recent-row, .hop:not(.more), .mini-place, .mini-note[role="link"]'; // biome-ignore format: one selector

describe.skipIf(!HAS_BROWSER)('the facts of the card', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openDemo();
  });
  afterAll(() => bench?.close());

  it.each([0, 1, 2, 3, 4, 5])('episode %i of the queue', async (at) => {
    const { page } = bench;
    await bench.show('Triage');
    const queue = page.getByRole('listbox', { name: 'Episodes by urgency' });
    await queue.focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < at; i++) await page.keyboard.press('j');
    await bench.idle();
    const facts = page.locator(FACTS);
    const count = await facts.count();
    expect(count).toBeGreaterThan(6);
    let opened = 0;
    for (let i = 0; i < count; i++) {
      const fact = facts.nth(i);
      const name = ((await fact.getAttribute('aria-label')) ?? (await fact.innerText())).replace(/\s+/g, ' ');
      if (await fact.evaluate((element) => element.closest('.question')?.firstElementChild?.textContent === 'Who was denied')) continue; // biome-ignore format: one test
      await fact.focus();
      await page.keyboard.press('Enter');
      await bench.idle();
      const shown = (await page.locator('.inspector').last().innerText()).replace(/\s+/g, ' ');
      expect({ name, opens: /raw record|row of a register/i.test(shown) }).toEqual({ name, opens: true });
      expect({ name, problem: /cannot be (shown|read)/.test(shown) }).toEqual({ name, problem: false });
      opened++;
    }
    expect(opened).toBeGreaterThan(5);
    // Nothing that is weighed stands there without its ground.
    const weighed = await page.locator('.evidence-row:not(.plain)').count();
    const grounded = await page.locator('.evidence-row:not(.plain) :is(.evidence-text, .evidence-row-link)').count();
    expect({ weighed, bare: Math.max(0, weighed - grounded) }).toEqual({ weighed, bare: 0 });
  });

  it('who was denied leads to the identity, and what is missing to the coverage', async () => {
    const { page } = bench;
    await bench.show('Triage');
    const who = page.locator('.question .card-open').first();
    await who.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Identity' }).waitFor();
    await bench.idle();
  });
});
