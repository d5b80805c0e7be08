/** What the evidence covers, and what it lacks: computed with the findings, shown wherever a "no" leans on it. */
import { z } from 'zod';
import { LogDelay } from './ledger';

/** A span without one record of a source that this source's own rhythm makes improbable. */
export const Silence = z.object({
  from: z.string(), // last record before
  to: z.string(), // first record after
  /** Probability (0…1) that so many hours of this kind pass without a record, by the source's own rhythm. */
  chance: z.number(),
});
export type Silence = z.infer<typeof Silence>;

export const SourceCoverage = z.object({
  source: z.string(),
  title: z.string(),
  files: z.number(),
  events: z.number(),
  first: z.string(),
  last: z.string(),
  /** Longest first; at most 20. */
  silences: z.array(Silence),
  silencesCut: z.number(),
  /** Of the file with the latest records; null where no record has two times. */
  delay: LogDelay.nullable(),
});
export type SourceCoverage = z.infer<typeof SourceCoverage>;

/** A sign that a file does not hold all there was. */
export const CutFile = z.object({ file: z.string(), source: z.string(), why: z.string() });
export type CutFile = z.infer<typeof CutFile>;

/** A class of log that a question needs and nobody supplied. */
export const AbsentLog = z.object({
  log: z.string(), // "non-interactive sign-ins of Entra ID"
  question: z.string(), // "Was a stolen token used?"
  so: z.string(), // "token replay cannot be excluded"
  /** Sources whose identities it bears on; empty = all. */
  of: z.array(z.string()),
  /** Whether "no access followed" depends on it: then it stands in `missing` of the episodes. */
  decides: z.boolean(),
});
export type AbsentLog = z.infer<typeof AbsentLog>;

/**
 * What two files of different sources say of each other's clocks, from pairs of records that must coincide. A measurement:
 * nothing is corrected by itself.
 */
export const ClockPair = z.object({
  file: z.string(),
  other: z.string(),
  by: z.enum(['correlation', 'prompt']), // the same correlation id; the same prompt of the same identity
  n: z.number(),
  /** Median of (time in `file` − time in `other`), milliseconds; above zero `file` is ahead. */
  medianMs: z.number(),
  /** Half of the pairs lie within this of each other (interquartile range), milliseconds. */
  spreadMs: z.number(),
  /** To be added to the whole correction of `file` so that both agree; null where they agree already, or too few pairs tell. */
  suggestMs: z.number().nullable(),
});
export type ClockPair = z.infer<typeof ClockPair>;

export const Coverage = z.object({
  sources: z.array(SourceCoverage),
  cut: z.array(CutFile),
  absent: z.array(AbsentLog),
  clocks: z.array(ClockPair),
});
export type Coverage = z.infer<typeof Coverage>;
