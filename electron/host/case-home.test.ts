import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CaseHome, fileName } from './case-home';

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'sidedoor-home-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

it.each([
  ['log.json', 'log.json'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\x\\log.json', 'log.json'],
  ['..', ''],
  ['.hidden', 'hidden'],
  ['con', '_con'],
  ['NUL.txt', '_NUL.txt'],
  ['a\u202egnp.exe', 'a_gnp.exe'],
  ['a:b|c?', 'a_b_c_'],
  ['Bericht Müller 2026', 'Bericht Müller 2026'],
  [`${'x'.repeat(300)}.json`, `${'x'.repeat(115)}.json`],
])('makes %j safe', (text, safe) => {
  expect(fileName(text)).toBe(safe);
});

it('lists cases opened lately first, then the others, and forgets what is gone', () => {
  const home = new CaseHome(join(scratch, 'home'));
  expect(home.recent()).toEqual([]);
  const elsewhere = join(scratch, 'elsewhere.sidedoor');
  for (const path of [elsewhere, home.newCase('b'), home.newCase('a')]) mkdirSync(path, { recursive: true });
  home.remember(join(scratch, 'gone.sidedoor'));
  home.remember(home.newCase('never made'));
  home.remember(elsewhere);
  expect(home.recent()).toEqual([elsewhere, join(home.folder, 'a.sidedoor'), join(home.folder, 'b.sidedoor')]);
  expect(statSync(home.folder).mode & 0o777).toBe(0o700);
});

it('starts anew from a damaged list', () => {
  const home = new CaseHome(scratch);
  writeFileSync(join(scratch, '.recent.json'), '{"a":');
  expect(home.recent()).toEqual([]);
  mkdirSync(join(scratch, 'x.sidedoor'));
  home.remember(join(scratch, 'x.sidedoor'));
  expect(home.recent()).toEqual([join(scratch, 'x.sidedoor')]);
});
