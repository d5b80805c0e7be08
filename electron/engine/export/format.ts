/** What an export format or report writer is: a folder whose index.ts default-exports one of these. */
import type { EventColumnId } from '../../../shared/model/event-columns';
import type { ReportOptions } from '../../../shared/model/report';
import type { Actor } from '../session';
import type { CaseView } from './case-view';
import type { Sink, Spool } from './sink';

export interface WriteContext {
  signal: AbortSignal;
  progress(value: { phase: string; done: number; total: number; unit: 'events' | 'bytes' | 'files' | 'steps' }): void;
  /** Search query that narrows the rows; empty = all. Only where the format says `filters`. */
  query: string;
  /** The columns of a table of events, as a view shows them; absent = all. Only where the format says `columns`. */
  columns?: { ids: readonly EventColumnId[]; zone: string };
  /** One episode with all it tells of, in place of a query; null = all. Only where the format says `filters`. */
  episode: string | null;
  /** Name of the file that is written: some formats differ by its extension. */
  fileName: string;
  now: number; // milliseconds UTC
  actor: Actor;
  version: string;
  /** The key to sign with; null or absent: what is written goes out unsigned. Only formats that say `signs` get one. */
  signer?: { secret: Uint8Array; publicKey: Uint8Array } | null;
  /** The page that checks a bundle in any browser, as bytes; null where it was not built (tests of the source). */
  verifier?: Uint8Array | null;
  /** A place for content whose size and hash must be known before it is written. Removed after the export. */
  spool(): Spool;
  /** What a report shows; absent = everything. */
  report?: ReportOptions;
  /** Picture for the cover of a report. */
  logo?: Logo;
  /** The firm's own document, for the report formats that take one. */
  template?: { name: string; bytes: Uint8Array };
  /** Says in words what the export does not hold. */
  leftOut(text: string): void;
  /** Says in words where the export differs from the evidence although it holds everything. */
  remark(text: string): void;
}

/** A picture that was looked at: it is what it says, and no larger than it may be. */
export interface Logo {
  kind: 'png' | 'jpeg';
  bytes: Uint8Array;
  width: number; // pixels
  height: number;
}

export interface ExportFormat {
  /** Folder name; the value of `--format`. */
  id: string;
  title: string;
  /** Without the dot. */
  extension: string;
  media: string;
  kind: 'export' | 'report';
  /** Whether a query may narrow what is written. */
  filters: boolean;
  /** Whether it can be written with the columns of a view alone. */
  columns?: boolean;
  /** Holds evidence as it is, secrets included. Unset: everything is read masked. */
  exact?: boolean;
  /** Whether a template may be given. */
  templated?: boolean;
  /** What a template asks for; throws an ExportError for one that cannot be filled. */
  placeholders?(template: { name: string; bytes: Uint8Array }): Promise<string[]>;
  /** Wants a copy of the database (`CaseView.database`). */
  wantsDatabase?: boolean;
  /** Can be signed. */
  signs?: boolean;
  write(view: CaseView, sink: Sink, context: WriteContext): Promise<void>;
}

/** What another question waits for at the most, ms, and after how many rows the clock is looked at. */
const SHARE_MS = 20;
const LOOK_EVERY = 20;

/**
 * Walks rows that come synchronously from the database, giving way to the engine's other work every few milliseconds and
 * stopping when the job is cancelled (throws an AbortError).
 */
export async function walk<T>(
  rows: Iterable<T>,
  context: Pick<WriteContext, 'signal'>,
  each: (row: T, n: number) => Promise<void> | undefined,
): Promise<number> {
  let n = 0;
  let begun = performance.now();
  for (const row of rows) {
    n += 1;
    await each(row, n);
    if (n % LOOK_EVERY !== 0) continue;
    context.signal.throwIfAborted();
    if (performance.now() - begun < SHARE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    begun = performance.now();
  }
  return n;
}

/** The export cannot be written as it must be; `message` says why in one line. */
export class ExportError extends Error {
  readonly fix: string | undefined;
  constructor(message: string, more: { fix?: string } = {}) {
    super(message);
    this.name = 'ExportError';
    this.fix = more.fix;
  }
}
