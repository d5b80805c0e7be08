import { z } from 'zod';
import { FileRef, job, Nothing, Progress, query } from './define';

/** Where a file came from, as the person who took it in says. */
export const Acquisition = z.object({
  from: z.string().trim().max(500).default(''), // from whom
  at: z.string().trim().max(100).default(''), // when it was received or exported, as told
  how: z.string().trim().max(2_000).default(''), // by which way or tool, under which authority
  /** SHA-256 or SHA-512 that were declared with the files, hex. */
  hashes: z
    .array(z.string().regex(/^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{128})$/, 'a SHA-256 or SHA-512 in hex'))
    .max(10_000)
    .default([]),
});
export type Acquisition = z.infer<typeof Acquisition>;

export const EvidenceItem = z.object({
  stored: z.string(), // relative to the case folder; absolute where referenced
  files: z.array(z.string()), // names of what was read from it
  sha256: z.string(),
  sha512: z.string().nullable(), // null: not taken yet (imported by an older version)
  bytes: z.number().nullable(), // null: it is not where it was
  referenced: z.boolean(),
  removed: z.boolean(),
  acquired: z
    .object({
      from: z.string(),
      at: z.string(),
      how: z.string(),
      declared: z.enum(['equal', 'other']).nullable(), // null: no hash was declared
      recorded: z.string(), // RFC 3339, UTC
      by: z.string(),
    })
    .nullable(),
});
export type EvidenceItem = z.infer<typeof EvidenceItem>;

export const evidence = {
  /** Evidence files on disk, by name, with both hashes and where they came from. */
  'evidence.list': query({ in: Nothing, out: z.array(EvidenceItem) }),
  /** Looks for referenced evidence that is not where it was, by its hash, in these files and folders. */
  'evidence.locate': job({
    in: z.object({ files: z.array(FileRef).min(1).max(1_000) }),
    progress: Progress,
    out: z.object({
      found: z.array(z.object({ before: z.string(), after: z.string(), sha256: z.string() })),
      missing: z.array(z.string()), // still not found
    }),
    changes: ['files', 'custody', 'case'],
  }),
};
