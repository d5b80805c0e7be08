import type Database from 'better-sqlite3';

export const version = 5;

/**
 * Format 5. The investigator's rules: which denials make one episode, what is noise and until when, and the numbers that
 * the analysis decides by. Withdrawn or superseded, never deleted. Beside them what each run changed in the findings.
 */
export function up(db: Database.Database): void {
  db.exec(`
    -- Only what differs from the product's own numbers; without a row those stand (version 0).
    CREATE TABLE threshold_set (
      version INTEGER PRIMARY KEY,       -- from 1
      own TEXT NOT NULL,                 -- JSON {setting: value in its unit}
      why TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;

    -- Both columns are ids of episodes, and so of the denials that they are named after: 'other' joins 'episode', or begins
    -- an episode of its own.
    CREATE TABLE regroup (
      seq INTEGER PRIMARY KEY, act TEXT NOT NULL CHECK (act IN ('merge', 'split')),
      episode TEXT NOT NULL, other TEXT NOT NULL,
      why TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL, withdrawn INTEGER
    ) STRICT;

    CREATE TABLE suppression (
      id TEXT PRIMARY KEY,
      query TEXT NOT NULL,               -- over episodes, as in the search field
      why TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
      expires INTEGER NOT NULL, withdrawn INTEGER
    ) STRICT;
    -- Which episodes of the present findings each one that stands or has expired fits; computed again after every change.
    CREATE TABLE suppressed (pid INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (pid, id)) STRICT, WITHOUT ROWID;

    -- What a run of the analysis changed in the findings of the run before it.
    CREATE TABLE finding_change (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL,
      body TEXT NOT NULL                 -- JSON: shared/model/change.ts
    ) STRICT;
  `);
}
