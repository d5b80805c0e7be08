import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweepUnfinished, unfinished } from './unfinished';

let home: string;
let target: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-test-'));
  target = path.join(home, 'out', 'report.pdf');
  fs.mkdirSync(path.dirname(target));
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const own = (): string => path.join(home, 'own');

/** What a killed process leaves: its note as it was, and nobody who holds the lock. */
function killed(make: (outside: ReturnType<typeof unfinished>) => void): void {
  const outside = unfinished(own());
  make(outside);
  const kept = path.join(home, 'kept');
  fs.cpSync(own(), kept, { recursive: true });
  const things = [...fs.readdirSync(path.dirname(target))].map((name) => path.join(path.dirname(target), name));
  const held = things.map((thing) => [thing, fs.readFileSync(thing)] as const);
  outside.end();
  for (const [thing, bytes] of held) fs.writeFileSync(thing, bytes);
  fs.cpSync(kept, own(), { recursive: true });
}

it('an export that ends leaves nothing, not even the folder of notes', () => {
  const outside = unfinished(own());
  const part = outside.part(target);
  const room = outside.room('export');
  fs.writeFileSync(part, 'half');
  fs.writeFileSync(path.join(room, 'case.db'), 'plaintext');
  expect(sweepUnfinished(own())).toEqual([]); // at work: not touched
  expect(fs.existsSync(part) && fs.existsSync(room)).toBe(true);
  outside.end();
  expect([part, room, own()].filter((one) => fs.existsSync(one))).toEqual([]);
});

it('what a killed one left goes, and only that', () => {
  const others = ['.report.pdf.0a1b2c3d.part', 'report.pdf', '.x.part'].map((name) => path.join(home, 'out', name));
  let part = '';
  killed((outside) => {
    part = outside.part(target);
    fs.writeFileSync(part, 'half');
  });
  for (const other of others) fs.writeFileSync(other, 'somebody else');
  expect(sweepUnfinished(own())).toEqual([part]);
  expect(fs.readdirSync(path.join(home, 'out')).sort()).toEqual(others.map((one) => path.basename(one)).sort());
  expect(fs.existsSync(own()) && fs.readdirSync(own()).length > 0).toBe(false);
});

it.each([
  ['another name', () => [path.join(home, 'out', 'letter.docx')]],
  ['a folder of that name', () => [path.join(home, 'out', '.x.00000000.part')], true],
  ['a link', () => [path.join(home, 'out', '.l.00000000.part')], false, true],
  ['a path from somewhere', () => ['out/.x.00000000.part']],
])('a note that names %s takes nothing', (_, things, isFolder = false, isLink = false) => {
  const note = path.join(own(), 'unfinished', '0123456789abcdef');
  fs.mkdirSync(note, { recursive: true });
  fs.writeFileSync(path.join(note, 'things.json'), JSON.stringify({ host: os.hostname(), things: things() }));
  const [thing] = things() as [string];
  if (path.isAbsolute(thing)) {
    if (isFolder) fs.mkdirSync(thing);
    else if (isLink) fs.symlinkSync(own(), thing);
    else fs.writeFileSync(thing, 'mine');
  }
  expect(sweepUnfinished(own())).toEqual([]);
  if (path.isAbsolute(thing)) expect(fs.lstatSync(thing, { throwIfNoEntry: false })).toBeDefined();
});

it('a note of another machine, or of a medium that is not there, waits', () => {
  const part = path.join(home, 'stick', '.report.pdf.00000000.part');
  const write = (host: string): void => {
    const note = path.join(own(), 'unfinished', '0123456789abcdef');
    fs.mkdirSync(note, { recursive: true });
    fs.writeFileSync(path.join(note, 'things.json'), JSON.stringify({ host, things: [part] }));
  };
  write(os.hostname());
  expect(sweepUnfinished(own())).toEqual([]);
  fs.mkdirSync(path.dirname(part));
  fs.writeFileSync(part, 'half');
  write('another');
  expect(sweepUnfinished(own())).toEqual([]);
  write(os.hostname());
  expect(sweepUnfinished(own())).toEqual([part]);
});

it('a process that holds its note keeps its things; killed, it loses them', async () => {
  // The lock is SQLite's on the file: held from outside by another process, as an export of another program run would.
  const note = path.join(own(), 'unfinished', '0123456789abcdef');
  fs.mkdirSync(note, { recursive: true });
  const part = path.join(home, 'out', '.report.pdf.00000000.part');
  fs.writeFileSync(part, 'half');
  fs.writeFileSync(path.join(note, 'things.json'), JSON.stringify({ host: os.hostname(), things: [part] }));
  const code = `const D=require(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))});const d=new D(${JSON.stringify(path.join(note, 'lock'))});d.pragma('journal_mode = MEMORY');d.exec('BEGIN EXCLUSIVE');process.stdout.write('held');setInterval(()=>{},1000)`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  expect(sweepUnfinished(own())).toEqual([]);
  expect(fs.existsSync(part)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(sweepUnfinished(own())).toEqual([part]);
});

it('without a home that can be written all goes on', () => {
  fs.writeFileSync(own(), 'a file stands there');
  const outside = unfinished(own());
  const room = outside.room('copy');
  expect(fs.statSync(room).mode & 0o77).toBe(0);
  outside.end();
  expect(fs.existsSync(room)).toBe(false);
});
