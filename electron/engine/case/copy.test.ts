/** What lies in memory that is filled again and again is copied as it was. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Copy } from './copy';
import { takeIn } from './evidence';
import { sha256 } from './node-hashing';

const WINDOW = 256 * 1024;
let folder: string;
let to: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'copy-'));
  to = path.join(folder, 'copy');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Two windows that are lent in turn; `shift`: bytes by which they miss a page's edge. */
function ring(shift: number) {
  const memory = new Uint8Array(new WebAssembly.Memory({ initial: 9 }).buffer);
  let put = 0;
  let isEnded = false;
  return {
    room: async () => memory.subarray(shift + (put % 2) * WINDOW, shift + ((put % 2) + 1) * WINDOW),
    filled: () => void put++,
    end: () => {
      isEnded = true;
    },
    isEnded: () => isEnded,
  };
}

it.each([0, 7])('takes a file in through memory that begins %i bytes behind a page', async (shift) => {
  const bytes = randomBytes(9 * WINDOW + 12_345);
  const from = path.join(folder, 'log');
  fs.writeFileSync(from, bytes);
  const into = ring(shift);
  expect(await takeIn(from, to, into)).toEqual({ bytes: bytes.length, sha256: sha256(bytes) });
  expect(into.isEnded()).toBe(true);
  expect(fs.readFileSync(to).equals(bytes)).toBe(true);
});

it('lends memory again only when it is written', async () => {
  const memory = await ring(0).room();
  const copy = new Copy(to);
  for (let n = 0; n < 8; n++) {
    await copy.free(memory.subarray(8, 16));
    memory.fill(n);
    copy.write(memory, n * WINDOW);
  }
  await copy.sync();
  await copy.close();
  const written = fs.readFileSync(to);
  expect(written.length).toBe(8 * WINDOW);
  for (let n = 0; n < 8; n++)
    expect(written.subarray(n * WINDOW, (n + 1) * WINDOW).every((byte) => byte === n)).toBe(true);
});

it('never writes over what is there', () => {
  fs.writeFileSync(to, 'mine');
  expect(() => new Copy(to)).toThrow('EEXIST');
  expect(fs.readFileSync(to, 'utf8')).toBe('mine');
});
