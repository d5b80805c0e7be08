/** Tables of unknown origin through a whole import by a mapping: events, ledger, evidence, custody, reading again. */
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headerNames } from '../../../../shared/base/csv-header';
import { Mapping, type MappingDraft, mappingText } from '../../../../shared/model/mapping';
import { MappedField } from '../../../../shared/model/mapping-words';
import { rfc3339 } from '../../../../shared/model/time';
import type { OpenCase } from '../../session';
import { keptMappings } from '../../store/files';
import { removeFile } from '../remove';
import { Bench, eventRows, rawOf } from '../testing/importing';
import { chosenMapping, keptMapping, MappingError, readMapping } from './chosen';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const MAPPING: Mapping = Mapping.parse({
  sidedoorMapping: 1,
  name: 'VPN portal',
  record: 'table',
  time: { columns: ['when'], format: 'day_first', zone: 'Europe/Berlin' },
  fields: {
    user: { column: 'who' },
    ip: { column: 'from' },
    reason: { column: 'why' },
    recordId: { column: 'id' },
    app: { constant: 'VPN' },
  },
  outcome: {
    columns: ['result', 'why'],
    table: [
      { when: ['OK'], is: 'success_by_factor' },
      { when: ['denied', 'User said no'], is: 'denied_by_user' },
      { when: ['denied'], is: 'failed_by_factor' },
      { when: ['heartbeat'], is: 'skip' },
    ],
    otherwise: 'reject',
  },
  class: { columns: [], table: [], otherwise: 'authentication' },
  factor: {
    columns: ['how'],
    table: [
      { when: ['push'], is: 'push' },
      { when: ['pw'], is: 'password' },
    ],
    otherwise: null,
  },
  kind: { columns: [], table: [], otherwise: 'human' },
});

const HEADER = 'ID;When;Who;From;How;Result;Why';
const ROWS = [
  'a1;05.01.2026 08:00:00;alice@corp.example;203.0.113.4;push;Denied;user said no',
  'a2;05.01.2026 08:01:00;alice@corp.example;203.0.113.4;push;ok;',
  'a3;05.01.2026 08:02:00;bob;198.51.100.7;pw;denied;typo',
  'a4;05.01.2026 08:03:00;bob;198.51.100.7;pw;OK;',
  'a5;05.01.2026 08:04:00;carol;;push;denied;',
  'a6;05.01.2026 08:05:00;;;;heartbeat;',
  'a7;05.01.2026 08:06:00;dave;;;maybe;',
  'a8;31.02.2026 08:06:00;dave;;;ok;',
  'a9;05.01.2026 08:06:00;dave',
];
const table = (rows = ROWS): string => `${HEADER}\r\n${rows.join('\r\n')}\r\n`;

async function bring(into: OpenCase, paths: string[], mapping: Mapping = MAPPING, only: string[] | null = null) {
  const chosen = chosenMapping(mapping);
  const settings = { source: null, zone: null, reference: false, mapping: keptMapping(chosen) };
  return bench.import(into, paths, { mapping: chosen, settings, only });
}

const told = (opened: OpenCase): string[] =>
  opened.db.read
    .prepare<[], { time: number; name: string | null; outcome: number; flags: number; id: string }>(
      `SELECT e.time, a.name, e.outcome, e.flags, e.record_id AS id FROM event e LEFT JOIN actor a ON a.id = e.actor ORDER BY e.time`,
    )
    .all()
    .map(({ time, name, outcome, flags, id }) => `${id} ${rfc3339(time)} ${name} ${outcome} ${flags}`);

describe('an import by a mapping', () => {
  it('gives events with time, user and outcome as the mapping says, and an account of every row', async () => {
    const into = bench.newCase();
    const { files, unrecognised } = await bring(into, [bench.put('portal.csv', table())]);
    expect(unrecognised).toEqual([]);
    expect(files).toMatchObject([
      { source: 'mapped', shape: 'VPN portal', records: 9, events: 5, duplicates: 0, skipped: 1, rejected: 3 },
    ]);
    const { sha256 } = chosenMapping(MAPPING);
    expect(files[0]!.because[0]).toBe(`mapping “VPN portal” (made on screen, sha256 ${sha256})`);
    expect(files[0]!.zoneAssumed).toBe('Europe/Berlin');
    expect(files[0]!.reasons.map(({ kind, why }) => `${kind}: ${why}`).sort()).toEqual([
      'rejected: 3 cells where the header has 7',
      'rejected: the mapping gives no outcome for “maybe”',
      'rejected: there is no such day',
      'skipped: left out by the mapping: “heartbeat”',
    ]);
    expect(told(into)).toMatchInlineSnapshot(`
      [
        "a1 2026-01-05T07:00:00.000Z alice@corp.example 0 0",
        "a2 2026-01-05T07:01:00.000Z alice@corp.example 11 0",
        "a3 2026-01-05T07:02:00.000Z bob 7 0",
        "a4 2026-01-05T07:03:00.000Z bob 13 0",
        "a5 2026-01-05T07:04:00.000Z carol 8 2050",
      ]
    `);
    const [first] = eventRows(into);
    expect((await rawOf(into, first!)).toString()).toBe(ROWS[0]);
  });

  it('keeps the mapping word for word and names it in the custody log', async () => {
    const into = bench.newCase();
    await bring(into, [bench.put('portal.csv', table())]);
    expect(keptMappings(into.db.read)).toEqual([{ sha256: chosenMapping(MAPPING).sha256, text: mappingText(MAPPING) }]);
    const kept = into.db.read.prepare('SELECT settings FROM import').pluck().get() as string;
    expect(JSON.parse(kept).mapping).toEqual(keptMapping(chosenMapping(MAPPING)));
    const log = fs.readFileSync(path.join(into.folder, 'custody.ndjson'), 'utf8');
    const line = log.split('\n').find((each) => each.includes('"act":"import"'))!;
    const { sha256 } = chosenMapping(MAPPING);
    expect(line).toContain(`"mapping":{"file":null,"name":"VPN portal","sha256":"${sha256}"}`);
  });

  it('reads the same events from the same evidence by the kept mapping', async () => {
    const into = bench.newCase();
    // The second file tells two of the records again: taking the first out, they are read from the second.
    await bring(into, [bench.put('one.csv', table()), bench.put('two.csv', table(ROWS.slice(0, 2)))]);
    const before = told(into);
    await removeFile(into, 'one.csv', 'twice', () => ({}) as never);
    expect(told(into)).toEqual(before.slice(0, 2));
  });

  it('leaves tables without its columns to ordinary recognition, and says so where there is none', async () => {
    const into = bench.newCase();
    const { files, unrecognised } = await bring(into, [
      bench.put('in/portal.csv', table()),
      bench.put('in/other.csv', 'a,b\n1,2\n'),
    ]);
    expect(files.map(({ file }) => file)).toEqual(['portal.csv']);
    expect(unrecognised[0]!.why).toMatch(
      /^no known shape; mapping “VPN portal” .* does not fit: it reads “when”, “who”/,
    );
  });

  it('takes only the file that was asked for out of a folder', async () => {
    const into = bench.newCase();
    bench.put('many/a.csv', table(ROWS.slice(0, 1)));
    bench.put('many/deep/b.csv', table(ROWS.slice(1, 2)));
    const folder = path.join(bench.root, 'in', 'many');
    const { files, unrecognised } = await bring(into, [folder], MAPPING, ['many/deep/b.csv']);
    expect(files.map(({ file, events }) => [file, events])).toEqual([['many/deep/b.csv', 1]]);
    expect(unrecognised).toEqual([]);
  });

  it.each<[string, string | Buffer]>([
    ['tabs', table().replaceAll(';', '\t')],
    ['sep=', `sep=;\r\n${table()}`],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table(), 'utf16le')])],
    ['a byte order mark', `\ufeff${table()}`],
  ])('reads the same from a table with %s', async (_, content) => {
    const [plain, other] = [bench.newCase('plain'), bench.newCase('other')];
    await bring(plain, [bench.put('plain.csv', table())]);
    const { files } = await bring(other, [bench.put('other.csv', content)]);
    expect(files).toMatchObject([{ events: 5, skipped: 1, rejected: 3 }]);
    expect(told(other)).toEqual(told(plain));
  });

  it('reads JSON by paths, and lists inside of one value', async () => {
    const rows = [
      { at: 1767600000, user: { name: 'alice' }, result: 'yes' },
      { at: 1767600060, user: { name: 'bob' }, result: 'no' },
      { user: { name: 'carol' }, result: 'no' },
    ];
    const json = (prefix: string, list: string | null): Mapping =>
      Mapping.parse({
        ...MAPPING,
        name: 'api',
        record: 'json',
        list,
        time: { columns: [`${prefix}at`], format: 'seconds', zone: null },
        fields: { user: { column: `${prefix}user.name` } },
        outcome: {
          columns: [`${prefix}result`],
          table: [
            { when: ['yes'], is: 'success_mfa' },
            { when: ['no'], is: 'second_factor_failed' },
          ],
          otherwise: 'reject',
        },
        factor: { columns: [], table: [], otherwise: null },
      });
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    const results = [];
    for (const [name, content, mapping] of [
      ['lines', lines, json('', null)],
      ['array', JSON.stringify(rows), json('', null)],
      ['list', JSON.stringify({ meta: { page: 1 }, log: { rows } }), json('log.rows.', 'log.rows')],
    ] as const) {
      const into = bench.newCase(name);
      const { files } = await bring(into, [bench.put(`${name}.json`, content)], mapping);
      expect(files, name).toMatchObject([{ source: 'mapped', records: 3, events: 2, rejected: 1 }]);
      results.push(told(into));
    }
    expect(results[0]).toHaveLength(2);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

describe('a mapping file', () => {
  it('has one text, and reads back as what it was', () => {
    const shuffled = { ...MAPPING, fields: Object.fromEntries(Object.entries(MAPPING.fields).reverse()) };
    expect(mappingText(shuffled as Mapping)).toBe(mappingText(MAPPING));
    expect(readMapping(Buffer.from(mappingText(MAPPING)), 'm.json')).toMatchObject({
      mapping: MAPPING,
      sha256: chosenMapping(MAPPING).sha256,
      file: 'm.json',
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /^not JSON$/],
    ['another file', '{"a":1}', /sidedoorMapping/],
    ['a later version', { sidedoorMapping: 2 }, /version 2; this version knows 1/],
    ['no time', { ...MAPPING, time: { ...MAPPING.time, columns: [] } }, /time\.columns: name the column/],
    [
      'a zone that there is not',
      { ...MAPPING, time: { ...MAPPING.time, zone: 'Mars/Base' } },
      /time\.zone: no such time zone/,
    ],
    ['an unknown outcome', { ...MAPPING, outcome: { ...MAPPING.outcome, otherwise: 'fine' } }, /^outcome\.otherwise/],
    ['a misspelt member', { ...MAPPING, colums: {} }, /colums/],
  ])('is refused: %s', (_, value, why) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(() => readMapping(Buffer.from(text), 'm.json')).toThrow(MappingError);
    expect(() => readMapping(Buffer.from(text), 'm.json')).toThrow(why);
  });
});

it('names columns as the header is read', () => {
  const names = headerNames(['Time', '', 'Name', 'NAME', '', 'Time [UTC]']);
  expect(names).toEqual(['time', '', 'name', 'name#2', '#2', 'time#2']);
  const draft: MappingDraft = { ...MAPPING, time: { ...MAPPING.time, columns: names.slice(0, 1) } };
  expect(Mapping.safeParse(draft).success).toBe(true);
});

it('reads the example of the guide', () => {
  const guide = fs.readFileSync(path.join(import.meta.dirname, '../../../../docs/mapping.md'), 'utf8');
  const [, example] = /```json\n([\s\S]*?)```/.exec(guide)!;
  const { mapping } = readMapping(Buffer.from(example!), 'guide.json');
  expect(mapping.name).toBe('VPN portal');
  // Every field of the guide is one, and every one is in the guide.
  const listed = /- `fields`: ([\s\S]*?); each/.exec(guide)![1]!;
  expect([...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual([...MappedField.options].sort());
});
