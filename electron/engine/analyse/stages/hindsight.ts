/**
 * What later records say of a place that was new when somebody was refused there: many of the organisation came in from it
 * on devices of their own, so it is one of its ways out; or the identity went on from it alone, so it moved.
 */
import { DAY, HOUR } from '../../../../shared/model/time';
import type { Egress } from './campaign';
import { isExitKind } from './consider';
import { NONE } from './dimensions';
import { type Candidate, type EpisodeDraft, refusedByPerson } from './episode-draft';
import { isKnownSpot, SIDE_RULES, type SideRules, sideOf, strangeness } from './strange';
import { isStumble, stumbleOf } from './stumbles';
import { linkLogit } from './weigh-link';

const LEAST_SPAN = 20 * HOUR; // from the first access there to the last one
const LEAST_USES = 2; // … beside the first
const LEAST_EXPECTED = 2; // own sign-ins of that time, had nothing changed
const MOVED_MOST = 4.5; // log-odds: silence of the usual place says no more
const MOVED_SHARE = 0.7; // of the log-odds that silence has at the usual rate: people do not come evenly

/** All that the identity did from one place: its links there, together. */
type Stay = Pick<Candidate, 'time' | 'until' | 'more'>;

/** What belongs to the stay that the link is of: its own accesses, and those of other links from the same address. */
function stayOf(draft: EpisodeDraft, link: Candidate): Stay {
  let { time, until, more } = link;
  if (link.trace.ip === NONE) return link;
  for (const other of draft.links) {
    if (other === link || other.who !== link.who || other.trace.ip !== link.trace.ip) continue;
    time = Math.min(time, other.time);
    until = Math.max(until, other.until);
    more += other.more + 1;
  }
  return { time, until, more };
}

/**
 * Log-odds that the identity itself moved to the place of the access: it went on from there for a day or more, and its usual
 * place, from which it came every day, fell silent. Nothing where somebody spoke against it or made a way in.
 */
export function movedBy(draft: EpisodeDraft, link: Candidate): number {
  if (link.who !== draft.who || draft.isMachine || link.helper !== null) return 0;
  if (refusedByPerson(draft) > 1 || draft.report !== null) return 0;
  const { time: from, until, more } = stayOf(draft, link);
  if (until - from < LEAST_SPAN || more < LEAST_USES) return 0;
  if (draft.changes.some(({ side, time }) => side !== 'own' && time >= draft.start)) return 0;
  const expected = draft.before.rate * ((until - from) / DAY);
  if (expected < LEAST_EXPECTED) return 0;
  // The first hour may still be the journey.
  if (draft.owns.some((time) => time > from + HOUR && time <= until)) return 0;
  return Math.min(MOVED_MOST, MOVED_SHARE * expected);
}

/**
 * Whether it went on from there for days while the usual place went on as ever: then two are at it, and it was no journey. A VPN
 * is switched on and off.
 */
function isAtBoth(draft: EpisodeDraft, { time: from, until, more, standing }: Candidate): boolean {
  if (isExitKind(standing.kind) || until - from < LEAST_SPAN || more < LEAST_USES) return false;
  return draft.owns.some((time) => time > from + HOUR && time <= until);
}

/** What looking back went by: as long as it stays as it is, looking back comes to the same. */
export interface LookedAt {
  /** Addresses of which was asked whether they are ways out. */
  ips: ReadonlySet<number>;
  /** Whether it matters how common stumbles are. */
  byCommon: boolean;
}

/** Weighs the episode again by what was learnt of its places after it. Changes it in place. */
export function reconsider(
  draft: EpisodeDraft,
  egress: Pick<Egress, 'isExit'>,
  linked: number,
  sides: SideRules = SIDE_RULES,
  common = 0,
): LookedAt {
  const ips = new Set<number>();
  const isExit = (ip: number): boolean => {
    if (ip === NONE) return false;
    ips.add(ip);
    return egress.isExit(ip);
  };
  let byCommon = false;
  let isChanged = false;
  if (!draft.isMachine && [...draft.sample].some(({ trace }) => isExit(trace.ip))) {
    isChanged = true;
    draft.reweigh((denial) => {
      if (!isExit(denial.trace.ip) || denial.standing.shared) return;
      denial.standing = { ...denial.standing, shared: true };
      denial.strange = strangeness(denial.standing);
      denial.side = sideOf(denial.standing, denial.strange, sides);
    });
  }
  const kept: Candidate[] = [];
  const stumble = draft.links.length > 0 ? stumbleOf(draft) : null;
  const stays = draft.links.map((link) => movedBy(draft, link));
  for (const [i, link] of draft.links.entries()) {
    const moved = stays[i]!;
    const isStumbling = stumble !== null && isStumble(draft, link) && !isKnownSpot(link.standing);
    byCommon ||= isStumbling;
    const stumbled = isStumbling ? common : 0;
    const isOut = isExit(link.trace.ip) && !link.standing.shared;
    if (isOut) {
      link.standing = { ...link.standing, shared: true };
      link.strange = strangeness(link.standing);
      link.side = sideOf(link.standing, link.strange, sides);
    }
    if (isChanged || isOut || moved > 0 || stumbled > 0) {
      link.facts = {
        ...link.facts,
        strange: link.strange,
        deniedStrange: draft.strange,
        ...(moved > 0 && { moved }),
        ...(stumbled > 0 && { common: stumbled }),
      };
      link.logit = linkLogit(link.facts);
    }
    if (link.logit >= linked) kept.push(link);
    else if (
      link.who === draft.who &&
      link.time >= draft.end &&
      (draft.nextOwn === null || link.time < draft.nextOwn.time)
    )
      draft.nextOwn = link;
  }
  draft.links = kept;
  const { nextOwn } = draft;
  if (nextOwn !== null && nextOwn.facts.moved === undefined && nextOwn.side !== 'own') {
    const moved = movedBy(draft, nextOwn);
    if (moved > 0) nextOwn.facts = { ...nextOwn.facts, moved };
  }
  if (nextOwn?.facts.onlyPlace && isAtBoth(draft, nextOwn)) {
    const { onlyPlace, ...facts } = nextOwn.facts;
    nextOwn.facts = facts;
    nextOwn.logit = linkLogit(facts);
    if (nextOwn.logit >= linked) {
      draft.links.push(nextOwn);
      draft.nextOwn = null;
    }
  }
  if (draft.fromThere !== null && isExit(draft.fromThere.trace.ip)) draft.fromThere = null;
  return { ips, byCommon };
}
