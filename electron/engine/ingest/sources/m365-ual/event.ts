/** From one audit record to an event. */
import type { DeviceDraft, EventDraft, EventFlag, PlaceDraft } from '../../../../../shared/model/event';
import type { Outcome } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { readAddress } from '../../vendor/address';
import { asObject, asObjects, booleanOf, type Plain, parsed } from '../../vendor/fields';
import { type Decided, decideLogon } from '../../vendor/m365-logon';
import { type Operation, operationOf } from '../../vendor/m365-operations';
import { changesOf, changesText, ownedBy, pairsOf, readUtc, short, textOf } from '../../vendor/microsoft';
import { appNamed } from '../../vendor/microsoft-apps';
import { actorOf, targetOf } from './people';
import { AuditRecord } from './record';

/** What stands around the record: columns that repeat a part of it, for a record that was cut away. */
export interface Outer {
  id: string | null;
  time: string | null;
  operation: string | null;
  user: string | null;
  recordType: string | null;
  warning: string | null;
}

export const NO_OUTER: Outer = { id: null, time: null, operation: null, user: null, recordType: null, warning: null };

/** Codes by which the directory says that it found no such user or tenant. */
const NOT_FOUND = new Set(['50034', '50059', '50128', '500341', '51004']);

/** Builds the event; rejects only what has no time. `value`: the record as the Management API gives it. */
export function toDraft(value: Plain, outer: Outer, dayFirst: boolean | null): EventDraft | Reject {
  const record = new AuditRecord(value);
  const timeText = record.text('CreationTime') ?? outer.time;
  const { time, warning } = readUtc(timeText, dayFirst);
  if (time === null) return reject(timeText === null ? 'no time (CreationTime)' : 'unreadable time (CreationTime)');
  const name = record.text('Operation') ?? outer.operation ?? 'audit record';
  const logon = /^(UserLoggedIn|UserLoginFailed)$/i.test(name) ? logonOf(record, name) : null;
  const operation = logon
    ? { class: logon.class, kind: 'auth_attempt', isPrivileged: false }
    : operationOf(name, record.text('Workload'), record.extended('auditEventCategory'));
  const isUnresolved = logon !== null && NOT_FOUND.has(logon.code ?? '');
  const actor = actorOf(outer.user === null ? record : withUser(value, record, outer.user), isUnresolved);
  const address = addressOf(record);
  const appId = record.first('ApplicationId', 'AppId', 'ClientAppId') ?? record.context('ClientAppId');
  const correlation = logon
    ? record.text('InterSystemsId')
    : (record.context('CorrelationId') ?? record.first('InterSystemsId', 'CorrelationId'));
  const warnings = [warning, address.warning, outer.warning].filter((each) => each !== null);
  return {
    recordId: record.text('Id') ?? outer.id,
    ...(outer.warning !== null && { isCut: true }),
    time,
    class: operation.class,
    action: name,
    outcome: logon?.outcome ?? outcomeOf(operation, record),
    factor: logon?.factor ?? null,
    code: logon?.code ?? null,
    reason: logon ? named(record.text('LogonError')) : reasonOf(record),
    actor,
    target: logon ? null : targetOf(record, actor),
    app: appOf(record, appId, logon !== null),
    appId,
    resource: resourceOf(record),
    ip: address.ip,
    place: placeOf(record),
    device: deviceOf(record),
    userAgent: agentOf(record),
    session: record.context('AADSessionId') ?? record.device('SessionId') ?? record.text('SessionId'),
    correlation,
    token: record.context('UniqueTokenId'),
    protocol: logon?.protocol ?? protocolOf(record),
    interactive: logon?.interactive ?? null,
    attempt: {
      key: logon ? attemptKey(record, actor?.id ?? actor?.name ?? '', appId) : null,
      role: logon?.role ?? 'outcome',
      ...(logon && { scope: 'entra' }),
    },
    flags: flagsOf(record, operation, logon, actor?.external ?? false, address.isService),
    detail: detailOf(record, outer, operation, logon),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

/** `None` is how the log writes that there was no error. */
const named = (text: string | null): string | null => (text !== null && /^none$/i.test(text) ? null : text);

const withUser = (value: Plain, record: AuditRecord, user: string): AuditRecord =>
  record.text('UserId') === null
    ? new AuditRecord({ ...value, UserId: user, Operation: value.Operation ?? '' })
    : record;

function logonOf(record: AuditRecord, operation: string): Decided {
  return decideLogon({
    isFailure: /failed/i.test(operation),
    error: record.text('ErrorNumber'),
    name: record.text('LogonError'),
    request: record.extended('RequestType'),
    method: record.extended('UserAuthenticationMethod'),
    agent: agentOf(record),
  });
}

/** The same words as the sign-in log's: correlation, user and application name the records of one attempt. */
function attemptKey(record: AuditRecord, who: string, appId: string | null): string | null {
  const correlation = record.text('InterSystemsId');
  return correlation === null ? null : `${correlation}|${who}|${appId ?? ''}`.toLowerCase();
}

/** An act that failed did not take place: it must not read like one that did. */
function outcomeOf(operation: Operation, record: AuditRecord): Outcome {
  if (operation.kind === 'user_report') return 'reported_fraud';
  if (operation.kind === 'risk_detection') return wasBlocked(record) ? 'blocked_by_policy' : 'none';
  const result = record.text('ResultStatus') ?? record.extended('resultType') ?? '';
  if (!/^(fail|false|error|denied|unsuccess|timeout)/i.test(result)) return 'none';
  return /denied|not authori|unauthori|insufficient|forbidden/i.test(`${result} ${reasonOf(record) ?? ''}`)
    ? 'blocked_by_policy'
    : 'failed_other';
}

/** A data loss rule that took the file away from its readers. */
const wasBlocked = (record: AuditRecord): boolean =>
  record
    .list('PolicyDetails')
    .some((policy) =>
      asObjects(policy.Rules).some(({ Actions }) => Array.isArray(Actions) && Actions.includes('BlockAccess')),
    );

const reasonOf = (record: AuditRecord): string | null => {
  const reason = record.first('ResultReasonType', 'ResultDescription', 'ErrorMessage', 'FailureReason');
  return reason !== null && /^succe/i.test(reason) ? null : (reason ?? named(record.text('LogonError')));
};

/** `[NAME (10.0.0.1)]` is how some workloads write a host and its address. */
const HOSTED = /\(([^()]+)\)\]?\s*$/;

/** Networks from which Microsoft's own services reach each other; the person is never there. */
const MICROSOFT = /^(2603:10[0-9a-f]{2}:|2603:1[1-9a-f][0-9a-f]{2}:|2a01:111:|2620:1ec:)/;

interface ClientAddress {
  ip: string | null;
  warning: string | null;
  isService: boolean;
}

/** The client's address. Exchange may write a server's in one of its two fields: the other one is then the client's. */
function addressOf(record: AuditRecord): ClientAddress {
  const hosted = HOSTED.exec(record.text('ClientIPAddress') ?? '')?.[1] ?? null;
  let service: ClientAddress | null = null;
  const texts = [hosted, ...ADDRESSES.map((field) => record.text(field))];
  for (const text of texts) {
    const address = readAddress(text);
    if (address.ip === null) continue;
    const found = { ...address, isService: MICROSOFT.test(address.ip) };
    if (!found.isService) return found;
    service ??= found;
  }
  return service ?? { ip: null, warning: null, isService: false };
}

const ADDRESSES = ['ClientIP', 'ClientIPAddress', 'ActorIpAddress', 'ActorIP', 'UserIp', 'SenderIp'] as const;

/** Teams writes the country of the client among its extra properties; no other workload tells a place. */
function placeOf(record: AuditRecord): PlaceDraft | null {
  const country = pairsOf(record.any('ExtraProperties')).get('Country')?.toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(country) ? { country } : null;
}

function agentOf(record: AuditRecord): string | null {
  const agent = record.extended('UserAgent') ?? record.text('UserAgent');
  if (agent !== null) return agent;
  const details = asObject(parsed(record.extended('additionalDetails')));
  // Exchange puts the browser behind its own client's name: `Client=OWA;Mozilla/5.0 …`.
  const client = /;\s*(Mozilla\/.+)$/.exec(record.text('ClientInfoString') ?? '');
  return textOf(details, 'User-Agent') ?? (client ? client[1]! : null);
}

function appOf(record: AuditRecord, appId: string | null, isLogon: boolean): string | null {
  const told = record.context('ClientAppName') ?? record.first('ApplicationDisplayName', 'AppName') ?? appNamed(appId);
  return told ?? (isLogon ? appId : record.first('Workload', 'OfficeWorkload'));
}

function resourceOf(record: AuditRecord): string | null {
  const object = record.text('ObjectId');
  if (object !== null && !/^(not available|unknown)$/i.test(object)) return appNamed(object) ?? object;
  return record.first('MailboxOwnerUPN', 'SourceRelativeUrl', 'SiteUrl', 'TeamName', 'ChatName');
}

function protocolOf(record: AuditRecord): string | null {
  const client = /Client=([A-Za-z0-9]+)/.exec(record.text('ClientInfoString') ?? '')?.[1] ?? null;
  return client !== null &&
    /^(pop3?|imap4?|smtp|activesync|rest|owa|webservices|msexchangerpc|outlookservice)$/i.test(client)
    ? client
    : null;
}

function deviceOf(record: AuditRecord): DeviceDraft | null {
  const managed = record.device('IsCompliantAndManaged') ?? record.text('IsManagedDevice');
  const draft: DeviceDraft = {
    id: record.device('Id') ?? record.text('MachineId'),
    name: record.device('DisplayName') ?? record.text('DeviceDisplayName'),
    os: record.device('OS') ?? record.text('Platform'),
    browser: record.device('BrowserType') ?? record.text('BrowserName'),
    managed: booleanOf(managed),
    compliant: booleanOf(record.device('IsCompliant') ?? record.device('IsCompliantAndManaged')),
    trust: TRUST[record.device('TrustType') ?? ''] ?? record.device('TrustType'),
  };
  return Object.values(draft).some((value) => value !== null && value !== undefined) ? draft : null;
}

const TRUST: Readonly<Record<string, string>> = {
  '0': 'Azure AD registered',
  '1': 'Azure AD joined',
  '2': 'Hybrid Azure AD joined',
};

function flagsOf(
  record: AuditRecord,
  operation: Operation,
  logon: Decided | null,
  isExternal: boolean,
  isService: boolean,
): EventFlag[] {
  const flags = new Set<EventFlag>(logon?.flags ?? []);
  if (operation.isPrivileged) flags.add('privileged');
  if (isService) flags.add('service_address');
  if (isExternal && /^(10|guest)$/i.test(record.text('UserType') ?? '')) flags.add('guest');
  if (/^(pop3?|imap4?|smtp)$/i.test(protocolOf(record) ?? '')) flags.add('legacy_protocol');
  if (Number(record.text('OperationCount') ?? 1) > 1) flags.add('aggregated');
  if (operation.kind === 'risk_detection') flags.add('vendor_suspicious');
  return [...flags];
}

/** Fields that tell an investigator more, under the vendor's own names. */
const TOLD = [
  'ResultStatus',
  'LogonType',
  'ExternalAccess',
  'ClientInfoString',
  'OperationCount',
  'MailboxOwnerUPN',
  'SiteUrl',
  'SourceFileName',
  'SourceRelativeUrl',
  'TargetUserOrGroupName',
  'TargetUserOrGroupType',
  'TeamName',
  'Name',
  'Severity',
  'Category',
  'AlertType',
  'EventData',
] as const;
const PARAMETERS = 20;

function detailOf(
  record: AuditRecord,
  outer: Outer,
  operation: Operation,
  logon: Decided | null,
): Record<string, string> {
  const detail: Record<string, string> = { kind: operation.kind };
  const put = (key: string, value: string | null): void => {
    if (value !== null && value !== '') detail[key] = short(value);
  };
  put('workload', record.first('Workload', 'OfficeWorkload'));
  put('record_type', record.text('RecordType') ?? outer.recordType);
  if (logon) {
    put('request', record.extended('RequestType'));
    put('result_detail', record.extended('ResultStatusDetail'));
    put('method_bits', record.extended('UserAuthenticationMethod'));
    put('request_id', record.text('IntraSystemId'));
    return detail;
  }
  for (const name of TOLD) put(name, record.text(name));
  put('token_issued', issuedAt(record));
  put('subject', textOf(asObject(record.any('Item')), 'Subject'));
  const changes = changesOf(record.any('ModifiedProperties'));
  put('changed', changesText(changes));
  if (/\bowner\b/i.test(record.text('Operation') ?? ''))
    for (const [name, value] of Object.entries(ownedBy(changes))) put(name, value);
  for (const [name, value] of [...pairsOf(record.any('OperationProperties'))].slice(0, PARAMETERS)) put(name, value);
  // Of a rule or a permission the parameters are the act itself: where mail goes, who may read it.
  for (const [name, value] of [...pairsOf(record.any('Parameters'))].slice(0, PARAMETERS)) {
    if (!Object.hasOwn(detail, name)) put(name, value);
  }
  return detail;
}

/** `1601-01-01` stands for "not known". */
function issuedAt(record: AuditRecord): string | null {
  const text = record.context('IssuedAtTime');
  return text === null || text.startsWith('1601-') ? null : text;
}
