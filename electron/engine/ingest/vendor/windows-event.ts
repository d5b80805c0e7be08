/** A Windows event, whatever form it was exported in: its data, its message, its time. Pure. */

import { parseInstant, parseUtcByContract } from '../../../../shared/model/time';
import type { SourceContext } from '../source';
import { asObject, filled, type Plain, parsed } from './fields';
import { readWritten } from './local-time';

/** One event, whatever form it was exported in. */
export interface WindowsEvent {
  id: number;
  time: number | null;
  timeText: string | null;
  /** The time has no zone and the person named none. */
  needsZone: boolean;
  provider: string | null;
  channel: string | null;
  computer: string | null;
  record: string | null;
  /** EventData by name; `-` is how Windows writes an empty value. */
  data: ReadonlyMap<string, string>;
  message: string | null;
  /** Audit success or failure, where the form keeps the keywords. */
  isFailure: boolean | null;
  warnings: string[];
}

const NOTHING = /^(-|%%1793|\(null\)|n\/a)$/i;

/** A value of EventData; null for the ways in which Windows writes none. */
export function dataOf(event: WindowsEvent, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = filled(event.data.get(name) ?? null);
    if (text !== null && !NOTHING.test(text)) return text;
  }
  return null;
}

// ---- EventData

/** `{Data: [{@Name, #text}]}` (EvtxECmd, xmltodict), or members by name (evtx_dump). */
export function eventData(value: unknown): Map<string, string> {
  const data = new Map<string, string>();
  const object = asObject(parsed(value));
  const outer = asObject(object?.EventData) ?? asObject(object?.UserData) ?? object;
  const inner = outer && (named(outer) ?? outer);
  if (!inner) return data;
  const list = Array.isArray(inner.Data) ? inner.Data : asObject(inner.Data) ? [inner.Data] : [];
  let unnamed = 0;
  for (const each of list.flatMap(texts)) {
    const item = asObject(each);
    const name = item?.['@Name'] ?? asObject(item?.['#attributes'])?.Name ?? item?.Name;
    const text = item ? (item['#text'] ?? item.Value ?? item['@Value']) : each;
    put(data, typeof name === 'string' ? name : `Data${unnamed++}`, text);
  }
  if (typeof inner.Data === 'string') put(data, 'Data0', inner.Data);
  for (const [name, text] of Object.entries(inner)) if (name !== 'Data') put(data, name, text);
  return data;
}

/** Values without names stand in one element, as a list of texts. */
function texts(each: unknown): unknown[] {
  const inner = asObject(each)?.['#text'];
  return Array.isArray(inner) ? inner : [each];
}

/** UserData has one element of the provider's own around its members (`EventXML`, `LogFileCleared`). */
function named(outer: Plain): Plain | null {
  const members = Object.entries(outer).filter(([name]) => !/^[@#]/.test(name));
  const only = members.length === 1 ? members[0]! : null;
  return only && only[0] !== 'Data' ? asObject(only[1]) : null;
}

/** Adds a value unless the name has one. */
export function put(data: Map<string, string>, name: string, value: unknown): void {
  if (value === null || value === undefined || data.has(name)) return;
  if (typeof value === 'object') {
    const text = asObject(value)?.['#text'];
    if (typeof text === 'string') data.set(name, text);
    return;
  }
  data.set(name, String(value));
}

/**
 * Labels of the message that Windows writes in English, section by section: `Account Name` stands under Subject and under
 * New Logon. Only where EventData is missing; in another language it tells nothing.
 */
export function messageData(message: string | null): Map<string, string> {
  const data = new Map<string, string>();
  if (message === null) return data;
  let section = '';
  for (const line of message.slice(0, 8_192).split(/\r?\n/)) {
    const match = /^(\s*)([A-Z][A-Za-z /]{2,40}):\s*(.*)$/.exec(line);
    if (!match) continue;
    const [, indent = '', label = '', value = ''] = match;
    if (value.trim() === '' && indent === '') section = label.trim();
    else
      put(
        data,
        NAMES_IN_MESSAGES[`${section}|${label.trim()}`] ?? NAMES_IN_MESSAGES[label.trim()] ?? label.trim(),
        value.trim(),
      );
  }
  return data;
}

const section = (title: string, prefix: string): [string, string][] => [
  [`${title}|Security ID`, `${prefix}UserSid`],
  [`${title}|Account Name`, `${prefix}UserName`],
  [`${title}|Account Domain`, `${prefix}DomainName`],
  [`${title}|Logon ID`, `${prefix}LogonId`],
];
const NAMES_IN_MESSAGES: Readonly<Record<string, string>> = Object.fromEntries([
  ...section('Subject', 'Subject'),
  ...section('New Logon', 'Target'),
  ...section('Account For Which Logon Failed', 'Target'),
  ...section('Account Whose Credentials Were Used', 'Target'),
  ...section('Account Information', 'Target'),
  ...section('Target Account', 'Target'),
  ...section('Member', 'Member'),
  ['User ID', 'TargetSid'],
  ['Supplied Realm Name', 'TargetDomainName'],
  ['Account That Was Locked Out|Account Name', 'TargetUserName'],
  ['Account That Was Locked Out|Security ID', 'TargetUserSid'],
  ['Logon Account', 'TargetUserName'],
  ['Logon Type', 'LogonType'],
  ['Source Network Address', 'IpAddress'],
  ['Client Address', 'IpAddress'],
  ['Source Port', 'IpPort'],
  ['Client Port', 'IpPort'],
  ['Workstation Name', 'WorkstationName'],
  ['Source Workstation', 'Workstation'],
  ['Status', 'Status'],
  ['Result Code', 'Status'],
  ['Failure Code', 'Status'],
  ['Error Code', 'Status'],
  ['Sub Status', 'SubStatus'],
  ['Logon GUID', 'LogonGuid'],
  ['Logon Process', 'LogonProcessName'],
  ['Authentication Package', 'AuthenticationPackageName'],
  ['Service Name', 'ServiceName'],
  ['Target Server Name', 'TargetServerName'],
  ['Pre-Authentication Type', 'PreAuthType'],
  ['Calling Station Identifier', 'CallingStationID'],
  ['Reason Code', 'ReasonCode'],
  ['Reason', 'Reason'],
]);

// ---- Times

export interface Timed {
  time: number | null;
  needsZone: boolean;
  warnings: string[];
}

/** PowerShell 5 writes `/Date(1621365213000)/` into JSON. */
export function timeOf(text: string | null, isUtc: boolean, context: SourceContext): Timed {
  if (text === null) return { time: null, needsZone: false, warnings: [] };
  const ms = /^\/Date\((-?\d{1,15})/.exec(text);
  if (ms) return { time: Number(ms[1]), needsZone: false, warnings: [] };
  const utc = isUtc ? parseUtcByContract(text) : parseInstant(text);
  if (utc !== null) return { time: utc, needsZone: false, warnings: [] };
  const zone = isUtc ? 'UTC' : context.zone;
  const local = zone === null ? null : naive(text);
  const { time, warning } = readWritten(local ?? text, { zone, dayFirst: context.dayFirst });
  return {
    time: time !== null && Math.abs(time) < 8.64e15 ? time : null,
    needsZone: time === null && zone === null,
    warnings: warning ? [warning] : [],
  };
}

/** `2024-01-31 10:22:33` in the form that the reader of local times takes. */
const naive = (text: string): string | null =>
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) && !/(Z|[+-]\d\d:?\d\d)$/i.test(text)
    ? text.replace(/-/g, '/').replace('T', ' ')
    : null;

/** Names of EventData that the flat forms are asked for: a flat record does not say where its data begin. */
export const DATA_NAMES: readonly string[] = [
  'SubjectUserSid',
  'SubjectUserName',
  'SubjectDomainName',
  'SubjectLogonId',
  'TargetUserSid',
  'TargetSid',
  'TargetUserName',
  'TargetDomainName',
  'TargetLogonId',
  'TargetLinkedLogonId',
  'TargetOutboundUserName',
  'LogonType',
  'LogonProcessName',
  'AuthenticationPackageName',
  'PackageName',
  'LmPackageName',
  'LogonGuid',
  'WorkstationName',
  'Workstation',
  'ClientName',
  'IpAddress',
  'ClientAddress',
  'IpPort',
  'Status',
  'SubStatus',
  'FailureReason',
  'FailureCode',
  'ElevatedToken',
  'TicketEncryptionType',
  'TicketOptions',
  'PreAuthType',
  'CertIssuerName',
  'CertSerialNumber',
  'CertThumbprint',
  'ServiceName',
  'ServiceSid',
  'TargetServerName',
  'TargetInfo',
  'ProcessName',
  'NewProcessName',
  'MemberName',
  'MemberSid',
  'PrivilegeList',
  'CallerComputerName',
  'ShareName',
  'RelativeTargetName',
  'ObjectName',
  'ObjectDN',
  'AttributeLDAPDisplayName',
  'AttributeValue',
  'TaskName',
  'ServiceFileName',
  'SessionName',
  'Param1',
  'Param2',
  'Param3',
  'User',
  'Address',
  'SessionID',
  'FullyQualifiedSubjectUserName',
  'CallingStationID',
  'CalledStationID',
  'NASIPv4Address',
  'NASIdentifier',
  'ClientIPAddress',
  'NetworkPolicyName',
  'ProxyPolicyName',
  'AuthenticationProvider',
  'AuthenticationServer',
  'AuthenticationType',
  'EAPType',
  'AccountSessionIdentifier',
  'ReasonCode',
  'Reason',
  'QuarantineState',
];
