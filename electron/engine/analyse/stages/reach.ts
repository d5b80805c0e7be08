/**
 * Whether an access can be a link of an episode at all. Most pairs of the two have no place in common and are far from it: to
 * weigh each of them in full would be most of what an analysis costs where many episodes of one identity are open.
 */
import { hasFlag } from '../../../../shared/model/event';
import type { Access } from '../links/link-kind';
import { linkKindOf, linkKinds } from '../links/registry';
import { OUTCOMES } from '../read';
import { Sprays } from './campaign';
import { NONE } from './dimensions';
import { type EpisodeDraft, refusedByPerson, type Seen } from './episode-draft';
import type { LinkFacts } from './link-facts';
import { isKnownSpot } from './strange';
import { linkLogit, MANY } from './weigh-link';

type Ways = LinkFacts['kind'];

/** Log-odds: sums of the same parts in another order differ by less. */
const ROUNDING = 1e-9;

/** What an access comes to at most, for whichever episode. Made once for each access that is weighed for any. */
export class Reach {
  /** All that is not known of it yet is in its favour; what depends on the episode is put in for each. */
  readonly facts: LinkFacts;
  readonly #own: Ways;
  readonly #other: Ways;
  /** Whether it can be of note where it is no link: from the very place of the denials, and nobody's usual one. */
  readonly #isFresh: boolean;
  #ownMost: number | null = null;
  #otherMost: number | null = null;
  #others: number | null = null;

  constructor(
    readonly seen: Seen,
    readonly who: number,
    isMachine: boolean,
    begunElsewhere: boolean,
    readonly sprays: Sprays,
  ) {
    const { standing, outcome, flags } = seen;
    const isUse = outcome === OUTCOMES.none;
    const isToken = isUse || outcome === OUTCOMES.success_token;
    this.#own = waysOf(true, isMachine, isToken, begunElsewhere, outcome, flags);
    this.#other = waysOf(false, isMachine, isToken, begunElsewhere, outcome, flags);
    this.#isFresh = !isUse && !standing.shared && !isKnownSpot(standing);
    this.facts = {
      sameIdentity: true,
      isMachine,
      strange: seen.strange,
      deniedStrange: 0,
      shares: { ip: false, prefix: false, network: false, native: false, browser: false, session: false },
      delay: 0,
      early: 0,
      kind: this.#own,
      hasHelper: false,
      begunElsewhere,
      newCredential: isMachine,
      isToken,
      deviceCode: hasFlag(flags, 'device_code'),
      slip: null,
      hidden: isHidden(standing.kind),
      alien: standing.others === 'new' || standing.othersCountry === 'new',
      refused: 0,
      reported: false,
      denials: 0,
      others: 0,
      earlier: 0,
      history: standing.n,
      deniedHistory: 0,
      atOwnPlace: false,
    };
  }

  /** Other identities that failed from its address within a day; none where several of the organisation use it. */
  get others(): number {
    this.#others ??= this.#countOthers();
    return this.#others;
  }

  #countOthers(): number {
    const { trace, standing, time } = this.seen;
    const tally = trace.ip === NONE || standing.shared ? undefined : this.sprays.at(trace.ip);
    return tally === undefined ? 0 : Sprays.others(tally, this.who, time, MANY);
  }

  /** … in a spell of the weeks before. */
  get earlier(): number {
    const { trace, standing } = this.seen;
    return trace.ip === NONE || standing.shared ? 0 : (this.sprays.at(trace.ip)?.earlier ?? 0);
  }

  /**
   * False where the access certainly is no link and of no note: it comes to too little. For an access that is not delegated, by
   * no way that is a link already, and not the identity's first after the denials. The own one from the place of the denials is
   * always in reach.
   */
  has(draft: EpisodeDraft, sameIdentity: boolean, linked: number): boolean {
    const { trace, session, time } = this.seen;
    if (sameIdentity && (draft.isAt(trace, session) || draft.nextOwn?.facts.onlyPlace)) return true;
    const isNoted = !sameIdentity && this.#isFresh && time >= draft.end && draft.isAt(trace, session);
    const least = (isNoted ? Math.min(linked, draft.fromThere?.logit ?? Number.NEGATIVE_INFINITY) : linked) - ROUNDING;
    const refused = refusedByPerson(draft);
    const reported = draft.report !== null || draft.outcomes.has(OUTCOMES.reported_fraud);
    const isHelped = draft.changes.length > 0;
    if (refused === 0 && !reported && !isHelped && this.#mostOf(sameIdentity) < least) return false;
    const f = this.facts;
    f.sameIdentity = sameIdentity;
    // A change opens what its kind opens; whether it opened this is looked at where it matters.
    f.hasHelper = isHelped;
    f.kind = isHelped ? any() : sameIdentity ? this.#own : this.#other;
    f.deniedStrange = draft.strange;
    f.shares.ip = trace.ip !== NONE && draft.ips.has(trace.ip);
    f.shares.prefix = trace.prefix !== NONE && draft.prefixes.has(trace.prefix);
    f.shares.network = trace.network !== NONE && draft.networks.has(trace.network);
    f.shares.native = trace.native !== NONE && draft.natives.has(trace.native);
    f.shares.browser = trace.browser !== NONE && draft.browsers.has(trace.browser);
    f.shares.session = session !== null && draft.hasSession(session);
    f.others = f.shares.ip ? this.others : 0;
    f.earlier = f.shares.ip ? this.earlier : 0;
    f.delay = Math.max(0, time - draft.end);
    f.early = Math.max(0, draft.start - time);
    f.refused = refused;
    f.reported = reported;
    f.deniedHistory = draft.strangest.standing.n;
    return linkLogit(f) >= least;
  }

  /** … of an episode in which nobody declined or reported a prompt, and nothing was changed. */
  #mostOf(sameIdentity: boolean): number {
    if (sameIdentity) this.#ownMost ??= this.#most(true);
    else this.#otherMost ??= this.#most(false);
    return (sameIdentity ? this.#ownMost : this.#otherMost)!;
  }

  #most(sameIdentity: boolean): number {
    const { trace, session } = this.seen;
    const isThere = !sameIdentity;
    const f = this.facts;
    f.sameIdentity = sameIdentity;
    f.hasHelper = false;
    f.kind = sameIdentity ? this.#own : this.#other;
    f.deniedStrange = Number.POSITIVE_INFINITY;
    f.shares.ip = isThere && trace.ip !== NONE;
    f.shares.prefix = trace.prefix !== NONE;
    f.shares.network = trace.network !== NONE;
    f.shares.native = isThere && trace.native !== NONE;
    f.shares.browser = trace.browser !== NONE;
    f.shares.session = isThere && session !== null;
    f.others = f.shares.ip ? this.others : 0;
    f.earlier = f.shares.ip ? this.earlier : 0;
    f.delay = 0;
    f.early = 0;
    f.refused = 0;
    f.reported = false;
    f.deniedHistory = Number.POSITIVE_INFINITY;
    return linkLogit(f);
  }
}

export const isHidden = (kind: string | null): boolean => kind === 'tor' || kind === 'vpn' || kind === 'proxy';

let best: Ways | null = null;

/** The best of all kinds. */
function any(): Ways {
  best ??= bestOf(linkKinds.all());
  return best;
}

/** By what is known of an access: the best of the kinds that it may be of, for whichever episode. */
const ways: Ways[] = [];

function waysOf(
  sameIdentity: boolean,
  isMachine: boolean,
  isToken: boolean,
  begunElsewhere: boolean,
  outcome: number,
  flags: number,
): Ways {
  const isMfa = outcome === OUTCOMES.success_mfa;
  const isSingleFactor = outcome === OUTCOMES.success_single_factor;
  const isLegacy = hasFlag(flags, 'legacy_protocol');
  const key =
    (sameIdentity ? 1 : 0) |
    (isMachine ? 2 : 0) |
    (isToken ? 4 : 0) |
    (begunElsewhere ? 8 : 0) |
    (isMfa ? 16 : 0) |
    (isSingleFactor ? 32 : 0) |
    (isLegacy ? 64 : 0);
  ways[key] ??= bestWay({ sameIdentity, isMachine, isToken, begunElsewhere, isMfa, isSingleFactor, isLegacy });
  return ways[key]!;
}

type Known = Pick<
  Access,
  'sameIdentity' | 'isMachine' | 'isToken' | 'begunElsewhere' | 'isMfa' | 'isSingleFactor' | 'isLegacy'
>;

/** The best of all kinds that it may be of. */
function bestWay(known: Known): Ways {
  const either = [false, true];
  const none = { isOpened: false, isDelegated: false, entered: false, helper: null };
  return bestOf(
    either.flatMap((atDeniedSpot) =>
      either.flatMap((otherSource) =>
        either.flatMap((weakerFactor) =>
          either.map((newCredential) =>
            linkKindOf({ ...known, ...none, atDeniedSpot, otherSource, weakerFactor, newCredential }),
          ),
        ),
      ),
    ),
  );
}

/** Stands for any of them: no one adds more, or lasts longer. */
const bestOf = (kinds: readonly Ways[]): Ways => ({
  title: '',
  weight: Math.max(...kinds.map(({ weight }) => weight)),
  halfLifeHours: Math.max(...kinds.map(({ halfLifeHours }) => halfLifeHours)),
});
