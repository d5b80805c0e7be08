import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { expectedRecords } from './expected-records';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-expected-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const LENGTH = 80 * 1024 * 1024;
function file(name: string, piece: string): { path: string; bytes: number } {
  const at = path.join(folder, name);
  fs.writeFileSync(at, Buffer.alloc(LENGTH, piece));
  return { path: at, bytes: LENGTH };
}

it('counts the lines of a large file, and a little more', () => {
  const lines = LENGTH / 1_600;
  const expected = expectedRecords([file('lines', `${'x'.repeat(1_599)}\n`)]);
  expect(expected).toBeGreaterThan(lines * 1.02);
  expect(expected).toBeLessThan(lines * 1.2);
});

it.each([
  ['many short lines', 'x\n'],
  ['one line', 'x'],
  ['few lines, which hold many records', `${'x'.repeat(60_000)}\n`],
])('goes by the size where lines tell nothing: %s', (name, piece) => {
  expect(expectedRecords([file(name, piece)])).toBe(Math.ceil(LENGTH / 1_000));
});

it('adds up files, and takes one that is gone by its size', () => {
  const small = { path: path.join(folder, 'small'), bytes: 50_000 };
  const gone = { path: path.join(folder, 'gone'), bytes: 100_000_000 };
  expect(expectedRecords([small, gone])).toBe(100_050);
});
