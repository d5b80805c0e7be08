/** What the analysis reads: it fits, by shape, the interface that the analysis room declares. */
import { loggedRadius } from '../../../shared/model/travel';
import { locate } from '../enrich/places';
import { codes } from './codes';
import { eventId } from './event-id';
import { importSettings, presentFiles } from './files';
import { mirrors } from './mirrors';
import type { ReadDb } from './open';

const flag = (value: number | null): boolean | null => (value === null ? null : value === 1);

interface StoredDevice {
  id: number;
  native: string | null;
  name: string | null;
  os: string | null;
  browser: string | null;
  managed: number | null;
  compliant: number | null;
}
const DEVICES = 'SELECT id, native, name, os, browser, managed, compliant FROM device';

const deviceOf = (row: StoredDevice) => ({ ...row, managed: flag(row.managed), compliant: flag(row.compliant) });

const inTime = (swept: readonly string[]): string =>
  `SELECT ${swept.map((name) => `e.${name}`).join(', ')} FROM event_all e
   WHERE e.eid <= (SELECT eid FROM horizon) AND e.time >= ? ORDER BY e.time LIMIT ?`;

/** Events of a moment or later in order of time, at most `limit`, one by one: none is held. */
export function sweepRows<Row extends unknown[]>(
  db: ReadDb,
  swept: readonly string[],
): (from: number, limit: number) => Iterable<Row> {
  const rows = db.prepare<[number, number], Row>(inTime(swept)).raw();
  return (from, limit) => rows.iterate(from, limit);
}

/**
 * Everything the analysis asks of a case; statements are prepared once, so make one per analysis. `swept`: the columns of
 * `event_all` that make a `Row`, in its order.
 */
export function analysisRead<Row extends unknown[]>(db: ReadDb, swept: readonly string[] = ['eid']) {
  const columns = swept.map((name) => `e.${name}`).join(', ');
  const rows = (where: string, order = 'e.time'): { all(...params: (number | string)[]): unknown[] } =>
    db.prepare(`SELECT ${columns} FROM event_all e WHERE e.eid <= (SELECT eid FROM horizon) AND ${where} ORDER BY ${order} LIMIT ?`).raw(); // biome-ignore format: one statement
  const sweep = db.prepare<[number, number], Row>(inTime(swept)).raw();
  const byEid = db.prepare(`SELECT ${columns} FROM event_all e WHERE e.eid = ?`).raw();
  const ofSession = rows('e.session = ? AND e.time >= ?', 'e.time, e.rk, e.content');
  const ofActorsAt = rows(
    'e.ip = (SELECT id FROM address WHERE text = ?) AND e.actor IN (SELECT value FROM json_each(?)) AND e.time BETWEEN (SELECT ?) AND (SELECT ?)',
    'e.time, e.rk, e.content',
  );
  const termOf = db.prepare<[number], string>('SELECT text FROM term WHERE id = ?').pluck();
  const detailOf = db.prepare<[number], string | null>('SELECT detail FROM event_all WHERE eid = ?').pluck();
  // Most events have none of that name: their text stays where it is.
  const detailNaming = db
    .prepare<[number, string], string>('SELECT detail FROM event_all WHERE eid = ? AND instr(detail, ?) > 0')
    .pluck();
  // No join, and times in subselects: SQLite would plan them anew for each value that is bound (0022).
  const handlesOf = db.prepare<[number], { token: string | null; appId: string | null }>(
    'SELECT token, (SELECT text FROM term WHERE id = app_id) AS appId FROM event_all WHERE eid = ?',
  );
  // Each end of each index is one seek.
  const end = (of: 'min' | 'max', column: string): string =>
    `(SELECT ${of}(time) FROM event_all WHERE ${column} = @actor)`;
  const actorSpan = db.prepare<[{ actor: number }], { first: number | null; last: number | null }>(
    `SELECT min(coalesce(${end('min', 'actor')}, ${end('min', 'target')}), coalesce(${end('min', 'target')}, ${end('min', 'actor')})) AS first,
       max(coalesce(${end('max', 'actor')}, ${end('max', 'target')}), coalesce(${end('max', 'target')}, ${end('max', 'actor')})) AS last`,
  );
  const usesOf = db
    .prepare<[number, number], [time: number, mark: number, factor: number | null, interactive: number | null, ua: number | null]>(
      `SELECT time, mark, factor, interactive, ua FROM event
       WHERE actor = ? AND mark IN (${codes.mark.code('success')}, ${codes.mark.code('denied')}) ORDER BY time, rk, content LIMIT ?`,
    ) // biome-ignore format: one statement
    .raw();
  const oneDevice = db.prepare<[number], StoredDevice>(`${DEVICES} WHERE id = ?`);
  const terms = new Map<number, string>();
  const term = (id: number): string => {
    let text = terms.get(id);
    if (text === undefined) {
      text = termOf.get(id) ?? '';
      if (terms.size >= 50_000) terms.clear();
      terms.set(id, text);
    }
    return text;
  };
  return {
    actors: () =>
      db
        .prepare<[], { id: number; source: string; native: string | null; name: string | null; display: string | null; kind: number; external: number; home_tenant: string | null; on_behalf_of: string | null; keys: string }>('SELECT * FROM actor ORDER BY id') // biome-ignore format: one row
        .all()
        .map(({ id, source, native, name, display, kind, external, home_tenant, on_behalf_of, keys }) => ({
          ...{ id, source, native, name, display },
          kind: codes.kind.word(kind),
          external: external === 1,
          homeTenant: home_tenant,
          onBehalfOf: on_behalf_of,
          keys: JSON.parse(keys) as [string, string][],
        })),
    actorSpan(actor: number): { first: number; last: number } | null {
      const { first, last } = actorSpan.get({ actor })!;
      return first === null || last === null ? null : { first, last };
    },
    changesCalled(actions: readonly string[]) {
      const called = db
        .prepare<[string], { id: number; text: string }>(
          'SELECT id, text FROM term WHERE text IN (SELECT value FROM json_each(?))',
        )
        .all(JSON.stringify(actions));
      if (called.length === 0) return [];
      const texts = new Map(called.map(({ id, text }) => [id, text]));
      // Changes are few: the index tells them from the rest without a look at the rows.
      return db
        .prepare<[number, number, string], { rk: number; content: number; time: number; source: string; action: number; actor: number | null; target: number | null; tenant: string | null; resource: string | null; detail: string | null }>(
          `SELECT e.rk, e.content, e.time, s.text AS source, e.action, e.actor, e.target, a.home_tenant AS tenant, r.text AS resource, e.detail
           FROM event_all e INDEXED BY event_time JOIN term s ON s.id = e.source LEFT JOIN actor a ON a.id = e.actor LEFT JOIN term r ON r.id = e.resource
           WHERE e.mark = ? AND e.outcome = ? AND e.action IN (SELECT value FROM json_each(?)) AND e.eid <= (SELECT eid FROM horizon)
           ORDER BY e.time, e.rk, e.content`,
        ) // biome-ignore format: one row
        .all(codes.mark.code('change'), codes.outcome.code('none'), JSON.stringify([...texts.keys()]))
        .map(({ rk, content, action, detail, ...row }) => ({
          ...row,
          event: eventId(rk, content),
          action: texts.get(action)!,
          detail: detail === null ? null : (JSON.parse(detail) as Record<string, string>),
        }));
    },
    usesOf: (actor: number, limit: number) =>
      usesOf.all(actor, limit).map(([time, mark, factor, interactive, ua]) => ({
        time,
        succeeded: mark === codes.mark.code('success'),
        factor: factor === null ? null : codes.factor.word(factor),
        interactive: flag(interactive),
        client: ua === null ? null : term(ua),
      })),
    busyActors: (least: number) =>
      new Set(
        db
          .prepare<[number], number>(
            'SELECT actor FROM event_all WHERE actor IS NOT NULL GROUP BY actor HAVING count(*) >= ?',
          )
          .pluck()
          .all(least),
      ),
    addresses: () =>
      db
        .prepare<[], { id: number; text: string; scope: string; country: string | null; city: string | null; lat: number | null; lon: number | null; radius: number | null; asn: number | null; org: string | null; network: string | null }>(
          'SELECT id, text, scope, country, city, lat, lon, radius_km AS radius, asn, as_org AS org, network FROM address',
        ) // biome-ignore format: one row
        .all(),
    places: () =>
      db
        .prepare<
          [],
          { id: number; country: string | null; city: string | null; lat: number | null; lon: number | null }
        >('SELECT id, country, city, lat, lon FROM place')
        .all()
        .map((row) => {
          if (row.lat === null || row.lon === null) {
            const known = locate(row.country, row.city);
            const spot = { lat: known?.lat ?? null, lon: known?.lon ?? null, radius: known?.radiusKm ?? null };
            return { ...row, ...spot, fromLog: false };
          }
          const reach = row.city === null ? (locate(row.country, null)?.radiusKm ?? null) : null;
          return { ...row, radius: loggedRadius(row.city, reach), fromLog: true };
        }),
    *devices() {
      for (const row of db.prepare<[], StoredDevice>(DEVICES).iterate() as Iterable<StoredDevice>) yield deviceOf(row);
    },
    device(id: number) {
      const row = oneDevice.get(id);
      return row && deviceOf(row);
    },
    term,
    repeatedRecords: () =>
      new Set(db.prepare<[], number>('SELECT DISTINCT rk FROM event_all WHERE variant > 0').pluck().all()),
    mirrors: (pairs: readonly (readonly [string, string])[]) => mirrors(db, pairs),
    spans: () =>
      db
        .prepare<[], { source: string; first: number; last: number; events: number }>(
          `SELECT f.source, min(f.first) AS first, max(f.last) AS last, total(f.events) AS events
           FROM file f JOIN import i ON i.id = f.import_id
           WHERE i.state = 'complete' AND f.removed IS NULL AND f.source IS NOT NULL AND f.first IS NOT NULL
           GROUP BY f.source ORDER BY f.source`,
        )
        .all(),
    files: () =>
      presentFiles(db).map((row) => ({
        file: row.name,
        source: row.source!,
        records: row.records,
        warnings: JSON.parse(row.warnings) as string[],
        delay: importSettings(db, row).delay ?? null,
      })),
    lastEid: () => db.prepare<[], number>('SELECT eid FROM horizon').pluck().get() ?? 0,
    sweep: (from: number, limit: number) => sweep.all(from, limit),
    row: (eid: number) => byEid.get(eid) as Row,
    detail(eid: number): Record<string, string> | null {
      const text = detailOf.get(eid);
      return text ? (JSON.parse(text) as Record<string, string>) : null;
    },
    detailOf(eid: number, name: string): string | undefined {
      const text = detailNaming.get(eid, `${JSON.stringify(name)}:`);
      return text === undefined ? undefined : (JSON.parse(text) as Record<string, string>)[name];
    },
    handles: (eid: number) => handlesOf.get(eid) ?? { token: null, appId: null },
    ofSession: (session: string, from: number, limit: number) => ofSession.all(session, from, limit) as Row[],
    ofActorsAt: (actors: readonly number[], ip: string, from: number, to: number, limit: number) =>
      ofActorsAt.all(ip, JSON.stringify(actors), from, to, limit) as Row[],
    eventId,
  };
}
