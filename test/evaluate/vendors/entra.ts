/** Entra ID: sign-ins of people and machines, the directory's audit log, and Microsoft 365's unified audit log. */
import type { Log } from '../log';
import type { Device, Factor, Machine, Person, Spot } from '../world';

const TENANT = '4b1e0f6a-20d4-4f43-9c3a-6a1f3c7d9b10';
export const ENTRA_APPS: Record<string, string> = {
  OfficeHome: '4765445b-32c6-49b0-83e6-1d93765276ca',
  'Azure Portal': 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
  'One Outlook Web': '9199bf20-a13f-4107-85dc-02114787ef48',
  'Microsoft Teams': '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  'Office 365 Exchange Online': '00000002-0000-0ff1-ce00-000000000000',
  'Microsoft Azure CLI': '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
};

export interface EntraRow {
  person: Person;
  time: number;
  at: Spot;
  device: Device;
  app?: string;
  appId?: string;
  code: number;
  reason?: string;
  additional?: string;
  method?: string;
  requirement?: 'singleFactorAuthentication' | 'multiFactorAuthentication';
  clientApp?: string;
  protocol?: string;
  quiet?: boolean;
  session?: string;
  correlation?: string;
  risk?: string;
}

const METHODS: Record<Factor, string> = {
  push: 'Mobile app notification',
  totp: 'OATH verification code',
  sms: 'Text message',
  fido2: 'Passkey (device-bound)',
};
export const methodOf = (factor: Factor): string => METHODS[factor];

export function entra(log: Log, row: EntraRow): string | null {
  const id = log.ids.uuid();
  const { person, at, device } = row;
  const stream = row.quiet ? 'entraQuiet' : 'entra';
  const when = log.iso(stream, row.time);
  const app = row.app ?? 'OfficeHome';
  const isMfa = row.requirement !== 'singleFactorAuthentication';
  const noAgent = log.ids.yes(log.lacks.agent);
  const noDevice = log.ids.yes(log.lacks.device);
  const steps: Record<string, unknown>[] = row.quiet
    ? [{ authenticationMethod: 'Previously satisfied', succeeded: true, authenticationStepResultDetail: 'MFA requirement satisfied by claim in the token', authenticationStepDateTime: when, authenticationStepRequirement: 'Multifactor authentication' }] // biome-ignore format: one step
    : [{ authenticationMethod: 'Password', succeeded: true, authenticationStepResultDetail: 'Correct password', authenticationStepDateTime: when, authenticationStepRequirement: 'Primary authentication' }]; // biome-ignore format: one step
  if (row.method !== undefined && !row.quiet)
    steps.push({
      authenticationMethod: row.method,
      succeeded: row.code === 0,
      authenticationStepResultDetail: row.code === 0 ? 'MFA successfully completed' : (row.additional ?? ''),
      authenticationStepDateTime: when,
      authenticationStepRequirement: 'Multifactor authentication',
    });
  return log.add(stream, row.time, id, {
    id,
    createdDateTime: when,
    userDisplayName: person.display,
    userPrincipalName: person.login,
    userId: person.objectId,
    appId: row.appId ?? ENTRA_APPS[app] ?? 'd3590ed6-52b3-4102-aeff-aad2292ab01c',
    appDisplayName: app,
    ipAddress: at.ip,
    clientAppUsed: row.clientApp ?? (row.quiet ? 'Mobile Apps and Desktop clients' : 'Browser'),
    userAgent: noAgent || row.clientApp === 'IMAP4' ? '' : device.agent,
    correlationId: row.correlation ?? log.ids.uuid(),
    conditionalAccessStatus:
      row.code === 0 ? 'success' : row.code === 500121 || row.code >= 53000 ? 'failure' : 'notApplied',
    isInteractive: !row.quiet,
    riskLevelAggregated: row.risk ?? 'none',
    riskLevelDuringSignIn: row.risk ?? 'none',
    riskState: row.risk ? 'atRisk' : 'none',
    riskDetail: 'none',
    riskEventTypes_v2: row.risk ? ['unfamiliarFeatures'] : [],
    resourceDisplayName: 'Microsoft Graph',
    resourceId: '00000003-0000-0000-c000-000000000000',
    homeTenantId: TENANT,
    resourceTenantId: TENANT,
    authenticationRequirement: row.requirement ?? 'multiFactorAuthentication',
    userType: 'member',
    ...(log.lacks.asn ? {} : { autonomousSystemNumber: at.asn }),
    crossTenantAccessType: 'none',
    uniqueTokenIdentifier: log.ids.token(22),
    sessionId: log.lacks.session ? null : (row.session ?? null),
    incomingTokenType: row.quiet ? 'refreshToken' : 'none',
    authenticationProtocol: row.protocol ?? 'none',
    signInEventTypes: [row.quiet ? 'nonInteractiveUser' : 'interactiveUser'],
    mfaDetail: null,
    status: {
      errorCode: row.code,
      failureReason: row.reason ?? (row.code === 0 ? 'Other.' : ''),
      additionalDetails: row.additional ?? (row.code === 0 && isMfa ? 'MFA requirement satisfied by claim in the token' : null), // biome-ignore format: one line
    },
    deviceDetail: {
      deviceId: noDevice ? '' : device.id,
      displayName: noDevice ? '' : device.name,
      operatingSystem: device.os,
      browser: row.clientApp === 'IMAP4' ? '' : device.browser,
      isCompliant: device.managed,
      isManaged: device.managed,
      trustType: device.managed ? 'Azure AD joined' : '',
    },
    location: {
      city: at.city,
      state: '',
      countryOrRegion: at.country,
      geoCoordinates: { altitude: null, latitude: at.lat, longitude: at.lon },
    },
    appliedConditionalAccessPolicies: [],
    authenticationDetails: row.clientApp === 'IMAP4' ? [] : steps,
  });
}

export interface MachineRow {
  machine: Machine;
  time: number;
  at: Spot;
  code: number;
  reason?: string;
  key?: string;
  resource?: string;
}

/** A sign-in of a service principal, as the portal's CSV names its columns. */
export function principal(log: Log, row: MachineRow): string | null {
  const id = log.ids.uuid();
  const { machine, at } = row;
  return log.add('entraMachines', row.time, id, {
    'Date (UTC)': log.iso('entraMachines', row.time).replace(/\.\d+Z$/, 'Z'),
    'Request ID': id,
    'Correlation ID': log.ids.uuid(),
    'Service principal ID': machine.id,
    'Service principal name': machine.name,
    'Credential key ID': row.key ?? (row.code === 0 ? machine.key : ''),
    'Credential thumbprint': '',
    Application: machine.name,
    'Application ID ': machine.appId,
    'App owner tenant ID': TENANT,
    Resource: row.resource ?? 'Microsoft Graph',
    'Resource ID ': '00000003-0000-0000-c000-000000000000',
    'Resource tenant ID': TENANT,
    'Home tenant ID': TENANT,
    'IP address': at.ip,
    Location: [at.city, at.country].join(', '),
    Status: row.code === 0 ? 'Success' : 'Failure',
    'Sign-in error code': row.code === 0 ? '' : String(row.code),
    'Failure reason': row.code === 0 ? 'Other.' : (row.reason ?? ''),
    'Conditional Access': row.code === 53003 ? 'Failure' : 'Not Applied',
    'Autonomous system  number': log.lacks.asn ? '' : at.asn,
  });
}

export interface AuditRow {
  what: string;
  time: number;
  by: Person;
  at: Spot | null;
  on: Person | Machine;
  category?: string;
  agent?: string;
}

/** A change in the directory. */
export function audit(log: Log, { what, time, by, at, on, category, agent }: AuditRow): string | null {
  const id = log.ids.uuid();
  return log.add('audit', time, id, {
    id,
    category: category ?? 'UserManagement',
    correlationId: log.ids.uuid(),
    result: 'success',
    resultReason: '',
    activityDisplayName: what,
    activityDateTime: log.iso('audit', time),
    loggedByService: what.includes('security info') ? 'Authentication Methods' : 'Core Directory',
    operationType: 'Update',
    initiatedBy: {
      user: { id: by.objectId, displayName: by.display, userPrincipalName: by.login, ipAddress: at?.ip ?? '' },
    },
    targetResources: [
      'login' in on
        ? {
            id: on.objectId,
            displayName: on.display,
            type: 'User',
            userPrincipalName: on.login,
            modifiedProperties: [],
          }
        : { id: on.id, displayName: on.name, type: 'ServicePrincipal', modifiedProperties: [] },
    ],
    additionalDetails: agent ? [{ key: 'User-Agent', value: agent }] : [],
  });
}

/** A mailbox read or a file opened, as the unified audit log tells it. */
export function used(
  log: Log,
  row: {
    person: Person;
    time: number;
    at: Spot;
    device: Device;
    what: 'MailItemsAccessed' | 'FileDownloaded';
    session?: string;
  },
): string | null {
  const id = log.ids.uuid();
  const isMail = row.what === 'MailItemsAccessed';
  return log.add('ual', row.time, id, {
    CreationTime: log.iso('ual', row.time).slice(0, 19),
    Id: id,
    Operation: row.what,
    OrganizationId: TENANT,
    RecordType: isMail ? 50 : 6,
    ResultStatus: 'Succeeded',
    UserKey: row.person.objectId,
    UserType: 0,
    Version: 1,
    Workload: isMail ? 'Exchange' : 'SharePoint',
    UserId: row.person.login,
    ...(isMail
      ? { ClientIPAddress: row.at.ip, ClientInfoString: 'Client=OWA;Action=ViaProxy' }
      : { ClientIP: row.at.ip, UserAgent: row.device.agent }),
    ...(row.session && !log.lacks.session && { AppAccessContext: { AADSessionId: row.session } }),
    ObjectId: 'https://tenant.example/sites/plan.docx',
  });
}
