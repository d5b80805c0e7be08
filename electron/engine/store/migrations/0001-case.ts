import type Database from 'better-sqlite3';

export const version = 1;

/**
 * Format 1. Events are narrow rows of small integers; every repeated text lives once in `term`, every distinct actor,
 * address, place and device once in its table. Free text is searched over distinct terms, not over rows.
 *
 * Rows of an import in progress have `eid` above the horizon and are invisible through the view `event`.
 * Enumerations (class, outcome, factor, mark, kind) are stored as the position of their word: `store/codes.ts`.
 */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE import (
      id INTEGER PRIMARY KEY,
      started INTEGER NOT NULL,
      finished INTEGER,
      state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'cancelled', 'failed')),
      settings TEXT NOT NULL             -- JSON: source, zone, reference, mapping as given
    ) STRICT;

    -- One row per file read, also for members of archives ('logs.zip/a.json') and for files that were not recognised.
    CREATE TABLE file (
      id INTEGER PRIMARY KEY,
      import_id INTEGER NOT NULL REFERENCES import (id),
      name TEXT NOT NULL,                -- as shown; unique among files present
      stored TEXT NOT NULL,              -- evidence file on disk, relative to the case folder (absolute if referenced)
      member TEXT,                       -- path inside the archive; NULL for a plain file
      packing TEXT NOT NULL CHECK (packing IN ('none', 'gzip', 'zip', 'zstd', 'tar', 'tar+gzip')),
      encoding TEXT NOT NULL,            -- utf-8, utf-16le, utf-16be, windows-1252
      referenced INTEGER NOT NULL,
      sha256 TEXT NOT NULL,              -- of the (unpacked) bytes that the locators count in
      stored_sha256 TEXT NOT NULL,       -- of the evidence file on disk
      bytes INTEGER NOT NULL,
      source TEXT, shape TEXT,           -- NULL when not recognised
      because TEXT NOT NULL,             -- JSON list
      records INTEGER NOT NULL, events INTEGER NOT NULL, context INTEGER NOT NULL,
      duplicates INTEGER NOT NULL, skipped INTEGER NOT NULL, rejected INTEGER NOT NULL,
      first INTEGER, last INTEGER,
      warnings TEXT NOT NULL,            -- JSON list
      zone TEXT,                         -- IANA zone assumed for times without one
      removed INTEGER, removed_why TEXT, -- set by 'remove'; hash and name stay
      CHECK (records = events + context + duplicates + skipped + rejected)
    ) STRICT;

    -- Every skipped and rejected record with its place; reasons are terms.
    CREATE TABLE left_out (
      file_id INTEGER NOT NULL REFERENCES file (id),
      kind INTEGER NOT NULL,             -- 3 skipped, 4 rejected (position in RecordEnd)
      reason INTEGER NOT NULL,
      at INTEGER NOT NULL, length INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX left_out_file ON left_out (file_id, kind, reason);

    CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
    CREATE VIRTUAL TABLE term_text USING fts5 (text, content='term', content_rowid='id', tokenize="trigram");

    CREATE TABLE address (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL UNIQUE,         -- RFC 5952 or dotted quad
      scope TEXT NOT NULL,               -- public, private, loopback, link_local, cgnat, reserved, service_name, invalid
      country TEXT, region TEXT, city TEXT, lat REAL, lon REAL, radius_km REAL,  -- the bundled databases' answer
      asn INTEGER, as_org TEXT, network TEXT
    ) STRICT;

    CREATE TABLE place (
      id INTEGER PRIMARY KEY,
      country TEXT, region TEXT, city TEXT, lat REAL, lon REAL,                  -- the log's answer
      key TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE device (
      id INTEGER PRIMARY KEY,
      native TEXT, name TEXT, os TEXT, browser TEXT, managed INTEGER, compliant INTEGER, trust TEXT,
      key TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE actor (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      native TEXT, name TEXT, display TEXT,
      kind INTEGER NOT NULL,
      external INTEGER NOT NULL, home_tenant TEXT, on_behalf_of TEXT,
      keys TEXT NOT NULL,                -- JSON [[type, value]…], values as written
      key TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE event_all (
      eid INTEGER PRIMARY KEY,           -- order of arrival
      rk INTEGER NOT NULL,               -- 53 bits of SHA-256 over source and record id (or content, where there is none)
      variant INTEGER NOT NULL,          -- 0, or n for later content of the same record id
      content INTEGER NOT NULL,          -- 15 bits over the mapped content; with rk this is the public id
      time INTEGER NOT NULL,
      file_id INTEGER NOT NULL,
      at INTEGER NOT NULL, length INTEGER NOT NULL,
      source INTEGER NOT NULL,           -- term
      class INTEGER NOT NULL, outcome INTEGER NOT NULL, factor INTEGER,
      mark INTEGER NOT NULL,             -- 0 other, 1 success, 2 denied, 3 change, 4 request
      flags INTEGER NOT NULL,
      role INTEGER NOT NULL,             -- AttemptRole
      akey INTEGER,                      -- 48 bits: records that may be one attempt share it
      action INTEGER NOT NULL, code INTEGER, reason INTEGER,
      actor INTEGER, target INTEGER,
      app INTEGER, app_id INTEGER, resource INTEGER,
      ip INTEGER, place INTEGER, asn INTEGER, as_org INTEGER,
      ip2 INTEGER, place2 INTEGER,
      device INTEGER, ua INTEGER, protocol INTEGER, risk INTEGER,
      interactive INTEGER,
      record_id TEXT, session TEXT, correlation TEXT, token TEXT,
      detail TEXT, warnings TEXT,        -- JSON
      shape INTEGER NOT NULL DEFAULT 0   -- which shape it was read from, and how full that is (event-row.ts)
    ) STRICT;
    CREATE UNIQUE INDEX event_record ON event_all (rk, variant);
    CREATE INDEX event_time ON event_all (time, mark);
    CREATE INDEX event_actor ON event_all (actor, time);
    CREATE INDEX event_ip ON event_all (ip, time) WHERE ip IS NOT NULL;
    CREATE INDEX event_session ON event_all (session) WHERE session IS NOT NULL;
    CREATE INDEX event_correlation ON event_all (correlation) WHERE correlation IS NOT NULL;
    CREATE INDEX event_target ON event_all (target, time) WHERE target IS NOT NULL;
    CREATE INDEX event_file ON event_all (file_id);

    CREATE TABLE horizon (eid INTEGER NOT NULL) STRICT;  -- exactly one row
    INSERT INTO horizon VALUES (0);
    CREATE VIEW event AS SELECT * FROM event_all WHERE eid <= (SELECT eid FROM horizon);

    -- Further places of the same record: in overlapping exports, other shapes.
    CREATE TABLE duplicate (
      eid INTEGER NOT NULL, file_id INTEGER NOT NULL, at INTEGER NOT NULL, length INTEGER NOT NULL,
      shape INTEGER NOT NULL DEFAULT 0   -- unlike the event's own shape: folded into it, not equal to it
    ) STRICT;
    CREATE INDEX duplicate_event ON duplicate (eid);
    CREATE INDEX duplicate_file ON duplicate (file_id);

    -- Results of the analysis: computed again from evidence, settings and the investigator's words.
    CREATE TABLE identity (
      iid INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL, display TEXT,
      kind INTEGER NOT NULL, kind_because TEXT NOT NULL,
      owner TEXT, external INTEGER NOT NULL,
      joins TEXT NOT NULL, aliases TEXT NOT NULL,         -- JSON
      events INTEGER NOT NULL, denials INTEGER NOT NULL, first INTEGER, last INTEGER
    ) STRICT;
    CREATE TABLE actor_identity (actor INTEGER PRIMARY KEY, iid INTEGER NOT NULL) STRICT;
    CREATE INDEX actor_of_identity ON actor_identity (iid);
    -- Only events whose attempt is not their own: attempt = eid of the attempt's first record.
    CREATE TABLE attempt (eid INTEGER PRIMARY KEY, attempt INTEGER NOT NULL, counted INTEGER NOT NULL) STRICT;
    CREATE INDEX attempt_members ON attempt (attempt);
    CREATE TABLE episode (
      pid INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      iid INTEGER NOT NULL,
      start INTEGER NOT NULL, finish INTEGER NOT NULL,
      verdict INTEGER NOT NULL, confidence REAL NOT NULL, urgency REAL NOT NULL,
      summary TEXT NOT NULL,
      body TEXT NOT NULL                 -- JSON: the episode as printed
    ) STRICT;
    CREATE INDEX episode_urgency ON episode (urgency DESC, start);
    CREATE INDEX episode_identity ON episode (iid, start);
    CREATE TABLE episode_event (pid INTEGER NOT NULL, eid INTEGER NOT NULL, part INTEGER NOT NULL, PRIMARY KEY (pid, eid, part)) STRICT, WITHOUT ROWID; -- part: 0 denial, 1 linked, 2 hop, 3 own next
    CREATE INDEX episode_of_event ON episode_event (eid);
    CREATE TABLE path (
      id TEXT PRIMARY KEY,
      pid INTEGER NOT NULL,
      score REAL NOT NULL,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX path_episode ON path (pid);

    -- The investigator's words. Kept across analyses; withdrawn, never deleted.
    CREATE TABLE decision (
      seq INTEGER PRIMARY KEY, episode TEXT NOT NULL, verdict INTEGER NOT NULL, action TEXT NOT NULL, why TEXT NOT NULL,
      by TEXT NOT NULL, at INTEGER NOT NULL, withdrawn INTEGER
    ) STRICT;
    CREATE INDEX decision_episode ON decision (episode);
    CREATE TABLE link_review (
      seq INTEGER PRIMARY KEY, episode TEXT NOT NULL, event TEXT NOT NULL,
      review TEXT NOT NULL CHECK (review IN ('confirmed', 'rejected')), why TEXT NOT NULL,
      by TEXT NOT NULL, at INTEGER NOT NULL, withdrawn INTEGER
    ) STRICT;
    CREATE INDEX link_review_episode ON link_review (episode);
    CREATE TABLE annotation (
      id TEXT PRIMARY KEY, target TEXT NOT NULL, text TEXT NOT NULL, tags TEXT NOT NULL,
      by TEXT NOT NULL, at INTEGER NOT NULL, withdrawn INTEGER
    ) STRICT;
    CREATE INDEX annotation_target ON annotation (target);
    CREATE TABLE first_view (episode TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE notebook (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

    -- Hash-chained, append only; mirrored line by line in custody.ndjson.
    CREATE TABLE custody (seq INTEGER PRIMARY KEY, line TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
    CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'the custody log is append only'); END;
    CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT, 'the custody log is append only'); END;
  `);
}
