/**
 * Noise that the investigator wants out of sight, until a day. A suppression is a query over episodes; it hides no episode
 * that looks like an attack and none of an emergency account. What it hides stays in every list that is asked for.
 */
import type { Episode } from '../../../shared/model/episode';
import type { Suppression } from '../../../shared/model/suppression';
import { rfc3339 } from '../../../shared/model/time';
import { episodeMatcher } from './episode-query';
import type { ReadDb, WriteDb } from './open';
import { statement } from './statement';

interface Row {
  id: string;
  query: string;
  why: string;
  by: string;
  at: number;
  expires: number;
  withdrawn: number | null;
}

type Body = Omit<Episode, 'events' | 'decision' | 'state' | 'suppressed'>;

/** Why an episode is never hidden; null where it may be. */
export function neverHidden({ verdict, patterns }: Pick<Episode, 'verdict' | 'patterns'>): string | null {
  if (patterns.includes('break_glass')) return 'emergency account';
  if (verdict === 'likely_compromise') return 'likely compromise';
  if (verdict === 'attempted_abuse') return 'attempted abuse';
  return null;
}

export interface Fitting {
  pid: number;
  body: Body;
  summary: string;
}

/** Episodes that a query fits, in order of time, by what the analysis found alone. Throws `QueryError`. */
export function* fitting(db: ReadDb, query: string): Generator<Fitting> {
  const fits = episodeMatcher(query);
  const rows = db
    .prepare<[], { pid: number; body: string; summary: string }>(
      'SELECT pid, body, summary FROM episode ORDER BY start, id',
    )
    .iterate();
  for (const { pid, body: text, summary } of rows) {
    const body = JSON.parse(text) as Body;
    if (fits(body, summary)) yield { pid, body, summary };
  }
}

/** Computes again what each suppression hides in the present findings. */
export function refreshSuppressed(db: WriteDb): void {
  db.exec('DELETE FROM suppressed');
  const standing = db.prepare<[], Row>('SELECT * FROM suppression WHERE withdrawn IS NULL').all();
  const insert = db.prepare('INSERT INTO suppressed (pid, id) VALUES (?, ?)');
  for (const { id, query } of standing) {
    const hidden = [...fitting(db, query)].filter(({ body }) => neverHidden(body) === null);
    for (const { pid } of hidden) insert.run(pid, id);
  }
}

const COUNTED = `SELECT s.*, (SELECT count(*) FROM suppressed h WHERE h.id = s.id) AS episodes,
  (SELECT count(*) FROM suppressed h JOIN episode_event e ON e.pid = h.pid AND e.part = 0 WHERE h.id = s.id) AS events
  FROM suppression s`;

const printed = ({ at, expires, withdrawn, ...row }: Row & { episodes: number; events: number }, now: number): Suppression => ({
  ...row,
  at: rfc3339(at),
  expires: rfc3339(expires),
  withdrawn: withdrawn === null ? null : rfc3339(withdrawn),
  state: withdrawn !== null ? 'withdrawn' : expires <= now ? 'expired' : 'standing',
}); // biome-ignore format: one row

/** All, newest first; also those that expired or were taken back. */
export const suppressions = (db: ReadDb, now: number): Suppression[] =>
  db
    .prepare<[], Row & { episodes: number; events: number }>(`${COUNTED} ORDER BY s.at DESC, s.id`)
    .all()
    .map((row) => printed(row, now));

export function suppressionOf(db: ReadDb, id: string, now: number): Suppression | null {
  const row = db.prepare<[string], Row & { episodes: number; events: number }>(`${COUNTED} WHERE s.id = ?`).get(id);
  return row ? printed(row, now) : null;
}

/** The suppression that hides an episode now, the one that lasts longest; null where none does. */
export function hiddenBy(db: ReadDb, pid: number, now: number): Episode['suppressed'] {
  const row = hiding(db).get(pid, now);
  return row ? { id: row.id, why: row.why, by: row.by, until: rfc3339(row.expires) } : null;
}

// In subselects: SQLite would plan it anew for each value that is bound (0022).
const hiding = statement<[number, number], Row>(
  `SELECT s.* FROM suppressed h JOIN suppression s ON s.id = h.id
   WHERE h.pid = (SELECT ?) AND s.withdrawn IS NULL AND s.expires > (SELECT ?) ORDER BY s.expires DESC, s.id LIMIT 1`,
);

export function keepSuppression(db: WriteDb, one: Omit<Row, 'withdrawn'>): void {
  db.prepare('INSERT INTO suppression (id, query, why, by, at, expires) VALUES (?, ?, ?, ?, ?, ?)').run(
    one.id,
    one.query,
    one.why,
    one.by,
    one.at,
    one.expires,
  );
}

/** Takes one back, or (with `at` null) lets one that was taken back stand again. */
export function withdrawSuppression(db: WriteDb, id: string, at: number | null): void {
  db.prepare('UPDATE suppression SET withdrawn = ? WHERE id = ?').run(at, id);
}
