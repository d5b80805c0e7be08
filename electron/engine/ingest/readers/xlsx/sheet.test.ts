import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, escapeXml, Shared, sheetXml } from '../../testing/workbook';
import { type DateKind, dateKind, dateText } from './date-cells';
import { SharedTexts } from './shared-texts';
import { type Book, isSheet, SheetReader } from './sheet';

interface Found {
  rows: string[][];
  places: [number, number][];
  broken: [string, number, number][];
  cut: boolean;
}

function texts(xml: string | Buffer, size = 1 << 20): SharedTexts {
  const made = new SharedTexts();
  const bytes = Buffer.from(xml as string);
  for (let at = 0; at < bytes.length; at += size) made.feed(bytes.subarray(at, at + size));
  made.end();
  return made;
}

function read(xml: string | Buffer, over: Partial<Book> = {}, size = 1 << 20): Found {
  const found: Found = { rows: [], places: [], broken: [], cut: false };
  const bytes = Buffer.from(xml as string);
  const book: Book = { texts: null, dates: [], is1904: false, problem: null, ...over };
  const reader = new SheetReader(
    {
      row: (row, at, length) => {
        found.rows.push(
          Array.from({ length: row.count }, (_, i) => row.bytes.toString('utf8', row.from(i), row.to(i))),
        );
        found.places.push([at, length]);
      },
      broken: (why, at, length) => void found.broken.push([why, at, length]),
      cut: () => {
        found.cut = true;
      },
    },
    book,
  );
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) reader.feed(buffer.subarray(0, bytes.copy(buffer, 0, at, at + size)));
  reader.end();
  return found;
}
const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;

describe('rows and cells', () => {
  it.each([
    [
      'numbers and yes or no',
      '<c r="A1"><v>12</v></c><c r="B1" t="b"><v>1</v></c><c r="C1"><v>5.00121E5</v></c>',
      ['12', 'TRUE', '500121'],
    ],
    ['texts in the cell', '<c r="A1" t="inlineStr"><is><r><t>a </t></r><r><t>&lt;b&gt;</t></r></is></c>', ['a <b>']],
    [
      'readings are no text',
      '<c r="A1" t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>ひがし</t></rPh></is></c>',
      ['東'],
    ],
    [
      'results of formulas',
      '<c r="A1" t="str"><f>1+1</f><v>&#x41;_x000A_&amp;b</v></c><c r="B1" t="e"><v>#N/A</v></c>',
      ['A\n&b', '#N/A'],
    ],
    ['gaps', '<c r="B1"><v>1</v></c><c r="D1"><v>2</v></c>', ['', '1', '', '2']],
    ['no references', '<c><v>1</v></c><c><v>2</v></c>', ['1', '2']],
    ['prefixes', '<x:c r="A1"><x:v>1</x:v></x:c>', ['1']],
    ['raw data', '<c r="A1" t="str"><v><![CDATA[<a&b>]]></v></c>', ['<a&b>']],
  ])('%s', (_name, cells, expected) => {
    expect(read(sheet(`<row r="1">${cells}</row>`)).rows).toEqual([expected]);
  });

  it('fills rows up to the first, and leaves out rows of layout', () => {
    const found = read(
      sheet(
        '<row r="1"><c><v>1</v></c><c><v>2</v></c></row><row r="2"/><row r="3"><c s="1"/></row><row r="4"><c><v>3</v></c></row>',
      ),
    );
    expect(found).toMatchObject({
      rows: [
        ['1', '2'],
        ['3', ''],
      ],
      broken: [],
      cut: false,
    });
  });

  it.each([
    ['a text that is not there', '<c r="A1" t="s"><v>7</v></c>', /names a text/],
    ['a column too far', '<c r="XFE1"><v>7</v></c>', /column/],
    ['columns that go back', '<c r="B1"><v>7</v></c><c r="A1"><v>7</v></c>', /column/],
    ['a cell without end', '<c r="A1"><v>7</v>', /does not end/],
  ])('rejects a row with %s, at its place, and goes on', (_name, cells, why) => {
    const bad = `<row r="1">${cells}</row>`;
    const xml = sheet(`${bad}<row r="2"><c><v>1</v></c></row>`);
    const found = read(xml, { texts: texts('<sst/>') });
    expect(found.rows).toEqual([['1']]);
    expect(found.broken).toEqual([[expect.stringMatching(why), xml.indexOf(bad), bad.length]]);
  });

  it('says where a sheet is cut, and names what is no row', () => {
    const xml = `<worksheet><sheetData><row><c><v>1</v></c></row> odd <row><c><v>2`;
    const found = read(xml, {}, 3);
    expect(found.rows).toEqual([['1']]);
    expect(found.broken).toEqual([
      ['no <row> where one should be', xml.indexOf('odd'), 3],
      ['cut off: the file ends inside this record', xml.lastIndexOf('<row'), 12],
    ]);
    expect(found.cut).toBe(true);
  });

  it('tells a sheet from other XML', () => {
    expect(isSheet(Buffer.from('\ufeff<?xml version="1.0"?>\r\n<x:worksheet xmlns:x="a">'))).toBe(true);
    expect(isSheet(Buffer.from('<worksheets>'))).toBe(false);
    expect(isSheet(Buffer.from('<a><worksheet>'))).toBe(false);
  });
});

describe('days', () => {
  it.each<[number, DateKind, boolean, string | null]>([
    [45662, 'date', false, '2025-01-05'],
    [45662.5, 'datetime', false, '2025-01-05T12:00:00'],
    [45662.345139, 'datetime', false, '2025-01-05T08:17:00.010'],
    [44200.5, 'datetime', true, '2025-01-05T12:00:00'],
    [1, 'date', false, '1900-01-01'],
    [59, 'date', false, '1900-02-28'],
    [60, 'date', false, null], // 29 February 1900 never was
    [61, 'date', false, '1900-03-01'],
    [0, 'date', true, '1904-01-01'],
    [0.75, 'time', false, '18:00:00'],
    [-1, 'date', false, null],
    [3_000_000, 'date', false, null],
  ])('%s as %s (1904: %s) is %s', (serial, kind, is1904, expected) => {
    expect(dateText(serial, kind, is1904)).toBe(expected);
  });

  it.each<[string, DateKind | null]>([
    ['yyyy-mm-dd', 'date'],
    ['dd/mm/yyyy\\ hh:mm', 'datetime'],
    ['[$-409]m/d/yy\\ h:mm\\ AM/PM;@', 'datetime'],
    ['[h]:mm:ss', 'time'],
    ['mmmm', 'date'],
    ['0.00', null],
    ['General', null],
    ['"day" 0', null],
    ['[Red]0', null],
    ['#,##0\\ "h"', null],
  ])('the format %s shows %s', (code, kind) => {
    expect(dateKind(164, code)).toBe(kind);
  });

  it('knows the built-in formats', () => {
    expect([0, 2, 14, 18, 22, 47, 49].map((id) => dateKind(id, undefined))).toEqual([
      null,
      null,
      'date',
      'time',
      'datetime',
      'time',
      null,
    ]);
  });
});

const text = fc.string({ unit: fc.constantFrom('a', 'é', '東', '<', '&', '"', '\n', '_', 'x', '😀', ']', '>') });
const cell: fc.Arbitrary<Cell> = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  text.map((inline) => ({ inline })),
);
const shown = (each: Cell): string =>
  each === null
    ? ''
    : typeof each === 'boolean'
      ? each
        ? 'TRUE'
        : 'FALSE'
      : typeof each === 'object' && 'inline' in each
        ? each.inline
        : String(each);

describe('any sheet', () => {
  it('gives every cell back, in any chunks, each row at its bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 70 }),
        (rows, size) => {
          const shared = new Shared();
          const xml = Buffer.from(sheetXml(rows, shared));
          const found = read(xml, { texts: texts(shared.xml(), size) }, size);
          expect(found.broken).toEqual([]);
          expect(found.cut).toBe(false);
          const trimmed = (cells: string[]): string[] => cells.slice(0, cells.findLastIndex((each) => each !== '') + 1);
          expect(found.rows.map(trimmed)).toEqual(
            rows.map((cells) => trimmed(cells.map(shown))).filter((cells) => cells.length > 0),
          );
          for (const [at, length] of found.places)
            expect(xml.toString('utf8', at, at + length)).toMatch(/^<row [\s\S]*<\/row>$/);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever the bytes, and reads alike in any chunks', () => {
    const piece = fc.constantFrom(
      '<row>',
      '</row>',
      '<c r="A1">',
      '</c>',
      '<v>',
      '</v>',
      '<sheetData>',
      '</sheetData>',
      '<is>',
      '<t>',
      '</t>',
      '<![CDATA[',
      ']]>',
      '<',
      '>',
      '&#x;',
      '&amp;',
      ' t="s"',
      '1',
      'x',
      '/>',
      '<x:row ',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (pieces, size) => {
          const xml = Buffer.from(`<worksheet><sheetData>${pieces.join('')}`);
          const whole = read(xml);
          expect(read(xml, {}, size)).toEqual(whole);
          for (const [, at, length] of [
            ...whole.places.map(([at, length]) => ['', at, length] as const),
            ...whole.broken,
          ]) {
            expect(at).toBeGreaterThanOrEqual(0);
            expect(at + length).toBeLessThanOrEqual(xml.length);
          }
          // What is neither row nor named is layout: blanks and tags.
          if (!whole.cut) return;
          const told = Buffer.from(xml);
          for (const [at, length] of [...whole.places, ...whole.broken.map(([, at, length]) => [at, length] as const)])
            told.fill(0x20, at, at + length);
          expect(
            told
              .toString()
              .replace('<worksheet><sheetData>', '')
              .replace(/<\w*:?row\b[^>]*\/>|<(\w*:?row)\b[\s\S]*<\/\1>/g, '')
              .trim(),
          ).toBe('');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('costs no more than its length, whatever is left open', () => {
    const started = performance.now();
    for (const piece of ['<c>', '<v>', '<t>', '<![CDATA[', '<c r="', '&', '<rPh>', '<c r="A1" t="inlineStr"><is>'])
      read(sheet(`<row><c t="inlineStr"><is>${piece.repeat(400_000)}</row>`));
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  it('keeps many shared texts', () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `text ${i} ${escapeXml('ü&')}`);
    const shared = texts(`<sst>${many.map((each) => `<si><t>${each}</t></si>`).join('')}</sst>`, 10_007);
    expect(shared.problem).toBeNull();
    for (const i of [0, 1, 59_999, 30_000, 5, 59_999]) expect(shared.text(i)).toBe(`text ${i} ü&`);
    expect([shared.text(60_000), shared.text(-1), shared.text(Number.NaN)]).toEqual([null, null, null]);
    expect(texts('<sst><si><t>a</t></si><si><t>b').problem).toMatch(/cut off|broken/);
  });
});
