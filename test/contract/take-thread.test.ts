/** The thread that takes files in: the same bytes and hash, its end always told, nothing left when it is stopped. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Arrival } from '../../electron/engine/ingest/arrival';
import { endWindows, sharedWindows, WindowsOut } from '../../electron/engine/ingest/shared-windows';
import { taker } from '../../electron/engine/ingest/taking';
import { freshDist } from '../fresh-dist';

const BUILT = join(__dirname, '../../dist/take-worker/index.cjs');
const root = mkdtempSync(join(tmpdir(), 'take-thread-'));
const from = join(root, 'from');
const SIZE = 3_000_001;

beforeAll(() => {
  freshDist(['take-worker']);
  writeFileSync(from, randomBytes(SIZE));
}, 180_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const never = new AbortController().signal;

it.each([
  ['thread', BUILT],
  ['no thread', null],
])('%s: copies and hashes, and says that nothing more comes', async (name, worker) => {
  const whole = readFileSync(from);
  for (let i = 0; i < 20; i++) {
    const to = join(root, `${name}-${i}`);
    const arrival = new Arrival();
    const size = i % 2 === 0 ? SIZE : SIZE - 7; // what the file has gained since is left out
    const sha256 = await taker(worker).in({ from, to, size, arrived: arrival.shared }, never);
    await arrival.until(SIZE + 1024 * 1024);
    expect(readFileSync(to).equals(whole.subarray(0, size))).toBe(true);
    expect(sha256).toBe(createHash('sha256').update(whole.subarray(0, size)).digest('hex'));
    rmSync(to);
  }
});

it.each([
  ['thread', BUILT],
  ['no thread', null],
])('%s: says when the file became shorter, and ends the wait', async (name, worker) => {
  const arrival = new Arrival();
  const taking = taker(worker).in(
    { from, to: join(root, `short ${name}`), size: SIZE * 2, arrived: arrival.shared },
    never,
  );
  await expect(taking).rejects.toThrow('it became shorter while it was read');
});

it('has let go of the copy when it says that it was stopped', async () => {
  for (let i = 0; i < 10; i++) {
    const to = join(root, `stopped-${i}`);
    const stop = new AbortController();
    const taking = taker(BUILT).in({ from, to, size: SIZE, arrived: new Arrival().shared }, stop.signal);
    setTimeout(() => stop.abort(), i * 4);
    await taking.catch(() => {});
    rmSync(to, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(existsSync(to)).toBe(false);
  }
});

it.each([
  ['thread', BUILT],
  ['no thread', null],
])('%s: unpacks once for all who read, who get the same bytes at their own pace', async (name, worker) => {
  const whole = Buffer.concat(Array.from({ length: 7 }, (_, n) => Buffer.concat([readFileSync(from), Buffer.of(n)])));
  const packed = join(root, `${name}.gz`);
  writeFileSync(packed, gzipSync(whole, { level: 1 }));
  const copyTo = join(root, `${name} copy`);
  const windows = sharedWindows(2, 3); // fewer than the file has
  const readers = [0, 1].map(async (n) => {
    const reader = new WindowsOut(windows, n);
    const hash = createHash('sha256');
    for (let at = 0; ; ) {
      const bytes = (await reader.read(at)).subarray(0, n === 0 ? 300_000 : 1 << 20);
      if (bytes.length === 0) return hash.digest('hex');
      hash.update(bytes);
      at += bytes.length;
      if (n === 1) await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });
  const stored = { path: packed, packing: 'gzip' as const, member: null, copyTo };
  const unpacked = await taker(worker).unpack({ stored, windows }, never);
  const sha256 = createHash('sha256').update(whole).digest('hex');
  expect(await Promise.all(readers)).toEqual([sha256, sha256]);
  const storedSha256 = createHash('sha256').update(readFileSync(packed)).digest('hex');
  expect(unpacked).toEqual({ bytes: whole.length, sha256, storedSha256, damage: null });
  expect(readFileSync(copyTo).equals(readFileSync(packed))).toBe(true);
});

it('unpacks no further than it is read, and ends when it is stopped', async () => {
  const packed = join(root, 'waits.gz');
  writeFileSync(packed, gzipSync(Buffer.alloc(9 << 20, 'log '), { level: 1 }));
  const windows = sharedWindows(1, 2);
  const stop = new AbortController();
  const stored = { path: packed, packing: 'gzip' as const, member: null, copyTo: null };
  const unpacking = taker(BUILT).unpack({ stored, windows }, stop.signal);
  const isOver = unpacking.then(
    () => true,
    () => true,
  );
  const reader = new WindowsOut(windows, 0);
  expect(await reader.read(0)).toHaveLength(1 << 20);
  expect(await Promise.race([isOver, new Promise((resolve) => setTimeout(() => resolve(false), 300))])).toBe(false);
  stop.abort(new Error('stopped'));
  await expect(unpacking).rejects.toThrow('stopped');
  endWindows(windows);
});
