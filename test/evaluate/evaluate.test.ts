/** One quick seed: falls when verdicts or links get worse. The numbers of ten seeds stand in docs/evaluation.md. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BASELINES, findingsOf } from './baselines';
import { type Ran, run } from './run';
import { makeScenario, type Scenario, setups } from './scenario';
import { judge, type Numbers, numbersOf } from './score';

const cases: { scenario: Scenario; ran: Ran }[] = [];
let numbers: Numbers;

beforeAll(async () => {
  // A quiet case and a loud one, of half the stories.
  for (const setup of setups('quick').slice(0, 2)) {
    const scenario = makeScenario(setup, 0.6);
    cases.push({ scenario, ran: await run(scenario) });
  }
  numbers = numbersOf(cases.map(({ scenario, ran }) => judge(scenario, ran.findings)));
}, 120_000);

describe('scenarios of our own', () => {
  it('are the same for the same seed', () => {
    const [{ scenario }] = cases as [(typeof cases)[number]];
    const again = makeScenario(scenario.setup, 0.6);
    expect(again.files).toEqual(scenario.files);
    expect(again.truths).toEqual(scenario.truths);
  });

  it('hold every kind of story, and each denial of the truth is found', () => {
    expect(numbers.stories).toBeGreaterThan(40);
    for (const { scenario, ran } of cases)
      for (const { truth, finding } of judge(scenario, ran.findings).stories)
        expect(finding, truth.kind).not.toBeNull();
  });

  it('are judged right, linked right and with the confidence that is said', () => {
    expect(numbers.verdict).toBeGreaterThanOrEqual(0.9);
    expect(numbers.f1).toBeGreaterThanOrEqual(0.9);
    expect(numbers.top1).toBeGreaterThanOrEqual(0.85);
    expect(numbers.falsePerThousand).toBeLessThanOrEqual(10);
    expect(numbers.undetermined).toBeLessThanOrEqual(0.1);
    expect(numbers.ece).toBeLessThanOrEqual(0.07);
  });

  it('are too hard for the published rules', () => {
    for (const rule of BASELINES) {
      const scores = cases.map(({ scenario, ran }) => judge(scenario, findingsOf(rule, scenario, ran.events)));
      const { verdict, f1 } = numbersOf(scores);
      expect(verdict, rule.title).toBeLessThanOrEqual(0.45);
      expect(f1, rule.title).toBeLessThanOrEqual(0.35);
    }
  });
});
