/**
 * The replay: one pass over the attempts of a case in order of time; every world sees each once. Pure over what it is given.
 * Memory: per identity what a policy must remember (the prompts of one window, first networks), and eight bytes for each
 * attempt that a policy changes.
 */
import type { Policy, ReplayResult } from '../../../shared/model/replay';
import { policyText } from '../../../shared/model/replay';
import { type Cause, Friction } from './friction';
import { assumptionsOf, startAll } from './policies';
import type { Sign } from './policy';
import { candidates, type Ground, tuningRows } from './tuning';
import { type Compromise, type Whose, World } from './world';

/** An attempt with what the findings say of it. */
export interface Told {
  sign: Sign;
  eid: number;
  attempt: number;
  whose: Whose;
  /** Cause of a denial, by the verdict of its episode. */
  cause: Cause;
  isWay: boolean;
}

export interface ReplayInput {
  policies: readonly Policy[];
  from: number;
  to: number; // excluded
  compromises: readonly Compromise[];
  grounds: readonly Ground[];
  nameOf(who: number): { name: string; id: string } | null;
}

const SLICES = 60;

const ALWAYS = [
  'Everybody would have done what they did: who is refused does not try another way, and no attacker adapts.',
  'Accesses linked to a likely compromise count as the intruder’s, those linked to an episode that is not settled as unclear, all others as honest.',
];

export class Replay {
  readonly worlds: World[];
  readonly #tried: { policy: Policy; world: World }[];
  readonly #friction = new Friction();
  readonly #step: number;
  readonly #slices: number;
  readonly #before: ReplayResult['before'];

  constructor(readonly input: ReplayInput) {
    const { policies, from, to, compromises, grounds } = input;
    const span = Math.max(1, to - from);
    this.#step = Math.ceil(span / SLICES);
    this.#slices = Math.ceil(span / this.#step);
    const world = (list: readonly Policy[], at: (i: number) => number, title: string, keeps: boolean): World =>
      new World(title, startAll(list.map((policy, i) => ({ policy, at: at(i) }))), this.#slices, keeps);
    this.worlds = policies.map((policy, i) => world([policy], () => i, policyText(policy), true));
    if (policies.length > 1) this.worlds.push(world(policies, (i) => i, 'All together', true));
    this.#tried =
      policies.length > 0
        ? []
        : candidates(grounds).map((policy) => ({ policy, world: world([policy], () => 0, policyText(policy), false) }));
    this.#before = {
      events: 0,
      signIns: 0,
      prompts: 0,
      denials: 0,
      refusals: 0,
      compromises: compromises.length,
      promptsOver: new Array<number>(this.#slices).fill(0),
      refusalsOver: new Array<number>(this.#slices).fill(0),
    };
  }

  take({ sign, eid, attempt, whose, cause, isWay }: Told): void {
    const slice = Math.min(this.#slices - 1, Math.max(0, Math.floor((sign.time - this.input.from) / this.#step)));
    const before = this.#before;
    before.events++;
    if (sign.isDenial) before.denials++;
    else if (!sign.isUse && whose === 'honest') before.signIns++;
    if (sign.isPrompt) {
      before.prompts++;
      before.promptsOver[slice]!++;
      if (sign.isDenial) {
        before.refusals++;
        before.refusalsOver[slice]!++;
      }
    }
    this.#friction.take(sign, cause);
    for (const world of this.worlds) world.take(sign, eid, attempt, whose, isWay, slice);
    for (const { world } of this.#tried) world.take(sign, eid, attempt, whose, isWay, slice);
  }

  end(run: string): ReplayResult {
    const { policies, from, to, compromises, grounds, nameOf } = this.input;
    const apps = this.#friction.apps();
    return {
      run,
      policies: [...policies],
      from,
      to,
      step: this.#step,
      before: this.#before,
      worlds: this.worlds.map((world) => world.end(compromises)),
      assumptions: [...new Set([...ALWAYS, ...policies.flatMap(assumptionsOf)])],
      friction: { people: this.#friction.people(nameOf), apps },
      tuning: tuningRows(
        this.#tried.map(({ policy, world }) => ({ policy, world: world.end(compromises) })),
        grounds,
        apps,
      ),
    };
  }
}
