import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Path } from '../../../shared/model/episode';
import type { IdentityResult } from '../../../shared/model/identity';
import { type EpisodeResult, writeFindings } from './analysis-writes';
import { findingsDigest } from './findings-digest';
import { HeldFindings } from './findings-held';
import { episodeCells, identityCells } from './findings-rows';
import { openCaseDb } from './open';

const text = fc.constantFrom<string>('a', 'é', '\ud800 alone', 'nul \0 in it', '"quoted"\n', '𝒳');
const few = (max: number) => fc.integer({ min: 1, max });
const eids = fc.array(few(9), { maxLength: 4 });

const identity = fc.record({ name: text, display: fc.option(text), events: few(2), owner: fc.option(text) });
const episode = fc.record({
  urgency: fc.constantFrom(0, -0, 0.5, 1, 2.25),
  summary: text,
  body: fc.constantFrom('{}', '{"a":"\\ud800"}', '{"b":"é"}'),
  parts: fc.record({ denials: eids, linked: eids, hops: eids, own: eids }),
  paths: fc.array(fc.record({ id: fc.constantFrom('h1', 'h2', 'h3'), score: fc.constantFrom(0, 0.5, 1) }), {
    maxLength: 3,
  }),
});
const findings = fc.record({
  identities: fc.array(identity, { minLength: 1, maxLength: 4 }),
  episodes: fc.array(episode, { maxLength: 5 }),
  /** Before which the first ones are not there. */
  from: few(3),
});
type Findings = typeof findings extends fc.Arbitrary<infer T> ? T : never;

const identitiesOf = ({ identities }: Findings): IdentityResult[] =>
  identities.map((each, i) => ({
    ...{ id: `i${i}`, kind: 'human', kindBecause: 'said', about: {}, external: false, joins: [], aliases: [] },
    ...{ actors: [], denials: 0, first: null, last: null },
    ...each,
  }));

const episodesOf = ({ identities, episodes, from }: Findings): EpisodeResult[] =>
  episodes.map((each, i) => ({
    ...{ id: `p${from + i}`, who: i % identities.length, start: i, finish: i, verdict: 'friction', confidence: 0.5 },
    ...{ attempts: 1, patterns: [], aliases: [], stands: null },
    ...each,
    paths: each.paths as unknown as Path[],
  }));

const tables = (db: ReturnType<typeof openCaseDb>): unknown =>
  ['identity', 'episode', 'episode_event', 'path'].map((table) =>
    db.read.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().all(),
  );

function held(db: ReturnType<typeof openCaseDb>, found: Findings, most?: { characters: number; events: number }) {
  const holding = new HeldFindings(db.read, most);
  for (const [i, each] of identitiesOf(found).entries()) holding.identity(identityCells(each, i));
  for (const [i, each] of episodesOf(found).entries())
    holding.episode({
      row: episodeCells(each, i),
      told: JSON.stringify({ parts: each.parts, paths: each.paths }),
    });
  return holding.end();
}

function write(db: ReturnType<typeof openCaseDb>, found: Findings, answer?: ReturnType<typeof held>): void {
  const results = episodesOf(found);
  for (const [i, result] of results.entries()) if (answer?.stands[i] === 1) result.stands = 'all';
  writeFindings(db.write, identitiesOf(found), results, answer?.doIdentitiesStand);
}

it('comes to the digest of the tables, and what it says stands need not be written', () => {
  fc.assert(
    fc.property(findings, findings, fc.boolean(), fc.nat(4), (before, other, isAlike, changed) => {
      const [db, fresh] = [openCaseDb(':memory:'), openCaseDb(':memory:')];
      const found = isAlike ? { ...before, episodes: before.episodes.map((each, i) => (i === changed ? { ...each, summary: 'new' } : each)) } : other; // biome-ignore format: one line
      write(db, before);
      const answer = held(db, found);
      write(db, found, answer);
      write(fresh, found);
      expect(tables(db)).toEqual(tables(fresh));
      expect(answer.digest).toEqual(findingsDigest(db.read));
      if (isAlike) expect(Array.from(answer.stands)).toEqual(found.episodes.map((_, i) => (i === changed ? 0 : 1)));
      if (isAlike) expect(answer.doIdentitiesStand).toBe(true);
      db.close();
      fresh.close();
    }),
    { numRuns: 150 },
  );
});

it('has no digest where it would have to hold too much, and still knows what stands', () => {
  const [found] = fc.sample(findings, { numRuns: 1, seed: 3 }) as [Findings];
  const parts = { denials: [1, 2, 3], linked: [], hops: [], own: [4] };
  found.episodes = (['h1', 'h2', 'h3'] as const).map((id) => ({ urgency: 1 as const, summary: '', body: '{}' as const, parts, paths: [{ id, score: 1 as const }] })); // biome-ignore format: one line
  const db = openCaseDb(':memory:');
  write(db, found);
  for (const most of [
    { characters: 1e6, events: 11 },
    { characters: 60, events: 1e6 },
  ]) {
    const answer = held(db, found, most);
    expect(answer.digest).toBeNull();
    expect(Array.from(answer.stands)).toEqual([1, 1, 1]);
  }
  expect(held(db, found, { characters: 1e3, events: 12 }).digest).toEqual(findingsDigest(db.read));
  db.close();
});
