/** From event name, error code, answer and additional data to class, outcome and factor. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { entry, member } from '../../vendor/fields';
import { type Call, isInsight, isSignInChange } from './calls';
import type { Acting, TrailEvent } from './trail-event';

export interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  role: AttemptRole;
  flags: readonly EventFlag[];
  protocol: string | null;
  interactive: boolean | null;
}

const NO_FLAGS: readonly EventFlag[] = [];

const decided = ({
  class: of,
  outcome,
  factor = null,
  role = 'outcome',
  flags = NO_FLAGS,
  protocol = null,
  interactive = null,
}: Partial<Decided> & Pick<Decided, 'class' | 'outcome'>): Decided => ({
  class: of,
  outcome,
  factor,
  role,
  flags,
  protocol,
  interactive,
});

/** `additionalEventData.CredentialType` of IAM Identity Center. */
export const CREDENTIAL_TYPES: Readonly<Record<string, Factor>> = {
  PASSWORD: 'password',
  TOTP: 'totp',
  RESYNC_TOTP: 'totp',
  WEBAUTHN: 'fido2',
  EMAIL_OTP: 'email_otp',
  EXTERNAL_IDP: 'federated',
  SMARTCARD: 'certificate',
};

export function decide(event: TrailEvent, call: Call, acting: Acting): Decided {
  if (
    event.source === 'signin.amazonaws.com' ||
    event.source === 'sso.amazonaws.com' ||
    event.name === 'ConsoleLogin'
  ) {
    const signIn = decideSignIn(event, acting);
    if (signIn) return signIn;
  }
  const issue = entry(ISSUES, event.name);
  if (issue && (issue.source === null || issue.source === event.source)) return decideIssue(event, issue);
  return decideCall(event, call, acting);
}

// ---- Sign-in

function decideSignIn(event: TrailEvent, acting: Acting): Decided | null {
  switch (event.name) {
    case 'ConsoleLogin':
      return consoleLogin(event, acting);
    case 'CheckMfa':
      return decided({
        class: 'authentication',
        outcome: member(event.response, 'CheckMfa') === 'Failure' ? 'failed_other' : 'challenged',
        factor: mfaDevice(member(event.extra, 'MfaType')),
        role: 'prompt',
        interactive: true,
      });
    case 'CredentialChallenge':
      return decided({
        class: 'authentication',
        outcome: 'challenged',
        factor: entry(CREDENTIAL_TYPES, member(event.extra, 'CredentialType')),
        role: 'prompt',
        interactive: true,
      });
    case 'CredentialVerification':
      return verification(event);
    case 'UserAuthentication':
      return userAuthentication(event);
    case 'Authenticate': // the access portal takes over a sign-in that Identity Center or an identity provider made
      return decided({ class: 'authentication', outcome: failed(event) ?? 'success_token', interactive: true });
    case 'Federate': // from the portal into an account or an application
      return decided({ class: 'access', outcome: failed(event) ?? 'success_token', interactive: true });
    case 'Logout':
    case 'ExitRole':
    case 'DeleteSession':
      return decided({ class: 'session', outcome: 'none' });
    case 'RegisterClient':
      return decided({ class: 'other', outcome: failed(event) ?? 'none' });
    case 'StartDeviceAuthorization':
      return decided({
        class: 'authentication',
        outcome: failed(event) ?? 'challenged',
        role: 'interim',
        flags: ['device_code'],
        protocol: 'deviceCode',
      });
    default:
      return null;
  }
}

function consoleLogin(event: TrailEvent, acting: Acting): Decided {
  const result = member(event.response, 'ConsoleLogin');
  const message = event.errorMessage ?? '';
  const isFailure = result === 'Failure' || (result !== 'Success' && (event.errorCode !== null || message !== ''));
  const isFederated = acting.isFederated || member(event.extra, 'SamlProviderArn') !== null;
  const protocol = member(event.extra, 'SamlProviderArn') === null ? null : 'saml20';
  const withMfa = member(event.extra, 'MFAUsed')?.toLowerCase() ?? null;
  const base = { class: 'authentication' as const, interactive: true, protocol };
  if (isFailure) return decided({ ...base, ...consoleFailure(message, isFederated, withMfa) });
  // The console's CSV carries no answer: a sign-in whose result nobody knows must not read like a success.
  if (result === null && event.response === null && event.extra === null)
    return decided({ ...base, outcome: 'none', flags: ['no_decision'] });
  if (isFederated) return decided({ ...base, outcome: 'success_token', factor: 'federated' });
  if (withMfa === 'yes')
    return decided({ ...base, outcome: 'success_mfa', factor: mfaDevice(member(event.extra, 'MFAIdentifier')) });
  return decided({ ...base, outcome: 'success_single_factor', factor: 'password' });
}

function consoleFailure(
  message: string,
  isFederated: boolean,
  withMfa: string | null,
): Pick<Decided, 'outcome' | 'factor' | 'flags'> {
  if (/no username found/i.test(message)) return { outcome: 'failed_other', factor: null, flags: [] };
  if (isFederated) return { outcome: 'failed_other', factor: 'federated', flags: [] };
  // "Yes" in a refused sign-in means that the password was right and the code was not; a timeout reads the same.
  if (withMfa === 'yes') return { outcome: 'wrong_code', factor: null, flags: ['credential_right', 'ambiguous'] };
  return { outcome: 'password_failed', factor: 'password', flags: [] };
}

/** A device's ARN (`…:mfa/name`, `…:u2f/…`) or the words of CheckMfa. */
function mfaDevice(text: string | null): Factor | null {
  if (text === null) return null;
  if (/u2f|:sk\/|passkey|security key|webauthn|fido/i.test(text)) return 'fido2';
  if (/hardware/i.test(text)) return 'hardware_otp';
  if (/sms/i.test(text)) return 'sms';
  return /:mfa\/|virtual|totp/i.test(text) ? 'totp' : null;
}

const result = (event: TrailEvent): string | null =>
  member(event.service, event.name) ?? member(event.response, event.name);

function verification(event: TrailEvent): Decided {
  const factor = entry(CREDENTIAL_TYPES, member(event.extra, 'CredentialType'));
  const base = { class: 'authentication' as const, factor, interactive: true };
  const isFailure = result(event) === 'Failure' || event.errorCode !== null;
  if (factor === 'password' || factor === 'federated') {
    if (isFailure)
      return decided({ ...base, role: 'step', outcome: factor === 'password' ? 'password_failed' : 'failed_other' });
    return decided({ ...base, role: 'step', outcome: 'none', flags: ['credential_right'] });
  }
  if (!isFailure) return decided({ ...base, role: 'answer', outcome: factor === null ? 'none' : 'success_mfa' });
  if (factor === null) return decided({ ...base, role: 'answer', outcome: 'failed_other' });
  // A security key that failed and one that was cancelled read the same.
  return decided({ ...base, role: 'answer', outcome: 'wrong_code', flags: factor === 'fido2' ? ['ambiguous'] : [] });
}

/** Written only where every challenge was passed; `CredentialType` lists them. */
function userAuthentication(event: TrailEvent): Decided {
  const base = { class: 'authentication' as const, interactive: true };
  if (result(event) === 'Failure' || event.errorCode !== null) return decided({ ...base, outcome: 'failed_other' });
  const types = (member(event.extra, 'CredentialType') ?? '')
    .split(',')
    .map((type) => type.trim())
    .filter(Boolean);
  const factors = types.flatMap((type) => entry(CREDENTIAL_TYPES, type) ?? []);
  const second = factors.find((factor) => factor !== 'password' && factor !== 'federated') ?? null;
  if (factors.includes('federated') && second === null)
    return decided({ ...base, outcome: 'success_single_factor', factor: 'federated' });
  if (second !== null && (types.length > 1 || second === 'fido2' || second === 'certificate'))
    return decided({ ...base, outcome: 'success_mfa', factor: second });
  return decided({ ...base, outcome: 'success_single_factor', factor: factors[0] ?? null });
}

// ---- Credentials that one call hands out for the next ones

interface Issue {
  /** Null: whichever service writes it. */
  source: string | null;
  factor: Factor | null;
  protocol: string | null;
}
const issue = (source: string | null, factor: Factor | null = null, protocol: string | null = null): Issue => ({
  source,
  factor,
  protocol,
});
const STS = 'sts.amazonaws.com';

const ISSUES: Readonly<Record<string, Issue>> = {
  // Console role switches are written by the sign-in service.
  AssumeRole: issue(null),
  AssumeRoleWithSAML: issue(STS, 'federated', 'saml20'),
  AssumeRoleWithWebIdentity: issue(STS, 'workload_federation', 'oidc'),
  GetSessionToken: issue(STS),
  GetFederationToken: issue(STS),
  AssumeRoot: issue(STS),
  GetDelegatedAccessToken: issue(STS),
  GetWebIdentityToken: issue(STS),
  SwitchRole: issue('signin.amazonaws.com'),
  RenewRole: issue('signin.amazonaws.com'),
  GetSigninToken: issue('signin.amazonaws.com'),
  UserAuthorization: issue('signin.amazonaws.com'),
  GetRoleCredentials: issue('sso.amazonaws.com'),
  CreateToken: issue(null, null, 'oauth'),
  CreateTokenWithIAM: issue(null, null, 'oauth'),
  CreateSession: issue('rolesanywhere.amazonaws.com', 'client_certificate', null),
  GetCredentialsForIdentity: issue('cognito-identity.amazonaws.com', 'federated', null),
};

function decideIssue(event: TrailEvent, issued: Issue): Decided {
  const isDeviceCode = event.asked.grantType?.endsWith('device_code') ?? false;
  const base = {
    class: 'authentication' as const,
    factor: issued.factor,
    protocol: isDeviceCode ? 'deviceCode' : issued.protocol,
    flags: isDeviceCode ? (['device_code'] as const) : [],
  };
  const answer = member(event.response, event.name);
  const refused = failed(event) ?? (answer === 'Failure' ? 'failed_other' : null);
  if (refused === null) return decided({ ...base, outcome: 'success_token' });
  return decided({
    ...base,
    outcome: refused,
    factor: refused === 'password_failed' ? (issued.factor ?? 'api_key') : issued.factor,
  });
}

// ---- Errors

const DENIED =
  /^(?:Client\.)?(?:UnauthorizedOperation|UnauthorizedAccess|UnauthorizedException|NotAuthorized(?:Exception)?|Access_?Denied(?:Exception)?|VpceAccessDenied|AuthorizationError(?:Exception)?|AuthorizationFailure|OperationNotPermitted(?:Exception)?|NotAuthorizedException|KMS\.AccessDeniedException|AccessDeniedFault|ForbiddenException|Forbidden|InsufficientPermissions(?:Exception)?|OptInRequired|PermissionDenied)$/i;
const BAD_KEY = new Set([
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
]);
const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'Client.RequestExpired',
  'InvalidToken',
  'InvalidTokenException',
  'InvalidIdentityToken',
  'InvalidIdentityTokenException',
  'IDPRejectedClaim',
  'IDPRejectedClaimException',
  'TokenRefreshRequired',
  'RequestTimeTooSkewed',
]);
const THROTTLED = /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown|BandwidthLimit|RequestThrottled/i;

/** Outcome that the error code stands for; null where the call succeeded. */
function failed(event: TrailEvent): Outcome | null {
  const code = event.errorCode;
  if (code === null) return null;
  if (DENIED.test(code)) return 'blocked_by_policy';
  if (BAD_KEY.has(code) || isBadKey(event)) return 'password_failed';
  return THROTTLED.test(code) ? 'rate_limited' : 'failed_other';
}

/** EC2's AuthFailure means several things; this one is about the key. */
const isBadKey = (event: TrailEvent): boolean =>
  /AuthFailure$/.test(event.errorCode ?? '') &&
  /validate the provided (?:access )?credentials/i.test(event.errorMessage ?? '');

function decideCall(event: TrailEvent, call: Call, acting: Acting): Decided {
  const refused = failed(event);
  const interactive = event.fromConsole
    ? true
    : acting.invokedBy !== null || acting.type === 'AWSService'
      ? false
      : null;
  const factor: Factor | null = acting.actor?.kind === 'api_key' ? 'api_key' : null;
  if (refused === 'password_failed') {
    return decided({ class: 'authentication', outcome: refused, factor: factor ?? 'api_key', interactive });
  }
  if (refused !== null && EXPIRED.has(event.errorCode ?? ''))
    return decided({ class: 'authentication', outcome: 'failed_other', factor, interactive });
  // A refusal is an access that did not happen, also of a call that would have changed something.
  if (refused === 'blocked_by_policy') return decided({ class: 'access', outcome: refused, factor, interactive });
  const answered = isSignInChange(event) && member(event.response, event.name) === 'Failure' ? 'failed_other' : refused;
  if (call.isChange) return decided({ class: 'change', outcome: answered ?? 'none', factor, interactive });
  if (event.identity === null || isInsight(event)) return decided({ class: 'other', outcome: 'none' });
  return decided({ class: 'access', outcome: answered ?? usedBy(acting), factor, interactive });
}

/** What a successful call stood on: a session's credentials, a long-term key, or AWS itself. */
function usedBy(acting: Acting): Outcome {
  if (acting.type === 'AWSService' || acting.actor === null) return 'none';
  if (acting.isTemporary || acting.isFederated) return 'success_token';
  return acting.key === null ? 'none' : 'success_single_factor';
}
