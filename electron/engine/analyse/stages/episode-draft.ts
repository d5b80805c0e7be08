/** An episode while it is gathered: denials of one identity that belong together, and what may have followed. */
import { MINUTE, SECOND } from '../../../../shared/model/time';
import type { LinkKind } from '../../../../shared/model/words';
import { OUTCOMES } from '../read';
import type { SprayTally } from './campaign';
import { Counts } from './counts';
import { NONE } from './dimensions';
import type { Trace } from './habits';
import type { Helper } from './helper-actions';
import type { LinkFacts } from './link-facts';
import type { PromptCounts } from './prompts';
import type { Side, Standing } from './strange';

/** The parts of a row that the findings need, with what was known of its place at that moment. */
export interface Seen {
  eid: number;
  rk: number;
  content: number;
  time: number;
  class: number;
  outcome: number;
  factor: number | null;
  flags: number;
  source: number;
  action: number;
  code: number | null;
  app: number | null;
  resource: number | null;
  ip: number | null;
  place: number | null;
  device: number | null;
  ua: number | null;
  session: string | null;
  trace: Trace;
  standing: Standing;
  /** Log-odds that it is somebody else than the identity. */
  strange: number;
  side: Side;
}

export interface Denial extends Seen {
  /** No record says so: a prompt that was sent and not answered in its time. */
  derived: boolean;
}

/** A change that a log tells of, as far as it is remembered until a denial asks for it. */
export interface PastChange {
  eid: number;
  rk: number;
  content: number;
  time: number;
  source: number;
  action: number;
  helper: Helper;
}

/** A change that touches the identity or was made in its name: a method, secret, consent, role or device. */
export interface Change extends Seen {
  helper: Helper;
  /** Position of the identity that it was made to; the one that made it where the record names no other. */
  on: number;
  /** Position of the identity that made it. */
  by: number;
}

/** An access after the denial that may be the intruder's. */
export interface Candidate extends Seen {
  /** Position of the identity that got in; another than the denied one for siblings. */
  who: number;
  kind: LinkKind;
  logit: number;
  facts: LinkFacts;
  helper: Change | null;
  /** Further accesses of the same way in. */
  more: number;
  /** Time of the newest of them. */
  until: number;
}

/** In order of time, ties by record key and content: the same whatever the order of import. */
export const isBefore = (a: Seen, b: Seen): boolean =>
  a.time !== b.time ? a.time < b.time : a.rk !== b.rk ? a.rk < b.rk : a.content < b.content;

/** Denials kept whole per episode: the first ones, and every one that differs from those before. */
const SAMPLE = 48;
/** Sessions from which on they are looked up instead of compared. */
const MANY_SESSIONS = 6;
const NO_SPRAYS: readonly SprayTally[] = [];
const NO_PROMPTS: PromptCounts = [0, 0, 0, 0, 0];
const PAUSE = (45 * MINUTE) / SECOND;
const RESUMED = 8;
const OWNS = 64;

export class EpisodeDraft {
  /** Position among the episodes of the sweep; -1 of none of them. */
  place = -1;
  readonly eids: number[];
  readonly sample: Denial[];
  start: number;
  end: number;
  readonly outcomes = new Counts();
  readonly factors = new Counts();
  readonly ips = new Counts();
  readonly prefixes = new Counts();
  readonly networks = new Counts();
  readonly countries = new Counts();
  readonly natives = new Counts();
  readonly browsers = new Counts();
  readonly apps = new Counts();
  readonly sources = new Counts();
  readonly codes = new Counts();
  readonly sessions: string[];
  /** Intervals between denials: count, sum and sum of squares in seconds, to tell a machine's cadence. */
  readonly gaps = { n: 0, sum: 0, squares: 0, shortest: Number.POSITIVE_INFINITY, longest: 0 };
  /** Denials that look like somebody else's, like the identity's own, and neither. */
  readonly sides: Record<Side, number> = { own: 0, open: 0, strange: 0 };
  /** Earliest denial, and the earliest of each source. */
  first: Denial;
  /** Denials after a pause longer than a burst: with less evidence they began an episode of their own. The first few. */
  readonly resumed: Denial[] = [];
  readonly firstOf: Denial[];
  /** The denial that looks most like somebody else's. */
  strangest: Denial;
  links: Candidate[] = [];
  nextOwn: Candidate | null = null;
  /** The access from the very address, device or session of the denials that came nearest to a link, and is nobody's usual one. */
  fromThere: Candidate | null = null;
  /** A change in its name, from the denied place, after the denials: whoever made it was in. */
  inside: Candidate | null = null;
  /** Times of the identity's accesses from its own place since then; the first ones. */
  readonly owns: number[] = [];
  readonly changes: Change[] = [];
  /** Changes around it that logs tell of. */
  readonly past: PastChange[] = [];
  readonly requests: Seen[] = [];
  /** A report of fraud by the person, where a record of its own says so. */
  report: Seen | null = null;
  #sprays: Set<SprayTally> | null = null;
  /**
   * Known before the first denial: times (±Infinity without any), the days on which its source logged anything, and how many
   * sign-ins of its own a day has.
   */
  before: { lastSuccess: number; firstTrace: number; logDays: readonly number[]; prompts: PromptCounts; rate: number } =
    {
      lastSuccess: Number.NEGATIVE_INFINITY,
      firstTrace: 0,
      logDays: [],
      prompts: NO_PROMPTS,
      rate: 0,
    };
  /** The most prompts within each window that one of its denials ends. */
  readonly prompts: PromptCounts = [0, 0, 0, 0, 0];
  /** What is in the sample, so that nothing unlike it is left out; null while everything is in it. */
  #combinations: Set<string> | null = null;
  #strange: number | null = null;
  /** The sessions once there are many: each access of the identity is held against them, for days. */
  #sessionSet: Set<string> | null = null;

  constructor(
    readonly who: number,
    readonly isMachine: boolean,
    first: Denial,
  ) {
    this.start = first.time;
    this.end = first.time;
    this.first = first;
    this.strangest = first;
    // Most have one denial: a list that is made with its first element has no room for sixteen more.
    this.eids = [first.eid];
    this.sample = [first];
    this.firstOf = [first];
    this.sessions = first.session === null ? [] : [first.session];
    this.#count(first);
  }

  /** What else failed from the denied addresses. */
  get sprays(): Iterable<SprayTally> {
    return this.#sprays ?? NO_SPRAYS;
  }

  sprayed(tally: SprayTally): void {
    this.#sprays ??= new Set();
    this.#sprays.add(tally);
  }

  get n(): number {
    return this.eids.length;
  }

  /** Mean log-odds that the denied prompts are somebody else's; the strangest counts half. */
  get strange(): number {
    this.#strange ??= this.#meanStrange();
    return this.#strange;
  }

  #meanStrange(): number {
    const mean = this.sample.reduce((sum, denial) => sum + denial.strange, 0) / this.sample.length;
    return (mean + this.strangest.strange) / 2;
  }

  get side(): Side {
    if (this.sides.strange > 0 && this.sides.strange >= this.sides.own) return 'strange';
    return this.sides.own > this.sides.open ? 'own' : 'open';
  }

  add(denial: Denial): void {
    this.#strange = null;
    this.eids.push(denial.eid);
    const gap = Math.abs(denial.time - this.end) / 1_000;
    if (!this.isMachine && gap > PAUSE && this.resumed.length < RESUMED) this.resumed.push(denial);
    this.gaps.n++;
    this.gaps.sum += gap;
    this.gaps.squares += gap * gap;
    this.gaps.shortest = Math.min(this.gaps.shortest, gap);
    this.gaps.longest = Math.max(this.gaps.longest, gap);
    this.start = Math.min(this.start, denial.time);
    this.end = Math.max(this.end, denial.time);
    this.#count(denial);
    if (denial.session !== null && this.sessions.length < SAMPLE && !this.hasSession(denial.session)) {
      this.sessions.push(denial.session);
      this.#sessionSet = null;
    }
    if (isBefore(denial, this.first)) this.first = denial;
    const known = this.firstOf.findIndex(({ source }) => source === denial.source);
    if (known < 0) this.firstOf.push(denial);
    else if (isBefore(denial, this.firstOf[known]!)) this.firstOf[known] = denial;
    if (denial.strange > this.strangest.strange) this.strangest = denial;
    if (this.sample.length < SAMPLE || this.#isNew(denial)) this.sample.push(denial);
  }

  #count(denial: Denial): void {
    this.outcomes.add(denial.outcome);
    this.factors.add(denial.factor);
    this.ips.add(denial.ip);
    this.prefixes.add(denial.trace.prefix);
    this.networks.add(denial.trace.network);
    this.countries.add(denial.trace.country);
    this.natives.add(denial.trace.native);
    this.browsers.add(denial.trace.browser);
    this.apps.add(denial.app);
    this.sources.add(denial.source);
    this.codes.add(denial.code);
    this.sides[denial.side]++;
  }

  /** Whether it differs from all of the sample, and there is room for it. */
  #isNew(denial: Denial): boolean {
    this.#combinations ??= new Set(this.sample.map(combinationOf));
    const { size } = this.#combinations;
    if (size >= 4 * SAMPLE) return this.sample.length < 4 * SAMPLE && !this.#combinations.has(combinationOf(denial));
    this.#combinations.add(combinationOf(denial));
    return this.#combinations.size > size && this.sample.length < 4 * SAMPLE;
  }

  /** Looks again at whose place each denial of the sample looks like. */
  reweigh(look: (denial: Denial) => void): void {
    for (const denial of this.sample) {
      const before = denial.side;
      look(denial);
      this.sides[before]--;
      this.sides[denial.side]++;
    }
    this.strangest = this.sample.reduce((most, each) => (each.strange > most.strange ? each : most));
    this.#strange = null;
  }

  /** An access of the identity from its own place. */
  cameAsUsual(time: number): void {
    if (this.owns.length < OWNS) this.owns.push(time);
  }

  prompted(counts: PromptCounts): void {
    counts.forEach((n, w) => {
      if (n > this.prompts[w]!) this.prompts[w] = n;
    });
  }

  /** Whether the denial came through a channel of this episode: address, device, or network and kind of browser. */
  hasChannel(trace: Trace): boolean {
    if (trace.ip !== NONE && this.ips.has(trace.ip)) return true;
    if (trace.native !== NONE && this.natives.has(trace.native)) return true;
    if (trace.prefix !== NONE && this.prefixes.has(trace.prefix)) return true;
    return this.networks.has(trace.network) && trace.network !== NONE && this.browsers.has(trace.browser);
  }

  hasSession(session: string): boolean {
    if (this.sessions.length < MANY_SESSIONS) return this.sessions.includes(session);
    this.#sessionSet ??= new Set(this.sessions);
    return this.#sessionSet.has(session);
  }

  /** Whether it comes from a denied address, device or session. */
  isAt(trace: Trace, session: string | null): boolean {
    if (session !== null && this.hasSession(session)) return true;
    return (trace.ip !== NONE && this.ips.has(trace.ip)) || (trace.native !== NONE && this.natives.has(trace.native));
  }

  /** Coefficient of variation of the intervals: 0 is a clock. Infinity for fewer than three. */
  get irregularity(): number {
    const { n, sum, squares } = this.gaps;
    if (n < 2 || sum === 0) return Number.POSITIVE_INFINITY;
    const mean = sum / n;
    return Math.sqrt(Math.max(0, squares / n - mean * mean)) / mean;
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return {
      ...this,
      '#sprays': this.#sprays,
      '#combinations': this.#combinations,
      '#strange': this.#strange,
    };
  }

  static ofKept(kept: ReturnType<EpisodeDraft['kept']>): EpisodeDraft {
    const { '#sprays': sprays, '#combinations': combinations, '#strange': strange, ...open } = kept;
    const draft = Object.assign(new EpisodeDraft(open.who, open.isMachine, open.first), open);
    draft.#sprays = sprays;
    draft.#combinations = combinations;
    draft.#strange = strange;
    return draft;
  }
}

const combinationOf = ({ ip, code, outcome, device, app }: Denial): string =>
  `${ip}|${code}|${outcome}|${device}|${app}`;

/** Refusals that a person spoke: declined, reported. */
export const refusedByPerson = (draft: EpisodeDraft): number =>
  (draft.outcomes.get(OUTCOMES.denied_by_user) ?? 0) + (draft.outcomes.get(OUTCOMES.reported_fraud) ?? 0);
