/** Keycloak's event types and errors: what each is, and its outcome. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { entry } from '../../vendor/fields';

export interface EventType {
  class: EventClass;
  outcome: Outcome;
  factor?: Factor;
  role?: AttemptRole;
  flags?: EventFlag[];
  isMachine?: boolean;
}

const session: EventType = { class: 'session', outcome: 'none' };
const change: EventType = { class: 'change', outcome: 'none' };
const auth = (outcome: Outcome, more: Partial<EventType> = {}): EventType => ({
  class: 'authentication',
  outcome,
  role: 'outcome',
  ...more,
});

const TYPES: Readonly<Record<string, EventType>> = {
  LOGIN: auth('success_single_factor'),
  LOGIN_ERROR: auth('failed_other'),
  REGISTER: change,
  CODE_TO_TOKEN: auth('success_token'),
  CODE_TO_TOKEN_ERROR: auth('failed_other'),
  REFRESH_TOKEN: auth('success_token'),
  REFRESH_TOKEN_ERROR: auth('failed_other'),
  CLIENT_LOGIN: auth('success_token', { factor: 'client_secret', isMachine: true }),
  CLIENT_LOGIN_ERROR: auth('password_failed', { factor: 'client_secret', isMachine: true }),
  TOKEN_EXCHANGE: auth('success_token'),
  TOKEN_EXCHANGE_ERROR: auth('failed_other'),
  PERMISSION_TOKEN: auth('success_token'),
  PERMISSION_TOKEN_ERROR: auth('failed_other'),
  IDENTITY_PROVIDER_LOGIN: auth('success_single_factor', { factor: 'federated' }),
  IDENTITY_PROVIDER_LOGIN_ERROR: auth('failed_other', { factor: 'federated' }),
  IDENTITY_PROVIDER_FIRST_LOGIN: auth('success_single_factor', { factor: 'federated' }),
  IDENTITY_PROVIDER_FIRST_LOGIN_ERROR: auth('failed_other', { factor: 'federated' }),
  IDENTITY_PROVIDER_POST_LOGIN: auth('none', { factor: 'federated', role: 'interim' }),
  OAUTH2_DEVICE_AUTH: auth('challenged', { role: 'prompt', flags: ['device_code'] }),
  OAUTH2_DEVICE_VERIFY_USER_CODE: auth('challenged', { role: 'interim', flags: ['device_code'] }),
  OAUTH2_DEVICE_VERIFY_USER_CODE_ERROR: auth('wrong_code', { role: 'answer', flags: ['device_code'] }),
  OAUTH2_DEVICE_CODE_TO_TOKEN: auth('success_token', { flags: ['device_code'] }),
  OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR: auth('failed_other', { flags: ['device_code'] }),
  AUTHREQID_TO_TOKEN: auth('success_token'),
  AUTHREQID_TO_TOKEN_ERROR: auth('failed_other'),
  USER_DISABLED_BY_TEMPORARY_LOCKOUT: { class: 'change', outcome: 'rate_limited' },
  USER_DISABLED_BY_PERMANENT_LOCKOUT: { class: 'change', outcome: 'rate_limited' },
  IMPERSONATE: { class: 'change', outcome: 'none', flags: ['privileged'] },
  LOGOUT: session,
  LOGOUT_ERROR: { class: 'session', outcome: 'failed_other' },
  REVOKE_GRANT: change,
  GRANT_CONSENT: change,
  INTROSPECT_TOKEN: { class: 'other', outcome: 'none' },
  USER_INFO_REQUEST: { class: 'access', outcome: 'none' },
};

/** Values of the field `error`; they decide over the type for failed sign-ins. */
const ERRORS: Readonly<Record<string, EventType['outcome']>> = {
  invalid_user_credentials: 'password_failed',
  user_not_found: 'failed_other',
  user_disabled: 'blocked_by_policy',
  user_temporarily_disabled: 'rate_limited',
  rejected_by_user: 'denied_by_user',
  consent_denied: 'denied_by_user',
  not_allowed: 'blocked_by_policy',
  access_denied: 'blocked_by_policy',
  resolve_required_actions: 'challenged',
  expired_code: 'no_response',
  client_disabled: 'blocked_by_policy',
  invalid_client_credentials: 'password_failed',
  invalid_client: 'password_failed',
  unauthorized_client: 'blocked_by_policy',
  ssl_required: 'blocked_by_policy',
};
/** Errors of the primary credential of a client, not of a person. */
const CLIENT_ERRORS: ReadonlySet<string> = new Set(['invalid_client_credentials', 'invalid_client']);
/** Errors of the identity provider to which the sign-in was handed on. */
const BROKER_ERRORS: ReadonlySet<string> = new Set([
  'identity_provider_login_failure',
  'identity_provider_error',
  'invalid_saml_response',
]);

/** Names of required actions and account pages: all of them change something. */
const CHANGES =
  /^(UPDATE|REMOVE|RESET|SEND|VERIFY|CUSTOM_REQUIRED_ACTION|EXECUTE|FEDERATED|UNREGISTER|CLIENT_(REGISTER|UPDATE|DELETE|INITIATED)|DELETE|INVITE|USER_)/;

export function eventTypeOf(name: string): EventType {
  const known = entry(TYPES, name);
  if (known) return known;
  const isError = name.endsWith('_ERROR');
  if (CHANGES.test(name)) return isError ? { class: 'change', outcome: 'failed_other' } : change;
  return { class: 'other', outcome: 'none' };
}

export interface Decided {
  outcome: Outcome;
  factor: Factor | null;
  flags: EventFlag[];
}

const CREDENTIALS: Readonly<Record<string, Factor>> = {
  password: 'password',
  otp: 'totp',
  totp: 'totp',
  hotp: 'hardware_otp',
  webauthn: 'fido2',
  'webauthn-passwordless': 'passkey_platform',
  'recovery-authn-codes': 'hardware_otp',
  kerberos: 'federated',
};

/** What the record says: the type, then the error, then the kind of credential that was asked for. */
export function decide(type: EventType, error: string | null, credential: string | null, broker: boolean): Decided {
  const named = entry(CREDENTIALS, credential?.toLowerCase() ?? null);
  const factor = named ?? type.factor ?? (broker ? 'federated' : null);
  const flags = [...(type.flags ?? [])];
  if (type.class !== 'authentication' || error === null) {
    // A login says how it was done only where it names the credential: a second one stands for a second factor.
    const isSecond =
      type.outcome === 'success_single_factor' && named !== null && named !== 'password' && named !== 'federated';
    return { outcome: isSecond ? 'success_mfa' : type.outcome, factor, flags };
  }
  // The wrong password and the wrong one-time code are one error; only the kind of credential tells them apart.
  if (error === 'invalid_user_credentials') {
    if (named !== null && named !== 'password') return { outcome: 'wrong_code', factor, flags };
    if (named === null) flags.push('ambiguous');
    return { outcome: 'password_failed', factor: factor ?? 'password', flags };
  }
  if (error === 'rejected_by_user') flags.push('ambiguous');
  const outcome = entry(ERRORS, error) ?? (type.outcome === 'password_failed' ? 'failed_other' : type.outcome);
  if (CLIENT_ERRORS.has(error)) return { outcome, factor: 'client_secret', flags };
  return { outcome, factor: factor ?? (BROKER_ERRORS.has(error) ? 'federated' : null), flags };
}
