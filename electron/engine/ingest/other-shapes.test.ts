/** One record in every shape in which its vendor hands it out: one event, with one id, in any order of import. */
import { describe, expect, it } from 'vitest';
import { bring, expectHonest, newCase, orders, put, seen, withTempCases } from './testing/imported';

withTempCases();

const json = (value: unknown): string => JSON.stringify(value);
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const table = (row: Record<string, string>): string =>
  `${Object.keys(row).join(',')}\r\n${Object.values(row).map(cell).join(',')}\r\n`;

const TENANT = '7d3d0c53-5f0e-4e0b-9f0b-0b4c5a3f1a01';
const ID = '11110000-0a1b-4c2d-8e3f-000000000028';
const CORRELATION = '22220000-0a1b-4c2d-8e3f-0000000002bc';
const USER = '33330000-0a1b-4c2d-8e3f-000000000384';
const APP = '44440000-0a1b-4c2d-8e3f-000000000320';
const REFUSED = 'MFA denied; user declined the authentication';
const steps = [
  {
    authenticationStepDateTime: '2026-03-02T07:03:17Z',
    authenticationMethod: 'Mobile app notification',
    succeeded: false,
    authenticationStepResultDetail: REFUSED,
    authenticationStepRequirement: 'Multifactor authentication',
  },
];
const signIn = {
  id: ID,
  createdDateTime: '2026-03-02T07:03:17.7974412Z',
  userDisplayName: 'Mara',
  userPrincipalName: 'mara@corp.example',
  userId: USER,
  appId: APP,
  appDisplayName: 'Mail',
  ipAddress: '203.0.113.77',
  clientAppUsed: 'Browser',
  correlationId: CORRELATION,
  isInteractive: true,
  conditionalAccessStatus: 'success',
  authenticationRequirement: 'multiFactorAuthentication',
  status: { errorCode: 500121, failureReason: 'Authentication failed', additionalDetails: REFUSED },
  location: { city: 'Constanta', state: 'Constanta', countryOrRegion: 'RO', geoCoordinates: {} },
  deviceDetail: { operatingSystem: 'Windows 10', browser: 'Chrome' },
  authenticationDetails: steps,
};
const entra: Record<string, [string, string]> = {
  'portal JSON': ['portal.json', json([signIn])],
  'Azure Monitor': [
    'monitor.ndjson',
    json({
      time: '2026-03-02T07:05:30.1234567Z', // when the copy was made
      resourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`,
      operationName: 'Sign-in activity',
      category: 'SignInLogs',
      tenantId: TENANT,
      resultType: '500121',
      callerIpAddress: '203.0.113.77',
      correlationId: CORRELATION,
      identity: 'Mara',
      location: 'RO',
      properties: signIn,
    }),
  ],
  'Log Analytics': [
    'analytics.json',
    json([
      {
        TimeGenerated: '2026-03-02T07:05:30.1234567Z',
        Category: 'SignInLogs',
        ResultType: '500121',
        ResultDescription: 'Authentication failed',
        CorrelationId: CORRELATION,
        Identity: 'Mara',
        Location: 'RO',
        AppDisplayName: 'Mail',
        AppId: APP,
        AuthenticationDetails: json(steps),
        IsInteractive: 'true',
        Id: ID,
        IPAddress: '203.0.113.77',
        UserId: USER,
        UserPrincipalName: 'mara@corp.example',
        Type: 'SigninLogs',
      },
    ]),
  ],
  'portal CSV': [
    'portal.csv',
    table({
      'Date (UTC)': '2026-03-02T07:03:17Z',
      'Request ID': ID,
      'Correlation ID': CORRELATION,
      'User ID': USER,
      User: 'Mara',
      Username: 'mara@corp.example',
      Application: 'Mail',
      'Application ID ': APP,
      'IP address': '203.0.113.77',
      Location: 'Constanta, Constanta, RO',
      Status: 'Failure',
      'Sign-in error code': '500121',
      'Failure reason': 'Authentication failed',
      'Client app': 'Browser',
      'Multifactor authentication result': REFUSED,
      'Multifactor authentication auth method': 'Mobile app notification',
    }),
  ],
};

const okta: Record<string, [string, string]> = {
  'System Log': [
    'okta.json',
    json([
      {
        uuid: ID,
        published: '2026-03-03T07:02:30.005Z',
        eventType: 'user.authentication.auth_via_mfa',
        outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
        actor: { id: '00u9', type: 'User', alternateId: 'mara@corp.example', displayName: 'Mara' },
        client: { ipAddress: '203.0.113.77', userAgent: { rawUserAgent: 'Mozilla/5.0' } },
        authenticationContext: { externalSessionId: 'trsB' },
        transaction: { id: 'txn5', type: 'WEB' },
        debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH', pushOnlyResponseType: 'OV_RESPONSE_DENY' } },
        target: [],
      },
    ]),
  ],
  'console CSV': [
    'okta.csv',
    table({
      severity: 'INFO',
      event_type: 'user.authentication.auth_via_mfa',
      display_message: 'Authentication of user via MFA',
      uuid: ID,
      version: '0',
      timestamp: '2026-03-03T07:02:30.005Z',
      'outcome.result': 'FAILURE',
      'outcome.reason': 'INVALID_CREDENTIALS',
      'actor.id': '00u9',
      'actor.type': 'User',
      'actor.display_name': 'Mara',
      'actor.alternate_id': 'mara@corp.example',
      'authentication_context.external_session_id': 'trsB',
      'client.ip_address': '203.0.113.77',
      'transaction.id': 'txn5',
    }),
  ],
  Okta_CL: [
    'okta-cl.json',
    json([
      {
        TimeGenerated: '2026-03-03T07:09:30.005Z',
        Type: 'Okta_CL',
        uuid_g: ID,
        published_t: '2026-03-03T07:02:30.005Z',
        eventType_s: 'user.authentication.auth_via_mfa',
        outcome_result_s: 'FAILURE',
        outcome_reason_s: 'INVALID_CREDENTIALS',
        actor_id_s: '00u9',
        actor_type_s: 'User',
        actor_alternateId_s: 'mara@corp.example',
        client_ipAddress_s: '203.0.113.77',
        authenticationContext_externalSessionId_s: 'trsB',
        transaction_id_s: 'txn5',
        debugContext_debugData_factor_s: 'OKTA_VERIFY_PUSH',
      },
    ]),
  ],
};

const audit = {
  CreationTime: '2026-03-02T09:03:30',
  Id: ID,
  Operation: 'UserLoginFailed',
  OrganizationId: TENANT,
  RecordType: 15,
  ResultStatus: 'Success',
  UserKey: USER,
  UserType: 0,
  Workload: 'AzureActiveDirectory',
  ClientIP: '203.0.113.77',
  UserId: 'mara@corp.example',
  ExtendedProperties: [{ Name: 'RequestType', Value: 'SAS:EndAuth' }],
  InterSystemsId: CORRELATION,
  IntraSystemId: ID,
  ApplicationId: APP,
  ErrorNumber: '500121',
  LogonError: 'AuthenticationFailedSasError',
};
const ual: Record<string, [string, string]> = {
  'Management API': ['management.json', json([audit])],
  'portal CSV': [
    'purview.csv',
    table({
      RecordId: ID,
      CreationDate: '2026-03-02T09:03:30.0000000Z ',
      RecordType: '15',
      Operation: 'UserLoginFailed',
      UserId: 'mara@corp.example',
      AuditData: json(audit),
      AssociatedAdminUnits: '',
    }),
  ],
  'Search-UnifiedAuditLog': [
    'search.csv',
    table({
      RecordType: 'AzureActiveDirectoryStsLogon',
      CreationDate: '3/2/2026 9:03:30 AM',
      UserIds: 'mara@corp.example',
      Operations: 'UserLoginFailed',
      AuditData: json(audit),
      ResultIndex: '1',
      ResultCount: '1',
      Identity: ID,
      IsValid: 'True',
    }),
  ],
  'portal CSV cut by a spreadsheet': [
    'cut.csv',
    table({
      RecordId: ID,
      CreationDate: '2026-03-02T09:03:30.0000000Z',
      RecordType: '15',
      Operation: 'UserLoginFailed',
      UserId: 'mara@corp.example',
      AuditData: json(audit).slice(0, 90),
    }),
  ],
};

describe.each([
  ['Entra sign-ins', entra, 'denied_by_user'],
  ['Okta', okta, 'denied_by_user'],
  ['the audit log of Microsoft 365', ual, 'failed_other'],
] as const)('%s', (_source, shapes, outcome) => {
  const pairs = Object.keys(shapes).flatMap((a) =>
    Object.keys(shapes).flatMap((b) => (a === b ? [] : [[a, b] as const])),
  );

  it.each(pairs)('%s and then %s is one event', async (first, second) => {
    const made = newCase();
    for (const shape of [first, second]) await bring(made, put(...shapes[shape]!));
    expect(seen(made)).toHaveLength(1);
    expect(seen(made)[0]!.recordId).toBe(ID);
    expectHonest(made);
    // The id is that of the record, whatever shape it was read from first.
    const alone = newCase();
    await bring(alone, put(...shapes[first]!));
    expect(seen(made)[0]!.id).toBe(seen(alone)[0]!.id);
  });

  it('all shapes together give the fullest word, in any order', async () => {
    const all = [];
    for (const order of orders(Object.keys(shapes)).slice(0, 8)) {
      const made = newCase();
      for (const shape of order) await bring(made, put(...shapes[shape]!));
      all.push(seen(made));
      expectHonest(made);
    }
    for (const each of all) expect(each).toEqual(all[0]);
    expect(all[0]![0]!.outcome).toBe(outcome);
  });
});
