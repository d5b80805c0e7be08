/** What pairs of records that must coincide say of two clocks. Medians, because some pairs never coincide. Pure. */
import type { ClockPair } from '../../../../shared/model/coverage';
import { HOUR, MINUTE, SECOND } from '../../../../shared/model/time';

/** Two times of one thing; `a` and `b` are files. */
export interface TimePair {
  a: number;
  b: number;
  /** Time in `a` − time in `b`, milliseconds. */
  difference: number;
}

/** A denial of an identity, as a file tells it. */
export interface ToldDenial {
  who: number;
  file: number;
  time: number;
}

export interface ClockFile {
  id: number;
  name: string;
  source: string;
}

export const CLOCK_RULES = {
  leastPairs: 5,
  leastMs: 10 * SECOND,
  windowMs: 2 * MINUTE,
  farthestMs: 15 * HOUR,
};
export type ClockRules = typeof CLOCK_RULES;
const PAIRS = 50; // told
const DENIALS = 400; // of one identity in one file

/** Logs written by a machine whose clock nobody keeps for the customer: they are the ones to be set right. */
const LOCAL: ReadonlySet<string> = new Set(['pingfederate', 'keycloak', 'cisco-ise', 'freeradius', 'rsa-securid', 'pulse-vpn', 'windows-security', 'adfs', 'cyberark-pam', 'forgerock-am', 'ecs', 'mapped']); // biome-ignore format: a list

/** Pairs by correlation id first: they prove more than prompts that merely lie alike. */
export function clockPairs(
  files: readonly ClockFile[],
  correlated: readonly TimePair[],
  denials: readonly ToldDenial[],
  rules: ClockRules = CLOCK_RULES,
): ClockPair[] {
  const byId = new Map(files.map((file) => [file.id, file]));
  const told = new Map<string, ClockPair>();
  const tell = (by: ClockPair['by'], pairs: Map<string, TimePair[]>): void => {
    for (const [key, list] of pairs) {
      if (told.has(key)) continue;
      const [a, b] = [byId.get(list[0]!.a)!, byId.get(list[0]!.b)!];
      told.set(key, measured(by, a, b, list, rules));
    }
  };
  tell(
    'correlation',
    group(
      correlated.filter(({ a, b }) => byId.has(a) && byId.has(b)),
      byId,
    ),
  );
  tell(
    'prompt',
    promptPairs(
      denials.filter(({ file }) => byId.has(file)),
      byId,
      rules,
    ),
  );
  return [...told.values()]
    .sort((x, y) => Number(y.suggestMs !== null) - Number(x.suggestMs !== null) || y.n - x.n || (x.file < y.file ? -1 : 1)) // biome-ignore format: one rule
    .slice(0, PAIRS);
}

/** Which of two files is the one to be corrected: the machine's own log, else the later name. */
function isFirst(a: ClockFile, b: ClockFile): boolean {
  const [isLocalA, isLocalB] = [LOCAL.has(a.source), LOCAL.has(b.source)];
  return isLocalA !== isLocalB ? isLocalA : a.name > b.name;
}

function group(pairs: readonly TimePair[], byId: ReadonlyMap<number, ClockFile>): Map<string, TimePair[]> {
  const out = new Map<string, TimePair[]>();
  for (const pair of pairs) {
    const turned = isFirst(byId.get(pair.a)!, byId.get(pair.b)!)
      ? pair
      : { a: pair.b, b: pair.a, difference: -pair.difference };
    const key = `${turned.a} ${turned.b}`;
    const list = out.get(key);
    if (list) list.push(turned);
    else out.set(key, [turned]);
  }
  return out;
}

function measured(
  by: ClockPair['by'],
  a: ClockFile,
  b: ClockFile,
  pairs: readonly TimePair[],
  rules: ClockRules,
): ClockPair {
  const sorted = pairs.map(({ difference }) => difference).sort((x, y) => x - y);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  const medianMs = at(0.5);
  const spreadMs = at(0.75) - at(0.25);
  const isOff =
    sorted.length >= rules.leastPairs && Math.abs(medianMs) >= rules.leastMs && Math.abs(medianMs) > 2 * spreadMs;
  return { file: a.name, other: b.name, by, n: sorted.length, medianMs, spreadMs, suggestMs: isOff ? -medianMs : null };
}

/**
 * Denials that two sources tell of the same prompts: wherever the clocks stand, the differences of true pairs gather in
 * one place. Where no place stands out, nothing is said.
 */
function promptPairs(
  denials: readonly ToldDenial[],
  byId: ReadonlyMap<number, ClockFile>,
  rules: ClockRules,
): Map<string, TimePair[]> {
  const people = new Map<number, Map<number, number[]>>();
  for (const { who, file, time } of denials) {
    const files = people.get(who) ?? new Map<number, number[]>();
    people.set(who, files);
    const times = files.get(file) ?? [];
    files.set(file, times);
    if (times.length < DENIALS) times.push(time);
  }
  const all: TimePair[] = [];
  const possible = new Map<string, number>();
  for (const files of people.values()) {
    for (const [a, first] of files) {
      for (const [b, second] of files) {
        const [fa, fb] = [byId.get(a)!, byId.get(b)!];
        if (a === b || fa.source === fb.source || !isFirst(fa, fb)) continue;
        const key = `${a} ${b}`;
        possible.set(key, (possible.get(key) ?? 0) + Math.min(first.length, second.length));
        for (const x of first)
          for (const y of second) if (Math.abs(x - y) <= rules.farthestMs) all.push({ a, b, difference: x - y });
      }
    }
  }
  const out = new Map<string, TimePair[]>();
  for (const [key, pairs] of group(all, byId)) {
    const dense = densest(pairs, rules);
    if (dense && dense.length >= possible.get(key)! / 2) out.set(key, dense);
  }
  return out;
}

/** The pairs within the window that holds most; null where it is not twice as full as any other place. */
function densest(pairs: readonly TimePair[], rules: ClockRules): TimePair[] | null {
  const sorted = [...pairs].sort((x, y) => x.difference - y.difference);
  const best = fullest(sorted, rules.windowMs);
  if (best.n < rules.leastPairs) return null;
  const rest = sorted.filter((_, i) => i < best.from || i >= best.from + best.n);
  return fullest(rest, rules.windowMs).n * 2 > best.n ? null : sorted.slice(best.from, best.from + best.n);
}

function fullest(sorted: readonly TimePair[], windowMs: number): { from: number; n: number } {
  let best = { from: 0, n: 0 };
  for (let from = 0, to = 0; from < sorted.length; from++) {
    while (to < sorted.length && sorted[to]!.difference - sorted[from]!.difference <= windowMs) to++;
    if (to - from > best.n) best = { from, n: to - from };
  }
  return best;
}
