import { describe, expect, it } from 'vitest';
import type { Factor, Outcome } from '../../../../shared/model/words';
import { decideLogon, type Told } from './m365-logon';

const told = (fields: Partial<Told>): Told => ({
  isFailure: false,
  error: null,
  name: null,
  request: null,
  method: null,
  agent: null,
  ...fields,
});

const NAMES: readonly (readonly [string, string, Outcome, Factor | null])[] = [
  ['InvalidUserNameOrPassword', '50126', 'password_failed', 'password'],
  ['AuthenticationFailedSasError', '500121', 'failed_other', null],
  ['UserStrongAuthClientAuthNRequiredInterrupt', '50074', 'challenged', null],
  ['UserStrongAuthClientAuthNRequired', '50076', 'challenged', null],
  ['UserStrongAuthEnrollmentRequiredInterrupt', '50072', 'not_enrolled', null],
  ['UserStrongAuthEnrollmentRequired', '50079', 'not_enrolled', null],
  ['UserStrongAuthExpired', '50078', 'challenged', null],
  ['IdsLocked', '50053', 'rate_limited', null],
  ['UserDisabled', '50057', 'blocked_by_policy', null],
  ['UserAccountNotFound', '50034', 'failed_other', null],
  ['BlockedByConditionalAccess', '53003', 'blocked_by_policy', null],
  ['DeviceAuthenticationRequired', '50097', 'challenged', null],
  ['ExternalSecurityChallenge', '50158', 'challenged', 'federated'],
  ['SsoArtifactRevoked', '50133', 'failed_other', null],
  ['SsoArtifactInvalidOrExpired', '50132', 'failed_other', null],
  ['FreshTokenNeeded', '50173', 'failed_other', null],
  ['KmsiInterrupt', '50140', 'challenged', null],
  ['CmsiInterrupt', '50199', 'challenged', null],
  ['InvalidPasswordExpiredPassword', '50055', 'challenged', 'password'],
  ['UserInformationNotProvided', '50058', 'challenged', null],
  ['DelegationDoesNotExist', '65001', 'challenged', null],
  ['EntitlementGrantsNotFound', '50105', 'not_enrolled', null],
  ['InvalidReplyTo', '50011', 'failed_other', null],
  ['UserNotBoundError', '1000000', 'failed_other', null],
  ['FlowTokenExpired', '50089', 'failed_other', null],
];

describe('errors', () => {
  it.each(NAMES)('%s (%s) → %s', (name, error, outcome, factor) => {
    for (const fields of [{ name }, { error, name }, { error }]) {
      const decided = decideLogon(told({ isFailure: true, ...fields }));
      expect([decided.outcome, decided.factor, decided.code]).toEqual([outcome, factor, error]);
      expect(decided.role === 'interim').toBe(outcome === 'challenged' || name.includes('Enrollment'));
    }
  });

  it('500121 is a failed second factor, however it failed', () => {
    const decided = decideLogon(told({ isFailure: true, error: '500121' }));
    expect(decided.flags).toEqual(['second_factor_failed', 'ambiguous', 'credential_right']);
  });

  it('decides nothing without an error', () => {
    expect(decideLogon(told({ isFailure: true, name: 'None' })).flags).toEqual(['no_decision']);
    expect(decideLogon(told({ isFailure: true, error: '0' })).outcome).toBe('failed_other');
  });
});

describe('sign-ins without an error', () => {
  it.each([
    ['OAuth2:Token', null, 'success_token', null],
    ['OAuth2:Token', '1', 'success_single_factor', 'password'], // the password in the token request itself
    ['OAuth2:Authorize', null, 'success_token', null],
    ['OAuth2:Authorize', '9', 'success_token', null],
    ['Saml2:processrequest', null, 'success_token', null],
    ['OrgIdWsFederation:federation', null, 'success_token', null],
    ['SAS:ProcessAuth', '1', 'success_mfa', null],
    ['SAS:EndAuth', '1048577', 'success_mfa', 'sms'],
    ['Login:login', '1', 'success_single_factor', 'password'],
    ['Login:login', '16', 'success_single_factor', 'password'],
    ['Login:login', '1048577', 'success_mfa', 'sms'],
    ['Login:login', '64', 'success_mfa', 'push_number_match'],
    ['Login:login', '262144', 'success_mfa', 'windows_hello'],
    ['Login:login', '2097152', 'success_mfa', 'certificate'],
    ['Login:login', '8388608', 'success_mfa', 'passkey_platform'],
    ['Login:login', '33554432', 'success_mfa', 'fido2'],
    ['Login:login', '67108864', 'success_mfa', 'passkey_platform'],
    ['Login:login', '134217728', 'success_single_factor', 'email_otp'],
    ['Login:login', '4', 'success_single_factor', 'federated'],
    ['Kmsi:kmsi', null, 'success_single_factor', null],
    [null, '99999999999999999', 'success_single_factor', null],
    ['OAuth2:Logout', null, 'none', null],
  ] as const)('%s, method %s → %s', (request, method, outcome, factor) => {
    const decided = decideLogon(told({ error: '0', request, method }));
    expect([decided.outcome, decided.factor]).toEqual([outcome, factor]);
  });

  it.each([
    ['BAV2ROPC', 'success_single_factor', 'password'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/127.0.0.0', 'success_token', null], // on a session that began with a password
    ['Microsoft Office/16.0 (iOS 18.1)', 'success_token', null],
  ] as const)('a token that %s asked for, method 1 → %s', (agent, outcome, factor) => {
    const decided = decideLogon(told({ error: '0', request: 'OAuth2:Token', method: '1', agent }));
    expect([decided.outcome, decided.factor]).toEqual([outcome, factor]);
    expect(decided.flags.includes('legacy_protocol')).toBe(outcome === 'success_single_factor');
  });
});
