/** Single events of a lane as marks on the screen, close ones of one kind as a cluster. */
import type { Lane } from '../../../shared/contract/events';
import type { TimeScale } from '../../ui/time-scale';

export type Mark = 'denied' | 'success' | 'change' | 'request' | 'other';
/** Drawn in this order: what matters most lies on top. */
export const DRAW_ORDER: readonly Mark[] = ['other', 'success', 'request', 'change', 'denied'];

export interface Cluster {
  mark: Mark;
  /** Pixels of the first and the last mark. */
  x: number;
  x2: number;
  n: number;
  /** Positions in the lane's arrays, first and last. */
  first: number;
  last: number;
}

const NEAR = 6; // CSS pixels: marks closer than that cannot be told apart by the pointer

/** Clusters within `from`…`to` pixels, per kind, in time order. `times` must be ascending. */
export function clusters(
  single: NonNullable<Lane['single']>,
  scale: TimeScale,
  from = -20,
  to = scale.width + 20,
): Cluster[] {
  const out: Cluster[] = [];
  const open = new Map<Mark, Cluster>();
  const start = lowerBound(single.times, scale.time(from));
  for (let i = start; i < single.times.length; i++) {
    const x = scale.x(single.times[i]!);
    if (x > to) break;
    const mark = single.marks[i]!;
    const last = open.get(mark);
    if (last && x - last.x2 < NEAR) {
      last.x2 = x;
      last.n++;
      last.last = i;
      continue;
    }
    const made = { mark, x, x2: x, n: 1, first: i, last: i };
    open.set(mark, made);
    out.push(made);
  }
  return out;
}

/** First position whose value is at least `value`. */
export function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The event after (`by` 1) or before (-1) the present one in a lane; the nearest to `around` when none is chosen. */
export function walk(
  single: NonNullable<Lane['single']>,
  current: string | null,
  by: 1 | -1,
  around: number,
): number | null {
  const n = single.ids.length;
  if (n === 0) return null;
  const at = current === null ? -1 : single.ids.indexOf(current);
  if (at >= 0) {
    const next = at + by;
    return next >= 0 && next < n ? next : null;
  }
  const right = lowerBound(single.times, around);
  const next = by === 1 ? right : right - 1;
  return next >= 0 && next < n ? next : null;
}

/** Heights of one lane's density bars, square roots, denials and the rest each on their own scale. */
export function densityHeights(
  values: readonly number[],
  from: number,
  to: number,
  most: number,
  room: number,
): number[] {
  const out: number[] = [];
  for (let i = from; i < to; i++) {
    const n = values[i] ?? 0;
    out.push(n === 0 ? 0 : Math.max(2, Math.sqrt(n / most) * room));
  }
  return out;
}
