/**
 * Joins records without an id to the record with id that tells of the same event. Shapes of one log may differ in that
 * (Duo's panel prints no txid, its API does), and what they share, second, user, application and so on, is their fold key.
 *
 * Two real prompts may share all of it, so that rows are matched one to one: a record takes at most one row of each file
 * and shape, and rows that find none stay events. Of n prompts known by id and files of at most k rows without, max(n, k)
 * events remain, with the same ids in any order of import.
 */
import { hasFlag } from '../../../shared/model/event';
import { codes } from './codes';
import type { Row } from './event-contents';
import { factorFamily, looseKey, repeatKey } from './event-row';
import { COLUMNS } from './insert-rows';
import type { ReadDb, WriteDb } from './open';
import { forgetSweep } from './sweep-file';

/** Fold keys under which rows above `begun` may find a partner. */
export function foldsWith(db: ReadDb, begun: number, brought: { loose: boolean; full: boolean }): number[] {
  const keys = new Set<number>();
  if (brought.loose) {
    const loose = db.prepare(
      `SELECT DISTINCT n.fkey FROM event_all n WHERE n.eid > ? AND n.fkey IS NOT NULL AND n.record_id IS NULL
         AND EXISTS (SELECT 1 FROM event_all o WHERE o.fkey = n.fkey AND o.record_id IS NOT NULL)`,
    );
    for (const fkey of loose.pluck().iterate(begun) as Iterable<number>) keys.add(fkey);
  }
  if (brought.full) {
    // From the side of the rows without id: a log that has none is done at once.
    const full = db.prepare(
      `SELECT DISTINCT l.fkey FROM event_all l INDEXED BY event_loose WHERE l.fkey IS NOT NULL AND l.record_id IS NULL
         AND EXISTS (SELECT 1 FROM event_all n WHERE n.fkey = l.fkey AND n.eid > ?)`,
    );
    for (const fkey of full.pluck().iterate(begun) as Iterable<number>) keys.add(fkey);
  }
  return [...keys].sort((a, b) => a - b);
}

/** What folding must know of a row. */
const NEEDED = [
  'eid',
  'rk',
  'variant',
  'content',
  'fkey',
  'time',
  'file_id',
  'at',
  'length',
  'shape',
  'outcome',
  'factor',
  'flags',
  'record_id',
] as const;
type Folded = Pick<Row, (typeof NEEDED)[number]>;

interface Place {
  fkey: number;
  eid: number;
  file_id: number;
  shape: number;
}

const KEYS = 500; // asked for at once

/**
 * Folds what belongs together under these keys, in steps of some milliseconds. `file` is being finished: how many of its
 * events are none any more is given back; other files' ledgers are put right here. `moved` is told where a record lies now.
 */
export function* foldLoose(
  db: WriteDb,
  file: number,
  keys: readonly number[],
  moved: (rk: number, eid: number) => void,
): Generator<void, number> {
  if (keys.length === 0) return 0;
  const rows = db.prepare<[string], Folded>(
    `SELECT ${NEEDED.map((name) => `e.${name}`).join(', ')} FROM json_each(?) k CROSS JOIN event_all e ON e.fkey = k.value`,
  );
  const places = db.prepare<[string], Place>(
    `SELECT e.fkey, d.eid, d.file_id, d.shape FROM json_each(?) k CROSS JOIN event_all e ON e.fkey = k.value
       CROSS JOIN duplicate d ON d.eid = e.eid`,
  );
  const folder = new Folder(db, file);
  for (let from = 0; from < keys.length; from += KEYS) {
    const some = JSON.stringify(keys.slice(from, from + KEYS));
    const placesOf = Map.groupBy(places.all(some), ({ fkey }) => fkey);
    for (const [fkey, group] of Map.groupBy(rows.all(some), (row) => row.fkey!)) {
      for (const [row, partner] of pairsIn(fkey, group, placesOf.get(fkey) ?? [])) {
        const eid = folder.fold(row, partner);
        if (eid !== partner.eid) moved(partner.rk!, eid);
      }
    }
    yield;
  }
  return folder.given;
}

/** Which rows without id are told by which records, in one group of rows that share a fold key. */
function pairsIn(fkey: number, group: readonly Folded[], places: readonly Place[]): [Folded, Folded][] {
  const loose = inOrder(
    fkey,
    group.filter((row) => row.record_id === null),
  );
  const full = group
    .filter((row) => row.record_id !== null && row.variant === 0)
    .sort((a, b) => a.time! - b.time! || a.rk! - b.rk!);
  const held = new Map<number, Set<string>>();
  const hold = ({ eid, file_id, shape }: Pick<Folded, 'eid' | 'file_id' | 'shape'>): void => {
    const of = held.get(eid!) ?? new Set();
    held.set(eid!, of.add(`${file_id} ${Math.abs(shape!)}`));
  };
  for (const place of places) hold(place);
  for (const row of loose) hold(row);
  return match(loose, full, held);
}

/** Rows without id in the order of their numbers, which is the same whatever was imported first. */
function inOrder(fkey: number, loose: readonly Folded[]): Folded[] {
  if (loose.length < 2) return [...loose];
  const numbers = new Map<number, number>();
  for (const rows of Map.groupBy(loose, (row) => `${row.outcome} ${familyOf(row)}`).values()) {
    const { outcome, factor } = rows[0]!;
    const first = looseKey(fkey, codes.outcome.word(outcome!), factor === null ? null : codes.factor.word(factor));
    const wanted = new Set(rows.map((row) => row.rk!));
    // Numbers below may be gone, folded before; of hostile repetition there is an end.
    for (let n = 1; wanted.size > 0 && n < 1_000_000; n++) {
      const key = repeatKey(first, n);
      if (wanted.delete(key)) numbers.set(key, n);
    }
  }
  const of = (row: Folded): number => numbers.get(row.rk!) ?? Number.POSITIVE_INFINITY;
  return loose.toSorted((a, b) => of(a) - of(b) || a.outcome! - b.outcome! || a.rk! - b.rk!);
}

/** Says only that the second factor failed: a label that we do not know may stand for any other refusal. */
const isVague = (row: Folded): boolean => hasFlag(row.flags!, 'second_factor_failed');

const familyOf = ({ factor }: Folded): string | null =>
  factorFamily(factor === null ? null : codes.factor.word(factor));

type Fits = (loose: Folded, full: Folded) => boolean;
const isSameFactor: Fits = (loose, full) => familyOf(loose) === familyOf(full);
const isNoOtherFactor: Fits = (loose, full) => isSameFactor(loose, full) || !familyOf(loose) || !familyOf(full);
const ROUNDS: readonly Fits[] = [
  (loose, full) => loose.outcome === full.outcome && isSameFactor(loose, full),
  (loose, full) => loose.outcome === full.outcome && isNoOtherFactor(loose, full),
  (loose, full) => (isVague(loose) || isVague(full)) && isNoOtherFactor(loose, full),
];

/** Pairs row by row: first what has the same outcome and factor, then what one of the two leaves open. */
function match(
  loose: readonly Folded[],
  full: readonly Folded[],
  held: ReadonlyMap<number, ReadonlySet<string>>,
): [Folded, Folded][] {
  const pairs: [Folded, Folded][] = [];
  const done = new Set<Folded>();
  /** What each record has taken by now. */
  const taken = new Map(full.map((row) => [row, new Set(held.get(row.eid!))]));
  for (const fits of ROUNDS) {
    for (const row of loose) {
      if (done.has(row)) continue;
      const own = [...(held.get(row.eid!) ?? [])];
      const partner = full.find((each) => fits(row, each) && !own.some((place) => taken.get(each)!.has(place)));
      if (!partner) continue;
      for (const place of own) taken.get(partner)!.add(place);
      done.add(row);
      pairs.push([row, partner]);
    }
  }
  return pairs;
}

class Folder {
  /** Events of the file being finished that are none any more. */
  given = 0;
  readonly #horizon: number;
  readonly #statements;
  /** Where a record that was moved lies now. */
  readonly #moved = new Map<number, number>();

  constructor(
    readonly db: WriteDb,
    readonly file: number,
  ) {
    this.#horizon = db.prepare('SELECT eid FROM horizon').pluck().get() as number;
    const columns = COLUMNS.filter((name) => name !== 'eid');
    this.#statements = {
      keep: db.prepare('INSERT INTO duplicate (eid, file_id, at, length, shape) VALUES (?, ?, ?, ?, ?)'),
      unlike: db.prepare('UPDATE duplicate SET shape = -shape WHERE eid = ? AND shape = ?'),
      point: db.prepare('UPDATE duplicate SET eid = ? WHERE eid = ?'),
      drop: db.prepare('DELETE FROM event_all WHERE eid = ?'),
      aside: db.prepare('UPDATE event_all SET rk = -1, variant = -eid WHERE eid = ?'),
      move: db.prepare(
        `UPDATE event_all SET (${columns.join(', ')}) =
           (SELECT ${columns.map((name) => (name === 'rk' || name === 'variant' ? '?' : name)).join(', ')}
              FROM event_all WHERE eid = ?) WHERE eid = ?`,
      ),
      alias: db.prepare('INSERT OR REPLACE INTO event_alias (rk, content, eid) VALUES (?, ?, ?)'),
      yields: db.prepare('UPDATE file SET events = events - 1, duplicates = duplicates + 1 WHERE id = ?'),
    };
  }

  /** Makes one event of the two; gives its row number, which is the one that readers knew where one is known. */
  fold(loose: Folded, full: Folded): number {
    const { keep, unlike, point, drop, alias, yields } = this.#statements;
    const fullEid = this.#moved.get(full.eid!) ?? full.eid!;
    const isKnown = loose.eid! <= this.#horizon;
    if (isKnown) forgetSweep(this.db);
    if (loose.shape === full.shape) unlike.run(loose.eid, loose.shape);
    const shape = loose.shape === full.shape ? -loose.shape! : loose.shape!;
    if (loose.file_id === this.file) this.given++;
    else yields.run(loose.file_id);
    const stays = isKnown && fullEid > this.#horizon ? loose.eid! : fullEid;
    if (stays === fullEid) {
      drop.run(loose.eid);
      point.run(fullEid, loose.eid);
    } else {
      this.#move(full, fullEid, stays);
      this.#moved.set(full.eid!, stays);
    }
    keep.run(stays, loose.file_id, loose.at, loose.length, shape);
    if (isKnown) alias.run(loose.rk, loose.content, stays);
    return stays;
  }

  /** The record takes over the row number of the one that it absorbs. */
  #move(full: Folded, from: number, to: number): void {
    const { point, drop, aside, move } = this.#statements;
    aside.run(from); // its key is free for the other row
    move.run(full.variant, full.rk, from, to);
    drop.run(from);
    point.run(to, from);
  }
}
