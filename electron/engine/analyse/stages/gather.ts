/**
 * One sweep over all events in order of time: attempts, habits, episodes, and the accesses that may have followed, each
 * weighed against what was usual before. State is bounded by what is open: days, not the whole case.
 */
import { assert } from '../../../../shared/base/assert';
import { flagBits, hasFlag } from '../../../../shared/model/event';
import { readRefusedSteps } from '../../../../shared/model/refused-steps';
import { DAY } from '../../../../shared/model/time';
import { isMachine } from '../../../../shared/model/words';
import type { Facts } from '../facts';
import { type DraftSizes, Drafts } from '../kept/drafts';
import {
  ACTOR,
  AKEY,
  type AnalysisRead,
  ASN,
  CHANGED,
  CLASS,
  CLASSES,
  CODE,
  DENIED,
  EID,
  FACTOR,
  FACTORS,
  FLAGS,
  IP,
  IP2,
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
  TIME,
} from '../read';
import { ATTEMPT_RULES, type Attempt, Attempts } from './attempts';
import { belongs, GATHER_RULES, type GatherRules } from './belongs';
import { Egress, Neighbourhood, Sprays } from './campaign';
import { consider, type Entrant, isBegunElsewhere, isFar, isSamePlace, knownWay } from './consider';
import { delegatedBy } from './delegated';
import { type Dimensions, NONE, Words } from './dimensions';
import { type Change, type Denial, EpisodeDraft, refusedByPerson, type Seen } from './episode-draft';
import { Habits, type Ledger, type Trace } from './habits';
import type { Helper } from './helper-actions';
import { type LookedAt, reconsider } from './hindsight';
import type { Resolution } from './identities';
import { Learner } from './learner';
import { MIRRORS } from './mirrors';
import type { Outline } from './outline';
import { answered, asked, newPerson, type Person, prompted, succeeded } from './person';
import { PersonChanges } from './person-changes';
import type { Regroup } from './regroup';
import { Origins } from './sessions';
import { Sights } from './sights';
import { PLAIN } from './strange';
import { commonStumbles, type StumbleShare } from './stumbles';
import { ToldAttempts } from './told-attempts';
import { Tracer } from './tracer';
import { isIntruded, Watchers } from './watchers';

/** Changes that somebody makes who is in. */
const CHANGED_INSIDE: ReadonlySet<Helper> = new Set(['method', 'credential', 'consent', 'role', 'rule']);
/** Sources whose answers tell the address of the phone; where it was asked from stands in a record before. */
const TELL_PHONE: ReadonlySet<string> = new Set(['pingid']);
/** `none` of a resource = used, and no sign-in told. */
const isUse = (row: SweepRow): boolean => row[CLASS] === CLASSES.access && row[OUTCOME] === OUTCOMES.none;
/** Of a machine it is a denial by itself (mark); of a person it depends. */
const isRefusedUse = (row: SweepRow): boolean =>
  row[CLASS] === CLASSES.access && row[OUTCOME] === OUTCOMES.blocked_by_policy;
/** What a machine is refused is a denial also where only the analysis or a register knows that it is one. */
function isRefusedToMachine(row: SweepRow): boolean {
  if (row[CLASS] === CLASSES.access) return row[OUTCOME] === OUTCOMES.blocked_by_policy;
  if (row[CLASS] !== CLASSES.authentication && row[CLASS] !== CLASSES.session) return false;
  return row[OUTCOME] === OUTCOMES.password_failed || row[OUTCOME] === OUTCOMES.failed_other;
}
/** Outcomes of a prompt that reached somebody. */
const PROMPTED: ReadonlySet<number> = new Set([
  OUTCOMES.denied_by_user,
  OUTCOMES.reported_fraud,
  OUTCOMES.no_response,
  OUTCOMES.wrong_code,
  OUTCOMES.failed_other,
]);
interface Unanswered {
  prompt: SweepRow;
  due: number;
}

/** Per actor: how many events and denials, and when. */
export interface ActorCounts {
  events: Int32Array;
  denials: Int32Array;
  first: Float64Array;
  last: Float64Array;
}

/** Whether the access came before anything was denied; not where its own record told of the denial. */
function isBefore(row: SweepRow, draft: EpisodeDraft, { lastDenial }: Person): boolean {
  if (row[TIME] !== draft.start) return row[TIME] < draft.start;
  return lastDenial?.draft !== draft || lastDenial.denial.rk !== row[RK];
}

const COUNTED = ['events', 'denials', 'first', 'last'] as const;

/** What a sweep learnt up to a moment between two chunks. */
export type GatherKept = ReturnType<Gather['kept']>;

export class Gather {
  readonly drafts: Drafts;
  readonly counts: ActorCounts;
  /** Of looking back: what each episode adds to the count of stumbles, and what the count comes to. */
  shares: Float64Array = new Float64Array();
  common = 0;
  /** Which events belong to the attempt of another one. */
  readonly told: ToldAttempts;
  readonly #lookedAt = new WeakMap<EpisodeDraft, LookedAt>();
  readonly #sprays: Sprays;
  readonly #egress: Egress;
  readonly #networks: Neighbourhood;
  readonly #countries: Neighbourhood;
  readonly #browsers: Neighbourhood;
  readonly #delegatedBy: ReadonlyMap<number, number>;
  readonly #tracer: Tracer;
  readonly #learner: Learner;
  #watchers: Watchers;
  readonly #changes: PersonChanges;
  /** By position in the list of identities. */
  readonly #people: Person[];
  #ledger: Ledger;
  readonly #attempts: Attempts;
  readonly #mirrors: ReadonlyMap<number, number>;
  readonly #machines: Uint8Array;
  readonly #credentials: Words;
  readonly #lastCredential = { eid: 0, credential: NONE };
  /** Whether a source's answers tell where the phone was. */
  readonly #phoned = new Map<number, boolean>();
  readonly #samePromptMs: number;
  readonly #validMs: number;
  /** Sources that log answers to pushes: there, silence means something. */
  readonly #answering: Set<number>;
  /** By source: days (since 1970) on which anything is in its log. */
  readonly #days: Map<number, number[]>;
  readonly #lastOf: Map<string, number>;
  /** By source: when the first prompt was due that counts for nothing only because the log of its source ends before. */
  readonly #beyond: Map<string, number>;
  #unanswered: Unanswered[];
  #watching: EpisodeDraft[];

  constructor(
    readonly read: AnalysisRead,
    readonly dimensions: Dimensions,
    readonly who: Resolution,
    spans: readonly SourceSpan[],
    readonly rules: GatherRules = GATHER_RULES,
    facts: Facts | null = null,
    attemptRules = ATTEMPT_RULES,
    readonly regroup: Regroup | null = null,
    /** Where another sweep stood, to go on from: its identities have the same positions, others came behind them. */
    kept: GatherKept | null = null,
    /** How episodes that are over are packed, if otherwise than usual. */
    sizes?: DraftSizes,
  ) {
    this.#delegatedBy = delegatedBy(facts?.actors ?? [], who);
    this.told = new ToldAttempts(read.lastEid(), kept?.told);
    const actors = who.ofActor.length;
    this.counts = {
      events: new Int32Array(actors),
      denials: new Int32Array(actors),
      first: new Float64Array(actors).fill(Number.POSITIVE_INFINITY),
      last: new Float64Array(actors).fill(Number.NEGATIVE_INFINITY),
    };
    if (kept) for (const name of COUNTED) this.counts[name].set(kept.counts[name]);
    this.drafts = new Drafts(kept?.drafts ?? null, sizes);
    this.#sprays = kept?.['#sprays'] ?? new Sprays();
    this.#egress = kept?.['#egress'] ?? new Egress();
    this.#networks = kept?.['#networks'] ?? new Neighbourhood();
    this.#countries = kept?.['#countries'] ?? new Neighbourhood();
    this.#browsers = kept?.['#browsers'] ?? new Neighbourhood();
    this.#watchers = kept?.['#watchers'] ?? new Watchers();
    this.#people = kept?.['#people'] ?? [];
    this.#credentials = kept?.['#credentials'] ?? new Words();
    this.#samePromptMs = attemptRules.samePromptMs;
    this.#validMs = attemptRules.validMs;
    this.#answering = kept?.['#answering'] ?? new Set();
    this.#days = kept?.['#days'] ?? new Map();
    this.#beyond = kept?.['#beyond'] ?? new Map();
    this.#unanswered = kept?.['#unanswered'] ?? [];
    this.#watching = kept?.['#watching'] ?? [];
    const near = {
      network: this.#networks,
      country: this.#countries,
      browser: this.#browsers,
      isMachine: (who: number) => this.#machines[who] === 1,
    };
    this.#tracer = new Tracer(dimensions, this.#egress, facts, near, kept?.['#clocks'], rules);
    this.#learner = new Learner(this.#tracer, dimensions, this.#egress, near);
    this.#machines = Uint8Array.from(who.identities, ({ kind }) => (isMachine(kind) ? 1 : 0));
    this.#changes = new PersonChanges({
      inside: (draft, change, row) => this.#cameInside(draft, change, row),
      read,
      ofActor: who.ofActor,
      machines: this.#machines,
      rules,
      tracer: this.#tracer,
      watchers: this.#watchers,
      person: (of) => this.#person(of),
    });
    this.#lastOf = new Map(spans.map(({ source, last }) => [source, last]));
    this.#people.length = who.identities.length;
    this.#ledger = kept?.['#ledger'] ?? { sights: new Sights(who.identities.length), origins: new Origins() };
    this.#ledger.sights.widenTo(who.identities.length);
    this.#mirrors = read.mirrors(MIRRORS);
    this.#attempts = new Attempts(
      {
        attempt: (attempt) => this.#keep(attempt),
        unanswered: (prompt) => {
          this.#unanswered.push({ prompt, due: prompt[TIME] + attemptRules.unansweredMs });
        },
      },
      read.repeatedRecords(),
      this.#mirrors,
      attemptRules,
    );
    if (kept) this.#attempts.resume(kept['#attempts']);
  }

  /** All that it learnt, to go on from. Not what it was made with, nor what is found again. Between two chunks. */
  kept() {
    return {
      told: this.told.kept(),
      counts: this.counts,
      drafts: this.drafts.kept(),
      '#sprays': this.#sprays,
      '#egress': this.#egress,
      '#networks': this.#networks,
      '#countries': this.#countries,
      '#browsers': this.#browsers,
      '#watchers': this.#watchers,
      '#clocks': this.#tracer.clocks,
      '#people': this.#people,
      '#ledger': this.#ledger,
      '#attempts': this.#attempts.kept(),
      '#credentials': this.#credentials,
      '#answering': this.#answering,
      '#days': this.#days,
      '#beyond': this.#beyond,
      '#unanswered': this.#unanswered,
      '#watching': this.#watching,
    };
  }

  /** Takes the next event in order of time (ties by record key and content). */
  take(told: SweepRow): void {
    const row = this.#asAsked(this.#asDenial(told));
    const now = row[TIME];
    this.#attempts.expire(now);
    if (this.#unanswered.length > 0) this.#derive(now);
    const actor = row[ACTOR];
    const who = actor === null ? NONE : this.who.ofActor[actor]!;
    if (actor !== null) this.#count(actor, now);
    this.#day(row[SOURCE], now);
    if (this.#mirrors.has(row[EID])) {
      this.#attempts.take(row, false); // counted, weighed and learnt from once: where the original is
      return;
    }
    const machine = who !== NONE && this.#machines[who] === 1;
    if (row[ROLE] === ROLES.report && row[MARK] === DENIED && who !== NONE && this.#reported(row, who)) return;
    if (row[MARK] === SUCCEEDED && hasFlag(row[FLAGS], 'refused_steps') && who !== NONE) this.#refusedInside(row, who);
    const part = this.#attempts.take(row, machine);
    if (who === NONE) return;
    if (row[ROLE] === ROLES.prompt) asked(this.#person(who), row[TIME]);
    const mark = row[MARK];
    if (row[ROLE] === ROLES.answer && (mark === DENIED || mark === SUCCEEDED)) this.#answered(row, who);
    if (mark === DENIED) {
      if (part === 'counted') this.#denied(row, who, machine, false);
    } else if (mark === SUCCEEDED) this.#succeeded(row, who, machine, part === 'counted');
    else if (mark === CHANGED) this.#changes.changed(row, who);
    else if (mark === REQUESTED) this.#changes.requested(row, who);
    else if (isUse(row)) this.#used(row, who, machine);
    else if (isRefusedUse(row)) this.#refusedUse(row, who, machine);
    else if (row[OUTCOME] === OUTCOMES.password_failed && this.dimensions.isPublic(row[IP])) {
      this.#sprays.fail(row[IP]!, who, now);
    }
  }

  #asDenial(row: SweepRow): SweepRow {
    const actor = row[ACTOR];
    if (actor === null || row[MARK] === DENIED || !isRefusedToMachine(row)) return row;
    const who = this.who.ofActor[actor]!;
    if (who === NONE || this.#machines[who] !== 1) return row;
    const denial: SweepRow = [...row];
    denial[MARK] = DENIED;
    return denial;
  }

  /** Between chunks: forgets what is past its time. */
  settle(now: number): void {
    const rest: EpisodeDraft[] = [];
    for (const draft of this.#watching) {
      if (!this.#isOver(draft, now)) rest.push(draft);
      else {
        const person = this.#person(draft.who);
        person.open = person.open.filter((other) => other !== draft);
        this.#watchers.forget(draft);
        this.#rest(draft, person, now);
      }
    }
    this.#watching = rest;
    this.#sprays.expire(now);
  }

  /** Nothing is added to an episode that is over, but for words that bring it back, or a report of fraud in its time. */
  #rest(draft: EpisodeDraft, person: Person, now: number): void {
    if (this.regroup !== null) return;
    if (person.lastDenial?.draft === draft) {
      if (now - person.lastDenial.denial.time <= this.rules.reportMs) return;
      person.lastDenial = null;
    }
    this.drafts.rest(draft);
  }

  /** By source: a prompt that was due then counts, if the log of its source goes on so long. */
  get beyond(): [source: string, due: number][] {
    return [...this.#beyond];
  }

  /** After the last event. */
  finish(): void {
    this.#attempts.expire(Number.POSITIVE_INFINITY);
    this.#derive(Number.POSITIVE_INFINITY);
  }

  /**
   * What came to light of the episodes' places after them. Once, after the last event. `known`: what is known already of the
   * episode at a position, for the count of stumbles.
   */
  lookBack(known: (place: number) => StumbleShare | undefined = () => undefined): void {
    this.shares = Float64Array.from(
      { length: this.drafts.length },
      (_, place) => known(place) ?? this.drafts.share(place),
    );
    const common = commonStumbles(this.shares);
    this.common = common;
    this.drafts.revise((draft) => {
      this.#lookedAt.set(draft, reconsider(draft, this.#egress, this.rules.linked, this.rules, common));
    });
  }

  /** What an episode is compared by, after `lookBack`: of denials through a way out others than it were before may look strange. */
  outline(place: number): Outline {
    return this.drafts.outline(place, (ip) => ip !== NONE && this.#egress.isExit(ip));
  }

  /** What looking back at an episode went by. */
  lookedAt(draft: EpisodeDraft): LookedAt {
    const looked = this.#lookedAt.get(draft);
    assert(looked !== undefined, 'an episode is looked back at before it is handed out');
    return looked;
  }

  /** Addresses that are ways out, and of many, after the last event. */
  addressesTold(): ReturnType<Egress['told']> {
    return this.#egress.told();
  }

  /** Whether many came in from the address: the organisation's way out, or a carrier's. */
  isOfMany(ip: number): boolean {
    return this.#egress.isOfMany(ip);
  }

  /** Lets go of what was usual for whom: behind the last event only the drafts are read. */
  forget(): void {
    this.#people.length = 0;
    this.#ledger = { sights: new Sights(0), origins: new Origins() };
    this.#unanswered = [];
    this.#watching = [];
    this.#watchers = new Watchers();
  }

  #day(source: number, now: number): void {
    const day = Math.floor(now / DAY);
    const days = this.#days.get(source);
    if (!days) this.#days.set(source, [day]);
    else if (days[days.length - 1] !== day) days.push(day);
  }

  #count(actor: number, now: number): void {
    const { events, first, last } = this.counts;
    events[actor]!++;
    if (now < first[actor]!) first[actor] = now;
    if (now > last[actor]!) last[actor] = now;
  }

  #person(who: number): Person {
    let person = this.#people[who];
    if (!person) {
      person = newPerson(new Habits(this.#ledger, who));
      this.#people[who] = person;
    }
    return person;
  }

  #keep(attempt: Attempt): void {
    for (const eid of attempt.members) {
      this.told.set(eid, attempt.first, eid === attempt.counted);
    }
  }

  /** Whether the person answered within the prompt's time: an answer is to the newest prompt before it. */
  #isAnswered(prompt: number, due: number, { answers, asked }: Person): boolean {
    const later = asked?.times.filter((time) => time > prompt + this.#samePromptMs) ?? [];
    return answers.some((time) => time >= prompt && time <= due && !later.some((again) => again <= time));
  }

  /**
   * The place of an answer whose record tells the phone's address alone is where it was asked from: what an earlier record of
   * the attempt says.
   */
  #asAsked(row: SweepRow): SweepRow {
    const actor = row[ACTOR];
    const key = row[AKEY];
    if (actor === null || key === null || row[IP] === null || !this.#tellsPhone(row[SOURCE])) return row;
    const who = this.who.ofActor[actor]!;
    if (who === NONE) return row;
    const person = this.#person(who);
    if (row[IP2] === null) {
      if (row[OUTCOME] === OUTCOMES.challenged)
        person.askedFrom = { key, time: row[TIME], ip: row[IP], asn: row[ASN], place: row[PLACE] };
      return row;
    }
    const from = person.askedFrom;
    if (row[IP2] !== row[IP] || from === null || from.key !== key || row[TIME] - from.time > this.#validMs) return row;
    const answer: SweepRow = [...row];
    answer[IP] = from.ip;
    answer[ASN] = from.asn;
    answer[PLACE] = from.place;
    return answer;
  }

  #tellsPhone(source: number): boolean {
    let tells = this.#phoned.get(source);
    if (tells === undefined) {
      tells = TELL_PHONE.has(this.read.term(source));
      this.#phoned.set(source, tells);
    }
    return tells;
  }

  #answered(row: SweepRow, who: number): void {
    answered(this.#person(who), row[TIME]);
    const isPush = row[FACTOR] === FACTORS.push || row[FACTOR] === FACTORS.push_number_match;
    if (isPush && !this.#answering.has(row[SOURCE])) this.#answering.add(row[SOURCE]);
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
      if (now - due > this.rules.goesOnMs) continue;
      if (this.#isAnswered(prompt[TIME], due, this.#person(who))) continue;
      const source = this.read.term(prompt[SOURCE]);
      if ((this.#lastOf.get(source) ?? 0) < due) {
        this.#beyond.set(source, Math.min(due, this.#beyond.get(source) ?? due));
        continue;
      }
      this.#denied(prompt, who, false, true);
    }
    this.#unanswered = rest;
  }

  #denied(row: SweepRow, who: number, machine: boolean, derived: boolean): void {
    const person = this.#person(who);
    const trace = this.#tracer.trace(row);
    const denial: Denial = Object.assign(this.#tracer.seen(row, trace, person.habits, who, row[TIME]), { derived });
    if (derived) denial.outcome = OUTCOMES.no_response;
    if (row[ACTOR] !== null) this.counts.denials[row[ACTOR]]!++;
    const isTaken = (open: EpisodeDraft): boolean => belongs(open, denial, this.rules);
    let draft = this.regroup
      ? this.#regrouped(this.regroup, person, who, denial, isTaken)
      : person.open.findLast(isTaken);
    if (draft) {
      draft.add(denial);
      draft.nextOwn = null; // what came before this denial is not what came next
    } else {
      draft = new EpisodeDraft(who, machine, denial);
      draft.before = {
        lastSuccess: person.habits.last,
        firstTrace: Math.min(
          person.touched,
          ...this.who.identities[who]!.actors.map((actor) => this.counts.first[actor]!),
        ),
        logDays: this.#days.get(row[SOURCE]) ?? [],
        rate: person.habits.n / Math.max(1, (denial.time - person.habits.first) / DAY),
        prompts: person.prompts ? [...person.prompts.most] : [0, 0, 0, 0, 0],
      };
      const { changesBeforeMs } = this.rules;
      if (person.past) draft.past.push(...person.past.filter(({ time }) => denial.time - time <= changesBeforeMs));
      draft.requests.push(...person.requests.filter(({ time }) => denial.time - time < DAY));
      if (machine) draft.changes.push(...person.changes.filter(({ time }) => denial.time - time < DAY));
      person.open.push(draft);
      this.drafts.push(draft);
      this.#watching.push(draft);
    }
    this.regroup?.placed(denial, draft);
    if (!machine && PROMPTED.has(denial.outcome)) draft.prompted(prompted(person, denial.time));
    person.lastDenial = { draft, denial };
    if (!machine && person.recent.length > 0) {
      if (derived) this.#considerSince(draft, denial, person, who);
      this.#considerEarly(draft, person, who);
    }
    if (denial.side !== 'own') this.#watchers.watch(draft, trace);
    if (trace.ip !== NONE) {
      const tally = this.#sprays.fail(trace.ip, who, denial.time);
      // An address of the own provider may be somebody else's: only what was used before is the identity's.
      if (denial.side !== 'own' || denial.standing.ip === 'unseen') draft.sprayed(tally);
    }
  }

  /** Where the investigator's words put a denial; an episode that was closed is watched again. */
  #regrouped(
    regroup: Regroup,
    person: Person,
    who: number,
    denial: Denial,
    isTaken: (open: EpisodeDraft) => boolean,
  ): EpisodeDraft | undefined {
    const isSameRecord = person.lastDenial?.denial.eid === denial.eid;
    const draft = regroup.place(denial, who, person.open, isTaken, isSameRecord);
    if (draft && !person.open.includes(draft)) {
      person.open.push(draft);
      this.#watching.push(draft);
    }
    return draft;
  }

  /** Prompts refused within a sign-in that succeeded in the end: each is a denial, with that record as its evidence. */
  #refusedInside(row: SweepRow, who: number): void {
    const steps = readRefusedSteps(this.read.detail(row[EID])?.refused_steps).map(({ time, outcome, factor }) => ({
      time: time ?? row[TIME],
      outcome: OUTCOMES[outcome],
      factor: factor === null ? null : FACTORS[factor],
    }));
    for (const i of this.#attempts.refusalsIn(row, steps)) {
      const { outcome, factor } = steps[i]!;
      const refused: SweepRow = [...row];
      refused[MARK] = DENIED;
      refused[OUTCOME] = outcome;
      refused[FACTOR] = factor;
      refused[ROLE] = ROLES.answer;
      refused[CODE] = null;
      refused[FLAGS] = outcome === OUTCOMES.failed_other ? flagBits(['second_factor_failed']) : 0;
      this.#answered(refused, who);
      this.#denied(refused, who, false, false);
    }
  }

  /**
   * A success that another source wrote shortly before the denials: clocks differ by minutes. Only where prompts were
   * refused again and again, at the place of the denials, and nobody is usually there.
   */
  #considerEarly(draft: EpisodeDraft, person: Person, who: number): void {
    const prompts = refusedByPerson(draft) + (draft.outcomes.get(OUTCOMES.no_response) ?? 0);
    if (draft.report === null && prompts < this.rules.earlyPrompts) return;
    const stays = (time: number, eid: number): boolean => {
      if (draft.end - time > this.rules.skewMs) return false; // too early for this one, and for all that come
      if (time > draft.start) return true;
      const row = this.read.row(eid);
      const trace = this.#tracer.trace(row);
      if (draft.sources.has(row[SOURCE]) || !draft.isAt(trace, row[SESSION])) return true;
      const seen = this.#tracer.seen(row, trace, person.habits, who, time);
      if (seen.side !== 'strange') return true;
      const entrant = {
        ...{ who, isMachine: false, habits: person.habits, hasNewCredential: () => false, rules: this.rules },
        begunElsewhere: isBegunElsewhere(person.habits, row[SESSION], trace),
      };
      return !consider(draft, seen, entrant, this.#sprays);
    };
    const { recent } = person;
    let kept = 0;
    for (let i = 0; i < recent.length; i += 2) {
      const [time, eid] = [recent[i]!, recent[i + 1]!];
      if (!stays(time, eid)) continue;
      recent[kept++] = time;
      recent[kept++] = eid;
    }
    recent.length = kept;
  }

  /** That nobody answered is known minutes after the prompt: whoever came in meanwhile is weighed then. */
  #considerSince(draft: EpisodeDraft, denial: Denial, person: Person, who: number): void {
    const { recent } = person;
    for (let i = 0; i < recent.length; i += 2) {
      if (recent[i]! <= denial.time) continue;
      const row = this.#asAsked(this.read.row(recent[i + 1]!));
      const trace = this.#tracer.trace(row);
      const seen = this.#tracer.seen(row, trace, person.habits, who, draft.start);
      consider(draft, seen, this.#entrant(row, trace, person.habits, who, false), this.#sprays);
    }
  }

  /** A later word about a prompt. True where there is a prompt that it can be about. */
  #reported(row: SweepRow, who: number): boolean {
    const { lastDenial, habits } = this.#person(who);
    if (!lastDenial || row[TIME] - lastDenial.denial.time > this.rules.reportMs || lastDenial.draft.report)
      return false;
    const { draft, denial } = lastDenial;
    draft.report = this.#tracer.seen(row, this.#tracer.trace(row), habits, who, draft.start);
    this.told.set(row[EID], denial.eid, false);
    return true;
  }

  #succeeded(row: SweepRow, who: number, machine: boolean, counted: boolean): void {
    const person = this.#person(who);
    if (counted && !machine && row[OUTCOME] === OUTCOMES.success_mfa) prompted(person, row[TIME]);
    const trace = this.#tracer.trace(row);
    if (!machine && this.#watchers.isWatched(trace.ip)) {
      const device = person.habits.known('native', trace.native, row[TIME]);
      this.#egress.arrive(trace.ip, who, device === 'usual' || device === 'once');
    }
    if (counted ? this.#considered(row, trace, person, who, machine) : this.#isWayKnown(row, trace, person, who))
      return;
    if (counted && !machine) succeeded(person, row);
    this.#learn(row, person, trace, who, counted);
  }

  /**
   * A resource used, of which the log tells no sign-in (mail read, file opened, interface called). From the denied place,
   * where the identity never signed in, it is somebody with its session or token.
   */
  #used(row: SweepRow, who: number, machine: boolean): void {
    if (row[IP] === null && row[SESSION] === null) return;
    const person = this.#person(who);
    const trace = this.#tracer.trace(row);
    if (!person.habits.has('ip', trace.ip) && this.#considered(row, trace, person, who, machine, true)) return;
    // A key or a workload that signs in nowhere is known by what it does.
    this.#learn(row, person, trace, who, machine);
  }

  /** A person was refused an access: a denial where it was privileged, or where whoever came in by a linked way tried it. */
  #refusedUse(row: SweepRow, who: number, machine: boolean): void {
    if (machine) return;
    const person = this.#person(who);
    if (!hasFlag(row[FLAGS], 'privileged')) {
      if (person.open.length === 0) return;
      if (!this.#isWayKnown(row, this.#tracer.trace(row), person, who)) return;
    }
    this.#denied(row, who, machine, false);
  }

  /**
   * Whether the access looks like an intruder's for any open episode: his habits are not the identity's. `isUse` = a use
   * without a sign-in, which counts from the denied place only.
   */
  #considered(row: SweepRow, trace: Trace, person: Person, who: number, machine: boolean, isUse = false): boolean {
    const others = this.#watchers.others(trace, who);
    if (person.open.length === 0 && others.length === 0) return false;
    let entrant: Entrant | null = null;
    let isLinked = false;
    let at = Number.NaN;
    let isPlain = false;
    let own: Seen | null = null;
    for (const draft of person.open) {
      if (this.#isOver(draft, row[TIME])) continue;
      if (isBefore(row, draft, person) || (isUse && !draft.isAt(trace, row[SESSION]))) continue;
      // Rare before the first open denial; what became usual on the days since then is usual too.
      if (Number.isNaN(at)) {
        at = Math.max(draft.start, row[TIME] - DAY);
        isPlain = this.#tracer.isPlainlyOwn(trace, person.habits, at);
      }
      const next = draft.nextOwn;
      const isAgain = next !== null && next.side !== 'own' && isSamePlace(next, trace);
      if (isAgain) {
        next.more++;
        next.until = row[TIME];
      }
      // Most accesses are plainly the identity's own, and need no weighing once the next own one is known.
      if (isPlain && next !== null) {
        if (!isAgain) draft.cameAsUsual(row[TIME]);
        continue;
      }
      own ??= this.#tracer.seen(row, trace, person.habits, who, at);
      if (own.side === 'own' && !isAgain) draft.cameAsUsual(row[TIME]);
      if (next !== null && own.side === 'own' && own.strange < PLAIN) continue;
      entrant ??= this.#entrant(row, trace, person.habits, who, machine);
      if (consider(draft, own, entrant, this.#sprays)) isLinked = true;
    }
    const isExplained = isLinked;
    for (const draft of others) {
      if (draft.who === who) continue;
      // Where the identity's own denials explain it, a neighbour's need more than a range of addresses in common.
      // An address changes hands: to others it leads for the plain time only.
      if (row[TIME] - draft.end > this.rules.watchMs * (draft.isMachine ? 2 : 1)) continue;
      if (row[TIME] <= draft.start || (isExplained && !draft.isAt(trace, row[SESSION]))) continue;
      // A token of which less is known than of its owner is where that one is.
      const isOwners = this.#delegatedBy.get(who) === draft.who && person.habits.n < this.#person(draft.who).habits.n;
      const since = Math.max(draft.start, row[TIME] - DAY);
      if (own === null || since !== at || isOwners) {
        const { habits } = isOwners ? this.#person(draft.who) : person;
        own = this.#tracer.seen(row, trace, habits, isOwners ? draft.who : who, since);
        at = isOwners ? Number.NaN : since;
      }
      entrant ??= this.#entrant(row, trace, person.habits, who, machine);
      if (isFar(draft, own, entrant, this.#sprays) || !isIntruded(draft)) continue;
      if (consider(draft, own, entrant, this.#sprays)) isLinked = true;
    }
    return isLinked;
  }

  /** Apart from the loop that needs it for few: what a function captures is made anew each time it is called. */
  #entrant(row: SweepRow, trace: Trace, habits: Habits, who: number, isMachine: boolean): Entrant {
    return {
      ...{ who, isMachine, delegatedBy: this.#delegatedBy.get(who), habits, rules: this.rules },
      begunElsewhere: isBegunElsewhere(habits, row[SESSION], trace),
      hasNewCredential: (at) => this.#isNewCredential(habits, row, at),
    };
  }

  /** Whether the time of watching is over; `settle` lets go of it later. */
  #isOver(draft: EpisodeDraft, now: number): boolean {
    return now - draft.end > this.rules.watchMs * (draft.isMachine || draft.side === 'strange' ? 2 : 1);
  }

  /** A record that only results from an access which is linked already. */
  #isWayKnown(row: SweepRow, trace: Trace, person: Person, who: number): boolean {
    const { open } = person;
    for (let i = 0; i < open.length; i++) if (knownWay(open[i]!, who, row[SESSION], trace)) return true;
    return false;
  }

  #learn(row: SweepRow, person: Person, trace: Trace, who: number, counted: boolean): void {
    const isMachine = this.#machines[who] === 1;
    this.#learner.learn(row, person.habits, trace, who, isMachine, counted);
    if (isMachine) person.habits.seeCredential(this.#credential(row), row[TIME]);
  }

  /** Of one event it is asked for each open episode, and to be learnt. */
  #credential(row: SweepRow): number {
    const last = this.#lastCredential;
    if (last.eid === row[EID]) return last.credential;
    const key = this.read.detailOf(row[EID], 'credential_key');
    last.eid = row[EID];
    last.credential = key === undefined ? NONE : this.#credentials.of(key);
    return last.credential;
  }

  #isNewCredential(habits: Habits, row: SweepRow, at: number): boolean {
    if (!habits.hasAny('credential')) return false;
    const key = this.#credential(row);
    return key !== NONE && habits.known('credential', key, at) === 'unseen';
  }

  /** Whoever changes something in the denied identity's name, from the denied place, is in: of the way in nothing may be logged. */
  #cameInside(draft: EpisodeDraft, change: Change, row: SweepRow): void {
    if (draft.inside !== null || draft.isMachine || change.by !== draft.who || !CHANGED_INSIDE.has(change.helper))
      return;
    if (row[TIME] <= draft.end || draft.links.length > 0 || !draft.isAt(change.trace, row[SESSION])) return;
    const { habits } = this.#person(draft.who);
    if (!consider(draft, change, this.#entrant(row, change.trace, habits, draft.who, false), this.#sprays)) return;
    // A sign-in or a use that the log tells of is the access; the change stands for it only where there is none.
    draft.inside = draft.links.find(({ eid }) => eid === change.eid) ?? null;
    draft.links = draft.links.filter((link) => link !== draft.inside);
  }
}
