/** Who answers for a machine, as logs tell it: who was made its owner, or else who made it. Pure. */
import { isMachine } from '../../../../shared/model/words';
import type { ActorRow, OwnerRecord } from '../read';
import type { Resolution } from './identities';
import { keyText } from './identity-keys';

/** Acts that tell an owner: `owner` names one, `former` takes one away, `made` made the thing. */
type Act = 'owner' | 'former' | 'made';

const ACTS: Readonly<Record<string, Act>> = {
  'add owner to service principal': 'owner',
  'add owner to application': 'owner',
  'remove owner from service principal': 'former',
  'remove owner from application': 'former',
  'add application': 'made',
  'add service principal': 'made',
  createrole: 'made',
  'bot.create': 'made',
};

/** As the sources write them; Microsoft 365 ends its operations with a full stop. */
export const OWNER_ACTIONS: readonly string[] = [
  'Add owner to service principal',
  'Add owner to application',
  'Remove owner from service principal',
  'Remove owner from application',
  'Add application',
  'Add service principal',
]
  .flatMap((action) => [action, `${action}.`])
  .concat('CreateRole', 'bot.create');

export interface LoggedOwner {
  /** Position of the owner's identity. */
  owner: number;
  act: 'owner' | 'made';
  /** Public id of the record. */
  record: string;
  time: number;
}

/** Owners by position of what they own, in order of time; who was made owner stands before who made it. */
export function ownersLogged(
  records: readonly OwnerRecord[],
  actors: readonly ActorRow[],
  who: Resolution,
): Map<number, LoggedOwner[]> {
  const owners = new Map<number, LoggedOwner[]>();
  if (records.length === 0) return owners;
  const byKey = keysOf(actors, who);
  for (const record of records) {
    const act = ACTS[record.action.toLowerCase().replace(/\.$/, '')];
    const owned = act === undefined ? null : ownedOf(record, act, who, byKey);
    const owner = act === 'made' || record.target === null ? record.actor : record.target;
    const at = owner === null ? -1 : who.ofActor[owner]!;
    if (act === undefined || owned === null || at < 0 || at === owned) continue;
    if (isMachine(who.identities[at]!.kind) || who.identities[at]!.kind === 'unknown') continue;
    const list = owners.get(owned) ?? [];
    const rest = list.filter((one) => one.owner !== at || (act === 'made' && one.act === 'owner'));
    if (act === 'former')
      owners.set(
        owned,
        list.filter((one) => one.owner !== at || one.act !== 'owner'),
      );
    else if (act === 'owner' || rest.length === list.length)
      owners.set(owned, [...rest, { owner: at, act, record: record.event, time: record.time }]);
  }
  for (const list of owners.values()) {
    const named = list.some(({ act }) => act === 'owner')
      ? list.filter(({ act }) => act === 'owner')
      : list.slice(0, 1);
    list.splice(0, list.length, ...named.sort((a, b) => a.time - b.time || (a.record < b.record ? -1 : 1)));
  }
  return owners;
}

const TYPES = new Set(['object_id', 'client_id', 'arn', 'username']);

function keysOf(actors: readonly ActorRow[], who: Resolution): Map<string, number> {
  const byKey = new Map<string, number>();
  for (const actor of actors) {
    const at = who.ofActor[actor.id]!;
    if (at < 0 || actor.kind === 'human') continue;
    for (const [type, value] of actor.keys) if (TYPES.has(type)) byKey.set(keyText('', actor.source, type, value), at);
  }
  return byKey;
}

function ownedOf(record: OwnerRecord, act: Act, who: Resolution, byKey: ReadonlyMap<string, number>): number | null {
  const { detail, source, resource } = record;
  const find = (type: string, value: string | null | undefined): number | null =>
    value ? (byKey.get(keyText('', source, type, value)) ?? null) : null;
  if (record.action === 'bot.create')
    return find('username', resource) ?? find('username', resource && `bot-${resource}`);
  if (record.action === 'CreateRole')
    return resource && record.tenant ? find('arn', `arn:aws:iam::${record.tenant}:role/${resource}`) : null;
  if (act === 'made') {
    const target = record.target === null ? -1 : who.ofActor[record.target]!;
    return target >= 0 && isMachine(who.identities[target]!.kind) ? target : null;
  }
  return find('object_id', detail?.owned_object) ?? find('client_id', detail?.owned_app);
}
