import { parseUtcByContract } from '../../../../../shared/model/time';
import { type LazyRecord, type Reject, reject, type Shape, type Source } from '../../source';
import { asObject, filled, member, type Plain } from '../../vendor/fields';
import { lineTime } from '../../vendor/line-time';
import { adminEvent, fieldsOf, type Told, toldBy, userEvent } from './event';

const USER_FIELDS = [
  'id',
  'time',
  'type',
  'realmId',
  'realmName',
  'clientId',
  'userId',
  'sessionId',
  'ipAddress',
  'error',
];

/** Epoch milliseconds; a time in seconds would lie in January 1970. */
const epoch = (record: LazyRecord): number | null => {
  const time = record.num('time');
  return time !== null && Number.isSafeInteger(time) && time > 1e11 && time < 1e14 ? time : null;
};

const beside =
  (record: LazyRecord, fields: readonly string[], inner: Plain | null): Told =>
  (name) =>
    (fields.includes(name) ? filled(record.text(name)) : null) ?? member(inner, name);

const events: Shape = {
  id: 'events-json',
  record: 'json',
  reads: [...USER_FIELDS, 'details'],
  fidelity: 3,
  signature: 'realmId, type in capitals, time in milliseconds, clientId or ipAddress',
  accepts: (record) =>
    typeof record.any('realmId') === 'string' &&
    /^[A-Z][A-Z0-9_]{2,60}$/.test(record.text('type') ?? '') &&
    record.has('time') &&
    (record.has('clientId') || record.has('ipAddress')),
  toEvent: (record) => {
    const time = epoch(record);
    if (time === null) return reject('unreadable time (time)');
    return userEvent(beside(record, USER_FIELDS, asObject(record.any('details'))), time, []);
  },
};

const ADMIN_FIELDS = ['id', 'time', 'realmId', 'realmName', 'operationType', 'resourceType', 'resourcePath', 'error'];

const adminEvents: Shape = {
  id: 'admin-events-json',
  record: 'json',
  reads: [...ADMIN_FIELDS, 'authDetails'],
  fidelity: 3,
  signature: 'operationType, resourceType, authDetails and time',
  accepts: (record) =>
    typeof record.any('operationType') === 'string' &&
    (record.has('resourceType') || record.has('resourcePath')) &&
    asObject(record.any('authDetails')) !== null &&
    record.has('time'),
  toEvent: (record) => {
    const time = epoch(record);
    if (time === null) return reject('unreadable time (time)');
    const by = asObject(record.any('authDetails'));
    // `realmId` of the details is the administrator's realm: the record's own comes first.
    return adminEvent(beside(record, ADMIN_FIELDS, by), time, []);
  },
};

const EVENT_TEXT = /(?:^|\s)(?:type|operationType)="?[A-Z][A-Z0-9_]*"?, realmId=/;

/** The text of an event as the server's logger writes it. */
function eventOf(text: string, time: number, warnings: string[]): ReturnType<typeof userEvent> {
  const told = toldBy(fieldsOf(text.slice(text.search(EVENT_TEXT)).trimStart()));
  return told('operationType') === null ? userEvent(told, time, warnings) : adminEvent(told, time, warnings);
}

const logJson: Shape = {
  id: 'server-log-json',
  record: 'json',
  reads: ['@timestamp', 'timestamp', 'message', 'log.logger', 'loggerName'],
  fidelity: 2,
  signature: 'a message of the logger org.keycloak.events that begins with type= and realmId=',
  accepts: (record) => {
    const message = record.any('message');
    return typeof message === 'string' && EVENT_TEXT.test(message.slice(0, 400));
  },
  toEvent: (record) => {
    const written = filled(record.text('@timestamp')) ?? filled(record.text('timestamp'));
    const time = written === null ? null : parseUtcByContract(written);
    if (time === null) return reject(written === null ? 'no time (@timestamp)' : 'unreadable time (@timestamp)');
    return eventOf(record.text('message') ?? '', time, []);
  },
};

const LOG_LINE =
  /^\s*(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.,]\d{3}\S*)\s+(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+\[([\w.-]+)\]\s+\(([^)]*)\)\s+(.*)$/;

function otherLine(m: RegExpExecArray, time: number, warnings: string[]): ReturnType<typeof userEvent> {
  const text = m[5]!.trim();
  const code = /^([A-Z][A-Z-]{2,}\d{3,6}):/.exec(text)?.[1] ?? null;
  const added = /^KC-SERVICES0009: Added user '([^']+)'/.exec(text)?.[1] ?? null;
  return {
    recordId: null,
    time,
    class: added === null ? 'other' : 'change',
    action: code ?? m[3]!,
    outcome: 'none',
    code,
    reason: text.slice(0, 500),
    actor: null,
    target:
      added === null ? null : { id: null, name: added, kind: 'human', keys: [{ type: 'username', value: added }] },
    detail: { logger: m[3]!, level: m[2]! },
    warnings,
  };
}

const logLine: Shape = {
  id: 'server-log',
  record: 'line',
  reads: ['line'],
  fidelity: 2,
  signature: 'a time, a level, a logger such as [org.keycloak.events] and a thread',
  accepts: (record) => {
    const m = LOG_LINE.exec(record.text('line')?.slice(0, 2_000) ?? '');
    return m !== null && (/keycloak|jboss|wildfly|quarkus|infinispan/.test(m[3]!) || EVENT_TEXT.test(m[5]!));
  },
  toEvent: (record, context): ReturnType<typeof userEvent> | Reject => {
    const m = LOG_LINE.exec(record.text('line') ?? '');
    if (!m) return reject('not a line of the server log');
    const { time, warnings } = lineTime(m[1]!, context);
    if (time === null) return reject('unreadable time');
    return EVENT_TEXT.test(m[5]!) ? eventOf(m[5]!, time, warnings) : otherLine(m, time, warnings);
  },
};

const keycloak: Source = {
  id: 'keycloak',
  title: 'Keycloak events',
  shapes: [events, adminEvents, logJson, logLine],
  about:
    'Realm → Events → export (JSON), the admin REST API, or the server log. The log writes successes at DEBUG and errors at WARN, so ' +
    'it often holds failures only, in the server’s local time; name the zone with --tz. A wrong password and a wrong one-time code ' +
    'are the same error.',
  example:
    '{"id":"e1","time":1767323045678,"type":"LOGIN_ERROR","realmId":"main","clientId":"account","userId":"u1","ipAddress":"203.0.113.4","error":"invalid_user_credentials","details":{"username":"alice","credential_type":"otp"}}',
};
export default keycloak;
