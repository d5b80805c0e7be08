/** Whom the findings are about: each identity with the name that is most used, and what its actors did. */
import type { IdentityResult } from '../../../../shared/model/identity';
import type { Facts } from '../facts';
import type { ActorRow } from '../read';
import type { Person } from './compose';
import type { ActorCounts } from './gather';
import type { LoggedOwner } from './owners';
import type { Account } from './plan-facts';
import type { ResolvedIdentity } from './resolved-identity';

export interface Described {
  person: Person;
  result: IdentityResult;
}

/** Names each identity by its most used spelling, and sums what its actors did. */
export function describe(
  identities: readonly ResolvedIdentity[],
  actors: readonly ActorRow[],
  counts: ActorCounts,
  facts: Facts,
  owners: ReadonlyMap<number, readonly LoggedOwner[]>,
): Described[] {
  const byId = new Map(actors.map((actor) => [actor.id, actor]));
  const names = identities.map((identity) => {
    const members = identity.actors.map((id) => byId.get(id)!);
    return nameOf(members, counts) ?? identity.id;
  });
  return identities.map((identity, i) => {
    const members = identity.actors.map((id) => byId.get(id)!);
    const name = names[i]!;
    const display = mostUsed(members, counts, ({ display: text }) => text);
    const sources = [...new Set(members.map(({ source }) => source))].sort();
    const spellings = new Set(members.map((actor) => (actor.name ?? actor.native ?? '').toLowerCase())).size;
    const accounts = accountsOf(members);
    let events = 0;
    let denials = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const id of identity.actors) {
      events += counts.events[id]!;
      denials += counts.denials[id]!;
      first = Math.min(first, counts.first[id]!);
      last = Math.max(last, counts.last[id]!);
    }
    const { id, kind, kindBecause, kindFrom, external, joins, aliases, actors: rows } = identity;
    const said = owners.get(i)?.map(({ owner: at, ...one }) => ({ ...one, name: names[at]! }));
    const { owner, because, unowned } = facts.ownerOf(i, name, kind, said);
    const { owner: _, ownerBecause: __, ...about } = facts.about(i);
    return {
      person: { id, actors: rows, name, display, kind, external, spellings, sources, joins, accounts, owner },
      result: {
        id,
        name,
        display,
        kind,
        kindBecause,
        owner,
        about: { kindFrom, owner: because, ...(unowned && { unowned }), ...about },
        external,
        joins,
        aliases,
        actors: rows,
        events,
        denials,
        first: events > 0 ? first : null,
        last: events > 0 ? last : null,
      },
    };
  });
}

const ACCOUNTS = 4;

/** What each system calls it: one account for each id, under the source that comes first by name. */
function accountsOf(members: readonly ActorRow[]): Account[] {
  const found = new Map<string, Account>();
  for (const { native, source: system, homeTenant } of members.toSorted((a, b) => (a.source < b.source ? -1 : 1))) {
    if (native === null || found.has(native)) continue;
    found.set(native, { system, value: native, ...(homeTenant && { tenant: homeTenant }) });
  }
  return [...found.values()]
    .sort((a, b) => (a.system < b.system ? -1 : a.system > b.system ? 1 : a.value < b.value ? -1 : 1))
    .slice(0, ACCOUNTS);
}

/** An address says who it is better than a user name, a user name better than an id; small letters where some log uses them. */
function nameOf(members: readonly ActorRow[], counts: ActorCounts): string | null {
  const address = mostUsed(members, counts, ({ name }) => (name?.includes('@') ? name : null));
  if (address !== null) {
    const small = address.toLowerCase();
    return members.some(({ name }) => name === small) ? small : address;
  }
  return (
    mostUsed(members, counts, ({ name }) => name) ??
    mostUsed(members, counts, ({ display }) => display) ??
    mostUsed(members, counts, ({ native }) => native)
  );
}

function mostUsed(
  members: readonly ActorRow[],
  counts: ActorCounts,
  pick: (actor: ActorRow) => string | null,
): string | null {
  const uses = new Map<string, number>();
  for (const actor of members) {
    const text = pick(actor);
    if (text) uses.set(text, (uses.get(text) ?? 0) + counts.events[actor.id]! + 1);
  }
  const [best] = [...uses].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? null;
}
