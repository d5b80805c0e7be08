/**
 * The forms in which analysts export Windows events: EvtxECmd CSV and JSON, Winlogbeat, NXLog, XML as it is and turned to JSON,
 * Log Analytics, PowerShell, Splunk. One reading for all, shared by the sources that live in Windows logs. Pure.
 */
import type { EventDraft } from '../../../../shared/model/event';
import type { LazyRecord, Reject, Shape, Skip, SourceContext } from '../source';
import { asObject, filled, firstText, scalars } from './fields';
import { DATA_NAMES, eventData, messageData, put, timeOf, type WindowsEvent } from './windows-event';
import { isEventXml, providerOf, readEventXml, readXmlData, SPLUNK_FIELDS, splunkData } from './windows-texts';

type Mapping = (event: WindowsEvent, context: SourceContext) => EventDraft | Skip | Reject;
/** Which events a source takes, by provider (lower case) and id. */
export type Takes = (provider: string, id: number) => boolean;

interface Form {
  id: string;
  record: Shape['record'];
  fidelity: number;
  reads: readonly string[];
  signature: string;
  /** Cheap look: is it this form? */
  fits(record: LazyRecord): boolean;
  /** Provider and event id alone. */
  peek(record: LazyRecord): { provider: string | null; id: number | null };
  read(record: LazyRecord, context: SourceContext): WindowsEvent;
}

const idOf = (text: string | null): number | null =>
  text !== null && /^\d{1,5}(\.0+)?$/.test(text.trim()) ? Math.trunc(Number(text)) : null;

const failureOf = (keywords: string | null): boolean | null => {
  if (keywords === null) return null;
  if (/failure|0x8010000000000000/i.test(keywords)) return true;
  return /success|0x8020000000000000/i.test(keywords) ? false : null;
};

// EvtxECmd: names are the same in CSV and JSON, lower case in CSV.
const ECMD = [
  'RecordNumber',
  'EventRecordId',
  'TimeCreated',
  'EventId',
  'Provider',
  'Channel',
  'Computer',
  'UserId',
  'MapDescription',
  'UserName',
  'RemoteHost',
  'PayloadData1',
  'PayloadData2',
  'PayloadData3',
  'PayloadData4',
  'PayloadData5',
  'PayloadData6',
  'Keywords',
  'Payload',
] as const;

/** What EvtxECmd's maps put into its six columns, for a CSV without `Payload`. */
function mappedData(get: (name: (typeof ECMD)[number]) => string | null): Map<string, string> {
  const data = new Map<string, string>();
  const texts = [1, 2, 3, 4, 5, 6].map((n) => get(`PayloadData${n}` as (typeof ECMD)[number]) ?? '');
  for (const text of texts) {
    const match = /^([A-Za-z][\w ]{1,30}?):?\s+(.+)$/.exec(text);
    if (match)
      put(data, match[1] === 'Target' ? 'Target' : (COLUMN_NAMES[match[1]!.toLowerCase()] ?? match[1]!), match[2]);
  }
  const target = /^(?:(.+)\\)?([^\\]+?)(?:\s+\((S-1-[\d-]+)\))?$/.exec(data.get('Target') ?? '');
  if (target) {
    put(data, 'TargetUserName', target[2]);
    put(data, 'TargetDomainName', target[1]);
    put(data, 'TargetUserSid', target[3]);
  }
  const subject = /^(?:(.+)\\)?([^\\]+?)(?:\s+\((S-1-[\d-]+)\))?$/.exec(get('UserName') ?? '');
  if (subject) {
    put(data, 'SubjectUserName', subject[2]);
    put(data, 'SubjectDomainName', subject[1]);
    put(data, 'SubjectUserSid', subject[3]);
  }
  const remote = get('RemoteHost') ?? '';
  const host = /^(.*?)\s*\(([^()]*)\)$/.exec(remote);
  put(data, 'WorkstationName', host ? host[1] : undefined);
  put(data, 'IpAddress', host ? host[2] : remote || undefined);
  return data;
}
const COLUMN_NAMES: Readonly<Record<string, string>> = {
  logontype: 'LogonType',
  logonid: 'TargetLogonId',
  failurereason1: 'StatusText',
  failurereason2: 'SubStatusText',
  status: 'Status',
  servicename: 'ServiceName',
  preauthtype: 'PreAuthType',
  workstation: 'Workstation',
  targetservername: 'TargetServerName',
  authenticationpackagename: 'AuthenticationPackageName',
};

function evtxecmd(record: 'csv' | 'json'): Form {
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  return {
    id: `evtxecmd-${record}`,
    record,
    fidelity: record === 'csv' ? 2 : 3,
    reads: ECMD.map(name),
    signature: 'EventId, Provider, Channel, MapDescription or PayloadData1, TimeCreated',
    fits: (row) =>
      row.has(name('EventId')) &&
      row.has(name('TimeCreated')) &&
      row.has(name('Channel')) &&
      (row.has(name('MapDescription')) || row.has(name('PayloadData1')) || row.has(name('Payload'))),
    peek: (row) => ({ provider: row.text(name('Provider')), id: idOf(row.text(name('EventId'))) }),
    read: (row, context) => {
      const get = (column: (typeof ECMD)[number]): string | null => filled(row.text(name(column)));
      const payload = eventData(row.any(name('Payload')));
      const timeText = get('TimeCreated');
      return {
        id: idOf(get('EventId')) ?? 0,
        timeText,
        // The tool writes UTC unless told otherwise; then the zone is in the text.
        ...timeOf(timeText, true, context),
        provider: get('Provider'),
        channel: get('Channel'),
        computer: get('Computer'),
        record: get('EventRecordId') ?? get('RecordNumber'),
        data: payload.size > 0 ? payload : mappedData(get),
        message: get('MapDescription'),
        isFailure: failureOf(get('Keywords')),
      };
    },
  };
}

const WINLOG: Form = {
  id: 'winlogbeat',
  record: 'json',
  fidelity: 3,
  reads: ['winlog', '@timestamp', 'event', 'message', 'host'],
  signature: 'winlog.event_id (or event.code), winlog.channel, @timestamp',
  fits: (record) => record.has('winlog') && record.has('@timestamp'),
  peek: (record) => ({
    provider: record.text('winlog.provider_name'),
    id: idOf(record.text('winlog.event_id') ?? record.text('event.code')),
  }),
  read: (record, context) => {
    const timeText = filled(record.text('@timestamp'));
    const keywords = record.any('winlog.keywords');
    return {
      id: idOf(record.text('winlog.event_id') ?? record.text('event.code')) ?? 0,
      timeText,
      ...timeOf(timeText, true, context),
      provider: record.text('winlog.provider_name') ?? record.text('event.provider'),
      channel: record.text('winlog.channel'),
      computer: record.text('winlog.computer_name') ?? record.text('host.name'),
      record: record.text('winlog.record_id'),
      data: eventData(record.any('winlog.event_data') ?? record.any('winlog.user_data')),
      message: filled(record.text('message')),
      isFailure: failureOf(Array.isArray(keywords) ? scalars(keywords).join(' ') : record.text('event.outcome')),
    };
  },
};

/** XML turned to JSON: `Event.System` and `Event.EventData`, attributes as `@x`, `#attributes` or plain. */
const EVENT: Form = {
  id: 'event-json',
  record: 'json',
  fidelity: 3,
  reads: ['Event'],
  signature: 'Event.System with EventID and TimeCreated, Event.EventData',
  fits: (record) => record.has('Event.System.EventID'),
  peek: (record) => {
    const system = asObject(record.any('Event.System'));
    return { provider: attribute(system?.Provider, 'Name'), id: idOf(plainText(system?.EventID)) };
  },
  read: (record, context) => {
    const system = asObject(record.any('Event.System'));
    const timeText = attribute(system?.TimeCreated, 'SystemTime');
    return {
      id: idOf(plainText(system?.EventID)) ?? 0,
      timeText,
      ...timeOf(timeText, true, context),
      provider: attribute(system?.Provider, 'Name'),
      channel: plainText(system?.Channel),
      computer: plainText(system?.Computer),
      record: plainText(system?.EventRecordID),
      data: eventData(record.any('Event.EventData') ?? record.any('Event.UserData')),
      message: plainText(asObject(record.any('Event.RenderingInfo'))?.Message),
      isFailure: failureOf(plainText(system?.Keywords)),
    };
  },
};

function attribute(value: unknown, name: string): string | null {
  const object = asObject(value);
  const found = object?.[`@${name}`] ?? asObject(object?.['#attributes'])?.[name] ?? object?.[name];
  return typeof found === 'string' ? filled(found) : null;
}

function plainText(value: unknown): string | null {
  if (typeof value === 'string' || typeof value === 'number') return filled(String(value));
  const text = asObject(value)?.['#text'];
  return typeof text === 'string' || typeof text === 'number' ? filled(String(text)) : null;
}

const FLAT_TIMES = ['@timestamp', 'TimeCreated', 'UtcTime', 'EventTime', 'TimeGenerated', 'SystemTime'] as const;

/** EventData at the top of the record: NXLog, and collectors that flatten. */
const FLAT: Form = {
  id: 'flat-json',
  record: 'json',
  fidelity: 2,
  reads: [
    ...FLAT_TIMES,
    'EventID',
    'EventId',
    'Channel',
    'SourceName',
    'ProviderName',
    'Provider',
    'Hostname',
    'Computer',
    'RecordNumber',
    'EventRecordID',
    'Message',
    'Keywords',
    'EventType',
    'PayloadData1',
    'MapDescription',
    'Payload',
    'RuleTitle',
    'EventSourceName',
    'Account',
    'EventData',
    ...DATA_NAMES,
  ],
  signature: 'EventID, Channel and Hostname or Computer, EventData at the top',
  fits: (record) =>
    (record.has('EventID') || record.has('EventId')) &&
    record.has('Channel') &&
    (record.has('Hostname') || record.has('Computer')) &&
    !record.has('RuleTitle') &&
    !record.has('MapDescription') &&
    !record.has('PayloadData1') &&
    !record.has('Payload') &&
    !(
      record.has('TimeGenerated') &&
      (record.has('EventSourceName') || record.has('Account') || record.has('Provider'))
    ),
  peek: (record) => ({
    provider: record.text('SourceName') ?? record.text('ProviderName') ?? record.text('Provider'),
    id: idOf(record.text('EventID') ?? record.text('EventId')),
  }),
  read: (record, context) => {
    const named = FLAT_TIMES.find((name) => filled(record.text(name)) !== null);
    const timeText = named ? filled(record.text(named)) : null;
    const data = eventData(record.any('EventData'));
    for (const name of DATA_NAMES) put(data, name, record.any(name));
    const message = filled(record.text('Message'));
    return {
      id: idOf(record.text('EventID') ?? record.text('EventId')) ?? 0,
      timeText,
      // NXLog's `EventTime` is the machine's local time; the others are UTC by their makers' word.
      ...timeOf(timeText, named !== 'EventTime' && named !== 'TimeCreated', context),
      provider: record.text('SourceName') ?? record.text('ProviderName') ?? record.text('Provider'),
      channel: filled(record.text('Channel')),
      computer: filled(record.text('Hostname') ?? record.text('Computer')),
      record: filled(record.text('RecordNumber') ?? record.text('EventRecordID')),
      data: data.size > 0 ? data : messageData(message),
      message,
      isFailure: failureOf(record.text('EventType') ?? record.text('Keywords')),
    };
  },
};

/** `SecurityEvent`, `WindowsEvent` and the older `Event` of Log Analytics; the last keeps its data as XML. */
function logAnalytics(record: 'csv' | 'json'): Form {
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  const times = record === 'csv' ? ['timegenerated'] : ['TimeGenerated', 'TimeGenerated [UTC]'];
  const own = [
    'EventID',
    'Computer',
    'EventSourceName',
    'Provider',
    'Channel',
    'EventRecordId',
    'EventOriginId',
    'Activity',
    'EventData',
    'Account',
    'AccountType',
    'Source',
    'EventLog',
    'RenderedDescription',
  ];
  const providers = ['EventSourceName', 'Provider', 'Source'].map(name);
  const channels = ['Channel', 'EventLog'].map(name);
  const messages = ['Activity', 'RenderedDescription'].map(name);
  return {
    id: `log-analytics-${record}`,
    record,
    fidelity: 2,
    reads: [...new Set([...own, ...DATA_NAMES].map(name)), ...times],
    signature: 'columns TimeGenerated, EventID, Computer, EventSourceName, Provider, or Source and EventLog',
    fits: (row) =>
      times.some((time) => row.has(time)) &&
      row.has(name('EventID')) &&
      row.has(name('Computer')) &&
      (row.has(name('EventSourceName')) ||
        row.has(name('Provider')) ||
        row.has(name('Account')) ||
        (row.has(name('Source')) && row.has(name('EventLog')))),
    peek: (row) => ({
      provider: row.text(name('EventSourceName')) ?? row.text(name('Provider')) ?? row.text(name('Source')),
      id: idOf(row.text(name('EventID'))),
    }),
    read: (row, context) => {
      const timeText = times.map((time) => filled(row.text(time))).find((text) => text !== null) ?? null;
      const written = filled(row.text(name('EventData')));
      const data = written?.startsWith('<') ? readXmlData(written) : eventData(row.any(name('EventData')));
      for (const each of DATA_NAMES) {
        const value = row.any(name(each));
        if (value !== '') put(data, each, value);
      }
      return {
        id: idOf(row.text(name('EventID'))) ?? 0,
        timeText,
        ...timeOf(timeText, true, context),
        provider: firstText(row, providers),
        channel: firstText(row, channels),
        computer: filled(row.text(name('Computer'))),
        record: filled(row.text(name('EventRecordId'))) ?? filled(row.text(name('EventOriginId'))),
        data,
        message: firstText(row, messages),
        isFailure: null,
      };
    },
  };
}

/** `Get-WinEvent` through ConvertTo-Json or Export-Csv: the message is all there is, in the machine's language and time. */
function powershell(record: 'csv' | 'json'): Form {
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  return {
    id: `powershell-${record}`,
    record,
    fidelity: 1,
    reads: [
      'TimeCreated',
      'Id',
      'ProviderName',
      'LogName',
      'MachineName',
      'RecordId',
      'Message',
      'KeywordsDisplayNames',
    ].map(name),
    signature: 'TimeCreated, Id, ProviderName, LogName, Message',
    fits: (row) =>
      row.has(name('TimeCreated')) && row.has(name('Id')) && row.has(name('ProviderName')) && row.has(name('LogName')),
    peek: (row) => ({ provider: row.text(name('ProviderName')), id: idOf(row.text(name('Id'))) }),
    read: (row, context) => {
      const created = asObject(row.any(name('TimeCreated')));
      const timeText = filled(created ? plainText(created.value ?? created.DateTime) : row.text(name('TimeCreated')));
      const message = filled(row.text(name('Message')));
      const keywords = row.any(name('KeywordsDisplayNames'));
      return {
        id: idOf(row.text(name('Id'))) ?? 0,
        timeText,
        ...timeOf(timeText, false, context),
        provider: filled(row.text(name('ProviderName'))),
        channel: filled(row.text(name('LogName'))),
        computer: filled(row.text(name('MachineName'))),
        record: filled(row.text(name('RecordId'))),
        data: messageData(message),
        message,
        isFailure: failureOf(
          Array.isArray(keywords) ? scalars(keywords).join(' ') : filled(row.text(name('KeywordsDisplayNames'))),
        ),
      };
    },
  };
}

/** As the event log renders it, one event a record. */
const XML: Form = {
  id: 'event-xml',
  record: 'line',
  fidelity: 3,
  reads: ['line'],
  signature: '<Event> with <System> and <EventData>',
  fits: (record) => isEventXml(record.text('line') ?? ''),
  peek: (record) => {
    const event = readEventXml(record.text('line') ?? '');
    return { provider: event.provider, id: idOf(event.id) };
  },
  read: (record, context) => {
    const { id, keywords, ...event } = readEventXml(record.text('line') ?? '');
    return { ...event, id: idOf(id) ?? 0, ...timeOf(event.timeText, true, context), isFailure: failureOf(keywords) };
  },
};

/** A search result of Splunk's: the fields that it extracts from a rendered event. */
function splunk(record: 'csv' | 'json'): Form {
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  const own = [
    '_time',
    'EventCode',
    'LogName',
    'SourceName',
    'ComputerName',
    'host',
    'RecordNumber',
    'Keywords',
    'Message',
  ];
  return {
    id: `splunk-${record}`,
    record,
    fidelity: 2,
    reads: [...own, ...Object.keys(SPLUNK_FIELDS)].map(name),
    signature: '_time, EventCode, ComputerName or host, Message or Account_Name',
    fits: (row) =>
      row.has(name('EventCode')) &&
      row.has(name('_time')) &&
      (row.has(name('ComputerName')) || row.has(name('host'))) &&
      (row.has(name('Message')) || row.has(name('Account_Name')) || row.has(name('LogName'))),
    peek: (row) => ({
      // The Security log's own provider, where neither is among the fields that the search kept.
      provider: providerOf(filled(row.text(name('SourceName')))),
      id: idOf(row.text(name('EventCode'))),
    }),
    read: (row, context) => {
      const timeText = filled(row.text(name('_time')));
      const message = filled(row.text(name('Message')));
      const data = messageData(message);
      for (const [key, value] of splunkData(row, name)) put(data, key, value);
      return {
        id: idOf(row.text(name('EventCode'))) ?? 0,
        timeText,
        ...timeOf(timeText, false, context),
        provider: providerOf(filled(row.text(name('SourceName')))),
        channel: filled(row.text(name('LogName'))),
        computer: filled(row.text(name('ComputerName'))) ?? filled(row.text(name('host'))),
        record: filled(row.text(name('RecordNumber'))),
        data,
        message,
        isFailure: failureOf(filled(row.text(name('Keywords')))),
      };
    },
  };
}

const FORMS: readonly Form[] = [
  evtxecmd('csv'),
  evtxecmd('json'),
  WINLOG,
  EVENT,
  FLAT,
  logAnalytics('json'),
  logAnalytics('csv'),
  powershell('json'),
  powershell('csv'),
  XML,
  splunk('json'),
  splunk('csv'),
];

/** Shapes of a source that lives in Windows logs: all forms, for the events that it takes. */
export function windowsShapes(takes: Takes, map: Mapping): Shape[] {
  return FORMS.map((form) => ({
    id: form.id,
    record: form.record,
    reads: form.reads,
    fidelity: form.fidelity,
    signature: form.signature,
    accepts: (record) => {
      if (!form.fits(record)) return false;
      const { provider, id } = form.peek(record);
      return id !== null && takes(provider?.toLowerCase() ?? '', id);
    },
    toEvent: (record, context) => map(form.read(record, context), context),
  }));
}
