/**
 * The page inside a bundle, opened from disk in a browser: it says what `verify` says, of whole bundles and damaged ones.
 * SIDEDOOR_DAMAGE=full shows it 1,000 damaged ones instead of 100.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { verify } from '../../electron/engine/case/verify';
import type { Verification } from '../../shared/model/case';
import { damagedBundle, random, readMembers } from '../damage/mutate';
import { caseBundle, signedBundle } from '../damage/sealed';
import { axeFaults } from './layout';
import { DIST, scratchFolder } from './programs';

const SEED = Number(process.env.SIDEDOOR_DAMAGE_SEED ?? 20_261_122);
const ROUNDS = process.env.SIDEDOOR_DAMAGE === 'full' ? 1_000 : 100;

describe.skipIf(inject('chromium') === null)('the page that checks a bundle', () => {
  let browser: Browser;
  let page: Page;
  const scratch = scratchFolder();
  const requests: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject('chromium') ?? undefined,
      chromiumSandbox: process.getuid?.() !== 0,
    });
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => requests.push(`error: ${error.message}`));
    await page.goto(`file://${join(DIST, 'verifier', 'index.html')}`);
  });
  afterAll(async () => {
    await browser?.close();
    scratch.remove();
  });

  /** What the page says of these bytes. */
  const ask = async (bytes: Buffer, signer = ''): Promise<Verification> => {
    await page.fill('#signer', signer);
    const text = await page.evaluate(async (base64) => {
      const raw = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([raw], 'b.zip'));
      const input = document.querySelector<HTMLInputElement>('#file')!;
      input.files = transfer.files;
      input.dispatchEvent(new Event('change'));
      while (!['good', 'bad', 'failed'].includes(document.documentElement.dataset.state ?? '')) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return document.querySelector('#json')!.textContent;
    }, bytes.toString('base64'));
    return JSON.parse(text ?? 'null') as Verification;
  };
  /** What `verify` says of them. */
  const told = (bytes: Buffer, signer: string | null = null): Promise<Verification> => {
    const file = join(scratch.folder, 'b.zip');
    writeFileSync(file, bytes);
    return verify(file, { signer });
  };

  it('agrees on a whole bundle, with and without a signer, and loads nothing', async () => {
    const whole = await signedBundle();
    const found = await ask(whole);
    expect(found).toEqual(await told(whole));
    expect(found.summary).toBe('intact, signer not confirmed');
    const signer = found.signer!.toUpperCase().replace(/.{8}/g, '$& ');
    expect(await ask(whole, signer)).toEqual(await told(whole, signer));
    expect((await ask(whole, signer)).summary).toBe('intact, signer confirmed');
    const other = await ask(whole, 'ab'.repeat(32));
    expect(other).toEqual(await told(whole, 'ab'.repeat(32)));
    expect(other.ok).toBe(false);
    expect(requests).toEqual([expect.stringMatching(/^file:/)]);
  });

  it.each([
    ['of a made-up case', signedBundle, ROUNDS * 0.7],
    ['of a real one, with its database', caseBundle, ROUNDS * 0.3],
  ])(
    'agrees on damaged ones %s',
    async (_, make, rounds) => {
      const whole = await make();
      expect(await ask(whole)).toEqual(await told(whole));
      const roll = random(SEED + 2);
      for (let i = 0; i < rounds; i++) {
        const { what, bytes } = damagedBundle(whole, roll);
        const found = await ask(bytes);
        expect(found, `seed ${SEED}, change ${i}: ${what}`).toEqual(await told(bytes));
        expect(found.ok, what).toBe(false);
      }
    },
    1_800_000,
  );

  it('shows hostile names as text, and can be used by everyone', async () => {
    const whole = await signedBundle();
    const at = whole.indexOf('settings.json');
    const odd = Buffer.from(whole);
    odd.write('<b>.', at);
    await ask(odd);
    expect(await page.locator('#result b').count()).toBe(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFaults(page)).toEqual([]);
    }
  });

  it('is one file whose policy lets nothing else run', () => {
    const html = readFileSync(join(DIST, 'verifier', 'index.html'), 'utf8');
    expect(html).toContain("default-src 'none'; script-src 'sha256-");
    expect(html).not.toMatch(/\s(src|href)=|@import|url\(/);
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  it('lies in the bundle that the program writes', async () => {
    const members = readMembers(await signedBundle()).map(({ name }) => name);
    expect(members).toContainEqual(expect.stringMatching(/\/verify\.html$/));
  });
});
