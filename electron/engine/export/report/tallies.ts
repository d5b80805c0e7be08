/** Sums over all episodes, taken in one pass: friction, steps that several episodes ask for, accesses that followed. Pure. */
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
  rank: number; // of the gravest episode that asks for it
  episodes: string[]; // ids, at most `NAMED`
  more: number;
}

const NAMED = 5;

/** Steps of the playbooks by what they say: one line where many episodes ask for the same. */
export class Actions {
  readonly #steps = new Map<string, Action>();

  /** `rank`: smaller is graver. */
  add(episode: Episode, standing: Verdict, rank: number): void {
    if (!episode.plan) return;
    const plan = planOf({ ...episode, plan: episode.plan }, standing, episode.decision?.action ?? null);
    for (const { part, text, assurance } of plan.steps) {
      const key = `${part} ${text}`;
      const known = this.#steps.get(key);
      if (!known) {
        if (this.#steps.size < HELD) {
          this.#steps.set(key, { part, text, assurance, rank, episodes: [episode.id], more: 0 });
        }
        continue;
      }
      known.rank = Math.min(known.rank, rank);
      if (known.episodes.length < NAMED) known.episodes.push(episode.id);
      else known.more += 1;
    }
  }

  /** The steps of the gravest episodes first. */
  of(part: StepPart, n: number): { steps: Action[]; all: number } {
    const steps = [...this.#steps.values()].filter((step) => step.part === part);
    // The gravest first; of equally grave ones those of one episode together, in the order of its plan (the sort is stable).
    steps.sort((a, b) => a.rank - b.rank || compareIds(a, b));
    return { steps: steps.slice(0, n), all: steps.length };
  }
}
const compareIds = (a: Action, b: Action): number =>
  a.episodes[0]! < b.episodes[0]! ? -1 : a.episodes[0]! > b.episodes[0]! ? 1 : 0;

export interface Access {
  rank: number;
  episode: string;
  denied: string; // name
  verdict: Verdict;
  link: Link;
}
