/**
 * Accounts that share an address and are not one: directories give a name again (recycled UPN), people enter a shared
 * mailbox as their own address, a guest has an account of the address beside the account that it belongs to. Ids that a
 * directory gives once tell such accounts apart; then the address joins nobody, except whom it named at that time. Pure.
 */
import type { ActorRow } from '../read';
import { isMail } from './identity-keys';

/** What one account, joined so far, tells of itself. */
export interface Account {
  root: number;
  actors: readonly ActorRow[];
}

/** From first to last event, milliseconds UTC; null where it has none. */
export type Span = { first: number; last: number } | null;

export interface Settled {
  /** Accounts to join, each list by itself. */
  join: number[][];
  /** Accounts that share the address; empty where all of them were joined. */
  apart: number[];
  why: 'recycled' | 'shared' | 'guest' | null;
}

/** More accounts than this with ids of their own do not share an address as one person would: nothing is compared. */
const MOST = 64;

interface Told {
  root: number;
  /** Ids that a directory gives once, by type and directory. */
  ids: Map<string, Set<string>>;
  /** Names beside the address, by source. */
  names: Map<string, Set<string>>;
  /** Of the accounts with an object id: true where all are guests; null where none has such an id. */
  isGuest: boolean | null;
  tenants: Set<string>;
  span: Span;
}

/** Decides which of the accounts that share the address are one. The same for any order of `accounts`. */
export function settle(address: string, accounts: readonly Account[], spanOf: (account: Account) => Span): Settled {
  const everybody = { join: [accounts.map(({ root }) => root)], apart: [], why: null };
  const told = accounts.map((account) => ({ account, told: tell(address, account) }));
  const known = told.filter(({ told: { ids } }) => ids.size > 0);
  // Most addresses are one account's: nothing is asked of the store for them.
  if (known.length < 2) return everybody;
  const apart = accounts.map(({ root }) => root);
  if (known.length > MOST) return { join: [], apart, why: 'shared' };
  const rivals = new Rivals(known.map((each) => each.told));
  if (!rivals.any()) return everybody;
  for (const each of told) each.told.span = spanOf(each.account);
  rivals.time();
  if (!rivals.any()) return everybody;
  // The address is the member's; what a guest has of it stays a guest's.
  const guests = rivals.all.filter((one) => one.isGuest === true && rivals.of(one).some((other) => !other.isGuest));
  const plain = told.filter((each) => each.told.ids.size === 0).map((each) => each.told);
  const others = rivals.all.filter((one) => !guests.includes(one));
  if (guests.length > 0 && !others.some((one) => rivals.of(one).some((other) => others.includes(other))))
    return { join: [[...others, ...plain].map(({ root }) => root)], apart, why: 'guest' };
  const isInTurn = rivals.all.every((one) => rivals.of(one).every((other) => !overlap(one.span, other.span)));
  return { join: inTheirTime(rivals, plain), apart, why: isInTurn ? 'recycled' : 'shared' };
}

/**
 * At one moment an address names one account: who was there at the time of one account, and of no rival, is that one.
 * Whoever was there with two that are not one belongs to neither.
 */
function inTheirTime(rivals: Rivals, plain: readonly Told[]): number[][] {
  const clear = new Map<Told, Told[]>();
  for (const one of [...rivals.all, ...plain]) {
    const beside = rivals.all.filter((other) => other !== one && overlap(one.span, other.span));
    const isTorn = [one, ...beside].some((a) => rivals.of(a).some((b) => b === one || beside.includes(b)));
    if (!isTorn) clear.set(one, beside);
  }
  const groups: Told[][] = [];
  const seen = new Set<Told>();
  for (const start of rivals.all) {
    if (seen.has(start) || !clear.has(start)) continue;
    const group: Told[] = [];
    const open = [start];
    seen.add(start);
    for (let one = open.pop(); one; one = open.pop()) {
      group.push(one);
      for (const other of clear.get(one)!) {
        if (seen.has(other) || !clear.has(other)) continue;
        seen.add(other);
        open.push(other);
      }
    }
    if (group.some((one) => rivals.of(one).some((other) => group.includes(other)))) continue;
    for (const one of plain) if (clear.get(one)?.some((other) => group.includes(other))) group.push(one);
    if (group.length > 1) groups.push(group);
  }
  return groups.map((group) => group.map(({ root }) => root));
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The directory that gave an id of that kind once, or null: such ids say nothing about who is not who. */
function directoryOf(type: string, value: string, source: string): string | null {
  switch (type) {
    case 'object_id':
    case 'okta_id':
    case 'duo_id':
    case 'slack_id':
      return type;
    case 'sid': {
      // A computer's own accounts and those of a domain are different directories.
      const domain = /^(s-1-5-21(?:-\d+){3})-\d+$/.exec(value);
      return domain ? `sid ${domain[1]}` : null;
    }
    case 'vendor_id': {
      // One person has a user in each of many accounts of AWS.
      if (source === 'aws-cloudtrail') return null;
      // A vendor that names people by two sorts of ids in two logs names nobody twice.
      const sort = /^\d+$/.test(value) ? 'number' : UUID.test(value) ? 'uuid' : `text of ${value.length}`;
      return `vendor_id ${source} ${sort}`;
    }
    default:
      return null;
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function tell(address: string, { root, actors }: Account): Told {
  const told: Told = { root, ids: new Map(), names: new Map(), isGuest: null, tenants: new Set(), span: null };
  for (const actor of actors) {
    for (const [type, value] of actor.keys) {
      const small = value.trim().toLowerCase();
      const directory = directoryOf(type, small, actor.source);
      if (directory !== null) add(told.ids, directory, small);
      if (type === 'object_id') {
        told.isGuest = (told.isGuest ?? true) && actor.external;
        if (actor.homeTenant) told.tenants.add(actor.homeTenant.toLowerCase());
      } else if ((isMail(type) || type === 'username') && small !== address) {
        add(told.names, actor.source, small.slice(small.lastIndexOf('\\') + 1));
      }
    }
    const display = actor.display?.toLowerCase();
    if (display && display !== address) add(told.names, `${actor.source} display`, display);
  }
  return told;
}

/** Which accounts cannot be one: each has an id of one directory, and none in common. */
class Rivals {
  readonly #of = new Map<Told, Told[]>();

  constructor(readonly all: readonly Told[]) {
    this.#find(false);
  }

  /** Again, now that it is known when each was there. */
  time(): void {
    this.#find(true);
  }

  of(one: Told): readonly Told[] {
    return this.#of.get(one) ?? [];
  }

  any(): boolean {
    return this.#of.size > 0;
  }

  #find(isTimed: boolean): void {
    this.#of.clear();
    for (const one of this.all) {
      const rivals = this.all.filter((other) => other !== one && this.#isRival(one, other, isTimed));
      if (rivals.length > 0) this.#of.set(one, rivals);
    }
  }

  #isRival(a: Told, b: Told, isTimed: boolean): boolean {
    for (const [directory, ids] of a.ids) {
      const others = b.ids.get(directory);
      if (!others || [...ids].some((id) => others.has(id))) continue;
      if (directory === 'object_id') {
        if (!isSamePersonAbroad(a, b)) return true;
      } else if (!isTimed || areNamedApart(a, b, directory)) return true;
      // Two organisations of one vendor have an account of one name each, at the same time …
      else if (!overlap(a.span, b.span) && !this.#isSteady(a, b, directory)) return true;
    }
    return false;
  }

  /** … and a directory whose one account was there before and after knows that the name was not given again. */
  #isSteady(a: Told, b: Told, directory: string): boolean {
    const above = directory === 'okta_id' ? ['object_id'] : ['object_id', 'okta_id'];
    return this.all.some(
      (each) => above.some((id) => each.ids.get(id)?.size === 1) && overlap(each.span, a.span) && overlap(each.span, b.span), // biome-ignore format: one rule
    );
  }
}

/** A guest and the account that it belongs to: the home directory is named in both. */
const isSamePersonAbroad = (a: Told, b: Told): boolean =>
  a.isGuest !== b.isGuest && [...a.tenants].some((tenant) => b.tenants.has(tenant));

/** Both have names beside the address, where the id comes from, and none in common. */
function areNamedApart(a: Told, b: Told, directory: string): boolean {
  const [kind = '', scope] = directory.split(' ');
  const vendor = kind.split('_')[0]!;
  for (const [source, names] of a.names) {
    const isOwn = kind === 'sid' || (kind === 'vendor_id' ? source.split(' ')[0] === scope : source.startsWith(vendor));
    const others = isOwn ? b.names.get(source) : undefined;
    if (others && ![...names].some((name) => others.has(name))) return true;
  }
  return false;
}

const overlap = (a: Span, b: Span): boolean => a !== null && b !== null && a.first <= b.last && b.first <= a.last;
