import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFile } from './remove';
import { Bench, eventRows, nowhere } from './testing/importing';
import { yearsOf } from './year';

const line = (date: string, rest = 'radiusd: (1) Login OK: [alice] (from client nas port 0 cli 203.0.113.4)'): string =>
  `${date} host ${rest}`;

describe('the year of a file', () => {
  it.each<[string, string, number | null]>([
    ['nobody tells', line('Jan  2 03:04:05'), null],
    [
      'a line with its whole date',
      `${line('Jan  2 03:04:05')}\n${line('Jan 12 03:04:05', 'x 2026-01-12T03:04:05Z y')}`,
      2026,
    ],
    [
      'behind the turn of the year',
      `${line('Dec 30 03:04:05')}\n${line('Jan  3 03:04:05', 'x 2026-01-03 03:04:05 y')}`,
      2025,
    ],
    ['in another zone', line('Dec 31 23:30:00', 'x 2026-01-01T01:30:00Z y'), 2025],
    ['a date that the line only speaks of', line('Jan  2 03:04:05', 'expires 2031-07-01 00:00:00 y'), null],
    [
      'two that contradict each other',
      `${line('Jan  2 03:04:05', '2026-01-02T03:04:05')}\n${line('Jan  3 03:04:05', '2024-01-03T03:04:05')}`,
      null,
    ],
    ['a year that stands behind the time', 'Tue Jan  2 03:04:05 2024 : 2024-01-02 03:04:05', null],
  ])('%s', (_name, text, year) => {
    expect(yearsOf(text, null)?.first ?? null).toBe(year);
  });

  it('goes on past the turn of the year, and forgives a little disorder', () => {
    const years = yearsOf(line('Nov 20 03:04:05'), 2025)!;
    expect([years.of(11, 20), years.of(12, 31), years.of(1, 1), years.of(10, 30), years.of(11, 19)]).toEqual([
      2025, 2025, 2026, 2026, 2025,
    ]);
    const early = yearsOf(line('Jan  1 00:00:05'), 2026)!;
    expect([early.of(12, 31), early.of(6, 1), early.of(12, 1)]).toEqual([2025, 2026, 2026]);
  });
});

describe('importing lines without a year', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.end());
  const log = `${line('Dec 31 23:59:00')}\n${line('Jan  1 00:01:00')}\n`;

  it('leaves them out, saying what to do; takes the person’s year, and keeps it with the import', async () => {
    const into = bench.newCase();
    const out = await bench.import(into, [bench.put('radius.log', log)]);
    expect(JSON.stringify(out)).toMatch(/no year in its time.*--year/);
    const named = bench.newCase('named');
    const settings = { source: null, zone: 'UTC', reference: false, year: 2025 };
    const { files } = await bench.import(named, [bench.put('radius.log', log)], { settings });
    expect(files).toMatchObject([
      { events: 2, skipped: 0, first: '2025-12-31T23:59:00.000Z', last: '2026-01-01T00:01:00.000Z' },
    ]);
    expect(files[0]!.warnings.join()).toMatch(/times without a year begin in 2025, named by the person/);
    // A second file with the same lines goes; what stays is read again in the same year.
    const again = await bench.import(named, [bench.put('copy.log', `${log}\n`)], { settings });
    expect(again.files).toMatchObject([{ duplicates: 2 }]);
    await removeFile(named, 'radius.log', 'wrong', () => nowhere);
    expect(eventRows(named).map(({ time }) => new Date(time).getUTCFullYear())).toEqual([2025, 2026]);
  });
});
