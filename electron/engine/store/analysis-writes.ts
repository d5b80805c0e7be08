/** Writes what the analysis found. Everything here is computed again from evidence; the investigator's words are not. */

import { assert } from '../../../shared/base/assert';
import type { Coverage } from '../../../shared/model/coverage';
import type { Path } from '../../../shared/model/episode';
import type { IdentityResult } from '../../../shared/model/identity';
import type { Verdict } from '../../../shared/model/words';
import { lookedUpIn } from './address-facts';
import { FINGERPRINT } from './analysed';
import { readMeta, writeMeta } from './case-reads';
import { clocksSet } from './clocks';
import { codes } from './codes';
import { parseContextId } from './context';
import { type EpisodeFacts, episodeIndex, keepEpisodeIndex, stampEpisodeIndex } from './episode-index';
import { parseEventId } from './event-id';
import {
  areParts,
  type Cells,
  EPISODE,
  type EpisodeCells,
  episodeCells,
  IDENTITY,
  identityCells,
  type Parts,
  partCodes,
  rowOf,
  STANDING_PARTS,
} from './findings-rows';
import { identityWords } from './identity-words';
import type { ReadDb, WriteDb } from './open';

export interface EpisodeResult extends EpisodeCells {
  /** Attempts that it counts. */
  attempts: number;
  patterns: readonly string[];
  aliases: readonly string[];
  /**
   * What of it stands at its position already, from the run before: its events and paths and all of its row but for `who`,
   * or all of these but the body as well; null where that is to be compared.
   */
  stands: 'all' | 'all but its body' | null;
  paths: readonly Path[];
  parts: Parts;
}

export interface AttemptResults {
  /** All row ids of events are smaller. */
  readonly end: number;
  /** Each event from one row id on and before another that belongs to an attempt of several, in order of row id. */
  each(from: number, to: number, say: (eid: number, attempt: number, counted: boolean) => void): void;
}

/** Which identity (position) each name in a context row means; null where no log knows it. */
export function writeMatches(db: WriteDb, matches: readonly { row: string; name: string; who: number | null }[]): void {
  db.exec('DELETE FROM context_match');
  const insert = db.prepare(
    'INSERT OR IGNORE INTO context_match (cid, name, iid) SELECT cid, ?, ? FROM context_all WHERE ck = ?',
  );
  for (const { row, name, who } of matches) insert.run(name, who === null ? null : who + 1, parseContextId(row));
}

const BATCH = 200; // rows a statement: most of the cost of a row is the way to SQLite and back
const SPAN = 1_024; // row ids compared at once

/**
 * Brings the attempts to what was found, within the transaction of the caller: all of them, or at least what is told of these
 * events. Where they say the same they stay: comparing costs a fifth of writing.
 */
export function writeAttempts(db: WriteDb, attempts: AttemptResults, only: ReadonlySet<number> | null = null): void {
  const standing = db
    .prepare<[number, number], [eid: number, attempt: number, counted: number]>(
      'SELECT eid, attempt, counted FROM attempt WHERE eid >= ? AND eid < ? ORDER BY eid',
    )
    .raw();
  const drop = db.prepare('DELETE FROM attempt WHERE eid = ?');
  const insert = (rows: number) =>
    db.prepare<[number[]]>(
      `INSERT INTO attempt (eid, attempt, counted) VALUES ${Array(rows).fill('(?, ?, ?)').join(', ')}`,
    );
  const whole = insert(BATCH);
  let fresh: number[] = [];
  for (const from of spansOf(attempts.end, only)) {
    const old = standing.all(from, from + SPAN);
    let at = 0;
    attempts.each(from, from + SPAN, (eid, attempt, counted) => {
      while (at < old.length && old[at]![0] < eid) drop.run(old[at++]![0]);
      const cell = counted ? 1 : 0;
      const same = old[at]?.[0] === eid ? old[at++]! : null;
      if (same?.[1] === attempt && same[2] === cell) return;
      if (same) drop.run(eid);
      if (fresh.push(eid, attempt, cell) < 3 * BATCH) return;
      whole.run(fresh);
      fresh = [];
    });
    for (; at < old.length; at++) drop.run(old[at]![0]);
  }
  if (fresh.length > 0) insert(fresh.length / 3).run(fresh);
  db.prepare('DELETE FROM attempt WHERE eid >= ?').run(attempts.end);
}

/** First row id of each span: of all of them, or of those with one of these events. */
function spansOf(end: number, only: ReadonlySet<number> | null): Iterable<number> {
  if (!only) return Array.from({ length: Math.ceil(end / SPAN) }, (_, i) => i * SPAN);
  const spans = new Set<number>();
  for (const eid of only) spans.add(eid - (eid % SPAN));
  return spans;
}

/**
 * Brings identities, episodes and paths to what was found, in one transaction: rows that say the same stay as they are, since
 * most do where little is new.
 */
export function writeFindings(
  db: WriteDb,
  identities: readonly IdentityResult[],
  episodes: Iterable<EpisodeResult>,
  /** Whether all rows of identities are those that stand. */
  doIdentitiesStand = false,
): void {
  db.transaction(() => {
    if (!doIdentitiesStand) writeRows(db, 'identity', IDENTITY, identities, identityCells);
    writeActors(db, identities);
    const facts: EpisodeFacts[] = [];
    const parts = new PartRows(db);
    const paths = new PathRows(db);
    const iid = db.prepare('UPDATE episode SET iid = ? WHERE pid = ?');
    let whose: Int32Array | null = null; // by pid, of those that stand
    const body = db.prepare('UPDATE episode SET body = ? WHERE pid = ?');
    const stands = (each: EpisodeResult, i: number): boolean => {
      if (each.stands === null) return false;
      whose ??= identitiesOfEpisodes(db);
      if (whose[i + 1] !== each.who + 1) iid.run(each.who + 1, i + 1);
      if (each.stands === 'all but its body') body.run(each.body, i + 1);
      paths.keep(i + 1);
      return true;
    };
    const tell = (each: EpisodeResult, i: number): void => {
      const { id, who, start, finish, urgency, attempts, patterns, aliases } = each;
      const verdict = codes.verdict.code(each.verdict);
      facts.push({
        pid: i + 1,
        id,
        iid: who + 1,
        start,
        finish,
        verdict,
        urgency,
        denials: attempts,
        patterns,
        aliases,
      });
    };
    const cells = (each: EpisodeResult, i: number): Cells => {
      parts.write(i + 1, each.parts);
      for (const one of each.paths) paths.write(i + 1, one);
      return episodeCells(each, i);
    };
    writeRows(db, 'episode', EPISODE, episodes, cells, (each, i) => {
      tell(each, i);
      return stands(each, i);
    });
    parts.end(facts.length);
    paths.end();
    keepEpisodeIndex(db, facts);
  }).immediate();
}

/**
 * Rows numbered from 1, named by their second column. As long as the names are those that stand, what differs is written over;
 * from the first other name on all of them are written anew. `stands`: whether the row at this place is as it should be, which
 * can be only as long as the names are.
 */
function writeRows<T>(
  db: WriteDb,
  table: string,
  columns: readonly string[],
  found: Iterable<T>,
  cells: (each: T, i: number) => Cells,
  stands: (each: T, i: number) => boolean = () => false,
): void {
  const [key, ...others] = columns;
  const standing = db.prepare<[number], Cells>(rowOf(table, columns)).raw();
  const insert = db.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const change = db.prepare(`UPDATE ${table} SET ${others.map((name) => `${name} = ?`).join(', ')} WHERE ${key} = ?`);
  const cut = db.prepare(`DELETE FROM ${table} WHERE ${key} > ?`);
  let isAlike = true;
  let i = 0;
  for (const each of found) {
    if (stands(each, i)) {
      assert(isAlike, 'what stands is at its place');
      i++;
      continue;
    }
    const row = cells(each, i);
    const old = isAlike ? standing.get(i + 1) : undefined;
    if (isAlike && old?.[1] !== row[1]) {
      cut.run(i);
      isAlike = false;
    }
    if (!isAlike) insert.run(row);
    else if (row.some((cell, c) => cell !== old![c])) change.run([...row.slice(1), row[0]!]);
    i++;
  }
  if (isAlike) cut.run(i);
}

/** By pid. */
function identitiesOfEpisodes(db: ReadDb): Int32Array {
  const last = db.prepare<[], number | null>('SELECT max(pid) FROM episode').pluck().get() ?? 0;
  const out = new Int32Array(last + 1);
  const rows = db.prepare<[], [pid: number, iid: number]>('SELECT pid, iid FROM episode').raw();
  for (const [pid, iid] of rows.iterate() as Iterable<[number, number]>) out[pid] = iid;
  return out;
}

function writeActors(db: WriteDb, identities: readonly IdentityResult[]): void {
  const rest = new Map(
    db.prepare<[], [number, number]>('SELECT actor, iid FROM actor_identity').raw().iterate() as Iterable<[number, number]>, // biome-ignore format: one statement
  );
  const put = db.prepare('INSERT OR REPLACE INTO actor_identity (actor, iid) VALUES (?, ?)');
  identities.forEach(({ actors }, i) => {
    for (const actor of actors) {
      if (rest.get(actor) !== i + 1) put.run(actor, i + 1);
      rest.delete(actor);
    }
  });
  const drop = db.prepare('DELETE FROM actor_identity WHERE actor = ?');
  for (const actor of rest.keys()) drop.run(actor);
}

/** The events of each episode. */
class PartRows {
  readonly #standing;
  readonly #insert;
  readonly #drop;
  readonly #cut;

  constructor(db: WriteDb) {
    this.#standing = db.prepare<[number], [number, number]>(STANDING_PARTS).raw();
    this.#insert = db.prepare('INSERT OR IGNORE INTO episode_event (pid, eid, part) VALUES (?, ?, ?)');
    this.#drop = db.prepare('DELETE FROM episode_event WHERE pid = ?');
    this.#cut = db.prepare('DELETE FROM episode_event WHERE pid > ?');
  }

  write(pid: number, parts: Parts): void {
    const old = this.#standing.all(pid);
    if (areParts(old, partCodes(parts))) return;
    if (old.length > 0) this.#drop.run(pid);
    [parts.denials, parts.linked, parts.hops, parts.own].forEach((eids, part) => {
      for (const eid of eids) this.#insert.run(pid, eid, part);
    });
  }

  end(last: number): void {
    this.#cut.run(last);
  }
}

/** The paths of all episodes; of two with one id the first stays. */
class PathRows {
  readonly #standing: Map<string, [pid: number, score: number, body: string]>;
  readonly #done = new Set<string>();
  #ofEpisode: Map<number, string[]> | null = null;
  readonly #put;
  readonly #drop;

  constructor(db: WriteDb) {
    const rows = db.prepare<[], [string, number, number, string]>('SELECT id, pid, score, body FROM path').raw().all();
    this.#standing = new Map(rows.map(([id, ...rest]) => [id, rest]));
    this.#put = db.prepare('INSERT OR REPLACE INTO path (id, pid, score, body) VALUES (?, ?, ?, ?)');
    this.#drop = db.prepare('DELETE FROM path WHERE id = ?');
  }

  write(pid: number, path: Path): void {
    if (this.#done.has(path.id)) return;
    this.#done.add(path.id);
    const body = JSON.stringify(path);
    const old = this.#standing.get(path.id);
    if (old?.[0] !== pid || old[1] !== path.score || old[2] !== body) this.#put.run(path.id, pid, path.score, body);
  }

  /** Those of the episode stay as they are. */
  keep(pid: number): void {
    if (!this.#ofEpisode) {
      this.#ofEpisode = new Map();
      for (const [id, [of]] of this.#standing) this.#ofEpisode.set(of, [...(this.#ofEpisode.get(of) ?? []), id]);
    }
    for (const id of this.#ofEpisode.get(pid) ?? []) this.#done.add(id);
  }

  end(): void {
    for (const id of this.#standing.keys()) if (!this.#done.has(id)) this.#drop.run(id);
  }
}

/** Ids of episodes on which a word of the investigator stands or stood. */
export const wordedEpisodes = (db: ReadDb): string[] =>
  db
    .prepare<[], string>(
      `SELECT episode FROM decision UNION SELECT episode FROM link_review UNION SELECT episode FROM first_view
       UNION SELECT target FROM annotation WHERE target GLOB 'p*'
       UNION SELECT other FROM regroup WHERE act = 'merge' AND withdrawn IS NULL ORDER BY 1`,
    )
    .pluck()
    .all();

/** The denial that each episode is named after; null where it is not in evidence any more. */
export function wordedDenials(db: ReadDb, ids: readonly string[]): { id: string; eid: number | null }[] {
  const event = db.prepare<[number, number], number>('SELECT eid FROM event WHERE rk = ? AND content = ?').pluck();
  return ids.map((id) => {
    const key = parseEventId(`e${id.slice(1)}`);
    return { id, eid: key ? (event.get(key.rk, key.content) ?? null) : null };
  });
}

const COVERAGE = 'coverage';

/** What the evidence covers and lacks, as the last analysis told it. */
export const writeCoverage = (db: WriteDb, coverage: Coverage): void =>
  writeMeta(db, COVERAGE, JSON.stringify(coverage));

/** Null where nothing was analysed yet. */
export function readCoverage(db: ReadDb): Coverage | null {
  const text = readMeta(db, COVERAGE);
  return text === null ? null : (JSON.parse(text) as Coverage);
}

/** Hashes of what findings were computed from, part by part. */
export type AnalysedParts = Record<'evidence' | 'words' | 'thresholds' | 'program', string>;

const PARTS = 'analysed_parts';

/** Of the last run that was finished; null before the first. */
export function analysedParts(db: ReadDb): AnalysedParts | null {
  const text = readMeta(db, PARTS);
  return text === null ? null : (JSON.parse(text) as AnalysedParts);
}

export function finishAnalysis(db: WriteDb, fingerprint: string, parts: AnalysedParts): void {
  writeMeta(db, FINGERPRINT, fingerprint);
  stampEpisodeIndex(db, fingerprint);
  writeMeta(db, PARTS, JSON.stringify(parts));
}

/** Ids under which episodes were known before, with their aliases: what a new analysis must still answer to. */
export function formerEpisodes(db: ReadDb): { id: string; aliases: string[]; denials: number[] }[] {
  const first = db.prepare<[number], number>('SELECT eid FROM episode_event WHERE pid = ? AND part = 0').pluck();
  return db
    .prepare<[], { pid: number; id: string; aliases: string | null }>(
      `SELECT pid, id, json_extract(body, '$.aliases') AS aliases FROM episode`,
    )
    .all()
    .map(({ pid, id, aliases }) => ({ id, aliases: JSON.parse(aliases ?? '[]') as string[], denials: first.all(pid) }));
}

/** The evidence that the analysis depends on. */
export const evidenceInputs = (db: ReadDb): unknown => [
  db.prepare('SELECT eid FROM horizon').pluck().get(),
  db.prepare(`SELECT id FROM import WHERE state = 'complete' ORDER BY id`).pluck().all(),
  db.prepare('SELECT id FROM file WHERE removed IS NOT NULL ORDER BY id').pluck().all(),
  ...clocksSet(db),
  lookedUpIn(db),
];

/** The investigator's words that the analysis depends on. */
export const wordInputs = (db: ReadDb): unknown => [
  db.prepare('SELECT seq, review FROM link_review WHERE withdrawn IS NULL ORDER BY seq').raw().all(),
  ...gatheringWords(db),
];

/** The words that decide which denials are one episode, and who is who: all but those on links. */
export const gatheringWords = (db: ReadDb): unknown[] => [
  db.prepare('SELECT seq FROM regroup WHERE withdrawn IS NULL ORDER BY seq').pluck().all(),
  identityWords(db).map(({ seq }) => seq),
];

/** Findings as the last analysis left them, to be compared with the next: a body is read when it is asked for. */
export function* standingFindings(
  db: ReadDb,
): Generator<{ id: string; start: number; summary: string; readonly body: string }> {
  const body = db.prepare<[number], string>('SELECT body FROM episode WHERE pid = ?').pluck();
  const rows = db
    .prepare<[], { pid: number; id: string; start: number; summary: string }>(
      'SELECT pid, id, start, summary FROM episode ORDER BY pid',
    )
    .all();
  for (const { pid, ...row } of rows)
    yield {
      ...row,
      get body() {
        return body.get(pid)!;
      },
    };
}

/** What stands of an episode, but for its body. */
export interface StandingEpisode {
  id: string;
  start: number;
  finish: number;
  verdict: Verdict;
  confidence: number;
  urgency: number;
  summary: string;
  denials: number;
  patterns: readonly string[];
  aliases: readonly string[];
}

/** By position; null where they are not numbered as an analysis numbers them. */
export function standingEpisodes(db: ReadDb): StandingEpisode[] | null {
  const { pids, denials, patterns, sets, aliases } = episodeIndex(db);
  const names = new Map(aliases);
  const places = new Map(pids.map((pid, place) => [pid, place]));
  const rows = db
    .prepare<[], Omit<StandingEpisode, 'verdict' | 'denials' | 'patterns' | 'aliases'> & { pid: number; verdict: number }>(
      'SELECT pid, id, start, finish, verdict, confidence, urgency, summary FROM episode ORDER BY pid',
    ) // biome-ignore format: one statement
    .all();
  if (rows.length !== pids.length || rows.some(({ pid }, i) => pid !== i + 1 || !places.has(pid))) return null;
  return rows.map(({ pid, verdict, ...row }) => {
    const place = places.get(pid)!;
    return {
      ...row,
      verdict: codes.verdict.word(verdict),
      denials: denials[place]!,
      patterns: sets[patterns[place]!]!,
      aliases: names.get(pid) ?? [],
    };
  });
}

/** Body of the episode at a position. */
export function standingBodies(db: ReadDb): (position: number) => string {
  const body = db.prepare<[number], string>('SELECT body FROM episode WHERE pid = ?').pluck();
  return (position) => body.get(position + 1)!;
}
