import { expect, it } from 'vitest';
import { strip } from './strip';

const at = (id: string, time: number): { id: string; at: number; verdict: 'friction' } => ({ id, at: time, verdict: 'friction' }); // biome-ignore format: one line

it('piles marks that fall together and keeps the ends in the picture', () => {
  const { marks, base, height } = strip([at('a', 0), at('b', 0), at('c', 1_000)], { from: 0, to: 1_000 }, 600, 'UTC');
  expect(marks[0]!.x).toBe(marks[1]!.x);
  expect(marks[1]!.y).toBeLessThan(marks[0]!.y);
  expect(marks[2]!.x).toBeLessThanOrEqual(594);
  for (const { y } of marks) expect(y).toBeLessThan(base);
  expect(height).toBeGreaterThan(base);
});

it('stays low for a thousand at once', () => {
  const { height } = strip(
    Array.from({ length: 1_000 }, (_, i) => at(String(i), 5)),
    { from: 5, to: 5 },
    600,
    'UTC',
  );
  expect(height).toBeLessThan(90);
});
