/** Event log files: one row an event, upper-case columns (lower case in data lakes and CSV). */
import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Outcome } from '../../../../../shared/model/words';
import { type LazyRecord, reject, type Shape, skip } from '../../source';
import { readAddress } from '../../vendor/address';
import { filled, firstText } from '../../vendor/fields';
import { account, loginOutcome, readTime } from './common';

const FIELDS = {
  type: ['EVENT_TYPE'],
  time: ['TIMESTAMP_DERIVED', 'TIMESTAMP', 'LOGIN_TIME', 'EVENT_DATE'],
  request: ['REQUEST_ID', 'EVENT_IDENTIFIER'],
  organization: ['ORGANIZATION_ID'],
  userId: ['USER_ID', 'USER_ID_DERIVED'],
  userName: ['USER_NAME', 'USER', 'USERNAME'],
  userEmail: ['USER_EMAIL'],
  userType: ['USER_TYPE'],
  ip: ['SOURCE_IP', 'CLIENT_IP', 'IP_ADDRESS', 'FORWARDED_FOR_IP'],
  agent: ['BROWSER_TYPE', 'USER_AGENT', 'BROWSER'],
  platform: ['PLATFORM', 'PLATFORM_TYPE', 'OS_NAME', 'DEVICE_PLATFORM'],
  device: ['DEVICE_ID'],
  session: ['SESSION_KEY', 'SESSION_ID'],
  loginKey: ['LOGIN_KEY'],
  loginStatus: ['LOGIN_STATUS', 'STATUS'],
  loginType: ['LOGIN_TYPE', 'LOGIN_SUB_TYPE'],
  reference: ['AUTHENTICATION_METHOD_REFERENCE'],
  requestStatus: ['REQUEST_STATUS'],
  uri: ['URI', 'LOGIN_URL', 'REPORT_URL', 'API_RESOURCE'],
  app: ['CONNECTED_APP_NAME', 'CLIENT_NAME', 'APP_NAME', 'CONNECTED_APP_ID'],
  entity: ['ENTITY_NAME', 'OBJECT_TYPE', 'REPORT_NAME', 'METHOD_NAME', 'CLASS_NAME'],
  action: ['ACTION', 'OPERATION', 'OPERATION_TYPE'],
  delegatedName: ['DELEGATED_USER_NAME'],
  delegatedId: ['DELEGATED_USER_ID_DERIVED', 'DELEGATED_USER_ID'],
  connection: ['CONNECTION_TYPE'],
  country: ['COUNTRY_CODE'],
  api: ['API_TYPE'],
} as const;
type Field = keyof typeof FIELDS;

function kindOf(type: string, status: string | null): { class: EventClass; outcome: Outcome; flags: EventFlag[] } {
  const made = (cls: EventClass, outcome: Outcome, flags: EventFlag[] = []): ReturnType<typeof kindOf> => ({
    class: cls,
    outcome,
    flags,
  });
  if (/^LoginAs/i.test(type)) return made('authentication', 'success_token', ['privileged']);
  if (/^Logout/i.test(type)) return made('session', 'none');
  if (/Anomaly|Hijack|CredentialStuffing|Threat/i.test(type)) return made('other', 'none', ['vendor_suspicious']);
  if (/OAuthTokenRefreshFailed|TokenFailed/i.test(type)) return made('authentication', 'failed_other');
  if (/Audit ?Trail|PermissionSet|UserPermission|ConnectedAppChange|Revoked/i.test(type)) return made('change', 'none');
  if (
    /QueuedExecution|UnexpectedException|ApexExecution|Apex Execution|AsyncReport|PackageInstall|Knowledge|FlowExecution|ApexTrigger/i.test(
      type,
    )
  )
    return made('other', 'none');
  // S success, F failure, A no authorisation, U undefined, N not found, R redirect
  if (status === 'A' || status === '401' || status === '403') return made('access', 'blocked_by_policy');
  if (status !== null && /^(?:F|fail)/i.test(status)) return made('access', 'failed_other');
  return made('access', 'success_token');
}

function toDraft(get: (field: Field) => string | null): ReturnType<Shape['toEvent']> {
  const type = get('type') ?? 'event';
  // Some exports repeat the header as a row.
  if (type === 'EVENT_TYPE') return skip('a header row among the records');
  const timeText = get('time');
  if (timeText === null) return skip('no time: rows of this kind are written without one');
  const time = readTime(timeText);
  if (time === null) return reject('unreadable time (TIMESTAMP)');
  const isLogin = /^(?:login|loginevent)$/i.test(type);
  const login = isLogin ? loginOutcome(get('loginStatus'), get('loginType'), get('reference')) : null;
  const kind = login
    ? { class: 'authentication' as const, outcome: login.outcome, flags: login.flags }
    : kindOf(type, get('requestStatus'));
  const address = readAddress(get('ip'));
  const user = account({
    id: get('userId'),
    name: get('userName'),
    email: get('userEmail'),
    organization: get('organization'),
    userType: get('userType'),
  });
  const delegated = account({ id: get('delegatedId'), name: get('delegatedName') });
  const agent = get('agent')?.replace(/^"(.*)"$/, '$1') ?? null;
  const draft: EventDraft = {
    recordId: get('request'),
    // One request leaves several rows.
    recordPart: `${type} ${time}`,
    time,
    class: kind.class,
    action: type,
    outcome: kind.outcome,
    factor: login?.factor ?? null,
    code: isLogin ? get('loginStatus') : null,
    reason: get('action'),
    // Who logs in as somebody else is the "delegated" user of the row.
    actor: delegated ?? user,
    target: delegated === null ? null : user,
    app: get('app'),
    resource: get('entity') ?? get('uri'),
    ip: address.ip,
    device: get('device') === null && get('platform') === null ? null : { id: get('device'), os: get('platform') },
    userAgent: agent !== null && /[a-z]/i.test(agent) ? agent : null,
    session: get('session'),
    correlation: get('loginKey'),
    protocol: login?.protocol ?? get('connection'),
    interactive: isLogin && get('api') === null ? true : null,
    attempt: { key: null, role: 'outcome' },
    flags: kind.flags,
    detail: detailOf(get, address.ip),
  };
  if (address.warning !== null) draft.warnings = [address.warning];
  return draft;
}

function detailOf(get: (field: Field) => string | null, ip: string | null): Record<string, string> {
  const detail: Record<string, string> = {};
  for (const field of ['uri', 'entity', 'api', 'userType', 'requestStatus', 'reference', 'country'] as const) {
    const value = get(field);
    if (value !== null) detail[field] = value.slice(0, 400);
  }
  const written = get('ip');
  // "Salesforce.com IP" stands for calls from inside.
  if (written !== null && ip === null) detail.source_address = written;
  return detail;
}

function shape(id: string, record: Shape['record'], fidelity: number, isLower: boolean): Shape {
  const spelled = (name: string): string => (isLower ? name.toLowerCase() : name);
  const columns = Object.fromEntries(
    Object.entries(FIELDS).map(([field, names]) => [field, names.map(spelled)]),
  ) as Record<Field, string[]>;
  const reads = [...new Set(Object.values(columns).flat())];
  const has = (row: LazyRecord, field: Field): boolean => columns[field].some((name) => row.has(name));
  return {
    id,
    record,
    reads: isLower ? [...reads, 'event_type_s'] : reads,
    fidelity,
    signature: `${spelled('EVENT_TYPE')} with ${spelled('ORGANIZATION_ID')}, ${spelled('USER_ID_DERIVED')}, ${spelled('LOGIN_STATUS')} or ${spelled('TIMESTAMP_DERIVED')}`,
    accepts: (row) =>
      filled(row.text(columns.type[0]!)) !== null &&
      (row.has(spelled('ORGANIZATION_ID')) ||
        row.has(spelled('TIMESTAMP_DERIVED')) ||
        row.has(spelled('USER_ID_DERIVED')) ||
        row.has(spelled('LOGIN_STATUS')) ||
        // Upper-case names like these are nobody else's; in lower case they are everybody's.
        (!isLower && row.has('USER') && has(row, 'type'))),
    toEvent: (row) => toDraft((field) => firstText(row, columns[field])),
  };
}

export const eventLogJson = shape('event-log-json', 'json', 3, false);
export const eventLogLowered = shape('event-log-lower-case', 'json', 2, true);
export const eventLogCsv = shape('event-log-csv', 'csv', 3, true);
