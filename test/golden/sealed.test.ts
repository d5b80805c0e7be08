/** Every sample of every source, through the real importer, into a bundle, past the verifier; also after a removal. */
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { openCase } from '../../electron/engine/case/folder';
import { verify } from '../../electron/engine/case/verify';
import { exportHandlers } from '../../electron/engine/export/handlers';
import { importHandlers } from '../../electron/engine/ingest/handlers';
import { liveSession } from '../../electron/engine/live-session';
import { eventsAll } from '../../electron/engine/store/events';

const SOURCES = join(__dirname, '../../electron/engine/ingest/sources');
let root: string;
const session = liveSession('0.0.0');
const context = { signal: new AbortController().signal, progress: () => {} } as never;
let analysed = 0;
const imports = importHandlers(session, {
  analyse: async () => void analysed++,
  parseWorker: null,
});
const exporting = exportHandlers(session, {
  outdated: () => [],
  attributions: () => [],
  mask: (readers) => ({ readers, hasMasked: () => false }),
  readers: {
    events: (db) => eventsAll(db),
    event: () => null,
    identities: () => [],
    episodes: () => [],
    paths: () => [],
    episode: () => null,
    pathsOf: () => [],
  },
});

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sealed-'));
  const given = join(root, 'given');
  mkdirSync(given);
  for (const source of ['duo', 'entra', 'okta']) {
    cpSync(join(SOURCES, source, 'samples'), join(given, source), {
      recursive: true,
      filter: (path) => !path.endsWith('.expected.json'),
    });
  }
  const log = readFileSync(join(SOURCES, 'okta/samples/system-log-ndjson.ndjson'));
  const renamed = (from: string): Buffer =>
    Buffer.from(log.toString().replaceAll(/"uuid":"[^"]{4}/g, `"uuid":"${from}`));
  writeFileSync(join(given, 'packed.ndjson.gz'), gzipSync(renamed('aaaa')));
  const zip = new ZipFile();
  zip.addBuffer(renamed('bbbb'), 'one.ndjson');
  zip.addBuffer(renamed('cccc'), 'deep/two.ndjson');
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(join(given, 'logs.zip')));

  session.use(openCase(join(root, 'a.sidedoor'), { create: true, actor: session.actor(), version: '0.0.0' }));
  session.grant('given', given, 'read');
  session.grant('out', join(root, 'out.zip'), 'write');
});
afterAll(async () => {
  await session.close();
  rmSync(root, { recursive: true, force: true });
});

const input = { source: null, zone: 'UTC', reference: false, mapping: null, passwordFile: null, analyse: false };
const intact = async (): Promise<void> => {
  expect((await verify(join(root, 'out.zip'))).problems).toEqual([]);
  expect((await verify(session.case().folder)).problems).toEqual([]);
};
const seal = () => exporting['exports.write']({ format: 'bundle', sink: 'out', query: '' }, context);

it('is intact, holds every event, and stays so when it is imported again or taken out in part', async () => {
  const { files, events } = await imports['imports.start']({ ...input, files: ['given'] }, context);
  expect(files.length).toBeGreaterThan(10);
  expect((await seal()).leftOut).toEqual([]);
  await intact();

  const packed = files.find((file) => file.file.endsWith('packed.ndjson.gz'))!;
  const again = await imports['imports.start']({ ...input, files: ['given'] }, context);
  expect(again.events).toBe(events);
  await seal();
  await intact();

  const inside = files.find((file) => file.file.endsWith('logs.zip/one.ndjson'))!;
  expect((await imports['imports.remove']({ file: inside.file, why: 'privileged' })).file).toBe(inside.file);
  expect(analysed).toBe(1); // findings quote what was taken out
  const { leftOut } = await seal();
  expect(leftOut).toEqual([expect.stringContaining('its bytes are still inside data/evidence/')]);
  await intact();

  // Imported twice: the bytes leave with the last of the files that were read from them.
  const present = await imports['imports.list']();
  for (const { file } of present.filter((one) => one.sha256 === packed.sha256)) {
    await imports['imports.remove']({ file, why: 'wrong tenant' });
  }
  expect((await seal()).leftOut).toContainEqual(expect.stringContaining('the bundle holds its hash, not its bytes'));
  await intact();
}, 60_000);
