/** Records as CloudTrail delivers them (also in EventBridge, CloudWatch and SIEM wrappers), and as `lookup-events` wraps them. */

import type { EventDraft } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import { type LazyRecord, type Reject, reject, type Shape, type Skip, skip } from '../../source';
import { asObject, asObjects, booleanOf, filled, firstText, member, type Plain, parsed } from '../../vendor/fields';
import { askedIn, resourceIn } from './asked';
import { toDraft } from './event';
import { identityIn } from './identity';
import type { Asked, Identity, TrailEvent } from './trail-event';

const READS = [
  'eventVersion',
  'eventID',
  'eventTime',
  '@timestamp',
  'p_event_time',
  'eventSource',
  'eventName',
  'eventType',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'readOnly',
  'requestID',
  'sharedEventID',
  'recipientAccountId',
  'sessionCredentialFromConsole',
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'resources',
  'insightDetails',
  'eventCategory',
  'digestStartTime',
  'digestEndTime',
  'digestS3Bucket',
  'digestS3Object',
  'awsAccountId',
  'logFiles',
] as const;

/** Objects, or the same as JSON text (tables, forwarders). */
const object = (value: unknown): Plain | null => asObject(typeof value === 'string' ? parsed(value) : value);

/** Collectors that move the time into their own field leave none behind. */
const TIMES = ['eventTime', '@timestamp', 'p_event_time'] as const;
const NO_WARNINGS: readonly string[] = [];

const identityOf = (get: LazyRecord): Identity | null => identityIn(object(get.any('userIdentity')), true);
const askedOf = (get: LazyRecord): Asked => askedIn(object(get.any('requestParameters')));
const resourceOf = (get: LazyRecord): string | null => resourceIn(get.any('resources'));

function eventOf(get: LazyRecord): TrailEvent {
  const timeText = firstText(get, TIMES);
  const insight = object(get.any('insightDetails'));
  return {
    eventId: filled(get.text('eventID')),
    time: timeText === null ? null : parseUtcByContract(timeText),
    timeText,
    source: filled(get.text('eventSource')) ?? member(insight, 'eventSource') ?? 'cloudtrail.amazonaws.com',
    name: filled(get.text('eventName')) ?? insightName(insight),
    type: filled(get.text('eventType')),
    region: filled(get.text('awsRegion')),
    address: filled(get.text('sourceIPAddress')),
    userAgent: filled(get.text('userAgent')),
    errorCode: filled(get.text('errorCode')),
    errorMessage: filled(get.text('errorMessage')),
    readOnly: get.bool('readOnly'),
    requestId: filled(get.text('requestID')),
    sharedEventId: filled(get.text('sharedEventID')),
    recipient: filled(get.text('recipientAccountId')),
    fromConsole: get.bool('sessionCredentialFromConsole') === true,
    identity: get.derived('userIdentity', identityOf),
    asked: get.derived('requestParameters', askedOf),
    response: object(get.any('responseElements')),
    extra: object(get.any('additionalEventData')),
    service: object(get.any('serviceEventDetails')),
    resource: get.derived('resources', resourceOf),
    warnings: NO_WARNINGS,
  };
}

function insightName(insight: Plain | null): string {
  const type = member(insight, 'insightType') ?? 'Insight';
  const name = member(insight, 'eventName');
  return name === null ? type : `${type} ${name}`;
}

/** A digest lists hashes of the log files of an hour: nobody's act, but it shows that logging went on and is intact. */
function digestEvent(record: LazyRecord): EventDraft | Reject {
  const text = firstText(record, ['digestEndTime', 'digestStartTime']);
  const time = text === null ? null : parseUtcByContract(text);
  if (time === null) return reject(text === null ? 'no time (digestEndTime)' : 'unreadable time (digestEndTime)');
  const account = filled(record.text('awsAccountId'));
  const files = asObjects(record.any('logFiles')).length;
  return {
    recordId: filled(record.text('digestS3Object')),
    time,
    class: 'other',
    action: 'CloudTrailDigest',
    outcome: 'none',
    actor: null,
    app: 'cloudtrail.amazonaws.com',
    resource: filled(record.text('digestS3Object')),
    detail: { log_files: String(files), ...(account === null ? {} : { account }) },
  };
}

export const trailJson: Shape = {
  id: 'trail-json',
  record: 'json',
  reads: READS,
  fidelity: 3,
  signature: 'eventSource and eventName with awsRegion, userIdentity, eventVersion or recipientAccountId',
  accepts: (record) =>
    (record.has('eventName') && record.has('awsRegion') && record.has('sourceIPAddress') && record.has('userAgent')) ||
    (record.has('eventSource') &&
      record.has('eventName') &&
      (record.has('userIdentity') ||
        record.has('awsRegion') ||
        record.has('recipientAccountId') ||
        (record.has('eventVersion') && record.has('eventID')))) ||
    (record.has('insightDetails') && record.has('eventCategory')) ||
    (record.has('digestS3Bucket') && record.has('digestStartTime')),
  toEvent: (record) => {
    if (record.has('digestS3Bucket') && !record.has('eventName')) return digestEvent(record);
    return toDraft(eventOf(record));
  },
};

/** Envelope of the API and of `aws cloudtrail lookup-events`: the record is a text inside. */
export const lookupEvents: Shape = {
  id: 'lookup-events',
  record: 'json',
  reads: ['EventId', 'EventName', 'CloudTrailEvent'],
  fidelity: 3,
  signature: 'CloudTrailEvent with EventId',
  accepts: (record) => record.has('CloudTrailEvent') && record.has('EventId'),
  toEvent: (record): ReturnType<Shape['toEvent']> | Skip | Reject => {
    const inner = object(record.any('CloudTrailEvent'));
    if (!inner) return reject('CloudTrailEvent holds no record');
    return toDraft(eventOf(plainRecord(inner)));
  },
};

/**
 * Answers of `aws logs filter-log-events` and `get-log-events` for the log group of a trail: a page of events, each with the
 * record as text.
 */
export const cloudWatchPages: Shape = {
  id: 'cloudwatch-pages',
  record: 'json',
  reads: ['events', 'searchedLogStreams', 'nextForwardToken', 'nextBackwardToken', 'nextToken'],
  fidelity: 3,
  signature: 'events with message and ingestionTime, whose message is a CloudTrail record',
  split: { list: 'events', by: 'eventId' },
  accepts: (record) => {
    const events = record.any('events');
    const first = Array.isArray(events) ? asObject(events[0]) : null;
    const message = member(first, 'message');
    return message !== null && first?.ingestionTime !== undefined && message.includes('"eventSource"');
  },
  toEvent: (record): ReturnType<Shape['toEvent']> => {
    const inner = object(asObject(record.any('events'))?.message);
    return inner ? toDraft(eventOf(plainRecord(inner))) : skip('a log line that is no CloudTrail record');
  },
};

const noList = (path: string): never => {
  throw new Error(`no list is looked into here: "${path}"`);
};

/** A parsed object as a record; only top-level names are asked for. */
export function plainRecord(value: Plain): LazyRecord {
  const any = (path: string): unknown => (Object.hasOwn(value, path) ? value[path] : undefined);
  const text = (path: string): string | null => member(value, path);
  const record: LazyRecord = {
    any,
    text,
    has: (path) => any(path) !== undefined,
    num: () => null,
    bool: (path) => booleanOf(any(path)),
    derived: (_path, make) => make(record),
    each: noList,
    derivedEach: noList,
    derivedFrom: (_from, make) => make(),
  };
  return record;
}
