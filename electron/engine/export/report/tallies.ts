/** Sums over all episodes, taken in one pass: friction, steps that several episodes ask for, accesses that followed. Pure. */
import { visible } from '../../../../shared/base/text';
import type { Episode, Link } from '../../../../shared/model/episode';
import { planOf } from '../../../../shared/model/playbook/plan';
import type { Step, StepPart } from '../../../../shared/model/playbook/playbooks';
import type { Verdict } from '../../../../shared/model/words';

/** Names counted before rare ones are let go: a spray over a directory must not fill the memory. */
const HELD = 50_000;

export interface FrictionRow {
  name: string;
  episodes: number;
  denials: number;
  honest: number; // denials in episodes that stand as friction, misconfigured or expected
}

const HONEST: ReadonlySet<Verdict> = new Set(['friction', 'misconfigured', 'expected']);

/** Denials per person and per application: what the denials cost those who are honest. */
export class Friction {
  readonly #people = new Map<string, FrictionRow>();
  readonly #apps = new Map<string, FrictionRow>();

  add(episode: Episode, standing: Verdict): void {
    if (episode.identity.kind === 'human') this.#count(this.#people, episode.identity.name, episode, standing);
    for (const app of episode.apps) this.#count(this.#apps, app, episode, standing);
  }

  #count(rows: Map<string, FrictionRow>, name: string, { denials }: Episode, standing: Verdict): void {
    let row = rows.get(name);
    if (!row) {
      if (rows.size >= HELD) return;
      row = { name, episodes: 0, denials: 0, honest: 0 };
      rows.set(name, row);
    }
    row.episodes += 1;
    row.denials += denials;
    if (HONEST.has(standing)) row.honest += denials;
  }

  /** The most denied first. */
  most(n: number): { people: FrictionRow[]; apps: FrictionRow[]; peopleAll: number; appsAll: number } {
    const top = (rows: Map<string, FrictionRow>): FrictionRow[] =>
      [...rows.values()].sort((a, b) => b.denials - a.denials || (a.name < b.name ? -1 : 1)).slice(0, n);
    return {
      people: top(this.#people),
      apps: top(this.#apps),
      peopleAll: this.#people.size,
      appsAll: this.#apps.size,
    };
  }
}

export interface Action {
  part: StepPart;
  text: string;
  assurance: Step['assurance'];
  episodes: string[]; // ids, the gravest first, at most `NAMED`
  more: number;
}

const NAMED = 5;
/** Names in one line of a step; with more it says how many. */
const SUBJECTS = 12;
/** Episodes kept for one line, the gravest of all that ask for it. */
const ASKING = 4 * SUBJECTS;
/** Stands for whom or what a step is about; no text of a case holds it after `visible`. */
const SUBJECT = '\u0000';

interface Asking {
  episode: string;
  subject: string;
  rank: number;
  start: string;
}
interface Gathered {
  part: StepPart;
  frame: string;
  assurance: Step['assurance'];
  first: Asking; // the gravest
  asking: Asking[];
  episodes: number;
  subjects: Set<string>;
}

/** A step without whom it is about: the same step for twelve people is one line with twelve names. */
function apart(text: string, subjects: readonly string[]): { frame: string; subject: string } {
  for (const subject of subjects) {
    const at = subject === '' ? -1 : text.indexOf(subject);
    // Named twice, beside ids of the account, or with a count of more: the line is about this one alone.
    if (at >= 0 && !text.includes(subject, at + 1) && !/^ (?:\(|and \d)/.test(text.slice(at + subject.length)))
      return { frame: text.slice(0, at) + SUBJECT + text.slice(at + subject.length), subject };
  }
  return { frame: text, subject: '' };
}

const graver = (a: Asking, b: Asking): number =>
  a.rank - b.rank || (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

/** Steps of the playbooks by what they say: one line where many episodes ask for the same. */
export class Actions {
  readonly #steps = new Map<string, Gathered>();

  /** `rank`: smaller is graver. */
  add(episode: Episode, standing: Verdict, rank: number): void {
    if (!episode.plan) return;
    const plan = planOf({ ...episode, plan: episode.plan }, standing, episode.decision?.action ?? null);
    for (const { part, text, assurance } of plan.steps) {
      const { frame, subject } = apart(text, [visible(episode.identity.name), episode.plan.addresses.join(', ')]);
      const asks: Asking = { episode: episode.id, subject, rank, start: episode.start };
      const key = `${part} ${frame}`;
      let known = this.#steps.get(key);
      if (!known) {
        if (this.#steps.size >= HELD) continue;
        known = { part, frame, assurance, first: asks, asking: [], episodes: 0, subjects: new Set() };
        this.#steps.set(key, known);
      }
      known.episodes += 1;
      if (subject !== '' && known.subjects.size < HELD) known.subjects.add(subject);
      if (graver(asks, known.first) < 0) known.first = asks;
      known.asking.push(asks);
      if (known.asking.length > 2 * ASKING) known.asking = known.asking.sort(graver).slice(0, ASKING);
    }
  }

  /** The steps of the gravest episodes first. */
  of(part: StepPart, n: number): { steps: Action[]; all: number } {
    const steps = [...this.#steps.values()].filter((step) => step.part === part);
    // Of equally grave ones those of one episode together, in the order of its plan (the sort is stable).
    steps.sort((a, b) => graver(a.first, b.first));
    return { steps: steps.slice(0, n).map(told), all: steps.length };
  }
}

function told({ part, frame, assurance, asking, episodes, subjects }: Gathered): Action {
  asking.sort(graver);
  const ids = asking.slice(0, NAMED).map(({ episode }) => episode);
  const named = [...new Set(asking.map(({ subject }) => subject))].slice(0, SUBJECTS);
  const rest = subjects.size - named.length;
  const whom = `${named.join(', ')}${rest > 0 ? ` and ${rest.toLocaleString('en')} more` : ''}`;
  return { part, text: frame.replace(SUBJECT, () => whom), assurance, episodes: ids, more: episodes - ids.length };
}

export interface Access {
  rank: number;
  episode: string;
  denied: string; // name
  verdict: Verdict;
  link: Link;
}
