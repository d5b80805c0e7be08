/** Runs of the program and of what it is compared with, each in a process of its own. */
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import type { Build } from './row.ts';

export const root = join(import.meta.dirname, '../..');
export const temp = join(root, 'bench/tmp');

const OPTIONS: ExecFileSyncOptionsWithStringEncoding = {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
  stdio: ['ignore', 'pipe', 'ignore'],
};

/** Seconds that the work took. */
export function seconds(work: () => void): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1_000;
}

const program = (build: Build): string => join(build.root, 'dist/cli/index.cjs');

/** What the program prints on `--json`, parsed. */
export const run = (build: Build, ...args: string[]): Record<string, unknown> =>
  JSON.parse(execFileSync(process.execPath, ['--max-semi-space-size=16', program(build), ...args, '--json'], OPTIONS)) as Record<string, unknown>; // biome-ignore format: one line

/** All that the program prints, as it is. */
export const printed = (build: Build, ...args: string[]): string =>
  execFileSync(process.execPath, ['--max-semi-space-size=16', program(build), ...args], OPTIONS);

export interface Imported {
  import: number;
  analyse: number;
  peak: number;
}

/** Imports files and analyses them; the case is new unless it is to be added to. Counts in full, or throws. */
export function imported(build: Build, folder: string, files: string[], events: number, isNew = true): Imported {
  if (isNew) fs.rmSync(folder, { recursive: true, force: true });
  const said = run(build, 'import', folder, ...files) as {
    events: number;
    seconds: { import: number; analyse: number };
    peakRssBytes: number;
  };
  if (said.events !== events) throw new Error(`${said.events} events of ${events} records`);
  return { ...said.seconds, peak: said.peakRssBytes };
}

/** Seconds of a bare pass: `json` = JSON.parse of each line in one thread, `rows` = every event of a case in order of time. */
export const bare = (kind: 'json' | 'csv' | 'rows', file: string): number =>
  (JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'baseline.ts'), kind, file], OPTIONS)) as { seconds: number }).seconds; // biome-ignore format: one line

/** Bytes of the case database, and of the packed columns beside it. */
export const weight = (folder: string): { database: number; columns: number } => {
  const size = (name: string): number => fs.statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return { database: size('case.db'), columns: size('case.columns') };
};

/** A file of the run's own folder, made once from pieces of text. */
export function made(name: string, pieces: () => Iterable<string>): string {
  const file = join(temp, name);
  if (fs.existsSync(file)) return file;
  fs.mkdirSync(temp, { recursive: true });
  const part = `${file}.part`;
  const descriptor = fs.openSync(part, 'w');
  let held: string[] = [];
  let length = 0;
  const flush = (): void => {
    fs.writeSync(descriptor, held.join(''));
    held = [];
    length = 0;
  };
  for (const piece of pieces()) {
    held.push(piece);
    length += piece.length;
    if (length > 4 << 20) flush();
  }
  flush();
  fs.closeSync(descriptor);
  fs.renameSync(part, file);
  return file;
}

export function* lines(records: Iterable<string>): Generator<string> {
  for (const record of records) yield `${record}\n`;
}

/** Records `from` up to `to`, counted from 0. */
export function* slice(records: Iterable<string>, from: number, to: number): Generator<string> {
  let at = 0;
  for (const record of records) {
    if (at >= to) return;
    if (at++ >= from) yield record;
  }
}

/** Records as one JSON text: what comes before, between and after them. */
export function* array(records: Iterable<string>, before: string, after: string): Generator<string> {
  yield before;
  let between = '';
  for (const record of records) {
    yield between + record;
    between = ',\n';
  }
  yield after;
}
