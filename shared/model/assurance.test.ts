import { describe, expect, it } from 'vitest';
import { type AalRange, assuranceOf, reachedAal } from './assurance';
import type { EventFlag } from './event';
import { Factor, IdentityKind, isMachine, type Outcome } from './words';

const told = (outcome: Outcome, factor: Factor | null, flags: EventFlag[] = [], appRequires: number | null = null) =>
  assuranceOf({ kind: 'human', class: 'authentication', outcome, factor, flags, appRequires });

/** Rows of the decision table (SP 800-63B-4) that logs can tell apart: password and this factor; this factor alone. */
const TABLE: Record<Factor, [second: AalRange | null, alone: AalRange | null, flags: string[]]> = {
  password: [[1, 2], [1, 1], []],
  push: [
    [1, 1],
    [1, 1],
    ['fatigue_prone', 'oob_not_acceptable_r4'],
  ],
  push_number_match: [[2, 2], [1, 1], ['oob_secret_short']],
  totp: [[2, 2], [1, 1], []],
  hardware_otp: [[2, 2], [1, 1], []],
  sms: [[2, 2], [1, 1], ['restricted_authenticator']],
  voice: [[2, 2], [1, 1], ['restricted_authenticator']],
  email_otp: [[1, 1], null, ['non_authenticator_used']],
  security_question: [[1, 1], null, ['non_authenticator_used']],
  fido2: [
    [2, 3],
    [1, 2],
    ['phishing_resistant', 'uv_unknown'],
  ],
  passkey_platform: [
    [2, 3],
    [1, 2],
    ['phishing_resistant', 'synced_or_unknown'],
  ],
  windows_hello: [
    [2, 3],
    [2, 3],
    ['phishing_resistant', 'synced_or_unknown'],
  ],
  certificate: [
    [2, 3],
    [1, 2],
    ['phishing_resistant', 'synced_or_unknown'],
  ],
  federated: [null, null, ['external_idp']],
  remembered_device: [null, null, ['inherited']],
  client_secret: [null, null, []],
  client_certificate: [null, null, []],
  api_key: [null, null, []],
  workload_federation: [null, null, []],
};

describe('the level reached', () => {
  it.each(Factor.options)('with %s', (factor) => {
    const [second, alone, flags] = TABLE[factor];
    expect(told('success_mfa', factor)).toMatchObject({ reached: second, requested: null, flags, revision: 'r4' });
    expect(told('success_single_factor', factor)?.reached).toEqual(alone);
    if (second) expect(second[0]).toBeLessThanOrEqual(second[1]);
  });

  it.each<[string, Outcome, Factor | null, EventFlag[], AalRange | null, string[]]>([
    ['a factor that the record does not name', 'success_mfa', null, [], null, ['no_factor_data']],
    ['one factor, not named', 'success_single_factor', null, [], [1, 1], ['no_factor_data']],
    ['a claim in the token', 'success_mfa', 'push', ['claim'], null, ['inherited']],
    ['a remembered device', 'success_mfa', 'totp', ['remembered_device'], null, ['inherited']],
    ['a token', 'success_token', null, [], null, ['inherited']],
    ['another provider', 'success_token', 'federated', [], null, ['external_idp']],
  ])('by %s', (_, outcome, factor, flags, reached, said) => {
    expect(told(outcome, factor, flags)).toMatchObject({ reached, flags: said });
  });

  it.each<Outcome>([
    'denied_by_user',
    'reported_fraud',
    'no_response',
    'wrong_code',
    'blocked_by_policy',
    'not_enrolled',
    'rate_limited',
    'failed_other',
  ])('by %s is none; what was asked for is told', (outcome) => {
    expect(reachedAal(outcome, 'totp', [])).toBeNull();
    expect(told(outcome, 'totp')).toMatchObject({ reached: null, requested: [2, 2] });
  });
});

describe('the level required', () => {
  it.each<[EventFlag[], number | null, number | null]>([
    [[], null, null],
    [['mfa_required'], null, 2],
    [['mfa_not_required'], null, 1],
    [['mfa_not_required'], 3, 3],
    [['mfa_required'], 1, 1],
  ])('%j, application %j: %j', (flags, app, required) => {
    expect(told('success_mfa', 'totp', flags, app)?.required).toBe(required);
  });

  it('is told where the access stays below it', () => {
    expect(told('success_single_factor', 'password', [], 2)?.flags).toContain('below_required');
    expect(told('success_mfa', 'push', ['mfa_required'])?.flags).toContain('below_required');
    expect(told('success_mfa', 'fido2', [], 3)?.flags).not.toContain('below_required');
    expect(told('success_token', null, [], 3)?.flags).not.toContain('below_required'); // not known is not below
    expect(told('denied_by_user', 'push', [], 3)?.flags).not.toContain('below_required');
  });
});

describe('nobody’s level', () => {
  it.each(IdentityKind.options.filter(isMachine))('of a %s', (kind) => {
    expect(assuranceOf({ kind, class: 'authentication', outcome: 'success_single_factor', factor: 'client_secret', flags: [], appRequires: 3 })).toBeNull(); // biome-ignore format: one line
  });

  it('where nobody authenticated', () => {
    const base = { kind: 'human', factor: null, flags: [], appRequires: null } as const;
    expect(assuranceOf({ ...base, class: 'change', outcome: 'none' })).toBeNull();
    expect(assuranceOf({ ...base, class: 'access', outcome: 'blocked_by_policy' })).toBeNull();
    expect(assuranceOf({ ...base, class: 'authentication', outcome: 'challenged' })).toBeNull();
  });
});
