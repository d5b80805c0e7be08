import { describe, expect, it } from 'vitest';
import { habit, hourPieces } from './habits';

const at = (text: string): number => Date.parse(text);

describe('hours of the week', () => {
  it('are those of the clock on the wall', () => {
    const bar = { from: at('2026-01-14T23:00:00Z'), success: 3, denied: 1, other: 9 };
    const utc = habit([bar], (time) => time);
    expect(utc.success[2]![23]).toBe(3);
    expect(utc.denied[2]![23]).toBe(1);
    expect(utc.total).toBe(4);
    const berlin = habit([bar], (time) => time + 3_600_000);
    expect(berlin.success[3]![0]).toBe(3);
  });
  it('of nothing are empty', () => {
    expect(habit([], (time) => time)).toMatchObject({ most: 0, total: 0 });
  });
});

describe('pieces of the span', () => {
  it('have bars of exactly an hour on full hours', () => {
    const { pieces, cut } = hourPieces(at('2026-01-01T00:20:00Z'), at('2026-01-31T10:00:00Z'));
    expect(pieces).toEqual([{ from: at('2026-01-01T00:00:00Z'), to: at('2026-01-31T11:00:00Z'), buckets: 731 }]);
    expect(cut).toBe(false);
  });
  it('are joined without a gap, and say when the span is too long', () => {
    const { pieces, cut } = hourPieces(at('2024-01-01T00:00:00Z'), at('2026-01-31T10:00:00Z'));
    expect(pieces).toHaveLength(4);
    expect(cut).toBe(true);
    for (const [i, piece] of pieces.entries()) {
      expect(piece.buckets).toBe(2_000);
      if (i > 0) expect(piece.from).toBe(pieces[i - 1]!.to);
    }
  });
});
