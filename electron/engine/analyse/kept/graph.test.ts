import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BrokenGraph, form, GraphReader, GraphWriter } from './graph';

class Pair {
  #right: unknown;
  constructor(
    readonly left: unknown,
    right: unknown,
  ) {
    this.#right = right;
  }
  get right(): unknown {
    return this.#right;
  }
  kept() {
    return [this.left, this.#right];
  }
}
const FORMS = [form(Pair, (one) => one.kept(), ([left, right]) => new Pair(left, right))]; // biome-ignore format: one line
const CONSTANTS = [{ of: 'the program', act: () => 1 }];

function bytesOf(value: unknown): Buffer {
  const pieces: Buffer[] = [];
  new GraphWriter((bytes) => pieces.push(Buffer.from(bytes)), FORMS, CONSTANTS).write(value);
  return Buffer.concat(pieces);
}

function valueIn(bytes: Buffer, step = 1 << 20): unknown {
  let at = 0;
  const source = (most: number): Buffer => {
    const piece = bytes.subarray(at, at + Math.min(most, step));
    at += piece.length;
    return piece;
  };
  return new GraphReader(source, bytes.length, FORMS, CONSTANTS).read();
}

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.constantFrom(-0, 2 ** 53, 192, 190, 191, -2, -1)),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(null, undefined, true, false, CONSTANTS[0]),
    fc.int32Array(),
    fc.float64Array(),
    fc.uint8Array(),
    fc.array(tie('any')),
    fc.dictionary(fc.string({ maxLength: 4 }).filter((key) => key !== '__proto__'), tie('any'), { noNullPrototype: true }), // biome-ignore format: one line
    fc.array(fc.tuple(tie('any'), tie('any'))).map((entries) => new Map(entries)),
    fc.array(tie('any')).map((list) => new Set(list)),
    fc.tuple(tie('any'), tie('any')).map(([left, right]) => new Pair(left, right)),
  ),
})).any; // biome-ignore format: one table

describe('values as bytes', () => {
  it('are the same values again, however they come', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 40 }), (one, step) => {
        const bytes = bytesOf(one);
        const again = valueIn(bytes, step);
        expect(again).toStrictEqual(one);
        expect(bytesOf(again)).toEqual(bytes);
      }),
    );
  });

  it('keep one object one, in a circle, too, and the order of keys', () => {
    const shared = { b: 1, a: 2 };
    const list: unknown[] = [shared, new Map([[1, shared]]), new Pair(shared, [shared])];
    list.push(list);
    const again = valueIn(bytesOf(list)) as [object, Map<number, object>, Pair, unknown];
    expect(Object.keys(again[0])).toEqual(['b', 'a']);
    expect(again[1].get(1)).toBe(again[0]);
    expect(again[2].left).toBe(again[0]);
    expect((again[2].right as object[])[0]).toBe(again[0]);
    expect(again[3]).toBe(again);
  });

  it('hold more than fits at once', () => {
    const many = { numbers: Float64Array.from({ length: 300_000 }, (_, i) => i / 3), text: 'é'.repeat(1_200_000), list: Array.from({ length: 200_000 }, (_, i) => i * 1_000) }; // biome-ignore format: one line
    expect(valueIn(bytesOf(many))).toStrictEqual(many);
  });

  it('are refused where they were cut or changed, and never believed', () => {
    const bytes = bytesOf([{ a: [1, 2, 300], b: 'text' }, new Pair(1, 'text'), Int32Array.of(1, 2, 3)]);
    for (let cut = 0; cut < bytes.length; cut++) expect(() => valueIn(bytes.subarray(0, cut))).toThrow(BrokenGraph);
    for (let i = 0; i < bytes.length; i++)
      for (const bit of [1, 64, 128]) {
        const other = Buffer.from(bytes);
        other[i]! ^= bit;
        try {
          valueIn(other);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Error); // and no endless loop, no memory without bounds
        }
      }
    expect(() => bytesOf(() => 1)).toThrow('cannot be kept');
    expect(() => bytesOf(new Date())).toThrow('cannot be kept');
  });
});
