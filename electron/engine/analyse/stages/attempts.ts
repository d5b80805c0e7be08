/**
 * Splits records that share an attempt key into prompts: what a vendor reports in several steps or records is counted
 * once, three prompts in one correlation are three, and a denial stays a denial though the correlation later succeeds.
 *
 * One machine over rows in order of time, with memory for what is open only. Rules, per key:
 * - prompts within 2 s are one (a push goes to every device); a later one opens the next attempt;
 * - an answer closes the open attempt; interim states and steps wait for the answer that they lead to;
 * - the same refusal told twice within 2 s, in another spelling or by a client that repeats itself, is one;
 * - what only results from an answer (a session, a failed sign-in, a lock) belongs to it;
 * - later content of a record id belongs to the attempt of that record.
 */
import { MINUTE, SECOND } from '../../../../shared/model/time';
import {
  ACTION,
  AKEY,
  DENIED,
  EID,
  FACTOR,
  FACTORS,
  FLAGS,
  MARK,
  OUTCOME,
  OUTCOMES,
  RK,
  ROLE,
  ROLES,
  SUCCEEDED,
  type SweepRow,
  TIME,
} from '../read';

export const ATTEMPT_RULES = {
  /** A prompt sent to several devices within this time is one prompt. */
  samePromptMs: 2 * SECOND,
  /** The same refusal again within this time is the same refusal. */
  sameAnswerMs: 2 * SECOND,
  /** What follows an answer within this time and tells no answer of its own is its result. */
  resultMs: 10 * SECOND,
  /** A second success this soon after the first is the same sign-in (two factors, a session). */
  sameSignInMs: 2 * MINUTE,
  /** Validity of an out-of-band transaction (SP 800-63B-4 §3.1.3.2): records further apart are other attempts. */
  validMs: 10 * MINUTE,
  /** The same refusal as a record of its own and as a step inside the record of a later success. */
  sameStepMs: 2 * MINUTE,
  /** A prompt without answer for this long was not answered: prompts live about 5 min, their end is logged late. */
  unansweredMs: 7 * MINUTE,
};
export type AttemptRules = typeof ATTEMPT_RULES;

export interface Attempt {
  /** The row that opened it. */
  first: number;
  members: number[];
  /** The row that counts; 0 while there is none. */
  counted: number;
}

interface Group extends Attempt {
  mark: number; // of the row that closed it; -1 while open
  outcome: number;
  action: number;
  closed: number; // time
  prompted: number; // time of the first prompt; -1 without
  prompt: SweepRow | null;
  last: number; // time of the newest member
  /** The group that took over its members. */
  into: Group | null;
}

interface Thread {
  open: Group | null;
  closed: Group | null;
  last: number;
  /** When it was put where it stands among the threads. */
  placed: number;
  /** Newest refusals that count: by a record of their own, or told inside the record of a success. */
  refusals: Refusal[];
}

interface Refusal {
  time: number;
  outcome: number;
  /** Which of the two ways told it, while the other one has not. */
  by: 'record' | 'step' | null;
}

const UPDATE = 1; // bit of the flag `update`
const REMEMBERED = 16; // refusals of one key

/** What a row is to the count: `counted` decides its attempt, `part` belongs to one that another row decides. */
export type Part = 'counted' | 'part';

export interface AttemptSink {
  /** An attempt of several records is complete. */
  attempt(attempt: Attempt): void;
  /** A prompt that was sent and not answered in its time. */
  unanswered(prompt: SweepRow): void;
}

export class Attempts {
  /** In the order in which they were placed, so that what may be past its time lies first. */
  #threads = new Map<number, Thread>();
  #ofRecord = new Map<number, Group>();
  readonly #originals: ReadonlySet<number>;
  /** Copies whose original comes later: their time is told less exactly. */
  #early = new Map<number, number[]>();
  /** Prompts in order of time: the first is due first. */
  #prompts: { thread: Thread; group: Group; due: number }[] = [];
  #prompted = 0;
  /** When to look again for what is past its time: once a minute of the log is soon enough. */
  #due = Number.NEGATIVE_INFINITY;

  constructor(
    readonly sink: AttemptSink,
    /** Keys of records that have several contents. */
    readonly repeated: ReadonlySet<number>,
    /** Row ids of copies in another source, with the key of the record that they copy. */
    readonly mirrors: ReadonlyMap<number, number> = new Map(),
    readonly rules: AttemptRules = ATTEMPT_RULES,
  ) {
    this.#originals = new Set(mirrors.values());
  }

  /** Takes the next row in order of time (ties by record key and content). */
  take(row: SweepRow, isMachine: boolean): Part {
    if (this.mirrors.size === 0) return this.#take(row, isMachine);
    const original = this.mirrors.get(row[EID]);
    if (original !== undefined) {
      this.#copy(row[EID], original);
      return 'part';
    }
    const part = this.#take(row, isMachine);
    const early = this.#early.get(row[RK]);
    if (early) for (const eid of early) this.#copy(eid, row[RK]);
    this.#early.delete(row[RK]);
    return part;
  }

  /** A copy belongs to the attempt of its original and decides nothing. */
  #copy(eid: number, original: number): void {
    let group = this.#ofRecord.get(original);
    if (!group) {
      this.#early.set(original, [...(this.#early.get(original) ?? []), eid]);
      return;
    }
    while (group.into) group = group.into;
    group.members.push(eid);
    if (group.counted !== 0) this.sink.attempt(group);
  }

  #take(row: SweepRow, isMachine: boolean): Part {
    const isRepeated = this.repeated.has(row[RK]) || this.#originals.has(row[RK]);
    if (isRepeated && (row[FLAGS] & UPDATE) !== 0) {
      const group = this.#ofRecord.get(row[RK]);
      if (group) return this.#update(group, row);
    }
    const key = row[AKEY];
    if (key === null) {
      if (isRepeated) this.#ofRecord.set(row[RK], decided(row));
      return 'counted';
    }
    const now = row[TIME];
    let thread = this.#threads.get(key);
    if (thread) {
      if (thread.open && now - thread.open.last > this.rules.validMs) this.#end(thread);
      if (thread.closed && now - thread.closed.last > this.rules.validMs) this.#retire(thread);
      thread.last = now;
    } else {
      thread = { open: null, closed: null, last: now, placed: now, refusals: [] };
      this.#threads.set(key, thread);
    }
    const part = this.#place(thread, row, isMachine);
    if (isRepeated) this.#ofRecord.set(row[RK], thread.open ?? thread.closed ?? decided(row));
    return part;
  }

  /**
   * Of the refusals that the record of a success holds, those that no record of their own tells: the prompts to count
   * beside it. Call it before the success itself is taken.
   */
  refusalsIn(row: SweepRow, steps: readonly { time: number; outcome: number }[]): number[] {
    const key = row[AKEY];
    const own = (row[FLAGS] & UPDATE) !== 0 ? this.#ofRecord.get(row[RK]) : undefined;
    const thread = key === null ? undefined : this.#threads.get(key);
    const told = [...(thread?.refusals ?? [])];
    if (own?.mark === DENIED && !thread) told.push({ time: own.closed, outcome: own.outcome, by: 'record' });
    const count: number[] = [];
    const fresh: Refusal[] = [];
    for (const [i, { time, outcome }] of steps.entries()) {
      const same = told.find(
        (refusal) => refusal.by === 'record' && isSameRefusal(refusal, time, outcome, this.rules.sameStepMs),
      );
      if (same) same.by = null;
      // A step listed twice, or again in the record of the token that followed.
      else if (
        ![...told, ...fresh].some(
          (each) => each.by === 'step' && isSameMoment(each, time, outcome, this.rules.sameAnswerMs),
        )
      ) {
        count.push(i);
        fresh.push({ time, outcome, by: 'step' });
      }
    }
    if (fresh.length > 0 && key !== null) {
      const kept = thread ?? { open: null, closed: null, last: row[TIME], placed: row[TIME], refusals: [] };
      kept.refusals = [...kept.refusals, ...fresh].slice(-REMEMBERED);
      this.#threads.set(key, kept);
    }
    return count;
  }

  /** Ends what is past its time; with `Infinity` everything. Cheap where nothing is due. */
  expire(now: number): void {
    for (; this.#prompted < this.#prompts.length; this.#prompted++) {
      const { thread, group, due } = this.#prompts[this.#prompted]!;
      if (due > now) break;
      if (thread.open === group) this.#end(thread);
    }
    // Soon: what is held for long after its time lands among what V8 takes for lasting.
    if (this.#prompted > 64 && 2 * this.#prompted > this.#prompts.length) {
      this.#prompts = this.#prompts.slice(this.#prompted);
      this.#prompted = 0;
    }
    if (now < this.#due) return;
    this.#due = now + MINUTE;
    const { validMs } = this.rules;
    for (const [key, thread] of this.#threads) {
      if (now - thread.placed <= validMs) break;
      this.#threads.delete(key);
      if (now - thread.last <= validMs) {
        // Used since: it goes behind those that were placed before now, and this loop ends before it.
        thread.placed = now;
        this.#threads.set(key, thread);
        continue;
      }
      if (thread.open) this.#end(thread);
      if (thread.closed) this.#retire(thread);
    }
  }

  #place(thread: Thread, row: SweepRow, isMachine: boolean): Part {
    const mark = row[MARK];
    if (mark === DENIED) return this.#denied(thread, row, isMachine);
    if (row[ROLE] === ROLES.prompt) return this.#prompt(thread, row);
    if (mark === SUCCEEDED) return this.#succeeded(thread, row);
    if (isFailure(row)) return this.#failed(thread, row);
    if (thread.open) join(thread.open, row);
    else thread.open = opened(row);
    return 'part';
  }

  #prompt(thread: Thread, row: SweepRow): Part {
    const { open } = thread;
    if (open && open.prompted >= 0 && row[TIME] - open.prompted > this.rules.samePromptMs) this.#end(thread);
    if (thread.open) join(thread.open, row);
    else thread.open = opened(row);
    if (thread.open.prompted < 0) {
      thread.open.prompted = row[TIME];
      thread.open.prompt = row;
      this.#prompts.push({ thread, group: thread.open, due: row[TIME] + this.rules.unansweredMs });
    }
    return 'part';
  }

  #denied(thread: Thread, row: SweepRow, isMachine: boolean): Part {
    const { open, closed } = thread;
    const { sameStepMs } = this.rules;
    const step = thread.refusals.find(
      (each) => each.by === 'step' && isSameRefusal(each, row[TIME], row[OUTCOME], sameStepMs),
    );
    if (step && closed) {
      step.by = null;
      return this.#attach(thread, row);
    }
    if (closed && !isMachine && closed.mark === DENIED && (!open || open.prompted < 0)) {
      const apart = row[TIME] - closed.closed;
      const isOtherSpelling = row[ACTION] !== closed.action;
      const isRepeat = row[OUTCOME] === closed.outcome && row[OUTCOME] !== OUTCOMES.wrong_code;
      if (apart <= this.rules.sameAnswerMs && (isOtherSpelling || isRepeat)) return this.#attach(thread, row);
      const isResult = isOtherSpelling && row[ROLE] === ROLES.outcome;
      if (apart <= this.rules.resultMs && isResult) return this.#attach(thread, row);
    }
    return this.#close(thread, row);
  }

  #succeeded(thread: Thread, row: SweepRow): Part {
    const { open, closed } = thread;
    // A session, an assertion, a second factor after the first: one sign-in that succeeded.
    if (closed?.mark === SUCCEEDED && (!open || open.prompted < 0)) {
      if (row[ROLE] !== ROLES.answer || row[TIME] - closed.last <= this.rules.sameSignInMs)
        return this.#attach(thread, row);
    }
    return this.#close(thread, row);
  }

  #failed(thread: Thread, row: SweepRow): Part {
    const { open, closed } = thread;
    if (!open && closed && row[TIME] - closed.closed <= this.rules.resultMs) return this.#attach(thread, row);
    // A failure of the second factor that is no refusal ("duplicate authentication attempt") decides nothing.
    if (row[ROLE] === ROLES.answer && row[FACTOR] !== FACTORS.password) {
      if (!open && closed) return this.#attach(thread, row);
      if (open) join(open, row);
      else thread.open = opened(row);
      return 'part';
    }
    return this.#close(thread, row);
  }

  #close(thread: Thread, row: SweepRow): Part {
    const group = thread.open ?? opened(row);
    if (thread.open) join(group, row);
    group.counted = row[EID];
    group.mark = row[MARK];
    group.outcome = row[OUTCOME];
    group.action = row[ACTION];
    group.closed = row[TIME];
    if (row[MARK] === DENIED) {
      thread.refusals.push({ time: row[TIME], outcome: row[OUTCOME], by: 'record' });
      if (thread.refusals.length > REMEMBERED) thread.refusals.shift();
    }
    if (thread.closed) this.#retire(thread);
    thread.open = null;
    thread.closed = group;
    return 'counted';
  }

  /** Adds the row to the attempt that is closed, and with it what waited for an answer that will not come. */
  #attach(thread: Thread, row: SweepRow): Part {
    const closed = thread.closed!;
    if (thread.open) {
      closed.members.push(...thread.open.members);
      thread.open.into = closed;
      thread.open = null;
    }
    join(closed, row);
    return 'part';
  }

  #update(group: Group, row: SweepRow): Part {
    const isFirstDenial = row[MARK] === DENIED && group.mark !== DENIED;
    if (isFirstDenial) {
      group.closed = row[TIME];
      const thread = row[AKEY] === null ? undefined : this.#threads.get(row[AKEY]);
      thread?.refusals.push({ time: row[TIME], outcome: row[OUTCOME], by: 'record' });
    }
    group.members.push(row[EID]);
    if (group.counted === 0 || isFirstDenial) {
      group.counted = row[EID];
      group.mark = row[MARK];
      group.outcome = row[OUTCOME];
    }
    this.sink.attempt(group);
    // The denial stays the attempt's word; the access that the later content tells of is one all the same.
    const isAccess = row[MARK] === SUCCEEDED && group.mark === DENIED;
    return isFirstDenial || isAccess ? 'counted' : 'part';
  }

  /** The open attempt got no answer. */
  #end(thread: Thread): void {
    const { open, closed } = thread;
    thread.open = null;
    if (!open) return;
    if (open.prompted < 0 && closed) {
      // States after an answer that led to nothing more: they belong to it.
      closed.members.push(...open.members);
      open.into = closed;
      return;
    }
    if (open.prompt) {
      open.counted = open.prompt[EID];
      this.sink.unanswered(open.prompt);
    }
    this.#emit(open);
  }

  #retire(thread: Thread): void {
    if (thread.closed) this.#emit(thread.closed);
    thread.closed = null;
  }

  #emit(group: Group): void {
    if (group.members.length < 2) return;
    if (group.counted === 0) group.counted = group.members.at(-1)!;
    this.sink.attempt(group);
  }

  /** All that it holds but what it was made with, to go on from: `resume`. */
  kept() {
    return {
      '#threads': this.#threads,
      '#ofRecord': this.#ofRecord,
      '#early': this.#early,
      '#prompts': this.#prompts.slice(this.#prompted),
      '#due': this.#due,
    };
  }

  /** Goes on from there. Call it before the first row. */
  resume(kept: ReturnType<Attempts['kept']>): void {
    this.#threads = kept['#threads'];
    this.#ofRecord = kept['#ofRecord'];
    this.#early = kept['#early'];
    this.#prompts = kept['#prompts'];
    this.#prompted = 0;
    this.#due = kept['#due'];
  }
}

/** One refusal told twice, where one of the two may not say how it was refused. */
const isSameRefusal = (one: Refusal, time: number, outcome: number, withinMs: number): boolean =>
  Math.abs(one.time - time) <= withinMs &&
  (one.outcome === outcome || one.outcome === OUTCOMES.failed_other || outcome === OUTCOMES.failed_other);

const isSameMoment = (one: Refusal, time: number, outcome: number, withinMs: number): boolean =>
  one.outcome === outcome && Math.abs(one.time - time) <= withinMs;

/** A sign-in that failed without being a denial: a wrong password, an error. Interim states and steps are none. */
function isFailure(row: SweepRow): boolean {
  if (row[ROLE] !== ROLES.answer && row[ROLE] !== ROLES.outcome) return false;
  const outcome = row[OUTCOME];
  return outcome === OUTCOMES.password_failed || outcome === OUTCOMES.failed_other;
}

function opened(row: SweepRow): Group {
  return {
    first: row[EID],
    members: [row[EID]],
    counted: 0,
    mark: -1,
    outcome: -1,
    action: -1,
    closed: 0,
    prompted: -1,
    prompt: null,
    last: row[TIME],
    into: null,
  };
}

const decided = (row: SweepRow): Group => ({
  ...opened(row),
  counted: row[EID],
  mark: row[MARK],
  outcome: row[OUTCOME],
  closed: row[TIME],
});

function join(group: Group, row: SweepRow): void {
  group.members.push(row[EID]);
  group.last = row[TIME];
}
