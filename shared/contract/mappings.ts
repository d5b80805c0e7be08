/** The mapping step for tables of unknown origin: look at one, try a mapping on it, keep the mapping as a file. */
import { z } from 'zod';
import { Mapping, MappingDraft } from '../model/mapping';
import { EventClass, Factor, IdentityKind, Outcome } from '../model/words';
import { command, FileRef, job, Progress, query, SinkRef } from './define';

/** One file of what was handed in: the file itself, or the one of a folder or archive that is shown under this name. */
export const TableRef = z.object({ file: FileRef, inside: z.string().max(4_000).nullable().default(null) });
export type TableRef = z.infer<typeof TableRef>;

export const TableColumn = z.object({
  column: z.string(), // as a mapping names it
  title: z.string(), // as the header has it; may be empty
  filled: z.number(), // of the rows looked at
  distinct: z.number().nullable(), // null = too many to count
  examples: z.array(z.string()),
});
export type TableColumn = z.infer<typeof TableColumn>;

/** What a row becomes under the mapping, as far as the preview shows it. */
export const PreviewEvent = z.object({
  time: z.string(),
  class: EventClass,
  action: z.string(),
  outcome: Outcome,
  secondFactorFailed: z.boolean(),
  factor: Factor.nullable(),
  kind: IdentityKind.nullable(),
  user: z.string().nullable(),
  ip: z.string().nullable(),
  app: z.string().nullable(),
  reason: z.string().nullable(),
});
export type PreviewEvent = z.infer<typeof PreviewEvent>;

export const PreviewRow = z.object({
  number: z.number().nullable(), // of the row, from 1; null where it could not be told apart
  end: z.enum(['event', 'skipped', 'rejected']),
  why: z.string(), // of an event: what is doubtful about it, or empty
  cells: z.array(z.object({ column: z.string(), text: z.string() })),
  event: PreviewEvent.nullable(),
});
export type PreviewRow = z.infer<typeof PreviewRow>;

/** Values that a value table must decide, most frequent first; of two columns a pair. */
export const SeenValue = z.object({ when: z.array(z.string()), count: z.number() });
export type SeenValue = z.infer<typeof SeenValue>;

export const TablePreview = z.object({
  name: z.string(),
  form: z.object({
    kind: z.enum(['table', 'json']),
    separator: z.string().nullable(),
    encoding: z.string(),
    list: z.string().nullable(),
    header: z.number().nullable(), // line (of a sheet: row) in which the header stands; null = JSON
    titles: z.number(), // lines of text above it that are passed over
    isSheet: z.boolean(),
  }),
  columns: z.array(TableColumn),
  mapping: MappingDraft, // the one given, or the one guessed
  because: z.array(z.object({ field: z.string(), column: z.string(), why: z.string() })), // of a guess
  /** What keeps the mapping from being used, and what to do about it. */
  problems: z.array(z.string()),
  time: z.object({
    withoutZone: z.number(), // rows whose time carries no zone
    first: z.string().nullable(),
    last: z.string().nullable(),
    /** Where the time's column is written with slashes or dots. */
    order: z
      .object({
        proved: z.enum(['day_first', 'month_first']).nullable(),
        proposed: z.enum(['day_first', 'month_first']),
        because: z.string(),
        dayOnly: z.number(),
        monthOnly: z.number(),
        either: z.number(),
        example: z.object({ text: z.string(), dayFirst: z.string(), monthFirst: z.string() }).nullable(),
      })
      .nullable(),
  }),
  rows: z.number(), // read for this preview
  isWhole: z.boolean(), // those are all rows of the file
  events: z.number(),
  skipped: z.number(),
  rejected: z.number(),
  reasons: z.array(z.object({ kind: z.enum(['skipped', 'rejected']), why: z.string(), count: z.number() })),
  values: z.object({
    outcome: z.array(SeenValue),
    class: z.array(SeenValue),
    factor: z.array(SeenValue),
    kind: z.array(SeenValue),
  }),
  first: z.array(PreviewRow),
  odd: z.array(PreviewRow), // one or two for each way in which rows end otherwise or are doubtful
});
export type TablePreview = z.infer<typeof TablePreview>;

export const mappings = {
  /**
   * Looks at a table. `mapping` null = guesses one, for a header in line `header` where that is given; what is counted is
   * counted over the beginning of a large file.
   */
  'imports.preview': query({
    in: TableRef.extend({
      mapping: MappingDraft.nullable(),
      header: z.number().int().min(1).max(1_000).optional(),
    }),
    out: TablePreview,
  }),
  /** Reads all of a table under a mapping without keeping anything: what an import would count. */
  'imports.check': job({
    in: TableRef.extend({ mapping: Mapping }),
    progress: Progress,
    out: z.object({
      rows: z.number(),
      events: z.number(), // some may turn out to be duplicates of what the case holds
      skipped: z.number(),
      rejected: z.number(),
      reasons: z.array(z.object({ kind: z.enum(['skipped', 'rejected']), why: z.string(), count: z.number() })),
    }),
    changes: [],
  }),
  /** The mapping that a file holds. */
  'imports.readMapping': query({
    in: z.object({ file: FileRef }),
    out: z.object({ mapping: Mapping, file: z.string(), sha256: z.string() }),
  }),
  /** Writes a mapping as a file. */
  'imports.saveMapping': command({
    in: z.object({ mapping: Mapping, sink: SinkRef }),
    out: z.object({ bytes: z.number(), sha256: z.string() }),
    changes: [],
  }),
};
