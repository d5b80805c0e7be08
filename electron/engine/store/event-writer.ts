/**
 * Writes events. Rows of an import in progress lie above the horizon, where no reader looks; `finish` moves the horizon,
 * `abandon` takes everything out again. What concerns rows that readers already see (a fuller shape of a known record, a
 * later content) is only noted on the way and done in `finish`, so that an import is all or nothing per file.
 */
import type Database from 'better-sqlite3';
import { assert } from '../../../shared/base/assert';
import type { EventDraft } from '../../../shared/model/event';
import type { AddressFacts } from '../enrich/address';
import { codes } from './codes';
import { Dictionaries, forgetSince, type Marks } from './dictionaries';
import {
  COLUMN,
  type EventBatch,
  EventEncoder,
  fidelityOf,
  LISTS,
  NUMBERS,
  type RecordPlace,
  recordKey,
  TEXTS,
} from './event-row';
import { COLUMNS, type Params, RowInserter, RowsInserter } from './insert-rows';
import type { ReadDb, WriteDb } from './open';
import { RecordKeys } from './record-keys';

export interface WriterOptions {
  /** Scope, place and network of a new address from the bundled tables. */
  addressFacts: (ip: string) => AddressFacts;
}

/** Records left out, as columns. */
export interface LeftOutBatch {
  count: number;
  /** Four doubles a record: kind (0 skipped, 1 rejected), position of the reason, offset, length. */
  places: Float64Array;
  /** What the list of reasons has gained since the batch before. */
  reasons: string[];
}

/** How the records of a batch ended. */
export interface Written {
  events: number;
  duplicates: number;
}

/** Row ids behind the positions that one encoder's batches use. */
interface Lists {
  terms: number[];
  actors: number[];
  addresses: number[];
  places: number[];
  devices: number[];
  reasons: number[];
}

/** A row as stored: the columns of `event_all`. */
type Row = Record<(typeof NUMBERS)[number] | 'eid' | 'file_id' | 'variant', number | null> &
  Record<(typeof TEXTS)[number], string | null>;

const FIRST_NUMBER = 3;
const FIRST_TEXT = FIRST_NUMBER + NUMBERS.length;
const VARIANT = 2;
const at = (name: (typeof NUMBERS)[number]): number => FIRST_NUMBER + COLUMN[name];
const KEY = at('rk');
/** What a record says: everything but where it lies and what we number it. */
const SAID: readonly (readonly [keyof Row, number])[] = [
  ...NUMBERS.filter((name) => !['rk', 'content', 'at', 'length', 'shape', 'flags'].includes(name)).map(
    (name) => [name, at(name)] as const,
  ),
  ...TEXTS.map((name, i) => [name, FIRST_TEXT + i] as const),
];
/** What a fuller shape brings with it: all but the row's own number and key. */
const REPLACED = COLUMNS.filter((name: string) => !['eid', 'variant', 'rk', 'flags'].includes(name));

const UPDATE_FLAG = 1;
const MINUTE = 60_000;

export class EventWriter {
  readonly #db: WriteDb;
  readonly #dictionaries: Dictionaries;
  readonly #inserter: RowInserter;
  /** In place of the inserter while the indexes are down: what it holds is not in the table yet. */
  #held: RowsInserter | null = null;
  /** Record keys, while the index over them is down. */
  #keys: RecordKeys | null = null;
  readonly #byKey: Database.Statement<[number], Row>;
  readonly #byRow: Database.Statement<[number], Row>;
  readonly #duplicate: Database.Statement;
  readonly #leftOut: Database.Statement;
  /** Row ids of the present file's lists, by position; each of several encoders has lists of its own. */
  #lanes: Lists[] = [];
  /** How often a record without an id of its own has been seen in this file. */
  readonly #repeats = new Map<number, number>();
  readonly #params: Params = new Array(COLUMNS.length).fill(null);
  #encoder: EventEncoder | null = null;
  #file: number | null = null;
  #eid = 0;
  #marks: Marks | null = null;
  /** Pairs (row that readers see, fuller row above the horizon). */
  #folds: number[] = [];
  readonly #superseded = new Set<number>();
  /** Record keys that have more than one content. */
  readonly #several = new Set<number>();

  constructor(db: WriteDb, options: WriterOptions) {
    this.#db = db;
    this.#dictionaries = new Dictionaries(db, options.addressFacts);
    this.#inserter = new RowInserter(db);
    this.#byKey = db.prepare(`SELECT ${COLUMNS.join(', ')} FROM event_all WHERE rk = ?`);
    this.#byRow = db.prepare(`SELECT ${COLUMNS.join(', ')} FROM event_all WHERE eid = ?`);
    this.#leftOut = db.prepare('INSERT INTO left_out (file_id, kind, reason, at, length) VALUES (?, ?, ?, ?, ?)');
    this.#duplicate = db.prepare('INSERT INTO duplicate (eid, file_id, at, length, shape) VALUES (?, ?, ?, ?, ?)');
  }

  /**
   * Begins the events of a file (`file.id`). One file at a time; ends with `finish` or `abandon`. `marks` are those kept
   * with the import, so that a sweep after a crash takes out the same.
   */
  begin(file: number, marks: Marks): void {
    assert(this.#file === null, 'one file is written at a time');
    this.#file = file;
    this.#marks = marks;
    this.#eid = lastEid(this.#db);
    this.startLists();
    this.#repeats.clear();
    this.#folds = [];
    this.#superseded.clear();
    this.#several.clear();
    this.#encoder = null;
  }

  /**
   * From here on the index over record keys is not there (`dropIndexes`), or is there again: without it the keys are
   * kept in memory, about 32 bytes an event.
   */
  withoutIndexes(isDown: boolean, expected = 0): void {
    this.#held?.flush();
    this.#keys = isDown ? RecordKeys.ofCase(this.#db, expected) : null;
    this.#held = isDown ? new RowsInserter(this.#db) : null;
  }

  /** The next batch comes from a new encoder, whose lists begin again. */
  startLists(): void {
    this.#lanes = [];
  }

  #lists(lane: number): Lists {
    this.#lanes[lane] ??= { terms: [], actors: [], addresses: [], places: [], devices: [], reasons: [] };
    return this.#lanes[lane];
  }

  /**
   * Writes a batch in one transaction (or in the one that is open). Batches of a lane come from one encoder, in order:
   * their lists continue each other.
   */
  write(batch: EventBatch, lane = 0): Written {
    assert(this.#file !== null, 'no file is being written');
    if (this.#db.inTransaction) return this.#write(batch, lane);
    return this.#db.transaction(() => this.#write(batch, lane)).immediate();
  }

  /** Adds one event in this thread; written with the next full batch, `flush` or `finish`. */
  add(draft: EventDraft, where: RecordPlace): Written {
    this.#encoder ??= new EventEncoder();
    this.#encoder.add(draft, where);
    return this.#encoder.count === this.#encoder.capacity ? this.flush() : { events: 0, duplicates: 0 };
  }

  /** Records that became no event: their places and why. Batches of a file come in order, as with `write`. */
  leaveOut(batch: LeftOutBatch, lane = 0): { skipped: number; rejected: number } {
    assert(this.#file !== null, 'no file is being written');
    const { reasons } = this.#lists(lane);
    for (const reason of batch.reasons) reasons.push(this.#dictionaries.term(reason));
    const sums = { skipped: 0, rejected: 0 };
    for (let i = 0; i < batch.count * 4; i += 4) {
      const end = batch.places[i] === 0 ? 'skipped' : 'rejected';
      const reason = reasons[batch.places[i + 1]!];
      this.#leftOut.run(this.#file, codes.end.code(end), reason, batch.places[i + 2], batch.places[i + 3]);
      sums[end]++;
    }
    return sums;
  }

  flush(): Written {
    return this.#encoder && this.#encoder.count > 0 ? this.write(this.#encoder.take()) : { events: 0, duplicates: 0 };
  }

  /** Makes the file's events visible. Call it in the transaction that also completes the file's row. */
  finish(): Written {
    assert(this.#db.inTransaction, 'a file is finished in one transaction');
    const last = this.flush();
    this.#held?.flush();
    this.#fold();
    for (const rk of this.#several) orderRows(this.#db, this.#rowsOf(rk));
    this.#db.prepare('UPDATE horizon SET eid = ?').run(this.#eid);
    this.#file = null;
    return last;
  }

  /** Takes the file's events out again, and what the dictionaries gained for them. */
  abandon(): void {
    if (this.#file === null) return;
    this.#held?.discard();
    takeOut(this.#db, this.#file, this.#marks!);
    this.#dictionaries.forget();
    this.#file = null;
  }

  #write(batch: EventBatch, lane: number): Written {
    const lists = this.#lists(lane);
    this.#gain(batch, lists);
    const { numbers, texts, count } = batch;
    const params = this.#params;
    const keys = this.#keys;
    const written = { events: 0, duplicates: 0 };
    params[1] = this.#file;
    params[VARIANT] = 0;
    for (let row = 0, from = 0, text = 0; row < count; row++, from += NUMBERS.length, text += TEXTS.length) {
      for (let i = 0; i < LISTS.terms[0]!; i++) {
        const value = numbers[from + i]!;
        params[FIRST_NUMBER + i] = Number.isNaN(value) ? null : value;
      }
      this.#place(numbers, from, LISTS.terms, lists.terms);
      this.#place(numbers, from, LISTS.actors, lists.actors);
      this.#place(numbers, from, LISTS.addresses, lists.addresses);
      this.#place(numbers, from, LISTS.places, lists.places);
      this.#place(numbers, from, LISTS.devices, lists.devices);
      for (let i = 0; i < TEXTS.length; i++) params[FIRST_TEXT + i] = texts[text + i]!;
      params[0] = this.#eid + 1;
      if (params[FIRST_TEXT] === null) params[KEY] = this.#repeatKey(params[KEY] as number);
      const rk = params[KEY] as number;
      if (!keys?.has(rk) && this.#insert(params)) {
        this.#eid++;
        keys?.add(rk, this.#eid);
        written.events++;
      } else if (this.#met(params)) {
        written.events++;
      } else {
        written.duplicates++;
      }
    }
    return written;
  }

  #place(numbers: Float64Array, from: number, columns: readonly number[], ids: readonly number[]): void {
    for (let i = columns[0]!; i < columns[1]!; i++) {
      const position = numbers[from + i]!;
      this.#params[FIRST_NUMBER + i] = Number.isNaN(position) ? null : ids[position]!;
    }
  }

  /**
   * Without an id of its own a record is known by its content and by being the n-th of that content in its file:
   * overlapping exports add nothing, two equal lines of one file stay two.
   */
  #repeatKey(first: number): number {
    const n = (this.#repeats.get(first) ?? 0) + 1;
    this.#repeats.set(first, n);
    return n === 1 ? first : recordKey(`${first}\n${n}`);
  }

  #gain(batch: EventBatch, { terms, actors, addresses, places, devices }: Lists): void {
    for (const text of batch.terms) terms.push(this.#dictionaries.term(text));
    for (const entry of batch.actors) actors.push(this.#dictionaries.actor(entry));
    for (const text of batch.addresses) addresses.push(this.#dictionaries.address(text));
    for (const entry of batch.places) places.push(this.#dictionaries.place(entry));
    for (const entry of batch.devices) devices.push(this.#dictionaries.device(entry));
  }

  /**
   * The record key is taken. Same record and same content: a further place of it. Same record in another shape, and
   * nothing contradicts: folded into the fuller. Else an event of its own: later content of the record, or (one time in
   * 2^53) another record that happens to have the same key. True when a row was added that counts as an event.
   */
  #met(params: Params): boolean {
    const rk = params[KEY] as number;
    const rows = this.#rowsOf(rk);
    const known = rows.filter((row) => !this.#superseded.has(row.eid!));
    const recordId = params[FIRST_TEXT]!;
    const same = known.find((row) => saysTheSame(row, params));
    if (same) {
      this.#note(same.eid!, params);
      return false;
    }
    const shape = params[at('shape')] as number;
    const other =
      recordId === null
        ? undefined
        : known
            .filter((row) => row.record_id === recordId && row.shape !== shape && !contradicts(row, params))
            .sort((a, b) => nearness(a, params) - nearness(b, params) || a.content! - b.content!)[0];
    if (other && !isFuller(params, other)) {
      this.#note(other.eid!, params);
      return false;
    }
    this.#eid++;
    params[0] = this.#eid;
    params[VARIANT] = 1 + Math.max(-1, ...rows.map((row) => row.variant!));
    const isIn = this.#insert(params);
    params[VARIANT] = 0;
    assert(isIn, 'a further content of a record has a free number');
    this.#keys?.add(rk, this.#eid);
    if (rows.length === 0) return true; // the key was only remembered; its row is gone
    if (!other) {
      this.#several.add(rk);
      return true;
    }
    if (known.length > 1) this.#several.add(rk); // the fuller content may change their order
    this.#folds.push(other.eid!, this.#eid);
    this.#superseded.add(other.eid!);
    return false;
  }

  /** False where the key is taken; with the indexes down the caller knows that it is not. */
  #insert(params: Params): boolean {
    if (!this.#held) return this.#inserter.insert(params);
    this.#held.add(params);
    return true;
  }

  #rowsOf(rk: number): Row[] {
    if (!this.#keys) return this.#byKey.all(rk);
    this.#held?.flush();
    const rows = this.#keys.eids(rk).map((eid) => this.#byRow.get(eid));
    return rows.filter((row) => row !== undefined && row.rk === rk) as Row[];
  }

  #note(eid: number, params: Params): void {
    this.#duplicate.run(eid, this.#file, params[at('at')], params[at('length')], params[at('shape')]);
  }

  /** The fuller row's content moves into the row that was there first, whose number others may hold. */
  #fold(): void {
    if (this.#folds.length === 0) return;
    const db = this.#db;
    const keep = db.prepare(
      'INSERT INTO duplicate SELECT eid, file_id, at, length, shape FROM event_all WHERE eid = ?',
    );
    const move = db.prepare(
      `UPDATE event_all AS old SET (${REPLACED.join(', ')}, flags) =
         (SELECT ${REPLACED.join(', ')}, (flags & ~${UPDATE_FLAG}) | (old.flags & ${UPDATE_FLAG}) FROM event_all WHERE eid = ?)
       WHERE eid = ?`,
    );
    const point = db.prepare('UPDATE duplicate SET eid = ? WHERE eid = ?');
    const drop = db.prepare('DELETE FROM event_all WHERE eid = ?');
    // Newest first: a row that was itself superseded within this file hands on what it has already received.
    for (let i = this.#folds.length - 2; i >= 0; i -= 2) {
      const old = this.#folds[i]!;
      const fuller = this.#folds[i + 1]!;
      keep.run(old);
      move.run(fuller, old);
      point.run(old, fuller);
      drop.run(fuller);
    }
  }
}

/** Rows above the horizon and the marks: gone, as if the file had not been read. */
export function takeOut(db: WriteDb, file: number, marks: Marks): void {
  db.transaction(() => {
    db.prepare('DELETE FROM event_all WHERE eid > (SELECT eid FROM horizon)').run();
    db.prepare('DELETE FROM duplicate WHERE file_id = ?').run(file);
    db.prepare('DELETE FROM left_out WHERE file_id = ?').run(file);
    forgetSince(db, marks);
  }).immediate();
}

/** Events that readers see. */
export const countEvents = (db: ReadDb): number => db.prepare('SELECT count(*) FROM event').pluck().get() as number;

const lastEid = (db: WriteDb): number =>
  db
    .prepare('SELECT max((SELECT eid FROM horizon), (SELECT coalesce(max(eid), 0) FROM event_all))')
    .pluck()
    .get() as number;

function saysTheSame(row: Row, params: readonly (number | string | null)[]): boolean {
  if (row.content !== params[at('content')]) return false;
  if ((row.flags! & ~UPDATE_FLAG) !== params[at('flags')]) return false;
  return SAID.every(([name, i]) => row[name] === params[i]);
}

/**
 * Two shapes of one record contradict each other where both speak and differ in what an update would change. A poorer
 * shape may say less than the fuller (a denial that reads as any failure): that is no contradiction, unless one says
 * success where the other says denial.
 */
function contradicts(row: Row, params: readonly (number | string | null)[]): boolean {
  const differs = (name: 'code' | 'class' | 'ip'): boolean => {
    const mine = params[at(name)]!;
    return row[name] !== null && mine !== null && row[name] !== mine;
  };
  if (differs('code') || differs('ip')) return true;
  if (row.mark! + (params[at('mark')] as number) === 3 && row.mark !== 0 && params[at('mark')] !== 0) return true;
  return Math.abs(row.time! - (params[at('time')] as number)) >= MINUTE;
}

const nearness = (row: Row, params: readonly (number | string | null)[]): number =>
  Math.abs(row.time! - (params[at('time')] as number));

function isFuller(params: readonly (number | string | null)[], row: Row): boolean {
  const fuller = fidelityOf(params[at('shape')] as number) - fidelityOf(row.shape!);
  if (fuller !== 0) return fuller > 0;
  return (
    (params[at('content')] as number) > row.content! ||
    (params[at('content')] === row.content && (params[at('shape')] as number) > row.shape!)
  );
}

/**
 * The contents of one record in order of (time, content), whatever the order of import: the first is variant 0, the
 * later ones are marked `update`. Rows that share only the key (another record id) are not each other's updates.
 */
export function orderContents(db: WriteDb, rk: number): void {
  orderRows(db, db.prepare<[number], Row>(`SELECT ${COLUMNS.join(', ')} FROM event_all WHERE rk = ?`).all(rk));
}

function orderRows(db: WriteDb, unordered: Row[]): void {
  const rows = unordered.sort((a, b) => a.time! - b.time! || a.content! - b.content! || a.eid! - b.eid!);
  const number = db.prepare('UPDATE event_all SET variant = ?, flags = ? WHERE eid = ?');
  const seen = new Set<string | null>();
  const final = rows.map((row, i) => {
    const isUpdate = seen.has(row.record_id);
    seen.add(row.record_id);
    return { eid: row.eid!, variant: i, flags: (row.flags! & ~UPDATE_FLAG) | (isUpdate ? UPDATE_FLAG : 0) };
  });
  // Out of the way first: two rows must not hold one number even for a moment.
  for (const row of final) number.run(-1 - row.variant, row.flags, row.eid);
  for (const row of final) number.run(row.variant, row.flags, row.eid);
}
