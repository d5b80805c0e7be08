/**
 * A vendor's records in a table of Log Analytics, made by whatever connector: names joined by `_` with a suffix for the type
 * (`actor_email_s`, `created_at_d`), or in capitals (`ActorIp`, `CreatedAt`). Each column is led back to the path that a shape
 * reads, and the row is read by the shapes that know the record. Only rows that carry the table's own time are such rows.
 */
import { headerName } from '../../../shared/base/csv-header';
import { rfc3339 } from '../../../shared/model/time';
import type { Candidate } from './candidate';
import { cellValue, put, tableOf } from './flat-table';
import { cellText, JsonRecord } from './lazy-record';
import type { CsvRow } from './readers/csv/rows';
import type { SliceDecoder } from './readers/encoding';
import { isObject } from './readers/json/envelopes';
import type { Shape, Source } from './source';
import { readWritten } from './vendor/local-time';

type Path = readonly (string | number)[];
const COLUMNS = 2_000; // remembered names of columns
const UNSAFE = /^(?:__proto__|constructor|prototype)$/;

/** The column of Log Analytics' own time. */
export const isTableTime = (name: string): boolean => headerName(name) === 'timegenerated';
/** The column of the table's own name, which no record has. */
const TABLE_NAME = 'Type';
/** Whether the object is a row of such a table. */
export const isTableRow = (value: unknown): boolean => isObject(value) && Object.keys(value).some(isTableTime);

/** JSON shapes over rows, as objects (`header` null) or under a table's header. Shapes that split a record are left out. */
export function suffixedCandidates(
  sources: readonly Source[],
  header: readonly string[] | null,
  decoder: SliceDecoder,
  dayFirst: boolean | null = null,
): Candidate[] {
  if (header !== null && !header.some(isTableTime)) return [];
  return sources.flatMap((source) =>
    source.shapes
      .filter(({ record, split }) => record === 'json' && !split)
      .map((shape) => {
        const record = new JsonRecord(shape.reads);
        const paths = new Paths(shape.reads);
        const load = (row: unknown): void => {
          const made: Record<string, unknown> = {};
          if (header === null) {
            if (isTableRow(row))
              for (const [name, value] of Object.entries(row as object))
                add(made, name, paths.of(name), value, dayFirst);
          } else {
            const cells = row as CsvRow;
            for (let i = 0; i < Math.min(cells.count, header.length); i++)
              add(made, header[i]!, paths.of(header[i]!), cellText(cells, i, decoder), dayFirst);
          }
          record.value = made;
        };
        return { source, shape: tableOf(shape), record, load };
      }),
  );
}

/** Text stays text, unless it is a list or an object, or the name says that it is a number. */
function add(
  made: Record<string, unknown>,
  name: string,
  path: Path | null,
  value: unknown,
  dayFirst: boolean | null,
): void {
  if (path === null || value === null || value === '') return;
  const isRead = typeof value === 'string' && (/_[db]$/.test(name) || /^\s*[[{]/.test(value));
  const inner = isRead ? cellValue(value) : asUtc(name, value, dayFirst);
  if (inner !== undefined) put(made, path, inner);
}

/**
 * The portal's CSV writes times as people do where the browser is from, and says in the column's name that they are UTC.
 * What neither AM and PM nor the file's other dates decide stays as it is written.
 */
function asUtc(name: string, value: unknown, dayFirst: boolean | null): unknown {
  if (typeof value !== 'string' || !/\[UTC\]$/i.test(name.trim())) return value;
  const { time, warning } = readWritten(value, { zone: 'UTC', dayFirst });
  return time === null || warning !== null ? value : rfc3339(time);
}

const bare = (name: string): string => name.replace(/[._ ]/g, '').toLowerCase();

/** Which of a shape's paths a column stands for. */
class Paths {
  readonly #reads: ReadonlyMap<string, string>;
  readonly #known = new Map<string, Path | null>();

  constructor(reads: Shape['reads']) {
    this.#reads = new Map(reads.map((path) => [bare(path), path]));
  }

  of(column: string): Path | null {
    let path = this.#known.get(column);
    if (path === undefined) {
      path = this.#find(column);
      if (this.#known.size < COLUMNS) this.#known.set(column, path);
    }
    return path;
  }

  #find(column: string): Path | null {
    const name = column
      .replace(/^\ufeff/, '')
      .replace(/ ?\[UTC\]$/i, '')
      .trim();
    if (isTableTime(name)) return ['TimeGenerated'];
    if (name === TABLE_NAME) return null;
    const parts = name.replace(/_[sdbtg]$/, '').split('_');
    if (name === '' || parts.length > 20 || parts.some((part) => UNSAFE.test(part))) return null;
    // The longest beginning that is a path of the shape's; what is left is a name below it.
    for (let length = parts.length; length > 0; length--) {
      const read = this.#reads.get(bare(parts.slice(0, length).join('')));
      if (read === undefined) continue;
      const rest = parts.slice(length).join('_');
      return rest === '' ? read.split('.') : [...read.split('.'), rest];
    }
    return [parts.join('_')];
  }
}
