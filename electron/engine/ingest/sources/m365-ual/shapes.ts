/** The shapes of the unified audit log: the record itself, or the record in a cell among columns that repeat a part of it. */
import type { LazyRecord, Shape } from '../../source';
import { asObject, filled, firstText, parsed } from '../../vendor/fields';
import { categoryOf, ENVELOPE_READS, propertiesOf, readEnvelope, told } from '../../vendor/microsoft';
import { NO_OUTER, type Outer, toDraft } from './event';
import { FIELDS } from './names';

/** The record as the reader holds it, by its names: the shape has no list of all names in the world. */
function whole(record: LazyRecord, lower: boolean): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const found = record.any(lower ? name.toLowerCase() : name);
    if (found !== undefined) value[name] = found;
  }
  return value;
}

/** Management API, and everything that passes its records on. */
export const managementJson: Shape = {
  id: 'management-json',
  record: 'json',
  reads: FIELDS,
  fidelity: 3,
  signature: 'CreationTime, RecordType and Operation, Id or OrganizationId',
  accepts: (record) =>
    record.has('CreationTime') &&
    record.has('RecordType') &&
    !record.has('AuditData') &&
    (record.has('Operation') || record.has('Id') || record.has('OrganizationId') || record.has('OriginatingServer')),
  toEvent: (record, context) => toDraft(whole(record, false), NO_OUTER, context.dayFirst),
};

const LOWER: readonly string[] = FIELDS.map((name) => name.toLowerCase());

/** The same by a collector that writes all names in lower case. */
export const lowerJson: Shape = {
  id: 'management-json-lower',
  record: 'json',
  reads: [...new Set(LOWER)],
  fidelity: 2,
  signature: 'creationtime, operation, recordtype or organizationid',
  accepts: (record) =>
    record.has('creationtime') && record.has('operation') && (record.has('recordtype') || record.has('organizationid')),
  toEvent: (record, context) => toDraft(whole(record, true), NO_OUTER, context.dayFirst),
};

const OUTER = {
  id: ['RecordId', 'Identity', 'id', 'Id'],
  time: ['CreationDate', 'CreationTime', 'createdDateTime', 'CreationDateTime'],
  operation: ['Operation', 'Operations', 'operation'],
  user: ['UserId', 'UserIds', 'userPrincipalName', 'userId'],
  recordType: ['RecordType', 'auditLogRecordType'],
} as const;
const OUTER_NAMES = Object.values(OUTER).flat();

/** PowerShell 5 writes a time in JSON as `/Date(1621365213000)/`. */
const msDate = (text: string | null): string | null => {
  const match = /^\/Date\((-?\d{1,15})/.exec(text ?? '');
  const time = match ? Number(match[1]) : Number.NaN;
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : text;
};

function inCell(
  record: LazyRecord,
  cell: string,
  name: (outer: string) => string,
  dayFirst: boolean | null,
): ReturnType<Shape['toEvent']> {
  const text = record.any(cell);
  const inner = asObject(parsed(text));
  const get = (names: readonly string[]): string | null => told(firstText(record, [...new Set(names.map(name))]));
  const outer: Outer = {
    id: get(OUTER.id),
    time: msDate(get(OUTER.time)),
    operation: get(OUTER.operation),
    user: get(OUTER.user),
    recordType: get(OUTER.recordType),
    warning: inner ? null : 'AuditData is missing or cut: only the outer columns were read',
  };
  return toDraft(inner ?? {}, outer, dayFirst);
}

const cellShape = (id: string, record: Shape['record'], cell: string, beside: readonly string[]): Shape => {
  const name = (outer: string): string => (record === 'csv' ? outer.toLowerCase() : outer);
  return {
    id,
    record,
    reads: [...new Set([name(cell), ...OUTER_NAMES.map(name), ...beside.map(name)])],
    fidelity: record === 'csv' ? 2 : 3,
    signature: `AuditData and ${beside.join(' or ')}`,
    accepts: (row) => row.has(name(cell)) && beside.some((column) => row.has(name(column))),
    toEvent: (row, context) => inCell(row, name(cell), name, context.dayFirst),
  };
};

/** Purview portal: `RecordId,CreationDate,RecordType,Operation,UserId,AuditData,…`, and tools that spread more columns. */
export const purviewCsv: Shape = cellShape('purview-csv', 'csv', 'AuditData', ['RecordId', 'Operation']);
/** `Search-UnifiedAuditLog | Export-Csv`, and the old portal. */
export const searchCsv: Shape = cellShape('search-csv', 'csv', 'AuditData', ['Operations', 'UserIds']);
/** `Search-UnifiedAuditLog | ConvertTo-Json`, Purview JSON. */
export const searchJson: Shape = cellShape('search-json', 'json', 'AuditData', [
  'Operations',
  'UserIds',
  'Operation',
  'RecordId',
]);
/** Graph: `security/auditLog/queries/…/records`. */
export const graphJson: Shape = cellShape('graph-json', 'json', 'auditData', ['auditLogRecordType', 'operation']);

/** The copy that Azure Monitor enriches with the token behind each act. */
export const azureMonitor: Shape = {
  id: 'azure-monitor',
  record: 'json',
  reads: ENVELOPE_READS,
  fidelity: 3,
  signature: 'category EnrichedOffice365AuditLogs and properties',
  accepts: (record) => record.has('properties') && categoryOf(record) === 'enrichedoffice365auditlogs',
  toEvent: (record, context) => {
    const envelope = readEnvelope(record);
    const outer = { ...NO_OUTER, time: envelope.time, operation: envelope.operation };
    return toDraft(propertiesOf(record), outer, context.dayFirst);
  },
};

/** Column of OfficeActivity to the record's own name, where they differ. */
const COLUMNS: Readonly<Record<string, string>> = {
  OfficeId: 'Id',
  SourceRecordId: 'Id',
  OfficeWorkload: 'Workload',
  OfficeObjectId: 'ObjectId',
  Client_IPAddress: 'ClientIPAddress',
  Logon_Type: 'LogonType',
  Site_Url: 'SiteUrl',
  Event_Data: 'EventData',
  AADTarget: 'Target',
};
const SAME = FIELDS.filter((name) => !['Id', 'Workload', 'CreationTime'].includes(name));

const table = (record: Shape['record']): Shape => {
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  const times = record === 'csv' ? ['timegenerated'] : ['TimeGenerated', 'TimeGenerated [UTC]'];
  const columns: [string, string][] = [
    ...SAME.map((column): [string, string] => [name(column), column]),
    ...Object.entries(COLUMNS).map(([column, field]): [string, string] => [name(column), field]),
  ];
  return {
    id: `log-analytics-${record}`,
    record,
    reads: [...new Set([...columns.map(([column]) => column), ...times])],
    fidelity: 2,
    signature: 'columns TimeGenerated, Operation, OfficeWorkload, RecordType',
    accepts: (row) =>
      row.has(name('OfficeWorkload')) && row.has(name('Operation')) && times.some((time) => row.has(time)),
    toEvent: (row, context) => {
      const value: Record<string, unknown> = {};
      for (const [column, field] of columns) {
        const found = row.any(column);
        if (found !== undefined && found !== null && found !== '' && value[field] === undefined) value[field] = found;
      }
      const time = times.map((each) => filled(row.text(each))).find((each) => each !== null) ?? null;
      return toDraft({ ...value, CreationTime: time }, NO_OUTER, context.dayFirst);
    },
  };
};

export const logAnalyticsJson = table('json');
export const logAnalyticsCsv = table('csv');
