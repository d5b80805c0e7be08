/** One call of Microsoft Graph: who, by which application and token, to what, and whether it was let through. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { readAddress } from '../../vendor/address';
import { entry } from '../../vendor/fields';
import { appActor, type Fields, readUtc, short, userActor } from '../../vendor/microsoft';
import { appNamed } from '../../vendor/microsoft-apps';

export const NAMES = [
  'timeGenerated',
  'requestId',
  'operationId',
  'clientRequestId',
  'apiVersion',
  'requestMethod',
  'requestUri',
  'responseStatusCode',
  'ipAddress',
  'userAgent',
  'appId',
  'userId',
  'servicePrincipalId',
  'signInActivityId',
  'tokenIssuedAt',
  'clientAuthMethod',
  'scopes',
  'roles',
  'wids',
  'responseSizeBytes',
  'durationMs',
  'C_Idtyp',
  'C_Sid',
  'C_DeviceId',
  'sessionId',
  'deviceId',
] as const;

export interface Around {
  time: string | null;
  ip: string | null;
  status: string | null;
}

/** How the application proved itself; 0 is a public client, which proves nothing. */
const CREDENTIALS: Readonly<Record<string, Factor>> = { '1': 'client_secret', '2': 'client_certificate' };

/** Builds the event; rejects only what has no time. */
export function toDraft(fields: Fields, around: Around, dayFirst: boolean | null): EventDraft | Reject {
  const timeText = fields.text('timeGenerated') ?? around.time;
  const { time, warning } = readUtc(timeText, dayFirst);
  if (time === null) return reject(timeText === null ? 'no time (timeGenerated)' : 'unreadable time (timeGenerated)');
  const method = (fields.text('requestMethod') ?? 'GET').toUpperCase();
  const path = pathOf(fields.text('requestUri'));
  const status = fields.text('responseStatusCode') ?? around.status;
  const appId = fields.text('appId');
  const actor = actorOf(fields, appId);
  const eventClass = classOf(method, path);
  const address = readAddress(fields.text('ipAddress') ?? around.ip);
  const warnings = [warning, address.warning].filter((each) => each !== null);
  const deviceId = fields.text('C_DeviceId') ?? fields.text('deviceId');
  return {
    recordId: fields.text('requestId'),
    time,
    class: eventClass,
    action: path === null ? 'Microsoft Graph request' : `${method} ${path}`,
    outcome: outcomeOf(eventClass, status),
    factor: actor?.kind === 'human' ? null : entry(CREDENTIALS, fields.text('clientAuthMethod')),
    code: status,
    actor,
    app: appNamed(appId) ?? appId,
    appId,
    resource: 'Microsoft Graph',
    ip: address.ip,
    device: deviceId === null ? null : { id: deviceId },
    userAgent: fields.text('userAgent'),
    session: fields.text('C_Sid') ?? fields.text('sessionId'),
    correlation: fields.text('operationId'),
    token: fields.text('signInActivityId'),
    interactive: false,
    attempt: { key: null, role: 'outcome' },
    flags: flagsOf(eventClass, path),
    detail: detailOf(fields),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function actorOf(fields: Fields, appId: string | null): ActorDraft | null {
  const userId = fields.text('userId');
  const isApp = fields.text('C_Idtyp')?.toLowerCase() === 'app';
  if (userId !== null && !isApp) return userActor({ id: userId, upn: null });
  return appActor({ id: fields.text('servicePrincipalId'), appId, name: appNamed(appId) });
}

const ID =
  /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[^/@]+@[^/@]+|[A-Za-z0-9_-]*[=]+|(?=[^/]*\d)[A-Za-z0-9_-]{24,}|\d+|.*%[0-9A-Fa-f]{2}.*)$/i;
const LONGEST = 200;

/** Path without version, query and ids: what kind of call it was, so that equal calls have one name. */
function pathOf(uri: string | null): string | null {
  if (uri === null) return null;
  const path = uri
    .slice(0, 4_096)
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/[?#].*$/, '')
    .replace(/\((?:[^()]*)\)/g, '(…)');
  const parts = path
    .split('/')
    .filter((part) => part !== '' && !/^(v1\.0|beta)$/i.test(part))
    .map((part) => (ID.test(part) ? '{id}' : part));
  return `/${parts.join('/')}`.slice(0, LONGEST);
}

/** What a write to it changes for good: accounts, credentials, grants, roles, policies, mail rules, devices. */
const DIRECTORY =
  /\/(users|groups|applications|serviceprincipals|directoryroles|rolemanagement|oauth2permissiongrants|approleassignments|approleassignedto|policies|identity|identitygovernance|authentication|domains|devices|invitations|messagerules|mailboxsettings|organization|administrativeunits|permissions|invite)\b/i;
/** Posts that only read, or that use a mailbox or a drive. */
const READING =
  /\$batch|\/search\/query|getbyids|getmembergroups|checkmembergroups|\/delta|\/getavailableextensionproperties|createuploadsession|\/(messages|events|sendmail|drive|drives|chats|channels|calendar|todo|onenote|presence|reply|forward|move|copy)\b/i;

function classOf(method: string, path: string | null): EventClass {
  if (method === 'GET' || method === 'HEAD' || path === null) return 'access';
  if (/messagerules|inferenceClassification/i.test(path)) return 'change';
  if (READING.test(path) || !DIRECTORY.test(path)) return 'access';
  return 'change';
}

/** An act that failed did not take place; a reading that found nothing is no refusal. */
function outcomeOf(eventClass: EventClass, status: string | null): Outcome {
  const code = Number(status ?? 200);
  if (code === 401 || code === 403) return 'blocked_by_policy';
  if (code === 429) return 'rate_limited';
  return code >= 400 && eventClass === 'change' ? 'failed_other' : 'none';
}

const SENSITIVE =
  /addpassword|addkey|oauth2permissiongrants|approleassign|directoryroles|rolemanagement|\/authentication\/|policies|conditionalaccess|owners|federat/i;

function flagsOf(eventClass: EventClass, path: string | null): EventFlag[] {
  return eventClass === 'change' && SENSITIVE.test(path ?? '') ? ['privileged'] : [];
}

const TOLD: readonly (readonly [key: string, field: (typeof NAMES)[number]])[] = [
  ['uri', 'requestUri'],
  ['scopes', 'scopes'],
  ['roles', 'roles'],
  ['directory_roles', 'wids'],
  ['token_issued', 'tokenIssuedAt'],
  ['client_auth_method', 'clientAuthMethod'],
  ['client_request_id', 'clientRequestId'],
  ['response_bytes', 'responseSizeBytes'],
];

function detailOf(fields: Fields): Record<string, string> {
  const detail: Record<string, string> = { kind: 'resource_access' };
  for (const [key, field] of TOLD) {
    const value = fields.text(field);
    if (value !== null) detail[key] = short(value);
  }
  return detail;
}
