/** The keys by which actors are known to be one: which are strong, how they are compared, and what names nobody. Pure. */
import { type ActorKeyType, STRONG_KEYS } from '../../../../shared/model/event';
import { type IdentityKind, isMachine } from '../../../../shared/model/words';
import type { ActorRow } from '../read';

export interface Key {
  /** What is compared: an e-mail address and a user principal name of one text are one key. */
  text: string;
  type: ActorKeyType;
  value: string;
  strong: boolean;
}

/** Which key names an identity: the first type that it has, then the first in the alphabet. */
const RANK: Partial<Record<ActorKeyType, number>> = {
  upn: 0,
  email: 1,
  object_id: 2,
  okta_id: 3,
  duo_id: 4,
  username: 8,
  display_name: 9,
};
export const rankOf = (type: ActorKeyType): number => RANK[type] ?? 6;

/** Of two spellings of one key the same one is printed, whatever came first. */
export const precedes = (a: Key, b: Key): boolean =>
  rankOf(a.type) - rankOf(b.type) < 0 || (a.type === b.type && a.value < b.value);

/** Persons and machines never share a key space: an application may carry its owner's address. */
export const spaceOf = (kind: IdentityKind): string => (isMachine(kind) ? 'machine' : 'person');

/** Words and numbers that logs write where they know nobody; as a key they would join strangers. */
const NOBODY =
  /^(?:[-.*?\s]*|0+|0{8}-(?:0{4}-){3}0{12}|n\/?a|none|null|nil|undefined|unknown|anonymous|not available|\(?empty\)?|s-1-0-0)$/i;
const LONGEST = 512; // characters: an address has at most 320, an ARN some hundreds

/** Names of addresses that stand for no person and no account of one: any sender writes them. */
const NO_ADDRESS = /^(?:no-?reply|do-?not-?reply|unknown|undefined|null|none)@/i;

/** Addresses of a desk, not of a person (RFC 2142 and what offices call them): several people write one on their accounts. */
const DESK =
  /^(?:abuse|accounts?|accounting|admins?|administrators?|all|alerts?|billing|careers?|contact|desk|devops|enquiries|facilities|feedback|finance|frontdesk|hello|help|help-?desk|hostmaster|hr|info|inquiries|it|it-?support|jobs|legal|mail|marketing|media|monitoring|news|noc|notifications?|office|operations|ops|orders|payroll|postmaster|press|privacy|procurement|purchasing|reception|recruiting|root|sales|security|service|service-?desk|services|shared|soc|staff|support|team|test|training|users?|webmaster)(?:[._+-].*)?@/i;

export const isDesk = (address: string): boolean => DESK.test(address);

/** Whether an account is called otherwise than the address: by another address or user name, without its domain. */
export function isNamedOtherwise(actors: readonly ActorRow[], address: string): boolean {
  const local = address.slice(0, address.indexOf('@'));
  const names = actors.flatMap(({ keys }) =>
    keys.flatMap(([type, value]) => (isMail(type) || type === 'username' ? [value.trim().toLowerCase()] : [])),
  );
  const others = names.filter((name) => name !== address);
  return others.length > 0 && !others.some((name) => name.slice(name.lastIndexOf('\\') + 1).split('@')[0] === local);
}

const isNobody = (type: string, value: string): boolean =>
  value.length > LONGEST ||
  NOBODY.test(value.trim()) ||
  ((type === 'upn' || type === 'email') && NO_ADDRESS.test(value.trim()));

export const isMail = (type: string): boolean => type === 'upn' || type === 'email';

/** How a key is compared; a vendor's other ids and user names mean something within their source only. */
export function keyText(space: string, source: string, type: string, value: string): string {
  const isScoped = type === 'vendor_id' || !STRONG_KEYS.has(type as ActorKeyType);
  const kind = isMail(type) ? 'mail' : type;
  return `${space}:${kind}:${isScoped ? `${source}:` : ''}${value.trim().toLowerCase()}`;
}

export function keysOf(actor: ActorRow): Key[] {
  const space = spaceOf(actor.kind);
  const keys = actor.keys.flatMap(([type, value]): Key[] =>
    isNobody(type, value)
      ? []
      : [
          {
            text: keyText(space, actor.source, type, value),
            type: type as ActorKeyType,
            value,
            strong: STRONG_KEYS.has(type as ActorKeyType),
          },
        ],
  );
  if (keys.length > 0) return keys;
  const value = actor.native ?? actor.name ?? actor.display ?? '';
  return [{ text: `${space}:alone:${actor.source}:${value.toLowerCase()}`, type: 'vendor_id', value, strong: true }];
}

/** `CORP\alice`: the domain and the name in it; null for any other name. */
export function qualified(name: string): { domain: string; user: string } | null {
  const at = name.indexOf('\\');
  if (at <= 0 || at !== name.lastIndexOf('\\') || at === name.length - 1) return null;
  return { domain: name.slice(0, at), user: name.slice(at + 1) };
}

/** Domains that every computer has: the name behind them means somebody else on each. */
const EVERYWHERE =
  /^(?:\.|builtin|workgroup|nt authority|nt service|localhost|window manager|font driver host|azuread)$/i;

/** A name that one directory gives once: `CORP\alice`, not `WORKGROUP\alice`. */
export function isQualified(name: string): boolean {
  const parts = qualified(name.trim());
  return parts !== null && !EVERYWHERE.test(parts.domain);
}
