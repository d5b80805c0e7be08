/** Work beside the engine: indexes that a large import took down, and the reading of all events; the same findings meanwhile. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isAnalysed } from '../../electron/engine/analyse/inputs';
import { SWEEP_COLUMNS, type SweepRow } from '../../electron/engine/analyse/read';
import { analyse } from '../../electron/engine/analyse/run';
import { chunks } from '../../electron/engine/analyse/stages/chunks';
import { openCase } from '../../electron/engine/case/folder';
import { checkpointAside, digestAside, indexAside } from '../../electron/engine/index-thread';
import { importHandlers } from '../../electron/engine/ingest/handlers';
import { type BuildAside, LateIndexes } from '../../electron/engine/ingest/late-indexes';
import { LeftIndexes } from '../../electron/engine/ingest/left-indexes';
import { liveSession } from '../../electron/engine/live-session';
import type { OpenCase } from '../../electron/engine/session';
import { readMeta } from '../../electron/engine/store/case-reads';
import { allEpisodes } from '../../electron/engine/store/episode-reads';
import { areFollowedDown, areIndexesDown, dropIndexes } from '../../electron/engine/store/event-indexes';
import { fillCase } from '../../electron/engine/store/fill';
import { type FindingsDigest, findingsDigest, findingsFaults } from '../../electron/engine/store/findings-digest';
import { passLog, type ReadDb, withLargeLog } from '../../electron/engine/store/open';
import { noteSweep } from '../../electron/engine/store/sweep-file';
import { analysisRead } from '../../electron/engine/store/sweep-reads';
import { sweeper } from '../../electron/engine/sweep-thread';
import { freshDist } from '../fresh-dist';

const BUILT = join(__dirname, '../../dist/index-worker/index.cjs');
const root = mkdtempSync(join(tmpdir(), 'index-thread-'));
const MINUTE = 60_000;

beforeAll(() => freshDist(['index-worker']), 180_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A case of people who are denied now and then and come in afterwards, its indexes down. */
function unindexed(name: string): OpenCase {
  const opened = openCase(join(root, `${name}.sidedoor`), {
    create: true,
    actor: () => ({ name: 'A', confirmed: true }),
    version: '0.0.0',
  });
  const drafts = Array.from({ length: 4_000 }, (_, i) => ({
    recordId: `r${i}`,
    time: i * MINUTE,
    class: 'authentication' as const,
    action: 'x',
    outcome: i % 20 === 0 ? ('denied_by_user' as const) : ('success_mfa' as const),
    actor: {
      id: `u${i % 97}`,
      name: `p${i % 97}@example.com`,
      display: null,
      kind: 'human' as const,
      keys: [{ type: 'upn' as const, value: `p${i % 97}@example.com` }],
    },
    ip: `192.0.2.${i % 7}`,
    session: `s${Math.floor(i / 3)}`,
  }));
  fillCase(opened.db.write, 'okta', drafts);
  return opened;
}

const printed = ({ db }: OpenCase): string => JSON.stringify([...allEpisodes(db.read)]);
const indexesOf = (db: ReadDb): unknown =>
  db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'event_all' ORDER BY name").all();

it('gives the same indexes and findings, built beside the analysis or before it', async () => {
  const before = unindexed('before');
  const whole = indexesOf(before.db.read);
  await analyse(before);
  const findings = JSON.stringify([...allEpisodes(before.db.read)]);
  expect(findings.length).toBeGreaterThan(10_000);

  const broken = join(root, 'broken.cjs');
  writeFileSync(broken, 'throw new Error("cannot start");');
  for (const [name, aside] of [
    ['thread', (opened: OpenCase) => indexAside(opened, BUILT)],
    ['no thread', null],
    ['a thread that cannot start', (opened: OpenCase) => indexAside(opened, broken)],
  ] as const) {
    const opened = unindexed(name);
    dropIndexes(opened.db.write);
    expect(areIndexesDown(opened.db.read)).toBe(true);
    const indexes = new LateIndexes(opened, aside);
    await indexes.begin();
    await analyse(opened, { indexes });
    expect(areIndexesDown(opened.db.read)).toBe(false);
    expect(indexesOf(opened.db.read)).toEqual(whole);
    expect(JSON.stringify([...allEpisodes(opened.db.read)])).toBe(findings);
    opened.db.close();
  }
  before.db.close();
}, 60_000);

it('builds first what the analysis looks up, and the others not before they are wanted', async () => {
  for (const isAside of [true, false]) {
    const opened = unindexed(`followed ${isAside}`);
    dropIndexes(opened.db.write);
    const left = (): string[] =>
      (JSON.parse(readMeta(opened.db.read, 'indexes_down') ?? '[]') as string[]).map(
        (sql) => sql.match(/event_\w+/)![0],
      );
    const after: string[][] = [];
    const aside: BuildAside = (each, pace, built) => {
      const both = (): void => {
        after.push(left());
        built();
      };
      return indexAside(each, BUILT, pace, both);
    };
    const indexes = new LateIndexes(opened, isAside ? aside : null);
    await indexes.begin();
    expect(left().sort()).toEqual(['event_file', 'event_ip', 'event_record', 'event_session']);
    expect(areFollowedDown(opened.db.read)).toBe(true);
    await indexes.followed();
    expect(areFollowedDown(opened.db.read)).toBe(false);
    await setTimeout(50); // in which the others would have been built
    expect(left().sort()).toEqual(['event_file', 'event_record']);
    await indexes.built();
    expect(left()).toEqual([]);
    if (isAside) expect(after.length).toBe(4);
    await indexes.followed(); // of what is there
    opened.db.close();
  }
});

it('ends a wait for what nobody will want any more', async () => {
  for (const aside of [((each, pace, built) => indexAside(each, BUILT, pace, built)) as BuildAside, null]) {
    const opened = unindexed(`given up ${aside === null}`);
    dropIndexes(opened.db.write);
    const indexes = new LateIndexes(opened, aside);
    await indexes.begin();
    await indexes.followed();
    indexes.stop();
    await indexes.built();
    expect(areIndexesDown(opened.db.read)).toBe(true);
    opened.db.close();
  }
});

it('ends after the present index when cancelled, with findings as they were and a custody line; the others are built later', async () => {
  const opened = unindexed('cancelled');
  const whole = indexesOf(opened.db.read);
  await analyse(opened);
  const before = printed(opened);
  dropIndexes(opened.db.write);
  const abort = new AbortController();
  const aborted = new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve()));
  const indexes = new LateIndexes(opened, async (each, pace) => {
    await aborted; // as one that is in the middle of its first index
    await indexAside(each, BUILT, pace);
  });
  await indexes.begin();
  abort.signal.addEventListener('abort', () => indexes.stop());
  expect(areIndexesDown(opened.db.read)).toBe(true);
  const running = analyse(opened, { indexes, signal: abort.signal, progress: () => abort.abort(), force: true }); // biome-ignore format: one line
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(areIndexesDown(opened.db.read)).toBe(true);
  expect(printed(opened)).toBe(before);
  expect(isAnalysed(opened.db.read)).toBe(true);
  expect(readFileSync(join(opened.folder, 'custody.ndjson'), 'utf8').trim().split('\n').at(-1)).toContain(
    'analyse.cancelled',
  );
  await new LateIndexes(opened, (each, pace) => indexAside(each, BUILT, pace)).built();
  expect(indexesOf(opened.db.read)).toEqual(whole);
  opened.db.close();
});

it('builds what a cancelled import left down in a turn of its own, unless the engine closes', async () => {
  for (const isClosing of [false, true]) {
    const opened = unindexed(`left ${isClosing}`);
    const session = liveSession('0.0.0');
    session.use(opened);
    const left = new LeftIndexes(session, null);
    await session.exclusive(() => {
      dropIndexes(opened.db.write);
      left.finish(opened);
      expect(areIndexesDown(opened.db.read)).toBe(true);
    });
    if (isClosing) left.stop();
    await session.exclusive(() => {});
    expect(areIndexesDown(opened.db.read)).toBe(isClosing);
    await session.close();
  }
});

it('reads the same events beside the engine as in its own thread, which does it where none can start', async () => {
  const opened = unindexed('read');
  const db = opened.db.read;
  const read = analysisRead<SweepRow>(db, SWEEP_COLUMNS);
  const all = [...chunks(read)];
  expect(all.flat().length).toBe(4_000);
  const broken = join(root, 'broken.cjs');
  writeFileSync(broken, 'throw new Error("cannot start");');
  for (const workerFile of [BUILT, broken, null]) {
    const beside: SweepRow[][] = [];
    const reading = sweeper(db, read, undefined, workerFile, 0);
    for await (const rows of reading.chunks()) beside.push([...rows]);
    reading.close();
    expect(beside).toEqual(all);
  }
  opened.db.close();
});

it('holds findings against those that stand beside the engine, which comes to the same', async () => {
  const run = async (opened: OpenCase, workerFile: string | null): Promise<unknown> => {
    const { seconds: _, stages: __, ...told } = await analyse(opened, { force: true, holder: { workerFile, few: 0 } });
    expect(findingsFaults(opened.db.read)).toEqual([]);
    return [told, printed(opened), findingsDigest(opened.db.read)];
  };
  const [aside, here] = [unindexed('held'), unindexed('not held')];
  const first = await run(aside, BUILT);
  expect(first).toEqual(await run(here, null));
  expect(printed(aside).length).toBeGreaterThan(10_000);
  // Nothing changed, and rows of several tables that were edited behind our back.
  for (const sql of [
    '',
    "UPDATE episode SET summary = 'edited' WHERE pid = 3",
    'DELETE FROM episode_event WHERE pid = 5',
    'DELETE FROM episode WHERE pid = 7',
    "UPDATE identity SET name = 'edited' WHERE iid = 2",
    "INSERT INTO identity SELECT 99999, 'i99999', name, display, kind, kind_because, owner, external, joins, aliases, events, denials, first, last, about FROM identity WHERE iid = 1",
  ]) {
    // biome-ignore format: one list
    for (const opened of [aside, here]) opened.db.write.exec(sql);
    expect(await run(aside, BUILT), sql).toEqual(await run(here, null));
    expect(findingsDigest(aside.db.read), sql).toEqual((first as unknown[])[2]);
  }
  aside.db.close();
  here.db.close();
});

it('fails with what that thread failed by, and hears a cancel beside it: findings stay as they were', async () => {
  const opened = unindexed('not compared');
  await analyse(opened);
  const before = printed(opened);
  const workers = {
    'cannot start': 'throw new Error("cannot start");',
    'disk I/O error': "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => { if (m.episodes) { parentPort.postMessage({ failed: { code: 'io', message: 'disk I/O error' } }); parentPort.close(); } });", // biome-ignore format: one program
    'ended without an answer': "require('node:worker_threads').parentPort.once('message', () => process.exit(0));",
  };
  for (const [message, program] of Object.entries(workers)) {
    const workerFile = join(root, 'failing.cjs');
    writeFileSync(workerFile, program);
    const running = analyse(opened, { force: true, holder: { workerFile, few: 0 } });
    await expect(running).rejects.toThrow(message);
    expect(printed(opened)).toBe(before);
  }
  const abort = new AbortController();
  const progress = ({ phase }: { phase: string }): void => (phase === 'weighing' ? abort.abort() : undefined);
  const running = analyse(opened, { force: true, signal: abort.signal, progress, holder: { workerFile: BUILT, few: 0 } }); // biome-ignore format: one line
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(printed(opened)).toBe(before);
  expect(findingsFaults(opened.db.read)).toEqual([]);
  opened.db.close();
});

it('reads the digest of the findings beside the engine, and passes on what the log holds', async () => {
  const opened = unindexed('beside');
  await analyse(opened);
  const digest = findingsDigest(opened.db.read);
  expect(await digestAside(opened, new AbortController().signal, BUILT)).toEqual(digest);
  expect(findingsFaults(opened.db.read, digest)).toEqual([]);
  expect(findingsFaults(opened.db.read, { ...digest, sha256: 'f'.repeat(64) })).toHaveLength(1);
  const abort = new AbortController();
  const cancelled = digestAside(opened, abort.signal, BUILT);
  abort.abort();
  await expect(cancelled).rejects.toThrow('ended without an answer');

  const inFile = (): unknown => {
    const copy = join(root, 'copy.db');
    copyFileSync(join(opened.folder, 'case.db'), copy);
    const db = new Database(copy, { readonly: true });
    try {
      return db.prepare("SELECT value FROM meta WHERE key = 'told'").pluck().get();
    } finally {
      db.close();
    }
  };
  passLog(opened.db.write);
  await withLargeLog(opened.db.write, async () => {
    opened.db.write.exec("INSERT INTO meta (key, value) VALUES ('told', 'yes')");
  });
  expect(inFile()).toBeUndefined();
  await checkpointAside(opened, BUILT);
  expect(inFile()).toBe('yes');
  opened.db.close();
});

it('has a large case checked beside an import, and is content where that fails', async () => {
  const file = join(root, 'log.json');
  writeFileSync(
    file,
    readFileSync(join(__dirname, '../../electron/engine/ingest/sources/okta/samples/event-hook.json')),
  );
  const opened = unindexed('large');
  const session = liveSession('0.0.0');
  session.use(opened);
  session.grant('log', file, 'read');
  const asked: string[] = [];
  const told: unknown[] = [];
  let digester: () => Promise<FindingsDigest> = async () => ({ form: 1, sha256: 'a' });
  const imports = importHandlers(session, {
    analyse: async (_, { standing }) => void told.push(await standing),
    parseWorker: null,
    digester: () => {
      asked.push('digest');
      return digester();
    },
    checkpointer: async () => void asked.push('log'),
  });
  const start = (): Promise<unknown> =>
    imports['imports.start'](
      { files: ['log'], source: null, zone: null, reference: false, passwordFile: null, mapping: null, analyse: true }, // biome-ignore format: one line
      { signal: new AbortController().signal, progress: () => {} } as never,
    );
  await start();
  expect([asked, told]).toEqual([[], [null]]);
  noteSweep(opened.db.write, '{}');
  await start();
  expect([asked, told[1]]).toEqual([['digest', 'log'], { form: 1, sha256: 'a' }]);
  noteSweep(opened.db.write, '{}');
  digester = () => Promise.reject(new Error('no thread'));
  await start();
  expect(told[2]).toBeNull();
  await session.close();
});
