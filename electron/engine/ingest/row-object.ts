/**
 * Rows of a vendor's table that a tool stored as objects, each cell under the name of its column (a CSV turned to JSON, or
 * taken in by a collector): read by the shapes that know the table.
 */
import { headerName } from '../../../shared/base/csv-header';
import type { Candidate } from './candidate';
import { Declared } from './lazy-record';
import { isObject } from './readers/json/envelopes';
import type { Source, SourceContext } from './source';

const CELLS = 300; // of one row

class RowObject extends Declared {
  readonly #declared: ReadonlySet<string>;
  readonly #cells = new Map<string, string>();
  /** Names as they are written, as a table's header would have them. */
  header: readonly string[] = [];

  constructor(reads: readonly string[]) {
    super();
    this.#declared = new Set(reads);
  }

  load(value: unknown): void {
    this.#cells.clear();
    this.header = isObject(value) ? Object.keys(value) : [];
    if (!isObject(value) || this.header.length > CELLS) return;
    for (const name of this.header) {
      const key = headerName(name);
      if (!this.#declared.has(key) || this.#cells.has(key)) continue;
      const cell = value[name];
      const isText = typeof cell === 'string';
      this.#cells.set(key, isText ? cell : cell === null || cell === undefined ? '' : JSON.stringify(cell));
    }
  }

  any(path: string): unknown {
    if (!this.#declared.has(path)) throw new Error(`the column "${path}" is not declared in reads`);
    return this.#cells.get(path);
  }
}

/** Shapes of tables over rows that are objects. */
export function rowCandidates(sources: readonly Source[]): Candidate[] {
  return sources.flatMap((source) =>
    source.shapes
      .filter(({ record }) => record === 'csv')
      .map((shape) => {
        const record = new RowObject(shape.reads);
        /** The header of the rows before, where it is the same: shapes keep what they make of it. */
        let header: readonly string[] = [];
        return {
          source,
          shape,
          record,
          load: (value: unknown) => record.load(value),
          context: (context: SourceContext): SourceContext => {
            if (record.header.length !== header.length || record.header.some((name, i) => name !== header[i]))
              header = record.header;
            return Object.create(context, { header: { value: header } }) as SourceContext;
          },
        };
      }),
  );
}
