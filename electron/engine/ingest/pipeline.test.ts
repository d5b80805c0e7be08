import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import yazl from 'yazl';
import type { FileLedger } from '../../../shared/model/ledger';
import type { OpenCase } from '../session';
import { eventId } from '../store/event-id';
import { fileById } from '../store/files';
import type { ImportPlan } from './intake';
import { parseFile, parseLane } from './parse';
import { inLanes, parseThreads } from './parse-threads';
import type { ParseJob } from './parsed';
import type { Imported } from './pipeline';
import { ROW_LIMIT } from './readers/csv/rows';
import { sources } from './registry';
import { removeFile } from './remove';
import { Bench, type EventRow, ndjson, nowhere, okta, oktas, rawOf } from './testing/importing';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const newCase = (name?: string): OpenCase => bench.newCase(name);
const put = (name: string, content: string | Buffer): string => bench.put(name, content);
const bring = (
  into: OpenCase,
  files: string[],
  {
    source = null,
    reference = false,
    ...over
  }: Partial<ImportPlan> & { source?: string | null; reference?: boolean } = {},
): Promise<Imported> => bench.import(into, files, { settings: { source, zone: null, reference }, ...over });

const OKTA_CSV =
  'timestamp,uuid,event_type,display_message,outcome.result,outcome.reason,actor.id,actor.alternate_id,client.ip_address';
const csv = (list: Record<string, unknown>[]): string =>
  `${OKTA_CSV}\r\n${list
    .map((each) => {
      const { actor, client, outcome } = each as {
        actor: { id: string; alternateId: string };
        client: { ipAddress: string };
        outcome: { result: string };
      };
      return [
        each.published,
        each.uuid,
        each.eventType,
        '"User login, to Okta"',
        outcome.result,
        '',
        actor.id,
        actor.alternateId,
        client.ipAddress,
      ].join(',');
    })
    .join('\r\n')}\r\n`;

const balanced = (file: FileLedger): void => {
  expect(file.records).toBe(file.events + file.context + file.duplicates + file.skipped + file.rejected);
};
type Row = EventRow & { rk: number; content: number; flags: number };
const rows = (from: OpenCase): Row[] =>
  from.db.read.prepare<[], Row>('SELECT * FROM event ORDER BY time, rk, content').all();
const ids = (from: OpenCase): string[] => rows(from).map(({ rk, content }) => eventId(rk, content));
async function zip(members: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members)) archive.addBuffer(Buffer.from(content as string), name);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A tar of files and folders (names ending in a slash); long names in GNU's way. */
function tar(members: [string, string][]): Buffer {
  const blocks = (content: Buffer): Buffer =>
    Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
  const header = (name: string, size: number, type: string): Buffer => {
    const block = Buffer.alloc(512);
    block.write(name.slice(0, 100), 0);
    block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    block.write(type, 156);
    block.write('ustar\0', 257);
    return block;
  };
  const parts = members.flatMap(([name, text]) => {
    const content = Buffer.from(text);
    const long = Buffer.from(`${name}\0`);
    return [
      ...(name.length > 100 ? [header('././@LongLink', long.length, 'L'), blocks(long)] : []),
      header(name, content.length, name.endsWith('/') ? '5' : '0'),
      blocks(content),
    ];
  });
  return Buffer.concat([...parts, Buffer.alloc(1_024)]);
}

/** Member names that lead out of the folder: no honest packer writes them. */
const evil = (archive: Buffer): Buffer =>
  Buffer.from(archive.toString('latin1').replaceAll('up/up/', '../../'), 'latin1');

describe('shapes and packings', () => {
  const list = oktas(0, 5);
  const utf16 = (text: string, le: boolean): Buffer => {
    const body = Buffer.from(`\ufeff${text}`, 'utf16le');
    return le ? body : body.swap16();
  };
  const forms: Record<string, () => string | Buffer | Promise<Buffer>> = {
    lines: () => ndjson(list),
    'lines without end': () => ndjson(list).trimEnd(),
    'lines with CRLF and mark': () => `\ufeff${ndjson(list).replaceAll('\n', '\r\n')}`,
    array: () => JSON.stringify(list),
    'pretty array': () => JSON.stringify(list, null, 4),
    pages: () => `${JSON.stringify(list.slice(0, 2))}\n${JSON.stringify(list.slice(2))}`,
    'event hook': () => JSON.stringify({ eventType: 'com.okta.event_hook', data: { events: list } }),
    'hook a line': () => ndjson([{ data: { events: list.slice(0, 3) } }, { data: { events: list.slice(3) } }]),
    'Splunk result': () => ndjson(list.map((result) => ({ preview: false, result }))),
    'Splunk raw': () => ndjson(list.map((each) => ({ _time: 'x', _raw: JSON.stringify(each) }))),
    'agent copy': () => ndjson(list.map((each) => ({ '@timestamp': 'x', message: JSON.stringify(each) }))),
    'stored copy': () =>
      ndjson(
        list.map((each) => ({ '@timestamp': 'x', ecs: {}, agent: {}, event: { original: JSON.stringify(each) } })),
      ),
    'Elasticsearch hits': () => JSON.stringify({ hits: { hits: list.map((_source) => ({ _index: 'a', _source })) } }),
    'UTF-16 LE': () => utf16(JSON.stringify(list, null, 1), true),
    'UTF-16 BE lines': () => utf16(ndjson(list), false),
    'UTF-16 LE lines without a mark, CRLF': () => Buffer.from(ndjson(list).replaceAll('\n', '\r\n'), 'utf16le'),
    'UTF-16 BE array without a mark': () => Buffer.from(JSON.stringify(list), 'utf16le').swap16(),
    'csv in UTF-16 BE without a mark, sep': () => Buffer.from(`sep=,\r\n${csv(list)}`, 'utf16le').swap16(),
    'csv with sep and other ends of lines': () =>
      `\ufeff"sep=;"\n${csv(list).replaceAll(',', ';').replaceAll('\r\n', '\n')}`,
    csv: () => csv(list),
    'csv in UTF-16': () => utf16(csv(list), true),
    'csv with sep': () => `sep=,\r\n${csv(list)}`,
    gzip: () => zlib.gzipSync(ndjson(list)),
    'gzip in two members': () =>
      Buffer.concat([zlib.gzipSync(ndjson(list.slice(0, 2))), zlib.gzipSync(ndjson(list.slice(2)))]),
    zstd: () => zlib.zstdCompressSync(ndjson(list)),
    'zstd in two frames, behind one to skip': () =>
      Buffer.concat([
        Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]),
        zlib.zstdCompressSync(ndjson(list.slice(0, 2))),
        zlib.zstdCompressSync(ndjson(list.slice(2))),
      ]),
    'gzip with zeros behind': () => Buffer.concat([zlib.gzipSync(ndjson(list)), Buffer.alloc(100)]),
    zip: () => zip({ 'logs/a.json': JSON.stringify(list) }),
    tar: () =>
      tar([
        ['logs/', ''],
        ['logs/a.json', JSON.stringify(list)],
      ]),
    'tar.gz with a long name': () => zlib.gzipSync(tar([[`${'d/'.repeat(80)}a.ndjson`, ndjson(list)]])),
    'zip of gzip': () => zip({ 'a.json.gz': zlib.gzipSync(JSON.stringify(list)) }),
    'zip in zip': async () => zip({ 'inner.zip': await zip({ 'a.json': ndjson(list) }) }),
  };
  it.each(Object.keys(forms))('%s: every record, at its bytes', async (name) => {
    const into = newCase();
    const { files, unrecognised } = await bring(into, [put('export', await forms[name]!())]);
    expect(unrecognised).toEqual([]);
    expect(files).toMatchObject([{ source: 'okta', records: 5, events: 5 }]);
    const found = rows(into);
    expect(found).toHaveLength(5);
    const { encoding } = fileById(into.db.read, found[0]!.file_id)!;
    for (const [i, row] of found.entries()) {
      const text = new TextDecoder(encoding).decode(await rawOf(into, row));
      expect(text).toContain(`0000${i}-aa-bb`);
      if (!name.includes('csv')) expect(JSON.parse(text)).toBeTypeOf('object');
    }
  });

  it('reads what is not UTF-8 as Windows-1252, and says so', async () => {
    const into = newCase();
    const text = Buffer.from(ndjson(list).replaceAll('Úser', 'User').replace('Linux', 'B\u00fcro'), 'latin1');
    const { files } = await bring(into, [put('latin.ndjson', text)]);
    expect(files[0]).toMatchObject({ events: 5, warnings: ['1 value not in UTF-8, read as Windows-1252'] });
    expect(into.db.read.prepare("SELECT count(*) FROM device WHERE os = 'Büro'").pluck().get()).toBe(1);
  });
});

describe('a very large file of lines', () => {
  it('gives the same events, places and sums when several parse it', async () => {
    const words = `${ndjson(oktas(0, 90))}not json\n\n${ndjson([{ some: 'other' }, ...oktas(90, 120), okta(3)])}{"uuid":"cut`;
    const file = put('big.ndjson', `\ufeff${words}`);
    const one = newCase('one');
    const [whole] = (await bring(one, [file])).files as [FileLedger];
    const start: Parameters<typeof inLanes>[3] = (job) => (job.lane ? parseLane : parseFile)(job, sources.all());
    for (const [count, segment] of [
      [2, 1_000],
      [3, 5_000],
      [3, 100],
      [2, 1 << 20],
    ] as const) {
      const many = newCase(`${count}-${segment}`);
      const parse = (job: ParseJob) => inLanes(job, count, segment, start);
      const [parts] = (await bring(many, [file], { parse })).files as [FileLedger];
      expect(parts).toEqual(whole);
      expect(rows(many).map(({ eid, rk, at, length }) => [eid, rk, at, length])).toEqual(
        rows(one).map(({ eid, rk, at, length }) => [eid, rk, at, length]),
      );
      expect(fs.readFileSync(path.join(many.folder, 'evidence/big.ndjson')).equals(fs.readFileSync(file))).toBe(true);
    }
  });

  it('gives the same when it is an array, pages or an envelope, good and broken', async () => {
    const long = (each: Record<string, unknown>, n: number) => ({
      ...each,
      debugContext: { debugData: { note: `žluťoučký "kůň" ${n} [{`.repeat(1_500 + (n % 7) * 300) } },
    });
    const written = oktas(0, 180).map((each, n) => JSON.stringify(long(each, n)));
    const broken = written.toSpliced(60, 1, written[60]!.slice(0, 9_000)).toSpliced(120, 0, '{"uuid":"x",}', '7');
    const start: Parameters<typeof inLanes>[3] = (job) => (job.lane ? parseLane : parseFile)(job, sources.all());
    for (const [name, text] of [
      ['array', `\ufeff[${written.join(',\n')}]\n`],
      ['broken', `[\n${broken.join(',\n')}`],
      ['pages', [0, 60, 120].map((from) => `{"value":[${written.slice(from, from + 60).join(', ')}]}`).join('\n')],
    ] as const) {
      const file = put(`${name}.json`, text);
      expect(fs.statSync(file).size).toBeGreaterThan(6 << 20); // several segments
      const one = newCase(`${name}-one`);
      const [whole] = (await bring(one, [file])).files as [FileLedger];
      expect(whole.events).toBeGreaterThan(170);
      for (const count of [2, 3]) {
        const many = newCase(`${name}-${count}`);
        const parse = (job: ParseJob) => inLanes(job, count, 2 << 20, start);
        const [parts] = (await bring(many, [file], { parse })).files as [FileLedger];
        expect(parts).toEqual(whole);
        expect(rows(many).map(({ eid, rk, at, length }) => [eid, rk, at, length])).toEqual(
          rows(one).map(({ eid, rk, at, length }) => [eid, rk, at, length]),
        );
      }
    }
  });

  it('gives the same when it is a table with line breaks in its cells, good and broken', async () => {
    const header = '"Date (UTC)","Request ID","User","Username","Status","Failure reason","Réf"';
    const cell = (n: number) => `word ""quoted"", line\nbreak\r\n2026-01-05T06:00:00Z,${n},x `.repeat(1 + (n % 5) * 9);
    const row = (n: number) =>
      `"2026-01-${10 + (n % 18)}T06:00:0${n % 10}Z","id-${n}","P","p${n % 9}@a.example","Failure","${cell(n)}",büro`;
    const lines = [header, ...Array.from({ length: 200 }, (_, n) => row(n))];
    const broken = lines
      .toSpliced(190, 0, `"2026-01-01T00:00:00Z","never closed`)
      .toSpliced(150, 0, 'a row of two cells,"x"', '')
      .toSpliced(60, 0, 'z'.repeat(ROW_LIMIT + 2_000_000));
    const start: Parameters<typeof inLanes>[3] = (job) => (job.lane ? parseLane : parseFile)(job, sources.all());
    for (const [name, text, segment] of [
      ['table', `\ufeff${lines.join('\r\n')}\r\n`, 4_000],
      ['old', Buffer.from(lines.join('\n'), 'latin1'), 9_000],
      ['broken', `${broken.join('\n')}\n"2026-01-01T00:00:00Z","cut`, 3 << 20],
    ] as const) {
      const file = put(`${name}.csv`, text);
      const one = newCase(`${name}-rows`);
      const [whole] = (await bring(one, [file])).files as [FileLedger];
      expect(whole.events).toBeGreaterThan(180);
      expect(whole.rejected).toBe(name === 'broken' ? 4 : 0);
      for (const count of [2, 3]) {
        const many = newCase(`${name}-rows-${count}`);
        const parse = (job: ParseJob) => inLanes(job, count, segment, start);
        const [parts] = (await bring(many, [file], { parse })).files as [FileLedger];
        expect(parts).toEqual(whole);
        expect(rows(many).map(({ eid, rk, at, length }) => [eid, rk, at, length])).toEqual(
          rows(one).map(({ eid, rk, at, length }) => [eid, rk, at, length]),
        );
      }
    }
  });

  it('is parsed in this thread where workers cannot start', async () => {
    const file = put('big.ndjson', ndjson(oktas(0, 40)));
    const broken = put('worker.cjs', 'throw new Error("cannot start");');
    for (const options of [
      { lanes: 1, veryLarge: 1_000 },
      { lanes: 2, veryLarge: 1_000, segment: 5_000 },
    ]) {
      const threads = parseThreads(broken, options);
      const { files } = await bring(newCase(`lanes-${options.lanes}`), [file], {
        parse: (job) => threads.parse(job, 1_000_000),
      });
      expect(files).toMatchObject([{ events: 40 }]);
    }
  });

  it('counts equal lines without an id across the parts', async () => {
    const { uuid: _, ...anonymous } = okta(1);
    const file = put('same.ndjson', ndjson(Array.from({ length: 50 }, () => anonymous)));
    const into = newCase();
    const start: Parameters<typeof inLanes>[3] = (job) => parseLane(job, sources.all());
    const { files } = await bring(into, [file], { parse: (job) => inLanes(job, 3, 2_000, start) });
    expect(files).toMatchObject([{ events: 50, duplicates: 0 }]);
    expect((await bring(into, [file])).files).toMatchObject([{ events: 0, duplicates: 50 }]);
  });
});

describe('a very large packed file', () => {
  const start: Parameters<typeof inLanes>[3] = (job) => (job.lane ? parseLane : parseFile)(job, sources.all());
  /** The case as one parser brings it, and as several do. */
  async function bothWays(file: string, events: number, segments: readonly number[]): Promise<void> {
    const one = newCase(`${path.basename(file)}-one`);
    const [whole] = (await bring(one, [file])).files as [FileLedger];
    expect(whole.events).toBe(events);
    for (const segment of segments)
      for (const count of [2, 3]) {
        const many = newCase(`${path.basename(file)}-${segment}-${count}`);
        const parse = (job: ParseJob) => inLanes(job, count, segment, start);
        const [parts] = (await bring(many, [file], { parse })).files as [FileLedger];
        expect(parts).toEqual(whole);
        const places = (of: OpenCase) => rows(of).map(({ eid, rk, at, length }) => [eid, rk, at, length]);
        expect(places(many)).toEqual(places(one));
        const leftOut = (of: OpenCase) =>
          of.db.read.prepare('SELECT kind, t.text, at, length FROM left_out l JOIN term t ON t.id = l.reason').all();
        expect(leftOut(many)).toEqual(leftOut(one));
        expect(fs.readdirSync(path.join(many.folder, 'evidence'))).toEqual([path.basename(file)]);
      }
  }
  const wide = (n: number): Record<string, unknown> =>
    okta(n, {
      debugContext: { debugData: { note: `žluťoučký "kůň" ${n} [{},{"uuid":`.repeat(1_500 + (n % 7) * 300) } },
    });

  it('of lines, good and broken, gives the same when several parse it', async () => {
    const list = [...oktas(0, 90).map((each) => JSON.stringify(each)), 'not json', '', '{"some":"other"}'];
    const short = `${[...list, ...oktas(90, 300).map((each) => JSON.stringify(each))].join('\n')}\n{"uuid":"cut`;
    await bothWays(put('short.ndjson.gz', zlib.gzipSync(`\ufeff${short}`)), 300, [100, 1_000, 5_000]);
    const long = ndjson(Array.from({ length: 150 }, (_, n) => wide(n)));
    await bothWays(put('long.ndjson.zst', zlib.zstdCompressSync(long)), 150, [20_000, 700_000, 2 << 20]);
    // Lines that end where a segment does.
    const even = ndjson(oktas(0, 64)).split('\n').slice(0, -1).map((line) => `${line.padEnd(999)}\n`).join(''); // biome-ignore format: one text
    await bothWays(put('even.ndjson.gz', zlib.gzipSync(even)), 64, [1_000, 2_000, 64_000]);
  });

  it('of values, good and broken, gives the same when several parse it', async () => {
    const list = Array.from({ length: 180 }, (_, n) => JSON.stringify(wide(n)));
    const broken = list.toSpliced(60, 1, list[60]!.slice(0, 9_000)).toSpliced(120, 0, '{"uuid":"x",}', '7');
    await bothWays(put('array.json.gz', zlib.gzipSync(`[${list.join(',\n')}]`)), 180, [2 << 20]);
    await bothWays(put('broken.json.gz', zlib.gzipSync(`[${broken.join(',\n')}`)), 179, [2 << 20]);
  });

  it('of a table with line breaks in its cells gives the same when several parse it', async () => {
    const header = '"Date (UTC)","Request ID","User","Username","Status","Failure reason"';
    const line = (n: number) =>
      `"2026-01-${10 + (n % 18)}T06:00:0${n % 10}Z","id-${n}","P","p${n % 9}@a.example","Failure","${'a ""b""\n2026-01-05,'.repeat(1 + (n % 5) * 900)}"`;
    const text = [header, ...Array.from({ length: 200 }, (_, n) => line(n))].join('\r\n');
    await bothWays(put('table.csv.gz', zlib.gzipSync(text)), 200, [100_000, 2 << 20]);
  });

  it('tells damage as one parser does', async () => {
    const packed = zlib.gzipSync(ndjson(Array.from({ length: 150 }, (_, n) => wide(n))), { level: 0 });
    const cut = packed.subarray(0, Math.floor(packed.length / 2));
    const one = newCase('cut-one');
    const [whole] = (await bring(one, [put('cut.ndjson.gz', cut)])).files as [FileLedger];
    await bothWays(put('cut.ndjson.gz', cut), whole.events, [300_000, 2 << 20]);
    expect(whole.warnings.join()).toMatch(/damaged.*what could be unpacked was read/);
  });

  it('takes nothing from a bomb, and ends where the rest is not wanted', async () => {
    const bomb = zlib.gzipSync(Buffer.concat([Buffer.from(ndjson(oktas(0, 900))), Buffer.alloc(80 << 20, 0x20)]));
    const into = newCase();
    const parse = (job: ParseJob) => inLanes(job, 2, 2 << 20, start);
    expect((await bring(into, [put('bomb.gz', bomb)], { parse })).unrecognised).toEqual([
      { file: 'bomb.gz', why: expect.stringMatching(/bomb/) },
    ]);
    expect(fs.readdirSync(path.join(into.folder, 'evidence'))).toEqual([]);
    const many = put('many.ndjson.gz', zlib.gzipSync(ndjson(Array.from({ length: 300 }, (_, n) => wide(n)))));
    const stop = new AbortController();
    const progress = () => stop.abort();
    await expect(bring(into, [many], { parse, progress, signal: stop.signal })).rejects.toThrow();
    expect(fs.readdirSync(path.join(into.folder, 'evidence'))).toEqual([]);
  });

  it('waits for nobody where a record is longer than all that is kept of it', async () => {
    const giant = okta(200, { debugContext: { debugData: { note: '{"uuid":1},'.repeat(2_400_000) } } });
    const list = [
      ...Array.from({ length: 20 }, (_, n) => wide(n)),
      giant,
      ...Array.from({ length: 20 }, (_, n) => wide(40 + n)),
    ];
    await bothWays(put('giant.json.gz', zlib.gzipSync(JSON.stringify(list), { level: 1 })), 41, [2 << 20]);
    await bothWays(put('giant.ndjson.gz', zlib.gzipSync(ndjson(list), { level: 1 })), 41, [1 << 20]);
  });
});

describe('what is not taken', () => {
  it.each([
    ['a test of a rule', ndjson([{ rule: 'x', log: okta(1) }]), /detection rule/],
    [
      'a normalised copy',
      ndjson([{ '@timestamp': 'x', ecs: { version: '8' }, event: { original: JSON.stringify(okta(1)) } }]),
      /normalised copy/,
    ],
    ['words', '# Notes\n\nnothing here', /neither JSON nor a table/],
    ['nothing', '', /empty/],
    ['blanks', '\n\n  ', /blanks/],
    ['another table', 'a,b\n1,2\n', /no known shape/],
    ['binary data', Buffer.from(Array.from({ length: 500 }, (_, i) => i % 7)), /binary/],
    ['numbers', '[1,2,3]', /no record in it can be read/],
    ['a broken array', '[{"a"', /no record in it can be read/],
  ])('%s: unrecognised, nothing kept', async (_name, content, why) => {
    const into = newCase();
    const { files, unrecognised } = await bring(into, [put('thing', content)]);
    expect(files).toEqual([]);
    expect(unrecognised).toEqual([{ file: 'thing', why: expect.stringMatching(why) }]);
    expect(fs.readdirSync(path.join(into.folder, 'evidence'))).toEqual([]);
    expect(into.db.read.prepare('SELECT count(*) FROM file').pluck().get()).toBe(0);
    expect(into.db.read.prepare('SELECT count(*) FROM term').pluck().get()).toBe(0);
  });

  it('names links, bombs, secrets and what lies in archives', async () => {
    const into = newCase();
    put('d/a.json', JSON.stringify(oktas(0, 2)));
    fs.symlinkSync('/etc/passwd', path.join(bench.root, 'in/d/link'));
    put('d/bomb.gz', zlib.gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20)));
    put('d/x.zip', evil(await zip({ 'up/up/evil.json': JSON.stringify(oktas(2, 4)), 'notes.txt': 'hello' })));
    put('d/cut.gz', zlib.gzipSync(ndjson(oktas(4, 400)), { level: 0 }).subarray(0, 20_000));
    const { files, unrecognised } = await bring(into, [path.join(bench.root, 'in/d')]);
    expect(files.map(({ file }) => file)).toEqual(['d/a.json', 'd/cut.gz', 'd/x.zip/evil.json']);
    expect(files[1]!.warnings.join()).toMatch(/damaged.*what could be unpacked was read/);
    // The record that the damage goes through, and whatever lies behind it.
    expect(files[1]!.rejected).toBe(2);
    expect(unrecognised.map(({ file, why }) => `${file}: ${why}`)).toEqual([
      'd/link: a symbolic link: not followed',
      expect.stringMatching(/^d\/bomb.gz: .*bomb/),
      expect.stringMatching(/^d\/x.zip\/notes.txt: /),
    ]);
    expect(fs.existsSync(path.join(bench.root, 'evil.json'))).toBe(false);
  });

  it('takes the person at their word', async () => {
    const into = newCase();
    const file = put('odd.ndjson', ndjson([{ eventType: 'user.session.start', published: '2026-01-05T08:00:00Z' }]));
    expect((await bring(into, [file])).files).toEqual([]);
    const { files } = await bring(into, [file], { source: 'okta' });
    expect(files).toMatchObject([
      { source: 'okta', records: 1, because: ['named by the person who imported it: okta'] },
    ]);
  });
});

describe('the ledger', () => {
  it('accounts for every record, with reason and place', async () => {
    const into = newCase();
    const bad = '{"uuid": "x", broken}';
    const foreign = JSON.stringify({ some: 'thing', else: 1 });
    const timeless = JSON.stringify(okta(9, { published: 'yesterday' }));
    const text = `${ndjson(oktas(0, 3))}${bad}\n${foreign}\n${timeless}\n${ndjson([okta(0)])}{"uuid":"cut`;
    const { files } = await bring(into, [put('mixed.ndjson', text)]);
    const [file] = files;
    balanced(file!);
    expect(file).toMatchObject({ records: 8, events: 3, duplicates: 1, skipped: 1, rejected: 3 });
    for (const reason of file!.reasons) {
      expect(reason.count).toBe(1);
      const at = reason.example!.offset;
      expect(
        [bad, foreign, timeless, '{"uuid":"cut'].some((each) =>
          Buffer.from(text).subarray(at).toString().startsWith(each),
        ),
      ).toBe(true);
    }
    expect(file!.warnings).toContain('the file ends inside its last record: it may be cut');
  });

  it('warns of exports that end at a limit', async () => {
    const into = newCase();
    const { files } = await bring(into, [put('many.ndjson', ndjson(oktas(0, 1_000)))]);
    expect(files[0]!.warnings).toEqual(['exactly 1,000 records: the export may be cut']);
  });

  it('keeps the bytes as they were, read-only, with their hash', async () => {
    const into = newCase();
    const file = put('a.json', JSON.stringify(oktas(0, 2), null, 2));
    const { files } = await bring(into, [file]);
    const kept = path.join(into.folder, 'evidence/a.json');
    expect(fs.readFileSync(kept).equals(fs.readFileSync(file))).toBe(true);
    expect(fs.statSync(kept).mode & 0o222).toBe(0);
    expect(files[0]!.sha256).toBe(createHash('sha256').update(fs.readFileSync(file)).digest('hex'));
    expect(files[0]!.bytes).toBe(fs.statSync(file).size);
  });

  it('leaves referenced files where they are', async () => {
    const into = newCase();
    const file = put('a.json', JSON.stringify(oktas(0, 2), null, 2));
    const { files } = await bring(into, [file], { reference: true });
    expect(files[0]).toMatchObject({ events: 2, referenced: true });
    expect(fs.readdirSync(path.join(into.folder, 'evidence'))).toEqual([]);
    expect((await rawOf(into, rows(into)[0]!)).toString()).toContain('00000-aa-bb');
  });
});

describe('more than once', () => {
  it('adds nothing for the same file or an overlapping one, and keeps evidence once', async () => {
    const into = newCase();
    const a = put('a.ndjson', ndjson(oktas(0, 6)));
    await bring(into, [a]);
    const before = ids(into);
    const again = await bring(into, [a]);
    expect(again.files).toMatchObject([{ file: 'a.ndjson (2)', events: 0, duplicates: 6 }]);
    const overlap = await bring(into, [put('b.json', JSON.stringify(oktas(3, 9)))]);
    expect(overlap.files).toMatchObject([{ events: 3, duplicates: 3 }]);
    expect(ids(into).slice(0, 6)).toEqual(before);
    expect(fs.readdirSync(path.join(into.folder, 'evidence')).sort()).toEqual(['a.ndjson', 'b.json']);
  });

  it('gives the same events in either order, also across JSON and CSV', async () => {
    const a = put('a.ndjson', ndjson(oktas(0, 6)));
    const b = put('b.csv', csv(oktas(3, 9)));
    const c = put(
      'c.json',
      JSON.stringify([okta(1, { outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' } })]),
    );
    const results = [];
    for (const [i, order] of [
      [a, b, c],
      [c, b, a],
      [b, a, c],
    ].entries()) {
      const into = newCase(String(i));
      for (const file of order) await bring(into, [file]);
      results.push(rows(into).map(({ rk, content, flags }) => `${eventId(rk, content)} ${flags}`));
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    expect(results[0]).toHaveLength(10);
  });
});

describe('cancelling', () => {
  it('leaves no trace of the file but a custody line; files before it stay', async () => {
    const into = newCase();
    const first = put('a.ndjson', ndjson(oktas(0, 10)));
    const second = put('b.ndjson', ndjson(oktas(10, 20_000)));
    const stop = new AbortController();
    const dump = (): unknown =>
      ['event_all', 'term', 'actor', 'address', 'device', 'place', 'left_out', 'duplicate', 'file', 'import'].map(
        (table) => into.db.read.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
      );
    await bring(into, [first]);
    const before = dump();
    await expect(
      bring(into, [second], {
        signal: stop.signal,
        progress: (done, total) => {
          if (done > total / 2) stop.abort();
        },
      }),
    ).rejects.toThrow();
    expect(dump()).toEqual(before);
    expect(fs.readdirSync(path.join(into.folder, 'evidence'))).toEqual(['a.ndjson']);
    const last = into.db.read.prepare('SELECT line FROM custody ORDER BY seq DESC LIMIT 1').pluck().get() as string;
    expect(JSON.parse(last)).toMatchObject({ act: 'import.cancelled', detail: { file: 'b.ndjson' } });
    expect((await bring(into, [second])).files).toMatchObject([{ events: 19_990 }]);
  });

  it('is heard while records are folded into those of another shape', async () => {
    const into = newCase();
    const count = 2_000;
    const at = (n: number): string => new Date(Date.UTC(2026, 2, 4, 7) + n * 1_000).toISOString().slice(0, 19);
    const list = Array.from({ length: count }, (_, n) => n);
    const panel = ['Timestamp (UTC),User,Integration,Factor,Result,Reason,2FA Device Name,Access Device IP'];
    for (const n of list)
      panel.push(`${at(n).replace('T', ' ')},u${n % 9},VPN,Duo Push,Denied,No response,phone,203.0.113.77`);
    const records = list.map((n) => ({
      ...{ txid: `t${n}`, isotimestamp: `${at(n)}.5+00:00`, event_type: 'authentication', factor: 'duo_push' },
      ...{ result: 'denied', reason: 'no_response', user: { name: `u${n % 9}` }, application: { name: 'VPN' } },
      ...{ access_device: { ip: '203.0.113.77' }, auth_device: { name: 'phone' } },
    }));
    await bring(into, [put('panel.csv', panel.join('\n'))]);
    const before = rows(into);
    const api = put('api.ndjson', ndjson(records));
    const stop = new AbortController();
    let steps = 0;
    const parse = async function* (job: ParseJob) {
      const parsed = yield* parseThreads(null).parse(job, 1);
      // From here on nothing but folding is left to do.
      const next = (): void => void (++steps === 3 ? stop.abort() : stop.signal.aborted || setImmediate(next));
      setImmediate(next);
      return parsed;
    };
    await expect(bring(into, [api], { signal: stop.signal, parse })).rejects.toThrow();
    expect(steps).toBe(3);
    expect(rows(into)).toEqual(before);
    expect(into.db.read.prepare('SELECT count(*) FROM duplicate').pluck().get()).toBe(0);
    expect((await bring(into, [api])).files).toMatchObject([{ records: count, events: count, duplicates: 0 }]);
    expect(rows(into)).toHaveLength(count);
  });

  it('does not wait for a parser that has nothing to tell yet', async () => {
    const into = newCase();
    const silent = put('worker.cjs', "require('node:worker_threads').parentPort.on('message', () => {});");
    const threads = parseThreads(silent, { lanes: 1, veryLarge: 1_000 });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const started = performance.now();
    const parse = (job: ParseJob) => threads.parse(job, 1_000_000, stop.signal);
    await expect(
      bring(into, [put('a.ndjson', ndjson(oktas(0, 50)))], { signal: stop.signal, parse }),
    ).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(fs.readdirSync(path.join(into.folder, 'evidence'))).toEqual([]);
  });
});

describe('removing', () => {
  it('takes out what only that file held; names and bytes go, the hash stays', async () => {
    const into = newCase();
    const a = put('a.ndjson', ndjson([...oktas(0, 6), okta(70, { displayMessage: 'Privileged Words' })]));
    const [{ sha256 }] = (await bring(into, [a])).files as [FileLedger];
    await bring(into, [put('b.json', JSON.stringify(oktas(3, 9)))]);
    expect(await removeFile(into, 'a.ndjson', 'wrong tenant', () => nowhere)).toEqual({
      file: 'a.ndjson',
      events: 4,
      context: 0,
    });
    const left = rows(into);
    expect(left.map(({ record_id }) => record_id)).toEqual(oktas(3, 9).map(({ uuid }) => uuid));
    for (const row of left) expect((await rawOf(into, row)).toString()).toContain(row.record_id);
    expect(fs.readdirSync(path.join(into.folder, 'evidence'))).toEqual(['b.json']);
    const file = into.db.read.prepare("SELECT sha256, removed_why FROM file WHERE name = 'a.ndjson'").get();
    expect(file).toEqual({ sha256, removed_why: 'wrong tenant' });
    expect(into.db.read.prepare("SELECT count(*) FROM term WHERE text LIKE '%Privileged%'").pluck().get()).toBe(0);
    expect(await removeFile(into, 'a.ndjson', 'again', () => nowhere)).toBeNull();
  });

  it('reads again from the poorer shape what the fuller had told', async () => {
    const into = newCase();
    const other = newCase('b');
    const table = put('b.csv', `sep=,\r\n${csv(oktas(0, 4))}`);
    await bring(other, [table]);
    await bring(into, [table]);
    await bring(into, [put('a.ndjson', ndjson(oktas(0, 6)))]);
    expect(ids(into)).not.toEqual(ids(other));
    expect(await removeFile(into, 'a.ndjson', 'wrong', () => nowhere)).toMatchObject({ events: 2 });
    expect(ids(into)).toEqual(ids(other));
    for (const row of rows(into)) expect((await rawOf(into, row)).toString()).toContain(row.record_id);
  });
});
