/**
 * How often the organisation's people stumble and then go on from the very place: what is to be expected of honest people at
 * places that are new to them, measured where nobody doubts who it was.
 */
import { MINUTE } from '../../../../shared/model/time';
import { type Candidate, type EpisodeDraft, refusedByPerson } from './episode-draft';
import { isKnownSpot } from './strange';

const SOON = 15 * MINUTE;
const MOST = 4; // denials
const MOST_DECLINED = 2;
/** Log-odds at most: what is common does not explain what is strange by more than its address. */
const MOST_COMMON = 1.5;
/** Up to twice as many as expected are chance, and people who come from elsewhere more often than they did before. */
const CHANCE = 2;
const NOTHING = 0.5; // added to both counts: a few say little

/** Made good within minutes from the very place, after a few denials of which the person spoke at most two. */
export function stumbleOf(draft: EpisodeDraft): Candidate | null {
  if (draft.isMachine || draft.n > MOST || draft.report !== null || refusedByPerson(draft) > MOST_DECLINED) return null;
  let best: Candidate | null = null;
  for (const each of draft.nextOwn === null ? draft.links : [...draft.links, draft.nextOwn])
    if (isStumble(draft, each) && (best === null || each.time < best.time)) best = each;
  return best;
}

export function isStumble(draft: EpisodeDraft, { who, time, facts: { shares, delay } }: Candidate): boolean {
  return who === draft.who && time >= draft.end && delay <= SOON && (shares.ip || shares.native || shares.session);
}

/** What an episode adds to the count: `NO_STUMBLE`, `AT_NEW_PLACE`, or how many such are to be expected at new places. */
export type StumbleShare = number;
const NO_STUMBLE = -1;
const AT_NEW_PLACE = -2;

export function stumbleShare(draft: EpisodeDraft): StumbleShare {
  const stumble = stumbleOf(draft);
  if (stumble === null) return NO_STUMBLE;
  return isKnownSpot(stumble.standing) ? (stumble.standing.fresh ?? 0) : AT_NEW_PLACE;
}

/**
 * Log-odds for the person, of somebody who stumbles at a new place: so many do at their own ones, and come from new ones so
 * often, that this many at new places are to be expected. Nothing where more of them are there than that explains.
 */
export function commonStumbles(shares: Iterable<StumbleShare>): number {
  let expected = 0;
  let seen = 0;
  for (const share of shares) {
    if (share === NO_STUMBLE) continue;
    if (share === AT_NEW_PLACE) seen++;
    else expected += share;
  }
  const odds = Math.log((expected + NOTHING) / (Math.max(0, seen - CHANCE * expected) + NOTHING));
  return Math.max(0, Math.min(MOST_COMMON, odds));
}
