/** Stars by button and key; a chosen identity far down; a moment on another clock; room told before an import. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const PEOPLE = 140;
const scratch = scratchFolder();
const file = join(scratch.folder, 'system-log.json');
const more = join(scratch.folder, 'more.csv');

/** One sign-in of each person, the first with the most; pushes that were denied of the first. */
function lines(): string[] {
  const line = (n: number, who: number, type: string, outcome: object): string =>
    JSON.stringify({
      uuid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      published: new Date(Date.UTC(2026, 2, 1, 9, n)).toISOString(),
      eventType: type,
      version: '0',
      severity: 'INFO',
      outcome,
      actor: { id: `00u${who}`, type: 'User', alternateId: `person${String(who).padStart(3, '0')}@example.com` },
      client: { ipAddress: '203.0.113.7', device: 'Computer', userAgent: { rawUserAgent: 'Mozilla/5.0' } },
      authenticationContext: { externalSessionId: `s${n}`, authenticationStep: 0 },
      debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH' } },
      transaction: { id: `t${n}`, type: 'WEB', detail: {} },
      target: [],
    });
  const out: string[] = [];
  for (let who = 0; who < PEOPLE; who++)
    for (let i = 0; i < (who === PEOPLE - 1 ? 1 : 2); i++)
      out.push(line(out.length, who, 'user.session.start', { result: 'SUCCESS' }));
  for (let i = 0; i < 3; i++)
    out.push(line(out.length, 0, 'user.mfa.okta_verify.deny_push', { result: 'FAILURE', reason: 'DENIED' }));
  return out;
}

describe.skipIf(!HAS_BROWSER)('stars and what lies far down', () => {
  let bench: Workbench;
  let page: Workbench['page'];
  beforeAll(async () => {
    writeFileSync(file, `${lines().join('\n')}\n`);
    writeFileSync(more, 'time,user,result\n2026-03-02T08:00:00Z,zoe@example.com,denied\n');
    bench = await openWorkbench({ files: [file] });
    page = bench.page;
  });
  afterAll(async () => {
    await bench?.close();
    scratch.remove();
  });

  const custody = async (): Promise<string[]> => {
    const got = await sidedoor('notes', bench.folder, '--json', '--history');
    return got
      .rows<{ text: string; tags: string[]; withdrawn: string | null }>()
      .map(({ text, tags, withdrawn }) => `${text} ${tags.join()} ${withdrawn === null ? 'stands' : 'withdrawn'}`);
  };
  const shot = async (name: string): Promise<void> => {
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) });
  };
  const undo = async (): Promise<void> => {
    await page.keyboard.press('Control+z');
    await bench.idle();
  };
  const press = async (key: string): Promise<void> => {
    await page.keyboard.press(key);
    await bench.idle();
  };

  it('stars an episode by key and button, shows it in the queue alone, and takes it back exactly', async () => {
    const queue = page.getByRole('region', { name: 'Queue' });
    const mark = queue.locator('.star-mark');
    await queue.getByRole('option').first().waitFor();
    await bench.idle();
    expect(await mark.count()).toBe(0);
    await press('*');
    expect(await mark.count()).toBe(1);
    await shot('triage-star-light');
    await queue.getByRole('button', { name: 'Episodes shown' }).click();
    await page.getByRole('menuitemradio', { name: 'Starred' }).click();
    await bench.idle();
    expect(await queue.getByRole('option').count()).toBe(1);
    await undo();
    expect(await queue.getByRole('option').count()).toBe(0);
    await press('Control+y');
    expect(await queue.getByRole('option').count()).toBe(1);
    await page.locator('.triage-card').getByRole('button', { name: 'Take the star from the episode' }).click();
    await bench.idle();
    expect(await queue.getByRole('option').count()).toBe(0);
    await undo();
    expect(await queue.getByRole('option').count()).toBe(1);
    expect(await axeFaults(page)).toEqual([]);
    // One star, whose and as old as it was, whatever was undone and done again.
    expect(await custody()).toEqual(['★ star stands']);
  });

  it('stars an event, shows it in its row, and leaves only starred ones', async () => {
    await bench.show('Events');
    const grid = page.getByRole('grid').first();
    await grid.getByRole('row').nth(3).click();
    await bench.idle();
    await press('*');
    expect(await grid.locator('.star-mark').count()).toBe(1);
    await page.getByRole('button', { name: 'Only events with a star' }).click();
    await bench.idle();
    expect(await grid.getAttribute('aria-rowcount')).toBe('2');
    expect(await page.getByRole('combobox', { name: /Search events/ }).inputValue()).toBe('tag:star');
    // The answer follows the star, although the query stays.
    await undo();
    expect(await grid.getAttribute('aria-rowcount')).toBe('1');
    await press('Control+Shift+Z');
    expect(await grid.getAttribute('aria-rowcount')).toBe('2');
    await shot('events-star-light');
    expect([...(await axeFaults(page)), ...(await layoutFaults(page))]).toEqual([]);
    await page.getByRole('button', { name: 'All events' }).click();
    await bench.idle();
    await press('?');
    await page.getByRole('dialog').getByText('Star the event, or take its star').waitFor();
    await press('Escape');
  });

  it('brings an identity that was chosen elsewhere on the screen, and stars it', async () => {
    await bench.show('Events');
    await page.getByRole('combobox', { name: /Search events/ }).fill(`identity:person${PEOPLE - 1}@example.com`);
    await bench.idle();
    await page.getByRole('grid').first().getByRole('row').nth(1).click();
    await page.getByRole('combobox', { name: /Search events/ }).fill('');
    await bench.idle();
    await bench.show('Identities');
    const list = page.locator('.identity-list').getByRole('grid');
    const row = list.getByRole('row', { name: new RegExp(`person${PEOPLE - 1}@`) });
    await row.waitFor();
    await bench.idle();
    const [box, frame] = [await row.boundingBox(), await list.boundingBox()];
    expect(box!.y).toBeGreaterThan(frame!.y);
    expect(box!.y + box!.height).toBeLessThanOrEqual(frame!.y + frame!.height + 1);
    expect(await row.getAttribute('aria-selected')).toBe('true');
    await press('*');
    expect(await row.locator('.star-mark').count()).toBe(1);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot('identities-star-dark');
    // Up by one from where it stands, not from the top.
    await press('k');
    await list
      .getByRole('row', { selected: true })
      .getByText(/person\d{3}@/)
      .waitFor();
    expect(await list.getByRole('row', { selected: true }).innerText()).not.toMatch(/person000/);
    await press('5');
    expect(await list.getAttribute('aria-rowcount')).toBe('2');
    expect([...(await axeFaults(page)), ...(await layoutFaults(page))]).toEqual([]);
    await shot('identities-starred-dark');
    await press('1');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('writes a typed moment on the clock that is shown', async () => {
    await bench.show('Campaigns');
    await press('2');
    const field = page.getByLabel(/^When something changed/);
    await field.fill('2026-03-01 10:00');
    await page.getByRole('button', { name: 'Set denials against it' }).click();
    await bench.idle();
    await page.getByRole('button', { name: 'Time zone' }).click();
    await page.getByRole('menuitemradio', { name: 'Other zone…' }).click();
    await page.getByRole('combobox', { name: 'Zone' }).fill('Asia/Tokyo');
    await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
    await page.getByRole('button', { name: 'Show times so' }).click();
    await bench.idle();
    expect(await field.inputValue()).toBe('2026-03-01 19:00');
    await shot('changes-tokyo-light');
  });

  it('tells before an import how much room it takes', async () => {
    await bench.show('Sources');
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('main').getByRole('button', { name: 'Import files…' }).first().click();
      await (await chooser).setFiles(more);
      const dialog = page.getByRole('dialog');
      await dialog
        .getByText(
          /1 file of 61 B: takes about 98 B on the disk of the case \(copy of the evidence 61 B, database 37 B\); [\d.]+ .?B free/,
        )
        .waitFor();
      await bench.idle();
      await shot(`import-room-${theme}`);
      expect(await axeFaults(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    }
  });
});

it('says on the command line how much room an import takes, and leaves the originals where they are', async () => {
  const { folder, remove } = scratchFolder();
  const log = join(folder, 'log.json');
  writeFileSync(log, `${lines().join('\n')}\n`);
  const done = await sidedoor('import', join(folder, 'a.sidedoor'), log, '--json');
  expect(done.code).toBe(0);
  expect(done.stderr.split('\n').filter((line) => line.includes('takes about'))).toEqual([
    expect.stringMatching(
      /^sidedoor: 1 file of \d+ kB: takes about \d+ kB on the disk of the case \(copy of the evidence \d+ kB, database \d+ kB\); .* free$/,
    ),
  ]);
  const kept = await sidedoor('import', join(folder, 'b.sidedoor'), log, '--reference');
  expect(kept.stderr).toContain('(evidence referenced, not copied, database ');
  remove();
});
