/** The console's Event history, downloaded as CSV: who, what, when and from where, without the answer of the call. */
import type { LazyRecord, Shape } from '../../source';
import { filled, firstText, type Plain } from '../../vendor/fields';
import { type Reading, readAssumed } from '../../vendor/local-time';
import { askedIn } from './asked';
import { toDraft } from './event';
import { identityIn } from './identity';
import type { TrailEvent } from './trail-event';

const READS = [
  'event id',
  'event time',
  'event name',
  'event source',
  'event type',
  'user name',
  'username',
  'aws access key',
  'access key',
  'aws region',
  'source ip address',
  'user agent',
  'error code',
  'error message',
  'read-only',
  'readonly',
  'read only',
  'request id',
  'resource name',
  'resource type',
  'resources',
  'recipient account id',
] as const;

/** `2026-01-02T03:04:05Z`, or the browser's own form with its zone: `January 02, 2026, 03:04:05 (UTC+01:00)`. */
function readTime(text: string | null, context: Reading): { time: number | null; warnings: string[] } {
  if (text === null) return { time: null, warnings: [] };
  const local =
    /^([A-Za-z]{3,9}) (\d{1,2}), (\d{4}),? (\d{1,2}:\d{2}:\d{2})(?: ?([AP]M))? \(UTC([+-]\d{2}:?\d{2})?\)$/.exec(text);
  if (!local) return readAssumed(text, context, 'UTC');
  const [, month, day, year, clock, half, offset] = local;
  const time = Date.parse(
    `${month} ${day} ${year} ${clock}${half ? ` ${half}` : ''} GMT${offset?.replace(':', '') ?? ''}`,
  );
  return { time: Number.isNaN(time) ? null : time, warnings: [] };
}

/** The name is a user, `root`, or the session of a role; the file does not say which. */
function identityOf(row: LazyRecord): Plain | null {
  const name = firstText(row, ['user name', 'username']);
  const key = firstText(row, ['aws access key', 'access key']);
  if (name === null && key === null) return null;
  const isRoot = name === 'root';
  return {
    ...(isRoot ? { type: 'Root' } : key?.startsWith('AKIA') ? { type: 'IAMUser' } : {}),
    ...(name !== null && { userName: name }),
    ...(key !== null && { accessKeyId: key }),
  };
}

function eventOf(row: LazyRecord, context: Reading): TrailEvent {
  const timeText = filled(row.text('event time'));
  const { time, warnings } = readTime(timeText, context);
  const message = firstText(row, ['error message']);
  return {
    eventId: filled(row.text('event id')),
    time,
    timeText,
    source: filled(row.text('event source')) ?? 'cloudtrail.amazonaws.com',
    name: filled(row.text('event name')) ?? 'unnamed call',
    type: filled(row.text('event type')),
    region: filled(row.text('aws region')),
    address: filled(row.text('source ip address')),
    userAgent: filled(row.text('user agent')),
    errorCode: filled(row.text('error code')),
    errorMessage: message,
    readOnly: row.bool('read-only') ?? row.bool('readonly') ?? row.bool('read only'),
    requestId: filled(row.text('request id')),
    sharedEventId: null,
    recipient: filled(row.text('recipient account id')),
    fromConsole: false,
    identity: identityIn(identityOf(row)),
    asked: askedIn(null),
    response: null,
    extra: null,
    service: null,
    resource: filled(row.text('resource name')),
    warnings,
  };
}

export const consoleCsv: Shape = {
  id: 'console-csv',
  record: 'csv',
  reads: READS,
  fidelity: 1,
  signature: 'columns Event name, Event time, Event source and AWS region, Event ID or AWS access key',
  accepts: (row) =>
    row.has('event name') &&
    row.has('event time') &&
    row.has('event source') &&
    (row.has('aws region') || row.has('event id') || row.has('aws access key')),
  toEvent: (row, context) => toDraft(eventOf(row, context)),
};
