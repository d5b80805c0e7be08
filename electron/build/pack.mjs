// Packs the application: `node electron/build/pack.mjs [--dir] [--arch x64|arm64]`. `--dir`: a folder, with the Electron runtime
// at hand (ELECTRON_OVERRIDE_DIST_PATH, else the installed one). Else the installers of this platform, and SHA256SUMS over
// them. The packer is fetched when it is wanted: it is no dependency of building or testing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stage } from './stage.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RELEASE = join(ROOT, 'release');
const PACKER = 'electron-builder@26.17.0';

const isDir = process.argv.includes('--dir');
const arch = process.argv.includes('--arch') ? process.argv[process.argv.indexOf('--arch') + 1] : process.arch;
const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules', 'electron', 'dist');
const isRuntime = existsSync(join(dist, 'version'));
if (isDir && !isRuntime) {
  console.error(`no Electron runtime in ${dist}: name its folder by ELECTRON_OVERRIDE_DIST_PATH`);
  process.exit(1);
}
const os = { darwin: '--mac', linux: '--linux', win32: '--win' }[process.platform];

/** The day of the commit: two people who pack the same commit get the same times in what they pack. */
function sourceDate() {
  if (process.env.SOURCE_DATE_EPOCH) return process.env.SOURCE_DATE_EPOCH;
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return '1767225600'; // not a checkout: 2026-01-01
  }
}

const runtime = isRuntime
  ? [
      `-c.electronDist=${dist}`,
      `-c.electronVersion=${readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')}`,
    ]
  : []; // the packer fetches the version that package.json names
const SOURCE_DATE_EPOCH = sourceDate();
stage(process.platform, arch, Number(SOURCE_DATE_EPOCH));
execFileSync('npx', ['--yes', PACKER, os, ...(isDir ? ['dir'] : []), `--${arch}`, '--publish', 'never', ...runtime], {
  cwd: ROOT,
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, SOURCE_DATE_EPOCH, TZ: 'UTC' },
});
// A runtime's own default application would be started in place of ours.
for (const folder of readdirSync(RELEASE).filter((name) => /-unpacked$/.test(name))) {
  for (const name of ['app', 'default_app.asar']) {
    rmSync(join(RELEASE, folder, 'resources', name), { recursive: true, force: true });
  }
}
if (!isDir) {
  const sums = readdirSync(RELEASE)
    .filter((name) => /\.(AppImage|deb|rpm|tar\.gz|exe|dmg)$/.test(name))
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(RELEASE, name)))
          .digest('hex')}  ${name}\n`,
    );
  writeFileSync(join(RELEASE, 'SHA256SUMS'), sums.join(''));
}
