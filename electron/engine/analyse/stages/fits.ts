/**
 * Whether the denials fit what was usual for the identity before them: yes, no, or unknown, with the three strongest
 * reasons and of how many sign-ins. Thin history is unknown, whatever else is odd.
 */
import { plural } from '../../../../shared/base/text';
import type { Episode } from '../../../../shared/model/episode';
import type { EpisodeView } from '../patterns/pattern';
import { duration, FACTOR_NAMES, type Names } from './names';
import { weekday } from './own-clock';
import { PROMPT_WINDOWS, type PromptCounts } from './prompts';
import { type Part, type Standing, strangeness, strangeReasons } from './strange';
import { windowText } from './windows';

type Normal = Episode['questions']['normal'];

const RARE = 0.01;
const PROMPTS = { windows: [2, 3], least: 3, times: 2 } as const; // of ten minutes and an hour
/** Weight of more prompts than ever before, which no usual place explains. */
const BURST = 0.9;
const OFF_RHYTHM = 0.3; // of the usual gap, from which on a machine is early

/** What is usual of application, factor, weekday, rhythm, prompts and hours of work: too weak to weigh in a verdict by itself. */
export function habitReasons(view: EpisodeView): Part[] {
  const { standing: s, draft, names, isMachine, facts } = view;
  const parts: Part[] = [];
  const at = draft.strangest;
  const say = (isSo: boolean, weight: number, text: () => string): void => {
    if (isSo) parts.push({ text: text(), weight });
  };
  say(s.app === 'unseen', 0.4, () => `${names.term(at.app) ?? 'application'} never used before`);
  say(s.app === 'usual', -0.3, () => `usual application (${names.term(at.app) ?? 'of the denial'})`);
  say(s.factor === 'unseen' && !isMachine, 0.3, () => `${factorName(at.factor, names)} never used before`);
  say(s.factor === 'usual' && !isMachine, -0.2, () => `usual factor (${factorName(at.factor, names)})`);
  const clock = s.clock ?? null;
  say(
    (s.days ?? 1) < RARE && clock !== null,
    0.4,
    () => `${weekday(clock!, at.time)}s hardly ever seen before (${clock!.zone})`,
  );
  say(s.hours < 1 && s.hours >= 0.1 && clock !== null, -0.2, () => `usual hour (${clock!.text(at.time)})`);
  if (isMachine) {
    say(
      facts.outside.length > 0,
      2,
      () =>
        `${plural(facts.outside.length, 'denial')} outside its execution window (${windowText(facts.windows[0]!.facts)})`,
    );
    say(
      facts.windows.length > 0 && facts.outside.length === 0,
      -0.6,
      () => `inside its execution window (${windowText(facts.windows[0]!.facts)})`,
    );
    const { rhythm } = s;
    const isEarly = rhythm != null && rhythm.since < (1 - OFF_RHYTHM) * rhythm.usual;
    say(
      isEarly,
      0.5,
      () =>
        `off its rhythm: one every ${duration(rhythm!.usual * 1_000)}, this after ${duration(rhythm!.since * 1_000)}`,
    );
    say(rhythm != null && !isEarly, -0.3, () => `at its rhythm: one every ${duration(rhythm!.usual * 1_000)}`);
  } else {
    const { prompts } = draft;
    const before = draft.before.prompts;
    for (const w of PROMPTS.windows) {
      const [n, most] = [prompts[w]!, before[w]!];
      if (n < PROMPTS.least || n <= PROMPTS.times * most) continue;
      say(
        true,
        BURST,
        () => `${plural(n, 'prompt')} in ${WINDOW_NAMES[w]}; ${most === 0 ? 'none' : `never more than ${most}`} before`,
      );
      break;
    }
  }
  return parts;
}

const WINDOW_NAMES = ['a minute', '5 min', '10 min', 'an hour', 'a day'] as const;

const factorName = (factor: number | null, names: Names): string => {
  const name = names.factor(factor);
  return name === null ? 'factor' : FACTOR_NAMES[name];
};

export function fitsNormal(view: EpisodeView): Normal {
  const { standing, draft, names, thin, sides, isMachine } = view;
  const isThin = standing.n < thin;
  const more = habitReasons(view);
  const score = strangeness(standing) + more.reduce((sum, { weight }) => sum + weight, 0);
  const isBurst = more.some(({ weight }) => weight === BURST);
  const isOutside = isMachine && view.facts.outside.length > 0;
  const fits = isThin
    ? 'unknown'
    : draft.side === 'strange' || score > sides.strange || isOutside
      ? 'no'
      : isBurst
        ? 'unknown'
        : draft.side === 'own' || (score < sides.own && isKnown(standing))
          ? 'yes'
          : 'unknown';
  const reasons = [...strangeReasons(standing, () => names.naming(draft.strangest)), ...more].sort(
    (a, b) => Math.abs(b.weight) - Math.abs(a.weight),
  );
  const wanted = reasons.filter(({ weight }) => fits === 'unknown' || weight > 0 === (fits === 'no'));
  // Where the usual place and an unusual burst stand against each other, both are told.
  if (fits === 'unknown' && isBurst) wanted.sort((a, b) => Number(b.weight === BURST) - Number(a.weight === BURST));
  const why = wanted.map(({ text }) => text);
  if (isThin)
    why.unshift(
      standing.n === 0 ? 'no sign-in before it is in evidence' : `only ${plural(standing.n, 'sign-in')} before it`,
    );
  return {
    fits,
    n: standing.n,
    why: why.slice(0, 3),
    zone: standing.clock?.zone ?? null,
    prompts: isMachine ? null : rates(draft.prompts, draft.before.prompts),
    cadence:
      isMachine && standing.rhythm
        ? { everySeconds: standing.rhythm.usual, sinceSeconds: standing.rhythm.since }
        : null,
  };
}

const rates = (counts: PromptCounts, before: PromptCounts): NonNullable<Normal['prompts']> =>
  PROMPT_WINDOWS.map((minutes, i) => ({ minutes, most: counts[i]!, before: before[i]! }));

const isKnown = (s: Standing): boolean =>
  [s.ip, s.network, s.country, s.native, s.browser].some((known) => known === 'usual' || known === 'once');
