/** Parts that all Salesforce records share. */
import type { ActorDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { Factor, Outcome } from '../../../../../shared/model/words';
import { addKey, nameKeys } from '../../vendor/actor-keys';
import { outcomeOfWords } from '../../vendor/outcome-words';

/** `20260102030405.678` of event log files (UTC), or ISO 8601. */
export function readTime(text: string | null): number | null {
  if (text === null) return null;
  const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3}))?$/.exec(text);
  if (!m) return parseUtcByContract(text);
  return parseUtcByContract(`${m[1]}-${m[2]}-${m[3]} ${m[4]}:${m[5]}:${m[6]}${m[7] ? `.${m[7]}` : ''}`);
}

/** Ids have 15 characters, or 18 with a check sum behind: the first 15 are the account. */
const userId = (id: string | null): string | null =>
  id !== null && /^005[A-Za-z0-9]{12}/.test(id) ? id.slice(0, 15) : null;

export function account(told: {
  id: string | null;
  name: string | null;
  email?: string | null;
  organization?: string | null;
  userType?: string | null;
}): ActorDraft | null {
  const name = told.name ?? told.email ?? told.id;
  if (name === null) return null;
  const keys = nameKeys(told.name);
  for (const key of nameKeys(told.email ?? null)) addKey(keys, key.type, key.value);
  addKey(keys, 'vendor_id', userId(told.id));
  const isGuest = /guest/i.test(told.userType ?? '');
  // Automated processes and guests of public sites are no persons.
  const isPerson = !isGuest && !/^(?:automated ?proc|autoproc|cloud integration|platform integration)/i.test(name);
  return {
    id: told.id ?? name,
    name,
    kind: isPerson ? 'human' : 'unknown',
    keys,
    homeTenant: told.organization ?? null,
    ...(isGuest && { external: true }),
  };
}

export interface LoginOutcome {
  outcome: Outcome;
  factor: Factor | null;
  flags: EventFlag[];
  protocol: string | null;
}

const BLOCKED =
  /RESTRICTED|INACTIVE|FROZEN|NO_.*ACCESS|CLIENT_NO_ACCESS|ORG_(?:CLOSED|SUSPENDED|DOMAIN_ONLY|IN_MAINTENANCE)|BLOCK_DOMAIN|INSECURE|USER_API_ONLY|USER_NON_MOBILE|MUTUAL_AUTHENTICATION|TXN_SECURITY|DISABLED|restricted|inactive|frozen|not approved|insecure|no salesforce(?:\.com)? access|blocked|no access/i;

/** `LOGIN_STATUS` of event logs, or the words of the login history. */
export function loginOutcome(status: string | null, type: string | null, reference: string | null): LoginOutcome {
  const protocol = type;
  const done = (outcome: Outcome, factor: Factor | null = null, flags: EventFlag[] = []): LoginOutcome => ({
    outcome,
    factor,
    flags,
    protocol,
  });
  if (status === null) return done('none', null, ['no_decision']);
  if (/^(?:success|login_no_error|login_lightning_login|login_data_download_only)$/i.test(status))
    return success(type, reference, done);
  if (/INVALID_PASSWORD|SSO_PWD_INVALID|PASSWORD_EMPTY|invalid password|password invalid/i.test(status))
    return done('password_failed', 'password');
  if (/LOCKOUT|LOGINS_EXCEEDED|RATE_EXCEEDED|locked out|too many|exceeded/i.test(status)) return done('rate_limited');
  if (
    /CHALLENGE|TWOFACTOR|MFA|activation|two-factor|multi-?factor required|identity verification|pending/i.test(status)
  ) {
    if (/fail(?:ed)? identity verification|failed verification/i.test(status))
      return done('failed_other', null, ['second_factor_failed']);
    return done('challenged', null, ['credential_right']);
  }
  if (/OAUTH_EXPIRED|TOKEN|SESSION_TIMEOUT|OAUTH/.test(status)) return done('failed_other');
  if (BLOCKED.test(status)) return done('blocked_by_policy');
  return done(outcomeOfWords(status.replaceAll('_', ' ')) ?? 'failed_other');
}

function success(
  type: string | null,
  reference: string | null,
  done: (outcome: Outcome, factor?: Factor | null, flags?: EventFlag[]) => LoginOutcome,
): LoginOutcome {
  // What the identity provider says that it asked for.
  if (reference !== null && /mfa|otp|hwk|fido|sms|swk|multifactor|MultiFactorContract/i.test(reference))
    return done('success_mfa', 'federated');
  if (type !== null && /saml|sso|auth(?:entication)?\.? provider|openid/i.test(type))
    return done('success_single_factor', 'federated');
  if (type !== null && /lightning login/i.test(type)) return done('success_mfa', 'push');
  if (type !== null && /remote access|oauth|refresh/i.test(type)) return done('success_token');
  // Logins of the programming interface with a password cannot ask for more.
  if (type !== null && /other apex api|partner product|soap/i.test(type))
    return done('success_single_factor', 'password', ['legacy_protocol']);
  // Whether a second factor was asked for stands in the verification history only.
  return done('success_single_factor', 'password', ['ambiguous']);
}
