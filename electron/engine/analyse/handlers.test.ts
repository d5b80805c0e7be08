import { beforeEach, describe, expect, it } from 'vitest';
import { Card, episodes as contract } from '../../../shared/contract/episodes';
import type { CustodyEntry } from '../../../shared/model/case';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { OpenCase, Session } from '../session';
import { episodeHandlers } from './handlers';
import { analyse } from './run';
import { draw, later, memoryCase, month, type Row } from './testing/picture';

const story: Row[] = [
  ...month('alice'),
  ...month('bob'),
  ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:12', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:13', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:14', 'alice', 'push approved', 'bucharest', 'stranger'],
  ['d30 02:20', 'alice', 'method registered', 'bucharest', 'stranger'],
  ['d30 08:50', 'bob', 'code wrong', 'office', 'laptop'],
  ['d30 08:51', 'bob', 'code ok', 'office', 'laptop'],
  ...later(30),
];

let opened: OpenCase;
let handlers: ReturnType<typeof episodeHandlers>;
let acts: { act: string; detail: Record<string, unknown> }[];
const context = { signal: new AbortController().signal, progress: undefined as never };

beforeEach(async () => {
  opened = memoryCase();
  acts = [];
  const { append } = opened.custody;
  opened.custody.append = (act, detail): CustodyEntry => {
    // The analysis writes its own lines; here the investigator's are looked at.
    if (act === 'analyse') return append(act, detail);
    acts.push({ act, detail });
    return append(act, detail);
  };
  draw(opened, story);
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
  handlers = episodeHandlers(session, { now: () => Date.UTC(2026, 1, 3, 9) });
});

const queue = async (over: object = {}) =>
  handlers['episodes.queue'](contract['episodes.queue'].in.parse(over), context);
const top = async () => (await queue()).rows[0]!;

describe('the queue', () => {
  it('puts the most urgent first, with a line that says why', async () => {
    const { rows, total, open, all } = await queue();
    expect([total, open, all]).toEqual([2, 2, 2]);
    expect(rows.map(({ identity, verdict, summary, state }) => [identity.name, verdict, summary, state])).toEqual([
      ['alice@corp.example', 'likely_compromise', '3 push denials, then approved · new country RO', 'new'],
      ['bob@corp.example', 'friction', '1 wrong code · usual place, own sign-in 60 s later', 'new'],
    ]);
  });

  it.each([
    ['bucharest', 1],
    ['verdict:friction', 1],
    ['pattern:push_fatigue -country:GB', 1],
    ['identity:bob OR ip:203.0.113.47', 2],
    ['denials:>=3', 1],
    ['link:approved_after_denials', 1],
    ['nobody', 0],
  ])('finds %s', async (search, n) => {
    expect((await queue({ search })).total).toBe(n);
  });

  it('points at a mistake in the query', async () => {
    await expect(queue({ search: 'verdct:friction' })).rejects.toMatchObject({
      code: 'bad-input',
      where: 'query, character 1',
    });
  });

  it('narrows by time, identity and state', async () => {
    const { identity, id } = await top();
    expect((await queue({ identities: [identity.id] })).total).toBe(1);
    const day = Date.UTC(2026, 0, 30);
    expect((await queue({ range: { from: day, to: day + 3 * 3_600_000 } })).total).toBe(1);
    await handlers['episodes.decide']({ id, verdict: 'likely_compromise', action: 'block', why: 'x' }, context);
    expect((await queue()).rows.map((row) => row.id)).not.toContain(id);
    expect((await queue({ state: 'decided' })).rows.map((row) => row.id)).toEqual([id]);
  });
});

describe('the card', () => {
  it('has everything that the screen shows, as the contract says', async () => {
    const card = await handlers['episodes.card']({ id: (await top()).id }, context);
    Card.parse(card);
    expect(card.paths).toHaveLength(1);
    expect(card.paths[0]!.hops.map(({ what }) => what)).toEqual([
      '3 prompts refused',
      'Prompt approved',
      'user.mfa.factor.activate',
    ]);
    expect(card.recent.map(({ action }) => action)).toEqual(['user.mfa.factor.activate']);
    expect(card.around.length).toBeGreaterThan(4);
    expect(card.aroundCut).toBe(0);
    expect(card.firstViewed).toBeNull();
  });

  it('remembers the first view only', async () => {
    const { id } = await top();
    await handlers['episodes.viewed']({ id }, context);
    expect((await handlers['episodes.card']({ id }, context)).firstViewed).toBe('2026-02-03T09:00:00.000Z');
    expect((await top()).state).toBe('triaged');
    expect(acts).toEqual([]);
  });

  it('is not there for an unknown id', () => {
    expect(() => handlers['episodes.get']({ id: 'pzzzzzzzzzzzzzz' }, context)).toThrow(SidedoorError);
  });
});

describe('decisions', () => {
  it('stand beside the verdict, with what was before and after in the custody log', async () => {
    const { id } = await top();
    const decided = await handlers['episodes.decide'](
      { id, verdict: 'expected', action: 'none', why: 'drill' },
      context,
    );
    expect(decided).toMatchObject({
      verdict: 'likely_compromise',
      state: 'decided',
      decision: { verdict: 'expected', by: 'R. Ito, examiner' },
    });
    await handlers['episodes.decide']({ id, verdict: 'likely_compromise', action: 'block', why: 'no drill' }, context);
    const back = await handlers['episodes.undecide']({ id }, context);
    expect(back.decision).toMatchObject({ why: 'drill' });
    expect((await handlers['episodes.undecide']({ id }, context)).decision).toBeNull();
    await expect(handlers['episodes.undecide']({ id }, context)).rejects.toMatchObject({ code: 'conflict' });
    expect(acts.map(({ act }) => act)).toEqual(['decide', 'decide', 'decide.withdraw', 'decide.withdraw']);
    expect(acts[1]!.detail).toMatchObject({ before: { why: 'drill' }, after: { why: 'no drill' } });
  });
});

describe('what deciding takes', () => {
  it('is measured in view, stands in the custody log, and is summed by class', async () => {
    const { rows } = await queue();
    const [one, two] = rows.map(({ id }) => id);
    await handlers['episodes.viewed']({ id: one! }, context);
    const word = { verdict: 'friction' as const, action: 'verify' as const, why: 'x' };
    await handlers['episodes.decide']({ id: one!, ...word, views: ['triage', 'map', 'map'], seconds: 41.7 }, context);
    expect(acts.at(-1)!.detail).toMatchObject({ effort: { seconds: 42, views: ['triage', 'map'] } });
    // Not by whom it is shown: the time since the first view tells nothing.
    await handlers['episodes.decide']({ id: one!, ...word }, context);
    expect(acts.at(-1)!.detail).toMatchObject({ effort: { seconds: null, views: null } });
    await handlers['episodes.undecide']({ id: one! }, context);
    await handlers['episodes.decideMany']({ ids: [one!, two!], ...word, seconds: { [one!]: 50, [two!]: 3 } }, context);
    expect(acts.slice(-2).map(({ detail }) => detail)).toMatchObject([{ effort: { seconds: 50 } }, { effort: { seconds: null } }]); // biome-ignore format: one line
    await handlers['episodes.undecideMany']({ ids: [one!, two!] }, context);
    await handlers['episodes.decide']({ id: two!, ...word, seconds: 3 }, context); // never in view
    expect(acts.at(-1)!.detail).toMatchObject({ effort: { seconds: null, views: null } });
    const work = await handlers['episodes.work']({}, context);
    expect(work).toMatchObject({ fresh: 0, triaged: 0, decided: 2, withStep: 2, oldestOpen: null, denials: 4, episodes: 2 }); // biome-ignore format: one line
  });
});

describe('one decision on several episodes', () => {
  it('is a decision each, all or none, and goes back exactly', async () => {
    const { rows } = await queue();
    const ids = rows.map(({ id }) => id);
    const { events } = await handlers['episodes.get']({ id: ids[0]! }, context);
    const of = await handlers['episodes.ofEvents']({ ids: [...events, 'e00000000000000'] }, context);
    expect(of.map(({ id, decided, events: n }) => [id, decided, n])).toEqual([[ids[0], null, events.length]]);

    await handlers['episodes.decide']({ id: ids[0]!, verdict: 'likely_compromise', action: 'block', why: 'first' }, context); // biome-ignore format: one line
    const word = { verdict: 'expected' as const, action: 'none' as const, why: 'a drill' };
    await expect(handlers['episodes.decideMany']({ ids: [...ids, 'pzzzzzzzzzzzzz'], ...word }, context)).rejects.toMatchObject({ code: 'not-found' }); // biome-ignore format: one line
    expect((await handlers['episodes.get']({ id: ids[1]! }, context)).decision ?? null).toBeNull();
    expect((await handlers['episodes.decideMany']({ ids, ...word }, context)).ids).toEqual(ids);
    expect((await queue({ state: 'decided' })).total).toBe(2);
    await handlers['episodes.undecideMany']({ ids }, context);
    expect((await handlers['episodes.get']({ id: ids[0]! }, context)).decision).toMatchObject({ why: 'first' });
    expect((await handlers['episodes.get']({ id: ids[1]! }, context)).decision).toBeNull();
  });
});

describe('a link under review', () => {
  it('weighs in the verdict when rejected, and again when the word is taken back', async () => {
    const { id } = await top();
    const { event } = (await handlers['episodes.get']({ id }, context)).followedBy[0]!;
    const rejected = await handlers['links.review'](
      { episode: id, event, review: 'rejected', why: 'she was there' },
      context,
    );
    expect(rejected).toMatchObject({
      verdict: 'attempted_abuse',
      followed: 'no',
      followedBy: [],
      rejected: [{ event, review: 'rejected' }],
    });
    expect(handlers['paths.list']({ episode: id, offset: 0, limit: 10 }, context)).toEqual([]);
    await analyse(opened, { force: true });
    expect(await handlers['episodes.get']({ id }, context)).toEqual(rejected);
    const confirmed = await handlers['links.review']({ episode: id, event, review: 'confirmed', why: '' }, context);
    expect(confirmed).toMatchObject({ verdict: 'likely_compromise', followedBy: [{ review: 'confirmed' }] });
    const open = await handlers['links.review']({ episode: id, event, review: null, why: '' }, context);
    expect(open.followedBy[0]!.review).toBeNull();
    expect(acts.map(({ act, detail }) => [act, detail.before, detail.after])).toEqual([
      ['link.review', null, 'rejected'],
      ['link.review', 'rejected', 'confirmed'],
      ['link.review', 'confirmed', null],
    ]);
  });

  it('must be a link of that episode', async () => {
    const { id } = await top();
    const own = (await handlers['episodes.get']({ id }, context)).events[0]!;
    await expect(
      handlers['links.review']({ episode: id, event: own, review: 'confirmed', why: '' }, context),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('identities', () => {
  it('are listed, searched by any spelling, and found by a former id', async () => {
    const list = contract && handlers['identities.list'];
    const { rows, total } = await list({ search: 'ALICE', kind: null, orphans: false, offset: 0, limit: 10 }, context);
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ name: 'alice@corp.example', kind: 'human', denials: 3 });
    expect(await handlers['identities.get']({ id: rows[0]!.aliases[0]! }, context)).toEqual(rows[0]);
    expect(
      (await list({ search: '00u-bob', kind: 'human', orphans: false, offset: 0, limit: 10 }, context)).total,
    ).toBe(1);
    expect((await list({ search: '', kind: 'agent', orphans: false, offset: 0, limit: 10 }, context)).total).toBe(0);
  });
});
