/** What others did around an episode: stumbling alike, or failing from the same addresses. */
import { HOUR } from '../../../../shared/model/time';
import type { Surroundings } from '../patterns/pattern';
import { Sprays } from './campaign';
import type { EpisodeDraft } from './episode-draft';
import type { Outline } from './outline';

const WINDOW = 3 * HOUR;
const MOST = 10_000; // others that are told apart

interface Start {
  time: number;
  who: number;
}

/** Who is within a span of a list. Asked for one span after the other, it counts only who came and who went. */
class Window {
  #from = 0;
  #to = 0;
  readonly #times = new Map<number, number>();

  constructor(readonly starts: readonly Start[]) {}

  /** How many others than `who` there are from one place on and before another. */
  others(from: number, to: number, who: number): number {
    const isFar = from >= this.#to || to <= this.#from;
    if (isFar) {
      this.#times.clear();
      this.#from = from;
      this.#to = from;
    }
    while (this.#from > from) this.#add(--this.#from, 1);
    while (this.#to < to) this.#add(this.#to++, 1);
    while (this.#from < from) this.#add(this.#from++, -1);
    while (this.#to > to) this.#add(--this.#to, -1);
    return this.#times.size - (this.#times.has(who) ? 1 : 0);
  }

  #add(place: number, one: 1 | -1): void {
    const { who } = this.starts[place]!;
    const times = (this.#times.get(who) ?? 0) + one;
    if (times > 0) this.#times.set(who, times);
    else this.#times.delete(who);
  }
}

/** Starts of honest-looking denials by source and application, in order of time. */
export class Crowd {
  readonly #starts = new Map<string, Start[]>();
  readonly #windows = new Map<string, Window>();
  readonly #span: number;

  /** `isOfMany`: whether many came in from an address in the end, so that what failed there is no spray. */
  constructor(
    drafts: readonly Outline[],
    readonly isOfMany: (ip: number) => boolean = () => false,
  ) {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const draft of drafts) {
      first = Math.min(first, draft.start);
      last = Math.max(last, draft.end);
      if (draft.isMachine || draft.side === 'strange') continue;
      for (const key of keysOf(draft)) {
        const starts = this.#starts.get(key);
        if (starts) starts.push({ time: draft.start, who: draft.who });
        else this.#starts.set(key, [{ time: draft.start, who: draft.who }]);
      }
    }
    for (const starts of this.#starts.values()) starts.sort((a, b) => a.time - b.time);
    this.#span = Math.max(WINDOW, last - first);
  }

  /** `asked`: where it is written down what the answers went by. */
  around(draft: EpisodeDraft, asked: AskedOfCrowd = { crowd: [], told: null, ips: new Set() }): Surroundings {
    const { alike, alikeUsually } = this.alikeTo(draft);
    let sprayed = 0;
    let sprayFailures = 0;
    for (const tally of draft.sprays) {
      const others = Sprays.others(tally, draft.who, draft.start);
      if (others <= sprayed) continue;
      asked.ips.add(tally.ip);
      if (this.isOfMany(tally.ip)) continue;
      sprayed = others;
      sprayFailures = tally.failures;
    }
    return new Around(alike, alikeUsually, sprayed, sprayFailures, asked);
  }

  /** Others with an honest-looking denial like its own within three hours, and how many are usual. */
  alikeTo(draft: AmongOthers): { alike: number; alikeUsually: number } {
    let alike = 0;
    let alikeUsually = 0;
    if (draft.isMachine) return { alike, alikeUsually };
    for (const key of keysOf(draft)) {
      const starts = this.#starts.get(key) ?? [];
      const from = lowerBound(starts, draft.start - WINDOW);
      const to = lowerBound(starts, draft.start + WINDOW + 1);
      if (to - from <= alike) continue;
      let window = this.#windows.get(key);
      if (!window) {
        window = new Window(starts);
        this.#windows.set(key, window);
      }
      const others = Math.min(MOST, window.others(from, to, draft.who));
      if (others <= alike) continue;
      alike = others;
      const elsewhere = starts.length - (to - from);
      alikeUsually = (elsewhere * 2 * WINDOW) / Math.max(2 * WINDOW, this.#span - 2 * WINDOW);
    }
    return { alike, alikeUsually };
  }
}

type AmongOthers = Pick<Outline, 'isMachine' | 'start' | 'who' | 'sources' | 'apps'>;

/** What was asked of an episode's surroundings: as long as all answers stay what they are, whatever follows from them does. */
export interface AskedOfCrowd {
  crowd: CrowdAnswer[];
  /** Both numbers, where they were told. */
  told: [alike: number, alikeUsually: number] | null;
  /** Addresses of which was asked whether they are of many. */
  ips: Set<number>;
}
export type CrowdAnswer = [people: number, times: number, isCrowd: boolean];

export const isCrowd = (alike: number, alikeUsually: number, people: number, times: number): boolean =>
  alike >= people && alike >= times * alikeUsually;

class Around implements Surroundings {
  constructor(
    readonly alikeNow: number,
    readonly usually: number,
    readonly sprayed: number,
    readonly sprayFailures: number,
    readonly asked: AskedOfCrowd,
  ) {}

  get alike(): number {
    this.asked.told = [this.alikeNow, this.usually];
    return this.alikeNow;
  }

  get alikeUsually(): number {
    this.asked.told = [this.alikeNow, this.usually];
    return this.usually;
  }

  isCrowd(people: number, times: number): boolean {
    const answer = isCrowd(this.alikeNow, this.usually, people, times);
    this.asked.crowd.push([people, times, answer]);
    return answer;
  }
}

function* keysOf(draft: Pick<Outline, 'sources' | 'apps'>): Generator<string> {
  for (const source of draft.sources.keys()) {
    if (draft.apps.size === 0) yield `${source}|`;
    for (const app of draft.apps.keys()) yield `${source}|${app}`;
  }
}

function lowerBound(list: readonly { time: number }[], time: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
