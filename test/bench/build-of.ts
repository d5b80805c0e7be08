/** Another commit's build, beside this one: made once, in bench/tmp, with the packages of this tree. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { root, temp } from './measure.ts';
import type { Build } from './row.ts';

/** Builds `commit` (a name git knows). Its packages are taken to be those of this tree. */
export function build(commit: string): Build {
  const name = execFileSync('git', ['-C', root, 'rev-parse', '--short', `${commit}^{commit}`], { encoding: 'utf8' }).trim(); // biome-ignore format: one line
  const tree = join(temp, `tree-${name}`);
  if (fs.existsSync(join(tree, 'dist/cli/index.cjs'))) return { name, root: tree };
  fs.rmSync(tree, { recursive: true, force: true });
  fs.mkdirSync(tree, { recursive: true });
  const archive = execFileSync('git', ['-C', root, 'archive', name], { maxBuffer: 1 << 30 });
  execFileSync('tar', ['-x', '-C', tree], { input: archive });
  fs.symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  execFileSync(process.execPath, [join(tree, 'electron/build/build.mjs')], { cwd: tree, stdio: 'ignore' });
  return { name, root: tree };
}
