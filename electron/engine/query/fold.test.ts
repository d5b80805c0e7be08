import { expect, it } from 'vitest';
import type { EventRow } from '../store/events';
import { runs } from './fold';

const MINUTE = 60_000;
const row = (minute: number, actor: number, outcome = 1): EventRow =>
  ({ time: minute * MINUTE, actor, outcome, source: 1, action: 1 }) as unknown as EventRow;
const told = (rows: EventRow[]): string[] =>
  runs(rows).map((run) => `${run.row.actor}@${run.row.time / MINUTE}–${run.last.time / MINUTE}×${run.n}`);

it('folds what one identity repeats, whatever others do in between', () => {
  expect(told([row(0, 1), row(1, 2), row(2, 1), row(3, 1), row(4, 2)])).toEqual(['1@0–3×3', '2@1–4×2']);
});
it('ends a run where the identity does something else, and begins another after it', () => {
  expect(told([row(0, 1), row(1, 1, 2), row(2, 1)])).toEqual(['1@0–0×1', '1@1–1×1', '1@2–2×1']);
});
it('ends a run at a pause, in either order of time', () => {
  expect(told([row(0, 1), row(30, 1), row(61, 1)])).toEqual(['1@0–30×2', '1@61–61×1']);
  expect(told([row(61, 1), row(30, 1), row(0, 1)])).toEqual(['1@61–61×1', '1@30–0×2']);
});
it('holds every event exactly once', () => {
  const rows = Array.from({ length: 500 }, (_, i) => row(i, i % 7, (i * 31) % 3));
  expect(runs(rows).reduce((sum, run) => sum + run.n, 0)).toBe(500);
});
it('leaves alone what a note stands on, and what repeats around it is two runs', () => {
  const rows = [row(0, 1), row(1, 1), row(2, 1), row(3, 1), row(4, 1)];
  const apart = runs(rows, (one) => one.time === 2 * MINUTE);
  expect(apart.map(({ row: first, n }) => `${first.time / MINUTE}×${n}`)).toEqual(['0×2', '2×1', '3×2']);
});
