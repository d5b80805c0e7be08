/** Outcome of the sign-ins that the directory's token service writes: by operation and error, never by `ResultStatus`. */
import type { AttemptRole, EventFlag } from '../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../shared/model/words';
import { ERROR_CODES } from './entra-error-codes';
import { entry } from './fields';

/** Symbolic names of the errors, for records without the number. */
export const LOGON_ERRORS: Readonly<Record<string, string>> = {
  InvalidUserNameOrPassword: '50126',
  AuthenticationFailedSasError: '500121',
  UserStrongAuthClientAuthNRequiredInterrupt: '50074',
  UserStrongAuthClientAuthNRequired: '50076',
  UserStrongAuthEnrollmentRequiredInterrupt: '50072',
  UserStrongAuthEnrollmentRequired: '50079',
  UserStrongAuthExpired: '50078',
  IdsLocked: '50053',
  UserDisabled: '50057',
  UserAccountNotFound: '50034',
  BlockedByConditionalAccess: '53003',
  DeviceAuthenticationRequired: '50097',
  ExternalSecurityChallenge: '50158',
  SsoArtifactRevoked: '50133',
  SsoArtifactInvalidOrExpired: '50132',
  FreshTokenNeeded: '50173',
  KmsiInterrupt: '50140',
  CmsiInterrupt: '50199',
  InvalidPasswordExpiredPassword: '50055',
  UserInformationNotProvided: '50058',
  DelegationDoesNotExist: '65001',
  EntitlementGrantsNotFound: '50105',
  InvalidReplyTo: '50011',
  UserNotBoundError: '1000000',
  FlowTokenExpired: '50089',
};

/** Bits of `UserAuthenticationMethod`, as the community decoded them: no page of the vendor tells them. */
export const METHOD_BITS: readonly (readonly [bit: number, factor: Factor, strong: boolean])[] = [
  [1, 'password', false],
  [2, 'password', false], // temporary access pass
  [4, 'federated', false], // seamless single sign-on
  [8, 'password', false], // pass-through authentication
  [16, 'password', false], // password hash
  [64, 'push_number_match', true],
  [262_144, 'windows_hello', true],
  [1_048_576, 'sms', false],
  [2_097_152, 'certificate', true],
  [8_388_608, 'passkey_platform', true],
  [33_554_432, 'fido2', true],
  [67_108_864, 'passkey_platform', true],
  [134_217_728, 'email_otp', false],
];

export interface Told {
  isFailure: boolean;
  /** `ErrorNumber`; null where absent. */
  error: string | null;
  /** `LogonError`. */
  name: string | null;
  /** `RequestType`: OAuth2:Authorize, Login:login, SAS:EndAuth … */
  request: string | null;
  /** `UserAuthenticationMethod`: a sum of bits. */
  method: string | null;
  /** `UserAgent`; null where the record names none. */
  agent: string | null;
}

export interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  role: AttemptRole;
  flags: EventFlag[];
  code: string | null;
  interactive: boolean | null;
  protocol: string | null;
}

/** Decides one `UserLoggedIn` or `UserLoginFailed`. */
export function decideLogon(told: Told): Decided {
  const methods = methodsOf(told.method);
  const code = told.error !== null && told.error !== '0' ? told.error : entry(LOGON_ERRORS, told.name);
  const asked = requestOf(told, methods);
  const base = { class: 'authentication' as const, ...asked, code: code ?? told.error };
  if (code !== null) return { ...base, ...failed(code, told) };
  if (told.isFailure)
    return { ...base, outcome: 'failed_other', factor: null, role: 'outcome', flags: ['no_decision'] };
  return { ...base, ...succeeded(told.request?.toLowerCase() ?? '', methods, asked.protocol) };
}

type Part = Pick<Decided, 'outcome' | 'factor' | 'role' | 'flags'> & { class?: EventClass };

function failed(code: string, told: Told): Part {
  // The log holds no text: whether the person refused, was silent or mistyped, only the sign-in log tells.
  if (code === '500121')
    return {
      outcome: 'failed_other',
      factor: null,
      role: 'answer',
      flags: ['second_factor_failed', 'ambiguous', 'credential_right'],
    };
  const rule = ERROR_CODES.get(code);
  if (!rule) return { outcome: 'failed_other', factor: null, role: 'outcome', flags: [] };
  const flags = [...(rule.flags ?? [])];
  // Locked out, or an address that the vendor calls malicious: the same error, and no text here.
  if (code === '50053') flags.push('ambiguous');
  if (told.request?.toLowerCase() === 'oauth2:token' && rule.factor === 'password') flags.push('legacy_protocol');
  return {
    outcome: rule.outcome,
    factor: rule.factor ?? null,
    role: rule.interim ? 'interim' : 'outcome',
    flags,
    ...(rule.class ? { class: rule.class } : {}),
  };
}

/** A sign-in without an error. Whether a second factor was asked is told by the request and, weakly, by the method bits. */
function succeeded(request: string, methods: Methods, protocol: string | null): Part {
  // A sign-out, which the log also writes as `UserLoggedIn`: nobody got in by it.
  if (request.includes('logout') || request.includes('signout'))
    return { outcome: 'none', factor: null, role: 'outcome', flags: [] };
  // The strong authentication service answered: the second factor was done now.
  if (request.startsWith('sas:')) return { outcome: 'success_mfa', factor: methods.second, role: 'answer', flags: [] };
  if (protocol === 'ropc')
    return { outcome: 'success_single_factor', factor: 'password', role: 'outcome', flags: ['legacy_protocol'] };
  // Handed out on a session or a refresh token. The bits, where given, are those of the session.
  if (/^(oauth2:|saml|wsfed|orgidwsfed|openid)/.test(request))
    return {
      outcome: 'success_token',
      factor: null,
      role: 'outcome',
      flags: methods.any ? ['ambiguous'] : [],
    };
  if (methods.strong !== null)
    return { outcome: 'success_mfa', factor: methods.strong, role: 'answer', flags: ['ambiguous'] };
  return { outcome: 'success_single_factor', factor: methods.first, role: 'outcome', flags: ['ambiguous'] };
}

interface Methods {
  any: boolean;
  hasPassword: boolean;
  first: Factor | null;
  second: Factor | null;
  /** A method that is two factors in one, or a second one beside the password. */
  strong: Factor | null;
}

function methodsOf(text: string | null): Methods {
  const sum = text !== null && /^\d{1,12}$/.test(text) ? Number(text) : 0;
  const set = METHOD_BITS.filter(([bit]) => Math.floor(sum / bit) % 2 === 1);
  const strong = set.find(([, , isStrong]) => isStrong)?.[1] ?? null;
  const hasPassword = set.some(([, factor]) => factor === 'password');
  const beside = hasPassword ? (set.find(([, factor]) => factor === 'sms')?.[1] ?? null) : null;
  return {
    any: set.length > 0,
    hasPassword,
    first: set[0]?.[1] ?? null,
    second: set.find(([, factor]) => factor !== 'password' && factor !== 'federated')?.[1] ?? null,
    strong: strong ?? beside,
  };
}

/** What sends a password in place of a client that can ask for more; a browser never does. */
const SENDS_PASSWORD = /ropc/i;

function requestOf(
  { request, agent }: Told,
  methods: Methods,
): { interactive: boolean | null; protocol: string | null } {
  const name = request?.toLowerCase() ?? '';
  if (name === '') return { interactive: null, protocol: null };
  // A token request that carries a password: the protocol cannot ask for more. The method bits alone do not tell it apart from a
  // token on a session that began with a password; where a client is named, its name does.
  if (name === 'oauth2:token') {
    const isRopc = methods.hasPassword && (agent === null || agent === '' || SENDS_PASSWORD.test(agent));
    return { interactive: false, protocol: isRopc ? 'ropc' : 'oAuth2' };
  }
  if (/^(login|sas|kmsi|cmsi|consent|devicecode|bind|proofup)/.test(name)) return { interactive: true, protocol: null };
  if (name.startsWith('wstrust')) return { interactive: false, protocol: 'wsTrust' };
  if (name.startsWith('saml')) return { interactive: null, protocol: 'saml20' };
  if (/^(wsfed|orgidwsfed)/.test(name)) return { interactive: null, protocol: 'wsFederation' };
  return { interactive: null, protocol: name.startsWith('oauth2') ? 'oAuth2' : null };
}
