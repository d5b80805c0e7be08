/** The card's sentences, from the episode's facts: an answer first, its ground under it. Pure. */
import { plural, visible } from '../../../shared/base/text';
import type { Episode, Link } from '../../../shared/model/episode';
import type { Outcome } from '../../../shared/model/words';
import { FACTOR_WORDS, KIND_WORDS, OUTCOME_WORDS } from '../../state/words';

export interface Answered {
  answer: string;
  ground: string;
}

/** Longest text without a ground that stands on an answer's line at 1366 pixels. */
const ANSWER_MAX = 34;

/**
 * Parts a sentence of the engine at its first " — " into answer and ground. A sentence without one is the answer where
 * it is short; else `instead` answers and the sentence is the ground.
 */
export function split(sentence: string, instead: string): Answered {
  const text = visible(sentence.trim());
  const at = text.indexOf(' — ');
  if (at > 0) return { answer: text.slice(0, at), ground: capital(text.slice(at + 3)) };
  return text !== '' && text.length <= ANSWER_MAX ? { answer: text, ground: '' } : { answer: instead, ground: text };
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function whoWasDenied({ identity, questions }: Episode): Answered {
  return split(questions.who, visible(identity.name));
}

export function whichFactorFailed(episode: Episode): Answered {
  const factor =
    episode.factors.length === 1 ? FACTOR_WORDS[episode.factors[0]!] : plural(episode.factors.length, 'factor');
  const instead =
    episode.factors.length === 0 ? `Refused ×${episode.denials}` : `${capital(factor)} ×${episode.denials}`;
  const made = split(episode.questions.factor, instead);
  const outcomes = outcomeList(episode);
  return made.ground === '' ? { ...made, ground: capital(outcomes) } : made;
}

/** "6 declined, 3 ignored", the most frequent first. */
export function outcomeList({ outcomes }: Pick<Episode, 'outcomes'>): string {
  return Object.entries(outcomes)
    .sort(([, a], [, b]) => (b ?? 0) - (a ?? 0))
    .map(([outcome, n]) => `${n} ${OUTCOME_WORDS[outcome as Outcome]}`)
    .join(', ');
}

export function fromWhere(episode: Episode): Answered {
  const instead =
    episode.countries.length === 1
      ? countryName(episode.countries[0]!)
      : episode.countries.length > 1
        ? plural(episode.countries.length, 'country', 'countries')
        : (episode.ips[0] ?? 'Not in the log');
  return split(episode.questions.from, instead);
}

export interface Fit {
  answer: string;
  of: string;
  ground: string;
  tone: 'no' | 'yes' | 'unknown';
}

export function fitsNormal({ questions: { normal }, identity }: Episode): Fit {
  const answer = { yes: 'Yes', no: 'No', unknown: 'Unknown' }[normal.fits];
  const unit = identity.kind === 'human' || identity.kind === 'unknown' ? 'sign-in' : 'use';
  const of = normal.n === 0 ? 'no history' : `of ${plural(normal.n, unit)}`;
  return { answer, of, ground: capital(normal.why.join(' · ')), tone: normal.fits };
}

let names: Intl.DisplayNames | null = null;
/** English name of an ISO 3166-1 alpha-2 code; the code itself where it is none. */
export function countryName(code: string): string {
  try {
    names ??= new Intl.DisplayNames('en', { type: 'region' });
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** "Person · owner M. Huber". */
export function subjectLine({ identity }: Episode): string {
  return [KIND_WORDS[identity.kind], identity.owner !== identity.name && identity.owner && `owner ${identity.owner}`]
    .filter(Boolean)
    .join(' · ');
}

/** What it means that nothing is linked, with what would show it. */
export function nothingFollowed({ followed, missing }: Pick<Episode, 'followed' | 'missing'>): Answered {
  if (followed === 'not_in_evidence') {
    return {
      answer: 'Not in evidence',
      ground:
        missing.length > 0
          ? `The logs that would show it are missing: ${missing.join(', ')}. Import them to decide.`
          : 'The logs that would show it are missing.',
    };
  }
  return { answer: 'No access followed', ground: 'The logs that would show one are here, and none is linked.' };
}

/**
 * The decision window: from the last denial to the next access by that identity (linked or its own), and whether a decision
 * fell inside it. Null where no access is known.
 */
export function decisionWindow(
  episode: Pick<Episode, 'end' | 'followedBy' | 'nextOwn' | 'decision'>,
  duration: (seconds: number) => string,
): string | null {
  const delays = [...episode.followedBy.map(({ delaySeconds }) => delaySeconds), episode.nextOwn?.delaySeconds].filter(
    (seconds): seconds is number => seconds !== undefined && seconds >= 0,
  );
  if (delays.length === 0) return null;
  const open = Math.min(...delays);
  const decided = episode.decision ? (Date.parse(episode.decision.at) - Date.parse(episode.end)) / 1_000 : null;
  const fell =
    decided === null
      ? 'no decision fell inside it'
      : decided <= open
        ? 'decided inside it'
        : `decided ${duration(decided - open)} after it`;
  return `Decision window ${duration(open)}: ${fell}`;
}

/** Probability as a word and a number; never more digits than it deserves. */
export function scoreWord(score: number): string {
  const word = score >= 0.9 ? 'very likely' : score >= 0.7 ? 'likely' : score >= 0.4 ? 'possible' : 'weak';
  return `${word} · ${score.toFixed(2)}`;
}

/** Reasons of a link: those for it, strongest first, then those against it: "same address +2.1 · usual device −0.4". */
export function reasonLine({ reasons }: Pick<Link, 'reasons'>): string {
  return [...reasons]
    .sort((a, b) => (a.weight >= 0 !== b.weight >= 0 ? b.weight - a.weight : Math.abs(b.weight) - Math.abs(a.weight)))
    .map(({ text, weight }) => `${text} ${signed(weight)}`)
    .join(' · ');
}

/** Log-odds with their sign: +2.1, −0.3. */
export function signed(weight: number): string {
  const size = Math.abs(weight).toFixed(1);
  return size === '0.0' ? size : `${weight < 0 ? '−' : '+'}${size}`;
}
