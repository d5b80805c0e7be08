/** What the packed program's runtime would offer to whoever starts it: set in its binary, and read back. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FUSES, flipFuses, readFuses } from '../../electron/build/fuses.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'sidedoor-fuses-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A file with a row of fuses somewhere inside, as a runtime's binary has it. */
function binary(...rows: string[]): string {
  const file = join(scratch, 'program');
  const parts = rows.map((row) =>
    Buffer.concat([
      Buffer.from(`code dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX`),
      Buffer.from([1, row.length]),
      Buffer.from(row),
      Buffer.from('more code'),
    ]),
  );
  writeFileSync(file, Buffer.concat(parts));
  return file;
}

it('wants every fuse of the checklist as it should be', () => {
  expect(Object.fromEntries(FUSES.map(({ name, wanted }) => [name, wanted]))).toEqual({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  });
});

it('sets all that a runtime knows, in both halves of a universal binary, and leaves what it dropped', () => {
  const file = binary('101100011', '1r1');
  const length = readFileSync(file).length;
  flipFuses(file);
  expect(readFileSync(file).length).toBe(length);
  expect(readFileSync(file, 'latin1').match(/[01r]{3,}(?=more)/g)).toEqual(['010011001', '0r0']);
});

it('sets the seven of an older runtime', () => {
  const file = binary('1011000');
  flipFuses(file);
  expect(readFuses(file)).toEqual({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
  });
});

it('refuses what it does not know: a new fuse, another schema, no binary, halves that differ', () => {
  expect(() => flipFuses(binary('1011000111'))).toThrow('the runtime has 10 fuses; this program knows 9');
  const file = binary('1');
  writeFileSync(file, Buffer.from(readFileSync(file, 'latin1').replace('X\u0001', 'X\u0002'), 'latin1'));
  expect(() => flipFuses(file)).toThrow('schema 2');
  writeFileSync(file, 'no such thing');
  expect(() => readFuses(file)).toThrow('not an Electron binary');
  expect(() => readFuses(binary('10', '11'))).toThrow('differ');
});

it('is what the packer calls, before anything is signed', () => {
  const config = readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8');
  expect(config).toMatch(/^afterPack: electron\/build\/fuses\.mjs\b/m);
  expect(config).toMatch(/^asar: true$/m);
});
