/** Changes and requests: of whom, by whom, and which open episodes they belong to. */
import {
  ACTION,
  type AnalysisRead,
  CONTENT,
  EID,
  OUTCOME,
  OUTCOMES,
  RK,
  SOURCE,
  type SweepRow,
  TARGET,
  TIME,
} from '../read';
import type { GatherRules } from './belongs';
import { isOpening } from './consider';
import { NONE } from './dimensions';
import type { Change, EpisodeDraft, PastChange } from './episode-draft';
import type { Helper } from './helper-actions';
import { helperOf, isHelperFixed } from './helpers';
import type { Resolution } from './identities';
import type { Person } from './person';
import { changeType, REMEMBERED } from './recent';
import type { Tracer } from './tracer';
import type { Watchers } from './watchers';

const CHANGES = 64; // kept per episode
/** Made in somebody's name for something else: an application's grant, a key, a right, a mailbox's rule. */
const MADE: ReadonlySet<Helper> = new Set(['consent', 'credential', 'role', 'rule']);
const NO_DRAFTS: readonly EpisodeDraft[] = [];

/** Of the sweep. */
interface Around {
  read: AnalysisRead;
  ofActor: Resolution['ofActor'];
  machines: Uint8Array;
  rules: GatherRules;
  tracer: Tracer;
  watchers: Watchers;
  person(who: number): Person;
  /** A change after a denial: whoever made it may be in. */
  inside(draft: EpisodeDraft, change: Change, row: SweepRow): void;
}

export class PersonChanges {
  /** By source and action. */
  readonly #helpers = new Map<number, Helper>();
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** A change made by `actor`, and what it means for the episodes around it. */
  changed(row: SweepRow, actor: number): void {
    if (row[OUTCOME] !== OUTCOMES.none) return; // tried, and not done
    const target = row[TARGET] === null ? NONE : this.#around.ofActor[row[TARGET]]!;
    const who = target === NONE ? actor : target;
    const person = this.#around.person(who);
    const { open, changes } = person;
    if (row[TIME] < person.touched) person.touched = row[TIME];
    const made = who === actor ? NO_DRAFTS : this.#around.person(actor).open;
    const isMachine = this.#around.machines[who] === 1;
    const helper = this.#helperOf(row);
    this.#remember(row, person, helper);
    if (open.length === 0 && made.length === 0 && !isMachine) return;
    const isCredential = helper === 'credential' && isMachine;
    const isMade = made.length > 0 && MADE.has(helper);
    if (open.length === 0 && !isMade && !isCredential) return;
    const trace = this.#around.tracer.trace(row);
    const { habits } = this.#around.person(actor);
    const change = (at: number): Change => ({
      ...this.#around.tracer.seen(row, trace, habits, actor, at),
      helper,
      on: who,
      by: actor,
    });
    if (isCredential) {
      changes.push(change(row[TIME]));
      if (changes.length > 8) changes.shift();
    }
    for (const draft of isMade ? [...open, ...made] : open) {
      if (row[TIME] < draft.start || draft.changes.length >= CHANGES) continue;
      const one = change(draft.start);
      draft.changes.push(one);
      this.#around.inside(draft, one, row);
      // What was opened in the denied identity's name leads to whoever then comes in there.
      if (who !== draft.who && one.side !== 'own' && isOpening(one)) this.#around.watchers.watchIdentity(draft, who);
    }
  }

  /** Keeps a change for the denials around it. */
  #remember(row: SweepRow, person: Person, helper: Helper): void {
    if (changeType(helper, this.#around.read.term(row[ACTION])) === null) return;
    const change: PastChange = {
      eid: row[EID],
      rk: row[RK],
      content: row[CONTENT],
      time: row[TIME],
      source: row[SOURCE],
      action: row[ACTION],
      helper,
    };
    person.past ??= [];
    person.past.push(change);
    if (person.past.length > REMEMBERED) person.past.shift();
    for (const draft of person.open)
      if (change.time - draft.end <= this.#around.rules.changesAfterMs && draft.past.length < CHANGES)
        draft.past.push(change);
  }

  #helperOf(row: SweepRow): Helper {
    const key = row[SOURCE] * 2 ** 26 + row[ACTION];
    const known = this.#helpers.get(key);
    if (known !== undefined) return known;
    const source = this.#around.read.term(row[SOURCE]);
    const action = this.#around.read.term(row[ACTION]);
    const helper = helperOf(source, action, this.#around.read.detail(row[EID]));
    if (isHelperFixed(source, action)) this.#helpers.set(key, helper);
    return helper;
  }

  /** A request, by whoever asks and for whom. */
  requested(row: SweepRow, actor: number): void {
    const target = row[TARGET] === null ? NONE : this.#around.ofActor[row[TARGET]]!;
    const trace = this.#around.tracer.trace(row);
    for (const who of new Set([actor, target])) {
      if (who === NONE) continue;
      const { requests, habits, open } = this.#around.person(who);
      const seen = this.#around.tracer.seen(row, trace, habits, who, row[TIME]);
      requests.push(seen);
      if (requests.length > 8) requests.shift();
      for (const draft of open) if (draft.requests.length < 16) draft.requests.push(seen);
    }
  }
}
