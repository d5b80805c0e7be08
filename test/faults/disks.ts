/** Disks that are slow or take two names for one: the engine is started so that its own file calls behave that way. */
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forkNode } from '../../electron/host/fork-node';
import type { EngineProcess } from '../../electron/supervise';
import { DIST } from '../e2e/programs';
import { TRACER } from './write-log';

/** Forks the engine through a program of ours; `before`: what is started in Node's place, `after`: options of that Node. */
function forkThrough(folder: string, name: string, before: string, after: string): EngineProcess {
  const program = join(folder, name);
  // exec: what is killed is what runs, and the channel to the engine is passed on.
  writeFileSync(program, `#!/bin/sh\nexec ${before} ${process.execPath} ${after} "$@"\n`);
  chmodSync(program, 0o755);
  return forkNode(join(DIST, 'engine', 'index.cjs'), program);
}

/** Is there a tracer that can hold calls up? */
export const canDelay =
  process.platform === 'linux' &&
  spawnSync('strace', ['-qq', '-o', '/dev/null', '-e', 'inject=fsync:delay_enter=1', 'true']).status === 0;

/** Every sync and every write by position (the database) takes this much longer, as on a bad network share. Milliseconds. */
export function slowDisk(folder: string, syncMs: number, writeMs: number): EngineProcess {
  const held = `-e inject=fsync,fdatasync:delay_enter=${syncMs * 1_000} -e inject=pwrite64:delay_enter=${writeMs * 1_000}`;
  return forkThrough(
    folder,
    'slow',
    `strace -f -qq --seccomp-bpf -o /dev/null -e trace=fsync,fdatasync,pwrite64 ${held}`,
    '',
  );
}

/** An engine whose changes to files are written down (`write-log.ts`); `out`: where. */
export function tracedDisk(folder: string): { engine: EngineProcess; out: string } {
  const out = join(folder, 'written');
  return { engine: forkThrough(folder, 'traced', TRACER(out), ''), out };
}

/**
 * Below `root` a name means whatever is there already and differs in case or composition only, as on the disks of Windows
 * and macOS: the kernels of many test machines have no such file system, so Node's own calls are made to behave so.
 */
export function foldingDisk(folder: string, root: string): EngineProcess {
  const hook = join(folder, 'folding.cjs');
  writeFileSync(
    hook,
    `const fs = require('node:fs'); const path = require('node:path');
const root = ${JSON.stringify(root)};
const list = fs.readdirSync;
const fold = (name) => name.normalize('NFC').toLowerCase();
function there(given) {
  if (typeof given !== 'string') return given;
  const full = path.resolve(given);
  if (full !== root && !full.startsWith(root + path.sep)) return given;
  let at = root;
  for (const part of path.relative(root, full).split(path.sep).filter(Boolean)) {
    let names = [];
    try { names = list(at); } catch {}
    at = path.join(at, names.includes(part) ? part : names.find((name) => fold(name) === fold(part)) ?? part);
  }
  return at;
}
const ONE = ['access','appendFile','chmod','createReadStream','createWriteStream','exists','lstat','mkdir','open','opendir','readFile','readdir','rm','rmdir','stat','statfs','truncate','unlink','utimes','writeFile'];
const TWO = ['copyFile','link','rename','cp'];
const hold = (where, name, n) => {
  const own = where[name];
  if (typeof own !== 'function') return;
  where[name] = function (...args) { for (let i = 0; i < n; i++) args[i] = there(args[i]); return own.apply(this, args); };
};
fs.realpathSync.native = there; // these systems answer with the spelling that is on the disk
for (const [names, n] of [[ONE, 1], [TWO, 2]])
  for (const name of names) { hold(fs, name, n); hold(fs, name + 'Sync', n); hold(fs.promises, name, n); }
`,
  );
  return forkThrough(folder, 'folding', '', `--require ${hook}`);
}
