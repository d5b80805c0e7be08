import { describe, expect, it } from 'vitest';
import type { EventClass } from '../../../../shared/model/words';
import { operationOf } from './m365-operations';

/** Operations whose meaning the vendor's pages or real records tell, by class. */
const KNOWN: Readonly<Partial<Record<EventClass, string>>> = {
  access: `MailboxLogin MailItemsAccessed FileAccessed FilePreviewed FileDownloaded FileModified FileDeleted FileUploaded
    Send SendAs SoftDelete HardDelete MoveToDeletedItems PageViewed ListViewed SecureLinkUsed AnonymousLinkUsed
    FileSyncDownloadedFull SearchQueryPerformed CopilotInteraction Get-ComplianceTag Search-Mailbox MeetingDetail
    SearchMtpStatus AggregateActivityData`,
  change: `New-InboxRule Set-InboxRule Enable-InboxRule Disable-InboxRule Remove-InboxRule UpdateInboxRules Set-Mailbox
    New-TransportRule Set-TransportRule Add-MailboxPermission Add-MailboxFolderPermission Add-RecipientPermission
    AddedToGroup SharingSet AddedToSecureLink PermissionLevelAdded ModifyFolderPermissions Set-AdminAuditLogConfig
    Set-MailboxPlan Install-ResourceConfig New-Mailbox MemberAdded MemberRoleChanged SiteCollectionCreated ListUpdated
    ListColumnCreated SharingInheritanceBroken AnonymousLinkCreated TeamSettingChanged GroupCreation`,
  request: 'AccessRequestCreated AccessRequestDenied',
  session: 'UserLoggedOff TeamsSessionStarted',
  other: `AlertTriggered AlertEntityGenerated AlertUpdated AirInvestigationData AtpDetection DLPRuleMatch
    FileMalwareDetected MCAS_ALERT_ANUBIS_DETECTION_VELOCITY COMPLIANCEMANAGER-SCORECHANGE Heartbeat`,
};

describe('operations', () => {
  it.each(
    Object.entries(KNOWN).flatMap(([eventClass, names]) =>
      names.split(/\s+/).map((name) => [name, eventClass as EventClass] as const),
    ),
  )('%s is %s', (name, eventClass) => {
    expect(operationOf(name, 'Exchange', null).class).toBe(eventClass);
  });

  it.each([
    ['Add member to role.', 'change', 'privilege_change'],
    ['Add owner to application.', 'change', 'privilege_change'],
    ['Consent to application.', 'change', 'consent_grant'],
    ['Add OAuth2PermissionGrant', 'change', 'consent_grant'],
    ['Add OAuth2PermissionGrant.', 'change', 'consent_grant'],
    ['Add delegated permissions grant.', 'change', 'consent_grant'],
    ['Add app role assignment grant to user.', 'change', 'consent_grant'],
    ['Remove app role assignment from service principal.', 'change', 'consent_grant'],
    ['Add service principal.', 'change', 'app_change'],
    ['Update application.', 'change', 'app_change'],
    ['Update application \u2013 Certificates and secrets management ', 'change', 'credential_change'],
    ['Add service principal credentials.', 'change', 'credential_change'],
    ['Reset user password.', 'change', 'credential_change'],
    ['Change user password.', 'change', 'credential_change'],
    ['Update user.', 'change', 'account_state_change'],
    ['Disable Strong Authentication.', 'change', 'mfa_method_change'],
    ['Update StsRefreshTokenValidFrom Timestamp.', 'session', 'session_revoked'],
    ['Fraud reported - no action taken', 'authentication', 'user_report'],
  ])('%s of the directory is %s, %s', (name, eventClass, kind) => {
    const operation = operationOf(name, 'AzureActiveDirectory', null);
    expect([operation.class, operation.kind]).toEqual([eventClass, kind]);
  });
});
