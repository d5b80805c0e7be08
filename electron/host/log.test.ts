import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Log, withoutEvidence } from './log';

it.each([
  ['    at Object.parse (/opt/Sidedoor/resources/app.asar.unpacked/dist/engine/index.cjs:1:2)', true],
  ['imports.start: TypeError', true],
  ['Node.js v24.21.0', true],
  ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', true],
  ['imports.start: Error: alice@example.com is no identity', false],
  ['SyntaxError: Unexpected token \'a\', "alice@example.com" is not valid JSON', false],
  ['{"actor":"alice@example.com"}', false],
])('%s: kept %s', (line, isKept) => {
  expect(withoutEvidence(line) === line).toBe(isKept);
  expect(withoutEvidence(line)).not.toContain('alice');
});

it('is written for its owner only, and turned over when it is long', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-log-'));
  const log = new Log(join(folder, 'sidedoor.log'));
  log.engine(['    at x (y:1:1)', 'a secret', '']);
  const text = readFileSync(log.file, 'utf8');
  expect(text.split('\n')).toHaveLength(3);
  expect(text).not.toContain('secret');
  expect(statSync(log.file).mode & 0o777).toBe(0o600);
  log.say('x'.repeat(600_000));
  log.say('after');
  expect(readFileSync(log.file, 'utf8')).toMatch(/^\S+ after\n$/);
  rmSync(folder, { recursive: true, force: true });
});
