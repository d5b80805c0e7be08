/** What the evidence lacks and how its clocks agree: from exports through the page, the keyboard, and back to the files. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Coverage } from '../../shared/model/coverage';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5);
const AHEAD = 62_000; // the clock of the Duo export
const iso = (time: number): string => new Date(time).toISOString();
/** Denials that both sources tell, at no regular distance. */
const PROMPTS = Array.from({ length: 12 }, (_, i) => START + 9 * HOUR + i * 31 * HOUR + i * i * 7 * 60_000);

function duo(time: number, n: number, result: string, reason: string): string {
  return JSON.stringify({
    txid: `t${n}`,
    timestamp: Math.floor(time / 1_000),
    isotimestamp: iso(time).replace('Z', '+00:00'),
    event_type: 'authentication',
    factor: 'duo_push',
    result,
    reason,
    user: { name: 'alice@example.com', key: 'DUALICE' },
    email: 'alice@example.com',
    application: { name: 'Okta', key: 'DIOKTA' },
    access_device: { ip: '203.0.113.7' },
    auth_device: { ip: null, name: 'phone' },
  });
}

/** 28 days, a record about every 40 minutes, 1,000 of them; nothing for 30 hours in the third week. */
function duoExport(): string {
  const silent = [START + 15 * 24 * HOUR, START + 16 * 24 * HOUR + 6 * HOUR] as const;
  const times = Array.from({ length: 1_100 }, (_, i) => START + (i * 28 * 24 * HOUR) / 1_030).filter(
    (time) => time < silent[0] || time >= silent[1],
  );
  const rows = times.slice(0, 1_000 - PROMPTS.length).map((time, i) => duo(time, i, 'success', 'user_approved'));
  return `${[...rows, ...PROMPTS.map((time, i) => duo(time + AHEAD, 5_000 + i, 'denied', 'user_mistake'))].join('\n')}\n`;
}

function okta(time: number, n: number, outcome: { result: string; reason?: string }): string {
  return JSON.stringify({
    uuid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    published: iso(time),
    eventType: outcome.result === 'FAILURE' ? 'user.mfa.okta_verify.deny_push' : 'user.session.start',
    legacyEventType: '',
    version: '0',
    severity: 'INFO',
    displayMessage: 'x',
    outcome,
    actor: { id: '00uALICE', type: 'User', alternateId: 'alice@example.com', displayName: 'Alice' },
    client: { ipAddress: '203.0.113.7', device: 'Computer', userAgent: { rawUserAgent: 'Mozilla/5.0' } },
    authenticationContext: { externalSessionId: `s${n}`, authenticationStep: 0 },
    debugContext: { debugData: {} },
    transaction: { id: `tx${n}`, type: 'WEB', detail: {} },
    target: [],
  });
}
const oktaExport = (): string =>
  `${[
    ...Array.from({ length: 200 }, (_, i) => okta(START + i * 3 * HOUR, i, { result: 'SUCCESS' })),
    ...PROMPTS.map((time, i) => okta(time, 900 + i, { result: 'FAILURE', reason: 'DENIED' })),
  ].join('\n')}\n`;
const pingExport = (): string =>
  ['02:30:00,000', '03:30:00,000']
    .map((clock) => `2026-01-07 ${clock} trackingid="tid:x" event="AUTHN_ATTEMPT" transactionid="t" subject="alice" ip="203.0.113.7" protocol="SAML20" role="IdP" status="failure"\n`) // biome-ignore format: one line
    .join('');

const scratch = scratchFolder();
const files: string[] = [];
beforeAll(() => {
  for (const [name, text] of [['duo.ndjson', duoExport()], ['okta.ndjson', oktaExport()], ['audit.log', pingExport()]] as const) {
    files.push(join(scratch.folder, name));
    writeFileSync(files.at(-1)!, text);
  }
}); // biome-ignore format: a list
afterAll(() => scratch.remove());

describe('the command line', () => {
  const home = join(scratch.folder, 'cli.sidedoor');

  it('tells what the evidence lacks', async () => {
    const done = await sidedoor('import', home, ...files, '--json');
    expect(done.code).toBe(0);
    const imported = done.json<{ files: { file: string; zoneAssumed: string | null; zoneNamed: boolean }[] }>();
    expect(imported.files.map(({ file, zoneAssumed, zoneNamed }) => [file, zoneAssumed, zoneNamed])).toEqual([
      ['duo.ndjson', null, false],
      ['okta.ndjson', null, false],
      ['audit.log', 'UTC', false],
    ]);
    const coverage = (await sidedoor('coverage', home)).json<Coverage>();
    expect(coverage.cut).toEqual([
      { file: 'duo.ndjson', source: 'duo', why: 'exactly 1,000 records, where exports stop' },
    ]);
    const silent = coverage.sources.filter(({ silences }) => silences.length > 0);
    expect(silent.map(({ source, silences }) => [source, silences.length])).toEqual([['duo', 1]]);
    expect(coverage.clocks).toMatchObject([
      { file: 'okta.ndjson', other: 'duo.ndjson', by: 'prompt', n: 12, medianMs: -AHEAD, suggestMs: AHEAD },
    ]);
  });

  it('sets a clock right and takes it back, each with its reason', async () => {
    const times = async (): Promise<string[]> =>
      (await sidedoor('events', home, 'file:duo.ndjson outcome:denied_by_user')).rows<{ time: string }>().map(({ time }) => time); // biome-ignore format: one line
    const set = await sidedoor('clock', home, 'duo.ndjson', '--offset', '-62 s', '--why', 'NTP was off', '--json');
    expect(set.json()).toMatchObject({ clock: { offsetMs: -AHEAD, why: 'NTP was off' } });
    expect(await times()).toEqual(PROMPTS.map(iso));
    expect((await sidedoor('coverage', home)).json<Coverage>().clocks).toMatchObject([
      { medianMs: 0, suggestMs: null },
    ]);
    expect((await sidedoor('verify', home)).code).toBe(0);
    await sidedoor('clock', home, 'duo.ndjson', '--offset', '0', '--why', 'NTP was right');
    expect(await times()).toEqual(PROMPTS.map((time) => iso(time + AHEAD)));
  });

  it.each([
    [['no-such-file', '--offset', '1 s', '--why', 'x'], 1],
    [['duo.ndjson', '--offset', 'soon', '--why', 'x'], 2],
    [['duo.ndjson', '--offset', '1 s'], 2],
  ])('refuses %j', async (args, code) => {
    expect((await sidedoor('clock', home, ...args)).code).toBe(code);
  });
});

describe.skipIf(!HAS_BROWSER)('the page', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench({ files });
    await bench.show('Sources');
  });
  afterAll(() => bench?.close());

  it('tells what the evidence lacks, by the keyboard alone', async () => {
    const { page } = bench;
    await page.keyboard.press('2');
    const main = page.locator('.coverage');
    await main.waitFor();
    const text = (await main.innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('1 export that may be cut');
    expect(text).toContain('exactly 1,000 records, where exports stop');
    expect(text).toMatch(/Duo 1 file 1,000 .* 1 d 2 h from 2026-01-20 04:08 Z/);
    expect(text).toContain('What was done after an access? What was read, sent or changed is not in evidence.');
    expect(text).toContain('behind by 1 min 2 s; half of 12 pairs lie within 0 s');
    await page.keyboard.press('1');
    await page.getByRole('table', { name: 'Imported files' }).waitFor();
    expect(await page.getByText('UTC?').count()).toBe(1);
  });

  it.each([
    ['light', 1366, 768],
    ['dark', 1920, 1080],
    ['light', 683, 384],
  ] as const)('fits the screen and says all to a screen reader: %s, %i × %i', async (theme, width, height) => {
    const { page } = bench;
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
    await page.keyboard.press('2');
    await page.locator('.coverage').waitFor();
    await bench.idle();
    const layout = (await layoutFaults(page)).filter((fault) => width > 1000 || /sideways|beyond/.test(fault));
    expect(layout).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Set +1 min 2 s…' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.getByLabel('Add').inputValue()).toBe('+1 min 2 s');
    expect(await dialog.getByLabel('Reason').inputValue()).toContain('Compared with duo.ndjson by the same prompts');
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.keyboard.press('1');
  });

  it('lists on the card what it could not weigh', async () => {
    const { page } = bench;
    await bench.show('Triage');
    await page.getByRole('button', { name: /not known$/ }).press('Enter');
    const list = page.getByRole('dialog');
    const text = (await list.innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('An export may be cut: duo.ndjson, exactly 1,000 records, where exports stop');
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await bench.show('Sources');
  });

  it('sets a clock right in a dialog, and only there', async () => {
    const { page } = bench;
    const file = page.getByRole('button', { name: /duo\.ndjson/ });
    await file.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Set the clock…' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Add').fill('about a minute');
    expect(await dialog.getByRole('button', { name: 'Set', exact: true }).isDisabled()).toBe(true);
    await dialog.getByLabel('Add').fill('-62 s');
    await dialog.getByLabel('Reason').fill('Compared with the wall clock of the room');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await bench.idle();
    expect(await page.getByText('−1 min 2 s added to every time').count()).toBe(1);
    await page.keyboard.press('2');
    await page.getByText('no difference; half of 12 pairs lie within 0 s').waitFor();
    const events = (await sidedoor('events', bench.folder, 'file:duo.ndjson outcome:denied_by_user')).rows<{
      clock: { recorded: string; offsetMs: number };
    }>();
    expect(events.map(({ clock }) => clock)).toEqual(
      PROMPTS.map((time) => ({ recorded: iso(time + AHEAD), offsetMs: -AHEAD })),
    );
    await bench.show('Custody');
    expect(await page.getByText('Compared with the wall clock of the room').count()).toBeGreaterThan(0);
  });
});
