/** The second generator: the same for the same seed, wholly read, and every denial of its stories found. */
import { expect, it } from 'vitest';
import { run } from '../run';
import { judge, numbersOf } from '../score';
import type { Tenant } from './stage';
import { outsideScenario } from './tenants';

const tenant = (main: string): Tenant => ({ seed: `quick/${main}`, main, second: 'duo', people: 20, history: 14, busy: 1, slips: 0.01, stories: 14 }); // biome-ignore format: one line

it.each(['okta', 'pingone'])(
  '%s',
  async (main) => {
    const scenario = outsideScenario(tenant(main));
    expect(outsideScenario(tenant(main)).files).toEqual(scenario.files);
    expect(scenario.truths.length).toBeGreaterThan(6);
    const score = judge(scenario, (await run(scenario)).findings);
    for (const { truth, finding } of score.stories) expect(finding, truth.kind).not.toBeNull();
    const { verdict, f1 } = numbersOf([score]);
    expect(verdict).toBeGreaterThanOrEqual(0.7);
    expect(f1).toBeGreaterThanOrEqual(0.6);
  },
  60_000,
);
