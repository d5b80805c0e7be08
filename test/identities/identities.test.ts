/**
 * Who is who, measured: a labelled company of people who are spelled differently in five sources, and a set of people who
 * are easily mistaken for one another. Both are written as vendors' exports and come in through the real importers.
 * `SIDEDOOR_SEEDS=10` tries as many companies.
 */
import { describe, expect, it } from 'vitest';
import { Chance } from '../../electron/engine/demo/random';
import { makeAdversaries } from './adversaries';
import { type Labelled, makePeople } from './people';
import { resolve, score } from './resolve';

const SEEDS = Array.from({ length: Number(process.env.SIDEDOOR_SEEDS ?? 2) }, (_, i) => `corvid-${i + 1}`);
const PEOPLE = 420;

const spellings = (records: readonly Labelled[]): number => new Set(records.map(({ person, account }) => person + account)).size; // biome-ignore format: one line

describe('a labelled company', () => {
  it.each(SEEDS)('%s: joins nobody wrongly, and nearly all rightly', { timeout: 120_000 }, async (seed) => {
    const records = makePeople(seed, PEOPLE);
    expect(new Set(records.map(({ person }) => person)).size).toBe(PEOPLE);
    const sourcesOf = new Map<string, Set<string>>();
    for (const { person, source } of records)
      sourcesOf.set(person, (sourcesOf.get(person) ?? new Set()).add(source.replace('-csv', '')));
    expect([...sourcesOf.values()].every((sources) => sources.size >= 5)).toBe(true);
    expect(spellings(records)).toBeGreaterThan(5 * PEOPLE);

    const { of } = await resolve(records);
    const found = score(records, of);
    expect(found.wrong).toEqual([]);
    expect(found.precision).toBe(1);
    expect(found.recall).toBeGreaterThanOrEqual(0.99);
    expect(found.recall).toBeLessThan(1); // people whom nothing ties together are in it, and stay apart
  });

  it.each(SEEDS)('%s: no join is wrong among people made to be mistaken', { timeout: 120_000 }, async (seed) => {
    const records = [...makeAdversaries(seed), ...makePeople(seed, 60)];
    const { of, identities } = await resolve(records);
    expect(score(records, of).wrong).toEqual([]);
    expect(new Set(identities.map(({ id }) => id)).size).toBe(identities.length);
  });

  it('the measure notices a wrong join and a missing one', () => {
    const records = makePeople('measure', 3);
    const right = records.map(({ person }) => person);
    expect(score(records, right)).toMatchObject({ precision: 1, recall: 1, wrong: [] });
    const wrong = right.map((person) => (person === 'p1' ? 'p0' : person));
    expect(score(records, wrong).precision).toBeLessThan(1);
    expect(score(records, wrong).wrong).toHaveLength(1);
    const missing = records.map(({ person, source }) => (source === 'slack' ? `${person} slack` : person));
    expect(score(records, missing).recall).toBeLessThan(1);
  });
});

describe('order', () => {
  it('of files is no matter, nor how many are imported at once', { timeout: 120_000 }, async () => {
    const records = [...makeAdversaries('order', 3), ...makePeople('order', 40)];
    const plain = await resolve(records);
    for (const seed of ['a', 'b', 'c']) {
      const chance = new Chance(seed);
      const other = await resolve(records, (names) => chance.shuffled(names));
      expect(other.of).toEqual(plain.of);
      expect(other.identities).toEqual(plain.identities);
    }
  });
});
