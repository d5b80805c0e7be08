/** Rows of a context file: which kind a header tells of, and what its rows say. */
import { headerNames } from '../../../shared/base/csv-header';
import { plural } from '../../../shared/base/text';
import type { ContextCells, ContextKind, ParsedContext } from './context';
import { cellText } from './lazy-record';
import { LeftOutEncoder } from './left-out';
import type { CsvRow } from './readers/csv/rows';
import type { SliceDecoder } from './readers/encoding';
import type { Reject, SourceContext } from './source';

/** "Display Name" is `display_name`: spreadsheets are written by people. */
export const contextColumns = (header: readonly string[]): string[] =>
  headerNames(header).map((name) => name.replace(/[\s-]+/g, '_'));

export interface ContextMatch {
  kind: ContextKind;
  /** Every column of the template is there: no log has the same by chance. */
  isWhole: boolean;
  because: string[];
}

/** The kind whose columns the header has; of several the one of which most are there. Null where none is. */
export function contextMatch(header: readonly string[], kinds: readonly ContextKind[]): ContextMatch | null {
  const names = new Set(contextColumns(header));
  let best: ContextMatch | null = null;
  let most = 0;
  for (const kind of kinds) {
    if (!kind.required.every((column) => names.has(column))) continue;
    const there = kind.columns.filter((column) => names.has(column)).length;
    if (there <= most) continue;
    most = there;
    const isWhole = there === kind.columns.length;
    const because = `header of ${kind.id}: ${isWhole ? 'every column' : `${there} of ${plural(kind.columns.length, 'column')}`}`;
    best = { kind, isWhole, because: [because] };
  }
  return best;
}

const EXTRA = 64; // unknown columns kept of a row
const EXTRA_TEXT = 2_000; // letters of each

const isReject = (facts: ReturnType<ContextKind['read']>): facts is Reject =>
  'end' in facts && facts.end === 'rejected';

/** Reads the rows of one file, with an account of every one. */
export class ContextMapper {
  readonly leftOut = new LeftOutEncoder();
  readonly #names: readonly string[];
  readonly #cells: ContextCells;
  #rows: ParsedContext[] = [];
  #row: CsvRow | null = null;
  mapped = 0;

  constructor(
    readonly kind: ContextKind,
    header: readonly string[],
    context: SourceContext,
    readonly decoder: SliceDecoder,
  ) {
    this.#names = contextColumns(header);
    const place = new Map(this.#names.map((name, i) => [name, i]));
    const text = (column: string): string | null => {
      const cell = place.get(column);
      return cell === undefined || cell >= this.#row!.count ? null : this.#text(cell);
    };
    this.#cells = {
      text,
      get zone() {
        return context.zone;
      },
      dayFirst: context.dayFirst,
    };
  }

  get count(): number {
    return this.#rows.length;
  }

  row(row: CsvRow, at: number, length: number): void {
    this.#row = row;
    if (this.#isEmpty(row)) {
      this.leftOut.add('skipped', 'an empty row', at, length);
      return;
    }
    let facts: ReturnType<ContextKind['read']>;
    try {
      facts = this.kind.read(this.#cells);
    } catch (thrown) {
      const what = thrown instanceof Error ? thrown.message : String(thrown);
      this.broken(`adapter-bug in ${this.kind.id}: ${what.slice(0, 120)}`, at, length);
      return;
    }
    if (isReject(facts)) {
      this.leftOut.add('rejected', facts.why, at, length);
      return;
    }
    this.mapped++;
    this.#rows.push({ facts, extra: this.#extra(), at, length });
  }

  broken(why: string, at: number, length: number): void {
    this.leftOut.add('rejected', why, at, length);
  }

  take(): ParsedContext[] | null {
    if (this.#rows.length === 0) return null;
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** What the person should know of the header. */
  notes(): string[] {
    const has = new Set(this.#names);
    const known = new Set(this.kind.columns);
    const unknown = this.#names.filter((name) => name !== '' && !known.has(name));
    const absent = this.kind.columns.filter((column) => !has.has(column));
    const notes = [];
    if (unknown.length > 0)
      notes.push(`columns kept but not used: ${unknown.slice(0, 20).join(', ')}${unknown.length > 20 ? ' …' : ''}`);
    if (absent.length > 0) notes.push(`columns not in the file: ${absent.join(', ')}`);
    return notes;
  }

  #text(cell: number): string | null {
    const text = cellText(this.#row!, cell, this.decoder).trim().toWellFormed();
    return text === '' ? null : text;
  }

  #isEmpty(row: CsvRow): boolean {
    for (let i = 0; i < row.count; i++) if (row.from(i) !== row.to(i) && this.#text(i) !== null) return false;
    return true;
  }

  #extra(): Record<string, string> {
    const extra: [string, string][] = [];
    for (const [i, name] of this.#names.entries()) {
      if (name === '' || this.kind.columns.includes(name) || extra.length >= EXTRA || i >= this.#row!.count) continue;
      const text = this.#text(i);
      if (text !== null) extra.push([name, text.slice(0, EXTRA_TEXT).toWellFormed()]);
    }
    return Object.fromEntries(extra);
  }
}
