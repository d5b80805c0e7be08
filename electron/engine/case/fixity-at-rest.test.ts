import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenCase } from '../session';
import { knownSha512, takeSha512 } from './fixity';
import { fixityAtRest } from './fixity-at-rest';
import { openCase } from './folder';

const BYTES = Buffer.from('{"a":1}\n'.repeat(1_000));
const hash = (kind: string): string => createHash(kind).update(BYTES).digest('hex');
let folder: string;
let opened: OpenCase;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rest-'));
  opened = openCase(path.join(folder, 'c.sidedoor'), {
    create: true,
    actor: { name: 'a', confirmed: true },
    version: '0',
  });
  fs.mkdirSync(path.join(opened.folder, 'evidence'), { recursive: true });
  fs.writeFileSync(path.join(opened.folder, 'evidence/a.json'), BYTES);
  const db = opened.db.write;
  db.exec("INSERT INTO import (id, started, state, settings) VALUES (1, 0, 'complete', '{}')");
  db.prepare(
    `INSERT INTO file (id, import_id, name, stored, packing, encoding, referenced, sha256, stored_sha256, bytes, because,
       records, events, context, duplicates, skipped, rejected, warnings)
     VALUES (1, 1, 'a.json', 'evidence/a.json', 'none', 'utf-8', 0, $sha, $sha, 8000, '[]', 0, 0, 0, 0, 0, 0, '[]')`,
  ).run({ sha: hash('sha256') });
});
afterEach(() => {
  opened.db.close();
  fs.rmSync(folder, { recursive: true });
});

it('takes no more at once than it is told to', async () => {
  (await takeSha512(opened, undefined, { most: BYTES.length - 1 }))();
  expect(knownSha512(opened.db.read)).toEqual({});
  (await takeSha512(opened, undefined, { most: BYTES.length }))();
  expect(knownSha512(opened.db.read)).toEqual({ [hash('sha256')]: hash('sha512') });
});

it('takes the rest when the case has been left alone, unless it is closed before', async () => {
  const session = { current: () => opened, exclusive: async <T>(work: () => T | Promise<T>): Promise<T> => work() };
  const early = fixityAtRest(session, 10);
  early.begin(opened);
  early.end();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(knownSha512(opened.db.read)).toEqual({});
  const atRest = fixityAtRest(session, 10);
  atRest.begin(opened);
  await vi.waitFor(() => expect(knownSha512(opened.db.read)).toEqual({ [hash('sha256')]: hash('sha512') }));
  atRest.end();
});
