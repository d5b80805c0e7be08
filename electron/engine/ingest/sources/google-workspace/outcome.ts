/** What an event of a Google application is: class, outcome, factor. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { entry } from '../../vendor/fields';
import type { Activity } from './activity';

export interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  code: string | null;
  reason: string | null;
  role: AttemptRole;
  flags: readonly EventFlag[];
  protocol: string | null;
  interactive: boolean | null;
  /** Part of a sign-in, to be joined with others of the same account and address. */
  isSignIn: boolean;
  /** The account that the record is about is the one it names, not its actor. */
  isAboutTarget: boolean;
}

const made = (part: Partial<Decided> & Pick<Decided, 'class' | 'outcome'>): Decided => ({
  factor: null,
  code: null,
  reason: null,
  role: 'outcome',
  flags: [],
  protocol: null,
  interactive: null,
  isSignIn: false,
  isAboutTarget: false,
  ...part,
});

/** `login_challenge_method`; null: a method that names no factor. */
export const METHODS: Readonly<Record<string, Factor | null>> = {
  password: 'password',
  none: null,
  google_prompt: 'push',
  device_prompt: 'push',
  google_authenticator: 'totp',
  offline_otp: 'totp',
  totp: 'totp',
  security_key: 'fido2',
  security_key_otp: 'hardware_otp',
  passkey: 'passkey_platform',
  // Printed codes are look-up secrets, which the factor words have no name for.
  backup_code: 'hardware_otp',
  rescue_code: 'hardware_otp',
  idv_any_phone: 'sms',
  idv_preregistered_phone: 'sms',
  idv_preregistered_email: 'email_otp',
  internal_two_factor: null,
  knowledge_employee_id: 'security_question',
  knowledge_preregistered_email: 'security_question',
  knowledge_preregistered_phone: 'security_question',
  knowledge_date_of_birth: 'security_question',
  knowledge_youtube: 'security_question',
  knowledge_account_creation_date: 'security_question',
  knowledge_domain_title: 'security_question',
  knowledge_cloud_pin: 'security_question',
  knowledge_last_login_date: 'security_question',
  knowledge_lockscreen: 'security_question',
  knowledge_real_name: 'security_question',
  knowledge_secret_question: 'security_question',
  login_location: 'security_question',
  cname: 'security_question',
  assistant: null,
  captcha: null,
  other: null,
};

const methodsOf = (activity: Activity): string[] =>
  activity
    .list('login_challenge_method')
    .flatMap((method) => method.split(/[,;]/))
    .map((method) => method.trim().toLowerCase())
    .filter(Boolean);

/** What stands for the password: `saml` is whatever the identity provider asked, which Google does not know. */
const FIRST: ReadonlySet<string> = new Set(['password', 'saml', 'none']);

/** The last method beyond the password, and the factor that it is. */
function secondOf(methods: readonly string[]): { method: string; factor: Factor | null } | null {
  const method = methods.findLast((each) => !FIRST.has(each));
  return method === undefined ? null : { method, factor: entry(METHODS, method) };
}

const isTrue = (activity: Activity, name: string): boolean => activity.param(name) === 'true';

export function decide(activity: Activity): Decided {
  switch (activity.application) {
    case 'saml':
      return activity.name === 'login_success' || activity.name === 'login_failure' ? saml(activity) : other();
    case 'token':
      return activity.name.endsWith('ACCESS_DENY_EVENT') ? contextAware(activity) : token(activity);
    case 'context_aware_access':
      return contextAware(activity);
    case 'admin':
    case 'groups_enterprise':
    case 'groups':
    case 'user_accounts':
      return admin(activity);
    case 'drive':
      return drive(activity);
    case 'chrome':
      return chrome(activity);
    case 'mobile':
      return mobile(activity);
    case 'login':
    case 'unknown':
      return signIn(activity) ?? other();
    default:
      return /acl|calendar_change$/.test(activity.type ?? '') || /_acl|ssh_public_key/i.test(activity.name)
        ? change()
        : other();
  }
}

const other = (flags: readonly EventFlag[] = []): Decided => made({ class: 'other', outcome: 'none', flags });
const change = (flags: readonly EventFlag[] = []): Decided => made({ class: 'change', outcome: 'none', flags });

// ---- login

function signIn(activity: Activity): Decided | null {
  const base = { isSignIn: true, interactive: true, protocol: activity.param('login_type') || null };
  switch (activity.name) {
    case 'login_success':
      return { ...loginSuccess(activity), ...base };
    case 'login_failure':
      return { ...loginFailure(activity), ...base };
    case 'login_challenge':
    case 'login_verification':
      return { ...challenge(activity), ...base };
    case 'logout':
      return made({ class: 'session', outcome: 'none' });
    case 'suspicious_login':
    case 'suspicious_login_less_secure_app':
    case 'suspicious_programmatic_login':
      return made({
        class: 'authentication',
        outcome: 'none',
        role: 'report',
        isAboutTarget: true,
        flags: activity.name.endsWith('_app') ? ['vendor_suspicious', 'legacy_protocol'] : ['vendor_suspicious'],
      });
    case 'user_signed_out_due_to_suspicious_session_cookie':
      return made({ class: 'session', outcome: 'none', isAboutTarget: true, flags: ['vendor_suspicious'] });
    case 'gov_attack_warning':
      return made({ class: 'other', outcome: 'none', isAboutTarget: true, flags: ['vendor_suspicious'] });
    case 'risky_sensitive_action_allowed':
      return made({ class: 'other', outcome: 'none', flags: ['vendor_suspicious'] });
    case 'risky_sensitive_action_blocked':
      return made({
        class: 'access',
        outcome: 'blocked_by_policy',
        reason: activity.param('sensitive_action_name') || null,
        flags: ['vendor_suspicious', 'privileged'],
      });
    default:
      if (activity.name.startsWith('account_disabled_')) {
        return made({ class: 'change', outcome: 'blocked_by_policy', flags: ['vendor_suspicious'] });
      }
      // Changes of the account were told by this application before they had one of their own.
      return ACCOUNT_CHANGES.has(activity.name) || activity.type?.endsWith('_change') ? change() : null;
  }
}

const ACCOUNT_CHANGES: ReadonlySet<string> = new Set([
  '2sv_disable',
  '2sv_enroll',
  'password_edit',
  'recovery_email_edit',
  'recovery_phone_edit',
  'recovery_secret_qa_edit',
  'titanium_enroll',
  'titanium_unenroll',
  'email_forwarding_out_of_domain',
  'passkey_enrolled',
  'passkey_removed',
]);

function loginSuccess(activity: Activity): Decided {
  const type = activity.param('login_type');
  const methods = methodsOf(activity);
  const second = secondOf(methods);
  const base = { class: 'authentication' as const };
  if (type === 'saml') {
    // "other" and "none" are all that Google knows of what the identity provider asked.
    return second !== null && second.factor !== null
      ? made({ ...base, outcome: 'success_mfa', factor: second.factor })
      : made({ ...base, outcome: 'success_single_factor', factor: 'federated' });
  }
  if (second !== null) {
    const flags: EventFlag[] = second.factor === null ? ['ambiguous'] : [];
    return made({ ...base, outcome: 'success_mfa', factor: second.factor, flags });
  }
  if (isTrue(activity, 'is_second_factor')) return made({ ...base, outcome: 'success_mfa' });
  // A credential that was there already is exchanged for another: nobody signed in.
  if (type === 'exchange') return made({ ...base, outcome: 'success_token' });
  const factor = methods.includes('saml') ? 'federated' : 'password';
  return made({ ...base, outcome: 'success_single_factor', factor });
}

const FAILURES: Readonly<Record<string, { outcome: Outcome; factor?: Factor }>> = {
  login_failure_invalid_password: { outcome: 'password_failed', factor: 'password' },
  login_failure_invalid_second_factor: { outcome: 'wrong_code' },
  login_failure_access_code_disallowed: { outcome: 'blocked_by_policy' },
  login_failure_account_disabled: { outcome: 'blocked_by_policy' },
  login_failure_unknown: { outcome: 'failed_other' },
};

function loginFailure(activity: Activity): Decided {
  const code = activity.param('login_failure_type') || null;
  const second = secondOf(methodsOf(activity));
  const base = { class: 'authentication' as const, code, reason: code };
  const known = entry(FAILURES, code);
  if (known) return made({ ...base, outcome: known.outcome, factor: known.factor ?? second?.factor ?? null });
  if (code !== null) return made({ ...base, outcome: 'failed_other', factor: second?.factor ?? null });
  // Mostly no type is given: the last method asked for is the one that failed.
  if (second?.factor || isTrue(activity, 'is_second_factor'))
    return made({ ...base, outcome: 'wrong_code', factor: second?.factor ?? null, flags: ['ambiguous'] });
  if (methodsOf(activity).at(-1) === 'password')
    return made({ ...base, outcome: 'password_failed', factor: 'password' });
  return made({
    ...base,
    outcome: 'failed_other',
    factor: activity.param('login_type') === 'saml' ? 'federated' : null,
  });
}

function challenge(activity: Activity): Decided {
  const status = activity.param('login_challenge_status') || null;
  const methods = methodsOf(activity);
  const second = secondOf(methods);
  const base = { class: 'authentication' as const, factor: second?.factor ?? null, reason: status };
  if (status === null) return made({ ...base, outcome: 'challenged', role: 'prompt' });
  // The password asked for once more is no second factor, nor is the identity provider.
  const isFederated = methods.includes('saml');
  if (second === null && (isFederated || methods.includes('password'))) {
    const isRight = /pass|success/i.test(status);
    const outcome = isRight ? 'success_single_factor' : isFederated ? 'failed_other' : 'password_failed';
    return made({ ...base, outcome, factor: isFederated ? 'federated' : 'password', role: 'answer' });
  }
  if (/pass|success/i.test(status)) return made({ ...base, outcome: 'success_mfa', role: 'answer' });
  // Google does not tell a refusal, a prompt that nobody answered and a wrong code apart.
  const isWrongAnswer = /incorrect|wrong/i.test(status);
  return made({ ...base, outcome: 'wrong_code', role: 'answer', flags: isWrongAnswer ? [] : ['ambiguous'] });
}

// ---- saml, token, context-aware access

function saml(activity: Activity): Decided {
  const base = { class: 'authentication' as const, protocol: 'saml20', interactive: true };
  if (activity.name === 'login_success') return made({ ...base, outcome: 'success_token' });
  const code = activity.param('failure_type') || null;
  const isRefused = code !== null && /for_user$|not_enabled|request_denied|access_denied/.test(code);
  return made({
    ...base,
    outcome: isRefused ? 'blocked_by_policy' : 'failed_other',
    code,
    reason: code ?? (activity.param('saml_status_code') || null),
  });
}

function token(activity: Activity): Decided {
  switch (activity.name) {
    case 'activity':
      return made({ class: 'access', outcome: 'success_token', protocol: 'oauth', interactive: false });
    case 'deny':
      return made({ class: 'change', outcome: 'denied_by_user', protocol: 'oauth' });
    case 'request':
      return made({ class: 'request', outcome: 'none', protocol: 'oauth' });
    default: // authorize, revoke
      return made({ class: 'change', outcome: 'none', protocol: 'oauth' });
  }
}

/** A conditional-access refusal of the session, before the application is reached. */
function contextAware(activity: Activity): Decided {
  const reason = activity.list('CAA_ACCESS_LEVEL_UNSATISFIED').join(', ') || activity.param('CAA_DEVICE_STATE') || null;
  if (activity.name === 'ACCESS_DENY_EVENT')
    return made({ class: 'authentication', outcome: 'blocked_by_policy', reason, interactive: true });
  if (activity.name === 'ACCESS_DENY_INTERNAL_ERROR_EVENT')
    return made({ class: 'authentication', outcome: 'failed_other', reason, interactive: true });
  // In monitor mode the access that the level would have refused took place.
  return made({ class: 'access', outcome: 'success_token', reason, interactive: true });
}

// ---- admin and the rest

const PRIVILEGED =
  /ROLE|PRIVILEGE|PASSWORD|STRONG_AUTH|2SV|TWO_STEP|SECURITY_KEY|OAUTH|SSO|SAML|SIGNIN_COOKIES|3LO|ASP|TITANIUM|CAA|TRUST|RECOVERY|SUSPEND|SESSION_LENGTH|SESSION_CONTROL|API_ACCESS|DOMAIN_WIDE|ADD_APPLICATION|SUPER_ADMIN|DELEGAT/;
const LOOKS =
  /^(?:VIEW_|DOWNLOAD_|LIST_|ALERT_CENTER_VIEW|EMAIL_LOG_SEARCH|.*_NOTIFICATION_SENT$|SECURITY_INVESTIGATION|SECURITY_CHART)/;

function admin(activity: Activity): Decided {
  const { name } = activity;
  if (name === 'VIEW_TEMP_PASSWORD') return made({ class: 'access', outcome: 'none', flags: ['privileged'] });
  if (LOOKS.test(name)) return other();
  const isPrivileged = activity.application === 'admin' && PRIVILEGED.test(name);
  return change(isPrivileged ? ['privileged'] : []);
}

const drive = (activity: Activity): Decided =>
  activity.type?.startsWith('acl_change') || /access|visibility|owner|settings/.test(activity.name)
    ? change()
    : made({ class: 'access', outcome: 'success_token' });

/** Chromebooks: the sign-in at the device. */
function chrome(activity: Activity): Decided {
  const { name } = activity;
  const reason = activity.param('LOGIN_FAILURE_REASON') || activity.param('EVENT_REASON') || null;
  if (/LOGIN_FAILURE|UNLOCK_FAILURE/.test(name)) {
    const isPassword = reason !== null && /AUTHENTICATION_ERROR|PASSWORD/.test(reason);
    return made({
      class: 'authentication',
      outcome: isPassword ? 'password_failed' : 'failed_other',
      factor: isPassword ? 'password' : null,
      code: reason,
      reason,
      interactive: true,
    });
  }
  if (/LOGIN_EVENT$|LOGIN_SUCCESS|UNLOCK_SUCCESS/.test(name))
    return made({ class: 'authentication', outcome: 'success_single_factor', reason, interactive: true });
  if (/LOGOUT|LOCK_SUCCESS|CRD_|SESSION/.test(name)) return made({ class: 'session', outcome: 'none', reason });
  if (/ADD_USER|REMOVE_USER|POWERWASH|BOOT_STATE|DEVICE_STATE/.test(name)) return change();
  return other();
}

const mobile = (activity: Activity): Decided =>
  /REGISTER|ENROLL|OWNERSHIP|SETTING|WIPE|ACTION/.test(activity.name)
    ? change()
    : other(/SUSPICIOUS|COMPROMISED|FAILED_PASSWORD/.test(activity.name) ? ['vendor_suspicious'] : []);
