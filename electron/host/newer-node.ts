/** Where the Node that came with the project lies: for machines and runtimes whose own Node is too old for the engine. */
import { existsSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { basename, join } from 'node:path';

/** Megabytes: V8's own choice keeps 100 MB more that nobody uses. */
export const ENGINE_ARGS = ['--max-semi-space-size=16'];

/** better-sqlite3's binaries need this Node-API; below it they crash instead of refusing. */
export const NEEDED_NODE_API = 10;

export const isNodeTooOld = (): boolean => Number(process.versions.napi ?? 0) < NEEDED_NODE_API;

/**
 * The program of the installed platform package; null where none is installed. `root` is the project, or the packaged
 * application, beside which the modules lie.
 */
export function newerNode(root: string): string | null {
  const os = platform() === 'win32' ? 'win' : platform();
  const program = platform() === 'win32' ? 'node.exe' : 'node';
  const modules = join(root, basename(root) === 'app.asar.unpacked' ? '..' : '.', 'node_modules');
  for (const name of [`node-${os}-${arch()}`, `node-bin-${os}-${arch()}`]) {
    const file = join(modules, name, 'bin', program);
    if (existsSync(file)) return file;
  }
  return null;
}
