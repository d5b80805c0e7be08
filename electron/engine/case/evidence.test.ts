/** A record's bytes are shown as evidence only while the file is what was imported. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readUnchanged } from './evidence';
import { sha256 } from './node-hashing';

let folder: string;
let stored: string;
const bytes = Buffer.from('{"a":1}\n{"a":2}\n');
const ref = () => ({ stored, member: null, packing: 'none', referenced: 1, stored_sha256: sha256(bytes), imported: 0 });

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evidence-'));
  stored = path.join(folder, 'log.ndjson');
  fs.writeFileSync(stored, bytes);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

it('reads a file that was touched and is the same', async () => {
  expect(String(await readUnchanged({ folder }, ref(), 8, 7))).toBe('{"a":2}');
});

it('refuses a changed, shifted or lost one', async () => {
  const read = () => readUnchanged({ folder }, ref(), 8, 7);
  await read();
  for (const odd of ['{"a":1}\n{"a":3}\n', ` ${bytes}`, `${bytes} `]) {
    fs.writeFileSync(stored, odd);
    fs.utimesSync(stored, new Date(), new Date(Date.now() + odd.charCodeAt(13) * 1_000));
    await expect(read()).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining('sha256') });
  }
  fs.rmSync(stored);
  await expect(read()).rejects.toThrow('gone');
});

it('believes a file that nobody touched since its import', async () => {
  const later = { ...ref(), stored_sha256: 'not asked for', imported: Date.now() + 60_000 };
  expect(String(await readUnchanged({ folder }, later, 0, 7))).toBe('{"a":1}');
});
