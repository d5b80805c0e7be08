/** Every pattern carries its own examples: pictures in which it is there, and look-alikes in which it stays quiet. */
import { describe, expect, it } from 'vitest';
import { LinkKind } from '../../../../shared/model/words';
import { linkKinds } from '../links/registry';
import { picture } from '../testing/picture';
import type { Examples } from './examples';
import { patterns } from './registry';

const modules = import.meta.glob<Examples>('./*/examples.ts', { eager: true, import: 'default' });
const examplesOf = (id: string): Examples | undefined => modules[`./${id}/examples.ts`];

describe.each(patterns.all().map((pattern) => [pattern.id, pattern] as const))('%s', (id, pattern) => {
  const examples = examplesOf(id);

  it('has hits and look-alikes, and says what it is', () => {
    expect(examples?.hits.length).toBeGreaterThan(0);
    expect(examples?.lookAlikes.length).toBeGreaterThan(0);
    expect(pattern.about).toMatch(/\.$/);
    expect(pattern.standards.length).toBeGreaterThan(0);
    for (const setting of pattern.settings) expect(setting.about.length).toBeGreaterThan(10);
  });

  it.each(examples?.hits.map((each) => [each.name, each] as const) ?? [])(
    'hits: %s',
    async (_, { rows, who, context }) => {
      const found = (await picture(rows, context)).of(who);
      expect(
        found.flatMap(({ patterns: there }) => there),
        JSON.stringify(found),
      ).toContain(id);
    },
  );

  it.each(examples?.lookAlikes.map((each) => [each.name, each] as const) ?? [])(
    'stays quiet: %s',
    async (_, { rows, who, context }) => {
      const { of } = await picture(rows, context);
      expect(of(who).length).toBeGreaterThan(0);
      for (const { patterns: there } of of(who)) expect(there).not.toContain(id);
    },
  );
});

describe('link kinds', () => {
  it('are those of the contract, each in words, and one fits whatever comes', () => {
    expect(linkKinds.all().map(({ id }) => id)).toEqual([...LinkKind.options].sort());
    for (const { about, halfLifeHours } of linkKinds.all()) {
      expect(about).toMatch(/\.$/);
      expect(halfLifeHours).toBeGreaterThan(0);
    }
  });
});
