import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import yazl from 'yazl';
import { diskNeedWords } from '../../../shared/model/disk-need';
import { diskNeed } from './disk-need';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-room-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const write = (name: string, bytes: string | Buffer): string => {
  fs.writeFileSync(path.join(root, name), bytes);
  return path.join(root, name);
};
const need = (paths: string[], reference = false) =>
  diskNeed(paths, { reference, folder: path.join(root, 'not', 'made.sidedoor') }, new AbortController().signal);

async function zipOf(members: Record<string, string>): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members)) archive.addBuffer(Buffer.from(content), name);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const JSON_LINES = `${'{"a":1}\n'.repeat(1_250)}`; // 10,000 bytes
const TABLE = `${'a,b,c,d,e\n'.repeat(1_000)}`; // 10,000 bytes

it.each([
  ['log.json', JSON_LINES, 10_000, 3_500],
  ['export.dat', ` \n${JSON_LINES}`, 10_002, 3_501],
  ['log.csv', TABLE, 10_000, 6_000],
  ['export.txt', TABLE, 10_000, 6_000],
  ['log.json.gz', gzipSync(JSON_LINES), 10_000, 3_500],
  ['places.mmdb', TABLE, 10_000, 0],
])('%s: the database by the bytes that are in it, the copy by the bytes that lie there', async (name, bytes, unpacked, database) => {
  const at = write(name, bytes);
  const given = fs.statSync(at).size;
  expect(await need([at])).toMatchObject({ files: 1, given, unpacked, evidence: given, database });
  expect(await need([at], true)).toMatchObject({ evidence: 0, database });
}); // biome-ignore format: one table

it('counts members of an archive and files of a folder', async () => {
  fs.mkdirSync(path.join(root, 'in'));
  const zip = write('in/logs.zip', await zipOf({ 'a.json': JSON_LINES, 'b.csv': TABLE }));
  write('in/c.ndjson', JSON_LINES);
  const given = fs.statSync(zip).size + 10_000;
  expect(await need([path.join(root, 'in')])).toMatchObject({ files: 2, given, unpacked: 30_000, database: 13_000 });
});

it('does not stop at what cannot be read', async () => {
  expect(await need([write('broken.zip', 'PK\u0003\u0004 and no more')])).toMatchObject({ files: 1, given: 16 });
  expect(await need([path.join(root, 'gone.json')])).toMatchObject({ files: 0, given: 0 });
});

it('asks the disk of the case, also before its folder is made', async () => {
  const disk = fs.statfsSync(root);
  const { free } = await need([write('a.json', JSON_LINES)]);
  expect(Math.abs(free! - disk.bavail * disk.bsize)).toBeLessThan(disk.blocks * disk.bsize * 0.05);
});

it('says plainly whether it fits', () => {
  const of = { files: 2, given: 2e9, unpacked: 2e9, evidence: 2e9, database: 7e8 };
  expect(diskNeedWords({ ...of, free: 4e10 })).toEqual({
    isShort: false,
    text: '2 files of 2.0 GB: takes about 2.7 GB on the disk of the case (copy of the evidence 2.0 GB, database 700 MB); 40 GB free',
  });
  const short = diskNeedWords({ ...of, free: 1e9 });
  expect(short.isShort).toBe(true);
  expect(short.text).toMatch(/only 1\.0 GB is free there: it will probably not fit\. Make room/);
  expect(diskNeedWords({ ...of, evidence: 0, free: 1e9 })).toMatchObject({
    isShort: false,
    text: expect.stringContaining('evidence referenced, not copied'),
  });
  expect(diskNeedWords({ ...of, free: null })).toMatchObject({ isShort: false, text: expect.stringMatching(/not known$/) });
}); // biome-ignore format: short enough
