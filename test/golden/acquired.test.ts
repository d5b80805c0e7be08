/** Where evidence came from, both its hashes, and referenced files that moved: through the real importer. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine';
import type { Client } from '../../shared/contract';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';

const SAMPLE = join(__dirname, '../../electron/engine/ingest/sources/okta/samples/system-log-ndjson.ndjson');
let root: string;
let engine: Engine;
let client: Client;
const grant = (token: string, path: string): void => engine.control({ control: 'grant', token, path, use: 'write' });
const sha512 = (file: string): string => createHash('sha512').update(readFileSync(file)).digest('hex');

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'acquired-'));
  mkdirSync(join(root, 'given'));
  copyFileSync(SAMPLE, join(root, 'given', 'log.ndjson'));
  engine = createEngine({ checkOutputs: true });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  grant('case', join(root, 'a.sidedoor'));
  grant('given', join(root, 'given'));
  grant('log', join(root, 'given', 'log.ndjson'));
  await client['cases.open']({ ref: 'case' });
}, 60_000);
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

it('keeps who gave it, when and how, and says whether a declared hash is its own', async () => {
  const file = join(root, 'given', 'log.ndjson');
  const declared = {
    from: 'A. Admin',
    at: '2026-01-02',
    how: 'export from the console',
    hashes: [sha512(file).toUpperCase()],
  };
  const summary = await client['imports.start']({
    files: ['log'],
    zone: 'UTC',
    reference: true,
    acquisition: declared,
  });
  expect(summary.files[0]?.warnings).toEqual([]);
  const [item] = await client['evidence.list']({});
  expect(item).toMatchObject({
    sha512: sha512(file),
    referenced: true,
    acquired: { from: 'A. Admin', declared: 'equal' },
  });
  const { rows } = await client['custody.page']({ limit: 1 });
  expect(rows[0]).toMatchObject({ act: 'evidence.acquired', detail: { how: 'export from the console' } });

  const other = { ...declared, hashes: ['ab'.repeat(32)] };
  const again = await client['imports.start']({ files: ['log'], zone: 'UTC', reference: true, acquisition: other });
  expect(again.files[0]?.warnings).toContain('its hash is none of those that were declared with it');
});

it('finds referenced evidence again by its hash, wherever it moved and whatever it is called', async () => {
  mkdirSync(join(root, 'given', 'deep'));
  const [before, after] = [join(root, 'given', 'log.ndjson'), join(root, 'given', 'deep', 'other name.txt')];
  renameSync(before, after);
  expect((await client['cases.verify']({})).problems).toMatchObject([{ file: before, kind: 'missing' }]);
  const { found, missing } = await client['evidence.locate']({ files: ['given'] });
  expect({ found, missing }).toMatchObject({ found: [{ before, after }], missing: [] });
  expect((await client['cases.verify']({})).problems).toEqual([]);
  const acts = (await client['custody.page']({ limit: 3 })).rows.map(({ act }) => act);
  expect(acts).toEqual(['verify', 'evidence.found', 'verify']);
});
