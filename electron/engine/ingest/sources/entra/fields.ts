/** Where the fields of a sign-in are: as Graph names them, and as the columns of Log Analytics do. */
import type { LazyRecord } from '../../source';
import { asObject, asObjects, booleanOf, filled, member, numberOf, type Plain, parsed } from '../../vendor/fields';
import type { Log } from './outcome';
import type { SignIn } from './sign-in';
import { readSteps } from './steps';
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
}

export function graphFields(record: LazyRecord, paths: Readonly<Record<Field, string>>): Fields {
  return {
    text: (field) => filled(record.text(paths[field])),
    any: (field) => record.any(paths[field]),
    derived: (field, make) => record.derived(paths[field], make),
  };
}

/** The fields of a sign-in that is itself a parsed object (the `properties` of a diagnostic record). */
export function objectFields(object: Plain): Fields {
  return {
    text: (field) => member(object, FIELDS[field][0]),
    any: (field) => object[FIELDS[field][0]],
    derived: (_field, make) => make(),
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
const statusOf = (fields: Fields): { code: string | null; failure: string | null; additional: string | null } =>
  fields.derived('status', () => {
    const status = asObject(parsed(fields.any('status')));
    return {
      code: codeOf(member(status, 'errorCode')),
      failure: member(status, 'failureReason'),
      additional: member(status, 'additionalDetails'),
    };
  });

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
  fields.derived('mfa', () => ({ method: member(asObject(parsed(fields.any('mfa'))), 'authMethod') })).method ??
  stringsOf(fields, 'methodsUsed').findLast((method) => method.toLowerCase() !== 'password') ??
  null;

const stringsOf = (fields: Fields, field: Field): readonly string[] =>
  fields.derived(field, () => strings(fields.any(field)));

export function readSignIn(fields: Fields, around: Around): SignIn {
  const status = statusOf(fields);
  const agent = asObject(parsed(fields.any('agent')));
  const failure = status.failure ?? around.reason;
  const ownEvents = stringsOf(fields, 'riskEvents');
  return {
    id: fields.text('id'),
    time: around.time,
    timeText: around.timeText,
    log: around.log ?? logOf(fields),
    isFirstParty: around.isFirstParty,
    correlationId: fields.text('correlationId') ?? around.correlationId,
    originalRequestId: fields.text('originalRequestId'),
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
    userId: fields.text('userId'),
    upn: fields.text('upn'),
    displayName: fields.text('displayName') ?? around.identity,
    typedName: fields.text('typedName'),
    userType: fields.text('userType'),
    crossTenant: fields.text('crossTenant'),
    homeTenant: fields.text('homeTenant'),
    resourceTenant: fields.text('resourceTenant'),
    spId: fields.text('spId'),
    spName: fields.text('spName'),
    credentialKey: fields.text('credentialKey'),
    thumbprint: fields.text('thumbprint'),
    credentialType: fields.text('credentialType'),
    federatedId: fields.text('federatedId'),
    managedType: managedTypeOf(fields),
    agentType: member(agent, 'agentType'),
    agentParent: member(agent, 'parentAppId'),
    appId: fields.text('appId'),
    appName: fields.text('appName'),
    resourceId: fields.text('resourceId'),
    resourceName: fields.text('resourceName'),
    ip: fields.text('ip') ?? around.ip,
    ipResource: fields.text('ipResource'),
    isThroughSecureAccess: booleanOf(fields.any('isThroughSecureAccess')),
    asn: numberOf(fields.any('asn')),
    place: placeIn(fields, around.country),
    userAgent: fields.text('userAgent'),
    device: deviceIn(fields),
    session: fields.text('session'),
    token: fields.text('token'),
    issuerType: fields.text('issuerType'),
    policyStatus: fields.text('policyStatus'),
    failedPolicies: failedPoliciesOf(fields),
    risk: fields.text('risk'),
    riskState: fields.text('riskState'),
    riskDetail: fields.text('riskDetail'),
    riskEvents: ownEvents.length > 0 ? ownEvents : stringsOf(fields, 'riskEventsOld'),
    flagged: booleanOf(fields.any('flagged')),
    count: null,
    warnings: around.warnings,
  };
}
