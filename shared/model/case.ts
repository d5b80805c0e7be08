/** A case is a folder; these are its facts. */
import { z } from 'zod';

/** Raised with every change of the case folder's layout or tables; old cases are migrated, newer ones refused by name. */
export const CASE_FORMAT = 6;

export const CaseInfo = z.object({
  id: z.string(), // UUID, made once
  name: z.string(),
  path: z.string(),
  format: z.number(),
  readOnly: z.boolean(),
  readOnlyBecause: z.string().nullable().optional(), // why, where it was not asked for
  demo: z.boolean(),
  events: z.number(),
  denials: z.number(),
  identities: z.number(),
  episodes: z.number(),
  open: z.number(), // episodes without a decision, and not suppressed
  suppressed: z.number().optional(), // episodes without a decision that are out of sight as noise; absent = 0
  files: z.number(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  custodyHead: z.string(), // SHA-256 of the newest custody line, hex
  acts: z.number(), // lines in the custody log
  sealed: z.number(), // bundles written
  analysed: z.boolean(), // findings are of the present evidence and settings
  outdated: z.array(z.string()).optional(), // what else they are of than the present, in words; empty or absent: nothing
  zone: z.string(), // IANA zone that times are shown in
  actor: z.object({ name: z.string(), confirmed: z.boolean() }),
  /** Encrypted when it is closed; while it is open its plaintext lies in the folder. Absent = no. */
  encrypted: z.boolean().optional(),
  /** The sealed bundle that is looked at; absent or null for a case folder. */
  bundle: z
    .object({ file: z.string(), at: z.string(), by: z.string(), confirmed: z.boolean(), signer: z.string().nullable() })
    .nullable()
    .optional(),
  attributions: z.array(z.string()), // credits that licences of bundled data ask for
});
export type CaseInfo = z.infer<typeof CaseInfo>;

export const CustodyEntry = z.object({
  seq: z.number(), // from 1
  at: z.string(), // RFC 3339, UTC
  zone: z.string(), // IANA zone of the machine that wrote the line
  actor: z.string(),
  confirmed: z.boolean(),
  act: z.string(), // case.create, import, import.cancelled, remove, annotate, decide, analyse, report, export, verify …
  detail: z.record(z.string(), z.unknown()),
  tool: z.string(),
  prev: z.string(),
  hash: z.string(),
});
export type CustodyEntry = z.infer<typeof CustodyEntry>;

/** A file that was offered for import and not taken; nothing of it is in the case. */
export const RefusedFile = z.object({
  file: z.string(),
  why: z.string(),
  sha256: z.string().nullable(), // null where its bytes could not be read to the end
  at: z.string(),
});
export type RefusedFile = z.infer<typeof RefusedFile>;

export const Problem = z.object({
  file: z.string(),
  kind: z.enum(['changed', 'missing', 'extra', 'container', 'custody', 'signature']),
  why: z.string(),
  offset: z.number().nullable(),
});
export type Problem = z.infer<typeof Problem>;

/** A signature that is there and holds. */
export const SignatureFacts = z.object({
  fingerprint: z.string(), // SHA-256 of the public key (SubjectPublicKeyInfo), hex
  by: z.string(), // who sealed, as they named themselves
  confirmed: z.boolean(),
  at: z.string(), // RFC 3339, UTC, by the clock of the machine that signed
  tool: z.string(),
});
export type SignatureFacts = z.infer<typeof SignatureFacts>;

export const Verification = z.object({
  ok: z.boolean(),
  problems: z.array(Problem),
  signer: z.string().nullable(),
  signerConfirmed: z.boolean(),
  custodyHead: z.string().nullable(),
  summary: z.string(),
  signature: SignatureFacts.nullable().optional(), // null or absent: nobody signed, or it does not hold
  notes: z.array(z.string()).optional(), // what limits a good answer, in sentences
  of: z.enum(['folder', 'bundle']).optional(), // what was looked at; a folder never has a signer
});
export type Verification = z.infer<typeof Verification>;

export const Annotation = z.object({
  id: z.string(),
  on: z.string(), // event, episode, identity or path id
  text: z.string(),
  tags: z.array(z.string()),
  by: z.string(),
  at: z.string(),
});
export type Annotation = z.infer<typeof Annotation>;

/** Notes on one thing as its row in a list tells them. */
export const NoteBrief = z.object({
  on: z.string(),
  /** As they were written, each once, the star left out. */
  tags: z.array(z.string()),
  /** The words of the notes that have some, the newest first. */
  text: z.string(),
  /** Notes with words. */
  notes: z.number(),
});
export type NoteBrief = z.infer<typeof NoteBrief>;
