import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type AttemptResults, writeAttempts } from './analysis-writes';
import { openCaseDb } from './open';

const db = openCaseDb(':memory:');
afterAll(() => db.close());

type Told = Map<number, { attempt: number; counted: boolean }>;

const results = (told: Told): AttemptResults => ({
  end: Math.max(0, ...told.keys()) + 1,
  each(from, to, say) {
    for (const [eid, { attempt, counted }] of [...told].sort(([a], [b]) => a - b))
      if (eid >= from && eid < to) say(eid, attempt, counted);
  },
});

const rows = (told: Told): number[][] =>
  [...told].sort(([a], [b]) => a - b).map(([eid, { attempt, counted }]) => [eid, attempt, counted ? 1 : 0]);

const written = (): unknown[] => db.read.prepare('SELECT eid, attempt, counted FROM attempt ORDER BY eid').raw().all();
const changes = (): unknown => db.read.prepare('SELECT total_changes()').pluck().get();

const eid = fc.integer({ min: 1, max: 5_000 });
const told = fc
  .array(fc.tuple(eid, fc.record({ attempt: eid, counted: fc.boolean() })), { maxLength: 1_500, size: 'max' })
  .map((entries) => new Map(entries));

describe('writeAttempts', () => {
  it('leaves what was found, whatever stood before', () => {
    fc.assert(
      fc.property(told, told, fc.boolean(), (before, change, isPart) => {
        const after = isPart ? new Map([...before, ...[...change].slice(0, 3)]) : change;
        writeAttempts(db.write, results(before));
        writeAttempts(db.write, results(after));
        expect(written()).toEqual(rows(after));
      }),
      { numRuns: 40 },
    );
  });

  it('leaves what is told of some events, and what stood of those in which nothing changed', () => {
    fc.assert(
      fc.property(told, told, (before, change) => {
        const after = new Map([...before, ...change]);
        const only = new Set(change.keys());
        for (const gone of [...before.keys()].slice(0, 3)) {
          after.delete(gone);
          only.add(gone);
        }
        writeAttempts(db.write, results(before));
        writeAttempts(db.write, results(after), only);
        expect(written()).toEqual(rows(after));
      }),
      { numRuns: 40 },
    );
  });

  it('writes nothing where the same was found again, and a part where a part changed', () => {
    const many: Told = new Map(Array.from({ length: 5_000 }, (_, i) => [i + 1, { attempt: 1, counted: i === 0 }]));
    writeAttempts(db.write, results(many));
    const before = changes();
    writeAttempts(db.write, results(many));
    expect(changes()).toBe(before);
    writeAttempts(db.write, results(new Map(many).set(3_000, { attempt: 3_000, counted: true })));
    expect((changes() as number) - (before as number)).toBe(2); // one row gone, one there
  });
});
