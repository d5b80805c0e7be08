import type Database from 'better-sqlite3';

export const version = 6;

/** Format 6. What no log tells and the investigator wrote down: withdrawn, never deleted, and no row of `event`. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE manual_event (
      id TEXT PRIMARY KEY,
      time INTEGER NOT NULL,             -- milliseconds UTC
      zone TEXT NOT NULL,                -- IANA zone that the time was told in
      what TEXT NOT NULL,
      source TEXT NOT NULL,
      said_by TEXT,
      identity TEXT,                     -- id, as it was when this was written
      by TEXT NOT NULL, at INTEGER NOT NULL, withdrawn INTEGER
    ) STRICT;
    CREATE INDEX manual_event_time ON manual_event (time, id) WHERE withdrawn IS NULL;
  `);
}
