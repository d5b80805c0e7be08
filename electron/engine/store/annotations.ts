/** The investigator's notes, tags and notebook: withdrawn or superseded, never deleted. */
import type { Annotation } from '../../../shared/model/case';
import { refKind } from '../../../shared/model/ids';
import { parseNoteRef } from '../../../shared/model/note-refs';
import { rfc3339 } from '../../../shared/model/time';
import { episodeRow } from './episode-reads';
import { formerIds, presentKey } from './event-alias';
import { eventId, parseEventId } from './event-id';
import type { ReadDb, WriteDb } from './open';
import { statement } from './statement';

export interface Target {
  kind: 'event' | 'episode' | 'identity' | 'path' | 'range' | 'link' | 'place';
  /** The present id, where an alias was given. */
  id: string;
  /** The present id and all its aliases: what notes may have been written on. */
  names: string[];
}

const BY_ALIAS = {
  episode: `SELECT id, json_extract(body, '$.aliases') AS aliases FROM episode WHERE id = @ref
    UNION ALL SELECT e.id, json_extract(e.body, '$.aliases') FROM episode e, json_each(e.body, '$.aliases') a WHERE a.value = @ref`,
  identity: `SELECT id, aliases FROM identity WHERE id = @ref
    UNION ALL SELECT i.id, i.aliases FROM identity i, json_each(i.aliases) a WHERE a.value = @ref`,
};

/** What `ref` names in this case; null where it names nothing. */
export function resolveTarget(db: ReadDb, ref: string): Target | null {
  const noted = parseNoteRef(ref);
  if (noted?.kind === 'link') {
    const [episode, event] = [resolveTarget(db, noted.episode), resolveTarget(db, noted.event)];
    if (!episode || !event) return null;
    const names = episode.names.flatMap((one) => event.names.map((other) => `link:${one}/${other}`));
    return { kind: 'link', id: `link:${episode.id}/${event.id}`, names };
  }
  if (noted) return { kind: noted.kind, id: noted.id, names: [noted.id] };
  const kind = refKind(ref);
  if (kind === 'event') {
    const key = parseEventId(ref);
    const there = key && db.prepare('SELECT 1 FROM event WHERE rk = ? AND content = ?').get(key.rk, key.content);
    const present = there ? key : key && presentKey(db, key);
    if (!present) return null;
    const id = eventId(present.rk, present.content);
    return { kind, id, names: [id, ...formerIds(db, present)] };
  }
  if (kind === 'path') {
    return db.prepare('SELECT 1 FROM path WHERE id = ?').get(ref) ? { kind, id: ref, names: [ref] } : null;
  }
  if (kind === 'episode' || kind === 'identity') {
    const named = kind === 'episode' ? (episodeRow(db, ref)?.id ?? ref) : ref;
    const row = db.prepare(`${BY_ALIAS[kind]} LIMIT 1`).get({ ref: named }) as
      | { id: string; aliases: string | null }
      | undefined;
    if (!row) return null;
    return { kind, id: row.id, names: [row.id, ...(JSON.parse(row.aliases ?? '[]') as string[])] };
  }
  return null;
}

const eventIsThere = statement<[number, number], number>('SELECT 1 FROM event WHERE rk = ? AND content = ?');

/** The present id of what `ref` names; null where it names nothing. As `resolveTarget`, for lists of notes. */
export function presentId(db: ReadDb, ref: string): string | null {
  const key = refKind(ref) === 'event' ? parseEventId(ref) : null;
  if (key && eventIsThere(db).get(key.rk, key.content) !== undefined) return eventId(key.rk, key.content);
  return resolveTarget(db, ref)?.id ?? null;
}

interface Row {
  id: string;
  target: string;
  text: string;
  tags: string;
  by: string;
  at: number;
}

const printed = (row: Row): Annotation => ({
  id: row.id,
  on: row.target,
  text: row.text,
  tags: JSON.parse(row.tags) as string[],
  by: row.by,
  at: rfc3339(row.at),
});

/** Notes that stand, in order of time; of the given targets, or all. */
export function annotations(db: ReadDb, targets: readonly string[] | null = null): Annotation[] {
  const rows = db
    .prepare(
      `SELECT * FROM annotation WHERE withdrawn IS NULL
       ${targets ? 'AND target IN (SELECT value FROM json_each(?))' : ''} ORDER BY at, id`,
    )
    .all(...(targets ? [JSON.stringify(targets)] : [])) as Row[];
  return rows.map(printed);
}

const one = statement<[string], Row & { withdrawn: number | null }>('SELECT * FROM annotation WHERE id = ?');
const insert = statement<[string, string, string, string, string, number], never>(
  'INSERT INTO annotation (id, target, text, tags, by, at) VALUES (?, ?, ?, ?, ?, ?)',
);
const withdraw = statement<[number, string], never>(
  'UPDATE annotation SET withdrawn = ? WHERE id = ? AND withdrawn IS NULL',
);
const restore = statement<[string], never>('UPDATE annotation SET withdrawn = NULL WHERE id = ?');

/** One note with the time it was withdrawn (milliseconds UTC), if it was. */
export function annotation(db: ReadDb, id: string): (Annotation & { withdrawn: number | null }) | null {
  const row = one(db).get(id);
  return row ? { ...printed(row), withdrawn: row.withdrawn } : null;
}

/** All notes, also withdrawn ones, for the case file. */
export function* annotationHistory(db: ReadDb): Generator<Annotation & { withdrawn: string | null }> {
  for (const row of db.prepare('SELECT * FROM annotation ORDER BY at, id').iterate()) {
    const { withdrawn } = row as { withdrawn: number | null };
    yield { ...printed(row as Row), withdrawn: withdrawn === null ? null : rfc3339(withdrawn) };
  }
}

export function insertAnnotation(db: WriteDb, note: Omit<Annotation, 'at'> & { at: number }): void {
  insert(db).run(note.id, note.on, note.text, JSON.stringify(note.tags), note.by, note.at);
}

export function withdrawAnnotation(db: WriteDb, id: string, at: number): void {
  withdraw(db).run(at, id);
}

export function restoreAnnotation(db: WriteDb, id: string): void {
  restore(db).run(id);
}

export interface NotebookVersion {
  seq: number; // version, from 1
  text: string;
  by: string;
  at: number;
}

/** The newest version; null before the first is saved. */
export function notebook(db: ReadDb): NotebookVersion | null {
  return (
    (db.prepare('SELECT seq, text, by, at FROM notebook ORDER BY at DESC, seq DESC LIMIT 1').get() as
      | NotebookVersion
      | undefined) ?? null
  );
}

/** Saves a version beside the older ones and returns its number. */
export function saveNotebook(db: WriteDb, version: Omit<NotebookVersion, 'seq'>): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO notebook (text, by, at) VALUES (?, ?, ?)')
    .run(version.text, version.by, version.at);
  return Number(lastInsertRowid);
}

export function* notebookHistory(db: ReadDb): Generator<Omit<NotebookVersion, 'at'> & { at: string }> {
  for (const row of db.prepare('SELECT seq, text, by, at FROM notebook ORDER BY seq').iterate()) {
    const version = row as NotebookVersion;
    yield { ...version, at: rfc3339(version.at) };
  }
}

/** Every version, newest first; the text only of version `seq`, the others by their length. */
export function notebookVersions(
  db: ReadDb,
  seq: number | null,
): { seq: number; at: string; by: string; characters: number; text: string | null }[] {
  const rows = db
    .prepare<[number], { seq: number; at: number; by: string; characters: number; text: string | null }>(
      `SELECT seq, at, by, length(text) AS characters, CASE WHEN seq = ? THEN text END AS text
       FROM notebook ORDER BY seq DESC`,
    )
    .all(seq ?? -1);
  return rows.map((row) => ({ ...row, at: rfc3339(row.at) }));
}
