/** Seeds in, numbers out: ours and those of the published rules. */

import { BASELINES, findingsOf } from './baselines';
import { masked } from './outside/masked';
import { outsideScenario, tenants } from './outside/tenants';
import { type Ran, run } from './run';
import type { Scenario } from './scenario';
import { makeScenario, setups } from './scenario';
import { judge, type Numbers, numbersOf, type Score } from './score';

export interface Evaluated {
  numbers: Numbers;
  scores: Score[];
  records: number;
  /** The published rules on the same cases, best verdicts first. */
  rules: { title: string; numbers: Numbers }[];
}

function* own(seed: string): Generator<Scenario> {
  for (const setup of setups(seed)) yield makeScenario(setup);
}

/** Those of the second generator, which shares no line with the first. */
export function* outside(seed: string): Generator<Scenario> {
  for (const tenant of tenants(seed)) yield outsideScenario(tenant);
}

/** The same with masked addresses. */
export function* outsideMasked(seed: string): Generator<Scenario> {
  for (const scenario of outside(seed)) yield masked(scenario);
}

export async function evaluate(
  seeds: readonly string[],
  each: (scenario: Scenario, ran: Ran, score: Score) => void = () => {},
  scenariosOf: (seed: string) => Iterable<Scenario> = own,
): Promise<Evaluated> {
  const scores: Score[] = [];
  const rules = new Map(BASELINES.map((rule) => [rule, [] as Score[]]));
  let records = 0;
  for (const seed of seeds) {
    for (const scenario of scenariosOf(seed)) {
      const ran = await run(scenario);
      const score = judge(scenario, ran.findings);
      records += scenario.records;
      scores.push(score);
      for (const [rule, list] of rules) list.push(judge(scenario, findingsOf(rule, scenario, ran.events)));
      each(scenario, ran, score);
    }
  }
  const scored = [...rules].map(([{ title }, list]) => ({ title, numbers: numbersOf(list) }));
  scored.sort((a, b) => b.numbers.verdict - a.numbers.verdict);
  return { numbers: numbersOf(scores), scores, records, rules: scored };
}
