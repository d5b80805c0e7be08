/** What a context kind is: a folder under `context/` whose index.ts default-exports one of these. */
import type { ContextFactsOf, ContextKindId } from '../../../shared/model/context';
import type { Reject } from './source';

/** One row under its header: cells by column, trimmed; what was read wrongly is noted, all at once. */
export interface ContextCells {
  /** Null where the column is absent or the cell empty. */
  text(column: string): string | null;
  /** IANA zone that the person named for times without one; null = not named. */
  readonly zone: string | null;
  /** Day before month in dates such as 03/04/2026, as far as the file tells. */
  readonly dayFirst: boolean | null;
}

export interface ContextKind<K extends ContextKindId = ContextKindId> {
  /** Folder name; printed as `source`. */
  id: K;
  title: string;
  /** What the analysis makes of it: one or two sentences. */
  about: string;
  /** The header, in the order of the template. */
  columns: readonly string[];
  /** Columns without which it is no such file: it is recognised by them. */
  required: readonly string[];
  /** One row as CSV, for `sidedoor sources`. */
  example: string;
  /** Pure; never throws for bad data (a throw rejects the row with `adapter-bug`). */
  read(cells: ContextCells): ContextFactsOf<K> | Reject;
}

/** A row read: what it says, what else stood in it, and where it lies in the file (bytes). */
export interface ParsedContext {
  facts: Record<string, unknown>;
  extra: Record<string, string>;
  at: number;
  length: number;
}
