import { describe, expect, it } from 'vitest';
import { CLASS_OF, type Kind, kindOf, methodNamed } from './entra-activities';

/** The activities of the vendor's reference that matter to an investigation, each with what it is. */
const KNOWN: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  user_report: [
    'Fraud reported - no action taken',
    'Fraud reported - user is blocked for MFA',
    'Suspicious activity reported',
  ],
  mfa_method_change: [
    'User registered security info',
    'User registered all required security info',
    'User deleted security info',
    'User updated security info',
    'User changed default security info',
    'User started security info registration',
    'User canceled security info registration',
    'Admin registered security info',
    'Admin updated security info',
    'Admin deleted security info',
    'Get passkey creation options',
    'Add FIDO2 security key',
    'Delete FIDO2 security key(s)',
    'Add Windows Hello for Business credential',
    'Add passwordless phone sign-in credential',
    'Add platform credential',
    'Add users strong authentication phone app detail',
    'Remove users strong authentication phone app detail',
    'Disable Strong Authentication',
    'Enable Strong Authentication',
    'Disable Strong Authentication.',
    'Admin created a temporary access pass',
  ],
  credential_change: [
    'Reset password',
    'Change user password',
    'Reset user password.',
    'User started password reset',
    'User started password change',
    'Admin started password reset',
    'Set force change user password',
    'Create application password for user',
    'Add service principal credentials',
    'Remove service principal credentials',
    'Update application - Certificates and secrets management',
    'Update application \u2013 Certificates and secrets management ',
  ],
  session_revoked: ['Update StsRefreshTokenValidFrom Timestamp', 'Update StsRefreshTokenValidFrom Timestamp.'],
  account_state_change: [
    'Disable account',
    'Enable account',
    'Add user',
    'Delete user',
    'Invite external user',
    'Update user.',
  ],
  app_change: ['Add service principal', 'Add application.', 'Update service principal', 'Update application'],
  privilege_change: [
    'Add owner to application.',
    'Add owner to service principal',
    'Add member to role',
    'Add eligible member to role',
    'Add eligible member to role in PIM completed (permanent)',
    'Add scoped member to role',
    'Add member to role outside of PIM (permanent)',
    'Remove member from role',
    'Add member to group',
    'Remove member from group',
    'Delete role assignment',
    'Remove role assignment',
    'User has elevated their access to User Access Administrator for their Azure Resources',
  ],
  consent_grant: [
    'Consent to application',
    'Add delegated permission grant',
    'Add delegated permissions grant.',
    'Add OAuth2PermissionGrant.',
    'Add app role assignment grant to user.',
    'Add app role assignment to service principal',
    'Remove app role assignment from service principal.',
    'Add a deletion-marked app role assignment grant to service principal as part of link removal.',
  ],
  access_request: [
    'Add member to role requested (PIM activation)',
    'Add member to role approval requested (PIM activation)',
    'Add member to role request approved (PIM activation)',
    'Add member to role request denied (PIM activation)',
    'Add member to role completed (PIM activation)',
    'Add member to role canceled (PIM activation)',
    'PIM activation request expired',
    'Remove member from role (PIM activation expired)',
    'Remove member from role completed (PIM deactivate)',
    'User requests access package assignment',
    'Approve access package assignment request',
    'Deny access package assignment request',
    'Fulfill access package assignment request',
  ],
  device_change: [
    'Register device',
    'Unregister device',
    'Add device',
    'Add registered owner to device',
    'Device no longer compliant',
    'Update device',
    'Add registered users to device',
  ],
  resource_access: [
    'Reveal local administrator password',
    'Recover device local administrator password',
    'Download sign-ins',
  ],
  policy_change: [
    'Update Conditional Access policy',
    'Add Conditional Access policy',
    'Delete Conditional Access policy',
    'Update named location',
    'Update security defaults',
    'Set federation settings on domain',
    'Set domain authentication',
    'Update authorization policy',
    'Authentication Methods Policy Update',
    'Update policy',
    'Added policy',
    'Add unverified domain',
  ],
  risk_detection: ['ConfirmAccountCompromised', 'ConfirmCompromised', 'ConfirmSafe', 'DismissUser'],
  admin_other: ['Self-service password reset flow activity progress', 'Sync started', ''],
};

describe('kinds of directory activities', () => {
  it.each(Object.entries(KNOWN).flatMap(([kind, names]) => names.map((name) => [name, kind])))(
    '%s → %s',
    (name, kind) => {
      expect(kindOf(name, null)).toBe(kind);
    },
  );

  it('asks the operation where the name tells nothing', () => {
    expect(CLASS_OF[kindOf('Sync rule', 'Update')]).toBe('change');
    expect(CLASS_OF[kindOf('Sync rule', 'Get')]).toBe('other');
  });
});

describe('methods named in words', () => {
  it.each([
    ['User registered Authenticator App with Notification and Code', 'push'],
    ['User registered Authenticator App with Code', 'totp'],
    ['User registered Mobile Phone SMS', 'sms'],
    ['User registered Mobile Phone Call', 'voice'],
    ['User deleted Fido2', 'fido2'],
    ['User registered Email', 'email_otp'],
    ['User registered temporary access pass', 'password'],
    ['nothing of the kind', null],
  ])('%s → %s', (text, factor) => {
    expect(methodNamed(text)).toBe(factor);
  });
});
