/** Locked archives through a whole import: opened with the password, reported without, and no trace of it anywhere. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFolder } from '../case/verify-folder';
import { lockedArchives, passwordsOf } from './locked';
import { removeFile } from './remove';
import { Bench, eventRows, ndjson, oktas, rawOf } from './testing/importing';
import { handmadeZip } from './testing/locked-zip';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const PASSWORD = 'Tr0ub4dor & drei Bären';
const archive = (): Buffer =>
  handmadeZip([
    { name: 'open.ndjson', content: ndjson(oktas(0, 2)) },
    { name: 'old.ndjson', content: ndjson(oktas(2, 5)), password: PASSWORD },
    { name: 'new.json.gz', content: zlib.gzipSync(JSON.stringify(oktas(5, 9))), password: PASSWORD, lock: 'aes' },
    {
      name: 'inner.zip',
      content: handmadeZip([{ name: 'x/deep.ndjson', content: ndjson(oktas(9, 11)), password: 'other', lock: 'aes' }]),
      password: PASSWORD,
    },
  ]);
const everything = (folder: string): string =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

it('opens what the passwords open, keeps the archive and what was in it, and no password', async () => {
  const into = bench.newCase();
  const made = bench.put('logs.zip', archive());
  const { files, unrecognised } = await bench.import(into, [made], { passwords: ['wrong', PASSWORD, 'other'] });
  expect(unrecognised).toEqual([]);
  expect(files.map(({ file, events }) => [file, events])).toEqual([
    ['logs.zip/open.ndjson', 2],
    ['logs.zip/old.ndjson', 3],
    ['logs.zip/new.json.gz', 4],
    ['logs.zip/inner.zip/x/deep.ndjson', 2],
  ]);
  for (const [i, row] of eventRows(into).entries())
    expect((await rawOf(into, row)).toString()).toContain(`"0000${i}-aa-bb"`);
  expect(fs.readFileSync(path.join(into.folder, 'evidence/logs.zip')).equals(fs.readFileSync(made))).toBe(true);
  into.db.write.pragma('wal_checkpoint(TRUNCATE)');
  const all = everything(into.folder);
  for (const secret of [PASSWORD, Buffer.from(PASSWORD).toString('latin1'), 'wrong']) expect(all).not.toContain(secret);
  expect(all).toContain('import.unlocked');
  expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });
});

it('takes the archive out with the last of what it held', async () => {
  const into = bench.newCase();
  await bench.import(into, [bench.put('logs.zip', archive())], { passwords: [PASSWORD, 'other'] });
  for (const name of ['open.ndjson', 'old.ndjson', 'inner.zip/x/deep.ndjson', 'new.json.gz']) {
    expect(fs.existsSync(path.join(into.folder, 'evidence/logs.zip'))).toBe(true);
    expect(await removeFile(into, `logs.zip/${name}`, 'privileged', () => ({}) as never)).not.toBeNull();
    expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });
  }
  expect(fs.readdirSync(path.join(into.folder, 'evidence'))).toEqual([]);
});

it.each([
  [[], /^locked with a password: .*--password-file/],
  [['wrong', 'Wrong'], /^locked with a password: no password opens it/],
])('says of each member what to do (passwords: %j)', async (passwords, why) => {
  const into = bench.newCase();
  const { files, unrecognised } = await bench.import(into, [bench.put('logs.zip', archive())], { passwords });
  expect(files).toMatchObject([{ file: 'logs.zip/open.ndjson', events: 2 }]);
  expect(unrecognised.map(({ file }) => file)).toEqual([
    'logs.zip/old.ndjson',
    'logs.zip/new.json.gz',
    'logs.zip/inner.zip',
  ]);
  for (const each of unrecognised) expect(each.why).toMatch(why);
  expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });
});

it('copies what it opened also where the archive stays in its place', async () => {
  const into = bench.newCase();
  const settings = { source: null, zone: null, reference: true };
  const { files } = await bench.import(into, [bench.put('logs.zip', archive())], {
    settings,
    passwords: [PASSWORD, 'other'],
  });
  expect(files.map(({ referenced }) => referenced)).toEqual([true, false, false, false]);
  for (const [i, row] of eventRows(into).entries())
    expect((await rawOf(into, row)).toString()).toContain(`"0000${i}-aa-bb"`);
  expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });
});

it('knows which archives still need a password', async () => {
  const made = bench.put('in/logs.zip', archive());
  const damaged = bench.put('in/cut.zip', archive().subarray(0, 200));
  const ask = (passwords: string[]): Promise<unknown> => lockedArchives([path.dirname(made), damaged], passwords);
  expect(await ask([])).toEqual([{ file: 'in/logs.zip', members: 3 }]);
  expect(await ask(['wrong'])).toEqual([{ file: 'in/logs.zip', members: expect.any(Number) }]);
  expect(await ask([PASSWORD])).toEqual([]);
});

it('reads passwords line by line, blanks and all', async () => {
  expect(await passwordsOf(bench.put('p.txt', '\ufeff one \r\n\r\ntwo\n'))).toEqual([' one ', 'two']);
  expect(await passwordsOf(bench.put('large.txt', 'x\n'.repeat(2_000)))).toBeNull();
});
