/**
 * Writes events. Rows of an import in progress lie above the horizon, where no reader looks; `finish` moves the horizon,
 * `abandon` takes everything out again. What concerns rows that readers already see (a fuller shape of a known record, a
 * later content) is only noted on the way and done in `finish`, so that an import is all or nothing per file.
 */
import type Database from 'better-sqlite3';
import { assert } from '../../../shared/base/assert';
import type { EventDraft } from '../../../shared/model/event';
import type { AddressFacts } from '../enrich/address';
import { BulkRows } from './bulk-rows';
import { codes } from './codes';
import { countRows } from './columns/state';
import { Dictionaries, forgetSince, type Marks } from './dictionaries';
import { contradicts, nearness, orderRows, type Row, SAID_COLUMNS, sayings, told, UPDATE_FLAG } from './event-contents';
import {
  COLUMN,
  type EventBatch,
  EventEncoder,
  fidelityOf,
  LISTS,
  NUMBERS,
  type RecordPlace,
  recordKey,
  repeatKey,
  TEXTS,
} from './event-row';
import { foldLoose, foldsWith } from './fold-loose';
import { COLUMNS, type Params, RowInserter, RowsInserter } from './insert-rows';
import type { ReadDb, WriteDb } from './open';
import { textOf } from './packed-texts';
import { RecordKeys } from './record-keys';
import { forgetSweep } from './sweep-file';

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

/**
 * Contents of one record id above which the id is taken to name no record (an anonymised export, a column of sessions that was
 * said to be the id): what an id is updated with is a handful. A content more is then known by what it tells, for each would have
 * to be compared with all before.
 */
const CROWD = 64;
/** Crowds whose rows are kept at hand. */
const CROWDS = 64;
/** By what the contents of a crowd are told apart, until there are few of a kind: what each shape tells, then all. */
const APART = [told, sayings];

/** Records folded or ordered in one step. */
const STEP = 500;
const FIRST_NUMBER = 3;
const FIRST_TEXT = FIRST_NUMBER + NUMBERS.length;
const VARIANT = 2;
const at = (name: (typeof NUMBERS)[number]): number => FIRST_NUMBER + COLUMN[name];
const KEY = at('rk');
const SHAPE = at('shape');
const OPPOSED = [at('time'), at('code'), at('ip'), at('mark')];
const FKEY = at('fkey');
/** What a record says, with the place among the values of a row. */
const SAID = SAID_COLUMNS.map((name) => [name, COLUMNS.indexOf(name)] as const);
/** What a fuller shape brings with it: all but the row's own numbers and key. */
const REPLACED = COLUMNS.filter((name: string) => !['eid', 'variant', 'rk', 'content', 'flags'].includes(name));

export class EventWriter {
  readonly #db: WriteDb;
  readonly #dictionaries: Dictionaries;
  readonly #inserter: RowInserter;
  /** In place of the inserter while the indexes are down: what it holds is not in the table yet. */
  #held: RowsInserter | null = null;
  /** In place of both, for the rows that it takes: they are in the table after `flushBulk`. */
  #bulk: BulkRows | null = null;
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
  #encoder: EventEncoder | null = null;
  #file: number | null = null;
  #eid = 0;
  #marks: Marks | null = null;
  /** Pairs (row that readers see, fuller row above the horizon). */
  #folds: number[] = [];
  readonly #superseded = new Set<number>();
  /** The rows of record keys that are crowds. */
  readonly #crowds = new Map<number, Row[]>();
  /** Record keys that have more than one content. */
  readonly #several = new Set<number>();
  /** Which kinds of rows with a fold key this file has brought. */
  readonly #foldable = { loose: false, full: false };
  #begun = 0;
  #hasWritten = false;
  /** Files of which all is written, above the horizon, in order: `finishAside` makes them visible. */
  #filesAside: { file: number; marks: Marks }[] = [];
  /** The last row of these. */
  #filesAsideTo = 0;

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
   * Begins the events of a file (`file.id`). One file at a time; ends with `finish`, `setAside` or `abandon`. `marks` are those
   * kept with the import, so that a sweep after a crash takes out the same.
   */
  begin(file: number, marks: Marks): void {
    assert(this.#file === null, 'one file is written at a time');
    this.#file = file;
    this.#marks = marks;
    if (this.#filesAside.length === 0) this.#eid = lastEid(this.#db); // else some of their rows are not in the table yet
    this.#begun = this.#eid;
    this.#foldable.loose = false;
    this.#foldable.full = false;
    this.startLists();
    this.#hasWritten = false;
    this.#repeats.clear();
    this.#folds = [];
    this.#superseded.clear();
    this.#several.clear();
    this.#crowds.clear();
    this.#encoder = null;
  }

  /**
   * From here on the index over record keys is not there (`dropIndexes`): of the keys so much is kept in memory that
   * no row is missed, about 8 bytes an event. `beside`: where a file of rows on their way may lie, beside a database that is
   * a file itself.
   */
  withoutIndexes(expected = 0, beside: string | null = null): void {
    this.#keys = RecordKeys.ofCase(this.#db, expected);
    this.#held = new RowsInserter(this.#db);
    this.#bulk = beside === null ? null : BulkRows.of(this.#db, beside);
  }

  /** The indexes are to be built again: no file is being written, no transaction open. */
  withIndexes(): void {
    this.#held?.flush();
    this.#bulk?.close();
    this.#keys = null;
    this.#held = null;
    this.#bulk = null;
  }

  /** Enough rows wait: the open transaction is to be ended, and `flushBulk` called. */
  get isFull(): boolean {
    return this.#bulk?.isFull ?? false;
  }

  /** Writes the rows that wait, in a transaction of its own. */
  flushBulk(): void {
    this.#bulk?.flush();
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
   * Writes a batch in one transaction (or in the one that is open), and uses it up. Batches of a lane come from one encoder, in
   * order: their lists continue each other.
   */
  write(batch: EventBatch, lane = 0): Written {
    assert(this.#file !== null, 'no file is being written');
    this.#hasWritten = true;
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
    this.#hasWritten = true;
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

  /**
   * Makes the file's events visible. Call it in the transaction that also completes the file's row. Gives how the sums of
   * what was written change by it: records that turn out to tell of events which other records tell too.
   */
  finish(): Written {
    const steps = this.finishing();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /** As `finish`, in steps: folding a hundred thousand records takes seconds, and between two of them it may be given up. */
  *finishing(): Generator<void, Written> {
    assert(this.#db.inTransaction, 'a file is finished in one transaction');
    assert(this.#filesAside.length === 0, 'files that came before are finished before');
    const last = this.flush();
    this.#held?.flush();
    this.#bulk?.drain((values) => this.#inserter.insert(values));
    yield* this.#fold();
    let ordered = 0;
    for (const rk of this.#several) {
      orderRows(this.#db, this.#rowsOf(rk));
      if (++ordered % STEP === 0) yield;
    }
    if (this.#foldable.loose || this.#foldable.full) {
      const keys = foldsWith(this.#db, this.#begun, this.#foldable);
      yield;
      const folded = yield* foldLoose(this.#db, this.#file!, keys, (rk, eid) => this.#keys?.add(rk, eid));
      last.events -= folded;
      last.duplicates += folded;
    }
    this.#db.prepare('UPDATE horizon SET eid = ?').run(this.#eid);
    this.#file = null;
    return last;
  }

  /**
   * Where there is nothing more to do for the file than to make its events visible, that is left for `finishAside`, which does it
   * for several files at once; false: the file is to be finished by itself.
   */
  setAside(): boolean {
    assert(this.#file !== null, 'no file is being written');
    const isPlain = this.#folds.length === 0 && this.#several.size === 0;
    if (!isPlain || this.#foldable.loose || this.#foldable.full || (this.#encoder?.count ?? 0) > 0) return false;
    this.#filesAside.push({ file: this.#file, marks: this.#marks! });
    this.#filesAsideTo = this.#eid;
    this.#file = null;
    return true;
  }

  /** Whether a file is being written. */
  get isWriting(): boolean {
    return this.#file !== null;
  }

  /** Whether files wait for `finishAside`. */
  get hasAside(): boolean {
    return this.#filesAside.length > 0;
  }

  /** Makes the events of all files that were set aside visible. Call it in the transaction that also completes their rows. */
  finishAside(): void {
    assert(this.#db.inTransaction, 'files are finished in one transaction');
    this.#held?.flush();
    this.#bulk?.drain((values) => this.#inserter.insert(values));
    this.#db.prepare('UPDATE horizon SET eid = ?').run(this.#filesAsideTo);
    this.#filesAside = [];
  }

  /** Whether something of the present file is written. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /**
   * Takes the file's events out again, and what the dictionaries gained for them. Of files that were set aside it takes out nothing,
   * and is only for a file of which nothing is written while there are any.
   */
  abandon(): void {
    if (this.#file === null) return;
    if (this.#filesAside.length === 0) this.#takeOut([{ file: this.#file, marks: this.#marks! }]);
    else assert(!this.#hasWritten, 'files that came before are finished before');
    this.#file = null;
  }

  /** As `abandon`, of the present file and of all that were set aside. */
  abandonAll(): void {
    const present = this.#file === null ? [] : [{ file: this.#file, marks: this.#marks! }];
    this.#takeOut([...present, ...this.#filesAside.toReversed()]);
    this.#filesAside = [];
    this.#file = null;
  }

  #takeOut(files: readonly { file: number; marks: Marks }[]): void {
    if (files.length === 0) return;
    this.#held?.discard();
    this.#bulk?.discard();
    for (const { file, marks } of files) takeOut(this.#db, file, marks);
    this.#dictionaries.forget();
  }

  #write(batch: EventBatch, lane: number): Written {
    const lists = this.#lists(lane);
    this.#gain(batch, lists);
    const { numbers, texts, count } = batch;
    resolve(numbers, LISTS.terms, lists.terms);
    resolve(numbers, LISTS.actors, lists.actors);
    resolve(numbers, LISTS.addresses, lists.addresses);
    resolve(numbers, LISTS.places, lists.places);
    resolve(numbers, LISTS.devices, lists.devices);
    this.#key(batch);
    this.#bulk?.take(numbers, texts, this.#file!);
    const rows = new BatchRows(batch, this.#file!);
    const keys = this.#keys;
    const written = { events: 0, duplicates: 0 };
    let waiting = 0; // the first of the rows whose keys are free
    for (let row = 0, rk = COLUMN.rk; row < count; row++, rk += NUMBERS.length) {
      if (keys?.addNew(numbers[rk]!, this.#eid + 1)) {
        this.#eid++;
        continue;
      }
      written.events += this.#bring(rows, waiting, row);
      waiting = row + 1;
      const params = rows.params(row, this.#eid + 1);
      if (!keys && this.#inserter.insert(params)) {
        this.#eid++;
        written.events++;
      } else if (this.#met(params)) {
        written.events++;
      } else {
        written.duplicates++;
      }
    }
    written.events += this.#bring(rows, waiting, count);
    return written;
  }

  /** Writes the rows `from` to before `to`, which have the last row ids given; how many they are. */
  #bring(rows: BatchRows, from: number, to: number): number {
    const first = this.#eid + 1 + from - to;
    for (let row = from; row < to; row++) {
      row = this.#bulk?.lay(row, to, first + row - from) ?? row;
      if (row < to) this.#held!.add(rows.params(row, first + row - from));
    }
    return to - from;
  }

  /** The keys of records without an id, and which kinds of rows have a fold key. */
  #key({ numbers, texts, count }: EventBatch): void {
    for (let row = 0, from = 0, text = 0; row < count; row++, from += NUMBERS.length, text += TEXTS.length) {
      const hasId = texts.lengths[text]! >= 0;
      if (!hasId) numbers[from + COLUMN.rk] = this.#repeatKey(numbers[from + COLUMN.rk]!);
      if (!Number.isNaN(numbers[from + COLUMN.fkey]!)) this.#foldable[hasId ? 'full' : 'loose'] = true;
    }
  }

  /**
   * Without an id of its own a record is known by its content (or fold key) and by being the n-th of that content in its file:
   * overlapping exports add nothing, two equal lines of one file stay two.
   */
  #repeatKey(first: number): number {
    const n = (this.#repeats.get(first) ?? 0) + 1;
    this.#repeats.set(first, n);
    return repeatKey(first, n);
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
  #met(params: Params, depth = 0): boolean {
    const rk = params[KEY] as number;
    const rows = this.#crowds.get(rk) ?? this.#rowsOf(rk);
    const known = rows.filter((row) => !this.#superseded.has(row.eid!));
    const same = known.find((row) => saysTheSame(row, params));
    if (same) {
      this.#note(same.eid!, params);
      return false;
    }
    const other = this.#sameRecord(known, params);
    if (other && !this.#isFuller(params, other)) {
      // In one shape two contents are not equal: a sign of its own tells removal to read again (removal.ts).
      this.#note(other.eid!, params, other.shape === params[SHAPE] ? -1 : 1);
      return false;
    }
    if (!other && rows.length >= CROWD && depth < APART.length) {
      if (this.#crowds.size >= CROWDS) this.#crowds.clear();
      this.#crowds.set(rk, rows);
      return this.#aside(params, depth);
    }
    this.#crowds.delete(rk);
    this.#eid++;
    params[0] = this.#eid;
    params[VARIANT] = 1 + Math.max(-1, ...rows.map((row) => row.variant!));
    if (this.#held) this.#held.add(params);
    else assert(this.#inserter.insert(params), 'a further content of a record has a free number');
    this.#keys?.add(rk, this.#eid);
    if (rows.length === 0) return true; // the key only looked like another, or its row is gone
    if (!other) {
      this.#several.add(rk);
      return true;
    }
    if (known.length > 1) this.#several.add(rk); // the fuller content may change their order
    this.#folds.push(other.eid!, this.#eid);
    this.#superseded.add(other.eid!);
    // The event is this file's from here on; the other file's ledger gives it up (`#fold`).
    return other.file_id !== this.#file;
  }

  /** One of a crowd: its key is made of the id's and of what it tells. True when it counts as an event. */
  #aside(params: Params, depth: number): boolean {
    const text = APART[depth]!(this.#db, this.#said(params));
    const rk = recordKey(`crowd\n${params[KEY]}\n${text}`);
    params[KEY] = rk;
    const isNew = this.#keys ? this.#keys.addNew(rk, this.#eid + 1) : this.#inserter.insert(params);
    if (!isNew) return this.#met(params, depth + 1);
    this.#eid++;
    this.#held?.add(params);
    return true;
  }

  /** The values as a row, as far as a row says something. */
  #said(params: Params): Row {
    return Object.fromEntries(SAID.map(([name, i]) => [name, params[i]])) as unknown as Row;
  }

  /** The row that tells of the same record in another shape, which these values do not contradict. */
  #sameRecord(known: readonly Row[], params: Params): Row | undefined {
    const recordId = params[FIRST_TEXT]!;
    // By its fold key, second and outcome a record without id is the same in every file and shape.
    if (recordId === null) return params[FKEY] === null ? undefined : known.find((row) => row.record_id === null);
    const [time, code, ip, mark] = OPPOSED.map((i) => params[i] as number | null);
    const said = { time: time!, code: code!, ip: ip!, mark: mark! };
    return known
      .filter((row) => row.record_id === recordId && row.shape !== params[SHAPE] && !contradicts(row, said))
      .sort((a, b) => nearness(a, said) - nearness(b, said) || a.variant! - b.variant!)[0];
  }

  /** Whether the values tell more than the row: by the shape's rank, then by an order that knows no order of import. */
  #isFuller(params: Params, row: Row): boolean {
    const shape = params[SHAPE] as number;
    const fuller = fidelityOf(shape) - fidelityOf(row.shape!);
    if (fuller !== 0) return fuller > 0;
    if (shape !== row.shape) return shape > row.shape!;
    return sayings(this.#db, this.#said(params)) > sayings(this.#db, row);
  }

  #rowsOf(rk: number): Row[] {
    if (!this.#keys) return this.#byKey.all(rk);
    this.#held?.flush();
    const rows = this.#keys.eids(rk).map((eid) => this.#bulk?.row<Row>(eid) ?? this.#byRow.get(eid));
    return rows.filter((row) => row !== undefined && row.rk === rk) as Row[];
  }

  #note(eid: number, params: Params, sign = 1): void {
    this.#duplicate.run(eid, this.#file, params[at('at')], params[at('length')], sign * (params[SHAPE] as number));
  }

  /** The fuller row's content moves into the row that was there first, whose number others may hold. */
  *#fold(): Generator<void> {
    if (this.#folds.length === 0) return;
    const db = this.#db;
    const shapes = db.prepare<[number, number], { file: number; shape: number; fuller: number }>(
      'SELECT o.file_id AS file, o.shape, f.shape AS fuller FROM event_all o, event_all f WHERE o.eid = ? AND f.eid = ?',
    );
    const keep = db.prepare(
      'INSERT INTO duplicate SELECT eid, file_id, at, length, shape FROM event_all WHERE eid = ?',
    );
    const unlike = db.prepare('UPDATE duplicate SET shape = -shape WHERE eid = ? AND shape = ?');
    const move = db.prepare(
      `UPDATE event_all AS old SET (${REPLACED.join(', ')}, flags) =
         (SELECT ${REPLACED.join(', ')}, (flags & ~${UPDATE_FLAG}) | (old.flags & ${UPDATE_FLAG}) FROM event_all WHERE eid = ?)
       WHERE eid = ?`,
    );
    const point = db.prepare('UPDATE duplicate SET eid = ? WHERE eid = ?');
    const drop = db.prepare('DELETE FROM event_all WHERE eid = ?');
    const yields = db.prepare('UPDATE file SET events = events - 1, duplicates = duplicates + 1 WHERE id = ?');
    // Newest first: a row that was itself superseded within this file hands on what it has already received.
    for (let i = this.#folds.length - 2; i >= 0; i -= 2) {
      const old = this.#folds[i]!;
      const fuller = this.#folds[i + 1]!;
      const { file, shape, fuller: newer } = shapes.get(old, fuller)!;
      if (old <= this.#begun) forgetSweep(db);
      keep.run(old);
      if (shape === newer) unlike.run(old, shape);
      if (file !== this.#file) yields.run(file);
      move.run(fuller, old);
      point.run(old, fuller);
      drop.run(fuller);
      if (i % (2 * STEP) === 0) yield;
    }
  }
}

/** Positions in a list become the ids behind them. */
function resolve(numbers: Float64Array, [first, behind]: readonly number[], ids: readonly number[]): void {
  for (let column = first!; column < behind!; column++) {
    for (let i = column; i < numbers.length; i += NUMBERS.length) {
      const position = numbers[i]!;
      if (!Number.isNaN(position)) numbers[i] = ids[position]!;
    }
  }
}

/** Rows of a batch as a statement takes them, which are asked for in order. */
class BatchRows {
  readonly #params: Params = new Array(COLUMNS.length).fill(null);
  /** The next text, and where it lies. */
  #text = 0;
  #at = 0;

  constructor(
    readonly batch: EventBatch,
    file: number,
  ) {
    this.#params[1] = file;
  }

  /** Values in order of `COLUMNS`; the next call changes them. */
  params(row: number, eid: number): Params {
    const { numbers, texts } = this.batch;
    const params = this.#params;
    params[0] = eid;
    params[VARIANT] = 0;
    for (let i = 0, from = row * NUMBERS.length; i < NUMBERS.length; i++) {
      const value = numbers[from + i]!;
      params[FIRST_NUMBER + i] = Number.isNaN(value) ? null : value;
    }
    const first = row * TEXTS.length;
    for (; this.#text < first; this.#text++) this.#at += Math.max(0, texts.lengths[this.#text]!);
    for (let i = 0; i < TEXTS.length; i++, this.#text++) {
      const length = texts.lengths[first + i]!;
      params[FIRST_TEXT + i] = length < 0 ? null : textOf(texts.bytes, this.#at, this.#at + length);
      this.#at += Math.max(0, length);
    }
    return params;
  }
}

/** Rows above the horizon and the marks: gone, as if the file had not been read. */
export function takeOut(db: WriteDb, file: number, marks: Marks): void {
  db.transaction(() => {
    const horizon = db.prepare('SELECT eid FROM horizon').pluck().get() as number;
    // Of a new case all rows go: said so, SQLite lets go of their pages without touching each.
    if (horizon === 0) db.exec('DELETE FROM event_all');
    else db.prepare('DELETE FROM event_all WHERE eid > ?').run(horizon);
    db.prepare('DELETE FROM duplicate WHERE file_id = ?').run(file);
    db.prepare('DELETE FROM left_out WHERE file_id = ?').run(file);
    forgetSince(db, marks);
  }).immediate();
}

/** Events that readers see. */
export const countEvents = (db: ReadDb): number => countRows(db);

const lastEid = (db: WriteDb): number =>
  db
    .prepare('SELECT max((SELECT eid FROM horizon), (SELECT coalesce(max(eid), 0) FROM event_all))')
    .pluck()
    .get() as number;

function saysTheSame(row: Row, params: readonly (number | string | null)[]): boolean {
  if ((row.flags! & ~UPDATE_FLAG) !== params[at('flags')]) return false;
  return SAID.every(([name, i]) => row[name] === params[i]);
}
