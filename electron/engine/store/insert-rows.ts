/** Inserts rows of `event_all`. Binding a value costs more than storing it, so columns that are NULL are left out. */
import type Database from 'better-sqlite3';
import { assert } from '../../../shared/base/assert';
import { NUMBERS, TEXTS } from './event-row';
import type { WriteDb } from './open';

export const COLUMNS = ['eid', 'file_id', 'variant', ...NUMBERS, ...TEXTS] as const;
export type Params = (number | string | null)[];

const ALWAYS: ReadonlySet<string> = new Set([
  'eid',
  'file_id',
  'rk',
  'content',
  'time',
  'at',
  'length',
  'class',
  'outcome',
  'mark',
  'flags',
  'role',
  'shape',
  'source',
  'action',
]);
/** Columns that may be NULL, and `variant`, which is 0 nearly always: each has a bit in a row's pattern. */
const OPTIONAL = COLUMNS.flatMap((name, i) => (ALWAYS.has(name) ? [] : [i]));
const VARIANT = COLUMNS.indexOf('variant');
const EVERY = 2 ** OPTIONAL.length - 1;
const PATTERNS = 256; // statements kept; rows of one source have a few dozen patterns

interface Pattern {
  statement: Database.Statement;
  columns: readonly number[];
  params: Params;
}

export class RowInserter {
  readonly #patterns = new Map<number, Pattern>();

  constructor(readonly db: WriteDb) {}

  /** Values in order of `COLUMNS`. False where the index says that the key is taken. */
  insert(params: Params): boolean {
    let pattern = 0;
    for (let i = 0; i < OPTIONAL.length; i++) {
      const column = OPTIONAL[i]!;
      if (column === VARIANT ? params[column] !== 0 : params[column] !== null) pattern |= 1 << i;
    }
    const found = this.#patterns.get(pattern) ?? this.#prepare(this.#patterns.size < PATTERNS ? pattern : EVERY);
    const { columns, params: chosen } = found;
    for (let i = 0; i < columns.length; i++) chosen[i] = params[columns[i]!]!;
    return found.statement.run(...chosen).changes === 1;
  }

  #prepare(pattern: number): Pattern {
    const known = this.#patterns.get(pattern);
    if (known) return known;
    const columns = COLUMNS.flatMap((_, i) => {
      const bit = OPTIONAL.indexOf(i);
      return bit < 0 || (pattern & (1 << bit)) !== 0 ? [i] : [];
    });
    const names = columns.map((i) => COLUMNS[i]!);
    if (!names.includes('variant')) names.push('variant');
    const values = names.map((_, i) => (i < columns.length ? '?' : '0'));
    const prepared = {
      statement: this.db.prepare(
        `INSERT INTO event_all (${names.join(', ')}) VALUES (${values.join(', ')})
         ON CONFLICT DO NOTHING`,
      ),
      columns,
      params: new Array<number | string | null>(columns.length).fill(null),
    };
    this.#patterns.set(pattern, prepared);
    return prepared;
  }
}

/** Rows of one statement: a call costs as much as the rest of a row, and more rows than this gain little. */
const TOGETHER = 32;

/**
 * Inserts rows whose keys are known to be free, many with one statement. They are there after `flush`; columns that have
 * been NULL in every row so far are left out.
 */
export class RowsInserter {
  readonly #one: RowInserter;
  /** Values row by row, and of each the columns that are not NULL. */
  #held: Params = [];
  #rows = 0;
  readonly #isUsed = COLUMNS.map((name) => ALWAYS.has(name));
  #columns: readonly number[] = [];
  #statement: Database.Statement | null = null;

  constructor(readonly db: WriteDb) {
    this.#one = new RowInserter(db);
  }

  /** Values in order of `COLUMNS`. */
  add(params: Params): void {
    for (let i = 0; i < params.length; i++) {
      const value = params[i]!;
      this.#held.push(value);
      if (value !== null && !this.#isUsed[i]) {
        this.#isUsed[i] = true;
        this.#statement = null;
      }
    }
    if (++this.#rows === TOGETHER) this.#insert();
  }

  flush(): void {
    for (let row = 0; row < this.#rows; row++) {
      const isIn = this.#one.insert(this.#held.slice(row * COLUMNS.length, (row + 1) * COLUMNS.length));
      assert(isIn, 'a row whose key is free goes in');
    }
    this.discard();
  }

  /** Rows not written yet are none. */
  discard(): void {
    this.#held = [];
    this.#rows = 0;
  }

  #insert(): void {
    this.#statement ??= this.#prepare();
    const chosen: Params = [];
    for (let row = 0, base = 0; row < TOGETHER; row++, base += COLUMNS.length) {
      for (let i = 0; i < this.#columns.length; i++) chosen.push(this.#held[base + this.#columns[i]!]!);
    }
    this.#statement.run(chosen);
    this.discard();
  }

  #prepare(): Database.Statement {
    this.#isUsed[VARIANT] = true; // it has no default
    this.#columns = COLUMNS.flatMap((_, i) => (this.#isUsed[i] ? [i] : []));
    const row = `(${this.#columns.map(() => '?').join(', ')})`;
    return this.db.prepare(
      `INSERT INTO event_all (${this.#columns.map((i) => COLUMNS[i]!).join(', ')})
       VALUES ${new Array(TOGETHER).fill(row).join(', ')}`,
    );
  }
}
