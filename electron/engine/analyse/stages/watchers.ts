/**
 * Which open episodes an access by somebody else may belong to: those denied at its address, address range or device, and
 * those in whose name its identity was given a way in.
 */
import { Sprays } from './campaign';
import { NONE } from './dimensions';
import { type EpisodeDraft, refusedByPerson } from './episode-draft';
import type { Trace } from './habits';

const WATCHERS = 200; // episodes per address: a flood of denials from one address must not make every access slow
const SPRAYED = 3; // other identities that failed from the address within a day
const NOBODY: readonly EpisodeDraft[] = [];

type Index = Map<number, EpisodeDraft[]>;

export class Watchers {
  #byIp: Index = new Map();
  #byPrefix: Index = new Map();
  #byNative: Index = new Map();
  /** Identities that a change made in the denied one's name opened. */
  #byWho: Index = new Map();

  watch(draft: EpisodeDraft, trace: Trace): void {
    add(this.#byIp, trace.ip, draft);
    add(this.#byPrefix, trace.prefix, draft);
    add(this.#byNative, trace.native, draft);
  }

  /** Whether somebody was refused at the address, not long ago. */
  isWatched(ip: number): boolean {
    return ip !== NONE && this.#byIp.has(ip);
  }

  watchIdentity(draft: EpisodeDraft, who: number): void {
    add(this.#byWho, who, draft);
  }

  /** Open episodes that an access of `who` may belong to where they look like an intruder's (`isIntruded`); its own may be among them. */
  others(trace: Trace, who: number): readonly EpisodeDraft[] {
    const byIp = trace.ip === NONE ? undefined : this.#byIp.get(trace.ip);
    const byPrefix = trace.prefix === NONE ? undefined : this.#byPrefix.get(trace.prefix);
    const byNative = trace.native === NONE ? undefined : this.#byNative.get(trace.native);
    const byWho = this.#byWho.get(who);
    if (!byIp && !byPrefix && !byNative && !byWho) return NOBODY;
    const found = [byIp, byNative, byPrefix, byWho].filter((drafts) => drafts !== undefined);
    return found.length === 1 ? found[0]! : [...new Set(found.flat())];
  }

  forget(draft: EpisodeDraft): void {
    remove(this.#byIp, draft.ips.keys(), draft);
    remove(this.#byPrefix, draft.prefixes.keys(), draft);
    remove(this.#byNative, draft.natives.keys(), draft);
    remove(this.#byWho, new Set(draft.changes.map(({ on }) => on)), draft);
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return {
      '#byIp': this.#byIp,
      '#byPrefix': this.#byPrefix,
      '#byNative': this.#byNative,
      '#byWho': this.#byWho,
    };
  }

  static ofKept(kept: ReturnType<Watchers['kept']>): Watchers {
    const watchers = new Watchers();
    watchers.#byIp = kept['#byIp'];
    watchers.#byPrefix = kept['#byPrefix'];
    watchers.#byNative = kept['#byNative'];
    watchers.#byWho = kept['#byWho'];
    return watchers;
  }
}

/** Only what looks like an intruder's denials leads to other identities: colleagues share an office with everybody. */
export const isIntruded = (draft: EpisodeDraft): boolean =>
  draft.strange > 0 || draft.report !== null || refusedByPerson(draft) >= 3 || isSprayed(draft);

/** Its address failed at others too. */
const isSprayed = (draft: EpisodeDraft): boolean =>
  [...draft.sprays].some((tally) => Sprays.others(tally, draft.who, draft.end, SPRAYED) >= SPRAYED);

function add(index: Index, value: number, draft: EpisodeDraft): void {
  if (value === NONE) return;
  const drafts = index.get(value);
  if (!drafts) index.set(value, [draft]);
  else if (!drafts.includes(draft) && drafts.length < WATCHERS) drafts.push(draft);
}

function remove(index: Index, values: Iterable<number>, draft: EpisodeDraft): void {
  for (const value of values) {
    const rest = index.get(value)?.filter((other) => other !== draft);
    if (rest === undefined) continue;
    if (rest.length === 0) index.delete(value);
    else index.set(value, rest);
  }
}
