/** One world: a set of policies over all attempts in order of time, with what they would have changed. */
import type { ReplayCell, ReplayedCompromise, ReplayWorld } from '../../../shared/model/replay';
import { rfc3339 } from '../../../shared/model/time';
import { type AtWork, type Effect, NOTHING, type Sign } from './policy';

/** Whose an attempt is: an intruder's, nobody suspected's, or not settled. */
export type Whose = 'intruder' | 'honest' | 'unclear';

/** A likely compromise with its ways in, by attempt. */
export interface Way {
  attempt: number;
  event: string;
  time: number;
  score: number;
  /** Attempts that this way led to, and all of its events. */
  leadsTo: ReadonlySet<number>;
  path: ReadonlySet<string>;
  /** Changes that it came through, by their events. */
  needs: readonly string[];
}
export interface Compromise {
  episode: string;
  identity: string;
  ways: Way[];
}

const CELLS: readonly ReplayCell[] = [
  'prompts_saved',
  'prompts_added',
  'denials_saved',
  'denials_added',
  'intruder_refused',
  'honest_refused',
  'unclear_refused',
  'honest_harder',
  'undetermined',
];
export const cellBit = (cell: ReplayCell): number => 1 << CELLS.indexOf(cell);

/** Row ids with the cells that each is in, in order of time: eight bytes an affected attempt. */
class Touched {
  #data = new Uint32Array(2_048);
  #n = 0;

  add(eid: number, cells: number): void {
    if (this.#n + 2 > this.#data.length) {
      const more = new Uint32Array(this.#data.length * 2);
      more.set(this.#data);
      this.#data = more;
    }
    this.#data[this.#n++] = eid;
    this.#data[this.#n++] = cells;
  }

  /** Row ids of a cell from a position on. */
  of(cell: ReplayCell, offset: number, limit: number): number[] {
    const bit = cellBit(cell);
    const out: number[] = [];
    for (let i = 0, seen = 0; i < this.#n && out.length < limit; i += 2) {
      if ((this.#data[i + 1]! & bit) === 0) continue;
      if (seen++ >= offset) out.push(this.#data[i]!);
    }
    return out;
  }
}

export interface AtWorkHere {
  /** Position in the list of policies. */
  at: number;
  work: AtWork;
}

export class World {
  readonly touched = new Touched();
  readonly counts = Object.fromEntries(CELLS.map((cell) => [cell, 0])) as Record<ReplayCell, number>;
  readonly #honest = new Set<number>();
  readonly #why = new Map<string, number>();
  readonly #onWay = new Map<number, Effect>();
  readonly #prompts: number[];
  readonly #refusals: number[];
  readonly #honestRefused: number[];

  /** `policies` in the order in which they decide. `keeps`: whether single events will be asked for. */
  constructor(
    readonly title: string,
    readonly policies: readonly AtWorkHere[],
    slices: number,
    readonly keeps = true,
  ) {
    this.#prompts = new Array<number>(slices).fill(0);
    this.#refusals = new Array<number>(slices).fill(0);
    this.#honestRefused = new Array<number>(slices).fill(0);
  }

  /** `isWay`: an attempt through which a likely compromise came in; its effect is remembered. */
  take(sign: Sign, eid: number, attempt: number, whose: Whose, isWay: boolean, slice: number): void {
    const asked = this.#ask(sign);
    const effect = whose === 'honest' || sign.isDenial ? asked : strangers(asked, whose);
    if (isWay && !sign.isDenial) this.#onWay.set(attempt, effect);

    // A number that a stranger cannot type is asked for all the same.
    const isUnsent = sign.isPrompt && effect.do === 'refuse' && asked.do === 'refuse';
    const isNew = !sign.isDenial && asked.do === 'harder' && asked.asks;
    const isSent = sign.isPrompt && !isUnsent;
    if (isSent) for (const { work } of this.policies) work.sent?.(sign);
    if (isSent || isNew) this.#prompts[slice]!++;
    if (sign.isDenial && isSent) this.#refusals[slice]!++;

    let cells = 0;
    const count = (cell: ReplayCell): void => {
      cells |= cellBit(cell);
      this.counts[cell]++;
    };
    if (isUnsent) count('prompts_saved');
    if (isNew) count('prompts_added');
    if (effect.do === 'unknown') {
      count('undetermined');
      this.#why.set(effect.why, (this.#why.get(effect.why) ?? 0) + 1);
    }
    if (sign.isDenial) {
      if (isUnsent) count('denials_saved');
    } else if (effect.do === 'refuse') {
      count('denials_added');
      count(whose === 'intruder' ? 'intruder_refused' : whose === 'honest' ? 'honest_refused' : 'unclear_refused');
      if (whose === 'honest') {
        this.#honest.add(sign.who);
        this.#honestRefused[slice]!++;
      }
    } else if (effect.do === 'harder' && whose === 'honest') count('honest_harder');
    if (cells !== 0 && this.keeps) this.touched.add(eid, cells);
  }

  /** What the policies say together: a refusal ends it, not knowing outweighs what only takes more effort. */
  #ask(sign: Sign): Effect {
    let said: Effect = NOTHING;
    for (const { work } of this.policies) {
      const effect = work.look(sign);
      if (effect.do === 'refuse') return effect;
      if (effect.do === 'unknown' || (effect.do === 'harder' && said.do !== 'unknown')) {
        said =
          effect.do === 'harder' && said.do === 'harder' ? { do: 'harder', asks: said.asks || effect.asks } : effect;
      }
    }
    return said;
  }

  end(compromises: readonly Compromise[]): ReplayWorld {
    return {
      title: this.title,
      policies: this.policies.map(({ at }) => at).sort((a, b) => a - b),
      cells: this.counts,
      honestIdentities: this.#honest.size,
      compromises: compromises.map((each) => this.#settled(each)),
      undetermined: [...this.#why]
        .map(([why, count]) => ({ why, count }))
        .sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1)),
      prompts: this.#prompts,
      refusals: this.#refusals,
      honestRefused: this.#honestRefused,
    };
  }

  /** A compromise is prevented when every way in is refused, or begins behind one that is: on its path, or through what was made on it. */
  #settled({ episode, identity, ways }: Compromise): ReplayedCompromise {
    const [best] = ways;
    const refused = ways.filter(({ attempt }) => this.#onWay.get(attempt)?.do === 'refuse');
    const behind = new Set(refused.flatMap(({ leadsTo }) => [...leadsTo]));
    const undone = new Set(refused.flatMap(({ path }) => [...path]));
    const left = ways.filter(
      ({ attempt, needs }) =>
        this.#onWay.get(attempt)?.do !== 'refuse' &&
        !behind.has(attempt) &&
        !(needs.length > 0 && needs.every((event) => undone.has(event))),
    );
    const unknown = left.map(({ attempt }) => this.#onWay.get(attempt)).find((effect) => effect?.do === 'unknown');
    const first = refused[0] && this.#onWay.get(refused[0].attempt);
    const why = first?.do === 'refuse' ? first.why : 'no policy speaks of it';
    const told = { episode, identity, time: rfc3339(best!.time), event: best!.event };
    if (left.length === 0) return { ...told, state: 'prevented', why };
    if (unknown?.do === 'unknown') return { ...told, state: 'undetermined', why: unknown.why };
    if (refused.length > 0)
      return { ...told, state: 'narrowed', why: `${why}; ${left.length} of ${ways.length} ways in stay open` };
    return { ...told, state: 'open', why };
  }
}

/** What a person does with one more act or another factor, a stranger cannot; of what is not settled nobody can say. */
function strangers(effect: Effect, whose: Whose): Effect {
  if (effect.do !== 'harder') return effect;
  return whose === 'intruder'
    ? { do: 'refuse', why: 'a tap or a weaker factor would not have been enough' }
    : { do: 'unknown', why: 'it is not settled whether it was the person' };
}
