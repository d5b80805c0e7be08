import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_OFF, NOT_JSON, type Reader, type RecordSink } from '../sink';
import { LinesReader } from './lines';
import { Projection } from './projection';
import { ValuesReader } from './values';

interface Found {
  values: unknown[];
  places: [number, number][];
  broken: [string, number, number][];
  envelopes: string[];
  cut: boolean;
}

/** Reads `text` in chunks of the given size, through one buffer that is filled again and again. */
function read(make: (sink: RecordSink) => Reader, text: string | Buffer, chunkSize = 1 << 20): Found {
  const found: Found = { values: [], places: [], broken: [], envelopes: [], cut: false };
  const bytes = Buffer.from(text as string);
  const reader = make({
    value(lent, from, to, at) {
      let value: unknown;
      try {
        value = JSON.parse(lent.toString('utf8', from, to));
      } catch {
        return false;
      }
      expect(lent.subarray(from, to).equals(bytes.subarray(at, at + to - from))).toBe(true);
      found.values.push(value);
      found.places.push([at, to - from]);
      return true;
    },
    broken: (why, at, length) => void found.broken.push([why, at, length]),
    envelope: (path) => void found.envelopes.push(path),
    cut: () => {
      found.cut = true;
    },
  });
  const buffer = Buffer.alloc(chunkSize);
  for (let at = 0; at < bytes.length; at += chunkSize) {
    const length = bytes.copy(buffer, 0, at, at + chunkSize);
    reader.feed(buffer.subarray(0, length));
  }
  reader.end();
  return found;
}
/** Where whoever takes the records knows the ends of most. */
function knowing(text: string | Buffer, chunkSize?: number): Found {
  const ends = new Projection([], [], () => {});
  const sink = (of: RecordSink): RecordSink => ({
    ...of,
    next(bytes, from, at) {
      const end = ends.endOf(bytes, from);
      if (end > 0) expect(of.value(bytes, from, end, at)).toBe(true);
      return end;
    },
  });
  return read((of) => new ValuesReader(sink(of), 0, chunkSize), text, chunkSize);
}

/** As the reader finds them by itself, which is the same. */
function values(text: string | Buffer, chunkSize?: number): Found {
  const { values: found, ...rest } = read((sink) => new ValuesReader(sink, 0, chunkSize), text, chunkSize);
  const { values: known, ...also } = knowing(text, chunkSize);
  expect({ count: known.length, ...also }).toEqual({ count: found.length, ...rest });
  return { values: found, ...rest };
}
const lines = (text: string | Buffer, chunkSize?: number): Found =>
  read((sink) => new LinesReader(sink), text, chunkSize);

const record = fc
  .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 })
  .map((each) => ({
    ...each,
    // Keys that would make it an envelope.
    value: 1,
    Records: 1,
    records: 1,
    items: 1,
    response: 1,
    data: 1,
    hits: 1,
  }));
const blanks = fc.stringMatching(/^[ \n\t\r]{0,3}$/);

describe('any layout, any chunks', () => {
  it('finds each element of an array with its bytes', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 8 }),
        fc.nat(12),
        blanks,
        fc.integer({ min: 1, max: 40 }),
        (list, indent, blank, size) => {
          const text = `${blank}${JSON.stringify(list, null, indent)}${blank}`;
          const found = values(text, size);
          expect(found.values).toEqual(JSON.parse(JSON.stringify(list)));
          expect(found.broken).toEqual([]);
          expect(found.cut).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('finds the records of lines, of pages one after the other, and of envelopes', () => {
    const wrap = fc.constantFrom(
      (list: unknown[]) => list.map((each) => JSON.stringify(each)).join('\n'),
      (list: unknown[]) => `${JSON.stringify(list)}\n${JSON.stringify([])}`,
      (list: unknown[]) => `[${JSON.stringify(list)},${JSON.stringify([])}]`,
      (list: unknown[]) => JSON.stringify({ '@odata.context': 'x{"', value: list, '@odata.nextLink': 'y' }),
      (list: unknown[]) =>
        JSON.stringify({ response: { metadata: { a: [1] }, authlogs: list, more: [{}] }, stat: 'OK' }, null, 2),
      (list: unknown[]) => JSON.stringify({ took: 1, hits: { total: { value: 1 }, hits: list } }),
    );
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 6 }),
        wrap,
        fc.integer({ min: 1, max: 60 }),
        (list, form, size) => {
          const found = values(form(list), size);
          expect(found.values).toEqual(JSON.parse(JSON.stringify(list)));
          expect(found.broken).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads lines alike in any chunks', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 6 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('\n', '\r\n'),
        (list, size, end) => {
          const text = list.map((each) => JSON.stringify(each) + end).join('');
          const found = lines(text, size);
          expect(found.values).toEqual(JSON.parse(JSON.stringify(list)));
          expect(found.broken).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('envelopes', () => {
  it.each([
    ['{"value":[{"a":1}]}', ['value']],
    ['{"Records":[{"a":1}]}', ['Records']],
    ['{"records":[{"a":1}]}', ['records']],
    ['{"items":[{"a":1}]}', ['items']],
    ['{"response":[{"a":1}]}', ['response']],
    ['{"response":{"authlogs":[{"a":1}]}}', ['response.authlogs']],
    ['{"data":{"events":[{"a":1}]}}', ['data.events']],
    ['{"hits":{"hits":[{"a":1}]}}', ['hits.hits']],
    ['{"_links":{},"_embedded":{"activities":[{"a":1}]},"count":1}', ['_embedded.activities']],
    ['{"value":[{"a":1}],"records":[]}', ['value', 'records']],
  ])('%s', (text, envelopes) => {
    for (const size of [1, 7, 1_000]) {
      const found = values(text, size);
      expect(found.values).toEqual([{ a: 1 }]);
      expect(found.envelopes).toEqual(envelopes);
    }
  });

  it('says so when the list is empty', () => {
    const found = values('{"response":{"authlogs":[],"metadata":{}}}');
    expect(found).toMatchObject({ values: [], envelopes: ['response.authlogs'], broken: [] });
  });

  it('leaves lists of anything but objects to the record', () => {
    expect(values('{"value":["a","b"]}').values).toEqual([{ value: ['a', 'b'] }]);
    expect(values('{"a":{"value":[{"b":1}]}}').values).toEqual([{ a: { value: [{ b: 1 }] } }]);
  });
});

describe('bad records among good ones', () => {
  const good = (n: number): string => `{"id":${n},"text":"x{}[]\\"y"}`;

  it('reads a record behind the zero bytes that a crash left before it, and tells them', () => {
    const text = `{"id":1}\n${'\0'.repeat(5_000)}{"id":2}\n\0\0\0\n{"id":3}\n\0\0`;
    for (const size of [1, 7, 20_000]) {
      const found = lines(text, size);
      expect(found.values).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
      expect(found.broken.map(([why]) => why)).toEqual(Array(3).fill(`${NOT_JSON}: NUL byte`));
    }
    const zeros = '\0'.repeat(5_000);
    expect(values(`{"id":1}\n{"id":2,"text":"\0"}\n${zeros}{"id":3}\n`, 7).values).toEqual([{ id: 1 }, { id: 3 }]);
  });

  it('costs a bad line nothing but itself', () => {
    const found = lines(`${good(1)}\n{"id":2,"text":"un\n${good(3)}\nplain words\n{"a":\0}\n${good(4)}\n`);
    expect(found.values).toHaveLength(3);
    expect(found.broken.map(([why]) => why)).toEqual([NOT_JSON, NOT_JSON, `${NOT_JSON}: NUL byte`]);
  });

  it.each([
    ['a missing quote', '{"id":2,"text":"un}'],
    ['a missing brace', '{"id":2,"text":"un"'],
    ['a bare word', '{"id":2,"text":un}'],
    ['a trailing comma', '{"id":2,}'],
    ['a NUL byte', '{"id":2,"text":\0"un"}'],
    ['a raw line break in a text', '{"id":2,"text":"u\nn"}'],
  ])('goes on after %s in an array', (_name, bad) => {
    for (const size of [3, 1_000]) {
      for (const separator of [',', ',\n  ']) {
        const text = `[${[good(1), bad, good(3), good(4)].join(separator)}]`;
        const found = values(text, size);
        expect(found.values.map((value) => (value as { id: number }).id)).toEqual([1, 3, 4]);
        expect(found.broken.length).toBeGreaterThanOrEqual(1);
        expect(found.broken[0]![1]).toBe(text.indexOf(bad));
      }
    }
  });

  it('passes over a brace too many', () => {
    expect(values(`[${good(1)}},${good(2)}]`)).toMatchObject({ broken: [], values: [{ id: 1 }, { id: 2 }] });
  });

  it('goes on after a bad first record', () => {
    expect(values(`[{"id":1,"text":"un},${good(2)},${good(3)}]`).values).toHaveLength(2);
  });

  it('says where the last record is cut off', () => {
    for (const text of [`[${good(1)},{"id":2,"te`, `{"value":[${good(1)},{"id":2,"te`, `${good(1)}\n{"id":2,"te`]) {
      const found = values(text, 5);
      expect(found.values).toHaveLength(1);
      expect(found.broken).toEqual([[CUT_OFF, text.lastIndexOf('{'), text.length - text.lastIndexOf('{')]]);
      expect(found.cut).toBe(true);
    }
    expect(lines(`${good(1)}\n{"id":2,"te`)).toMatchObject({ cut: true, broken: [[CUT_OFF, good(1).length + 1, 11]] });
  });

  it('notices an array that is not closed between records', () => {
    expect(values(`[${good(1)},`)).toMatchObject({ cut: true, broken: [] });
  });

  it('hands on values that are no objects', () => {
    expect(values('[1,"a",null,true,{"b":2}]').values).toEqual([1, 'a', null, true, { b: 2 }]);
  });

  it('survives nesting of any depth', () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const found = values(`[{"a":${deep}},${good(2)}]`, 999);
    expect(found.values).toHaveLength(2);
  });
});

describe('beyond all measure', () => {
  const huge = 'x'.repeat(33 * 1024 * 1024);

  it('rejects a record that is too long and goes on', () => {
    const inArray = values(`[{"a":1},{"a":"${huge}"},{"a":3}]`);
    expect(inArray.values.map((value) => (value as { a: number }).a)).toEqual([1, 3]);
    expect(inArray.broken).toHaveLength(1);
    const inLines = lines(`{"a":1}\n{"a":"${huge}"}\n{"a":3}\n`);
    expect(inLines.values).toEqual([{ a: 1 }, { a: 3 }]);
    expect(inLines.broken).toEqual([['longer than 32 MiB', 8, huge.length + 8]]);
  });

  it('does not go over the rest again for each of many unclosed records', () => {
    const text = `[${'{"id":1,"a":{"b":2},'.repeat(200_000)}`;
    const started = performance.now();
    const found = knowing(text);
    expect(found.broken.length).toBeGreaterThan(1_000);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('a reader that waits before an element', () => {
  it('finds what it finds without waiting, broken or not', () => {
    const piece = fc.constantFrom(
      ...[
        '{"a":1}',
        '{"a":"x"}',
        '{"a":[{"a":2},{"a":3}]}',
        '{"a":1,"b":"',
        '{"a":',
        '{"value":[',
        '],"next":{"a":1}}',
      ],
      ...['[', ']', '"', '}', ',', ',', ',\n', '7', 'null', ' ', '"},{"'],
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => `[{"a":0},${pieces.join('')}`);
    fc.assert(
      fc.property(text, fc.nat(120), fc.integer({ min: 16, max: 64 }), (broken, until, window) => {
        const free = read((sink) => new ValuesReader(sink, 0, window), broken, window);
        const waiting = read(
          (sink) => {
            const reader = new ValuesReader(sink, 0, window);
            reader.until = until;
            return {
              feed(chunk) {
                reader.feed(chunk);
                if (reader.isHeld) reader.goOn();
              },
              end() {
                reader.flush();
                reader.goOn();
                reader.end();
              },
            };
          },
          broken,
          window,
        );
        expect(waiting).toEqual(free);
      }),
      { numRuns: 3_000 },
    );
  });
});
