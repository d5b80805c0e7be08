/**
 * Rival explanations weighed from the same evidence. Two families: an attack (attempted, or followed by access) and no
 * attack (expected, friction, misconfigured). The winner needs a margin; without one it is undetermined, and says why.
 */
import { MINUTE } from '../../../../shared/model/time';
import type { Verdict } from '../../../../shared/model/words';
import type { Evidence, Hypothesis } from '../patterns/pattern';
import { ONLY_PLACE, probability } from './weigh-link';

export const VERDICT_RULES = {
  /** Log-odds of an attack before any evidence: most denials are honest. */
  prior: -0.4,
  /** Least log-odds between the families for a verdict. */
  margin: 1,
  /** Least probability of the best link for a compromise. */
  link: 0.5,
  /** From here on a request on file names what else the usual place only calls honest. */
  expected: 1.5,
  /** Pieces of evidence overlap, so their sum overstates: confidence takes this share of the log-odds. */
  temper: 0.6,
  /** No verdict is surer than this: what nobody logged is not known. */
  ceiling: 0.98,
  /** Prompts that the person refused from which on whoever comes in within this time was let in by tiring them out. */
  tired: 3,
  tiredMs: 15 * MINUTE,
  /** Wrong codes from which on somebody tries them out; and where only the network is the own one. */
  guesses: 5,
  manyGuesses: 12,
  /** Other identities that failed from the address from which on it tries one doorknob after the other. */
  sprayed: 3,
  /** Tries, and how soon the own sign-in must follow, for a VPN that was switched off. */
  switchTries: 3,
  switchMs: 2 * MINUTE,
};

export type VerdictRules = typeof VERDICT_RULES;

export interface Weighing {
  verdict: Verdict;
  confidence: number;
  /** Log-odds of an attack. */
  attack: number;
  for: Evidence[];
  against: Evidence[];
}

/**
 * What was said against how often it was right: a monotone line through the middle of the bins, measured on the tuning
 * seeds of `npm run evaluate` (docs/evaluation.md), short of what they would allow: other logs are not ours.
 */
export const CALIBRATION: readonly (readonly [said: number, right: number])[] = [
  [0, 0],
  [0.5, 0.55],
  [0.7, 0.75],
  [0.875, 0.94],
  [1, 1],
];

export function calibrated(said: number): number {
  const i = CALIBRATION.findIndex(([x]) => x >= said);
  if (i <= 0) return CALIBRATION[Math.max(i, 0)]![1];
  const [x0, y0] = CALIBRATION[i - 1]!;
  const [x1, y1] = CALIBRATION[i]!;
  return y0 + ((said - x0) / (x1 - x0)) * (y1 - y0);
}

/** What is left of the log-odds of an attack where a planned one is on file. */
const EXPLAINED = 2;
/** … and of those of friction where the person said that it was somebody else. */
const DISOWNED = 1.8;

const BENIGN = ['friction', 'expected', 'misconfigured'] as const;

/** All that is new of a place, weighed together as one fact. */
function asOneFact(evidence: readonly Evidence[]): Evidence[] {
  const isPart = ({ toward, tellsOnlyWho }: Evidence): boolean => toward === 'attack' && tellsOnlyWho === true;
  const sum = evidence.reduce((total, piece) => total + (isPart(piece) ? piece.weight : 0), 0);
  const share = sum > ONLY_PLACE ? ONLY_PLACE / sum : 1;
  return evidence.map((piece) => (isPart(piece) ? { ...piece, weight: piece.weight * share } : piece));
}

/** Probability that any of the links is right; links share their evidence, so the best one decides. */
export function weigh(
  told: readonly Evidence[],
  bestLink: number,
  isMachine: boolean,
  rules: VerdictRules = VERDICT_RULES,
): Weighing {
  const evidence = told.some(({ onlyPlace }) => onlyPlace) ? asOneFact(told) : told;
  const sums: Record<Hypothesis, number> = { attack: 0, expected: 0, friction: 0, misconfigured: 0 };
  const causes = { ...sums };
  for (const { toward, weight, tellsOnlyWho } of evidence) {
    sums[toward] += weight;
    if (!tellsOnlyWho) causes[toward] += weight;
  }
  if (evidence.some(({ disowns }) => disowns)) sums.friction = Math.min(DISOWNED, sums.friction);
  // What was planned to look like an attack looks like one: that says nothing against the plan.
  const looks = evidence.some(({ explains }) => explains) ? Math.min(EXPLAINED, sums.attack) : sums.attack;
  const attack = rules.prior + looks - sums.expected - sums.friction - sums.misconfigured;
  const p = probability(attack * rules.temper);
  const sure = (share: number): number => Math.min(rules.ceiling, calibrated(share));
  const isOnFile = sums.expected >= rules.expected;
  const benign = isOnFile ? 'expected' : BENIGN.toSorted((a, b) => causes[b] - causes[a])[0]!;
  const quiet: Verdict = causes[benign] > 0 ? benign : isMachine ? 'misconfigured' : 'friction';
  const strongest = (list: Evidence[]): Evidence[] =>
    list.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const speaking = evidence.filter(({ weight }) => weight >= 0.05);
  const attacking = strongest(speaking.filter(({ toward }) => toward === 'attack'));
  const calming = strongest(speaking.filter(({ toward }) => toward !== 'attack'));
  if (attack >= rules.margin) {
    const isIn = bestLink >= rules.link;
    const confidence = sure(p * (isIn ? bestLink : 1 - bestLink));
    return { verdict: isIn ? 'likely_compromise' : 'attempted_abuse', confidence, attack, for: attacking, against: calming }; // biome-ignore format: one answer
  }
  if (attack <= -rules.margin) {
    const known = causes.expected + causes.friction + causes.misconfigured;
    // What is on file is not shared with what it looks like.
    const share = isOnFile || known === 0 ? 1 : causes[quiet as Hypothesis] / known;
    return {
      verdict: quiet,
      confidence: sure((1 - p) * (0.7 + 0.3 * share)),
      attack,
      for: calming,
      against: attacking,
    };
  }
  // How sure it is that nothing can be said: least at the margins, and never much.
  const confidence = 0.6 - 0.3 * (Math.abs(attack) / Math.max(0.01, rules.margin));
  return { verdict: 'undetermined', confidence, attack, for: attacking, against: calming };
}
