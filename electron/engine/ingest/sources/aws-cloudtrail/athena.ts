/** Rows of Athena, CloudTrail Lake and data lakes: the record's fields as columns, lower case, nested parts as text. */
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { LazyRecord, Shape } from '../../source';
import { asObject, filled, firstText, type Plain, parsed } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { askedIn, resourceIn } from './asked';
import { toDraft } from './event';
import { identityIn } from './identity';
import { readStruct } from './struct-text';
import type { TrailEvent } from './trail-event';

const PLAIN = [
  'eventversion',
  'eventid',
  'eventtime',
  'eventsource',
  'eventname',
  'eventtype',
  'awsregion',
  'sourceipaddress',
  'useragent',
  'errorcode',
  'errormessage',
  'readonly',
  'requestid',
  'sharedeventid',
  'recipientaccountid',
  'sessioncredentialfromconsole',
] as const;
const NESTED = [
  'useridentity',
  'requestparameters',
  'responseelements',
  'additionaleventdata',
  'serviceeventdetails',
  'resources',
] as const;
/** Queries also select parts of the identity as columns of their own, or flatten it. */
const IDENTITY_PARTS: Readonly<Record<string, readonly string[]>> = {
  type: ['useridentity.type', 'useridentity_type'],
  principalid: ['useridentity.principalid', 'useridentity_principalid'],
  arn: ['useridentity.arn', 'useridentity_arn'],
  accountid: ['useridentity.accountid', 'useridentity_accountid'],
  accesskeyid: ['useridentity.accesskeyid', 'useridentity_accesskeyid'],
  username: ['useridentity.username', 'useridentity_username'],
  invokedby: ['useridentity.invokedby', 'useridentity_invokedby'],
};
const ANSWER_PARTS: Readonly<Record<string, readonly string[]>> = {
  ConsoleLogin: ['responseelements.consolelogin', 'responseelements_consolelogin'],
};
const EXTRA_PARTS: Readonly<Record<string, readonly string[]>> = {
  MFAUsed: ['additionaleventdata.mfaused', 'additionaleventdata_mfaused'],
  LoginTo: ['additionaleventdata.loginto', 'additionaleventdata_loginto'],
  SamlProviderArn: ['additionaleventdata.samlproviderarn', 'additionaleventdata_samlproviderarn'],
};

const nested = (row: LazyRecord, column: string): Plain | null => {
  const value = row.any(column);
  return typeof value === 'string' ? readStruct(value) : asObject(value);
};

function withParts(
  row: LazyRecord,
  whole: Plain | null,
  parts: Readonly<Record<string, readonly string[]>>,
): Plain | null {
  const found: Record<string, unknown> = { ...whole };
  let any = whole !== null;
  for (const [key, columns] of Object.entries(parts)) {
    const value = firstText(row, columns);
    if (value === null) continue;
    found[key] = value;
    any = true;
  }
  return any ? found : null;
}

function eventOf(row: LazyRecord, dayFirst: boolean | null): TrailEvent {
  const timeText = filled(row.text('eventtime'));
  const time = timeText === null ? null : parseUtcByContract(timeText);
  const written = time === null && timeText !== null ? readWritten(timeText, { zone: 'UTC', dayFirst }) : null;
  const resources = row.any('resources');
  return {
    eventId: filled(row.text('eventid')),
    time: time ?? written?.time ?? null,
    timeText,
    source: filled(row.text('eventsource')) ?? 'cloudtrail.amazonaws.com',
    name: filled(row.text('eventname')) ?? 'unnamed call',
    type: filled(row.text('eventtype')),
    region: filled(row.text('awsregion')),
    address: filled(row.text('sourceipaddress')),
    userAgent: filled(row.text('useragent')),
    errorCode: filled(row.text('errorcode')),
    errorMessage: filled(row.text('errormessage')),
    readOnly: row.bool('readonly'),
    requestId: filled(row.text('requestid')),
    sharedEventId: filled(row.text('sharedeventid')),
    recipient: filled(row.text('recipientaccountid')),
    fromConsole: row.bool('sessioncredentialfromconsole') === true,
    identity: identityIn(withParts(row, nested(row, 'useridentity'), IDENTITY_PARTS)),
    asked: askedIn(nested(row, 'requestparameters')),
    response: withParts(row, nested(row, 'responseelements'), ANSWER_PARTS),
    extra: withParts(row, nested(row, 'additionaleventdata'), EXTRA_PARTS),
    service: nested(row, 'serviceeventdetails'),
    resource: resourceIn(typeof resources === 'string' ? parsed(resources) : resources),
    warnings: written?.warning ? [written.warning] : [],
  };
}

const shape = (record: Shape['record'], id: string, fidelity: number): Shape => ({
  id,
  record,
  reads: [
    ...PLAIN,
    ...NESTED,
    ...[IDENTITY_PARTS, ANSWER_PARTS, EXTRA_PARTS].flatMap((parts) => Object.values(parts).flat()),
  ],
  fidelity,
  signature: 'eventname, eventsource and eventtime in lower case, with eventid, awsregion or eventversion',
  accepts: (row) =>
    row.has('eventname') &&
    row.has('eventsource') &&
    row.has('eventtime') &&
    (row.has('eventid') || row.has('awsregion') || row.has('eventversion')),
  toEvent: (row, context) => toDraft(eventOf(row, context.dayFirst)),
});

export const athenaJson = shape('json', 'athena-json', 2);
export const athenaCsv = shape('csv', 'athena-csv', 2);
