/** Entra ID sign-in records: the objects of the portal and Graph, and the same inside an Azure Monitor envelope. */
import type { Book } from './book';
import { type Device, type Person, TENANT } from './company';
import type { Address } from './world';

export interface App {
  name: string;
  id: string;
}
export const APPS = {
  portal: { name: 'OfficeHome', id: '4765445b-32c6-49b0-83e6-1d93765276ca' },
  outlookWeb: { name: 'One Outlook Web', id: '9199bf20-a13f-4107-85dc-02114787ef48' },
  outlook: { name: 'Microsoft Office', id: 'd3590ed6-52b3-4102-aeff-aad2292ab01c' },
  outlookMobile: { name: 'Outlook Mobile', id: '27922004-5251-4030-b22d-91ecd9a37ea4' },
  teams: { name: 'Microsoft Teams', id: '1fec8e78-bce4-4aaf-ab1b-5451cc387264' },
  oneDrive: { name: 'OneDrive SyncEngine', id: 'ab9b8c07-8f02-4f72-87fa-80105867a763' },
  sharePoint: { name: 'SharePoint Online Web Client Extensibility', id: '08e18876-6177-487e-b8b5-cf950c1e598c' },
  azurePortal: { name: 'Azure Portal', id: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c' },
  authBroker: { name: 'Microsoft Authentication Broker', id: '29d9ed98-a469-4536-ade2-f981bc1d605e' },
  imap: { name: 'Office 365 Exchange Online', id: '00000002-0000-0ff1-ce00-000000000000' },
  graphTools: { name: 'Microsoft Graph Command Line Tools', id: '14d82eec-204b-4c2f-b7e8-296a70dab67e' },
} as const satisfies Record<string, App>;

export const RESOURCES = {
  exchange: { name: 'Office 365 Exchange Online', id: '00000002-0000-0ff1-ce00-000000000000' },
  graph: { name: 'Microsoft Graph', id: '00000003-0000-0000-c000-000000000000' },
  sharePoint: { name: 'Office 365 SharePoint Online', id: '00000003-0000-0ff1-ce00-000000000000' },
  azure: { name: 'Windows Azure Service Management API', id: '797f4846-ba00-4fd7-ba43-dac1f8f63013' },
  keyVault: { name: 'Azure Key Vault', id: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093' },
  businessCentral: { name: 'Dynamics 365 Business Central', id: '996def3d-b36c-4153-8607-a6fd3c01b89f' },
} as const satisfies Record<string, App>;

/** Result of the second step, in the words of the log; `null` for sign-ins without one. */
export interface Step {
  method: string;
  detail?: string;
  ok: boolean;
  result: string;
}

export interface SignIn {
  person: Person;
  time: number;
  from: Address;
  device: Device;
  app: App;
  resource?: App;
  code: number;
  reason?: string;
  additional?: string;
  /** First step: the password or what stood in for it; absent when the record has no steps at all. */
  primary?: Step;
  second?: Step;
  requirement?: 'singleFactorAuthentication' | 'multiFactorAuthentication';
  clientApp?: string;
  protocol?: string;
  incomingToken?: string;
  session?: string;
  correlation?: string;
  conditionalAccess?: 'success' | 'failure' | 'notApplied';
  risk?: 'none' | 'low' | 'medium' | 'high';
  riskEvents?: string[];
  userAgent?: string;
}

export const PASSWORD: Step = {
  method: 'Password',
  detail: 'Password Hash Sync',
  ok: true,
  result: 'Correct password',
};
export const BY_TOKEN: Step = {
  method: 'Previously satisfied',
  ok: true,
  result: 'First factor requirement satisfied by claim in the token',
};
export const MFA_BY_TOKEN: Step = {
  method: 'Previously satisfied',
  ok: true,
  result: 'MFA requirement satisfied by claim in the token',
};
export const MFA_FAILED = 'Authentication failed during strong authentication request.';

/** Microseconds and a tenth, as the service prints them. */
const instant = (time: number, book: Book): string =>
  `${new Date(time).toISOString().slice(0, -1)}${book.hex(4).replace(/[a-f]/g, (c) => String(c.charCodeAt(0) % 10))}Z`;

const steps = (signIn: SignIn, when: string): Record<string, unknown>[] =>
  [
    signIn.primary && { step: signIn.primary, what: 'Primary authentication' },
    signIn.second && { step: signIn.second, what: 'Multifactor authentication' },
  ]
    .filter((item) => item !== undefined)
    .map(({ step, what }) => ({
      authenticationStepDateTime: when,
      authenticationMethod: step.method,
      authenticationMethodDetail: step.detail ?? null,
      succeeded: step.ok,
      authenticationStepResultDetail: step.result,
      authenticationStepRequirement: what,
    }));

const POLICIES = [
  { id: '2d5b1f7e-8c7a-4c25-9d0e-51a9c7b2e610', displayName: 'CA01 Require MFA for all users', control: 'Mfa' },
  { id: 'b9a3f0d4-6e1c-4f8e-a3a5-0f6c5f1b7d22', displayName: 'CA02 Require MFA for Azure management', control: 'Mfa' },
];

/** The properties that interactive and non-interactive records share. */
function properties(signIn: SignIn, book: Book, id: string, interactive: boolean): Record<string, unknown> {
  const { person, device, from } = signIn;
  const when = instant(signIn.time, book);
  const resource = signIn.resource ?? RESOURCES.graph;
  const required = signIn.requirement ?? 'multiFactorAuthentication';
  const access =
    signIn.conditionalAccess ?? (signIn.code === 0 ? 'success' : signIn.code === 500121 ? 'failure' : 'notApplied');
  return {
    id,
    createdDateTime: when,
    userDisplayName: person.display,
    userPrincipalName: person.upn,
    userId: person.objectId,
    appId: signIn.app.id,
    appDisplayName: signIn.app.name,
    ipAddress: from.ip,
    ipAddressFromResourceProvider: null,
    clientAppUsed: signIn.clientApp ?? (interactive ? 'Browser' : 'Mobile Apps and Desktop clients'),
    userAgent: signIn.userAgent ?? device.userAgent,
    correlationId: signIn.correlation ?? book.uuid(),
    conditionalAccessStatus: access,
    originalRequestId: '',
    isInteractive: interactive,
    tokenIssuerName: '',
    tokenIssuerType: 'AzureAD',
    clientCredentialType: 'none',
    processingTimeInMilliseconds: 80 + (signIn.time % 400),
    riskDetail: 'none',
    riskLevelAggregated: signIn.risk ?? 'none',
    riskLevelDuringSignIn: signIn.risk ?? 'none',
    riskState: signIn.risk && signIn.risk !== 'none' ? 'atRisk' : 'none',
    riskEventTypes_v2: signIn.riskEvents ?? [],
    resourceDisplayName: resource.name,
    resourceId: resource.id,
    resourceTenantId: TENANT,
    homeTenantId: TENANT,
    authenticationRequirement: required,
    signInIdentifier: interactive ? person.mail : '',
    userType: 'member',
    flaggedForReview: false,
    isTenantRestricted: false,
    autonomousSystemNumber: from.net.asn,
    crossTenantAccessType: 'none',
    uniqueTokenIdentifier: book.token(22),
    sessionId: signIn.session ?? null,
    incomingTokenType: signIn.incomingToken ?? 'none',
    authenticationProtocol: signIn.protocol ?? 'none',
    originalTransferMethod: 'none',
    signInEventTypes: [interactive ? 'interactiveUser' : 'nonInteractiveUser'],
    authenticationMethodsUsed: [],
    mfaDetail: null,
    status: {
      errorCode: signIn.code,
      failureReason: signIn.reason ?? (signIn.code === 0 ? 'Other.' : ''),
      additionalDetails: signIn.additional ?? (signIn.code === 0 ? (signIn.second?.result ?? null) : null),
    },
    deviceDetail: {
      deviceId: device.entraId,
      displayName: device.entraId === '' ? '' : device.name,
      operatingSystem: device.os,
      browser: device.browser,
      isCompliant: device.managed,
      isManaged: device.managed,
      trustType: device.entraId === '' ? '' : device.trust,
    },
    location: {
      city: from.net.city,
      state: from.net.state,
      countryOrRegion: from.net.country,
      geoCoordinates: { altitude: null, latitude: from.net.lat, longitude: from.net.lon },
    },
    appliedConditionalAccessPolicies: POLICIES.map((policy, i) => ({
      id: policy.id,
      displayName: policy.displayName,
      enforcedGrantControls: [policy.control],
      enforcedSessionControls: [],
      result: access === 'notApplied' || i > 0 ? 'notApplied' : access,
    })),
    authenticationDetails: steps(signIn, when),
    authenticationRequirementPolicies:
      required === 'multiFactorAuthentication'
        ? [{ requirementProvider: 'multiConditionalAccess', detail: 'Conditional Access' }]
        : [],
  };
}

/** One row of the interactive log; returns its request id. */
export function signIn(book: Book, entry: SignIn): string {
  const id = book.uuid();
  return book.add('interactive', entry.time, id, properties(entry, book, id, true));
}

/** One row of the non-interactive log (Azure Monitor); returns its request id. */
export function tokenUse(book: Book, entry: SignIn): string {
  const id = book.uuid();
  const inner = properties(entry, book, id, false);
  const delay = 60_000 + (entry.time % 240_000); // the pipeline stamps the envelope minutes later
  return book.add('nonInteractive', entry.time, id, {
    time: new Date(entry.time + delay).toISOString().replace('Z', '0000Z'),
    resourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`,
    operationName: 'Sign-in activity',
    operationVersion: '1.0',
    category: 'NonInteractiveUserSignInLogs',
    tenantId: TENANT,
    resultType: String(entry.code),
    resultSignature: 'None',
    ...(entry.code === 0 ? {} : { resultDescription: entry.reason ?? '' }),
    durationMs: 0,
    callerIpAddress: entry.from.ip,
    correlationId: inner.correlationId,
    identity: entry.person.display,
    Level: 4,
    location: entry.from.net.country,
    properties: inner,
  });
}

export interface ServicePrincipal {
  name: string;
  id: string;
  appId: string;
  key: string; // id of the credential in use; empty for federated ones
}

export interface MachineSignIn {
  principal: ServicePrincipal;
  time: number;
  from: Address;
  resource: App;
  code: number;
  reason?: string;
  key?: string;
}

/** One row of the service principal log (portal CSV, by column name); returns its request id. */
export function machineSignIn(book: Book, entry: MachineSignIn): string {
  const id = book.uuid();
  const { principal, from, resource } = entry;
  return book.add('servicePrincipal', entry.time, id, {
    'Date (UTC)': new Date(entry.time).toISOString().replace(/\.\d+Z$/, 'Z'),
    'Request ID': id,
    'Correlation ID': book.uuid(),
    'Service principal ID': principal.id,
    'Service principal name': principal.name,
    'Credential key ID': entry.key ?? principal.key,
    'Credential thumbprint': '',
    Application: principal.name,
    'Application ID ': principal.appId,
    'App owner tenant ID': TENANT,
    Resource: resource.name,
    'Resource ID ': resource.id,
    'Resource tenant ID': TENANT,
    'Resource owner tenant ID': 'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
    'Home tenant ID': TENANT,
    'Home tenant name': 'Corvane Instruments',
    'IP address': from.ip,
    Location: [from.net.city, from.net.state, from.net.country].filter((part) => part !== '').join(', '),
    Status: entry.code === 0 ? 'Success' : 'Failure',
    'Sign-in error code': entry.code === 0 ? '' : String(entry.code),
    'Failure reason': entry.code === 0 ? 'Other.' : (entry.reason ?? ''),
    'Conditional Access': 'Not Applied',
  });
}
