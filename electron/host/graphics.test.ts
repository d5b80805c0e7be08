import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hasNoGraphicsDevice } from './graphics';

const scratch = mkdtempSync(join(tmpdir(), 'sidedoor-graphics-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it.each([
  ['bare', [], 'linux', true],
  ['others', ['null', 'drive', 'nvidia-caps'], 'linux', true],
  ['rendering', ['null', 'dri'], 'linux', false],
  ['nvidia', ['nvidiactl'], 'linux', false],
  ['subsystem', ['dxg'], 'linux', false],
  ['windows', [], 'win32', false],
  ['mac', [], 'darwin', false],
] as const)('%s: with %j on %s', (name, devices, os, hasNone) => {
  const folder = join(scratch, name);
  mkdirSync(folder);
  for (const device of devices) writeFileSync(join(folder, device), '');
  expect(hasNoGraphicsDevice(os, folder)).toBe(hasNone);
});

it('does not give up a device that it cannot look for', () => {
  expect(hasNoGraphicsDevice('linux', join(scratch, 'absent'))).toBe(false);
});
