/** Where the fields of a sign-in are: as Graph names them, and as the columns of Log Analytics do. */
import type { LazyRecord, Origin } from '../../source';
import { asObject, asObjects, booleanOf, filled, member, numberOf, type Plain, parsed } from '../../vendor/fields';
import { How } from './how';
import type { Log } from './outcome';
import type { SignIn } from './sign-in';
import { readSteps, readStepTimes, STEP_TIME } from './steps';
import { deviceOf, type Location, placeOf } from './whereabouts';

/** Graph path and Log Analytics column of each field. */
export const FIELDS = {
  id: ['id', 'Id'],
  originalRequestId: ['originalRequestId', 'OriginalRequestId'],
  created: ['createdDateTime', 'CreatedDateTime'],
  correlationId: ['correlationId', 'CorrelationId'],
  userId: ['userId', 'UserId'],
  upn: ['userPrincipalName', 'UserPrincipalName'],
  displayName: ['userDisplayName', 'UserDisplayName'],
  typedName: ['signInIdentifier', 'SignInIdentifier'],
  userType: ['userType', 'UserType'],
  crossTenant: ['crossTenantAccessType', 'CrossTenantAccessType'],
  homeTenant: ['homeTenantId', 'HomeTenantId'],
  resourceTenant: ['resourceTenantId', 'ResourceTenantId'],
  appId: ['appId', 'AppId'],
  appName: ['appDisplayName', 'AppDisplayName'],
  resourceId: ['resourceId', 'ResourceIdentity'],
  resourceName: ['resourceDisplayName', 'ResourceDisplayName'],
  clientApp: ['clientAppUsed', 'ClientAppUsed'],
  protocol: ['authenticationProtocol', 'AuthenticationProtocol'],
  transferMethod: ['originalTransferMethod', 'OriginalTransferMethod'],
  incomingToken: ['incomingTokenType', 'IncomingTokenType'],
  ip: ['ipAddress', 'IPAddress'],
  ipResource: ['ipAddressFromResourceProvider', 'IPAddressFromResourceProvider'],
  isThroughSecureAccess: ['isThroughGlobalSecureAccess', 'IsThroughGlobalSecureAccess'],
  asn: ['autonomousSystemNumber', 'AutonomousSystemNumber'],
  location: ['location', 'LocationDetails'],
  device: ['deviceDetail', 'DeviceDetail'],
  userAgent: ['userAgent', 'UserAgent'],
  session: ['sessionId', 'SessionId'],
  token: ['uniqueTokenIdentifier', 'UniqueTokenIdentifier'],
  interactive: ['isInteractive', 'IsInteractive'],
  eventTypes: ['signInEventTypes', 'SignInEventTypes'],
  requirement: ['authenticationRequirement', 'AuthenticationRequirement'],
  steps: ['authenticationDetails', 'AuthenticationDetails'],
  methodsUsed: ['authenticationMethodsUsed', 'AuthenticationMethodsUsed'],
  mfa: ['mfaDetail', 'MfaDetail'],
  status: ['status', 'Status'],
  policyStatus: ['conditionalAccessStatus', 'ConditionalAccessStatus'],
  policies: ['appliedConditionalAccessPolicies', 'ConditionalAccessPolicies'],
  risk: ['riskLevelDuringSignIn', 'RiskLevelDuringSignIn'],
  riskState: ['riskState', 'RiskState'],
  riskDetail: ['riskDetail', 'RiskDetail'],
  riskEvents: ['riskEventTypes_v2', 'RiskEventTypes_V2'],
  riskEventsOld: ['riskEventTypes', 'RiskEventTypes'],
  issuerType: ['tokenIssuerType', 'TokenIssuerType'],
  spId: ['servicePrincipalId', 'ServicePrincipalId'],
  spName: ['servicePrincipalName', 'ServicePrincipalName'],
  credentialKey: ['servicePrincipalCredentialKeyId', 'ServicePrincipalCredentialKeyId'],
  thumbprint: ['servicePrincipalCredentialThumbprint', 'ServicePrincipalCredentialThumbprint'],
  credentialType: ['clientCredentialType', 'ClientCredentialType'],
  federatedId: ['federatedCredentialId', 'FederatedCredentialId'],
  managed: ['managedServiceIdentity', 'ManagedServiceIdentity'],
  managedType: ['managedIdentityType', 'ManagedIdentityType'],
  agent: ['agent', 'Agent'],
  flagged: ['flaggedForReview', 'FlaggedForReview'],
} as const;
export type Field = keyof typeof FIELDS;

/** One record's fields by our names; `any` gives JSON parsed, also where it came as text. */
export interface Fields {
  text(field: Field): string | null;
  any(field: Field): unknown;
  /** What `make` makes of the field and of nothing else: made once for records that have the same in it, and shared by them. */
  derived<T>(field: Field, make: () => T): T;
  /** As `derived`, of what is made of the fields that tell how a sign-in went, but for the times of its steps. */
  derivedOfHow<T>(make: () => T): T;
}

/** What tells how a sign-in went, whoever signed in; where policies failed, they are told beside it. */
const HOW_FIELDS = [
  'status',
  'agent',
  'riskEvents',
  'riskEventsOld',
  'mfa',
  'methodsUsed',
  'steps',
  'interactive',
  'requirement',
  'protocol',
  'transferMethod',
  'incomingToken',
  'clientApp',
  'userType',
  'crossTenant',
  'credentialKey',
  'thumbprint',
  'credentialType',
  'federatedId',
  'managed',
  'managedType',
  'isThroughSecureAccess',
  'issuerType',
  'policyStatus',
  'risk',
  'riskState',
  'riskDetail',
  'flagged',
] as const satisfies readonly Field[];

/** Where it lies in records whose fields have these paths. */
export const howOrigin = (paths: Readonly<Record<Field, string>>): Origin => ({
  paths: HOW_FIELDS.map((field) => paths[field]),
  without: { [paths.steps]: STEP_TIME },
});

export function graphFields(record: LazyRecord, paths: Readonly<Record<Field, string>>, how: Origin): Fields {
  return {
    text: (field) => filled(record.text(paths[field])),
    any: (field) => record.any(paths[field]),
    derived: (field, make) => record.derived(paths[field], make),
    derivedOfHow: (make) => record.derivedFrom(how, make),
  };
}

/** The fields of a sign-in that is itself a parsed object (the `properties` of a diagnostic record). */
export function objectFields(object: Plain): Fields {
  return {
    text: (field) => member(object, FIELDS[field][0]),
    any: (field) => object[FIELDS[field][0]],
    derived: (_field, make) => make(),
    derivedOfHow: (make) => make(),
  };
}

/** What the envelope around a sign-in adds where the sign-in itself is silent. */
export interface Around {
  time: number | null;
  timeText: string | null;
  log: Log | null;
  isFirstParty: boolean;
  code: string | null;
  reason: string | null;
  ip: string | null;
  country: string | null;
  identity: string | null;
  correlationId: string | null;
  warnings: string[];
}

/** Error codes are numbers or text; in some tables the words `Success` and `Failure` stand in for them. */
export function codeOf(text: string | null): string | null {
  if (text === null) return null;
  if (/^\d+$/.test(text)) return String(Number(text));
  if (/^\d+\.0+$/.test(text)) return text.slice(0, text.indexOf('.'));
  return /^success$/i.test(text) ? '0' : /^(failure|interrupted)$/i.test(text) ? text.toLowerCase() : null;
}

const strings = (value: unknown): string[] => {
  const list = parsed(value);
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string' && item !== '') : [];
};

/** The log, from the record's own event types, else from who signed in. */
function logOf(fields: Fields): Log {
  const told = fields.derived('eventTypes', () => toldLog(strings(fields.any('eventTypes'))) ?? 'untold');
  if (told !== 'untold') return told;
  const isMachine = fields.text('spId') !== null && fields.text('userId') === null && fields.text('upn') === null;
  if (isMachine) return managedTypeOf(fields) === null ? 'service_principal' : 'managed_identity';
  return booleanOf(fields.any('interactive')) === false ? 'non_interactive' : 'user';
}

function toldLog(eventTypes: readonly string[]): Log | null {
  const types = eventTypes.map((type) => type.toLowerCase());
  if (types.includes('managedidentity')) return 'managed_identity';
  if (types.includes('serviceprincipal')) return 'service_principal';
  if (types.includes('noninteractiveuser')) return 'non_interactive';
  return types.includes('interactiveuser') ? 'user' : null;
}

function managedTypeOf(fields: Fields): string | null {
  const type = fields.text('managedType') ?? member(asObject(parsed(fields.any('managed'))), 'msiType');
  return type === null || type.toLowerCase() === 'none' ? null : type;
}

/** What the status says; codes are numbers or text. */
function statusOf(fields: Fields): { code: string | null; failure: string | null; additional: string | null } {
  const status = asObject(parsed(fields.any('status')));
  return {
    code: codeOf(member(status, 'errorCode')),
    failure: member(status, 'failureReason'),
    additional: member(status, 'additionalDetails'),
  };
}

/** `country`: what the envelope says where the record names none. */
function placeIn(fields: Fields, country: string | null): SignIn['place'] {
  const location = (): Location => {
    const told = asObject(parsed(fields.any('location')));
    const point = asObject(told?.geoCoordinates);
    return {
      city: member(told, 'city'),
      state: member(told, 'state'),
      country: member(told, 'countryOrRegion'),
      lat: numberOf(point?.latitude),
      lon: numberOf(point?.longitude),
    };
  };
  if (country === null) return fields.derived('location', () => ({ place: Object.freeze(placeOf(location())) })).place;
  const told = location();
  return placeOf({ ...told, country: told.country ?? country });
}

const deviceIn = (fields: Fields): SignIn['device'] =>
  fields.derived('device', () => {
    const device = asObject(parsed(fields.any('device')));
    const told = deviceOf({
      id: member(device, 'deviceId'),
      name: member(device, 'displayName'),
      os: member(device, 'operatingSystem'),
      browser: member(device, 'browser'),
      managed: booleanOf(device?.isManaged),
      compliant: booleanOf(device?.isCompliant),
      trust: member(device, 'trustType'),
    });
    return { device: Object.freeze(told) };
  }).device;

const failedPoliciesOf = (fields: Fields): readonly string[] =>
  fields.derived('policies', () =>
    asObjects(parsed(fields.any('policies'))).flatMap((policy) =>
      member(policy, 'result') === 'failure' ? (member(policy, 'displayName') ?? member(policy, 'id') ?? []) : [],
    ),
  );

const mfaMethodOf = (fields: Fields): string | null =>
  member(asObject(parsed(fields.any('mfa'))), 'authMethod') ??
  strings(fields.any('methodsUsed')).findLast((method) => method.toLowerCase() !== 'password') ??
  null;

/** What sign-ins of one way have in common but the log, and policies that failed: those made for each of these. */
const MOST_WAYS = 32;

function howOf(fields: Fields, around: Around): How {
  const log = around.log ?? logOf(fields);
  const failed = failedPoliciesOf(fields).join('; ');
  const ways = fields.derivedOfHow(() => new Map<string, How>());
  const way = failed === '' ? log : `${log}|${failed}`;
  let how = ways.get(way);
  if (how === undefined) {
    how = readHow(fields, around, log, failed);
    if (ways.size >= MOST_WAYS) ways.clear();
    ways.set(way, how);
  }
  return how;
}

function readHow(fields: Fields, around: Around, log: Log, failedPolicies: string): How {
  const status = statusOf(fields);
  const agent = asObject(parsed(fields.any('agent')));
  const failure = status.failure ?? around.reason;
  const ownEvents = strings(fields.any('riskEvents'));
  return new How({
    log,
    isFirstParty: around.isFirstParty,
    code: status.code ?? around.code,
    failureReason: failure !== null && /^(other\.?|n\/a)$/i.test(failure) ? null : failure,
    additionalDetails: status.additional,
    mfaResult: null,
    mfaMethod: mfaMethodOf(fields),
    steps: readSteps(fields.any('steps')),
    interactive: booleanOf(fields.any('interactive')),
    requirement: fields.text('requirement'),
    protocol: fields.text('protocol'),
    transferMethod: fields.text('transferMethod'),
    incomingToken: fields.text('incomingToken'),
    clientApp: fields.text('clientApp'),
    userType: fields.text('userType'),
    crossTenant: fields.text('crossTenant'),
    credentialKey: fields.text('credentialKey'),
    thumbprint: fields.text('thumbprint'),
    credentialType: fields.text('credentialType'),
    federatedId: fields.text('federatedId'),
    managedType: managedTypeOf(fields),
    agentType: member(agent, 'agentType'),
    agentParent: member(agent, 'parentAppId'),
    isThroughSecureAccess: booleanOf(fields.any('isThroughSecureAccess')),
    issuerType: fields.text('issuerType'),
    policyStatus: fields.text('policyStatus'),
    failedPolicies,
    risk: fields.text('risk'),
    riskState: fields.text('riskState'),
    riskDetail: fields.text('riskDetail'),
    riskEvents: ownEvents.length > 0 ? ownEvents : strings(fields.any('riskEventsOld')),
    flagged: booleanOf(fields.any('flagged')),
    count: null,
  });
}

const NO_TIMES: SignIn['stepTimes'] = [];

export function readSignIn(fields: Fields, around: Around): SignIn {
  const how = howOf(fields, around);
  return {
    id: fields.text('id'),
    time: around.time,
    timeText: around.timeText,
    how,
    stepTimes: how.refused.length > 0 ? readStepTimes(fields.any('steps')) : NO_TIMES,
    correlationId: fields.text('correlationId') ?? around.correlationId,
    originalRequestId: fields.text('originalRequestId'),
    userId: fields.text('userId'),
    upn: fields.text('upn'),
    displayName: fields.text('displayName') ?? around.identity,
    typedName: fields.text('typedName'),
    homeTenant: fields.text('homeTenant'),
    resourceTenant: fields.text('resourceTenant'),
    spId: fields.text('spId'),
    spName: fields.text('spName'),
    appId: fields.text('appId'),
    appName: fields.text('appName'),
    resourceId: fields.text('resourceId'),
    resourceName: fields.text('resourceName'),
    ip: fields.text('ip') ?? around.ip,
    ipResource: fields.text('ipResource'),
    asn: numberOf(fields.any('asn')),
    place: placeIn(fields, around.country),
    userAgent: fields.text('userAgent'),
    device: deviceIn(fields),
    session: fields.text('session'),
    token: fields.text('token'),
    warnings: around.warnings,
  };
}
