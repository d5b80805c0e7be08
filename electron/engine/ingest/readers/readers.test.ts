/**
 * What holds for every reader, whatever the bytes: it never throws, chunks do not matter, places are exact, and what is
 * neither record nor named rest is nothing but what parts records.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowsReader } from './csv/rows';
import { detectEncoding, Utf16 } from './encoding';
import { LinesReader } from './json/lines';
import { ValuesReader } from './json/values';
import { TextLinesReader } from './lines/text-lines';
import type { Reader } from './sink';
import { sniff } from './sniff';
import { SheetReader } from './xlsx/sheet';

/** Kind, offset, length; records with their text as it was lent. */
type Told = ['record' | 'broken' | 'cut', number, number, string];

interface Kind {
  name: string;
  make(told: Told[]): Reader;
  /** What the bytes are made of, so that grammar is hit. */
  pieces: string[];
  begin?: string;
  /** What may stand between records. */
  between: RegExp;
}

const json = (told: Told[]) => ({
  value: (bytes: Buffer, from: number, to: number, at: number): boolean => {
    const text = bytes.toString('latin1', from, to);
    try {
      JSON.parse(bytes.toString('utf8', from, to));
    } catch {
      return false;
    }
    told.push(['record', at, to - from, text]);
    return true;
  },
  broken: (why: string, at: number, length: number) => void told.push(['broken', at, length, why]),
  cut: () => void told.push(['cut', 0, 0, '']),
});
const rows = (told: Told[]) => ({
  row: (row: { count: number }, at: number, length: number) =>
    void told.push(['record', at, length, String(row.count)]),
  broken: (why: string, at: number, length: number) => void told.push(['broken', at, length, why]),
  cut: () => void told.push(['cut', 0, 0, '']),
});
const JSON_PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\n',
  ' ',
  '1',
  'null',
  '{"a":1}',
  '"b"',
  '"value":[',
  '\u0000',
  '\r\n',
  'x',
];

const kinds: Kind[] = [
  { name: 'lines of JSON', make: (told) => new LinesReader(json(told)), pieces: JSON_PIECES, between: /^[\s,\x1e]*$/ },
  {
    name: 'delimited text',
    make: (told) => new RowsReader(rows(told), 0x2c),
    pieces: ['a', ',', '"', '""', '\n', '\r', '\r\n', 'é', '\u0000', ' '],
    between: /^(?:[\r\n]|"")*$/, // a cell of nothing alone is a blank line
  },
  {
    name: 'lines of text',
    make: (told) =>
      new TextLinesReader({
        line: (bytes, from, to, at) => void told.push(['record', at, to - from, bytes.toString('latin1', from, to)]),
        broken: (why, at, length) => void told.push(['broken', at, length, why]),
      }),
    pieces: ['a', ' ', '\n', '\r', '\r\n', 'é', '\u0000', '\t'],
    between: /^[\x00-\x20]*$/,
  },
  {
    name: 'a sheet',
    make: (told) => new SheetReader(rows(told), { texts: null, dates: [], is1904: false, problem: null }),
    begin: '<worksheet><sheetData>',
    pieces: [
      '<row>',
      '</row>',
      '<row/>',
      '<c>',
      '</c>',
      '<v>1</v>',
      '</sheetData>',
      'x',
      '<',
      '>',
      ' ',
      '\n',
      '<x:row>',
      '</x:row>',
    ],
    between: /^[\s\S]*$/, // layout is everywhere: told apart in its own test
  },
];

function read(kind: Kind, bytes: Buffer, size: number): Told[] {
  const told: Told[] = [];
  const reader = kind.make(told);
  const lent = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) reader.feed(lent.subarray(0, bytes.copy(lent, 0, at, at + size)));
  lent.fill(0x58);
  reader.end();
  return told;
}

const soup = (pieces: string[], begin = ''): fc.Arbitrary<Buffer> =>
  fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((list) => Buffer.from(begin + list.join(''))),
    fc.uint8Array({ maxLength: 80 }).map((list) => Buffer.concat([Buffer.from(begin), list])),
  );

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
  it('tells the same in any chunks, and all of it', () => {
    fc.assert(
      fc.property(soup(kind.pieces, kind.begin), fc.integer({ min: 1, max: 20 }), (bytes, size) => {
        const whole = read(kind, bytes, Math.max(1, bytes.length));
        expect(read(kind, bytes, size)).toEqual(whole);
        let end = 0;
        let between = '';
        for (const [what, at, length, text] of whole) {
          if (what === 'cut') continue;
          expect(at).toBeGreaterThanOrEqual(end); // in order, none twice
          between += bytes.toString('latin1', end, at);
          end = at + length;
          expect(end).toBeLessThanOrEqual(bytes.length);
          if (what === 'record' && !/^\d+$/.test(text)) expect(bytes.toString('latin1', at, end)).toBe(text);
        }
        between += bytes.toString('latin1', end);
        expect(between).toMatch(kind.between);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('JSON of any layout', () => {
  const seen = (window: number): Kind => ({
    ...{ name: '', pieces: JSON_PIECES, between: /^/ },
    make: (told) => new ValuesReader(json(told), 0, window),
  });

  it('never throws, and tells exact places within the bytes, in any chunks', () => {
    fc.assert(
      fc.property(soup(JSON_PIECES), fc.integer({ min: 1, max: 20 }), (bytes, size) => {
        // Where a broken record ends depends on how much is in sight, which the windows decide and not the chunks.
        const whole = read(seen(7), bytes, Math.max(1, bytes.length));
        expect(read(seen(7), bytes, size)).toEqual(whole);
        for (const [what, at, length, text] of [...whole, ...read(seen(size), bytes, size)]) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at + length).toBeLessThanOrEqual(bytes.length);
          if (what === 'record') expect(bytes.toString('latin1', at, at + length)).toBe(text);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('loses no record between others, however broken these are', () => {
    const good = (n: number): string => `{"id":${n},"t":"x"}`;
    const bad = fc.constantFrom(
      '{"id":1,"t":"x}',
      '{"id":1 "t":"x"}',
      '{"id":1,"t":"x"',
      'junk',
      '{"id":1,"t":\u0000}',
      '{',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(null), bad), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        (list, size) => {
          const text = `[${[good(0), ...list.map((each, n) => each ?? good(n + 1)), good(99), good(100)].join(',\n')}]`;
          const told = read(seen(size), Buffer.from(text), size).filter(([what]) => what !== 'cut');
          const ids = told.flatMap(([what, , , each]) =>
            what === 'record' && each.startsWith('{"id"') ? [(JSON.parse(each) as { id: number }).id] : [],
          );
          expect(ids).toEqual([0, ...list.flatMap((each, n) => (each === null ? [n + 1] : [])), 99, 100]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('encodings', () => {
  it('leads every place in UTF-16 back to its own bytes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        (text, isBig, hasMark, size) => {
          const wellFormed = text.toWellFormed();
          const bytes = Buffer.from((hasMark ? '\ufeff' : '') + wellFormed, 'utf16le');
          if (isBig) bytes.swap16();
          const decoder = new Utf16(isBig ? 'utf-16be' : 'utf-16le', hasMark ? 2 : 0);
          const parts: Buffer[] = [];
          for (let at = hasMark ? 2 : 0; at < bytes.length; at += size)
            parts.push(decoder.feed(bytes.subarray(at, at + size)));
          parts.push(decoder.end());
          expect(Buffer.concat(parts).toString()).toBe(wellFormed);
          let offset = 0;
          let origin = hasMark ? 2 : 0;
          for (const char of wellFormed) {
            expect(decoder.origin(offset)).toBe(origin);
            offset += Buffer.byteLength(char);
            origin += 2 * char.length;
          }
          expect(decoder.origin(offset)).toBe(bytes.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('makes something of any beginning', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (list) => {
        const bytes = Buffer.from(list);
        expect(sniff(bytes).encoding).toBe(detectEncoding(bytes).encoding);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what a file is', () => {
  const one = '{"id":"a","n":[1,2]}';
  it.each([
    ['an envelope whose list holds a record on each line', `{"Records":[${one},\n${one},\n${one}]}`, 'values'],
    ['… below other keys, with the comma in front', `{"response":{"authlogs":[${one}\n,${one}\n,${one}]},"stat":"OK"}`, 'values'], // biome-ignore format: one case
    ['… that begins on the next line', `{"@odata.context":"x{[","value":[\r\n${one},\r\n${one}\r\n]}`, 'values'],
    ['lines', `${one}\n${one}\n${one}\n`, 'lines'],
    ['lines with commas', `${one},\n${one},\n${one}\n`, 'lines'],
    ['lines of which the first is cut inside a list', `{"id":"a","n":[1\n${one}\n${one}\n`, 'lines'],
    ['lines that are envelopes', `{"Records":[${one},${one}]}\n{"Records":[${one}]}\n`, 'lines'],
  ])('%s', (_what, text, kind) => {
    expect(sniff(Buffer.from(text)).format.kind).toBe(kind);
  });
});
