/** LogEntries whose payload is an AuditLog, as Cloud Logging writes them and as BigQuery keeps them. */

import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import { reject, type Shape } from '../../source';
import { readAddress } from '../../vendor/address';
import { asObject, asObjects, firstText, member, numberOf, type Plain } from '../../vendor/fields';
import { type Call, decide, kindOfMethod } from './methods';
import { readPrincipal, targetOf } from './principal';

const COMMON = [
  'insertId',
  'timestamp',
  'receiveTimestamp',
  '@timestamp',
  'logName',
  'severity',
  'resource',
  'operation',
  'p_event_time',
];

const MEMBERS = ['insertId', 'logName', 'severity', 'operation', 'resource'];

function shape(id: string, payloadPath: string, fidelity: number): Shape {
  return {
    id,
    record: 'json',
    reads: [...COMMON, payloadPath],
    fidelity,
    signature: `${payloadPath} with serviceName and methodName`,
    accepts: (record) => {
      if (!record.has(`${payloadPath}.methodName`) || !record.has(`${payloadPath}.serviceName`)) return false;
      // The copy of a Workspace activity is that source's.
      return !record.has(`${payloadPath}.metadata.event`);
    },
    toEvent: (record) => {
      const timeText = firstText(record, ['timestamp', '@timestamp', 'receiveTimestamp', 'p_event_time']);
      const time = timeText === null ? null : parseUtcByContract(timeText.replace(/ UTC$/, ''));
      if (time === null) return reject(timeText === null ? 'no time (timestamp)' : 'unreadable time (timestamp)');
      const entry = Object.fromEntries(MEMBERS.map((name) => [name, record.any(name)]));
      return toDraft(entry, asObject(record.any(payloadPath)) ?? {}, time);
    },
  };
}

/** Of the members of a LogEntry (its payload apart) and of its AuditLog. */
export function toDraft(logEntry: Plain, payload: Plain, time: number): EventDraft {
  const service = member(payload, 'serviceName') ?? '';
  const method = member(payload, 'methodName') ?? 'unnamed method';
  const status = asObject(payload.status);
  const request = asObject(payload.requestMetadata);
  const permissions = asObjects(payload.authorizationInfo);
  const refused = permissions.find((each) => each.granted === false) ?? null;
  const call: Call = {
    service,
    method,
    code: numberOf(status?.code),
    isRefused: refused !== null,
    isRead: /data_access/.test(member(logEntry, 'logName') ?? ''),
  };
  const kind = kindOfMethod(call);
  const actor = readPrincipal(asObject(payload.authenticationInfo));
  const decided = decide(call, kind, actor?.kind ?? 'unknown');
  const written = member(request, 'callerIp') ?? member(request, 'callerIP');
  const address = readAddress(written);
  const operation = asObject(logEntry.operation);
  const flags: EventFlag[] = [];
  if (kind.isPrivileged) flags.push('privileged');
  if (written !== null && address.ip === null) flags.push('service_address');
  const draft: EventDraft = {
    recordId: member(logEntry, 'insertId'),
    recordPart: String(time),
    time,
    class: decided.class,
    action: method,
    outcome: decided.outcome,
    factor: decided.factor,
    code: call.code === null || call.code === 0 ? null : String(call.code),
    reason:
      member(status, 'message') ??
      (refused === null ? null : `${member(refused, 'permission') ?? 'permission'} not granted`),
    actor,
    target: targetOf(payload, method),
    app: service,
    resource: member(payload, 'resourceName'),
    ip: address.ip,
    userAgent: member(request, 'callerSuppliedUserAgent'),
    correlation: member(operation, 'id'),
    attempt: { key: null, role: 'outcome' },
    flags,
    detail: detailOf(logEntry, payload, written, address.ip, permissions),
  };
  if (address.warning !== null) draft.warnings = [address.warning];
  return draft;
}

function detailOf(
  logEntry: Plain,
  payload: Plain,
  written: string | null,
  ip: string | null,
  permissions: readonly Plain[],
): Record<string, string> {
  const detail: Record<string, string> = {};
  const put = (key: string, value: string | null): void => {
    if (value !== null) detail[key] = value;
  };
  const authentication = asObject(payload.authenticationInfo);
  put('severity', member(logEntry, 'severity'));
  put('project', member(asObject(asObject(logEntry.resource)?.labels), 'project_id'));
  put('log', member(logEntry, 'logName'));
  put('permission', member(permissions[0] ?? null, 'permission'));
  put('principal_subject', member(authentication, 'principalSubject'));
  const key = member(authentication, 'serviceAccountKeyName');
  put('credential_key', key?.split('/').pop() ?? null);
  if (written !== null && ip === null) detail.source_address = written;
  const delta =
    asObject(asObject(payload.serviceData)?.policyDelta) ?? asObject(asObject(payload.metadata)?.policyDelta);
  const changes = asObjects(delta?.bindingDeltas)
    .slice(0, 10)
    .map((each) => `${member(each, 'action') ?? ''} ${member(each, 'role') ?? ''} ${member(each, 'member') ?? ''}`);
  if (changes.length > 0) detail.bindings = changes.join('; ');
  return detail;
}

export const logEntry = shape('log-entry', 'protoPayload', 3);
export const bigQuery = shape('bigquery', 'protopayload_auditlog', 2);
