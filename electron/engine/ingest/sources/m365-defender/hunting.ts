/** Rows of Defender's advanced hunting tables, and the events that they become. */
import type { ActorDraft, DeviceDraft, EventDraft, EventFlag, PlaceDraft } from '../../../../../shared/model/event';
import { type Reject, reject, type Skip, skip } from '../../source';
import { addKey, nameKeys } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, booleanOf, coordinates, numberOf, type Plain, parsed, placeName } from '../../vendor/fields';
import { type Fields, isGuid, readUtc, short, textOf } from '../../vendor/microsoft';
import { appNamed } from '../../vendor/microsoft-apps';
import { accountOf } from '../../vendor/windows-accounts';
import { type Decided, decide, type Kind, kindOf, LOGON, signInType } from './outcome';

/** Builds the event of one row; `table` in lower case, empty where the export does not name it. */
export function toDraft(
  fields: Fields,
  table: string,
  around: string | null,
  dayFirst: boolean | null,
): EventDraft | Skip | Reject {
  // `IdentityInfo` is a state too, but an account's, at a time: who was enabled, renamed or moved when.
  if (/^(deviceinfo|devicenetworkinfo|oauthappinfo|devicetvm.*)$/.test(table))
    return skip(`Defender ${table}: an inventory, no event`);
  const timeText = fields.text('Timestamp') ?? fields.text('TimeGenerated') ?? around;
  const { time, warning } = readUtc(timeText, dayFirst);
  if (time === null) return reject(timeText === null ? 'no time (Timestamp)' : 'unreadable time (Timestamp)');
  const raw = asObject(parsed(fields.any('RawEventData')));
  const kind = kindOf(fields, table);
  const decided = decide(fields, kind, raw);
  const actor = actorOf(fields, decided.isUnknownUser);
  // Who logs on to a device comes from the remote address; a device that acts is at its own.
  const isRemote = LOGON.test(fields.text('ActionType') ?? '');
  const address = readAddress(fields.text('IPAddress') ?? fields.text(isRemote ? 'RemoteIP' : 'LocalIP'));
  const warnings = [warning, address.warning].filter((each) => each !== null);
  const key = attemptKey(fields, raw, actor);
  const appId = fields.text('OAuthAppId') ?? (kind === 'sign-in' ? fields.text('ApplicationId') : fields.text('AppId'));
  return {
    recordId: recordOf(fields, kind),
    time,
    class: decided.class,
    action: actionOf(fields, table, kind),
    outcome: decided.outcome,
    factor: decided.factor,
    code: decided.code,
    reason: fields.text('FailureReason') ?? fields.text('Title'),
    actor,
    target: targetOf(fields, actor),
    app: fields.text('Application') ?? appNamed(appId) ?? appId ?? fields.text('ServiceSource'),
    appId: isGuid(appId) ? appId : null,
    resource: resourceOf(fields, kind),
    ip: address.ip,
    asOrg: fields.text('ISP') ?? fields.text('Isp'),
    place: placeOf(fields),
    device: deviceOf(fields, kind),
    userAgent: fields.text('UserAgent'),
    session: fields.text('SessionId') ?? sessionIn(raw),
    correlation: fields.text('CorrelationId') ?? textOf(raw, 'InterSystemsId'),
    token: fields.text('UniqueTokenId') ?? textOf(asObject(raw?.AppAccessContext), 'UniqueTokenId'),
    protocol: fields.text('Protocol'),
    interactive: decided.interactive,
    risk:
      fields.text('RiskLevelAggregated') ??
      (kind === 'alert' ? (fields.text('Severity')?.toLowerCase() ?? null) : null),
    attempt: key === null ? { key, role: decided.role } : { key, role: decided.role, scope: 'entra' },
    flags: flagsOf(fields, kind, decided),
    detail: detailOf(fields, table, raw),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

const recordOf = (fields: Fields, kind: Kind): string | null => {
  if (kind === 'sign-in') return fields.text('RequestId');
  // Rows of evidence share the alert's id; they have none of their own.
  if (kind === 'alert') return fields.text('EntityType') === null ? fields.text('AlertId') : null;
  const report = fields.text('ReportId');
  const device = fields.text('DeviceId');
  // On a device the report id is a counter, unique with the device and the time only.
  return report === null || device === null ? report : `${device}/${report}/${fields.text('Timestamp') ?? ''}`;
};

function actionOf(fields: Fields, table: string, kind: Kind): string {
  const action = fields.text('ActionType');
  if (action !== null) return action;
  if (kind === 'sign-in') return `signin.${signInType(fields)}`;
  return fields.text('Title') ?? (table || 'Defender event');
}

// ---- Who

function actorOf(fields: Fields, isUnknown: boolean): ActorDraft | null {
  const own =
    account(fields, 'Account') ?? mailbox(fields) ?? application(fields) ?? account(fields, 'InitiatingProcessAccount');
  return own && isUnknown ? { ...own, kind: 'unknown' } : own;
}

/** One person under up to four names: object id, UPN, SID, domain and user name. */
function account(fields: Fields, prefix: 'Account' | 'InitiatingProcessAccount'): ActorDraft | null {
  const get = (name: string): string | null => fields.text(`${prefix}${name}`);
  const [upn, sid, name] = [get('Upn'), get('Sid'), get('Name')];
  const objectId = get('ObjectId') ?? (prefix === 'Account' ? fields.text('AccountId') : null);
  const display = prefix === 'Account' ? fields.text('AccountDisplayName') : null;
  const domain = get('Domain');
  const windows = accountOf(name, domain, sid, fields.text('DeviceName'));
  if (upn === null && windows === null && !isGuid(objectId)) {
    if (display === null) return null;
    return { id: objectId, name: display, display, kind: 'unknown', keys: [{ type: 'display_name', value: display }] };
  }
  const keys: ActorDraft['keys'] = [...(windows?.keys ?? [])];
  if (upn !== null) for (const key of nameKeys(upn)) addKey(keys, key.type, key.value);
  if (isGuid(objectId)) addKey(keys, 'object_id', objectId);
  const isExternal =
    booleanOf(fields.text('IsExternalUser')) === true || booleanOf(fields.text('IsGuestUser')) === true;
  return {
    id: objectId ?? windows?.id ?? null,
    name: upn ?? windows?.name ?? display ?? objectId,
    display,
    kind:
      windows?.kind ?? (/application|service/i.test(fields.text('AccountType') ?? '') ? 'service_principal' : 'human'),
    keys,
    external: isExternal || /#ext#/i.test(upn ?? ''),
  };
}

/** Of mail the recipient is whom it concerns. */
function mailbox(fields: Fields): ActorDraft | null {
  const address = fields.text('RecipientEmailAddress');
  return address === null ? null : { id: null, name: address, kind: 'human', keys: nameKeys(address) };
}

function application(fields: Fields): ActorDraft | null {
  const id = fields.text('ServicePrincipalId');
  const name = fields.text('ServicePrincipalName') ?? id;
  if (name === null) return null;
  const keys: ActorDraft['keys'] = [];
  if (isGuid(id)) addKey(keys, 'object_id', id);
  const appId = fields.text('ApplicationId');
  if (isGuid(appId)) addKey(keys, 'client_id', appId);
  return { id, name, kind: 'service_principal', keys };
}

function targetOf(fields: Fields, actor: ActorDraft | null): ActorDraft | null {
  const upn = fields.text('TargetAccountUpn');
  const display = fields.text('TargetAccountDisplayName');
  const name = upn ?? display;
  if (name === null || name.toLowerCase() === actor?.name?.toLowerCase() || name === actor?.display) return null;
  const keys: ActorDraft['keys'] = upn === null ? [{ type: 'display_name', value: name }] : nameKeys(upn);
  return { id: null, name, display, kind: upn === null ? 'unknown' : 'human', keys };
}

// ---- The rest

const sessionIn = (raw: Plain | null): string | null => textOf(asObject(raw?.AppAccessContext), 'AADSessionId');

/** The same words as the sign-in log's, so that its rows and these are one attempt. */
function attemptKey(fields: Fields, raw: Plain | null, actor: ActorDraft | null): string | null {
  const correlation = fields.text('ErrorCode') !== null ? fields.text('CorrelationId') : textOf(raw, 'InterSystemsId');
  if (correlation === null) return null;
  const app = textOf(raw, 'ApplicationId') ?? fields.text('ApplicationId') ?? '';
  return `${correlation}|${actor?.id ?? actor?.name ?? ''}|${app}`.toLowerCase();
}

function resourceOf(fields: Fields, kind: Kind): string | null {
  if (kind === 'mail') return fields.text('Url') ?? fields.text('Subject');
  for (const name of [
    'ResourceDisplayName',
    'QueryTarget',
    'ObjectName',
    'TargetDeviceName',
    'DestinationDeviceName',
    'FileName',
    'RemoteUrl',
  ]) {
    const text = fields.text(name);
    if (text !== null) return text;
  }
  // The machine that was logged on to.
  return kind === 'logon' ? fields.text('DeviceName') : null;
}

function placeOf(fields: Fields): PlaceDraft | null {
  const at = coordinates(numberOf(fields.text('Latitude')), numberOf(fields.text('Longitude')));
  const country = countryCode(fields.text('CountryCode') ?? fields.text('Country') ?? fields.text('Location'));
  const [region, city] = [placeName(fields.text('State')), placeName(fields.text('City'))];
  return country || region || city || at ? { country, region, city, lat: at?.lat ?? null, lon: at?.lon ?? null } : null;
}

/** On a logon to a device the client is the remote machine; everywhere else the device is the one that acted. */
function deviceOf(fields: Fields, kind: Kind): DeviceDraft | null {
  const isOnDevice = kind === 'logon' && fields.text('DeviceId') !== null;
  const draft: DeviceDraft = {
    id: isOnDevice ? null : (fields.text('EntraIdDeviceId') ?? fields.text('AadDeviceId') ?? fields.text('DeviceId')),
    name: isOnDevice ? fields.text('RemoteDeviceName') : fields.text('DeviceName'),
    os: isOnDevice ? null : fields.text('OSPlatform'),
    browser: fields.text('Browser'),
    managed: booleanOf(fields.text('IsManaged')),
    compliant: booleanOf(fields.text('IsCompliant')),
    trust: fields.text('DeviceTrustType'),
  };
  return Object.values(draft).some((value) => value !== null) ? draft : null;
}

function flagsOf(fields: Fields, kind: Kind, decided: Decided): EventFlag[] {
  const flags = new Set<EventFlag>(decided.flags);
  if (booleanOf(fields.text('IsAnonymousProxy')) === true) flags.add('proxy');
  if (booleanOf(fields.text('IsGuestUser')) === true) flags.add('guest');
  if (kind === 'cloud-app' && booleanOf(fields.text('IsAdminOperation')) === true) flags.add('privileged');
  if (kind === 'logon' && booleanOf(fields.text('IsLocalAdmin')) === true) flags.add('privileged');
  if (/^(atrisk|confirmedcompromised|2|4)$/i.test(fields.text('RiskState') ?? '') && kind === 'sign-in')
    flags.add('vendor_suspicious');
  return [...flags];
}

const TOLD = [
  'LogonType',
  'Severity',
  'Category',
  'DetectionSource',
  'AttackTechniques',
  'EntityType',
  'EvidenceRole',
  'QueryType',
  'Query',
  'ObjectType',
  'ActivityType',
  'TargetDeviceName',
  'DestinationDeviceName',
  'LogonId',
  'AuthenticationRequirement',
  'ClientAppUsed',
  'TokenIssuerType',
  'InitiatingProcessFileName',
  'InitiatingProcessCommandLine',
  'ProcessCommandLine',
  'FolderPath',
  'RemoteIP',
  'SenderFromAddress',
] as const;

function detailOf(fields: Fields, table: string, raw: Plain | null): Record<string, string> {
  const detail: Record<string, string> = {};
  if (table !== '') detail.table = table;
  for (const name of TOLD) {
    const value = fields.text(name);
    if (value !== null) detail[name] = short(value);
  }
  const record = textOf(raw, 'Id');
  if (record !== null) detail.audit_record = record;
  const request = textOf(raw, 'IntraSystemId');
  if (request !== null) detail.request_id = request;
  const more = asObject(parsed(fields.any('AdditionalFields')));
  for (const [key, value] of Object.entries(more ?? {}).slice(0, 20)) {
    if (
      !Object.hasOwn(detail, key) &&
      (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    )
      detail[key] = short(String(value));
  }
  return detail;
}
