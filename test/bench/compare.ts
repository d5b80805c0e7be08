/** What changed between two builds: told only where it is more than the repetitions differ among themselves. */
import { median } from './numbers.ts';

export interface Result {
  id: string;
  name: string;
  must: number;
  aim: number;
  size: string;
  /** One per repetition. */
  ratios: number[];
  /** Medians of what the ratios were made of. */
  of: Record<string, number>;
}

export type Change = 'better' | 'worse' | 'same';

const LEAST = 0.05; // of the ratio: less is no change that anybody would act on

/**
 * Whether a row changed from `before` to `now` (ratios of their repetitions, at least one each). A change is real where no
 * repetition of the one lies among those of the other, and the medians are more than 5 % apart. By chance alone that comes
 * once in ten rows with three repetitions each, once in 126 with five.
 */
export function change(before: readonly number[], now: readonly number[]): Change {
  const [was, is] = [median(before), median(now)];
  if (Math.abs(is - was) <= LEAST * was) return 'same';
  if (Math.max(...now) < Math.min(...before)) return 'better';
  return Math.min(...now) > Math.max(...before) ? 'worse' : 'same';
}
