/** Where the fields of a sign-in are: as Graph names them, and as the columns of Log Analytics do. */
import type { LazyRecord, Origin } from '../../source';
import { readAddress } from '../../vendor/address';
import { asObject, asObjects, booleanOf, filled, member, numberOf, type Plain, parsed } from '../../vendor/fields';
import { How } from './how';
import type { Log } from './outcome';
import { type Aim, type SignIn, Who } from './sign-in';
import { readSteps, readStepTimes, STEP_TIME } from './steps';
import { deviceOf, type Location, placeOf } from './whereabouts';

/** A field is asked for by what tells where it is: a name would have to be looked up each time. */
export interface Field {
  /** In Graph. */
  readonly path: string;
  /** In Log Analytics. */
  readonly column: string;
}
const field = (path: string, column: string): Field => ({ path, column });

export const FIELDS = {
  id: field('id', 'Id'),
  originalRequestId: field('originalRequestId', 'OriginalRequestId'),
  created: field('createdDateTime', 'CreatedDateTime'),
  correlationId: field('correlationId', 'CorrelationId'),
  userId: field('userId', 'UserId'),
  upn: field('userPrincipalName', 'UserPrincipalName'),
  displayName: field('userDisplayName', 'UserDisplayName'),
  typedName: field('signInIdentifier', 'SignInIdentifier'),
  userType: field('userType', 'UserType'),
  crossTenant: field('crossTenantAccessType', 'CrossTenantAccessType'),
  homeTenant: field('homeTenantId', 'HomeTenantId'),
  resourceTenant: field('resourceTenantId', 'ResourceTenantId'),
  appId: field('appId', 'AppId'),
  appName: field('appDisplayName', 'AppDisplayName'),
  resourceId: field('resourceId', 'ResourceIdentity'),
  resourceName: field('resourceDisplayName', 'ResourceDisplayName'),
  clientApp: field('clientAppUsed', 'ClientAppUsed'),
  protocol: field('authenticationProtocol', 'AuthenticationProtocol'),
  transferMethod: field('originalTransferMethod', 'OriginalTransferMethod'),
  incomingToken: field('incomingTokenType', 'IncomingTokenType'),
  ip: field('ipAddress', 'IPAddress'),
  ipResource: field('ipAddressFromResourceProvider', 'IPAddressFromResourceProvider'),
  isThroughSecureAccess: field('isThroughGlobalSecureAccess', 'IsThroughGlobalSecureAccess'),
  asn: field('autonomousSystemNumber', 'AutonomousSystemNumber'),
  location: field('location', 'LocationDetails'),
  device: field('deviceDetail', 'DeviceDetail'),
  userAgent: field('userAgent', 'UserAgent'),
  session: field('sessionId', 'SessionId'),
  token: field('uniqueTokenIdentifier', 'UniqueTokenIdentifier'),
  interactive: field('isInteractive', 'IsInteractive'),
  eventTypes: field('signInEventTypes', 'SignInEventTypes'),
  requirement: field('authenticationRequirement', 'AuthenticationRequirement'),
  steps: field('authenticationDetails', 'AuthenticationDetails'),
  methodsUsed: field('authenticationMethodsUsed', 'AuthenticationMethodsUsed'),
  mfa: field('mfaDetail', 'MfaDetail'),
  status: field('status', 'Status'),
  policyStatus: field('conditionalAccessStatus', 'ConditionalAccessStatus'),
  policies: field('appliedConditionalAccessPolicies', 'ConditionalAccessPolicies'),
  risk: field('riskLevelDuringSignIn', 'RiskLevelDuringSignIn'),
  riskState: field('riskState', 'RiskState'),
  riskDetail: field('riskDetail', 'RiskDetail'),
  riskEvents: field('riskEventTypes_v2', 'RiskEventTypes_V2'),
  riskEventsOld: field('riskEventTypes', 'RiskEventTypes'),
  issuerType: field('tokenIssuerType', 'TokenIssuerType'),
  spId: field('servicePrincipalId', 'ServicePrincipalId'),
  spName: field('servicePrincipalName', 'ServicePrincipalName'),
  credentialKey: field('servicePrincipalCredentialKeyId', 'ServicePrincipalCredentialKeyId'),
  thumbprint: field('servicePrincipalCredentialThumbprint', 'ServicePrincipalCredentialThumbprint'),
  credentialType: field('clientCredentialType', 'ClientCredentialType'),
  federatedId: field('federatedCredentialId', 'FederatedCredentialId'),
  managed: field('managedServiceIdentity', 'ManagedServiceIdentity'),
  managedType: field('managedIdentityType', 'ManagedIdentityType'),
  agent: field('agent', 'Agent'),
  flagged: field('flaggedForReview', 'FlaggedForReview'),
} as const;

/** One record's fields by our names; `any` gives JSON parsed, also where it came as text. */
export interface Fields {
  text(field: Field): string | null;
  any(field: Field): unknown;
  /** What `make` makes of the field and of nothing else: made once for records that have the same in it, and shared by them. */
  derived<T>(field: Field, make: () => T): T;
  /** Names of the policies that failed. */
  failedPolicies(): readonly string[];
  /** As `derived`, of what is made of the fields that tell how a sign-in went, but for the times of its steps. */
  derivedOfHow<T>(make: () => T): T;
  /** As `derived`, of what is made of the fields that tell what the sign-in was to. */
  derivedOfAim<T>(make: () => T): T;
  /** As `derived`, of what is made of the fields that name who signed in. */
  derivedOfWho<T>(make: () => T): T;
}

/** What tells how a sign-in went, whoever signed in; where policies failed, they are told beside it. */
const HOW_FIELDS: readonly Field[] = [
  FIELDS.status,
  FIELDS.agent,
  FIELDS.riskEvents,
  FIELDS.riskEventsOld,
  FIELDS.mfa,
  FIELDS.methodsUsed,
  FIELDS.steps,
  FIELDS.interactive,
  FIELDS.requirement,
  FIELDS.protocol,
  FIELDS.transferMethod,
  FIELDS.incomingToken,
  FIELDS.clientApp,
  FIELDS.userType,
  FIELDS.crossTenant,
  FIELDS.credentialKey,
  FIELDS.thumbprint,
  FIELDS.credentialType,
  FIELDS.federatedId,
  FIELDS.managed,
  FIELDS.managedType,
  FIELDS.isThroughSecureAccess,
  FIELDS.issuerType,
  FIELDS.policyStatus,
  FIELDS.risk,
  FIELDS.riskState,
  FIELDS.riskDetail,
  FIELDS.flagged,
];

/** What a sign-in was to, and whose: the same for many. */
const AIM_FIELDS: readonly Field[] = [
  FIELDS.spId,
  FIELDS.spName,
  FIELDS.appId,
  FIELDS.appName,
  FIELDS.resourceId,
  FIELDS.resourceName,
  FIELDS.homeTenant,
  FIELDS.resourceTenant,
];

const originOf = (fields: readonly Field[]): Origin => ({ paths: fields.map(({ path }) => path) });
const HOW: Origin = { ...originOf(HOW_FIELDS), without: { [FIELDS.steps.path]: STEP_TIME } };
const AIM: Origin = originOf(AIM_FIELDS);
const WHO: Origin = { ...originOf([FIELDS.userId, FIELDS.upn, FIELDS.displayName, FIELDS.typedName]), asOne: true };

export const graphFields = (record: LazyRecord): Fields => ({
  text: (field) => filled(record.text(field.path)),
  any: (field) => record.any(field.path),
  derived: (field, make) => record.derived(field.path, make),
  failedPolicies: () => failedPoliciesIn(record),
  derivedOfHow: (make) => record.derivedFrom(HOW, make),
  derivedOfAim: (make) => record.derivedFrom(AIM, make),
  derivedOfWho: (make) => record.derivedFrom(WHO, make),
});

/** The fields of a sign-in that is itself a parsed object (the `properties` of a diagnostic record). */
export function objectFields(object: Plain): Fields {
  return {
    text: (field) => member(object, field.path),
    any: (field) => object[field.path],
    derived: (_field, make) => make(),
    failedPolicies: () => failedPoliciesOf(object[FIELDS.policies.path]),
    derivedOfHow: (make) => make(),
    derivedOfAim: (make) => make(),
    derivedOfWho: (make) => make(),
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
  const told = fields.derived(FIELDS.eventTypes, () => toldLog(strings(fields.any(FIELDS.eventTypes))) ?? 'untold');
  if (told !== 'untold') return told;
  const isMachine =
    fields.text(FIELDS.spId) !== null && fields.text(FIELDS.userId) === null && fields.text(FIELDS.upn) === null;
  if (isMachine) return managedTypeOf(fields) === null ? 'service_principal' : 'managed_identity';
  return booleanOf(fields.any(FIELDS.interactive)) === false ? 'non_interactive' : 'user';
}

function toldLog(eventTypes: readonly string[]): Log | null {
  const types = eventTypes.map((type) => type.toLowerCase());
  if (types.includes('managedidentity')) return 'managed_identity';
  if (types.includes('serviceprincipal')) return 'service_principal';
  if (types.includes('noninteractiveuser')) return 'non_interactive';
  return types.includes('interactiveuser') ? 'user' : null;
}

function managedTypeOf(fields: Fields): string | null {
  const type = fields.text(FIELDS.managedType) ?? member(asObject(parsed(fields.any(FIELDS.managed))), 'msiType');
  return type === null || type.toLowerCase() === 'none' ? null : type;
}

/** What the status says; codes are numbers or text. */
function statusOf(fields: Fields): { code: string | null; failure: string | null; additional: string | null } {
  const status = asObject(parsed(fields.any(FIELDS.status)));
  return {
    code: codeOf(member(status, 'errorCode')),
    failure: member(status, 'failureReason'),
    additional: member(status, 'additionalDetails'),
  };
}

/** `country`: what the envelope says where the record names none. */
function placeIn(fields: Fields, country: string | null): SignIn['place'] {
  const location = (): Location => {
    const told = asObject(parsed(fields.any(FIELDS.location)));
    const point = asObject(told?.geoCoordinates);
    return {
      city: member(told, 'city'),
      state: member(told, 'state'),
      country: member(told, 'countryOrRegion'),
      lat: numberOf(point?.latitude),
      lon: numberOf(point?.longitude),
    };
  };
  if (country === null)
    return fields.derived(FIELDS.location, () => ({ place: Object.freeze(placeOf(location())) })).place;
  const told = location();
  return placeOf({ ...told, country: told.country ?? country });
}

const deviceIn = (fields: Fields): SignIn['device'] =>
  fields.derived(FIELDS.device, () => {
    const device = asObject(parsed(fields.any(FIELDS.device)));
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

const failedPolicy = (result: string | null, name: string | null, id: string | null): string | null =>
  result === 'failure' ? (name ?? id) : null;

export const failedPoliciesOf = (policies: unknown): string[] =>
  asObjects(parsed(policies)).flatMap(
    (policy) => failedPolicy(member(policy, 'result'), member(policy, 'displayName'), member(policy, 'id')) ?? [],
  );

/** In each of them: what is read where a record is read out of its bytes. */
const POLICY = {
  result: `${FIELDS.policies.path}.*.result`,
  name: `${FIELDS.policies.path}.*.displayName`,
  id: `${FIELDS.policies.path}.*.id`,
} as const;
/** Paths in lists of a record. */
export const IN_LISTS: readonly string[] = Object.values(POLICY);

function failedPoliciesIn(record: LazyRecord): readonly string[] {
  const { path } = FIELDS.policies;
  const text = record.text(path);
  if (text !== null) return failedPoliciesOf(text);
  return record
    .derivedEach(path, () => {
      const told = (of: string): string | null => filled(record.text(of));
      return failedPolicy(told(POLICY.result), told(POLICY.name), told(POLICY.id));
    })
    .filter((name) => name !== null);
}

const mfaMethodOf = (fields: Fields): string | null =>
  member(asObject(parsed(fields.any(FIELDS.mfa))), 'authMethod') ??
  strings(fields.any(FIELDS.methodsUsed)).findLast((method) => method.toLowerCase() !== 'password') ??
  null;

/** What sign-ins of one way have in common but the log, and policies that failed: those made for each of these. */
const MOST_WAYS = 32;

/** `around` may tell something of its own of each record only where `fields` remember nothing (`objectFields`). */
function howOf(fields: Fields, around: Around): How {
  const log = around.log ?? logOf(fields);
  const failed = fields.failedPolicies().join('; ');
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
  const agent = asObject(parsed(fields.any(FIELDS.agent)));
  const failure = status.failure ?? around.reason;
  const ownEvents = strings(fields.any(FIELDS.riskEvents));
  return new How({
    log,
    isFirstParty: around.isFirstParty,
    code: status.code ?? around.code,
    failureReason: failure !== null && /^(other\.?|n\/a)$/i.test(failure) ? null : failure,
    additionalDetails: status.additional,
    mfaResult: null,
    mfaMethod: mfaMethodOf(fields),
    steps: readSteps(fields.any(FIELDS.steps)),
    interactive: booleanOf(fields.any(FIELDS.interactive)),
    requirement: fields.text(FIELDS.requirement),
    protocol: fields.text(FIELDS.protocol),
    transferMethod: fields.text(FIELDS.transferMethod),
    incomingToken: fields.text(FIELDS.incomingToken),
    clientApp: fields.text(FIELDS.clientApp),
    userType: fields.text(FIELDS.userType),
    crossTenant: fields.text(FIELDS.crossTenant),
    credentialKey: fields.text(FIELDS.credentialKey),
    thumbprint: fields.text(FIELDS.thumbprint),
    credentialType: fields.text(FIELDS.credentialType),
    federatedId: fields.text(FIELDS.federatedId),
    managedType: managedTypeOf(fields),
    agentType: member(agent, 'agentType'),
    agentParent: member(agent, 'parentAppId'),
    isThroughSecureAccess: booleanOf(fields.any(FIELDS.isThroughSecureAccess)),
    issuerType: fields.text(FIELDS.issuerType),
    policyStatus: fields.text(FIELDS.policyStatus),
    failedPolicies,
    risk: fields.text(FIELDS.risk),
    riskState: fields.text(FIELDS.riskState),
    riskDetail: fields.text(FIELDS.riskDetail),
    riskEvents: ownEvents.length > 0 ? ownEvents : strings(fields.any(FIELDS.riskEventsOld)),
    flagged: booleanOf(fields.any(FIELDS.flagged)),
    count: null,
  });
}

const aimOf = (fields: Fields): Aim =>
  fields.derivedOfAim(() => ({
    spId: fields.text(FIELDS.spId),
    spName: fields.text(FIELDS.spName),
    appId: fields.text(FIELDS.appId),
    appName: fields.text(FIELDS.appName),
    resourceId: fields.text(FIELDS.resourceId),
    resourceName: fields.text(FIELDS.resourceName),
    homeTenant: fields.text(FIELDS.homeTenant),
    resourceTenant: fields.text(FIELDS.resourceTenant),
  }));

/** `identity`: what the envelope says where the record shows no name; only of fields that are not remembered, for it is none of them. */
const whoIn = (fields: Fields, identity: string | null): Who =>
  fields.derivedOfWho(
    () =>
      new Who(
        fields.text(FIELDS.userId),
        fields.text(FIELDS.upn),
        fields.text(FIELDS.displayName) ?? identity,
        fields.text(FIELDS.typedName),
      ),
  );

const NO_TIMES: SignIn['stepTimes'] = [];

export function readSignIn(fields: Fields, around: Around): SignIn {
  const how = howOf(fields, around);
  const aim = aimOf(fields);
  return {
    id: fields.text(FIELDS.id),
    time: around.time,
    timeText: around.timeText,
    how,
    stepTimes: how.refused.length > 0 ? readStepTimes(fields.any(FIELDS.steps)) : NO_TIMES,
    correlationId: fields.text(FIELDS.correlationId) ?? around.correlationId,
    originalRequestId: fields.text(FIELDS.originalRequestId),
    who: whoIn(fields, around.identity),
    homeTenant: aim.homeTenant,
    resourceTenant: aim.resourceTenant,
    spId: aim.spId,
    spName: aim.spName,
    appId: aim.appId,
    appName: aim.appName,
    resourceId: aim.resourceId,
    resourceName: aim.resourceName,
    address: readAddress(fields.text(FIELDS.ip) ?? around.ip),
    ipResource: fields.text(FIELDS.ipResource),
    asn: numberOf(fields.any(FIELDS.asn)),
    place: placeIn(fields, around.country),
    userAgent: fields.text(FIELDS.userAgent),
    device: deviceIn(fields),
    session: fields.text(FIELDS.session),
    token: fields.text(FIELDS.token),
    warnings: around.warnings,
  };
}
