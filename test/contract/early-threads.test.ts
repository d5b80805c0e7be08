/** Threads that are started before their work is known: taken once, ended where nobody takes them, whatever becomes of the import. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openCase } from '../../electron/engine/case/folder';
import { beginThreadsFor, usualLanes, VERY_LARGE } from '../../electron/engine/ingest/early-threads';
import { importHandlers } from '../../electron/engine/ingest/handlers';
import { liveSession } from '../../electron/engine/live-session';
import { beginThreads, endThreads, takeThread, threadsWaiting } from '../../electron/engine/waiting-threads';
import { freshDist } from '../fresh-dist';

const PARSER = join(__dirname, '../../dist/parse-worker/index.cjs');
const TAKER = join(__dirname, '../../dist/take-worker/index.cjs');
const root = mkdtempSync(join(tmpdir(), 'early-threads-'));

beforeAll(() => freshDist(['parse-worker', 'take-worker']), 180_000);
afterEach(endThreads);
afterAll(() => rmSync(root, { recursive: true, force: true }));

function program(name: string, text: string): string {
  const file = join(root, name);
  writeFileSync(file, text);
  return file;
}
const echo = program(
  'echo.cjs',
  "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m));",
);

it('gives each that waits to one alone, with all that it is told afterwards', async () => {
  beginThreads(echo, 2);
  beginThreads(echo, 2);
  expect(threadsWaiting()).toBe(2);
  const taken = [
    takeThread(echo),
    takeThread(echo),
    takeThread(echo),
    takeThread(echo, { maxOldGenerationSizeMb: 64 }),
  ];
  expect(threadsWaiting()).toBe(0);
  expect(new Set(taken).size).toBe(4);
  const answers = taken.map((each, i) => {
    each.postMessage(i);
    return new Promise((resolve) => each.once('message', resolve));
  });
  expect(await Promise.all(answers)).toEqual([0, 1, 2, 3]);
  await Promise.all(taken.map((each) => each.terminate()));
});

it('gives none that broke while it waited, and fails nobody by it', async () => {
  const broken = program('broken.cjs', 'throw new Error("cannot start");');
  beginThreads(broken, 2);
  beginThreads(join(root, 'no such file.cjs'), 1);
  expect(threadsWaiting()).toBe(3);
  while (threadsWaiting() > 0) await new Promise(setImmediate);
});

it('keeps no process alive by threads that wait', () => {
  const module = join(__dirname, '../../electron/engine/waiting-threads.ts');
  const text = `import(${JSON.stringify(module)}).then((m) => m.beginThreads(${JSON.stringify(echo)}, 2))`;
  execFileSync(process.execPath, ['--no-warnings', '-e', text], { timeout: 30_000 });
});

it('starts what the largest file needs, also of a packed one or in a folder, and nothing for small or missing ones', () => {
  const lanes = usualLanes(availableParallelism());
  const several = lanes > 1 ? lanes + 1 : 1;
  const folder = join(root, 'folder', 'deep');
  mkdirSync(folder, { recursive: true });
  const sized = (path: string, bytes: number): string => {
    writeFileSync(path, '');
    truncateSync(path, bytes);
    return path;
  };
  const small = sized(join(root, 'small.ndjson'), 1_000_000);
  const started = (paths: string[], parser: string | null = PARSER): number => {
    beginThreadsFor(paths, parser, TAKER);
    const count = threadsWaiting();
    endThreads();
    return count;
  };
  expect(started([small, join(root, 'gone')])).toBe(0);
  expect(started([small, sized(join(root, 'large.ndjson'), 5_000_000)])).toBe(1);
  expect(started([sized(join(root, 'large.json.gz'), VERY_LARGE / 8)])).toBe(several);
  sized(join(folder, 'very-large.csv'), VERY_LARGE);
  expect(started([small, join(root, 'folder')])).toBe(several);
  expect(started([join(root, 'folder')], null)).toBe(0);
});

const record = (n: number) =>
  JSON.stringify({
    uuid: `u${n}`,
    published: new Date(Date.UTC(2026, 4, 1) + n * 1_000).toISOString(),
    eventType: 'user.authentication.auth_via_mfa',
    actor: { id: `00u${n % 50}`, type: 'User', alternateId: `p${n % 50}@example.com`, displayName: `P ${n % 50}` },
    outcome: { result: n % 10 === 0 ? 'FAILURE' : 'SUCCESS' },
    debugContext: { debugData: { filler: 'x'.repeat(1_500) } },
  });

it.each([
  ['done', null],
  ['cancelled right at the start', 'start'],
  ['cancelled while the first records come', 'reading'],
] as const)('leaves no thread waiting after an import that was %s', async (name, when) => {
  const lines = Array.from({ length: 4_000 }, (_, n) => record(n));
  const file = join(root, `${when}.ndjson`);
  writeFileSync(file, lines.join('\n')); // above 4 MB
  const session = liveSession('0.0.0');
  session.use(openCase(join(root, `${when}.sidedoor`), { create: true, actor: session.actor(), version: '0.0.0' }));
  session.grant('file', file, 'read');
  const imports = importHandlers(session, { analyse: async () => {}, parseWorker: PARSER });
  const stop = new AbortController();
  let most = 0;
  let isOver = false;
  const importing = imports['imports.start'](
    {
      files: ['file'],
      source: null,
      zone: 'UTC',
      reference: false,
      mapping: null,
      passwordFile: null,
      analyse: false,
    } as never,
    { signal: stop.signal, progress: () => when === 'reading' && stop.abort() } as never,
  );
  queueMicrotask(function look() {
    most = Math.max(most, threadsWaiting());
    if (most === 0 && !isOver) setImmediate(look);
    else if (when === 'start') stop.abort();
  });
  if (when === null) expect((await importing).events, name).toBe(4_000);
  else await expect(importing).rejects.toThrow();
  isOver = true;
  expect(most).toBe(1);
  expect(threadsWaiting()).toBe(0);
  if (when !== null) expect(session.case().db.read.prepare('SELECT count(*) FROM event_all').pluck().get()).toBe(0);
  await session.close();
});
