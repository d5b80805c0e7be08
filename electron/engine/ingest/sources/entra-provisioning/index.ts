import type { Shape, Source } from '../../source';
import { monitorShape, recordFields, tableShape } from '../../vendor/microsoft';
import { NAMES, toDraft } from './provisioning';

const graphJson: Shape = {
  id: 'graph-json',
  record: 'json',
  reads: NAMES,
  fidelity: 3,
  signature: 'provisioningAction, activityDateTime and sourceIdentity or targetIdentity',
  accepts: (record) =>
    record.has('provisioningAction') &&
    record.has('activityDateTime') &&
    (record.has('sourceIdentity') || record.has('targetIdentity')),
  toEvent: (record, context) =>
    toDraft(
      recordFields(record, NAMES),
      { time: null, result: null, reason: null, correlation: null },
      context.dayFirst,
    ),
};

const azureMonitor = monitorShape('azure-monitor', new Set(['provisioninglogs']), (fields, envelope, context) =>
  toDraft(
    fields,
    {
      time: envelope.time,
      result: envelope.resultType,
      reason: envelope.description,
      correlation: envelope.correlation,
    },
    context.dayFirst,
  ),
);

const table = (record: Shape['record']): Shape =>
  tableShape({
    id: `log-analytics-${record}`,
    record,
    fields: { ...Object.fromEntries(NAMES.map((name) => [name, []])), timeGenerated: [] },
    required: ['timeGenerated', 'sourceIdentity', 'targetIdentity', 'servicePrincipal'],
    map: (fields, context) =>
      toDraft(
        fields,
        { time: fields.text('timeGenerated'), result: null, reason: null, correlation: null },
        context.dayFirst,
      ),
  });

const entraProvisioning: Source = {
  id: 'entra-provisioning',
  title: 'Microsoft Entra provisioning log',
  shapes: [graphJson, azureMonitor, table('json'), table('csv')],
  about:
    'Entra admin center → Provisioning logs → Download JSON, Graph auditLogs/provisioning, diagnostic settings (ProvisioningLogs) or Log ' +
    'Analytics. Tells accounts made, changed and disabled in other applications. Kept for 30 days.',
  example:
    '{"id":"d6cbb0bd","activityDateTime":"2026-01-02T03:04:05Z","provisioningAction":"create","servicePrincipal":{"id":"74866461","displayName":"Dropbox Business"},"sourceIdentity":{"id":"26be570a-ae82-4189-b4e2-a37c6808512d","displayName":"Alice","identityType":"User","details":{"UserPrincipalName":"alice@example.com"}},"targetIdentity":{"id":"dbmid:1","identityType":"User"},"provisioningStatusInfo":{"status":"success"}}',
};
export default entraProvisioning;
