/**
 * Silences that are unlike a source: its own working days and nights are the measure. Counted is whether an hour had any
 * record, not how many: a burst says nothing about the next hour. Pure.
 */
import { DAY, HOUR } from '../../../../shared/model/time';

/** Hours with records, in order. */
export interface ActiveHour {
  /** Hours since 1970-01-01 UTC. */
  hour: number;
  first: number;
  last: number;
}

export interface Quiet {
  from: number;
  to: number;
  chance: number;
}

export const RHYTHM_RULES = { chance: 1e-6, leastMs: 2 * HOUR };
export type RhythmRules = typeof RHYTHM_RULES;

const LEAST = 4; // hours of a kind before anything can be said of it: fewer are no rhythm
const GROUPS = 48; // hour of the day, on working days and on weekends
const groupOf = (hour: number): number => {
  const weekday = new Date(hour * HOUR).getUTCDay();
  return (weekday === 0 || weekday === 6 ? 24 : 0) + (hour % 24);
};

/** Longest first. `hours` rise strictly. */
export function silences(hours: readonly ActiveHour[], rules: RhythmRules = RHYTHM_RULES): Quiet[] {
  const [start, end] = [hours[0]?.hour, hours.at(-1)?.hour];
  if (start === undefined || end === undefined || end - start < DAY / HOUR) return [];
  const all = new Float64Array(GROUPS);
  const active = new Float64Array(GROUPS);
  for (let hour = start; hour <= end; hour++) all[groupOf(hour)]!++;
  for (const { hour } of hours) active[groupOf(hour)]!++;
  /** Logarithm of the probability that an hour of this kind passes without a record. */
  const silent = Float64Array.from(all, (n, i) => (n < LEAST ? 0 : Math.log(1 - (active[i]! + 0.5) / (n + 1))));
  const found: Quiet[] = [];
  for (let i = 1; i < hours.length; i++) {
    const [before, after] = [hours[i - 1]!, hours[i]!];
    if (after.first - before.last < rules.leastMs) continue;
    let log = 0;
    for (let hour = before.hour + 1; hour < after.hour; hour++) log += silent[groupOf(hour)]!;
    const chance = Math.exp(log);
    if (chance < rules.chance) found.push({ from: before.last, to: after.first, chance });
  }
  return found.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
}
