/** Every event and challenge method that the vendor documents, through a whole record. */
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { recordOf } from '../../../../../test/golden/record';
import { METHODS } from './outcome';
import { reportsJson } from './reports';

type Value = string | boolean | string[] | undefined;

function map(applicationName: string, name: string, parameters: Record<string, Value> = {}): EventDraft {
  const value = {
    kind: 'admin#reports#activity',
    id: { time: '2026-01-02T03:04:05.678Z', uniqueQualifier: '-7203312395540000000', applicationName },
    actor: { email: 'alice@example.com', profileId: '108239653464319400000' },
    events: {
      name,
      parameters: Object.entries(parameters).map(([key, value]) => {
        if (typeof value === 'boolean') return { name: key, boolValue: value };
        return Array.isArray(value) ? { name: key, multiValue: value } : { name: key, value };
      }),
    },
  };
  const record = recordOf(value, reportsJson.reads);
  expect(reportsJson.accepts(record)).toBe(true);
  const result = reportsJson.toEvent(record, { zone: null, header: null, dayFirst: null });
  if ('end' in result) throw new Error(result.why);
  return result;
}

describe('login events', () => {
  it.each<[string, Record<string, Value>, Outcome, Factor | null]>([
    ['login_failure', { login_failure_type: 'login_failure_invalid_password' }, 'password_failed', 'password'],
    ['login_failure', { login_failure_type: 'login_failure_invalid_second_factor' }, 'wrong_code', null],
    ['login_failure', { login_failure_type: 'login_failure_access_code_disallowed' }, 'blocked_by_policy', null],
    ['login_failure', { login_failure_type: 'login_failure_account_disabled' }, 'blocked_by_policy', null],
    ['login_failure', { login_failure_type: 'login_failure_unknown' }, 'failed_other', null],
    ['login_failure', {}, 'failed_other', null],
    ['login_failure', { login_challenge_method: ['password'] }, 'password_failed', 'password'],
    ['login_failure', { login_challenge_method: ['password', 'totp'] }, 'wrong_code', 'totp'],
    ['login_challenge', { login_challenge_status: 'Challenge Passed.' }, 'success_mfa', null],
    ['login_challenge', { login_challenge_status: 'passed' }, 'success_mfa', null],
    ['login_challenge', { login_challenge_status: 'Challenge Failed.' }, 'wrong_code', null],
    ['login_challenge', { login_challenge_status: 'failed' }, 'wrong_code', null],
    ['login_challenge', { login_challenge_status: 'incorrect_answer_entered' }, 'wrong_code', null],
    ['login_challenge', { login_challenge_status: undefined }, 'challenged', null],
    ['login_verification', { login_challenge_status: 'Challenge Passed.' }, 'success_mfa', null],
    ['login_verification', { login_challenge_status: 'passed' }, 'success_mfa', null],
    ['login_verification', { login_challenge_status: 'Challenge Failed.' }, 'wrong_code', null],
    ['login_verification', { login_challenge_status: 'failed' }, 'wrong_code', null],
    ['login_verification', {}, 'challenged', null],
    ['login_success', { login_challenge_method: ['password'] }, 'success_single_factor', 'password'],
    ['login_success', { login_challenge_method: ['none'] }, 'success_single_factor', 'password'],
    ['login_success', { login_challenge_method: ['password', 'password', 'google_prompt'] }, 'success_mfa', 'push'],
    ['login_success', { login_type: 'saml', login_challenge_method: ['other'] }, 'success_single_factor', 'federated'],
    ['login_success', { login_type: 'reauth', login_challenge_method: ['saml'] }, 'success_single_factor', 'federated'],
    ['login_success', { login_type: 'exchange', login_challenge_method: ['none'] }, 'success_token', null],
    ['login_success', { is_second_factor: true }, 'success_mfa', null],
  ])('%s %j: %s', (name, parameters, outcome, factor) => {
    const draft = map('login', name, parameters);
    expect([draft.class, draft.outcome, draft.factor]).toEqual(['authentication', outcome, factor]);
  });

  it.each<[string, EventClass, Outcome]>([
    ['risky_sensitive_action_allowed', 'other', 'none'],
    ['risky_sensitive_action_blocked', 'access', 'blocked_by_policy'],
    ['logout', 'session', 'none'],
    ['suspicious_login', 'authentication', 'none'],
    ['suspicious_login_less_secure_app', 'authentication', 'none'],
    ['suspicious_programmatic_login', 'authentication', 'none'],
    ['gov_attack_warning', 'other', 'none'],
    ['account_disabled_password_leak', 'change', 'blocked_by_policy'],
    ['account_disabled_generic', 'change', 'blocked_by_policy'],
    ['account_disabled_hijacked', 'change', 'blocked_by_policy'],
    ['account_disabled_spamming', 'change', 'blocked_by_policy'],
    ['account_disabled_spamming_through_relay', 'change', 'blocked_by_policy'],
  ])('%s', (name, cls, outcome) => {
    const draft = map('login', name);
    expect([draft.class, draft.outcome]).toEqual([cls, outcome]);
  });

  it.each(
    '2sv_disable 2sv_enroll password_edit recovery_email_edit recovery_phone_edit recovery_secret_qa_edit titanium_enroll titanium_unenroll email_forwarding_out_of_domain'.split(
      ' ',
    ),
  )('%s is a change in either application', (name) => {
    for (const application of ['login', 'user_accounts']) {
      expect(map(application, name)).toMatchObject({ class: 'change', outcome: 'none' });
    }
  });

  it('reads every challenge method as its factor', () => {
    for (const [method, factor] of Object.entries(METHODS)) {
      if (method === 'password' || method === 'none') continue;
      const draft = map('login', 'login_success', { login_challenge_method: ['password', method] });
      expect([method, draft.outcome, draft.factor]).toEqual([method, 'success_mfa', factor]);
    }
  });

  it.each<[string, Outcome]>([
    ['Challenge Passed.', 'success_single_factor'],
    ['Challenge Failed.', 'password_failed'],
  ])('takes the password asked for once more for no second factor: %s', (status, outcome) => {
    const parameters = { login_challenge_method: ['password'], login_challenge_status: status };
    const draft = map('login', 'login_challenge', parameters);
    expect([draft.class, draft.outcome, draft.factor]).toEqual(['authentication', outcome, 'password']);
  });

  it.each<[string[], string, Outcome, Factor]>([
    [['saml'], 'passed', 'success_single_factor', 'federated'],
    [['saml'], 'failed', 'failed_other', 'federated'],
    [['saml', 'google_prompt'], 'passed', 'success_mfa', 'push'],
  ])('takes the identity provider for no second factor: %j %s', (methods, status, outcome, factor) => {
    const parameters = { login_challenge_method: methods, login_challenge_status: status };
    const draft = map('login', 'login_verification', parameters);
    expect([draft.outcome, draft.factor]).toEqual([outcome, factor]);
  });

  it('takes a parameter without a value for false, and a warning for the account that it names', () => {
    expect(map('login', 'login_success', { is_suspicious: undefined }).flags).toEqual([]);
    const warned = map('login', 'suspicious_login ', { affected_email_address: 'bob@example.com' });
    expect(warned).toMatchObject({ action: 'suspicious_login', actor: { name: 'bob@example.com' }, target: null });
  });
});

it('tells consent given and withdrawn', () => {
  for (const name of ['authorize', 'revoke']) {
    const draft = map('token', name, { client_id: 'c1', app_name: 'App', scope: ['a', 'b'] });
    expect(draft).toMatchObject({ class: 'change', outcome: 'none', app: 'App', appId: 'c1', resource: 'a b' });
  }
});
