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
  /** Columns that some row has filled, those that none has, and the values of the former, row by row. */
  #used: number[] = COLUMNS.flatMap((name, i) => (ALWAYS.has(name) || i === VARIANT ? [i] : []));
  #unused: number[] = COLUMNS.flatMap((_, i) => (this.#used.includes(i) ? [] : [i]));
  #held: Params = new Array(this.#used.length * TOGETHER).fill(null);
  #rows = 0;
  #statement: Database.Statement | null = null;

  constructor(readonly db: WriteDb) {
    this.#one = new RowInserter(db);
  }

  /** Values in order of `COLUMNS`. */
  add(params: Params): void {
    for (let i = 0; i < this.#unused.length; i++) if (params[this.#unused[i]!] !== null) this.#widen(params);
    const used = this.#used;
    const held = this.#held;
    let at = this.#rows * used.length;
    for (let i = 0; i < used.length; i++) held[at++] = params[used[i]!]!;
    if (++this.#rows < TOGETHER) return;
    this.#statement ??= this.#prepare();
    this.#statement.run(held);
    this.#rows = 0;
  }

  flush(): void {
    const { length } = this.#used;
    const row: Params = new Array(COLUMNS.length).fill(null);
    for (let at = 0; at < this.#rows * length; at += length) {
      for (let i = 0; i < length; i++) row[this.#used[i]!] = this.#held[at + i]!;
      const isIn = this.#one.insert(row);
      assert(isIn, 'a row whose key is free goes in');
    }
    this.#rows = 0;
  }

  /** Rows not written yet are none. */
  discard(): void {
    this.#rows = 0;
  }

  /** Makes room for the columns that this row fills. */
  #widen(params: Params): void {
    this.flush();
    const filled = this.#unused.filter((i) => params[i] !== null);
    this.#used = [...this.#used, ...filled];
    this.#unused = this.#unused.filter((i) => !filled.includes(i));
    this.#held = new Array(this.#used.length * TOGETHER).fill(null);
    this.#statement = null;
  }

  #prepare(): Database.Statement {
    const row = `(${this.#used.map(() => '?').join(', ')})`;
    return this.db.prepare(
      `INSERT INTO event_all (${this.#used.map((i) => COLUMNS[i]!).join(', ')})
       VALUES ${new Array(TOGETHER).fill(row).join(', ')}`,
    );
  }
}
