/** Tenants of a seed of the second generator, and their scenarios. */
import { Chance } from '../../../electron/engine/demo/random';
import type { Scenario } from '../scenario';
import { MAINS, Nobody, Stage, type Tenant } from './stage';
import { STORIES } from './stories';

export function tenants(seed: string): Tenant[] {
  const chance = new Chance(`outside/${seed}/tenants`);
  return MAINS.map((main, i): Tenant => {
    const own = chance.fork(i);
    return {
      seed: `${seed}/${main}`,
      main,
      second: own.pick([null, 'aws', 'duo', 'google', 'teleport'].filter((second) => second !== main)),
      people: own.pick([12, 30, 40, 60, 150]),
      history: own.pick([0, 7, 14, 21, 30]),
      busy: own.pick([1, 1, 2]),
      slips: own.pick([0.002, 0.01, 0.06]),
      stories: own.int(24, 36),
    };
  });
}

export function outsideScenario(tenant: Tenant): Scenario {
  const stage = new Stage(tenant);
  const chance = stage.chance.fork('stories');
  const all = chance.shuffled(STORIES);
  for (let i = 0; i < tenant.stories; i++) {
    if (stage.left < 4) break;
    try {
      all[i % all.length]!.tell(stage, chance.fork(`story ${i}`));
    } catch (error) {
      if (!(error instanceof Nobody)) throw error;
    }
  }
  for (let i = 0; i < 3; i++) {
    try {
      stage.machine(chance.pick([60, 180, 360]));
    } catch (error) {
      if (!(error instanceof Nobody)) throw error;
    }
  }
  return stage.scenario();
}
