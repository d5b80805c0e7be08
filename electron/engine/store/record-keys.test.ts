import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordKeys } from './record-keys';

/** Keys at both ends, ones that want the same slot, and ones that differ in their high bits only. */
const key = fc.oneof(
  fc.nat({ max: 40 }),
  fc.nat({ max: 40 }).map((low) => 2 ** 53 - 1 - low),
  fc.nat({ max: 2 ** 21 - 1 }).map((high) => high * 2 ** 32 + 0xffff_ffff),
  fc.maxSafeNat(),
);

describe('record keys in memory', () => {
  it('finds every row of every key in order, and few others, however few were expected', () => {
    let asked = 0;
    let mistaken = 0;
    fc.assert(
      fc.property(fc.array(key, { maxLength: 3_000 }), key, (added, other) => {
        const keys = new RecordKeys(0);
        const rows = new Map<number, number[]>();
        for (const [i, rk] of [...added, other].entries()) {
          asked++;
          if (keys.addNew(rk, i + 1)) expect(rows.has(rk)).toBe(false);
          else {
            if (!rows.has(rk)) mistaken++;
            keys.add(rk, i + 1);
          }
          rows.set(rk, [...(rows.get(rk) ?? []), i + 1]);
        }
        for (const [rk, eids] of rows) {
          const own = new Set(eids);
          const found = keys.eids(rk);
          expect(found.filter((eid) => own.has(eid))).toEqual(eids);
          asked++;
          if (found.length > eids.length) mistaken++;
        }
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(mistaken).toBeLessThan(asked / 1_000);
  });

  it('takes one evenly spread key in 30,000 for another', () => {
    const keys = new RecordKeys(100_000);
    const spread = (i: number): number => Math.floor((((i + 1) * 0.618_033_988_749_895) % 1) * 2 ** 53);
    for (let i = 0; i < 100_000; i++) keys.add(spread(i), i + 1);
    let mistaken = 0;
    for (let i = 100_000; i < 1_100_000; i++) if (keys.eids(spread(i)).length > 0) mistaken++;
    expect(mistaken).toBeGreaterThan(0); // what writes rows must bear it
    expect(mistaken).toBeLessThan(1_000_000 / 15_000);
  });

  it('takes row ids below 2^28 only, and says so', () => {
    const keys = new RecordKeys(1);
    keys.add(7, 2 ** 28 - 1);
    expect(keys.eids(7)).toEqual([2 ** 28 - 1]);
    expect(() => keys.add(8, 2 ** 28)).toThrow(RangeError);
    expect(() => keys.addNew(8, 2 ** 28)).toThrow(RangeError);
  });
});
