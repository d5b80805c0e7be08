/** The proof that nothing was lost: per file, how every record ended. */
import { z } from 'zod';
import { RecordEnd } from './words';

export const LedgerReason = z.object({
  kind: RecordEnd,
  why: z.string(),
  count: z.number(),
  example: z.object({ offset: z.number() }).nullable(),
});
export type LedgerReason = z.infer<typeof LedgerReason>;

/** From here on a record is said to be late: minutes pass between a sign-in and its record in any cloud log. */
export const LATE_MS = 10 * 60_000;

/** How long after its event a record reached the log it was exported from; milliseconds, over `n` records with both times. */
export const LogDelay = z.object({ n: z.number(), median: z.number(), p90: z.number(), max: z.number() });
export type LogDelay = z.infer<typeof LogDelay>;

/** A clock set right by the investigator: what was added to every time of the file, and why. */
export const ClockSet = z.object({ offsetMs: z.number(), why: z.string(), by: z.string(), at: z.string() });
export type ClockSet = z.infer<typeof ClockSet>;

/** As in `import --json` (the command line's contract): records = events + context + duplicates + skipped + rejected. */
export const FileLedger = z.object({
  id: z.number().optional(),
  file: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  source: z.string(),
  shape: z.string(),
  because: z.array(z.string()),
  records: z.number(),
  events: z.number(),
  context: z.number(),
  duplicates: z.number(),
  skipped: z.number(),
  rejected: z.number(),
  reasons: z.array(LedgerReason),
  first: z.string().nullable(),
  last: z.string().nullable(),
  warnings: z.array(z.string()),
  /** IANA zone in which times without one were read; null where the export's own times say it. */
  zoneAssumed: z.string().nullable().optional(),
  /** Whether a person named that zone; false where it was assumed. */
  zoneNamed: z.boolean().optional(),
  /** The person's correction of this file's clock, already in all times; null where there is none. */
  clock: ClockSet.nullable().optional(),
  /** Null where no record has two times. */
  delay: LogDelay.nullable().optional(),
  referenced: z.boolean().optional(),
  /** Of a context file: names of identities in it that some log knows, and those that none does (the first 200). */
  matched: z
    .object({ matched: z.number(), unmatched: z.number(), names: z.array(z.string()) })
    .nullable()
    .optional(),
});
export type FileLedger = z.infer<typeof FileLedger>;

export const ImportSummary = z.object({
  files: z.array(FileLedger),
  unrecognised: z.array(z.object({ file: z.string(), why: z.string() })),
  events: z.number(),
  episodes: z.number(),
  /** Of the findings, against the analysis before; null where there was none, or nothing ran. */
  changes: z.object({ appeared: z.number(), vanished: z.number(), moved: z.number() }).nullable().optional(),
  seconds: z.object({ import: z.number(), analyse: z.number() }),
  peakRssBytes: z.number(),
});
export type ImportSummary = z.infer<typeof ImportSummary>;
