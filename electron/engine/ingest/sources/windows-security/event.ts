/** From one Windows event to one of ours. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject, type Skip, skip } from '../../source';
import { readAddress } from '../../vendor/address';
import { short } from '../../vendor/microsoft';
import { dataOf, type WindowsEvent } from '../../vendor/windows-event';
import { EVENTS, type Rule } from './events';
import { memberAccount, subjectAccount, targetAccount, userAccount } from './people';
import { codeOf, KERBEROS, NPS_REASONS, NTSTATUS, type Status } from './statuses';

const LOGON_TYPES: Readonly<Record<string, string>> = {
  '0': 'system',
  '2': 'interactive',
  '3': 'network',
  '4': 'batch',
  '5': 'service',
  '7': 'unlock',
  '8': 'network clear text',
  '9': 'new credentials',
  '10': 'remote interactive',
  '11': 'cached interactive',
  '12': 'cached remote interactive',
  '13': 'cached unlock',
};
const INTERACTIVE = new Set(['2', '7', '10', '11', '12', '13']);

/** Builds the event; rejects what has no time, skips what names nobody and means nothing to us. */
export function toDraft(event: WindowsEvent): EventDraft | Skip | Reject {
  const known = EVENTS.get(event.id);
  const subject = subjectAccount(event);
  if (!known && !subject && !targetAccount(event)) return skip(`Windows event ${event.id} names no account`);
  if (event.time === null) {
    if (event.needsZone) return reject('time without a zone: name the machine’s zone');
    return reject(event.timeText === null ? 'no time' : 'unreadable time');
  }
  const rule: Rule = known ?? {
    class: 'other',
    kind: 'other',
    decide: 'none',
    who: 'subject',
    title: firstLine(event.message) ?? 'Windows event',
  };
  const actor = actorOf(event, rule, subject);
  const decided = decide(event, rule);
  const address = addressOf(event);
  const logonType = dataOf(event, 'LogonType');
  const warnings = address.warning ? [...event.warnings, address.warning] : event.warnings;
  const workstation = workstationOf(event);
  return {
    recordId: event.record === null ? null : `${event.computer ?? ''}/${event.channel ?? ''}/${event.record}`,
    time: event.time,
    class: rule.class,
    action: `${event.id} ${rule.title}`,
    outcome: decided.outcome,
    factor: decided.factor,
    code: decided.code,
    reason: decided.reason,
    actor: decided.isUnknownUser && actor ? { ...actor, kind: 'unknown' } : actor,
    target: targetOf(event, rule, actor),
    app: event.computer,
    resource: dataOf(
      event,
      'ServiceName',
      'TargetServerName',
      'ShareName',
      'ObjectName',
      'ObjectDN',
      'TaskName',
      'NetworkPolicyName',
    ),
    ip: address.ip,
    device: workstation === null ? null : { name: workstation.replace(/^\\+/, '') },
    session: sessionOf(event),
    correlation: guidOf(dataOf(event, 'LogonGuid')),
    protocol: protocolOf(event),
    interactive: logonType === null ? null : INTERACTIVE.has(logonType),
    attempt: { key: attemptKey(event), role: 'outcome' },
    flags: flagsOf(event, rule, decided),
    detail: detailOf(event, rule),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

const firstLine = (message: string | null): string | null => message?.split(/\r?\n/)[0]?.slice(0, 120) ?? null;

// ---- Who

function actorOf(event: WindowsEvent, rule: Rule, subject: ActorDraft | null): ActorDraft | null {
  if (rule.who === 'user') return userAccount(event) ?? targetAccount(event) ?? subject;
  if (rule.who === 'subject') return subject ?? targetAccount(event);
  return targetAccount(event) ?? subject;
}

function targetOf(event: WindowsEvent, rule: Rule, actor: ActorDraft | null): ActorDraft | null {
  if (rule.who !== 'subject') return null;
  const found = memberAccount(event) ?? (rule.kind === 'privilege_change' ? null : targetAccount(event));
  if (!found || found.name?.toLowerCase() === actor?.name?.toLowerCase()) return null;
  return found;
}

// ---- Outcome

interface Decided {
  outcome: Outcome;
  factor: Factor | null;
  code: string | null;
  reason: string | null;
  flags: readonly EventFlag[];
  isUnknownUser: boolean;
}

const plain = (outcome: Outcome, factor: Factor | null = null, code: string | null = null): Decided => ({
  outcome,
  factor,
  code,
  reason: null,
  flags: [],
  isUnknownUser: false,
});

function decide(event: WindowsEvent, rule: Rule): Decided {
  switch (rule.decide) {
    case 'logon':
      return plain('success_single_factor', logonFactor(event));
    case 'ntstatus':
      return byStatus(NTSTATUS, ntStatus(event), event, 'password');
    case 'kerberos':
      return kerberos(event);
    case 'ticket': {
      const decided = byStatus(KERBEROS, kerberosStatus(event), event, null);
      return decided.outcome === 'success_single_factor' ? { ...decided, outcome: 'success_token' } : decided;
    }
    case 'nps':
      return nps(event);
    case 'audit':
      return plain(event.isFailure === true ? failedAct(event, rule) : 'none');
    default:
      return plain(rule.decide);
  }
}

/** A refused reading is a refusal; a change that failed did not take place. */
const failedAct = (_event: WindowsEvent, rule: Rule): Outcome =>
  rule.class === 'access' ? 'blocked_by_policy' : 'failed_other';

/** The more specific sub-status first; a zero says that the status holds it all. */
function ntStatus(event: WindowsEvent): string | null {
  const codes = [
    dataOf(event, 'SubStatus', 'SubStatusText'),
    dataOf(event, 'Status', 'StatusText'),
    dataOf(event, 'FailureReason'),
  ].map(codeOf);
  return codes.find((code) => code !== null && code !== '0x0') ?? codes.find((code) => code !== null) ?? null;
}

const kerberosStatus = (event: WindowsEvent): string | null =>
  codeOf(dataOf(event, 'Status', 'FailureCode', 'StatusText'));

function byStatus(
  table: Readonly<Record<string, Status>>,
  code: string | null,
  event: WindowsEvent,
  factor: Factor | null,
): Decided {
  const found = code !== null && Object.hasOwn(table, code) ? table[code]! : null;
  if (!found) {
    const isSuccess = code === null && event.isFailure === false;
    return {
      ...plain(isSuccess ? 'success_single_factor' : 'failed_other', factor, code),
      flags: code === null && !isSuccess ? ['no_decision'] : [],
    };
  }
  return {
    outcome: event.id === 4625 && found.outcome === 'success_single_factor' ? 'failed_other' : found.outcome,
    factor: found.factor ?? (found.outcome === 'success_single_factor' ? factor : null),
    code,
    reason: code === '0x0' ? null : found.reason,
    flags: found.flags ?? [],
    isUnknownUser: code === '0xC0000064' || (table === KERBEROS && code === '0x6'),
  };
}

/** Pre-authentication with a certificate or a key: smart card, Windows Hello for Business. */
const PUBLIC_KEY = new Set(['14', '15', '16', '17']);

function kerberos(event: WindowsEvent): Decided {
  const isKey = PUBLIC_KEY.has(dataOf(event, 'PreAuthType') ?? '') || dataOf(event, 'CertThumbprint') !== null;
  const code = kerberosStatus(event);
  if (event.id === 4771 && code === '0x0') return plain('failed_other', null, code);
  const decided = byStatus(KERBEROS, code, event, isKey ? 'certificate' : 'password');
  return isKey && decided.outcome === 'success_single_factor' ? { ...decided, outcome: 'success_mfa' } : decided;
}

function nps(event: WindowsEvent): Decided {
  const code = dataOf(event, 'ReasonCode');
  if (event.id === 6272) return plain('success_single_factor', null, code);
  const found = code !== null && Object.hasOwn(NPS_REASONS, code) && code !== '0' ? NPS_REASONS[code]! : null;
  return {
    ...plain(found?.outcome ?? 'failed_other', found?.factor ?? null, code),
    reason: dataOf(event, 'Reason') ?? found?.reason ?? null,
    flags: found?.flags ?? (found ? [] : ['ambiguous']),
  };
}

/** Types that a person typed a password for; a network logon with Kerberos presents a ticket. */
function logonFactor(event: WindowsEvent): Factor | null {
  if (dataOf(event, 'LogonProcessName')?.trim() === 'Schannel') return 'certificate';
  const type = dataOf(event, 'LogonType');
  const packageName = dataOf(event, 'AuthenticationPackageName') ?? '';
  if (/ntlm|msv1_0/i.test(packageName)) return 'password';
  return type !== null && (INTERACTIVE.has(type) || type === '8') ? 'password' : null;
}

// ---- The rest

/** Name of the client's machine. Of a network policy server `ClientName` is the gateway's, of a lock-out the machine a detail. */
function workstationOf(event: WindowsEvent): string | null {
  if (event.id === 4740 || (event.id >= 6272 && event.id <= 6280)) return null;
  return dataOf(event, 'WorkstationName', 'Workstation', 'ClientName');
}

/** NPS tells a network address, a hardware address or a telephone number as the caller. */
function addressOf(event: WindowsEvent): { ip: string | null; warning: string | null } {
  const text = dataOf(event, 'IpAddress', 'ClientAddress', 'Address', 'Param3', 'CallingStationID');
  return readAddress(text === null || /^local$/i.test(text) ? null : text);
}

/** Logons that every machine has under one number: they name no session. */
const SHARED_LOGONS = new Set(['0x0', '0x3e4', '0x3e5', '0x3e7']);

function logonId(event: WindowsEvent, ...names: string[]): string | null {
  const id = dataOf(event, ...names)?.toLowerCase() ?? null;
  return id === null || SHARED_LOGONS.has(id) ? null : id;
}

function sessionOf(event: WindowsEvent): string | null {
  const id =
    logonId(event, 'TargetLogonId') ?? logonId(event, 'SubjectLogonId') ?? dataOf(event, 'AccountSessionIdentifier');
  return id === null ? null : `${event.computer ?? ''}/${id}`;
}

/** One logon of an administrator gives two sessions, with and without his powers: linked, and one attempt. */
function attemptKey(event: WindowsEvent): string | null {
  if (event.id !== 4624) return null;
  const ids = [logonId(event, 'TargetLogonId'), logonId(event, 'TargetLinkedLogonId')].filter((id) => id !== null);
  return ids.length > 0 && event.computer !== null ? `${event.computer}|${ids.sort()[0]}`.toLowerCase() : null;
}

const guidOf = (text: string | null): string | null =>
  text !== null && /[1-9a-f]/i.test(text.replace(/[{}-]/g, '')) ? text.replace(/[{}]/g, '').toLowerCase() : null;

function protocolOf(event: WindowsEvent): string | null {
  if (event.id === 4768 || event.id === 4769 || event.id === 4771) return 'Kerberos';
  if (event.id === 4776) return 'NTLM';
  if (event.id >= 6272 && event.id <= 6280) return dataOf(event, 'AuthenticationType') ?? 'RADIUS';
  return dataOf(event, 'LmPackageName') ?? dataOf(event, 'AuthenticationPackageName');
}

function flagsOf(event: WindowsEvent, rule: Rule, decided: Decided): EventFlag[] {
  const flags = new Set<EventFlag>(decided.flags);
  if (rule.isPrivileged) flags.add('privileged');
  if (/ntlm v1/i.test(dataOf(event, 'LmPackageName') ?? '')) flags.add('legacy_protocol');
  if (event.id === 4649) flags.add('vendor_suspicious');
  // Credentials for other machines, which nobody has checked yet.
  if (event.id === 4624 && dataOf(event, 'LogonType') === '9') flags.add('ambiguous');
  return [...flags];
}

const TOLD = [
  'LogonProcessName',
  'AuthenticationPackageName',
  'TicketEncryptionType',
  'PreAuthType',
  'FailureReason',
  'ElevatedToken',
  'ProcessName',
  'NewProcessName',
  'PrivilegeList',
  'SubjectUserName',
  'TargetOutboundUserName',
  'TargetInfo',
  'RelativeTargetName',
  'AttributeLDAPDisplayName',
  'AttributeValue',
  'ServiceFileName',
  'SessionName',
  'CallingStationID',
  'CalledStationID',
  'ClientName',
  'ClientIPAddress',
  'NASIPv4Address',
  'NASIdentifier',
  'ProxyPolicyName',
  'AuthenticationServer',
  'EAPType',
] as const;

function detailOf(event: WindowsEvent, rule: Rule): Record<string, string> {
  const detail: Record<string, string> = { kind: rule.kind };
  const type = dataOf(event, 'LogonType');
  if (type !== null) detail.logon_type = LOGON_TYPES[type] ? `${type} ${LOGON_TYPES[type]}` : type;
  if (event.channel !== null) detail.channel = event.channel;
  if (rule.kind === 'privilege_change') {
    const group = targetAccount(event)?.name;
    if (group) detail.group = group;
  }
  if (event.id === 4740) {
    const caller = dataOf(event, 'TargetDomainName', 'CallerComputerName');
    if (caller !== null) detail.caller_computer = caller;
  }
  for (const name of TOLD) {
    const value = dataOf(event, name);
    if (value !== null) detail[name] = short(value);
  }
  return detail;
}
