/** The shapes of Azure's activity log: Azure Monitor, the management API, Log Analytics, the portal's CSV. */
import type { LazyRecord, Shape } from '../../source';
import { asObject, type Plain, parsed } from '../../vendor/fields';
import {
  categoryOf,
  type Fields,
  readEnvelope,
  recordFields,
  resourceOf,
  tableShape,
  textOf,
  told,
} from '../../vendor/microsoft';
import { toDraft } from './activity';

const CATEGORIES = new Set([
  'administrative',
  'action',
  'write',
  'delete',
  'servicehealth',
  'resourcehealth',
  'alert',
  'autoscale',
  'security',
  'policy',
  'recommendation',
]);

const MONITOR = [
  'time',
  'Time',
  'category',
  'Category',
  'operationName',
  'operationname',
  'OperationName',
  'resourceId',
  'resourceid',
  'ResourceId',
  'resultType',
  'resulttype',
  'ResultType',
  'resultSignature',
  'resultsignature',
  'ResultSignature',
  'resultDescription',
  'resultdescription',
  'ResultDescription',
  'callerIpAddress',
  'calleripaddress',
  'CallerIpAddress',
  'correlationId',
  'correlationid',
  'CorrelationId',
  'location',
  'Location',
  'tenantId',
  'tenantid',
  'TenantId',
  'identity',
  'properties',
  'level',
  'Level',
] as const;

/** Evidence stands in an object of its own beside action and scope. */
function authorizationOf(authorization: Plain | null): Plain | null {
  const evidence = asObject(parsed(authorization?.evidence));
  return authorization === null ? null : { ...authorization, ...evidence };
}

export const azureMonitor: Shape = {
  id: 'azure-monitor',
  record: 'json',
  reads: MONITOR,
  fidelity: 3,
  signature: 'resourceId of a subscription, category of the activity log, operationName',
  accepts: (record) =>
    record.has('operationName') &&
    (record.has('resultType') || record.has('identity')) &&
    CATEGORIES.has(categoryOf(record)) &&
    resourceOf(record).startsWith('/subscriptions/'),
  toEvent: (record, context) => {
    const envelope = readEnvelope(record);
    const identity = asObject(parsed(envelope.identity));
    const properties = asObject(parsed(record.any('properties')));
    return toDraft(
      {
        id: textOf(properties, 'eventDataId'),
        time: envelope.time,
        operation: envelope.operation,
        title: null,
        category: envelope.category,
        status: envelope.resultType,
        substatus: told(envelope.resultSignature),
        caller: typeof envelope.identity === 'string' ? told(envelope.identity) : null,
        ip: envelope.ip,
        correlation: envelope.correlation,
        resource: envelope.resourceId,
        claims: asObject(parsed(identity?.claims)),
        authorization: authorizationOf(asObject(parsed(identity?.authorization))),
        http: null,
        level: told(record.text('level') ?? record.text('Level')),
        message: envelope.description ?? textOf(properties, 'statusMessage'),
      },
      context.dayFirst,
    );
  },
};

const API = [
  'eventDataId',
  'eventTimestamp',
  'operationName',
  'eventName',
  'category',
  'status',
  'subStatus',
  'caller',
  'correlationId',
  'resourceId',
  'claims',
  'authorization',
  'httpRequest',
  'level',
  'description',
  'properties',
] as const;

/** Value of `{value, localizedValue}`, or the text itself. */
const namedValue = (fields: Fields, name: string, key = 'value'): string | null =>
  textOf(asObject(fields.any(name)), key) ?? fields.text(name);

/** `az monitor activity-log list`, the portal's JSON, the management API. */
export const apiJson: Shape = {
  id: 'management-api',
  record: 'json',
  reads: API,
  fidelity: 3,
  signature: 'eventTimestamp, operationName, eventDataId or correlationId, and caller, claims or resourceId',
  accepts: (record: LazyRecord) =>
    record.has('eventTimestamp') &&
    record.has('operationName') &&
    (record.has('eventDataId') || record.has('correlationId')) &&
    (record.has('caller') || record.has('claims') || record.has('resourceId')),
  toEvent: (record, context) => {
    const fields = recordFields(record, API);
    const part = (name: string): Plain | null => asObject(parsed(fields.any(name)));
    return toDraft(
      {
        id: fields.text('eventDataId'),
        time: fields.text('eventTimestamp'),
        operation: namedValue(fields, 'operationName'),
        title: namedValue(fields, 'operationName', 'localizedValue'),
        category: namedValue(fields, 'category'),
        status: namedValue(fields, 'status'),
        substatus: namedValue(fields, 'subStatus', 'localizedValue') ?? namedValue(fields, 'subStatus'),
        caller: fields.text('caller'),
        ip: null,
        correlation: fields.text('correlationId'),
        resource: fields.text('resourceId'),
        claims: part('claims'),
        authorization: authorizationOf(part('authorization')),
        http: part('httpRequest'),
        level: fields.text('level'),
        message: textOf(part('properties'), 'statusMessage') ?? fields.text('description'),
      },
      context.dayFirst,
    );
  },
};

/** Columns of AzureActivity; newer workspaces end some in `Value`. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  timeGenerated: ['EventTimestamp'],
  eventDataId: [],
  operationNameValue: [],
  operationName: [],
  category: ['CategoryValue'],
  activityStatus: ['ActivityStatusValue'],
  activitySubstatus: ['ActivitySubstatusValue'],
  caller: [],
  callerIpAddress: [],
  correlationId: [],
  resourceId: ['_ResourceId'],
  claims: [],
  authorization: [],
  httpRequest: ['HTTPRequest'],
  properties: [],
  level: [],
};

const table = (record: Shape['record']): Shape =>
  tableShape({
    id: `log-analytics-${record}`,
    record,
    fields: TABLE,
    required: ['timeGenerated', 'caller', 'activityStatus', 'operationName'],
    map: (fields, context) => {
      const part = (name: string): Plain | null => asObject(parsed(fields.any(name)));
      const authorization = authorizationOf(part('authorization'));
      return toDraft(
        {
          id: fields.text('eventDataId'),
          time: fields.text('timeGenerated'),
          operation:
            fields.text('operationNameValue') ?? textOf(authorization, 'action') ?? fields.text('operationName'),
          title: fields.text('operationName'),
          category: fields.text('category'),
          status: fields.text('activityStatus'),
          substatus: fields.text('activitySubstatus'),
          caller: fields.text('caller'),
          ip: fields.text('callerIpAddress'),
          correlation: fields.text('correlationId'),
          resource: fields.text('resourceId'),
          claims: part('claims'),
          authorization,
          http: part('httpRequest'),
          level: fields.text('level'),
          message: textOf(part('properties'), 'statusMessage'),
        },
        context.dayFirst,
      );
    },
  });

export const logAnalyticsJson = table('json');
export const logAnalyticsCsv = table('csv');

const PORTAL = [
  'time',
  'time stamp',
  'operation name',
  'status',
  'event category',
  'event initiated by',
  'correlation id',
  'resource',
  'resource group',
  'resource type',
  'level',
] as const;

/** The portal's CSV: operations in words, no address. */
export const portalCsv: Shape = {
  id: 'portal-csv',
  record: 'csv',
  reads: PORTAL,
  fidelity: 1,
  signature: 'columns Operation name, Status, Event initiated by, Time',
  accepts: (row) =>
    row.has('operation name') &&
    row.has('event initiated by') &&
    row.has('status') &&
    (row.has('time') || row.has('time stamp')),
  toEvent: (row, context) => {
    const get = (column: (typeof PORTAL)[number]): string | null => told(row.text(column));
    return toDraft(
      {
        id: null,
        time: get('time') ?? get('time stamp'),
        operation: get('operation name'),
        title: null,
        category: get('event category'),
        status: get('status'),
        substatus: null,
        caller: get('event initiated by'),
        ip: null,
        correlation: get('correlation id'),
        resource: get('resource') ?? get('resource group') ?? get('resource type'),
        claims: null,
        authorization: null,
        http: null,
        level: get('level'),
        message: null,
      },
      context.dayFirst,
    );
  },
};
