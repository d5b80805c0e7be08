import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replays as contract } from '../../../shared/contract/replays';
import { Policy, type ReplayCell, type ReplayResult, type ReplayWorld } from '../../../shared/model/replay';
import { episodeHandlers } from '../analyse/handlers';
import { analyse } from '../analyse/run';
import { emptyCase, type ImportedCase } from '../analyse/testing/imported';
import { draw, later, month, type Row } from '../analyse/testing/picture';
import type { Session } from '../session';
import { replayHandlers } from './handlers';

/** 60 pushes each of alice and bob (20 working days, three a day), and what the names of the tests say. */
const STORY: Row[] = [
  ...month('alice'),
  ...month('bob'),
  // Fatigue: three refused, the fourth approved.
  ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:12', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:13', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:14', 'alice', 'push approved', 'bucharest', 'stranger'],
  ['d30 02:20', 'alice', 'method registered', 'bucharest', 'stranger'],
  // A mistake.
  ['d30 08:50', 'bob', 'code wrong', 'office', 'laptop'],
  ['d30 08:51', 'bob', 'code ok', 'office', 'laptop'],
  // A passkey from the second day on.
  ['d1 10:00', 'carol', 'push approved', 'office', 'laptop'],
  ['d2 10:00', 'carol', 'passkey ok', 'office', 'laptop'],
  ['d5 10:00', 'carol', 'push approved', 'office', 'laptop'],
  // An old mail client, and a sign-in whose protocol no record names.
  ['d6 10:00', 'carol', 'imap', 'home', 'laptop'],
  ['d7 10:00', 'carol', 'password only', 'home', 'laptop'],
  // A machine: daily from one network, once from another.
  ...Array.from({ length: 20 }, (_, i): Row => [`d${i + 1} 03:00`, 'svc-stock', 'secret ok', 'cloud']),
  ['d21 03:00', 'svc-stock', 'secret ok', 'rented'],
  ...later(30),
];
const PUSHES = 60 + 60 + 2 + 6; // approved by whom they came to: alice, bob, carol, the colleague

let made: ImportedCase;
let session: Session;
let handlers: ReturnType<typeof replayHandlers>;

const context = { signal: new AbortController().signal, progress: () => {} };
const bare = { signal: context.signal, progress: undefined as never };
const replayed = async (...policies: unknown[]): Promise<ReplayResult> =>
  handlers['replay.run'](
    contract['replay.run'].in.parse({ policies: policies.map((each) => Policy.parse(each)) }),
    context,
  );
const alone = async (policy: unknown): Promise<ReplayWorld> => (await replayed(policy)).worlds[0]!;
const cells = ({ cells: all }: ReplayWorld): Partial<Record<ReplayCell, number>> =>
  Object.fromEntries(Object.entries(all).filter(([, n]) => n > 0));

beforeAll(async () => {
  made = emptyCase();
  draw(made.opened, STORY);
  await analyse(made.opened);
  session = {
    version: '0',
    case: () => made.opened,
    current: () => made.opened,
    path: () => '',
    actor: () => ({ name: 'R. Ito, examiner', confirmed: true }),
    setActor: () => {},
    use: () => {},
    exclusive: async (work) => work(),
  };
  handlers = replayHandlers(session);
});
afterAll(() => made.close());

describe('the case as it was', () => {
  it('counts prompts, refusals, sign-ins and compromises', async () => {
    const { before, worlds, tuning, friction } = await replayed();
    expect(worlds).toEqual([]);
    expect(before).toMatchObject({
      prompts: PUSHES + 3 + 1 + 2 + 1, // alice's attack, bob's codes, carol's passkey
      refusals: 4,
      denials: 4,
      compromises: 1,
      signIns: PUSHES + 1 + 1 + 2 + 21, // bob's code, the passkey, mail and password, the machine
    });
    expect(before.promptsOver.reduce((sum, n) => sum + n)).toBe(before.prompts);
    expect(before.refusalsOver.reduce((sum, n) => sum + n)).toBe(4);
    expect(tuning[0]).toMatchObject({ assurance: 'raises', compromises: 1, denials: 3 });
    expect(tuning.map(({ policy }) => policy?.id)).toContain('number_matching');
    expect(friction.people.map(({ name, denials, attackDenials, honestDenials }) => [name, denials, attackDenials, honestDenials])).toEqual([
      ['alice@corp.example', 3, 3, 0],
      ['bob@corp.example', 1, 0, 1],
    ]); // biome-ignore format: a table
  });
});

describe('one policy', () => {
  it('number matching: a tap opens nothing, prompts stay', async () => {
    const world = await alone({ id: 'number_matching' });
    expect(cells(world)).toEqual({ denials_added: 1, intruder_refused: 1, honest_harder: PUSHES });
    expect(world.compromises).toMatchObject([{ identity: 'alice@corp.example', state: 'prevented' }]);
  });

  it('number matching for another application: nothing', async () => {
    expect(cells(await alone({ id: 'number_matching', apps: ['Vault'] }))).toEqual({});
    expect(cells(await alone({ id: 'number_matching', apps: ['portal'] }))).toMatchObject({ intruder_refused: 1 });
  });

  it('phishing-resistant: who never used one is refused, who did takes it', async () => {
    const world = await alone({ id: 'phishing_resistant' });
    // Carol's push of the fifth day and her password become a passkey; her mail client cannot ask, all others are refused.
    expect(cells(world)).toEqual({
      prompts_saved: PUSHES - 1 + 3 + 1 + 2, // all but carol's own, which becomes another prompt
      prompts_added: 1,
      denials_saved: 4,
      denials_added: PUSHES - 1 + 1 + 1 + 1, // with bob's code, the mail client and the intruder
      intruder_refused: 1,
      honest_refused: PUSHES - 1 + 1 + 1,
      honest_harder: 2,
    });
    expect(world.honestIdentities).toBe(4);
    expect(world.compromises[0]!.state).toBe('prevented');
  });

  it.each([
    [3, { prompts_saved: 1, denials_added: 1, intruder_refused: 1 }, 'prevented'],
    [2, { prompts_saved: 2, denials_saved: 1, denials_added: 1, intruder_refused: 1 }, 'prevented'],
    [4, {}, 'open'],
  ])('a limit of %i prompts in 10 min', async (prompts, counts, state) => {
    const world = await alone({ id: 'prompt_limit', prompts, minutes: 10 });
    expect(cells(world)).toEqual(counts);
    expect(world.compromises[0]!.state).toBe(state);
  });

  it('a window that is over counts no more', async () => {
    // 02:11 is out of the window of 02:13 and 02:14.
    expect(cells(await alone({ id: 'prompt_limit', prompts: 2, minutes: 2 }))).toEqual({});
    expect(cells(await alone({ id: 'prompt_limit', prompts: 1, minutes: 2 }))).toEqual({
      prompts_saved: 2, // 02:12, and 02:14 after 02:13
      denials_saved: 1,
      denials_added: 1,
      intruder_refused: 1,
    });
  });

  const BUCHAREST = { prompts_saved: 4, denials_saved: 3, denials_added: 1, intruder_refused: 1 };
  it.each([
    ['the country', { countries: ['RO'] }, BUCHAREST],
    ['its kind of network', { networks: ['hosting'] }, BUCHAREST],
    ['all but the own country', { countries: ['GB'], mode: 'allow' }, BUCHAREST],
    ['another country', { countries: ['VN'] }, {}],
    ['kind of network, machines too', { networks: ['hosting'], who: 'everyone' }, { ...BUCHAREST, denials_added: 22, honest_refused: 21 }],
  ])('blocking %s', async (_name, settings, counts) => {
    expect(cells(await alone({ id: 'place_block', ...settings }))).toEqual(counts);
  }); // biome-ignore format: a table

  it('legacy off: the mail client, and what cannot be told', async () => {
    const world = await alone({ id: 'legacy_off' });
    expect(cells(world)).toMatchObject({ denials_added: 1, honest_refused: 1 });
    expect(world.undetermined).toEqual([{ why: 'the log does not name the protocol', count: 1 }]);
    expect(world.compromises[0]!.state).toBe('open');
  });

  it.each([
    ['its first days', {}, 1],
    ['ranges that hold both', { cidrs: ['192.0.2.0/24', '203.0.113.0/24'] }, 0],
    ['a range that holds neither', { cidrs: ['10.0.0.0/8'] }, 21],
  ])('a workload location by %s', async (_name, settings, refused) => {
    const world = await alone({ id: 'workload_location', ...settings });
    expect(cells(world)).toEqual(refused === 0 ? {} : { denials_added: refused, honest_refused: refused });
  });
});

describe('several policies', () => {
  it('are told alone and together; what one refuses the others do not count again', async () => {
    const { worlds } = await replayed(
      { id: 'prompt_limit', prompts: 2, minutes: 10 },
      { id: 'place_block', countries: ['RO'] },
      { id: 'legacy_off' },
    );
    expect(worlds.map(({ policies }) => policies)).toEqual([[0], [1], [2], [0, 1, 2]]);
    expect(cells(worlds[0]!)).toMatchObject({ prompts_saved: 2, denials_saved: 1 });
    expect(cells(worlds[3]!)).toEqual({
      prompts_saved: 4,
      denials_saved: 3,
      denials_added: 2,
      intruder_refused: 1,
      honest_refused: 1,
      undetermined: 1,
    });
  });

  it('are the same twice, and say what they take for granted', async () => {
    const ask = () => replayed({ id: 'number_matching' }, { id: 'legacy_off' });
    const [one, two] = [await ask(), await ask()];
    expect({ ...two, run: '' }).toEqual({ ...one, run: '' });
    expect(one.assumptions.join(' ')).toContain('talks the person into typing it');
  });
});

describe('down to the event', () => {
  it('shows as many events as it counted, in order of time, page by page', async () => {
    const { run, worlds } = await replayed({ id: 'place_block', countries: ['RO'] });
    const page = async (cell: ReplayCell, offset = 0, limit = 100) =>
      handlers['replay.events']({ run, world: 0, cell, offset, limit }, bare);
    for (const [cell, n] of Object.entries(worlds[0]!.cells)) {
      const { rows, total } = await page(cell as ReplayCell);
      expect([cell, rows.length, total]).toEqual([cell, n, n]);
    }
    const saved = await page('denials_saved');
    expect(saved.rows.map(({ time, outcome }) => [time.slice(11, 16), outcome])).toEqual([
      ['02:11', 'denied_by_user'],
      ['02:12', 'denied_by_user'],
      ['02:13', 'denied_by_user'],
    ]);
    expect((await page('denials_saved', 2, 5)).rows.map(({ id }) => id)).toEqual([saved.rows[2]!.id]);
  });

  it('forgets old runs, and says so', async () => {
    const { run } = await replayed({ id: 'legacy_off' });
    await replayed({ id: 'legacy_off' });
    await replayed({ id: 'legacy_off' });
    expect(() => handlers['replay.events']({ run, world: 0, cell: 'undetermined', offset: 0, limit: 1 }, bare)).toThrow(
      'no longer kept',
    );
  });

  it('stops when it is cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(
      handlers['replay.run']({ policies: [], range: null }, { signal: abort.signal, progress: () => {} }),
    ).rejects.toThrow();
  });
});

describe('scenarios', () => {
  it('are kept in the custody log, marked when the findings changed, and can be taken out', async () => {
    const { run } = await replayed({ id: 'number_matching' });
    const saved = await handlers['replay.save']({ run, name: 'Numbers', note: 'for the board' }, bare);
    expect(saved).toMatchObject({ name: 'Numbers', note: 'for the board', by: 'test', current: true });
    expect(saved.result.worlds[0]!.cells.intruder_refused).toBe(1);

    const episodes = episodeHandlers(session);
    const [row] = (
      await episodes['episodes.queue'](
        { state: 'all', search: '', range: null, identities: null, group: 'none', open: [], offset: 0, limit: 1 },
        bare,
      )
    ).rows;
    await episodes['episodes.decide']({ id: row!.id, verdict: 'friction', action: 'none', why: 'a drill' }, bare);
    expect((await handlers['replay.saved']({}, bare))[0]!.current).toBe(false);
    // The investigator's word counts: no compromise is left to prevent.
    const again = await replayed({ id: 'number_matching' });
    expect(again.before.compromises).toBe(0);
    expect(cells(again.worlds[0]!)).toEqual({ honest_harder: PUSHES + 1 });

    await handlers['replay.remove']({ id: saved.id }, bare);
    expect(await handlers['replay.saved']({}, bare)).toEqual([]);
    await expect(handlers['replay.remove']({ id: saved.id }, bare)).rejects.toThrow('no saved scenario');
  });
});
