/** Makes the cases of a seed: four organisations, two of them quiet (little but stories), two loud (hardly any). */
import { Chance } from '../../electron/engine/demo/random';
import type { Formats } from './log';
import { ESTATES, NobodyLeft, type Setup, Stage, type Truth } from './stage';
import { compromises } from './stories/compromise';
import { honest } from './stories/honest';
import { stopped } from './stories/stopped';
import type { Story } from './stories/story';

export const STORIES: readonly Story[] = [...compromises, ...stopped, ...honest];

export interface Scenario {
  name: string;
  setup: Setup;
  files: Record<string, string>;
  records: number;
  truths: Truth[];
  background: Truth[];
}

/** How much of each kind: attacks and honest stories in balance, so that no single answer is mostly right. */
const SHARES: Record<Story['group'], number> = { compromise: 14, stopped: 7, friction: 5, misconfigured: 4, expected: 4, confuser: 6, unclear: 1 }; // biome-ignore format: one line
const PEOPLE = { quiet: 64, loud: 90 };

const canHappen = (story: Story, stage: Stage): boolean =>
  (story.doors ?? []).every((id) => stage.doors.has(id)) && !(story.without ?? []).includes(stage.primary.id);

export function setups(seed: string): Setup[] {
  const chance = new Chance(`${seed}/setups`);
  const estates = chance.shuffled(Object.keys(ESTATES));
  return [0, 1, 2, 3].map((i): Setup => {
    const own = chance.fork(i);
    const estate = estates[i]!;
    const formats: Formats = {
      entra: own.pick(['portal-json', 'graph', 'azure-monitor', 'portal-csv']),
      okta: own.pick(['ndjson', 'json', 'console-csv']),
      duo: own.pick(['api', 'ndjson']),
      audit: own.pick(['graph', 'azure-monitor']),
      aws: own.pick(['s3', 'ndjson']),
      google: own.pick(['reports', 'ndjson']),
    };
    return {
      seed: `${seed}/${i}`,
      estate,
      noise: i % 2 === 0 ? 'quiet' : 'loud',
      isMasked: own.yes(0.3),
      formats,
      // Clocks of other sources than the first one may be minutes off.
      skew: own.yes(0.25) ? { duo: own.int(-6, 6) * 60_000, aws: own.int(-3, 3) * 60_000 } : {},
      lacks: {
        agent: own.pick([0, 0, 0.3, 1]),
        asn: own.yes(0.25),
        session: own.yes(0.2),
        device: own.pick([0, 0, 0.3, 1]),
      },
    };
  });
}

export function makeScenario(setup: Setup, share = 1): Scenario {
  const stage = new Stage(setup, Math.round(PEOPLE[setup.noise] * (share < 1 ? 0.8 : 1)));
  const chance = stage.chance.fork('stories');
  // Ordinary machines beside those of the stories.
  for (let n = setup.noise === 'loud' ? 5 : 2; n > 0; n--)
    stage.machine(stage.doors.has('entra') ? 'entra' : stage.doors.has('okta') ? 'okta' : 'aws', chance.pick([60, 180, 720])); // biome-ignore format: one line
  for (const [group, wanted] of Object.entries(SHARES)) {
    const all = chance.shuffled(STORIES.filter((story) => story.group === group && canHappen(story, stage)));
    const before = stage.truths.length;
    for (let i = 0; stage.truths.length - before < wanted * share && i < 60 && stage.left > 3; i++) {
      try {
        all[i % all.length]!.tell(stage, chance.fork(`${group} ${i}`));
      } catch (error) {
        if (!(error instanceof NobodyLeft)) throw error;
      }
    }
  }
  stage.ordinary();
  stage.joinLairs();
  return {
    name: `${setup.seed} ${setup.estate} ${setup.noise}${setup.isMasked ? ' masked' : ''}`,
    setup,
    files: stage.files(),
    records: stage.log.records,
    truths: stage.truths,
    background: stage.background,
  };
}
