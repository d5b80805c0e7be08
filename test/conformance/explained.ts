/** Differences that stand: what a peer reads otherwise, and why we do not follow it. */
import type { Difference, Field } from './compare';

export interface Explanation {
  /** Matched against the file's path below the samples, without its ending. */
  file: RegExp;
  field: Field;
  /** Narrow: true only for the differences that the reason covers. */
  covers(difference: Difference): boolean;
  /** Why our reading stands: one or two sentences. */
  reason: string;
}

export const EXPLAINED: readonly Explanation[] = [];

/** The first explanation that covers the difference; null where it is a plain disagreement. */
export function explanationOf(difference: Difference, table: readonly Explanation[] = EXPLAINED): Explanation | null {
  return (
    table.find(
      ({ file, field, covers }) => field === difference.field && file.test(difference.file) && covers(difference),
    ) ?? null
  );
}
