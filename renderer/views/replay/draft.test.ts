import { describe, expect, it } from 'vitest';
import { type Draft, draftOf, newDraft, POLICY_IDS, readDraft } from './draft';

const draft = (id: Draft['id'], fields: Record<string, string> = {}): Draft => {
  const made = newDraft(id);
  return { ...made, fields: { ...made.fields, ...fields } };
};

describe('policies as they are written', () => {
  it.each(POLICY_IDS)('%s can be replayed as it is offered', (id) => {
    const { policy, problem } = readDraft(draft(id));
    expect(problem).toBeNull();
    expect(policy).toMatchObject({ id });
    expect(readDraft(draftOf(policy!)).policy).toEqual(policy);
  });

  it.each([
    ['number_matching', { apps: ' Portal ; Sales, EU;; ' }, { apps: ['Portal', 'Sales, EU'] }],
    ['place_block', { countries: 'ro, vn;RU', networks: '' }, { countries: ['RO', 'VN', 'RU'], networks: [] }],
    ['workload_location', { cidrs: '192.0.2.0/24 2001:db8::/48' }, { cidrs: ['192.0.2.0/24', '2001:db8::/48'] }],
  ] as const)('%s %j', (id, fields, settings) => {
    expect(readDraft(draft(id, fields)).policy).toMatchObject(settings);
  });

  it.each([
    ['prompt_limit', { prompts: '0' }, 'Prompts must be a whole number from 1 to 50'],
    ['prompt_limit', { minutes: '1.5' }, 'Minutes must be'],
    ['prompt_limit', { minutes: '' }, 'Minutes must be'],
    ['place_block', { countries: 'Romania' }, 'no country code'],
    ['place_block', { countries: '', networks: '' }, 'Name a country'],
    ['workload_location', { cidrs: '192.0.2.1' }, 'no range'],
    ['workload_location', { learnDays: '99' }, 'Days must be'],
  ] as const)('%s %j is refused', (id, fields, problem) => {
    expect(readDraft(draft(id, fields)).problem).toContain(problem);
  });
});
