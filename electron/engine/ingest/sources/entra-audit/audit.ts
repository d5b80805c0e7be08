/** One record of the directory audit, whatever its shape, and the event that it becomes. */
import type { ActorDraft, DeviceDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { readAddress } from '../../vendor/address';
import { CLASS_OF, type Kind, kindOf, methodNamed, PRIVILEGED } from '../../vendor/entra-activities';
import { asObject, asObjects, parsed } from '../../vendor/fields';
import {
  appActor,
  type Change,
  changesOf,
  changesText,
  type Fields,
  isGuid,
  ownedBy,
  pairsOf,
  short,
  textOf,
  userActor,
} from '../../vendor/microsoft';

export interface Target {
  type: string;
  id: string | null;
  name: string | null;
  upn: string | null;
  changes: Change[];
}

/** What the shapes read; `null` = absent or empty. */
export interface Audit {
  id: string | null;
  time: number | null;
  timeText: string | null;
  activity: string | null;
  category: string | null;
  operation: string | null;
  service: string | null;
  result: string | null;
  reason: string | null;
  actor: ActorDraft | null;
  ip: string | null;
  userAgent: string | null;
  correlation: string | null;
  targets: Target[];
  details: ReadonlyMap<string, string>;
  warnings: string[];
}

/** What an envelope adds to the record. */
export interface Around {
  time: number | null;
  timeText: string | null;
  operation: string | null;
  ip: string | null;
  correlation: string | null;
  /** Display name of whoever acted. */
  identity: string | null;
  reason: string | null;
  warnings: string[];
}

/** Reads a record by Graph's names. */
export function readAudit(fields: Fields, around: Around): Audit {
  const initiated = asObject(parsed(fields.any('initiatedBy')));
  const user = asObject(parsed(initiated?.user));
  const details = pairsOf(fields.any('additionalDetails'));
  return {
    id: fields.text('id'),
    time: around.time,
    timeText: around.timeText,
    activity: fields.text('activityDisplayName') ?? around.operation,
    category: fields.text('category'),
    operation: fields.text('operationType'),
    service: fields.text('loggedByService'),
    result: fields.text('result'),
    reason: fields.text('resultReason') ?? fields.text('resultDescription') ?? around.reason,
    actor: initiator(initiated) ?? unnamed(around.identity),
    // Role activations tell the address among the details.
    ip: textOf(user, 'ipAddress') ?? details.get('ipaddr') ?? around.ip,
    userAgent: details.get('User-Agent') ?? fields.text('userAgent'),
    correlation: fields.text('correlationId') ?? around.correlation,
    targets: asObjects(parsed(fields.any('targetResources'))).map((target) => ({
      type: textOf(target, 'type') ?? '',
      id: textOf(target, 'id'),
      name: textOf(target, 'displayName'),
      upn: textOf(target, 'userPrincipalName'),
      changes: changesOf(target.modifiedProperties),
    })),
    details,
    warnings: around.warnings,
  };
}

function initiator(initiated: ReturnType<typeof asObject>): ActorDraft | null {
  const user = asObject(parsed(initiated?.user));
  const app = asObject(parsed(initiated?.app));
  const person = userActor({
    id: textOf(user, 'id'),
    upn: textOf(user, 'userPrincipalName'),
    display: textOf(user, 'displayName'),
    userType: textOf(user, 'userType'),
    homeTenant: textOf(user, 'homeTenantId'),
  });
  if (person) return person;
  return appActor({
    id: textOf(app, 'servicePrincipalId'),
    appId: textOf(app, 'appId'),
    name: textOf(app, 'displayName') ?? textOf(app, 'servicePrincipalName'),
  });
}

/** The envelope names somebody whom the record does not: by a display name, which proves no account. */
const unnamed = (name: string | null): ActorDraft | null =>
  name === null
    ? null
    : { id: null, name, display: name, kind: 'unknown', keys: [{ type: 'display_name', value: name }] };

/** Builds the event; rejects only what has no time or no activity. */
export function toDraft(row: Audit): EventDraft | Reject {
  if (row.time === null)
    return reject(row.timeText === null ? 'no time (activityDateTime)' : 'unreadable time (activityDateTime)');
  if (row.activity === null) return reject('no activity (activityDisplayName)');
  const kind = kindOf(row.activity, row.operation);
  const person = personOf(row);
  // A service passes on what a person reported: the report is the person's.
  const isReport = kind === 'user_report' && person !== null && row.actor?.kind !== 'human';
  const actor = isReport ? person : row.actor;
  const target = isReport ? null : targetOf(row, kind, actor, person);
  const address = readAddress(row.ip);
  return {
    recordId: row.id,
    time: row.time,
    class: CLASS_OF[kind],
    action: row.activity,
    outcome: outcomeOf(kind, row),
    factor: factorOf(kind, row),
    code: null,
    reason: row.reason,
    actor,
    target,
    app: row.actor?.kind === 'human' ? row.service : (row.actor?.name ?? row.service),
    resource: resourceOf(row, target, person),
    ip: address.ip,
    device: deviceOf(kind, row),
    userAgent: row.userAgent,
    correlation: row.correlation,
    attempt: { key: null, role: kind === 'user_report' ? 'report' : 'outcome' },
    flags: flagsOf(kind, row, actor),
    detail: detailOf(kind, row),
    ...(address.warning || row.warnings.length > 0
      ? { warnings: address.warning ? [...row.warnings, address.warning] : row.warnings }
      : {}),
  };
}

const REFUSED =
  /insufficient|not authori[sz]ed|unauthori[sz]ed|access ?denied|forbidden|authorization_requestdenied|privilege/i;

/** An act that failed did not take place: it must not read like one that did. */
function outcomeOf(kind: Kind, row: Audit): Outcome {
  if (kind === 'user_report') return 'reported_fraud';
  if (!/^(failure|failed|timeout|clienterror)$/i.test(row.result ?? '')) return 'none';
  return REFUSED.test(row.reason ?? '') ? 'blocked_by_policy' : 'failed_other';
}

function factorOf(kind: Kind, row: Audit): Factor | null {
  if (kind !== 'mfa_method_change' && kind !== 'credential_change') return null;
  const activity = row.activity ?? '';
  if (/service principal credentials|secrets management/i.test(activity)) return keyFactor(row);
  return methodNamed(row.reason ?? '') ?? methodNamed(activity);
}

/** `KeyType=Password` in the description of a new key is a secret, `AsymmetricX509Cert` a certificate. */
function keyFactor(row: Audit): Factor | null {
  const text = row.targets.flatMap(({ changes }) => changes.map(({ to }) => to ?? '')).join(' ');
  if (/KeyType=(AsymmetricX509Cert|X509)/i.test(text)) return 'client_certificate';
  return /KeyType=Password/i.test(text) ? 'client_secret' : null;
}

function personOf(row: Audit): ActorDraft | null {
  const user = row.targets.find((target) => /^user$/i.test(target.type) || (target.type === '' && target.upn !== null));
  return user ? userActor({ id: user.id, upn: user.upn, display: user.name }) : null;
}

/** The account acted upon: the person, else the application; null where it is whoever acted. */
function targetOf(row: Audit, kind: Kind, actor: ActorDraft | null, person: ActorDraft | null): ActorDraft | null {
  const apps = row.targets.filter(({ type }) => /^(serviceprincipal|application|other)$/i.test(type));
  // A grant names the resource first and then who may use it.
  const app = kind === 'consent_grant' && apps.length > 1 ? apps[1] : apps[0];
  const found = person ?? (app ? appActor({ id: app.id, appId: null, name: app.name }) : null);
  if (!found || (actor !== null && isGuid(actor.id) && found.id === actor.id)) return null;
  return found.name?.toLowerCase() === actor?.name?.toLowerCase() ? null : found;
}

/** What it was about: the role, the group, the application. */
function resourceOf(row: Audit, target: ActorDraft | null, person: ActorDraft | null): string | null {
  const changes = row.targets.flatMap((each) => each.changes);
  const named = changes.find(({ name }) => /^(Role|Group)\.DisplayName$/i.test(name));
  const other = row.targets.find(
    (each) => each.name !== null && each.name !== target?.name && !/^user$/i.test(each.type),
  );
  const first = row.targets[0];
  const own = person === null ? (first?.name ?? first?.upn ?? null) : null;
  return named?.to ?? named?.from ?? other?.name ?? own ?? row.details.get('RoleName') ?? null;
}

function deviceOf(kind: Kind, row: Audit): DeviceDraft | null {
  const device = row.targets.find(({ type }) => /^device$/i.test(type));
  if (kind !== 'device_change' && !device) return null;
  const told = (...names: string[]): string | null => names.map((name) => row.details.get(name)).find(Boolean) ?? null;
  const draft: DeviceDraft = {
    id: told('DeviceId', 'Device Id', 'Device ID'),
    name: device?.name ?? null,
    os: told('DeviceOSType', 'Device OS', 'OS'),
    trust: told('DeviceTrustType', 'Device Trust Type'),
  };
  return Object.values(draft).some((value) => value !== null) ? draft : null;
}

function flagsOf(kind: Kind, row: Audit, actor: ActorDraft | null): EventFlag[] {
  const flags: EventFlag[] = [];
  const isPrivileged =
    (PRIVILEGED.has(kind) && !/group$/i.test(row.activity ?? '') && !isOwnConsent(row)) ||
    (kind === 'credential_change' && /service principal|application|federated identity/i.test(row.activity ?? '')) ||
    (kind === 'access_request' && /role|pim/i.test(row.activity ?? ''));
  if (isPrivileged) flags.push('privileged');
  if (actor?.external) flags.push('guest');
  if (kind === 'risk_detection' && /compromised/i.test(row.activity ?? '')) flags.push('vendor_suspicious');
  return flags;
}

/** A person let an application act for herself only. */
const isOwnConsent = (row: Audit): boolean =>
  row.targets.some(({ changes }) =>
    changes.some(({ name, to }) => name === 'ConsentContext.IsAdminConsent' && /^false$/i.test(to ?? '')),
  );

const TOLD_DETAILS = 20;

function detailOf(kind: Kind, row: Audit): Record<string, string> {
  const detail: Record<string, string> = { kind };
  const put = (key: string, value: string | null): void => {
    if (value !== null && value !== '') detail[key] = value;
  };
  put('category', row.category);
  put('service', row.service);
  put('result', row.result);
  put('changed', changesText(row.targets.flatMap(({ changes }) => changes)));
  put(
    'targets',
    row.targets.length > 1
      ? row.targets.map(({ type, name, upn, id }) => `${type} ${upn ?? name ?? id ?? ''}`.trim()).join('; ')
      : null,
  );
  if (/\bowner\b/i.test(row.activity ?? ''))
    for (const [key, value] of Object.entries(ownedBy(row.targets.flatMap(({ changes }) => changes)))) put(key, value);
  for (const [key, value] of [...row.details].slice(0, TOLD_DETAILS)) {
    if (!/^(user-agent|ipaddr)$/i.test(key) && !Object.hasOwn(detail, key)) detail[key] = short(value);
  }
  return detail;
}
