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
  /** Grows at its end only, while accounts are joined. */
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
  /** Names, by source; the address that is looked at may be among them. */
  names: Map<string, Set<string>>;
  /** Source and name of those that were written with a domain before them: they are never the address itself. */
  qualified: Set<string>;
  /** Of the accounts with an object id: true where all are guests; null where none has such an id. */
  isGuest: boolean | null;
  tenants: Set<string>;
  /** Of those asked for it so far. */
  span: Span;
  /** How many of its actors have been heard, and asked when they were there. */
  heard: number;
  timed: number;
}

/**
 * What accounts tell, each actor heard once: an id that goes by thousands of addresses is looked at for each of them, and
 * hearing all of it each time would take the square of its addresses.
 */
export class Tellings {
  readonly #told = new Map<number, { actors: readonly ActorRow[]; told: Told }>();

  /** `spanOf`: when an actor was there. */
  constructor(private readonly spanOf: (actor: number) => Span) {}

  of({ root, actors }: Account): Told {
    let known = this.#told.get(root);
    if (known?.actors !== actors) {
      known = { actors, told: unheard(root) };
      this.#told.set(root, known);
    }
    const { told } = known;
    for (; told.heard < actors.length; told.heard++) hear(told, actors[told.heard]!);
    return told;
  }

  /** The same, and when it was there. */
  time(told: Told): void {
    const { actors } = this.#told.get(told.root)!;
    for (; told.timed < actors.length; told.timed++) {
      const span = this.spanOf(actors[told.timed]!.id);
      if (span === null) continue;
      const { first, last } = told.span ?? span;
      told.span = { first: Math.min(first, span.first), last: Math.max(last, span.last) };
    }
  }
}

/** Decides which of the accounts that share the address are one. The same for any order of `accounts`. */
export function settle(address: string, accounts: readonly Account[], tellings: Tellings): Settled {
  const everybody = { join: [accounts.map(({ root }) => root)], apart: [], why: null };
  const told = accounts.map((account) => tellings.of(account));
  const known = told.filter(({ ids }) => ids.size > 0);
  // Most addresses are one account's: nothing is asked of the store for them.
  if (known.length < 2) return everybody;
  const apart = accounts.map(({ root }) => root);
  if (known.length > MOST) return { join: [], apart, why: 'shared' };
  const rivals = new Rivals(known, address);
  if (!rivals.any()) return everybody;
  for (const each of told) tellings.time(each);
  rivals.time();
  if (!rivals.any()) return everybody;
  // The address is the member's; what a guest has of it stays a guest's.
  const guests = rivals.all.filter((one) => one.isGuest === true && rivals.of(one).some((other) => !other.isGuest));
  const plain = told.filter(({ ids }) => ids.size === 0);
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

const unheard = (root: number): Told => ({ root, ids: new Map(), names: new Map(), qualified: new Set(), isGuest: null, tenants: new Set(), span: null, heard: 0, timed: 0 }); // biome-ignore format: one object

function hear(told: Told, actor: ActorRow): void {
  for (const [type, value] of actor.keys) {
    const small = value.trim().toLowerCase();
    const directory = directoryOf(type, small, actor.source);
    if (directory !== null) add(told.ids, directory, small);
    if (type === 'object_id') {
      told.isGuest = (told.isGuest ?? true) && actor.external;
      if (actor.homeTenant) told.tenants.add(actor.homeTenant.toLowerCase());
    } else if (isMail(type) || type === 'username') {
      const name = small.slice(small.lastIndexOf('\\') + 1);
      add(told.names, actor.source, name);
      if (name !== small) told.qualified.add(`${actor.source} ${name}`);
    }
  }
  const display = actor.display?.toLowerCase();
  if (display) add(told.names, `${actor.source} display`, display);
}

/** Which accounts cannot be one: each has an id of one directory, and none in common. */
class Rivals {
  readonly #of = new Map<Told, Told[]>();

  constructor(
    readonly all: readonly Told[],
    /** What they share, which tells nobody apart. */
    private readonly address: string,
  ) {
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
      if (!others || isMet(ids, others)) continue;
      if (directory === 'object_id') {
        if (!isSamePersonAbroad(a, b)) return true;
      } else if (!isTimed || areNamedApart(a, b, directory, this.address)) return true;
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
function areNamedApart(a: Told, b: Told, directory: string, address: string): boolean {
  const [kind = '', scope] = directory.split(' ');
  const vendor = kind.split('_')[0]!;
  for (const source of a.names.keys()) {
    const isOwn = kind === 'sid' || (kind === 'vendor_id' ? source.split(' ')[0] === scope : source.startsWith(vendor));
    if (!isOwn) continue;
    const [names, others] = [a.names.get(source)!, b.names.get(source)];
    if (!others) continue;
    const isLeftOut = [a, b].map((each) => isAddress(each, source, address));
    if (names.size === Number(isLeftOut[0]) || others.size === Number(isLeftOut[1])) continue;
    if (!isMet(names, others, isLeftOut.includes(true) ? address : null)) return true;
  }
  return false;
}

/** Whether the address is among the names that a source gives an account, as the address and nothing else. */
const isAddress = ({ names, qualified }: Told, source: string, address: string): boolean =>
  names.get(source)!.has(address) && !qualified.has(`${source} ${address}`);

/** Whether two sets have something in common, `but` one thing. */
function isMet(a: ReadonlySet<string>, b: ReadonlySet<string>, but: string | null = null): boolean {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  for (const each of few) if (each !== but && many.has(each)) return true;
  return false;
}

const overlap = (a: Span, b: Span): boolean => a !== null && b !== null && a.first <= b.last && b.first <= a.last;
