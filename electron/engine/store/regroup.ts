/** Words on which denials make one episode: merged, split, taken back; never deleted. */
import type { Regrouping } from '../../../shared/model/regroup';
import { rfc3339 } from '../../../shared/model/time';
import { parseEventId } from './event-id';
import type { ReadDb, WriteDb } from './open';

interface Row extends Omit<Regrouping, 'at' | 'withdrawn'> {
  at: number;
  withdrawn: number | null;
}

const printed = ({ at, withdrawn, ...row }: Row): Regrouping => ({
  ...row,
  at: rfc3339(at),
  withdrawn: withdrawn === null ? null : rfc3339(withdrawn),
});

/** All words in the order in which they were given, also those taken back. */
export const regroupHistory = (db: ReadDb): Regrouping[] =>
  db.prepare<[], Row>('SELECT * FROM regroup ORDER BY seq').all().map(printed);

export const standingRegroups = (db: ReadDb): Regrouping[] =>
  db.prepare<[], Row>('SELECT * FROM regroup WHERE withdrawn IS NULL ORDER BY seq').all().map(printed);

export function regroup(db: WriteDb, word: Omit<Regrouping, 'seq' | 'at' | 'withdrawn'> & { at: number }): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO regroup (act, episode, other, why, by, at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(word.act, word.episode, word.other, word.why, word.by, word.at);
  return Number(lastInsertRowid);
}

/** Takes a standing word back; null where none of that number stands. */
export function withdrawRegroup(db: WriteDb, seq: number, at: number): Regrouping | null {
  const row = db.prepare<[number], Row>('SELECT * FROM regroup WHERE seq = ? AND withdrawn IS NULL').get(seq);
  if (!row) return null;
  db.prepare('UPDATE regroup SET withdrawn = ? WHERE seq = ?').run(at, seq);
  return printed({ ...row, withdrawn: at });
}

/** Lets a word that was taken back stand again; null where none of that number was. */
export function restoreRegroup(db: WriteDb, seq: number): Regrouping | null {
  const row = db.prepare<[number], Row>('SELECT * FROM regroup WHERE seq = ? AND withdrawn IS NOT NULL').get(seq);
  if (!row) return null;
  db.prepare('UPDATE regroup SET withdrawn = NULL WHERE seq = ?').run(seq);
  return printed({ ...row, withdrawn: null });
}

/** Standing words as keys of the denials that they name, as the sweep knows them. */
export function regroupWords(db: ReadDb): { act: Regrouping['act']; one: string; other: string }[] {
  const key = (episode: string): string | null => {
    const named = parseEventId(`e${episode.slice(1)}`);
    return named && `${named.rk}:${named.content}`;
  };
  return standingRegroups(db).flatMap(({ act, episode, other }) => {
    const [one, two] = [key(episode), key(other)];
    return one && two ? [{ act, one, other: two }] : [];
  });
}
