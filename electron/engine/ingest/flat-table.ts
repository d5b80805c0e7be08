/**
 * JSON records that somebody saved as a table: each column is a path into the record (`actor.email`, `details.0.name`), each
 * cell its value. The row is made into a record again, and read by the shapes that know the record.
 */
import type { Candidate } from './candidate';
import { cellText, JsonRecord } from './lazy-record';
import type { CsvRow } from './readers/csv/rows';
import type { SliceDecoder } from './readers/encoding';
import { isObject } from './readers/json/envelopes';
import type { Shape, Source } from './source';

const DEPTH = 8;
const LIST_LIMIT = 200;
/** Names that would reach into what every object inherits. */
const UNSAFE: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Path = readonly (string | number)[];

/** The shapes of tables are made once: that two candidates have the same shape is seen by its being the same object. */
const tables = new WeakMap<Shape, Shape>();
export function tableOf(shape: Shape): Shape {
  let table = tables.get(shape);
  if (!table) {
    table = { ...shape, id: `${shape.id}-table`, fidelity: Math.max(1, shape.fidelity - 1) };
    tables.set(shape, table);
  }
  return table;
}

/** JSON shapes over rows under this header. Shapes that split a record are left out: a row holds one. */
export function flatCandidates(
  sources: readonly Source[],
  header: readonly string[],
  decoder: SliceDecoder,
): Candidate[] {
  const paths = header.map(pathOf);
  return sources.flatMap((source) =>
    source.shapes
      .filter(({ record, split }) => record === 'json' && !split)
      .map((shape) => {
        const record = new JsonRecord(shape.reads);
        const columns = columnsOf(paths, shape.reads);
        const load = (row: unknown): void => {
          record.value = recordOf(row as CsvRow, columns, decoder);
        };
        return { source, shape: tableOf(shape), record, load };
      }),
  );
}

/** The share of the columns that begin with a key that was put before a whole record. */
const PREFIXED = 0.5;
const PREFIX_COLUMNS = 3;

/**
 * As `flatCandidates`, where a collector put its own key before each of the record's (`_source.actor.id`, `json.uuid`): none
 * where the header has no such key.
 */
export function prefixedCandidates(
  sources: readonly Source[],
  header: readonly string[],
  decoder: SliceDecoder,
): Candidate[] {
  const prefix = prefixOf(header.map((column) => column.replace(/^\ufeff/, '').trim()));
  if (prefix === '') return [];
  const isInside = (column: string): boolean => column.trim().startsWith(prefix);
  const names = header.map((column) => (isInside(column) ? column.trim().slice(prefix.length) : ''));
  return flatCandidates(sources, names, decoder);
}

/** `_source.`, `_source.json.` where all below the first lies below both, or '' where the columns share no beginning. */
function prefixOf(columns: readonly string[]): string {
  for (let prefix = ''; ; ) {
    const inside = columns.filter((column) => column.startsWith(prefix)).length;
    const least = prefix === '' ? Math.max(PREFIX_COLUMNS, columns.length * PREFIXED) : inside;
    const counts = new Map<string, number>();
    for (const column of columns) {
      const dot = column.startsWith(prefix) ? column.indexOf('.', prefix.length) : -1;
      if (dot > prefix.length) {
        const key = column.slice(0, dot + 1);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const [longer = '', count = 0] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0]);
    if (count < least) return prefix;
    prefix = longer;
  }
}

/** `a.b[0].c` as keys and places; null for a column that is no part of a record. */
function pathOf(column: string): Path | null {
  const name = column.replace(/^\ufeff/, '').trim();
  if (name === '' || name.length > 500) return null;
  const parts = name
    .replace(/\[(\d{1,3})\]/g, '.$1')
    .split('.')
    .map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : part));
  const isSound = parts.every((part) =>
    typeof part === 'number' ? part < LIST_LIMIT : part !== '' && !UNSAFE.has(part),
  );
  return isSound && parts.length <= DEPTH && typeof parts[0] === 'string' ? parts : null;
}

/** A column of a table, and where its cell belongs in the record. */
type Column = readonly [number, Path];

/** The columns that can tell a shape anything: a table may have thousands that no source knows. */
function columnsOf(paths: readonly (Path | null)[], reads: readonly string[]): Column[] {
  const known = new Set(reads.map((path) => path.split('.', 1)[0]));
  return paths.flatMap((path, i) => (path && known.has(String(path[0])) ? [[i, path] as const] : []));
}

function recordOf(row: CsvRow, columns: readonly Column[], decoder: SliceDecoder): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [i, path] of columns) {
    if (i >= row.count || row.from(i) === row.to(i)) continue;
    const value = cellValue(cellText(row, i, decoder));
    if (value !== undefined) put(record, path, value);
  }
  return record;
}

/** Keys with dots, of objects that were flattened, and how many of a record's keys they must be. */
const DOTTED = 3;

/** Whether the object was flattened: most of its keys are paths. */
export function isDotted(value: unknown): boolean {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  const dotted = keys.filter((key) => /[^.]\.[^.]/.test(key)).length;
  return dotted >= DOTTED && dotted * 2 >= keys.length;
}

/** A flattened object as it was before; texts that are lists or objects are read as such. */
export function nested(value: unknown): unknown {
  if (!isDotted(value)) return value;
  const record: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value as Record<string, unknown>)) {
    const path = pathOf(key);
    if (!path || member === null || member === '') continue;
    const isInside = typeof member === 'string' && (member[0] === '{' || member[0] === '[');
    put(record, path, isInside ? cellValue(member) : member);
  }
  return record;
}

/** Puts the value at the path, unless something stands there or above. */
export function put(record: Record<string, unknown>, path: Path, value: unknown): void {
  let at = record as Record<string | number, unknown>;
  for (const [i, part] of path.entries()) {
    if (i === path.length - 1) {
      if (!Object.hasOwn(at, part)) at[part] = value;
      return;
    }
    const inner = Object.hasOwn(at, part) ? at[part] : undefined;
    if (inner === undefined) at[part] = typeof path[i + 1] === 'number' ? [] : {};
    else if (typeof inner !== 'object' || inner === null) return; // the column above holds it already
    at = at[part] as Record<string | number, unknown>;
  }
}

/** What the cell was before it was written: whole numbers, yes and no, lists and objects; undefined for nothing. */
export function cellValue(cell: string): unknown {
  const text = cell.trim();
  if (text === '' || text === 'null') return undefined;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (/^-?[1-9]\d{0,14}$/.test(text) || text === '0') return Number(text);
  if (text[0] === '{' || text[0] === '[') {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return cell;
    }
  }
  return cell;
}
