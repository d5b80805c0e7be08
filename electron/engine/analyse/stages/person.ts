/** What is known of one identity while the sweep runs: plain data, kept with the sweep. */
import { EID, type SweepRow, TIME } from '../read';
import type { Change, Denial, EpisodeDraft, PastChange, Seen } from './episode-draft';
import type { Habits } from './habits';
import { type PromptCounts, PromptRates } from './prompts';

const ANSWERS = 32; // newest answers remembered
const ASKED = 16; // … and newest prompts
const RECENT = 6; // successes kept for clocks that differ

export interface Person {
  habits: Habits;
  open: EpisodeDraft[];
  /** Times of the newest answers to prompts, in no order; and how many there were. */
  answers: number[];
  answered: number;
  /** Times of the newest prompts, in no order; and how many there were. Null until there was one. */
  asked: { times: number[]; n: number } | null;
  /** The newest record that tells where it was asked from, in sources whose answers tell where the phone was. */
  askedFrom: { key: number; time: number; ip: number; asn: number | null; place: number | null } | null;
  lastDenial: { draft: EpisodeDraft; denial: Denial } | null;
  /** Newest successes, time and row id in turn: another source's clock may write the denial before them later. */
  recent: number[];
  /** First change made to it: an account is older than its first sign-in. Infinity without one. */
  touched: number;
  requests: Seen[];
  /** Newest changes that logs tell of; null until there is one. */
  past: PastChange[] | null;
  /** How often it was prompted; null until it was. */
  prompts: PromptRates | null;
  /** Newest changes of credentials, for machines: a secret may be added just before the first refusal. */
  changes: Change[];
}

export const newPerson = (habits: Habits): Person => ({
  habits,
  open: [],
  answers: [],
  answered: 0,
  asked: null,
  askedFrom: null,
  lastDenial: null,
  recent: [],
  touched: Number.POSITIVE_INFINITY,
  requests: [],
  past: null,
  prompts: null,
  changes: [],
});

/** Counts a prompt, and gives how many there were in each window that it ends. */
export function prompted(person: Person, time: number): PromptCounts {
  person.prompts ??= new PromptRates();
  return person.prompts.see(time);
}

/** Remembers that somebody was prompted. */
export function asked(person: Person, time: number): void {
  person.asked ??= { times: [], n: 0 };
  person.asked.times[person.asked.n % ASKED] = time;
  person.asked.n++;
}

/** Remembers that a prompt was answered. */
export function answered(person: Person, time: number): void {
  person.answers[person.answered % ANSWERS] = time;
  person.answered++;
}

/** Remembers a success. */
export function succeeded({ recent }: Person, row: SweepRow): void {
  if (recent.length < 2 * RECENT) {
    recent.push(row[TIME], row[EID]);
    return;
  }
  // One by one: `copyWithin` costs more than all that is learnt of the event.
  for (let i = 2; i < 2 * RECENT; i++) recent[i - 2] = recent[i]!;
  recent[2 * RECENT - 2] = row[TIME];
  recent[2 * RECENT - 1] = row[EID];
}
