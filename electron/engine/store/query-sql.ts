/**
 * From a parsed query and a filter to a clause: what the case's own lists of values can tell is looked up here, so that only
 * ids of values are left. `sqlOf` writes it as a WHERE over the view `event e` (values are always parameters); the packed
 * columns (query/columns) go over it without SQL.
 */
import ipaddr from 'ipaddr.js';
import { SUSPECTED_MASK } from '../../../shared/base/secrets';
import { EVENT_FLAGS } from '../../../shared/model/event';
import { QueryError, type QueryField, type QueryNode, queryTime } from '../../../shared/model/query';
import { type Codec, codes } from './codes';
import { parseEventId } from './event-id';
import { withSiblings } from './families';
import type { ReadDb } from './open';
import { eventsNoted, eventsTagged } from './stars';
import { statement } from './statement';
import { typedPasswords } from './typed-passwords';
import { idsOfText, type Listed } from './value-lists';

export interface Where {
  sql: string;
  params: (string | number)[];
}

export interface EventFilter {
  query: QueryNode;
  range: { from: number; to: number } | null;
  identities: string[] | null;
  episode: string | null;
}

/** Columns of `event` that hold ids of values or codes. */
export type Coded =
  | 'class'
  | 'outcome'
  | 'factor'
  | 'mark'
  | 'interactive'
  | 'action'
  | 'code'
  | 'reason'
  | 'app'
  | 'app_id'
  | 'resource'
  | 'protocol'
  | 'risk'
  | 'source'
  | 'file_id'
  | 'actor'
  | 'target'
  | 'ip'
  | 'ip2'
  | 'place'
  | 'device'
  | 'ua'
  | 'asn';
export type Texts = 'session' | 'correlation' | 'token' | 'record_id';

export type Clause =
  | { is: 'all' }
  | { is: 'none' }
  | { is: 'in'; column: Coded; ids: readonly number[] }
  | { is: 'null'; column: Coded }
  | { is: 'flag'; bit: number }
  /** Milliseconds UTC, `to` excluded. */
  | { is: 'time'; from: number | null; to: number | null }
  /** The whole text, or with `*` in it a pattern. */
  | { is: 'text'; column: Texts; value: string }
  | { is: 'rows'; eids: readonly number[] }
  | { is: 'and' | 'or'; of: readonly Clause[] }
  | { is: 'not'; of: Clause };

const ALL: Clause = { is: 'all' };
const NONE: Clause = { is: 'none' };

const join = (parts: Clause[], is: 'and' | 'or'): Clause => (parts.length === 1 ? parts[0]! : { is, of: parts });

const LISTED = 8; // ids that stand in the statement; more go as one list

/** The clause as SQL over `event e`. */
export function sqlOf(clause: Clause): Where {
  switch (clause.is) {
    case 'all':
      return { sql: '1', params: [] };
    case 'none':
      return { sql: '0', params: [] };
    case 'in':
      return sqlIn(clause.column, clause.ids);
    case 'rows':
      return sqlIn('eid', clause.eids);
    case 'null':
      return { sql: `e.${clause.column} IS NULL`, params: [] };
    case 'flag':
      return { sql: '(e.flags & ?) != 0', params: [clause.bit] };
    case 'time': {
      const parts = [...(clause.from === null ? [] : ['e.time >= ?']), ...(clause.to === null ? [] : ['e.time < ?'])];
      return { sql: parts.join(' AND ') || '1', params: [clause.from, clause.to].filter((time) => time !== null) };
    }
    case 'text':
      return clause.value.includes('*')
        ? { sql: `e.${clause.column} LIKE ? ESCAPE '\\'`, params: [like(clause.value)] }
        : { sql: `e.${clause.column} = ?`, params: [clause.value] };
    case 'not': {
      const inner = sqlOf(clause.of);
      // A NULL column is "not equal": NOT must keep the row.
      return { sql: `NOT coalesce(${inner.sql}, 0)`, params: inner.params };
    }
    case 'and':
    case 'or': {
      const parts = clause.of.map(sqlOf);
      return {
        sql: `(${parts.map((part) => part.sql).join(clause.is === 'and' ? ' AND ' : ' OR ')})`,
        params: parts.flatMap((part) => part.params),
      };
    }
  }
}

function sqlIn(column: string, ids: readonly number[]): Where {
  if (ids.length === 0) return { sql: '0', params: [] };
  return ids.length <= LISTED
    ? { sql: `e.${column} IN (${ids.map(() => '?').join(', ')})`, params: [...ids] }
    : { sql: `e.${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(ids)] };
}

/** Row ids of the events whose text is `value`, or fits it where it has a `*`; `among` are the only ones it can be. */
export function eidsWithText(db: ReadDb, column: Texts, value: string, among?: readonly number[]): number[] {
  if (among?.length === 0) return [];
  const is = sqlOf({ is: 'text', column, value });
  const within = among ? sqlIn('eid', among) : { sql: '1', params: [] };
  return pluck(db, `SELECT e.eid FROM event e WHERE ${within.sql} AND ${is.sql}`, ...within.params, ...is.params);
}

/** The WHERE for a whole filter. */
export const whereOf = (db: ReadDb, filter: EventFilter): Where => sqlOf(clauseOf(db, filter));

/** The clause for a whole filter. */
export function clauseOf(db: ReadDb, filter: EventFilter): Clause {
  const parts: Clause[] = [];
  if (filter.range) parts.push({ is: 'time', from: filter.range.from, to: filter.range.to });
  if (filter.identities) {
    const actors = pluck(
      db,
      `SELECT ai.actor FROM actor_identity ai JOIN identity i USING (iid) WHERE i.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(filter.identities),
    );
    parts.push(inIds('actor', actors));
  }
  if (filter.episode) parts.push(ofEpisode(db, filter.episode));
  if (filter.query.type !== 'all') parts.push(node(db, filter.query));
  return parts.length === 0 ? ALL : join(parts, 'and');
}

const pluck = (db: ReadDb, sql: string, ...params: (string | number)[]): number[] =>
  db
    .prepare<(string | number)[], number>(sql)
    .pluck()
    .all(...params);

const ofEpisode = (db: ReadDb, id: string): Clause => ({
  is: 'rows',
  eids: pluck(db, 'SELECT DISTINCT ee.eid FROM episode_event ee JOIN episode p USING (pid) WHERE p.id = ?', id),
});

function node(db: ReadDb, tree: QueryNode): Clause {
  switch (tree.type) {
    case 'all':
      return ALL;
    case 'text':
      return freeText(db, tree.text);
    case 'field':
      return tree.pattern ? matching(db, tree.field, tree.pattern) : field(db, tree.field, tree.value);
    case 'not':
      return { is: 'not', of: node(db, tree.node) };
    case 'and':
      return join(
        tree.nodes.map((part) => node(db, part)),
        'and',
      );
    case 'or':
      return join(
        tree.nodes.map((part) => node(db, part)),
        'or',
      );
  }
}

/** To LIKE and MATCH a text ends here: LIKE finds what only begins alike, MATCH takes it for a mistake. `instr` looks on. */
const NUL = '\0';

/** `*` is the wildcard; everything else is taken as it is. */
const like = (value: string): string => value.replace(/[\\%_]/g, (char) => `\\${char}`).replaceAll('*', '%');
const contains = (value: string): string => `%${like(value)}%`;

/** Ids of rows of a small table whose text fits; exact first, then case-insensitive or wildcard. */
function idsWhere(db: ReadDb, sql: string, p: string, k = p): number[] {
  const statement = db.prepare<[Record<string, string>], number>(sql).pluck();
  return statement.all(sql.includes('@k') ? { p, k } : { p });
}

/** Where one of the columns holds the value, or is it. With a NUL it is taken letter by letter, `*` included. */
function textWhere(columns: readonly string[], value: string, how: 'holds' | 'is'): { sql: string; p: string } {
  const isWhole = how === 'is';
  if (value.includes(NUL)) {
    const each = columns.map((column) => (isWhole ? `${column} = @p` : `instr(${column}, @p) > 0`));
    return { sql: each.join(' OR '), p: value };
  }
  const sql = columns.map((column) => `${column} LIKE @p ESCAPE '\\'`).join(' OR ');
  return { sql, p: isWhole ? like(value) : contains(value) };
}

/** Ids of rows of which one of the columns holds the value, or, with `is`, is the value; `*` is the wildcard. */
function idsWith(
  db: ReadDb,
  table: Listed,
  columns: readonly string[],
  value: string,
  how: 'holds' | 'is' = 'holds',
): number[] {
  const known = idsOfText(db, table, columns, value, how);
  if (known) return known;
  const { sql, p } = textWhere(columns, value, how);
  return idsWhere(db, `SELECT id FROM ${table} WHERE ${sql}`, p);
}

const inIds = (column: Coded, ids: readonly number[]): Clause => (ids.length === 0 ? NONE : { is: 'in', column, ids });

function termIds(db: ReadDb, value: string, how: 'holds' | 'is' = 'is'): number[] {
  const { sql, p } = textWhere(['text'], value, how);
  return idsWhere(db, `SELECT id FROM term WHERE ${sql}`, p);
}

/** The index of letters in threes finds what holds three and more; shorter ones scan the distinct terms. */
const termIdsContaining = (db: ReadDb, value: string): number[] =>
  [...value].length >= 3 && !value.includes('*') && !value.includes(NUL) // letters: some are two of JavaScript's units
    ? idsWhere(db, 'SELECT rowid FROM term_text WHERE term_text MATCH @p', `"${value.replaceAll('"', '""')}"`)
    : termIds(db, value, 'holds');

/** A name that is shown masked finds every name that is masked so. */
function suspectedActors(db: ReadDb): number[] {
  const names = JSON.stringify(typedPasswords(db).map((name) => `%${like(name)}`));
  return db
    .prepare<[string], number>(
      `SELECT DISTINCT a.id FROM actor a JOIN json_each(?) s ON a.name LIKE s.value ESCAPE '\\'`,
    )
    .pluck()
    .all(names);
}

/** With a `*` the whole has to fit, else a part is enough. */
function actorIds(db: ReadDb, value: string, isFree = false): number[] {
  if (value.includes(SUSPECTED_MASK)) return suspectedActors(db);
  if (isFree || !value.includes('*')) return idsWith(db, 'actor', ['name', 'native', 'display', 'keys'], value);
  const pattern = like(value);
  return idsWhere(
    db,
    `SELECT id FROM actor WHERE name LIKE @p ESCAPE '\\' OR native LIKE @p ESCAPE '\\' OR display LIKE @p ESCAPE '\\'
     OR keys LIKE @k ESCAPE '\\'`,
    pattern,
    pattern.startsWith('%') ? pattern : `%"${pattern}"%`,
  );
}

const TERM_COLUMNS = [
  'action',
  'code',
  'reason',
  'app',
  'app_id',
  'resource',
  'ua',
  'protocol',
  'risk',
  'source',
] as const;

function freeText(db: ReadDb, text: string): Clause {
  if (text === '') return ALL;
  const parts: Clause[] = [];
  const terms = termIdsContaining(db, text);
  if (terms.length > 0) for (const column of TERM_COLUMNS) parts.push(inIds(column, terms));
  const actors = withSiblings(db, actorIds(db, text, true));
  if (actors.length > 0) parts.push(inIds('actor', actors), inIds('target', actors));
  const addresses = idsWith(db, 'address', ['text'], text);
  if (addresses.length > 0) parts.push(inIds('ip', addresses), inIds('ip2', addresses));
  const places = idsWith(db, 'place', ['city', 'region'], text);
  if (places.length > 0) parts.push(inIds('place', places));
  const devices = idsWith(db, 'device', ['name', 'native', 'os'], text);
  if (devices.length > 0) parts.push(inIds('device', devices));
  const id = parseEventId(text);
  if (id) parts.push({ is: 'rows', eids: rowsOf(db, id) });
  // Ids of records, sessions and correlations are looked up whole.
  if (text.length >= 8 && !text.includes('*'))
    for (const column of ['session', 'correlation', 'record_id'] as const)
      parts.push({ is: 'text', column, value: text });
  return parts.length === 0 ? NONE : join(parts, 'or');
}

function enumerated<T extends string>(column: Coded, codec: Codec<T>, value: string): Clause {
  const pattern = new RegExp(
    `^${value
      .toLowerCase()
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')}$`,
  );
  const hits = codec.words.filter((word) => pattern.test(word)).map((word) => codec.code(word));
  return inIds(column, hits);
}

/** By its id, or by one that it had before it was folded into a fuller record. */
const rowsOf = (db: ReadDb, { rk, content }: { rk: number; content: number }): number[] =>
  pluck(
    db,
    `SELECT eid FROM event_all WHERE rk = ? AND content = ?
     UNION SELECT eid FROM event_alias WHERE rk = ? AND content = ?`,
    rk,
    content,
    rk,
    content,
  );

const eidOf = statement<[number, number], { eid: number }>('SELECT eid FROM event_all WHERE rk = ? AND content = ?');

/** Events by their present ids, which may be tens of thousands. */
const rowsNamed = (db: ReadDb, ids: readonly string[]): Clause => ({
  is: 'rows',
  eids: ids.flatMap((id) => {
    const { rk, content } = parseEventId(id)!;
    return eidOf(db).get(rk, content)?.eid ?? [];
  }),
});

function field(db: ReadDb, name: QueryField, value: string): Clause {
  switch (name) {
    case 'id': {
      const id = parseEventId(value.toLowerCase());
      return id ? { is: 'rows', eids: rowsOf(db, id) } : NONE;
    }
    case 'attempt': {
      const id = parseEventId(value.toLowerCase());
      if (!id) return NONE;
      const eids = pluck(
        db,
        `WITH f AS (SELECT eid FROM event_all WHERE rk = ? AND content = ?)
         SELECT eid FROM f UNION SELECT t.eid FROM attempt t WHERE t.attempt IN (SELECT eid FROM f)`,
        id.rk,
        id.content,
      );
      return { is: 'rows', eids };
    }
    case 'record':
      return text('record_id', value);
    case 'tag':
      return rowsNamed(db, eventsTagged(db, value));
    case 'note':
      return rowsNamed(db, eventsNoted(db, value));
    case 'session':
    case 'correlation':
    case 'token':
      return text(name, value);
    case 'file':
      return inIds(
        'file_id',
        idsWhere(
          db,
          `SELECT id FROM file WHERE name LIKE @p ESCAPE '\\'`,
          value.includes('*') ? like(value) : contains(value),
        ),
      );
    case 'class':
      return enumerated('class', codes.class, value);
    case 'outcome':
      return enumerated('outcome', codes.outcome, value);
    case 'factor':
      return enumerated('factor', codes.factor, value);
    case 'mark':
      return enumerated('mark', codes.mark, value);
    case 'flag': {
      const bit = EVENT_FLAGS.indexOf(value.toLowerCase() as (typeof EVENT_FLAGS)[number]);
      return bit < 0 ? NONE : { is: 'flag', bit: 1 << bit };
    }
    case 'kind': {
      const kinds = codes.kind.words.filter((word) => word === value.toLowerCase());
      return inIds(
        'actor',
        pluck(
          db,
          `SELECT ai.actor FROM actor_identity ai JOIN identity i USING (iid) WHERE i.kind IN (SELECT value FROM json_each(?))`,
          JSON.stringify(kinds.map((kind) => codes.kind.code(kind))),
        ),
      );
    }
    case 'identity':
      if (/^i[0-9a-z]{6,}$/.test(value)) {
        return inIds(
          'actor',
          pluck(db, 'SELECT ai.actor FROM actor_identity ai JOIN identity i USING (iid) WHERE i.id = ?', value),
        );
      }
      return inIds('actor', withSiblings(db, actorIds(db, value)));
    case 'actor':
      if (value.includes(SUSPECTED_MASK)) return inIds('actor', suspectedActors(db));
      return inIds('actor', idsWith(db, 'actor', ['native', 'name'], value, 'is'));
    case 'target':
      return inIds('target', actorIds(db, value));
    case 'ip':
      return address(db, value);
    case 'asn': {
      const number = Number(value.replace(/^AS/i, ''));
      if (!Number.isSafeInteger(number)) return NONE;
      return join(
        [inIds('asn', [number]), inIds('ip', pluck(db, 'SELECT id FROM address WHERE asn = ?', number))],
        'or',
      );
    }
    case 'network':
      return inIds(
        'ip',
        pluck(
          db,
          `SELECT id FROM address WHERE as_org LIKE ? ESCAPE '\\' OR network = ?`,
          contains(value),
          value.toLowerCase(),
        ),
      );
    case 'country':
      return placed(db, 'country', value.toUpperCase());
    case 'region':
      return placed(db, 'region', value);
    case 'city':
      return placed(db, 'city', value);
    case 'device':
      return inIds('device', idsWith(db, 'device', ['native', 'name'], value, 'is'));
    case 'os':
    case 'browser':
      return inIds('device', idsWith(db, 'device', [name], value));
    case 'ua':
      return inIds('ua', termIdsContaining(db, value));
    case 'interactive':
      return inIds('interactive', [/^(true|yes|1)$/i.test(value) ? 1 : 0]);
    case 'episode':
      return ofEpisode(db, value.toLowerCase());
    case 'after':
      return { is: 'time', from: queryTime(value)!.from, to: null };
    case 'before':
      return { is: 'time', from: null, to: queryTime(value)!.from };
    case 'on': {
      const { from, to } = queryTime(value)!;
      return { is: 'time', from, to };
    }
    case 'app': {
      const ids = termIds(db, value);
      return join([inIds('app', ids), inIds('app_id', ids)], 'or');
    }
    case 'source':
    case 'action':
    case 'code':
    case 'reason':
    case 'resource':
    case 'protocol':
    case 'risk':
      return inIds(name, termIds(db, value));
  }
}

const LONGEST_TEXT = 512; // characters of a value that are held against a pattern
const PATIENCE_MS = 2_000; // for one list of values

/** Rows of a table of which any of the columns fits. */
function fitting(db: ReadDb, pattern: RegExp, table: string, columns: readonly string[]): number[] {
  const statement = db.prepare<[], (number | string | null)[]>(`SELECT id, ${columns.join(', ')} FROM ${table}`).raw();
  const ids: number[] = [];
  const begun = performance.now();
  for (const [id, ...texts] of statement.iterate()) {
    if (performance.now() - begun > PATIENCE_MS)
      throw new QueryError('this regular expression takes too long on the values of this case', 0);
    if (texts.some((text) => text !== null && pattern.test(String(text).slice(0, LONGEST_TEXT))))
      ids.push(id as number);
  }
  return ids;
}

/** Where a field's value fits a regular expression: it is held against the case's own lists of values, never against rows. */
function matching(db: ReadDb, name: QueryField, pattern: RegExp): Clause {
  const terms = (columns: readonly Coded[]): Clause => {
    const ids = fitting(db, pattern, 'term', ['text']);
    return join(
      columns.map((column) => inIds(column, ids)),
      'or',
    );
  };
  const words = <T extends string>(column: Coded, codec: Codec<T>): Clause =>
    inIds(
      column,
      codec.words.filter((word) => pattern.test(word)).map((word) => codec.code(word)),
    );
  const actors = (): number[] => fitting(db, pattern, 'actor', ['name', 'native', 'display']);
  const placedIn = (column: string): Clause => {
    const places = inIds('place', fitting(db, pattern, 'place', [column]));
    const addresses = inIds('ip', fitting(db, pattern, 'address', [column]));
    return join([places, join([{ is: 'null', column: 'place' }, addresses], 'and')], 'or');
  };
  switch (name) {
    case 'class':
      return words('class', codes.class);
    case 'outcome':
      return words('outcome', codes.outcome);
    case 'factor':
      return words('factor', codes.factor);
    case 'file':
      return inIds('file_id', fitting(db, pattern, 'file', ['name']));
    case 'identity':
      return inIds('actor', withSiblings(db, actors()));
    case 'actor':
      return inIds('actor', fitting(db, pattern, 'actor', ['name', 'native']));
    case 'target':
      return inIds('target', actors());
    case 'ip': {
      const ids = fitting(db, pattern, 'address', ['text']);
      return join([inIds('ip', ids), inIds('ip2', ids)], 'or');
    }
    case 'network':
      return inIds('ip', fitting(db, pattern, 'address', ['as_org', 'network']));
    case 'country':
    case 'region':
    case 'city':
      return placedIn(name);
    case 'device':
      return inIds('device', fitting(db, pattern, 'device', ['native', 'name']));
    case 'os':
    case 'browser':
      return inIds('device', fitting(db, pattern, 'device', [name]));
    case 'app':
      return terms(['app', 'app_id']);
    case 'source':
    case 'action':
    case 'code':
    case 'reason':
    case 'resource':
    case 'ua':
    case 'protocol':
    case 'risk':
      return terms([name]);
    case 'tag':
      return rowsNamed(db, eventsTagged(db, pattern));
    case 'note':
      return rowsNamed(db, eventsNoted(db, pattern));
    default:
      // The parser lets no other field through.
      return NONE;
  }
}

const text = (column: Texts, value: string): Clause => ({ is: 'text', column, value });

/** The log's own place decides; the database's answer counts only where the log says none. */
const placed = (db: ReadDb, column: 'country' | 'region' | 'city', value: string): Clause => {
  const ids = (table: string): number[] =>
    pluck(db, `SELECT id FROM ${table} WHERE ${column} LIKE ? ESCAPE '\\'`, like(value));
  return join(
    [inIds('place', ids('place')), join([{ is: 'null', column: 'place' }, inIds('ip', ids('address'))], 'and')],
    'or',
  );
};

function address(db: ReadDb, value: string): Clause {
  const cidr = /\/\d{1,3}$/.test(value) ? parseCidr(value) : null;
  const ids = cidr
    ? db
        .prepare<[], { id: number; text: string }>('SELECT id, text FROM address')
        .all()
        .filter((row) => {
          if (!ipaddr.isValid(row.text)) return false;
          const parsed = ipaddr.parse(row.text);
          return parsed.kind() === cidr[0].kind() && parsed.match(cidr as never);
        })
        .map((row) => row.id)
    : idsWith(db, 'address', ['text'], value.toLowerCase(), 'is');
  return join([inIds('ip', ids), inIds('ip2', ids)], 'or');
}

function parseCidr(value: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  try {
    return ipaddr.parseCIDR(value);
  } catch {
    return null; // no CIDR: taken as text, which finds nothing
  }
}
