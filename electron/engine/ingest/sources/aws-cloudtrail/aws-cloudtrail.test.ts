/** Every code that the vendor documents, through a whole record. */
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { recordOf } from '../../../../../test/golden/record';
import { readStruct } from './struct-text';
import { trailJson } from './trail-json';

const user = { type: 'IAMUser', userName: 'alice', accountId: '1', arn: 'arn:aws:iam::1:user/alice', accessKeyId: '' };
const session = { ...user, accessKeyId: 'ASIAEXAMPLE', sessionContext: { attributes: { mfaAuthenticated: 'false' } } };

function map(fields: object): EventDraft {
  const record = recordOf(
    {
      eventTime: '2026-01-02T03:04:05Z',
      eventSource: 'signin.amazonaws.com',
      awsRegion: 'us-east-1',
      userIdentity: user,
      ...fields,
    },
    trailJson.reads,
  );
  expect(trailJson.accepts(record)).toBe(true);
  const result = trailJson.toEvent(record, { zone: null, header: null, dayFirst: null });
  if ('end' in result) throw new Error(result.why);
  return result;
}

describe('console sign-in', () => {
  const login = (answer: string, withMfa: string, more: object = {}): EventDraft =>
    map({
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: answer },
      additionalEventData: { MFAUsed: withMfa },
      ...more,
    });

  it.each<[string, string, string | undefined, Outcome, Factor | null]>([
    ['Success', 'Yes', undefined, 'success_mfa', null],
    ['Success', 'No', undefined, 'success_single_factor', 'password'],
    ['Failure', 'Yes', 'Failed authentication', 'wrong_code', null],
    ['Failure', 'No', 'Failed authentication', 'password_failed', 'password'],
    ['Failure', 'No', 'No username found in supplied account', 'failed_other', null],
  ])('%s, MFA %s, %s: %s', (answer, withMfa, errorMessage, outcome, factor) => {
    const draft = login(answer, withMfa, { errorMessage });
    expect([draft.class, draft.outcome, draft.factor]).toEqual(['authentication', outcome, factor]);
  });

  it('does not call a federated sign-in one without MFA: the identity provider asked for it', () => {
    const role = { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/Admin/carol@example.com', accountId: '1' };
    expect(login('Success', 'No', { userIdentity: role })).toMatchObject({
      outcome: 'success_token',
      factor: 'federated',
      actor: { kind: 'human', name: 'carol@example.com' },
    });
    const saml = { MFAUsed: 'No', SamlProviderArn: 'arn:aws:iam::1:saml-provider/x' };
    expect(login('Success', 'No', { additionalEventData: saml }).outcome).toBe('success_token');
  });

  it('asks with CheckMfa, whose success says nothing about the code', () => {
    const draft = map({ eventName: 'CheckMfa', responseElements: { CheckMfa: 'Success' } });
    expect([draft.outcome, draft.attempt?.role]).toEqual(['challenged', 'prompt']);
  });
});

describe('IAM Identity Center', () => {
  const step = (eventName: string, type: string, answer: string): EventDraft =>
    map({
      eventName,
      userIdentity: { type: 'Unknown', userName: 'bob@example.com', accountId: '1' },
      additionalEventData: { AuthWorkflowID: 'w1', CredentialType: type },
      serviceEventDetails: { [eventName]: answer },
    });

  it.each<[string, string, string, Outcome, Factor | null, string]>([
    ['CredentialChallenge', 'TOTP', 'Success', 'challenged', 'totp', 'prompt'],
    ['CredentialVerification', 'PASSWORD', 'Success', 'none', 'password', 'step'],
    ['CredentialVerification', 'PASSWORD', 'Failure', 'password_failed', 'password', 'step'],
    ['CredentialVerification', 'TOTP', 'Success', 'success_mfa', 'totp', 'answer'],
    ['CredentialVerification', 'RESYNC_TOTP', 'Success', 'success_mfa', 'totp', 'answer'],
    ['CredentialVerification', 'TOTP', 'Failure', 'wrong_code', 'totp', 'answer'],
    ['CredentialVerification', 'WEBAUTHN', 'Success', 'success_mfa', 'fido2', 'answer'],
    ['CredentialVerification', 'WEBAUTHN', 'Failure', 'wrong_code', 'fido2', 'answer'],
    ['CredentialVerification', 'EMAIL_OTP', 'Failure', 'wrong_code', 'email_otp', 'answer'],
    ['CredentialVerification', 'SMARTCARD', 'Success', 'success_mfa', 'certificate', 'answer'],
    ['UserAuthentication', 'PASSWORD,TOTP', 'Success', 'success_mfa', 'totp', 'outcome'],
    ['UserAuthentication', 'WEBAUTHN', 'Success', 'success_mfa', 'fido2', 'outcome'],
    ['UserAuthentication', 'PASSWORD', 'Success', 'success_single_factor', 'password', 'outcome'],
    ['UserAuthentication', 'EXTERNAL_IDP', 'Success', 'success_single_factor', 'federated', 'outcome'],
  ])('%s of %s, %s: %s', (name, type, answer, outcome, factor, role) => {
    const draft = step(name, type, answer);
    expect([draft.outcome, draft.factor, draft.attempt]).toEqual([outcome, factor, { key: 'w1', role }]);
  });
});

describe('credentials handed out', () => {
  it.each<[string, string, Factor | null]>([
    ['sts', 'AssumeRole', null],
    ['sts', 'AssumeRoleWithSAML', 'federated'],
    ['sts', 'AssumeRoleWithWebIdentity', 'workload_federation'],
    ['sts', 'GetSessionToken', null],
    ['sts', 'GetFederationToken', null],
    ['sts', 'AssumeRoot', null],
    ['signin', 'SwitchRole', null],
    ['signin', 'GetSigninToken', null],
  ])('%s %s', (service, eventName, factor) => {
    const draft = map({
      eventSource: `${service}.amazonaws.com`,
      eventName,
      responseElements: { credentials: { accessKeyId: 'ASIAISSUED' } },
    });
    expect(draft).toMatchObject({ class: 'authentication', outcome: 'success_token', factor, token: 'ASIAISSUED' });
  });

  it('a refused one was asked for with the caller’s own key', () => {
    const draft = map({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      errorCode: 'AccessDenied',
      userIdentity: session,
    });
    expect(draft).toMatchObject({ class: 'authentication', outcome: 'blocked_by_policy', token: 'ASIAEXAMPLE' });
  });
});

describe('calls', () => {
  it.each<[string | null, EventClass, Outcome]>([
    [null, 'access', 'success_token'],
    ['AccessDenied', 'access', 'blocked_by_policy'],
    ['AccessDeniedException', 'access', 'blocked_by_policy'],
    ['Client.UnauthorizedOperation', 'access', 'blocked_by_policy'],
    ['UnauthorizedOperation', 'access', 'blocked_by_policy'],
    ['VpceAccessDenied', 'access', 'blocked_by_policy'],
    ['InvalidClientTokenId', 'authentication', 'password_failed'],
    ['SignatureDoesNotMatch', 'authentication', 'password_failed'],
    ['ExpiredToken', 'authentication', 'failed_other'],
    ['ThrottlingException', 'access', 'rate_limited'],
    ['NoSuchBucketPolicy', 'access', 'failed_other'],
  ])('%s', (errorCode, cls, outcome) => {
    const draft = map({ eventSource: 's3.amazonaws.com', eventName: 'GetObject', errorCode, userIdentity: session });
    expect([draft.class, draft.outcome, draft.code]).toEqual([cls, outcome, errorCode]);
  });

  it.each(
    `CreateAccessKey UpdateAccessKey DeleteAccessKey CreateLoginProfile UpdateLoginProfile ChangePassword CreateVirtualMFADevice
     EnableMFADevice DeactivateMFADevice DeleteVirtualMFADevice ResyncMFADevice AttachUserPolicy AttachRolePolicy PutUserPolicy
     AddUserToGroup UpdateAssumeRolePolicy CreateUser CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider`.split(
      /\s+/,
    ),
  )('%s changes who may do what', (eventName) => {
    const draft = map({ eventSource: 'iam.amazonaws.com', eventName, requestParameters: { userName: 'bob' } });
    expect(draft).toMatchObject({ class: 'change', outcome: 'none', flags: ['privileged'], target: { name: 'bob' } });
  });

  it.each(['PasswordRecoveryRequested', 'PasswordRecoveryCompleted'])('%s', (eventName) => {
    expect(map({ eventName }).class).toBe('change');
  });

  it('tells machines from people by what signs the call', () => {
    const kind = (userIdentity: object): string | undefined =>
      map({ eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', userIdentity }).actor?.kind;
    const role = (name: string, as: string, mfaAuthenticated = 'false'): object => ({
      type: 'AssumedRole',
      arn: `arn:aws:sts::1:assumed-role/${name}/${as}`,
      accountId: '1',
      accessKeyId: 'ASIAX',
      sessionContext: {
        sessionIssuer: { arn: `arn:aws:iam::1:role/${name}`, userName: name },
        attributes: { mfaAuthenticated },
      },
    });
    expect(kind({ ...user, accessKeyId: 'AKIAX' })).toBe('api_key');
    expect(kind(session)).toBe('human');
    expect(kind({ type: 'Root', accountId: '1' })).toBe('human');
    expect(kind({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' })).toBe('service_principal');
    expect(kind(role('web', 'i-0123456789abcdef0'))).toBe('workload');
    expect(kind(role('AWSReservedSSO_Admin_00', 'dora'))).toBe('human');
    expect(kind(role('Admin', 'x'))).toBe('unknown');
    expect(kind(role('Admin', 'x', 'true'))).toBe('human');
  });
});

describe('struct text', () => {
  it.each([
    ['{a=1, b={c=x, d=null}, e=[1, 2]}', { a: '1', b: { c: 'x', d: null }, e: ['1', '2'] }],
    ['{arn=arn:aws:iam::1:user/a, b, type=IAMUser}', { arn: 'arn:aws:iam::1:user/a, b', type: 'IAMUser' }],
    ['{"a":1}', { a: 1 }],
    ['{}', {}],
    ['plain', null],
    ['{'.repeat(5_000), {}],
  ])('%.40s', (text, expected) => {
    const read = readStruct(text);
    expect(read === null ? null : JSON.parse(JSON.stringify(read))).toEqual(expected);
  });
});
