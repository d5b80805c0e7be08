/** Texts, actors, addresses, places and devices that repeat are stored once; this gives their row ids, adding what is new. */
import type Database from 'better-sqlite3';
import type { AddressFacts } from '../enrich/address';
import { addressColumns } from './address-facts';
import type { ActorEntry, DeviceEntry, PlaceEntry } from './event-row';
import type { WriteDb } from './open';

const CACHE = 300_000; // entries per table; a full cache is emptied, the table itself knows the rest

/** Tables of this kind with the statement that forgets rows newer than a mark. */
const TABLES = ['term', 'address', 'place', 'device', 'actor'] as const;
export type Marks = Record<(typeof TABLES)[number], number>;

export class Dictionaries {
  readonly #terms: Dictionary<string>;
  readonly #addresses: Dictionary<string>;
  readonly #actors: Dictionary<ActorEntry>;
  readonly #places: Dictionary<PlaceEntry>;
  readonly #devices: Dictionary<DeviceEntry>;

  constructor(db: WriteDb, addressFacts: (ip: string) => AddressFacts) {
    const searchable = db.prepare('INSERT INTO term_text (rowid, text) VALUES (?, ?)');
    this.#terms = new Dictionary(
      db.prepare('SELECT id FROM term WHERE text = ?'),
      db.prepare('INSERT INTO term (text) VALUES (?)'),
      (text) => text,
      (text) => [text],
      (id, text) => void searchable.run(id, text),
    );
    this.#addresses = new Dictionary(
      db.prepare('SELECT id FROM address WHERE text = ?'),
      db.prepare(
        `INSERT INTO address (text, scope, country, region, city, lat, lon, radius_km, asn, as_org, network)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      (text) => text,
      (text) => [text, ...addressColumns(addressFacts(text))],
    );
    this.#places = new Dictionary(
      db.prepare('SELECT id FROM place WHERE key = ?'),
      db.prepare('INSERT INTO place (country, region, city, lat, lon, key) VALUES (?, ?, ?, ?, ?, ?)'),
      ({ key }) => key,
      (p) => [p.country, p.region, p.city, p.lat, p.lon, p.key],
    );
    this.#devices = new Dictionary(
      db.prepare('SELECT id FROM device WHERE key = ?'),
      db.prepare(
        `INSERT INTO device (native, name, os, browser, managed, compliant, trust, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      ({ key }) => key,
      (d) => [d.native, d.name, d.os, d.browser, d.managed, d.compliant, d.trust, d.key],
    );
    this.#actors = new Dictionary(
      db.prepare('SELECT id FROM actor WHERE key = ?'),
      db.prepare(
        `INSERT INTO actor (source, native, name, display, kind, external, home_tenant, on_behalf_of, keys, key)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      ({ key }) => key,
      (a) => [a.source, a.native, a.name, a.display, a.kind, a.external, a.homeTenant, a.onBehalfOf, a.keys, a.key],
    );
  }

  term = (text: string): number => this.#terms.id(text);
  address = (text: string): number => this.#addresses.id(text);
  actor = (entry: ActorEntry): number => this.#actors.id(entry);
  place = (entry: PlaceEntry): number => this.#places.id(entry);
  device = (entry: DeviceEntry): number => this.#devices.id(entry);

  /** After rows were taken out again, what is remembered may be gone. */
  forget(): void {
    for (const each of [this.#terms, this.#addresses, this.#actors, this.#places, this.#devices]) each.forget();
  }
}

class Dictionary<T> {
  readonly #ids = new Map<string, number>();
  constructor(
    readonly find: Database.Statement,
    readonly insert: Database.Statement,
    readonly key: (entry: T) => string,
    readonly row: (entry: T) => (string | number | null)[],
    readonly added?: (id: number, entry: T) => void,
  ) {
    find.pluck();
  }

  id(entry: T): number {
    const key = this.key(entry);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    let id = this.find.get(key) as number | undefined;
    if (id === undefined) {
      id = Number(this.insert.run(...this.row(entry)).lastInsertRowid);
      this.added?.(id, entry);
    }
    if (this.#ids.size >= CACHE) this.#ids.clear();
    this.#ids.set(key, id);
    return id;
  }

  forget(): void {
    this.#ids.clear();
  }
}

/** The newest row of each table, to be able to take out what an import adds from here on. */
export function dictionaryMarks(db: WriteDb): Marks {
  return Object.fromEntries(
    TABLES.map((table) => [table, db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get() as number]),
  ) as Marks;
}

/** Takes out every entry newer than the marks. Only while no event refers to one. */
export function forgetSince(db: WriteDb, marks: Marks): void {
  forgetTerms(db, 'id > ?', [marks.term]);
  for (const table of TABLES) {
    if (table !== 'term') db.prepare(`DELETE FROM ${table} WHERE id > ?`).run(marks[table]);
  }
}

/** Takes out every entry that nothing refers to any more: names of what was removed must not stay behind. */
export function forgetUnused(db: WriteDb): void {
  const used = (columns: string[]): string =>
    columns.map((column) => `SELECT ${column} FROM event_all WHERE ${column} IS NOT NULL`).join(' UNION ');
  const terms = ['source', 'action', 'code', 'reason', 'app', 'app_id', 'resource', 'as_org', 'ua', 'protocol', 'risk'];
  db.exec(`CREATE TEMP TABLE kept AS ${used(terms)} UNION SELECT reason FROM left_out`);
  forgetTerms(db, 'id NOT IN (SELECT * FROM temp.kept)', []);
  db.exec('DROP TABLE temp.kept');
  db.exec(`
    DELETE FROM actor WHERE id NOT IN (${used(['actor', 'target'])});
    DELETE FROM address WHERE id NOT IN (${used(['ip', 'ip2'])});
    DELETE FROM place WHERE id NOT IN (${used(['place', 'place2'])});
    DELETE FROM device WHERE id NOT IN (${used(['device'])});
  `);
}

function forgetTerms(db: WriteDb, where: string, params: number[]): void {
  // The full-text table holds no copy of the text: it must be told what it is to forget, before that is gone.
  db.prepare(`INSERT INTO term_text (term_text, rowid, text) SELECT 'delete', id, text FROM term WHERE ${where}`).run(
    ...params,
  );
  db.prepare(`DELETE FROM term WHERE ${where}`).run(...params);
}
