/** Rows of context files: written with the file they come from, read as facts, each with its place. */
import { canonicalJson, type Json } from '../../../shared/base/canonical-json';
import { base32, ellipsis, fromBase32, plural, visible } from '../../../shared/base/text';
import type { ContextKindId, ContextRow } from '../../../shared/model/context';
import type { FileLedger } from '../../../shared/model/ledger';
import { recordKey } from './event-row';
import type { ReadDb, WriteDb } from './open';

const NAMES = 200; // names kept apart in the ledger
const SHOWN = 10; // in its warning

/** Public id of a row: `c` and 53 bits of what it says. */
export const contextId = (ck: number): string => `c${base32(ck, 11)}`;

/** The key behind a row's id; null for anything else. */
export function parseContextId(id: string): number | null {
  return /^c[0-9a-hjkmnp-tv-z]{11}$/.test(id) ? fromBase32(id.slice(1)) : null;
}

export interface ContextDraft {
  facts: Record<string, unknown>;
  extra: Record<string, string>;
  at: number;
  length: number;
}

/** What a row says, as its key is made of it. */
const saying = (facts: Record<string, unknown>, extra: Record<string, string>) => ({
  said: canonicalJson(facts as Json),
  more: canonicalJson(extra),
});
const keyOfRow = (kind: string, { said, more }: ReturnType<typeof saying>): number =>
  recordKey(`context\n${kind}\n${said}\n${more}`);

/** The public id that a row of this kind would have, and whether the case holds it. */
export function contextLooker(
  db: ReadDb,
  kind: string,
): (row: Pick<ContextDraft, 'facts' | 'extra'>) => { id: string; isKnown: boolean } {
  const known = db.prepare<[number], number>('SELECT 1 FROM context_row WHERE ck = ?').pluck();
  return ({ facts, extra }) => {
    const ck = keyOfRow(kind, saying(facts, extra));
    return { id: contextId(ck), isKnown: known.get(ck) === 1 };
  };
}

/**
 * Adds rows of a file that is being read; within a transaction. The same row again is a further place of the one that is
 * there, and counts as a duplicate.
 */
export function addContext(
  db: WriteDb,
  fileId: number,
  kind: string,
  rows: readonly ContextDraft[],
): { context: number; duplicates: number } {
  const insert = db.prepare(
    `INSERT INTO context_all (ck, kind, file_id, at, length, facts, extra) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (ck) DO NOTHING`,
  );
  const again = db.prepare(
    'INSERT INTO context_duplicate (cid, file_id, at, length) SELECT cid, ?, ?, ? FROM context_all WHERE ck = ?',
  );
  const sums = { context: 0, duplicates: 0 };
  for (const { facts, extra, at, length } of rows) {
    const { said, more } = saying(facts, extra);
    const ck = keyOfRow(kind, { said, more });
    if (insert.run(ck, kind, fileId, at, length, said, more).changes === 1) sums.context++;
    else {
      again.run(fileId, at, length, ck);
      sums.duplicates++;
    }
  }
  return sums;
}

/** Forgets the rows of a file that was not completed. */
export function dropContext(db: WriteDb, fileId: number): void {
  db.prepare('DELETE FROM context_duplicate WHERE file_id = ?').run(fileId);
  db.prepare('DELETE FROM context_all WHERE file_id = ?').run(fileId);
}

/** Takes a file's rows out, except those that another file holds too: they move there. Gives how many are gone. */
export function removeContext(db: WriteDb, fileId: number): number {
  const stay = db
    .prepare<[number, number], { cid: number; place: number }>(
      `SELECT c.cid, (SELECT d.rowid FROM context_duplicate d WHERE d.cid = c.cid AND d.file_id <> ?
                        ORDER BY d.file_id, d.at LIMIT 1) AS place
         FROM context_all c WHERE c.file_id = ? AND place IS NOT NULL`,
    )
    .all(fileId, fileId);
  const move = db.prepare(
    'UPDATE context_all SET (file_id, at, length) = (SELECT file_id, at, length FROM context_duplicate WHERE rowid = ?) WHERE cid = ?',
  );
  const used = db.prepare('DELETE FROM context_duplicate WHERE rowid = ?');
  for (const { cid, place } of stay) {
    move.run(place, cid);
    used.run(place);
  }
  db.prepare(
    'DELETE FROM context_duplicate WHERE file_id = ? OR cid IN (SELECT cid FROM context_all WHERE file_id = ?)',
  ).run(fileId, fileId);
  return db.prepare('DELETE FROM context_all WHERE file_id = ?').run(fileId).changes;
}

interface StoredRow {
  ck: number;
  kind: ContextKindId;
  facts: string;
  extra: string;
}

const printed = ({ ck, kind, facts, extra }: StoredRow): ContextRow => ({
  id: contextId(ck),
  kind,
  facts: JSON.parse(facts),
  extra: JSON.parse(extra),
});

/** All rows, in an order that does not depend on the order of import. */
export function contextRows(db: ReadDb): ContextRow[] {
  return db.prepare<[], StoredRow>('SELECT ck, kind, facts, extra FROM context_row ORDER BY ck').all().map(printed);
}

/** The rows of one kind, in an order that does not depend on the order of import. */
export function contextOfKind<K extends ContextKindId>(db: ReadDb, kind: K): ContextRow<K>[] {
  return db
    .prepare<[string], StoredRow>('SELECT ck, kind, facts, extra FROM context_row WHERE kind = ? ORDER BY ck')
    .all(kind)
    .map(printed) as unknown as ContextRow<K>[];
}

/** A row by its id. */
export function contextById(db: ReadDb, id: string): ContextRow | undefined {
  const ck = parseContextId(id);
  if (ck === null) return undefined;
  const row = db.prepare<[number], StoredRow>('SELECT ck, kind, facts, extra FROM context_row WHERE ck = ?').get(ck);
  return row && printed(row);
}

/** Where a row lies; undefined for an id that no row of this case has. */
export function contextPlace(db: ReadDb, id: string): { file_id: number; at: number; length: number } | undefined {
  const ck = parseContextId(id);
  if (ck === null) return undefined;
  return db
    .prepare<[number], { file_id: number; at: number; length: number }>(
      'SELECT file_id, at, length FROM context_row WHERE ck = ?',
    )
    .get(ck);
}

/** Names of identities in the file's rows: how many some log has, and which none does; null before an analysis. */
export function contextMatches(db: ReadDb, fileId: number): NonNullable<FileLedger['matched']> | null {
  const rows = db
    .prepare<[number, number], { name: string; known: number }>(
      `SELECT m.name, max(m.iid IS NOT NULL) AS known FROM context_match m WHERE m.cid IN (
           SELECT cid FROM context_all WHERE file_id = ? UNION SELECT cid FROM context_duplicate WHERE file_id = ?)
         GROUP BY lower(m.name) ORDER BY lower(m.name)`,
    )
    .all(fileId, fileId);
  if (rows.length === 0) return null;
  const unknown = rows.filter(({ known }) => known === 0).map(({ name }) => name);
  return { matched: rows.length - unknown.length, unmatched: unknown.length, names: unknown.slice(0, NAMES) };
}

export interface UnmatchedName {
  name: string;
  kind: ContextKindId;
  file: string;
  rows: number;
  row: string;
}

/** Names in registers that stand for no identity, by name and file; and how many names there are, with and without. */
export function unmatchedNames(
  db: ReadDb,
  { search, offset, limit }: { search: string; offset: number; limit: number },
): { rows: UnmatchedName[]; total: number; unknown: number; named: number } {
  const lone = 'SELECT lower(name) AS small FROM context_match GROUP BY small HAVING max(iid IS NOT NULL) = 0';
  const like = `%${search.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  const grouped = `SELECT min(m.name) AS name, c.kind, f.name AS file, count(DISTINCT c.cid) AS rows, min(c.ck) AS ck
      FROM (${lone}) u JOIN context_match m ON lower(m.name) = u.small JOIN context_row c ON c.cid = m.cid
      JOIN file f ON f.id = c.file_id WHERE m.name LIKE ? ESCAPE '\\' GROUP BY u.small, c.kind, f.id`;
  const rows = db
    .prepare<[string, number, number], Omit<UnmatchedName, 'row'> & { ck: number }>(
      `${grouped} ORDER BY u.small, f.name, c.kind LIMIT ? OFFSET ?`,
    )
    .all(like, limit, offset)
    .map(({ ck, ...row }) => ({ ...row, row: contextId(ck) }));
  const count = (sql: string): number => db.prepare<[], number>(`SELECT count(*) FROM (${sql})`).pluck().get()!;
  return {
    rows,
    total: db.prepare<[string], number>(`SELECT count(*) FROM (${grouped})`).pluck().get(like)!,
    unknown: count(lone),
    named: count('SELECT DISTINCT lower(name) FROM context_match'),
  };
}

/** "2 of 5 names of identities are in no log: a@corp.example, b@corp.example". */
export function matchWarning(matched: FileLedger['matched']): string[] {
  if (!matched || matched.unmatched === 0) return [];
  const of = matched.matched + matched.unmatched;
  const shown = matched.names.slice(0, SHOWN).map((name) => ellipsis(visible(name), 60));
  const more = matched.unmatched > shown.length ? ` and ${matched.unmatched - shown.length} more` : '';
  return [
    `${matched.unmatched} of ${plural(of, 'name')} of identities fit no identity of the logs (kept, matched again when more logs come): ${shown.join(', ')}${more}`,
  ];
}

/** Rows that name the identity of this id, in an order that does not depend on the order of import. */
export function contextOfIdentity(db: ReadDb, id: string): ContextRow[] {
  return db
    .prepare<[string], StoredRow>(
      `SELECT DISTINCT c.ck, c.kind, c.facts, c.extra FROM identity i JOIN context_match m ON m.iid = i.iid
         JOIN context_row c ON c.cid = m.cid WHERE i.id = ? ORDER BY c.ck LIMIT 2000`,
    )
    .all(id)
    .map(printed);
}

/** All rows with their places, in an order that does not depend on the order of import. */
export function* contextPlaces(db: ReadDb): Generator<ContextRow & { file: string; offset: number; length: number }> {
  const rows = db
    .prepare<[], StoredRow & { file: string; offset: number; length: number }>(
      `SELECT c.ck, c.kind, c.facts, c.extra, f.name AS file, c.at AS offset, c.length
         FROM context_row c JOIN file f ON f.id = c.file_id ORDER BY c.ck`,
    )
    .iterate();
  for (const { file, offset, length, ...row } of rows) yield { ...printed(row), file, offset, length };
}
