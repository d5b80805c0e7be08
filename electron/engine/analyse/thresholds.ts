/** Numbers that the analysis decides by. Each can be set for a case; what stands is printed in its report. */
import type { Threshold, ThresholdValues } from '../../../shared/model/threshold';
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/model/time';
import { type Pattern, settingsOf } from './patterns/pattern';
import { patterns, type SettingOf } from './patterns/registry';
import { ATTEMPT_RULES, type AttemptRules } from './stages/attempts';
import { GATHER_RULES, type GatherRules } from './stages/belongs';
import { MOST_KNOWN_PEOPLE } from './stages/campaign';
import { CLOCK_RULES, type ClockRules } from './stages/clocks';
import { SILENCE_MS } from './stages/coverage';
import { THIN } from './stages/habits';
import { RHYTHM_RULES, type RhythmRules } from './stages/rhythm';
import { VERDICT_RULES, type VerdictRules } from './stages/verdict';
import { probability } from './stages/weigh-link';

/** All numbers as the stages take them: times in milliseconds, weights in log-odds. */
export interface Rules {
  attempts: AttemptRules;
  gather: GatherRules;
  verdict: VerdictRules;
  coverage: { silenceMs: number };
  habits: { thin: number };
  rhythm: RhythmRules;
  clocks: ClockRules;
  setting: SettingOf;
}

type Stage = Omit<Rules, 'setting'>;

const ownStages = (): Stage => ({
  attempts: { ...ATTEMPT_RULES },
  gather: { ...GATHER_RULES },
  verdict: { ...VERDICT_RULES },
  coverage: { silenceMs: SILENCE_MS },
  habits: { thin: THIN },
  rhythm: { ...RHYTHM_RULES },
  clocks: { ...CLOCK_RULES },
});

/** How a number is told to people, and how the stages take it. */
interface Unit {
  unit: string;
  whole: boolean;
  told(value: number): number;
  taken(value: number): number;
}

const time = (unit: string, ms: number): Unit => ({
  unit,
  whole: false,
  told: (value) => value / ms,
  taken: (value) => Math.round(value * ms),
});
const count = (unit: string): Unit => ({ unit, whole: true, told: (value) => value, taken: (value) => value });
const plain = (unit: string): Unit => ({ ...count(unit), whole: false });
const seconds = time('seconds', SECOND);
const minutes = time('minutes', MINUTE);
const hours = time('hours', HOUR);
const days = time('days', DAY);
const logOdds = plain('log-odds');
/** Kept as log-odds, told as a probability. */
const chance: Unit = {
  ...plain('probability'),
  told: (value) => probability(value),
  taken: (value) => Math.log(value / (1 - value)),
};

interface Spec {
  id: string;
  group: string;
  name: string;
  as: Unit;
  limits: readonly [number, number]; // in the unit told
  about: string;
  get(stages: Stage): number;
  set(stages: Stage, value: number): void;
}

/** Specs of one stage: its numbers by their key. */
function of<P extends keyof Stage>(
  part: P,
  group: string,
  rows: readonly [
    key: keyof Stage[P] & string,
    id: string,
    name: string,
    as: Unit,
    least: number,
    most: number,
    about: string,
  ][],
): Spec[] {
  return rows.map(([key, id, name, as, least, most, about]) => ({
    id,
    group,
    name,
    as,
    limits: [least, most],
    about,
    get: (stages) => stages[part][key] as number,
    set: (stages, value) => {
      (stages[part] as Record<string, number>)[key] = value;
    },
  }));
}

// biome-ignore format: a table
const SPECS: readonly Spec[] = [
  ...of('attempts', 'Prompts and answers', [
    ['samePromptMs', 'prompts.same', 'Same prompt', seconds, 0, 60, 'Prompts to several devices within this time are one'],
    ['sameAnswerMs', 'prompts.same_answer', 'Same answer', seconds, 0, 60, 'The same refusal told again within this time is counted once'],
    ['sameStepMs', 'prompts.same_step', 'Same refused step', minutes, 0, 30, 'A refusal that has a record of its own and is a step inside a later success, within this time, is counted once'],
    ['resultMs', 'prompts.result', 'Result of an answer', seconds, 0, 300, 'What follows an answer within this time and tells no answer of its own is its result'],
    ['sameSignInMs', 'prompts.same_sign_in', 'Same sign-in', minutes, 0, 60, 'A second success this soon after the first is the same sign-in'],
    ['validMs', 'prompts.valid', 'Validity of a prompt', minutes, 1, 1_440, 'Records of one correlation further apart are other attempts (SP 800-63B-4 §3.1.3.2)'],
    ['unansweredMs', 'prompts.unanswered', 'Unanswered prompt', minutes, 1, 60, 'A prompt without answer for this long counts as not answered, where the log reports answers'],
  ]),
  ...of('gather', 'Prompts and answers', [
    ['goesOnMs', 'prompts.log_goes_on', 'Log goes on', hours, 1, 168, 'A log that says nothing for longer after an unanswered prompt may have been cut: nothing is derived from it'],
    ['reportMs', 'prompts.report', 'Late report', hours, 1, 168, 'A fraud report is about the last prompt, if that is at most this long ago'],
  ]),
  ...of('gather', 'Episodes', [
    ['burstMs', 'episodes.burst', 'Burst', minutes, 1, 1_440, 'Denials of one identity closer than this belong together'],
    ['slowMs', 'episodes.slow', 'Slow', hours, 0.25, 168, 'Denials through one channel, or all from strange places, belong together up to this'],
    ['lowAndSlowMs', 'episodes.low_and_slow', 'Low and slow', hours, 1, 720, 'Denials from one strange channel belong together up to this'],
    ['machineMs', 'episodes.machine', 'Machine', hours, 1, 720, 'Failures of a machine identity belong together up to this'],
  ]),
  ...of('gather', 'Episodes', [
    ['changesBeforeMs', 'episodes.changes_before', 'Changes before', days, 0.04, 90, 'Changes of methods, secrets, roles, devices … this long before the first denial are told beside it'],
    ['changesAfterMs', 'episodes.changes_after', 'Changes after', days, 0, 90, 'Changes this long after the last denial are told beside it'],
  ]),
  ...of('gather', 'Links', [
    ['watchMs', 'links.watch', 'Watch', days, 0.25, 90, 'How long after the last denial an access may still be linked (machines, and the identity itself after denials from a strange place: twice as long)'],
    ['linked', 'links.least', 'Linked', chance, 0.05, 0.99, 'Least probability of an access to be listed as linked'],
    ['skewMs', 'links.skew', 'Clocks', minutes, 0, 120, 'How far the clocks of two sources may differ: a success written that long before repeated denials may have followed them'],
    ['slips', 'links.slips', 'Slips', count('prompts'), 0, 100, 'Most prompts that go wrong, declined by nobody, before the person gets one right'],
    ['typedSlips', 'links.typed_slips', 'Typed slips', count('codes'), 0, 100, 'Most wrong codes before the person types the right one'],
    ['slipMs', 'links.slip_within', 'Slip made good', minutes, 0, 1_440, 'How soon after the last of these the success must come'],
    ['quickMs', 'links.slip_quick', 'Slip made good at once', minutes, 0, 1_440, 'How soon for few wrong codes to be hardly anything else'],
    ['earlyPrompts', 'links.early_prompts', 'Prompts before an early access', count('prompts'), 1, 100, 'Refused or unanswered prompts from which on such an earlier success is looked at'],
  ]),
  ...of('verdict', 'Verdict', [
    ['prior', 'verdict.prior', 'Prior', logOdds, -10, 10, 'Odds of an attack before any evidence'],
    ['margin', 'verdict.margin', 'Margin', logOdds, 0.05, 10, 'Least distance between attack and no attack for a verdict; less is undetermined'],
    ['link', 'verdict.link', 'Compromise', plain('probability'), 0.05, 0.99, 'Least probability of the best link that makes a compromise of an attempt'],
    ['expected', 'verdict.expected', 'Expected', logOdds, 0.05, 10, 'Weight of a request on file from which on it names what else is only honest'],
    ['temper', 'verdict.temper', 'Temper', plain('share'), 0.05, 1, 'Pieces of evidence overlap: confidence takes this share of their log-odds'],
    ['ceiling', 'verdict.ceiling', 'Ceiling', plain('probability'), 0.5, 0.999, 'No verdict is surer than this: what nobody logged is not known'],
  ]),
  ...of('verdict', 'Verdict', [
    ['tired', 'verdict.tired', 'Tired out', count('prompts'), 1, 100, 'Prompts refused by the person from which on an access from an unknown place soon after them is the one that was let in'],
    ['tiredMs', 'verdict.tired_within', 'Tired out within', minutes, 0, 1_440, 'How soon after the last of these'],
    ['guesses', 'verdict.guesses', 'Codes tried out', count('codes'), 1, 1_000, 'Wrong codes from which on somebody tries them out'],
    ['manyGuesses', 'verdict.many_guesses', 'Codes tried out nearby', count('codes'), 1, 1_000, '… also from the own network, where the address and device are not the own ones'],
    ['sprayed', 'verdict.sprayed', 'Doorknobs', count('identities'), 1, 1_000, 'Other identities that failed from the address from which on the own next sign-in from there explains nothing'],
    ['switchTries', 'verdict.switch_tries', 'VPN switched off, tries', count('denials'), 0, 100, 'Most wrong codes from a strange place that the own sign-in right after them explains'],
    ['switchMs', 'verdict.switch_within', 'VPN switched off within', minutes, 0, 60, 'How soon that sign-in must come'],
  ]),
  ...of('gather', 'What is usual', [
    ['own', 'usual.own', 'Own place', logOdds, -3, 0, 'Log-odds that it is somebody else, below which a place is the identity\'s own'],
    ['strange', 'usual.strange', 'Strange place', logOdds, 0, 10, '… and above which it is somebody else\'s'],
    ['halfPerson', 'usual.half_person', 'Half history of a person', count('sign-ins'), 1, 1_000, 'Sign-ins after which "never seen" says half of what it can'],
    ['halfMachine', 'usual.half_machine', 'Half history of a machine', count('uses'), 1, 1_000, '… of a machine, which does the same thing from its first day on'],
    ['handset', 'usual.handset', 'Telephone on the move', plain('share'), 0, 1, 'Share of its weight that a new device or browser keeps where it is a telephone on the network of a carrier or a household of a usual country'],
    ['knownPeople', 'usual.known_people', 'People known', count('people'), 1, MOST_KNOWN_PEOPLE, 'People who must be known before "nobody of the organisation was ever there" says anything'],
  ]),
  ...of('habits', 'What is usual', [
    ['thin', 'usual.thin', 'Thin history', count('sign-ins'), 0, 1_000, 'Below this nothing is called unusual'],
  ]),
  ...of('coverage', 'What the logs cover', [
    ['silenceMs', 'coverage.silence', 'Silence', hours, 1, 720, 'Logs must go on this long before "no access followed" is said'],
  ]),
  ...of('rhythm', 'What the logs cover', [
    ['leastMs', 'coverage.gap', 'Gap', hours, 0.5, 168, 'A shorter silence of a source is never called one'],
    ['chance', 'coverage.gap_chance', 'Chance of a gap', plain('probability'), 1e-12, 0.01, 'A silence is told where the source\'s own rhythm makes it less probable than this'],
  ]),
  ...of('clocks', 'Clocks of sources', [
    ['leastPairs', 'clocks.pairs', 'Pairs', count('pairs'), 2, 1_000, 'Least records that must coincide before a clock is called wrong'],
    ['leastMs', 'clocks.off', 'Off', seconds, 1, 3_600, 'Least difference of two clocks that is told'],
    ['windowMs', 'clocks.window', 'Window', minutes, 0.1, 60, 'Differences of true pairs gather within this'],
    ['farthestMs', 'clocks.farthest', 'Farthest', hours, 1, 48, 'No clock is looked for further off than this'],
  ]),
];

/** Whole where the product's own number is. */
const limitsOf = ({ value, limits }: Pattern['settings'][number]): readonly [number, number] =>
  limits ?? [0, value * 100];

const patternId = (pattern: Pattern, setting: string): string => `${pattern.id}.${setting}`;

/** Six digits tell a setting; what arithmetic adds behind them is none. */
const tidy = (value: number): number => Number(value.toPrecision(6));

/** All thresholds with what stands under `own`: the stages' in their order, then the patterns' by id. */
export function thresholds(own: ThresholdValues = {}): Threshold[] {
  const stages = ownStages();
  const told = SPECS.map(({ id, group, name, as, limits, about, get }): Threshold => {
    const value = tidy(as.told(get(stages)));
    const [least, most] = limits;
    return { id, group, name, unit: as.unit, default: value, value: own[id] ?? value, least, most, whole: as.whole, about }; // biome-ignore format: one row
  });
  const ofPatterns = patterns.all().flatMap((pattern) =>
    settingsOf(pattern).map((setting): Threshold => {
      const id = patternId(pattern, setting.id);
      const [least, most] = limitsOf(setting);
      const { value, unit, about } = setting;
      return {
        id,
        group: pattern.title,
        name: setting.id.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase()),
        unit,
        default: value,
        value: own[id] ?? value,
        least,
        most,
        whole: setting.whole ?? Number.isInteger(value),
        about,
      };
    }),
  );
  return [...told, ...ofPatterns];
}

/** The stages' numbers where `own` stands instead of the product's. Ids that are none of ours change nothing. */
export function rulesOf(own: ThresholdValues = {}): Rules {
  const stages = ownStages();
  for (const { id, as, set } of SPECS) {
    const value = own[id];
    if (value !== undefined) set(stages, as.taken(value));
  }
  return {
    ...stages,
    setting: (pattern, id) => {
      const setting = settingsOf(pattern).find((each) => each.id === id);
      if (!setting) throw new Error(`pattern ${pattern.id} has no setting ${id}`);
      return own[patternId(pattern, id)] ?? setting.value;
    },
  };
}

/** What is wrong with values somebody wants to set, one sentence each; empty where nothing is. */
export function thresholdFaults(wanted: ThresholdValues): string[] {
  const known = new Map(thresholds().map((one) => [one.id, one]));
  return Object.entries(wanted).flatMap(([id, value]) => {
    const one = known.get(id);
    if (!one) return [`there is no threshold ${id.slice(0, 60)}`];
    const { name, unit, least, most, whole } = one;
    if (!Number.isFinite(value) || value < least || value > most)
      return [`${name} must lie between ${least} and ${most} ${unit}`];
    return whole && !Number.isInteger(value) ? [`${name} must be a whole number of ${unit}`] : [];
  });
}

/** What differs from the product's own numbers, in order of id: equal numbers are the same rules. */
export function ownValues(wanted: ThresholdValues): ThresholdValues {
  const usual = new Map(thresholds().map((one) => [one.id, one.default]));
  return Object.fromEntries(
    Object.entries(wanted)
      .filter(([id, value]) => usual.get(id) !== value)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
