/** The thread that takes files in: the same bytes and hash, its end always told, nothing left when it is stopped. */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endWindows, type SharedWindows, sharedWindows, WindowsOut } from '../../electron/engine/ingest/shared-windows';
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

/** What a reader gets, to the end. */
async function readAll(windows: SharedWindows, n: number): Promise<Buffer> {
  const reader = new WindowsOut(windows, n);
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const bytes = await reader.read(at);
    if (bytes.length === 0) return Buffer.concat(chunks);
    chunks.push(Buffer.from(bytes));
    at += bytes.length;
  }
}
const plain = (copyTo: string | null) => ({ path: from, packing: 'none' as const, member: null, copyTo });

it.each([
  ['thread', BUILT],
  ['no thread', null],
])('%s: what is read, hashed and kept is the same, whatever its length', async (name, worker) => {
  const whole = readFileSync(from);
  for (const [i, size] of [SIZE, 3 << 20, (2 << 20) + 1, (1 << 20) + 4096, 1000, 0, SIZE, SIZE].entries()) {
    const to = join(root, `${name}-${i}`);
    const path = join(root, `${name}-${i}-from`);
    writeFileSync(path, Buffer.concat([whole, whole]).subarray(0, size));
    const windows = sharedWindows(2, 2 + (i % 3));
    const isKept = i !== 6;
    const taking = taker(worker)({ stored: { ...plain(isKept ? to : null), path }, windows }, never);
    const read = await Promise.all([readAll(windows, 0), readAll(windows, 1)]);
    const expected = readFileSync(path);
    const sha256 = createHash('sha256').update(expected).digest('hex');
    expect(await taking).toEqual({ bytes: size, sha256, storedSha256: sha256, damage: null });
    for (const each of read) expect(each.equals(expected)).toBe(true);
    expect(existsSync(to)).toBe(isKept);
    if (isKept) expect(readFileSync(to).equals(expected)).toBe(true);
  }
});

it.each([
  ['thread', BUILT],
  ['no thread', null],
])('%s: keeps what it read where the file changes meanwhile, and leaves out what it gains', async (name, worker) => {
  const path = join(root, `${name} changing`);
  const to = join(root, `${name} changed`);
  writeFileSync(path, Buffer.alloc(6 << 20, 'before '));
  const windows = sharedWindows(1, 2);
  const taking = taker(worker)({ stored: { ...plain(to), path }, windows }, never);
  const reader = new WindowsOut(windows, 0);
  const chunks = [Buffer.from(await reader.read(0))];
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(7 << 20, 'after '));
  closeSync(file);
  for (let at = 1 << 20; at < 6 << 20; at += 1 << 20) chunks.push(Buffer.from(await reader.read(at)));
  expect(await reader.read(6 << 20)).toHaveLength(0);
  const { sha256, bytes } = await taking;
  const kept = readFileSync(to);
  expect(bytes).toBe(6 << 20);
  expect(kept.equals(Buffer.concat(chunks))).toBe(true);
  expect(kept.includes('before') && kept.includes('after')).toBe(true);
  expect(sha256).toBe(createHash('sha256').update(kept).digest('hex'));
});

it.each([
  ['thread', BUILT],
  ['no thread', null],
])('%s: says when the file became shorter, and ends the wait', async (name, worker) => {
  const path = join(root, `${name} shorter`);
  writeFileSync(path, Buffer.alloc(6 << 20, 'log '));
  const windows = sharedWindows(1, 2);
  const taking = taker(worker)({ stored: { ...plain(join(root, `short ${name}`)), path }, windows }, never);
  const failed = expect(taking).rejects.toThrow('it became shorter while it was read');
  const reader = new WindowsOut(windows, 0);
  expect(await reader.read(0)).toHaveLength(1 << 20);
  truncateSync(path, 2 << 20);
  for (let at = 1 << 20; at < 6 << 20; at += 1 << 20) {
    const bytes = await Promise.race([reader.read(at), taking.catch(() => null)]);
    if (!Buffer.isBuffer(bytes) || bytes.length === 0) break;
  }
  await failed;
});

it('has let go of the copy when it says that it was stopped', async () => {
  for (let i = 0; i < 10; i++) {
    const to = join(root, `stopped-${i}`);
    const stop = new AbortController();
    const windows = sharedWindows(1, 2);
    const taking = taker(BUILT)({ stored: plain(to), windows }, stop.signal);
    void readAll(windows, 0);
    setTimeout(() => stop.abort(), i * 4);
    await taking.catch(() => {});
    endWindows(windows);
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
  const unpacked = await taker(worker)({ stored, windows }, never);
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
  const unpacking = taker(BUILT)({ stored, windows }, stop.signal);
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
