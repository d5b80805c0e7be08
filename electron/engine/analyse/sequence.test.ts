import { describe, expect, it } from 'vitest';
import type { SequenceAct, SequenceFailed } from '../../../shared/model/sequence';
import { sequenceOf, sprayOf } from './sequence';

const failed = (ip: number, iid: number, asn: number | null = 64_500): SequenceFailed => ({ ip, asn, iid, tries: 1, days: 1, first: 1_000 * iid, event: `e${iid}` }); // biome-ignore format: one row
const act = (one: Partial<SequenceAct>): SequenceAct => ({ event: 'e0', time: 0, class: 'change', outcome: 'none', flags: 0, source: 'entra-audit', action: 'x', detail: null, iid: 1, target: null, ip: 9, ...one }); // biome-ignore format: one row
const held = (more: Partial<Parameters<typeof sequenceOf>[0]>) =>
  sequenceOf({ episode: null, sources: new Set(['entra', 'entra-audit']), tells: { failures: true, signIns: true }, spray: null, addresses: new Set([9]), acts: [], isMachine: () => false, ...more }); // biome-ignore format: one call
const states = (one: ReturnType<typeof held>): Record<string, string> => Object.fromEntries(one.steps.map(({ id, state }) => [id, state])); // biome-ignore format: one line

describe('a spray', () => {
  it('is one address that fails at three people who never came in from it', () => {
    const spray = sprayOf([failed(9, 1), failed(9, 2), failed(9, 3)], new Set(), new Set([64_500]));
    expect(spray).toMatchObject({ tries: 3, identities: new Set([1, 2, 3]), events: ['e1', 'e2', 'e3'] });
  });

  it('is five people who fail from networks that nobody came in from, each from another address', () => {
    const rows = [1, 2, 3, 4, 5].map((who) => failed(10 + who, who, 64_500 + who));
    expect(sprayOf(rows, new Set(), new Set())).toMatchObject({ tries: 5 });
    expect(sprayOf(rows.slice(1), new Set(), new Set())).toBeNull();
  });

  it('is not people who mistype their own passwords at the office or on a carrier', () => {
    const rows = [1, 2, 3, 4].map((who) => failed(9, who));
    expect(sprayOf(rows, new Set(['9 1', '9 2', '9 3']), new Set([64_500]))).toBeNull();
    const roaming = [1, 2, 3, 4, 5, 6].map((who) => failed(10 + who, who));
    expect(sprayOf(roaming, new Set(), new Set([64_500]))).toBeNull();
  });
});

describe('the sequence', () => {
  it('finds each step by what it is, and only by whom the attack touched', () => {
    const found = held({
      sources: new Set(['entra', 'entra-audit', 'm365-ual']),
      spray: sprayOf([failed(9, 1), failed(9, 2), failed(9, 3)], new Set(), new Set()),
      acts: [
        act({ class: 'authentication', outcome: 'success_single_factor' }),
        act({ action: 'Add service principal credentials' }),
        act({ action: 'Add app role assignment to service principal' }),
        act({ class: 'access', source: 'm365-ual', action: 'MailItemsAccessed' }),
      ],
    });
    expect(Object.values(states(found))).toEqual(['found', 'found', 'found', 'found', 'found']);
  });

  it('says not found where the log is there, and which log would tell where it is not', () => {
    const found = held({ tells: { failures: false, signIns: true } });
    expect(states(found)).toEqual({ spray: 'no_log', no_second_factor: 'not_found', application: 'not_found', role: 'not_found', mailbox: 'no_log' }); // biome-ignore format: one row
    expect(found.steps.at(-1)!.text).toContain('MailItemsAccessed');
  });

  it('shows the first records in order of time, in whichever order they are read', () => {
    const roles = Array.from({ length: 30 }, (_, i) =>
      act({ event: `e${i}`, time: i * 10, action: i % 2 === 0 ? 'Add member to role' : 'Assign admin' }),
    );
    const late = act({ event: 'late', time: 999, action: 'Add eligible member' });
    const step = held({ acts: [late, ...roles.toReversed()] }).steps.find(({ id }) => id === 'role')!;
    expect(step.events).toEqual(roles.slice(0, 20).map(({ event }) => event));
    expect(step.count).toBe(31);
    expect(step.text).toBe('31 changes: Add member to role, Assign admin, Add eligible member');
  });

  it('takes no refused change and no sign-in of a machine for a step', () => {
    const found = held({ acts: [act({ action: 'Add service principal credentials', outcome: 'blocked_by_policy' }), act({ class: 'authentication', outcome: 'success_single_factor' })], isMachine: () => true }); // biome-ignore format: one row
    expect(states(found)).toMatchObject({ application: 'not_found', no_second_factor: 'not_found' });
  });
});
