/** The investigator rules: numbers, noise, merging and splitting; each kept, each undoable, each a line of custody. */
import { beforeEach, describe, expect, it } from 'vitest';
import { rules as contract } from '../../../shared/contract/rules';
import type { CustodyEntry } from '../../../shared/model/case';
import { linksOf } from '../../../shared/model/episode';
import { DAY } from '../../../shared/model/time';
import type { OpenCase, Session } from '../session';
import { allEpisodes } from '../store/episode-reads';
import { episodeHandlers } from './handlers';
import { ruleHandlers } from './handlers.rules';
import { analyse } from './run';
import { draw, later, look, memoryCase, month, type Row, say } from './testing/picture';
import { ownValues, rulesOf, thresholdFaults, thresholds } from './thresholds';

const nights: Row[] = [1, 2, 3, 4, 5, 6, 7].map((day) => [`d${day} 01:30`, 'svc-stock', 'secret ok', 'cloud']);
const loop: Row[] = Array.from({ length: 12 }, (_, i) => [`d9 0${1 + Math.floor(i / 6)}:${(i % 6) * 10 || '00'}`, 'svc-stock', 'secret wrong', 'cloud']); // biome-ignore format: one line
const story: Row[] = [
  ...month('alice'),
  ...month('bob'),
  ...month('root'),
  ...nights,
  ...loop,
  ['d29 08:50', 'bob', 'code wrong', 'office', 'laptop'],
  ['d29 08:51', 'bob', 'code ok', 'office', 'laptop'],
  ['d29 16:50', 'bob', 'code wrong', 'office', 'laptop'],
  ['d29 16:52', 'bob', 'code wrong', 'office', 'laptop'],
  ['d29 16:54', 'bob', 'code wrong', 'office', 'laptop'],
  ['d29 16:56', 'bob', 'code ok', 'office', 'laptop'],
  ['d29 11:00', 'root', 'code wrong', 'office', 'laptop'],
  ['d29 11:01', 'root', 'code ok', 'office', 'laptop'],
  ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:12', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:13', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:14', 'alice', 'push approved', 'bucharest', 'stranger'],
  ...later(30),
];

const NOW = Date.now(); // suppressions end by the clock on the wall
const until = (days: number): string => new Date(NOW + days * DAY).toISOString();
const { signal } = new AbortController();
const context = { signal, progress: undefined as never };
const asJob = { signal, progress: () => {} };

let opened: OpenCase;
let rules: ReturnType<typeof ruleHandlers>;
let episodes: ReturnType<typeof episodeHandlers>;
let acts: { act: string; detail: Record<string, unknown> }[];

beforeEach(async () => {
  opened = memoryCase();
  acts = [];
  const { append } = opened.custody;
  opened.custody.append = (act, detail): CustodyEntry => {
    acts.push({ act, detail });
    return append(act, detail);
  };
  draw(opened, story);
  say(opened, [{ kind: 'identities', facts: { identity: 'root@corp.example', kind: 'human', displayName: null, owner: 'Security', ownerEmail: null, department: null, title: null, manager: null, privileged: true, breakGlass: true, homeCountry: null, aliases: [] } }]); // biome-ignore format: one row
  await analyse(opened);
  const session: Session = {
    version: '0',
    case: () => opened,
    current: () => opened,
    path: () => '',
    actor: () => ({ name: 'R. Ito, examiner', confirmed: true }),
    setActor: () => {},
    use: () => {},
    exclusive: async (work) => work(),
  };
  rules = ruleHandlers(session, { now: () => NOW });
  episodes = episodeHandlers(session, { now: () => NOW });
});

const printed = (): string => [...allEpisodes(opened.db.read)].map((one) => JSON.stringify(one)).join('\n');
const of = async (who: string) => (await look(opened)).of(who);
const lines = (act: string) => acts.filter((one) => one.act === act).map(({ detail }) => detail);

describe('thresholds', () => {
  it('are told with unit, limits and why; the own numbers lie within the limits', () => {
    const all = thresholds();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const one of all) {
      expect(one.about.length, one.id).toBeGreaterThan(10);
      expect(one.default, one.id).toBeGreaterThanOrEqual(one.least);
      expect(one.default, one.id).toBeLessThanOrEqual(one.most);
      expect(thresholdFaults({ [one.id]: one.default }), one.id).toEqual([]);
    }
    expect(ownValues(Object.fromEntries(all.map(({ id, default: value }) => [id, value])))).toEqual({});
  });

  it('reach the stages in their own units, and nothing else moves', () => {
    const usual = rulesOf();
    const other = rulesOf({ 'episodes.burst': 5, 'links.least': 0.9, 'usual.thin': 9 });
    expect(other.gather).toEqual({ ...usual.gather, burstMs: 300_000, linked: expect.closeTo(Math.log(9), 9) });
    expect(other.habits.thin).toBe(9);
    expect(other.verdict).toEqual(usual.verdict);
  });

  it.each([
    [{ 'episodes.burst': 0 }, 'Burst must lie between'],
    [{ 'usual.thin': 2.5 }, 'whole number'],
    [{ 'no.such': 1 }, 'no threshold no.such'],
    [{ 'episodes.burst': Number.NaN }, 'Burst must lie between'],
  ])('%o is refused', async (values, why) => {
    await expect(async () => rules['thresholds.set']({ values, why: 'x' }, asJob)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(why),
    });
  });

  it('show their effect before they are kept, and what is then kept is what was shown', async () => {
    const before = printed();
    const values = { 'episodes.slow': 12, 'episodes.burst': 600 };
    const shown = await rules['thresholds.preview']({ values }, asJob);
    expect(printed()).toBe(before);
    expect(shown).toMatchObject({ appeared: 0, vanished: 1, moved: 1 });
    const [kept, gone] = await of('bob');
    expect(shown.list).toMatchObject([
      { kind: 'moved', episode: kept!.id, moved: expect.arrayContaining(['denials']), before: { denials: 1 } },
      { kind: 'vanished', episode: gone!.id, other: kept!.id, after: null },
    ]);
    const done = await rules['thresholds.set']({ values, why: 'shift work' }, asJob);
    expect(done.changes).toEqual(shown);
    expect(done.set).toMatchObject({ version: 1, why: 'shift work', by: 'R. Ito, examiner' });
    expect(await of('bob')).toHaveLength(1);
    expect(lines('thresholds')).toEqual([
      { version: 1, why: 'shift work', before: { version: 0, own: {} }, after: { version: 1, own: ownValues(values) } },
    ]);
    const [run] = await rules['analysis.changes']({ limit: 5 }, context);
    expect(run).toMatchObject({ because: ['thresholds'], thresholds: 1, vanished: 1, list: shown.list });
    contract['analysis.changes'].out.parse([run]);

    // And back: a version of its own, the findings to the byte those of before.
    const back = await rules['thresholds.set']({ values: {}, why: 'no shift work after all' }, asJob);
    expect(back.set.version).toBe(2);
    expect(back.changes).toMatchObject({ appeared: 1, vanished: 0, moved: 1 });
    expect(back.changes!.list.find(({ kind }) => kind === 'appeared')).toMatchObject({ other: kept!.id });
    expect(printed()).toBe(before);
    expect(await rules['thresholds.history']({}, context)).toMatchObject([{ own: values }, { own: {} }]);
  });

  it('of patterns count too', async () => {
    const { list } = await rules['thresholds.preview']({ values: { 'retry_loop.failures': 50 } }, asJob);
    expect(list.map(({ kind, moved }) => [kind, moved.includes('patterns')])).toEqual([['moved', true]]);
  });

  it('of what is new: how much history it needs', async () => {
    const { list } = await rules['thresholds.preview']({ values: { 'usual.half_person': 1_000 } }, asJob);
    const alice = list.find(({ identity }) => identity.startsWith('alice'));
    expect(alice?.moved).toContain('confidence');
    const unseen = async (): Promise<number> =>
      (await of('alice'))[0]!.for
        .filter(({ text }) => /never used|first time/.test(text))
        .reduce((sum, { weight }) => sum + weight, 0);
    const usual = await unseen();
    expect(usual).toBeGreaterThan(0.3);
    await rules['thresholds.set']({ values: { 'usual.half_person': 1_000 }, why: 'short history' }, asJob);
    expect(await unseen()).toBeLessThan(usual / 4);
  });

  it('weigh patterns, each by its own; what only marks has no weight to set', async () => {
    const weight = async (): Promise<number> =>
      (await of('alice'))[0]!.for.find(({ text }) => text.includes('prompts refused'))?.weight ?? 0;
    const usual = await weight();
    await rules['thresholds.set']({ values: { 'push_fatigue.weight': 0.5 }, why: 'heard on the phone' }, asJob);
    expect(usual).toBeGreaterThan(0.5);
    expect(await weight()).toBeCloseTo(usual / 2, 2);
    expect(thresholds().map(({ id }) => id)).not.toContain('delayed_log.weight');
    expect(thresholdFaults({ 'push_fatigue.weight': 9 })).toHaveLength(1);
  });

  it('can be looked at no longer when cancelled, and nothing has changed', async () => {
    const before = printed();
    const abort = new AbortController();
    const cancelled = rules['thresholds.preview'](
      { values: { 'verdict.margin': 3 } },
      { signal: abort.signal, progress: (() => abort.abort(new Error('enough'))) as never },
    );
    await expect(cancelled).rejects.toThrow('enough');
    expect(printed()).toBe(before);
  });
});

describe('a change that is cancelled while it is saved', () => {
  it('is taken back, in the custody log too, and the findings are those of what stands', async () => {
    const abort = new AbortController();
    const cancelled = rules['thresholds.set'](
      { values: { 'verdict.margin': 3 }, why: 'fewer alarms' },
      { signal: abort.signal, progress: (() => abort.abort(new Error('enough'))) as never },
    );
    await expect(cancelled).rejects.toThrow('enough');
    const { set, thresholds: all } = rules['thresholds.get']({}, context) as { set: { version: number; why: string }; thresholds: { id: string; value: number }[] }; // biome-ignore format: one line
    expect(set).toMatchObject({ version: 2, why: 'taken back: the analysis under it was cancelled' });
    expect(all.find(({ id }) => id === 'verdict.margin')!.value).toBe(1);
    expect(acts.filter(({ act }) => act === 'thresholds')).toHaveLength(2);
    const before = printed();
    await analyse(opened);
    expect(printed()).toBe(before);
  });
});

describe('noise', () => {
  const query = 'kind:service_principal pattern:retry_loop';
  const queue = (state: 'open' | 'suppressed' | 'all') =>
    episodes['episodes.queue'](
      { state, search: '', range: null, identities: null, group: 'none', open: [], offset: 0, limit: 50 },
      context,
    );

  it('is shown before it is hidden, is counted and reached afterwards, and comes back', async () => {
    const before = printed();
    const shown = await rules['suppressions.preview']({ query, limit: 10 }, context);
    expect(shown).toMatchObject({ episodes: 1, events: 12, fresh: 1, keptTotal: 0 });
    const one = await rules['suppressions.add']({ query, why: 'known backup job', expires: until(30) }, context);
    expect(one).toMatchObject({ state: 'standing', episodes: 1, events: 12, by: 'R. Ito, examiner' });
    const open = await queue('open');
    expect(open.rows.map(({ identity }) => identity.name)).not.toContain('svc-stock');
    expect(open.suppressed).toBe(1);
    const hidden = await queue('suppressed');
    expect(hidden.rows.map(({ id }) => id)).toEqual(shown.list.map(({ id }) => id));
    expect(hidden.rows[0]!.suppressed).toMatchObject({ id: one.id, why: 'known backup job' });
    expect((await queue('all')).rows).toHaveLength(open.all);
    expect([...allEpisodes(opened.db.read, 'suppressed:yes')].map(({ id }) => id)).toEqual(hidden.rows.map(({ id }) => id)); // biome-ignore format: one line

    // Kept across an analysis and more evidence.
    draw(opened, [['d31 12:00', 'alice', 'push approved', 'office', 'laptop']], 'more');
    await analyse(opened);
    expect((await queue('suppressed')).rows).toHaveLength(1);
    await rules['suppressions.withdraw']({ id: one.id }, context);
    expect((await queue('open')).suppressed).toBe(0);
    await rules['suppressions.restore']({ id: one.id }, context);
    expect((await queue('open')).suppressed).toBe(1);
    await rules['suppressions.withdraw']({ id: one.id }, context);
    await expect(rules['suppressions.withdraw']({ id: one.id }, context)).rejects.toMatchObject({ code: 'conflict' });
    expect(acts.map(({ act }) => act).filter((act) => act !== 'analyse')).toEqual([
      'suppress',
      'suppress.withdraw',
      'suppress.restore',
      'suppress.withdraw',
    ]);
    expect(lines('suppress')[0]).toMatchObject({ query, until: until(30), hides: { episodes: 1, events: 12 } });
    expect(before.split('\n')).toHaveLength(printed().split('\n').length);
  });

  it('leaves the printed findings to the byte what they were once it is taken back', async () => {
    const before = printed();
    const one = await rules['suppressions.add']({ query, why: 'x', expires: until(1) }, context);
    expect(printed()).not.toBe(before);
    await analyse(opened, { force: true });
    await rules['suppressions.withdraw']({ id: one.id }, context);
    expect(printed()).toBe(before);
    await analyse(opened, { force: true });
    expect(printed()).toBe(before);
  });

  it('never is what looks like an attack, nor an emergency account', async () => {
    const shown = await rules['suppressions.preview']({ query: 'denials:>0', limit: 50 }, context);
    expect(shown.kept.map(({ identity, because }) => [identity.split('@')[0], because])).toEqual([
      ['root', 'emergency account'],
      ['alice', 'likely compromise'],
    ]);
    await rules['suppressions.add']({ query: 'denials:>0', why: 'x', expires: until(1) }, context);
    expect((await queue('open')).rows.map(({ identity }) => identity.name.split('@')[0])).toEqual(['alice', 'root']);
  });

  it('ends by itself', async () => {
    const { id } = await rules['suppressions.add']({ query, why: 'x', expires: until(1) }, context);
    opened.db.write.prepare('UPDATE suppression SET expires = ? WHERE id = ?').run(NOW - 1, id);
    expect((await queue('open')).suppressed).toBe(0);
    expect(await rules['suppressions.list']({}, context)).toMatchObject([{ id, state: 'expired' }]);
  });

  it.each([
    ['nothing fits', 'identity:nobody', 1, 'conflict'],
    ['the day is past', query, -1, 'bad-input'],
    ['the day is years away', query, 900, 'bad-input'],
    ['the query cannot be read', 'verdct:friction', 1, 'bad-input'],
  ])('is refused where %s', async (_, wanted, days, code) => {
    await expect(rules['suppressions.add']({ query: wanted, why: 'x', expires: until(days) }, context)).rejects.toMatchObject({ code }); // biome-ignore format: one line
    expect(lines('suppress')).toEqual([]);
  });
});

describe('merging and splitting', () => {
  it('makes one of two, keeps it over more evidence in any order, and takes it back', async () => {
    const before = printed();
    const [one, two] = await of('bob');
    const merged = await rules['episodes.merge']({ id: two!.id, other: one!.id, why: 'one bad token' }, context);
    expect(merged).toMatchObject({ episode: one!.id, changes: { vanished: 1, moved: 1 } });
    const [whole] = await of('bob');
    expect(whole).toMatchObject({ id: one!.id, denials: 4, start: one!.start, end: two!.end });
    expect(whole!.aliases).toContain(two!.id);
    expect(whole!.events).toEqual([...one!.events, ...two!.events]);
    draw(opened, [['d28 20:00', 'bob', 'code wrong', 'office', 'laptop']], 'earlier');
    await analyse(opened);
    const after = await of('bob');
    expect(after.map(({ denials }) => denials).reduce((a, b) => a + b)).toBe(5);
    expect(after.find(({ events }) => events.includes(two!.events[0]!))!.events).toContain(one!.events[0]);
    expect(lines('regroup')).toMatchObject([{ act: 'merge', episode: one!.id, other: two!.id, why: 'one bad token' }]);
    await rules['regroups.withdraw']({ seq: merged.word.seq }, context);
    expect(printed().split('\n').length).toBeGreaterThanOrEqual(before.split('\n').length);
    expect(await rules['regroups.list']({}, context)).toEqual([]);
    await expect(rules['regroups.withdraw']({ seq: merged.word.seq }, context)).rejects.toMatchObject({ code: 'conflict' }); // biome-ignore format: one line
  });

  it('leaves the findings to the byte what they were once taken back', async () => {
    const before = printed();
    const [one, two] = await of('bob');
    const merged = await rules['episodes.merge']({ id: one!.id, other: two!.id, why: 'x' }, context);
    const split = await rules['episodes.split']({ id: two!.id, event: two!.events[1]!, why: 'x' }, context);
    await rules['regroups.withdraw']({ seq: split.word.seq }, context);
    await rules['regroups.withdraw']({ seq: merged.word.seq }, context);
    expect(printed()).toBe(before);
  });

  it('of two words on one access the newest stands in what is shown and in what is weighed', async () => {
    const [whole] = await of('alice');
    const { event } = whole!.followedBy[0]!;
    const review = (id: string, word: 'confirmed' | 'rejected') =>
      episodes['links.review']({ episode: id, event, review: word, why: 'asked' }, context);
    const told = async () =>
      (await of('alice')).map(({ id, verdict, followed, ...links }) => [
        id,
        verdict,
        followed,
        linksOf(links).map((link) => link.review),
      ]);
    const split = await rules['episodes.split']({ id: whole!.id, event: whole!.events[1]!, why: 'two' }, context);
    await review(whole!.id, 'rejected');
    await review(split.episode, 'confirmed');
    await rules['episodes.merge']({ id: whole!.id, other: split.episode, why: 'one' }, context);
    expect(await told()).toEqual([[whole!.id, 'likely_compromise', 'yes', ['confirmed']]]);
    await review(whole!.id, 'rejected');
    expect(await told()).toEqual([[whole!.id, 'attempted_abuse', 'no', ['rejected']]]);
    await analyse(opened, { force: true });
    expect(await told()).toEqual([[whole!.id, 'attempted_abuse', 'no', ['rejected']]]);
  });

  it('a link that was rejected is no access of the parts of a split either', async () => {
    const [whole] = await of('alice');
    const { event } = whole!.followedBy[0]!;
    await episodes['links.review']({ episode: whole!.id, event, review: 'rejected', why: 'her own' }, context);
    expect((await of('alice'))[0]).toMatchObject({ followed: 'no', followedBy: [], rejected: [{ event }] });
    await rules['episodes.split']({ id: whole!.id, event: whole!.events[1]!, why: 'two causes' }, context);
    const told = async () =>
      (await of('alice')).map((part) => [
        part.followed,
        part.followedBy.length,
        linksOf(part).map((link) => link.event),
      ]);
    const parts = await told();
    expect(parts).toHaveLength(2);
    expect(parts.every(([followed, links]) => followed === 'no' && links === 0)).toBe(true);
    expect(parts.at(-1)![2]).toContain(event);
    await analyse(opened, { force: true });
    expect(await told()).toEqual(parts);
  });

  it('begins an episode at a denial; what came before stays', async () => {
    const [, two] = await of('bob');
    const split = await rules['episodes.split']({ id: two!.id, event: two!.events[1]!, why: 'another cause' }, context);
    const parts = (await of('bob')).slice(1);
    expect(parts.map(({ events }) => events)).toEqual([two!.events.slice(0, 1), two!.events.slice(1)]);
    expect(split.episode).toBe(parts[1]!.id);
    expect(split.changes!.list.find(({ kind }) => kind === 'appeared')).toMatchObject({ other: two!.id });
    await analyse(opened, { force: true });
    expect((await of('bob')).slice(1)).toEqual(parts);

    // Merging what was split by hand puts it together again.
    await rules['episodes.merge']({ id: two!.id, other: split.episode, why: 'the same cause' }, context);
    expect((await of('bob'))[1]!.events).toEqual(two!.events);
  });

  it('is of one identity, and of a later denial', async () => {
    const [[bob], [alice]] = [await of('bob'), await of('alice')];
    const refused = async (work: Promise<unknown> | unknown, code: string) =>
      expect(Promise.resolve(work)).rejects.toMatchObject({ code });
    await refused(rules['episodes.merge']({ id: bob!.id, other: alice!.id, why: 'x' }, context), 'bad-input');
    await refused(rules['episodes.merge']({ id: bob!.id, other: bob!.id, why: 'x' }, context), 'conflict');
    await refused(rules['episodes.split']({ id: alice!.id, event: alice!.events[0]!, why: 'x' }, context), 'bad-input');
    await refused(rules['episodes.split']({ id: alice!.id, event: bob!.events[0]!, why: 'x' }, context), 'not-found');
    expect(lines('regroup')).toEqual([]);
  });
});

it('tells what a new import changed, and nothing of the first run', async () => {
  expect(await rules['analysis.changes']({ limit: 5 }, context)).toEqual([]);
  draw(opened, [['d32 02:00', 'bob', 'push denied', 'hanoi', 'stranger']], 'more');
  const { changes } = await analyse(opened);
  expect(changes).toMatchObject({ appeared: 1, vanished: 0 });
  expect(lines('analyse').at(-1)).toMatchObject({ thresholds: 0, changes: { appeared: 1, vanished: 0 } });
  expect((await rules['analysis.changes']({ limit: 5 }, context))[0]).toMatchObject({ because: ['evidence'], appeared: 1 }); // biome-ignore format: one line
  expect((await analyse(opened)).changes).toBeNull();
});
