/** What each activity of the directory audit is. The vendor adds names often: what the table lacks is told by its words. */
import type { EventClass, Factor } from '../../../../shared/model/words';

export type Kind =
  | 'mfa_method_change'
  | 'credential_change'
  | 'account_state_change'
  | 'app_change'
  | 'privilege_change'
  | 'consent_grant'
  | 'device_change'
  | 'policy_change'
  | 'session_revoked'
  | 'access_request'
  | 'resource_access'
  | 'risk_detection'
  | 'user_report'
  | 'admin_other';

export const CLASS_OF: Readonly<Record<Kind, EventClass>> = {
  mfa_method_change: 'change',
  credential_change: 'change',
  account_state_change: 'change',
  app_change: 'change',
  privilege_change: 'change',
  consent_grant: 'change',
  device_change: 'change',
  policy_change: 'change',
  session_revoked: 'session',
  access_request: 'request',
  resource_access: 'access',
  risk_detection: 'other',
  user_report: 'authentication',
  admin_other: 'other',
};

/** Acts after which somebody can do more than before, or nobody is asked any more. */
export const PRIVILEGED: ReadonlySet<Kind> = new Set<Kind>(['privilege_change', 'consent_grant', 'policy_change']);

const TABLE: Readonly<Record<Exclude<Kind, 'admin_other'>, string>> = {
  user_report: `
    Fraud reported - no action taken
    Fraud reported - user is blocked for MFA
    Suspicious activity reported`,
  mfa_method_change: `
    User registered security info
    User registered all required security info
    User deleted security info
    User updated security info
    User changed default security info
    User started security info registration
    User canceled security info registration
    User reviewed security info
    Admin registered security info
    Admin updated security info
    Admin deleted security info
    Admin started security info registration
    Restore multifactor authentication on all remembered devices
    Get passkey creation options
    Add FIDO2 security key
    Delete FIDO2 security key(s)
    Add Passkey (device-bound)
    Delete Passkey (device-bound)
    Add Windows Hello for Business credential
    Delete Windows Hello for Business credential
    Add passwordless phone sign-in credential
    Delete passwordless phone sign-in credential
    Add platform credential
    Delete platform credential
    Add users strong authentication phone app detail
    Remove users strong authentication phone app detail
    Disable Strong Authentication
    Enable Strong Authentication
    Update StrongAuthenticationUserDetails
    Create temporary access pass
    Add temporary access pass
    Delete temporary access pass
    Enable per-user MFA
    Disable per-user MFA
    Bulk upload OATH token
    Activate an OATH token`,
  credential_change: `
    Reset password
    Reset password (by admin)
    Reset password (self-service)
    Change password (self-service)
    Change user password
    Reset user password
    User started password reset
    User started password change
    Admin started password reset
    Admin changed user password
    Admin generated a temporary password
    Admin requires the user to reset their password
    Set force change user password
    Create application password for user
    Delete application password for user
    Update user password
    Add service principal credentials
    Remove service principal credentials
    Update service principal credentials
    Update application - Certificates and secrets management
    Add federated identity credential
    Update federated identity credential
    Delete federated identity credential`,
  session_revoked: `
    Update StsRefreshTokenValidFrom Timestamp
    Revoke refresh tokens
    Revoke sign in sessions
    Revoke user sign-in sessions`,
  account_state_change: `
    Disable account
    Enable account
    Add user
    Delete user
    Hard Delete user
    Restore user
    Invite external user
    Redeem external user invite
    Update user
    Convert federated user to managed
    Unlock user account (self-service)
    Blocked from self-service password reset
    Block user for MFA
    Unblock user for MFA
    Block user
    Unblock user
    Update external user
    Viral user creation
    Create agentUser
    Update agentUser
    Delete agentUser`,
  app_change: `
    Add service principal
    Add application
    Update service principal
    Update application
    Delete application
    Hard Delete application
    Restore application
    Remove service principal
    Hard delete service principal
    Restore service principal
    Add agent identity
    Add agent identity blueprint
    Add agent identity blueprint principal`,
  privilege_change: `
    Add owner to application
    Remove owner from application
    Add owner to service principal
    Remove owner from service principal
    Add owner to group
    Add member to role
    Add eligible member to role
    Add scoped member to role
    Remove scoped member from role
    Remove eligible member from role
    Add member to role outside of PIM (permanent)
    Remove member from role
    Add member to group
    Remove member from group
    Delete role assignment
    Remove role assignment
    Add role assignment to role definition
    Add role definition
    Update role definition
    Delete role definition
    Update role setting in PIM
    Add delegated admin to partner
    Add partner to company
    User has elevated their access to User Access Administrator for their Azure Resources
    The role assignment of User Access Administrator has been removed from the user
    Assign Hybrid Identity Administrator role`,
  consent_grant: `
    Consent to application
    Revoke consent
    Add delegated permission grant
    Update delegated permission grant
    Remove delegated permission grant
    Add OAuth2PermissionGrant
    Remove OAuth2PermissionGrant
    Add app role assignment to service principal
    Remove app role assignment from service principal
    Add app role assignment grant to user
    Remove app role assignment from user
    Add app role assignment to group
    Remove app role assignment from group
    Add a deletion-marked app role assignment grant to service principal as part of link removal
    Create admin consent request
    Approve admin consent request`,
  access_request: `
    Add member to role requested (PIM activation)
    Add member to role approval requested (PIM activation)
    Add member to role request approved (PIM activation)
    Add member to role request denied (PIM activation)
    Add member to role completed (PIM activation)
    Add member to role canceled (PIM activation)
    PIM activation request expired
    Remove member from role (PIM activation expired)
    Remove member from role completed (PIM deactivate)
    User requests access package assignment
    Approve access package assignment request
    Deny access package assignment request
    Fulfill access package assignment request
    Cancel access package assignment request
    Admin directly assigns user to access package
    Entitlement Management creates access package assignment request for user`,
  device_change: `
    Register device
    Unregister device
    Add device
    Update device
    Delete device
    Add registered owner to device
    Remove registered owner from device
    Add registered users to device
    Remove registered users from device
    Add users to device
    Device no longer compliant
    Device no longer managed
    Add BitLocker key
    Delete pre-created device
    Pre-create device`,
  resource_access: `
    Reveal local administrator password
    Recover device local administrator password
    Read BitLocker key
    Download users
    Download sign-in logs
    Export`,
  policy_change: `
    Update Conditional Access policy
    Add Conditional Access policy
    Delete Conditional Access policy
    Add named location
    Update named location
    Delete named location
    Update security defaults
    Set federation settings on domain
    Set domain authentication
    Add unverified domain
    Add verified domain
    Update domain
    Verify domain
    Remove unverified domain
    Remove verified domain
    Update authorization policy
    Authentication Methods Policy Update
    Authentication Methods Policy Reset
    Authentication Strength Combination Configuration Create
    Create Authentication Strength Policy
    Update Authentication Strength Policy
    Delete Authentication Strength Policy
    Add policy
    Update policy
    Delete policy
    Add policy to service principal
    Set Company Information
    Set DirSyncEnabled flag
    Set Dirsync feature
    Set Company multi-factor authentication Enabled
    Disable Desktop Sso
    Enable Desktop Sso
    Add a partner to cross-tenant access setting
    Update a partner cross-tenant access setting
    Add identity provider
    Update identity provider`,
  risk_detection: `
    ConfirmAccountCompromised
    ConfirmCompromised
    ConfirmServicePrincipalCompromised
    ConfirmSafe
    DismissUser
    DismissServicePrincipal`,
};

/** Dashes, the full stop at the end (Microsoft 365's copy), case and blanks do not tell names apart. */
const fold = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/\.\s*$/, '')
    .trim();

const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries(TABLE).flatMap(([kind, names]) =>
    names
      .trim()
      .split('\n')
      .map((name) => [fold(name), kind as Kind] as const),
  ),
);

/** Names that the table lacks, by their words; the first that fits. */
const WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/fraud reported|suspicious activity reported/, 'user_report'],
  [
    /pim (de)?activat|\bpim\b.*(request|approv|den(y|ied)|cancel|expired)|(request|approv|den(y|ied)|cancel).*\bpim\b/,
    'access_request',
  ],
  [/access package|admin consent request|assignment request/, 'access_request'],
  [/consent|permissions? ?grant|app role assignment|entitlement grant/, 'consent_grant'],
  [
    /authentication method.*polic|polic.*authentication method|conditional access|named location|polic(y|ies)|federation|\bdomain\b|dirsync|cross-tenant|security defaults/,
    'policy_change',
  ],
  [
    /security info|strong ?auth|authentication method|fido2|passkey|windows hello|phone sign-in|temporary access pass|authenticator|\bmfa\b|multi-?factor|oath|platform credential/,
    'mfa_method_change',
  ],
  [/password|credential|secret|certificate|\bkeys?\b/, 'credential_change'],
  [/\brole\b|\bowner\b|eligible|administrative unit|member (to|from)|\bpim\b|elevated/, 'privilege_change'],
  [/device|bitlocker/, 'device_change'],
  [/refresh ?token|revoke.*session|session.*revoke/, 'session_revoked'],
  [/confirm.*(compromised|safe)|dismiss|risk/, 'risk_detection'],
  [/service principal|application|\bagent\b/, 'app_change'],
  [/\buser\b|\baccount\b|guest/, 'account_state_change'],
];

const CHANGES =
  /^(add|update|delete|remove|set|create|restore|enable|disable|assign|unassign|hard delete|invite|change|reset|register|bulk|import|convert|revoke|finish|approve|deny|fulfill)\b/;
const READS = /^(get|read|list|download|export|reveal|recover|view|retrieve|triggered? (bulk )?download)\b/;

/** Kind of an activity, from its name, else from what the record says of its operation. */
export function kindOf(activity: string, operation: string | null): Kind {
  const name = fold(activity);
  const known = KINDS.get(name);
  if (known) return known;
  // Steps of a self-service reset: only the last one changes anything, and it has a name of its own.
  if (/flow activity progress/.test(name)) return 'admin_other';
  if (READS.test(name)) return 'resource_access';
  const kind = WORDS.find(([words]) => words.test(name))?.[1];
  if (kind) return kind;
  if (CHANGES.test(name)) return 'account_state_change';
  return /^(add|update|delete|assign|unassign|set)/i.test(operation ?? '') ? 'account_state_change' : 'admin_other';
}

/** Method that the words of a record name: "User registered Authenticator App with Notification". Most telling first. */
const METHODS: readonly (readonly [RegExp, Factor])[] = [
  [/fido2?|security key/i, 'fido2'],
  [/passkey/i, 'passkey_platform'],
  [/windows hello/i, 'windows_hello'],
  [/passwordless phone|phone sign-in/i, 'push_number_match'],
  [/platform credential/i, 'passkey_platform'],
  [/with notification|app notification/i, 'push'],
  [/authenticator app with code|app code|software token/i, 'totp'],
  [/authenticator|phone app detail/i, 'push'],
  [/hardware oath|hardware token/i, 'hardware_otp'],
  [/oath|totp/i, 'totp'],
  [/phone call|voice|mobile phone call/i, 'voice'],
  [/sms|text message|mobile phone|phone/i, 'sms'],
  [/email/i, 'email_otp'],
  [/security question/i, 'security_question'],
  [/certificate/i, 'certificate'],
  [/app password|temporary access pass|password/i, 'password'],
];

export const methodNamed = (text: string): Factor | null => METHODS.find(([words]) => words.test(text))?.[1] ?? null;
