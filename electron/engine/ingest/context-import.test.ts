/** Context files through a whole import: counted, kept with their places, taken out again. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FileLedger } from '../../../shared/model/ledger';
import { readRecord } from '../case/evidence';
import { openCase } from '../case/folder';
import { addressFacts } from '../enrich/address';
import type { OpenCase } from '../session';
import { ledgerFaults } from '../store/case-checks';
import { contextPlace, contextPlaces, contextRows } from '../store/context';
import { fileById } from '../store/files';
import { parseThreads } from './parse-threads';
import { type Imported, importFiles } from './pipeline';
import { removeFile } from './remove';

let root: string;
let opened: OpenCase;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-context-'));
  opened = openCase(path.join(root, 'a.sidedoor'), { create: true, actor: { name: 'Test', confirmed: true }, version: '0' }); // biome-ignore format: one line
});
afterEach(() => {
  opened.db.close();
  fs.rmSync(root, { recursive: true, force: true });
});

const HEAD = 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases'; // biome-ignore format: one line
const person = (name: string, owner = ''): string => `${name}@corp.example,human,,${owner},,,,,,,,`;

function write(name: string, ...lines: string[]): string {
  const file = path.join(root, name);
  fs.writeFileSync(file, `${lines.join('\r\n')}\r\n`);
  return file;
}

function bring(paths: string[], signal = new AbortController().signal): Promise<Imported> {
  return importFiles(opened, {
    paths,
    settings: { source: null, zone: null, reference: false },
    signal,
    progress: () => {},
    addressFacts,
    parse: parseThreads(null).parse,
  });
}

const names = (): string[] =>
  contextRows(opened.db.read)
    .map(({ facts }) => (facts as { identity: string }).identity)
    .sort();
const sums = ({ records, events, context, duplicates, skipped, rejected }: FileLedger): number[] => [records, events, context, duplicates, skipped, rejected]; // biome-ignore format: one line

it('counts every row once, whatever the file is called, and leads back to its bytes', async () => {
  const file = write('notes.txt', HEAD, person('alice'), person('bob'), person('alice'), ',,,,,,,,,,,', person('', 'x').slice(13)); // biome-ignore format: one line
  const { files, unrecognised } = await bring([file]);
  expect(unrecognised).toEqual([]);
  expect(files[0]).toMatchObject({ source: 'identities', shape: 'context', first: null });
  expect(sums(files[0]!)).toEqual([5, 0, 2, 1, 1, 1]);
  expect(files[0]!.reasons.map(({ kind, why }) => [kind, why])).toEqual([
    ['skipped', 'an empty row'],
    ['rejected', 'no identity'],
  ]);
  for (const { id, facts } of contextRows(opened.db.read)) {
    const place = contextPlace(opened.db.read, id)!;
    const row = fileById(opened.db.read, place.file_id)!;
    const bytes = await readRecord(opened, row, place.at, place.length);
    expect(bytes.toString()).toContain((facts as { identity: string }).identity);
  }
});

it('adds nothing when imported twice, and gives the same ids in any order', async () => {
  const a = write('a.csv', HEAD, person('alice'), person('bob'));
  const b = write('b.csv', HEAD, person('bob'), person('carol'));
  await bring([a]);
  const first = contextRows(opened.db.read).map(({ id }) => id);
  const again = await bring([a, b]);
  expect(again.files.map(sums)).toEqual([
    [2, 0, 0, 2, 0, 0],
    [2, 0, 1, 1, 0, 0],
  ]);
  const ids = contextRows(opened.db.read).map(({ id }) => id);
  expect(ids).toHaveLength(3);
  for (const id of first) expect(ids).toContain(id);
  const other = openCase(path.join(root, 'b.sidedoor'), { create: true, actor: { name: 'T', confirmed: true }, version: '0' }); // biome-ignore format: one line
  const before = opened;
  opened = other;
  await bring([b, a]);
  expect(contextRows(other.db.read).map(({ id }) => id)).toEqual(ids);
  other.db.close();
  opened = before;
});

it('takes the facts of a removed file out, except those that another file holds', async () => {
  await bring([write('a.csv', HEAD, person('alice'), person('bob')), write('b.csv', HEAD, person('bob'))]);
  await removeFile(opened, 'a.csv', 'wrong tenant', addressFacts);
  expect(names()).toEqual(['bob@corp.example']);
  const [row] = contextRows(opened.db.read);
  const place = contextPlace(opened.db.read, row!.id)!;
  expect(fileById(opened.db.read, place.file_id)!.name).toBe('b.csv');
  await removeFile(opened, 'b.csv', 'wrong tenant', addressFacts);
  expect(names()).toEqual([]);
  expect(opened.db.read.prepare('SELECT count(*) FROM context_duplicate').pluck().get()).toBe(0);
});

it('is checked with the case: rows lost or moved behind its back show', async () => {
  await bring([write('a.csv', HEAD, person('alice'), person('bob'))]);
  expect(ledgerFaults(opened.db.read)).toEqual([]);
  expect([...contextPlaces(opened.db.read)].map(({ file, length }) => [file, length > 10])).toEqual([
    ['a.csv', true],
    ['a.csv', true],
  ]);
  opened.db.write.exec('UPDATE context_all SET at = 100000 WHERE cid = 1');
  expect(ledgerFaults(opened.db.read)).toEqual(['1 rows of context files name bytes that no file of the case has']);
  opened.db.write.exec('DELETE FROM context_all WHERE cid = 1');
  expect(ledgerFaults(opened.db.read)).toEqual(["1 rows of context files, but the files' ledgers say 2"]);
});

it('leaves nothing behind when it is cancelled', async () => {
  const stop = new AbortController();
  const file = write('a.csv', HEAD, ...Array.from({ length: 3_000 }, (_, i) => person(`p${i}`)));
  const parse = parseThreads(null).parse;
  const run = importFiles(opened, {
    paths: [file],
    settings: { source: null, zone: null, reference: false },
    signal: stop.signal,
    progress: () => stop.abort(new Error('enough')),
    addressFacts,
    parse,
  });
  await expect(run).rejects.toThrow('enough');
  expect(opened.db.read.prepare('SELECT count(*) FROM context_all').pluck().get()).toBe(0);
});
