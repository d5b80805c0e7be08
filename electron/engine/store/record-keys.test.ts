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
  it('finds every row of every key, and no others, however few were expected', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 3_000 }), key, (added, other) => {
        const keys = new RecordKeys(0);
        const rows = new Map<number, number[]>();
        for (const [i, rk] of added.entries()) {
          keys.add(rk, i + 1);
          rows.set(rk, [...(rows.get(rk) ?? []), i + 1]);
        }
        for (const [rk, eids] of rows) expect(keys.eids(rk)).toEqual(eids);
        expect(keys.has(other)).toBe(rows.has(other));
        expect(keys.eids(other)).toEqual(rows.get(other) ?? []);
      }),
      { numRuns: 60 },
    );
  });

  it('takes row ids below 2^32 only, and says so', () => {
    const keys = new RecordKeys(1);
    keys.add(7, 0xffff_ffff);
    expect(keys.eids(7)).toEqual([0xffff_ffff]);
    expect(() => keys.add(8, 2 ** 32)).toThrow(RangeError);
  });
});
