/** Inserts rows of `event_all`. Binding a value costs more than storing it, so columns that are NULL are left out. */
import type Database from 'better-sqlite3';
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

  /** `isIndexed`: the index over record keys is there and tells which keys are taken. */
  constructor(
    readonly db: WriteDb,
    readonly isIndexed: boolean,
  ) {}

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
         ${this.isIndexed ? 'ON CONFLICT (rk, variant) DO NOTHING' : ''}`,
      ),
      columns,
      params: new Array<number | string | null>(columns.length).fill(null),
    };
    this.#patterns.set(pattern, prepared);
    return prepared;
  }
}
