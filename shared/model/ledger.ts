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
  /** IANA zone assumed for times without one; null where the export's own times say it. */
  zoneAssumed: z.string().nullable().optional(),
  referenced: z.boolean().optional(),
});
export type FileLedger = z.infer<typeof FileLedger>;

export const ImportSummary = z.object({
  files: z.array(FileLedger),
  unrecognised: z.array(z.object({ file: z.string(), why: z.string() })),
  events: z.number(),
  episodes: z.number(),
  seconds: z.object({ import: z.number(), analyse: z.number() }),
  peakRssBytes: z.number(),
});
export type ImportSummary = z.infer<typeof ImportSummary>;
