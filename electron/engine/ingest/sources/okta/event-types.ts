/** What each Okta event type is: class, part in an attempt, and what its results mean. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';

export interface EventType {
  class: EventClass;
  role?: AttemptRole;
  factor?: Factor;
  /** Outcome whatever `outcome.result` says: the name of the event decides. */
  always?: Outcome;
  /** Outcome per `outcome.result`; what is not listed falls to the general rule of the class (outcome.ts). */
  results?: Readonly<Record<string, Outcome>>;
  flags?: readonly EventFlag[];
  /** Who is the subject when Okta itself acts (actor "Okta System"): the person in `target`. */
  subjectIsTarget?: boolean;
  protocol?: string;
}

const list = (names: string): string[] => names.trim().split(/\s+/);
const same = (type: EventType, names: string): [string, EventType][] => list(names).map((name) => [name, type]);

const AUTH = 'authentication';
/** A challenge on its way to the person. A refused or failed sending is not a prompt that anybody saw. */
const prompt = (factor: Factor): EventType => ({
  class: AUTH,
  role: 'prompt',
  factor,
  subjectIsTarget: true,
  results: {
    SUCCESS: 'challenged',
    ALLOW: 'challenged',
    CHALLENGE: 'challenged',
    FAILURE: 'failed_other',
    DENY: 'blocked_by_policy',
  },
});
/** The check of a password by a directory behind Okta: a step, never a sign-in by itself. */
const passwordCheck: EventType = {
  class: AUTH,
  role: 'step',
  factor: 'password',
  results: { SUCCESS: 'none', FAILURE: 'password_failed' },
  subjectIsTarget: true,
};
const tokenGrant: EventType = { class: AUTH, results: { SUCCESS: 'success_token', FAILURE: 'failed_other' } };
const tokenReuse: EventType = { class: 'session', always: 'blocked_by_policy', flags: ['vendor_suspicious'] };
const change: EventType = { class: 'change' };
const privileged: EventType = { class: 'change', flags: ['privileged'] };
const request: EventType = { class: 'request' };
const session: EventType = { class: 'session' };
const suspicion: EventType = { class: 'other', always: 'none', flags: ['vendor_suspicious'] };

export const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map<string, EventType>([
  // Sign-in
  ['user.session.start', { class: AUTH, role: 'outcome', results: { SUCCESS: 'success_single_factor' } }],
  ['user.authentication.auth_via_mfa', { class: AUTH, role: 'answer' }], // results: outcome.ts
  ['user.authentication.verify', { class: AUTH, role: 'outcome', results: { SUCCESS: 'success_mfa' } }],
  [
    'user.authentication.auth_via_IDP',
    {
      class: AUTH,
      role: 'outcome',
      factor: 'federated',
      subjectIsTarget: true,
      results: { SUCCESS: 'success_single_factor', FAILURE: 'failed_other' },
    },
  ],
  ...same(passwordCheck, 'user.authentication.auth_via_AD_agent user.authentication.auth_via_LDAP_agent'),
  [
    'user.authentication.auth_via_radius',
    {
      class: AUTH,
      role: 'outcome',
      protocol: 'radius',
      subjectIsTarget: true,
      results: { SUCCESS: 'success_single_factor' },
    },
  ],
  [
    'user.authentication.auth_via_richclient',
    {
      class: AUTH,
      role: 'outcome',
      factor: 'password',
      protocol: 'ws-trust',
      flags: ['legacy_protocol'],
      subjectIsTarget: true,
      results: { SUCCESS: 'success_single_factor' },
    },
  ],
  [
    'user.authentication.auth_via_iwa',
    {
      class: AUTH,
      role: 'outcome',
      factor: 'federated',
      subjectIsTarget: true,
      results: { SUCCESS: 'success_single_factor', FAILURE: 'failed_other' },
    },
  ],
  ['user.authentication.sso', { class: 'access', results: { SUCCESS: 'success_token', FAILURE: 'failed_other' } }],
  // What refused attempts led to: a state of the account, not one more attempt. The attempts have records of their own.
  ...same(
    { class: 'change', always: 'rate_limited', subjectIsTarget: true },
    'user.account.lock user.account.lock.limit',
  ),
  ['user.account.report_suspicious_activity_by_enduser', { class: AUTH, role: 'report', always: 'reported_fraud' }],
  ['application.integration.authentication_failure', { class: AUTH, always: 'failed_other' }],

  // The second factor
  ['user.mfa.okta_verify.deny_push', { class: AUTH, role: 'answer', factor: 'push', always: 'denied_by_user' }],
  [
    'user.mfa.okta_verify.deny_push_upgrade_needed',
    { class: AUTH, role: 'answer', factor: 'push', always: 'failed_other' },
  ],
  ['user.mfa.okta_verify', { class: AUTH, role: 'interim', factor: 'push', always: 'challenged' }],
  ['user.mfa.attempt_bypass', { class: AUTH, role: 'interim', always: 'challenged', flags: ['vendor_suspicious'] }],
  ['system.push.send_factor_verify_push', prompt('push')],
  ['system.sms.send_factor_verify_message', prompt('sms')],
  ['system.voice.send_mfa_challenge_call', prompt('voice')],
  ['system.email.send_factor_verify_message', prompt('email_otp')],
  [
    'system.email.challenge_factor_redeemed',
    { class: AUTH, role: 'answer', factor: 'email_otp', results: { SUCCESS: 'success_mfa', FAILURE: 'failed_other' } },
  ],

  // Policy
  [
    'policy.evaluate_sign_on',
    { class: AUTH, role: 'interim', results: { ALLOW: 'none', CHALLENGE: 'challenged', DENY: 'blocked_by_policy' } },
  ],
  ['application.policy.sign_on.deny_access', { class: AUTH, role: 'outcome', always: 'blocked_by_policy' }],
  ['policy.auth_reevaluate.fail', { class: 'session', always: 'blocked_by_policy' }],
  ['app.generic.unauth_app_access_attempt', { class: 'access', always: 'blocked_by_policy' }],
  ['security.request.blocked', { class: 'access', always: 'blocked_by_policy', flags: ['vendor_suspicious'] }],

  // Tokens
  ...same(
    tokenGrant,
    `app.oauth2.token.grant app.oauth2.token.grant.access_token app.oauth2.token.grant.id_token app.oauth2.token.grant.refresh_token
     app.oauth2.as.token.grant app.oauth2.as.token.grant.access_token app.oauth2.as.token.grant.id_token
     app.oauth2.as.token.grant.refresh_token app.oauth2.token.grant.id_jag app.oauth2.token.grant.oauth_sts
     app.oauth2.token.grant.service_account app.oauth2.token.grant.vaulted_secret`,
  ),
  ...same(tokenReuse, 'app.oauth2.token.detect_reuse app.oauth2.as.token.detect_reuse'),
  ['app.oauth2.invalid_client_credentials', { class: AUTH, factor: 'client_secret', always: 'password_failed' }],

  // What the vendor suspects
  [
    'security.threat.detected',
    {
      class: 'other',
      flags: ['vendor_suspicious'],
      results: { DENY: 'blocked_by_policy', RATE_LIMIT: 'rate_limited', ALLOW: 'none', SUCCESS: 'none' },
    },
  ],
  ...same(
    suspicion,
    `security.attack.start security.breached_credential.detected security.session.detect_client_roaming user.risk.detect
     system.api_token.request_outside_allowed_range`,
  ),
  ...same(
    { class: 'other', always: 'none' },
    'user.session.context.change user.risk.change system.org.rate_limit.violation system.org.rate_limit.warning',
  ),

  // Sessions
  ...same(session, 'user.session.clear user.session.end user.session.expire user.authentication.universal_logout'),

  // Methods, secrets, accounts, devices, rules
  ...same(
    change,
    `user.mfa.factor.activate user.mfa.factor.deactivate user.mfa.factor.reset_all user.mfa.factor.suspend
     user.mfa.factor.unsuspend user.mfa.factor.update credential.register credential.revoke system.mfa.factor.activate
     device.user.add device.enrollment.create user.account.reset_password user.account.update_password
     user.account.unlock_by_admin user.lifecycle.create user.lifecycle.activate user.lifecycle.deactivate
     user.lifecycle.suspend user.lifecycle.unsuspend workload_principal.register system.mfa.factor.deactivate
     app.oauth2.credentials.lifecycle.create app.oauth2.credentials.lifecycle.activate
     app.oauth2.credentials.lifecycle.deactivate app.oauth2.credentials.lifecycle.delete
     workload_principal.ai_agent.credential.create workload_principal.ai_agent.credential.activate
     workload_principal.ai_agent.credential.deactivate workload_principal.ai_agent.credential.delete
     app.oauth2.as.consent.grant app.oauth2.consent.grant application.user_membership.add
     application.user_membership.remove group.user_membership.add group.user_membership.remove policy.rule.update
     policy.rule.add policy.rule.deactivate policy.rule.delete policy.lifecycle.create policy.lifecycle.update
     policy.lifecycle.deactivate policy.lifecycle.delete zone.update system.idp.lifecycle.create`,
  ),
  ...same(
    privileged,
    `user.account.privilege.grant user.account.privilege.revoke system.api_token.create system.api_token.revoke
     system.api_token.update app.oauth2.client.privilege.grant user.session.impersonation.grant
     user.session.impersonation.initiate workload_principal.delegation_link.create group.privilege.grant
     app.oauth2.admin.consent.grant`,
  ),

  // Resources
  ...same(
    { class: 'access', flags: ['privileged'] },
    'app.oauth2.client.read_client_secret user.session.access_admin_app',
  ),

  // Requests
  ...same(
    request,
    `access.request.create access.request.update access.request.resolve access.request.reject access.request.cancel
     access.request.expire`,
  ),
]);

/**
 * Event types that are not in the table (Okta has over a thousand) by the form of their name, so that none is lost and
 * none is taken for a sign-in that it is not.
 */
export function eventTypeOf(name: string): EventType {
  const known = EVENT_TYPES.get(name);
  if (known) return known;
  if (name.startsWith('user.authentication.'))
    return { class: AUTH, role: 'outcome', results: { SUCCESS: 'success_single_factor' } };
  if (name.startsWith('app.oauth2.') && name.includes('.token.grant')) return tokenGrant;
  if (name.startsWith('user.session.')) return session;
  if (name.startsWith('access.request.')) return request;
  // Limits of the API concern the organisation's traffic, not one person's sign-in.
  if (name.includes('.rate_limit')) return { class: 'other', always: 'none' };
  if (CHANGE_NAME.test(name)) return change;
  return { class: 'other' };
}

const CHANGE_NAME =
  /\.(lifecycle|privilege|user_membership|provision|credential|credentials)\.|\.(create|created|update|updated|add|added|remove|removed|delete|deleted|activate|deactivate|enroll|unenroll|register|revoke|grant|reset|assign)$/;
