/** Bundle → open → bundle gives the same manifests; a case that goes on from a bundle differs in what says so. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine';
import { verifyWhole } from '../../electron/engine/verify-whole';
import type { Client } from '../../shared/contract';
import { parseManifest } from '../../shared/model/bundle';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { readMembers } from '../damage/mutate';

const SAMPLES = join(__dirname, '../../electron/engine/ingest/sources/okta/samples');
let root: string;
let engine: Engine;
let client: Client;
const { TMPDIR } = process.env;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'round-'));
  process.env.TMPDIR = root; // whoever else works on this machine makes such folders, too
  engine = createEngine({ checkOutputs: true });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  for (const name of ['a.sidedoor', 'b.zip', 'c.zip', 'd.sidedoor', 'e.zip', 'odd.zip']) grant(name, join(root, name));
  grant('log', join(SAMPLES, 'system-log-ndjson.ndjson'));
  await client['cases.open']({ ref: 'a.sidedoor' });
  await client['imports.start']({ files: ['log'], zone: 'UTC' });
  await client['notebook.save']({ text: 'She says that she did not ask for it.' });
  await client['exports.write']({ format: 'bundle', sink: 'b.zip' });
}, 60_000);
afterAll(async () => {
  await engine.close();
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  rmSync(root, { recursive: true, force: true });
});

const grant = (token: string, path: string): void => engine.control({ control: 'grant', token, path, use: 'write' });
const manifests = (name: string): Record<string, string> =>
  Object.fromEntries(
    readMembers(readFileSync(join(root, name)))
      .map((member) => [member.name.slice(member.name.indexOf('/') + 1), member.content.toString()] as const)
      .filter(([file]) => /manifest-sha(256|512)\.txt$/.test(file)),
  );
const workFolders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('sidedoor-bundle-'));

describe('a bundle as a case', () => {
  it('is looked at, not written to, and sealed again it is the same in every manifest', async () => {
    const before = readFileSync(join(root, 'b.zip'));
    const info = await client['cases.open']({ ref: 'b.zip' });
    expect(info).toMatchObject({
      readOnly: true,
      name: 'a',
      path: join(root, 'b.zip'),
      bundle: { file: 'b.zip', signer: null },
    });
    expect((await client['notebook.get']({})).text).toContain('did not ask');
    const [event] = (await client['events.page']({ filter: {}, limit: 1 })).rows;
    expect((await client['events.raw']({ id: event!.id })).text).toContain(event!.recordId);
    await expect(client['notebook.save']({ text: 'x' })).rejects.toMatchObject({ code: 'read-only' });
    expect((await client['cases.verify']({})).summary).toBe('intact, signer not confirmed');
    await client['exports.write']({ format: 'bundle', sink: 'c.zip' });
    expect(Object.keys(manifests('c.zip'))).toHaveLength(4);
    expect(manifests('c.zip')).toEqual(manifests('b.zip'));
    expect(readFileSync(join(root, 'b.zip')).equals(before)).toBe(true);
    expect(workFolders()).toHaveLength(1);
  });

  it('goes on as a new case that says where it comes from', async () => {
    const info = await client['cases.continue']({ bundle: 'b.zip', ref: 'd.sidedoor' });
    expect(info).toMatchObject({ readOnly: false, name: 'd' });
    expect(workFolders()).toHaveLength(0);
    const [line, opening] = (await client['custody.page']({ limit: 2 })).rows;
    expect(opening?.act).toBe('case.open');
    expect(line).toMatchObject({ act: 'case.continue', detail: { bundle: 'b.zip', name: 'a', signer: null } });
    await client['exports.write']({ format: 'bundle', sink: 'e.zip' });
    const [first, second] = ['b.zip', 'e.zip'].map(
      (name) => parseManifest(manifests(name)['manifest-sha256.txt']!, 'sha256')!,
    );
    const differing = [...second!].filter(([file, hash]) => first!.get(file) !== hash).map(([file]) => file);
    // The log, what holds or prints it, and the case's own name.
    expect(differing.sort()).toEqual(
      ['README.txt', 'case.db', 'case.json', 'custody.ndjson', 'report.html'].map((name) => `data/${name}`),
    );
    expect([...first!.keys()].sort()).toEqual([...second!.keys()].sort());
    await client['cases.open']({ ref: 'a.sidedoor' });
    expect((await verifyWhole(join(root, 'd.sidedoor'))).problems).toEqual([]);
  });

  it('is not opened when a byte of it was changed', async () => {
    const bytes = readFileSync(join(root, 'b.zip'));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(root, 'odd.zip'), bytes);
    await expect(client['cases.open']({ ref: 'odd.zip' })).rejects.toMatchObject({ code: 'unreadable' });
    expect(workFolders()).toHaveLength(0);
  });
});
