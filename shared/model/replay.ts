/** Policy replay: the case once more under rules that were not there. What is asked, and what is answered. */
import { z } from 'zod';
import { plural } from '../base/text';
import { NetworkLabel } from './context';
import type { Verdict } from './words';

const Apps = z.array(z.string().trim().min(1).max(500)).max(50).default([]); // empty = every application

/** A policy with its settings. Ids are those of the folders under `engine/replay/policies/`. */
export const Policy = z.discriminatedUnion('id', [
  z.object({ id: z.literal('number_matching'), apps: Apps }),
  z.object({ id: z.literal('phishing_resistant'), apps: Apps }),
  z.object({
    id: z.literal('prompt_limit'),
    prompts: z.number().int().min(1).max(50).default(3),
    minutes: z.number().int().min(1).max(1_440).default(10),
  }),
  z.object({
    id: z.literal('place_block'),
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .max(250)
      .default([]), // ISO 3166-1 alpha-2
    networks: z.array(NetworkLabel).max(20).default([]),
    /** `block`: from these. `allow`: from these countries only; networks are blocked either way. */
    mode: z.enum(['block', 'allow']).default('block'),
    who: z.enum(['people', 'everyone']).default('people'),
  }),
  z.object({ id: z.literal('legacy_off') }),
  z.object({
    id: z.literal('workload_location'),
    /** Ranges that machines may come from; empty = where each came from in its first days. */
    cidrs: z.array(z.string().trim().regex(/^[0-9A-Fa-f.:]+\/\d{1,3}$/)).max(200).default([]), // biome-ignore format: one rule
    learnDays: z.number().int().min(1).max(90).default(7),
  }),
]);
export type Policy = z.infer<typeof Policy>;
export type PolicyId = Policy['id'];
export const POLICY_LIMIT = 6;

/** What is counted; each can be shown down to its events. */
export const ReplayCell = z.enum([
  'prompts_saved', // prompts to people that would not have been sent
  'prompts_added', // sign-ins that would have been asked for a factor
  'denials_saved', // refusals by people that nobody would have been asked for
  'denials_added', // accesses that the policy would have refused
  'intruder_refused', // of these: linked accesses of likely compromises
  'honest_refused', // of these: sign-ins of nobody suspected
  'unclear_refused', // of these: linked accesses of episodes that are not decided
  'honest_harder', // sign-ins of nobody suspected that would have taken another factor or one more act
  'undetermined', // what the log does not tell enough for
]);
export type ReplayCell = z.infer<typeof ReplayCell>;

export const CompromiseState = z.enum(['prevented', 'narrowed', 'open', 'undetermined']);
export const ReplayedCompromise = z.object({
  episode: z.string(),
  identity: z.string(),
  time: z.string(), // of the best linked access
  event: z.string(),
  /** `prevented`: every way in refused. `narrowed`: some of several. `open`: none. */
  state: CompromiseState,
  why: z.string(),
});
export type ReplayedCompromise = z.infer<typeof ReplayedCompromise>;

/** One world: the policies asked for, alone or together. */
export const ReplayWorld = z.object({
  title: z.string(),
  /** Positions in the list of policies. */
  policies: z.array(z.number()),
  cells: z.record(ReplayCell, z.number()),
  /** Different people and machines behind honest sign-ins that would have been refused. */
  honestIdentities: z.number(),
  compromises: z.array(ReplayedCompromise),
  undetermined: z.array(z.object({ why: z.string(), count: z.number() })),
  /** Per slice of time. */
  prompts: z.array(z.number()),
  refusals: z.array(z.number()), // by people
  honestRefused: z.array(z.number()),
});
export type ReplayWorld = z.infer<typeof ReplayWorld>;

export const FrictionRow = z.object({
  name: z.string(), // of a person, or of an application
  id: z.string().nullable(), // of the identity; null for an application
  prompts: z.number(),
  denials: z.number(),
  honestDenials: z.number(), // in episodes weighed as friction, misconfigured or expected
  attackDenials: z.number(), // in episodes weighed as attempted abuse or likely compromise
  plainPush: z.number(), // prompts that a tap answers
});
export type FrictionRow = z.infer<typeof FrictionRow>;

/** A rule that the denials of an application or of machines ask for, with the policy to try. */
export const TuningRow = z.object({
  text: z.string(),
  why: z.string(),
  assurance: z.enum(['raises', 'keeps', 'lowers']),
  policy: Policy.nullable(),
  denials: z.number(), // that justify it
  compromises: z.number(), // that it would have prevented
  honestRefused: z.number(),
  honestHarder: z.number(),
  episodes: z.array(z.string()), // that justify it, at most 50
  episodesAll: z.number(),
});
export type TuningRow = z.infer<typeof TuningRow>;

export const ReplayResult = z.object({
  run: z.string(),
  policies: z.array(Policy),
  /** Milliseconds UTC of the period and its slices. */
  from: z.number(),
  to: z.number(),
  step: z.number(),
  /** As it was. */
  before: z.object({
    events: z.number(),
    signIns: z.number(), // successful, of nobody suspected
    prompts: z.number(),
    denials: z.number(), // of people and machines, whoever or whatever refused
    refusals: z.number(), // of these: prompts that people declined, left or mistyped
    compromises: z.number(),
    promptsOver: z.array(z.number()),
    refusalsOver: z.array(z.number()),
  }),
  /** Each policy alone, in the order asked; with more than one, all together come last. */
  worlds: z.array(ReplayWorld),
  assumptions: z.array(z.string()),
  friction: z.object({ people: z.array(FrictionRow), apps: z.array(FrictionRow) }),
  tuning: z.array(TuningRow),
});
export type ReplayResult = z.infer<typeof ReplayResult>;

/** A saved scenario: what was asked and answered, by whom, over which findings. Its custody line is its record. */
export const Scenario = z.object({
  id: z.string(),
  name: z.string(),
  note: z.string(),
  by: z.string(),
  at: z.string(),
  /** Whether it was computed over the findings as they stand now. */
  current: z.boolean(),
  result: ReplayResult.omit({ run: true, friction: true, tuning: true }),
});
export type Scenario = z.infer<typeof Scenario>;

/** Verdicts whose denials an attacker caused, and those that an honest cause explains. */
export const ATTACKS: ReadonlySet<Verdict> = new Set(['attempted_abuse', 'likely_compromise']);
export const HONEST: ReadonlySet<Verdict> = new Set(['friction', 'misconfigured', 'expected']);

export const POLICY_TITLES: Record<PolicyId, string> = {
  number_matching: 'Number matching',
  phishing_resistant: 'Phishing-resistant factor',
  prompt_limit: 'Limit of prompts',
  place_block: 'Block by country or network',
  legacy_off: 'Legacy protocols off',
  workload_location: 'Workload location',
};

/** A policy in a few words: "Limit of prompts: 3 in 10 min". */
export function policyText(policy: Policy): string {
  const title = POLICY_TITLES[policy.id];
  switch (policy.id) {
    case 'number_matching':
    case 'phishing_resistant':
      return `${title}: ${policy.apps.length === 0 ? 'every application' : policy.apps.join(', ')}`;
    case 'prompt_limit':
      return `${title}: ${policy.prompts} in ${policy.minutes} min`;
    case 'place_block': {
      const countries =
        policy.countries.length === 0
          ? []
          : [policy.mode === 'allow' ? `all but ${policy.countries.join(', ')}` : policy.countries.join(', ')];
      return `${title}: ${[...countries, ...policy.networks].join(', ') || 'nothing chosen'}${policy.who === 'everyone' ? ', machines too' : ''}`;
    }
    case 'legacy_off':
      return title;
    case 'workload_location':
      return `${title}: ${policy.cidrs.length > 0 ? policy.cidrs.join(', ') : `where each came from in its first ${policy.learnDays} days`}`;
  }
}

export const CELL_WORDS: Record<ReplayCell, string> = {
  prompts_saved: 'not sent',
  prompts_added: 'asked anew',
  denials_saved: 'not needed',
  denials_added: 'refused by the policy',
  intruder_refused: 'of the intruders’ accesses refused',
  honest_refused: 'refused',
  unclear_refused: 'not settled whose, refused',
  honest_harder: 'with one more act or another factor',
  undetermined: 'undetermined',
};

/** One line of the comparison: as it was, as it would have been, and which events make the difference. */
export interface Compared {
  label: string;
  before: number;
  after: number;
  cells: readonly ReplayCell[];
}

export function compare(before: ReplayResult['before'], { cells, compromises }: ReplayWorld): Compared[] {
  const prevented = compromises.filter(({ state }) => state === 'prevented').length;
  const byRule = before.denials - before.refusals;
  return [
    { label: 'Likely compromises', before: before.compromises, after: before.compromises - prevented, cells: ['intruder_refused'] }, // biome-ignore format: table
    { label: 'Prompts to people', before: before.prompts, after: before.prompts - cells.prompts_saved + cells.prompts_added, cells: ['prompts_saved', 'prompts_added'] }, // biome-ignore format: table
    { label: 'Refusals by people', before: before.refusals, after: before.refusals - cells.denials_saved, cells: ['denials_saved'] }, // biome-ignore format: table
    { label: 'Refusals by rule or system', before: byRule, after: byRule + cells.denials_saved + cells.denials_added, cells: ['denials_added', 'unclear_refused'] }, // biome-ignore format: table
    { label: 'Honest sign-ins', before: before.signIns, after: before.signIns - cells.honest_refused, cells: ['honest_refused', 'honest_harder'] }, // biome-ignore format: table
  ];
}

/** "2 of 3 likely compromises prevented, 1 undetermined; 14 honest sign-ins of 4 identities refused". */
export function answerOf({ before }: Pick<ReplayResult, 'before'>, world: ReplayWorld): string {
  const count = (state: ReplayedCompromise['state']): number =>
    world.compromises.filter((each) => each.state === state).length;
  const rest = (['narrowed', 'undetermined'] as const).flatMap((state) =>
    count(state) > 0 ? [`, ${count(state)} ${state}`] : [],
  );
  const attack =
    before.compromises === 0
      ? 'No likely compromise with a linked access in this period'
      : `${count('prevented')} of ${plural(before.compromises, 'likely compromise')} prevented${rest.join('')}`;
  const { honest_refused: refused, honest_harder: harder } = world.cells;
  const hurt =
    refused === 0
      ? 'no honest sign-in refused'
      : `${plural(refused, 'honest sign-in')} of ${plural(world.honestIdentities, 'identity', 'identities')} refused`;
  const more = harder > 0 ? `, ${harder.toLocaleString('en')} with one more act or another factor` : '';
  return `${attack}; ${hurt}${more}.`;
}
