/** Evidence that is no pattern's: what followed, what the person did next, what was changed, and the place in general. */
import { plural } from '../../../../shared/base/text';
import { hasFlag } from '../../../../shared/model/event';
import { HOUR, MINUTE } from '../../../../shared/model/time';
import { linkKinds } from '../links/registry';
import type { EpisodeView, Evidence } from '../patterns/pattern';
import { PLAIN_REASONS, placeEvidence } from '../patterns/place';
import { FACTORS, OUTCOMES } from '../read';
import { hasForeignChange, isForeign } from './consider';
import { isDisowned } from './disowned';
import { type Change, refusedByPerson } from './episode-draft';
import { duration } from './names';
import { isKnownSpot, isOtherMachine } from './strange';
import { VERDICT_RULES, type VerdictRules } from './verdict';

/** Review of the investigator by candidate: a confirmed link weighs like a proof. */
export type ReviewOf = (candidate: { rk: number; content: number }) => 'confirmed' | 'rejected' | null;

export function plainEvidence(view: EpisodeView, reviewOf: ReviewOf, rules: VerdictRules = VERDICT_RULES): Evidence[] {
  const { draft, isMachine } = view;
  const list: Evidence[] = [...(placeEvidence(view, PLAIN_REASONS) ?? [])];
  const [best] = view.links;
  if (best) {
    const confirmed = reviewOf(best) === 'confirmed';
    list.push({
      text: confirmed
        ? 'access followed; the investigator confirmed the link'
        : `access followed after ${duration(best.facts.delay)}: ${linkKinds.get(best.kind)!.title.toLowerCase()}`,
      toward: 'attack',
      weight: confirmed ? 4 : Math.max(0.3, Math.min(2.2, 0.6 * best.logit + 0.4)),
      events: [best],
    });
  }
  const foreignChanges = draft.changes.filter(({ side, helper }) => side === 'strange' && TELLING.has(helper));
  if (foreignChanges.length > 0) {
    list.push({
      text: `${plural(foreignChanges.length, 'change')} of ${changedWhat(foreignChanges)} from a strange place afterwards`,
      toward: 'attack',
      weight: 1.2,
      events: foreignChanges.slice(0, 5),
    });
  }
  // A place that is neither the own one nor plainly strange: whoever makes a way in there right after refusals is less likely at home.
  const openChanges = draft.changes.filter(
    ({ side, helper, trace, standing, on }) =>
      side === 'open' && TELLING.has(helper) && on === draft.who && !isKnownSpot(standing) && draft.isAt(trace, null),
  );
  if (!isMachine && foreignChanges.length === 0 && openChanges.length > 0 && draft.side === 'open')
    list.push({
      text: `${plural(openChanges.length, 'change')} of ${changedWhat(openChanges)} from the same unknown place afterwards`,
      toward: 'attack',
      weight: isForeign(view.standing) ? FOREIGN_CHANGE : OPEN_CHANGE,
      events: openChanges.slice(0, 5),
    });
  const right = draft.sample.filter((denial) => hasFlag(denial.flags, 'credential_right'));
  if (right.length > 0 && draft.side === 'strange')
    list.push({ text: 'the password was right', toward: 'attack', weight: 0.5, events: right.slice(0, 3) });
  const { native } = view.standing;
  // Whoever sits at the own desk or device types codes of an authenticator whose clock is off.
  const isAtDesk = isKnownSpot(view.standing);
  const declined = refusedByPerson(draft);
  // Nobody refuses what they asked for twice: where only the network is the own one, somebody else is on it.
  const isElsewhere = draft.side === 'open' || (draft.side === 'own' && !isAtDesk && declined > 1);
  const disowned = isDisowned(view);
  if (!isMachine && declined > 0 && ((isElsewhere && native !== 'usual' && native !== 'once') || disowned))
    list.push({
      text: declined === 1 ? 'the person declined the prompt' : `the person declined ${declined} prompts`,
      toward: 'attack',
      weight: declined === 1 ? 0.3 : Math.min(DECLINED, 0.45 * declined),
      events: draft.sample.filter(({ outcome }) => outcome === OUTCOMES.denied_by_user).slice(0, 6),
      ...(disowned && { disowns: true as const }),
    });
  const wrong = view.outcome('wrong_code');
  const numbers = draft.sample.filter(
    ({ outcome, factor }) => outcome === OUTCOMES.wrong_code && factor === FACTORS.push_number_match,
  );
  if (!isMachine && numbers.length > 1 && wrong < rules.guesses && !isAtDesk)
    list.push({
      text: `${numbers.length} wrong numbers: whoever answered did not see the screen that asked`,
      toward: 'attack',
      weight: Math.min(1.6, 0.4 * numbers.length),
      events: numbers.slice(0, 6),
    });
  if (!isMachine && wrong >= rules.guesses && (draft.side !== 'own' || (!isAtDesk && wrong >= rules.manyGuesses)))
    list.push({
      text: `${wrong} wrong codes: somebody tries them out`,
      toward: 'attack',
      weight: Math.min(3, 0.5 * Math.log2(wrong)),
      events: draft.sample.filter(({ outcome }) => outcome === OUTCOMES.wrong_code).slice(0, 6),
    });
  // Whoever stumbles wants in, and gets in: who fails again and again where nobody was before, and gives up, wanted somebody else's.
  const isGivenUp =
    (view.nextOwn?.facts.delay ?? Number.POSITIVE_INFINITY) > NEVER_GOOD.after && view.links.length === 0;
  const isTyped = 2 * view.outcome('blocked_by_policy') <= draft.n;
  if (
    !isMachine &&
    isGivenUp &&
    isTyped &&
    draft.n >= NEVER_GOOD.denials &&
    !isAtDesk &&
    view.standing.ip === 'unseen' &&
    !view.standing.shared
  )
    list.push({
      text: `${draft.n} refusals at an address that was never used before, and nobody came in after them: a person would have`,
      toward: 'attack',
      weight: NEVER_GOOD.weight,
      events: draft.sample.slice(0, 6),
    });
  const way = unaskedWay(view, declined);
  if (way) list.push(way);
  const own = way ? null : ownNext(view, rules);
  if (own) list.push(own);
  const moved = way ? null : movedThere(view);
  if (moved) list.push(moved);
  const refused = refusedByPolicy(view, isAtDesk);
  if (refused) list.push(refused);
  return list;
}

/**
 * Most of the denials are a policy's: on a journey that is on file, out of a country that is not usual, it did what it is for;
 * at the usual place or device somebody set it wrong.
 */
function refusedByPolicy(view: EpisodeView, isAtDesk: boolean): Evidence | null {
  const { draft, standing, facts, names, links, nextOwn } = view;
  if (view.isMachine || 2 * view.outcome('blocked_by_policy') <= draft.n) return null;
  const events = draft.sample.slice(0, 3);
  const isJourney = standing.away === true && standing.country !== 'usual' && draft.countries.size === 1;
  // Whoever is let in there a moment later was not refused for the country.
  const isLetIn = nextOwn?.facts.shares.ip === true;
  if (isJourney && facts.travel && !isLetIn && draft.side !== 'strange' && links.length === 0) {
    const { country } = names.naming(draft.strangest);
    return {
      text: `a policy refused ${country ?? 'a country'}, where the travel calendar has them: it does what it is for`,
      toward: 'expected',
      weight: JOURNEY,
      events,
      rows: [facts.travel.id],
    };
  }
  if (draft.side !== 'own' || (!isAtDesk && !standing.shared)) return null;
  return { text: 'a policy refused the usual place or device', toward: 'misconfigured', weight: 1.5, events };
}

const JOURNEY = 1.8; // log-odds

/** What is said of the place of the own next sign-in. */
function whereOwn(isSame: boolean, isSameNetwork: boolean, isUnknown: boolean, isOther: boolean): string {
  if (isSame) return isOther ? 'the same place, on a machine it was not known with' : 'the same place';
  if (!isUnknown) return 'the usual place';
  return isSameNetwork ? 'the same network' : 'a place it was not known at';
}

const SLIPS = 2; // prompts that go wrong before somebody gets them right
const OTHER_MACHINE = 0.35; // share of its weight that an own sign-in keeps by a machine that nobody knows
const AT_BOTH = 0.4; // … and at the usual place, while such a machine asked elsewhere
const FOREIGN = 0.3; // share of its weight that an own sign-in keeps there
const NEVER_GOOD = { denials: 5, after: 2 * HOUR, weight: 1.2 } as const;
const FOREIGN_CHANGE = 1.6; // … in a country where nobody of the organisation is
const OPEN_CHANGE = 0.8; // log-odds: people with a new telephone enrol it, too
const DECLINED = 2.6; // log-odds at most of prompts that the person declined

/** Refused by the person, and then in from the same unknown place where no second factor is asked: nobody asks twice that way. */
function unaskedWay({ draft, nextOwn, links, isMachine }: EpisodeView, declined: number): Evidence | null {
  if (!nextOwn || isMachine || declined === 0 || links.length > 0 || isKnownSpot(nextOwn.standing)) return null;
  if (nextOwn.outcome !== OUTCOMES.success_single_factor || nextOwn.standing.shared) return null;
  const { ip, native, session } = nextOwn.facts.shares;
  if (!ip && !native && !session) return null;
  return {
    text: 'the person declined, and the same place came in where no second factor is asked',
    toward: 'attack',
    weight: draft.side === 'own' ? 0.7 : 1,
    events: [nextOwn],
  };
}

/** The identity's own sign-in afterwards: the sooner and the more alike, the more it explains. */
function ownNext(view: EpisodeView, rules: VerdictRules): Evidence | null {
  const { draft, nextOwn: own, isMachine } = view;
  if (!own || view.links.length > 0) return null;
  // Whoever has an emergency account's password comes back from the same place: that explains nothing.
  if (
    own.side !== 'own' &&
    view.facts.isBreakGlass &&
    !view.facts.requests.some(({ row }) => row.facts.type === 'break_glass')
  )
    return null;
  const { shares, delay } = own.facts;
  const alike = shares.ip || shares.native || shares.session || (shares.network && shares.browser);
  // A success elsewhere does not explain prompts from a strange place.
  const declined = refusedByPerson(draft);
  const isApart = draft.side === 'strange' || (declined > 1 && view.standing.ip === 'unseen' && !isMachine);
  if (isApart && !alike) return switchedOff(view, own, rules);
  const isUnknown = !isMachine && !isKnownSpot(own.standing);
  // Refused twice and then approved where nobody was before: that is how tiring somebody out ends.
  if (isApart && declined > 1 && (own.side !== 'own' || isUnknown)) return null;
  // Nor does it explain one doorknob tried after the other, or a dozen codes.
  const isTried = view.surroundings.sprayed >= rules.sprayed && !view.standing.shared;
  if (isUnknown && (isTried || view.outcome('wrong_code') >= rules.manyGuesses)) return null;
  // A machine that the person never had, at a line that they never had, is what is to be explained; codes are typed by whoever holds them.
  const isTyped = view.outcome('wrong_code') === draft.n;
  const isOther = !isMachine && !isTyped && isOtherMachine(own.standing);
  // … and whoever sits at the own desk minutes later did not ask from such a machine elsewhere.
  const isSame = shares.ip || shares.native || shares.session;
  const isStranger = isOtherMachine(view.standing) || (declined > 1 && view.standing.ip === 'unseen');
  const isAtBoth = !isMachine && !isSame && isStranger;
  // From a place that is itself unknown it may be whoever was refused.
  const known = Math.max(0.2, Math.min(1, 0.75 - 0.45 * own.strange));
  // … and so it is where nobody of the organisation is, of somebody of whom little is known.
  const foreign = isUnknown && isForeign(own.standing) ? FOREIGN : 1;
  // Who declined the prompts before did not make them.
  const spoken = draft.side === 'own' || isMachine ? 0 : declined;
  // Nor does anybody miss one prompt after the other at a line that is none of theirs, and then get it right.
  const asked = declined + view.outcome('no_response') + view.outcome('failed_other');
  const pressed = isUnknown && own.standing.ip === 'unseen' ? Math.max(0, asked - SLIPS) : 0;
  const weight =
    foreign *
    (1 / (1 + 0.5 * pressed)) *
    (isOther ? OTHER_MACHINE : isAtBoth ? AT_BOTH : 1) *
    (1 / (1 + 0.35 * spoken)) *
    (delay <= 15 * MINUTE ? 1.6 : delay <= 2 * HOUR ? 0.9 : 0.4) *
    (alike ? known : own.side === 'own' ? 0.8 : 0.3);
  return {
    text: isMachine
      ? `worked again ${duration(delay)} later from ${alike ? 'the same' : 'its usual'} place`
      : `signed in ${duration(delay)} later from ${whereOwn(isSame, shares.network, isUnknown, isOther)}`,
    toward: isMachine ? 'misconfigured' : 'friction',
    weight,
    events: [own],
    ...(own.facts.onlyPlace && !hasForeignChange(draft) && { onlyPlace: true as const }),
    // That a block ended tells nothing of why it was there.
    ...(2 * view.outcome('blocked_by_policy') > draft.n && { tellsOnlyWho: true as const }),
  };
}

/** Whoever goes on from the place for days, while the usual one is silent, has moved or travels. */
function movedThere({ nextOwn, links, isMachine }: EpisodeView): Evidence | null {
  const moved = nextOwn?.facts.moved ?? 0;
  if (nextOwn === null || links.length > 0 || isMachine || moved <= 0) return null;
  const { shares } = nextOwn.facts;
  if (!shares.ip && !shares.native && !shares.network) return null;
  return {
    text: 'from then on it came from there for days, and its usual place fell silent: as after a move',
    toward: 'friction',
    weight: MOVED * moved,
    events: [nextOwn],
    tellsOnlyWho: true,
  };
}
const MOVED = 0.5; // share of its log-odds: the place says so once already

/**
 * Wrong codes from a strange place and, a minute later, the own sign-in from the usual one: whoever tried switched a VPN
 * off. An intruder does not stop in the very minute in which the identity happens to come.
 */
function switchedOff(
  { draft, outcome, isMachine }: EpisodeView,
  own: NonNullable<EpisodeView['nextOwn']>,
  { switchMs, switchTries }: VerdictRules,
): Evidence | null {
  const typed = outcome('wrong_code') + outcome('blocked_by_policy');
  if (isMachine || own.side !== 'own' || own.facts.delay > switchMs) return null;
  if (draft.n > switchTries || typed < draft.n || outcome('wrong_code') === 0) return null;
  return {
    text: `signed in ${duration(own.facts.delay)} later from the usual place, as after a VPN is switched off`,
    toward: 'friction',
    weight: 2.6,
    events: [own],
  };
}

const CHANGED_WHAT: Partial<Record<Change['helper'], string>> = {
  method: 'methods',
  credential: 'credentials',
  consent: 'consents',
  role: 'rights',
  rule: 'mailbox rules',
};
/** Changes that a traveller hardly makes; a new password or device is one of those that they do. */
const TELLING: ReadonlySet<string> = new Set(Object.keys(CHANGED_WHAT));
const changedWhat = (changes: readonly Change[]): string =>
  [...new Set(changes.map(({ helper }) => helper))].flatMap((helper) => CHANGED_WHAT[helper] ?? []).join(', ');
