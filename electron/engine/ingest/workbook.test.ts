/** Exports that went through a spreadsheet: the same events as from the CSV, each at its row's bytes. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenCase } from '../session';
import { removeFile } from './remove';
import { Bench, eventRows, nowhere, rawOf } from './testing/importing';
import { type Cell, xlsx, zipped } from './testing/workbook';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const sample = (file: string): string => path.join(import.meta.dirname, 'sources', file);
const cellsOf = (file: string): string[][] =>
  parse(fs.readFileSync(sample(file)), { bom: true, relax_column_count: true, relax_quotes: true });
const essence = (from: OpenCase): unknown[] =>
  from.db.read.prepare('SELECT time, record_id, outcome, class, flags FROM event ORDER BY time, rk, content').all();

describe('an export saved as a workbook', () => {
  it.each([
    ['okta/samples/console-csv.csv', 'okta'],
    ['entra/samples/portal-csv.csv', 'entra'],
    ['m365-ual/samples/purview-csv.csv', 'm365-ual'],
    ['duo/samples/log-analytics-csv.csv', 'duo'],
  ])('%s: the same events, each at its row', async (file, source) => {
    const [plain, book] = [bench.newCase('csv'), bench.newCase('xlsx')];
    const csv = (await bench.import(plain, [sample(file)])).files[0]!;
    const made = bench.put('export.xlsx', await xlsx({ Sheet1: cellsOf(file) }));
    const { files, unrecognised } = await bench.import(book, [made]);
    expect(unrecognised).toEqual([]);
    expect(files).toMatchObject([
      { file: 'export.xlsx/Sheet1', source, shape: csv.shape, records: csv.records, events: csv.events },
    ]);
    expect(csv.events).toBeGreaterThan(0);
    expect(essence(book)).toEqual(essence(plain));
    for (const row of eventRows(book))
      expect((await rawOf(book, row)).toString()).toMatch(/^<row r="\d+"[\s\S]*<\/row>$/);
    // The whole workbook is the evidence.
    expect(fs.readFileSync(path.join(book.folder, 'evidence/export.xlsx')).equals(fs.readFileSync(made))).toBe(true);
  });

  const header = [
    'timestamp',
    'uuid',
    'event_type',
    'display_message',
    'outcome.result',
    'actor.id',
    'actor.alternate_id',
    'client.ip_address',
  ];
  const line = (n: number, time: Cell): Cell[] => [
    time,
    `u-${n}`,
    'user.session.start',
    'User login',
    'SUCCESS',
    '00u1',
    'ann@corp.example',
    { inline: `203.0.113.${n}` },
  ];

  it.each([
    [false, 46_027.5],
    [true, 44_565.5],
  ])('reads days as times (counted from 1904: %s)', async (is1904, serial) => {
    const into = bench.newCase();
    const made = bench.put(
      'a.xlsx',
      await xlsx({ Log: [header, line(1, { date: serial }), line(2, { date: serial + 1 / 86_400 })] }, { is1904 }),
    );
    const { files } = await bench.import(into, [made], { settings: { source: null, zone: 'UTC', reference: false } });
    expect(files).toMatchObject([{ events: 2 }]);
    expect(eventRows(into).map(({ time }) => new Date(time).toISOString())).toEqual([
      '2026-01-05T12:00:00.000Z',
      '2026-01-05T12:00:01.000Z',
    ]);
  });

  it('makes a file of each sheet, and says of the others why not', async () => {
    const into = bench.newCase();
    const rows = (n: number): Cell[][] => [header, line(n, `2026-01-05T08:00:0${n}.000Z`)];
    const made = bench.put(
      'many.xlsx',
      await xlsx({
        'A/1': rows(1),
        Notes: [
          ['what', 'who'],
          ['x', 'y'],
        ],
        B: rows(2),
        Empty: [],
      }),
    );
    const { files, unrecognised } = await bench.import(into, [made]);
    expect(files.map(({ file, events }) => [file, events])).toEqual([
      ['many.xlsx/A_1', 1],
      ['many.xlsx/B', 1],
    ]);
    expect(unrecognised).toEqual([
      { file: 'many.xlsx/Notes', why: expect.stringMatching(/no known shape/) },
      { file: 'many.xlsx/Empty', why: expect.stringMatching(/no known shape/) },
    ]);
  });

  it('reads a workbook inside an archive, and again after a removal', async () => {
    const into = bench.newCase();
    const rows = [header, line(1, '2026-01-05T08:00:01.000Z'), line(2, '2026-01-05T08:00:02.000Z')];
    const made = bench.put('logs.zip', await zipped({ 'a/export.xlsx': await xlsx({ S: rows }) }));
    const csv = bench.put(
      'b.csv',
      [header, line(2, '2026-01-05T08:00:02.000Z')]
        .map((cells) =>
          cells.map((cell) => (typeof cell === 'object' && cell && 'inline' in cell ? cell.inline : cell)).join(','),
        )
        .join('\n'),
    );
    expect((await bench.import(into, [csv])).files).toMatchObject([{ events: 1 }]);
    expect((await bench.import(into, [made])).files).toMatchObject([
      { file: 'logs.zip/a/export.xlsx/S', events: 1, duplicates: 1 },
    ]);
    expect(await removeFile(into, 'b.csv', 'wrong tenant', () => ({}) as never)).toEqual({
      file: 'b.csv',
      events: 0,
      context: 0,
    });
    const left = eventRows(into);
    expect(left).toHaveLength(2);
    for (const row of left) expect((await rawOf(into, row)).toString()).toContain('<row r=');
  });

  it('keeps nothing of a workbook whose shared texts are gone', async () => {
    const into = bench.newCase();
    const rows = [
      header,
      ...Array.from({ length: 50 }, (_, i) => line(i, `2026-01-05T08:00:${String(i).padStart(2, '0')}.000Z`)),
    ];
    const whole = await xlsx({ S: rows });
    // A text that is not there rejects the rows that need it.
    const parts = whole.indexOf('xl/sharedStrings.xml');
    expect(parts).toBeGreaterThan(0);
    const lost = Buffer.from(
      whole.toString('latin1').replaceAll('xl/sharedStrings.xml', 'xl/sharedStrings.bak'),
      'latin1',
    );
    const { files, unrecognised } = await bench.import(into, [bench.put('lost.xlsx', lost)]);
    expect(files).toEqual([]);
    expect(unrecognised).toHaveLength(1);
  });
});

describe('a workbook inside a tar', () => {
  function tar(name: string, content: Buffer): Buffer {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0', 156);
    header.write('ustar\0', 257);
    return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
  }

  it.each([
    ['tar', (bytes: Buffer) => bytes],
    ['tar.gz', (bytes: Buffer) => zlib.gzipSync(bytes)],
  ])('is opened: %s', async (end, pack) => {
    const file = 'okta/samples/console-csv.csv';
    const [plain, held] = [bench.newCase('csv'), bench.newCase('held')];
    await bench.import(plain, [sample(file)]);
    const book = await xlsx({ Log: cellsOf(file) });
    const inner = await zipped({ 'b.csv': fs.readFileSync(sample('duo/samples/log-analytics-csv.csv')) });
    const bytes = Buffer.concat([tar('in/export.xlsx', book), tar('more.zip', inner), Buffer.alloc(1_024)]);
    const { files, unrecognised } = await bench.import(held, [bench.put(`x.${end}`, pack(bytes))]);
    expect(unrecognised).toEqual([]);
    expect(files).toMatchObject([
      { file: `x.${end}/in/export.xlsx/Log`, source: 'okta', shape: 'console-csv' },
      { file: `x.${end}/more.zip/b.csv`, source: 'duo' },
    ]);
    for (const row of eventRows(held)) expect((await rawOf(held, row)).length).toBe(row.length);
    expect(await removeFile(held, files[0]!.file, 'wrong', () => nowhere)).toMatchObject({
      events: essence(plain).length,
    });
  });
});
