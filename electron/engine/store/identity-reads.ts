/** Identities as the analysis joined them, printed as the command line's contract says. */
import type { Identity, IdentityJoin } from '../../../shared/model/identity';
import { rfc3339 } from '../../../shared/model/time';
import type { IdentityKind } from '../../../shared/model/words';
import { codes } from './codes';
import { eventId } from './event-id';
import type { ReadDb } from './open';

interface IdentityRow {
  iid: number;
  id: string;
  name: string;
  display: string | null;
  kind: number;
  kind_because: string;
  owner: string | null;
  external: number;
  joins: string;
  aliases: string;
  events: number;
  denials: number;
  first: number | null;
  last: number | null;
  about: string;
}

const time = (at: number | null): string | null => (at === null ? null : rfc3339(at));

interface NamedActor {
  id: number;
  name: string | null;
  native: string | null;
  source: string;
  kind: number;
  behalf: string | null;
  external: number;
  tenant: string | null;
  keys: string; // JSON: pairs of type and value
}

type About = NonNullable<Identity['about']>;

interface KindFrom {
  from: NonNullable<Identity['kindFrom']>['from'];
  row: string | null;
}

/** The first record in which one of the actors acts, else in which one is acted upon; null where there is none. */
function firstRecord(db: ReadDb): (actors: readonly { id: number }[]) => string | null {
  const places = (['actor', 'target'] as const).map((column) =>
    db.prepare<[number], { time: number; rk: number; content: number }>(
      `SELECT time, rk, content FROM event WHERE ${column} = ? ORDER BY time, rk, content LIMIT 1`,
    ),
  );
  return (actors) => {
    for (const place of places) {
      const rows = actors.slice(0, LOOKED).flatMap(({ id }) => place.get(id) ?? []);
      const [row] = rows.sort((a, b) => a.time - b.time || a.rk - b.rk || a.content - b.content);
      if (row) return eventId(row.rk, row.content);
    }
    return null;
  };
}

const LOOKED = 20; // actors of one key: any of their records carries it

/** Adds to a join the records that carry its key: the first of each source. */
function recordsOf(
  first: ReturnType<typeof firstRecord>,
): (join: IdentityJoin, actors: readonly NamedActor[]) => IdentityJoin {
  return (join, actors) => {
    const value = join.value.trim().toLowerCase();
    const records = join.sources.flatMap((source) => {
      const holds = actors.filter(
        (actor) =>
          actor.source === source &&
          actor.keys.toLowerCase().includes(JSON.stringify(value).slice(1, -1)) &&
          (JSON.parse(actor.keys) as [string, string][]).some(([, each]) => each.trim().toLowerCase() === value),
      );
      const event = first(holds);
      return event === null ? [] : [{ source, event }];
    });
    return records.length > 0 ? { ...join, records } : join;
  };
}

/** Prints identities, with the spellings that each source used. */
export function printIdentities(db: ReadDb, rows: readonly IdentityRow[]): Identity[] {
  const counts = db.prepare<[number], number>('SELECT count(*) FROM event WHERE actor = ?').pluck();
  const actors = db.prepare<[number], NamedActor>(
    'SELECT a.id, a.name, a.native, a.source, a.kind, a.on_behalf_of AS behalf, a.external, a.home_tenant AS tenant, a.keys FROM actor_identity ai JOIN actor a ON a.id = ai.actor WHERE ai.iid = ? ORDER BY a.key',
  );
  const first = firstRecord(db);
  /** An owner whom the accounts themselves tell: the record in which they do. */
  const owned = (owner: About['owner'], name: string | null, members: readonly NamedActor[]): About['owner'] => {
    if (!owner || owner.record) return owner;
    const record = first(owner.from === 'log' ? members.filter(({ behalf }) => behalf === name) : members);
    return record === null ? owner : { ...owner, record };
  };
  const records = recordsOf(first);
  return rows.map((row) => {
    const spellings = new Map<string, Identity['spellings'][number]>();
    const members = actors.all(row.iid);
    const { kindFrom, ...about } = JSON.parse(row.about) as About & { kindFrom?: KindFrom };
    for (const { id, name, native, source, external, tenant, behalf } of members) {
      const events = counts.get(id) ?? 0;
      const key = JSON.stringify([source, name, native]);
      const known = spellings.get(key);
      if (known) known.events += events;
      const spelling = known ?? { name, actor: native, source, events };
      if (external === 1) spelling.external = true;
      if (tenant) spelling.tenant = tenant;
      if (behalf) spelling.onBehalfOf = behalf;
      spellings.set(key, spelling);
    }
    return {
      id: row.id,
      name: row.name,
      display: row.display,
      kind: codes.kind.word(row.kind),
      kindBecause: row.kind_because,
      ...(kindFrom && {
        kindFrom: {
          from: kindFrom.from,
          ref: kindFrom.from === 'log' ? first(members.filter(({ kind }) => kind === row.kind)) : kindFrom.row,
        },
      }),
      owner: row.owner,
      about: row.about === '{}' ? null : { ...about, owner: owned(about.owner, row.owner, members) },
      external: row.external === 1,
      spellings: [...spellings.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, spelling]) => spelling),
      joins: (JSON.parse(row.joins) as Identity['joins']).map((join) => records(join, members)),
      events: row.events,
      denials: row.denials,
      first: time(row.first),
      last: time(row.last),
      aliases: JSON.parse(row.aliases) as string[],
    };
  });
}

const PAGE = 100;

/** All identities in order of first sight, ties by id; of these kinds only where any are named. */
export function* allIdentities(db: ReadDb, kinds: readonly IdentityKind[] = []): Generator<Identity> {
  const rows = db
    .prepare<[{ kinds: string }], IdentityRow>(
      "SELECT * FROM identity WHERE @kinds = '[]' OR kind IN (SELECT value FROM json_each(@kinds)) ORDER BY first, id",
    )
    .all({ kinds: JSON.stringify(kinds.map((kind) => codes.kind.code(kind))) });
  for (let i = 0; i < rows.length; i += PAGE) yield* printIdentities(db, rows.slice(i, i + PAGE));
}

export interface IdentityFilter {
  search: string;
  kind: IdentityKind | null;
  orphans: boolean;
  disputed?: boolean | undefined;
  /** Only these ids. */
  among?: ReadonlySet<string> | undefined;
}

const IS_DISPUTED = "json_array_length(i.about, '$.owner.others') > 0";
const IN_ORDER = 'denials DESC, events DESC, id';

function whereIdentities({ search, kind, orphans, disputed = false, among }: IdentityFilter): {
  where: string;
  params: Record<string, unknown>;
} {
  const where = `(@p1 = '' OR i.name LIKE @p2 ESCAPE '\\' OR i.display LIKE @p2 ESCAPE '\\' OR i.id = @p1 OR EXISTS (
      SELECT 1 FROM actor_identity ai JOIN actor a ON a.id = ai.actor WHERE ai.iid = i.iid
      AND (a.name LIKE @p2 ESCAPE '\\' OR a.native LIKE @p2 ESCAPE '\\' OR a.keys LIKE @p2 ESCAPE '\\')))
    AND (@p3 IS NULL OR i.kind = @p3)${orphans ? ' AND i.owner IS NULL' : ''}${disputed ? ` AND ${IS_DISPUTED}` : ''}${among ? ' AND i.id IN (SELECT value FROM json_each(@among))' : ''}`;
  const like = `%${search.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  const code = kind === null ? null : codes.kind.code(kind);
  return { where, params: { p1: search, p2: like, p3: code, ...(among && { among: JSON.stringify([...among]) }) } };
}

/** Position of an identity (by its id or a former one) in the list that the filter leaves; null where it is not in it. */
export function identityPlace(db: ReadDb, id: string, filter: IdentityFilter): number | null {
  const one = identityOf(db, id);
  if (!one) return null;
  const { where, params } = whereIdentities(filter);
  return (
    db
      .prepare<[Record<string, unknown>], number>(
        `SELECT place FROM (SELECT i.id, row_number() OVER (ORDER BY ${IN_ORDER}) - 1 AS place FROM identity i WHERE ${where})
         WHERE id = @id`,
      )
      .pluck()
      .get({ ...params, id: one.id }) ?? null
  );
}

/** Identities whose name, display name or any spelling contains `search`; most denials first. */
export function identitiesPage(
  db: ReadDb,
  { offset, limit, ...filter }: IdentityFilter & { offset: number; limit: number },
): {
  rows: Identity[];
  total: number;
  orphans: number;
  disputed: number;
  unowned: { why: string; count: number }[];
} {
  const { where, params } = whereIdentities(filter);
  const rows = db
    .prepare<[Record<string, unknown>], IdentityRow>(
      `SELECT * FROM identity i WHERE ${where} ORDER BY ${IN_ORDER} LIMIT @p4 OFFSET @p5`,
    )
    .all({ ...params, p4: limit, p5: offset });
  const total = db
    .prepare<[Record<string, unknown>], number>(`SELECT count(*) FROM identity i WHERE ${where}`)
    .pluck()
    .get(params)!;
  // Names in a reason come after its colon: they do not make it another one.
  const reasons = db
    .prepare<[], { why: string; count: number }>(
      `SELECT why, count(*) AS count FROM (
         SELECT substr(w, 1, CASE instr(w, ':') WHEN 0 THEN length(w) ELSE instr(w, ':') - 1 END) AS why FROM (
           SELECT coalesce(json_extract(about, '$.unowned'), 'not said') AS w FROM identity WHERE owner IS NULL))
       GROUP BY why ORDER BY count DESC, why LIMIT 20`,
    )
    .all();
  const count = (where: string): number =>
    db.prepare<[], number>(`SELECT count(*) FROM identity i WHERE ${where}`).pluck().get()!;
  return {
    rows: printIdentities(db, rows),
    total,
    orphans: count('i.owner IS NULL'),
    disputed: count(IS_DISPUTED),
    unowned: reasons,
  };
}

/** The identity of that id or former id; undefined where there is none. */
export function identityOf(db: ReadDb, id: string): Identity | undefined {
  const row =
    db.prepare<[string], IdentityRow>('SELECT * FROM identity WHERE id = ?').get(id) ??
    db
      .prepare<[string], IdentityRow>('SELECT i.* FROM identity i, json_each(i.aliases) a WHERE a.value = ? LIMIT 1')
      .get(id);
  return row && printIdentities(db, [row])[0];
}
