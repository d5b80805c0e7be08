/** A closed case folder: whatever is changed in evidence, custody log, mirror or case file is named. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../shared/model/case';
import { rfc3339 } from '../../../shared/model/time';
import { insertAnnotation } from '../store/annotations';
import { decide } from '../store/decisions';
import { fillCase } from '../store/fill';
import { findingsDigest } from '../store/findings-digest';
import { custodyPage } from './custody';
import { openCase } from './folder';
import { writeSeal } from './folder-seal';
import { sha256 } from './node-hashing';
import { verify } from './verify';

let root: string;
let folder: string;
const at = (name: string): string => path.join(folder, name);
const problems = async (): Promise<Problem[]> => (await verify(folder)).problems;
/** Edits the closed database behind our back, triggers and all. */
const tamper = (sql: string): void => {
  const db = new Database(at('case.db'));
  db.exec(`PRAGMA writable_schema = ON; DROP TRIGGER custody_no_update; DROP TRIGGER custody_no_delete; ${sql}`);
  db.close();
};

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'verify-'));
  folder = path.join(root, 'a.sidedoor');
  const opened = openCase(folder, { create: true, actor: { name: 'A. Examiner', confirmed: true }, version: '0.0.0' });
  fillCase(opened.db.write, 'okta', [
    { recordId: 'r1', time: 0, class: 'authentication', action: 'x', outcome: 'denied_by_user', actor: null },
    { recordId: 'r2', time: 1, class: 'authentication', action: 'x', outcome: 'success_mfa', actor: null },
  ]);
  const bytes = Buffer.alloc(200, 'evidence ');
  fs.writeFileSync(at('evidence/okta.ndjson'), bytes);
  opened.db.write.prepare('UPDATE file SET stored_sha256 = ?, bytes = 200').run(sha256(bytes));
  const word = { verdict: 'friction', action: 'verify', why: 'asked her', by: 'A. Examiner', at: 1_000 } as const;
  decide(opened.db.write, { episode: 'p1', ...word });
  opened.custody.append('decide', { episode: 'p1', before: null, after: { ...word, at: rfc3339(word.at) } });
  insertAnnotation(opened.db.write, { id: 'n0', on: 'p1', text: 'seen', tags: [], by: 'A. Examiner', at: 0 });
  opened.custody.append('annotate', { id: 'n0', on: 'p1', text: 'seen', tags: [] });
  const imported = opened.db.write.prepare('SELECT name AS file, sha256, stored_sha256 AS s FROM file').get() as Record<string, string>; // biome-ignore format: one line
  opened.custody.append('import', { file: imported.file, sha256: imported.sha256, evidence: { sha256: imported.s } });
  opened.db.write.exec(`
    INSERT INTO identity (iid, id, name, kind, kind_because, external, joins, aliases, events, denials) VALUES (1, 'i1', 'ana', 0, '', 0, '[]', '[]', 2, 1);
    INSERT INTO episode VALUES (1, 'p1', 1, 0, 1, 1, 0.5, 1, 'one denial', '{"verdict":"friction","aliases":[]}');
    INSERT INTO path VALUES ('h1', 1, 0.9, '{}')`);
  opened.custody.append('analyse', { episodes: 1, findings: findingsDigest(opened.db.read) });
  for (let i = 0; i < 5; i++) opened.custody.append('annotate', { i });
  opened.db.close();
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

describe('verify of a case folder', () => {
  it('passes an untouched one, and leaves no trace', async () => {
    const before = fs.readdirSync(folder, { recursive: true }).map(String).sort();
    expect(await problems()).toEqual([]);
    expect(fs.readdirSync(folder, { recursive: true }).map(String).sort()).toEqual(before);
  });

  it('names evidence that is changed, missing or foreign', async () => {
    const file = at('evidence/okta.ndjson');
    const bytes = fs.readFileSync(file);
    for (let i = 0; i < bytes.length; i += 13) {
      const odd = Buffer.from(bytes);
      odd[i]! ^= 1;
      fs.writeFileSync(file, odd);
      expect(await problems()).toMatchObject([{ file: 'evidence/okta.ndjson', kind: 'changed' }]);
    }
    fs.rmSync(file);
    fs.writeFileSync(at('evidence/other.ndjson'), bytes);
    fs.writeFileSync(at('notes.txt'), 'x');
    expect((await problems()).map(({ file: name, kind }) => `${kind} ${name}`).sort()).toEqual([
      'extra evidence/other.ndjson',
      'extra notes.txt',
      'missing evidence/okta.ndjson',
    ]);
  });

  it.each([
    ['running', 'one is running'],
    ['interrupted', 'an import that was interrupted left it'],
  ])('says in plain words that an import is %s', async (state, words) => {
    fs.writeFileSync(at('evidence/.incoming-1'), 'x');
    if (state === 'running') {
      fs.writeFileSync(at('lock.json'), '{}');
      writeSeal(folder, { format: 1, state: 'open', at: rfc3339(0), tool: 'sidedoor 0.0.0' });
    }
    expect(await problems()).toMatchObject([
      { file: 'evidence/.incoming-1', kind: 'extra', why: expect.stringContaining(words) },
    ]);
    fs.rmSync(at('lock.json'), { force: true });
    const opened = openCase(folder, { actor: { name: 'A. Examiner', confirmed: true }, version: '0.0.0' });
    const { rows } = custodyPage(opened.db.read, null, 1);
    opened.db.close();
    expect(rows[0]).toMatchObject({ act: 'case.open', detail: { unfinishedCopiesRemoved: 1 } });
    expect(await problems()).toEqual([]);
  });

  it('names every changed, cut or added byte of the mirror and of case.json', async () => {
    const mirror = fs.readFileSync(at('custody.ndjson'));
    for (let i = 0; i < mirror.length; i += 17) {
      const odd = Buffer.from(mirror);
      odd[i]! ^= 2;
      fs.writeFileSync(at('custody.ndjson'), odd);
      expect(await problems()).toMatchObject([{ file: 'custody.ndjson', kind: 'custody', offset: i }]);
    }
    fs.writeFileSync(at('custody.ndjson'), mirror.subarray(0, -1));
    expect(await problems()).toMatchObject([{ file: 'custody.ndjson', kind: 'custody', offset: mirror.length - 1 }]);
    fs.appendFileSync(at('custody.ndjson'), '\n{}\n');
    expect(await problems()).toMatchObject([{ file: 'custody.ndjson', kind: 'custody', offset: mirror.length }]);
    fs.writeFileSync(at('custody.ndjson'), mirror);
    fs.appendFileSync(at('case.json'), ' ');
    expect(await problems()).toMatchObject([{ file: 'case.json', kind: 'changed' }]);
    fs.rmSync(at('case.json'));
    fs.rmSync(at('custody.ndjson'));
    expect((await problems()).map(({ file, kind }) => `${kind} ${file}`)).toEqual([
      'missing case.json',
      'missing custody.ndjson',
    ]);
  });

  it.each([
    ['an edited line', `UPDATE custody SET line = replace(line, '"i":1', '"i":7')`],
    ['a deleted line', 'DELETE FROM custody WHERE seq = 3'],
    ['a swap', 'UPDATE custody SET seq = -seq WHERE seq IN (3, 4); UPDATE custody SET seq = 7 + seq WHERE seq < 0'],
  ])('names %s of the custody log', async (_what, sql) => {
    tamper(sql);
    expect(await problems()).toContainEqual(expect.objectContaining({ file: 'case.db', kind: 'custody' }));
  });

  it('says of a case without a mirror whether it was ever whole', async () => {
    fs.rmSync(at('custody.ndjson'));
    const missing = { file: 'custody.ndjson', kind: 'missing' };
    expect(await problems()).toContainEqual(expect.objectContaining({ ...missing, why: 'every case has this file' }));
    folder = path.join(root, 'new.sidedoor');
    openCase(folder, { create: true, actor: { name: 'A. Examiner', confirmed: true }, version: '0.0.0' }).db.close();
    fs.rmSync(at('custody.ndjson'));
    const why = expect.stringContaining('opening the case completes it');
    expect(await problems()).toContainEqual(expect.objectContaining({ ...missing, why }));
  });

  it('names a log cut at its end by the mirror', async () => {
    tamper('DELETE FROM custody WHERE seq > 6');
    expect(await problems()).toMatchObject([
      { file: 'custody.ndjson', kind: 'custody' },
      { file: 'case.db', kind: 'changed' },
    ]);
  });

  it.each([
    ['an episode that reads otherwise', "UPDATE episode SET body = replace(body, 'friction', 'expected')"],
    ['an identity of another name', "UPDATE identity SET name = 'somebody else'"],
    ['a path taken out', 'DELETE FROM path'],
    ['events that point beyond their file', 'UPDATE event_all SET at = 999'],
    ['events taken out', 'DELETE FROM event_all WHERE eid = 1'],
    ['a note that was never noted', "INSERT INTO annotation VALUES ('n1', 'p1', 'x', '[]', 'me', 0, NULL)"],
    ['a note taken out', 'DELETE FROM annotation'],
    ['a note hidden as withdrawn', 'UPDATE annotation SET withdrawn = 5'],
    ['a decision taken out', 'DELETE FROM decision'],
    ['a decision that was turned', 'UPDATE decision SET verdict = verdict + 1'],
    ['a decision hidden as withdrawn', 'UPDATE decision SET withdrawn = 5'],
    [
      'a word on a link that nobody gave',
      "INSERT INTO link_review VALUES (1, 'p1', 'e1', 'rejected', '', 'me', 0, NULL)",
    ],
    ['noise that nobody hid', "INSERT INTO suppression VALUES ('s1', 'verdict:friction', 'x', 'me', 0, 9, NULL)"],
    ['a merge that nobody said', "INSERT INTO regroup VALUES (1, 'merge', 'p1', 'p2', 'x', 'me', 0, NULL)"],
    ['thresholds that nobody set', `INSERT INTO threshold_set VALUES (1, '{"verdict.prior":-9}', 'x', 'me', 0)`],
    ['a hash that is not the imported one', `UPDATE file SET sha256 = '${'f'.repeat(64)}'`],
    ['a record left out without a place', 'UPDATE file SET skipped = 1, events = 1'],
    ['a format that is not ours', 'PRAGMA user_version = 99'],
  ])('names %s', async (_what, sql) => {
    tamper(sql);
    expect(await problems()).toContainEqual(expect.objectContaining({ file: 'case.db', kind: 'changed' }));
  });

  it('calls a lost or overwritten database a problem, not an error', async () => {
    fs.writeFileSync(at('case.db'), 'nothing of the kind');
    expect(await problems()).toMatchObject([{ file: 'case.db', kind: 'changed' }]);
    fs.rmSync(at('case.db'));
    expect(await problems()).toMatchObject([{ file: 'case.db', kind: 'missing' }]);
    await expect(verify(path.join(root, 'none'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('does not follow a database that names files outside the evidence folder', async () => {
    tamper("UPDATE file SET stored = '../../etc/hostname'");
    expect(await problems()).toContainEqual(
      expect.objectContaining({ file: 'case.db', why: expect.stringContaining('outside') }),
    );
  });

  describe('the seal of the database file', () => {
    const notes = async (): Promise<string> => ((await verify(folder)).notes ?? []).join();
    const reopen = () => openCase(folder, { actor: { name: 'A. Examiner', confirmed: true }, version: '0.0.0' });

    it('finds an edit that the content agrees with, in place and from byte to byte', async () => {
      const db = new Database(at('case.db'));
      db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('view', '{}')").run();
      db.close();
      expect(await problems()).toMatchObject([{ file: 'case.db', why: expect.stringContaining('when the case was') }]);
    });

    it('is told of in the custody log by the next opening, which ends in a new one', async () => {
      const db = new Database(at('case.db'));
      db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('view', '{}')").run();
      db.close();
      const opened = reopen();
      const { rows } = custodyPage(opened.db.read, null, 1);
      opened.db.close();
      expect(rows[0]?.detail).toEqual({ seal: 'the database was changed while it was closed' });
      expect(await problems()).toEqual([]);
      const again = reopen();
      expect(custodyPage(again.db.read, null, 1).rows[0]?.detail).toEqual({});
      again.db.close();
    });

    it('undoes a write that the power cut in the middle, in a copy', async () => {
      writeSeal(folder, { format: 1, state: 'open', at: rfc3339(0), tool: 'sidedoor 0.0.0' });
      const cut = path.join(root, 'cut.sidedoor');
      const db = new Database(at('case.db'));
      // Pages of the unfinished write are on the disk already, and so is the journal that undoes it.
      db.exec(
        'PRAGMA cache_size = 1; BEGIN; DELETE FROM annotation; CREATE TABLE much (text); INSERT INTO much SELECT randomblob(4000) FROM event_all, event_all, event_all, event_all',
      );
      fs.cpSync(folder, cut, { recursive: true });
      db.exec('ROLLBACK');
      db.close();
      expect(fs.readdirSync(cut)).toContain('case.db-journal');
      const before = fs
        .readdirSync(cut, { recursive: true })
        .map((name) => [name, fs.statSync(path.join(cut, String(name))).mtimeMs]);
      expect(await verify(cut)).toMatchObject({
        problems: [],
        notes: expect.arrayContaining([expect.stringContaining('cut off')]),
      });
      expect(
        fs
          .readdirSync(cut, { recursive: true })
          .map((name) => [name, fs.statSync(path.join(cut, String(name))).mtimeMs]),
      ).toEqual(before);
      fs.writeFileSync(path.join(cut, 'evidence/okta.ndjson'), 'other');
      expect((await verify(cut)).problems).toMatchObject([{ file: 'evidence/okta.ndjson' }]);
    });

    it('is missed when it was taken away, named when it was damaged', async () => {
      const seal = fs.readFileSync(at('seal.json'), 'utf8');
      for (const odd of [seal.replace('closed', 'opened'), seal.slice(0, -1), ` ${seal}`, '', '{}\n']) {
        fs.writeFileSync(at('seal.json'), odd);
        expect(await problems()).toContainEqual(expect.objectContaining({ file: 'seal.json', kind: 'changed' }));
      }
      fs.rmSync(at('seal.json'));
      expect(await problems()).toMatchObject([{ file: 'seal.json', kind: 'missing' }]);
    });

    it('is not there while the case is open, and verify says so', async () => {
      const opened = reopen();
      expect(await problems()).toEqual([]);
      expect(await notes()).toContain('the case is open, or its program ended without closing it');
      opened.db.close();
      expect(await notes()).toBe('');
    });

    it('is not asked of a case that an older version closed', async () => {
      tamper("DELETE FROM meta WHERE key = 'sealed'");
      fs.rmSync(at('seal.json'));
      expect(await notes()).toContain('by a version that set no seal');
    });
  });
});
