/** Facts of the whole case: key-value memory, counts for the head of the window. */

import { countAll } from './columns/state';
import { DECIDED } from './decisions';
import type { ReadDb, WriteDb } from './open';
import { isHidden } from './suppressions';

/** Text kept under a key; null where there is none. Keys of this room: `case`, `settings`, `view`, `custody_synced`. */
export function readMeta(db: ReadDb, key: string): string | null {
  return (db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined) ?? null;
}

export function writeMeta(db: WriteDb, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
}

export function deleteMeta(db: WriteDb, key: string): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(key);
}

/** Settings as stored; what was never set is absent. */
export function storedSettings(db: ReadDb): Record<string, unknown> {
  return JSON.parse(readMeta(db, 'settings') ?? '{}') as Record<string, unknown>;
}

export interface CaseCounts {
  events: number;
  denials: number; // attempts, as the analysis counted them for all identities
  identities: number;
  episodes: number;
  open: number; // episodes without a decision that stands, and not suppressed
  suppressed: number; // without a decision, out of sight as noise
  files: number; // read and recognised, not removed
  first: number | null; // milliseconds UTC
  last: number | null;
}

const PRESENT = `FROM file f JOIN import i ON i.id = f.import_id
  WHERE i.state = 'complete' AND f.removed IS NULL AND f.source IS NOT NULL`;

const UNDECIDED = `NOT ${DECIDED}`;

export function caseCounts(db: ReadDb): CaseCounts {
  // Mostly nothing is suppressed: then no episode needs to be asked.
  const isAny = db.prepare('SELECT EXISTS (SELECT 1 FROM suppressed)').pluck().get() === 1;
  const hidden = isAny ? isHidden(Date.now()) : '0';
  const counts = db
    .prepare(
      `SELECT
        (SELECT coalesce(sum(denials), 0) FROM identity) AS denials,
        (SELECT count(*) FROM identity) AS identities,
        (SELECT count(*) FROM episode) AS episodes,
        (SELECT count(*) FROM episode e WHERE ${UNDECIDED} AND NOT ${hidden}) AS open,
        (SELECT count(*) FROM episode e WHERE ${UNDECIDED} AND ${hidden}) AS suppressed,
        (SELECT count(*) ${PRESENT}) AS files,
        (SELECT min(f.first) ${PRESENT}) AS first,
        (SELECT max(f.last) ${PRESENT}) AS last`,
    )
    .get() as Omit<CaseCounts, 'events'>;
  return { events: countAll(db), ...counts };
}
