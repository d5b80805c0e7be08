/** Every source's samples as whole files: what reads, recognises and unwraps files finds the same as each shape by itself. */
import { globSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CUT_IN_RECORD } from '../../../shared/model/cut';
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

/** ForgeRock's records of a login name its steps `entries`, as Slack and Google Cloud name the records of a page. */
const withOwnList = readFileSync(`${FOLDER}/forgerock-am/samples/audit.ndjson`, 'utf8')
  .split('\n')
  .filter((line) => line.includes('"entries":[{'));

it.each([
  ['one that is written over several lines', (records: unknown[]) => JSON.stringify(records[0], null, 2), 1],
  [
    'several that are written over several lines',
    (records: unknown[]) => records.map((each) => JSON.stringify(each, null, 2)).join('\n'),
    withOwnList.length,
  ],
  ['a page of them', (records: unknown[]) => JSON.stringify({ result: records }, null, 2), withOwnList.length],
])('a record with a list named as a page’s is a record: %s', async (_name, write, count) => {
  expect(withOwnList.length).toBeGreaterThan(1);
  const file = bench.put('am.json', write(withOwnList.map((line) => JSON.parse(line))));
  const { files } = await bench.import(bench.newCase(), [file]);
  expect(files).toMatchObject([{ source: 'forgerock-am', events: count, skipped: 0, rejected: 0 }]);
});

it('events as XML that are cut say so', async () => {
  const events = readFileSync(`${FOLDER}/windows-security/samples/event-xml.log`, 'utf8').trimEnd();
  const { files } = await bench.import(bench.newCase(), [bench.put('security.xml', events.slice(0, -30))]);
  expect(files).toMatchObject([{ source: 'windows-security', rejected: 1, warnings: [CUT_IN_RECORD] }]);
});

it('a page that is cut is a page still', async () => {
  const page = JSON.stringify({ result: withOwnList.map((line) => JSON.parse(line)) }, null, 2);
  const file = bench.put('am.json', page.slice(0, -40));
  const { files } = await bench.import(bench.newCase(), [file]);
  expect(files).toMatchObject([{ source: 'forgerock-am', events: withOwnList.length - 1, rejected: 1 }]);
});
