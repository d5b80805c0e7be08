/**
 * What each pattern was worth to the people who decided: how often it fired, and whether episodes that have it were decided
 * faster or led to a step more often than those that have it not. Folded from findings and custody log. Pure.
 */
import { z } from 'zod';
import { Effort, Measure, measure } from './effort';
import { standingDecisions } from './standing-decisions';
import { Action, type Verdict } from './words';

/** `few`: too few decisions on either side to compare. */
export const RuleDifference = z.enum(['few', 'none', 'speed', 'decision', 'both']);
export type RuleDifference = z.infer<typeof RuleDifference>;

export const RuleValue = z.object({
  pattern: z.string(),
  fires: z.number(), // episodes that have it
  decided: z.number(), // of those, with a decision that stands
  changed: z.number(), // of those, where the decision is another than the engine's verdict
  steps: z.number(), // of those, where it led to block, verify or escalate
  seconds: Measure.nullable(), // in view before the decision, with it
  without: Measure.nullable(), // of decided episodes that have it not
  difference: RuleDifference,
});
export type RuleValue = z.infer<typeof RuleValue>;

/** Decisions on either side below which nothing is compared. */
const LEAST = 5;
/** Smaller differences of medians, and of shares that led to a step, are called none. */
const SPEED = 0.1;
const SHARE = 0.1;

interface Standing {
  verdict: Verdict;
  action: Action;
  seconds: number | null;
}

export class RuleTally {
  readonly #standing = new Map<string, Standing[]>();
  readonly #decided: (Standing & { patterns: ReadonlySet<string>; changed: boolean })[] = [];
  readonly #fires = new Map<string, number>();

  /** Lines of the custody log (JSON), oldest first. */
  constructor(lines: Iterable<string>) {
    for (const [episode, held] of standingDecisions(lines))
      this.#standing.set(
        episode,
        held.map(({ verdict, action, effort }) => ({
          verdict,
          action: Action.safeParse(action).data ?? 'none',
          seconds: Effort.safeParse(effort).data?.seconds ?? null,
        })),
      );
  }

  /** An episode of the present findings, with its former ids. */
  add(ids: readonly string[], verdict: Verdict, patterns: readonly string[]): void {
    for (const pattern of patterns) this.#fires.set(pattern, (this.#fires.get(pattern) ?? 0) + 1);
    const standing = ids.flatMap((id) => this.#standing.get(id) ?? []).at(-1);
    if (standing)
      this.#decided.push({ ...standing, patterns: new Set(patterns), changed: standing.verdict !== verdict });
  }

  /** The pattern that fired most first; ties by name. */
  rows(): RuleValue[] {
    return [...this.#fires]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .map(([pattern, fires]) => this.#row(pattern, fires));
  }

  #row(pattern: string, fires: number): RuleValue {
    const having = this.#decided.filter(({ patterns }) => patterns.has(pattern));
    const lacking = this.#decided.filter(({ patterns }) => !patterns.has(pattern));
    const time = (of: readonly Standing[]): Measure | null =>
      measure(of.flatMap(({ seconds }) => (seconds === null ? [] : [seconds])));
    const steps = (of: readonly Standing[]): number => of.filter(({ action }) => action !== 'none').length;
    const seconds = time(having);
    const without = time(lacking);
    const enough = having.length >= LEAST && lacking.length >= LEAST;
    const speed =
      seconds !== null && without !== null && Math.abs(seconds.median - without.median) > SPEED * Math.max(1, without.median); // biome-ignore format: one rule
    const decision = enough && Math.abs(steps(having) / having.length - steps(lacking) / lacking.length) > SHARE;
    const difference = !enough ? 'few' : speed && decision ? 'both' : speed ? 'speed' : decision ? 'decision' : 'none';
    return {
      pattern,
      fires,
      decided: having.length,
      changed: having.filter(({ changed }) => changed).length,
      steps: steps(having),
      seconds,
      without,
      difference,
    };
  }
}
