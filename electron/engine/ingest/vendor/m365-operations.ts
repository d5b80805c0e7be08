/** What each operation of the unified audit log is. There are thousands: a table of those that matter, rules for the rest. */
import type { EventClass } from '../../../../shared/model/words';
import { CLASS_OF, kindOf, PRIVILEGED } from './entra-activities';

export interface Operation {
  class: EventClass;
  /** What kind of act, in the words of the audit log's reading: printed as detail. */
  kind: string;
  isPrivileged: boolean;
}

const operation = (eventClass: EventClass, kind: string, isPrivileged = false): Operation => ({
  class: eventClass,
  kind,
  isPrivileged,
});
const each = (value: Operation, names: string): [string, Operation][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), value]);

const ACCESS = operation('access', 'resource_access');
const RULE = operation('change', 'mail_rule_change');
const PRIVILEGE = operation('change', 'privilege_change', true);
const SHARING = operation('change', 'privilege_change');
const POLICY = operation('change', 'policy_change', true);
const REQUEST = operation('request', 'access_request');
const ALERT = operation('other', 'risk_detection');
const SETTING = operation('change', 'setting_change');
const OTHER = operation('other', 'other');

const TABLE: ReadonlyMap<string, Operation> = new Map([
  ...each(
    ACCESS,
    `MailboxLogin MailItemsAccessed FolderBind MessageBind Send SendAs SendOnBehalf Create Update Copy Move
     MoveToDeletedItems SoftDelete HardDelete RecordDelete AttachmentAccess SearchQueryInitiatedExchange
     FileAccessed FileAccessedExtended FilePreviewed FileDownloaded FileModified FileModifiedExtended FileDeleted
     FileUploaded FileCopied FileMoved FileRenamed FileRecycled FileRestored FileCheckedIn FileCheckedOut
     FileSyncDownloadedFull FileSyncDownloadedPartial FileSyncUploadedFull FileSyncUploadedPartial FileViewed FilePrinted
     FileDeletedFirstStageRecycleBin FileDeletedSecondStageRecycleBin FileVersionsAllDeleted FileVersionsAllRecycled
     FolderCreated FolderModified FolderDeleted FolderRecycled FolderRenamed FolderMoved FolderCopied FolderRestored
     PageViewed PageViewedExtended PagePrefetched ClientViewSignaled ListViewed ListItemViewed SearchQueryPerformed
     SearchQueryInitiatedSharePoint SecureLinkUsed AnonymousLinkUsed CompanyLinkUsed SharingLinkUsed
     MessagesListed MessageRead MessageSent MessageUpdated MessageDeleted MessagesExported ChatRetrieved ChatCreated
     MessageCreatedHasLink MeetingParticipantDetail CopilotInteraction ViewReport ExportReport
     SearchExported SearchResultExported ViewedSearchExported SearchExportDownloaded SearchPreviewed SearchViewed
     ViewForm ViewRuntimeForm EditForm SubmitResponse`,
  ),
  ...each(
    RULE,
    `New-InboxRule Set-InboxRule Enable-InboxRule Disable-InboxRule Remove-InboxRule UpdateInboxRules Set-Mailbox
     New-TransportRule Set-TransportRule Enable-TransportRule Disable-TransportRule Remove-TransportRule
     Set-MailboxJunkEmailConfiguration New-SweepRule Set-SweepRule UpdateCalendarDelegation ApplyRecordLabel`,
  ),
  ...each(
    PRIVILEGE,
    `Add-MailboxPermission Add-MailboxFolderPermission Set-MailboxFolderPermission Add-RecipientPermission
     Remove-MailboxPermission Remove-RecipientPermission AddFolderPermissions ModifyFolderPermissions
     RemoveFolderPermissions New-ManagementRoleAssignment Set-ManagementRoleAssignment Add-RoleGroupMember
     Update-RoleGroupMember New-RoleGroup SiteCollectionAdminAdded SiteCollectionAdminRemoved SiteAdminChangeRequest
     MemberRoleChanged Add-UnifiedGroupLinks New-ApplicationAccessPolicy Remove-ApplicationAccessPolicy`,
  ),
  ...each(
    SHARING,
    `AddedToGroup RemovedFromGroup SharingSet SharingRevoked AddedToSecureLink RemovedFromSecureLink SecureLinkCreated
     SecureLinkUpdated SecureLinkDeleted AnonymousLinkCreated AnonymousLinkUpdated AnonymousLinkRemoved CompanyLinkCreated
     CompanyLinkRemoved SharingInvitationCreated SharingInvitationAccepted SharingInvitationRevoked
     SharingInheritanceBroken SharingInheritanceReset PermissionLevelAdded PermissionLevelModified PermissionLevelRemoved
     PermissionLevelsInheritanceBroken WebRequestAccessModified GroupAdded GroupUpdated GroupRemoved MemberAdded
     MemberRemoved`,
  ),
  ...each(
    POLICY,
    `Set-AdminAuditLogConfig Set-OrganizationConfig Set-TransportConfig Set-CASMailbox Set-AuthenticationPolicy
     New-AuthenticationPolicy Set-MailboxAuditBypassAssociation Disable-MailboxAuditing Set-AntiPhishPolicy
     Set-SafeLinksPolicy Set-SafeAttachmentPolicy Remove-SafeLinksPolicy Disable-SafeLinksRule Disable-AntiPhishRule
     Set-DkimSigningConfig New-InboundConnector Set-InboundConnector New-OutboundConnector Set-OutboundConnector
     Set-HostedConnectionFilterPolicy Set-HostedContentFilterPolicy SharingPolicyChanged DeviceAccessPolicyChanged
     NetworkAccessPolicyChanged Set-ComplianceSecurityFilter Remove-UnifiedAuditLogRetentionPolicy`,
  ),
  ...each(
    REQUEST,
    `AccessRequestCreated AccessRequestApproved AccessRequestAccepted AccessRequestDenied AccessRequestRejected
     AccessRequestExpired AccessRequestUpdated Set-AccessToCustomerDataRequest`,
  ),
  ...each(
    ALERT,
    `AlertTriggered AlertEntityGenerated AlertUpdated AirInvestigationData AirManualInvestigation AtpDetection TIMailData
     TIUrlClickData FileMalwareDetected DLPRuleMatch DLPRuleUndo DLPInfo UserSubmission AdminSubmission`,
  ),
  ...each(operation('session', 'session_start'), 'SignInEvent TeamsSessionStarted'),
  ...each(operation('session', 'session_end'), 'UserLoggedOff SignOut UserSignedOut LogOut TeamsSessionEnded'),
  // Fixed names that the rules would misread.
  ...each(OTHER, 'COMPLIANCEMANAGER-SCORECHANGE'),
]);

const DIRECTORY = new Set(['azureactivedirectory', 'azure active directory']);

/** Operation by workload and name. The directory's own operations are those of its audit log, with a full stop. */
export function operationOf(name: string, workload: string | null, category: string | null): Operation {
  const known = TABLE.get(name.toLowerCase());
  if (known) return known;
  if (DIRECTORY.has(workload?.toLowerCase() ?? '') || / .*\.$/.test(name.trim())) {
    const kind = kindOf(name, category);
    return operation(
      CLASS_OF[kind] === 'authentication' ? 'authentication' : CLASS_OF[kind],
      kind,
      (PRIVILEGED.has(kind) && !/group\.?$/i.test(name)) ||
        /service principal credentials|secrets management/i.test(name),
    );
  }
  return byWords(name);
}

/** Cmdlets of Exchange, Teams and compliance by their verb, other names by their last words. */
function byWords(name: string): Operation {
  const verb = /^(\w+)-/.exec(name)?.[1]?.toLowerCase();
  if (verb !== undefined) {
    if (/^(get|search|test|export|find|view|invoke|measure|preview)$/.test(verb)) return ACCESS;
    return /role|permission|delegat/i.test(name) ? PRIVILEGE : SETTING;
  }
  if (/^mcas_|alert|detect|incident|malware|phish|threat|investigation/i.test(name)) return ALERT;
  if (/accessrequest|requestaccess/i.test(name)) return REQUEST;
  if (
    /^(file|folder|page|listitem|document|message|chat|mail|meeting|call|form|flow|report|dashboard|notebook)/i.test(
      name,
    )
  )
    return ACCESS;
  if (
    /(viewed|accessed|downloaded|previewed|read|listed|used|exported|printed|retrieved|opened|performed|sent|sync\w*)$/i.test(
      name,
    )
  )
    return ACCESS;
  if (/^(search|aggregate|get|view|export|download|validate|read)/i.test(name)) return ACCESS;
  if (/permission|role|admin(added|removed)|sharing|share/i.test(name)) return SHARING;
  if (
    /(creat(?:e|ed|ion)|updated?|modified|deleted?|added|removed?|changed?|set|enabled?|disabled?|granted|revoked|renamed|moved|restored|uploaded|installed|published|activated|configured|assigned)$|^(add|set|update|delete|remove|create|enable|disable|edit|new|change)/i.test(
      name,
    )
  )
    return SETTING;
  return OTHER;
}
