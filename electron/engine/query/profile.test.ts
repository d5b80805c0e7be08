/** The identity's page over a real case: each fact is counted right and leads to a record or row that is there. */
import { describe, expect, it } from 'vitest';
import { IdentityProfile } from '../../../shared/contract/identities';
import { later, month, picture, type Row, type Said } from '../analyse/testing/picture';
import type { OpenCase, Session } from '../session';
import { contextPlace } from '../store/context';
import { parseEventId } from '../store/event-id';
import { eventRow } from '../store/events';
import { identityOf } from '../store/identity-reads';
import { identityHandlers } from './handlers.identity';
import { unknownHandlers } from './handlers.unknown';

const ALICE = 'alice@corp.example';
const REGISTER: Said[] = [
  {
    kind: 'identities',
    facts: { identity: ALICE, kind: 'human', displayName: null, owner: 'Dana', ownerEmail: null, department: 'Sales', title: null, manager: null, privileged: null, breakGlass: null, homeCountry: 'GB', aliases: [] }, // biome-ignore format: one row
  },
  { kind: 'ip-labels', facts: { cidr: '192.0.2.0/28', label: 'Leeds', kind: 'office', note: null } },
];
const STORY: Row[] = [
  ...month('alice'),
  ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:13', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:14', 'alice', 'imap', 'bucharest', 'stranger'],
  ['d30 02:15', 'alice', 'device code', 'bucharest', 'stranger'],
  ['d30 02:16', 'alice', 'token', 'bucharest', 'stranger'],
  ['d30 02:20', 'alice', 'method registered', 'bucharest', 'stranger'],
  ...Array.from({ length: 20 }, (_, i): Row => [`d${i + 1} 03:00`, 'svc-backup', 'secret ok', 'cloud']),
  ...later(30),
];

async function profile(opened: OpenCase, name: string) {
  const session = { case: () => opened } as unknown as Session;
  const id = opened.db.read.prepare('SELECT id FROM identity WHERE name LIKE ?').pluck().get(`${name}%`) as string;
  const context = { signal: new AbortController().signal, progress: undefined as never };
  const answer = IdentityProfile.parse(await identityHandlers(session)['identities.profile']({ id }, context));
  return { answer, identity: identityOf(opened.db.read, id)! };
}

/** Every reference in an answer: what a person may click. */
function references(value: unknown): string[] {
  if (typeof value === 'string') return /^[ec][0-9a-hjkmnp-tv-z]{11,14}$/.test(value) ? [value] : [];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(references) : [];
}

describe('the page of a person', () => {
  it('counts pathways, places, prompts and hours, each with its records', async () => {
    const { opened } = await picture(STORY, REGISTER);
    const { answer, identity } = await profile(opened, 'alice');
    const counts = (rows: { value: string; accesses: number; denied: number }[]) =>
      rows.map(({ value, accesses, denied }) => [value, accesses, denied]);
    const usual = month('alice').length;
    expect(counts(answer.pathways)).toEqual([
      ['interactive', usual, 3],
      ['non_interactive', 1, 0],
      ['legacy', 1, 0],
      ['device_code', 1, 0],
    ]);
    expect(answer.counted).toBe(usual + 6);
    expect(counts(answer.places.rows)).toEqual([
      ['Leeds, GB', (usual / 3) * 2, 0],
      ['Harrogate, GB', usual / 3, 0],
      ['Bucharest, RO', 3, 3],
    ]);
    expect(answer.zone).toMatchObject({ zone: 'Europe/London', because: 'home in GB, the register says' });
    expect(answer.hours.reduce((sum, cell) => sum + cell.accesses + cell.denied, 0)).toBe(answer.counted);
    // d30 is a Friday; the fifth column of the week.
    expect(answer.hours.find(({ day, hour }) => day === 4 && hour === 2)).toMatchObject({ accesses: 3, denied: 3 });
    expect(answer.prompts.rates.map(({ minutes, most, denied }) => [minutes, most, denied])).toEqual([
      [1, 2, 2],
      [5, 3, 3],
      [10, 3, 3],
      [60, 3, 3],
      [1_440, 4, 0],
    ]);
    expect(answer.networks.rows[0]).toMatchObject({
      value: 'AS64500 Org 64500',
      about: 'office, Leeds, the register says',
    });
    expect(answer.recent.map(({ action }) => action)).toEqual(['user.mfa.factor.activate']);
    expect(answer.aal.rows.map(({ value }) => value)).toContain('AAL1');
    expect(answer.grounds.about).toEqual({ department: answer.grounds.owner, homeCountry: answer.grounds.owner });
    expect(answer.grounds.spellings).toHaveLength(identity.spellings.length);
    expect(answer.grounds.kind).toMatch(/^e/);
    const refs = references(answer);
    expect(refs.length).toBeGreaterThan(40);
    for (const ref of refs) {
      const key = parseEventId(ref);
      expect([ref, key ? eventRow(opened.db.read, key) !== undefined : contextPlace(opened.db.read, ref) !== undefined]).toEqual([ref, true]); // biome-ignore format: one check
    }
  });

  it('knows a machine by its secret and its cadence, and gives it no assurance', async () => {
    const { opened } = await picture(STORY);
    const { answer } = await profile(opened, 'svc-backup');
    expect(answer.pathways.map(({ value }) => value)).toEqual(['app_only']);
    expect(answer.cadence).toEqual({ n: 19, median: 86_400_000, lower: 86_400_000, upper: 86_400_000 });
    expect(answer.aal).toEqual({ rows: [], more: 0, untold: 0 });
    expect(answer.prompts).toMatchObject({ total: 0, rates: [], medianDay: null });
  });

  it('says that nothing is known where nothing was used', async () => {
    const { opened } = await picture([['d1 09:00', 'carol', 'account created', 'office'], ...later(2)]);
    const { answer } = await profile(opened, 'carol');
    expect(answer).toMatchObject({ counted: 0, pathways: [], hours: [], cadence: null });
    expect(answer.zone).toEqual({ zone: 'UTC', because: 'where it lives is not known', row: null });
  });
});

describe('names that no log has', () => {
  it('are reported by name and file, with why, and found again', async () => {
    const travel = (identity: string): Said => ({
      kind: 'travel',
      facts: { identity, from: 0, until: 1, country: 'FR', city: null, note: null },
    });
    const { opened } = await picture(
      [...month('alice'), ['d2 09:00', 'bob', 'push approved', 'office', 'laptop', { actor: { id: '2', name: 'bob', kind: 'human', keys: [{ type: 'object_id', value: '2' }, { type: 'username', value: ALICE }] } }]], // biome-ignore format: one row
      [travel('gone%@corp.example'), travel('other@corp.example'), travel('00u-alice'), travel(ALICE)],
    );
    const handlers = unknownHandlers({ case: () => opened } as unknown as Session);
    const ask = (search: string, offset = 0, limit = 10) =>
      handlers['identities.unknown']({ search, offset, limit }, { signal: new AbortController().signal, progress: undefined as never }); // biome-ignore format: one call
    const all = await ask('');
    expect([all.total, all.unknown, all.named]).toEqual([3, 3, 4]);
    expect(all.rows.map(({ name, why, kind, rows }) => [name, why, kind, rows])).toEqual([
      [ALICE, 'several', 'travel', 1],
      ['gone%@corp.example', 'nobody', 'travel', 1],
      ['other@corp.example', 'nobody', 'travel', 1],
    ]);
    for (const { row } of all.rows) expect(contextPlace(opened.db.read, row)).toBeDefined();
    expect((await ask('gone%')).rows).toHaveLength(1);
    expect((await ask('%')).total).toBe(1);
    expect((await ask('', 2, 10)).rows.map(({ name }) => name)).toEqual(['other@corp.example']);
  });
});
