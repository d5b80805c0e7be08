/** Finds what the browser and window tests need; what is not there and cannot be had is skipped by name, never faked. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freshDist } from '../fresh-dist';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Chromium's program, or null. */
    chromium: string | null;
    /** Electron's program, or null. */
    electron: string | null;
    /** X displays that windows may open on: one for each worker, where they can be had. */
    displays: readonly string[];
  }
}

const screens: ChildProcess[] = [];

export async function setup(project: TestProject): Promise<void> {
  freshDist();
  const browser = findProgram(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) ?? install();
  const electron = electronProgram();
  const displays = electron ? await openDisplays(project.vitest.config.maxWorkers) : [];
  project.provide('chromium', browser);
  project.provide('electron', electron);
  project.provide('displays', displays);
  if (!browser) console.error('SKIPPED: browser tests (no Chromium; as root on Debian it would be installed)');
  if (!electron) console.error('SKIPPED: window tests (no Electron runtime; name one by ELECTRON_OVERRIDE_DIST_PATH)');
  else if (displays.length === 0) console.error('SKIPPED: window tests (no display, no Xvfb)');
}

export function teardown(): void {
  for (const screen of screens) screen.kill();
}

function findProgram(names: readonly string[]): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name);
      if (isProgram(file)) return file;
    }
  }
  return null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** On a bare Debian as root the browser is installed; elsewhere it is the person's to install. */
function install(): string | null {
  if (process.getuid?.() !== 0 || !findProgram(['apt-get'])) return null;
  const run = (...args: string[]): void => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  };
  try {
    run('update', '-qq');
    run('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  } catch (thrown) {
    console.error(`Chromium could not be installed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  return findProgram(['chromium']);
}

/** The runtime that is named or installed; else one that a neighbouring folder's `electron-runtime/prepare` prints. */
function electronProgram(): string | null {
  const own = [process.env.ELECTRON_OVERRIDE_DIST_PATH, resolve('node_modules/electron/dist')];
  for (const folder of own) {
    if (folder && isProgram(join(folder, 'electron'))) return join(folder, 'electron');
  }
  for (const neighbour of readdirSync('..')) {
    const prepare = resolve('..', neighbour, 'electron-runtime', 'prepare');
    if (!existsSync(prepare)) continue;
    try {
      const folder = execFileSync(prepare, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
      if (isProgram(join(folder, 'electron'))) return join(folder, 'electron');
    } catch (thrown) {
      console.error(`${prepare} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return null;
}

/** Windows of tests open on screens of their own, so that they neither disturb anybody, nor each other, nor are disturbed. */
async function openDisplays(most: number): Promise<string[]> {
  if (!findProgram(['Xvfb'])) return process.env.DISPLAY ? [process.env.DISPLAY] : [];
  const opened = await Promise.all(Array.from({ length: most }, openDisplay));
  return opened.filter((display) => display !== null);
}

function openDisplay(): Promise<string | null> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  screens.push(child);
  return new Promise((done) => {
    child.stdio[3]!.once('data', (number: Buffer) => done(`:${number.toString().trim()}`));
    child.once('error', () => done(null));
    child.once('exit', () => done(null));
  });
}
