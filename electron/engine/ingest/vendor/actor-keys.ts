/** Which keys a written name gives: shared by all sources, so that one person is one person in each. Pure. */
import type { ActorDraft } from '../../../../shared/model/event';

export type ActorKey = ActorDraft['keys'][number];

const EXTERNAL = /^(.+)_([^_@]+)#ext#@/i;

/**
 * Keys of a name that a directory resolved: with a domain it is both a UPN and an e-mail address (strong), without one
 * (`DOMAIN\user`, `alice`) only a user name (weak: two directories may both have an `admin`).
 * A guest's UPN (`alice_partner.example#EXT#@tenant…`) also gives the e-mail address that it was made from.
 */
export function nameKeys(name: string | null): ActorKey[] {
  if (name === null || name === '') return [];
  if (!isAddressLike(name)) return [{ type: 'username', value: name }];
  const guest = EXTERNAL.exec(name);
  if (guest)
    return [
      { type: 'upn', value: name },
      { type: 'email', value: `${guest[1]}@${guest[2]}` },
    ];
  return [
    { type: 'upn', value: name },
    { type: 'email', value: name },
  ];
}

/** `local@domain.tld` and nothing else: enough to tell a UPN from a user name, not to validate an address. */
export function isAddressLike(name: string): boolean {
  const at = name.indexOf('@');
  return at > 0 && at === name.lastIndexOf('@') && name.indexOf('.', at) > at + 1 && !/[\s\\/]/.test(name);
}

/** Adds a key unless its value is missing or the same key is there. */
export function addKey(keys: ActorKey[], type: ActorKey['type'], value: string | null): void {
  if (value === null || value === '' || keys.some((key) => key.type === type && key.value === value)) return;
  keys.push({ type, value });
}
