/** Inputs begun before their turn: in order, few at once, nothing left behind. */
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ParsedBatch, ParsedFile } from './parsed';
import { type Parsing, ReadAhead } from './read-ahead';

/** A parse of so many batches, each `readBytes` its number; keeps count of those under way. */
class Lanes {
  running = 0;
  most = 0;
  returned = 0;

  parse(batches: number, ms: number): Parsing {
    let next = 0;
    let isOver = false;
    const end = (): void => {
      if (!isOver) this.running--;
      isOver = true;
    };
    this.most = Math.max(this.most, ++this.running);
    return {
      next: async () => {
        await setTimeout(ms);
        if (next < batches) return { done: false, value: { readBytes: next++ } as ParsedBatch };
        end();
        return { done: true, value: { bytes: batches } as ParsedFile };
      },
      return: async () => {
        this.returned++;
        end();
      },
    };
  }
}

const read = async (parsing: Parsing): Promise<number[]> => {
  const numbers: number[] = [];
  for (;;) {
    const step = await parsing.next();
    if (step.done) return [...numbers, step.value.bytes];
    numbers.push(step.value.readBytes);
  }
};

it('gives each input its own steps in order, begins only small ones, and no more at once than it may', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ batches: fc.nat(20), isSmall: fc.boolean(), ms: fc.nat(2) }), { maxLength: 20 }),
      fc.integer({ min: 0, max: 3 }),
      async (inputs, count) => {
        const lanes = new Lanes();
        const ahead = new ReadAhead(
          inputs,
          count,
          ({ isSmall }) => isSmall,
          async ({ batches, ms }) => ({ parsing: lanes.parse(batches, ms) }),
        );
        for (const [i, { batches, isSmall }] of inputs.entries()) {
          const begun = await ahead.take(i);
          if (!isSmall || count === 0) {
            expect(begun).toBeNull();
            continue;
          }
          expect(await read(begun!.parsing!)).toEqual([...Array(batches).keys(), batches]);
        }
        await ahead.end(() => expect.unreachable('all were taken'));
        expect(lanes.most).toBeLessThanOrEqual(count);
        expect(lanes.running).toBe(0);
      },
    ),
    { numRuns: 40 },
  );
});

it('tells where its turn comes what could not be begun, and goes on with the next', async () => {
  const ahead = new ReadAhead(
    ['good', 'bad', 'good'],
    2,
    () => true,
    async (input) => {
      if (input === 'bad') throw new Error('it cannot be read');
      return { parsing: new Lanes().parse(1, 0) };
    },
  );
  expect(await read((await ahead.take(0))!.parsing!)).toEqual([0, 1]);
  await expect(ahead.take(1)).rejects.toThrow('it cannot be read');
  expect(await read((await ahead.take(2))!.parsing!)).toEqual([0, 1]);
  await ahead.end(() => expect.unreachable('all were taken'));
});

it('ended in the middle gives up what is begun, and names what nobody took', async () => {
  const lanes = new Lanes();
  const inputs = [...Array(10).keys()];
  const ahead = new ReadAhead(
    inputs,
    3,
    () => true,
    async (number) => ({ number, parsing: lanes.parse(1_000, 0) }),
  );
  const first = await ahead.take(0);
  await first!.parsing!.next();
  const dropped: number[] = [];
  await ahead.end(({ number }) => dropped.push(number));
  expect(dropped).toEqual([1, 2]);
  expect(lanes).toMatchObject({ running: 0, most: 3, returned: 3 });
  expect(await ahead.take(5)).toBeNull();
});
