/** The portal's CSV downloads: user sign-ins (interactive and not), service principals and managed identities. */
import { type LazyRecord, type Shape, type SourceContext, skip } from '../../source';
import { readAddress } from '../../vendor/address';
import { booleanOf, filled, firstText, numberOf, remembering } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { codeOf } from './fields';
import { How } from './how';
import type { Log } from './outcome';
import { type SignIn, toDraft, Who } from './sign-in';
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

function read(row: LazyRecord, context: SourceContext, log: Log): SignIn {
  const get = (column: keyof typeof COLUMNS): string | null => unescaped(firstText(row, COLUMNS[column]));
  const date = get('date');
  const written = date === null ? null : readWritten(date, { zone: 'UTC', dayFirst: context.dayFirst });
  const status = get('status');
  const location = get('location');
  const credentialType = get('credentialType');
  return {
    id: get('id'),
    time: written?.time ?? null,
    timeText: date,
    how: new How({
      log,
      isFirstParty: false,
      code: codeFrom(get('code'), status),
      failureReason: /^(other\.?|)$/i.test(get('failure') ?? '') ? null : get('failure'),
      additionalDetails: null,
      mfaResult: get('mfaResult'),
      mfaMethod: get('mfaMethod'),
      steps: [],
      interactive: log === 'user' ? true : log === 'non_interactive' ? false : null,
      requirement: requirementOf(get('requirement')),
      protocol: get('protocol'),
      transferMethod: transferOf(get('transfer')),
      incomingToken: get('incomingToken'),
      clientApp: get('clientApp'),
      userType: get('userType'),
      crossTenant: get('crossTenant'),
      credentialKey: get('credentialKey'),
      thumbprint: get('thumbprint'),
      credentialType: credentialType === null ? null : credentialType.replace(/\s+/g, ''),
      federatedId: get('federatedId'),
      managedType: /^none$/i.test(get('managedType') ?? 'none') ? null : get('managedType'),
      agentType: null,
      agentParent: null,
      isThroughSecureAccess: booleanOf(get('secureAccess')),
      issuerType: issuerOf(get('issuerType')),
      policyStatus: get('policyStatus'),
      failedPolicies: null,
      risk: null,
      riskState: null,
      riskDetail: null,
      riskEvents: [],
      flagged: booleanOf(get('flagged')),
      count: numberOf(get('count')),
    }),
    stepTimes: [],
    correlationId: get('correlation'),
    originalRequestId: null,
    who: new Who(get('userId'), get('username'), get('user'), get('typedName')),
    homeTenant: get('homeTenant'),
    resourceTenant: get('resourceTenant'),
    spId: get('spId'),
    spName: get('spName'),
    appId: get('appId'),
    appName: get('app'),
    resourceId: get('resourceId'),
    resourceName: get('resource'),
    address: readAddress(get('ip')),
    ipResource: get('ipResource'),
    asn: numberOf(get('asn')),
    place: location === null ? null : placeOfText(location),
    userAgent: get('userAgent'),
    device: deviceOf({
      id: get('deviceId'),
      name: null,
      os: get('os'),
      browser: get('browser'),
      managed: booleanOf(get('managed')),
      compliant: booleanOf(get('compliant')),
      trust: get('joinType'),
    }),
    session: get('session'),
    token: get('token'),
    warnings: written?.warning ? [written.warning] : [],
  };
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
  toEvent: (row, context) => toDraft(read(row, context, isTokenRow(row) ? 'non_interactive' : 'user')),
};

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
  toEvent: (row, context) => {
    const hasCredential = firstText(row, COLUMNS.credentialKey) !== null || firstText(row, COLUMNS.thumbprint) !== null;
    const isManaged = !hasCredential && filled(firstText(row, COLUMNS.ip)) === null;
    return toDraft(read(row, context, isManaged ? 'managed_identity' : 'service_principal'));
  },
};

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
