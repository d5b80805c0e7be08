import { describe, expect, it } from 'vitest';
import { commonFolder, segments, sumLine, totals, unaccounted } from './ledger';

const file = { records: 1200, events: 1180, context: 0, duplicates: 15, skipped: 4, rejected: 1 };

it.each([
  [['a/b/x.json', 'a/b/y.json', 'a/c/z.json'], 'a/'],
  [['a/x', 'ab/x'], ''],
  [['a/x'], ''],
  [['x', 'y'], ''],
  [[], ''],
])('%j share %j', (paths, folder) => expect(commonFolder(paths)).toBe(folder));

it('closes, or says by how much it does not', () => {
  expect(unaccounted(file)).toBe(0);
  expect(unaccounted({ ...file, records: 1203 })).toBe(3);
});

describe('segments', () => {
  it('shows every end that occurs, however small, and fills the bar', () => {
    const made = segments({
      records: 1_000_001,
      events: 1_000_000,
      context: 0,
      duplicates: 0,
      skipped: 0,
      rejected: 1,
    });
    expect(made.map(({ end }) => end)).toEqual(['events', 'rejected']);
    expect(made[1]!.share).toBeGreaterThan(1);
    expect(made.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100);
  });
  it('draws nothing for an empty file', () => {
    expect(segments({ records: 0, events: 0, context: 0, duplicates: 0, skipped: 0, rejected: 0 })).toEqual([]);
  });
});

it('says the sum in words', () => {
  expect(sumLine(file)).toBe('1,200 records = 1,180 events + 15 duplicates + 4 skipped + 1 rejected');
  expect(sumLine({ records: 1, events: 1, context: 0, duplicates: 0, skipped: 0, rejected: 0 })).toBe(
    '1 record = 1 event',
  );
});

it('adds files up', () => {
  expect(totals([file, file])).toEqual({
    records: 2400,
    events: 2360,
    context: 0,
    duplicates: 30,
    skipped: 8,
    rejected: 2,
  });
});
