/** An archive of many small exports, as cloud trails are handed over: what its folder would bring, gone over a few times in all. */
import fs from 'node:fs';
import zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenCase } from '../session';
import { eventFaults } from './check-events';
import { lookInto } from './look';
import { parseThreads } from './parse-threads';
import { Bench, ndjson, okta } from './testing/importing';
import { type Packing, packed } from './testing/packed';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => {
  vi.restoreAllMocks();
  bench.end();
});

const MANY = 60;
const FEW = 6; // openings of the archive that no member adds to
const PACKINGS: Packing[] = ['zip', 'tar', 'tar+gzip'];

/** Every third one packed by itself, one with nothing new, one that is no export; each with so many blanks behind it. */
const files = (blanks = 0): { name: string; bytes: Buffer }[] => [
  ...Array.from({ length: MANY }, (_, i) => {
    const text = Buffer.from(ndjson([okta(2 * i), okta(2 * i + 1)]) + ' '.repeat(blanks));
    return i % 3 === 0
      ? { name: `logs/${i}.ndjson.gz`, bytes: zlib.gzipSync(text) }
      : { name: `logs/${i}.ndjson`, bytes: text };
  }),
  { name: 'logs/same.ndjson', bytes: Buffer.from(ndjson([okta(0)])) },
  { name: 'logs/readme.txt', bytes: Buffer.from('how these were made') },
];

/** Records by where they lie, which the archive's name must not change. */
const events = (opened: OpenCase): unknown[] =>
  opened.db.read
    .prepare(
      `SELECT e.rk, e.time, e.at, e.length, e.outcome, f.sha256, f.bytes, substr(f.name, instr(f.name, 'logs/')) AS name
       FROM event e JOIN file f ON f.id = e.file_id ORDER BY e.rk`,
    )
    .all();

describe.each(PACKINGS)('%s', (packing) => {
  it.each([
    ['one by one', 0, {}],
    ['beside each other, where it is much', 500_000, { aside: 2 }],
  ])('brings what its files bring, parsed %s', async (_how, blanks, aside) => {
    const list = files(blanks);
    const folder = bench.newCase('folder');
    const paths = list.map(({ name, bytes }) => bench.put(`plain/${name}`, bytes));
    await bench.import(folder, [paths[0]!.slice(0, paths[0]!.indexOf('/logs/'))], {});
    const opened = bench.newCase();
    const archive = bench.put('trail.archive', await packed(packing, list));
    const { parse } = parseThreads(null);
    const asked: (boolean | undefined)[] = [];
    const opening = vi.spyOn(fs.promises, 'open');
    const { files: taken, unrecognised } = await bench.import(opened, [archive], {
      ...aside,
      parse: (job, bytes, signal, isAside) => {
        asked.push(isAside);
        return parse(job, bytes, signal, isAside);
      },
    });
    expect(asked).toEqual(Array(MANY + 2).fill('aside' in aside ? true : undefined));
    expect(taken).toHaveLength(MANY + 1);
    expect(unrecognised.map(({ file }) => file)).toEqual(['trail.archive/logs/readme.txt']);
    expect(events(opened)).toHaveLength(2 * MANY);
    expect(events(opened)).toEqual(events(folder));
    if (packing !== 'zip') expect(openings(opening)).toBeLessThanOrEqual(FEW);

    opening.mockClear();
    expect(await eventFaults(opened.db.read, opened.folder)).toEqual([]);
    if (packing !== 'zip') expect(openings(opening)).toBeLessThanOrEqual(FEW);

    opening.mockClear();
    const looked = await lookInto(
      opened.db.read,
      [archive],
      { source: null, zone: null },
      () => 'nobody',
      new AbortController().signal,
    );
    expect(looked).toEqual({ context: [], others: MANY + 2, unread: 0 });
    if (packing !== 'zip') expect(openings(opening)).toBeLessThanOrEqual(FEW);
  });
});

/** Of the archive, where it was and where it is evidence. */
const openings = (opening: { mock: { calls: unknown[][] } }): number =>
  opening.mock.calls.filter(([path]) => String(path).endsWith('.archive')).length;

it('an edit of an event of the last member is found', async () => {
  const opened = bench.newCase();
  await bench.import(opened, [bench.put('trail.zip', await packed('zip', files()))], {});
  const { changes } = opened.db.write
    .prepare('UPDATE event_all SET time = time + 1 WHERE file_id = (SELECT max(file_id) FROM event_all) AND at = 0')
    .run();
  expect(changes).toBe(1);
  expect(await eventFaults(opened.db.read, opened.folder)).toHaveLength(1);
});

it('a check that is ended inside its last archive is no check that found nothing', async () => {
  const opened = bench.newCase();
  await bench.import(opened, [bench.put('trail.tar', await packed('tar', files().slice(0, 1)))], {});
  const stop = new AbortController();
  const checking = eventFaults(opened.db.read, opened.folder, { signal: stop.signal, progress: () => stop.abort() });
  await expect(checking).rejects.toThrow(/abort/i);
});
