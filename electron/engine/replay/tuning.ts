/** Which rule the denials of this case ask for: policies that are tried over it, and refusals of the honest to look at. */
import { plural } from '../../../shared/base/text';
import type { FrictionRow, Policy, ReplayWorld, TuningRow } from '../../../shared/model/replay';

/** Attack episodes whose denials speak for a policy. */
export interface Ground {
  episode: string;
  denials: number;
  apps: readonly string[];
  hasPush: boolean;
  hasPrompt: boolean;
  isMachine: boolean;
  isHonest: boolean;
  /** Refusals by a rule, of the honest. */
  blocked: number;
}

const EPISODES = 50;
const APPS = 3;
const REFUSED = 3; // honest refusals by a rule at one application that are worth a look

/** Policies to try: those that denials in attacks speak for. */
export function candidates(grounds: readonly Ground[]): Policy[] {
  const attacks = grounds.filter(({ isHonest }) => !isHonest);
  const list: Policy[] = [];
  if (attacks.some(({ hasPush }) => hasPush)) list.push({ id: 'number_matching', apps: [] });
  if (attacks.some(({ hasPrompt }) => hasPrompt)) list.push({ id: 'prompt_limit', prompts: 3, minutes: 10 });
  list.push({ id: 'legacy_off' });
  const apps = new Map<string, number>();
  for (const { apps: names, denials, hasPrompt } of attacks)
    if (hasPrompt) for (const app of names) apps.set(app, (apps.get(app) ?? 0) + denials);
  const worst = [...apps].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, APPS);
  for (const [app] of worst) list.push({ id: 'phishing_resistant', apps: [app] });
  if (attacks.some(({ isMachine }) => isMachine)) list.push({ id: 'workload_location', cidrs: [], learnDays: 7 });
  return list;
}

export function tuningRows(
  tried: readonly { policy: Policy; world: ReplayWorld }[],
  grounds: readonly Ground[],
  apps: readonly FrictionRow[],
): TuningRow[] {
  const rows = tried.flatMap(({ policy, world }): TuningRow[] => {
    const prevented = world.compromises.filter(({ state }) => state === 'prevented');
    const why = grounds.filter((ground) => !ground.isHonest && speaksFor(policy, ground));
    const saved = world.cells.denials_saved;
    if (why.length === 0 && prevented.length === 0) return [];
    const episodes = new Set([...prevented.map(({ episode }) => episode), ...why.map(({ episode }) => episode)]);
    const parts = [
      why.length > 0 && `${plural(why.reduce((sum, { denials }) => sum + denials, 0), 'denial')} in ${plural(why.length, 'attack episode')}`,
      prevented.length > 0 && `${plural(prevented.length, 'likely compromise')} prevented`,
      saved > 0 && `${plural(saved, 'refusal')} by people not needed`,
    ].filter(Boolean); // biome-ignore format: one list
    return [
      {
        text: TEXT[policy.id](policy),
        why: parts.join(', '),
        assurance: 'raises',
        policy,
        denials: why.reduce((sum, { denials }) => sum + denials, 0),
        compromises: prevented.length,
        honestRefused: world.cells.honest_refused,
        honestHarder: world.cells.honest_harder,
        episodes: [...episodes].slice(0, EPISODES),
        episodesAll: episodes.size,
      },
    ];
  });
  const loose = apps.flatMap(({ name, honestDenials }): TuningRow[] => {
    const why = grounds.filter((ground) => ground.isHonest && ground.blocked > 0 && ground.apps.includes(name));
    const blocked = why.reduce((sum, ground) => sum + ground.blocked, 0);
    if (blocked < REFUSED) return [];
    return [
      {
        text: `Look at the rule that refuses people at ${name}: enrol what it asks for; an exception lets others in as well`,
        why: `${plural(blocked, 'refusal')} by a rule in ${plural(why.length, 'honest episode')}, of ${plural(honestDenials, 'honest denial')} there`,
        assurance: 'lowers',
        policy: null,
        denials: blocked,
        compromises: 0,
        honestRefused: 0,
        honestHarder: 0,
        episodes: why.map(({ episode }) => episode).slice(0, EPISODES),
        episodesAll: why.length,
      },
    ];
  });
  return [...rows, ...loose].sort(
    (a, b) => b.compromises - a.compromises || b.denials - a.denials || (a.text < b.text ? -1 : 1),
  );
}

const TEXT: { [I in Policy['id']]: (policy: Policy) => string } = {
  number_matching: () => 'Replace approve-or-deny prompts by number matching',
  prompt_limit: (policy) =>
    policy.id === 'prompt_limit'
      ? `Send no more than ${policy.prompts} prompts to a person in ${policy.minutes} min`
      : '',
  phishing_resistant: (policy) =>
    policy.id === 'phishing_resistant' ? `Require a phishing-resistant factor at ${policy.apps.join(', ')}` : '',
  place_block: () => 'Block places that nobody signs in from',
  legacy_off: () => 'Turn protocols off that cannot ask for a second factor',
  workload_location: () => 'Let machines in from the networks that they use only',
};

function speaksFor(policy: Policy, ground: Ground): boolean {
  switch (policy.id) {
    case 'number_matching':
      return ground.hasPush;
    case 'prompt_limit':
      return ground.hasPrompt && ground.denials > policy.prompts;
    case 'phishing_resistant':
      return ground.hasPrompt && ground.apps.some((app) => policy.apps.includes(app));
    case 'workload_location':
      return ground.isMachine;
    default:
      return false;
  }
}
