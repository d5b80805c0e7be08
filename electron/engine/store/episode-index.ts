/**
 * What lists of episodes are made from, without a look at the findings' bodies: a few numbers of each, in the order of the
 * queue. The analysis leaves it in `meta`; in a case that was analysed before there was one, the bodies are read once.
 */
import { analysedFrom } from './analysed';
import { readMeta, writeMeta } from './case-reads';
import type { ReadDb, WriteDb } from './open';
import { writesTo } from './writes';

export interface EpisodeFacts {
  pid: number;
  id: string;
  iid: number;
  /** Milliseconds UTC. */
  start: number;
  finish: number;
  /** Code of the verdict. */
  verdict: number;
  urgency: number;
  denials: number;
  patterns: readonly string[];
  aliases: readonly string[];
}

/** Columns of one length, the most urgent episode first. */
export interface EpisodeIndex {
  pids: number[];
  iids: number[];
  starts: number[];
  finishes: number[];
  verdicts: number[];
  denials: number[];
  /** Place in `sets`. */
  patterns: number[];
  sets: string[][];
  /** Former ids, of those that have any. */
  aliases: [pid: number, names: string[]][];
}

const INDEX = 'episodes';
const INDEX_OF = 'episodes_of';

/** Most urgent first, then the older one, ties by id: `ORDER BY urgency DESC, start, id`. */
const inQueue = (a: EpisodeFacts, b: EpisodeFacts): number =>
  b.urgency - a.urgency || a.start - b.start || (a.id < b.id ? -1 : 1);

function indexOf(facts: readonly EpisodeFacts[]): EpisodeIndex {
  const rows = [...facts].sort(inQueue);
  const sets = new Map<string, number>();
  const patterns = rows.map(({ patterns: list }) => {
    const key = JSON.stringify(list);
    const place = sets.get(key) ?? sets.size;
    sets.set(key, place);
    return place;
  });
  return {
    pids: rows.map(({ pid }) => pid),
    iids: rows.map(({ iid }) => iid),
    starts: rows.map(({ start }) => start),
    finishes: rows.map(({ finish }) => finish),
    verdicts: rows.map(({ verdict }) => verdict),
    denials: rows.map(({ denials }) => denials),
    patterns,
    sets: [...sets.keys()].map((key) => JSON.parse(key) as string[]),
    aliases: rows.flatMap(({ pid, aliases }) =>
      aliases.length > 0 ? [[pid, [...aliases]] as [number, string[]]] : [],
    ),
  };
}

/** With the findings, in their transaction. */
export const keepEpisodeIndex = (db: WriteDb, facts: readonly EpisodeFacts[]): void =>
  writeMeta(db, INDEX, JSON.stringify(indexOf(facts)));

/** Says of which findings it is; what another version of the program found has another index, or none. */
export const stampEpisodeIndex = (db: WriteDb, fingerprint: string): void => writeMeta(db, INDEX_OF, fingerprint);

const known = new WeakMap<ReadDb, { of: string; index: EpisodeIndex }>();

/** Of the present findings. */
export function episodeIndex(db: ReadDb): EpisodeIndex {
  const from = analysedFrom(db);
  const of = from ?? writesTo(db);
  const held = known.get(db);
  if (held?.of === of) return held.index;
  const kept = from !== null && readMeta(db, INDEX_OF) === from ? readMeta(db, INDEX) : null;
  const index = kept === null ? indexOf(factsInBodies(db)) : (JSON.parse(kept) as EpisodeIndex);
  known.set(db, { of, index });
  return index;
}

const inTime = new WeakMap<EpisodeIndex, readonly number[]>();

/** Episodes (rows) in order of time, ties by id: sorted once as long as the findings stay what they are. */
export function episodesInTime(db: ReadDb): readonly number[] {
  const index = episodeIndex(db);
  let pids = inTime.get(index);
  if (!pids) {
    pids = db.prepare<[], number>('SELECT pid FROM episode ORDER BY start, id').pluck().all();
    inTime.set(index, pids);
  }
  return pids;
}

/** What is remembered of an open case is read again. */
export const forgetEpisodeIndex = (db: ReadDb): void => void known.delete(db);

function factsInBodies(db: ReadDb): EpisodeFacts[] {
  return db
    .prepare<[], Omit<EpisodeFacts, 'denials' | 'patterns' | 'aliases'> & { told: string }>(
      `SELECT pid, id, iid, start, finish, verdict, urgency, json_extract(body, '$.denials', '$.patterns', '$.aliases') AS told
       FROM episode`,
    )
    .all()
    .map(({ told, ...row }) => {
      const [denials, patterns, aliases] = JSON.parse(told) as [number | null, string[] | null, string[] | null];
      return { ...row, denials: denials ?? 0, patterns: patterns ?? [], aliases: aliases ?? [] };
    });
}
