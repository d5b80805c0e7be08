/**
 * What might be one identity and is not joined, because what they share proves nothing: display names, user names, the name
 * before the @, and addresses that several accounts have. Pure; one pass over the keys.
 */
import { plural } from '../../../../shared/base/text';
import type { ActorKeyType } from '../../../../shared/model/event';
import type { ActorRow } from '../read';
import { isMail, qualified, spaceOf } from './identity-keys';
import type { ResolvedIdentity } from './resolved-identity';

/** An address that several accounts have, which were not joined by it. */
export interface Apart {
  key: ActorKeyType;
  value: string;
  /** One actor of each account. */
  actors: number[];
  why: 'recycled' | 'shared' | 'guest';
}

export interface Suggested {
  /** Ids, in order. */
  identities: string[];
  reasons: { key: ActorKeyType; value: string; text: string }[];
}

/** A name that more identities than this have says nothing about any two of them. */
const MOST = 4;
/** Names that every system has. */
const COMMON =
  /^(?:admin(?:istrator)?|root|guest|user|test|service|system|info|support|helpdesk|default|api|unknown)$/i;

interface Name {
  key: ActorKeyType;
  value: string;
  /** Positions of identities that are called so, and of those that have an address of that name. */
  called: Set<number>;
  addressed: Set<number>;
  /** … and whose address is the same name in full: `alice.smith` is often `asmith`. */
  shortened: Set<number>;
}

export function suggest(
  actors: readonly ActorRow[],
  identities: readonly ResolvedIdentity[],
  ofActor: Int32Array,
  apart: readonly Apart[],
): Suggested[] {
  const names = new Map<string, Name>();
  const nameOf = (text: string, key: ActorKeyType, value: string): Name => {
    let name = names.get(text);
    if (!name) {
      name = { key, value, called: new Set(), addressed: new Set(), shortened: new Set() };
      names.set(text, name);
    } else if (value < name.value) name.value = value;
    return name;
  };
  for (const actor of actors) {
    const who = ofActor[actor.id]!;
    const space = spaceOf(actor.kind);
    if (who < 0 || space === 'machine') continue;
    for (const [type, value] of actor.keys) {
      if (type !== 'username') continue;
      const small = value.trim().toLowerCase();
      const user = qualified(small)?.user ?? small;
      nameOf(`username:${user}`, 'username', user).called.add(who);
    }
    const shown = actor.display ?? actor.keys.find(([type]) => type === 'display_name')?.[1] ?? null;
    if (shown !== null && /\S\s+\S/.test(shown) && !shown.includes('@'))
      nameOf(`display:${wordsOf(shown)}`, 'display_name', shown).called.add(who);
  }
  // Addresses count only where somebody is called so: there are as many of them as accounts.
  for (const actor of actors) {
    const who = ofActor[actor.id]!;
    if (who < 0 || spaceOf(actor.kind) === 'machine') continue;
    for (const [type, value] of actor.keys) {
      const at = isMail(type) ? value.indexOf('@') : 0;
      if (at <= 0) continue;
      const local = value.slice(0, at).trim().toLowerCase();
      names.get(`username:${local}`)?.addressed.add(who);
      for (const short of shortOf(local)) names.get(`username:${short}`)?.shortened.add(who);
    }
  }

  const found = new Map<string, Suggested>();
  const add = (who: Iterable<number>, reason: Suggested['reasons'][number]): void => {
    const ids = [...who].map((i) => identities[i]!.id).sort();
    const key = ids.join(' ');
    const known = found.get(key);
    if (known) known.reasons.push(reason);
    else found.set(key, { identities: ids, reasons: [reason] });
  };
  for (const { key, value, actors: sharing, why } of apart) {
    const who = new Set(sharing.map((actor) => ofActor[actor]!));
    if (who.size > 1 && who.size <= MOST * 4) add(who, { key, value, text: APART[why](plural(who.size, 'account')) });
  }
  for (const { key, value, called, addressed, shortened } of names.values()) {
    if (called.size === 0 || COMMON.test(value)) continue;
    const who = new Set([...called, ...addressed]);
    // Whom a record ties to such a name already needs no guess.
    if (who.size === 1 && shortened.size < MOST && ![...who].some((one) => shortened.has(one))) {
      for (const one of shortened)
        add([...who, one], {
          key,
          value,
          text: 'a user name as one makes of this address: first letter and last name',
        });
    }
    if (who.size < 2 || who.size > MOST) continue;
    add(who, { key, value, text: textOf(key, addressed.size > 0 && called.size < who.size) });
  }
  for (const { reasons } of found.values()) reasons.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return [...found.values()].sort(
    (a, b) => b.reasons.length - a.reasons.length || (a.identities.join() < b.identities.join() ? -1 : 1),
  );
}

const APART = {
  recycled: (n: string) =>
    `${n} had this address at different times: it may have been given to somebody else, or be a shared mailbox`,
  shared: (n: string) => `${n} with ids of their own have this address: it may be a shared mailbox`,
  guest: (n: string) => `a guest and a member have this address (${n}), and no record names the guest’s home directory`,
};

function textOf(key: ActorKeyType, isAddress: boolean): string {
  if (key === 'display_name') return 'the same full name: many people share one';
  return isAddress
    ? 'a user name is the same as the name before the @: no record gives both of one account'
    : 'the same user name: two directories may both have one';
}

/** Short forms of `alice.smith`: `asmith`, `smitha`, `alices`. */
function shortOf(local: string): string[] {
  const parts = /^([a-z]{2,})[._-]([a-z]{2,}?)\d*$/.exec(local);
  if (!parts) return [];
  const [, first = '', last = ''] = parts;
  return [...new Set([`${first[0]}${last}`, `${last}${first[0]}`, `${first}${last[0]}`])];
}

/** "Smith, Alice" and "Alice Smith" are one name. */
const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .sort()
    .join(' ');
