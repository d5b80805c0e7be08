/** A case held against a published attack, step by step: found, not found, or no log that would tell. */
import { z } from 'zod';
import type { EventClass, Outcome } from './words';

export const SequenceStep = z.object({
  id: z.enum(['spray', 'no_second_factor', 'application', 'role', 'mailbox']),
  title: z.string(),
  /** What was published of the attack. */
  published: z.string(),
  state: z.enum(['found', 'not_found', 'no_log']),
  /** What was found here, or which log would tell. */
  text: z.string(),
  /** Events that say so, in order of time; the first ones. */
  events: z.array(z.string()),
  count: z.number(),
});
export type SequenceStep = z.infer<typeof SequenceStep>;

export const AttackSequence = z.object({
  title: z.string(),
  published: z.string(),
  /** The episode it was asked of; null for the whole case. */
  episode: z.string().nullable(),
  steps: z.array(SequenceStep),
});
export type AttackSequence = z.infer<typeof AttackSequence>;

/** Wrong passwords of one person from one address. */
export interface SequenceFailed {
  ip: number;
  /** Number of the address's network; null where nothing tells. */
  asn: number | null;
  iid: number;
  tries: number;
  days: number;
  first: number;
  event: string;
}

/** An act by somebody or from somewhere that the attack touched. */
export interface SequenceAct {
  event: string;
  time: number;
  class: EventClass;
  outcome: Outcome;
  flags: number;
  source: string;
  action: string;
  /** Further facts of a change, as its source kept them; null for all else. */
  detail: Readonly<Record<string, string>> | null;
  /** Who acted and on whom, as row ids of identities. */
  iid: number | null;
  target: number | null;
  ip: number | null;
}

/** "2 of 5 steps found, 1 cannot be told for want of a log". */
export function sequenceAnswer({ steps }: Pick<AttackSequence, 'steps'>): string {
  const found = steps.filter(({ state }) => state === 'found').length;
  const blind = steps.filter(({ state }) => state === 'no_log').length;
  const rest = blind > 0 ? `; ${blind} cannot be told for want of a log` : '';
  return `${found} of ${steps.length} steps found${rest}`;
}

/** Denials before and after a dated change that people were meant to meet. */
export const RolloutEffect = z.object({
  name: z.string(),
  kind: z.enum(['rollout', 'change']),
  from: z.string(),
  until: z.string(),
  scope: z.string(),
  /** Id of the register row or event that dates it. */
  ref: z.string(),
  /** Episodes of people whose denials began in the period, and in a period of the same length before it. */
  episodes: z.number(),
  episodesBefore: z.number(),
  people: z.number(),
  peopleBefore: z.number(),
  /** Of these episodes: from a device or address known before, within the person's usual hours; null where none tells. */
  knownPlace: z.number().nullable(),
  usualHours: z.number().nullable(),
  /** Episodes by verdict. */
  verdicts: z.record(z.string(), z.number()),
  /** Ids of the episodes; the first 200. */
  list: z.array(z.string()),
});
export type RolloutEffect = z.infer<typeof RolloutEffect>;
