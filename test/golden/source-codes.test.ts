/** Every code of the three sources, through a whole record: outcome and factor as the vendors' codes mean them. */
import { describe, expect, it } from 'vitest';
import { sources } from '../../electron/engine/ingest/registry';
import type { EventDraft } from '../../shared/model/event';
import type { Factor, Outcome } from '../../shared/model/words';
import { recordOf } from './record';

function map(source: string, value: unknown): EventDraft {
  const shapes = sources.get(source)?.shapes ?? [];
  const shape = shapes.find((each) => each.record === 'json' && each.accepts(recordOf(value, each.reads)));
  if (!shape) throw new Error(`no shape of ${source} takes the record`);
  const result = shape.toEvent(recordOf(value, shape.reads), { zone: null, header: null, dayFirst: null });
  if ('end' in result) throw new Error(`${result.end}: ${result.why}`);
  return result;
}

const each = <T extends unknown[]>(rows: readonly (readonly [...T, string])[]): [...T, string][] =>
  rows.flatMap((row) => (row.at(-1) as string).split(' ').map((code) => [...row.slice(0, -1), code] as [...T, string]));

// ---- Entra

const user = {
  id: 'r1',
  createdDateTime: '2026-01-02T03:04:05Z',
  userPrincipalName: 'alice@example.com',
  userId: '11111111-2222-4333-8444-555555555555',
  appId: 'a1',
  isInteractive: true,
};
const entra = (fields: object): EventDraft => map('entra', { ...user, ...fields });

/** outcome, interim, factor, codes */
const ENTRA: readonly (readonly [Outcome, boolean, Factor | '', string])[] = [
  [
    'challenged',
    true,
    '',
    '16000 16001 50058 50074 50076 50078 50085 50097 50125 50127 50129 50135 50140 50143 50168 50180 50199 51006 52004 65001 70016 81010 81012 81014 90095',
  ],
  ['not_enrolled', false, '', '16003 50014 50020 50105 51004 7000114'],
  ['failed_other', false, 'federated', '20001 20012 50008 50161 50166'],
  [
    'blocked_by_policy',
    false,
    '',
    '50005 500021 500022 500212 500213 50057 50131 500014 53000 53001 53002 53003 53004 53010 53011 530032 530034 530035 530002 530003 53009 54000 70001 7000112 80012 90094 90123 135011',
  ],
  ['failed_other', false, 'certificate', '50012 50017 50192'],
  [
    'failed_other',
    false,
    '',
    '50013 500133 50034 500341 50059 50086 50087 50089 50099 50128 50132 50133 50155 50173 50177 50187 50197 500011 54005 65005 67003 70000 700011 700016 70003 70008 700082 700084 70011 70020 70043 70044 7000218 75011 80001 80002 80007 80014 81004 81016 90014 90072 140000 50011 1000000',
  ],
  ['rate_limited', false, '', '50053 50196 90055'],
  ['challenged', true, 'password', '50055 50144'],
  ['password_failed', false, 'password', '50056 50064 50126 120000'],
  ['not_enrolled', true, '', '50072 50079'],
  ['rate_limited', false, 'voice', '50088'],
  ['challenged', true, 'federated', '50158'],
  ['denied_by_user', false, '', '65004'],
  ['password_failed', false, 'client_secret', '70002 7000215 7000222'],
  ['password_failed', false, 'client_certificate', '700027 700030 700024'],
  ['wrong_code', false, '', '70018'],
  ['no_response', false, '', '70019'],
  ['password_failed', false, 'workload_federation', '700229 700213'],
  ['not_enrolled', false, 'windows_hello', '130004'],
  ['wrong_code', false, 'windows_hello', '130005'],
  ['blocked_by_policy', false, 'windows_hello', '130007'],
];

describe('Entra error codes', () => {
  it.each(each(ENTRA))('%s (interim %s) %s: %s', (outcome, isInterim, factor, code) => {
    const told = { status: { errorCode: Number(code) } };
    for (const draft of [entra(told), entra({ status: { errorCode: code } })]) {
      expect(draft.outcome).toBe(outcome);
      expect(draft.attempt?.role === 'interim').toBe(isInterim);
      if (factor) expect(draft.factor).toBe(factor);
      expect(draft.code).toBe(code);
    }
  });

  it('reads 50053 as a block where the text names the address', () => {
    const reason = 'Sign-in was blocked because it came from an IP address with malicious activity';
    expect(entra({ status: { errorCode: 50053, failureReason: reason } }).outcome).toBe('blocked_by_policy');
    expect(entra({ status: { errorCode: 50053, failureReason: 'The account is locked' } }).outcome).toBe(
      'rate_limited',
    );
    expect(entra({ status: { errorCode: 50053 } }).flags).toContain('ambiguous');
  });

  it('keeps refused consent and a failed password change apart from refused prompts', () => {
    expect(entra({ status: { errorCode: 65004 } }).class).toBe('change');
    expect(entra({ status: { errorCode: 120000 } }).class).toBe('change');
  });

  it('takes an unknown code for a failure, not for a denial', () => {
    const draft = entra({ status: { errorCode: 999999 } });
    expect([draft.outcome, draft.flags?.includes('second_factor_failed')]).toEqual(['failed_other', false]);
  });

  it('does not decide 500121 without a text, but says that the second factor failed', () => {
    const draft = entra({ status: { errorCode: 500121 } });
    expect(draft.outcome).toBe('failed_other');
    expect(draft.flags).toEqual(expect.arrayContaining(['second_factor_failed', 'no_decision']));
  });
});

const TEXTS: readonly (readonly [string, Outcome | null, Factor | null])[] = [
  ['successfully completed', 'success_mfa', null],
  ['completed in azure ad', 'success_mfa', null],
  ['completed in the cloud', 'success_mfa', null],
  ['satisfied by strong authentication', 'success_mfa', null],
  ['satisfied by claim in the token', 'success_token', null],
  ['first factor requirement satisfied by claim in the token', null, null],
  ['satisfied by claim provided by external provider', 'success_mfa', 'federated'],
  ['satisfied by multi-factor device', 'success_mfa', null],
  ['skipped due to remembered device', 'success_token', 'remembered_device'],
  ['skipped due to registered device', 'success_token', 'remembered_device'],
  ['skipped due to location', 'success_single_factor', null],
  ['skipped due to app password', 'success_single_factor', 'password'],
  ['skipped as flow exercised was windows broker logon flow', 'success_single_factor', null],
  ['has expired due to the policies configured on tenant', 'challenged', null],
  ['registration prompted', 'not_enrolled', null],
  ['required in azure ad', 'challenged', null],
  ['authentication in-progress', 'challenged', null],
  ['duplicate authentication attempt', 'failed_other', null],
  ['entered incorrect code too many times', 'rate_limited', null],
  ['invalid authentication', 'failed_other', null],
  ['invalid mobile app verification code', 'wrong_code', 'totp'],
  ['misconfiguration', 'failed_other', null],
  ['phone call went to voicemail', 'no_response', 'voice'],
  ['phone number has an invalid format', 'failed_other', null],
  ['service error', 'failed_other', null],
  ["unable to reach the user's phone", 'no_response', null],
  ['unable to send the mobile app notification to the device', 'failed_other', 'push'],
  ['unable to send the mobile app notification', 'failed_other', 'push'],
  ['user declined the authentication', 'denied_by_user', null],
  ['user did not respond to mobile app notification', 'no_response', 'push'],
  ["user didn't respond to mobile app notification", 'no_response', 'push'],
  ['user does not have any verification methods registered', 'not_enrolled', null],
  ["user doesn't have any verification methods registered", 'not_enrolled', null],
  ['user entered incorrect code', 'wrong_code', null],
  ['user entered incorrect pin', 'wrong_code', null],
  ['user hung up the phone call without succeeding the authentication', 'denied_by_user', 'voice'],
  ['user is blocked', 'blocked_by_policy', null],
  ['user never entered the verification code', 'no_response', null],
  ['user not found', 'failed_other', null],
  ['verification code already used once', 'wrong_code', null],
  ['phone app reported fraud', 'reported_fraud', 'push'],
  ['fraud code entered', 'reported_fraud', 'voice'],
  ['fraud reported', 'reported_fraud', null],
  ['authentication in progress', 'challenged', null],
  ['correct password', null, 'password'],
  ['incorrect password', 'password_failed', 'password'],
  ['mfa required', 'challenged', null],
];
const spellings = (text: string): string[] => [
  `MFA denied; ${text}`,
  `MFA denied, ${text}`,
  text.toUpperCase(),
  text.replaceAll("'", '\u2019'),
  text.replaceAll('-', ' '),
];

it('no second factor was performed where a succeeded step says that it was skipped', () => {
  const step = {
    authenticationMethod: 'Mobile app notification',
    succeeded: true,
    authenticationStepRequirement: 'Multifactor authentication',
  };
  for (const [text, outcome] of TEXTS.filter(([words]) => words.startsWith('skipped'))) {
    const details = [{ ...step, authenticationStepResultDetail: `MFA ${text}` }];
    expect([text, entra({ status: { errorCode: 0 }, authenticationDetails: details }).outcome]).toEqual([
      text,
      outcome,
    ]);
  }
});

describe('Entra result sentences', () => {
  it.each(TEXTS.filter(([, outcome]) => outcome !== null && !outcome.startsWith('success')))(
    '500121: %s → %s',
    (text, outcome, factor) => {
      for (const spelling of spellings(text)) {
        const step = { authenticationMethod: 'x', succeeded: false, authenticationStepResultDetail: spelling };
        const byStep = entra({ status: { errorCode: 500121 }, authenticationDetails: [step] });
        const byDetails = entra({ status: { errorCode: 500121, additionalDetails: spelling } });
        for (const draft of [byStep, byDetails]) {
          expect(draft.outcome).toBe(outcome);
          if (factor) expect(draft.factor).toBe(factor);
        }
      }
    },
  );

  it.each(TEXTS.filter(([, outcome]) => outcome?.startsWith('success')))(
    '0: MFA requirement %s → %s',
    (text, outcome, factor) => {
      const draft = entra({ status: { errorCode: 0, additionalDetails: `MFA requirement ${text}` } });
      expect(draft.outcome).toBe(outcome);
      if (factor) expect(draft.factor).toBe(factor);
    },
  );

  it('believes the last failed step before the row’s own sentence', () => {
    const step = (text: string): object => ({
      authenticationMethod: 'Mobile app notification',
      succeeded: false,
      authenticationStepResultDetail: text,
    });
    const draft = entra({
      status: { errorCode: 500121, additionalDetails: 'MFA denied; user declined the authentication' },
      authenticationDetails: [
        step('MFA denied; user declined the authentication'),
        step('MFA denied; Phone App Reported Fraud'),
      ],
    });
    expect([draft.outcome, draft.factor]).toEqual(['reported_fraud', 'push']);
  });
});

const METHODS: readonly (readonly [string, Factor | null])[] = [
  ['Password', 'password'],
  ['Mobile app notification', 'push'],
  ['Authenticator App', 'push'],
  ['Microsoft Authenticator', 'push'],
  ['Text message', 'sms'],
  ['SMS', 'sms'],
  ['Voice', 'voice'],
  ['Phone call approval (Authentication phone)', 'voice'],
  ['OATH verification code', 'totp'],
  ['Software OATH token', 'totp'],
  ['Mobile app verification code', 'totp'],
  ['App Verification code', 'totp'],
  ['FIDO', 'fido2'],
  ['FIDO2 security key', 'fido2'],
  ['Passkey (Microsoft Authenticator)', 'passkey_platform'],
  ['Passkey (device-bound)', 'fido2'],
  ['Passkey (synced)', 'passkey_platform'],
  ['Windows Hello for Business', 'windows_hello'],
  ['X.509 Certificate', 'certificate'],
  ['Passwordless Phone Sign-in', 'push_number_match'],
  ['Temporary Access Pass', 'password'],
  ['Previously satisfied', null],
  ['Satisfied by token', null],
  ['PTA', 'password'],
  ['PHS', 'password'],
];
it.each(METHODS)('Entra method %s → %s', (method, factor) => {
  const step = {
    authenticationMethod: method,
    succeeded: true,
    authenticationStepRequirement: 'Primary authentication',
  };
  expect(entra({ status: { errorCode: 0 }, authenticationDetails: [step] }).factor ?? null).toBe(factor);
});

const CREDENTIALS: readonly (readonly [string, Factor | null])[] = [
  ['clientSecret', 'client_secret'],
  ['clientAssertion', 'client_certificate'],
  ['certificate', 'client_certificate'],
  ['federatedIdentityCredential', 'workload_federation'],
  ['managedIdentity', 'workload_federation'],
  ['none', null],
];
it.each(CREDENTIALS)('Entra credential %s → %s', (clientCredentialType, factor) => {
  const draft = map('entra', {
    id: 'r',
    createdDateTime: '2026-01-02T03:04:05Z',
    servicePrincipalId: 's1',
    appId: 'a1',
    signInEventTypes: ['servicePrincipal'],
    clientCredentialType,
    status: { errorCode: 0 },
  });
  expect([draft.outcome, draft.factor ?? null]).toEqual(['success_single_factor', factor]);
});

// ---- Okta

const okta = (
  eventType: string,
  result: string,
  reason: string | null,
  debugData: Record<string, string>,
): EventDraft =>
  map('okta', {
    uuid: 'u1',
    published: '2026-01-02T03:04:05.678Z',
    eventType,
    outcome: { result, reason },
    actor: { id: '00u1', type: 'User', alternateId: 'alice@example.com' },
    debugContext: { debugData },
  });

/** `event|result|field=value …`, outcome (`none` = decides nothing), factor */
const OKTA: readonly (readonly [string, Outcome, Factor | null])[] = [
  ['user.authentication.auth_via_mfa|SUCCESS', 'success_mfa', null],
  ['user.authentication.auth_via_mfa|FAILURE|pushOnlyResponseType=OV_RESPONSE_DENY', 'denied_by_user', 'push'],
  [
    'user.authentication.auth_via_mfa|FAILURE|factor=OKTA_VERIFY_PUSH|reason=INVALID_CREDENTIALS',
    'denied_by_user',
    'push',
  ],
  ['user.authentication.auth_via_mfa|FAILURE|pushOnlyResponseType=OV_RESPONSE_ERROR', 'failed_other', 'push'],
  [
    'user.authentication.auth_via_mfa|FAILURE|pushWithNumberChallengeResponseType=OV_WITH_CHALLENGE_RESPONSE_INVALID',
    'wrong_code',
    'push_number_match',
  ],
  [
    'user.authentication.auth_via_mfa|SUCCESS|pushWithNumberChallengeResponseType=OV_WITH_CHALLENGE_RESPONSE_VALID',
    'success_mfa',
    'push_number_match',
  ],
  [
    'user.authentication.auth_via_mfa|FAILURE|pushWithNumberChallengeResponseType=OV_WITH_CHALLENGE_RESPONSE_ERROR',
    'failed_other',
    'push_number_match',
  ],
  ['user.authentication.auth_via_mfa|FAILURE|factor=PASSWORD_AS_FACTOR', 'password_failed', 'password'],
  ['user.authentication.auth_via_mfa|FAILURE|reason=INVALID_CREDENTIALS', 'wrong_code', null],
  ['user.authentication.auth_via_mfa|FAILURE|reason=LOCKED_OUT', 'rate_limited', null],
  ['user.authentication.auth_via_mfa|FAILURE|reason=FastPass declined phishing attempt', 'blocked_by_policy', 'fido2'],
  ['user.authentication.auth_via_mfa|UNANSWERED', 'no_response', null],
  ['user.authentication.auth_via_mfa|ABANDONED', 'no_response', null],
  ['user.authentication.auth_via_mfa|CHALLENGE', 'challenged', null],
  ['user.mfa.okta_verify.deny_push', 'denied_by_user', 'push'],
  ['user.mfa.okta_verify.deny_push_upgrade_needed', 'failed_other', 'push'],
  ['user.mfa.okta_verify', 'challenged', 'push'],
  ['user.mfa.attempt_bypass', 'challenged', null],
  ['system.push.send_factor_verify_push', 'challenged', 'push'],
  ['system.sms.send_factor_verify_message', 'challenged', 'sms'],
  ['system.voice.send_mfa_challenge_call', 'challenged', 'voice'],
  ['system.email.send_factor_verify_message', 'challenged', 'email_otp'],
  ['system.email.challenge_factor_redeemed', 'success_mfa', 'email_otp'],
  ['user.session.start|SUCCESS', 'success_single_factor', null],
  ['user.session.start|FAILURE|reason=INVALID_CREDENTIALS', 'password_failed', 'password'],
  ['user.session.start|FAILURE|reason=VERIFICATION_ERROR', 'failed_other', null],
  ['user.session.start|FAILURE|reason=LOCKED_OUT', 'rate_limited', null],
  ['user.authentication.sso|SUCCESS', 'success_token', null],
  ['user.authentication.sso|FAILURE', 'failed_other', null],
  ['user.authentication.verify|SUCCESS', 'success_mfa', null],
  ['user.authentication.auth_via_IDP|SUCCESS', 'success_single_factor', 'federated'],
  ['user.authentication.auth_via_IDP|FAILURE', 'failed_other', 'federated'],
  ['user.authentication.auth_via_AD_agent', 'none', 'password'],
  ['user.authentication.auth_via_LDAP_agent', 'none', 'password'],
  ['user.authentication.auth_via_radius', 'none', null],
  ['user.authentication.auth_via_richclient', 'none', 'password'],
  ['user.authentication.auth_via_iwa', 'none', 'federated'],
  ['policy.evaluate_sign_on|ALLOW', 'none', null],
  ['policy.evaluate_sign_on|CHALLENGE', 'challenged', null],
  ['policy.evaluate_sign_on|DENY', 'blocked_by_policy', null],
  ['application.policy.sign_on.deny_access', 'blocked_by_policy', null],
  ['security.threat.detected|DENY', 'blocked_by_policy', null],
  ['security.threat.detected|ALLOW', 'none', null],
  ['security.threat.detected|RATE_LIMIT', 'rate_limited', null],
  ['security.request.blocked', 'blocked_by_policy', null],
  ['policy.auth_reevaluate.fail', 'blocked_by_policy', null],
  ['user.account.report_suspicious_activity_by_enduser', 'reported_fraud', null],
  ['user.account.lock', 'rate_limited', null],
  ['user.account.lock.limit', 'rate_limited', null],
  ['app.oauth2.token.grant|SUCCESS', 'success_token', null],
  ['app.oauth2.token.grant.access_token|SUCCESS', 'success_token', null],
  ['app.oauth2.token.grant.id_token|SUCCESS', 'success_token', null],
  ['app.oauth2.token.grant.refresh_token|SUCCESS', 'success_token', null],
  ['app.oauth2.as.token.grant|SUCCESS', 'success_token', null],
  ['app.oauth2.as.token.grant.access_token|SUCCESS', 'success_token', null],
  ['app.oauth2.as.token.grant.refresh_token|SUCCESS', 'success_token', null],
  ['app.oauth2.token.grant.id_jag|SUCCESS', 'success_token', null],
  ['app.oauth2.token.grant.oauth_sts|SUCCESS', 'success_token', null],
  ['app.oauth2.token.grant.service_account|SUCCESS', 'success_token', null],
  ['app.oauth2.token.grant.vaulted_secret|SUCCESS', 'success_token', null],
  ['app.oauth2.token.detect_reuse', 'blocked_by_policy', null],
  ['app.oauth2.as.token.detect_reuse', 'blocked_by_policy', null],
  ['app.oauth2.invalid_client_credentials', 'password_failed', 'client_secret'],
  ['user.authentication.auth_via_mfa|SUCCESS|factor=PASSWORD_AS_FACTOR', 'none', 'password'],
  ['application.integration.authentication_failure', 'failed_other', null],
];
/** Where the result decides and the code alone does not: what success means. */
const BY_RESULT: Readonly<Record<string, Outcome>> = {
  'user.authentication.auth_via_radius': 'success_single_factor',
  'user.authentication.auth_via_richclient': 'success_single_factor',
  'user.authentication.auth_via_iwa': 'success_single_factor',
};

describe('Okta events', () => {
  it.each(OKTA)('%s → %s', (key, outcome, factor) => {
    const [eventType = '', result = 'SUCCESS', ...fields] = key.split('|');
    const told = Object.fromEntries(fields.map((field) => field.split('=') as [string, string]));
    const { reason = null, ...debug } = told;
    const draft = okta(eventType, result, reason, debug);
    expect(draft.outcome).toBe(BY_RESULT[eventType] ?? outcome);
    if (factor) expect(draft.factor).toBe(factor);
  });

  it.each(
    each<[string]>([
      [
        'other',
        'security.attack.start security.breached_credential.detected security.session.detect_client_roaming user.session.context.change user.risk.detect user.risk.change system.api_token.request_outside_allowed_range system.org.rate_limit.violation',
      ],
      [
        'change',
        'user.mfa.factor.activate user.mfa.factor.deactivate user.mfa.factor.reset_all user.mfa.factor.suspend user.mfa.factor.unsuspend user.mfa.factor.update device.user.add credential.register credential.revoke user.account.reset_password user.account.update_password user.account.unlock_by_admin user.account.privilege.grant user.account.privilege.revoke system.api_token.create system.api_token.revoke system.api_token.update app.oauth2.credentials.lifecycle.create app.oauth2.credentials.lifecycle.activate app.oauth2.credentials.lifecycle.deactivate app.oauth2.credentials.lifecycle.delete app.oauth2.client.privilege.grant app.oauth2.as.consent.grant app.oauth2.consent.grant app.oauth2.admin.consent.grant user.session.impersonation.grant user.session.impersonation.initiate user.lifecycle.create user.lifecycle.activate user.lifecycle.deactivate user.lifecycle.suspend user.lifecycle.unsuspend workload_principal.register workload_principal.ai_agent.credential.create workload_principal.ai_agent.credential.activate workload_principal.ai_agent.credential.deactivate workload_principal.ai_agent.credential.delete workload_principal.delegation_link.create device.enrollment.create system.mfa.factor.activate system.mfa.factor.deactivate application.user_membership.add application.user_membership.remove group.user_membership.add group.user_membership.remove group.privilege.grant policy.rule.update policy.rule.add policy.rule.deactivate policy.rule.delete policy.lifecycle.create policy.lifecycle.update policy.lifecycle.deactivate policy.lifecycle.delete zone.update system.idp.lifecycle.create',
      ],
      ['access', 'app.oauth2.client.read_client_secret user.session.access_admin_app'],
      ['session', 'user.session.clear user.session.end user.session.expire user.authentication.universal_logout'],
      [
        'request',
        'access.request.create access.request.update access.request.resolve access.request.reject access.request.cancel access.request.expire',
      ],
    ]),
  )('%s: %s', (eventClass, eventType) => {
    const draft = okta(eventType, 'SUCCESS', null, {});
    expect([draft.class, draft.outcome]).toEqual([eventClass, 'none']);
  });

  it('never shows a change that failed as one that took place', () => {
    expect(okta('user.mfa.factor.activate', 'FAILURE', null, {}).outcome).toBe('failed_other');
    expect(okta('group.privilege.grant', 'DENY', null, {}).outcome).toBe('blocked_by_policy');
  });
});

const OKTA_FACTORS: readonly (readonly [string, Factor])[] = [
  ['OKTA_VERIFY_PUSH', 'push'],
  ['SIGNED_NONCE', 'fido2'],
  ['FIDO_WEBAUTHN', 'fido2'],
  ['PASSWORD_AS_FACTOR', 'password'],
  ['OKTA_SOFT_TOKEN', 'totp'],
  ['SOFT_TOKEN', 'totp'],
  ['SMS_FACTOR', 'sms'],
  ['CALL_FACTOR', 'voice'],
  ['EMAIL_FACTOR', 'email_otp'],
  ['SECURITY_QUESTION', 'security_question'],
  ['GOOGLE_AUTHENTICATOR', 'totp'],
  ['YUBIKEY_OTP', 'hardware_otp'],
  ['SMART_CARD_IDP', 'certificate'],
  ['DUO', 'federated'],
  ['RSA_TOKEN', 'hardware_otp'],
];
it.each(OKTA_FACTORS)('Okta factor %s → %s', (factor, expected) => {
  expect(okta('user.authentication.auth_via_mfa', 'SUCCESS', null, { factor }).factor).toBe(expected);
});

// ---- Duo

const duo = (result: string, reason: string | null, factor: string | null): EventDraft =>
  map('duo', {
    txid: 't1',
    timestamp: 1767323045,
    event_type: 'authentication',
    access_device: {},
    user: { name: 'alice' },
    result,
    reason,
    factor,
  });

const DUO: readonly (readonly [Outcome, Factor | null, string])[] = [
  ['success_mfa', null, 'user_approved valid_passcode'],
  ['success_token', 'remembered_device', 'remembered_device'],
  [
    'success_single_factor',
    null,
    'trusted_network trusted_location bypass_user allow_unenrolled_user allow_unenrolled_user_on_trusted_network allowed_by_policy',
  ],
  ['reported_fraud', 'push', 'user_marked_fraud'],
  ['denied_by_user', null, 'user_cancelled user_denied'],
  ['denied_by_user', 'push', 'user_mistake'],
  ['no_response', null, 'no_response'],
  ['no_response', 'voice', 'no_keys_pressed call_timed_out'],
  ['wrong_code', null, 'invalid_passcode'],
  ['wrong_code', 'push_number_match', 'verification_code_incorrect'],
  ['no_response', 'push_number_match', 'verification_code_missing'],
  ['rate_limited', null, 'locked_out'],
  ['rate_limited', 'push', 'anomalous_push'],
  ['not_enrolled', null, 'deny_unenrolled_user no_activated_duo_mobile_account user_not_in_permitted_group'],
  [
    'blocked_by_policy',
    null,
    'factor_restricted user_disabled out_of_date anonymous_ip denied_by_policy denied_network location_restricted platform_restricted version_restricted software_restricted rooted_device no_screen_lock no_disk_encryption touchid_disabled touch_id_disabled could_not_determine_if_endpoint_was_trusted endpoint_is_not_trusted endpoint_is_not_in_management_system endpoint_failed_google_verification no_duo_certificate_present invalid_management_certificate_collection_state invalid_referring_hostname_provided no_referring_hostname_provided no_web_referer_match',
  ],
  ['failed_other', null, 'error invalid_device user_provided_invalid_certificate'],
];
describe('Duo reasons', () => {
  it.each(each(DUO))('%s %s: %s', (outcome, factor, reason) => {
    const result = outcome.startsWith('success') ? 'success' : outcome === 'reported_fraud' ? 'fraud' : 'denied';
    const label = reason.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());
    for (const draft of [duo(result, reason, null), duo(result.toUpperCase(), label, null)]) {
      expect(draft.outcome).toBe(outcome);
      if (factor) expect(draft.factor).toBe(factor);
    }
  });

  it.each([
    ['fraud', 'reported_fraud'],
    ['error', 'failed_other'],
    ['FRAUD', 'reported_fraud'],
    ['ERROR', 'failed_other'],
    ['success', 'success_mfa'],
    ['SUCCESS', 'success_mfa'],
    ['denied', 'failed_other'],
    ['FAILURE', 'failed_other'],
  ])('result %s without a reason → %s', (result, outcome) => {
    expect(duo(result, null, 'duo_push').outcome).toBe(outcome);
  });

  it('never shows given access as refused, or refused access as given', () => {
    expect(duo('success', 'user_mistake', 'duo_push').outcome).toBe('success_mfa');
    expect(duo('denied', 'user_approved', 'duo_push').outcome).toBe('failed_other');
    expect(duo('fraud', 'user_approved', 'duo_push').outcome).toBe('reported_fraud');
  });
});

const DUO_FACTORS: readonly (readonly [string, Factor | null])[] = [
  ['duo_push', 'push'],
  ['verified_duo_push', 'push_number_match'],
  ['phone_call', 'voice'],
  ['sms_passcode', 'sms'],
  ['sms_refresh', 'sms'],
  ['passcode', 'totp'],
  ['duo_mobile_passcode', 'totp'],
  ['hardware_token', 'hardware_otp'],
  ['yubikey_passcode', 'hardware_otp'],
  ['yubikey_code', 'hardware_otp'],
  ['digipass_go_7_token', 'hardware_otp'],
  ['u2f_token', 'fido2'],
  ['webauthn_security_key', 'fido2'],
  ['webauthn_credential', 'fido2'],
  ['webauthn_chrome_touch_id', 'passkey_platform'],
  ['platform_authenticator', 'passkey_platform'],
  ['bypass_code', 'hardware_otp'],
  ['remembered_device', 'remembered_device'],
  ['trusted_network', null],
  ['not_available', null],
  ['push', 'push'],
  ['duo_otp', 'totp'],
  ['sms', 'sms'],
];
it.each(DUO_FACTORS)('Duo factor %s → %s', (factor, expected) => {
  expect(duo('success', null, factor).factor ?? null).toBe(expected);
});
