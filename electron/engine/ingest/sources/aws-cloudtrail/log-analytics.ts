/** AWSCloudTrail, the table of Log Analytics: the identity's parts as columns, what was asked and answered as JSON text. */
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { LazyRecord, Shape } from '../../source';
import { asObject, filled, type Plain, parsed } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { askedIn, resourceIn } from './asked';
import { toDraft } from './event';
import { identityIn } from './identity';
import type { TrailEvent } from './trail-event';

const COLUMNS = [
  'TimeGenerated',
  'AwsEventId',
  'EventName',
  'EventTypeName',
  'EventSource',
  'AWSRegion',
  'SourceIpAddress',
  'UserAgent',
  'ErrorCode',
  'ErrorMessage',
  'ReadOnly',
  'AwsRequestId',
  'AwsRequestId_',
  'SharedEventId',
  'RecipientAccountId',
  'RequestParameters',
  'ResponseElements',
  'AdditionalEventData',
  'ServiceEventDetails',
  'Resources',
  'SessionMfaAuthenticated',
  'SessionCreationDate',
] as const;
type Column = (typeof COLUMNS)[number];
const IDENTITY: Readonly<Record<string, string>> = {
  type: 'UserIdentityType',
  principalId: 'UserIdentityPrincipalid',
  arn: 'UserIdentityArn',
  accountId: 'UserIdentityAccountId',
  invokedBy: 'UserIdentityInvokedBy',
  accessKeyId: 'UserIdentityAccessKeyId',
  userName: 'UserIdentityUserName',
};
const ISSUER: Readonly<Record<string, string>> = {
  type: 'SessionIssuerType',
  principalId: 'SessionIssuerPrincipalId',
  arn: 'SessionIssuerArn',
  accountId: 'SessionIssuerAccountId',
  userName: 'SessionIssuerUserName',
};

type Named = (column: string) => string;

function parts(row: LazyRecord, name: Named, columns: Readonly<Record<string, string>>): Plain | null {
  const found: Record<string, unknown> = {};
  for (const [key, column] of Object.entries(columns)) {
    const value = filled(row.text(name(column)));
    if (value !== null) found[key] = value;
  }
  return Object.keys(found).length > 0 ? found : null;
}

function identityOf(row: LazyRecord, name: Named): Plain | null {
  const who = parts(row, name, IDENTITY);
  const issuer = parts(row, name, ISSUER);
  const attributes = parts(row, name, {
    mfaAuthenticated: 'SessionMfaAuthenticated',
    creationDate: 'SessionCreationDate',
  });
  if (!who || (!issuer && !attributes)) return who;
  // Microsoft writes the flag as it writes every truth; AWS in small letters.
  const mfa = attributes?.mfaAuthenticated;
  const told = typeof mfa === 'string' ? { ...attributes, mfaAuthenticated: mfa.toLowerCase() } : attributes;
  return { ...who, sessionContext: { ...(told && { attributes: told }), ...(issuer && { sessionIssuer: issuer }) } };
}

function eventOf(row: LazyRecord, name: Named, dayFirst: boolean | null): TrailEvent {
  const text = (column: Column): string | null => filled(row.text(name(column)));
  const nested = (column: Column): Plain | null => asObject(parsed(row.any(name(column))));
  const timeText = text('TimeGenerated') ?? filled(row.text(name('TimeGenerated [UTC]')));
  const time = timeText === null ? null : parseUtcByContract(timeText);
  const written = time === null && timeText !== null ? readWritten(timeText, { zone: 'UTC', dayFirst }) : null;
  return {
    eventId: text('AwsEventId'),
    time: time ?? written?.time ?? null,
    timeText,
    source: text('EventSource') ?? 'cloudtrail.amazonaws.com',
    name: text('EventName') ?? 'unnamed call',
    type: text('EventTypeName'),
    region: text('AWSRegion'),
    address: text('SourceIpAddress'),
    userAgent: text('UserAgent'),
    errorCode: text('ErrorCode'),
    errorMessage: text('ErrorMessage'),
    readOnly: row.bool(name('ReadOnly')),
    requestId: text('AwsRequestId_') ?? text('AwsRequestId'),
    sharedEventId: text('SharedEventId'),
    recipient: text('RecipientAccountId'),
    fromConsole: false,
    identity: identityIn(identityOf(row, name)),
    asked: askedIn(nested('RequestParameters')),
    response: nested('ResponseElements'),
    extra: nested('AdditionalEventData'),
    service: nested('ServiceEventDetails'),
    resource: resourceIn(parsed(row.any(name('Resources')))),
    warnings: written?.warning ? [written.warning] : [],
  };
}

const shape = (record: Shape['record']): Shape => {
  // A reader of CSV knows columns in small letters, without the zone.
  const name: Named = record === 'csv' ? (column) => column.replace(' [UTC]', '').toLowerCase() : (column) => column;
  const all = [...COLUMNS, 'TimeGenerated [UTC]', ...Object.values(IDENTITY), ...Object.values(ISSUER)];
  return {
    id: `log-analytics-${record}`,
    record,
    reads: [...new Set(all.map(name))],
    fidelity: 2,
    signature:
      'columns EventName, EventSource and AWSRegion or AwsEventId, with UserIdentityType or RecipientAccountId',
    accepts: (row) =>
      row.has(name('EventName')) &&
      row.has(name('EventSource')) &&
      (row.has(name('AWSRegion')) || row.has(name('AwsEventId'))) &&
      (row.has(name('UserIdentityType')) || row.has(name('RecipientAccountId'))) &&
      (row.has(name('TimeGenerated')) || row.has(name('TimeGenerated [UTC]'))),
    toEvent: (row, context) => toDraft(eventOf(row, name, context.dayFirst)),
  };
};

export const logAnalyticsJson = shape('json');
export const logAnalyticsCsv = shape('csv');
