/** Does the database agree with itself? Questions that `verify` asks; each answers with what is wrong, in words. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/base/canonical-json';
import { rfc3339 } from '../../../shared/model/time';
import { annotationHistory } from './annotations';
import { codes } from './codes';
import { manualEventHistory } from './manual-events';
import { NEWEST } from './migrate';
import type { ReadDb } from './open';
import { regroupHistory } from './regroup';
import { suppressions } from './suppressions';
import { thresholdHistory } from './thresholds';

/** SQLite's own check (pages, indexes, CHECK and NOT NULL constraints, references): at most ten findings. */
export function integrity(db: ReadDb): string[] {
  const found = (db.pragma('integrity_check(10)') as { integrity_check: string }[]).map((row) => row.integrity_check);
  const broken = found.filter((line) => line !== 'ok');
  const references = db.pragma('foreign_key_check') as { table: string; rowid: number }[];
  return [...broken, ...references.slice(0, 10).map((row) => `${row.table} row ${row.rowid} refers to nothing`)];
}

/** The format when it is none that this version checks; null when it is: every format so far has the tables asked of here. */
export function otherFormat(db: ReadDb): number | null {
  const format = db.pragma('user_version', { simple: true }) as number;
  return format >= 1 && format <= NEWEST ? null : format;
}

/** Ledger and rows: sums close, every record left out has its place, every event lies in a file that is there. */
export function ledgerFaults(db: ReadDb): string[] {
  const faults: string[] = [];
  const files = db
    .prepare(
      `SELECT f.name, f.records, f.events + f.context + f.duplicates + f.skipped + f.rejected AS ends,
         f.skipped + f.rejected AS out, (SELECT count(*) FROM left_out l WHERE l.file_id = f.id) AS places
       FROM file f JOIN import i ON i.id = f.import_id WHERE i.state = 'complete' AND f.removed IS NULL`,
    )
    .all() as { name: string; records: number; ends: number; out: number; places: number }[];
  for (const file of files) {
    if (file.records !== file.ends) faults.push(`${file.name}: ${file.records} records, but ${file.ends} ends`);
    if (file.out !== file.places) faults.push(`${file.name}: ${file.out} records left out, but ${file.places} places`);
  }
  const homeless = db
    .prepare(
      `SELECT count(*) FROM event e LEFT JOIN file f ON f.id = e.file_id
       LEFT JOIN import i ON i.id = f.import_id
       WHERE f.id IS NULL OR f.removed IS NOT NULL OR i.state <> 'complete' OR e.at < 0 OR e.at + e.length > f.bytes`,
    )
    .pluck()
    .get() as number;
  if (homeless > 0) faults.push(`${homeless} events name bytes that no file of the case has`);
  const facts = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'context_row'").get() ? contextFaults(db) : []; // from format 2 on
  faults.push(...facts);
  const sums = db
    .prepare(
      `SELECT (SELECT count(*) FROM event) AS events, sum(f.events) AS said, sum(f.removed IS NOT NULL) AS removed
       FROM file f JOIN import i ON i.id = f.import_id WHERE i.state = 'complete'`,
    )
    .get() as { events: number; said: number | null; removed: number | null };
  // After a removal the counts of the files that stay are those of their own import: events they shared count elsewhere.
  if (!sums.removed && sums.events !== (sums.said ?? 0)) {
    faults.push(`${sums.events} events, but the files' ledgers say ${sums.said ?? 0}`);
  }
  return faults;
}

function contextFaults(db: ReadDb): string[] {
  const { homeless, rows, said, removed } = db
    .prepare(
      `SELECT (SELECT count(*) FROM context_all c LEFT JOIN file f ON f.id = c.file_id LEFT JOIN import i ON i.id = f.import_id
                WHERE f.id IS NULL OR f.removed IS NOT NULL OR i.state = 'complete' AND (c.at < 0 OR c.at + c.length > f.bytes)) AS homeless,
         (SELECT count(*) FROM context_row) AS rows, total(f.context) AS said, total(f.removed IS NOT NULL) AS removed
       FROM file f JOIN import i ON i.id = f.import_id WHERE i.state = 'complete'`,
    )
    .get() as { homeless: number; rows: number; said: number; removed: number };
  const faults: string[] = [];
  if (homeless > 0) faults.push(`${homeless} rows of context files name bytes that no file of the case has`);
  if (removed === 0 && rows !== said) faults.push(`${rows} rows of context files, but the files' ledgers say ${said}`);
  return faults;
}

/** Notes that differ from what the custody log says was noted, and notes that it does not know. */
export function annotationFaults(db: ReadDb): string[] {
  return db
    .prepare(
      `SELECT a.id FROM annotation a WHERE NOT EXISTS (
         SELECT 1 FROM custody c WHERE json_extract(c.line, '$.act') = 'annotate'
           AND json_extract(c.line, '$.detail.id') = a.id AND json_extract(c.line, '$.detail.text') = a.text
           AND json_extract(c.line, '$.detail.on') = a.target AND json_extract(c.line, '$.detail.tags') = a.tags
           AND coalesce(json_extract(c.line, '$.detail.said.by'), json_extract(c.line, '$.actor')) = a.by)
       ORDER BY a.id LIMIT 20`,
    )
    .pluck()
    .all()
    .map((id) => `note ${String(id)} is not what the custody log says was noted`);
}

/**
 * Why words may stand in a case of which its log knows nothing: early builds put two copies together with one line that
 * only counts what came in. Null where each word has its line. It names the cause; it does not make the case intact.
 */
export function combinedInSum(db: ReadDb): string | null {
  const lines = db
    .prepare<[], { seq: number; name: string | null; head: string | null; n: number }>(
      `SELECT json_extract(c.line, '$.seq') AS seq, json_extract(c.line, '$.detail.with.name') AS name,
         json_extract(c.line, '$.detail.with.custodyHead') AS head,
         (SELECT total(value) FROM json_each(c.line, '$.detail.added') WHERE key NOT IN ('settings', 'words on who is who')) AS n
       FROM custody c WHERE json_extract(c.line, '$.act') = 'case.combine'`,
    )
    .all();
  const said = db
    .prepare("SELECT json_extract(line, '$.seq') FROM custody WHERE json_extract(line, '$.detail.said') IS NOT NULL")
    .pluck()
    .all() as number[];
  let from = 0;
  for (const { seq, name, head, n } of lines.sort((a, b) => a.seq - b.seq)) {
    const told = said.filter((one) => one > from && one < seq).length;
    from = seq;
    if (n > 0 && told === 0)
      return `line ${seq} of the custody log counts ${n} that came from ${name ?? 'another copy'} without a line for each, as early builds put copies together: only that copy (custody head ${head ?? 'not told'}) can show that this came from it`;
  }
  return null;
}

/** Faults of words that the log does not know, with what may be the cause. */
export function withCause(db: ReadDb, faults: readonly string[]): string[] {
  const isUnknown = (fault: string): boolean =>
    /knows nothing of it$|is not what the custody log says was noted$/.test(fault);
  const cause = faults.some(isUnknown) ? combinedInSum(db) : null;
  return faults.map((fault) => (cause !== null && isUnknown(fault) ? `${fault}; ${cause}` : fault));
}

interface Said {
  act: string;
  actor: string;
  /** `said`: who said it first, of a word that came from another copy of the case. */
  detail: Record<string, unknown> & { before?: Word | null; after?: Word | null; said?: { by?: string } };
}
interface Decided {
  verdict: number;
  action: string;
  why: string;
  by: string;
  at: number;
  withdrawn: number | null;
}
type Word = Record<'verdict' | 'action' | 'why' | 'by' | 'at', string>;

/**
 * The other way round: notes and decisions that the custody log tells of and the database no longer holds, decisions and
 * words on links that nobody gave, words marked as taken back that nobody took back.
 */
export function lostWordFaults(db: ReadDb): string[] {
  const open = new Map<string, number>();
  const count = (by: number, ...key: unknown[]): void => {
    const text = JSON.stringify(key);
    open.set(text, (open.get(text) ?? 0) + by);
  };
  const decided = ({ verdict, action, why, by, at }: Word): string[] => [verdict, action, why, by, at];
  const lines = db
    .prepare<[], string>(
      `SELECT line FROM custody WHERE json_extract(line, '$.act') IN
       ('annotate', 'annotate.withdraw', 'annotate.restore', 'decide', 'decide.withdraw', 'link.review', 'suppress', 'suppress.withdraw',
        'suppress.restore', 'regroup', 'regroup.withdraw', 'regroup.restore', 'thresholds', 'manual-event', 'manual-event.withdraw', 'manual-event.restore', 'notebook')
       ORDER BY seq`,
    )
    .pluck();
  for (const line of lines.iterate()) {
    const { act, actor: writer, detail } = JSON.parse(line) as Said;
    const actor = detail.said?.by ?? writer;
    if (act === 'annotate' && detail.id) count(1, 'note', detail.id);
    else if (act === 'annotate.withdraw') count(1, 'withdrawn note', detail.id);
    else if (act === 'annotate.restore') count(-1, 'withdrawn note', detail.id);
    else if (act === 'decide' && detail.after) count(1, 'decision', ...decided(detail.after));
    else if (act === 'decide.withdraw' && detail.before) count(1, 'withdrawn decision', ...decided(detail.before));
    else if (act === 'link.review' && detail.after) count(1, 'word on a link', detail.event, detail.after, actor);
    else if (act === 'suppress') count(1, 'suppression', detail.id, detail.query, detail.why, actor, detail.until);
    else if (act === 'suppress.withdraw') count(1, 'withdrawn suppression', detail.id);
    else if (act === 'suppress.restore') count(-1, 'withdrawn suppression', detail.id);
    else if (act === 'regroup.withdraw') count(1, 'withdrawn word on episodes', detail.seq);
    else if (act === 'regroup.restore') count(-1, 'withdrawn word on episodes', detail.seq);
    else if (act === 'regroup') count(1, `${detail.act} of episodes`, detail.seq, detail.episode, detail.other, actor);
    else if (act === 'manual-event') count(1, 'manual event', detail.id, canonicalJson(detail.event), actor);
    else if (act === 'manual-event.withdraw') count(1, 'withdrawn manual event', detail.id);
    else if (act === 'manual-event.restore') count(-1, 'withdrawn manual event', detail.id);
    else if (act === 'notebook') count(1, 'notebook', detail.sha256, actor);
    else if (act === 'thresholds')
      count(
        1,
        'thresholds',
        detail.version,
        detail.why,
        actor,
        canonicalJson((detail.after as { own?: unknown } | null)?.own),
      );
  }
  for (const note of annotationHistory(db)) {
    count(-1, 'note', note.id);
    if (note.withdrawn !== null) count(-1, 'withdrawn note', note.id);
  }
  const decisions = db
    .prepare<[], Decided>('SELECT verdict, action, why, by, at, withdrawn FROM decision ORDER BY seq')
    .all();
  for (const { verdict, at, withdrawn, ...rest } of decisions) {
    const word = decided({ ...rest, verdict: codes.verdict.word(verdict), at: rfc3339(at) });
    count(-1, 'decision', ...word);
    if (withdrawn !== null) count(-1, 'withdrawn decision', ...word);
  }
  for (const { text, by } of db.prepare<[], { text: string; by: string }>('SELECT text, by FROM notebook').iterate())
    count(-1, 'notebook', createHash('sha256').update(text).digest('hex'), by);
  const reviews = db.prepare('SELECT event, review, by FROM link_review').all();
  for (const { event, review, by } of reviews as { event: string; review: string; by: string }[])
    count(-1, 'word on a link', event, review, by);
  if (hasRules(db)) {
    for (const { id, query, why, by, expires, withdrawn } of suppressions(db, 0)) {
      count(-1, 'suppression', id, query, why, by, expires);
      if (withdrawn !== null) count(-1, 'withdrawn suppression', id);
    }
    for (const { act, seq, episode, other, by, withdrawn } of regroupHistory(db)) {
      count(-1, `${act} of episodes`, seq, episode, other, by);
      if (withdrawn !== null) count(-1, 'withdrawn word on episodes', seq);
    }
    for (const { set, own } of thresholdHistory(db))
      count(-1, 'thresholds', set.version, set.why, set.by, canonicalJson(own));
  }
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'manual_event'").get())
    // from format 6 on
    for (const { id, by, at: _at, withdrawn, ...event } of manualEventHistory(db)) {
      count(-1, 'manual event', id, canonicalJson(event), by);
      if (withdrawn !== null) count(-1, 'withdrawn manual event', id);
    }
  const faults: string[] = [];
  for (const [text, sum] of open) {
    const [kind, ...rest] = JSON.parse(text) as string[];
    const what = `${kind} ${rest.join(', ').slice(0, 200)}`;
    // A note that the log does not know is named already, with those that differ from it.
    if (sum > 0) faults.push(`${what}: the custody log tells of it, the database does not hold it`);
    else if (sum < 0 && kind !== 'note') faults.push(`${what}: the custody log knows nothing of it`);
  }
  return faults.slice(0, 20);
}

/** The investigator's rules are there from format 5 on. */
const hasRules = (db: ReadDb): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'threshold_set'").get() !== undefined;

/** Files whose name or hashes are not those of their custody line, and imports of the log whose file is gone from the ledger. */
export function hashFaults(db: ReadDb): string[] {
  const rows = db
    .prepare<[], { name: string; fault: 'hash' | 'untold' | 'lost' }>(
      // An archive whose members were opened with a password may lie there under a name that was free.
      `WITH said AS MATERIALIZED (
         SELECT json_extract(line, '$.act') = 'import' AS isNamed, json_extract(line, '$.detail.file') AS name, json_extract(line, '$.detail.sha256') AS sha256,
           json_extract(line, '$.detail.evidence.sha256') AS stored
         FROM custody WHERE json_extract(line, '$.act') IN ('import', 'import.unlocked'))
       SELECT * FROM (
         SELECT f.name, CASE WHEN f.name IN (SELECT name FROM said) THEN 'hash' ELSE 'untold' END AS fault
         FROM file f JOIN import i ON i.id = f.import_id
         WHERE i.state = 'complete'
           AND NOT EXISTS (SELECT 1 FROM said s
                           WHERE s.sha256 = f.sha256 AND s.stored = f.stored_sha256 AND (s.name = f.name OR NOT s.isNamed))
         UNION ALL
         SELECT name, 'lost' FROM said WHERE isNamed AND name NOT IN (SELECT name FROM file))
       ORDER BY name LIMIT 20`,
    )
    .all();
  const why = {
    hash: 'its sha256 is not the one in the custody log',
    untold: 'the custody log tells of no import of it',
    lost: 'the custody log tells of its import, the ledger does not hold it',
  };
  return rows.map(({ name, fault }) => `${name}: ${why[fault]}`);
}

/** When the earliest import began that was not brought to its end (milliseconds UTC); null where there is none. */
export function runningSince(db: ReadDb): number | null {
  return db.prepare("SELECT min(started) FROM import WHERE state = 'running'").pluck().get() as number | null;
}

/** Evidence files (relative to the case folder) of imports that are not complete. */
export function runningFiles(db: ReadDb): string[] {
  return db
    .prepare<[], string>(
      `SELECT f.stored FROM file f JOIN import i ON i.id = f.import_id
        WHERE i.state = 'running' AND f.stored <> '' AND f.referenced = 0
       UNION SELECT value FROM meta WHERE key = 'arriving'`,
    )
    .pluck()
    .all();
}

export interface StoredFile {
  stored: string; // relative to the case folder; absolute where referenced
  referenced: boolean;
  sha256: string; // of the evidence file on disk
  removed: boolean; // all files read from it were removed
}

/** Evidence files on disk that completed imports name, each once. */
export function storedFiles(db: ReadDb): StoredFile[] {
  const rows = db
    .prepare(
      `SELECT f.stored, max(f.referenced) AS referenced, min(f.stored_sha256) AS sha256,
         min(f.removed IS NOT NULL) AS removed
       FROM file f JOIN import i ON i.id = f.import_id WHERE i.state = 'complete' AND f.stored <> ''
       GROUP BY f.stored ORDER BY f.stored`,
    )
    .all() as { stored: string; referenced: number; sha256: string; removed: number }[];
  return rows.map((row) => ({ ...row, referenced: row.referenced === 1, removed: row.removed === 1 }));
}
