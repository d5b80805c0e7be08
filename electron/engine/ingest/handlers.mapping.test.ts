/** The mapping step through its answers: which file is meant, mappings as files, workbooks and archives like any table. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SidedoorError } from '../../../shared/rpc/errors';
import { type LiveSession, liveSession } from '../live-session';
import { mappingHandlers } from './handlers.mapping';
import { rememberPasswords } from './locked';
import { chosenMapping, keptMapping } from './mapping/chosen';
import { Bench } from './testing/importing';
import { handmadeZip } from './testing/locked-zip';
import { xlsx, zipped } from './testing/workbook';

let bench: Bench;
let session: LiveSession;
beforeEach(() => {
  bench = new Bench();
  session = liveSession('0');
});
afterEach(() => bench.end());

const CSV = 'When,Who,Result\n2026-01-05T08:00:00Z,alice@corp.example,ok\n2026-01-05T08:01:00Z,bob,denied\n';
const token = (at: string, use: 'read' | 'write' = 'read'): string => {
  session.grant(at, at, use);
  return at;
};
const context = { signal: new AbortController().signal, progress: undefined as never };
const preview = (at: string, inside: string | null = null) =>
  mappingHandlers(session)['imports.preview']({ file: token(at), inside, mapping: null }, context);

it.each<[string, () => Promise<[at: string, inside: string | null]>, string]>([
  ['a file', async () => [bench.put('a.csv', CSV), null], 'a.csv'],
  ['a packed file', async () => [bench.put('a.csv.gz', zlib.gzipSync(CSV)), null], 'a.csv.gz'],
  ['a file of a folder', async () => [path.dirname(bench.put('folder/deep/a.csv', CSV)), 'deep/a.csv'], 'deep/a.csv'],
  [
    'a file of an archive',
    async () => [bench.put('x.zip', await zipped({ 'in/a.csv': CSV, 'b.txt': 'no table' })), 'x.zip/in/a.csv'],
    'x.zip/in/a.csv',
  ],
  [
    'the only file of an archive',
    async () => [bench.put('x.zip', await zipped({ 'a.csv': CSV })), null],
    'x.zip/a.csv',
  ],
  [
    'a sheet of a workbook',
    async () => [
      bench.put(
        'book.xlsx',
        await xlsx({
          Notes: [['nothing'], ['here']],
          Log: [
            ['When', 'Who', 'Result'],
            [{ date: 46027.25 }, 'alice@corp.example', 'ok'],
            [{ date: 46027.5 }, 'bob', 'denied'],
          ],
        }),
      ),
      'book.xlsx/Log',
    ],
    'book.xlsx/Log',
  ],
])('looks at %s', async (_, make, name) => {
  const [at, inside] = await make();
  const found = await preview(at, inside);
  expect(found.name).toBe(name);
  expect(found.columns.map(({ title }) => title)).toEqual(['When', 'Who', 'Result']);
  expect(found.mapping.time.columns).toEqual(['when']);
  expect(found.rows).toBe(2);
});

it('imports a sheet as it was mapped', async () => {
  const at = bench.put(
    'book.xlsx',
    await xlsx({
      Log: [
        ['When', 'Who', 'Result'],
        [{ date: 46027.25 }, 'alice@corp.example', 'ok'],
        [{ date: 46027.5 }, 'bob', 'denied'],
      ],
    }),
  );
  const { mapping, name } = await preview(at);
  const chosen = chosenMapping({ ...mapping, time: { ...mapping.time, zone: 'Europe/Berlin' } });
  const settings = { source: null, zone: null, reference: false, mapping: keptMapping(chosen) };
  const { files } = await bench.import(bench.newCase(), [at], { mapping: chosen, settings, only: [name] });
  expect(files).toMatchObject([
    { source: 'mapped', events: 2, first: '2026-01-05T05:00:00.000Z', last: '2026-01-05T11:00:00.000Z' },
  ]);
});

it('counts all of a table as its import does', async () => {
  const rows = Array.from(
    { length: 24_000 },
    (_, n) => `${1767600000 + n},user${n % 9},${n % 7 === 0 ? 'odd' : 'ok'}\n`,
  );
  const at = bench.put('large.csv', `When,Who,Result\n${rows.join('')}1,x,ok\n`);
  const found = await preview(at);
  expect(found.isWhole).toBe(false);
  const seen: number[] = [];
  const account = await mappingHandlers(session, { parseWorker: null })['imports.check'](
    { file: token(at), inside: null, mapping: found.mapping },
    { signal: context.signal, progress: ({ done }) => void seen.push(done) },
  );
  const { files } = await bench.import(bench.newCase(), [at], { mapping: chosenMapping(found.mapping) });
  const [{ events, skipped, rejected, records, reasons }] = files as [(typeof files)[number]];
  expect(account).toMatchObject({ rows: records, events, skipped, rejected });
  expect(account.reasons).toEqual(reasons.map(({ kind, why, count }) => ({ kind, why, count })));
  expect(account.rejected).toBe(3_430);
  expect(seen.at(-1)).toBe(fs.statSync(at).size);
  const stopped = new AbortController();
  stopped.abort(new Error('stopped'));
  await expect(
    mappingHandlers(session, { parseWorker: null })['imports.check'](
      { file: token(at), inside: null, mapping: found.mapping },
      { signal: stopped.signal, progress: () => {} },
    ),
  ).rejects.toThrow('stopped');
});

it.each<[string, string]>([
  ['../secret.csv', 'a name that leads out'],
  ['folder/../../secret.csv', 'a name that leads out'],
  ['nothing.csv', 'a name that is not there'],
])('gives nothing for %s: %s', async (inside) => {
  bench.put('secret.csv', CSV);
  const folder = path.dirname(bench.put('folder/a.csv', CSV));
  await expect(preview(folder, inside)).rejects.toMatchObject({ code: 'not-found' });
});

it('takes no folder for a table, and no token that was not granted', async () => {
  await expect(preview(path.dirname(bench.put('folder/a.csv', CSV)))).rejects.toMatchObject({ code: 'not-found' });
  const ask = mappingHandlers(session)['imports.preview'];
  await expect(async () => ask({ file: 'made up', inside: null, mapping: null }, context)).rejects.toBeInstanceOf(
    SidedoorError,
  );
});

it('writes a mapping and reads it back as the same', async () => {
  const { mapping } = await preview(bench.put('a.csv', CSV));
  const handlers = mappingHandlers(session);
  const target = path.join(bench.root, 'saved.json');
  const saved = await handlers['imports.saveMapping']({ mapping, sink: token(target, 'write') }, context);
  expect(fs.statSync(target).size).toBe(saved.bytes);
  const read = await handlers['imports.readMapping']({ file: token(target) }, context);
  expect(read).toEqual({ mapping, file: 'saved.json', sha256: saved.sha256 });
  expect(read.sha256).toBe(chosenMapping(mapping).sha256);
});

it('refuses a file that holds no mapping, however large', async () => {
  const ask = mappingHandlers(session)['imports.readMapping'];
  const large = bench.put('large.json', Buffer.alloc(3 * 1024 * 1024, '['));
  for (const [at, why] of [
    [bench.put('other.json', '{"a":1}'), /sidedoorMapping/],
    [large, /larger than 1 MiB/],
    [bench.put('bytes.json', Buffer.from([0xff, 0xfe, 0x00])), /not in UTF-8/],
    [path.join(bench.root, 'gone.json'), /no such file/],
  ] as const) {
    await expect(async () => ask({ file: token(at) }, context)).rejects.toThrow(why);
  }
});

it('looks into a locked archive once its password was given, and leaves nothing beside', async () => {
  const opened = bench.newCase();
  session.use(opened);
  const at = bench.put(
    'locked.zip',
    handmadeZip([{ name: 'a.csv', content: CSV, lock: 'aes', password: 'open sesame' }]),
  );
  await expect(preview(at, 'locked.zip/a.csv')).rejects.toThrow('locked with a password');
  rememberPasswords(opened, ['wrong', 'open sesame']);
  expect(await preview(at, 'locked.zip/a.csv')).toMatchObject({ name: 'locked.zip/a.csv', rows: 2 });
  expect(fs.readdirSync(path.join(opened.folder, 'evidence'))).toEqual([]);
});

it('passes over the titles of a sheet, and imports what it showed', async () => {
  const opened = bench.newCase();
  session.use(opened);
  const at = bench.put(
    'book.xlsx',
    await xlsx({
      Log: [
        ['Report of sign-ins'],
        ['Made by', 'Ada'],
        ['When', 'Who', 'From', 'Result', 'Note'],
        ['2026-01-05T08:00:00Z', 'alice@corp.example', '203.0.113.4', 'ok'],
        ['2026-01-05T08:01:00Z', 'bob', '203.0.113.5', 'denied', 'late'],
      ],
    }),
  );
  const shown = await preview(at, 'book.xlsx/Log');
  expect(shown.form).toMatchObject({ header: 3, titles: 2, isSheet: true });
  expect(shown).toMatchObject({ rows: 2, events: 2, mapping: { header: 3 } });
  const chosen = chosenMapping({ ...shown.mapping, name: 'x' } as never);
  const { files } = await bench.import(opened, [at], { mapping: chosen });
  expect(files).toMatchObject([{ source: 'mapped', records: 2, events: 2, rejected: 0 }]);
  expect(files[0]!.warnings.join()).toMatch(/header stands in row 3; what stands above it was passed over/);
});
