/** Who acts in an Okta record. */
import type { ActorDraft } from '../../../../../shared/model/event';
import type { IdentityKind } from '../../../../../shared/model/words';
import { type ActorKey, addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';

export interface Target {
  id: string | null;
  type: string | null;
  alternateId: string | null;
  displayName: string | null;
  methodTypeUsed: string | null;
  verifiedProperties: string | null;
  signOnMode: string | null;
}

export interface Acting {
  id: string | null;
  type: string | null;
  alternateId: string | null;
  displayName: string | null;
}

export interface ActingBy {
  /** `transaction.detail.requestApiTokenId`. */
  apiToken: string | null;
  /** `transaction.detail.requestApiTokenClientId`: the client whose access token was used. */
  clientId: string | null;
  grant: string | null;
  /** `debugData.originalPrincipal`: on whose behalf the actor acts. */
  principal: string | null;
}

/** Nothing beside the actor says who acts. */
export const ALONE: ActingBy = { apiToken: null, clientId: null, grant: null, principal: null };

/** An OAuth access token (`AT.…`) belongs to the client that acts; any other id is an API token of its human owner. */
const isOwnedToken = (token: string): boolean => !token.startsWith('AT.');

/** Null for records without an actor and for those whose "actor" is an address (ThreatInsight). */
export function readActor(actor: Acting, by: ActingBy): ActorDraft | null {
  if (actor.type === 'IP address' || (actor.id === null && actor.alternateId === null && actor.displayName === null))
    return null;
  const kind = kindOf(actor, by);
  if (kind === 'api_key' && by.apiToken !== null) return tokenDraft(actor, by.apiToken);
  if (kind === 'human') {
    return {
      id: actor.id,
      name: actor.alternateId ?? actor.displayName,
      display: actor.displayName,
      kind,
      keys: keysOf(actor.id, actor.alternateId),
      onBehalfOf: by.principal,
    };
  }
  if (kind === 'unknown') return unknownDraft(actor, by);
  const keys: ActorKey[] = [];
  addKey(keys, 'okta_id', actor.id);
  addKey(keys, 'client_id', by.clientId ?? actor.alternateId ?? (actor.id?.startsWith('0oa') ? actor.id : null));
  return {
    id: actor.id,
    name: actor.displayName ?? actor.alternateId,
    display: actor.displayName,
    kind,
    keys,
    onBehalfOf: by.principal,
  };
}

/** A person or client that a record names as its object. */
export function targetDraft(target: Target): ActorDraft {
  return {
    // The id of an AppUser names the assignment, not the person.
    id: target.type === 'AppUser' ? null : target.id,
    name: target.alternateId ?? target.displayName,
    display: target.displayName,
    kind: 'human',
    keys: keysOf(target.type === 'AppUser' ? null : target.id, target.alternateId),
  };
}

function keysOf(id: string | null, alternateId: string | null): ActorKey[] {
  const keys = nameKeys(alternateId);
  addKey(keys, 'okta_id', id);
  return keys;
}

function kindOf(actor: Acting, by: ActingBy): IdentityKind {
  const type = actor.type ?? '';
  if (/agent/i.test(type) && !/directory|radius|\bAD\b/i.test(type)) return 'agent';
  if (type === 'User') {
    if (actor.id === null) return 'unknown';
    return by.apiToken !== null && isOwnedToken(by.apiToken) ? 'api_key' : 'human';
  }
  if (type.startsWith('PublicClientApp') || type.startsWith('Client') || actor.id?.startsWith('0oa'))
    return 'service_principal';
  return by.grant === 'client_credentials' ? 'service_principal' : 'unknown';
}

/** The token acts; its owner stays beside it. */
function tokenDraft(actor: Acting, token: string): ActorDraft {
  const owner = actor.alternateId ?? actor.displayName ?? actor.id;
  return {
    id: token,
    name: owner === null ? `API token ${token}` : `API token ${token} of ${owner}`,
    display: actor.displayName,
    kind: 'api_key',
    keys: [{ type: 'vendor_id', value: token }],
    onBehalfOf: owner,
  };
}

/** A name that the directory did not resolve, or Okta's own processes: nothing here is a proven account. */
function unknownDraft(actor: Acting, by: ActingBy): ActorDraft {
  const name = actor.alternateId ?? actor.displayName;
  const keys: ActorKey[] = [];
  if (actor.id !== null) addKey(keys, 'okta_id', actor.id);
  if (name !== null) addKey(keys, isAddressLike(name) ? 'upn' : 'username', name);
  return { id: actor.id, name, display: actor.displayName, kind: 'unknown', keys, onBehalfOf: by.principal };
}
