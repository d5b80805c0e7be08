/** Weighs an access for an open episode, and keeps it where it is probable. */
import { hasFlag } from '../../../../shared/model/event';
import { linkKindOf } from '../links/registry';
import { FACTORS, OUTCOMES } from '../read';
import type { GatherRules } from './belongs';
import type { Sprays } from './campaign';
import { NONE } from './dimensions';
import { type Candidate, type Change, type EpisodeDraft, refusedByPerson, type Seen } from './episode-draft';
import { type Habits, THIN, type Trace } from './habits';
import type { Helper } from './helper-actions';
import type { LinkFacts } from './link-facts';
import { isHidden, Reach } from './reach';
import { isKnownSpot, type Standing } from './strange';
import { linkLogit, strengthOf } from './weigh-link';

const LINKS = 24; // kept per episode, best first

/** Who got in by one access, as far as the weighing needs it. */
export interface Entrant {
  who: number;
  isMachine: boolean;
  /** Whom it acts for, as its log says. */
  delegatedBy?: number | undefined;
  habits: Habits;
  /** Its session was seen before, at another place. */
  begunElsewhere: boolean;
  /** A credential that this machine did not use before `at`. */
  hasNewCredential(at: number): boolean;
  rules: Pick<GatherRules, 'linked' | 'slips' | 'typedSlips' | 'slipMs' | 'quickMs'>;
  /** What the access comes to at most, once that was asked. */
  reach?: Reach;
}

/** Whether the session of an access was seen before, at another place. */
export function isBegunElsewhere(habits: Habits, session: string | null, trace: Trace): boolean {
  const began = session === null ? undefined : habits.sessionBegan(session);
  return began !== undefined && began.ip !== trace.ip && began.network !== trace.network;
}

function reachOf(seen: Seen, entrant: Entrant, sprays: Sprays): Reach {
  if (entrant.reach?.seen !== seen)
    entrant.reach = new Reach(seen, entrant.who, entrant.isMachine, entrant.begunElsewhere, sprays);
  return entrant.reach;
}

/** Whether the access of another identity is too far from the episode to be a link, or of note. */
export function isFar(draft: EpisodeDraft, seen: Seen, entrant: Entrant, sprays: Sprays): boolean {
  const { who, delegatedBy, rules } = entrant;
  if (who === draft.who || delegatedBy === draft.who) return false;
  return (
    !reachOf(seen, entrant, sprays).has(draft, false, rules.linked) &&
    knownWay(draft, who, seen.session, seen.trace) === undefined
  );
}

/** True if the access looks like the intruder's; it is then among the episode's links. */
export function consider(draft: EpisodeDraft, seen: Seen, entrant: Entrant, sprays: Sprays): boolean {
  const { who, isMachine, begunElsewhere } = entrant;
  const { trace } = seen;
  const isUse = seen.outcome === OUTCOMES.none;
  const isToken = isUse || seen.outcome === OUTCOMES.success_token;
  const known = knownWay(draft, who, seen.session, trace);
  if (known && (isToken || seen.side !== 'own')) {
    const isSame = known.ip === seen.ip && known.outcome === seen.outcome && known.source === seen.source;
    if (isToken || isSame) {
      known.more++;
      known.until = seen.time;
      return true;
    }
  }
  const sameIdentity = who === draft.who;
  const isAfter = !isUse && seen.time >= draft.end;
  const isNextOwn = isAfter && sameIdentity && draft.nextOwn === null;
  const isDelegated = entrant.delegatedBy === draft.who;
  const reach = reachOf(seen, entrant, sprays);
  if (!isNextOwn && !isDelegated && !known && !reach.has(draft, sameIdentity, entrant.rules.linked)) return false;
  const newCredential = isMachine && entrant.hasNewCredential(draft.start);
  const atDeniedSpot = draft.isAt(trace, null);
  const helper = helperFor(draft, who, seen.time, isToken && atDeniedSpot);
  const kind = linkKindOf({
    sameIdentity,
    atDeniedSpot,
    isOpened: !sameIdentity && helper !== null,
    isDelegated,
    isMachine,
    isToken,
    isMfa: seen.outcome === OUTCOMES.success_mfa,
    isSingleFactor: seen.outcome === OUTCOMES.success_single_factor,
    isLegacy: hasFlag(seen.flags, 'legacy_protocol'),
    otherSource: !draft.sources.has(seen.source),
    weakerFactor: isWeaker(draft, seen.factor),
    newCredential,
    begunElsewhere,
    entered: known !== undefined,
    helper: helper?.helper ?? null,
  });
  const isDeniedIp = trace.ip !== NONE && draft.ips.has(trace.ip);
  const others = isDeniedIp ? reach.others : 0;
  const earlier = isDeniedIp ? reach.earlier : 0;
  const isOnlyPlace =
    sameIdentity && !isMachine && others + earlier === 0 && isOnlyPlaceTold(draft, seen, kind.id, entrant.rules);
  const isAtNext = draft.nextOwn !== null && isSamePlace(draft.nextOwn, trace);
  // Where its owner passed the second factor since, a key is the owner's, new or not.
  const isOwners = isDelegated && isAtNext && draft.nextOwn?.outcome === OUTCOMES.success_mfa;
  const shares = {
    ip: isDeniedIp,
    prefix: trace.prefix !== NONE && draft.prefixes.has(trace.prefix),
    network: trace.network !== NONE && draft.networks.has(trace.network),
    native: trace.native !== NONE && draft.natives.has(trace.native),
    browser: trace.browser !== NONE && draft.browsers.has(trace.browser),
    session: seen.session !== null && draft.hasSession(seen.session),
  };
  const isElsewhere = !shares.ip && !shares.prefix && !shares.network && !shares.native && !shares.session;
  const isBackHome =
    sameIdentity &&
    !isMachine &&
    isElsewhere &&
    helper === null &&
    seen.standing.country === 'usual' &&
    draft.countries.size > 0 &&
    !draft.countries.has(trace.country);
  const facts: LinkFacts = {
    sameIdentity,
    isMachine,
    strange: seen.strange,
    deniedStrange: draft.strange,
    shares,
    delay: Math.max(0, seen.time - draft.end),
    early: Math.max(0, draft.start - seen.time),
    kind,
    hasHelper: helper !== null,
    begunElsewhere,
    newCredential: newCredential && !isOwners,
    isToken,
    slip:
      sameIdentity && !isMachine && seen.outcome === OUTCOMES.success_mfa && !isForeign(seen.standing)
        ? slipOf(draft, seen.time, entrant.rules)
        : null,
    hidden: isHidden(seen.standing.kind),
    alien: seen.standing.others === 'new' || seen.standing.othersCountry === 'new',
    deviceCode: hasFlag(seen.flags, 'device_code'),
    refused: refusedByPerson(draft),
    reported: draft.report !== null || draft.outcomes.has(OUTCOMES.reported_fraud),
    denials: draft.n,
    others,
    history: seen.standing.n,
    deniedHistory: draft.strangest.standing.n,
    atOwnPlace: isOwners || (isAtNext && sameIdentity && draft.side !== 'strange'),
  };
  // One by one: spread into the object they would cost more than all the rest, and most accesses are weighed for naught.
  if (isBackHome) facts.backHome = true;
  if (isOnlyPlace) facts.onlyPlace = true;
  if ((isDelegated || (isToken && sameIdentity)) && isBypass(draft, seen)) facts.bypassed = true;
  if (isDelegated) facts.isDelegated = true;
  if (sameIdentity && helper === null && seen.standing.network === 'usual') facts.ownNetwork = true;
  if (earlier > 0) facts.earlier = earlier;
  const logit = linkLogit(facts);
  const isLinked = logit >= entrant.rules.linked;
  const isNearest =
    isAfter &&
    isFromThere({ standing: seen.standing, facts }) &&
    logit > (draft.fromThere?.logit ?? Number.NEGATIVE_INFINITY);
  if (!isLinked && !isNextOwn && !isNearest) return false;
  if (isLinked && isWorst(draft.links, logit)) return true;
  const candidate: Candidate = { ...seen, who, kind: kind.id, logit, facts, helper, more: 0, until: seen.time };
  if (!isLinked) {
    if (isNextOwn) draft.nextOwn = candidate;
    if (isNearest) draft.fromThere = candidate;
    return false;
  }
  draft.links.push(candidate);
  if (draft.links.length > LINKS) draft.links = draft.links.sort((a, b) => b.logit - a.logit).slice(0, LINKS);
  return true;
}

/** Whether all places are taken, in order, by links that are no worse: it would be put behind them, and let go of at once. */
function isWorst(links: readonly Candidate[], logit: number): boolean {
  if (links.length < LINKS) return false;
  let before = Number.POSITIVE_INFINITY;
  for (const link of links) {
    if (link.logit > before) return false;
    before = link.logit;
  }
  return logit <= before;
}

/** From the very place of the denials, and no place that the identity was known at. */
export const isFromThere = ({ standing, facts: { shares } }: Pick<Candidate, 'standing' | 'facts'>): boolean =>
  (shares.ip || shares.native || shares.session) && !standing.shared && !isKnownSpot(standing);

/** In a country where nobody of the organisation is, for somebody of whom too little is known to tell. */
export const isForeign = ({ n, othersCountry }: Seen['standing']): boolean => n < THIN && othersCountry === 'new';

/** Whether the denials before a success are as slips go: few, declined by nobody, and made good soon. */
function slipOf(
  draft: EpisodeDraft,
  time: number,
  { slips, typedSlips, slipMs, quickMs }: Entrant['rules'],
): LinkFacts['slip'] {
  if (refusedByPerson(draft) > 0 || draft.report !== null || time - draft.end > slipMs) return null;
  if (draft.n <= typedSlips && draft.outcomes.get(OUTCOMES.wrong_code) === draft.n)
    return draft.n <= slips && time - draft.end <= quickMs ? 'quick' : 'typed';
  return draft.n <= slips ? 'missed' : null;
}

/** Prompts missed or codes mistyped, none declined, that are little to go by. */
const FEW = 3;
/** Networks out of which anybody comes: how far they are, and from whatever phone, says nothing. */
export const isExitKind = (kind: string | null): boolean => kind === 'vpn' || kind === 'proxy' || kind === 'hosting';

/**
 * One to three prompts missed or codes mistyped, and minutes later the same factor passed at the same place, in a log that tells
 * no devices: whether it was a traveller, a VPN or an intruder, only the place tells.
 */
function isOnlyPlaceTold(
  draft: EpisodeDraft,
  { time, outcome, trace, standing }: Seen,
  kind: string,
  { slipMs }: Pick<GatherRules, 'slipMs'>,
): boolean {
  const { outcomes, nextOwn } = draft;
  // Whoever it was goes on: that is nothing new.
  if (nextOwn?.facts.onlyPlace && GOING_ON.has(kind) && isSamePlace(nextOwn, trace)) return !hasForeignChange(draft);
  if (outcome !== OUTCOMES.success_mfa || kind !== 'approved_after_denials') return false;
  if (time < draft.end || time - draft.end > slipMs || draft.n > FEW || draft.report !== null) return false;
  const slips = (outcomes.get(OUTCOMES.wrong_code) ?? 0) + (outcomes.get(OUTCOMES.no_response) ?? 0);
  if (slips < draft.n || !isFromDenied(draft, trace)) return false;
  // A wrong number tells that whoever answered did not see the screen that asked.
  if (
    draft.sample.some((denial) => denial.factor === FACTORS.push_number_match && denial.outcome === OUTCOMES.wrong_code)
  )
    return false;
  if (hasForeignChange(draft)) return false;
  return draft.links.length === 0 && isUntold(standing) && draft.sample.every((denial) => isUntold(denial.standing));
}

const GOING_ON: ReadonlySet<string> = new Set(['approved_after_denials', 'token_replay', 'same_channel']);

/** Whether something was changed in its name or to it that was not done from its own place. */
export const hasForeignChange = ({ changes }: EpisodeDraft): boolean => changes.some(({ side }) => side !== 'own');

/**
 * Codes were wrong at an address where nobody of the organisation ever was, none was right there, and then a key of the very
 * account was used from it: whoever has the key needs no code.
 */
function isBypass(draft: EpisodeDraft, { trace, time, standing: { others, shared } }: Seen): boolean {
  const wrong = draft.outcomes.get(OUTCOMES.wrong_code) ?? 0;
  if (wrong < CODES || time < draft.end || !isFromDenied(draft, trace) || others !== 'new' || shared) return false;
  return draft.sample.every((denial) => denial.standing.ip === 'unseen') && draft.nextOwn === null;
}
const CODES = 2; // one is a slip

const isFromDenied = ({ ips }: EpisodeDraft, { ip }: Trace): boolean => ip !== NONE && ips.has(ip) && ips.size === 1;

/** Nothing but a new place speaks against the identity, and the log would not tell its device. */
function isUntold({ native, browser, deviceShare, kind, flagged, phone, speed, n, othersCountry }: Standing): boolean {
  if (native !== 'untold' || browser === 'unseen' || (deviceShare ?? 0) > NAMED || flagged) return false;
  if (kind === 'tor' || kind === 'malicious' || kind === 'scanner') return false;
  if (!isExitKind(kind) && (phone === 'apart' || speed !== null)) return false;
  return n >= THIN || othersCountry !== 'new';
}
const NAMED = 0.2; // share of sign-ins with a named device from which on the log tells devices

/** The link by the same way, if there is one. */
export function knownWay(
  { links }: EpisodeDraft,
  who: number,
  session: string | null,
  trace: Trace,
): Candidate | undefined {
  for (let i = 0; i < links.length; i++) if (isSameWay(links[i]!, who, session, trace)) return links[i];
  return undefined;
}

/** The same intruder by the same way: one link, however many accesses it had. */
export function isSameWay(link: Candidate, who: number, session: string | null, trace: Trace): boolean {
  if (link.who !== who) return false;
  if (session !== null && link.session === session) return true;
  if (trace.ip !== NONE && link.trace.ip === trace.ip) return true;
  return trace.native !== NONE && link.trace.native === trace.native;
}

export const isSamePlace = (one: Seen, trace: Trace): boolean =>
  (trace.ip !== NONE && one.trace.ip === trace.ip) || (trace.native !== NONE && one.trace.native === trace.native);

/** Kinds by which somebody can come in. */
const OPENING: ReadonlySet<Helper> = new Set(['method', 'credential', 'consent']);

/** Whether a change made in the denied one's name gives another identity away. */
export const isOpening = ({ helper }: Change): boolean => OPENING.has(helper);

/**
 * The change between denial and access by which whoever came in could: not made by the identity from its own place, but a
 * factor that somebody else reset (a help desk) from wherever they sit. A new password of one's own is everyday business
 * unless prompts were refused again and again. Consent that was phished is given at the own desk: it made the access
 * possible where a token is used from the very place that was refused (`isReplayed`).
 */
function helperFor(draft: EpisodeDraft, who: number, time: number, isReplayed: boolean): Change | null {
  const isPressed = refusedByPerson(draft) >= 3;
  const opens = ({ helper, side, on, by }: Change): boolean => {
    if (on !== who && !(who === draft.who && helper === 'consent')) return false;
    if (helper === 'password') return by !== on || (side === 'strange' && isPressed);
    if (helper === 'consent' && isReplayed) return true;
    return OPENING.has(helper) && (side !== 'own' || (helper === 'method' && by !== on));
  };
  return draft.changes.findLast((change) => change.time < time && opens(change)) ?? null;
}

function isWeaker(draft: EpisodeDraft, factor: number | null): boolean {
  const used = strengthOf(factor);
  if (used === null) return false;
  let refused = -1;
  for (const each of draft.factors.keys()) refused = Math.max(refused, strengthOf(each) ?? -1);
  return refused > used;
}
