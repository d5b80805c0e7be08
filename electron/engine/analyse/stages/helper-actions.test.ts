/** Every row of the table through a real import: the source words the change as the table does, and it means what it says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisRead } from '../../store/sweep-reads';
import { emptyCase, type ImportedCase, ndjson } from '../testing/imported';
import type { Helper } from './helper-actions';
import { HELPER_ACTIONS } from './helper-actions';
import { helperOf } from './helpers';

const at = '2026-03-02T10:00:00Z';
const FROM = '203.0.113.4';
let n = 0;
const uuid = (): string => `4af0b443-42dd-4dc6-9bd1-${String(++n).padStart(12, '0')}`;
const upn = 'alice@corp.example';
const object = '26be570a-ae82-4189-b4e2-a37c6808512d';

/** One change of that name as the vendor exports it, with a further fact where the row asks for one. */
const WRITERS: Record<string, (action: string, fact: string | undefined) => unknown> = {
  'entra-audit': (activityDisplayName, fact) => ({
    id: `Directory_${uuid()}`,
    category: 'UserManagement',
    correlationId: uuid(),
    result: 'success',
    resultReason: '',
    activityDisplayName,
    activityDateTime: at,
    loggedByService: 'Core Directory',
    operationType: 'Update',
    initiatedBy: { user: { id: object, displayName: null, userPrincipalName: upn, ipAddress: FROM } },
    targetResources: [
      {
        id: uuid(),
        displayName: 'PDF Helper',
        type: 'ServicePrincipal',
        modifiedProperties: fact
          ? [{ displayName: 'StrongAuthenticationMethod', oldValue: '[]', newValue: '[{}]' }]
          : [],
      },
    ],
    additionalDetails: [],
  }),
  'm365-ual': (Operation, fact) => {
    const isExchange = /^\w+-\w+$|InboxRules/.test(Operation);
    return {
      CreationTime: at.slice(0, 19),
      Id: uuid(),
      Operation: isExchange ? Operation : `${Operation}.`,
      OrganizationId: uuid(),
      RecordType: isExchange ? 1 : 8,
      ResultStatus: 'Success',
      UserKey: object,
      UserType: 0,
      Version: 1,
      Workload: isExchange ? 'Exchange' : 'AzureActiveDirectory',
      ClientIP: FROM,
      UserId: upn,
      ObjectId: 'x',
      ...(isExchange && { Parameters: fact ? [{ Name: fact, Value: 'smtp:box@partner.example' }] : [] }),
      ModifiedProperties:
        fact === 'changed' ? [{ Name: 'StrongAuthenticationMethod', NewValue: '[{}]', OldValue: '[]' }] : [],
    };
  },
  'm365-defender': (ActionType, fact) => ({
    Timestamp: at,
    ReportId: uuid(),
    Application: 'Microsoft Exchange Online',
    ApplicationId: 20893,
    IPAddress: FROM,
    CountryCode: 'RO',
    AccountObjectId: object,
    AccountId: upn,
    AccountDisplayName: 'Alice',
    ActionType,
    ActivityType: 'Run',
    ObjectType: 'Task',
    RawEventData: fact ? { Parameters: [{ Name: fact, Value: 'smtp:box@partner.example' }] } : {},
  }),
  okta: (eventType) => ({
    uuid: uuid(),
    published: at,
    eventType,
    version: '0',
    severity: 'INFO',
    displayMessage: eventType,
    actor: { id: '00u1', type: 'User', alternateId: upn, displayName: 'Alice' },
    client: { ipAddress: FROM, userAgent: { rawUserAgent: 'x' } },
    outcome: { result: 'SUCCESS', reason: null },
    target: [],
    transaction: { id: uuid(), type: 'WEB', detail: {} },
    debugContext: { debugData: {} },
    authenticationContext: { externalSessionId: 's1' },
    securityContext: {},
    request: { ipChain: [] },
  }),
  duo: (action) =>
    action === 'enrollment'
      ? {
          txid: uuid(),
          timestamp: 1772445600,
          isotimestamp: '2026-03-02T10:00:00.000000+00:00',
          event_type: 'enrollment',
          result: 'success',
          reason: null,
          factor: 'not_available',
          user: { name: 'alice', key: 'DU1' },
          access_device: { ip: FROM, location: { country: 'Romania' } },
          auth_device: { name: '+40 700', ip: null },
          application: { name: 'Portal', key: 'DI1' },
          email: upn,
        }
      : {
          action,
          description: '{"ip_address":"203.0.113.4"}',
          isotimestamp: '2026-03-02T10:00:00+00:00',
          object: 'alice',
          timestamp: 1772445600,
          username: 'Helpdesk One',
          eventtype: 'admin_log',
        },
  'google-workspace': (name) => {
    const [applicationName, type] = GOOGLE[name] ?? ['admin', 'USER_SETTINGS'];
    return {
      kind: 'admin#reports#activity',
      id: { time: at, uniqueQualifier: String(++n), applicationName, customerId: 'C01' },
      actor: { callerType: 'USER', email: upn, profileId: '1' },
      ipAddress: FROM,
      events: [{ type, name, parameters: [] }],
    };
  },
  'slack-audit': (action) => ({
    id: uuid(),
    date_create: 1772445600 + ++n,
    action,
    actor: { type: 'user', user: { id: 'W01', name: 'Alice', email: upn } },
    entity: { type: 'app', app: { id: 'A1', name: 'Helper' } },
    context: { location: { type: 'workspace', id: 'T01', name: 'Corp', domain: 'corp' }, ua: 'x', ip_address: FROM },
  }),
  'github-audit': (action) => ({
    '@timestamp': 1772445600000,
    _document_id: uuid(),
    action,
    actor: 'alice',
    actor_ip: FROM,
    created_at: 1772445600000,
    org: 'corp',
    operation_type: 'create',
    user: 'alice',
  }),
  'gcp-audit': (methodName) => ({
    insertId: uuid(),
    timestamp: at,
    logName: 'projects/demo/logs/cloudaudit.googleapis.com%2Factivity',
    severity: 'NOTICE',
    resource: { type: 'project', labels: { project_id: 'demo' } },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: methodName.includes('apikeys')
        ? 'apikeys.googleapis.com'
        : methodName.includes('compute')
          ? 'compute.googleapis.com'
          : 'iam.googleapis.com',
      methodName,
      authenticationInfo: { principalEmail: upn },
      requestMetadata: { callerIp: FROM, callerSuppliedUserAgent: 'gcloud' },
      resourceName: 'projects/demo',
      status: {},
    },
  }),
  'aws-cloudtrail': (eventName) => ({
    eventVersion: '1.08',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDA1',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE000000001',
      userName: 'alice',
    },
    eventTime: at,
    eventSource: /KeyPair/.test(eventName)
      ? 'ec2.amazonaws.com'
      : /^Password/.test(eventName)
        ? 'signin.amazonaws.com'
        : 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: FROM,
    userAgent: 'Mozilla/5.0',
    requestParameters: { userName: 'alice' },
    responseElements: null,
    requestID: uuid(),
    eventID: uuid(),
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    readOnly: false,
  }),
  auth0: (type) => ({
    _id: uuid(),
    log_id: String(++n),
    date: at,
    type,
    ip: FROM,
    client_id: 'c1',
    user_id: 'auth0|a1',
    user_name: upn,
  }),
  onelogin: (action) => ({
    event_type_id: ONELOGIN[action],
    event_timestamp: '2026-03-02 10:00:00 UTC',
    account_id: 1,
    user_id: 5,
    user_name: 'Alice',
    actor_user_id: 5,
    actor_user_name: 'Alice',
    ipaddr: FROM,
    uuid: uuid(),
  }),
  jumpcloud: (event_type) => ({
    id: uuid(),
    timestamp: at,
    event_type,
    service: 'directory',
    organization: 'o1',
    success: true,
    client_ip: FROM,
    initiated_by: { type: 'user', username: 'alice', email: upn, id: 'u1' },
    resource: { id: 'u1', type: 'user', username: 'alice' },
  }),
  pingone: (type) => ({
    id: uuid(),
    recordedAt: at,
    correlationId: uuid(),
    actors: { user: { id: 'u1', name: upn, type: 'USER' } },
    action: { type },
    resources: [],
    result: { status: 'SUCCESS', description: 'Passed' },
  }),
  keycloak: (type) => ({
    id: uuid(),
    time: 1772445600000,
    type,
    realmId: 'main',
    clientId: 'account',
    userId: 'u1',
    ipAddress: FROM,
    details: { username: 'alice' },
  }),
  bitwarden: (action) => ({
    object: 'event',
    type: BITWARDEN[action],
    actingUserId: 'u1',
    date: at,
    device: 9,
    ipAddress: FROM,
  }),
  '1password': (text) => {
    const [action, object_type] = text.split(' ');
    return {
      uuid: uuid(),
      timestamp: at,
      actor_uuid: 'u1',
      actor_details: { uuid: 'u1', name: 'Alice', email: upn },
      action,
      object_type,
      object_uuid: 'o1',
      session: { uuid: 's1', ip: FROM },
    };
  },
  'graph-activity': (text) => {
    const [requestMethod, path] = text.split(' ');
    return {
      time: at,
      resourceId: '/TENANTS/X/PROVIDERS/MICROSOFT.AADIAM',
      operationName: 'Microsoft Graph Activity',
      category: 'MicrosoftGraphActivityLogs',
      tenantId: uuid(),
      callerIpAddress: FROM,
      properties: {
        timeGenerated: at,
        requestId: uuid(),
        requestMethod,
        responseStatusCode: 201,
        appId: 'de8bc8b5-d9f9-48b1-a8ad-b748da725064',
        scopes: 'x',
        C_Idtyp: 'user',
        ipAddress: FROM,
        requestUri: `https://graph.microsoft.com/v1.0${path!.replace('{id}', uuid())}`,
        userId: object,
      },
    };
  },
  'windows-security': (action) => ({
    EventTime: '2026-03-02 10:00:00',
    Hostname: 'dc1.corp.example',
    EventType: 'AUDIT_SUCCESS',
    EventID: Number(action.slice(0, 4)),
    SourceName: 'Microsoft-Windows-Security-Auditing',
    RecordNumber: ++n,
    Channel: 'Security',
    SubjectUserSid: 'S-1-5-21-1-2-3-1105',
    SubjectUserName: 'alice',
    SubjectDomainName: 'CORP',
    SubjectLogonId: '0x1',
    TargetUserName: 'bob',
    TargetDomainName: 'CORP',
    TargetSid: 'S-1-5-21-1-2-3-1106',
    '@timestamp': at,
  }),
};
const GOOGLE: Record<string, [string, string]> = {
  '2sv_enroll': ['user_accounts', '2sv_change'],
  '2sv_disable': ['user_accounts', '2sv_change'],
  recovery_email_edit: ['user_accounts', 'recovery_info_change'],
  recovery_phone_edit: ['user_accounts', 'recovery_info_change'],
  recovery_secret_qa_edit: ['user_accounts', 'recovery_info_change'],
  titanium_enroll: ['user_accounts', 'titanium_change'],
  password_edit: ['user_accounts', 'password_change'],
  email_forwarding_out_of_domain: ['user_accounts', 'email_forwarding_change'],
  authorize: ['token', 'auth'],
};
const ONELOGIN: Record<string, number> = {
  'authentication factor removed': 24,
  'requested new password': 10,
  'changed password': 11,
  'privilege granted': 72,
  'role assigned to user': 4,
  'assumed another user': 3,
};
const BITWARDEN: Record<string, number> = {
  User_ChangedPassword: 1001,
  User_Updated2fa: 1002,
  User_Disabled2fa: 1003,
  User_Recovered2fa: 1004,
  OrganizationUser_AdminResetPassword: 1508,
};

const rows = HELPER_ACTIONS.flatMap(({ sources, helper, actions, where }) =>
  sources.flatMap((source) =>
    actions
      .trim()
      .split('\n')
      .map((action) => ({ source, action: action.trim(), helper, fact: where?.[0] })),
  ),
);

describe('what a change makes possible', () => {
  let made: ImportedCase;
  /** By source and action, in words: what the events say it is. */
  const found = new Map<string, Set<Helper>>();
  const fold = (text: string): string =>
    text
      .toLowerCase()
      .replace(/\.$/, '')
      .replace(/\u2013/g, '-');

  beforeAll(async () => {
    made = emptyCase();
    const files: Record<string, string> = {};
    for (const source of Object.keys(WRITERS)) {
      const mine = rows.filter((row) => row.source === source);
      files[`${source}.ndjson`] = ndjson(mine.map(({ action, fact }) => WRITERS[source]!(action, fact)));
    }
    const ledgers = await made.add(files);
    expect(ledgers.map(({ file, source, rejected, skipped }) => [file, source, rejected, skipped])).toEqual(
      Object.keys(files)
        .sort()
        .map((file) => [expect.stringContaining(file), file.replace('.ndjson', ''), 0, 0]),
    );
    const db = made.opened.db.read;
    const read = analysisRead(db);
    const events = db
      .prepare<[], { eid: number; source: number; action: number; mark: number; outcome: number }>(
        'SELECT eid, source, action, mark, outcome FROM event',
      )
      .all();
    for (const { eid, source, action, mark } of events) {
      if (mark !== 3) continue; // a change
      const key = `${read.term(source)}|${fold(read.term(action))}`;
      const helper = helperOf(read.term(source), read.term(action), read.detail(eid));
      found.set(key, (found.get(key) ?? new Set()).add(helper));
    }
  });
  afterAll(() => made.close());

  it.each(rows.map((row) => [row.source, row.action, row] as const))('%s: %s', (source, action, { helper }) => {
    expect([...(found.get(`${source}|${fold(action)}`) ?? [])]).toContain(helper);
  });

  it('is nothing where the further fact is not there', () => {
    expect(helperOf('m365-ual', 'Set-Mailbox', { kind: 'mail_rule_change', MaxSendSize: '1' })).toBe('other');
    expect(helperOf('entra-audit', 'Update user', { kind: 'account_state_change', changed: 'Department' })).toBe(
      'other',
    );
  });

  it.each([
    ['zoom', 'User: Update', 'other'],
    ['salesforce-login', 'authenticator registered: ConnectTotp', 'method'],
    ['entra-audit', 'Some new kind of consent', 'other'],
    ['ecs', 'mfa-device-added', 'method'],
    ['teleport', 'access_token.deleted', 'other'],
    ['teleport', 'bot_token.created', 'credential'],
  ])('%s: %s, which no row names, is told by its words: %s', (source, action, helper) => {
    expect(helperOf(source, action, source === 'entra-audit' ? { kind: 'policy_change' } : null)).toBe(helper);
  });
});
