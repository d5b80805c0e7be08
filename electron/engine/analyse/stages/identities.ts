/**
 * Who is who: actors that share a strong key (case-insensitive) are one identity, across sources. A bare user name joins
 * only within its own source, and only where it can mean one account there; a display name never joins.
 */
import { createHash } from 'node:crypto';
import { base32 } from '../../../../shared/base/text';
import { type ActorKeyType, STRONG_KEYS } from '../../../../shared/model/event';
import { type IdentityKind, isMachine } from '../../../../shared/model/words';
import type { ActorRow } from '../read';
import { Handles } from './handles';

export interface ResolvedIdentity {
  id: string;
  aliases: string[];
  kind: IdentityKind;
  kindBecause: string;
  external: boolean;
  /** Rows of the actor table, rising. */
  actors: number[];
  joins: { key: ActorKeyType | 'register'; value: string; sources: string[] }[];
}

export interface Resolution {
  /** In order of id. */
  identities: ResolvedIdentity[];
  /** Actor row id to position in `identities`; -1 where there is none. */
  ofActor: Int32Array;
}

interface Key {
  /** What is compared: an e-mail address and a user principal name of one text are one key. */
  text: string;
  type: ActorKeyType;
  value: string;
  strong: boolean;
}

/** Which key names an identity: the first type that it has, then the first in the alphabet. */
const RANK: Partial<Record<ActorKeyType, number>> = { upn: 0, email: 1, object_id: 2, okta_id: 3, duo_id: 4, username: 8, display_name: 9 }; // biome-ignore format: one line
const rankOf = (type: ActorKeyType): number => RANK[type] ?? 6;

/** Of two spellings of one key the same one is printed, whatever came first. */
const precedes = (a: Key, b: Key): boolean =>
  rankOf(a.type) - rankOf(b.type) < 0 || (a.type === b.type && a.value < b.value);

/**
 * Resolves all actors. Pure: the same actors in any order give the same identities. `said`: names that a register says are
 * one identity's; a name that two accounts have joins neither.
 */
export function resolveIdentities(
  actors: readonly ActorRow[],
  said: readonly { row: string; names: readonly string[] }[] = [],
): Resolution {
  const top = actors.reduce((most, { id }) => Math.max(most, id), 0);
  const parent = new Int32Array(top + 1).map((_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = i; parent[at] !== root; ) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  const union = (a: number, b: number): void => {
    const [left, right] = [find(a), find(b)];
    if (left !== right) parent[Math.max(left, right)] = Math.min(left, right);
  };

  const keys = new Map(actors.map((actor) => [actor.id, keysOf(actor)]));
  const holders = new Map<string, { key: Key; actors: ActorRow[] }>();
  for (const actor of actors) {
    for (const key of keys.get(actor.id)!) {
      if (!key.strong) continue;
      const held = holders.get(key.text);
      if (!held) holders.set(key.text, { key, actors: [actor] });
      else {
        held.actors.push(actor);
        if (precedes(key, held.key)) held.key = key;
        union(held.actors[0]!.id, actor.id);
      }
    }
  }
  const named = joinByName(actors, keys, find, union);
  const registered = said.length > 0 ? joinBySaid(actors, said, find, union) : [];

  const groups = new Map<number, ActorRow[]>();
  for (const actor of actors) {
    const root = find(actor.id);
    const group = groups.get(root);
    if (group) group.push(actor);
    else groups.set(root, [actor]);
  }
  const joined = new Map<number, ResolvedIdentity['joins']>();
  for (const { key, actors: sharing } of holders.values()) {
    if (sharing.length < 2) continue;
    const sources = [...new Set(sharing.map(({ source }) => source))].sort();
    push(joined, find(sharing[0]!.id), { key: key.type, value: key.value, sources });
  }
  for (const { root, value, source } of named) push(joined, find(root), { key: 'username', value, sources: [source] });
  for (const { root, value } of registered)
    push(joined, find(root), { key: 'register', value, sources: ['identities'] });

  const identities = [...groups].map(([root, group]) => identity(group, keys, joined.get(root) ?? []));
  identities.sort((a, b) => (a.id < b.id ? -1 : 1));
  const ofActor = new Int32Array(top + 1).fill(-1);
  identities.forEach(({ actors: members }, i) => {
    for (const actor of members) ofActor[actor] = i;
  });
  return { identities, ofActor };
}

function push<T>(lists: Map<number, T[]>, at: number, item: T): void {
  const list = lists.get(at);
  if (list) list.push(item);
  else lists.set(at, [item]);
}

/** Persons and machines never share a key space: an application may carry its owner's address. */
const spaceOf = (kind: IdentityKind): string => (isMachine(kind) ? 'machine' : 'person');

function keysOf(actor: ActorRow): Key[] {
  const space = spaceOf(actor.kind);
  const keys = actor.keys.map(([type, value]): Key => {
    const keyType = type as ActorKeyType;
    const strong = STRONG_KEYS.has(keyType);
    const isMail = type === 'upn' || type === 'email';
    // A vendor's other ids and user names mean something within their source only.
    const scope = keyType === 'vendor_id' || !strong ? `${actor.source}:` : '';
    return {
      text: `${space}:${isMail ? 'mail' : type}:${scope}${value.toLowerCase()}`,
      type: keyType,
      value,
      strong,
    };
  });
  if (keys.length > 0) return keys;
  const value = actor.native ?? actor.name ?? actor.display ?? '';
  return [{ text: `${space}:alone:${actor.source}:${value.toLowerCase()}`, type: 'vendor_id', value, strong: true }];
}

/**
 * Actors that a source knows only by user name are one among themselves where they share a name, and join the account of
 * that source with one of their names, if there is just one. Decided in two steps, so that the order of actors is no matter.
 */
function joinByName(
  actors: readonly ActorRow[],
  keys: ReadonlyMap<number, Key[]>,
  find: (i: number) => number,
  union: (a: number, b: number) => void,
): { root: number; value: string; source: string }[] {
  const names = new Map<string, { roots: Set<number>; weak: number[]; value: string; source: string }>();
  for (const actor of actors) {
    const own = keys.get(actor.id)!;
    const isStrong = own.some((key) => key.strong);
    for (const key of own) {
      if (key.type !== 'username') continue;
      let name = names.get(key.text);
      if (!name) {
        name = { roots: new Set(), weak: [], value: key.value, source: actor.source };
        names.set(key.text, name);
      } else if (key.value < name.value) name.value = key.value;
      if (isStrong) name.roots.add(find(actor.id));
      else name.weak.push(actor.id);
    }
  }
  const unresolved = [...names.values()].filter(({ weak }) => weak.length > 0);
  for (const { weak } of unresolved) for (const actor of weak) union(weak[0]!, actor);
  const candidates = new Map<number, Set<number>>();
  for (const { weak, roots } of unresolved) {
    const group = find(weak[0]!);
    const all = candidates.get(group) ?? new Set();
    for (const root of roots) all.add(root);
    candidates.set(group, all);
  }
  const accountOf = new Map([...candidates].map(([group, roots]) => [group, roots.size === 1 ? [...roots][0]! : null]));
  const joins = unresolved.flatMap(({ weak, roots, value, source }) => {
    const isJoined = accountOf.get(find(weak[0]!)) !== null && roots.size > 0;
    return isJoined || weak.length > 1 ? [{ root: weak[0]!, value, source }] : [];
  });
  for (const [group, account] of accountOf) if (account !== null) union(group, account);
  return joins;
}

/** Joins what a register says is one; decided before the first join, so that the order of its rows is no matter. */
function joinBySaid(
  actors: readonly ActorRow[],
  said: readonly { names: readonly string[] }[],
  find: (i: number) => number,
  union: (a: number, b: number) => void,
): { root: number; value: string }[] {
  const handles = new Handles(actors, ({ id }) => find(id));
  const spaces = new Map(actors.map(({ id, kind }) => [find(id), spaceOf(kind)]));
  const joins = said.flatMap(({ names }) => {
    const roots = [...new Set(names.map((name) => handles.one(name)))].filter((root) => root !== null);
    // A register's mistake must not make a person of a machine.
    const same = roots.filter((root) => spaces.get(root) === spaces.get(roots[0]!));
    return same.length > 1 ? [{ roots: same, value: names.join(', ').slice(0, 200) }] : [];
  });
  for (const { roots } of joins) for (const root of roots) union(roots[0]!, root);
  return joins.map(({ roots, value }) => ({ root: roots[0]!, value }));
}

function identity(
  group: ActorRow[],
  keys: ReadonlyMap<number, Key[]>,
  joins: ResolvedIdentity['joins'],
): ResolvedIdentity {
  const all = new Map<string, Key>();
  for (const actor of group) {
    for (const key of keys.get(actor.id)!) {
      const known = all.get(key.text);
      if (!known || precedes(key, known)) all.set(key.text, key);
    }
  }
  const strong = [...all.values()].filter((key) => key.strong);
  const naming = (strong.length > 0 ? strong : [...all.values()]).sort(
    (a, b) => rankOf(a.type) - rankOf(b.type) || (a.text < b.text ? -1 : 1),
  );
  const [id, ...aliases] = [...new Set(naming.map(({ text }) => idOf(text)))];
  const sortKey = ({ key, value, sources }: (typeof joins)[number]): string =>
    JSON.stringify([key === 'register' ? 7 : rankOf(key), key, value, sources]);
  joins.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return {
    id: id!,
    aliases,
    ...kindOf(group),
    external: group.some(({ external }) => external),
    actors: group.map((actor) => actor.id).sort((a, b) => a - b),
    joins,
  };
}

/** A name that one source could not resolve is the person whom another source did. */
function kindOf(group: readonly ActorRow[]): { kind: IdentityKind; kindBecause: string } {
  const kinds = [...new Set(group.map(({ kind }) => kind))].filter((kind) => kind !== 'unknown').sort();
  const kind = kinds[0] ?? 'unknown';
  const sources = [...new Set(group.filter((actor) => actor.kind === kind).map(({ source }) => source))].sort();
  const words = kind === 'unknown' ? 'no source resolved the name to an account' : `${sources.join(', ')} said so`;
  return { kind, kindBecause: kinds.length > 1 ? `${words}; others said ${kinds.slice(1).join(', ')}` : words };
}

/** `i` and 53 bits of SHA-256: evidence is hostile, so that no name may be made to collide with another. */
function idOf(key: string): string {
  const digest = createHash('sha256').update(`identity\n${key}`).digest();
  return `i${base32(Number(digest.readBigUInt64BE(0) >> 11n))}`;
}
