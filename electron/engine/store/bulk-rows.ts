/**
 * Brings many rows of `event_all` in at once: laid out beside the database (row-pages.ts), then taken over as they are. Only
 * while its indexes are down, and only into a database that is a file.
 */
import fs from 'node:fs';
import type Database from 'better-sqlite3';
import { assert } from '../../../shared/base/assert';
import { COLUMN, NUMBERS, TEXTS } from './event-row';
import { COLUMNS, type Params } from './insert-rows';
import type { WriteDb } from './open';
import type { PackedTexts } from './packed-texts';
import { type Layout, RowPages } from './row-pages';

/** Bytes after which the rows held are to be written: enough that a transfer costs nothing beside them. */
const LOT = 8 * 1024 * 1024;
/** Room for the rows of the batch with which a lot is full; what is beyond goes in by a statement. */
const ROOM = 2 * LOT;

export class BulkRows {
  readonly #pages: RowPages;
  readonly #names: readonly string[];
  #transfer: Database.Statement | null = null;

  private constructor(
    readonly db: WriteDb,
    readonly file: string,
    layout: Layout,
    names: readonly string[],
  ) {
    this.#pages = new RowPages(layout, ROOM);
    this.#names = names;
  }

  /** `file`: a path for the rows on their way; null where the table is not what it is taken for. */
  static of(db: WriteDb, file: string): BulkRows | null {
    const found = layoutOf(db);
    return found && new BulkRows(db, file, found.layout, found.names);
  }

  /** Enough rows wait to be worth a transfer. */
  get isFull(): boolean {
    return this.#pages.size >= LOT;
  }

  /** Hands over rows of a file: the columns of `NUMBERS` (ids, not positions) and of `TEXTS`. */
  take(numbers: Float64Array<ArrayBuffer>, texts: PackedTexts, file: number): void {
    this.#pages.take(numbers, texts, [file, 0]);
  }

  /** As `RowPages.lay`: of the rows handed over, the first that must go in by itself. */
  lay(from: number, to: number, eid: number): number {
    return this.#pages.lay(from, to, eid);
  }

  /** A row that waits, as the table has it. */
  row<T>(eid: number): T | undefined {
    const values = this.#pages.row(eid);
    return values && (Object.fromEntries(this.#names.map((name, i) => [name, values[i]])) as T);
  }

  /**
   * Writes the rows that wait. Not inside of a transaction: one that is begun for writing looks at every attached file at
   * once, and keeps what it has seen.
   */
  flush(): void {
    const { count } = this.#pages;
    if (count === 0) return;
    assert(!this.db.inTransaction, 'a transfer is a transaction');
    // Over the lot before, whose place on the disk and in memory serves again; nothing of what was cut off stays.
    const out = fs.openSync(this.file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
    try {
      let size = 0;
      for (const piece of this.#pages.file()) {
        fs.writeFileSync(out, piece);
        size += piece.length;
      }
      fs.ftruncateSync(out, size);
    } finally {
      fs.closeSync(out);
    }
    this.#transfer ??= this.#attached();
    const { changes } = this.#transfer.run();
    assert(changes === count, 'every row that waited is taken over');
    this.#pages.clear();
  }

  /** Gives the rows that wait, in order of `COLUMNS`: the last few of a file, where a transaction is open already. */
  drain(insert: (values: Params) => boolean): void {
    const order = COLUMNS.map((name) => this.#names.indexOf(name));
    for (const row of this.#pages.rows()) {
      const isIn = insert(order.map((i) => row[i]!));
      assert(isIn, 'a row whose key is free goes in');
    }
    this.#pages.clear();
  }

  /** Rows that wait are none. */
  discard(): void {
    this.#pages.clear();
  }

  /** Outside of a transaction. */
  close(): void {
    this.discard();
    if (this.#transfer) this.db.exec('DETACH rows_on_the_way');
    this.#transfer = null;
    fs.rmSync(this.file, { force: true });
  }

  #attached(): Database.Statement {
    this.db.prepare('ATTACH ? AS rows_on_the_way').run(this.file);
    return this.db.prepare('INSERT INTO main.event_all SELECT * FROM rows_on_the_way.event_all');
  }
}

/** Columns that all rows of a file share (`take`). */
const SAME = ['file_id', 'variant'];

function layoutOf(db: WriteDb): { layout: Layout; names: readonly string[] } | null {
  const columns = db.pragma('table_info(event_all)') as { name: string; notnull: 0 | 1 }[];
  const names = columns.map(({ name }) => name);
  const textsBehind = names.indexOf(TEXTS[0]);
  const isKnown =
    new Set(names).size === COLUMNS.length &&
    COLUMNS.every((name) => names.includes(name)) &&
    TEXTS.every((name, i) => names[textsBehind + i] === name);
  if (!isKnown) return null;
  const said = db
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = 'event_all' AND sql IS NOT NULL ORDER BY type DESC, name`,
    )
    .all();
  const [table, ...indexes] = said;
  if (!indexes.every(({ sql }) => / WHERE fkey IS NOT NULL/.test(sql))) return null;
  if (!TEXTS.every((text) => columns.find(({ name }) => name === text)!.notnull === 0)) return null;
  const others = columns.filter(({ name }) => !(TEXTS as readonly string[]).includes(name));
  const numbers = others.map(({ name }) => {
    if (name === 'eid') return -1;
    return SAME.includes(name) ? -2 - SAME.indexOf(name) : COLUMN[name as (typeof NUMBERS)[number]];
  });
  const required = others.map(({ name, notnull }) => name !== 'eid' && notnull === 1);
  const absent = others.map(({ name }) => name === 'fkey'); // it is indexed
  const layout = { table: table!, indexes, numbers, required, absent, texts: TEXTS.length, textsBehind };
  return { layout: { ...layout, width: NUMBERS.length }, names };
}

/** Numbers and texts make up a row. */
assert(
  COLUMNS.length === NUMBERS.length + TEXTS.length + 3,
  'a row is its own number, file and variant, numbers and texts',
);
