/** The portal's CSV downloads: user sign-ins (interactive and not), service principals and managed identities. */
import { type LazyRecord, type Origin, type Shape, type SourceContext, skip } from '../../source';
import { readAddress } from '../../vendor/address';
import { booleanOf, filled, firstText, numberOf, remembering } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { codeOf } from './fields';
import { How } from './how';
import type { Log } from './outcome';
import { type Aim, type SignIn, toDraft, Who } from './sign-in';
import { deviceOf, placeOf } from './whereabouts';

/**
 * Columns by meaning: English first, then the localised headers that are known. Names are as `headerNames` gives them
 * (lower case, one blank): `Application ID ` and `Autonomous system  number` need no care here.
 */
const COLUMNS = {
  date: ['date (utc)', 'fecha (utc)'],
  id: ['request id', 'id de la demande', 'id de demande', 'id. de solicitud'],
  userAgent: ['user agent', 'agent utilisateur', 'agente de usuario'],
  correlation: ['correlation id', 'id de corrélation', 'id. de correlación'],
  userId: ['user id', "id d'utilisateur", "id de l'utilisateur", 'id. de usuario'],
  user: ['user', 'utilisateur', 'usuario'],
  username: ['username', "nom d'utilisateur", 'nombre de usuario'],
  userType: ['user type', "type d'utilisateur", 'tipo de usuario'],
  crossTenant: ['cross tenant access type', "type d'accès client croisée"],
  incomingToken: ['incoming token type', 'incoming token type#2'],
  protocol: ['authentication protocol', "protocole d'authentification", 'protocolo de autenticación'],
  token: ['unique token identifier'],
  transfer: ['original transfer method', "méthode de transfert d'origine"],
  credentialType: ['client credential type', 'tipo de credencial de cliente'],
  app: ['application', 'aplicación'],
  appId: ['application id', "id d'application", 'id. de aplicación'],
  resource: ['resource', 'ressource', 'recurso'],
  resourceId: ['resource id', 'id de ressource', 'id. de recurso'],
  resourceTenant: ['resource tenant id'],
  homeTenant: ['home tenant id'],
  ip: ['ip address', 'adresse ip', 'dirección ip'],
  location: ['location', 'emplacement', 'ubicación'],
  status: ['status', 'statut', 'estado'],
  code: ['sign-in error code', "code d'erreur de connexion", 'código de error de inicio de sesión'],
  failure: ['failure reason', "raison de l'échec", 'motivo del error'],
  clientApp: ['client app', 'application cliente', 'aplicación cliente'],
  deviceId: ['device id', "id de l'appareil", 'id. de dispositivo'],
  browser: ['browser', 'navigateur', 'explorador'],
  os: ['operating system', "système d'exploitation", 'sistema operativo'],
  compliant: ['compliant', 'conforme'],
  managed: ['managed', 'géré', 'administrado'],
  joinType: ['join type', 'type de jonction', 'tipo de unión'],
  mfaResult: ['multifactor authentication result', "résultat de l'authentification multifacteur"],
  mfaMethod: ['multifactor authentication auth method', "méthode d'authentification multifacteur"],
  requirement: ['authentication requirement', "exigence d'authentification", 'requisito de autenticación'],
  typedName: ['sign-in identifier'],
  session: ['session id', 'id de session', 'id. de sesión'],
  ipResource: ['ip address (seen by resource)'],
  secureAccess: ['through global secure access'],
  asn: ['autonomous system number', 'numéro de système autonome', 'número de sistema autónomo'],
  flagged: ['flagged for review'],
  issuerType: ['token issuer type'],
  policyStatus: ['conditional access', 'accès conditionnel', 'acceso condicional'],
  managedType: ['managed identity type'],
  federatedId: ['federated token id'],
  spId: ['service principal id', 'id du principal de service', 'id. de entidad de servicio'],
  spName: ['service principal name', 'nom du principal de service', 'nombre de entidad de servicio'],
  credentialKey: ['credential key id'],
  thumbprint: ['credential thumbprint'],
  count: ['number of sign-ins', '# sign-ins', 'sign-in count', 'count'],
} as const;

const SUCCESS_WORDS = /^(success|opération réussie|réussite|correcto|éxito|erfolg)$/i;
const INTERRUPTED_WORDS = /^(interrupted|interrompu|interrumpido|unterbrochen)$/i;

const APOSTROPHE = 0x27;
/** A leading apostrophe keeps spreadsheets from running a formula; it is not part of the value. */
const unescaped = (text: string | null): string | null =>
  text !== null && text.charCodeAt(0) === APOSTROPHE && /^'[-+=@]/.test(text) ? text.slice(1) : text;

/** By the list itself, not by its name: that would have to be looked up each time. */
const get = (row: LazyRecord, columns: readonly string[]): string | null => unescaped(firstText(row, columns));

const originOf = (...columns: (keyof typeof COLUMNS)[]): Origin => ({
  paths: columns.flatMap((column) => COLUMNS[column]),
});
/** What tells how a sign-in went, whoever signed in; with what tells which log a row is of. */
const HOW = originOf(
  ...(['status', 'code', 'failure', 'mfaResult', 'mfaMethod', 'requirement', 'protocol', 'transfer'] as const),
  ...(['incomingToken', 'clientApp', 'userType', 'crossTenant', 'credentialKey', 'thumbprint'] as const),
  ...(['credentialType', 'federatedId', 'managedType', 'secureAccess', 'issuerType', 'policyStatus'] as const),
  ...(['flagged', 'count'] as const),
);
/** What it was to, and whose. */
const AIM = originOf('spId', 'spName', 'appId', 'app', 'resourceId', 'resource', 'homeTenant', 'resourceTenant');
const WHO = originOf('userId', 'username', 'user', 'typedName');
const DEVICE = originOf('deviceId', 'os', 'browser', 'managed', 'compliant', 'joinType');
const LOCATION = originOf('location');
const ADDRESS = originOf('ip');

const NONE: readonly string[] = [];

function read(row: LazyRecord, context: SourceContext, howOf: (row: LazyRecord) => How): SignIn {
  const date = get(row, COLUMNS.date);
  const written = date === null ? null : readWritten(date, { zone: 'UTC', dayFirst: context.dayFirst });
  const aim = row.derivedFrom(AIM, () => aimOf(row));
  return {
    id: get(row, COLUMNS.id),
    time: written?.time ?? null,
    timeText: date,
    how: howOf(row),
    stepTimes: NONE,
    correlationId: get(row, COLUMNS.correlation),
    originalRequestId: null,
    who: row.derivedFrom(
      WHO,
      () =>
        new Who(
          get(row, COLUMNS.userId),
          get(row, COLUMNS.username),
          get(row, COLUMNS.user),
          get(row, COLUMNS.typedName),
        ),
    ),
    homeTenant: aim.homeTenant,
    resourceTenant: aim.resourceTenant,
    spId: aim.spId,
    spName: aim.spName,
    appId: aim.appId,
    appName: aim.appName,
    resourceId: aim.resourceId,
    resourceName: aim.resourceName,
    address: row.derivedFrom(ADDRESS, () => readAddress(get(row, COLUMNS.ip))),
    ipResource: get(row, COLUMNS.ipResource),
    asn: numberOf(get(row, COLUMNS.asn)),
    place: row.derivedFrom(LOCATION, () => placeIn(row)),
    userAgent: get(row, COLUMNS.userAgent),
    device: row.derivedFrom(DEVICE, () => deviceIn(row)),
    session: get(row, COLUMNS.session),
    token: get(row, COLUMNS.token),
    warnings: written?.warning ? [written.warning] : NONE,
  };
}

const aimOf = (row: LazyRecord): Aim => ({
  homeTenant: get(row, COLUMNS.homeTenant),
  resourceTenant: get(row, COLUMNS.resourceTenant),
  spId: get(row, COLUMNS.spId),
  spName: get(row, COLUMNS.spName),
  appId: get(row, COLUMNS.appId),
  appName: get(row, COLUMNS.app),
  resourceId: get(row, COLUMNS.resourceId),
  resourceName: get(row, COLUMNS.resource),
});

function placeIn(row: LazyRecord): SignIn['place'] {
  const location = get(row, COLUMNS.location);
  return location === null ? null : placeOfText(location);
}

const deviceIn = (row: LazyRecord): SignIn['device'] =>
  deviceOf({
    id: get(row, COLUMNS.deviceId),
    name: null,
    os: get(row, COLUMNS.os),
    browser: get(row, COLUMNS.browser),
    managed: booleanOf(get(row, COLUMNS.managed)),
    compliant: booleanOf(get(row, COLUMNS.compliant)),
    trust: get(row, COLUMNS.joinType),
  });

function readHow(row: LazyRecord, log: Log): How {
  const status = get(row, COLUMNS.status);
  const credentialType = get(row, COLUMNS.credentialType);
  return new How({
    log,
    isFirstParty: false,
    code: codeFrom(get(row, COLUMNS.code), status),
    failureReason: /^(other\.?|)$/i.test(get(row, COLUMNS.failure) ?? '') ? null : get(row, COLUMNS.failure),
    additionalDetails: null,
    mfaResult: get(row, COLUMNS.mfaResult),
    mfaMethod: get(row, COLUMNS.mfaMethod),
    steps: [],
    interactive: log === 'user' ? true : log === 'non_interactive' ? false : null,
    requirement: requirementOf(get(row, COLUMNS.requirement)),
    protocol: get(row, COLUMNS.protocol),
    transferMethod: transferOf(get(row, COLUMNS.transfer)),
    incomingToken: get(row, COLUMNS.incomingToken),
    clientApp: get(row, COLUMNS.clientApp),
    userType: get(row, COLUMNS.userType),
    crossTenant: get(row, COLUMNS.crossTenant),
    credentialKey: get(row, COLUMNS.credentialKey),
    thumbprint: get(row, COLUMNS.thumbprint),
    credentialType: credentialType === null ? null : credentialType.replace(/\s+/g, ''),
    federatedId: get(row, COLUMNS.federatedId),
    managedType: /^none$/i.test(get(row, COLUMNS.managedType) ?? 'none') ? null : get(row, COLUMNS.managedType),
    agentType: null,
    agentParent: null,
    isThroughSecureAccess: booleanOf(get(row, COLUMNS.secureAccess)),
    issuerType: issuerOf(get(row, COLUMNS.issuerType)),
    policyStatus: get(row, COLUMNS.policyStatus),
    failedPolicies: null,
    risk: null,
    riskState: null,
    riskDetail: null,
    riskEvents: [],
    flagged: booleanOf(get(row, COLUMNS.flagged)),
    count: numberOf(get(row, COLUMNS.count)),
  });
}

/** The code column is empty on success in some exports; then the status says it. */
function codeFrom(code: string | null, status: string | null): string | null {
  const told = codeOf(code);
  if (told !== null && told !== '0') return told;
  if (status === null) return told;
  if (SUCCESS_WORDS.test(status)) return '0';
  // "Failure" or "Interrupted" with an empty or zero code: never a success that was none.
  return INTERRUPTED_WORDS.test(status) ? 'interrupted' : 'failure';
}

/** "Multifactor authentication", "Single-factor authentication", or the values of Graph. */
function requirementOf(text: string | null): string | null {
  const folded = text?.toLowerCase().replace(/[^a-z]/g, '') ?? '';
  if (folded.startsWith('multifactor')) return 'multiFactorAuthentication';
  return folded.startsWith('singlefactor') ? 'singleFactorAuthentication' : text;
}

const transferOf = (text: string | null): string | null =>
  text !== null && /device ?code/i.test(text) ? 'deviceCodeFlow' : text;
const issuerOf = (text: string | null): string | null =>
  text !== null && /^(azure ad|azuread|microsoft entra id)$/i.test(text) ? 'AzureAD' : text;

/** "City, State, CC", with fewer parts where less is known. The last part is the country, if it is one. */
const placeOfText = remembering((text) => {
  const parts = text.split(',').map((part) => filled(part));
  return placeOf({
    city: parts.length >= 3 ? (parts[0] ?? null) : null,
    state: parts.length >= 2 ? (parts.at(-2) ?? null) : null,
    country: parts.at(-1) ?? null,
    lat: null,
    lon: null,
  });
});

const has = (row: LazyRecord, column: keyof typeof COLUMNS): boolean => COLUMNS[column].some((name) => row.has(name));
const READS = [...new Set(Object.values(COLUMNS).flat())];

export const portalCsv: Shape = {
  id: 'portal-csv',
  record: 'csv',
  reads: READS,
  fidelity: 1,
  signature: 'columns Date (UTC), Request ID, Username or User ID, Status',
  accepts: (row) =>
    has(row, 'date') && has(row, 'id') && has(row, 'status') && (has(row, 'username') || has(row, 'userId')),
  toEvent: (row, context) => toDraft(read(row, context, userHow)),
};

/** The log too follows from the columns of how alone. */
const userHow = (row: LazyRecord): How =>
  row.derivedFrom(HOW, () => readHow(row, isTokenRow(row) ? 'non_interactive' : 'user'));

/**
 * Interactive and non-interactive downloads have one header. A row made from a refresh token, or one that stands for several
 * sign-ins, is not interactive; without such a sign it is read as interactive.
 */
function isTokenRow(row: LazyRecord): boolean {
  const token =
    firstText(row, COLUMNS.incomingToken)
      ?.toLowerCase()
      .replace(/[^a-z]/g, '') ?? '';
  return token === 'refreshtoken' || numberOf(firstText(row, COLUMNS.count)) !== null;
}

export const portalMachineCsv: Shape = {
  id: 'portal-machine-csv',
  record: 'csv',
  reads: READS,
  fidelity: 1,
  signature: 'columns Date (UTC), Request ID, Service principal ID, Status',
  accepts: (row) =>
    has(row, 'date') && has(row, 'id') && has(row, 'status') && has(row, 'spId') && !has(row, 'username'),
  // Managed identities have the same header; they present no credential of the tenant's own.
  toEvent: (row, context) => toDraft(read(row, context, machineHow)),
};

/** Of each row by itself: whether it has an address has a say in the log. */
function machineHow(row: LazyRecord): How {
  const hasCredential = firstText(row, COLUMNS.credentialKey) !== null || firstText(row, COLUMNS.thumbprint) !== null;
  const isManaged = !hasCredential && filled(firstText(row, COLUMNS.ip)) === null;
  return readHow(row, isManaged ? 'managed_identity' : 'service_principal');
}

/** The `_AuthDetails` files: steps without the sign-in, joined to it by Request ID. */
export const authDetailsCsv: Shape = {
  id: 'portal-auth-details-csv',
  record: 'csv',
  reads: ['request id', 'authentication method', 'succeeded', 'result detail', 'date (utc)', 'username', 'status'],
  fidelity: 1,
  signature: 'columns Request ID, Authentication method, Succeeded, Result detail',
  accepts: (row) =>
    row.has('request id') &&
    row.has('authentication method') &&
    row.has('succeeded') &&
    row.has('result detail') &&
    !row.has('status'),
  toEvent: () =>
    skip(
      'authentication details without their sign-in: joining them by Request ID is not part of this version; prefer the JSON download',
    ),
};
