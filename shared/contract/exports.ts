import { z } from 'zod';
import { command, job, Nothing, Progress, query, SinkRef } from './define';

export const FormatInfo = z.object({
  id: z.string(),
  title: z.string(),
  extension: z.string(),
  kind: z.enum(['export', 'report']),
});
export type FormatInfo = z.infer<typeof FormatInfo>;

export const exports = {
  'exports.formats': query({ in: Nothing, out: z.array(FormatInfo) }),
  /** Writes an export or report to where the person said. */
  'exports.write': job({
    in: z.object({
      format: z.string(),
      sink: SinkRef,
      query: z.string().max(2_000).default(''),
      /** One episode with all it tells of, in place of a query. */
      episode: z.string().max(40).nullable().default(null),
    }),
    progress: Progress,
    out: z.object({
      path: z.string(),
      bytes: z.number(),
      sha256: z.string(),
      leftOut: z.array(z.string()),
      remarks: z.array(z.string()).optional(),
    }),
    changes: ['custody', 'case'],
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
