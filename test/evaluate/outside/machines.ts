/** Workloads of the second generator: who they are, what they do all day, and how their vendor refuses them. */
import { hex, type Place, uuid } from './cast';
import type { Book } from './doors';

export interface Machine {
  id: string;
  name: string;
  key: string;
  at: Place;
  door: MachineDoor;
}
export type Fault = 'bad_secret' | 'expired' | 'forbidden' | 'blocked';
export interface Call {
  who: Machine;
  time: number;
  at: Place;
  key?: string;
  what?: string;
  agent?: string;
}
export interface MachineDoor {
  id: string;
  faults: readonly Fault[];
  refuse(call: Call, fault: Fault): string[];
  pass(call: Call): string[];
  /** A secret or key added by a person or by the machine itself. */
  addKey?(call: Call, key: string): string[];
}

const iso = (time: number): string => new Date(time).toISOString();
const TENANT = '9c1d2f40-77aa-4b55-8e10-31d6f0aa9f02';

/** Service principals; with `agentic` they are agents with an identity of their own. */
export function entraPrincipals(book: Book, agentic = false): MachineDoor {
  const { chance } = book;
  const CODES: Record<Fault, readonly [number, string]> = { bad_secret: [7000215, 'Invalid client secret is provided.'], expired: [7000222, 'The provided client secret keys are expired.'], forbidden: [500011, 'The resource principal was not found.'], blocked: [53003, 'Access has been blocked by Conditional Access policies.'] }; // biome-ignore format: table
  const row = (call: Call, code: number, reason: string): string[] => {
    const id = uuid(chance);
    const { who, at, time } = call;
    const correlationId = uuid(chance);
    return book.write('entra/insights-logs-serviceprincipalsigninlogs.ndjson', time, id, {
      time: iso(time + 240_000),
      resourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`,
      operationName: 'Sign-in activity',
      operationVersion: '1.0',
      category: 'ServicePrincipalSignInLogs',
      tenantId: TENANT,
      resultType: String(code),
      resultSignature: 'None',
      durationMs: 0,
      callerIpAddress: at.ip,
      correlationId,
      Level: 4,
      location: at.country,
      properties: { id, createdDateTime: iso(time), appId: who.id, servicePrincipalId: who.id, servicePrincipalName: who.name, servicePrincipalCredentialKeyId: code === 7000215 || code === 7000222 ? '' : (call.key ?? who.key), clientCredentialType: 'clientSecret', ipAddress: at.ip, status: { errorCode: code, failureReason: reason }, location: { city: at.city, state: '', countryOrRegion: at.country, geoCoordinates: { latitude: at.lat, longitude: at.lon } }, correlationId, conditionalAccessStatus: code === 53003 ? 'failure' : 'notApplied', isInteractive: false, autonomousSystemNumber: at.asn, resourceDisplayName: call.what ?? 'Microsoft Graph', resourceId: '00000003-0000-0000-c000-000000000000', uniqueTokenIdentifier: hex(chance, 20), ...(agentic && { agent: { agentType: 'agenticAppInstance', parentAppId: 'b1b1b1b1-0000-4000-a000-000000000001' } }) }, // biome-ignore format: one record
    });
  };
  return {
    id: agentic ? 'entra-agents' : 'entra-principals',
    faults: ['bad_secret', 'expired', 'blocked'],
    refuse: (call, fault) => row(call, ...CODES[fault]),
    pass: (call) => row(call, 0, ''),
    addKey(call, key) {
      const id = `Directory_${hex(chance, 12).toUpperCase()}`;
      return book.write('entra/insights-logs-auditlogs.ndjson', call.time, id, { time: iso(call.time), resourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`, operationName: 'Add service principal credentials', operationVersion: '1.0', category: 'AuditLogs', tenantId: TENANT, resultSignature: 'None', durationMs: 0, callerIpAddress: call.at.ip, correlationId: uuid(chance), Level: 4, properties: { id, category: 'ApplicationManagement', correlationId: uuid(chance), result: 'success', resultReason: '', activityDisplayName: 'Add service principal credentials', activityDateTime: iso(call.time), loggedByService: 'Core Directory', operationType: 'Update', initiatedBy: { user: { id: '0a0a0a0a-1111-4111-a111-000000000009', userPrincipalName: 'app.owner@acme.example', ipAddress: call.at.ip } }, targetResources: [{ id: call.who.id, displayName: call.who.name, type: 'ServicePrincipal', modifiedProperties: [{ displayName: 'KeyDescription', oldValue: '[]', newValue: `["[KeyIdentifier=${key},KeyType=Password]"]` }] }], additionalDetails: [] } }); // biome-ignore format: one record
    },
  };
}

export function awsKeys(book: Book): MachineDoor {
  const { chance } = book;
  const row = (call: Call, more: object): string[] => {
    const id = uuid(chance);
    const { who, at, time } = call;
    return book.write('aws/cloudtrail.trail', time, id, { eventVersion: '1.09', eventTime: `${iso(time).slice(0, 19)}Z`, awsRegion: 'us-east-1', sourceIPAddress: at.ip, userAgent: call.agent ?? 'Boto3/1.34.0 md/Botocore#1.34.0 os/linux', requestID: uuid(chance), eventID: id, eventType: 'AwsApiCall', recipientAccountId: '210987654321', readOnly: true, userIdentity: { type: 'IAMUser', principalId: `AIDA${who.id.slice(0, 8).toUpperCase()}`, arn: `arn:aws:iam::210987654321:user/${who.name}`, accountId: '210987654321', accessKeyId: call.key ?? who.key, userName: who.name }, ...more }); // biome-ignore format: one record
  };
  const [service, name] = ['s3.amazonaws.com', 'GetObject'];
  return {
    id: 'aws-keys',
    faults: ['forbidden'],
    refuse(call) {
      const [from, what] = (call.what ?? `${service}/${name}`).split('/') as [string, string];
      return row(call, { eventSource: from, eventName: what, errorCode: 'AccessDenied', errorMessage: `User: ${call.who.name} is not authorized to perform: ${what}` }); // biome-ignore format: one line
    },
    pass(call) {
      const [from, what] = (call.what ?? 'sts.amazonaws.com/AssumeRole').split('/') as [string, string];
      return row(call, { eventSource: from, eventName: what, ...(what === 'AssumeRole' && { requestParameters: { roleArn: 'arn:aws:iam::210987654321:role/Job', roleSessionName: call.who.name }, responseElements: { credentials: { accessKeyId: `ASIA${hex(chance, 16).toUpperCase()}` }, assumedRoleUser: { arn: `arn:aws:sts::210987654321:assumed-role/Job/${call.who.name}` } } }) }); // biome-ignore format: one line
    },
  };
}

export function auth0Clients(book: Book): MachineDoor {
  const { chance } = book;
  const row = (call: Call, type: string, description: string): string[] => {
    const id = `9002026${chance.int(10_000_000, 99_999_999)}${hex(chance, 20)}`;
    return book.write('auth0/stream.ndjson', call.time, id, { log_id: id, data: { log_id: id, date: iso(call.time), type, description, client_id: call.who.id.slice(0, 13), client_name: call.who.name, ip: call.at.ip, user_agent: 'python-requests/2.31', hostname: 'acme.eu.auth0.com', audience: 'https://api.acme.example', details: { grant_type: 'client_credentials' } } }); // biome-ignore format: one line
  };
  return {
    id: 'auth0-clients',
    faults: ['bad_secret'],
    refuse: (call) => row(call, 'feccft', 'Unauthorized: invalid client secret'),
    pass: (call) => row(call, 'seccft', 'Client Credentials for Access Token'),
  };
}

export function keycloakClients(book: Book): MachineDoor {
  const { chance } = book;
  const row = (call: Call, type: string, error: string | null): string[] => {
    const id = uuid(chance);
    return book.write('keycloak/events.json', call.time, id, { id, time: call.time, type, realmId: 'acme', clientId: call.who.name, userId: call.who.id, sessionId: null, ipAddress: call.at.ip, ...(error && { error }), details: { grant_type: 'client_credentials', client_auth_method: 'client-secret', username: `service-account-${call.who.name}` } }); // biome-ignore format: one line
  };
  return {
    id: 'keycloak-clients',
    faults: ['bad_secret'],
    refuse: (call) => row(call, 'CLIENT_LOGIN_ERROR', 'invalid_client_credentials'),
    pass: (call) => row(call, 'CLIENT_LOGIN', null),
  };
}
