import type { Shape, Source } from '../../source';
import { filled } from '../../vendor/fields';
import { monitorShape, recordFields, tableShape } from '../../vendor/microsoft';
import { NAMES, toDraft } from './risk';

const graphJson: Shape = {
  id: 'graph-json',
  record: 'json',
  reads: [...NAMES, 'createdDateTime'],
  fidelity: 3,
  signature: 'riskState, riskLevel and riskEventType with detectedDateTime, or riskLastUpdatedDateTime',
  accepts: (record) =>
    record.has('riskState') &&
    !record.has('createdDateTime') &&
    ((record.has('riskEventType') && (record.has('detectedDateTime') || record.has('activityDateTime'))) ||
      (record.has('riskLastUpdatedDateTime') && record.has('riskLevel'))),
  toEvent: (record, context) =>
    toDraft(recordFields(record, NAMES), { time: null, ip: null, identity: null }, context.dayFirst),
};

const azureMonitor = monitorShape(
  'azure-monitor',
  new Set(['riskyusers', 'userriskevents', 'riskyserviceprincipals', 'serviceprincipalriskevents']),
  (fields, envelope, context) =>
    toDraft(
      fields,
      {
        time: envelope.time,
        ip: envelope.ip,
        identity: typeof envelope.identity === 'string' ? filled(envelope.identity) : null,
      },
      context.dayFirst,
    ),
);

/** Log Analytics, and what scripts write with Export-Csv: the names are the same. */
const table = (record: Shape['record'], id: string, required: readonly string[]): Shape =>
  tableShape({
    id,
    record,
    fields: { ...Object.fromEntries(NAMES.map((name) => [name, []])), ipAddress: ['IPAddress'], timeGenerated: [] },
    required,
    never: ['CreatedDateTime', 'ResultType'],
    map: (fields, context) =>
      toDraft(fields, { time: fields.text('timeGenerated'), ip: null, identity: null }, context.dayFirst),
  });

const DETECTION = ['riskEventType', 'riskState', 'detectedDateTime'];
const RISKY = ['riskLastUpdatedDateTime', 'riskState', 'riskLevel'];

const entraRisk: Source = {
  id: 'entra-risk',
  title: 'Microsoft Entra ID Protection',
  shapes: [
    graphJson,
    azureMonitor,
    table('json', 'detections-json', DETECTION),
    table('csv', 'detections-csv', DETECTION),
    table('json', 'risky-json', RISKY),
    table('csv', 'risky-csv', RISKY),
  ],
  about:
    'Graph identityProtection/riskDetections, riskyUsers and their likes for applications, diagnostic settings (UserRiskEvents, RiskyUsers …) ' +
    'or Log Analytics. A detection stands at the time of the act it is about; when it was found is a detail. Kept for 90 days.',
  example:
    '{"id":"d93ffb8d","requestId":"52a6a863-695a-42b1-b299-e44121b93f00","riskEventType":"anonymizedIPAddress","riskState":"atRisk","riskLevel":"high","activityDateTime":"2026-01-02T03:04:05Z","detectedDateTime":"2026-01-02T03:04:40Z","userId":"26be570a-ae82-4189-b4e2-a37c6808512d","userPrincipalName":"alice@example.com","ipAddress":"203.0.113.4"}',
};
export default entraRisk;
