import { expect, it } from 'vitest';
import type { Episode } from '../../../../shared/model/episode';
import type { PlanFacts } from '../../../../shared/model/playbook/facts';
import { NO_FACTS } from '../../../../shared/model/playbook/testing/no-facts';
import { sampleView } from '../sample-view';
import { Actions } from './tallies';

const [SAMPLE] = sampleView().episodes('');

function asking(n: number, more: Partial<PlanFacts> = {}): Episode {
  const identity = { ...SAMPLE!.identity, name: `person${n}@corp.example`, kind: 'human' as const };
  return {
    ...SAMPLE!,
    id: `p${n}`,
    start: `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}.000Z`,
    identity,
    plan: { ...NO_FACTS, addresses: [`203.0.113.${n}`], ...more },
  };
}

it('tells the same step for many people in one line, the gravest named first', () => {
  const actions = new Actions();
  for (let n = 1; n <= 20; n++) actions.add(asking(n), 'attempted_abuse', n === 20 ? 0 : 1);
  const blocks = actions.of('contain', 10).steps.filter(({ text }) => text.startsWith('Block'));
  expect(blocks).toHaveLength(1);
  expect(blocks[0]!.text).toMatch(/^Block 203\.0\.113\.20, 203\.0\.113\.1, .*203\.0\.113\.11 and 8 more, and search all logs for it$/); // biome-ignore format: one line
  expect(blocks[0]!.episodes[0]).toBe('p20');
  expect(blocks[0]!.episodes.length + blocks[0]!.more).toBe(20);
  const named = actions.of('establish', 10).steps.map(({ text }) => text);
  expect(new Set(named).size).toBe(named.length);
  expect(named.join('\n')).toContain('person20@corp.example, person1@corp.example');
});

it('keeps apart what is about one account, or counts more than it names', () => {
  const actions = new Actions();
  const account = (n: number) => [{ type: 'user' as const, system: 'entra', value: `id-${n}` }]; // biome-ignore format: one line
  for (let n = 1; n <= 3; n++)
    actions.add(asking(n, { accounts: account(n), moreAddresses: n === 3 ? 2 : 0 }), 'likely_compromise', n); // biome-ignore format: one line
  const texts = actions.of('contain', 50).steps.map(({ text }) => text);
  for (let n = 1; n <= 3; n++) {
    expect(texts.filter((text) => text.includes(`Revoke sessions`) && text.includes(`id-${n})`))).toHaveLength(1);
  }
  expect(texts).toContain('Block 203.0.113.1, 203.0.113.2, and search all logs for it');
  expect(texts).toContain('Block 203.0.113.3 and 2 more, and search all logs for it');
});
