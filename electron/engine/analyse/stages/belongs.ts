/** Which denials of one identity belong together. */
import { DAY, HOUR, MINUTE } from '../../../../shared/model/time';
import type { Denial, EpisodeDraft } from './episode-draft';
import { PLACE_RULES, type PlaceRules } from './strange';
import { LINKED } from './weigh-link';

export interface GatherRules extends PlaceRules {
  /** Denials closer than this belong together unless one is the identity's own and the other a stranger's. */
  burstMs: number;
  /** … and up to this if they share address, device or network, or are both a stranger's. */
  slowMs: number;
  /** A stranger's denials through one channel still belong together after this. */
  lowAndSlowMs: number;
  /** A machine's failures belong together up to this: a nightly job fails once a day. */
  machineMs: number;
  /** How long after the last denial an access may still be linked; twice as long for machines and strange places. */
  watchMs: number;
  /** How far the clocks of two sources may differ. */
  skewMs: number;
  /** Prompts refused or unanswered from which on an access that another clock wrote earlier is looked at. */
  earlyPrompts: number;
  /** A fraud report is about a prompt at most this long ago. */
  reportMs: number;
  /** A log that is silent for longer may have been cut: its silence is no answer to a prompt. */
  goesOnMs: number;
  /** Changes this long before the first denial and after the last are told beside it. */
  changesBeforeMs: number;
  changesAfterMs: number;
  /** Least log-odds for an access to be listed as linked. */
  linked: number;
  /** Prompts that go wrong before somebody gets them right; codes, each typed by somebody who holds the authenticator; how soon. */
  slips: number;
  typedSlips: number;
  slipMs: number;
  quickMs: number;
}

export const GATHER_RULES: GatherRules = {
  burstMs: 45 * MINUTE,
  slowMs: 4 * HOUR,
  lowAndSlowMs: 72 * HOUR,
  machineMs: 36 * HOUR,
  watchMs: 7 * DAY,
  skewMs: 10 * MINUTE,
  earlyPrompts: 3,
  reportMs: DAY,
  goesOnMs: 12 * HOUR,
  changesBeforeMs: 7 * DAY,
  changesAfterMs: DAY,
  linked: LINKED,
  slips: 2,
  typedSlips: 4,
  slipMs: 30 * MINUTE,
  quickMs: 5 * MINUTE,
  ...PLACE_RULES,
};

/** Whether a denial belongs to an open episode: by time, channel, and whose place it looks like. */
export function belongs(draft: EpisodeDraft, denial: Denial, rules: GatherRules): boolean {
  const gap = Math.abs(denial.time - draft.end);
  const sameChannel = draft.hasChannel(denial.trace);
  const contrast =
    (draft.side === 'own' && denial.side === 'strange') || (draft.side === 'strange' && denial.side === 'own');
  if (draft.isMachine) return gap <= rules.machineMs && (sameChannel || !contrast);
  if (contrast && !sameChannel) return false;
  if (gap <= rules.burstMs) return true;
  const bothStrange = draft.side === 'strange' && denial.side === 'strange';
  if (gap <= rules.slowMs) return sameChannel || bothStrange;
  if (draft.side === 'own' || denial.side === 'own') return false;
  return gap <= rules.lowAndSlowMs && (sameChannel || (bothStrange && gap <= DAY));
}
