import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SESSION, SWEEP_COLUMNS, type SweepRow } from './read';
import { chunks } from './stages/chunks';
import { SweptBatch, unpackSwept } from './swept';

const NULLABLE = ['factor', 'akey', 'actor', 'target', 'app', 'ip', 'place', 'ip2', 'place2', 'asn', 'device', 'ua', 'interactive', 'code', 'resource']; // biome-ignore format: one list
const WIDE = ['eid', 'time', 'rk', 'akey', 'asn'];
const row = fc.tuple(
  ...SWEEP_COLUMNS.map((name) => {
    if (name === 'session') return fc.option(fc.string({ unit: 'binary', maxLength: 40 }));
    const number = WIDE.includes(name) ? fc.maxSafeInteger() : fc.nat();
    return NULLABLE.includes(name) ? fc.option(number) : number;
  }),
) as unknown as fc.Arbitrary<SweepRow>;

describe('rows as buffers', () => {
  it('are the same rows again, in buffers that were used before, too', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), fc.array(row, { maxLength: 20 }), (first, second) => {
        const batch = new SweptBatch();
        for (const each of first) batch.add(each);
        const one = batch.take();
        expect([...unpackSwept(one)]).toEqual(first);
        batch.reuse(one);
        expect([...unpackSwept(batch.take())]).toEqual([]);
        for (const each of second) batch.add(each);
        expect([...unpackSwept(batch.take())]).toEqual(second);
      }),
    );
  });

  it('has room for more rows and longer texts than a chunk usually has', () => {
    const [sample] = fc.sample(row, { numRuns: 1, seed: 7 });
    const rows = Array.from({ length: 20_000 }, (_, i) => {
      const each = [...sample!] as SweepRow;
      each[SESSION] = i % 3 === 0 ? null : `é${'x'.repeat(i % 400)}`;
      return each;
    });
    const batch = new SweptBatch();
    for (const each of rows) batch.add(each);
    expect([...unpackSwept(batch.take())]).toEqual(rows);
  });

  it('refuses a number that is wider than its place', () => {
    const [wrong] = fc.sample(row, { numRuns: 1, seed: 7 });
    wrong![SWEEP_COLUMNS.indexOf('ip')] = 2 ** 40;
    expect(() => new SweptBatch().add(wrong!)).toThrow('32 bits');
  });
});

describe('chunks', () => {
  const at = (time: number, rk: number): SweepRow =>
    SWEEP_COLUMNS.map((name) => (name === 'time' ? time : name === 'rk' ? rk : 0)) as unknown as SweepRow;

  it('gives every event once, ties by record key, and none of a moment in two chunks', () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => at(Math.floor(i / 7) * (i > 12_000 && i < 24_000 ? 0 : 1), (i * 7_919) % 30_011)); // biome-ignore format: one line
    rows.sort((a, b) => a[1] - b[1]);
    const read = { sweep: (from: number, limit: number) => rows.filter(([, time]) => time >= from).slice(0, limit) };
    const all = [...chunks(read)];
    const expected = [...rows].sort((a, b) => a[1] - b[1] || a[3] - b[3]);
    expect(all.flat()).toEqual(expected);
    for (const [i, chunk] of all.entries()) if (i > 0) expect(chunk[0]![1]).toBeGreaterThan(all[i - 1]!.at(-1)![1]);
  });

  it('gives none where there is none', () => {
    expect([...chunks({ sweep: () => [] })]).toEqual([]);
  });
});
