/** The investigator's words on episodes and links: kept across analyses; withdrawn, never deleted. */
import type { Decision } from '../../../shared/model/episode';
import { rfc3339 } from '../../../shared/model/time';
import type { Action, Verdict } from '../../../shared/model/words';
import { codes } from './codes';
import type { ReadDb, WriteDb } from './open';
import { statement } from './statement';

interface Row {
  seq: number;
  episode: string;
  verdict: number;
  action: Action;
  why: string;
  by: string;
  at: number;
}

const printed = ({ verdict, action, why, by, at }: Row): Decision => ({
  verdict: codes.verdict.word(verdict),
  action,
  why,
  by,
  at: rfc3339(at),
});

/** The newest decision that stands on any of the ids; null where none does. */
export function standingDecision(db: ReadDb, ids: readonly string[]): Decision | null {
  const row = standing(db, ids);
  return row ? printed(row) : null;
}

function standing(db: ReadDb, ids: readonly string[]): Row | undefined {
  return standingOf(db).get(JSON.stringify(ids));
}

const standingOf = statement<[string], Row>(
  `SELECT * FROM decision WHERE episode IN (SELECT value FROM json_each(?)) AND withdrawn IS NULL
   ORDER BY at DESC, seq DESC LIMIT 1`,
);

export function decide(
  db: WriteDb,
  decision: { episode: string; verdict: Verdict; action: Action; why: string; by: string; at: number },
): void {
  const { episode, verdict, action, why, by, at } = decision;
  db.prepare('INSERT INTO decision (episode, verdict, action, why, by, at) VALUES (?, ?, ?, ?, ?, ?)').run(
    episode,
    codes.verdict.code(verdict),
    action,
    why,
    by,
    at,
  );
}

/** Takes the newest standing decision back and returns it; null where there was none. */
export function withdrawDecision(db: WriteDb, ids: readonly string[], at: number): Decision | null {
  const row = standing(db, ids);
  if (!row) return null;
  db.prepare('UPDATE decision SET withdrawn = ? WHERE seq = ?').run(at, row.seq);
  return printed(row);
}

export type Review = 'confirmed' | 'rejected';

/** Standing reviews of links. `of` an episode by all its ids: where several were reviewed before they became one, the newest word stands. */
export class StandingReviews {
  readonly #said: Map<string, Map<string, { review: Review; nth: number }>>;

  constructor(db: ReadDb) {
    this.#said = byEpisode(db);
  }

  of(ids: readonly string[], event: string): Review | null {
    let newest: { review: Review; nth: number } | null = null;
    for (const id of ids) {
      const word = this.#said.get(id)?.get(event);
      if (word && word.nth > (newest?.nth ?? -1)) newest = word;
    }
    return newest?.review ?? null;
  }
}

function byEpisode(db: ReadDb): Map<string, Map<string, { review: Review; nth: number }>> {
  const all = new Map<string, Map<string, { review: Review; nth: number }>>();
  const rows = db
    .prepare<[], { episode: string; event: string; review: Review }>(
      'SELECT episode, event, review FROM link_review WHERE withdrawn IS NULL ORDER BY at, seq',
    )
    .all();
  for (const [nth, { episode, event, review }] of rows.entries()) {
    let of = all.get(episode);
    if (!of) {
      of = new Map();
      all.set(episode, of);
    }
    of.set(event, { review, nth });
  }
  return all;
}

export function reviewsOf(db: ReadDb, ids: readonly string[]): Map<string, Review> {
  const rows = reviewed(db).all(JSON.stringify(ids));
  return new Map(rows.map(({ event, review }) => [event, review]));
}

const reviewed = statement<[string], { event: string; review: Review }>(
  `SELECT event, review FROM link_review WHERE episode IN (SELECT value FROM json_each(?)) AND withdrawn IS NULL ORDER BY at, seq`,
);

/** Sets the word on a link (null takes it back); returns what stood before. */
export function reviewLink(
  db: WriteDb,
  word: {
    ids: readonly string[];
    episode: string;
    event: string;
    review: Review | null;
    why: string;
    by: string;
    at: number;
  },
): Review | null {
  const before = reviewsOf(db, word.ids).get(word.event) ?? null;
  db.prepare(
    `UPDATE link_review SET withdrawn = ? WHERE event = ? AND withdrawn IS NULL
     AND episode IN (SELECT value FROM json_each(?))`,
  ).run(word.at, word.event, JSON.stringify(word.ids));
  if (word.review) {
    db.prepare('INSERT INTO link_review (episode, event, review, why, by, at) VALUES (?, ?, ?, ?, ?, ?)').run(
      word.episode,
      word.event,
      word.review,
      word.why,
      word.by,
      word.at,
    );
  }
  return before;
}

/** The reason that this word on a link was last given, though the word be taken back; empty where it never was. */
export const reasonOfReview = (db: ReadDb, ids: readonly string[], event: string, review: Review): string =>
  lastReason(db).get(JSON.stringify(ids), event, review)?.why ?? '';

const lastReason = statement<[string, string, Review], { why: string }>(
  `SELECT why FROM link_review WHERE episode IN (SELECT value FROM json_each(?)) AND event = ? AND review = ?
   ORDER BY at DESC, seq DESC LIMIT 1`,
);

/** Stamps the first view; later ones change nothing. */
export function stampView(db: WriteDb, episode: string, at: number): void {
  db.prepare('INSERT OR IGNORE INTO first_view (episode, at) VALUES (?, ?)').run(episode, at);
}

export function firstViewed(db: ReadDb, ids: readonly string[]): number | null {
  return viewed(db).get(JSON.stringify(ids))?.at ?? null;
}

const viewed = statement<[string], { at: number | null }>(
  'SELECT min(at) AS at FROM first_view WHERE episode IN (SELECT value FROM json_each(?))',
);
