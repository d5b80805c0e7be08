import { z } from 'zod';
import { ContextLook } from '../model/context-look';
import { Coverage } from '../model/coverage';
import { FileLedger, ImportSummary } from '../model/ledger';
import { Mapping } from '../model/mapping';
import { command, FileRef, job, Nothing, Progress, query } from './define';
import { Acquisition } from './evidence';

export const SourceInfo = z.object({
  id: z.string(),
  title: z.string(),
  shapes: z.array(z.string()),
  example: z.string(),
  kind: z.enum(['source', 'context']),
});
export type SourceInfo = z.infer<typeof SourceInfo>;

/** A clock may be years off (a dead battery), not decades: more is a mistake in the unit. */
export const MOST_CLOCK_MS = 10 * 365 * 86_400_000;

const Passwords = z.array(z.string().min(1).max(1_000)).max(1_000).optional();

export const imports = {
  /** Imports exports (and archives and folders of them), then analyses. All or nothing per file. */
  'imports.start': job({
    in: z.object({
      files: z.array(FileRef).min(1).max(10_000),
      source: z.string().nullable().default(null), // overrule the recognition
      zone: z.string().nullable().default(null), // IANA zone for times that carry none
      year: z.number().int().min(1970).max(2200).nullable().optional(), // of times that carry none: of a file's first
      reference: z.boolean().default(false), // hash in place instead of copying in
      /** Columns of a table of unknown origin: a mapping file, or a mapping made on screen. */
      mapping: z.union([FileRef, Mapping]).nullable().default(null),
      /** Names (as shown) of the only files to take out of folders and archives; absent = all. */
      only: z.array(z.string().max(4_000)).min(1).max(10_000).optional(),
      passwordFile: FileRef.nullable().default(null), // one password a line
      /** Tried in turn on locked archives; kept nowhere. */
      passwords: Passwords,
      analyse: z.boolean().default(true),
      /** From whom, when and how the files came: a record in the custody log. */
      acquisition: Acquisition.optional(),
    }),
    progress: Progress,
    out: ImportSummary,
    changes: ['case', 'files', 'events', 'identities', 'episodes', 'custody'],
  }),
  /** Archives among the files (and in folders) with members that none of the passwords opens; reads only their lists. */
  'imports.locked': query({
    in: z.object({
      files: z.array(FileRef).min(1).max(10_000),
      passwordFile: FileRef.nullable().default(null),
      passwords: Passwords,
    }),
    out: z.array(z.object({ file: z.string(), members: z.number() })),
  }),
  /** Looks into files (and folders and archives) for context files; what they say is told, and nothing is imported. */
  'imports.look': query({
    in: z.object({
      files: z.array(FileRef).min(1).max(10_000),
      source: z.string().nullable().default(null),
      zone: z.string().nullable().default(null),
    }),
    out: z.object({
      context: z.array(ContextLook),
      others: z.number(), // files that are no context files
      unread: z.number(), // files that were not looked into: too many, locked or damaged
      identities: z.number(), // in the case: with none no name can match yet
    }),
  }),
  /** About how much room the files will take on the case's disk, against what is free there; reads no more than their beginnings. */
  'imports.diskNeed': query({
    in: z.object({ files: z.array(FileRef).min(1).max(10_000), reference: z.boolean().default(false) }),
    out: z.object({
      files: z.number(),
      given: z.number(),
      unpacked: z.number(),
      evidence: z.number(),
      database: z.number(),
      free: z.number().nullable(),
    }),
  }),
  'imports.list': query({ in: Nothing, out: z.array(FileLedger) }),
  /** Records of a file that became no event for one reason: on which line each begins, and its beginning (secrets masked). */
  'imports.leftOut': query({
    in: z.object({
      file: z.string(),
      kind: z.enum(['skipped', 'rejected']),
      why: z.string(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500),
    }),
    out: z.object({
      total: z.number(),
      rows: z.array(z.object({ line: z.number(), at: z.number(), length: z.number(), text: z.string() })),
    }),
  }),
  /** Takes a file's events out again; the hash and the custody line stay. */
  'imports.remove': command({
    in: z.object({ file: z.string(), why: z.string().trim().min(1).max(2_000) }),
    out: z.object({ file: z.string(), events: z.number(), context: z.number() }), // context: rows of a context file
    changes: ['case', 'files', 'events', 'identities', 'episodes', 'custody'],
  }),
  /** Sets the clock of a file right: added to all its times, kept with the reason; 0 takes the correction back. */
  'imports.clock': command({
    in: z.object({
      file: z.string(),
      offsetMs: z.number().int().min(-MOST_CLOCK_MS).max(MOST_CLOCK_MS),
      why: z.string().trim().min(1).max(2_000),
    }),
    out: FileLedger,
    changes: ['case', 'files', 'events', 'identities', 'episodes', 'custody'],
  }),
  /** What the evidence covers and lacks, and how far its clocks agree; null before the first analysis. */
  'imports.coverage': query({ in: Nothing, out: Coverage.nullable() }),
  'imports.sources': query({ in: Nothing, out: z.array(SourceInfo) }),
  /** An empty context file with its header (CSV). */
  'imports.template': query({ in: z.object({ kind: z.string() }), out: z.object({ csv: z.string() }) }),
};
