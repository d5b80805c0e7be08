import type Database from 'better-sqlite3';

export const version = 2;

/**
 * Format 2. Rows of context files: what the organisation tells beside its logs. A row is known by what it says; the same
 * row read again, from any file, is a further place of it. Rows of an import in progress belong to a file whose import is
 * not complete and are invisible through the view `context_row`.
 */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE context_all (
      cid INTEGER PRIMARY KEY,
      ck INTEGER NOT NULL UNIQUE,        -- 53 bits of SHA-256 over kind and content: the public id
      kind TEXT NOT NULL,                -- identities, devices, changes …
      file_id INTEGER NOT NULL REFERENCES file (id),
      at INTEGER NOT NULL, length INTEGER NOT NULL,
      facts TEXT NOT NULL,               -- JSON: shared/model/context.ts
      extra TEXT NOT NULL                -- JSON: columns that the kind does not know
    ) STRICT;
    CREATE INDEX context_file ON context_all (file_id);
    CREATE VIEW context_row AS SELECT c.* FROM context_all c JOIN file f ON f.id = c.file_id
      JOIN import i ON i.id = f.import_id WHERE i.state = 'complete';

    CREATE TABLE context_duplicate (
      cid INTEGER NOT NULL, file_id INTEGER NOT NULL REFERENCES file (id), at INTEGER NOT NULL, length INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX context_duplicate_row ON context_duplicate (cid);
    CREATE INDEX context_duplicate_file ON context_duplicate (file_id);

    -- Results of the analysis: which identity each row speaks of; NULL where no log names it.
    CREATE TABLE context_match (cid INTEGER NOT NULL, name TEXT NOT NULL, iid INTEGER, PRIMARY KEY (cid, name)) STRICT, WITHOUT ROWID;
    CREATE INDEX context_of_identity ON context_match (iid);

    ALTER TABLE identity ADD COLUMN about TEXT NOT NULL DEFAULT '{}'; -- JSON: owner and what the register says, each with its ground
  `);
}
