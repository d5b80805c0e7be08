/** Counts over events for pictures: histogram, facets, lanes, places, journeys. SQL counts; views receive only sums. */
import { flagBits } from '../../../shared/model/event';
import { codes, type Mark } from './codes';
import { eventId } from './event-id';
import type { ReadDb } from './open';
import type { Where } from './query-sql';

type Params = (string | number)[];

const DENIED = codes.mark.code('denied');
const SUCCESS = codes.mark.code('success');
/** The vendor itself calls the address a proxy, VPN or anonymiser. */
export const PROXY = flagBits(['proxy']);

export function countEvents(db: ReadDb, where: Where): number {
  return db
    .prepare<Params, number>(`SELECT count(*) FROM event e WHERE ${where.sql}`)
    .pluck()
    .get(...where.params)!;
}

export interface BarCounts {
  denied: number;
  success: number;
  other: number;
}

const add = (bar: BarCounts, mark: number, n: number): void => {
  if (mark === DENIED) bar.denied += n;
  else if (mark === SUCCESS) bar.success += n;
  else bar.other += n;
};

/** Counts per bucket of `step` milliseconds from `from`; empty buckets are there too. */
export function histogram(db: ReadDb, where: Where, from: number, step: number, buckets: number): BarCounts[] {
  const bars = Array.from({ length: buckets }, () => ({ denied: 0, success: 0, other: 0 }));
  const rows = db
    .prepare<Params, [number, number, number]>(
      `SELECT CAST((e.time - ?) / ? AS INTEGER) AS bucket, e.mark, count(*) FROM event e
       WHERE (${where.sql}) AND e.time >= ? AND e.time < ? GROUP BY bucket, e.mark`,
    )
    .raw()
    .all(from, step, ...where.params, from, from + step * buckets);
  for (const [bucket, mark, n] of rows) {
    const bar = bars[bucket];
    if (bar) add(bar, mark, n);
  }
  return bars;
}

/** SQL per facet: what is grouped by, and where its label comes from. Joins are by row id: one probe each. */
const FACET_SQL: Record<string, { key: string; join?: string }> = {
  source: { key: '(SELECT text FROM term WHERE id = e.source)' },
  class: { key: 'e.class' },
  outcome: { key: 'e.outcome' },
  factor: { key: 'e.factor' },
  app: { key: 'e.app' },
  country: {
    key: 'CASE WHEN e.place IS NOT NULL THEN (SELECT country FROM place WHERE id = e.place) ELSE (SELECT country FROM address WHERE id = e.ip) END',
  },
  ip: { key: 'e.ip' },
  identity: { key: 'ai.iid', join: 'JOIN actor_identity ai ON ai.actor = e.actor' },
  kind: { key: 'i.kind', join: 'JOIN actor_identity ai ON ai.actor = e.actor JOIN identity i ON i.iid = ai.iid' },
  action: { key: 'e.action' },
  os: { key: '(SELECT os FROM device WHERE id = e.device)' },
  file: { key: 'e.file_id' },
};

const LABEL: Record<string, (db: ReadDb) => (key: never) => { value: string; label: string }> = {
  class: () => (key: number) => same(codes.class.word(key)),
  outcome: () => (key: number) => same(codes.outcome.word(key)),
  factor: () => (key: number) => same(codes.factor.word(key)),
  kind: () => (key: number) => same(codes.kind.word(key)),
  app: byId('term', 'text'),
  action: byId('term', 'text'),
  ip: byId('address', 'text'),
  file: byId('file', 'name'),
  identity: (db) => {
    const get = db.prepare<[number], { id: string; name: string }>('SELECT id, name FROM identity WHERE iid = ?');
    return (key: number) => {
      const row = get.get(key);
      return { value: row?.id ?? '', label: row?.name ?? '' };
    };
  },
};
const same = (word: string): { value: string; label: string } => ({ value: word, label: word });
function byId(table: string, column: string): (db: ReadDb) => (key: number) => { value: string; label: string } {
  return (db) => {
    const get = db.prepare<[number], string>(`SELECT ${column} FROM ${table} WHERE id = ?`).pluck();
    return (key) => same(get.get(key) ?? '');
  };
}

/** The most frequent values of a field among the events of a clause. */
export function facet(
  db: ReadDb,
  where: Where,
  field: string,
  limit: number,
): { value: string; label: string; count: number }[] {
  const def = FACET_SQL[field];
  if (!def) throw new Error(`no facet "${field}"`);
  const rows = db
    .prepare<Params, [string | number, number]>(
      `SELECT ${def.key} AS k, count(*) AS n FROM event e ${def.join ?? ''} WHERE (${where.sql}) AND k IS NOT NULL
       GROUP BY k ORDER BY n DESC, k LIMIT ?`,
    )
    .raw()
    .all(...where.params, limit);
  const label = (LABEL[field]?.(db) ?? ((key: unknown) => same(String(key)))) as (key: unknown) => {
    value: string;
    label: string;
  };
  return rows.map(([key, count]) => ({ ...label(key), count }));
}

export interface LaneRow {
  iid: number;
  id: string;
  name: string;
  kind: number;
  events: number;
  denials: number;
}

/** Identities with events in a range, those denied most first; ties by name, then id. */
export function laneRows(
  db: ReadDb,
  where: Where,
  from: number,
  to: number,
  skip: number,
  limit: number,
): { lanes: LaneRow[]; total: number } {
  const grouped = `SELECT ai.iid AS iid, count(*) AS events, sum(e.mark = ${DENIED}) AS denials FROM event e
    JOIN actor_identity ai ON ai.actor = e.actor WHERE (${where.sql}) AND e.time >= ? AND e.time < ? GROUP BY ai.iid`;
  const params = [...where.params, from, to];
  const lanes = db
    .prepare<Params, LaneRow>(
      `SELECT g.iid, i.id, i.name, i.kind, g.events, g.denials FROM (${grouped}) g JOIN identity i USING (iid)
       ORDER BY g.denials DESC, g.events DESC, i.name, i.id LIMIT ? OFFSET ?`,
    )
    .all(...params, limit, skip);
  const total =
    lanes.length < limit && skip === 0
      ? lanes.length
      : db
          .prepare<Params, number>(`SELECT count(*) FROM (${grouped})`)
          .pluck()
          .get(...params)!;
  return { lanes, total };
}

/** Parts that a lane opens into, as SQL text expressions over `event e`. */
const PART_SQL = {
  source: '(SELECT text FROM term WHERE id = e.source)',
  device: `coalesce((SELECT coalesce(name, native, trim(coalesce(os, '') || ' ' || coalesce(browser, ''))) FROM device WHERE id = e.device), 'device not in log')`,
  ip: `coalesce((SELECT text FROM address WHERE id = e.ip), 'no address')`,
  app: `coalesce((SELECT text FROM term WHERE id = e.app), 'no application')`,
} as const;
export type LanePart = keyof typeof PART_SQL;

const PART_TEXT: Record<LanePart, { sql: string; none: string }> = {
  source: { sql: 'SELECT text FROM term WHERE id = ?', none: '' },
  device: {
    sql: `SELECT coalesce(name, native, trim(coalesce(os, '') || ' ' || coalesce(browser, ''))) FROM device WHERE id = ?`,
    none: 'device not in log',
  },
  ip: { sql: 'SELECT text FROM address WHERE id = ?', none: 'no address' },
  app: { sql: 'SELECT text FROM term WHERE id = ?', none: 'no application' },
};
/** What `PART_SQL` says of an event, from the id in its column. */
export function partTexts(db: ReadDb, by: LanePart): (id: number | null) => string {
  const { sql, none } = PART_TEXT[by];
  const statement = db.prepare<[number], string | null>(sql).pluck();
  return (id) => (id === null ? none : (statement.get(id) ?? none));
}

export interface LaneData {
  part: string | null;
  events: number;
  denials: number;
  single: { ids: string[]; times: number[]; marks: Mark[] } | null;
  density: { denied: number[]; success: number[]; other: number[] } | null;
}

/** One lane's marks: single events while there are at most `singles`, else counts per bucket. */
export function laneData(
  db: ReadDb,
  where: Where,
  lane: { iid: number; by: LanePart | null; part: string | null; events: number; denials: number },
  window: { from: number; step: number; buckets: number; singles: number },
): LaneData {
  const { from, step, buckets } = window;
  const part = lane.by && lane.part !== null ? ` AND ${PART_SQL[lane.by]} = ?` : '';
  const clause = `(${where.sql}) AND e.actor IN (SELECT actor FROM actor_identity WHERE iid = ?) AND e.time >= ? AND e.time < ?${part}`;
  const params = [...where.params, lane.iid, from, from + step * buckets, ...(part ? [lane.part!] : [])];
  const base = { part: lane.part, events: lane.events, denials: lane.denials };
  if (lane.events <= window.singles) {
    const rows = db
      .prepare<Params, [number, number, number, number]>(
        `SELECT e.rk, e.content, e.time, e.mark FROM event e WHERE ${clause} ORDER BY e.time, e.rk, e.content`,
      )
      .raw()
      .all(...params);
    return {
      ...base,
      single: {
        ids: rows.map(([rk, content]) => eventId(rk, content)),
        times: rows.map((row) => row[2]),
        marks: rows.map((row) => codes.mark.word(row[3])),
      },
      density: null,
    };
  }
  const density = { denied: zeros(buckets), success: zeros(buckets), other: zeros(buckets) };
  const rows = db
    .prepare<Params, [number, number, number]>(
      `SELECT CAST((e.time - ?) / ? AS INTEGER) AS bucket, e.mark, count(*) FROM event e WHERE ${clause} GROUP BY bucket, e.mark`,
    )
    .raw()
    .all(from, step, ...params);
  for (const [bucket, mark, n] of rows) {
    const column = mark === DENIED ? density.denied : mark === SUCCESS ? density.success : density.other;
    if (bucket >= 0 && bucket < buckets) column[bucket] = column[bucket]! + n;
  }
  return { ...base, single: null, density };
}

const zeros = (n: number): number[] => new Array<number>(n).fill(0);

/** The parts of one identity's lane in a range, most events first. */
export function laneParts(
  db: ReadDb,
  where: Where,
  iid: number,
  by: LanePart,
  from: number,
  to: number,
  limit: number,
): { part: string; events: number; denials: number }[] {
  return db
    .prepare<Params, { part: string; events: number; denials: number }>(
      `SELECT ${PART_SQL[by]} AS part, count(*) AS events, sum(e.mark = ${DENIED}) AS denials FROM event e
       WHERE (${where.sql}) AND e.actor IN (SELECT actor FROM actor_identity WHERE iid = ?) AND e.time >= ? AND e.time < ?
       GROUP BY part ORDER BY events DESC, part LIMIT ?`,
    )
    .all(...where.params, iid, from, to, limit);
}

export interface PlaceCount {
  place: number | null;
  ip: number | null;
  success: number;
  denied: number;
  other: number;
}

/** Counts per logged place, and per address where the log names none. */
export function placeCounts(db: ReadDb, where: Where): PlaceCount[] {
  return db
    .prepare<Params, PlaceCount>(
      `SELECT e.place AS place, e.ip AS ip, sum(e.mark = ${SUCCESS}) AS success, sum(e.mark = ${DENIED}) AS denied,
         sum(e.mark NOT IN (${SUCCESS}, ${DENIED})) AS other
       FROM event e WHERE (${where.sql}) GROUP BY e.place, e.ip`,
    )
    .all(...where.params);
}

/** Addresses (row ids) of events that their own log calls proxied. Reads every event: remember it. */
export const proxiedAddresses = (db: ReadDb): Set<number> =>
  new Set(
    db
      .prepare<[], number>(`SELECT DISTINCT ip FROM event WHERE flags & ${PROXY} <> 0 AND ip IS NOT NULL`)
      .pluck()
      .all(),
  );

/** How many identities were seen at each logged place or address. */
export function identitiesAt(db: ReadDb, where: Where): { place: number | null; ip: number | null; iid: number }[] {
  return db
    .prepare<Params, { place: number | null; ip: number | null; iid: number }>(
      `SELECT DISTINCT e.place AS place, e.ip AS ip, ai.iid AS iid FROM event e
       JOIN actor_identity ai ON ai.actor = e.actor WHERE (${where.sql})`,
    )
    .all(...where.params);
}

export interface Spot {
  country: string | null;
  region: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
  radius: number | null;
}

type Spots = { place: (id: number) => Spot | undefined; address: (id: number) => (Spot & { text: string; scope: string; network: string | null }) | undefined }; // biome-ignore format: one shape
const prepared = new WeakMap<ReadDb, Spots>();

/** A map asks of ten thousands of addresses: the statements are prepared once. */
function spotsOf(db: ReadDb): Spots {
  let spots = prepared.get(db);
  if (!spots) {
    const place = db.prepare<[number], Spot>(
      'SELECT country, region, city, lat, lon, NULL AS radius FROM place WHERE id = ?',
    );
    const address = db.prepare<[number], Spot & { text: string; scope: string; network: string | null }>(
      'SELECT text, scope, network, country, region, city, lat, lon, radius_km AS radius FROM address WHERE id = ?',
    );
    spots = { place: (id) => place.get(id), address: (id) => address.get(id) };
    prepared.set(db, spots);
  }
  return spots;
}

export const placeSpot = (db: ReadDb, id: number): Spot | undefined => spotsOf(db).place(id);
export const addressSpot = (
  db: ReadDb,
  id: number,
): (Spot & { text: string; scope: string; network: string | null }) | undefined => spotsOf(db).address(id);

export interface Stop {
  rk: number;
  content: number;
  time: number;
  mark: number;
  place: number | null;
  ip: number | null;
}

/** Where one identity was, in time order; events without a place of any kind are left out. */
export function stops(db: ReadDb, iid: number, range: { from: number; to: number } | null, limit: number): Stop[] {
  const clause = range ? ' AND e.time >= ? AND e.time < ?' : '';
  return db
    .prepare<Params, Stop>(
      `SELECT e.rk, e.content, e.time, e.mark, e.place, e.ip FROM event e
       WHERE e.actor IN (SELECT actor FROM actor_identity WHERE iid = ?) AND e.mark IN (${SUCCESS}, ${DENIED})
         AND (e.place IS NOT NULL OR e.ip IS NOT NULL)${clause} ORDER BY e.time, e.rk, e.content LIMIT ?`,
    )
    .all(iid, ...(range ? [range.from, range.to] : []), limit);
}
