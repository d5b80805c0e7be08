/** `GCPAuditLogs` of Log Analytics (Sentinel's connector): an AuditLog whose members are columns, objects as JSON. */
import { rfc3339 } from '../../../../../shared/model/time';
import { type LazyRecord, reject, type Shape, type SourceContext } from '../../source';
import { filled, firstText, type Plain, parsed } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { toDraft } from './log-entry';

/** Members of the AuditLog, by their columns. */
const MEMBERS: Readonly<Record<string, string>> = {
  ServiceName: 'serviceName',
  MethodName: 'methodName',
  GCPResourceName: 'resourceName',
  AuthenticationInfo: 'authenticationInfo',
  AuthorizationInfo: 'authorizationInfo',
  RequestMetadata: 'requestMetadata',
  Request: 'request',
  Response: 'response',
  Status: 'status',
  ServiceData: 'serviceData',
  Metadata: 'metadata',
};
const TIMES = ['Timestamp', 'Timestamp [UTC]', 'TimeGenerated', 'TimeGenerated [UTC]'];
const OWN = ['InsertId', 'LogName', 'Severity', 'ProjectId', 'PrincipalEmail'];

export function tableShape(record: 'json' | 'csv'): Shape {
  // A CSV's columns are told in lower case, without the zone behind their names.
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  const times = record === 'csv' ? ['timestamp', 'timegenerated'] : TIMES;
  return {
    id: `log-analytics-${record}`,
    record,
    reads: [...Object.keys(MEMBERS), ...OWN].map(name).concat(times),
    fidelity: 2,
    signature: 'TimeGenerated, ServiceName, MethodName and AuthenticationInfo beside InsertId',
    accepts: (row) =>
      ['ServiceName', 'MethodName', 'AuthenticationInfo', 'InsertId'].every((column) => row.has(name(column))) &&
      times.some((time) => row.has(time)),
    toEvent: (row, context) => read(row, name, times, context),
  };
}

function read(row: LazyRecord, name: (column: string) => string, times: readonly string[], context: SourceContext) {
  const written = firstText(row, times);
  const { time } =
    written === null ? { time: null } : readWritten(written, { zone: 'UTC', dayFirst: context.dayFirst });
  if (time === null) return reject(written === null ? 'no time (Timestamp)' : 'unreadable time (Timestamp)');
  const payload: Record<string, unknown> = {};
  for (const [column, member] of Object.entries(MEMBERS)) {
    const value = row.any(name(column));
    const inner = parsed(value) ?? value;
    if (inner !== undefined && inner !== null && inner !== '') payload[member] = inner;
  }
  const principal = filled(row.text(name('PrincipalEmail')));
  if (payload.authenticationInfo === undefined && principal !== null)
    payload.authenticationInfo = { principalEmail: principal };
  const project = filled(row.text(name('ProjectId')));
  const whole: Plain = {
    insertId: filled(row.text(name('InsertId'))),
    timestamp: rfc3339(time),
    logName: filled(row.text(name('LogName'))),
    severity: filled(row.text(name('Severity'))),
    resource: project === null ? null : { labels: { project_id: project } },
  };
  return toDraft(whole, payload, time);
}
