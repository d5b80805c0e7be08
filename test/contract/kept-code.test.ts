/** The large programs as built: what their folders keep is code that this very Node takes, and all of it is theirs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { beforeAll, expect, it } from 'vitest';
import { FLAG } from '../../electron/start/kept-code';
import { freshDist } from '../fresh-dist';

const DIST = join(__dirname, '../../dist');
/** What an import loads of each. */
const LOADED = {
  cli: ['context', 'engine', 'program', 'verify-whole'],
  'parse-worker': ['program'],
  'take-worker': ['program'],
};
const HASHES = 64; // bytes

v8.setFlagsFromString(FLAG); // what it was made under
beforeAll(() => freshDist(['cli', 'parse-worker', 'take-worker', 'index-worker']), 600_000);

it.each(Object.entries(LOADED))('%s starts by the code that was kept of it', (room, names) => {
  const files = readdirSync(join(DIST, room)).filter((name) => name.endsWith('.code'));
  for (const name of names) {
    const source = readFileSync(join(DIST, room, `${name}.cjs`), 'latin1');
    const code = files.filter((file) => file.startsWith(`${name}.${process.platform}-`));
    expect(code).toHaveLength(1);
    const cachedData = readFileSync(join(DIST, room, code[0]!)).subarray(HASHES);
    const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
    expect(new vm.Script(wrapped, { cachedData }).cachedDataRejected).toBe(false);
  }
});
