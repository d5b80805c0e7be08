/**
 * What the organisation tells beside its logs: rows of context files, tied to the identities that logs name. Rows come in
 * an order that does not depend on the order of import, so that of two that contradict each other the same one counts.
 */
import type { ContextKindId, ContextRow } from '../../../shared/model/context';
import type { IdentityAbout } from '../../../shared/model/identity';
import { Labels } from '../../../shared/model/labels';
import { DAY, rfc3339 } from '../../../shared/model/time';
import { type IdentityKind, isMachine } from '../../../shared/model/words';
import type { ActorRow, AnalysisRead } from './read';
import { Handles, isRule } from './stages/handles';
import type { Resolution } from './stages/identities';
import { FEW, inferKind, SAMPLED } from './stages/identity-kind';

/** Which identity (position) a row's name means; null where no log has it, or several do. */
export interface FactMatch {
  row: string;
  name: string;
  who: number | null;
}

type Rows<K extends ContextKindId> = readonly ContextRow<K>[];
type About = Omit<IdentityAbout, 'owner'> & { owner: string | null; ownerBecause: IdentityAbout['owner'] };

const MANY = 2_000; // identities of unknown kind that are each looked at
const RULES = 1_000; // rules that are tried; each is tried on every name
const TRAVEL_MARGIN = DAY / 2; // flights, and calendars kept in days

export class Facts {
  readonly matches: FactMatch[] = [];
  readonly labels: Labels;
  readonly hasTravel: boolean;
  readonly #byKind = new Map<ContextKindId, ContextRow[]>();
  readonly #ofIdentity = new Map<string, ContextRow[]>();
  readonly #rules: { row: ContextRow<'identities'>; who: ReadonlySet<number> }[] = [];
  readonly #devices = new Map<string, ContextRow<'devices'>>();
  readonly #apps = new Map<string, ContextRow<'app-requirements'>>();
  readonly #handles: Handles;
  readonly #actors: Map<number, ActorRow>;
  /** Domains of the addresses by which registers name people. */
  readonly #domains: number;

  constructor(
    rows: readonly ContextRow[],
    readonly actors: readonly ActorRow[],
    readonly who: Resolution,
  ) {
    this.#actors = new Map(rows.length > 0 ? actors.map((actor) => [actor.id, actor]) : []);
    this.#handles = new Handles(rows.length > 0 ? actors : [], ({ id }) => who.ofActor[id] ?? -1);
    const domains = new Set(
      rows.flatMap(({ facts }) => (facts as { identity?: string | null }).identity?.toLowerCase().split('@')[1] ?? []),
    );
    this.#domains = domains.size;
    for (const row of rows) {
      const list = this.#byKind.get(row.kind);
      if (list) list.push(row);
      else this.#byKind.set(row.kind, [row]);
      this.#tie(row);
    }
    this.labels = new Labels(this.all('ip-labels'));
    for (const row of this.all('devices').toReversed())
      for (const name of [row.facts.device, row.facts.name]) if (name) this.#devices.set(name.toLowerCase(), row);
    for (const row of this.all('app-requirements').toReversed()) this.#apps.set(row.facts.app.toLowerCase(), row);
    this.hasTravel = this.all('travel').length > 0;
  }

  all<K extends ContextKindId>(kind: K): Rows<K> {
    return (this.#byKind.get(kind) ?? []) as unknown as Rows<K>;
  }

  /** Rows of a kind that name the identity. */
  of<K extends ContextKindId>(kind: K, who: number): Rows<K> {
    return (this.#ofIdentity.get(`${kind} ${who}`) ?? []) as unknown as Rows<K>;
  }

  /** The identity that goes by the name. */
  one(name: string): number | null {
    return this.#handles.one(name);
  }

  /** Whether an inventory is on file: without one no device need be looked up in it. */
  get hasDevices(): boolean {
    return this.#devices.size > 0;
  }

  device(name: string | null | undefined): ContextRow<'devices'> | null {
    return (name && this.#devices.get(name.toLowerCase())) || null;
  }

  app(name: string | null): ContextRow<'app-requirements'> | null {
    return (name && this.#apps.get(name.toLowerCase())) || null;
  }

  /** The travel that explains being in the country at that time; null where none is on file. */
  travel(who: number, country: string | null, time: number): ContextRow<'travel'> | null {
    if (!this.hasTravel || country === null) return null;
    return (
      this.of('travel', who).find(
        ({ facts }) =>
          facts.country === country && time >= facts.from - TRAVEL_MARGIN && time <= facts.until + TRAVEL_MARGIN,
      ) ?? null
    );
  }

  /** Rollouts that concern the identity at that time. */
  rollouts(who: number, time: number): ContextRow<'rollouts'>[] {
    const department = this.about(who).department?.toLowerCase();
    return this.all('rollouts').filter(({ facts: { from, until, scope } }) => {
      if (time < from || time > (until ?? from + 14 * DAY)) return false;
      return scope.some((each) => each === '*' || each.toLowerCase() === department || this.one(each) === who);
    });
  }

  /** What the register says of an identity, field by field: rows that name it before rules that fit it. */
  about(who: number): About {
    const own = this.of('identities', who);
    const rules = this.#rules.flatMap((rule) => (rule.who.has(who) ? [rule.row] : []));
    const rows = [...own, ...rules];
    const first = <T>(pick: (facts: ContextRow<'identities'>['facts']) => T | null): T | null => {
      for (const { facts } of rows) {
        const value = pick(facts);
        if (value !== null) return value;
      }
      return null;
    };
    const owning = rows.find(({ facts }) => facts.owner !== null || facts.ownerEmail !== null);
    const owner = owning ? (owning.facts.owner ?? owning.facts.ownerEmail) : null;
    return {
      owner,
      ownerBecause: owning ? this.#ownerBecause(owning, own.length > 0 && own.includes(owning), rows) : null,
      department: first(({ department }) => department),
      title: first(({ title }) => title),
      manager: first(({ manager }) => manager),
      privileged: first(({ privileged }) => privileged),
      breakGlass: first(({ breakGlass }) => breakGlass),
      homeCountry: first(({ homeCountry }) => homeCountry),
      rows: rows.map(({ id }) => id),
    };
  }

  /** Home country that the register tells (ISO 3166-1 alpha-2); null where it tells none. */
  homeOf(who: number): string | null {
    for (const { facts } of this.of('identities', who)) if (facts.homeCountry !== null) return facts.homeCountry;
    return null;
  }

  /** Kind that the register tells; null where it tells none. */
  kind(who: number): { kind: IdentityKind; row: string } | null {
    const row = this.of('identities', who).find(({ facts }) => facts.kind !== null && facts.kind !== 'unknown');
    return row ? { kind: row.facts.kind!, row: row.id } : null;
  }

  /** Who answers for an identity, and whence that is known; the owner is null for an orphan. */
  ownerOf(
    who: number,
    name: string,
    kind: IdentityKind,
    said: readonly OwnerSaid[] = [],
  ): { owner: string | null; because: IdentityAbout['owner']; unowned?: string } {
    const { owner, ownerBecause, rows } = this.about(who);
    if (owner !== null) return { owner, because: ownerBecause };
    const [first] = said;
    if (first?.act === 'owner') return { owner: first.name, because: ownerSaid(first, said) };
    const logged = new Set<string>();
    for (const id of this.who.identities[who]!.actors) {
      const behalf = this.#actors.get(id)?.onBehalfOf;
      if (behalf) logged.add(behalf);
    }
    if (logged.size === 1) {
      const [behalf] = logged;
      return { owner: behalf!, because: { from: 'log', because: 'acts on behalf of them, the log says', email: null } };
    }
    if (first) return { owner: first.name, because: ownerSaid(first, said) };
    if (kind === 'human')
      return { owner: name, because: { from: 'self', because: 'a person answers for their own account', email: null } };
    return { owner: null, because: null, unowned: this.#unowned([...logged].sort(), rows.length) };
  }

  #unowned(logged: readonly string[], rows: number): string {
    if (logged.length > 1) {
      const shown = logged.slice(0, 3).join(', ');
      return `the log says it acts on behalf of ${logged.length}: ${shown}${logged.length > 3 ? ' …' : ''}`;
    }
    if (rows > 0) return 'the register names it, without an owner';
    return this.all('identities').length === 0
      ? 'no register of identities is in the case'
      : 'no row and no rule of the register fits it';
  }

  #ownerBecause(
    row: ContextRow<'identities'>,
    isNamed: boolean,
    rows: readonly ContextRow<'identities'>[],
  ): IdentityAbout['owner'] {
    const said = row.facts.owner ?? row.facts.ownerEmail;
    const others = new Set(
      rows.map(({ facts }) => facts.owner ?? facts.ownerEmail).filter((other) => other !== null && other !== said),
    );
    const named = [...others].sort().slice(0, 3) as string[];
    const also = isNamed && named.length > 0 ? `; another row says ${named.join(', ')}` : '';
    const { ownerEmail: email } = row.facts;
    return {
      record: row.id,
      ...(isNamed
        ? { from: 'register', because: `named in the register${also}`, email }
        : { from: 'rule', because: `by the rule ${row.facts.identity} of the register`, email }),
      ...(named.length > 0 && { others: named }),
    };
  }

  /**
   * A register of addresses over a log that knows people by their names before the `@`: nobody has the address, one account
   * has the name, and all addresses of the register lie in one domain, so that the name can mean one person.
   */
  #byLocalName(names: readonly string[]): number | null {
    if (this.#domains > 1 || names.some((name) => this.#handles.count(name) > 0)) return null;
    for (const name of names) {
      const at = name.indexOf('@');
      const one = at > 0 ? this.#handles.one(name.slice(0, at)) : null;
      if (one !== null) return one;
    }
    return null;
  }

  /** Ties a row to the identity that it names, and remembers where it cannot. */
  #tie(row: ContextRow): void {
    if (row.kind === 'rollouts') {
      for (const name of (row as ContextRow<'rollouts'>).facts.scope)
        if (name.includes('@')) this.matches.push({ row: row.id, name, who: this.#handles.one(name) });
      return;
    }
    if (row.kind === 'ip-labels' || row.kind === 'app-requirements') return;
    const { identity: name } = row.facts as { identity: string | null };
    if (name === null) return;
    if (row.kind === 'identities' && isRule(name)) {
      const fitting = this.#rules.length < RULES ? this.#handles.fitting(name) : [];
      this.#rules.push({ row: row as ContextRow<'identities'>, who: new Set(fitting) });
      this.matches.push({ row: row.id, name, who: fitting[0] ?? null });
      return;
    }
    const aliases = row.kind === 'identities' ? (row as ContextRow<'identities'>).facts.aliases : [];
    const names = [name, ...aliases];
    const who =
      names.map((each) => this.#handles.one(each)).find((found) => found !== null) ?? this.#byLocalName(names);
    this.matches.push({ row: row.id, name, who });
    if (who === null) return;
    const key = `${row.kind} ${who}`;
    const list = this.#ofIdentity.get(key);
    if (list) list.push(row);
    else this.#ofIdentity.set(key, [row]);
  }
}

/** Who was made owner of it, or made it, as a log tells. */
export interface OwnerSaid {
  name: string;
  act: 'owner' | 'made';
  /** Public id of the record. */
  record: string;
  time: number;
}

function ownerSaid(first: OwnerSaid, all: readonly OwnerSaid[]): IdentityAbout['owner'] {
  const day = rfc3339(first.time).slice(0, 10);
  const others = all.slice(1).map(({ name }) => name);
  return {
    from: 'log',
    because:
      first.act === 'owner'
        ? `made its owner on ${day}, the log says`
        : `made it on ${day}, the log says; nobody is named as its owner`,
    email: null,
    record: first.record,
    ...(others.length > 0 && { others }),
  };
}

/**
 * The log's word on the kind comes first; the register tells what the log could not, and which sort of machine one is.
 * Changes the identities in place, before the sweep asks for them.
 */
export function applyKinds(facts: Facts): void {
  facts.who.identities.forEach((identity, i) => {
    const said = facts.kind(i);
    if (!said || said.kind === identity.kind) return;
    const isFiner = isMachine(identity.kind) && isMachine(said.kind);
    if (identity.kind === 'unknown' || isFiner) {
      identity.kindBecause = isFiner
        ? `the register says so; ${identity.kindBecause.replace(/ said so\b.*/, '')} said ${identity.kind}`
        : 'the register says so; no log does';
      identity.kind = said.kind;
      identity.kindFrom = { from: 'register', row: said.row };
    } else identity.kindBecause += `; the register says ${said.kind}`;
  });
}

/** Last of all, from how and when it got in: only where neither a log nor a register tells. */
export function inferKinds(who: Resolution, read: Pick<AnalysisRead, 'usesOf' | 'busyActors'>): void {
  const unknown = who.identities.filter(({ kind }) => kind === 'unknown');
  // A sprayed case has a hundred thousand names that nobody has: those with a few events are not worth a look each.
  const busy = unknown.length > MANY ? read.busyActors(FEW) : null;
  for (const identity of unknown) {
    if (busy && !identity.actors.some((actor) => busy.has(actor))) continue;
    const uses = identity.actors.flatMap((actor) => read.usesOf(actor, SAMPLED)).sort((a, b) => a.time - b.time);
    const inferred = inferKind(uses);
    if (!inferred) continue;
    identity.kind = inferred.kind;
    identity.kindBecause = inferred.because;
    identity.kindFrom = { from: 'inferred', row: null };
  }
}
