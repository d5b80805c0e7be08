/** An actor out of the few things that most logs tell about one: id, name, e-mail address. Pure. */
import type { ActorDraft, ActorKeyType } from '../../../../shared/model/event';
import type { IdentityKind } from '../../../../shared/model/words';
import { type ActorKey, addKey, nameKeys } from './actor-keys';

export interface Told {
  /** The vendor's own id. */
  id?: string | null;
  name?: string | null;
  email?: string | null;
  /** Full name: never a join key by itself. */
  display?: string | null;
  kind?: IdentityKind;
  /** What the id is; `vendor_id` where nothing else is said. */
  idKey?: ActorKeyType;
}

/** Null where nothing is told. The e-mail address is the name where there is one. */
export function person(told: Told): ActorDraft | null {
  const { id = null, name = null, email = null, display = null } = told;
  const shown = email ?? name ?? display ?? id;
  if (shown === null || shown === '') return null;
  const keys: ActorKey[] = [];
  for (const key of [...nameKeys(email), ...nameKeys(name)]) addKey(keys, key.type, key.value);
  addKey(keys, told.idKey ?? 'vendor_id', id);
  addKey(keys, 'display_name', display);
  return { id, name: shown, display, kind: told.kind ?? 'human', keys };
}
