import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiled } from '../../../../build/wasm';
import { SliceDecoder } from '../encoding';
import { detectLayout } from './delimiter';
import { ROW_LIMIT, RowsReader } from './rows';

interface Found {
  rows: string[][];
  places: [number, number][];
  broken: [string, number][];
  cut: boolean;
  /** Texts that were not UTF-8. */
  fallbacks: number;
}

/** `warmUp`: bytes before rows are followed in WebAssembly. */
function read(text: string | Buffer, delimiter = ',', chunkSize = 1 << 20, warmUp?: number): Found {
  const found: Found = { rows: [], places: [], broken: [], cut: false, fallbacks: 0 };
  const bytes = Buffer.from(text as string);
  const decoder = new SliceDecoder();
  const reader = new RowsReader(
    {
      row(row, at, length) {
        found.rows.push(
          Array.from({ length: row.count }, (_, i) => {
            if (!row.hasEscapes(i)) return row.text!(i, decoder);
            return decoder.text(row.bytes, row.from(i), row.to(i)).replaceAll('""', '"');
          }),
        );
        found.places.push([at, length]);
      },
      broken: (why, at) => void found.broken.push([why, at]),
      cut: () => {
        found.cut = true;
      },
    },
    delimiter.charCodeAt(0),
    0,
    warmUp,
  );
  const buffer = Buffer.alloc(chunkSize);
  for (let at = 0; at < bytes.length; at += chunkSize) {
    const length = bytes.copy(buffer, 0, at, at + chunkSize);
    decoder.refilled();
    reader.feed(buffer.subarray(0, length));
  }
  reader.end();
  found.fallbacks = decoder.fallbacks;
  return found;
}

const cell = fc.oneof(
  fc.string(),
  fc.constantFrom('a,b', 'say "hi"', 'two\nlines', 'x\r\ny', '', '{"k":"v,\\"w"}', 'ü€😀'),
);

describe('rows', () => {
  it('are the same in any chunks, and each slice is that row', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 5 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
          ),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 50 }),
        (rows, delimiter, eol, size) => {
          const text = stringify(rows, { delimiter, quoted: true, record_delimiter: eol });
          const found = read(text, delimiter, size);
          expect(found.rows).toEqual(rows);
          expect(found.broken).toEqual([]);
          const bytes = Buffer.from(text);
          for (const [i, [at, length]] of found.places.entries()) {
            expect(read(bytes.subarray(at, at + length), delimiter).rows).toEqual([rows[i]]);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    [
      'plain',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no break at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'old Mac breaks',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'blank lines',
      'a,b\n\n\r\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'empty cells',
      'a,,\n,,c\n',
      [
        ['a', '', ''],
        ['', '', 'c'],
      ],
    ],
    ['quotes inside an unquoted cell', 'a,5" disk\n', [['a', '5" disk']]],
    ['text behind the closing quote', '"Mozilla" like,b\n', [['"Mozilla" like', 'b']]],
    ['doubled quotes', '"""","a""b"\n', [['"', 'a"b']]],
  ])('%s', (_name, text, rows) => {
    for (const size of [1, 2, 3, 100]) expect(read(text, ',', size).rows).toEqual(rows);
  });

  it('gives up only the line on which a quote never closes', () => {
    const found = read('a,b\n"open,2\n3,4\n5,6\n', ',', 4);
    expect(found.rows).toEqual([
      ['a', 'b'],
      ['3', '4'],
      ['5', '6'],
    ]);
    expect(found.broken).toEqual([['a quote is opened and never closed', 4]]);
    const line = `3,${'x'.repeat(9_997)}\n`;
    const long = read(`a,b\n"open,2\n${line.repeat(ROW_LIMIT / 10_000 + 10)}`);
    expect(long.rows).toHaveLength(Math.floor(ROW_LIMIT / 10_000 + 10) + 1);
  });

  it('are the same in WebAssembly, whatever the text, and from whichever byte on', () => {
    const piece = fc.constantFrom(
      '"',
      '""',
      ',',
      ';',
      '\n',
      '\r',
      '\r\n',
      'a',
      'a long word that repeats',
      'ü€😀',
      ' ',
    );
    const bytes = fc.oneof(
      fc.array(piece, { maxLength: 200 }).map((pieces) => Buffer.from(pieces.join(''))),
      fc
        .array(fc.oneof(fc.uint8Array({ maxLength: 3 }), piece), { maxLength: 80 })
        .map((pieces) => Buffer.concat(pieces.map((each) => Buffer.from(each as string)))),
    );
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom(',', ';'),
        fc.integer({ min: 1, max: 60 }),
        fc.nat({ max: 200 }),
        (text, delimiter, size, warmUp) => {
          const plain = read(text, delimiter, size, Number.POSITIVE_INFINITY);
          expect(read(text, delimiter, size, 0)).toEqual(plain);
          expect(read(text, delimiter, size, warmUp)).toEqual(plain);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps what comes again, through all that is forgotten, and mixes nothing up', () => {
    const line = (n: number): string =>
      `${n % 60_000 < 30_000 ? n % 7 : n},person ${n % 400},"${n % 20_000} said ""no""",${n % 20_000},${'é'.repeat(n % 90)}\n`;
    const rows = Array.from({ length: 90_000 }, (_, n) => line(n)).join('');
    const found = read(rows, ',', 1 << 16, 0);
    const plain = read(rows, ',', 1 << 16, Number.POSITIVE_INFINITY);
    expect(found.rows).toHaveLength(90_000);
    expect(found.rows.findIndex((row, i) => row.join('|') !== plain.rows[i]!.join('|'))).toBe(-1);
    expect(found.places).toEqual(plain.places);
  });

  it('counts each text that is not UTF-8, though it comes again, and finds more cells than it has room for', () => {
    const odd = Buffer.concat(Array.from({ length: 500 }, () => Buffer.from('caf\xe9,tea\n', 'latin1')));
    expect(read(odd, ',', 100, 0)).toMatchObject({ fallbacks: 500, rows: Array(500).fill(['café', 'tea']) });
    const wide = `${Array.from({ length: 3_000 }, (_, i) => i).join(',')}\na,b\n`.repeat(3);
    expect(read(wide, ',', 999, 0)).toEqual(read(wide));
  });

  it('gives up a line on which a quote never closes in WebAssembly, too', () => {
    const line = `3,${'x'.repeat(9_997)}\n`;
    const text = `a,b\n"open,2\n${line.repeat(ROW_LIMIT / 10_000 + 10)}`;
    const { places, broken } = read(text, ',', 1 << 18, 0);
    const plain = read(text, ',', 1 << 18, Number.POSITIVE_INFINITY);
    expect({ places, broken }).toEqual({ places: plain.places, broken: plain.broken });
    expect(broken).toHaveLength(1);
  });

  it('says when the file ends inside a quoted cell', () => {
    expect(read('a,b\n1,"cut of')).toMatchObject({ rows: [['a', 'b']], cut: true });
  });
});

describe('delimiter', () => {
  it.each([
    ['a,b,c\n', ',', 0],
    ['a;b;c\n1,5;2;3', ';', 0],
    ['a\tb', '\t', 0],
    ['a|b', '|', 0],
    ['"a,b";"c,d";e\n', ';', 0],
    ['sep=;\r\na;b\n', ';', 7],
    ['sep=,\na;x,b\n', ',', 6],
    ['#TYPE Deserialized.Thing\n"a","b"\n', ',', 25],
    ['\n\na,b\n', ',', 2],
  ])('%j is %j', (text, delimiter, skip) => {
    expect(detectLayout(Buffer.from(text))).toMatchObject({ delimiter: delimiter.charCodeAt(0), skip });
  });

  it('finds none in plain text', () => {
    expect(detectLayout(Buffer.from('just words\nand more'))).toBeNull();
  });
});

it('holds the compiled form of its source', async () => {
  expect(readFileSync(join(import.meta.dirname, 'cells.wasm.ts'), 'utf8')).toBe(await compiled('CELLS'));
}, 60_000);
