import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SliceDecoder } from '../encoding';
import { detectLayout } from './delimiter';
import { ROW_LIMIT, RowsReader } from './rows';

interface Found {
  rows: string[][];
  places: [number, number][];
  broken: [string, number][];
  cut: boolean;
}

function read(text: string | Buffer, delimiter = ',', chunkSize = 1 << 20): Found {
  const found: Found = { rows: [], places: [], broken: [], cut: false };
  const bytes = Buffer.from(text as string);
  const decoder = new SliceDecoder();
  const reader = new RowsReader(
    {
      row(row, at, length) {
        found.rows.push(
          Array.from({ length: row.count }, (_, i) => {
            const cell = decoder.text(row.bytes, row.from(i), row.to(i));
            return row.hasEscapes(i) ? cell.replaceAll('""', '"') : cell;
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
  );
  const buffer = Buffer.alloc(chunkSize);
  for (let at = 0; at < bytes.length; at += chunkSize) {
    const length = bytes.copy(buffer, 0, at, at + chunkSize);
    decoder.refilled();
    reader.feed(buffer.subarray(0, length));
  }
  reader.end();
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
