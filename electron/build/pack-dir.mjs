// Packs the application as a folder, with the Electron runtime at hand: ELECTRON_OVERRIDE_DIST_PATH, else the installed
// one. The packer is fetched when it is wanted: it is no dependency of building or testing.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stage } from './stage.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKER = 'electron-builder@26.17.0';

const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules', 'electron', 'dist');
if (!existsSync(join(dist, 'version'))) {
  console.error(`no Electron runtime in ${dist}: name its folder by ELECTRON_OVERRIDE_DIST_PATH`);
  process.exit(1);
}
const electronVersion = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
const os = { darwin: '--mac', linux: '--linux', win32: '--win' }[process.platform];
stage();
execFileSync(
  'npx',
  [
    '--yes',
    PACKER,
    os,
    'dir',
    '--publish',
    'never',
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${electronVersion}`,
  ],
  { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' },
);
// A runtime's own default application would be started in place of ours.
for (const name of ['app', 'default_app.asar']) {
  for (const folder of ['linux-unpacked', 'win-unpacked']) {
    rmSync(join(ROOT, 'release', folder, 'resources', name), { recursive: true, force: true });
  }
}
