/** The demonstration has a truth beside it: every story must be found with its access, no honest look-alike escalated. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Episode, Path } from '../../../shared/model/episode';
import { Identity } from '../../../shared/model/identity';
import { DEMO_SEED } from '../demo';
import type { Story } from '../demo/story';
import { allEpisodes, allPaths } from '../store/episode-reads';
import { eventsAll } from '../store/events';
import { allIdentities } from '../store/identity-reads';
import { isAnalysed } from './inputs';
import { analyse } from './run';
import { type DemoCase, demoCase } from './testing/demo-case';

let demo: DemoCase;
let episodes: Episode[];
/** Event ids by the vendor's record id. */
const events = new Map<string, string>();

const print = (): string => [...allEpisodes(demo.opened.db.read)].map((episode) => JSON.stringify(episode)).join('\n');
const ids = (records: readonly string[]): Set<string> =>
  new Set(records.flatMap((record) => (events.has(record) ? [events.get(record)!] : [])));
const episodesOf = (story: Story): Episode[] => {
  const denials = ids(story.denials);
  return episodes.filter((episode) => episode.events.some((event) => denials.has(event)));
};

beforeAll(async () => {
  demo = await demoCase(DEMO_SEED);
  await analyse(demo.opened);
  for (const event of eventsAll(demo.opened.db.read)) if (event.recordId) events.set(event.recordId, event.id);
  episodes = [...allEpisodes(demo.opened.db.read)];
}, 120_000);
afterAll(() => demo?.close());

describe('the demonstration', () => {
  it('finds every injected story as one episode with all its denials, its access first, and a fitting verdict', () => {
    for (const story of demo.truth.stories.filter(({ honest }) => !honest)) {
      const found = episodesOf(story);
      expect(found, story.id).toHaveLength(1);
      const [episode] = found;
      expect(new Set(episode!.events), story.id).toEqual(ids(story.denials));
      expect(story.verdicts, `${story.id}: ${episode!.verdict}`).toContain(episode!.verdict);
      const linked = episode!.followedBy.map(({ event }) => event);
      if (story.linked.length === 0) {
        expect(linked, story.id).toEqual([]);
        continue;
      }
      expect(ids(story.linked).has(linked[0]!), `${story.id}: ${JSON.stringify(episode!.followedBy)}`).toBe(true);
      expect(story.kinds, story.id).toContain(episode!.followedBy[0]!.kind);
      expect(episode!.followed).toBe('yes');
      const intruder = ids([...story.linked, ...story.also]);
      for (const event of linked) expect(intruder.has(event), `${story.id} links ${event}`).toBe(true);
    }
  });

  it.each(['', 'verdict:friction', 'state:new denials:>1', 'suppressed:no'])(
    'lists what fits "%s" from any place on, whatever was listed before',
    (query) => {
      const { read } = demo.opened.db;
      const from = (skip: number): string[] => [...allEpisodes(read, query, undefined, skip)].map(({ id }) => id);
      const all = from(0);
      expect(all.length).toBeGreaterThan(3);
      for (const skip of [2, 1, 3, 0, all.length, all.length - 1]) {
        const [first] = allEpisodes(read, query, undefined, skip); // and no further
        expect(first?.id).toBe(all[skip]);
        expect(from(skip + 1)).toEqual(all.slice(skip + 1));
      }
    },
  );

  it('lists by notes what nothing was found for where no notes were looked at', () => {
    const { read } = demo.opened.db;
    const [, second] = episodes;
    const marksOf = (id: string) => ({ tags: id === second!.id ? ['mine'] : [], labels: [], words: [] });
    expect([...allEpisodes(read, 'tag:mine')]).toEqual([]);
    expect([...allEpisodes(read, 'tag:mine', marksOf)].map(({ id }) => id)).toEqual([second!.id]);
  });

  it('escalates no honest look-alike and links nothing to it', () => {
    for (const story of demo.truth.stories.filter(({ honest }) => honest)) {
      for (const episode of episodesOf(story)) {
        expect(story.verdicts, `${story.id}: ${episode.verdict}`).toContain(episode.verdict);
        expect(episode.followedBy, story.id).toEqual([]);
      }
      expect(episodesOf(story).length, story.id).toBeGreaterThan(0);
    }
  });

  it('links nothing outside the stories', () => {
    const told = new Set(demo.truth.stories.flatMap((story) => episodesOf(story).map(({ id }) => id)));
    const strays = episodes.filter(({ id, followedBy }) => !told.has(id) && followedBy.length > 0);
    expect(strays.map(({ id, identity, followedBy }) => [id, identity.name, followedBy[0]])).toEqual([]);
  });

  it('orders the queue by what needs attention: the stories before the noise', () => {
    const stories = demo.truth.stories.filter(({ honest }) => !honest);
    const top = demo.opened.db.read
      .prepare<[number], string>('SELECT id FROM episode ORDER BY urgency DESC, start LIMIT ?')
      .pluck()
      .all(stories.length);
    expect(new Set(top)).toEqual(new Set(stories.flatMap((story) => episodesOf(story).map(({ id }) => id))));
  });

  it('is computed again only when something changed, and then to the same bytes', async () => {
    const before = print();
    expect(isAnalysed(demo.opened.db.read)).toBe(true);
    expect((await analyse(demo.opened)).ran).toBe(false);
    expect((await analyse(demo.opened, { force: true })).ran).toBe(true);
    expect(print()).toBe(before);
  });

  it('gives each way in a path whose hops exist, begin with a denial and rise in time', () => {
    const all = new Set(events.values());
    const paths = allPaths(demo.opened.db.read);
    expect(paths.length).toBeGreaterThanOrEqual(6);
    for (const { hops } of paths) {
      expect(hops[0]!.role).toBe('denied');
      expect(hops.length).toBeGreaterThan(1);
      for (const [i, hop] of hops.entries()) {
        expect(all.has(hop.event)).toBe(true);
        if (i > 0) expect(hop.time >= hops[i - 1]!.time).toBe(true);
        expect(hop.key === null).toBe(i === 0);
      }
    }
  });

  it('prints what the contract says', () => {
    for (const episode of episodes) expect(Episode.parse(episode)).toEqual(episode);
    for (const path of allPaths(demo.opened.db.read)) expect(Path.parse(path)).toEqual(path);
    const identities = [...allIdentities(demo.opened.db.read)];
    for (const identity of identities) expect(Identity.parse(identity)).toEqual(identity);
    expect(identities.filter(({ kind }) => kind === 'human')).toHaveLength(demo.truth.people);
  });

  it('counts every denial exactly once', () => {
    const denials = episodes.flatMap((episode) => episode.events);
    expect(new Set(denials).size).toBe(denials.length);
    for (const episode of episodes) expect(episode.denials).toBe(episode.events.length);
  });

  it('says what it weighed: no evidence without an event or a number, weights never negative', () => {
    for (const { for: forIt, against, questions, nextSteps, standards, identity } of episodes) {
      for (const { text, weight } of [...forIt, ...against]) {
        expect(text).not.toMatch(/undefined|null|NaN/);
        expect(weight).toBeGreaterThanOrEqual(0);
      }
      for (const said of [questions.who, questions.factor, questions.from]) expect(said).not.toMatch(/undefined|NaN/);
      expect(nextSteps.length).toBeGreaterThan(0);
      expect(standards.length).toBeGreaterThan(0);
      if (identity.kind !== 'human') expect(nextSteps.join()).not.toMatch(/Ask .* over a known channel/);
    }
  });
});
