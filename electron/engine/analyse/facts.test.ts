/** Registers in the analysis: each fact weighs where it should, says so, and leads back to its row. */
import { describe, expect, it } from 'vitest';
import type { ContextFactsOf } from '../../../shared/model/context';
import type { Episode } from '../../../shared/model/episode';
import { DAY } from '../../../shared/model/time';
import { contextOfIdentity, contextRows } from '../store/context';
import { fileLedger, presentFiles } from '../store/files';
import { identitiesPage } from '../store/identity-reads';
import { factOf } from './stages/register';
import { at, draw, later, look, memoryCase, month, PLACES, picture, type Row, type Said, say } from './testing/picture';

const person = (identity: string, more: Partial<ContextFactsOf<'identities'>> = {}): Said => ({
  kind: 'identities',
  facts: { identity, kind: null, displayName: null, owner: null, ownerEmail: null, department: null, title: null, manager: null, privileged: null, breakGlass: null, homeCountry: null, aliases: [], ...more }, // biome-ignore format: one row
});
const request = (
  identity: string,
  type: ContextFactsOf<'access-requests'>['type'],
  more: Partial<ContextFactsOf<'access-requests'>> = {},
): Said => ({
  // biome-ignore format: one line
  kind: 'access-requests',
  facts: { id: 'R1', identity, resource: null, type, requested: null, approved: null, starts: null, ends: null, approver: null, ticket: null, ...more }, // biome-ignore format: one row
});
const change = (identity: string, type: ContextFactsOf<'changes'>['type'], time: number): Said => ({
  kind: 'changes',
  facts: { time, identity, type, detail: null, actor: null, ticket: 'CHG-1' },
});

const ALICE = 'alice@corp.example';
const said = (episode: Episode): string[] => [...episode.for, ...episode.against].map(({ text }) => text);
/** The piece of evidence with these words, and that its row is one of the case. */
function piece(episode: Episode, words: RegExp, rows: readonly string[]) {
  const found = [...episode.for, ...episode.against].find(({ text }) => words.test(text));
  expect(found, JSON.stringify(said(episode))).toBeDefined();
  for (const row of found!.rows ?? []) expect(rows).toContain(row);
  expect(found!.rows?.length).toBeGreaterThan(0);
  return found!;
}
const both = async (rows: Row[], context: Said[], who = 'alice') => {
  const without = (await picture(rows)).one(who);
  const seen = await picture(rows, context);
  return { without, with: seen.one(who), rows: contextRows(seen.opened.db.read).map(({ id }) => id), seen };
};

const denied: Row[] = [...month('alice'), ['d30 11:00', 'alice', 'push denied', 'office', 'laptop'], ...later(30)];
const abroad: Row[] = [...month('alice'), ['d30 11:00', 'alice', 'push denied', 'hotel', 'laptop'], ...later(30)];
const attacked: Row[] = [
  ...month('alice'),
  ...[0, 1, 2, 3, 4].map((i): Row => [`d30 02:1${i}`, 'alice', 'push denied', 'bucharest', 'stranger']),
  ...later(30),
];
const machine: Row[] = [
  ...Array.from({ length: 20 }, (_, i): Row => [`d${i + 1} 03:00`, 'svc-backup', 'secret ok', 'cloud']),
  ['d30 03:00', 'svc-backup', 'secret wrong', 'cloud'],
  ['d30 03:05', 'svc-backup', 'secret wrong', 'cloud'],
  ...later(30),
];

describe('requests', () => {
  it('an approved one makes a denial an expected one, in its place of the life of the request', async () => {
    const context = [request(ALICE, 'jit', { requested: at('d30 10:50'), approved: at('d30 11:05'), starts: at('d30 11:06'), ends: at('d30 15:00'), resource: 'Portal' })]; // biome-ignore format: one row
    const { without, with: found, rows } = await both(denied, context);
    expect(without.verdict).not.toBe('expected');
    expect(found.verdict).toBe('expected');
    expect(found.patterns).toContain('jit_flow');
    expect(piece(found, /before it was approved/, rows).weight).toBeGreaterThan(2);
    expect(found.facts).toMatchObject([{ kind: 'access-requests', row: rows[0] }]);
  });

  it('one of another day or another person says nothing', async () => {
    const context = [
      request(ALICE, 'jit', { requested: at('d28 10:50') }),
      request('colleague@corp.example', 'jit', { requested: at('d30 10:50') }),
    ];
    const { without, with: found } = await both(denied, context);
    expect(found).toEqual({ ...without, facts: [] });
  });

  it('a stranger in its time is not excused by it, a planned test is', async () => {
    const jit = await both(attacked, [request(ALICE, 'jit', { requested: at('d30 02:00') })]);
    expect(jit.with.verdict).toBe(jit.without.verdict);
    expect(jit.with.patterns).not.toContain('jit_flow');
    const {
      without,
      with: found,
      rows,
    } = await both(attacked, [request(ALICE, 'test', { requested: at('d30 02:00') })]);
    expect(without.verdict).toBe('attempted_abuse');
    expect(found.verdict).not.toBe('attempted_abuse');
    piece(found, /planned test/, rows);
  });
});

describe('changes', () => {
  it('a rotated secret explains a machine that fails after it, and none that failed before', async () => {
    const { with: found, rows } = await both(machine, [change('svc-backup', 'secret_rotated', at('d30 02:00'))], 'svc-backup'); // biome-ignore format: one line
    expect(found.verdict).toBe('misconfigured');
    piece(found, /secret rotated \(CHG-1\): 60 min before/, rows);
    const after = await both(machine, [change('svc-backup', 'secret_rotated', at('d30 04:00'))], 'svc-backup');
    expect(said(after.with).join()).not.toMatch(/secret rotated/);
    expect(after.with.facts).toMatchObject([
      { kind: 'changes', text: expect.stringContaining('after the first denial') },
    ]);
  });

  it('an expired one is the pattern', async () => {
    const { without, with: found, rows } = await both(machine, [change('svc-backup', 'secret_expired', at('d29 02:00'))], 'svc-backup'); // biome-ignore format: one line
    expect(without.patterns).not.toContain('expired_secret');
    expect(found.patterns).toContain('expired_secret');
    piece(found, /secret expired/, rows);
  });

  it('a method just registered explains a person’s own stumbling, not a stranger’s prompts', async () => {
    const row = change(ALICE, 'method_registered', at('d30 01:00'));
    const own = await both(denied, [row]);
    piece(own.with, /method registered/, own.rows);
    const strange = await both(attacked, [row]);
    expect(strange.with.confidence).toBe(strange.without.confidence);
  });
});

describe('places', () => {
  const trip = (country: string): Said => ({
    kind: 'travel',
    facts: { identity: ALICE, from: at('d29 06:00'), until: at('d33 06:00'), country, city: null, note: null },
  });

  it('travel explains the country it names, and no other', async () => {
    const { without, with: found, rows } = await both(abroad, [trip('SG')]);
    expect(said(without).join()).toMatch(/first time from SG/);
    expect(said(found).join()).not.toMatch(/first time from SG|km\/h/);
    expect(found.patterns).toContain('new_country'); // said, without weight
    piece(found, /travel calendar/, rows);
    const elsewhere = await both(abroad, [trip('JP')]);
    expect(elsewhere.with).toEqual({ ...elsewhere.without, facts: [] });
  });

  it('an office is known, an attacker’s address too, whatever the tables say', async () => {
    const label = (kind: ContextFactsOf<'ip-labels'>['kind'], cidr = `${PLACES.bucharest!.ip}/32`): Said => ({
      kind: 'ip-labels',
      facts: { cidr, label: 'L', kind, note: null },
    });
    const office = await both(attacked, [label('office')]);
    piece(office.with, /office of the organisation/, office.rows);
    expect(said(office.with).join()).not.toMatch(/hosting/);
    const bad = await both(attacked, [label('malicious')]);
    expect(piece(bad.with, /labelled as malicious \(L\)/, bad.rows).weight).toBeGreaterThan(1);
    expect(bad.with.questions.from).toMatch(/malicious/);
    const other = await both(attacked, [label('malicious', '10.0.0.0/8')]);
    expect(other.with).toEqual({ ...other.without, facts: [] });
  });

  it('an inventory tells whose device it is', async () => {
    const device = (identity: string): Said => ({
      kind: 'devices',
      facts: { device: 'dt:alice-laptop', identity, name: null, os: null, managed: true, compliant: false, firstSeen: null, lastSeen: null }, // biome-ignore format: one row
    });
    const own = await both(denied, [device(ALICE)]);
    piece(own.with, /identity's own device/, own.rows);
    const other = await both(denied, [device('colleague@corp.example')]);
    piece(other.with, /is colleague@corp.example's/, other.rows);
  });
});

describe('rollouts and requirements', () => {
  const rollout = (scope: string[], from = at('d30 08:00')): Said => ({
    kind: 'rollouts',
    facts: { name: 'Number matching', from, until: from + DAY, scope, note: null },
  });

  it.each([
    ['everybody', ['*'], true],
    ['the department', ['finance'], true],
    ['the person', [ALICE], true],
    ['another department', ['Legal'], false],
  ])('a rollout for %s concerns them: %s', async (_, scope, concerns) => {
    const { with: found, rows } = await both(denied, [rollout(scope), person(ALICE, { department: 'Finance' })]);
    expect(found.patterns.includes('rollout_spike')).toBe(concerns);
    if (concerns) piece(found, /Number matching/, rows);
  });

  it('an application’s level is the one required', async () => {
    const { without, with: found } = await both(denied, [
      { kind: 'app-requirements', facts: { app: 'portal', requiredAal: 3, sensitivity: 'high' } },
    ]);
    expect(without.aal?.required).not.toBe(3);
    expect(found.aal?.required).toBe(3);
    expect(found.facts?.[0]?.text).toBe('portal requires AAL3 and has high sensitivity');
  });
});

describe('the queue', () => {
  it('puts what is at stake, and emergency accounts, before their like', async () => {
    const urgency = async (context: Said[]): Promise<number> => {
      const { opened } = await picture(denied, context);
      return opened.db.read.prepare('SELECT urgency FROM episode').pluck().get() as number;
    };
    const plain = await urgency([person(ALICE)]);
    expect(await urgency([person(ALICE, { privileged: true })])).toBeCloseTo(plain + 0.3);
    expect(await urgency([person(ALICE, { breakGlass: true })])).toBeGreaterThan(plain + 1);
  });
});

describe('who', () => {
  it('names, aliases and rules of the register meet the names of logs', async () => {
    const { seen } = await both(
      [...denied, ...machine],
      [
        person('ALICE@corp.example', { owner: 'Dana', department: 'Finance' }),
        person('nobody@corp.example'),
        person('svc-*', { ownerEmail: 'ops@corp.example' }),
        change('Svc-Backup', 'role_assigned', at('d1 00:00')),
      ],
    );
    const by = new Map(seen.identities.map((identity) => [identity.name.split('@')[0], identity]));
    expect(by.get('alice')).toMatchObject({
      owner: 'Dana',
      about: { department: 'Finance', owner: { from: 'register' } },
    });
    expect(by.get('svc-backup')).toMatchObject({ owner: 'ops@corp.example', about: { owner: { from: 'rule' } } });
    expect(by.get('colleague')).toMatchObject({ owner: 'colleague@corp.example', about: { owner: { from: 'self' } } });
    const db = seen.opened.db.read;
    const ofMachine = contextOfIdentity(db, by.get('svc-backup')!.id);
    expect(ofMachine.map(({ kind }) => kind).sort()).toEqual(['changes', 'identities']);
    expect(ofMachine.flatMap(factOf)).toMatchObject([{ kind: 'changes', text: 'role assigned (CHG-1)' }]);
    const names = db.prepare('SELECT name, iid IS NOT NULL FROM context_match ORDER BY name').raw().all();
    expect(names).toEqual([
      ['ALICE@corp.example', 1],
      ['Svc-Backup', 1],
      ['nobody@corp.example', 0],
      ['svc-*', 1],
    ]);
    expect(seen.one('svc-backup').identity.owner).toBe('ops@corp.example');
    const ledgers = presentFiles(db).map((row) => fileLedger(db, row));
    const register = ledgers.find(({ source }) => source === 'identities');
    expect(register?.matched).toEqual({ matched: 2, unmatched: 1, names: ['nobody@corp.example'] });
    expect(register?.warnings).toEqual([expect.stringMatching(/^1 of 3 names .*: nobody@corp.example$/)]);
    expect(ledgers.find(({ source }) => source === 'changes')?.warnings).toEqual([]);
  });

  it('a machine that nobody owns is an orphan', async () => {
    const { identities, opened } = await picture(machine);
    expect(identities.find(({ name }) => name === 'svc-backup')).toMatchObject({ owner: null, about: { owner: null } });
    const page = identitiesPage(opened.db.read, { search: '', kind: null, orphans: true, offset: 0, limit: 10 });
    expect(page.rows.map(({ name }) => name)).toEqual(['svc-backup']);
    expect(page).toMatchObject({ total: 1, orphans: 1 });
  });

  it('aliases join accounts, with the register as the reason, and never a person with a machine', async () => {
    const rows: Row[] = [...month('alice'), ...month('adm-alice'), ...machine];
    const { identities } = await picture(rows, [person(ALICE, { aliases: ['adm-alice@corp.example', 'svc-backup'] })]);
    const joined = identities.filter(({ joins }) => joins.some(({ key }) => key === 'register'));
    expect(joined).toHaveLength(1);
    expect(joined[0]!.spellings.map(({ name }) => name).sort()).toEqual(['adm-alice@corp.example', ALICE]);
    expect(identities.find(({ name }) => name === 'svc-backup')?.kind).toBe('service_principal');
  });

  it('the register says which sort of machine one is', async () => {
    const { identities } = await picture(machine, [person('svc-backup', { kind: 'agent' })]);
    expect(identities.find(({ name }) => name === 'svc-backup')).toMatchObject({
      kind: 'agent',
      kindBecause: expect.stringContaining('service_principal'),
    });
  });

  it('is matched again when the logs arrive later, and forgotten with its file', async () => {
    const opened = memoryCase();
    say(opened, [request(ALICE, 'jit', { requested: at('d30 10:50') })]);
    await look(opened);
    const unmatched = opened.db.read.prepare('SELECT count(*) FROM context_match WHERE iid IS NULL').pluck();
    expect(unmatched.get()).toBe(1);
    draw(opened, denied);
    expect((await look(opened)).one('alice').patterns).toContain('jit_flow');
    expect(unmatched.get()).toBe(0);
  });

  it('is the same whatever came first', async () => {
    const context = [person(ALICE, { owner: 'Dana' }), person(ALICE, { owner: 'Eve' }), change(ALICE, 'password_reset', at('d29 09:00'))]; // biome-ignore format: one line
    const one = memoryCase();
    draw(one, denied);
    say(one, context);
    const other = memoryCase();
    say(other, context.toReversed());
    draw(other, denied);
    const [a, b] = [await look(one), await look(other)];
    expect(a.episodes).toEqual(b.episodes);
    expect(a.identities).toEqual(b.identities);
    expect(a.one('alice').identity.owner).toMatch(/Dana|Eve/);
    expect(a.identities.find(({ name }) => name === ALICE)?.about?.owner?.because).toMatch(/another row says/);
  });
});
