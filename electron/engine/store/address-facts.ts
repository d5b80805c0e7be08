/** The databases' word on the case's addresses, brought up to date when the databases are others than before. */
import type { AddressFacts } from '../enrich/address';
import { readMeta, writeMeta } from './case-reads';
import type { ReadDb, WriteDb } from './open';

/** `meta`: which databases the facts are of. */
export const LOOKUPS = 'lookups';

/** Which databases the addresses were looked up in; null where that was never noted. */
export const lookedUpIn = (db: ReadDb): string | null => readMeta(db, LOOKUPS);

/** `source` of a person's own address databases in ledgers. */
export const ADDRESS_DATABASE = 'address-database';

/** Whether the case holds one. */
export const hasOwnDatabase = (db: ReadDb): boolean =>
  db
    .prepare(
      `SELECT 1 FROM file f JOIN import i ON i.id = f.import_id
       WHERE i.state = 'complete' AND f.removed IS NULL AND f.source = '${ADDRESS_DATABASE}' LIMIT 1`,
    )
    .get() !== undefined;

/** Notes the databases in a case that has no addresses yet, so that they need not be looked up twice. */
export function noteLookups(db: WriteDb, version: string): void {
  if (!db.prepare('SELECT 1 FROM address LIMIT 1').get()) writeMeta(db, LOOKUPS, version);
}

/** A row's facts in the order of its columns. A place that the bundled databases dispute is kept out of the analysis. */
export function addressColumns(f: AddressFacts): (string | number | null)[] {
  const network = [f.asn, f.asOrg, f.network];
  if (f.disputed) return [f.scope, null, null, null, null, null, null, ...network];
  return [f.scope, f.country, f.region, f.city, f.lat, f.lon, f.radiusKm, ...network];
}

/** Looks every address up again; gives how many of them are told otherwise now. */
export function lookUpAgain(db: WriteDb, facts: (ip: string) => AddressFacts, version: string): number {
  let changed = 0;
  db.transaction(() => {
    const rows = db
      .prepare<[], [number, string, ...(string | number | null)[]]>(
        'SELECT id, text, scope, country, region, city, lat, lon, radius_km, asn, as_org, network FROM address',
      )
      .raw()
      .all();
    const update = db.prepare(
      `UPDATE address SET scope = ?, country = ?, region = ?, city = ?, lat = ?, lon = ?, radius_km = ?, asn = ?, as_org = ?,
         network = ? WHERE id = ?`,
    );
    for (const [id, text, ...before] of rows) {
      const now = addressColumns(facts(text));
      if (now.every((value, i) => value === before[i])) continue;
      update.run(...now, id);
      changed++;
    }
    writeMeta(db, LOOKUPS, version);
  }).immediate();
  return changed;
}
