/**
 * One sweep over all events in order of time: attempts, habits, episodes, and the accesses that may have followed, each
 * weighed against what was usual before. State is bounded by what is open: days, not the whole case.
 */
import { hasFlag } from '../../../../shared/model/event';
import { distanceKm } from '../../../../shared/model/geo';
import { DAY, HOUR, MINUTE } from '../../../../shared/model/time';
import { isMachine } from '../../../../shared/model/words';
import { linkKindOf } from '../links/registry';
import {
  ACTION,
  ACTOR,
  type AnalysisRead,
  APP,
  ASN,
  CHANGED,
  CLASS,
  CLASSES,
  CODE,
  CONTENT,
  DENIED,
  DEVICE,
  EID,
  FACTOR,
  FACTORS,
  FLAGS,
  INTERACTIVE,
  IP,
  MARK,
  OUTCOME,
  OUTCOMES,
  PLACE,
  REQUESTED,
  RK,
  ROLE,
  ROLES,
  SESSION,
  SOURCE,
  type SourceSpan,
  SUCCEEDED,
  type SweepRow,
  TARGET,
  TIME,
  UA,
} from '../read';
import { type Attempt, Attempts } from './attempts';
import { Egress, Sprays } from './campaign';
import { type Dimensions, NONE, Words } from './dimensions';
import { type Candidate, type Change, type Denial, EpisodeDraft, type Helper, type Seen } from './episode-draft';
import { Habits, THIN, type Trace } from './habits';
import type { Resolution } from './identities';
import { type Standing, sideOf, standing, strangeness } from './strange';
import { LINKED, type LinkFacts, linkLogit, refusedByPerson, strengthOf } from './weigh-link';

export interface GatherRules {
  /** Denials closer than this belong together unless one is the identity's own and the other a stranger's. */
  burstMs: number;
  /** … and up to this if they share address, device or network, or are both a stranger's. */
  slowMs: number;
  /** A stranger's denials through one channel still belong together after this. */
  lowAndSlowMs: number;
  /** A machine's failures belong together up to this: a nightly job fails once a day. */
  machineMs: number;
  /** How long after the last denial an access may still be linked. */
  watchMs: number;
}

export const GATHER_RULES: GatherRules = {
  burstMs: 45 * MINUTE,
  slowMs: 4 * HOUR,
  lowAndSlowMs: 72 * HOUR,
  machineMs: 36 * HOUR,
  watchMs: 7 * DAY,
};

const IMPOSSIBLE_KMH = 900;
const IMPOSSIBLE_KM = 500;
const LINKS = 24; // kept per episode, best first
const CHANGES = 64;
const GOES_ON_MS = 12 * HOUR; // a log that is silent for longer may have been cut: its silence is no answer
const REPORT_MS = DAY; // a fraud report is about a prompt of the last day

/** What is known of one identity while the sweep runs. */
interface Person {
  habits: Habits;
  open: EpisodeDraft[];
  /** Times of the newest answers to prompts. */
  answers: number[];
  lastDenial: { draft: EpisodeDraft; denial: Denial } | null;
  requests: Seen[];
}

interface Unanswered {
  prompt: SweepRow;
  due: number;
}

export interface AttemptRow {
  eid: number;
  attempt: number;
  counted: boolean;
}

/** Per actor: how many events and denials, and when. */
export interface ActorCounts {
  events: Int32Array;
  denials: Int32Array;
  first: Float64Array;
  last: Float64Array;
}

export class Gather {
  readonly drafts: EpisodeDraft[] = [];
  readonly counts: ActorCounts;
  /** Rows for the attempt table, to be taken away after each chunk. */
  attemptRows: AttemptRow[] = [];
  /** Sources (terms) in which something was done without a person at the screen. */
  readonly quiet = new Set<number>();
  readonly sprays = new Sprays();
  readonly egress = new Egress();
  /** By position in the list of identities. */
  readonly #people: Person[] = [];
  readonly #attempts: Attempts;
  readonly #byIp = new Map<number, EpisodeDraft[]>();
  readonly #byPrefix = new Map<number, EpisodeDraft[]>();
  readonly #byNative = new Map<number, EpisodeDraft[]>();
  readonly #machines: Uint8Array;
  readonly #credentials = new Words();
  readonly #helpers = new Map<number, Helper>();
  /** Sources that log answers to pushes: there, silence means something. */
  readonly #answering = new Set<number>();
  readonly #lastOf: Map<string, number>;
  #unanswered: Unanswered[] = [];
  #watching: EpisodeDraft[] = [];

  constructor(
    readonly read: AnalysisRead,
    readonly dimensions: Dimensions,
    readonly who: Resolution,
    spans: readonly SourceSpan[],
    readonly rules: GatherRules = GATHER_RULES,
  ) {
    const actors = who.ofActor.length;
    this.counts = {
      events: new Int32Array(actors),
      denials: new Int32Array(actors),
      first: new Float64Array(actors).fill(Number.POSITIVE_INFINITY),
      last: new Float64Array(actors).fill(Number.NEGATIVE_INFINITY),
    };
    this.#machines = Uint8Array.from(who.identities, ({ kind }) => (isMachine(kind) ? 1 : 0));
    this.#lastOf = new Map(spans.map(({ source, last }) => [source, last]));
    this.#people.length = who.identities.length;
    this.#attempts = new Attempts(
      {
        attempt: (attempt) => this.#keep(attempt),
        unanswered: (prompt) => {
          this.#unanswered.push({ prompt, due: prompt[TIME] + 7 * MINUTE });
        },
      },
      read.repeatedRecords(),
    );
  }

  /** Takes the next event in order of time (ties by record key and content). */
  take(row: SweepRow): void {
    const now = row[TIME];
    this.#attempts.expire(now);
    if (this.#unanswered.length > 0) this.#derive(now);
    const actor = row[ACTOR];
    const who = actor === null ? NONE : this.who.ofActor[actor]!;
    if (actor !== null) {
      const { events, first, last } = this.counts;
      events[actor]!++;
      if (now < first[actor]!) first[actor] = now;
      if (now > last[actor]!) last[actor] = now;
    }
    const machine = who !== NONE && this.#machines[who] === 1;
    if (row[ROLE] === ROLES.report && row[MARK] === DENIED && who !== NONE && this.#reported(row, who)) return;
    const part = this.#attempts.take(row, machine);
    if (row[INTERACTIVE] === 0) this.quiet.add(row[SOURCE]);
    if (who === NONE) return;
    const mark = row[MARK];
    if (row[ROLE] === ROLES.answer && (mark === DENIED || mark === SUCCEEDED)) this.#answered(row, who);
    if (mark === DENIED) {
      if (part === 'counted') this.#denied(row, who, machine, false);
    } else if (mark === SUCCEEDED) this.#succeeded(row, who, machine, part === 'counted');
    else if (mark === CHANGED) this.#changed(row, who);
    else if (mark === REQUESTED) this.#requested(row, who);
    else if (row[OUTCOME] === OUTCOMES.password_failed && row[IP] !== null) {
      if (this.dimensions.isPublic(row[IP])) this.sprays.fail(row[IP], who, now);
    }
  }

  /** Between chunks: forgets what is past its time. */
  settle(now: number): void {
    const { watchMs } = this.rules;
    const over = (draft: EpisodeDraft): boolean => now - draft.end > watchMs * (draft.isMachine ? 2 : 1);
    const ended = this.#watching.filter(over);
    if (ended.length > 0) {
      this.#watching = this.#watching.filter((draft) => !over(draft));
      for (const draft of ended) this.#forget(draft);
    }
    this.sprays.expire(now);
  }

  /** After the last event. */
  finish(): void {
    this.#attempts.expire(Number.POSITIVE_INFINITY);
    this.#derive(Number.POSITIVE_INFINITY);
  }

  habitsOf(who: number): Habits {
    return this.#person(who).habits;
  }

  #person(who: number): Person {
    let person = this.#people[who];
    if (!person) {
      person = { habits: new Habits(), open: [], answers: [], lastDenial: null, requests: [] };
      this.#people[who] = person;
    }
    return person;
  }

  #keep(attempt: Attempt): void {
    for (const eid of attempt.members) {
      this.attemptRows.push({ eid, attempt: attempt.first, counted: eid === attempt.counted });
    }
  }

  #answered(row: SweepRow, who: number): void {
    const { answers } = this.#person(who);
    answers.push(row[TIME]);
    if (answers.length > 32) answers.shift();
    if (row[FACTOR] === FACTORS.push || row[FACTOR] === FACTORS.push_number_match) this.#answering.add(row[SOURCE]);
  }

  /**
   * Prompts that nobody answered: counted as denials where the log reports answers, goes on after them, and the person
   * answered nothing else meanwhile.
   */
  #derive(now: number): void {
    const rest: Unanswered[] = [];
    for (const entry of this.#unanswered) {
      const { prompt, due } = entry;
      if (due > now) {
        rest.push(entry);
        continue;
      }
      const actor = prompt[ACTOR];
      const who = actor === null ? NONE : this.who.ofActor[actor]!;
      if (who === NONE || !this.#answering.has(prompt[SOURCE])) continue;
      if ((this.#lastOf.get(this.read.term(prompt[SOURCE])) ?? 0) < due || now - due > GOES_ON_MS) continue;
      if (this.#person(who).answers.some((time) => time >= prompt[TIME] && time <= due)) continue;
      this.#denied(prompt, who, false, true);
    }
    this.#unanswered = rest;
  }

  #trace(row: SweepRow): Trace {
    const d = this.dimensions;
    const ip = d.isPublic(row[IP]) ? row[IP]! : NONE;
    // A provider's own address says nothing about where the person is.
    const told = ip !== NONE && !hasFlag(row[FLAGS], 'service_address');
    return {
      ip: told ? ip : NONE,
      prefix: told ? d.prefixOf(ip) : NONE,
      network: told ? d.networkOf(row[ASN], ip) : NONE,
      country: told || row[PLACE] !== null ? d.countryOf(row[PLACE], told ? ip : null) : NONE,
      native: d.nativeOf(row[DEVICE]),
      browser: d.browserOf(row[DEVICE], row[UA]),
      app: row[APP] ?? NONE,
      factor: row[FACTOR] ?? NONE,
      hour: Math.floor(row[TIME] / HOUR) % 24,
    };
  }

  #standing(habits: Habits, row: SweepRow, trace: Trace, at: number, who: number): Standing {
    const flagged = hasFlag(row[FLAGS], 'proxy') || hasFlag(row[FLAGS], 'vendor_suspicious');
    const ip = trace.ip === NONE ? null : trace.ip;
    return standing(habits, trace, at, {
      kind: this.dimensions.networkKind(ip),
      flagged,
      shared: ip !== null && this.egress.isShared(ip, who, at),
      speed: this.#speed(habits, row, trace),
    });
  }

  /** km/h from the last own access, least possible given both radii; null unless impossible for a traveller. */
  #speed(habits: Habits, row: SweepRow, trace: Trace): number | null {
    const last = habits.spot;
    if (last === null || trace.ip === NONE || habits.ip.known(trace.ip, row[TIME]) === 'usual') return null;
    const spot = this.dimensions.spotOf(row[PLACE], row[IP]);
    if (spot === null) return null;
    const km = distanceKm(last, spot) - last.radius - spot.radius;
    if (km < IMPOSSIBLE_KM) return null;
    const kmh = km / (Math.max(row[TIME] - last.time, MINUTE) / HOUR);
    return kmh > IMPOSSIBLE_KMH ? kmh : null;
  }

  #seen(row: SweepRow, trace: Trace, known: Standing): Seen {
    const strange = strangeness(known);
    return {
      eid: row[EID],
      rk: row[RK],
      content: row[CONTENT],
      time: row[TIME],
      class: row[CLASS],
      outcome: row[OUTCOME],
      factor: row[FACTOR],
      flags: row[FLAGS],
      source: row[SOURCE],
      action: row[ACTION],
      code: row[CODE],
      app: row[APP],
      ip: row[IP],
      place: row[PLACE],
      device: row[DEVICE],
      ua: row[UA],
      session: row[SESSION],
      trace,
      standing: known,
      strange,
      side: sideOf(known, strange),
    };
  }

  #denied(row: SweepRow, who: number, machine: boolean, derived: boolean): void {
    const person = this.#person(who);
    const trace = this.#trace(row);
    const denial: Denial = {
      ...this.#seen(row, trace, this.#standing(person.habits, row, trace, row[TIME], who)),
      derived,
    };
    if (derived) denial.outcome = OUTCOMES.no_response;
    if (row[ACTOR] !== null) this.counts.denials[row[ACTOR]]!++;
    const open = person.open.findLast((draft) => this.#belongs(draft, denial));
    let draft = open;
    if (draft) {
      draft.add(denial);
      draft.nextOwn = null; // what came before this denial is not what came next
    } else {
      draft = new EpisodeDraft(who, machine, denial);
      for (const request of person.requests) if (denial.time - request.time < DAY) draft.requests.push(request);
      person.open.push(draft);
      this.drafts.push(draft);
      this.#watching.push(draft);
    }
    person.lastDenial = { draft, denial };
    if (denial.side !== 'own') {
      watch(this.#byIp, trace.ip, draft);
      watch(this.#byPrefix, trace.prefix, draft);
      watch(this.#byNative, trace.native, draft);
    }
    if (trace.ip !== NONE) {
      const tally = this.sprays.fail(trace.ip, who, denial.time);
      if (denial.side !== 'own') draft.sprays.add(tally);
    }
  }

  /** Whether a denial belongs to an open episode: by time, channel, and whose place it looks like. */
  #belongs(draft: EpisodeDraft, denial: Denial): boolean {
    const { burstMs, slowMs, lowAndSlowMs, machineMs } = this.rules;
    const gap = Math.abs(denial.time - draft.end);
    const sameChannel = draft.hasChannel(denial.trace);
    const contrast =
      (draft.side === 'own' && denial.side === 'strange') || (draft.side === 'strange' && denial.side === 'own');
    if (draft.isMachine) return gap <= machineMs && (sameChannel || !contrast);
    if (contrast && !sameChannel) return false;
    if (gap <= burstMs) return true;
    const bothStrange = draft.side === 'strange' && denial.side === 'strange';
    if (gap <= slowMs) return sameChannel || bothStrange;
    if (draft.side === 'own' || denial.side === 'own') return false;
    return gap <= lowAndSlowMs && (sameChannel || (bothStrange && gap <= DAY));
  }

  /** A later word about a prompt. True where there is a prompt that it can be about. */
  #reported(row: SweepRow, who: number): boolean {
    const last = this.#person(who).lastDenial;
    if (!last || row[TIME] - last.denial.time > REPORT_MS || last.draft.report) return false;
    const trace = this.#trace(row);
    const { habits } = this.#person(who);
    last.draft.report = this.#seen(row, trace, this.#standing(habits, row, trace, last.draft.start, who));
    this.attemptRows.push({ eid: row[EID], attempt: last.denial.eid, counted: false });
    return true;
  }

  #succeeded(row: SweepRow, who: number, machine: boolean, counted: boolean): void {
    const person = this.#person(who);
    const trace = this.#trace(row);
    let isLinked = false;
    if (counted) {
      for (const draft of person.open) {
        if (row[TIME] <= draft.start) continue;
        if (this.#consider(draft, row, trace, who, machine)) isLinked = true;
      }
      for (const draft of this.#others(trace, who)) {
        if (row[TIME] > draft.start && this.#consider(draft, row, trace, who, machine)) isLinked = true;
      }
    } else isLinked = person.open.some((draft) => draft.links.some((link) => isSameWay(link, who, row, trace)));
    if (isLinked) return; // an intruder's habits are not the identity's
    this.#learn(row, person, trace, who, counted);
  }

  #learn(row: SweepRow, person: Person, trace: Trace, who: number, counted: boolean): void {
    const { habits } = person;
    habits.see(trace, row[TIME], counted && row[CLASS] === CLASSES.authentication);
    if (row[SESSION] !== null) habits.seeSession(row[SESSION], trace, row[TIME]);
    if (trace.ip !== NONE) {
      this.egress.use(trace.ip, who, row[TIME]);
      const spot = this.dimensions.spotOf(row[PLACE], row[IP]);
      if (spot) habits.spot = { ...spot, time: row[TIME], eid: row[EID] };
    }
    if (this.#machines[who] === 1) habits.credential.see(this.#credential(row), row[TIME]);
  }

  #credential(row: SweepRow): number {
    const key = this.read.detail(row[EID])?.credential_key;
    return key === undefined ? NONE : this.#credentials.of(key);
  }

  /** Episodes of other identities that were denied at this address, address range or device. */
  #others(trace: Trace, who: number): readonly EpisodeDraft[] {
    const byIp = trace.ip === NONE ? undefined : this.#byIp.get(trace.ip);
    const byPrefix = trace.prefix === NONE ? undefined : this.#byPrefix.get(trace.prefix);
    const byNative = trace.native === NONE ? undefined : this.#byNative.get(trace.native);
    if (!byIp && !byPrefix && !byNative) return NOBODY;
    const all = new Set([...(byIp ?? NOBODY), ...(byNative ?? NOBODY), ...(byPrefix ?? NOBODY)]);
    return [...all].filter((draft) => draft.who !== who && isIntruded(draft));
  }

  /** Weighs an access for an episode and keeps it where it is probable; true if it looks like the intruder's. */
  #consider(draft: EpisodeDraft, row: SweepRow, trace: Trace, who: number, machine: boolean): boolean {
    const known = draft.links.find((link) => isSameWay(link, who, row, trace));
    const { habits } = this.#person(who);
    // Rare before the denial; what became usual on the days since then is usual too.
    const at = Math.max(draft.start, row[TIME] - DAY);
    const seen = this.#seen(row, trace, this.#standing(habits, row, trace, at, who));
    const isToken = row[OUTCOME] === OUTCOMES.success_token;
    if (known && (isToken || seen.side !== 'own')) {
      const isFollowOn =
        isToken || (known.ip === row[IP] && known.outcome === row[OUTCOME] && known.source === row[SOURCE]);
      if (isFollowOn) {
        known.more++;
        return true;
      }
    }
    const sameIdentity = who === draft.who;
    const began = row[SESSION] === null ? undefined : habits.sessionBegan(row[SESSION]);
    const begunElsewhere = began !== undefined && began.trace.ip !== trace.ip && began.trace.network !== trace.network;
    const newCredential = machine && this.#isNewCredential(habits, row, draft.start);
    const helper = this.#helperFor(draft, row);
    const kind = linkKindOf({
      sameIdentity,
      isMachine: machine,
      isToken,
      isMfa: row[OUTCOME] === OUTCOMES.success_mfa,
      isSingleFactor: row[OUTCOME] === OUTCOMES.success_single_factor,
      isLegacy: hasFlag(row[FLAGS], 'legacy_protocol'),
      otherSource: !draft.sources.has(row[SOURCE]),
      weakerFactor: isWeaker(draft, row[FACTOR]),
      newCredential,
      begunElsewhere,
      entered: known !== undefined,
      helper: helper?.helper ?? null,
    });
    const tally = trace.ip === NONE ? undefined : this.sprays.at(trace.ip);
    const facts: LinkFacts = {
      sameIdentity,
      isMachine: machine,
      strange: seen.strange,
      deniedStrange: draft.strange,
      shares: {
        ip: trace.ip !== NONE && draft.ips.has(trace.ip),
        prefix: trace.prefix !== NONE && draft.prefixes.has(trace.prefix),
        network: trace.network !== NONE && draft.networks.has(trace.network),
        native: trace.native !== NONE && draft.natives.has(trace.native),
        browser: trace.browser !== NONE && draft.browsers.has(trace.browser),
        session: row[SESSION] !== null && draft.sessions.has(row[SESSION]),
      },
      delay: Math.max(0, row[TIME] - draft.end),
      kind,
      hasHelper: helper !== null,
      begunElsewhere,
      newCredential,
      refused: refusedByPerson(draft),
      reported: draft.report !== null || draft.outcomes.has(OUTCOMES.reported_fraud),
      denials: draft.n,
      others: tally ? Sprays.others(tally, who, row[TIME]) : 0,
      isThin: seen.standing.n < THIN,
    };
    const logit = linkLogit(facts);
    const candidate: Candidate = { ...seen, who, kind: kind.id, logit, facts, helper, more: 0 };
    if (logit < LINKED) {
      if (sameIdentity && draft.nextOwn === null && row[TIME] >= draft.end) draft.nextOwn = candidate;
      return false;
    }
    draft.links.push(candidate);
    if (draft.links.length > LINKS) draft.links = draft.links.sort((a, b) => b.logit - a.logit).slice(0, LINKS);
    return true;
  }

  #isNewCredential(habits: Habits, row: SweepRow, at: number): boolean {
    const key = this.#credential(row);
    return key !== NONE && habits.credential.seen.size > 0 && habits.credential.known(key, at) === 'unseen';
  }

  /** A change between denial and access that was not made from the identity's own place. */
  #helperFor(draft: EpisodeDraft, row: SweepRow): Change | null {
    return (
      draft.changes.findLast(
        (change) => change.helper !== 'other' && change.time < row[TIME] && change.side !== 'own',
      ) ?? null
    );
  }

  #changed(row: SweepRow, actor: number): void {
    const target = row[TARGET] === null ? NONE : this.who.ofActor[row[TARGET]]!;
    const who = target === NONE ? actor : target;
    const person = this.#person(who);
    if (person.open.length === 0) return;
    const trace = this.#trace(row);
    const by = this.#person(actor);
    for (const draft of person.open) {
      if (row[TIME] < draft.start || draft.changes.length >= CHANGES) continue;
      const seen = this.#seen(row, trace, this.#standing(by.habits, row, trace, draft.start, actor));
      draft.changes.push({ ...seen, helper: this.#helperOf(row[ACTION]) });
    }
  }

  #helperOf(action: number): Helper {
    let helper = this.#helpers.get(action);
    if (helper === undefined) {
      helper = helperOf(this.read.term(action));
      this.#helpers.set(action, helper);
    }
    return helper;
  }

  #requested(row: SweepRow, actor: number): void {
    const target = row[TARGET] === null ? NONE : this.who.ofActor[row[TARGET]]!;
    for (const who of new Set([actor, target])) {
      if (who === NONE) continue;
      const person = this.#person(who);
      const trace = this.#trace(row);
      const seen = this.#seen(row, trace, this.#standing(person.habits, row, trace, row[TIME], who));
      person.requests.push(seen);
      if (person.requests.length > 8) person.requests.shift();
      for (const draft of person.open) if (draft.requests.length < 16) draft.requests.push(seen);
    }
  }

  #forget(draft: EpisodeDraft): void {
    const person = this.#person(draft.who);
    person.open = person.open.filter((other) => other !== draft);
    for (const [index, values] of [
      [this.#byIp, draft.ips],
      [this.#byPrefix, draft.prefixes],
      [this.#byNative, draft.natives],
    ] as const) {
      for (const value of values.keys()) {
        const rest = index.get(value)?.filter((other) => other !== draft);
        if (rest === undefined) continue;
        if (rest.length === 0) index.delete(value);
        else index.set(value, rest);
      }
    }
  }
}

/** Only what looks like an intruder's denials leads to other identities: colleagues share an office with everybody. */
const isIntruded = (draft: EpisodeDraft): boolean =>
  draft.strange > 0 || draft.report !== null || refusedByPerson(draft) >= 3;

const NOBODY: readonly EpisodeDraft[] = [];
const WATCHERS = 200; // episodes per address: a flood of denials from one address must not make every access slow

function watch(index: Map<number, EpisodeDraft[]>, value: number, draft: EpisodeDraft): void {
  if (value === NONE) return;
  const drafts = index.get(value);
  if (!drafts) index.set(value, [draft]);
  else if (!drafts.includes(draft) && drafts.length < WATCHERS) drafts.push(draft);
}

/** The same intruder by the same way: one link, however many accesses it had. */
function isSameWay(link: Candidate, who: number, row: SweepRow, trace: Trace): boolean {
  if (link.who !== who) return false;
  if (row[SESSION] !== null && link.session === row[SESSION]) return true;
  if (trace.ip !== NONE && link.trace.ip === trace.ip) return true;
  return trace.native !== NONE && link.trace.native === trace.native;
}

function isWeaker(draft: EpisodeDraft, factor: number | null): boolean {
  const used = strengthOf(factor);
  if (used === null) return false;
  let refused = -1;
  for (const each of draft.factors.keys()) refused = Math.max(refused, strengthOf(each) ?? -1);
  return refused > used;
}

/** What a change makes possible, from the vendor's name for it. */
function helperOf(action: string): Helper {
  const name = action.toLowerCase();
  if (/consent/.test(name)) return 'consent';
  if (/mfa|factor|authenticator|security info|enrol|device\.user\.add|strong auth|phone_|reset_all/.test(name))
    return 'method';
  if (/credential|secret|certificate|api_token|access_?key|bypass/.test(name)) return 'credential';
  return 'other';
}
