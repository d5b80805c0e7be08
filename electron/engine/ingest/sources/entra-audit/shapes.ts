/** The shapes of the directory audit: Graph, Azure Monitor, Log Analytics. */
import type { LazyRecord, Shape } from '../../source';
import { filled } from '../../vendor/fields';
import {
  type Fields,
  monitorShape,
  propertiesOf,
  readUtc,
  recordFields,
  resourceOf,
  tableShape,
} from '../../vendor/microsoft';
import { type Around, readAudit, toDraft } from './audit';

const NAMES = [
  'id',
  'category',
  'correlationId',
  'result',
  'resultReason',
  'activityDisplayName',
  'activityDateTime',
  'loggedByService',
  'operationType',
  'initiatedBy',
  'targetResources',
  'additionalDetails',
  'userAgent',
] as const;

function around(fields: Fields, rest: Partial<Around> & { fallback: string | null }, dayFirst: boolean | null): Around {
  const timeText = fields.text('activityDateTime') ?? rest.fallback;
  const { time, warning } = readUtc(timeText, dayFirst);
  return {
    operation: null,
    ip: null,
    correlation: null,
    identity: null,
    reason: null,
    ...rest,
    time,
    timeText,
    warnings: warning ? [warning] : [],
  };
}

export const graphJson: Shape = {
  id: 'graph-json',
  record: 'json',
  reads: [...NAMES, 'provisioningAction'],
  fidelity: 3,
  signature: 'activityDisplayName, activityDateTime and initiatedBy or targetResources',
  accepts: (record) =>
    record.has('activityDisplayName') &&
    record.has('activityDateTime') &&
    (record.has('initiatedBy') || record.has('targetResources')) &&
    !record.has('provisioningAction'),
  toEvent: (record, context) => {
    const fields = recordFields(record, NAMES);
    return toDraft(readAudit(fields, around(fields, { fallback: null }, context.dayFirst)));
  },
};

/** Some collectors put the category of the act (`Policy`) in the place of the log's. */
export const isAudit = (record: LazyRecord): boolean => {
  if (!resourceOf(record).includes('microsoft.aadiam')) return false;
  const properties = propertiesOf(record);
  return (
    Array.isArray(properties.targetResources) && (properties.initiatedBy ?? properties.activityDisplayName) != null
  );
};

export const azureMonitor = monitorShape(
  'azure-monitor',
  new Set(['auditlogs']),
  (fields, envelope, context) =>
    toDraft(
      readAudit(
        fields,
        around(
          fields,
          {
            fallback: envelope.time,
            operation: envelope.operation,
            ip: envelope.ip,
            correlation: envelope.correlation,
            identity: typeof envelope.identity === 'string' ? filled(envelope.identity) : null,
            reason: envelope.description,
          },
          context.dayFirst,
        ),
      ),
    ),
  isAudit,
);

const table = (record: Shape['record']): Shape =>
  tableShape({
    id: `log-analytics-${record}`,
    record,
    fields: {
      ...Object.fromEntries(NAMES.map((name) => [name, []])),
      operationType: ['AADOperationType'],
      operationName: [],
      resultDescription: [],
      identity: [],
      timeGenerated: [],
    },
    required: ['timeGenerated', 'operationName', 'initiatedBy', 'targetResources'],
    map: (fields, context) =>
      toDraft(
        readAudit(
          fields,
          around(
            fields,
            {
              fallback: fields.text('timeGenerated'),
              operation: fields.text('operationName'),
              identity: fields.text('identity'),
            },
            context.dayFirst,
          ),
        ),
      ),
  });

export const logAnalyticsJson = table('json');
export const logAnalyticsCsv = table('csv');
