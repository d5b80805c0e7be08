import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { OpenCase } from '../session';
import { dictionaryMarks } from '../store/dictionaries';
import { beginFile } from '../store/files';
import { custodyPage } from './custody';
import { openCase } from './folder';

const actor = { name: 'Test Person, examiner', confirmed: true };
let root: string;
const opened: OpenCase[] = [];
const open = (folder: string, more: Partial<Parameters<typeof openCase>[1]> = {}): OpenCase => {
  const one = openCase(folder, { create: true, actor, version: '0.0.0', ...more });
  opened.push(one);
  return one;
};
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(SidedoorError);
    expect((thrown as SidedoorError).line).not.toContain('\n');
    return (thrown as SidedoorError).code;
  }
  return 'no error';
};

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'case-folder-'));
});
afterEach(() => {
  for (const one of opened.splice(0)) one.db.close();
  fs.rmSync(root, { recursive: true, force: true });
});

describe('a case folder', () => {
  it('is made on first use, keeps its id, and closes to plain files', () => {
    const folder = path.join(root, 'Acme.sidedoor');
    const first = open(folder);
    expect(first.name).toBe('Acme');
    expect(first.custody.count()).toBe(1);
    first.db.close();
    expect(fs.readdirSync(folder).sort()).toEqual([
      'case.db',
      'case.json',
      'custody.ndjson',
      'evidence',
      'lock',
      'seal.json',
    ]);
    const again = open(folder, { create: false });
    expect(again.id).toBe(first.id);
    expect(again.readOnly).toBe(false);
    expect(again.custody.count()).toBe(2);
  });

  it('refuses what is no case, each with its own code', () => {
    expect(code(() => open(path.join(root, 'none'), { create: false }))).toBe('not-found');
    fs.mkdirSync(path.join(root, 'full'));
    fs.writeFileSync(path.join(root, 'full/holiday.txt'), 'x');
    expect(code(() => open(path.join(root, 'full')))).toBe('conflict');
    expect(fs.readdirSync(path.join(root, 'full'))).toEqual(['holiday.txt']);
    expect(code(() => open(path.join(root, 'full/holiday.txt')))).toBe('conflict');
  });

  it('refuses a case from the future by name, told by the file or by the database', () => {
    const folder = path.join(root, 'a');
    open(folder).db.close();
    const db = new Database(path.join(folder, 'case.db'));
    db.pragma('user_version = 900');
    db.close();
    expect(code(() => open(folder))).toBe('case-from-future');
    expect(code(() => open(folder, { readOnly: true }))).toBe('case-from-future');
    const file = path.join(folder, 'case.json');
    fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), format: 900 }));
    expect(code(() => open(folder))).toBe('case-from-future');
  });

  it('says what is unreadable', () => {
    const folder = path.join(root, 'a');
    open(folder).db.close();
    const db = path.join(folder, 'case.db');
    fs.writeFileSync(db, 'this was a database');
    expect(code(() => open(folder))).toBe('unreadable');
    fs.rmSync(db);
    expect(code(() => open(folder))).toBe('unreadable');
    fs.writeFileSync(path.join(folder, 'case.json'), '{');
    fs.writeFileSync(db, '');
    expect(code(() => open(folder))).toBe('unreadable');
  });

  it('lets one write; the second looks on and is told who writes', () => {
    const folder = path.join(root, 'a');
    const writer = open(folder);
    const reader = open(folder);
    expect(reader.readOnly).toBe(true);
    expect(reader.readOnlyBecause).toContain('Test Person, examiner');
    expect(code(() => reader.custody.append('annotate', {}))).toBe('read-only');
    writer.custody.append('annotate', { n: 1 });
    expect(reader.custody.head()).toBe(writer.custody.head());
    reader.db.close();
    writer.db.close();
    expect(open(folder).readOnly).toBe(false);
  });

  it('takes over the lock of a process that died', () => {
    const folder = path.join(root, 'a');
    open(folder).db.close();
    const script = `
      const Database = require('better-sqlite3');
      const db = new Database(${JSON.stringify(path.join(folder, 'lock'))});
      db.exec('BEGIN EXCLUSIVE');
      require('node:fs').writeFileSync(${JSON.stringify(path.join(folder, 'lock.json'))}, '{"who":"gone"}');
      process.kill(process.pid, 'SIGKILL');`;
    expect(() => execFileSync(process.execPath, ['-e', script], { stdio: 'ignore' })).toThrow();
    expect(open(folder).readOnly).toBe(false);
  });

  it('completes a making that was cut off, and keeps its id', () => {
    const folder = path.join(root, 'a');
    const first = open(folder);
    first.db.close();
    fs.rmSync(path.join(folder, 'case.json'));
    const again = open(folder);
    expect(again.id).toBe(first.id);
    expect(JSON.parse(fs.readFileSync(path.join(folder, 'case.json'), 'utf8')).id).toBe(first.id);
  });

  it('takes out what a crash left of an import, rows and files, and says so', () => {
    const folder = path.join(root, 'a');
    const first = open(folder);
    fs.writeFileSync(path.join(folder, 'evidence/older.txt'), 'put there by hand');
    fs.utimesSync(path.join(folder, 'evidence/older.txt'), 0, 0);
    const begun = Date.now() + 60_000; // as if begun after the foreign file came
    beginFile(
      first.db.write,
      'log.ndjson',
      { source: null, zone: null, reference: false },
      dictionaryMarks(first.db.write),
    );
    first.db.write.prepare('UPDATE import SET started = ?').run(begun);
    first.db.close();
    const kept = open(folder);
    expect(fs.readdirSync(path.join(folder, 'evidence'))).toEqual(['older.txt']);
    expect(custodyPage(kept.db.read, null, 1).rows[0]!.detail).toEqual({ unfinishedImportsRemoved: ['log.ndjson'] });
    beginFile(
      kept.db.write,
      'log.ndjson',
      { source: null, zone: null, reference: false },
      dictionaryMarks(kept.db.write),
    );
    kept.db.write.prepare('UPDATE import SET started = started - 1000').run();
    fs.mkdirSync(path.join(folder, 'evidence/okta'));
    fs.writeFileSync(path.join(folder, 'evidence/okta/log.ndjson'), 'half');
    fs.rmSync(path.join(folder, 'evidence/older.txt'));
    kept.db.close();
    open(folder);
    expect(fs.readdirSync(path.join(folder, 'evidence'))).toEqual([]);
  });

  it('opens read-only without a trace', () => {
    const folder = path.join(root, 'a');
    open(folder).db.close();
    const before = fs.readFileSync(path.join(folder, 'custody.ndjson'));
    const reader = open(folder, { readOnly: true });
    expect(reader.readOnlyBecause).toBeNull();
    reader.db.close();
    expect(fs.readFileSync(path.join(folder, 'custody.ndjson'))).toEqual(before);
    expect(fs.readdirSync(folder).sort()).toEqual([
      'case.db',
      'case.json',
      'custody.ndjson',
      'evidence',
      'lock',
      'seal.json',
    ]);
  });
});
