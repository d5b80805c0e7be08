import type { LazyRecord, Shape, Source } from '../../source';
import { filled, firstText } from '../../vendor/fields';
import {
  categoryOf,
  ENVELOPE_READS,
  type Fields,
  objectFields,
  propertiesOf,
  readEnvelope,
  recordFields,
  rowFields,
  tableShape,
} from '../../vendor/microsoft';
import { ALERT, TABLE, toDraft as toAlert } from './alerts';
import { COLUMNS } from './columns';
import { toDraft } from './hunting';

/** The streaming API: rows of hunting tables in an envelope. */
const streaming: Shape = {
  id: 'streaming-api',
  record: 'json',
  reads: ENVELOPE_READS,
  fidelity: 3,
  signature: 'category AdvancedHunting-… and properties',
  accepts: (record) => record.has('properties') && categoryOf(record).startsWith('advancedhunting-'),
  toEvent: (record, context) =>
    toDraft(
      objectFields(propertiesOf(record)),
      categoryOf(record).replace('advancedhunting-', ''),
      readEnvelope(record).time,
      context.dayFirst,
    ),
};

/** Results of a hunting query: flat rows. The table is not named, except where Sentinel adds `Type`. */
function flat(record: Shape['record']): Shape {
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  const variants = (column: string): string[] => [column, `${column}_dynamic`, `${column}_string`].map(name);
  const columns = Object.fromEntries(COLUMNS.map((column) => [column, variants(column)]));
  const has = (row: LazyRecord, column: string): boolean => row.has(name(column));
  const anyOf = (row: LazyRecord, ...names: string[]): boolean => names.some((column) => has(row, column));
  return {
    id: `hunting-${record}`,
    record,
    reads: [...new Set([...Object.values(columns).flat(), name('Type'), name('$table'), name('SourceSystem')])],
    fidelity: 2,
    signature: 'Timestamp, ActionType (or ErrorCode, AlertId) and ReportId, DeviceId or an account',
    accepts: (row) =>
      has(row, 'Timestamp') &&
      ((has(row, 'ActionType') &&
        anyOf(row, 'ReportId', 'DeviceId', 'AccountObjectId', 'AccountUpn', 'InitiatingProcessAccountName')) ||
        (has(row, 'ErrorCode') && has(row, 'RequestId') && anyOf(row, 'AccountUpn', 'ServicePrincipalId')) ||
        (has(row, 'AlertId') && anyOf(row, 'Title', 'EntityType', 'Severity'))),
    toEvent: (row, context) => {
      const table = filled(firstText(row, [name('Type'), name('$table')]))?.toLowerCase() ?? '';
      return toDraft(rowFields(row, columns), table, null, context.dayFirst);
    },
  };
}

/** Alerts of Microsoft Graph (`security/alerts_v2`, and the older `security/alerts`). */
const graphAlerts: Shape = {
  id: 'graph-alerts',
  record: 'json',
  reads: ALERT,
  fidelity: 3,
  signature: 'title, severity, createdDateTime and serviceSource, detectionSource, evidence or vendorInformation',
  accepts: (record) =>
    record.has('title') &&
    record.has('severity') &&
    record.has('createdDateTime') &&
    ['serviceSource', 'detectionSource', 'firstActivityDateTime', 'vendorInformation', 'eventDateTime'].some((name) =>
      record.has(name),
    ),
  toEvent: (record, context) => {
    const fields: Fields = recordFields(record, ALERT);
    return toAlert(fields, context.dayFirst);
  },
};

/** `SecurityAlert` of Sentinel. */
const sentinel = (record: Shape['record']): Shape =>
  tableShape({
    id: `security-alert-${record}`,
    record,
    fields: TABLE,
    required: ['title', 'severity', 'entities', 'createdDateTime'],
    never: ['riskEventType'],
    map: (fields, context) => toAlert(fields, context.dayFirst),
  });

const m365Defender: Source = {
  id: 'm365-defender',
  title: 'Microsoft Defender XDR',
  shapes: [streaming, flat('json'), flat('csv'), graphAlerts, sentinel('json'), sentinel('csv')],
  about:
    'Advanced hunting → Export (CSV), the streaming API, hunting tables in Log Analytics, alerts from Graph (security/alerts_v2) or Sentinel. ' +
    'Tells domain logons, cloud app acts and alerts; a query’s result holds only what was asked, at most 30,000 rows.',
  example:
    '{"Timestamp":"2026-01-02T03:04:05Z","ActionType":"LogonFailed","ReportId":"r1","Application":"Active Directory","LogonType":"Credentials validation","Protocol":"Ntlm","FailureReason":"WrongPassword","AccountName":"alice","AccountDomain":"example.com","AccountUpn":"alice@example.com","IPAddress":"203.0.113.4"}',
};
export default m365Defender;
