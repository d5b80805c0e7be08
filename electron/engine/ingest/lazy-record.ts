/** Records as sources see them: declared paths over a parsed JSON value or over the cells of a row. */
import type { CsvRow } from './readers/csv/rows';
import type { SliceDecoder } from './readers/encoding';
import { ENVELOPE_KEYS } from './readers/json/envelopes';
import { ELEMENT, Projection } from './readers/json/projection';
import type { LazyRecord, Origin } from './source';
import { asObjects } from './vendor/fields';

/** Text that reads as a number: no hexadecimal, no blank, no `Infinity`. */
const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

/** What follows from `any`: texts, numbers, yes and no. */
export abstract class Declared implements LazyRecord {
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

  derived<T>(_path: string, make: (record: LazyRecord) => T): T {
    return make(this);
  }

  each<T>(path: string, _read: () => T): T[] {
    throw new Error(`a table has no list under "${path}"`);
  }

  derivedEach<T>(path: string, read: () => T): T[] {
    return this.each(path, read);
  }

  derivedFrom<T>(_from: Origin, make: () => T): T {
    return make();
  }
}

/** An object on the way to wanted values: looked up once a record, however many paths lead through it. */
interface Parent {
  above: Parent | null;
  key: string;
  /** The record for which `value` was found. */
  of: number;
  value: unknown;
}
interface Leaf {
  parent: Parent | null;
  key: string;
}

/**
 * One per shape, filled again for each record, with a parsed value or with its bytes: sources keep nothing of it.
 */
export class JsonRecord extends Declared {
  #value: unknown = null;
  #projection: Projection | null = null;
  #isProjected = false;
  #number = 0;
  readonly #declared: ReadonlySet<string>;
  readonly #leaves = new Map<string, Leaf>();
  readonly #parents = new Map<string, Parent>();

  constructor(reads: readonly string[]) {
    super();
    this.#declared = new Set(reads);
    for (const path of reads) this.#leaves.set(path, this.#leaf(path));
  }

  get value(): unknown {
    return this.#value;
  }
  set value(value: unknown) {
    this.#value = value;
    this.#isProjected = false;
    this.#number++;
  }

  /** Whether records were read out of their bytes before: of this file or of one before it. */
  get isWarm(): boolean {
    return this.#projection !== null;
  }

  /** Reads the declared paths out of UTF-8; false where the record must be parsed instead. */
  project(bytes: Buffer, from: number, to: number): boolean {
    this.#isProjected = this.#paths().read(bytes, from, to);
    return this.#isProjected;
  }

  /** As `project`, of the record that begins at `from`: where it ends; 0 where that is not told. */
  projectOn(bytes: Buffer, from: number): number {
    const end = this.#paths().readOn(bytes, from);
    this.#isProjected = end > 0;
    return end;
  }

  #paths(): Projection {
    this.#projection ??= new Projection([...this.#declared], ENVELOPE_KEYS, (path) => this.#underDeclared(path));
    return this.#projection;
  }

  /** The same buffer object may hold other bytes now. */
  refilled(): void {
    this.#projection?.refilled();
  }

  any(path: string): unknown {
    if (this.#isProjected) return this.#projection!.any(path);
    const { parent, key } = this.#leaves.get(path) ?? this.#underDeclared(path);
    if (parent === null) return member(this.#value, key);
    const value = member(this.#of(parent), key);
    return value === undefined ? this.#flattened(path, parent) : value;
  }

  override text(path: string): string | null {
    return this.#isProjected ? this.#projection!.text(path) : super.text(path);
  }

  override has(path: string): boolean {
    if (this.#isProjected) return this.#projection!.has(path);
    return super.has(path);
  }

  override derived<T>(path: string, make: (record: LazyRecord) => T): T {
    return this.#isProjected ? this.#projection!.derived(path, make, this) : make(this);
  }

  override each<T>(path: string, read: () => T): T[] {
    if (this.#isProjected) return this.#projection!.each(path, read);
    const element = this.#parent(`${path}.${ELEMENT}`);
    const made: T[] = [];
    try {
      for (const each of asObjects(this.any(path))) {
        this.#number++; // what was looked up below the element before is none of this one's
        element.value = each;
        element.of = this.#number;
        made.push(read());
      }
    } finally {
      element.of = -1;
    }
    return made;
  }

  override derivedEach<T>(path: string, read: () => T): T[] {
    return this.#isProjected ? this.#projection!.derivedEach(path, read) : this.each(path, read);
  }

  override derivedFrom<T>(from: Origin, make: () => T): T {
    return this.#isProjected ? this.#projection!.derivedFrom(from, make) : make();
  }

  #leaf(path: string): Leaf {
    const dot = path.lastIndexOf('.');
    return { parent: dot < 0 ? null : this.#parent(path.slice(0, dot)), key: path.slice(dot + 1) };
  }

  #parent(path: string): Parent {
    let parent = this.#parents.get(path);
    if (!parent) {
      const { parent: above, key } = this.#leaf(path);
      parent = { above, key, of: -1, value: undefined };
      this.#parents.set(path, parent);
    }
    return parent;
  }

  #of(parent: Parent): unknown {
    if (parent.of !== this.#number) {
      if (parent.key === ELEMENT) return undefined;
      parent.value = member(parent.above === null ? this.#value : this.#of(parent.above), parent.key);
      parent.of = this.#number;
    }
    return parent.value;
  }

  /** Some exports write the path itself as one key (`"status.errorCode": 0`), without its first key. */
  #flattened(path: string, parent: Parent): unknown {
    let first = parent;
    while (first.above !== null) first = first.above;
    if (this.#of(first) !== undefined) return undefined;
    const root = this.#value;
    return typeof root === 'object' && root !== null && Object.hasOwn(root, path)
      ? (root as Record<string, unknown>)[path]
      : undefined;
  }

  /** A declared parent stands for everything below it. */
  #underDeclared(path: string): Leaf {
    const keys = path.split('.');
    for (let length = keys.length - 1; length > 0; length--) {
      if (!this.#declared.has(keys.slice(0, length).join('.'))) continue;
      const leaf = this.#leaf(path);
      this.#leaves.set(path, leaf);
      return leaf;
    }
    throw new Error(`the path "${path}" is not declared in reads`);
  }
}

/** An object's own member; what it inherits (`constructor`, `toString`) is no data. */
function member(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  const value = (object as Record<string, unknown>)[key];
  return typeof value === 'function' ? undefined : value;
}

/** What was asked for: by which key, where that is, and what was asked for after it, last. */
interface Asked<Key, Place> {
  readonly key: Key;
  readonly place: Place;
  next: Asked<Key, Place> | null;
}

/**
 * Where things are, by the keys under which they are asked for. Sources ask in the same order of every record: to compare a key
 * with the one that came next costs less than to look it up.
 */
class Places<Key, Place> {
  readonly #known = new Map<Key, Asked<Key, Place>>();
  #asked: Asked<Key, Place> | null = null;

  constructor(readonly find: (key: Key) => Place) {}

  of(key: Key): Place {
    const next = this.#asked?.next;
    const asked = next?.key === key ? next : this.#sought(key);
    this.#asked = asked;
    return asked.place;
  }

  #sought(key: Key): Asked<Key, Place> {
    let asked = this.#known.get(key);
    if (!asked) {
      asked = { key, place: this.find(key), next: null };
      this.#known.set(key, asked);
    }
    if (this.#asked) this.#asked.next = asked;
    return asked;
  }
}

export class CsvRecord extends Declared {
  readonly #declared = new Map<string, number>();
  /** A column by its name; -1: the file has none of that name. */
  readonly #columns = new Places<string, number>((path) => this.#column(path));
  /** Columns of one meaning, by the list of their names. */
  readonly #present = new Places<readonly string[], readonly number[]>((paths) => this.#those(paths));
  readonly #origins = new Places<Origin, readonly number[]>(({ paths }) => this.#those(paths));
  #row: CsvRow | null = null;

  constructor(
    reads: readonly string[],
    names: readonly string[],
    readonly decoder: SliceDecoder,
  ) {
    super();
    for (const path of reads) this.#declared.set(path, names.indexOf(path));
  }

  load(row: CsvRow): void {
    this.#row = row;
  }

  any(path: string): unknown {
    const column = this.#columns.of(path);
    return column < 0 ? undefined : cellText(this.#row!, column, this.decoder);
  }

  override text(path: string): string | null {
    const column = this.#columns.of(path);
    return column < 0 ? null : cellText(this.#row!, column, this.decoder);
  }

  override has(path: string): boolean {
    return this.#columns.of(path) >= 0;
  }

  firstOf(paths: readonly string[], filled: (text: string) => string | null): string | null {
    const present = this.#present.of(paths);
    for (let i = 0; i < present.length; i++) {
      const text = filled(cellText(this.#row!, present[i]!, this.decoder));
      if (text !== null) return text;
    }
    return null;
  }

  override derivedFrom<T>(from: Origin, make: () => T): T {
    const row = this.#row!;
    return row.derivedFrom ? row.derivedFrom(this.#origins.of(from), this.decoder, make) : make();
  }

  #column(path: string): number {
    const column = this.#declared.get(path);
    if (column === undefined) throw new Error(`the column "${path}" is not declared in reads`);
    return column;
  }

  #those(paths: readonly string[]): readonly number[] {
    return paths.map((path) => this.#column(path)).filter((column) => column >= 0);
  }
}

/** A cell as text, doubled quotes made single. */
export function cellText(row: CsvRow, cell: number, decoder: SliceDecoder): string {
  const from = row.from(cell);
  const to = row.to(cell);
  if (from === to) return '';
  if (row.hasEscapes(cell)) return decoder.text(row.bytes, from, to).replaceAll('""', '"');
  return row.text ? row.text(cell, decoder) : decoder.text(row.bytes, from, to);
}
