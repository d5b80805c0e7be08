/** Seeds in, numbers out: ours and those of the published rules. */

import { type Ran, run } from './run';
import type { Scenario } from './scenario';
import { makeScenario, setups } from './scenario';
import { judge, type Numbers, numbersOf, type Score } from './score';

export interface Evaluated {
  numbers: Numbers;
  scores: Score[];
  records: number;
}

export async function evaluate(
  seeds: readonly string[],
  each: (scenario: Scenario, ran: Ran, score: Score) => void = () => {},
): Promise<Evaluated> {
  const scores: Score[] = [];
  let records = 0;
  for (const seed of seeds) {
    for (const setup of setups(seed)) {
      const scenario = makeScenario(setup);
      const ran = await run(scenario);
      const score = judge(scenario, ran.findings);
      records += scenario.records;
      scores.push(score);
      each(scenario, ran, score);
    }
  }
  return { numbers: numbersOf(scores), scores, records };
}
