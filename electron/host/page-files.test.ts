import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPage } from './page-files';

const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const FILES = { 'index.html': '<!doctype html><title>x</title>', 'assets/a.js': 'void 0;' };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sidedoor-page-'));
  mkdirSync(join(folder, 'assets'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const files = Object.fromEntries(Object.entries(FILES).map(([name, text]) => [name, hash(text)]));
  const list = { files, scripts: [hash(FILES['assets/a.js'])], styles: [] };
  writeFileSync(join(folder, 'built.json'), JSON.stringify(list));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('serves what was listed, with its type, and the hashes for the policy', () => {
  writeFileSync(join(folder, 'assets', 'brought.js'), 'evil()');
  const { files, hashes } = readPage(folder);
  expect([...files].map(([path, { type }]) => [path, type])).toEqual([
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/a.js', 'text/javascript; charset=utf-8'],
    ['/', 'text/html; charset=utf-8'],
  ]);
  expect(hashes).toEqual({ scripts: [hash('void 0;')], styles: [] });
});

it('refuses to start on a file that was changed after the build', () => {
  writeFileSync(join(folder, 'assets', 'a.js'), 'void 1;');
  expect(() => readPage(folder)).toThrow(/a\.js is not the file that was built: install the program again/);
});

it('says so when the page was not built', () => {
  rmSync(join(folder, 'built.json'));
  expect(() => readPage(folder)).toThrow(/was not built/);
});
