/** Addresses with what logs say of their place, summed: to set beside what databases say. */
import type { ReadDb } from './open';

export interface AddressSum {
  text: string;
  scope: string;
  /** What the log says. */
  country: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
  asn: number | null;
  asOrg: string | null;
  source: string;
  events: number;
  identities: number;
  time: number;
  rk: number;
  content: number;
}

const SUM = `SELECT a.text, a.scope, p.country, p.city, p.lat, p.lon, e.asn, o.text AS asOrg, s.text AS source, count(*) AS events,
    count(DISTINCT ai.iid) AS identities, min(e.time) AS time, e.rk, e.content
  FROM event e JOIN address a ON a.id = e.ip LEFT JOIN place p ON p.id = e.place LEFT JOIN term o ON o.id = e.as_org
    JOIN term s ON s.id = e.source LEFT JOIN actor_identity ai ON ai.actor = e.actor`;

/**
 * One row for each address, logged place, logged network and source, in order of address; `rk` and `content` are of the
 * first event. Reads every event: call it when asked for a report.
 */
export const addressSums = (db: ReadDb): AddressSum[] =>
  db
    .prepare<[], AddressSum>(`${SUM} GROUP BY e.ip, e.place, e.asn, e.source ORDER BY a.text, source, p.key, e.asn`)
    .all();

const SUCCEEDED = 1;

/** How many identities succeeded from an address; counts up to `most`. */
export const identitiesFrom = (db: ReadDb, address: string, most = 1_000): number =>
  db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM (SELECT DISTINCT ai.iid FROM event e JOIN actor_identity ai ON ai.actor = e.actor
         WHERE e.ip = (SELECT id FROM address WHERE text = ?) AND e.mark = ${SUCCEEDED} LIMIT ?)`,
    )
    .pluck()
    .get(address, most) ?? 0;
