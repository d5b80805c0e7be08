import { describe, expect, it } from 'vitest';
import type { SourceCoverage } from '../../../shared/model/coverage';
import type { FileLedger } from '../../../shared/model/ledger';
import { axis, bars, delayLine, doubts, looksLikeZone, pairLine, zoneLine } from './coverage-words';

const day = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString();
const source = (first: number, last: number, silences: [number, number][] = []): SourceCoverage => ({
  source: 'okta',
  title: 'Okta',
  files: 1,
  events: 1,
  first: day(first),
  last: day(last),
  silences: silences.map(([from, to]) => ({ from: day(from), to: day(to), chance: 0 })),
  silencesCut: 0,
  delay: null,
});

describe('bars', () => {
  it('lie within the time that all logs span', () => {
    const [all, part] = bars([source(1, 11), source(6, 11, [[7, 8]])]);
    expect(all).toEqual({ left: 0, width: 100, silences: [] });
    expect(part).toEqual({ left: 50, width: 50, silences: [{ left: 60, width: 10 }] });
  });
  it('are seen however short, and do not run out at the end', () => {
    const [, moment] = bars([source(1, 11), source(11, 11)]);
    expect(moment!.width).toBeGreaterThan(0);
    expect(moment!.left + moment!.width).toBeLessThanOrEqual(100);
  });
});

it('counts what a "no" could lean on wrongly', () => {
  const pair = { file: 'a', other: 'b', by: 'prompt' as const, n: 5, medianMs: 60_000, spreadMs: 0 };
  expect(
    doubts({
      sources: [source(1, 2), source(1, 9, [[3, 4], [5, 6]])],
      cut: [{ file: 'a', source: 'okta', why: 'x' }],
      absent: [{ log: 'l', question: 'q', so: 's', of: [], decides: false }],
      clocks: [{ ...pair, suggestMs: -60_000 }, { ...pair, suggestMs: null }],
    }),
  ).toBe(4);
}); // biome-ignore format: a case

it.each([
  [62_400, 'ahead by 1 min 2 s; half of 14 pairs lie within 2 s'],
  [-3_600_000, 'behind by 1 h; half of 14 pairs lie within 2 s'],
  [400, 'no difference; half of 14 pairs lie within 2 s'],
])('%i ms: %s', (medianMs, line) => {
  expect(pairLine({ file: 'a', other: 'b', by: 'prompt', n: 14, medianMs, spreadMs: 1_500, suggestMs: null })).toBe(
    line,
  );
});

it('says how late records come', () => {
  expect(delayLine({ n: 1_200, median: 120_000, p90: 3_600_000, max: 18_000_000 })).toBe(
    'half within 2 min, nine of ten within 1 h, the latest after 5 h (n = 1,200)',
  );
});

it.each([
  [3_600_000, true],
  [-5_400_000, true],
  [3_598_000, true],
  [62_000, false],
  [1_000, false],
])('%i ms looks like a zone: %s', (ms, is) => expect(looksLikeZone(ms)).toBe(is));

it.each([
  [{}, 'as the records say'],
  [{ zoneAssumed: 'UTC', zoneNamed: false }, 'UTC, assumed: nobody named a zone for times without one'],
  [{ zoneAssumed: 'Asia/Tokyo', zoneNamed: true }, 'Asia/Tokyo, named at import for times without one'],
])('%j: %s', (file, line) => expect(zoneLine(file as FileLedger)).toBe(line));

describe('axis', () => {
  const source = (first: string, last: string) => ({ first, last }) as SourceCoverage;
  it('names days between the first and the last record of all', () => {
    const marks = axis([source('2026-01-01T00:00:00.000Z', '2026-01-09T00:00:00.000Z'), source('2026-01-03T00:00:00.000Z', '2026-01-11T00:00:00.000Z')], 'UTC'); // biome-ignore format: one row
    expect(marks.length).toBeGreaterThan(1);
    expect(marks.every(({ left }) => left >= 0 && left <= 90)).toBe(true);
    expect(marks.map(({ label }) => label)).toEqual(['1 Jan', '3 Jan', '5 Jan', '7 Jan', '9 Jan']);
  });
  it.each([[[]], [[source('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')]]])(
    'has none without a span: %#',
    (sources) => {
      expect(axis(sources, 'UTC')).toEqual([]);
    },
  );
});
