/** The thread that takes files in: the same bytes and hash, its end always told, nothing left when it is stopped. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Arrival } from '../../electron/engine/ingest/arrival';
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
    const sha256 = await taker(worker)({ from, to, size, arrived: arrival.shared }, never);
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
  const taking = taker(worker)(
    { from, to: join(root, `short ${name}`), size: SIZE * 2, arrived: arrival.shared },
    never,
  );
  await expect(taking).rejects.toThrow('it became shorter while it was read');
});

it('has let go of the copy when it says that it was stopped', async () => {
  for (let i = 0; i < 10; i++) {
    const to = join(root, `stopped-${i}`);
    const stop = new AbortController();
    const taking = taker(BUILT)({ from, to, size: SIZE, arrived: new Arrival().shared }, stop.signal);
    setTimeout(() => stop.abort(), i * 4);
    await taking.catch(() => {});
    rmSync(to, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(existsSync(to)).toBe(false);
  }
});
