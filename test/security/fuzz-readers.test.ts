/**
 * Every source's own samples, damaged at random, through the real import, also packed and renamed: it ends, its sums
 * close, nothing is refused without a clear line, the case is whole. `SIDEDOOR_FUZZ_FILES=n`: files (default 60).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkFolder } from '../../electron/engine/case/verify-folder';
import { Bench, eventRows, rawOf } from '../../electron/engine/ingest/testing/importing';
import { damagedFile, type Roll, random } from '../damage/mutate';
import { unclear } from './fuzz';

const FILES = Number(process.env.SIDEDOOR_FUZZ_FILES ?? 60);
const BATCH = 20;
const SEED = 4_711;
const SOURCES = join(__dirname, '..', '..', 'electron', 'engine', 'ingest', 'sources');
const CONTEXT = join(SOURCES, '..', 'context');
const MAX_BYTES = 64 * 1024;

interface Sample {
  name: string;
  bytes: Buffer;
}

const samples: Sample[] = [SOURCES, CONTEXT].flatMap((room) =>
  readdirSync(room).flatMap((id) => {
    const folder = join(room, id, 'samples');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter(
        (name) =>
          /\.(json|ndjson|jsonl|csv|tsv|log|txt|xml|xlsx|evtx|zip|gz)$/.test(name) && !name.includes('.expected.'),
      )
      .map((name) => ({ name: `${id}-${name}`, bytes: readFileSync(join(folder, name)).subarray(0, MAX_BYTES) }));
  }),
);

let bench: Bench;
beforeAll(() => {
  bench = new Bench();
});
afterAll(() => bench.end());

/** One to three kinds of damage; sometimes two samples in one file, another ending, or packed. */
function made(roll: Roll, i: number): Sample {
  const first = samples[roll(samples.length)]!;
  let { name, bytes } = first;
  if (roll(8) === 0) bytes = Buffer.concat([bytes, samples[roll(samples.length)]!.bytes]);
  for (let n = 1 + roll(3); n > 0 && bytes.length > 8; n--) bytes = damagedFile(bytes, roll).bytes;
  if (roll(10) === 0) name = name.replace(/\.\w+$/, ['.csv', '.json', '.xlsx', '.zip', '.evtx', '.log'][roll(6)]!);
  if (roll(10) === 0) {
    bytes = gzipSync(bytes);
    if (roll(2) === 0) bytes = damagedFile(bytes, roll).bytes;
    name = `${name}.gz`;
  }
  return { name: `${i}-${name}`, bytes };
}

it(`reads ${FILES} damaged files of ${samples.length} samples to an end`, { timeout: 1_800_000 }, async () => {
  expect(samples.length).toBeGreaterThan(100);
  const faults: string[] = [];
  const count = { files: 0, events: 0, rejected: 0, refused: 0 };
  for (let from = 0; from < FILES; from += BATCH) {
    const into = bench.newCase(`fuzz-${from}`);
    const paths = Array.from({ length: Math.min(BATCH, FILES - from) }, (_, i) => {
      const { name, bytes } = made(random(SEED + from + i), from + i);
      return bench.put(`${from}/${name}`, bytes);
    });
    const { files, unrecognised } = await bench.import(into, paths);
    for (const { file, why } of unrecognised)
      if (unclear(why)) faults.push(`${file}: ${unclear(why)}: ${why.slice(0, 300)}`);
    for (const file of files) {
      const sum = file.events + file.context + file.duplicates + file.skipped + file.rejected;
      if (file.records !== sum) faults.push(`${file.file}: ${file.records} records, ${sum} told of`);
      for (const { why } of file.reasons) {
        if (unclear(why)) faults.push(`${file.file}: ${unclear(why)}: ${why.slice(0, 300)}`);
        if (why.includes('adapter-bug')) faults.push(`${file.file}: ${why.slice(0, 300)}`);
      }
      count.events += file.events;
      count.rejected += file.rejected;
    }
    count.files += files.length;
    count.refused += unrecognised.length;
    for (const row of eventRows(into).slice(0, 50)) expect((await rawOf(into, row)).length).toBe(row.length);
    expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });
    into.db.close();
  }
  console.info(`fuzzed readers: ${FILES} files, seed ${SEED}, ${JSON.stringify(count)}`);
  expect(faults).toEqual([]);
  expect(count.events).toBeGreaterThan(0);
  expect(count.refused + count.rejected).toBeGreaterThan(0);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
