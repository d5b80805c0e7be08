/** Tests that start built programs need them built from the sources at hand: rooms that are older are built again. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const ROOMS = [
  'renderer',
  'engine',
  'parse-worker',
  'index-worker',
  'take-worker',
  'verify-worker',
  'verifier',
  'preload',
  'main',
  'web',
  'cli',
] as const;
export type Room = (typeof ROOMS)[number];

/** Builds those of the rooms (all by default) that are missing or older than a source of theirs. */
export function freshDist(rooms: readonly Room[] = ROOMS): void {
  withLock(() => {
    const stale = rooms.filter(isStale);
    if (stale.length === 0) return;
    execFileSync(process.execPath, [join(ROOT, 'electron', 'build', 'build.mjs'), ...stale], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
}

const isPage = (room: Room): boolean => room === 'renderer' || room === 'verifier';

function isStale(room: Room): boolean {
  const built = join(ROOT, 'dist', room, isPage(room) ? 'index.html' : 'index.cjs');
  if (!existsSync(built)) return true;
  const builtAt = statSync(built).mtimeMs;
  const folders = isPage(room) ? ['renderer', 'shared', 'assets'] : ['electron', 'shared', 'assets'];
  return [
    ...folders,
    'vite.config.ts',
    'package-lock.json',
    ...(room === 'renderer' ? ['electron/build/hashed-page.ts'] : []),
  ].some((name) => newest(join(ROOT, name)) > builtAt);
}

/** Newest change below a path, tests left out; milliseconds. */
function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0; // gone since it was listed
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const LOCK_WAIT_MS = 120_000;

/** Two test runs at once must not build the same room; a lock left by a killed run is broken after the wait. */
function withLock(work: () => void): void {
  const lock = join(ROOT, 'dist', '.lock');
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  for (const until = Date.now() + LOCK_WAIT_MS; ; ) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (Date.now() > until) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
