/** Who is who by the investigator's word: through the real importers, the real analysis and the real custody log. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../shared/model/identity';
import { SidedoorError } from '../../../shared/rpc/errors';
import { verify } from '../case/verify';
import type { Session } from '../session';
import { allIdentities, identityOf } from '../store/identity-reads';
import { identityWords } from '../store/identity-words';
import { joinHandlers } from './handlers.joins';
import { isAnalysed } from './inputs';
import { analyse } from './run';
import { emptyCase, type ImportedCase, ndjson } from './testing/imported';

const duo = (second: number, name: string, email: string, key: string) => ({
  txid: `00000000-0000-4000-8000-0000000000${second}`,
  isotimestamp: `2026-01-05T08:00:${second}+00:00`,
  event_type: 'authentication',
  result: 'success',
  reason: 'user_approved',
  factor: 'duo_push',
  email,
  application: { key: 'DI1', name: 'VPN' },
  access_device: { ip: '198.51.100.7' },
  auth_device: { name: 'phone' },
  user: { key, name },
});
const okta = (second: number, id: string, login: string, displayName: string) => ({
  uuid: `00000000-0000-4000-8000-0000000001${second}`,
  published: `2026-01-05T09:00:${second}.000Z`,
  eventType: 'user.session.start',
  actor: { id, type: 'User', alternateId: login, displayName },
  client: { ipAddress: '198.51.100.7' },
  outcome: { result: 'SUCCESS' },
  target: [],
  debugContext: { debugData: {} },
});

/** One person whom nothing ties together, and two whom a wrongly entered address does. */
const FILES = {
  'okta.ndjson': ndjson([
    okta(10, '00u00000000000000001', 'anna.kolb@corvid.example', 'Anna Kolb'),
    okta(11, '00u00000000000000002', 'ben.roth@corvid.example', 'Ben Roth'),
    okta(12, '00u00000000000000002', 'ben.roth@corvid.example', 'Ben Roth'),
  ]),
  'duo.ndjson': ndjson([
    duo(20, 'annak', '', 'DU00000000000000000A'),
    duo(21, 'clara', 'ben.roth@corvid.example', 'DU00000000000000000C'),
  ]),
};
const MORE = { 'later.ndjson': ndjson([duo(22, 'annak', '', 'DU00000000000000000A'), duo(23, 'clara', 'ben.roth@corvid.example', 'DU00000000000000000C')]) }; // biome-ignore format: one file

let made: ImportedCase;
let handlers: ReturnType<typeof joinHandlers>;
const context = { signal: new AbortController().signal, progress: undefined as never };

const list = (): Identity[] => [...allIdentities(made.opened.db.read)];
const named = (name: string): Identity => list().find((each) => each.spellings.some((one) => one.name === name))!;
const names = (): string[][] => list().map(({ spellings }) => [...new Set(spellings.map(({ name }) => name!))].sort()).sort(); // biome-ignore format: one list
const acts = (): string[] =>
  made.opened.db.read
    .prepare<[], string>(`SELECT json_extract(line, '$.act') FROM custody WHERE line LIKE '%"identity.%' ORDER BY seq`)
    .pluck()
    .all();

beforeEach(async () => {
  made = emptyCase();
  await made.add(FILES);
  await analyse(made.opened);
  const session: Session = {
    version: '0',
    case: () => made.opened,
    current: () => made.opened,
    path: () => '',
    actor: () => ({ name: 'R. Ito, examiner', confirmed: true }),
    setActor: () => {},
    use: () => {},
    exclusive: async (work) => work(),
  };
  handlers = joinHandlers(session);
});
afterEach(() => made.close());

const merge = (why = 'badge 17 is both') =>
  handlers['identities.merge']({ identities: [named('annak').id, named('anna.kolb@corvid.example').id], why }, context);
const split = () => {
  const of = named('clara');
  const spellings = of.spellings.filter(({ name }) => name === 'clara').map(({ source, actor, name }) => ({ source, actor, name })); // biome-ignore format: one list
  return handlers['identities.split']({ identity: of.id, spellings, why: 'the address is her manager’s' }, context);
};

const APART = [['anna.kolb@corvid.example'], ['annak'], ['ben.roth@corvid.example', 'clara']];

describe('merge', () => {
  it('makes identities one, with the reason, until it is taken back', async () => {
    expect(names()).toEqual(APART);
    const ids = list().map(({ id }) => id);
    const word = await merge();
    expect(word).toMatchObject({ act: 'merge', by: expect.stringContaining('test'), why: 'badge 17 is both' });
    expect(names()).toEqual([
      ['anna.kolb@corvid.example', 'annak'],
      ['ben.roth@corvid.example', 'clara'],
    ]);
    const anna = named('annak');
    expect(anna.joins.at(-1)).toMatchObject({ key: 'merged', value: 'badge 17 is both', by: String(word.seq) });
    // Both former ids answer.
    for (const id of ids) expect(identityOf(made.opened.db.read, id)).toBeDefined();
    expect(await handlers['identities.words']({ identity: anna.id }, context)).toEqual([word]);

    await handlers['identities.withdraw']({ seq: word.seq }, context);
    expect(names()).toEqual(APART);
    expect(list().map(({ id }) => id)).toEqual(ids);
    expect(acts()).toEqual(['identity.merge', 'identity.withdraw']);
    expect(identityWords(made.opened.db.read)).toEqual([]);
  });

  it('survives another analysis, further files and the same ones again', async () => {
    await merge();
    const before = list();
    await analyse(made.opened, { force: true });
    expect(list()).toEqual(before);
    await made.add(FILES);
    await analyse(made.opened);
    expect(list()).toEqual(before);
    await made.add(MORE);
    expect(isAnalysed(made.opened.db.read)).toBe(false);
    await analyse(made.opened);
    expect(names()[0]).toEqual(['anna.kolb@corvid.example', 'annak']);
    expect(named('annak').id).toBe(before.find(({ id }) => id === named('annak').id)!.id);
    expect(await verify(made.opened.folder, { signer: null })).toMatchObject({ ok: true });
  });

  it('refuses what is one already and what is in no log', async () => {
    const { id } = named('annak');
    await expect(handlers['identities.merge']({ identities: [id, id], why: 'x' }, context)).rejects.toThrow(
      SidedoorError,
    );
    await expect(handlers['identities.merge']({ identities: [id, 'i0'], why: 'x' }, context)).rejects.toThrow(/no identity/); // biome-ignore format: one line
    await expect(handlers['identities.withdraw']({ seq: 1 }, context)).rejects.toThrow(/no merge or split/);
    expect(acts()).toEqual([]);
  });
});

describe('split', () => {
  it('makes an identity of its own of a spelling, until it is taken back', async () => {
    const before = list();
    const word = await split();
    expect(names()).toEqual([['anna.kolb@corvid.example'], ['annak'], ['ben.roth@corvid.example'], ['clara']]);
    expect(new Set(list().map(({ id }) => id)).size).toBe(4);
    expect(named('ben.roth@corvid.example').id).toBe(before.find(({ spellings }) => spellings.length > 1)!.id);
    await made.add(MORE);
    await analyse(made.opened);
    expect(names()).toEqual([['anna.kolb@corvid.example'], ['annak'], ['ben.roth@corvid.example'], ['clara']]);
    expect(named('clara').events).toBe(2);
    expect(await handlers['identities.words']({ identity: named('clara').id }, context)).toHaveLength(1);
    await handlers['identities.withdraw']({ seq: word.seq }, context);
    expect(names()).toEqual(APART);
    expect(acts()).toEqual(['identity.split', 'identity.withdraw']);
  });

  it('refuses spellings that it has not, and all of them', async () => {
    const { id, spellings } = named('annak');
    const other = { source: 'duo', actor: null, name: 'nobody' };
    await expect(handlers['identities.split']({ identity: id, spellings: [other], why: 'x' }, context)).rejects.toThrow(/no such spelling/); // biome-ignore format: one line
    await expect(handlers['identities.split']({ identity: id, spellings, why: 'x' }, context)).rejects.toThrow(/nothing would be left/); // biome-ignore format: one line
    expect(acts()).toEqual([]);
  });

  it('and merge stand side by side', async () => {
    await split();
    await handlers['identities.merge']({ identities: [named('clara').id, named('annak').id], why: 'a test' }, context);
    expect(names()).toEqual([['anna.kolb@corvid.example'], ['annak', 'clara'], ['ben.roth@corvid.example']]);
  });
});

describe('what may be one', () => {
  it('is told with what it shares, and joined by nobody', async () => {
    await made.add({ 'third.ndjson': ndjson([okta(13, '00u00000000000000003', 'annak@lathe.example', 'Kolb, Anna')]) });
    await analyse(made.opened);
    const { rows, total } = await handlers['identities.suggestions']({ identity: null, offset: 0, limit: 10 }, context);
    expect(total).toBe(2);
    const told = rows.map(({ identities, reasons }) => [identities.map(({ name }) => name).sort(), reasons.map(({ key }) => key)]); // biome-ignore format: one list
    expect(told).toEqual(
      expect.arrayContaining([
        [['anna.kolb@corvid.example', 'annak@lathe.example'], ['display_name']],
        [['annak', 'annak@lathe.example'], ['username']],
      ]),
    );
    const own = await handlers['identities.suggestions'](
      { identity: named('annak').id, offset: 0, limit: 10 },
      context,
    );
    expect(own.total).toBe(1);
  });

  it('tells an address that several accounts have', async () => {
    await made.add({ 'shared.ndjson': ndjson([duo(30, 'dora', 'post@corvid.example', 'DU00000000000000000D'), duo(31, 'emil', 'post@corvid.example', 'DU00000000000000000E')]) }); // biome-ignore format: one file
    await analyse(made.opened);
    const { rows } = await handlers['identities.suggestions'](
      { identity: named('dora').id, offset: 0, limit: 10 },
      context,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.reasons).toEqual([
      { key: 'email', value: 'post@corvid.example', text: expect.stringContaining('shared mailbox') },
    ]);
  });
});
