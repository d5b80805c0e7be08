/**
 * What a change makes possible, per source and name of the change: data only. Names are compared without case, kind of
 * dash and closing full stop. What no row names is told by the kind that the source gave it, else by its words.
 */

/** What a change makes possible. `rule` = of a mailbox; `other` opens nothing. */
export type Helper = 'method' | 'password' | 'credential' | 'consent' | 'role' | 'rule' | 'device' | 'other';

export interface HelperRow {
  sources: readonly string[];
  helper: Helper;
  /** One name a line, as the source's events carry it in `action`. */
  actions: string;
  /** Only where this further fact of the event fits: one name may stand for harmless changes too. */
  where?: readonly [fact: string, fits: RegExp];
}

const DIRECTORY = ['entra-audit', 'm365-ual'];
const EXCHANGE = ['m365-ual', 'm365-defender'];

export const HELPER_ACTIONS: readonly HelperRow[] = [
  {
    sources: DIRECTORY,
    helper: 'method',
    actions: `
      User registered security info
      User registered all required security info
      User updated security info
      User changed default security info
      User deleted security info
      Admin registered security info
      Admin updated security info
      Admin deleted security info
      Disable Strong Authentication
      Enable Strong Authentication
      Disable per-user MFA
      Restore multifactor authentication on all remembered devices
      Add users strong authentication phone app detail
      Add FIDO2 security key
      Add Passkey (device-bound)
      Add Windows Hello for Business credential
      Add passwordless phone sign-in credential
      Add platform credential
      Create temporary access pass
      Add temporary access pass
      Activate an OATH token`,
  },
  { sources: DIRECTORY, helper: 'method', actions: 'Update user', where: ['changed', /strongauth/i] },
  {
    sources: DIRECTORY,
    helper: 'password',
    actions: `
      Reset password
      Reset password (by admin)
      Reset password (self-service)
      Reset user password
      Change password (self-service)
      Change user password
      Admin changed user password
      Admin generated a temporary password
      Update user password
      Convert federated user to managed`,
  },
  {
    sources: DIRECTORY,
    helper: 'credential',
    actions: `
      Add service principal credentials
      Update service principal credentials
      Update application – Certificates and secrets management
      Add federated identity credential
      Update federated identity credential
      Create application password for user`,
  },
  {
    sources: DIRECTORY,
    helper: 'consent',
    actions: `
      Consent to application
      Add delegated permission grant
      Update delegated permission grant
      Add OAuth2PermissionGrant
      Add app role assignment to service principal
      Add app role assignment grant to user
      Approve admin consent request`,
  },
  {
    sources: DIRECTORY,
    helper: 'role',
    actions: `
      Add member to role
      Add eligible member to role
      Add member to role outside of PIM (permanent)
      Add owner to application
      Add owner to service principal
      Add member to group`,
  },
  { sources: DIRECTORY, helper: 'device', actions: 'Register device\nAdd registered owner to device' },
  {
    sources: EXCHANGE,
    helper: 'rule',
    actions: `
      New-InboxRule
      Set-InboxRule
      Enable-InboxRule
      UpdateInboxRules
      New-TransportRule
      Set-TransportRule`,
  },
  { sources: ['m365-ual'], helper: 'rule', actions: 'Set-Mailbox', where: ['ForwardingSmtpAddress', /./] },
  { sources: ['m365-ual'], helper: 'rule', actions: 'Set-Mailbox', where: ['ForwardingAddress', /./] },
  {
    sources: EXCHANGE,
    helper: 'role',
    actions: `
      Add-MailboxPermission
      Add-MailboxFolderPermission
      Add-RecipientPermission
      New-ManagementRoleAssignment`,
  },

  {
    sources: ['okta'],
    helper: 'method',
    actions: `
      user.mfa.factor.activate
      user.mfa.factor.deactivate
      user.mfa.factor.reset_all
      user.mfa.factor.suspend
      user.mfa.factor.update
      system.mfa.factor.deactivate
      device.enrollment.create
      credential.register`,
  },
  { sources: ['okta'], helper: 'device', actions: 'device.user.add' },
  {
    sources: ['okta'],
    helper: 'password',
    actions: `
      user.account.reset_password
      user.account.update_password
      user.account.unlock_by_admin`,
  },
  {
    sources: ['okta'],
    helper: 'credential',
    actions: `
      system.api_token.create
      app.oauth2.credentials.lifecycle.create
      app.oauth2.credentials.lifecycle.activate
      workload_principal.ai_agent.credential.create`,
  },
  {
    sources: ['okta'],
    helper: 'consent',
    actions: `
      app.oauth2.as.consent.grant
      app.oauth2.consent.grant
      app.oauth2.admin.consent.grant
      app.oauth2.client.privilege.grant
      workload_principal.delegation_link.create`,
  },
  {
    sources: ['okta'],
    helper: 'role',
    actions: `
      user.account.privilege.grant
      group.privilege.grant
      group.user_membership.add
      application.user_membership.add
      user.session.impersonation.grant`,
  },

  {
    sources: ['duo'],
    helper: 'method',
    actions: `
      enrollment
      phone_create
      phone_associate
      phone_update
      activation_create_link
      hardtoken_associate
      u2ftoken_create
      webauthncredential_create
      user_bypass_enable`,
  },
  { sources: ['duo'], helper: 'method', actions: 'bypass_create' },
  { sources: ['duo'], helper: 'credential', actions: 'integration_create\nadminapi_create' },

  {
    sources: ['google-workspace'],
    helper: 'method',
    actions: `
      2sv_enroll
      2sv_disable
      recovery_email_edit
      recovery_phone_edit
      recovery_secret_qa_edit
      titanium_enroll
      UNENROLL_USER_FROM_STRONG_AUTH
      TURN_OFF_2_STEP_VERIFICATION
      GENERATE_2SV_SCRATCH_CODES`,
  },
  { sources: ['google-workspace'], helper: 'password', actions: 'password_edit\nCHANGE_PASSWORD' },
  { sources: ['google-workspace'], helper: 'consent', actions: 'authorize\nAUTHORIZE_API_CLIENT_ACCESS' },
  { sources: ['google-workspace'], helper: 'role', actions: 'GRANT_ADMIN_PRIVILEGE\nASSIGN_ROLE\nGRANT_DELEGATED_ADMIN_PRIVILEGES' }, // biome-ignore format: one row
  { sources: ['google-workspace'], helper: 'rule', actions: 'email_forwarding_out_of_domain' },

  {
    sources: ['slack-audit'],
    helper: 'consent',
    actions: `
      app_installed
      app_approved
      app_scopes_expanded
      user_app_token_created`,
  },
  { sources: ['slack-audit'], helper: 'method', actions: 'pref.two_factor_auth_changed\nuser_email_updated' },
  { sources: ['slack-audit'], helper: 'role', actions: 'role_change_to_admin\nrole_change_to_owner\nowner_transferred' }, // biome-ignore format: one row

  {
    sources: ['github-audit'],
    helper: 'credential',
    actions: `
      personal_access_token.access_granted
      personal_access_token.create
      personal_access_token.request_approved
      public_key.create
      public_key.verify
      deploy_key.create
      oauth_access.create
      org_credential_authorization.grant
      integration_installation.create`,
  },
  { sources: ['github-audit'], helper: 'consent', actions: 'oauth_authorization.create\norg.oauth_app_access_approved' }, // biome-ignore format: one row
  {
    sources: ['github-audit'],
    helper: 'method',
    actions: `
      two_factor_authentication.enabled
      two_factor_authentication.disabled
      two_factor_authentication.add_factor
      two_factor_authentication.update_fallback
      two_factor_authentication.recovery_codes_regenerated
      security_key.register
      passkey.register`,
  },
  { sources: ['github-audit'], helper: 'password', actions: 'user.change_password\nuser.reset_password' },
  { sources: ['github-audit'], helper: 'role', actions: 'org.add_member\norg.update_member\nrepo.add_member' },

  {
    sources: ['gcp-audit'],
    helper: 'credential',
    actions: `
      google.iam.admin.v1.CreateServiceAccountKey
      google.iam.admin.v1.UploadServiceAccountKey
      google.api.apikeys.v2.ApiKeys.CreateKey
      v1.compute.projects.setCommonInstanceMetadata`,
  },
  { sources: ['gcp-audit'], helper: 'role', actions: 'SetIamPolicy\ngoogle.iam.admin.v1.SetIAMPolicy\ngoogle.iam.admin.v1.CreateRole' }, // biome-ignore format: one row

  {
    sources: ['aws-cloudtrail'],
    helper: 'credential',
    actions: `
      CreateAccessKey
      UpdateAccessKey
      UploadSSHPublicKey
      UploadSigningCertificate
      CreateServiceSpecificCredential
      CreateKeyPair
      ImportKeyPair`,
  },
  { sources: ['aws-cloudtrail'], helper: 'password', actions: 'CreateLoginProfile\nUpdateLoginProfile\nChangePassword\nPasswordRecoveryCompleted\nPasswordUpdated' }, // biome-ignore format: one row
  {
    sources: ['aws-cloudtrail'],
    helper: 'method',
    actions: `
      CreateVirtualMFADevice
      EnableMFADevice
      DeactivateMFADevice
      DeleteVirtualMFADevice
      ResyncMFADevice`,
  },
  {
    sources: ['aws-cloudtrail'],
    helper: 'role',
    actions: `
      PutUserPolicy
      AttachUserPolicy
      PutGroupPolicy
      AttachGroupPolicy
      AddUserToGroup
      PutRolePolicy
      AttachRolePolicy
      UpdateAssumeRolePolicy
      CreatePolicyVersion
      SetDefaultPolicyVersion`,
  },

  { sources: ['auth0'], helper: 'method', actions: 'gd_enrollment_complete\ngd_unenroll\ngd_update_device_account\nmy_account_authentication_method_succeeded' }, // biome-ignore format: one row
  { sources: ['auth0'], helper: 'password', actions: 'scp\nscpr\nscph' },

  { sources: ['onelogin'], helper: 'method', actions: 'authentication factor removed' },
  { sources: ['onelogin'], helper: 'password', actions: 'requested new password\nchanged password' },
  { sources: ['onelogin'], helper: 'role', actions: 'privilege granted\nrole assigned to user\nassumed another user' },

  { sources: ['jumpcloud'], helper: 'method', actions: 'totp_start_enrollment\ntotp_delete_enrollment\nmfa_exclusion' }, // biome-ignore format: one row
  { sources: ['jumpcloud'], helper: 'password', actions: 'user_password_change\nuser_password_reset\nadmin_password_change' }, // biome-ignore format: one row
  { sources: ['jumpcloud'], helper: 'role', actions: 'admin_create\nassociation_change' },

  {
    sources: ['pingone'],
    helper: 'method',
    actions: `
      DEVICE.CREATED
      DEVICE.ACTIVATED
      DEVICE.DELETED
      MFA_SETTINGS.UPDATED
      USER.MFA_DISABLED
      PAIRING_KEY.CREATED`,
  },
  { sources: ['pingone'], helper: 'password', actions: 'PASSWORD.RESET\nPASSWORD.FORCED\nPASSWORD.SET' },
  { sources: ['pingone'], helper: 'role', actions: 'ROLE_ASSIGNMENT.CREATED' },
  { sources: ['pingone'], helper: 'credential', actions: 'SECRET.UPDATED\nACCESS_TOKEN_KEY.CREATED' },

  {
    sources: ['keycloak'],
    helper: 'method',
    actions: 'UPDATE_TOTP\nREMOVE_TOTP\nUPDATE_CREDENTIAL\nREMOVE_CREDENTIAL',
  },
  { sources: ['keycloak'], helper: 'password', actions: 'UPDATE_PASSWORD\nRESET_PASSWORD' },
  { sources: ['keycloak'], helper: 'consent', actions: 'GRANT_CONSENT' },

  { sources: ['bitwarden'], helper: 'method', actions: 'User_Updated2fa\nUser_Disabled2fa\nUser_Recovered2fa' },
  { sources: ['bitwarden'], helper: 'password', actions: 'User_ChangedPassword\nOrganizationUser_AdminResetPassword' },

  { sources: ['1password'], helper: 'method', actions: 'enblmfa mfa\nupdatmfa mfa\ndisblmfa mfa' },
  { sources: ['1password'], helper: 'password', actions: 'compltrecov user\nbeginr user\nchngpw user' },
  { sources: ['1password'], helper: 'credential', actions: 'create device\ncreate slacctkn' },
  { sources: ['1password'], helper: 'role', actions: 'join gm\ngrant gva' },

  { sources: ['graph-activity'], helper: 'credential', actions: 'POST /applications/{id}/addPassword\nPOST /applications/{id}/addKey\nPOST /servicePrincipals/{id}/addPassword' }, // biome-ignore format: one row
  { sources: ['graph-activity'], helper: 'consent', actions: 'POST /oauth2PermissionGrants\nPOST /servicePrincipals/{id}/appRoleAssignments' }, // biome-ignore format: one row
  { sources: ['graph-activity'], helper: 'rule', actions: 'POST /me/mailFolders/inbox/messageRules' },
  { sources: ['graph-activity'], helper: 'method', actions: 'POST /users/{id}/authentication/phoneMethods\nPOST /me/authentication/phoneMethods\nPOST /users/{id}/authentication/temporaryAccessPassMethods' }, // biome-ignore format: one row

  { sources: ['windows-security'], helper: 'password', actions: '4723 own password changed\n4724 password reset by another account' }, // biome-ignore format: one row
  { sources: ['windows-security'], helper: 'role', actions: '4728 added to a global group' },
];

/** The exact kind that the directory's and Microsoft 365's audit logs are mapped with, where no row names the change. */
export const HELPER_OF_KIND: Readonly<Record<string, Helper>> = {
  mfa_method_change: 'method',
  consent_grant: 'consent',
  privilege_change: 'role',
  mail_rule_change: 'rule',
  device_change: 'device',
};

/** Taking away opens no door, but for a factor: without it less is asked. */
export const TAKES_AWAY =
  /^(remove|delete|revoke|hard delete|unassign|disable|detach)\b|[._](remove|delete|revoke|destroy)/;

/** For names that no row has: the first that fits. */
export const HELPER_WORDS: readonly (readonly [RegExp, Helper])[] = [
  [/consent|permission ?grant|app role assignment|oauth.?(grant|authori[sz])/, 'consent'],
  [
    /\bmfa\b|factor|authenticator|security info|enrol|strong.?auth|2sv|2fa|two.?step|passkey|fido|phone_|totp|webauthn|bypass|recovery|device paired|paired/,
    'method',
  ],
  [/password|passcode|login ?profile/, 'password'],
  [/credential|secret|certificate|token|access.?key|api.?key|ssh.?key|public_key|\bkeys?\b/, 'credential'],
  [/inbox ?rule|forwarding|transport ?rule/, 'rule'],
  [/privilege|\brole\b|policy.*(attach|put)|iampolicy|impersonat/, 'role'],
];
