/** From a parsed query and a filter to a WHERE clause over the view `event e`. Values are always parameters. */
import ipaddr from 'ipaddr.js';
import { SUSPECTED_MASK } from '../../../shared/base/secrets';
import { EVENT_FLAGS } from '../../../shared/model/event';
import { QueryError, type QueryField, type QueryNode, queryTime } from '../../../shared/model/query';
import { type Codec, codes } from './codes';
import { parseEventId } from './event-id';
import type { ReadDb } from './open';
import { typedPasswords } from './typed-passwords';

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

const ALL: Where = { sql: '1', params: [] };
const NONE: Where = { sql: '0', params: [] };

const join = (parts: Where[], word: 'AND' | 'OR'): Where =>
  parts.length === 1
    ? parts[0]!
    : { sql: `(${parts.map((part) => part.sql).join(` ${word} `)})`, params: parts.flatMap((part) => part.params) };

/** The clause for a whole filter. */
export function whereOf(db: ReadDb, filter: EventFilter): Where {
  const parts: Where[] = [];
  if (filter.range) parts.push({ sql: 'e.time >= ? AND e.time < ?', params: [filter.range.from, filter.range.to] });
  if (filter.identities) {
    parts.push({
      sql: `e.actor IN (SELECT ai.actor FROM actor_identity ai JOIN identity i USING (iid)
              WHERE i.id IN (SELECT value FROM json_each(?)))`,
      params: [JSON.stringify(filter.identities)],
    });
  }
  if (filter.episode) parts.push(ofEpisode(filter.episode));
  if (filter.query.type !== 'all') parts.push(node(db, filter.query));
  return parts.length === 0 ? ALL : join(parts, 'AND');
}

const ofEpisode = (id: string): Where => ({
  sql: 'e.eid IN (SELECT ee.eid FROM episode_event ee JOIN episode p USING (pid) WHERE p.id = ?)',
  params: [id],
});

function node(db: ReadDb, tree: QueryNode): Where {
  switch (tree.type) {
    case 'all':
      return ALL;
    case 'text':
      return freeText(db, tree.text);
    case 'field':
      return tree.pattern ? matching(db, tree.field, tree.pattern) : field(db, tree.field, tree.value);
    case 'not': {
      const inner = node(db, tree.node);
      // A NULL column is "not equal": NOT must keep the row.
      return { sql: `NOT coalesce(${inner.sql}, 0)`, params: inner.params };
    }
    case 'and':
      return join(
        tree.nodes.map((part) => node(db, part)),
        'AND',
      );
    case 'or':
      return join(
        tree.nodes.map((part) => node(db, part)),
        'OR',
      );
  }
}

/** `*` is the wildcard; everything else is taken as it is. */
const like = (value: string): string => value.replace(/[\\%_]/g, (char) => `\\${char}`).replaceAll('*', '%');
const contains = (value: string): string => `%${like(value)}%`;

/** Ids of rows of a small table whose text fits; exact first, then case-insensitive or wildcard. */
function idsWhere(db: ReadDb, sql: string, p: string, k = p): number[] {
  const statement = db.prepare<[Record<string, string>], number>(sql).pluck();
  return statement.all(sql.includes('@k') ? { p, k } : { p });
}

const inIds = (column: string, ids: number[]): Where =>
  ids.length === 0
    ? NONE
    : ids.length <= 8
      ? { sql: `e.${column} IN (${ids.map(() => '?').join(', ')})`, params: ids }
      : { sql: `e.${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(ids)] };

const termIds = (db: ReadDb, value: string): number[] =>
  idsWhere(db, `SELECT id FROM term WHERE text LIKE @p ESCAPE '\\'`, like(value));

/** The trigram index finds substrings of three letters and more; shorter ones scan the distinct terms. */
const termIdsContaining = (db: ReadDb, value: string): number[] =>
  value.length >= 3 && !value.includes('*')
    ? idsWhere(db, 'SELECT rowid FROM term_text WHERE term_text MATCH @p', `"${value.replaceAll('"', '""')}"`)
    : idsWhere(db, `SELECT id FROM term WHERE text LIKE @p ESCAPE '\\'`, contains(value));

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

const actorIds = (db: ReadDb, pattern: string): number[] =>
  pattern.includes(SUSPECTED_MASK)
    ? suspectedActors(db)
    : idsWhere(
        db,
        `SELECT id FROM actor WHERE name LIKE @p ESCAPE '\\' OR native LIKE @p ESCAPE '\\' OR display LIKE @p ESCAPE '\\'
     OR keys LIKE @k ESCAPE '\\'`,
        pattern,
        pattern.startsWith('%') ? pattern : `%"${pattern}"%`,
      );

/** Every member of the identities that the matching actors belong to, so that one spelling finds all. */
const withSiblings = (db: ReadDb, actors: number[]): number[] => {
  if (actors.length === 0) return [];
  const family = db
    .prepare<[string], number>(
      `SELECT actor FROM actor_identity WHERE iid IN
         (SELECT iid FROM actor_identity WHERE actor IN (SELECT value FROM json_each(?)))`,
    )
    .pluck()
    .all(JSON.stringify(actors));
  return [...new Set([...actors, ...family])];
};

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

function freeText(db: ReadDb, text: string): Where {
  if (text === '') return ALL;
  const parts: Where[] = [];
  const terms = termIdsContaining(db, text);
  if (terms.length > 0) {
    const list = JSON.stringify(terms);
    for (const column of TERM_COLUMNS) {
      parts.push({ sql: `e.${column} IN (SELECT value FROM json_each(?))`, params: [list] });
    }
  }
  const actors = withSiblings(db, actorIds(db, contains(text)));
  if (actors.length > 0) parts.push(inIds('actor', actors), inIds('target', actors));
  const addresses = idsWhere(db, `SELECT id FROM address WHERE text LIKE @p ESCAPE '\\'`, contains(text));
  if (addresses.length > 0) parts.push(inIds('ip', addresses), inIds('ip2', addresses));
  const places = idsWhere(
    db,
    `SELECT id FROM place WHERE city LIKE @p ESCAPE '\\' OR region LIKE @p ESCAPE '\\'`,
    contains(text),
  );
  if (places.length > 0) parts.push(inIds('place', places));
  const devices = idsWhere(
    db,
    `SELECT id FROM device WHERE name LIKE @p ESCAPE '\\' OR native LIKE @p ESCAPE '\\' OR os LIKE @p ESCAPE '\\'`,
    contains(text),
  );
  if (devices.length > 0) parts.push(inIds('device', devices));
  const id = parseEventId(text);
  if (id) parts.push(byId(id));
  // Ids of records, sessions and correlations are looked up whole, by going over the rows.
  if (text.length >= 8) {
    parts.push({ sql: 'e.session = ?', params: [text] }, { sql: 'e.correlation = ?', params: [text] });
    parts.push({ sql: 'e.record_id = ?', params: [text] });
  }
  return parts.length === 0 ? NONE : join(parts, 'OR');
}

function enumerated<T extends string>(column: string, codec: Codec<T>, value: string): Where {
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
const byId = ({ rk, content }: { rk: number; content: number }): Where => ({
  sql: '((e.rk = ? AND e.content = ?) OR e.eid IN (SELECT a.eid FROM event_alias a WHERE a.rk = ? AND a.content = ?))',
  params: [rk, content, rk, content],
});

function field(db: ReadDb, name: QueryField, value: string): Where {
  switch (name) {
    case 'id': {
      const id = parseEventId(value.toLowerCase());
      return id ? byId(id) : NONE;
    }
    case 'attempt': {
      const id = parseEventId(value.toLowerCase());
      if (!id) return NONE;
      const first = '(SELECT f.eid FROM event_all f WHERE f.rk = ? AND f.content = ?)';
      return {
        sql: `(e.eid IN (SELECT t.eid FROM attempt t WHERE t.attempt = ${first}) OR e.eid = ${first})`,
        params: [id.rk, id.content, id.rk, id.content],
      };
    }
    case 'record':
      return text('record_id', value);
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
      return bit < 0 ? NONE : { sql: '(e.flags & ?) != 0', params: [1 << bit] };
    }
    case 'kind': {
      const kinds = codes.kind.words.filter((word) => word === value.toLowerCase());
      return {
        sql: `e.actor IN (SELECT ai.actor FROM actor_identity ai JOIN identity i USING (iid) WHERE i.kind IN (SELECT value FROM json_each(?)))`,
        params: [JSON.stringify(kinds.map((kind) => codes.kind.code(kind)))],
      };
    }
    case 'identity':
      if (/^i[0-9a-z]{6,}$/.test(value)) {
        return {
          sql: 'e.actor IN (SELECT ai.actor FROM actor_identity ai JOIN identity i USING (iid) WHERE i.id = ?)',
          params: [value],
        };
      }
      return inIds('actor', withSiblings(db, actorIds(db, value.includes('*') ? like(value) : contains(value))));
    case 'actor':
      if (value.includes(SUSPECTED_MASK)) return inIds('actor', suspectedActors(db));
      return inIds(
        'actor',
        idsWhere(db, `SELECT id FROM actor WHERE native LIKE @p ESCAPE '\\' OR name LIKE @p ESCAPE '\\'`, like(value)),
      );
    case 'target':
      return inIds('target', actorIds(db, value.includes('*') ? like(value) : contains(value)));
    case 'ip':
      return address(db, value);
    case 'asn': {
      const number = Number(value.replace(/^AS/i, ''));
      if (!Number.isSafeInteger(number)) return NONE;
      return { sql: '(e.asn = ? OR e.ip IN (SELECT id FROM address WHERE asn = ?))', params: [number, number] };
    }
    case 'network':
      return {
        sql: `(e.ip IN (SELECT id FROM address WHERE as_org LIKE ? ESCAPE '\\' OR network = ?))`,
        params: [contains(value), value.toLowerCase()],
      };
    case 'country':
      return placed('country', value.toUpperCase());
    case 'region':
      return placed('region', value);
    case 'city':
      return placed('city', value);
    case 'device':
      return inIds(
        'device',
        idsWhere(db, `SELECT id FROM device WHERE native LIKE @p ESCAPE '\\' OR name LIKE @p ESCAPE '\\'`, like(value)),
      );
    case 'os':
    case 'browser':
      return inIds('device', idsWhere(db, `SELECT id FROM device WHERE ${name} LIKE @p ESCAPE '\\'`, contains(value)));
    case 'ua':
      return inIds('ua', termIdsContaining(db, value));
    case 'interactive':
      return { sql: 'e.interactive = ?', params: [/^(true|yes|1)$/i.test(value) ? 1 : 0] };
    case 'episode':
      return ofEpisode(value.toLowerCase());
    case 'after':
      return { sql: 'e.time >= ?', params: [queryTime(value)!.from] };
    case 'before':
      return { sql: 'e.time < ?', params: [queryTime(value)!.from] };
    case 'on': {
      const { from, to } = queryTime(value)!;
      return { sql: 'e.time >= ? AND e.time < ?', params: [from, to] };
    }
    case 'app': {
      const ids = termIds(db, value);
      return join([inIds('app', ids), inIds('app_id', ids)], 'OR');
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
function matching(db: ReadDb, name: QueryField, pattern: RegExp): Where {
  const terms = (columns: readonly string[]): Where => {
    const ids = fitting(db, pattern, 'term', ['text']);
    return join(
      columns.map((column) => inIds(column, ids)),
      'OR',
    );
  };
  const words = <T extends string>(column: string, codec: Codec<T>): Where =>
    inIds(
      column,
      codec.words.filter((word) => pattern.test(word)).map((word) => codec.code(word)),
    );
  const actors = (): number[] => fitting(db, pattern, 'actor', ['name', 'native', 'display']);
  const placedIn = (column: string): Where => {
    const places = inIds('place', fitting(db, pattern, 'place', [column]));
    const addresses = inIds('ip', fitting(db, pattern, 'address', [column]));
    return join([places, { sql: `(e.place IS NULL AND ${addresses.sql})`, params: addresses.params }], 'OR');
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
      return join([inIds('ip', ids), inIds('ip2', ids)], 'OR');
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
    default:
      // The parser lets no other field through.
      return NONE;
  }
}

const text = (column: string, value: string): Where =>
  value.includes('*')
    ? { sql: `e.${column} LIKE ? ESCAPE '\\'`, params: [like(value)] }
    : { sql: `e.${column} = ?`, params: [value] };

/** The log's own place decides; the database's answer counts only where the log says none. */
const placed = (column: 'country' | 'region' | 'city', value: string): Where => ({
  sql: `(e.place IN (SELECT id FROM place WHERE ${column} LIKE ? ESCAPE '\\')
     OR (e.place IS NULL AND e.ip IN (SELECT id FROM address WHERE ${column} LIKE ? ESCAPE '\\')))`,
  params: [like(value), like(value)],
});

function address(db: ReadDb, value: string): Where {
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
    : idsWhere(db, `SELECT id FROM address WHERE text LIKE @p ESCAPE '\\'`, like(value.toLowerCase()));
  return join([inIds('ip', ids), inIds('ip2', ids)], 'OR');
}

function parseCidr(value: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  try {
    return ipaddr.parseCIDR(value);
  } catch {
    return null; // no CIDR: taken as text, which finds nothing
  }
}
