/**
 * Who is who: actors that share a strong key (case-insensitive) are one identity, across sources, unless ids that are given
 * once say that they are not (identity-rivals.ts). A user name joins only within its own source and where it can mean one
 * account there, or with its domain where a record names both; a display name never joins. The investigator's merges and
 * splits come last.
 */
import { hash } from 'node:crypto';
import { base32 } from '../../../../shared/base/text';
import type { IdentityWord } from '../../../../shared/model/identity';
import type { ActorRow } from '../read';
import { Handles } from './handles';
import { Groups } from './identity-groups';
import { isDesk, isNamedOtherwise, isQualified, type Key, keysOf, precedes, rankOf, spaceOf } from './identity-keys';
import { type Span, settle, Tellings } from './identity-rivals';
import { type Apart, type Suggested, suggest } from './identity-suggestions';
import type { Join, ResolvedIdentity } from './resolved-identity';

export interface Resolution {
  /** In order of id. */
  identities: ResolvedIdentity[];
  /** Actor row id to position in `identities`; -1 where there is none. */
  ofActor: Int32Array;
  /** What might be one identity, and is not joined. */
  suggested: Suggested[];
}

export interface ResolveOptions {
  /** Names that a register says are one identity's; a name that two accounts have joins neither. */
  said?: readonly { row: string; names: readonly string[] }[];
  /** Merges and splits that stand. */
  words?: readonly IdentityWord[];
  /** When an actor was there; asked only where accounts share an address and cannot be one. */
  spanOf?: (actor: number) => Span;
}

/** Resolves all actors. Pure: the same actors in any order give the same identities. */
export function resolveIdentities(actors: readonly ActorRow[], options: ResolveOptions = {}): Resolution {
  const { said = [], words = [], spanOf = () => null } = options;
  const groups = new Groups(actors);
  const cut = cutBy(words, actors);
  const keys = new Map(actors.map((actor) => [actor.id, keysWithin(actor, cut.get(actor.id))]));
  const holders = holdersOf(actors, keys);
  const joins: Placed[] = [];

  for (const [text, { actors: sharing }] of holders)
    if (!isMailText(text)) for (const actor of sharing) groups.union(sharing[0]!.id, actor.id);
  const apart = joinByAddress(holders, groups, spanOf);
  joins.push(...joinByName(actors, keys, groups));
  joins.push(...joinByDomainName(actors, keys, groups));
  if (said.length > 0) joins.push(...joinBySaid(actors, said, groups, cut));

  for (const { key, actors: sharing } of holders.values()) joins.push(...sharedIn(key, sharing, groups));
  let resolved = build(groups, keys, joins);
  const merged = joinByWord(words, resolved, groups);
  if (merged.length > 0) resolved = build(groups, keys, [...joins, ...merged]);
  const { identities, ofActor } = resolved;
  return { identities, ofActor, suggested: suggest(actors, identities, ofActor, apart) };
}

interface Placed {
  /** Any actor of the identity. */
  actor: number;
  join: Join;
}

type Holders = Map<string, { key: Key; actors: ActorRow[] }>;

const isMailText = (text: string): boolean => /^(?:split \S+ )?\w+:mail:/.test(text);

/** Keys of an actor; of one that was split off they hold among those that were split off with it only. */
function keysWithin(actor: ActorRow, part: string | undefined): Key[] {
  const keys = keysOf(actor);
  return part === undefined ? keys : keys.map((key) => ({ ...key, text: `split ${part} ${key.text}` }));
}

function holdersOf(actors: readonly ActorRow[], keys: ReadonlyMap<number, Key[]>): Holders {
  const holders: Holders = new Map();
  for (const actor of actors) {
    for (const key of keys.get(actor.id)!) {
      if (!key.strong) continue;
      const held = holders.get(key.text);
      if (!held) holders.set(key.text, { key, actors: [actor] });
      else {
        // An actor has an address as its name and as its address: it holds it once.
        if (held.actors.at(-1) !== actor) held.actors.push(actor);
        if (precedes(key, held.key)) held.key = key;
      }
    }
  }
  return holders;
}

/** Reasons, one for each identity in which several actors have the key. */
function sharedIn(key: Key, sharing: readonly ActorRow[], groups: Groups): Placed[] {
  if (sharing.length < 2) return [];
  const sources = new Map<number, Set<string>>();
  const counts = new Map<number, number>();
  for (const { id, source } of sharing) {
    const root = groups.find(id);
    counts.set(root, (counts.get(root) ?? 0) + 1);
    const known = sources.get(root);
    if (known) known.add(source);
    else sources.set(root, new Set([source]));
  }
  return [...sources].flatMap(([root, names]) =>
    counts.get(root)! < 2
      ? []
      : [{ actor: root, join: { key: key.type, value: key.value, sources: [...names].sort() } }],
  );
}

/**
 * Joins by addresses, those that are names of accounts (UPN) before those that are only written on them. The order is that
 * of the addresses, not of the actors: what was joined by one decides whether the next may join more.
 */
function joinByAddress(holders: Holders, groups: Groups, spanOf: (actor: number) => Span): Apart[] {
  const texts = [...holders.keys()].filter((text) => isMailText(text) && holders.get(text)!.actors.length > 1).sort();
  const apart = new Map<string, Apart>();
  const tellings = new Tellings(spanOf);
  for (const isName of [true, false]) {
    for (const text of texts) {
      const { key, actors } = holders.get(text)!;
      const address = key.value.trim().toLowerCase();
      const named = isName ? actors.filter((actor) => isNamed(actor, address)) : actors;
      const roots = [...new Set(named.map(({ id }) => groups.find(id)))];
      if (roots.length < 2) continue;
      const all = roots.map((root) => ({ root, actors: groups.members(root) }));
      const accounts = isDesk(address) ? all.filter((each) => !isNamedOtherwise(each.actors, address)) : all;
      if (accounts.length < all.length)
        apart.set(text, { key: key.type, value: key.value, actors: roots, why: 'shared' });
      if (accounts.length < 2) continue;
      const settled = settle(address, accounts, tellings);
      for (const [first, ...rest] of settled.join) for (const root of rest) groups.union(first!, root);
      if (settled.why !== null)
        apart.set(text, { key: key.type, value: key.value, actors: settled.apart, why: settled.why });
    }
  }
  return [...apart.values()].filter(({ actors }) => new Set(actors.map((id) => groups.find(id))).size > 1);
}

const isNamed = (actor: ActorRow, address: string): boolean =>
  actor.keys.some(([type, value]) => type === 'upn' && value.trim().toLowerCase() === address);

/**
 * Actors that a source knows only by user name are one among themselves where they share a name, and join the account of
 * that source with one of their names, if there is just one. Decided in two steps, so that the order of actors is no matter.
 */
function joinByName(actors: readonly ActorRow[], keys: ReadonlyMap<number, Key[]>, groups: Groups): Placed[] {
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
      if (isStrong) name.roots.add(groups.find(actor.id));
      else name.weak.push(actor.id);
    }
  }
  const unresolved = [...names.values()].filter(({ weak }) => weak.length > 0);
  for (const { weak } of unresolved) for (const actor of weak) groups.union(weak[0]!, actor);
  const candidates = new Map<number, Set<number>>();
  for (const { weak, roots } of unresolved) {
    const group = groups.find(weak[0]!);
    const all = candidates.get(group) ?? new Set();
    for (const root of roots) all.add(root);
    candidates.set(group, all);
  }
  const accountOf = new Map([...candidates].map(([group, roots]) => [group, roots.size === 1 ? [...roots][0]! : null]));
  const joins = unresolved.flatMap(({ weak, roots, value, source }): Placed[] => {
    const isJoined = accountOf.get(groups.find(weak[0]!)) !== null && roots.size > 0;
    return isJoined || weak.length > 1
      ? [{ actor: weak[0]!, join: { key: 'username', value, sources: [source] } }]
      : [];
  });
  for (const [group, account] of accountOf) if (account !== null) groups.union(group, account);
  return joins;
}

/**
 * `CORP\alice` in another source is the account of which a record gives that name beside a strong key, if just one account
 * of all sources is called so. A name that no record ties to an account stays alone.
 */
function joinByDomainName(actors: readonly ActorRow[], keys: ReadonlyMap<number, Key[]>, groups: Groups): Placed[] {
  const names = new Map<string, { strong: Set<number>; weak: ActorRow[]; value: string; sources: Set<string> }>();
  const isWeak = new Map<number, boolean>();
  const weakGroup = (root: number): boolean => {
    let weak = isWeak.get(root);
    if (weak === undefined) {
      weak = groups.members(root).every(({ id }) => keys.get(id)!.every((key) => !key.strong));
      isWeak.set(root, weak);
    }
    return weak;
  };
  for (const actor of actors) {
    for (const key of keys.get(actor.id)!) {
      if (key.type !== 'username' || !isQualified(key.value) || key.text.startsWith('split ')) continue;
      const text = `${spaceOf(actor.kind)}:${key.value.trim().toLowerCase()}`;
      let name = names.get(text);
      if (!name) {
        name = { strong: new Set(), weak: [], value: key.value, sources: new Set() };
        names.set(text, name);
      } else if (key.value < name.value) name.value = key.value;
      name.sources.add(actor.source);
      const root = groups.find(actor.id);
      if (weakGroup(root)) name.weak.push(actor);
      else name.strong.add(root);
    }
  }
  // A group of names that leads to two accounts leads to none; decided before the first join.
  const homes = new Map<number, Set<number>>();
  for (const { strong, weak } of names.values()) {
    for (const { id } of weak) {
      const root = groups.find(id);
      const home = homes.get(root) ?? new Set();
      for (const each of strong) home.add(each);
      homes.set(root, home);
    }
  }
  const joins: Placed[] = [];
  const pairs: [number, number][] = [];
  for (const { strong, weak, value, sources } of names.values()) {
    if (strong.size !== 1 || weak.length === 0) continue;
    const [home] = [...strong];
    const fit = weak.filter(({ id }) => homes.get(groups.find(id))!.size === 1);
    if (fit.length === 0) continue;
    for (const { id } of fit) pairs.push([home!, id]);
    joins.push({ actor: home!, join: { key: 'username', value, sources: [...sources].sort() } });
  }
  for (const [home, actor] of pairs) groups.union(home, actor);
  return joins;
}

/** Joins what a register says is one; decided before the first join, so that the order of its rows is no matter. */
function joinBySaid(
  actors: readonly ActorRow[],
  said: readonly { row: string; names: readonly string[] }[],
  groups: Groups,
  cut: ReadonlyMap<number, string>,
): Placed[] {
  const handles = new Handles(actors, ({ id }) => (cut.has(id) ? -1 : groups.find(id)));
  const spaces = new Map(actors.map(({ id, kind }) => [groups.find(id), spaceOf(kind)]));
  const joins = said.flatMap(({ row, names }) => {
    const roots = [...new Set(names.map((name) => handles.one(name)))].filter((root) => root !== null);
    // A register's mistake must not make a person of a machine.
    const same = roots.filter((root) => spaces.get(root) === spaces.get(roots[0]!));
    return same.length > 1 ? [{ roots: same, value: names.join(', ').slice(0, 200), row }] : [];
  });
  for (const { roots } of joins) for (const root of roots) groups.union(roots[0]!, root);
  return joins.map(({ roots, value, row }) => ({
    actor: roots[0]!,
    join: { key: 'register', value, sources: ['identities'], by: row },
  }));
}

/** Which actors stand apart by the investigator's word, and as which part. A later word on the same spelling counts. */
function cutBy(words: readonly IdentityWord[], actors: readonly ActorRow[]): Map<number, string> {
  const parts = new Map<string, string>();
  for (const word of words) {
    if (word.act !== 'split') continue;
    for (const { source, actor, name } of word.spellings)
      parts.set(JSON.stringify([source, actor, name]), String(word.seq));
  }
  const cut = new Map<number, string>();
  if (parts.size === 0) return cut;
  for (const { id, source, native, name } of actors) {
    const part = parts.get(JSON.stringify([source, native, name]));
    if (part !== undefined) cut.set(id, part);
  }
  return cut;
}

/** Merges by hand: identities are found by any id that they answer to, so that a word outlives what it was said on. */
function joinByWord(words: readonly IdentityWord[], resolved: Built, groups: Groups): Placed[] {
  const merges = words.filter((word) => word.act === 'merge');
  if (merges.length === 0) return [];
  const byId = new Map<string, number>();
  for (const { id, aliases, actors } of resolved.identities) {
    byId.set(id, actors[0]!);
    for (const alias of aliases) if (!byId.has(alias)) byId.set(alias, actors[0]!);
  }
  for (const { id, actors } of resolved.identities) byId.set(id, actors[0]!);
  return merges.flatMap(({ seq, identities, why }): Placed[] => {
    const found = identities.map((id) => byId.get(id)).filter((actor) => actor !== undefined);
    if (found.length < 2) return [];
    for (const actor of found) groups.union(found[0]!, actor);
    return [{ actor: found[0]!, join: { key: 'merged', value: why, sources: [], by: String(seq) } }];
  });
}

interface Built {
  identities: ResolvedIdentity[];
  ofActor: Int32Array;
}

function build(groups: Groups, keys: ReadonlyMap<number, Key[]>, joins: readonly Placed[]): Built {
  const joined = new Map<number, Join[]>();
  for (const { actor, join } of joins) {
    const root = groups.find(actor);
    const list = joined.get(root);
    if (list) list.push(join);
    else joined.set(root, [join]);
  }
  const drafts = [...groups.all()].map(([root, group]) => draftOf(group, keys, joined.get(root) ?? []));
  const identities = named(drafts);
  identities.sort((a, b) => (a.id < b.id ? -1 : 1));
  const ofActor = new Int32Array(groups.top + 1).fill(-1);
  identities.forEach(({ actors: members }, i) => {
    for (const actor of members) ofActor[actor] = i;
  });
  return { identities, ofActor };
}

type Draft = Omit<ResolvedIdentity, 'id' | 'aliases'> & {
  /** Texts that it can be named by, the best first. */
  texts: string[];
  /** What its members are, where no text is its own. */
  content: () => string;
};

/** Each identity is called by its best key that is its own; the id of a key that several have is an alias of one of them. */
function named(drafts: readonly Draft[]): ResolvedIdentity[] {
  const uses = new Map<string, number>();
  for (const { texts } of drafts) for (const text of texts) uses.set(text, (uses.get(text) ?? 0) + 1);
  const taken = new Set<string>();
  const list = drafts.map((draft) => {
    const own = draft.texts.filter((text) => uses.get(text) === 1);
    const ids = (own.length > 0 ? own : [draft.content()]).map(idOf);
    for (const id of ids) taken.add(id);
    return { draft, ids };
  });
  // Whose the id of a shared key is must not depend on the order of actors.
  list.sort((a, b) => (a.ids[0]! < b.ids[0]! ? -1 : 1));
  return list.map(({ draft: { texts, content: _, ...rest }, ids }) => {
    const aliases = [...ids.slice(1)];
    for (const text of texts) {
      for (const each of text.startsWith('split ') ? [text, text.replace(/^split \S+ /, '')] : [text]) {
        if (each === text && uses.get(text) === 1) continue; // one of the ids
        const id = idOf(each);
        if (taken.has(id)) continue;
        taken.add(id);
        aliases.push(id);
      }
    }
    return { id: ids[0]!, aliases: [...new Set(aliases)], ...rest };
  });
}

function draftOf(group: readonly ActorRow[], keys: ReadonlyMap<number, Key[]>, joins: Join[]): Draft {
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
  const sortKey = ({ key, value, sources, by }: Join): string =>
    JSON.stringify([key === 'register' ? 7 : key === 'merged' ? 8 : rankOf(key), key, value, sources, by]);
  const unique = new Map(joins.map((join) => [sortKey(join), join]));
  return {
    texts: [...new Set(naming.map(({ text }) => text))],
    content: () =>
      JSON.stringify(group.map(({ source, native, name, display, kind, external, homeTenant = null, onBehalfOf, keys: own }) => [source, native, name, display, kind, external, homeTenant, onBehalfOf, own]).map((row) => JSON.stringify(row)).sort()), // biome-ignore format: one row
    ...kindOf(group),
    external: isExternal(group),
    actors: group.map((actor) => actor.id).sort((a, b) => a - b),
    joins: [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, join]) => join),
  };
}

/** A guest somewhere who has an account of a directory at home is no stranger. */
const isExternal = (group: readonly ActorRow[]): boolean =>
  group.some(({ external }) => external) &&
  !group.some(({ external, keys }) => !external && keys.some(([type]) => type === 'object_id'));

/** A name that one source could not resolve is the person whom another did. */
function kindOf(group: readonly ActorRow[]): Pick<ResolvedIdentity, 'kind' | 'kindBecause' | 'kindFrom'> {
  const kinds = [...new Set(group.map(({ kind }) => kind))].filter((kind) => kind !== 'unknown').sort();
  const kind = kinds[0] ?? 'unknown';
  const sources = [...new Set(group.filter((actor) => actor.kind === kind).map(({ source }) => source))].sort();
  const words = kind === 'unknown' ? 'no source resolved the name to an account' : `${sources.join(', ')} said so`;
  return {
    kind,
    kindBecause: kinds.length > 1 ? `${words}; others said ${kinds.slice(1).join(', ')}` : words,
    kindFrom: { from: kind === 'unknown' ? 'unknown' : 'log', row: null },
  };
}

/** `i` and 53 bits of SHA-256: evidence is hostile, so that no name may be made to collide with another. */
function idOf(key: string): string {
  const digest = hash('sha256', `identity\n${key}`, 'buffer');
  return `i${base32(Number(digest.readBigUInt64BE(0) >> 11n))}`;
}
