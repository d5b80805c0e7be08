/** Which episodes the investigator's words are on: from the words, which are few, to the episodes, and not the other way. */
import { STAR_TAG } from '../../../shared/model/note-templates';
import { CLOSED_TAG } from '../../../shared/model/words';
import { episodeIndex } from './episode-index';
import type { ReadDb } from './open';
import { untilWritten } from './writes';

/** Rows of `episode`. */
export interface EpisodeWords {
  /** With a decision that stands. */
  decided: ReadonlySet<number>;
  /** With a decision that stands and led to a step. */
  stepped: ReadonlySet<number>;
  /** Decided, and closed after that. */
  closed: ReadonlySet<number>;
  /** Looked at. */
  viewed: ReadonlySet<number>;
  /** With a star. */
  starred: ReadonlySet<number>;
}

const NAMES = `(SELECT e.id UNION ALL SELECT value FROM json_each(e.body, '$.aliases'))`;

/** Episodes that a select of ids (as `episode`) names; an id that no episode has any more names those it was before. */
function namedBy(db: ReadDb, ids: string): Set<number> {
  const rows = db
    .prepare<[], { name: string; pid: number | null }>(
      `SELECT n.episode AS name, e.pid FROM (${ids}) n LEFT JOIN episode e ON e.id = n.episode`,
    )
    .all();
  const found = new Set(rows.flatMap(({ pid }) => pid ?? []));
  const former = new Set(rows.flatMap(({ name, pid }) => (pid === null ? [name] : [])));
  if (former.size > 0)
    for (const [pid, names] of episodeIndex(db).aliases) if (names.some((name) => former.has(name))) found.add(pid);
  return found;
}

export const episodeWords = untilWritten((db): EpisodeWords => {
  const decided = namedBy(db, 'SELECT episode FROM decision WHERE withdrawn IS NULL');
  const withTag = (tag: string): Set<number> =>
    namedBy(
      db,
      `SELECT a.target AS episode FROM annotation a, json_each(a.tags) t WHERE a.withdrawn IS NULL AND t.value = '${tag}'`,
    );
  const tagged = withTag(CLOSED_TAG);
  // A later decision opens it again.
  const isClosed = db
    .prepare<[number], number>(
      `SELECT 1 FROM episode e WHERE e.pid = ? AND EXISTS (
         SELECT 1 FROM annotation a, json_each(a.tags) t WHERE a.withdrawn IS NULL AND t.value = '${CLOSED_TAG}'
         AND a.target IN ${NAMES}
         AND a.at >= (SELECT max(d.at) FROM decision d WHERE d.withdrawn IS NULL AND d.episode IN ${NAMES}))`,
    )
    .pluck();
  return {
    decided,
    stepped: namedBy(db, `SELECT episode FROM decision WHERE withdrawn IS NULL AND action <> 'none'`),
    closed: new Set([...tagged].filter((pid) => decided.has(pid) && isClosed.get(pid) === 1)),
    viewed: namedBy(db, 'SELECT episode FROM first_view'),
    starred: withTag(STAR_TAG),
  };
});

/** Out of sight as noise at the moment `now`. */
export const hiddenEpisodes = (db: ReadDb, now: number): Set<number> =>
  new Set(
    db
      .prepare<[number], number>(
        `SELECT h.pid FROM suppressed h JOIN suppression s ON s.id = h.id WHERE s.withdrawn IS NULL AND s.expires > ?`,
      )
      .pluck()
      .all(now),
  );

export const countEpisodes = untilWritten(
  (db) => db.prepare<[], number>('SELECT count(*) FROM episode').pluck().get()!,
);
