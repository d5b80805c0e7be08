/** Numbers as they are typed, before they are kept: what they mean, what is wrong with them, what would change. Pure. */
import type { Threshold, ThresholdValues } from '../../../shared/model/threshold';

/** Text by id; only of fields that were touched. */
export type Draft = Readonly<Record<string, string>>;

export interface Change {
  threshold: Threshold;
  to: number;
}

/** The number that was typed, with a decimal point or comma; null where it is none. */
export function typed(text: string): number | null {
  const plain = text
    .trim()
    .replace('−', '-')
    .replace(/^(-?\d+),(\d+)$/, '$1.$2');
  if (!/^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(plain)) return null;
  return Number(plain);
}

/** What is wrong with a text; null where nothing is. */
export function faultOf({ least, most, whole, unit }: Threshold, text: string): string | null {
  const value = typed(text);
  if (value === null) return 'Write a number';
  if (value < least || value > most) return `From ${least} to ${most} ${unit}`;
  return whole && !Number.isInteger(value) ? 'Write a whole number' : null;
}

/** Numbers that differ from what stands; of faulty texts nothing. */
export function changesOf(thresholds: readonly Threshold[], draft: Draft): Change[] {
  return thresholds.flatMap((threshold) => {
    const text = draft[threshold.id];
    if (text === undefined || faultOf(threshold, text) !== null) return [];
    const to = typed(text)!;
    return to === threshold.value ? [] : [{ threshold, to }];
  });
}

export const hasFaults = (thresholds: readonly Threshold[], draft: Draft): boolean =>
  thresholds.some((one) => draft[one.id] !== undefined && faultOf(one, draft[one.id]!) !== null);

/** All own values as they would stand: what is the product's own is not named. */
export function valuesOf(thresholds: readonly Threshold[], draft: Draft): ThresholdValues {
  const changes = new Map(changesOf(thresholds, draft).map(({ threshold, to }) => [threshold.id, to]));
  return Object.fromEntries(
    thresholds.flatMap((one) => {
      const value = changes.get(one.id) ?? one.value;
      return value === one.default ? [] : [[one.id, value]];
    }),
  );
}

/** Thresholds under their headings, in the order in which they come. */
export function groupsOf(thresholds: readonly Threshold[], search: string): [group: string, list: Threshold[]][] {
  const wanted = search.trim().toLowerCase();
  const fits = ({ id, name, group, about }: Threshold): boolean =>
    [id, name, group, about].some((text) => text.toLowerCase().includes(wanted));
  return [...Map.groupBy(thresholds.filter(fits), ({ group }) => group)];
}
