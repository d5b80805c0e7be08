/** Windows events as the event log renders them in XML, and the fields that Splunk makes of a rendered event. Pure. */
import type { LazyRecord } from '../source';
import { filled, scalars } from './fields';
import { put } from './windows-event';

/** What a text tells of an event, before its time is read. */
interface TextEvent {
  id: string | null;
  provider: string | null;
  timeText: string | null;
  channel: string | null;
  computer: string | null;
  record: string | null;
  keywords: string | null;
  data: Map<string, string>;
  message: string | null;
}

const TEXT_LIMIT = 256 * 1024; // characters of one event
const DATA_LIMIT = 200; // values of one event
const SYSTEM_LIMIT = 4 * 1024; // characters: patterns below try each beginning, so that hostile text must be short
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The five entities of XML, and characters by number. */
function unescaped(text: string): string {
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name) return ENTITIES[(name as string).toLowerCase()]!;
    const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}

const EVENT = /<Event(?:\s[^>]{0,300})?>\s*<System>/;
/** Cheap look: is there one rendered event in the line, with a whole System element? */
export const isEventXml = (line: string): boolean =>
  EVENT.test(line.slice(0, 2_048)) &&
  line.includes('</System>') &&
  line.indexOf('<System>') === line.lastIndexOf('<System>');

/** One event as XML: `<Event><System>…</System><EventData><Data Name='…'>…</Data></EventData></Event>`. */
export function readEventXml(line: string): TextEvent {
  const text = line.slice(0, TEXT_LIMIT);
  const from = text.indexOf('<System>');
  const system = text.slice(from, text.indexOf('</System>', from)).slice(0, SYSTEM_LIMIT);
  const element = (name: string): string | null => {
    const found = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]{0,1000})</${name}>`).exec(system);
    return found ? filled(unescaped(found[1]!)) : null;
  };
  const attribute = (name: string, of: string): string | null => {
    const found = new RegExp(`<${name}\\s[^>]*?\\b${of}=(?:'([^']*)'|"([^"]*)")`).exec(system);
    return found ? filled(unescaped(found[1] ?? found[2] ?? '')) : null;
  };
  const data = readXmlData(text.slice(from + system.length));
  if (data.size === 0) {
    const start = text.indexOf('<UserData>');
    const inner = start < 0 ? '' : text.slice(start, Math.max(start, text.indexOf('</UserData>', start)));
    for (const each of inner.matchAll(/<([A-Za-z]\w{0,80})(?:\s[^>]{0,300})?>([^<]*)<\/\1>/g)) {
      if (data.size >= DATA_LIMIT) break;
      put(data, each[1]!, unescaped(each[2]!));
    }
  }
  const message = /<Message>([^<]*)<\/Message>/.exec(text)?.[1];
  return {
    id: element('EventID'),
    provider: attribute('Provider', 'Name'),
    timeText: attribute('TimeCreated', 'SystemTime'),
    channel: element('Channel'),
    computer: element('Computer'),
    record: element('EventRecordID'),
    keywords: element('Keywords'),
    data,
    message: message === undefined ? null : filled(unescaped(message)),
  };
}

/** The `<Data Name="…">` of an event, in whatever stands around them. */
export function readXmlData(text: string): Map<string, string> {
  const data = new Map<string, string>();
  let unnamed = 0;
  for (const each of text
    .slice(0, TEXT_LIMIT)
    .matchAll(/<Data(?:\s+Name=(?:'([^']*)'|"([^"]*)"))?\s*(?:\/>|>([^<]*)<\/Data>)/g)) {
    if (data.size >= DATA_LIMIT) break;
    const name = unescaped(each[1] ?? each[2] ?? '');
    put(data, name === '' ? `Data${unnamed++}` : name, unescaped(each[3] ?? ''));
  }
  return data;
}

/** Rendered events have the provider's display name. */
export const providerOf = (source: string | null): string | null =>
  source !== null && /^microsoft windows security auditing\.?$/i.test(source)
    ? 'Microsoft-Windows-Security-Auditing'
    : source;

/**
 * Fields that Splunk extracts from the message. One label stands under several headings: `Account_Name` then has a value for
 * each, on a line of its own, and the last is the account that the event is about.
 */
export const SPLUNK_FIELDS: Readonly<Record<string, string>> = {
  Account_Name: 'TargetUserName',
  Account_Domain: 'TargetDomainName',
  Security_ID: 'TargetUserSid',
  Logon_Type: 'LogonType',
  Logon_ID: 'TargetLogonId',
  Logon_Process: 'LogonProcessName',
  Authentication_Package: 'AuthenticationPackageName',
  Source_Network_Address: 'IpAddress',
  Client_Address: 'IpAddress',
  Source_Port: 'IpPort',
  Workstation_Name: 'WorkstationName',
  Source_Workstation: 'Workstation',
  Status: 'Status',
  Sub_Status: 'SubStatus',
  Result_Code: 'Status',
  Failure_Code: 'Status',
  Error_Code: 'Status',
  Service_Name: 'ServiceName',
  Logon_Account: 'TargetUserName',
  Logon_GUID: 'LogonGuid',
  Pre_Authentication_Type: 'PreAuthType',
};

export function splunkData(row: LazyRecord, name: (column: string) => string): Map<string, string> {
  const data = new Map<string, string>();
  for (const [column, as] of Object.entries(SPLUNK_FIELDS)) {
    const value = row.any(name(column));
    const values = (Array.isArray(value) ? scalars(value) : [row.text(name(column)) ?? ''])
      .flatMap((text) => text.split(/\r?\n/))
      .map((text) => text.trim())
      .filter((text) => text !== '');
    if (values.length > 0) put(data, as, values.at(-1));
    if (values.length > 1 && as.startsWith('Target')) put(data, as.replace('Target', 'Subject'), values[0]);
  }
  return data;
}
