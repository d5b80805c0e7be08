/**
 * What the findings that stand were weighed by, of episodes that are over: as long as none of it changes, weighing one again
 * comes to the same, and it need not be unpacked. All that is not told by the episode itself is named here; where anything
 * else was asked, or could come out otherwise, it is weighed again.
 */
import { createHash } from 'node:crypto';
import { assert } from '../../../../shared/base/assert';
import type { AbsentLog, CutFile } from '../../../../shared/model/coverage';
import { DAY } from '../../../../shared/model/time';
import { SILENCE } from '../stages/campaign';
import type { Person } from '../stages/compose';
import type { EpisodeDraft } from '../stages/episode-draft';
import type { Outline } from '../stages/outline';
import { FOLLOW_MS } from '../stages/paths';
import type { Side } from '../stages/strange';
import type { StumbleShare } from '../stages/stumbles';
import { type AskedOfCrowd, type Crowd, type CrowdAnswer, isCrowd } from '../stages/surroundings';

/** What one episode was weighed by. */
export interface WeighedBy {
  outline: Outline;
  share: StumbleShare;
  /** Whether it matters how common stumbles are. */
  byCommon: boolean;
  /** Addresses of which was asked whether they are ways out, or of many. */
  ips: readonly number[];
  /** Positions of the identities of which something is told. */
  people: readonly number[];
  /** Last failure from the denied addresses; milliseconds, -Infinity where none is told. */
  lastSpray: number;
  /** Until when events were looked at that followed an access; milliseconds, -Infinity where none was. */
  until: number;
  crowd: readonly CrowdAnswer[];
  told: readonly [alike: number, alikeUsually: number] | null;
  /** JSON of what is missing to say that nobody came in. */
  missing: string;
}

/** What was asked while one episode is weighed. */
export class Asked implements AskedOfCrowd {
  crowd: CrowdAnswer[] = [];
  told: [number, number] | null = null;
  ips = new Set<number>();
  people = new Set<number>();
  /** Something was asked that is not written down. */
  isOpen = false;

  clear(): void {
    this.crowd = [];
    this.told = null;
    this.ips = new Set();
    this.people = new Set();
    this.isOpen = false;
  }
}

/** Null where it cannot be told what it was weighed by. */
export function weighedBy(
  outline: Outline,
  draft: EpisodeDraft,
  asked: Asked,
  { share, byCommon, ips, missing }: Pick<WeighedBy, 'share' | 'byCommon' | 'missing'> & { ips: Iterable<number> },
): WeighedBy | null {
  if (asked.isOpen) return null;
  let lastSpray = Number.NEGATIVE_INFINITY;
  for (const { last } of draft.sprays) lastSpray = Math.max(lastSpray, last);
  let until = Number.NEGATIVE_INFINITY;
  for (const link of [...draft.links, draft.nextOwn, draft.fromThere, draft.inside])
    if (link) until = Math.max(until, link.time + FOLLOW_MS);
  return {
    ...{ outline, share, byCommon, lastSpray, until, missing },
    ips: [...new Set([...ips, ...asked.ips])],
    people: [...asked.people],
    crowd: asked.crowd,
    told: asked.told,
  };
}

/** What all of them were weighed by, as it is kept. */
export interface WeighedKept {
  cells: Float64Array;
  missing: string[];
  /** A digest of what is told of each identity, by position. */
  people: Uint8Array;
  exits: Int32Array;
  ofMany: Int32Array;
  common: number;
  absent: string;
  cut: string;
}

/** What they were weighed by at the end of a run. */
export interface WeighedAt {
  people: readonly Person[];
  exits: Int32Array;
  ofMany: Int32Array;
  common: number;
  absent: readonly AbsentLog[];
  cut: readonly CutFile[];
}

const DIGEST = 16; // bytes of a digest: nobody gains by making two alike

function peopleDigests(people: readonly Person[]): Uint8Array {
  const out = new Uint8Array(DIGEST * people.length);
  for (const [i, person] of people.entries())
    out.set(createHash('sha256').update(JSON.stringify(person)).digest().subarray(0, DIGEST), DIGEST * i);
  return out;
}

const SIDES: readonly Side[] = ['own', 'open', 'strange'];

/** What they were weighed by, one after the other, as it is kept. */
export class WeighedList {
  readonly #cells: number[] = [];
  readonly #missing = new Map<string, number>();

  add(by: WeighedBy): void {
    const { place, who, isMachine, side, start, end, eids, first, firstOf, resumed, sources, apps } = by.outline;
    const text = this.#missing.get(by.missing) ?? this.#missing.size;
    this.#missing.set(by.missing, text);
    this.#cells.push(place, who, isMachine ? 1 : 0, SIDES.indexOf(side), start, end);
    this.#cells.push(by.share, by.byCommon ? 1 : 0, by.lastSpray, by.until, text);
    this.#all(eids);
    this.#named([first]);
    this.#named(firstOf);
    this.#named(resumed);
    this.#all(sources.keys());
    this.#all(apps.keys());
    this.#all(by.ips);
    this.#all(by.people);
    this.#all(by.crowd.flatMap(([people, times, answer]) => [people, times, answer ? 1 : 0]));
    this.#all(by.told ?? []);
  }

  #all(values: Iterable<number>): void {
    const length = this.#cells.push(0) - 1;
    for (const value of values) this.#cells.push(value);
    this.#cells[length] = this.#cells.length - length - 1;
  }

  #named(seen: readonly Outline['first'][]): void {
    this.#all(seen.flatMap(({ eid, rk, content }) => [eid, rk, content]));
  }

  kept({ people, exits, ofMany, common, absent, cut }: WeighedAt): WeighedKept {
    return {
      ...{ cells: Float64Array.from(this.#cells), missing: [...this.#missing.keys()] },
      ...{ exits, ofMany, common, people: peopleDigests(people) },
      absent: JSON.stringify(absent),
      cut: JSON.stringify(cut),
    };
  }
}

function* listOf({ cells, missing }: WeighedKept): Generator<WeighedBy> {
  let at = 0;
  const next = (): number => {
    const value = cells[at++];
    assert(value !== undefined, 'the list is as long as it says');
    return value;
  };
  const all = (): number[] => {
    const length = next();
    const values = Array.from(cells.subarray(at, at + length));
    at += length;
    return values;
  };
  const threes = <T>(make: (a: number, b: number, c: number) => T): T[] => {
    const values = all();
    return Array.from({ length: values.length / 3 }, (_, i) =>
      make(values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!),
    );
  };
  const named = (): Outline['first'][] => threes((eid, rk, content) => ({ eid, rk, content }));
  while (at < cells.length) {
    const [place, who, isMachine, side, start, end] = [next(), next(), next() === 1, SIDES[next()]!, next(), next()];
    const [share, byCommon, lastSpray, until, text] = [next(), next() === 1, next(), next(), missing[next()]!];
    const eids = all();
    const [first, firstOf, resumed] = [named()[0]!, named(), named()];
    const [sources, apps] = [new Set(all()), new Set(all())];
    const [ips, people] = [all(), all()];
    const crowd = threes((a, b, c): CrowdAnswer => [a, b, c === 1]);
    const told = all();
    yield {
      outline: { place, who, isMachine, side, start, end, eids, first, firstOf, resumed, sources, apps },
      ...{ share, byCommon, ips, people, lastSpray, until, crowd, missing: text },
      told: told.length === 2 ? [told[0]!, told[1]!] : null,
    };
  }
}

/** What the findings that stand were weighed by, held against what is the case now. */
export class Weighed {
  readonly #by = new Map<number, WeighedBy>();

  constructor(
    readonly kept: WeighedKept,
    /** No event that came since is earlier; milliseconds. */
    readonly from: number,
    /** Whether nothing could be added to the episode at a position any more. */
    wasOver: (place: number) => boolean,
  ) {
    for (const by of listOf(kept)) if (wasOver(by.outline.place)) this.#by.set(by.outline.place, by);
  }

  /** What an episode adds to the count of stumbles: told by the episode alone. */
  share(place: number): StumbleShare | undefined {
    return this.#by.get(place)?.share;
  }

  /** Forgets those of which something came out otherwise that no other episode decides. */
  holdAgainst({ people, exits, ofMany, common }: Pick<WeighedAt, 'people' | 'exits' | 'ofMany' | 'common'>): void {
    const turned = new Set([...between(this.kept.exits, exits), ...between(this.kept.ofMany, ofMany)]);
    const changed = this.#changed(people);
    const isCommon = Object.is(common, this.kept.common);
    for (const [place, by] of this.#by) {
      const isSame =
        (isCommon || !by.byCommon) &&
        by.until < this.from &&
        // A failure within the silence that ends a spell is added to what is told of the address.
        by.lastSpray < this.from - SILENCE - DAY &&
        by.ips.every((ip) => !turned.has(ip)) &&
        by.people.every((who) => !changed(who));
      if (!isSame) this.#by.delete(place);
    }
  }

  #changed(people: readonly Person[]): (who: number) => boolean {
    const [before, now] = [this.kept.people, peopleDigests(people)];
    return (who) => {
      const [a, b] = [before, now].map((all) => all.subarray(DIGEST * who, DIGEST * (who + 1))) as [
        Uint8Array,
        Uint8Array,
      ];
      return a.length !== DIGEST || Buffer.compare(a, b) !== 0;
    };
  }

  outline(place: number): Outline | undefined {
    return this.#by.get(place)?.outline;
  }

  /** Undefined where it must be weighed again, as far as the other episodes and the logs decide. */
  of(place: number, crowd: Crowd, missing: (outline: Outline) => string): WeighedBy | undefined {
    const by = this.#by.get(place);
    if (!by || missing(by.outline) !== by.missing) return undefined;
    if (by.crowd.length === 0 && by.told === null) return by;
    const { alike, alikeUsually } = crowd.alikeTo(by.outline);
    if (by.told !== null && (by.told[0] !== alike || by.told[1] !== alikeUsually)) return undefined;
    return by.crowd.every(([people, times, answer]) => isCrowd(alike, alikeUsually, people, times) === answer)
      ? by
      : undefined;
  }
}

/** Which are in one of the lists only. */
function between(a: Int32Array, b: Int32Array): number[] {
  const [inA, inB] = [new Set(a), new Set(b)];
  return [...a.filter((one) => !inB.has(one)), ...b.filter((one) => !inA.has(one))];
}
