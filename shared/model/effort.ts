/** What deciding took: seconds in view before the decision, views opened meanwhile; folded from the custody log. Pure. */
import { z } from 'zod';
import { standingDecisions } from './standing-decisions';
import { Action, Verdict } from './words';

/** Over `n` decisions; percentiles by nearest rank, so that each is a value that occurred. */
export const Measure = z.object({ n: z.number(), median: z.number(), p90: z.number() });
export type Measure = z.infer<typeof Measure>;

export const ClassEffort = z.object({
  verdict: Verdict.nullable(), // as decided; null = all
  decisions: z.number(),
  steps: z.number(), // of these, led to block, verify or escalate
  seconds: Measure.nullable(), // null where none of them was measured
  views: Measure.nullable(),
});
export type ClassEffort = z.infer<typeof ClassEffort>;

export const Effort = z.object({ seconds: z.number().nullable(), views: z.array(z.string()).nullable() });
export type Effort = z.infer<typeof Effort>;

export function measure(values: readonly number[]): Measure | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return { n: sorted.length, median: rank(0.5), p90: rank(0.9) };
}

const NONE: Effort = { seconds: null, views: null };

/**
 * Decisions that stand, from lines of the custody log (JSON, oldest first): one that was taken back counts no longer. All of
 * them first, then class by class in the order of the verdicts.
 */
export function effortOf(lines: Iterable<string>): ClassEffort[] {
  const newest = [...standingDecisions(lines).values()].flatMap((held) =>
    held.slice(-1).map(({ verdict, action, effort }) => ({
      verdict,
      isStep: (Action.safeParse(action).data ?? 'none') !== 'none',
      effort: Effort.safeParse(effort).data ?? NONE,
    })),
  );
  const sum = (verdict: Verdict | null): ClassEffort => {
    const of = newest.filter((one) => verdict === null || one.verdict === verdict);
    return {
      verdict,
      decisions: of.length,
      steps: of.filter(({ isStep }) => isStep).length,
      seconds: measure(of.flatMap(({ effort }) => (effort.seconds === null ? [] : [effort.seconds]))),
      views: measure(of.flatMap(({ effort }) => (effort.views === null ? [] : [effort.views.length]))),
    };
  };
  return [sum(null), ...Verdict.options.map(sum).filter(({ decisions }) => decisions > 0)];
}

/** The state of the queue, and what it takes; what patterns were worth stands beside it (`rule-value.ts`). */
export const Work = z.object({
  fresh: z.number(), // never looked at
  triaged: z.number(), // looked at, not decided
  decided: z.number(), // closed ones among them
  closed: z.number(), // decided, and nothing is left to do
  suppressed: z.number(),
  /** End of the oldest episode without a decision (RFC 3339). */
  oldestOpen: z.string().nullable(),
  denials: z.number(),
  episodes: z.number(),
  /** Standing decisions with an action other than none. */
  withStep: z.number(),
  effort: z.array(ClassEffort),
});
export type Work = z.infer<typeof Work>;
