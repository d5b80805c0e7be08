/** JSON exports that somebody turned into a table: the same events, wherever the table can say it. */
import fs from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenCase } from '../session';
import { flatCandidates } from './flat-table';
import { SliceDecoder } from './readers/encoding';
import { tableReader } from './readers/table';
import { sources } from './registry';
import { Bench, eventRows, rawOf } from './testing/importing';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

/** As tools flatten: objects to columns, lists as JSON or by place. */
function flat(value: unknown, prefix: string, byPlace: boolean, into: Record<string, string>): Record<string, string> {
  if (typeof value === 'object' && value !== null && (!Array.isArray(value) || byPlace)) {
    for (const [key, inner] of Object.entries(value))
      flat(inner, prefix === '' ? key : `${prefix}.${key}`, byPlace, into);
  } else if (value !== null && value !== undefined)
    into[prefix] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return into;
}
function table(records: readonly unknown[], byPlace: boolean, prefix = ''): string {
  const rows = records.map(
    (record): Record<string, string> => ({
      ...(prefix && { _id: '1', _index: 'logs', _score: '1' }),
      ...flat(record, prefix, byPlace, {}),
    }),
  );
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return stringify(
    rows.map((row) => columns.map((column) => row[column] ?? '')),
    { header: true, columns },
  );
}
const recordsOf = (file: string): unknown[] => {
  const text = fs.readFileSync(path.join(import.meta.dirname, 'sources', file), 'utf8');
  if (file.endsWith('.ndjson'))
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  const value = JSON.parse(text) as unknown[];
  return Array.isArray(value) ? value : (Object.values(value).find(Array.isArray) ?? []);
};
const essence = (from: OpenCase): unknown[] =>
  from.db.read.prepare('SELECT time, outcome, class, record_id FROM event ORDER BY time, class, record_id').all();

describe.each([
  ['jumpcloud/samples/insights.ndjson', 'jumpcloud'],
  ['auth0/samples/management-api.json', 'auth0'],
  ['teleport/samples/audit.ndjson', 'teleport'],
  ['keycloak/samples/events-json.json', 'keycloak'],
  ['okta/samples/system-log-json.json', 'okta'],
  ['onelogin/samples/events.ndjson', 'onelogin'],
])('%s as a table', (file, source) => {
  it.each([
    ['lists as JSON', false, ''],
    ['lists by place', true, ''],
    ['below the key of a search result', false, '_source'],
    ['below two keys of a collector', true, '_source.json'],
  ])('%s', async (_name, byPlace, prefix) => {
    const [plain, tabled] = [bench.newCase('json'), bench.newCase('table')];
    const records = recordsOf(file);
    await bench.import(plain, [bench.put('a.json', JSON.stringify(records))]);
    const { files, unrecognised } = await bench.import(tabled, [bench.put('a.csv', table(records, byPlace, prefix))]);
    expect(unrecognised).toEqual([]);
    expect(files).toMatchObject([{ source }]);
    expect(files[0]!.records).toBe(records.length);
    expect(essence(tabled)).toEqual(essence(plain));
    for (const row of eventRows(tabled)) expect((await rawOf(tabled, row)).length).toBe(row.length);
  });
});

it('reaches into nothing that every object inherits', async () => {
  const rows = '__proto__.polluted,constructor.prototype.polluted,id,event_type\nyes,yes,1,x\n';
  await bench.import(bench.newCase(), [bench.put('a.csv', rows)]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

it('reads of a row only the columns that a shape can read', () => {
  const header = ['uuid', ...Array.from({ length: 2_000 }, (_, i) => `x${i}.y`), 'published'];
  const record = Buffer.from(`${header.map(() => 'v').join(',')}\n`);
  let read = 0;
  const decoder = new SliceDecoder();
  const text = decoder.text.bind(decoder);
  decoder.text = (...slice) => {
    read++;
    return text(...slice);
  };
  const candidates = flatCandidates(sources.all(), header, decoder);
  const reader = tableReader(
    { delimiter: 0x2c, skip: 0, header: 1, titles: 0, columns: header.length },
    {
      row: (row) => {
        for (const candidate of candidates) candidate.load(row);
      },
      broken: () => {},
    },
  );
  reader.feed(record);
  reader.end();
  expect(candidates.length).toBeGreaterThan(20);
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(2 * candidates.length + 1);
});
