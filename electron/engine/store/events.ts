/** Reading events: from narrow rows back to the printed shape. */

import { assuranceOf, reachedAal } from '../../../shared/model/assurance';
import { EVENT_FLAGS, type Event, hasFlag } from '../../../shared/model/event';
import { rfc3339 } from '../../../shared/model/time';
import { isMachine } from '../../../shared/model/words';
import { bundledLookup } from '../enrich/address';
import { locate } from '../enrich/places';
import { hasOwnDatabase } from './address-facts';
import { codes } from './codes';
import { contextOfKind } from './context';
import { aliasesByRow, presentKey } from './event-alias';
import { attemptId, eventId } from './event-id';
import type { ReadDb } from './open';
import type { Where } from './query-sql';

export interface EventRow {
  eid: number;
  rk: number;
  variant: number;
  content: number;
  time: number;
  file_id: number;
  at: number;
  length: number;
  source: number;
  class: number;
  outcome: number;
  factor: number | null;
  mark: number;
  flags: number;
  action: number;
  code: number | null;
  reason: number | null;
  actor: number | null;
  target: number | null;
  app: number | null;
  app_id: number | null;
  resource: number | null;
  ip: number | null;
  place: number | null;
  asn: number | null;
  as_org: number | null;
  ip2: number | null;
  place2: number | null;
  device: number | null;
  ua: number | null;
  protocol: number | null;
  risk: number | null;
  interactive: number | null;
  record_id: string | null;
  session: string | null;
  correlation: string | null;
  token: string | null;
  detail: string | null;
  warnings: string | null;
  attempt: number | null;
}

/** A parameter that SQLite plans no join by: it would plan it anew for each value, which takes ten times the reading. */
const ONE = '(SELECT ?)';
const SELECT = 'SELECT e.*, t.attempt FROM event e LEFT JOIN attempt t ON t.eid = e.eid';

interface AddressRow {
  text: string;
  scope: string;
  country: string | null;
  region: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
  radius_km: number | null;
  asn: number | null;
  as_org: string | null;
}
interface PlaceRow {
  country: string | null;
  region: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
}
interface DeviceRow {
  native: string | null;
  name: string | null;
  os: string | null;
  browser: string | null;
  managed: number | null;
  compliant: number | null;
}
interface ActorRow {
  native: string | null;
  name: string | null;
  display: string | null;
  id: string | null;
  iname: string | null;
  kind: number | null;
}

const CACHE = 20_000;

/** A lookup by row id with a bounded memory: emptied when full, because what is asked next is what was asked last. */
function cached<T>(load: (id: number) => T | undefined): (id: number | null) => T | null {
  const cache = new Map<number, T | null>();
  return (id) => {
    if (id === null) return null;
    let value = cache.get(id);
    if (value === undefined) {
      if (cache.size >= CACHE) cache.clear();
      value = load(id) ?? null;
      cache.set(id, value);
    }
    return value;
  };
}

const flag = (value: number | null): boolean | null => (value === null ? null : value === 1);

/** Turns rows into printed events. Make one per answer: its lookups must not outlive a change of the case. */
export function eventPrinter(db: ReadDb): (row: EventRow) => Event {
  const of = <T>(sql: string): ((id: number) => T | undefined) => {
    const statement = db.prepare<[number], T>(sql);
    return (id) => statement.get(id);
  };
  const termRow = cached(of<{ text: string }>('SELECT text FROM term WHERE id = ?'));
  const term = (id: number | null): string | null => termRow(id)?.text ?? null;
  const aliasesOf = aliasesByRow(db);
  const file = cached(
    of<{ name: string; offset: number | null }>(
      `SELECT f.name, json_extract(i.settings, '$.clockApplied') AS offset FROM file f JOIN import i ON i.id = f.import_id
       WHERE f.id = ?`,
    ),
  );
  const address = cached(of<AddressRow>('SELECT * FROM address WHERE id = ?'));
  const place = cached(of<PlaceRow>('SELECT * FROM place WHERE id = ?'));
  const device = cached(of<DeviceRow>('SELECT * FROM device WHERE id = ?'));
  const actor = cached(
    of<ActorRow>(
      `SELECT a.native, a.name, a.display, i.id, i.name AS iname, i.kind FROM actor a
       LEFT JOIN actor_identity ai ON ai.actor = a.id LEFT JOIN identity i USING (iid) WHERE a.id = ${ONE}`,
    ),
  );
  const first = cached(of<{ rk: number; content: number }>('SELECT rk, content FROM event_all WHERE eid = ?'));
  const loggedGeo = cached<NonNullable<Event['geo']>>((id) => {
    const logged = place(id);
    if (!logged) return undefined;
    const said = { ...pick(logged), from: 'log' as const };
    const spot = logged.lat === null ? locate(logged.country, logged.city) : null;
    return spot ? { ...said, ...spot, coordinatesFrom: 'gazetteer' } : said;
  });
  const requirements = new Map(
    contextOfKind(db, 'app-requirements')
      .toReversed()
      .map(({ facts }) => [facts.app.toLowerCase(), facts.requiredAal]),
  );
  const requiredBy = (app: string | null): number | null =>
    (app !== null && requirements.size > 0 && requirements.get(app.toLowerCase())) || null;
  const hasOwn = hasOwnDatabase(db);
  const isBundled = (ip: AddressRow): boolean => {
    if (!hasOwn) return true;
    const said = bundledLookup.facts(ip.text);
    return said.disputed !== true && said.country === ip.country && said.city === ip.city && said.lat === ip.lat;
  };
  const geoOf = (placeId: number | null, ip: AddressRow | null): Event['geo'] => {
    const logged = loggedGeo(placeId);
    if (logged) return logged;
    if (!ip) return null;
    if (ip.country !== null || ip.lat !== null)
      return { ...pick(ip), from: isBundled(ip) ? 'database' : 'analyst', radiusKm: ip.radius_km };
    // The analysis holds nothing of a place that the bundled databases dispute; people are shown the first one's word.
    const said = ip.scope === 'public' ? bundledLookup.facts(ip.text) : null;
    if (!said?.disputed || said.country === null) return null;
    return { ...pick(said), from: 'database', radiusKm: said.radiusKm, disputed: true };
  };
  return (row) => {
    const who = actor(row.actor);
    const ip = address(row.ip);
    const ip2 = address(row.ip2);
    const dev = device(row.device);
    const opener = row.attempt === null ? row : (first(row.attempt) ?? row);
    const kind = who?.kind == null ? null : codes.kind.word(who.kind);
    const outcome = codes.outcome.word(row.outcome);
    const factor = row.factor === null ? null : codes.factor.word(row.factor);
    const target = actor(row.target);
    const offsetMs = file(row.file_id)?.offset ?? 0;
    const aliases = aliasesOf(row.eid);
    const flags = row.flags === 0 ? [] : EVENT_FLAGS.filter((name) => hasFlag(row.flags, name));
    return {
      id: eventId(row.rk, row.content),
      recordId: row.record_id,
      attempt: attemptId(opener.rk, opener.content),
      time: rfc3339(row.time),
      source: term(row.source)!,
      file: file(row.file_id)?.name ?? '',
      locator: { offset: row.at, length: row.length },
      class: codes.class.word(row.class),
      action: term(row.action)!,
      outcome,
      factor,
      code: term(row.code),
      reason: term(row.reason),
      identity: who?.id && kind ? { id: who.id, name: who.iname ?? '', kind } : null,
      actor: who ? (who.native ?? who.name) : null,
      target: target ? (target.name ?? target.display ?? target.native) : null,
      app: term(row.app) ?? term(row.app_id),
      resource: term(row.resource),
      ip: ip?.text ?? null,
      asn: row.asn ?? ip?.asn ?? null,
      asOrg: term(row.as_org) ?? ip?.as_org ?? null,
      geo: geoOf(row.place, ip),
      secondPlace:
        row.ip2 === null && row.place2 === null ? null : { ip: ip2?.text ?? null, geo: geoOf(row.place2, ip2) },
      device: dev
        ? {
            id: dev.native,
            name: dev.name,
            os: dev.os,
            browser: dev.browser,
            managed: flag(dev.managed),
            compliant: flag(dev.compliant),
          }
        : null,
      userAgent: term(row.ua),
      session: row.session,
      correlation: row.correlation,
      token: row.token,
      protocol: term(row.protocol),
      interactive: flag(row.interactive),
      aal: kind !== null && isMachine(kind) ? null : reachedAal(outcome, factor, flags),
      assurance: assuranceOf({
        kind,
        class: codes.class.word(row.class),
        outcome,
        factor,
        flags,
        appRequires: requiredBy(term(row.app)),
      }),
      risk: term(row.risk),
      denial: codes.mark.word(row.mark) === 'denied',
      ...(hasFlag(row.flags, 'update') && { update: true }),
      ...(aliases.length > 0 && { aliases }),
      ...(flags.length > 0 && { flags }),
      ...(row.warnings !== null && { warnings: JSON.parse(row.warnings) as string[] }),
      ...(offsetMs !== 0 && { clock: { recorded: rfc3339(row.time - offsetMs), offsetMs } }),
    };
  };
}

const pick = ({ country, region, city, lat, lon }: PlaceRow): PlaceRow => ({ country, region, city, lat, lon });

/** A page in time order, ties by id; `after` is the key of the last row seen. */
export function eventRows(
  db: ReadDb,
  where: Where,
  options: { order: 'asc' | 'desc'; limit: number; offset?: number; after?: EventKey | null },
): EventRow[] {
  const { order, after } = options;
  const direction = order === 'asc' ? 'ASC' : 'DESC';
  const beyond = after
    ? {
        sql: ` AND (e.time, e.rk, e.content) ${order === 'asc' ? '>' : '<'} (?, ?, ?)`,
        params: [after.time, after.rk, after.content],
      }
    : { sql: '', params: [] };
  return db
    .prepare<(string | number)[], EventRow>(
      `${SELECT} WHERE ${where.sql}${beyond.sql}
       ORDER BY e.time ${direction}, e.rk ${direction}, e.content ${direction} LIMIT ? OFFSET ?`,
    )
    .all(...where.params, ...beyond.params, options.limit, options.offset ?? 0);
}

export interface EventKey {
  time: number;
  rk: number;
  content: number;
}

const CHUNK = 2_000;

/** All events of a clause in time order, a chunk at a time: never more than `CHUNK` rows in memory. */
export function* eventsAll(db: ReadDb, where: Where = { sql: '1', params: [] }): Generator<Event> {
  const print = eventPrinter(db);
  let after: EventKey | null = null;
  for (;;) {
    const rows = eventRows(db, where, { order: 'asc', limit: CHUNK, after });
    for (const row of rows) yield print(row);
    if (rows.length < CHUNK) return;
    after = rows.at(-1)!;
  }
}

/** Rows by their ids, in the order given; ids that are no longer there are left out. */
export function rowsByEid(db: ReadDb, eids: readonly number[]): EventRow[] {
  const statement = db.prepare<[number], EventRow>(`${SELECT} WHERE e.eid = ${ONE}`);
  return eids.flatMap((eid) => statement.get(eid) ?? []);
}

/** Events by their row ids, in the order given; ids that are no longer there are left out. */
export const eventsByEid = (db: ReadDb, eids: readonly number[]): Event[] => rowsByEid(db, eids).map(eventPrinter(db));

/** The row behind a public id, also behind a former one; undefined where there is none. */
export function eventRow(db: ReadDb, key: { rk: number; content: number }): EventRow | undefined {
  const row = db.prepare<[number, number], EventRow>(`${SELECT} WHERE e.rk = ${ONE} AND e.content = ${ONE}`);
  const found = row.get(key.rk, key.content);
  if (found) return found;
  const present = presentKey(db, key);
  return present ? row.get(present.rk, present.content) : undefined;
}

/** First and last time of all events; null for an empty case. */
export function span(db: ReadDb): { from: number; to: number } | null {
  const first = db.prepare<[], number | null>('SELECT time FROM event ORDER BY time LIMIT 1').pluck().get() ?? null;
  if (first === null) return null;
  return {
    from: first,
    to: db.prepare<[], number>('SELECT time FROM event ORDER BY time DESC LIMIT 1').pluck().get()!,
  };
}
