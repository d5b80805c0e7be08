/** Numbers that the analysis decides by, for the report's appendix: every finding can be argued with. */

import { patterns } from './patterns/registry';
import { ATTEMPT_RULES } from './stages/attempts';
import { GATHER_RULES } from './stages/belongs';
import { SILENCE_MS } from './stages/coverage';
import { THIN } from './stages/habits';
import { duration } from './stages/names';
import { VERDICT_RULES } from './stages/verdict';

export interface Threshold {
  name: string;
  /** With its unit. */
  value: string;
  about: string;
}

/** All thresholds as they stand in this version: attempts, episodes, verdicts, then patterns by id. */
export function thresholds(): Threshold[] {
  const time = (name: string, ms: number, about: string): Threshold => ({ name, value: duration(ms), about });
  return [
    time('Same prompt', ATTEMPT_RULES.samePromptMs, 'Prompts to several devices within this time are one'),
    time('Same answer', ATTEMPT_RULES.sameAnswerMs, 'The same refusal told again within this time is counted once'),
    time('Validity of a prompt', ATTEMPT_RULES.validMs, 'Records of one correlation further apart are other attempts'),
    time('Unanswered prompt', ATTEMPT_RULES.unansweredMs, 'A prompt without answer for this long counts as not answered, where the log reports answers'), // biome-ignore format: one line
    time('Burst', GATHER_RULES.burstMs, 'Denials of one identity closer than this belong together'),
    time(
      'Slow',
      GATHER_RULES.slowMs,
      'Denials through one channel, or all from strange places, belong together up to this',
    ),
    time('Low and slow', GATHER_RULES.lowAndSlowMs, 'Denials from one strange channel belong together up to this'),
    time('Machine', GATHER_RULES.machineMs, 'Failures of a machine identity belong together up to this'),
    time('Clocks', GATHER_RULES.skewMs, 'How far the clocks of two sources may differ: a success written that long before repeated denials may have followed them'), // biome-ignore format: one line
    time('Watch', GATHER_RULES.watchMs, 'How long after the last denial an access may still be linked (machines: twice as long)'), // biome-ignore format: one line
    time('Silence', SILENCE_MS, 'Logs must go on this long before "no access followed" is said'),
    { name: 'Thin history', value: `${THIN} sign-ins`, about: 'Below this nothing is called unusual' },
    { name: 'Margin', value: `${VERDICT_RULES.margin} log-odds`, about: 'Least distance between attack and no attack for a verdict' }, // biome-ignore format: one line
    { name: 'Prior', value: `${VERDICT_RULES.prior} log-odds`, about: 'Odds of an attack before any evidence' },
    { name: 'Linked', value: `${VERDICT_RULES.link} probability`, about: 'Least probability of an access to be listed and to make a compromise' }, // biome-ignore format: one line
    ...patterns
      .all()
      .flatMap(({ title, settings }) =>
        settings.map(({ value, unit, about }) => ({ name: title, value: `${value} ${unit}`, about })),
      ),
  ];
}
