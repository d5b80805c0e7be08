/**
 * The investigator's words on who is who. The custody log is their place: a line says merge or split, a later one takes it
 * back; what stands is read from it, so that no copy can say otherwise.
 */
import type { IdentityWord } from '../../../shared/model/identity';
import { readMeta, writeMeta } from './case-reads';
import type { ReadDb, WriteDb } from './open';

export const MERGE = 'identity.merge';
export const SPLIT = 'identity.split';
export const WITHDRAW = 'identity.withdraw';
export const RESTORE = 'identity.restore';

interface Row {
  seq: number;
  line: string;
}

/** Words that stand, in the order in which they were said. */
export const identityWords = (db: ReadDb): IdentityWord[] => wordsOf(db, 'NOT IN');

/** Words that were taken back, in the order in which they were said. */
export const withdrawnWords = (db: ReadDb): IdentityWord[] => wordsOf(db, 'IN');

const wordsOf = (db: ReadDb, withdrawn: 'IN' | 'NOT IN'): IdentityWord[] =>
  db
    .prepare<[], Row>(
      `WITH word AS (
         SELECT seq, line, json_extract(line, '$.act') AS act FROM custody
         WHERE line LIKE '%"identity.%' AND json_extract(line, '$.act') IN ('${MERGE}', '${SPLIT}', '${WITHDRAW}', '${RESTORE}')),
       -- what was said last of a word counts: taken back, or standing again
       last AS (
         SELECT json_extract(line, '$.detail.word') AS word, act, max(seq) FROM word
         WHERE act IN ('${WITHDRAW}', '${RESTORE}') GROUP BY 1)
       SELECT seq, line FROM word WHERE act IN ('${MERGE}', '${SPLIT}') AND seq ${withdrawn} (
         SELECT word FROM last WHERE act = '${WITHDRAW}')
       ORDER BY seq`,
    )
    .all()
    .map(({ seq, line }) => wordOf(seq, JSON.parse(line)));

interface Line {
  act: string;
  at: string;
  actor: string;
  detail: {
    why: string;
    identities: string[];
    names: string[];
    spellings?: IdentitySpelling[];
    /** Who said it first, where it was taken in from another copy of the case. */
    said?: { by: string; at: string };
  };
}
type IdentitySpelling = Extract<IdentityWord, { act: 'split' }>['spellings'][number];

function wordOf(seq: number, { act, at, actor, detail }: Line): IdentityWord {
  const { why, identities, names, spellings = [], said: first = { by: actor, at } } = detail;
  const said = { seq, ...first, why, identities, names };
  return act === MERGE ? { act: 'merge', ...said } : { act: 'split', ...said, spellings };
}

const SUGGESTIONS = 'identity_suggestions';
const KEPT = 1_000;

interface Suggested {
  identities: readonly string[];
  reasons: readonly unknown[];
}

/** What the last analysis would not join; the strongest are kept, all are counted. */
export const writeSuggestions = (db: WriteDb, list: readonly Suggested[]): void =>
  writeMeta(db, SUGGESTIONS, JSON.stringify({ total: list.length, rows: list.slice(0, KEPT) }));

export interface Suggestions<R> {
  total: number;
  rows: { identities: string[]; reasons: R[] }[];
}

export function readSuggestions<R>(db: ReadDb): Suggestions<R> {
  const text = readMeta(db, SUGGESTIONS);
  return text ? (JSON.parse(text) as Suggestions<R>) : { total: 0, rows: [] };
}
