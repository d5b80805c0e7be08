// Lays out what a package carries and nothing else: release/app (the built rooms) and release/modules (the database
// module with this platform's binary, and the Node that the command line and an old Electron run the engine with).
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** `seconds`: time of change that every file gets, since 1970; null leaves the times of copying. */
export function stage(
  platform = process.platform,
  arch = process.arch,
  seconds = null,
  release = join(ROOT, 'release'),
) {
  const app = join(release, 'app');
  const modules = join(release, 'modules');
  for (const folder of [app, modules]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { name, productName, version, description, license, main } = manifest;
  const packed = { name, productName, version, description, license, main, author: 'Sidedoor contributors' };
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(packed, null, 2)}\n`);
  cpSync(join(ROOT, 'LICENSE'), join(app, 'LICENSE'));
  for (const room of [
    'assets',
    'cli',
    'engine',
    'index-worker',
    'main',
    'parse-worker',
    'preload',
    'renderer',
    'take-worker',
    'verifier',
    'verify-worker',
    'web',
  ]) {
    // Without the code that V8 made of the programs here: it is of this machine's kind, and never twice the same to the byte.
    const filter = (path) => !/\.code\b/.test(path);
    cpSync(join(ROOT, 'dist', room), join(app, 'dist', room), { recursive: true, filter });
  }

  const copyModule = (module, parts) => {
    for (const part of parts) {
      const from = join(ROOT, 'node_modules', module, part);
      cpSync(from, join(modules, module, part), { recursive: true });
    }
  };
  const binary = join('prebuilds', `${platform}-${arch}.node`);
  copyModule('better-sqlite3', ['package.json', 'LICENSE', 'lib', binary]);
  const os = platform === 'win32' ? 'win' : platform;
  const program = join('bin', platform === 'win32' ? 'node.exe' : 'node');
  const node = [`node-${os}-${arch}`, `node-bin-${os}-${arch}`].find((module) =>
    existsSync(join(ROOT, 'node_modules', module, program)),
  );
  if (!node) throw new Error(`no Node package for ${os}-${arch} is installed`);
  copyModule(node, ['package.json', 'LICENSE', program]);
  if (seconds !== null) for (const folder of [app, modules]) setTimes(folder, seconds);
}

function setTimes(at, seconds) {
  if (statSync(at).isDirectory()) for (const name of readdirSync(at)) setTimes(join(at, name), seconds);
  utimesSync(at, seconds, seconds);
}
