/** Records as sources see them: declared paths over a parsed JSON value or over the cells of a row. */
import type { CsvRow } from './readers/csv/rows';
import type { SliceDecoder } from './readers/encoding';
import type { LazyRecord } from './source';

/** Text that reads as a number: no hexadecimal, no blank, no `Infinity`. */
const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

abstract class Declared implements LazyRecord {
  abstract any(path: string): unknown;

  text(path: string): string | null {
    const value = this.any(path);
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
  }

  num(path: string): number | null {
    const value = this.any(path);
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    return typeof value === 'string' && NUMBER.test(value) ? Number(value) : null;
  }

  bool(path: string): boolean | null {
    const value = this.any(path);
    if (typeof value === 'boolean') return value;
    if (value === 0) return false;
    if (value === 1) return true;
    if (typeof value !== 'string') return null;
    switch (value.trim().toLowerCase()) {
      case 'true':
      case '1':
      case 'yes':
        return true;
      case 'false':
      case '0':
      case 'no':
        return false;
      default:
        return null;
    }
  }

  has(path: string): boolean {
    return this.any(path) !== undefined;
  }
}

/** One per shape, filled again for each record: sources keep nothing of it. */
export class JsonRecord extends Declared {
  value: unknown = null;
  readonly #declared: ReadonlySet<string>;
  readonly #keys = new Map<string, readonly string[]>();

  constructor(reads: readonly string[]) {
    super();
    this.#declared = new Set(reads);
    for (const path of reads) this.#keys.set(path, path.split('.'));
  }

  any(path: string): unknown {
    const keys = this.#keys.get(path) ?? this.#underDeclared(path);
    let value = this.value;
    for (let i = 0; i < keys.length; i++) {
      if (typeof value !== 'object' || value === null) return undefined;
      const key = keys[i]!;
      const inner: unknown = (value as Record<string, unknown>)[key];
      if (inner === undefined || typeof inner === 'function') return i === 0 ? this.#flattened(path, keys) : undefined;
      value = inner;
    }
    return value;
  }

  /** Some exports write the path itself as one key (`"status.errorCode": 0`). */
  #flattened(path: string, keys: readonly string[]): unknown {
    if (keys.length === 1) return undefined;
    const root = this.value as Record<string, unknown>;
    return Object.hasOwn(root, path) ? root[path] : undefined;
  }

  /** A declared parent stands for everything below it. */
  #underDeclared(path: string): readonly string[] {
    const keys = path.split('.');
    for (let length = keys.length - 1; length > 0; length--) {
      if (!this.#declared.has(keys.slice(0, length).join('.'))) continue;
      this.#keys.set(path, keys);
      return keys;
    }
    throw new Error(`the path "${path}" is not declared in reads`);
  }
}

export class CsvRecord extends Declared {
  readonly #columns = new Map<string, number>();
  #row: CsvRow | null = null;

  constructor(
    reads: readonly string[],
    names: readonly string[],
    readonly decoder: SliceDecoder,
  ) {
    super();
    for (const path of reads) this.#columns.set(path, names.indexOf(path));
  }

  load(row: CsvRow): void {
    this.#row = row;
  }

  any(path: string): unknown {
    const column = this.#columns.get(path);
    if (column === undefined) throw new Error(`the column "${path}" is not declared in reads`);
    return column < 0 ? undefined : cellText(this.#row!, column, this.decoder);
  }

  override has(path: string): boolean {
    const column = this.#columns.get(path);
    if (column === undefined) throw new Error(`the column "${path}" is not declared in reads`);
    return column >= 0;
  }
}

/** A cell as text, doubled quotes made single. */
export function cellText(row: CsvRow, cell: number, decoder: SliceDecoder): string {
  const from = row.from(cell);
  const to = row.to(cell);
  if (from === to) return '';
  const text = decoder.text(row.bytes, from, to);
  return row.hasEscapes(cell) ? text.replaceAll('""', '"') : text;
}
