import type Database from 'better-sqlite3';

export const version = 3;

/**
 * Format 3. Records of a log whose shapes do not all carry the record's id find each other by what every shape tells
 * (`fkey`, see fold-loose.ts). An event that was folded into a fuller one keeps answering to its former id.
 */
export function up(db: Database.Database): void {
  db.exec(`
    ALTER TABLE event_all ADD COLUMN fkey INTEGER;  -- 53 bits over source and fold key; NULL where every shape has the id
    CREATE INDEX event_fold ON event_all (fkey) WHERE fkey IS NOT NULL;
    CREATE INDEX event_loose ON event_all (fkey) WHERE fkey IS NOT NULL AND record_id IS NULL;

    CREATE TABLE event_alias (
      rk INTEGER NOT NULL, content INTEGER NOT NULL,  -- the former public id
      eid INTEGER NOT NULL,                           -- the event that tells the record now
      PRIMARY KEY (rk, content)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX event_alias_of ON event_alias (eid);
  `);
}
