// Lays out release/app: what a package carries and nothing else - the built rooms, the database module with this
// platform's binary, and the Node that the command line (and an old Electron) runs the engine with.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function stage(platform = process.platform, arch = process.arch) {
  const app = join(ROOT, 'release', 'app');
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  const { name, productName, version, description, license, main } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  const manifest = { name, productName, version, description, license, main, author: 'Sidedoor contributors' };
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const copy = (path, filter) => cpSync(join(ROOT, path), join(app, path), { recursive: true, filter });
  copy('dist', (from) => !from.includes(`${join(ROOT, 'dist')}/.`));
  copy('LICENSE');

  const sqlite = 'node_modules/better-sqlite3';
  for (const part of ['package.json', 'LICENSE', 'lib']) copy(join(sqlite, part));
  copy(join(sqlite, 'prebuilds', `${platform}-${arch}.node`));

  const os = platform === 'win32' ? 'win' : platform;
  const node = [`node-${os}-${arch}`, `node-bin-${os}-${arch}`].find((one) =>
    existsSync(join(ROOT, 'node_modules', one, 'bin')),
  );
  if (!node) throw new Error(`no Node package for ${os}-${arch} is installed`);
  const program = platform === 'win32' ? 'node.exe' : 'node';
  for (const part of ['package.json', 'LICENSE', join('bin', program)]) copy(join('node_modules', node, part));
  return app;
}
