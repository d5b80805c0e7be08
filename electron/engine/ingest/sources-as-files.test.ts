/** Every source's samples as whole files: what reads, recognises and unwraps files finds the same as each shape by itself. */
import { globSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Bench } from './testing/importing';

const FOLDER = 'electron/engine/ingest/sources';
const samples = globSync(`${FOLDER}/*/samples/*`)
  .filter((file) => !file.endsWith('.expected.json'))
  .sort();

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

/** What becomes of the records one by one (`test/golden/sources.test.ts` holds the file to it). */
function expected(file: string): { source: string; events: number; skipped: number; rejected: number } {
  const results = JSON.parse(readFileSync(file.replace(/\.[a-z]+$/, '.expected.json'), 'utf8')) as { end?: string }[];
  const of = (end?: string): number => results.filter((each) => each.end === end).length;
  return { source: file.split('/').at(-3)!, events: of(), skipped: of('skipped'), rejected: of('rejected') };
}

it.each(samples.map((file) => [file.slice(FOLDER.length + 1), file]))('%s', async (_name, file) => {
  const { files, unrecognised } = await bench.import(bench.newCase(), [file]);
  expect(unrecognised).toEqual([]);
  const [{ source, events, duplicates, skipped, rejected } = expect.fail('no ledger')] = files;
  expect({ source, events: events + duplicates, skipped, rejected }).toEqual(expected(file));
});
