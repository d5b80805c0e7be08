/** Starts the workbench: Electron where its runtime and a display are there, else the local web host. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { Failure } from './failure';
import { note } from './output';
import type { CommonOptions } from './workplace';

export interface LaunchOptions {
  web?: boolean;
  browser?: boolean;
  idleMinutes?: string;
}

export type Start = { case: string } | 'demo' | null;

/** `dist/cli` lies two below the project, or below the packaged application. */
const ROOT = join(__dirname, '..', '..');

export const launchOptions = (command: Command): Command =>
  command
    .option('--web', 'the local web host, also where Electron could be used')
    .option('--no-browser', 'print the address instead of opening a browser')
    .option('--idle-minutes <n>', 'the web host ends when no page was open for so long', '15');

/** Returns the exit code of the workbench. */
export async function launch(start: Start, options: CommonOptions & LaunchOptions): Promise<number> {
  const what = start === 'demo' ? ['--demo'] : start ? ['--case', start.case] : [];
  const as = options.as ?? process.env.SIDEDOOR_AS;
  const who = as?.trim() ? ['--as', as.trim()] : [];
  const runtime = options.web ? null : electronRuntime(process.env, ROOT);
  if (runtime) {
    const why = unusable();
    if (!why) return programEnds(runtime.program, [...runtime.args, ...what, ...who]);
    note(`Sidedoor opens in the browser: ${why}`);
  }
  return programEnds(process.execPath, [
    join(ROOT, 'dist', 'web', 'index.cjs'),
    ...what,
    ...who,
    ...(options.json ? ['--json'] : []),
    ...(options.browser === false ? ['--no-browser'] : []),
    ...['--idle-minutes', options.idleMinutes ?? '15'],
  ]);
}

/** How a window is started where that is possible; null where there is no runtime. */
export function electronRuntime(env: NodeJS.ProcessEnv, root: string): { program: string; args: string[] } | null {
  const os = platform();
  if (basename(root) === 'app.asar.unpacked') {
    // Packaged: the runtime is the application itself, two folders up; no variable names another.
    const name = os === 'win32' ? 'Sidedoor.exe' : os === 'darwin' ? join('MacOS', 'Sidedoor') : 'sidedoor-workbench';
    const program = join(root, '..', '..', name);
    return existsSync(program) ? { program, args: [] } : null;
  }
  const name =
    os === 'win32'
      ? 'electron.exe'
      : os === 'darwin'
        ? join('Electron.app', 'Contents', 'MacOS', 'Electron')
        : 'electron';
  for (const folder of [env.ELECTRON_OVERRIDE_DIST_PATH, join(root, 'node_modules', 'electron', 'dist')]) {
    if (folder && existsSync(join(folder, name))) return { program: join(folder, name), args: [root] };
  }
  return null;
}

/** Why no window can be opened here; null where one can. */
function unusable(): string | null {
  if (platform() !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  // Chromium's sandbox cannot run as root, and we do not open evidence without it.
  if (process.getuid?.() === 0) return 'the window does not run as root';
  return null;
}

function programEnds(program: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => reject(new Failure(`${program} could not be started: ${error.message}`)));
    child.on('exit', (code) => resolve(code === 0 ? 0 : 1));
  });
}
