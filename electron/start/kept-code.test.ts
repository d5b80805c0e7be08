import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runProgram } from './kept-code';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-code-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const PROGRAM = `
const part = require('./part.cjs');
exports.sum = (a, b) => part.add(a, b);
exports.runs = (exports.runs ?? 0) + 1;
exports.where = [__filename, __dirname, require('node:path').basename(__filename)];
exports.later = () => require('./part.cjs').told();
`;
const PART = `
const program = require('./program.cjs');
exports.add = (a, b) => a + b;
exports.told = () => program.runs;
`;

function written(files: Record<string, string> = { 'program.cjs': PROGRAM, 'part.cjs': PART }): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return join(folder, 'program.cjs');
}

type Made = { sum(a: number, b: number): number; later(): number; runs: number; where: string[] };
const run = (file: string) => {
  const { exports, keep } = runProgram(file);
  return { made: exports as unknown as Made, keep };
};
const codes = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.code'));

/** For each script of a run whether V8 took the code that it was given. */
function scripts(work: () => void): (boolean | 'none')[] {
  const made = vi.spyOn(vm, 'Script');
  work();
  const taken = made.mock.results.map(({ value }) => {
    const rejected = (value as vm.Script).cachedDataRejected;
    return rejected === undefined ? 'none' : !rejected;
  });
  made.mockRestore();
  return taken;
}

function kept(): string {
  const file = written();
  const { made, keep } = run(file);
  expect(made.sum(1, 2)).toBe(3);
  keep();
  return file;
}

it('runs a program and its parts, each once, also where they ask for each other, and writes nothing', () => {
  const file = written();
  const { made } = run(file);
  expect(made.sum(2, 3)).toBe(5);
  expect(made.later()).toBe(1);
  expect(made.where).toEqual([file, folder, 'program.cjs']);
  expect(readdirSync(folder).sort()).toEqual(['part.cjs', 'program.cjs']);
});

it('starts by kept code, which does the same', () => {
  const file = kept();
  const files = readdirSync(folder);
  expect(codes()).toHaveLength(2);
  const taken = scripts(() => expect(run(file).made.sum(2, 3)).toBe(5));
  expect(taken).toEqual([true, true]);
  expect(readdirSync(folder)).toEqual(files);
});

it('runs what the source says where it was changed since, also to one of the same length', () => {
  const file = kept();
  written({ 'part.cjs': PART.replace('a + b', 'a * b') });
  const taken = scripts(() => expect(run(file).made.sum(2, 3)).toBe(6));
  expect(taken).toEqual([true, 'none']);
});

it.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
  ['empty', () => Buffer.alloc(0)],
  ['shorter than its hashes', (bytes: Buffer) => bytes.subarray(0, 50)],
  ['changed', (bytes: Buffer) => bytes.fill(0x61, 200, 240)],
])('runs what the source says where the code is %s', (_, changed) => {
  const file = kept();
  for (const name of codes()) writeFileSync(join(folder, name), changed(readFileSync(join(folder, name))));
  const taken = scripts(() => expect(run(file).made.sum(2, 3)).toBe(5));
  expect(taken).toEqual(['none', 'none']);
});

it('tells what a part throws, and runs it again when it is asked for again', () => {
  const file = written({
    'program.cjs': "exports.ask = () => require('./part.cjs');",
    'part.cjs': 'globalThis.keptCodeTest = (globalThis.keptCodeTest ?? 0) + 1; throw new Error("broken");',
  });
  const { ask } = runProgram(file).exports as { ask(): unknown };
  expect(ask).toThrow('broken');
  expect(ask).toThrow('broken');
  expect((globalThis as { keptCodeTest?: number }).keptCodeTest).toBe(2);
  delete (globalThis as { keptCodeTest?: number }).keptCodeTest;
});

it('replaces code that lay there, whole', () => {
  const file = kept();
  const before = codes().map((name) => statSync(join(folder, name)).ino);
  run(file).keep();
  expect(codes().map((name) => statSync(join(folder, name)).ino)).not.toEqual(before);
  expect(readdirSync(folder)).toHaveLength(4);
});
