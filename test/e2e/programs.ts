/** Starts the built programs as a person would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const DIST = join(ROOT, 'dist');

export interface Ended {
  code: number | null;
  stdout: Buffer;
  stderr: string;
  /** stdout as text. */
  text: string;
  /** stdout as NDJSON. */
  rows: <T = Record<string, unknown>>() => T[];
  /** stdout as one JSON object. */
  json: <T = Record<string, unknown>>() => T;
}

export function startSidedoor(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [join(DIST, 'cli', 'index.cjs'), ...args], {
    cwd: tmpdir(),
    env: { ...process.env, SIDEDOOR_AS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the command line to its end. */
export function sidedoor(...args: string[]): Promise<Ended> {
  return ended(startSidedoor(args));
}

export function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const bytes = Buffer.concat(stdout);
      const text = bytes.toString();
      resolve({
        code,
        stdout: bytes,
        stderr: Buffer.concat(stderr).toString(),
        text,
        rows: <T>() =>
          text
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as T),
        json: <T>() => JSON.parse(text) as T,
      });
    });
  });
}

/** A folder for one test file; removed by the undo. */
export function scratchFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-e2e-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
