/** Who acted and whom it concerned: the audit log names people in five ways. */
import type { ActorDraft } from '../../../../../shared/model/event';
import type { IdentityKind } from '../../../../../shared/model/words';
import { addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { asObject, type Plain, parsed } from '../../vendor/fields';
import { GUID, isGuid, textOf } from '../../vendor/microsoft';
import type { AuditRecord } from './record';

/** `Actor` and `Target`: 0 id, 1 display name, 2 other, 3 PUID, 4 application id, 5 user principal name. */
interface Party {
  upn: string | null;
  objectId: string | null;
  appId: string | null;
  display: string | null;
  /** `User`, `ServicePrincipal`, `Application` … as one of the entries says. */
  type: string | null;
}

const PREFIXED = /^([A-Za-z]+)_([0-9a-f-]{36})$/i;
const TYPES = /^(User|ServicePrincipal|Application|Group|Role|Device|Policy|Other)$/i;

function partyOf(entries: readonly Plain[]): Party {
  const party: Party = { upn: null, objectId: null, appId: null, display: null, type: null };
  const guids: string[] = [];
  for (const each of entries) {
    const id = textOf(each, 'ID');
    const type = textOf(each, 'Type');
    if (id === null) continue;
    const prefixed = PREFIXED.exec(id);
    if (prefixed) {
      party.type ??= prefixed[1]!;
      party.objectId ??= prefixed[2]!;
    } else if (GUID.test(id)) {
      if (type === '0') party.objectId ??= id;
      else guids.push(id);
    } else if (type === '5') party.upn ??= id;
    else if (type === '1') party.display ??= id;
    else if (TYPES.test(id)) party.type ??= id;
  }
  // Beside the object's own id the application's may stand, without a word which is which.
  party.objectId ??= guids[0] ?? null;
  party.appId = guids.find((id) => id !== party.objectId) ?? null;
  return party;
}

/** PUID in its forms: `10033FFF80D15ECF`, `…@tenant`, `i:0h.f|membership|10032000c7584fec@live.com`. */
function puidOf(userKey: string | null): string | null {
  const match = /(?:^|\|)([0-9a-f]{16})(?:@|$)/i.exec(userKey ?? '');
  return match ? match[1]!.toUpperCase() : null;
}

const NOBODY = /^(not available|unknown|none|anonymous|null)$/i;
const SERVICE =
  /^(nt authority\\|app@sharepoint$|sharepoint\\system$|service account$|certificate$|securitycompliancealerts$|airinvestigation|serviceoperator$|spo ?service|system$|s-1-5-18$)/i;

/** `UserType`, as number or (in Log Analytics) as word. */
const USER_TYPES: Readonly<Record<string, number>> = {
  regular: 0,
  reserved: 1,
  admin: 2,
  dcadmin: 3,
  system: 4,
  application: 5,
  serviceprincipal: 6,
  custompolicy: 7,
  systempolicy: 8,
  partnertechnician: 9,
  guest: 10,
};

function userTypeOf(text: string | null): number | null {
  if (text === null) return null;
  if (/^\d+$/.test(text)) return Number(text);
  return USER_TYPES[text.toLowerCase()] ?? null;
}

/** Whoever acted; null where the record names nobody. `isUnresolved`: the directory did not find what was typed. */
export function actorOf(record: AuditRecord, isUnresolved: boolean): ActorDraft | null {
  const party = partyOf(record.list('Actor'));
  const userId = record.text('UserId') ?? record.text('UserKey');
  const named = userId !== null && !NOBODY.test(userId) ? userId : null;
  const userType = userTypeOf(record.text('UserType'));
  const prefixed = PREFIXED.exec(named ?? '');
  const kind = kindOf(named, userType, party, prefixed?.[1] ?? null);
  if (kind !== 'human') return machineOf(record, kind, named, party, prefixed?.[2] ?? null);
  const upn = named !== null && !GUID.test(named) ? named : (party.upn ?? named);
  if (upn === null && party.objectId === null) return null;
  if (isUnresolved && upn !== null)
    return {
      id: null,
      name: upn,
      kind: 'unknown',
      keys: [{ type: isAddressLike(upn) ? 'upn' : 'username', value: upn }],
    };
  const keys = upn !== null && !GUID.test(upn) ? nameKeys(upn) : [];
  const userKey = record.text('UserKey');
  const objectId =
    [party.objectId, record.extended('actorObjectId'), userKey, upn].find((id) => isGuid(id ?? null)) ?? null;
  addKey(keys, 'object_id', objectId);
  const puid = puidOf(userKey) ?? puidOf(record.extended('actorPUID'));
  addKey(keys, 'vendor_id', puid);
  return {
    id: objectId ?? puid ?? userKey,
    name: upn ?? objectId,
    display: party.display,
    kind: 'human',
    keys,
    external: userType === 10 || userType === 3 || userType === 9 || /#ext#/i.test(upn ?? ''),
  };
}

function kindOf(named: string | null, userType: number | null, party: Party, prefix: string | null): IdentityKind {
  if (
    /^(serviceprincipal|application)$/i.test(prefix ?? '') ||
    /^(serviceprincipal|application)$/i.test(party.type ?? '')
  )
    return 'service_principal';
  if (named !== null && SERVICE.test(named)) return 'service_principal';
  if (userType === 5 || userType === 6) return 'service_principal';
  // The system acts under a name of its own; with a person's name it acts in that person's mailbox.
  if ((userType === 4 || userType === 7 || userType === 8) && (named === null || !isAddressLike(named)))
    return 'service_principal';
  return 'human';
}

function machineOf(
  record: AuditRecord,
  kind: IdentityKind,
  named: string | null,
  party: Party,
  id: string | null,
): ActorDraft | null {
  const objectId = id ?? party.objectId ?? (isGuid(named) ? named : null);
  const plain = named !== null && !PREFIXED.test(named) && !GUID.test(named) ? named : null;
  const name = plain ?? party.display ?? objectId;
  if (name === null) return null;
  const keys: ActorDraft['keys'] = [];
  if (isGuid(objectId)) addKey(keys, 'object_id', objectId);
  const appId = party.appId ?? record.extended('actorAppID');
  if (isGuid(appId) && appId !== objectId) addKey(keys, 'client_id', appId);
  if (keys.length === 0) addKey(keys, 'username', name);
  return { id: objectId ?? named, name, kind, keys };
}

/** The account acted upon: of a directory operation, a mailbox that is not the actor's, a member, whom a thing was shared with. */
export function targetOf(record: AuditRecord, actor: ActorDraft | null): ActorDraft | null {
  const found = directoryTarget(record) ?? personNamed(record);
  if (!found) return null;
  const isSame =
    found.name?.toLowerCase() === actor?.name?.toLowerCase() || (found.id !== null && found.id === actor?.id);
  return isSame ? null : found;
}

function directoryTarget(record: AuditRecord): ActorDraft | null {
  const entries = record.list('Target');
  if (entries.length === 0) return null;
  const party = partyOf(entries);
  const upn = party.upn;
  const keys: ActorDraft['keys'] = upn !== null ? nameKeys(upn) : [];
  if (/^user$/i.test(party.type ?? '') || (upn !== null && isAddressLike(upn))) {
    if (isGuid(party.objectId)) addKey(keys, 'object_id', party.objectId);
    const name = upn ?? party.display ?? party.objectId;
    return name === null
      ? null
      : { id: party.objectId, name, display: party.display, kind: 'human', keys, external: /#ext#/i.test(upn ?? '') };
  }
  if (!/^(serviceprincipal|application)$/i.test(party.type ?? '')) return null;
  if (isGuid(party.objectId)) addKey(keys, 'object_id', party.objectId);
  if (isGuid(party.appId)) addKey(keys, 'client_id', party.appId);
  const name = party.display ?? record.extended('targetName') ?? party.objectId;
  return name === null ? null : { id: party.objectId, name, kind: 'service_principal', keys };
}

function personNamed(record: AuditRecord): ActorDraft | null {
  const names = [
    record.text('MailboxOwnerUPN'),
    record.text('TargetUserOrGroupName'),
    textOf(record.list('Members')[0] ?? null, 'UPN'),
    ...alerted(record),
  ];
  const name = names.find((each) => each !== null && isAddressLike(each));
  return name ? { id: null, name, kind: 'human', keys: nameKeys(name), external: /#ext#/i.test(name) } : null;
}

/** Whom an alert is about: `f3u` and `suid` are users, `eid` the entity, `trc` who got the mail. */
function alerted(record: AuditRecord): (string | null)[] {
  const data = asObject(parsed(record.any('Data')));
  return [
    textOf(data, 'f3u'),
    textOf(data, 'suid'),
    record.text('AlertEntityId'),
    textOf(data, 'eid'),
    textOf(data, 'trc'),
  ];
}
