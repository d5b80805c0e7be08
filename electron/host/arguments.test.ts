import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { whatToOpen } from './arguments';

let at = '';
beforeAll(() => {
  at = mkdtempSync(join(tmpdir(), 'sidedoor-arguments-'));
  mkdirSync(join(at, 'a.sidedoor'));
  mkdirSync(join(at, 'exports'));
  for (const name of ['a.sidedoor/case.json', 'b.sidedoor', 'c.sidedoor.zip', 'logs.zip', 'log.json'])
    writeFileSync(join(at, name), '');
});
afterAll(() => rmSync(at, { recursive: true, force: true }));

it.each([
  [[], null, [], false],
  [['--demo'], null, [], true],
  [['--case', 'new.sidedoor', '--as', 'a.sidedoor'], 'new.sidedoor', [], false],
  [['--allow-file-access', 'a.sidedoor', '--no-sandbox'], 'a.sidedoor', [], false],
  [['a.sidedoor/case.json'], 'a.sidedoor', [], false],
  [['b.sidedoor'], 'b.sidedoor', [], false],
  [['c.sidedoor.zip'], 'c.sidedoor.zip', [], false],
  [['log.json', 'logs.zip', 'exports'], null, ['log.json', 'logs.zip', 'exports'], false],
  [['not-there.sidedoor', ''], null, [], false],
] as const)('%j', (words, open, files, demo) => {
  expect(whatToOpen(words, at)).toEqual({
    open: open && join(at, open),
    files: files.map((file) => join(at, file)),
    demo,
  });
});
