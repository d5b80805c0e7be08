/** Packed exports that are cut or broken: what is good comes in, the rest is named with its place, hashes stay true. */
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { checkFolder } from '../case/verify-folder';
import { removeFile } from './remove';
import { Bench, eventRows, ndjson, okta, oktas, rawOf } from './testing/importing';
import { handmadeZip } from './testing/locked-zip';
import { zipped } from './testing/workbook';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const RECORDS = 40;
const text = Buffer.from(ndjson(oktas(0, RECORDS)));
/** Does not pack: every line takes its part of the packed bytes. */
const noisy = Buffer.from(
  ndjson(Array.from({ length: RECORDS }, (_, i) => okta(i, { note: [...zlib.gzipSync(`${i}`.repeat(9))].join() }))),
);
const broken = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at]! ^ 0xff;
  return copy;
};
function tar(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  header.write('ustar\0', 257);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
const stored = (bytes: Buffer): Buffer => zlib.gzipSync(bytes, { level: 0 });

describe.each<[string, () => Buffer, number, number]>([
  ['gzip cut in the middle', () => stored(text).subarray(0, text.length / 2), 18, 20],
  ['packed gzip cut in the middle', () => zlib.gzipSync(noisy).subarray(0, zlib.gzipSync(noisy).length / 2), 8, 38],
  ['gzip with a bad checksum', () => broken(zlib.gzipSync(text), zlib.gzipSync(text).length - 6), RECORDS, RECORDS],
  [
    'gzip with bytes behind its end',
    () => Buffer.concat([zlib.gzipSync(text), Buffer.from('garbage')]),
    RECORDS,
    RECORDS,
  ],
  ['packed gzip broken inside', () => broken(zlib.gzipSync(noisy), zlib.gzipSync(noisy).length - 60), 8, 39],
  [
    'second gzip member broken',
    () => Buffer.concat([zlib.gzipSync(text), Buffer.from([0x1f, 0x8b, 8, 0]), text]),
    RECORDS,
    RECORDS,
  ],
  [
    'zstd of two frames, the second broken',
    () => Buffer.concat([zlib.zstdCompressSync(text), broken(zlib.zstdCompressSync(noisy), 5)]),
    RECORDS,
    RECORDS,
  ],
  [
    'zstd cut',
    () => Buffer.concat([zlib.zstdCompressSync(text), zlib.zstdCompressSync(noisy).subarray(0, 90)]),
    RECORDS,
    RECORDS,
  ],
])('%s', (_name, make, least, most) => {
  it('brings in what is good, names the rest, keeps true hashes', async () => {
    const into = bench.newCase();
    const bytes = make();
    const { files, unrecognised } = await bench.import(into, [bench.put('log', bytes)]);
    expect(unrecognised).toEqual([]);
    const [file] = files;
    expect(file!.events).toBeGreaterThanOrEqual(least);
    expect(file!.events).toBeLessThanOrEqual(most);
    expect(file!.records).toBe(file!.events + file!.skipped + file!.rejected + file!.duplicates);
    const lost = file!.reasons.find(({ why }) => /damaged at byte \d+ .*what lies behind is lost/.test(why));
    expect(lost).toMatchObject({ kind: 'rejected', count: 1, example: { offset: file!.bytes } });
    expect(file!.warnings.join()).toMatch(/damaged/);
    const rows = eventRows(into);
    for (const [i, row] of rows.entries()) expect((await rawOf(into, row)).toString()).toContain(`"0000${i}-aa-bb"`);
    expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });
    // Read again when another copy of its records goes.
    const copy = bench.put('copy.ndjson', text);
    await bench.import(into, [copy]);
    expect(await removeFile(into, 'copy.ndjson', 'x', () => ({}) as never)).not.toBeNull();
    expect(eventRows(into).length).toBeGreaterThanOrEqual(rows.length);
  });
});

describe('archives', () => {
  it('reads the members of a tar before the damage, and that through which it goes', async () => {
    const into = bench.newCase();
    const whole = Buffer.concat([
      tar('a.ndjson', text),
      tar('b.ndjson', Buffer.from(ndjson(oktas(RECORDS, 80)))),
      tar('c.ndjson', text),
    ]);
    const cut = whole.subarray(0, 512 * 2 + Math.ceil(text.length / 512) * 512 + 9_000);
    for (const [name, bytes] of [
      ['a.tar', cut],
      ['b.tgz', stored(whole).subarray(0, cut.length)],
    ] as const) {
      const { files, unrecognised } = await bench.import(into, [bench.put(name, bytes)]);
      expect(files.map(({ file }) => file)).toEqual([`${name}/a.ndjson`, `${name}/b.ndjson`]);
      expect(files[0]).toMatchObject({ records: RECORDS, rejected: 0 });
      expect(files[1]!.warnings.join()).toMatch(/damaged/);
      expect(files[1]!.rejected).toBe(2);
      expect(unrecognised).toEqual([{ file: `${name}/(the rest)`, why: expect.stringMatching(/damaged.*lost/) }]);
    }
    expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });
  });

  it('reads a damaged member of a zip up to there, and the others whole', async () => {
    const into = bench.newCase();
    const zip = handmadeZip([
      { name: 'a.ndjson', content: noisy },
      { name: 'b.ndjson', content: Buffer.from(ndjson(oktas(RECORDS, 80))) },
    ]);
    const { files, unrecognised } = await bench.import(into, [
      bench.put('x.zip', broken(zip, 38 + zlib.deflateRawSync(noisy).length - 70)),
    ]);
    expect(unrecognised).toEqual([]);
    expect(files[0]!.events).toBeGreaterThan(5);
    expect(files[0]!.warnings.join()).toMatch(/damaged/);
    expect(files[1]).toMatchObject({ events: 40, rejected: 0, warnings: [] });
    expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });
  });
});

describe('an archive without its directory', () => {
  /** As packers write that stream: sizes stand behind each member. */
  async function streamed(): Promise<Buffer> {
    const archive = new yazl.ZipFile();
    for (const [name, content] of [
      ['a.ndjson', ndjson(oktas(100, 110))],
      ['in/b.ndjson', ndjson(oktas(200, 220))],
      ['c.ndjson', noisy],
    ] as const)
      archive.addReadStream(Readable.from([Buffer.from(content as string)]), name);
    archive.end();
    const chunks: Buffer[] = [];
    for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
  const directory = (archive: Buffer): number => archive.indexOf(Buffer.from('PK\x01\x02', 'latin1'));

  it.each<[string, () => Promise<Buffer>]>([
    [
      'sizes before each member',
      () => zipped({ 'a.ndjson': ndjson(oktas(100, 110)), 'in/b.ndjson': ndjson(oktas(200, 220)), 'c.ndjson': noisy }),
    ],
    ['sizes behind each member', streamed],
  ])('gives its members, whole and cut: %s', async (_name, make) => {
    const archive = await make();
    const whole = bench.newCase('whole');
    const { files, unrecognised } = await bench.import(whole, [
      bench.put('x.zip', archive.subarray(0, directory(archive))),
    ]);
    expect(files).toMatchObject([
      { file: 'x.zip/a.ndjson', events: 10, rejected: 0, warnings: [] },
      { file: 'x.zip/in/b.ndjson', events: 20, rejected: 0 },
      { file: 'x.zip/c.ndjson', events: RECORDS, rejected: 0 },
    ]);
    expect(unrecognised).toEqual([
      { file: 'x.zip/(the rest)', why: expect.stringMatching(/cut off.*what followed is lost/) },
    ]);
    for (const row of eventRows(whole)) expect((await rawOf(whole, row)).length).toBe(row.length);
    expect(await checkFolder(whole.folder, {})).toMatchObject({ problems: [] });

    const cut = bench.newCase('cut');
    const middle = archive.lastIndexOf(Buffer.from('PK\x03\x04', 'latin1')) + 1_500;
    const read = await bench.import(cut, [bench.put('cut.zip', archive.subarray(0, middle))]);
    expect(read.files.map(({ file }) => file)).toEqual(['cut.zip/a.ndjson', 'cut.zip/in/b.ndjson', 'cut.zip/c.ndjson']);
    const last = read.files[2]!;
    expect(last.events).toBeGreaterThan(2);
    expect(last.rejected).toBeGreaterThan(0);
    expect(last.warnings.join()).toMatch(/damaged.*what could be unpacked was read/);
    expect(read.unrecognised).toHaveLength(1);
    for (const row of eventRows(cut)) expect((await rawOf(cut, row)).length).toBe(row.length);
  });

  it('is refused where nothing of it is left', async () => {
    const { files, unrecognised } = await bench.import(bench.newCase(), [
      bench.put('x.zip', Buffer.from('PK\x03\x04')),
    ]);
    expect(files).toEqual([]);
    expect(unrecognised).toMatchObject([{ file: 'x.zip', why: expect.stringMatching(/cannot be read/) }]);
  });
});
