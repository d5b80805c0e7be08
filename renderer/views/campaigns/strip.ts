/** Layout of a campaign's episodes over time: marks that would lie on each other stand upon each other. Pure. */
import type { Verdict } from '../../../shared/model/words';
import { formatTime } from '../../ui/format';

export interface Strip {
  height: number;
  base: number; // y of the rule
  marks: { id: string; x: number; y: number; verdict: Verdict }[];
  ticks: { x: number; text: string; anchor: 'start' | 'middle' | 'end' }[];
}

const STEP = 9; // px from mark to mark
const MOST = 6; // marks upon each other; further ones share the top
const PAD = 6;

/** `at` and the span in milliseconds UTC, width in CSS pixels. */
export function strip(
  rows: readonly { id: string; at: number; verdict: Verdict }[],
  { from, to }: { from: number; to: number },
  width: number,
  zone: string,
): Strip {
  const scale = (width - 2 * PAD) / Math.max(1, to - from);
  const piles = new Map<number, number>();
  const placed = rows.map(({ id, at, verdict }) => {
    const x = Math.round((PAD + (at - from) * scale) / STEP) * STEP;
    const up = Math.min(MOST - 1, piles.get(x) ?? 0);
    piles.set(x, (piles.get(x) ?? 0) + 1);
    return { id, x: Math.min(width - PAD, Math.max(PAD, x)), up, verdict };
  });
  const high = Math.max(1, ...placed.map(({ up }) => up + 1));
  const base = high * STEP + 4;
  return {
    height: base + 20,
    base,
    marks: placed.map(({ id, x, up, verdict }) => ({ id, x, y: base - 6 - up * STEP, verdict })),
    ticks: [
      { x: 0, text: formatTime(from, zone, 'minute'), anchor: 'start' },
      ...(width > 560
        ? [{ x: width / 2, text: formatTime((from + to) / 2, zone, 'minute'), anchor: 'middle' as const }]
        : []),
      { x: width, text: formatTime(to, zone, 'minute'), anchor: 'end' },
    ],
  };
}
