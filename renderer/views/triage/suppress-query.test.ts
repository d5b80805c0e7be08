import { describe, expect, it } from 'vitest';
import type { Episode } from '../../../shared/model/episode';
import { conditionsOf, dayFrom, endOfDay, queryOf } from './suppress-query';

const episode = {
  identity: { id: 'i1', name: 'svc-\u202ebackup', kind: 'service_principal', owner: null },
  patterns: ['retry_loop', 'delayed_log'],
  verdict: 'misconfigured',
  outcomes: { password_failed: 12 },
  apps: ['Vault "two"'],
  ips: ['192.0.2.1'],
} as unknown as Episode;

describe('the query of what is like an episode', () => {
  it('starts with identity, verdict and the first pattern', () => {
    const all = conditionsOf(episode);
    const usual = new Set(all.filter(({ isUsual }) => isUsual).map(({ id }) => id));
    expect(queryOf(all, usual)).toBe('identity:i1 verdict:misconfigured pattern:retry_loop');
    expect(queryOf(all, new Set(['app:Vault "two"']))).toBe('app:"Vault \\"two\\""');
    expect(queryOf(all, new Set())).toBe('');
  });

  it('shows what hides in a name', () => {
    expect(conditionsOf(episode)[0]!.text).not.toContain('\u202e');
  });
});

it.each([
  ['2026-03-31', '2026-03-31T23:59:59.999Z'],
  [' 2026-03-31 ', '2026-03-31T23:59:59.999Z'],
  ['2026-02-30', null],
  ['31.3.2026', null],
  ['', null],
])('%s ends %s', (text, end) => expect(endOfDay(text)).toBe(end));

it('counts days', () => expect(dayFrom(Date.UTC(2026, 0, 30), 7)).toBe('2026-02-06'));
