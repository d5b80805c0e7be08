/** The accesses and denials of one identity, a chunk at a time: what its page is counted from. */
import { codes } from './codes';
import { eventId } from './event-id';
import type { ReadDb } from './open';

const CHUNK = 20_000; // rows between two turns of the engine's loop: some 30 ms
const MARKED = `(${codes.mark.code('success')}, ${codes.mark.code('denied')})`;
const TOUCHED = `(${codes.mark.code('change')}, ${codes.mark.code('request')})`;

/** Columns of one access or denial; numbers are rows of the tables that they name. */
export interface UseRow {
  rk: number;
  content: number;
  time: number;
  mark: number;
  class: number;
  outcome: number;
  factor: number | null;
  flags: number;
  interactive: number | null;
  action: number;
  app: number | null;
  app_id: number | null;
  ip: number | null;
  place: number | null;
  asn: number | null;
  as_org: number | null;
  device: number | null;
}

export interface ActorOf {
  id: number;
  source: string;
  native: string | null;
  name: string | null;
  kind: number;
  on_behalf_of: string | null;
  keys: [string, string][];
}

/** The row of the identity with that id or former id. */
export function identityRow(db: ReadDb, id: string): { iid: number; id: string } | undefined {
  return (
    db.prepare<[string], { iid: number; id: string }>('SELECT iid, id FROM identity WHERE id = ?').get(id) ??
    db
      .prepare<[string], { iid: number; id: string }>(
        'SELECT i.iid, i.id FROM identity i, json_each(i.aliases) a WHERE a.value = ? LIMIT 1',
      )
      .get(id)
  );
}

export function actorsOf(db: ReadDb, iid: number): ActorOf[] {
  return db
    .prepare<[number], Omit<ActorOf, 'keys'> & { keys: string }>(
      `SELECT a.id, a.source, a.native, a.name, a.kind, a.on_behalf_of, a.keys FROM actor_identity ai
         JOIN actor a ON a.id = ai.actor WHERE ai.iid = ? ORDER BY a.key`,
    )
    .all(iid)
    .map((actor) => ({ ...actor, keys: JSON.parse(actor.keys) as [string, string][] }));
}

/** Accesses and denials of an actor in order of time; whoever reads them may rest between two chunks. */
export function* usesOf(db: ReadDb, actor: number): Generator<UseRow[]> {
  const statement = db.prepare<[number, number, number], UseRow & { eid: number }>(
    `SELECT e.eid, e.rk, e.content, e.time, e.mark, e.class, e.outcome, e.factor, e.flags, e.interactive, e.action, e.app,
       e.app_id, e.ip, e.place, e.asn, e.as_org, e.device
     FROM event e WHERE e.actor = ? AND (e.time, e.eid) > (?, ?) AND e.mark IN ${MARKED} ORDER BY e.time, e.eid LIMIT ${CHUNK}`,
  );
  let [time, eid] = [Number.MIN_SAFE_INTEGER, 0];
  for (;;) {
    const rows = statement.all(actor, time, eid);
    if (rows.length > 0) yield rows;
    if (rows.length < CHUNK) return;
    ({ time, eid } = rows.at(-1)!);
  }
}

/** A record in which the actor acts, or else is acted upon: the newest. */
export function recordOf(db: ReadDb, actor: number): string | null {
  for (const column of ['actor', 'target'] as const) {
    const row = db
      .prepare<[number], { rk: number; content: number }>(
        `SELECT rk, content FROM event e WHERE e.${column} = ? ORDER BY e.time DESC, e.rk LIMIT 1`,
      )
      .get(actor);
    if (row) return eventId(row.rk, row.content);
  }
  return null;
}

/** Row ids of changes and requests by or to the identity, newest first, and how many there are. */
export function touching(db: ReadDb, iid: number, limit: number): { eids: number[]; total: number } {
  const eids = db
    .prepare<[{ iid: number }], number>(
      `SELECT eid FROM (
         SELECT e.eid, e.time, e.rk FROM event e WHERE e.mark IN ${TOUCHED}
           AND e.actor IN (SELECT actor FROM actor_identity WHERE iid = @iid)
         UNION SELECT e.eid, e.time, e.rk FROM event e WHERE e.mark IN ${TOUCHED}
           AND e.target IN (SELECT actor FROM actor_identity WHERE iid = @iid))
       ORDER BY time DESC, rk`,
    )
    .pluck()
    .all({ iid });
  return { eids: eids.slice(0, limit), total: eids.length };
}

export interface AddressOf {
  text: string;
  country: string | null;
  city: string | null;
  lon: number | null;
  asn: number | null;
  as_org: string | null;
  network: string | null;
}
export interface PlaceOf {
  country: string | null;
  region: string | null;
  city: string | null;
  lon: number | null;
}
export interface DeviceOf {
  native: string | null;
  name: string | null;
  os: string | null;
  browser: string | null;
  managed: number | null;
  compliant: number | null;
}

/** Words behind the numbers of rows. */
export function wordsOf(db: ReadDb) {
  const of = <T>(sql: string): ((id: number) => T | undefined) => {
    const statement = db.prepare<[number], T>(sql);
    const held = new Map<number, T | undefined>();
    return (id) => {
      if (!held.has(id)) held.set(id, statement.get(id));
      return held.get(id);
    };
  };
  const term = of<{ text: string }>('SELECT text FROM term WHERE id = ?');
  return {
    term: (id: number | null): string | null => (id === null ? null : (term(id)?.text ?? null)),
    address: of<AddressOf>('SELECT text, country, city, lon, asn, as_org, network FROM address WHERE id = ?'),
    place: of<PlaceOf>('SELECT country, region, city, lon FROM place WHERE id = ?'),
    device: of<DeviceOf>('SELECT native, name, os, browser, managed, compliant FROM device WHERE id = ?'),
  };
}
export type Words = ReturnType<typeof wordsOf>;
