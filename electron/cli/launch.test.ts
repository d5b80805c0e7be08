import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { electronRuntime } from './launch';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sidedoor-launch-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const program = (folder: string, name = 'electron'): string => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), '');
  return join(folder, name);
};

it.runIf(platform() === 'linux')('finds the runtime that is named, then the installed one', () => {
  expect(electronRuntime({}, root)).toBeNull();
  expect(electronRuntime({ ELECTRON_OVERRIDE_DIST_PATH: join(root, 'nothing') }, root)).toBeNull();
  const installed = program(join(root, 'node_modules', 'electron', 'dist'));
  expect(electronRuntime({}, root)).toEqual({ program: installed, args: [root] });
  const named = program(join(root, 'elsewhere'));
  const env = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'elsewhere') };
  expect(electronRuntime(env, root)).toEqual({ program: named, args: [root] });
});

it.runIf(platform() === 'linux')('is the application itself in a package, whatever a variable says', () => {
  const app = join(root, 'resources', 'app.asar.unpacked');
  mkdirSync(app, { recursive: true });
  program(join(root, 'elsewhere'));
  const env = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'elsewhere') };
  expect(electronRuntime(env, app)).toBeNull();
  const own = program(root, 'sidedoor-workbench');
  expect(electronRuntime(env, app)).toEqual({ program: own, args: [] });
});
