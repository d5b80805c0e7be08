/** The identity's page: who it is and what is normal for it; every fact opens the record or register row it came from. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, layoutFaults } from './layout';
import { scratchFolder } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5); // a Monday
const MACHINE = { id: '0oaBATCH', name: 'batch job', type: 'PublicClientApp' };
const LONG = `svc-${'very-long-name-'.repeat(600)}`;

interface Line {
  time: number;
  who?: { id: string; name: string; type?: string };
  type?: string;
  outcome?: { result: string; reason?: string };
  ip?: string;
  place?: { country: string; city: string; lat: number; lon: number };
}
const ZURICH = { country: 'Switzerland', city: 'Zurich', lat: 47.37, lon: 8.54 };
const HANOI = { country: 'Vietnam', city: 'Hanoi', lat: 21.02, lon: 105.84 };
const ALICE: NonNullable<Line['who']> = { id: '00uALICE', name: 'alice@example.com' };

let n = 0;
function okta({ time, who = ALICE, type = 'user.session.start', outcome = { result: 'SUCCESS' }, ip = '203.0.113.7', place = ZURICH }: Line): string {
  n++;
  return JSON.stringify({
    uuid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    published: new Date(time).toISOString(),
    eventType: type,
    legacyEventType: '',
    version: '0',
    severity: 'INFO',
    displayMessage: 'x',
    outcome,
    actor: { id: who.id, type: who.type ?? 'User', alternateId: who.name, displayName: who.name.slice(0, 40) },
    client: {
      ipAddress: ip,
      device: 'Computer',
      userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Windows 11', browser: 'CHROME' },
      geographicalContext: { country: place.country, city: place.city, geolocation: { lat: place.lat, lon: place.lon } },
    },
    authenticationContext: { externalSessionId: `s${n}`, authenticationStep: 0 },
    debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH' } },
    transaction: { id: `tx${n}`, type: 'WEB', detail: {} },
    target: [],
  });
} // biome-ignore format: one record

const duo = (time: number, i: number, result: string, reason: string): string =>
  JSON.stringify({
    txid: `t${i}`,
    timestamp: Math.floor(time / 1_000),
    isotimestamp: new Date(time).toISOString().replace('Z', '+00:00'),
    event_type: 'authentication',
    factor: 'duo_push',
    result,
    reason,
    user: { name: ALICE.name, key: 'DUALICE' },
    email: ALICE.name,
    application: { name: 'Portal', key: 'DIPORTAL' },
    access_device: { ip: '203.0.113.7' },
    auth_device: { ip: null, name: 'phone' },
  });

function logs(): { okta: string; duo: string } {
  const days = Array.from({ length: 25 }, (_, i) => START + i * 24 * HOUR);
  const lines = days.map((day) => okta({ time: day + 7 * HOUR + 40 * 60_000 }));
  for (const minute of [0, 1, 2])
    lines.push(okta({ time: START + 20 * 24 * HOUR + 2 * HOUR + minute * 60_000, type: 'user.mfa.okta_verify.deny_push', outcome: { result: 'FAILURE', reason: 'DENIED' }, ip: '198.51.100.9', place: HANOI })); // biome-ignore format: one record
  lines.push(okta({ time: START + 20 * 24 * HOUR + 3 * HOUR, type: 'user.mfa.factor.activate', ip: '198.51.100.9', place: HANOI })); // biome-ignore format: one record
  for (const i of [0, 1]) lines.push(okta({ time: START + i * HOUR, who: { id: '00uLONG', name: LONG } }));
  lines.push(okta({ time: START, who: { id: '00uCAROL', name: 'carol@example.com' } }));
  for (const i of [0, 1, 2]) lines.push(okta({ time: START + i * 24 * HOUR, who: MACHINE, type: 'app.oauth2.token.grant.access_token' })); // biome-ignore format: one record
  const prompts = days.map((day, i) => duo(day + 7 * HOUR + 41 * 60_000, i, 'success', 'user_approved'));
  return { okta: `${lines.join('\n')}\n`, duo: `${prompts.join('\n')}\n` };
}

const REGISTER =
  'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases\n' +
  'alice@example.com,human,Alice Example,Dana Owner,dana@example.com,Sales,Buyer,,no,no,CH,\n' +
  `${'left-'.repeat(300)}@example.com,human,,Dana Owner,,,,,,,,\n` +
  'bob.gone@example.com,human,,Dana Owner,,,,,,,,\n' +
  'carol@example.com,human,,Dana Owner,,,,,,,,\ncarol@example.com,human,,Eve Other,,,,,,,,\n';
const CHANGES = 'time,identity,type,detail,actor,ticket\n2026-01-25T09:00:00Z,alice@example.com,password_reset,by the help desk,helpdesk,CHG-7\n'; // biome-ignore format: one line
const LABELS = 'cidr,label,kind,note\n203.0.113.0/24,Zurich office,office,\n';

const scratch = scratchFolder();
const files: string[] = [];
beforeAll(() => {
  const { okta: system, duo: second } = logs();
  for (const [name, text] of Object.entries({ 'okta.ndjson': system, 'duo.ndjson': second, 'people.csv': REGISTER, 'changes.csv': CHANGES, 'labels.csv': LABELS })) {
    files.push(join(scratch.folder, name));
    writeFileSync(files.at(-1)!, text);
  }
}); // biome-ignore format: a list
afterAll(() => scratch.remove());

describe.skipIf(!HAS_BROWSER)('the identity page', () => {
  let bench: Workbench;
  let page: Workbench['page'];
  let identity: Locator;
  beforeAll(async () => {
    bench = await openWorkbench({ files });
    page = bench.page;
    await bench.show('Identities');
    identity = page.getByRole('article', { name: 'Identity' });
    await identity.waitFor();
  });
  afterAll(() => bench?.close());

  const text = async (of: Locator): Promise<string> => (await of.innerText()).replace(/\s+/g, ' ');
  /** What the inspector, or the drawer that stands for it, shows. */
  const inspected = (): Locator => page.locator('.inspector').last();
  const isOpen = async (what: RegExp): Promise<void> => {
    await bench.idle();
    expect(await text(inspected())).toMatch(what);
  };

  it('says who it is, whose, and how it is used', async () => {
    const all = await text(identity);
    expect(all).toContain('alice@example.com');
    expect(all).toMatch(/Kind Person — Duo and Okta said so record/);
    expect(all).toContain('Owner Dana Owner dana@example.com — named in the register register row');
    expect(all).toContain('Department Sales register row');
    expect(all).toContain('on its own clock, Europe/Zurich: home in CH, the register says register row');
    expect(all).toMatch(/2 spellings in 2 sources|spellings in 2 sources/i);
    expect(all).toMatch(/same (user principal name|e-mail address) alice@example\.com ?Duo Okta/);
    expect(all).toMatch(/Interactive sign-in 50 3/);
    expect(all).toMatch(/office, Zurich office register row 50/);
    expect(all).toMatch(/PROMPTS FOR A SECOND FACTOR · 53/i);
  });

  it.each([
    ['record: kind', /Raw record/i],
    ['register row: owner', /Row of a register/],
    ['register row: department', /alice@example\.com,human/],
    ['register row: its clock', /alice@example\.com,human/],
    [/^(user principal name|e-mail address) in Okta: record/, /00uALICE/],
    [/^(user principal name|e-mail address) in Duo: record/, /DUALICE/],
    [/^record: .* in Duo/, /DUALICE/],
    [/^First record with Interactive sign-in/, /2026-01-05/],
    [/^Last record with Hanoi, VN/, /198\.51\.100\.9/],
    [/^register row: 203\.0\.113\.7/, /Zurich office,office/],
    [/^First record of the most within 5 min/, /deny_push/],
    [/^2026-01-25: 5 prompts, 3 denied/, /deny_push/],
    [/password_reset|password reset/, /CHG-7/],
    [/user\.mfa\.factor\.activate/, /factor\.activate/],
    [/^Mon 08:00, \d+ accessed/, /2026-01-2/],
  ])('%s opens where it came from, by the keyboard', async (name, shown) => {
    const fact = identity.getByRole('button', { name }).first();
    await fact.focus();
    await page.keyboard.press('Enter');
    await isOpen(shown);
  });

  it('walks the pictures with the arrows, and gives each as a table', async () => {
    const cell = identity.getByRole('table', { name: 'Hours of the week' }).getByRole('button', { name: /^Mon 08:00/ });
    await cell.focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Tue 08:00/);
    await page.keyboard.press('Home');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(
      /^Tue 00:00, nothing/,
    );
    for (const [button, table] of [
      ['Hours as a table', 'Accesses and denials by hour of the week'],
      ['Prompts as a table', 'Prompts by day'],
    ] as const) {
      await identity.getByRole('button', { name: button }).press('Enter');
      const twin = identity.getByRole('table', { name: table });
      await twin.getByRole('button').first().press('Enter');
      await isOpen(/Raw record/i);
    }
    await identity.getByRole('button', { name: 'Hours as a picture' }).press('Enter');
    await identity.getByRole('button', { name: 'Prompts as a picture' }).press('Enter');
  });

  it('leads from a value to its events', async () => {
    await identity.getByRole('button', { name: 'Events with Hanoi, VN' }).press('Enter');
    await page.getByRole('region', { name: 'Events', exact: true }).waitFor();
    await bench.idle();
    expect(await page.getByRole('grid').first().getAttribute('aria-rowcount')).toBe('5'); // three denials, a change, the head
    await page
      .getByRole('button', { name: /Remove/ })
      .first()
      .press('Enter');
    await bench.show('Identities');
  });

  it('says what is lacking, and leads to the coverage', async () => {
    expect(await text(identity)).toContain('What was done after an access?');
    await identity.getByRole('button', { name: 'Coverage' }).press('Enter');
    await page.locator('.coverage').waitFor();
    await bench.show('Identities');
  });

  it('lists who has no owner and why, whose owner is unclear, and whom no log knows', async () => {
    const main = page.getByRole('region', { name: 'Identities', exact: true });
    await page.keyboard.press('2');
    await main.getByRole('region', { name: 'Why nobody answers for them' }).waitFor();
    await bench.idle();
    expect(await text(main.getByRole('region', { name: 'Why nobody answers for them' }))).toBe(
      '1 identity without an owner 1 — no row and no rule of the register fits it',
    );
    expect(await text(main.getByRole('grid'))).toContain('batch job');
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('3');
    await bench.idle();
    expect(await text(main.getByRole('grid'))).toMatch(/Dana Owner or Eve Other|Eve Other or Dana Owner/);
    await page.keyboard.press('4');
    await main.getByText(/names in registers/).waitFor();
    await bench.idle();
    expect(await text(main)).toContain('2 of 4 names in registers fit no identity of the logs');
    expect(await text(main.getByRole('grid'))).toContain('bob.gone@example.com no log has it identities people.csv 1');
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
      expect({ theme, faults: [...(await layoutFaults(page)), ...(await axeFaults(page))] }).toEqual({
        theme,
        faults: [],
      });
    }
    await main.getByRole('row', { name: /bob\.gone/ }).click();
    await isOpen(/Row of a register.*bob\.gone@example\.com,human/);
    await page.keyboard.press('1');
    await bench.idle();
  });

  it.each([
    ['light', 1366, 768],
    ['dark', 1920, 1080],
    ['light', 683, 384],
  ] as const)('fits the screen and says all to a screen reader: %s, %i × %i', async (theme, width, height) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
    for (const name of ['alice@example.com', 'svc-very']) {
      await page.getByRole('textbox', { name: 'Search identities' }).fill(name);
      await page
        .getByRole('row', { name: new RegExp(name) })
        .first()
        .click();
      await bench.idle();
      for (const top of [0, 700, 1_400]) {
        await identity.evaluate((element, y) => element.scrollTo(0, y), top);
        const faults = (await layoutFaults(page)).filter((fault) => width > 1000 || /sideways|beyond/.test(fault));
        expect({ name, top, faults }).toEqual({ name, top, faults: [] });
      }
      expect({ name, faults: await axeFaults(page) }).toEqual({ name, faults: [] });
    }
    await page.getByRole('textbox', { name: 'Search identities' }).fill('');
    await page.setViewportSize({ width: 1366, height: 768 });
    await bench.idle();
  });
});
