import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compiled } from '../../../../../build/wasm';
import { JsonRecord } from '../../../lazy-record';

const PATHS = [
  'a',
  'b',
  'b.c',
  'b.d.e',
  'b.d.f',
  'list',
  'list.0.a',
  'deep.one.two.three',
  'whole',
  'whole.in',
  'na\u00efve',
  'toString',
  'data',
];
/** Paths that sources also ask for: below a declared one, without being declared. */
const BELOW = ['a.x', 'list.1.b', 'whole.out', 'whole.in.a'];

/** What a source sees of a record, read out of its bytes and parsed; null = not read out of its bytes. */
function bothWays(text: string | Buffer): { bytes: unknown[] | null; parsed: unknown[] | 'no JSON' } {
  const bytes = Buffer.concat([Buffer.from('[1, '), Buffer.from(text), Buffer.from(', {"a"]')]);
  const record = new JsonRecord(PATHS);
  const seen = (): unknown[] =>
    [...PATHS, ...BELOW].map((path) => [
      record.text(path),
      record.any(path),
      record.text(path),
      record.num(path),
      record.has(path),
    ]);
  const length = Buffer.from(text).length;
  const read = record.project(bytes, 4, 4 + length) ? seen() : null;
  try {
    record.value = JSON.parse(Buffer.from(text).toString());
  } catch {
    return { bytes: read, parsed: 'no JSON' };
  }
  return { bytes: read, parsed: seen() };
}

const keys = fc.constantFrom(
  'a',
  'b',
  'c',
  'd',
  'e',
  'f',
  'list',
  'deep',
  'one',
  'two',
  'three',
  'whole',
  'in',
  'out',
  'x',
  'na\u00efve',
  'toString',
);
const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', '\\', '\u2028', 'gr\u00fc\u00dfe', '{"a":1}', 'x'.repeat(40)),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { record } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('record'), fc.array(tie('value'), { maxLength: 3 })),
  record: fc.dictionary(keys, tie('value'), { maxKeys: 7, noNullPrototype: true }),
}));
const spaces = fc.constantFrom(undefined, 1, '\t');

it('reads what parsing reads, and leaves little to it', () => {
  let read = 0;
  let all = 0;
  fc.assert(
    fc.property(record, spaces, (value, space) => {
      const { bytes, parsed } = bothWays(JSON.stringify(value, null, space));
      all++;
      if (!bytes) return;
      read++;
      expect(bytes).toEqual(parsed);
    }),
    { numRuns: 2_000 },
  );
  expect(read / all).toBeGreaterThan(0.6); // the rest holds a list or an object under a key of envelopes, or keys beyond ASCII
});

it('reads the same from one record after another, whatever order their keys have', () => {
  const record = new JsonRecord(PATHS);
  const texts = [
    '{"a":1,"b":{"c":2,"d":{"e":3}}}',
    '{"b":{"d":{"f":"x"},"c":null},"a":"y"}',
    '{}',
    '{"whole":{"in":{"a":7}}}',
  ];
  const lines = Buffer.from(texts.join('\n'));
  let from = 0;
  const seen = texts.map((text) => {
    expect(record.project(lines, from, from + text.length)).toBe(true);
    from += text.length + 1;
    return [...PATHS, ...BELOW].map((path) => record.any(path));
  });
  const wanted = texts.map((text) => {
    record.value = JSON.parse(text);
    return [...PATHS, ...BELOW].map((path) => record.any(path));
  });
  expect(seen).toEqual(wanted);
});

/** Records of one log: members of the first, here and there another value, another order, a byte broken. */
const logs = fc
  .array(record, { minLength: 1, maxLength: 3 })
  .chain((all) =>
    fc.array(
      fc.record({
        value: fc.constantFrom(...all),
        other: fc.option(fc.tuple(keys, leaf), { freq: 3 }),
        isTurned: fc.boolean(),
        broken: fc.option(fc.tuple(fc.nat(), fc.nat(127)), { freq: 1 }),
      }),
      { minLength: 2, maxLength: 12 },
    ),
  )
  .map((log) =>
    log.map(({ value, other, isTurned, broken }) => {
      const members = Object.entries({ ...(value as object), ...(other ? { [other[0]]: other[1] } : {}) });
      const text = JSON.stringify(Object.fromEntries(isTurned ? members.toReversed() : members));
      if (!broken) return text;
      const at = broken[0] % text.length;
      return text.slice(0, at) + String.fromCharCode(broken[1]) + text.slice(at + 1);
    }),
  );

it('tells a value that is the same as in the record before from one that only begins like it', () => {
  fc.assert(
    fc.property(logs, fc.nat(12), (log, refilledBefore) => {
      const bytes = Buffer.from(log.join(','));
      const record = new JsonRecord(PATHS);
      const parsed = new JsonRecord(PATHS);
      const seen = (of: JsonRecord): unknown[] =>
        [...PATHS, ...BELOW].map((path) => [of.text(path), of.any(path), of.has(path)]);
      let from = 0;
      for (const [n, text] of log.entries()) {
        const length = Buffer.byteLength(text);
        if (n === refilledBefore) record.refilled();
        for (const end of [
          record.projectOn(bytes, from),
          record.project(bytes, from, from + length) ? from + length : 0,
        ]) {
          if (end === 0) continue;
          parsed.value = JSON.parse(bytes.toString('utf8', from, end));
          expect(seen(record)).toEqual(seen(parsed));
        }
        from += length + 1;
      }
    }),
    { numRuns: 1_500 },
  );
});

it.each([
  ['{"a":12}', '{"a":123}'],
  ['{"a":"x"}', '{"a":"x" }'],
  ['{"a":"x"}', '{"a":"xy"}'],
  ['{"a":"\u0041","b":{"c":1,"d":{"e":2}}}', '{"a":"\u0041","b":{"c":1,"d":{"f":2}}}'],
  ['{"b":{"c":1,"d":{"e":"ü"}},"a":1}', '{"b":{"c":1,"d":{"e":"ü"}},"a":"ü"}'],
  ['{"b":{"c":1},"a":1}', '{"b":{"c":1},"a":1,"b":{"c":1}}'],
  ['{"a":[1,2],"list":[]}', '{"a":[1,2]],"list":[]}'],
])('%s and then %s: as parsed', (first, second) => {
  const bytes = Buffer.from(`${first},${first},${second},${first}`);
  const record = new JsonRecord(PATHS);
  const read = (from: number, text: string): unknown[] | null =>
    record.project(bytes, from, from + Buffer.byteLength(text)) ? PATHS.map((path) => record.any(path)) : null;
  const parsed = (text: string): unknown[] | null =>
    bothWays(text)
      .bytes?.map((each) => (each as unknown[])[1])
      .slice(0, PATHS.length) ?? null;
  const length = Buffer.byteLength(first) + 1;
  expect(read(0, first)).toEqual(parsed(first));
  expect(read(length, first)).toEqual(parsed(first));
  expect(read(2 * length, second)).toEqual(parsed(second));
  expect(read(2 * length + Buffer.byteLength(second) + 1, first)).toEqual(parsed(first));
});

it('knows what lay in a part of a record of which first the whole and then only the part comes again', () => {
  const inner = '"deep":{"one":{"two":{"three":1}}}';
  const log = [`{${inner},"a":1}`, `{${inner},"a":1}`, `{${inner},"a":2}`];
  const outer = log.map((text) => `{"b":{"c":1,"d":{"e":1,"f":2}},${text.slice(1)}`);
  const other = `{"b":{"c":2,"d":{"e":1,"f":2}},${inner},"a":1}`;
  const texts = [...outer, other, ...outer, other];
  const bytes = Buffer.from(texts.join(','));
  const record = new JsonRecord(PATHS);
  let from = 0;
  for (const text of texts) {
    expect(record.project(bytes, from, from + text.length)).toBe(true);
    const value = JSON.parse(text);
    expect(record.any('b.c')).toBe(value.b.c);
    expect(record.any('b.d.e')).toBe(1);
    expect(record.any('deep.one.two.three')).toBe(1);
    expect(record.any('a')).toBe(value.a);
    from += text.length + 1;
  }
});

it('never passes what parsing refuses', () => {
  fc.assert(
    fc.property(
      record,
      spaces,
      fc.nat(),
      fc.nat(255),
      fc.constantFrom('put', 'flip', 'cut', 'drop'),
      (value, space, where, byte, how) => {
        const whole = Buffer.from(JSON.stringify(value, null, space));
        const at = where % whole.length;
        const text =
          how === 'cut'
            ? whole.subarray(0, at)
            : how === 'drop'
              ? Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)])
              : how === 'put'
                ? Buffer.concat([whole.subarray(0, at), Buffer.from([byte]), whole.subarray(at)])
                : Buffer.concat([whole.subarray(0, at), Buffer.from([byte]), whole.subarray(at + 1)]);
        if (Buffer.compare(Buffer.from(text.toString()), text) !== 0) return; // only UTF-8 is handed over
        const { bytes, parsed } = bothWays(text);
        if (bytes) expect(bytes).toEqual(parsed);
      },
    ),
    { numRuns: 5_000 },
  );
});

it.each([
  ['{"a":1}', true],
  [' {"a":1}', false],
  ['{"a":01}', false],
  ['{"a":1.}', false],
  ['{"a":.5}', false],
  ['{"a":-}', false],
  ['{"a":1e+}', false],
  ['{"a":-0.5e-7}', true],
  ['{"a":1,}', false],
  ['{,"a":1}', false],
  ['{"a":[1,]}', false],
  ['{"a":tru}', false],
  ['{"a":nulll}', false],
  ['{"a":"\u0001"}', false],
  ['{"a":"\\x"}', false],
  ['{"a":"\\u12g4"}', false],
  ['{"a":"\\ud800"}', true],
  ['{"a":1,"a":2}', false], // a repeated key: parsed, where the last counts
  ['{"\\u0061":1}', false], // an escaped key
  ['{"status.code":1}', false], // a path as a key
  ['{"data":{"events":[]}}', false], // an envelope
  ['{"data":"none"}', true],
  ['{"a":1}x', false],
  ['[]', false],
  [`{"a":${'['.repeat(60)}${']'.repeat(60)}}`, false],
  [`{"a":${'['.repeat(40)}${']'.repeat(40)}}`, true],
])('%s: read out of its bytes = %s', (text, isRead) => {
  const { bytes, parsed } = bothWays(text);
  expect(bytes !== null).toBe(isRead);
  if (bytes) expect(bytes).toEqual(parsed);
});

it('holds the compiled form of its source', async () => {
  expect(readFileSync(join(import.meta.dirname, 'follow.wasm.ts'), 'utf8')).toBe(await compiled('FOLLOW'));
}, 60_000);

it('keeps what comes again, through all that is forgotten, and mixes nothing up', () => {
  const record = new JsonRecord(PATHS);
  const parsed = new JsonRecord(PATHS);
  let made = 0;
  for (let n = 0; n < 60_000; n++) {
    const value = {
      a: n % 7 === 0 ? `often "${n % 50}"` : `often ${n % 50}`,
      b: { c: `seldom ${n % 30_000}`, d: { e: n % 3_000, f: n % 2 === 0 } },
      list: [{ a: `person ${n % 400}` }, n % 400],
      whole: { in: { a: n % 9_000 } },
      data: `never ${n}`,
      toString: n % 5 === 0 ? 'žluť'.repeat(n % 300) : null,
    };
    const bytes = Buffer.from(JSON.stringify(value));
    expect(record.project(bytes, 0, bytes.length)).toBe(true);
    parsed.value = value;
    const about = (of: JsonRecord): unknown[] => {
      const person = of.derived('list', () => {
        made++;
        return { name: of.text('list.0.a'), data: of.any('whole.in.a') !== undefined };
      });
      return [person, of.text('a'), of.text('b.c'), of.num('b.d.e'), of.any('b.d.f'), of.any('list'), of.text('data')];
    };
    const also = (of: JsonRecord): unknown[] => [
      of.any('whole'),
      of.text('toString'),
      of.derived('na\u00efve', () => n),
    ];
    if (n % 97 === 0 || n > 59_000)
      expect([...about(record), ...also(record)]).toEqual([...about(parsed), ...also(parsed)]);
    else expect(about(record)).toEqual(about(parsed));
  }
  expect(made).toBeLessThan(60_000 + 60_000 / 4); // the parsed record makes each anew
});

it('gives what is derived, asked twice and asked in between, however much is kept', () => {
  const record = new JsonRecord(['id', 'who', 'who.name', 'list']);
  let made = 0;
  for (let i = 0; i < 40_000; i++) {
    const value = { id: `id ${i}`, who: { name: `name ${i % 9_000}` }, list: [i % 70, { n: i % 3 }] };
    const bytes = Buffer.from(JSON.stringify(value));
    expect(record.project(bytes, 0, bytes.length)).toBe(true);
    const who = (): unknown => record.derived('who', () => [record.any('who'), record.text('who.name')]);
    const list = (): unknown =>
      record.derived('list', () => {
        made++;
        return { list: record.any('list') };
      });
    expect([who(), list()]).toEqual([[value.who, value.who.name], { list: value.list }]);
    expect(record.text('id')).toBe(value.id);
    expect([record.text('who.name'), record.any('list')]).toEqual([value.who.name, value.list]);
    expect([who(), list(), record.any('who')]).toEqual([[value.who, value.who.name], { list: value.list }, value.who]);
  }
  expect(made).toBeLessThan(4_000); // of 210 lists, some forgotten with all else
});

it('makes what is derived once for people who come again later than ids have filled the room', () => {
  const record = new JsonRecord(['id', 'request', 'who']);
  let made = 0;
  for (let i = 0; i < 20_000; i++) {
    // Everybody is new at first; from then on of five one is.
    const who = i < 1_500 || i % 5 === 0 ? i : (i * 7) % 1_500;
    const value = { id: `id ${i}`, request: `request ${i}`, who: { name: `name ${who}` } };
    const bytes = Buffer.from(JSON.stringify(value));
    expect(record.project(bytes, 0, bytes.length)).toBe(true);
    const seen = record.derived('who', () => {
      made++;
      return [record.any('who')];
    });
    expect([seen, record.text('id'), record.text('request')]).toEqual([[value.who], value.id, value.request]);
  }
  expect(made).toBeLessThan(8_000); // 5,200 people, some forgotten with all else
});

/** Objects of a list, and what else may stand there. */
const item = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.dictionary(fc.constantFrom('n', 'b', 'in', 'x', 'q'), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
);
const written = (value: unknown, blank: string): string =>
  blank === '' ? JSON.stringify(value) : JSON.stringify(value, null, blank);

it('reads the objects of a list as it reads a record, whatever else stands in the list', () => {
  const paths = ['list', 'list.*.n', 'list.*.b', 'list.*.in.n', 'after'];
  const sequence = fc.array(
    fc.record({
      list: fc.oneof(
        { weight: 9, arbitrary: fc.array(item, { maxLength: 4 }) },
        { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
      ),
      after: fc.string(),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(sequence, fc.constantFrom('', ' ', '\t'), (records, blank) => {
      const byBytes = new JsonRecord(paths);
      const parsed = new JsonRecord(paths);
      const seen = (record: JsonRecord): unknown => {
        const inside = (): unknown => [
          ['list.*.n', 'list.*.b', 'list.*.in.n', 'list.*.x', 'list.*.in.q'].map((path) => [
            record.text(path),
            record.any(path),
            record.has(path),
            record.derived(path, () => ({ made: record.any(path) })),
          ]),
          record.text('after'),
        ];
        return [
          record.any('list.*.n'),
          record.each('list', inside),
          record.text('list.*.n'),
          record.each('list', () => record.text('list.*.b')),
          record.text('after'),
          record.derivedEach('list', () => [record.text('list.*.b'), record.any('list.*.in'), record.has('list.*.q')]),
        ];
      };
      for (const each of records) {
        const bytes = Buffer.from(written(each, blank));
        parsed.value = JSON.parse(bytes.toString());
        const expected = seen(parsed);
        if (byBytes.project(bytes, 0, bytes.length)) expect(seen(byBytes)).toEqual(expected);
        const items = Array.isArray(each.list) ? each.list : [];
        const objects = items.filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
        expect((expected as unknown[][])[1]).toHaveLength(objects.length);
      }
    }),
    { numRuns: 300 },
  );
});

it('knows keys in whatever order they come, also those that begin alike', () => {
  const wanted = [
    '',
    'a',
    'seven77',
    'eight888',
    'nine99999',
    'authenticationDetails',
    'authenticationDetailsTwo',
    'é',
  ];
  const others = Array.from({ length: 90 }, (_, n) => `${'authenticationDetails'.slice(0, n % 22)}${n}`);
  const keyed = fc.shuffledSubarray([...wanted.slice(0, -1), ...others], { minLength: 1 });
  const isWanted = (key: string): boolean => key !== '';
  const record = new JsonRecord(wanted.filter(isWanted));
  fc.assert(
    fc.property(keyed, fc.nat(3), (order, n) => {
      const value = Object.fromEntries(order.map((key, i) => [`${key}`, i % 5 === n ? `${i}` : i]));
      const bytes = Buffer.from(JSON.stringify(value));
      expect(record.project(bytes, 0, bytes.length)).toBe(true);
      for (const key of wanted.filter(isWanted)) expect(record.any(key)).toBe(value[key]);
    }),
    { numRuns: 1_000 },
  );
});

it('makes what follows from an object in a list once, through all that is forgotten', () => {
  const paths = ['id', 'list', 'list.*.n', 'list.*.of'];
  const byBytes = new JsonRecord(paths);
  const parsed = new JsonRecord(paths);
  let made = 0;
  const seen = (record: JsonRecord): unknown => [
    record.derivedEach('list', () => {
      made++;
      return { n: record.num('list.*.n'), of: record.any('list.*.of') };
    }),
    record.text('id'),
  ];
  const records = 60_000;
  for (let n = 0; n < records; n++) {
    const seldom = n % 3 === 0 ? [{ n, of: 'ü'.repeat(n % 40) }] : [];
    const long = n % 1_000 === 0 ? Array.from({ length: 70 }, (_, of) => ({ n: 1, of })) : [];
    const value = {
      id: n % 50 === 0 ? 'é' : `id ${n}`,
      list: [{ n: n % 700, of: { a: n % 2 } }, n, ...seldom, ...long, { of: ['x'], n: n % 5 }],
    };
    const bytes = Buffer.from(written(value, n % 400 === 0 ? ' ' : ''));
    parsed.value = value;
    expect(byBytes.project(bytes, 0, bytes.length)).toBe(true);
    expect(seen(byBytes)).toEqual(seen(parsed));
  }
  // The parsed record makes each anew; the other only what is new, lists that are long, and what was forgotten in between.
  expect(made).toBeLessThan((records * 7) / 3 + 2 * 60 * 71 + records / 3 + records / 8);
});

it('looks into the list of an object in a list', () => {
  const record = new JsonRecord(['list', 'list.*.in', 'list.*.in.*.n']);
  const inner = (): unknown => record.derivedEach('list.*.in', () => record.num('list.*.in.*.n'));
  for (let n = 0; n < 5; n++) {
    const value = {
      list: [{ in: [{ n: 1 }, { n }] }, { in: [{ n: 1 }, { n: 3 }, { n: 4 }] }, { in: [] }, { in: [{ n }] }],
    };
    const bytes = Buffer.from(JSON.stringify(value));
    expect(record.project(bytes, 0, bytes.length)).toBe(true);
    expect(record.derivedEach('list', inner)).toEqual(value.list.map((each) => each.in.map((one) => one.n)));
  }
});

it('leaves a list to parsing where an element holds a key twice', () => {
  const record = new JsonRecord(['list', 'list.*.a']);
  const bytes = Buffer.from('{"list":[{"a":1},{"a":2,"a":3},{"a":4}]}');
  expect(record.project(bytes, 0, bytes.length)).toBe(true);
  expect(record.each('list', () => record.any('list.*.a'))).toEqual([1, 3, 4]);
  expect(() => record.each('list.*.a', () => 0)).toThrow();
});

it('derives from several values what they tell together, but for texts that play no part in it', () => {
  const record = new JsonRecord(PATHS);
  const parsed = new JsonRecord(PATHS);
  const from = { paths: ['a', 'list', 'whole', 'data'], without: { list: 'at' } };
  const ends = ['', '"', '\\', '\\"', '","at":"', 'ü'];
  const texts = Array.from({ length: 40_000 }, (_, n) =>
    JSON.stringify({
      ...(n % 11 === 0 ? {} : { a: n % 13 === 0 ? [n % 3] : n % 3 }),
      b: { c: `never ${n}` },
      list:
        n % 17 === 0
          ? `[{"at":"${n % 2}"}]`
          : [
              { at: `${n}${ends[n % ends.length]}`, what: n % 5, so: `x${ends[n % 4]}` },
              { at: n % 7 === 0 ? null : `${n}` },
              n % 19 === 0 ? { so: [{ at: `${n}` }] } : { at: { at: `${n}` } },
            ],
      whole: n % 6 === 0 ? undefined : { at: `${n % 300}` },
    }),
  );
  let made = 0;
  for (let n = 0; n < texts.length; n += 100) {
    const chunk = texts.slice(n, n + 100);
    const bytes = Buffer.from(`[${chunk.join(',\n')}]`);
    let at = 1;
    for (const text of chunk) {
      at = record.projectOn(bytes, at);
      expect(at).toBeGreaterThan(0);
      at += 2;
      parsed.value = JSON.parse(text);
      const about = (of: JsonRecord): unknown =>
        of.derivedFrom(from, () => {
          made++;
          const list = of.any('list');
          const known = (each: unknown): unknown =>
            typeof each === 'object' && each !== null && !Array.isArray(each)
              ? Object.entries(each).map(([key, value]) => [
                  key,
                  key === 'at' && typeof value === 'string' ? '' : known(value),
                ])
              : Array.isArray(each)
                ? each.map(known)
                : each;
          return [of.any('a'), known(list), of.any('whole'), of.has('data')];
        });
      expect(about(record)).toEqual(about(parsed));
      expect(record.text('b.c')).toBe(parsed.text('b.c'));
    }
  }
  expect(made - texts.length).toBeLessThan(texts.length / 4); // the parsed record makes each anew
  expect(() => record.derivedFrom({ paths: ['b.c'] }, () => null)).toThrow();
});

it('derives from values that are looked up as one', () => {
  const from = { paths: ['a', 'who', 'whole'], asOne: true } as const;
  const record = new JsonRecord(['a', 'b', 'who', 'whole']);
  const parsed = new JsonRecord(['a', 'b', 'who', 'whole']);
  let made = 0;
  const about = (of: JsonRecord): unknown =>
    of.derivedFrom(from, () => {
      made++;
      return [of.text('a'), of.has('a'), of.any('who'), of.any('whole')];
    });
  let n = 0;
  const values = ['x', 'xy', '', null, 7, undefined, ['x'], { x: 'y' }, 'ü', 'long '.repeat(2_000)];
  for (let round = 0; round < 6; round++)
    for (const a of values)
      for (const who of values)
        for (const whole of values) {
          const text = JSON.stringify({ ...(n % 2 && { b: n }), a, who, ...(n % 3 && { b2: `${n}` }), whole });
          expect(record.project(Buffer.from(text), 0, Buffer.byteLength(text))).toBe(true);
          parsed.value = JSON.parse(text);
          expect(about(record)).toEqual(about(parsed));
          expect(record.text('b')).toBe(parsed.text('b'));
          n++;
        }
  const short = 9 ** 3; // what is longer than is kept is made anew
  expect(made - n).toBeLessThan(n - 6 * short + 4 * short);
});
