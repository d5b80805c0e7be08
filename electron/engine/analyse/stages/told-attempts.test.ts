import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToldAttempts } from './told-attempts';

const LAST = 70_000;
/** Near and far, before and behind, at the ends of what two bytes hold. */
const pair = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: LAST }), fc.integer({ min: 1, max: LAST })),
  fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 1, 2, 16_382, 16_383, 16_384, 16_385)).map(([eid, away]): [number, number] => [eid, eid + away]), // biome-ignore format: one line
  fc.tuple(fc.integer({ min: 20_000, max: 20_040 }), fc.constantFrom(0, 1, 2, 16_382, 16_383, 16_384, 16_385)).map(([eid, away]): [number, number] => [eid, eid - away]), // biome-ignore format: one line
);

describe('attempts told', () => {
  it.each([0, 5, 50_000])('are the last word on each event, %i of them far away at most', (mostFar) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(pair, fc.boolean()), { maxLength: 60 }), fc.nat(60), (said, cut) => {
        let told = new ToldAttempts(LAST - 10, undefined, mostFar);
        const words = new Map<number, { attempt: number; counted: boolean }>();
        for (const [i, [[eid, attempt], counted]] of said.entries()) {
          if (i === cut) told = new ToldAttempts(LAST, told.kept(), mostFar); // events came
          if (i < cut && eid > LAST - 10) continue;
          told.set(eid, attempt, counted);
          words.set(eid, { attempt, counted });
        }
        const all = new Map<number, { attempt: number; counted: boolean }>();
        told.each(0, told.end, (eid, attempt, counted) => all.set(eid, { attempt, counted }));
        expect(all).toEqual(words);
        expect([...all.keys()]).toEqual([...all.keys()].sort((a, b) => a - b));
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
