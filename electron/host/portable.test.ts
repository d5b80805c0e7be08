import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { goPortable, PORTABLE, programFolder } from './portable';

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'sidedoor-portable-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

it.each([
  ['/home/a/checkout', {}, 'linux', null],
  ['/opt/Sidedoor/resources/app.asar', {}, 'linux', '/opt/Sidedoor'],
  ['/opt/Sidedoor/resources/app.asar.unpacked', {}, 'linux', '/opt/Sidedoor'],
  ['/Volumes/STICK/Sidedoor.app/Contents/Resources/app.asar', {}, 'darwin', '/Volumes/STICK'],
  ['/tmp/x/resources/app.asar', { PORTABLE_EXECUTABLE_DIR: 'E:\\' }, 'win32', 'E:\\'],
  ['/tmp/.mount_x/resources/app.asar', { APPIMAGE: '/media/stick/S.AppImage', APPDIR: '/tmp/.mount_x' }, 'linux', '/media/stick'], // biome-ignore format: one row
] as const)('%s: the program stands in the folder that a person sees', (root, env, os, folder) => {
  expect(programFolder(root, env, os)).toBe(folder);
});

it('is asked for by the folder, and then everything lies in it', () => {
  const root = join(scratch, 'resources', 'app.asar');
  const env: NodeJS.ProcessEnv = { HOME: '/home/a', TMPDIR: '/tmp' };
  expect(goPortable(root, env)).toBeNull();
  expect(env).toEqual({ HOME: '/home/a', TMPDIR: '/tmp' });
  const folder = join(scratch, PORTABLE);
  mkdirSync(folder);
  expect(goPortable(root, env)).toBe(folder);
  for (const name of ['SIDEDOOR_HOME', 'TMPDIR', 'TEMP', 'TMP', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'])
    expect(env[name]?.startsWith(folder)).toBe(true);
});
