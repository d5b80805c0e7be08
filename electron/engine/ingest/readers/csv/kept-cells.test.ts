import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SliceDecoder } from '../encoding';
import { KEPT } from './row-memory';
import { RowsReader } from './rows';

const COLUMNS = 5;

interface Told {
  derived: string[][];
  /** How often something was made. */
  made: number;
  fallbacks: number;
}

/** What is derived of each row's cells by the lists of their numbers; `warmUp`: bytes before rows lie in WebAssembly's memory. */
function derivedOf(bytes: Buffer, lists: readonly (readonly number[])[], warmUp: number): Told {
  const decoder = new SliceDecoder();
  const told: Told = { derived: [], made: 0, fallbacks: 0 };
  const reader = new RowsReader(
    {
      row(row) {
        if (row.count !== COLUMNS) return;
        const text = (cell: number): string => {
          const found = row.text!(cell, decoder);
          return row.hasEscapes(cell) ? found.replaceAll('""', '"') : found;
        };
        told.derived.push(
          lists.map((cells) =>
            row.derivedFrom!(cells, decoder, () => {
              told.made++;
              return JSON.stringify(cells.map(text));
            }),
          ),
        );
      },
      broken: () => {},
    },
    0x2c,
    0,
    warmUp,
  );
  for (let at = 0; at < bytes.length; at += 50_000) reader.feed(Buffer.from(bytes.subarray(at, at + 50_000)));
  reader.end();
  return { ...told, fallbacks: decoder.fallbacks };
}

const lines = (rows: readonly (readonly string[])[], encoding: BufferEncoding): Buffer =>
  Buffer.from(`${rows.map((row) => row.join(',')).join('\n')}\n`, encoding);

/** As they are written: quoted or not, of letters that could be taken for lengths, and of any length. */
const cell = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'b',
    'ab',
    '"a"',
    '"a""b"',
    'a""b',
    '"a,b"',
    '\u0000',
    '\u0002\u0000\u0000\u0000a',
    'é',
    '"é"',
  ),
  fc.constantFrom('x'.repeat(4_090), 'y'.repeat(5_000)),
  fc.string({ unit: fc.constantFrom('\u0000', '\u0001', '\u0002', 'a'), maxLength: 6 }),
);
const row = fc.array(cell, { minLength: COLUMNS, maxLength: COLUMNS });
const list = fc.uniqueArray(fc.nat({ max: COLUMNS - 1 }), { maxLength: COLUMNS });

describe('what is derived of several cells', () => {
  it('is that of the row by itself', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.array(list, { minLength: 1, maxLength: 4 }),
        fc.constantFrom<BufferEncoding>('utf8', 'latin1'),
        (rows, lists, encoding) => {
          const bytes = lines([...rows, ...rows], encoding);
          const { derived, fallbacks, made } = derivedOf(bytes, lists, 0);
          const plain = derivedOf(bytes, lists, Number.POSITIVE_INFINITY);
          expect(derived).toEqual(plain.derived);
          expect(fallbacks).toBe(plain.fallbacks);
          expect(made).toBeLessThanOrEqual(plain.made);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is made once for rows that have the same in them, and not for those that differ elsewhere', () => {
    const rows = Array.from({ length: 9_000 }, (_, n) => [`${n}`, `${n % 3}`, '"a ""b"""', `${n % 5}`, 'z']);
    expect(derivedOf(lines(rows, 'utf8'), [[1, 2, 3]], 0).made).toBeLessThan(20);
  });

  it('stays right where more differ than there is room for, and what comes again is kept through it', () => {
    const crowd = 2 * KEPT;
    const rows = Array.from({ length: 3 * KEPT }, (_, n) =>
      n % 2 === 0 ? ['often', `${n % 50}`, '', '', ''] : ['seldom', `${n % crowd}`, '', '', ''],
    );
    const bytes = lines(rows, 'utf8');
    const { derived, made } = derivedOf(bytes, [[0, 1]], 0);
    expect(derived).toEqual(derivedOf(bytes, [[0, 1]], Number.POSITIVE_INFINITY).derived);
    const seldom = rows.length / 2;
    expect(made - seldom).toBeLessThan(500);
  });

  it('is made of each row where it hardly ever comes again', () => {
    const rows = Array.from({ length: 40_000 }, (_, n) => [`${n}`, `${n % 2}`, 'x', 'y', 'z']);
    const bytes = lines(rows, 'utf8');
    const lists = [
      [0, 1],
      [1, 2],
    ];
    const { derived, made } = derivedOf(bytes, lists, 0);
    expect(derived).toEqual(derivedOf(bytes, lists, Number.POSITIVE_INFINITY).derived);
    expect(made).toBeLessThan(40_100);
  });
});
