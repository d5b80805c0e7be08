import { z } from 'zod';
import { EventColumnId } from '../model/event-columns';
import { Redaction, RedactReview } from '../model/redaction';
import { Block, ReportCover, ReportOptions } from '../model/report';
import { command, FileRef, job, Nothing, Progress, query, SinkRef } from './define';
import { Passphrase } from './signing';

export const FormatInfo = z.object({
  id: z.string(),
  title: z.string(),
  extension: z.string(),
  kind: z.enum(['export', 'report']),
  /** A report format that fills the firm's own document. */
  templated: z.boolean().optional(),
});
export type FormatInfo = z.infer<typeof FormatInfo>;

export const exports = {
  'exports.formats': query({ in: Nothing, out: z.array(FormatInfo) }),
  /** Writes an export or report to where the person said. */
  'exports.write': job({
    in: z.object({
      format: z.string(),
      /** Which of two formats of one name is meant; without it the data format goes first. */
      kind: z.enum(['export', 'report']).optional(),
      sink: SinkRef,
      query: z.string().max(50_000).default(''), // a view's filter may name many identities
      /** The table of events with these columns alone, as a view shows them, its times in `zone`; only for CSV. */
      columns: z.object({ ids: z.array(EventColumnId).min(1).max(50), zone: z.string().max(80) }).optional(),
      /** One episode with all it tells of, in place of a query. */
      episode: z.string().max(40).nullable().optional(),
      /** Of a report: what it shows, a picture for its cover (PNG or JPEG), the firm's own document. */
      report: ReportOptions.optional(),
      logo: FileRef.optional(),
      template: FileRef.optional(),
      /** Signs the bundle with the examiner's key; null or absent: it goes out unsigned. */
      sign: z.object({ passphrase: Passphrase }).nullable().optional(),
      /** A redacted copy. `key`: file of the key of pseudonyms, made where it is not there; null = a key for this copy alone. */
      redact: Redaction.extend({
        key: SinkRef.nullable().default(null),
        passphrase: Passphrase.nullable().default(null),
      })
        .nullable()
        .optional(),
    }),
    progress: Progress,
    out: z.object({
      path: z.string(),
      bytes: z.number(),
      sha256: z.string(),
      signer: z.string().nullable().optional(), // fingerprint of the key it was signed with
      custodyHead: z.string().optional(), // of the log that it was written from
      leftOut: z.array(z.string()),
      remarks: z.array(z.string()).optional(),
    }),
    changes: ['custody', 'case'],
  }),
  /** What a redacted copy would hide inside texts, for approval; nothing is written. */
  'exports.redaction': job({ in: Redaction, progress: Progress, out: RedactReview, changes: [] }),
  /** The report as it would be drawn, with the first episodes told; nothing is written. */
  'exports.preview': job({
    in: z.object({ report: ReportOptions, episodes: z.number().int().min(0).max(100).default(10) }),
    progress: Progress,
    out: z.object({
      cover: ReportCover,
      blocks: z.array(Block),
      /** Episodes told in the report, and of these in the preview. */
      told: z.number(),
      shown: z.number(),
    }),
    changes: [],
  }),
  /** What a logo would be on the cover; refuses what is no PNG or JPEG picture. */
  'exports.logo': query({
    in: z.object({ logo: FileRef }),
    out: z.object({ kind: z.enum(['png', 'jpeg']), width: z.number(), height: z.number() }),
  }),
  /** What the firm's own document asks for; refuses what could not be filled. */
  'exports.template': query({
    in: z.object({ template: FileRef }),
    out: z.object({ placeholders: z.array(z.string()) }),
  }),
  /** Writes what a view shows, as the page has drawn it or listed it; `about` says what it shows (span, zone, filter), for the custody log. */
  'exports.picture': command({
    in: z.object({
      sink: SinkRef,
      view: z.string().regex(/^[a-z]{1,40}$/),
      kind: z.enum(['svg', 'png', 'geojson', 'kml']),
      base64: z.string().max(14_000_000),
      about: z.string().max(2_000),
    }),
    out: z.object({ path: z.string(), bytes: z.number(), sha256: z.string() }),
    changes: ['custody', 'case'],
  }),
};
