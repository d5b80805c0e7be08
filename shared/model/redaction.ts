/** What a redacted copy hides, and what was found in its texts. */
import { z } from 'zod';

/** Kinds of values that can be hidden, each with what it covers. */
export const REDACT_FIELDS = {
  people: 'Names, mail addresses and account ids of people and machines, their owners, managers and departments',
  addresses: 'Network addresses',
  devices: 'Names and ids of devices',
  sessions: 'Ids of sessions, tokens, correlations and vendor records',
  apps: 'Applications and resources',
  agents: 'User agents',
  places: 'Cities, regions and coordinates; countries stay',
  files: 'Names of evidence files',
  investigators: 'Who worked on the case',
  case: 'The name of the case',
} as const;

export const RedactField = z.enum(Object.keys(REDACT_FIELDS) as [keyof typeof REDACT_FIELDS]);
export type RedactField = z.infer<typeof RedactField>;

/** One of each kind, in words. */
export const REDACT_ONE: Record<RedactField, string> = {
  people: 'person',
  addresses: 'address',
  devices: 'device',
  sessions: 'session',
  apps: 'app',
  agents: 'agent',
  places: 'place',
  files: 'file',
  investigators: 'investigator',
  case: 'case',
};

export const Redaction = z.object({
  fields: z.array(RedactField).min(1),
  /** Addresses are cut to /24 (IPv4) and /48 (IPv6) in place of a pseudonym. */
  truncate: z.boolean().default(false),
  /** Values that stay although they are of a chosen kind: the person looked at them. */
  keep: z.array(z.string().min(1).max(1_000)).max(5_000).default([]),
  /** Further texts to hide that no field holds: a client's name, a project. */
  also: z.array(z.string().min(3).max(1_000)).max(1_000).default([]),
});
export type Redaction = z.infer<typeof Redaction>;

/** Something in free text that is replaced. */
export const RedactFinding = z.object({
  kind: z.enum(['value', 'part', 'mail', 'address', 'secret']),
  /** The text itself; of secrets only its mask. */
  text: z.string(),
  becomes: z.string(),
  /** In so many different texts that hold more than it. */
  n: z.number(),
  /** Name of the member where it was seen first: `reason`. */
  where: z.string(),
  /** A piece of the text around it, secrets masked. */
  around: z.string(),
});
export type RedactFinding = z.infer<typeof RedactFinding>;

export const RedactReview = z.object({
  /** Different values of each chosen kind. */
  values: z.partialRecord(RedactField, z.number()),
  findings: z.array(RedactFinding),
  /** Findings that the list leaves out. */
  cut: z.number(),
  leftOut: z.array(z.string()),
});
export type RedactReview = z.infer<typeof RedactReview>;

/** What a redacted output says of itself. */
export interface RedactionNote {
  fields: RedactField[];
  truncate: boolean;
  /** First 16 digits of the SHA-256 of the key: two outputs with the same one use the same pseudonyms. */
  key: string;
  of: { case: string; custodyHead: string; custodyLines: number };
  leftOut: string[];
}
