/** PingOne's action types: what each is, and its outcome. They are named OBJECT.WHAT_HAPPENED. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { outcomeOfWords } from '../../vendor/outcome-words';

export interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  role: AttemptRole | null;
  flags: EventFlag[];
}

const FACTORS: readonly (readonly [RegExp, Factor])[] = [
  [/^PASSWORD\./, 'password'],
  [/PUSH/, 'push'],
  [/FIDO|SECURITY_KEY|WEBAUTHN|ASSERTION/, 'fido2'],
  [/PLATFORM|PASSKEY/, 'passkey_platform'],
  [/TOTP|AUTHENTICATOR/, 'totp'],
  [/SMS/, 'sms'],
  [/VOICE/, 'voice'],
  [/EMAIL|MAGIC_LINK/, 'email_otp'],
  [/RECOVERY_CODE|OATH/, 'hardware_otp'],
  [/EXTERNAL|SOCIAL|IDP_|SAML|OIDC/, 'federated'],
];

const factorOf = (name: string): Factor | null => FACTORS.find(([word]) => word.test(name))?.[1] ?? null;

/** Objects whose checks, attempts and prompts are steps of a sign-in. */
const SIGN_IN =
  /^(AUTHENTICATION|LOGIN|SIGN_?ON|MFA|OTP|PUSH\w*|ASSERTION|FIDO2?|MAGIC_LINK|DEVICE_AUTHENTICATION|ONE_TIME_\w+|RECOVERY_CODE|AGREEMENT_CONSENT)\./;
const TOKEN = /^(TOKEN|ACCESS_TOKEN|ID_TOKEN|REFRESH_TOKEN|OAUTH2?)\./;
const SUCCESS = /(SUCCEEDED|SUCCESS|COMPLETED|APPROVED|ACCEPTED|VALIDATED|PASSED)$/;
const FAILURE = /(FAILED|FAILURE|REJECTED|DENIED|DECLINED|INVALID|TIMEOUT|TIMED_OUT|EXPIRED|LOCKED|BLOCKED|CANCELLED)$/;
const CHANGE =
  /(CREATED|UPDATED|DELETED|ADDED|REMOVED|ENABLED|DISABLED|ACTIVATED|DEACTIVATED|LOCKED|UNLOCKED|RESET|SET|REVOKED|ASSIGNED|UNASSIGNED|ROTATED|FORCED|CHANGED|RECOVERED|IMPORTED|REPLACED|PAIRED|UNPAIRED|BLOCKED|UNBLOCKED|INVITED|MOVED|RENAMED|PUBLISHED|DEPLOYED)$/;

export function decide(name: string, status: string | null, description: string | null): Decided {
  const upper = name.toUpperCase();
  const what = upper.slice(upper.indexOf('.') + 1);
  const isFailed = status?.toUpperCase().startsWith('FAIL') === true || FAILURE.test(what);
  const factor = factorOf(upper);
  const flags: EventFlag[] = [];
  const none: Decided = { class: 'other', outcome: 'none', factor: null, role: null, flags };

  if (/^PASSWORD\.CHECK/.test(upper) || /^USER\.PASSWORD_CHECK/.test(upper)) {
    if (isFailed) {
      const told = outcomeOfWords(description);
      const outcome = told === 'rate_limited' ? told : 'password_failed';
      return { class: 'authentication', outcome, factor: 'password', role: 'outcome', flags };
    }
    // The password was right; the sign-in goes on.
    return { class: 'authentication', outcome: 'none', factor: 'password', role: 'step', flags: ['credential_right'] };
  }
  if (upper === 'USER.ACCESS_ALLOWED')
    return {
      class: 'authentication',
      outcome: 'success_single_factor',
      factor: null,
      role: 'outcome',
      flags: ['ambiguous'],
    };
  if (upper === 'USER.ACCESS_DENIED')
    return { class: 'authentication', outcome: 'blocked_by_policy', factor: null, role: 'outcome', flags };
  if (upper === 'USER.LOCKED' || upper === 'ACCOUNT.LOCKED')
    return { ...none, class: 'change', outcome: 'rate_limited' };
  if (/^(FLOW|AUTHENTICATION|DEVICE_AUTHENTICATION)\.(CREATED|STARTED|UPDATED)$/.test(upper))
    return {
      class: upper.startsWith('FLOW') ? 'session' : 'authentication',
      outcome: isFailed ? 'failed_other' : 'none',
      factor: null,
      role: upper.startsWith('FLOW') ? null : 'interim',
      flags,
    };
  if (upper.startsWith('SESSION.')) return { ...none, class: 'session' };
  if (TOKEN.test(upper) && /CREATED|ISSUED|GRANTED|EXCHANGED|REFRESHED/.test(what))
    return {
      class: 'authentication',
      outcome: isFailed ? 'failed_other' : 'success_token',
      factor: null,
      role: 'outcome',
      flags,
    };
  if (SIGN_IN.test(upper) || /\.CHECK_(SUCCE|FAIL|SUCCESS|INVALID|LOCKED|DENIED|REJECTED|EXPIRED|TIME)/.test(upper))
    return signIn(upper, what, isFailed, factor, description);
  if (CHANGE.test(what))
    return { ...none, class: 'change', outcome: isFailed && status !== 'SUCCESS' ? 'failed_other' : 'none' };
  if (/\.(READ|VIEWED|EXPORTED|DOWNLOADED)$/.test(upper)) return { ...none, class: 'access' };
  return none;
}

function signIn(
  upper: string,
  what: string,
  isFailed: boolean,
  factor: Factor | null,
  description: string | null,
): Decided {
  const done = (outcome: Outcome, role: AttemptRole = 'answer', flags: EventFlag[] = []): Decided => ({
    class: 'authentication',
    outcome,
    factor,
    role,
    flags,
  });
  const isSecond = !/^(AUTHENTICATION|LOGIN|SIGN_?ON)\./.test(upper);
  if (isFailed) {
    if (/REJECTED|DENIED|DECLINED|CANCELLED/.test(what)) return done(isSecond ? 'denied_by_user' : 'blocked_by_policy');
    if (/TIMEOUT|TIMED_OUT|EXPIRED/.test(what)) return done('no_response');
    if (/LOCKED/.test(what)) return done('rate_limited');
    const told = outcomeOfWords(description);
    if (told !== null) return done(told);
    if (/^(OTP|ONE_TIME|RECOVERY_CODE|MAGIC_LINK)/.test(upper)) return done('wrong_code');
    return done(
      'failed_other',
      isSecond ? 'answer' : 'outcome',
      isSecond ? ['ambiguous', 'second_factor_failed'] : ['ambiguous'],
    );
  }
  if (/(SENT|CREATED|REQUESTED|STARTED|INITIATED|REQUIRED)$/.test(what)) return done('challenged', 'prompt');
  if (SUCCESS.test(what)) return isSecond ? done('success_mfa') : done('success_single_factor', 'outcome');
  return done('none', 'interim');
}
