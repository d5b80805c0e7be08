/** What an API call is: reading, using, changing who may do what; and what it concerns. */
import type { ActorDraft } from '../../../../../shared/model/event';
import { asObject, asObjects } from '../../vendor/fields';
import { iamUserKeys, of } from './identity';
import type { TrailEvent } from './trail-event';

export interface Call {
  isChange: boolean;
  /** Changes accounts, credentials, rights or the log itself. */
  isPrivileged: boolean;
}

const READS =
  /^(?:Get|List|Describe|Lookup|Search|Head|BatchGet|Simulate|Generate|Check|Test|Validate|Query|Scan|Select|Decrypt|Preview|View|Discover|Estimate|Is|Has)/;

const set = (names: string): ReadonlySet<string> => new Set(names.trim().split(/\s+/));

/** Services whose every write decides about accounts and rights. */
const IDENTITY_SERVICES = set(
  'iam.amazonaws.com sso.amazonaws.com sso-directory.amazonaws.com identitystore.amazonaws.com organizations.amazonaws.com ' +
    'rolesanywhere.amazonaws.com access-analyzer.amazonaws.com ram.amazonaws.com account.amazonaws.com cloudtrail.amazonaws.com ' +
    'guardduty.amazonaws.com config.amazonaws.com cognito-idp.amazonaws.com ds.amazonaws.com',
);

/** Writes of other services that hand out rights or credentials, or open a door. */
const RIGHTS = set(
  'PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutObjectAcl PutBucketPublicAccessBlock PutPublicAccessBlock ' +
    'PutAccountPublicAccessBlock DeletePublicAccessBlock DeleteAccountPublicAccessBlock PutBucketReplication ' +
    'PutKeyPolicy CreateGrant RevokeGrant ScheduleKeyDeletion DisableKey ' +
    'AddPermission20150331v2 AddPermission20150331 AddPermission RemovePermission20150331v2 ' +
    'ModifySnapshotAttribute ModifyImageAttribute ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute ' +
    'CreateKeyPair ImportKeyPair DeleteKeyPair SendSSHPublicKey SendSerialConsoleSSHPublicKey ' +
    'AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation ' +
    'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress AuthorizeDBSecurityGroupIngress RevokeSecurityGroupIngress ' +
    'PutResourcePolicy DeleteResourcePolicy PutSecretValue UpdateSecret RotateSecret CreateSecret DeleteSecret ' +
    'PutParameter SetRepositoryPolicy PutRegistryPolicy SetQueueAttributes SetTopicAttributes ' +
    'DeleteFlowLogs DeleteLogGroup DeleteLogStream PutRetentionPolicy DisassociateFromMasterAccount ' +
    'DeleteResolverQueryLogConfig CreateAccessEntry AssociateAccessPolicy UpdateClusterConfig ' +
    'CreateApiKey UpdateApiKey CreateAuthorizer UpdateFunctionUrlConfig CreateFunctionUrlConfig',
);

/** Account matters that the sign-in service tells. */
const SIGN_IN_CHANGES = set(
  'PasswordRecoveryRequested PasswordRecoveryCompleted PasswordUpdated EmailUpdated ResetPassword',
);

export const isSignInChange = (event: TrailEvent): boolean =>
  event.source === 'signin.amazonaws.com' && SIGN_IN_CHANGES.has(event.name);

/** Unusual rates of calls, as CloudTrail itself reports them. */
export const isInsight = (event: TrailEvent): boolean => event.type === 'AwsCloudTrailInsight';

export function kindOfCall(event: TrailEvent): Call {
  if (isInsight(event)) return { isChange: false, isPrivileged: false };
  if (isSignInChange(event)) return { isChange: true, isPrivileged: false };
  if (event.readOnly === true || READS.test(event.name)) return { isChange: false, isPrivileged: false };
  const isIdentity = IDENTITY_SERVICES.has(event.source);
  const isChange = isIdentity || RIGHTS.has(event.name);
  return { isChange, isPrivileged: isChange };
}

/** Access key that the call handed out: later calls are signed with it. */
export function issuedKey(event: TrailEvent): string | null {
  const { response } = event;
  if (response === null) return null;
  const credentials = asObject(response.credentials) ?? asObject(response.roleCredentials);
  const key = of(credentials, 'accessKeyId');
  if (key !== null) return key;
  const created = of(asObject(response.accessKey), 'accessKeyId');
  if (created !== null) return created;
  // IAM Roles Anywhere answers with a set of credentials.
  const [first] = asObjects(response.credentialSet);
  return of(asObject(first?.credentials), 'accessKeyId');
}

/** The account that an IAM call acts upon, where it is not the caller. */
export function changedAccount(event: TrailEvent, account: string | null): ActorDraft | null {
  if (event.source !== 'iam.amazonaws.com' && event.source !== 'identitystore.amazonaws.com') return null;
  const made = asObject(event.response?.user);
  const named = event.asked.userName ?? of(made, 'userName') ?? event.asked.memberId;
  if (named === null || READS.test(event.name)) return null;
  if (named === event.identity?.userName) return null;
  const id = of(made, 'userId');
  const keys = iamUserKeys(
    event.source === 'iam.amazonaws.com' ? (account ?? event.recipient) : null,
    named,
    of(made, 'arn'),
  );
  if (id !== null) keys.push({ type: 'vendor_id', value: id });
  return { id, name: named, kind: 'human', keys };
}

export function resourceOf(event: TrailEvent): string | null {
  const { role, concern } = event.asked;
  return event.resource ?? (event.source === 'sts.amazonaws.com' ? role : concern) ?? of(event.extra, 'LoginTo');
}
