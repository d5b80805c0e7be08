import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventDraft } from '../../../shared/model/event';
import { BulkRows } from './bulk-rows';
import { dropIndexes } from './event-indexes';
import { NUMBERS, TEXTS } from './event-row';
import { fillCase } from './fill';
import { openCaseDb, type WriteDb } from './open';
import { packTexts } from './packed-texts';
import { RecordKeys } from './record-keys';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bulk-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const T0 = Date.UTC(2026, 0, 5, 9);
const draft = (n: number, over: Partial<EventDraft> = {}): EventDraft => ({
  recordId: `record ${n}`,
  time: T0 + n,
  class: 'authentication',
  action: 'sign-in',
  outcome: n % 3 === 0 ? 'password_failed' : 'success_mfa',
  actor: { id: `u${n % 50}`, name: `ada${n % 50}@corp.example`, kind: 'human', keys: [] },
  ip: `203.0.113.${n % 200}`,
  session: n % 2 === 0 ? `session „${n}“` : null,
  ...over,
});

const file = (): WriteDb => openCaseDb(path.join(fs.mkdtempSync(path.join(folder, 'case-')), 'case.db')).write;
const beside = (): string => path.join(fs.mkdtempSync(path.join(folder, 'rows-')), 'rows');
const rows = (db: WriteDb): unknown[] => db.prepare('SELECT * FROM event_all ORDER BY eid').raw().all();
const duplicates = (db: WriteDb): unknown[] => db.prepare('SELECT * FROM duplicate ORDER BY eid, at').raw().all();

const HOSTILE: EventDraft[] = [
  draft(1, { recordId: null }),
  draft(1, { recordId: null }), // twice the same, without an id
  draft(2, { reason: '\u202e=cmd()', detail: { note: 'ž'.repeat(8_000), other: '\u0000' } }),
  draft(3, { correlation: '漢'.repeat(8_192), token: '漢'.repeat(8_192), session: '漢'.repeat(8_192) }), // beyond a page
  draft(4, { foldKey: 'indexed' }),
  draft(5, { asn: 2 ** 40 }),
  draft(-T0 - 1),
  draft(6),
  draft(6), // the same record again
  draft(6, { outcome: 'password_failed', action: 'other' }), // a later content of it
];

describe('rows that come in at once', () => {
  it('are those that come in one by one, also where a row must go in by itself', () => {
    const many = [...HOSTILE, ...Array.from({ length: 5_000 }, (_, i) => draft(i + 10)), ...HOSTILE];
    const [one, bulk] = [file(), file()];
    const written = fillCase(one, 'okta', many);
    expect(fillCase(bulk, 'okta', many, { bulk: true, beside: beside() })).toEqual(written);
    expect(rows(bulk)).toEqual(rows(one));
    expect(duplicates(bulk)).toEqual(duplicates(one));
    expect(bulk.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('are the same where keys look like those of other rows', () => {
    const many = [...HOSTILE, ...Array.from({ length: 400 }, (_, i) => draft(i + 10)), ...HOSTILE];
    const [one, bulk] = [file(), file()];
    const written = fillCase(one, 'okta', many);
    const { add: addOne, addNew: addFree, eids } = RecordKeys.prototype;
    const added: number[] = [];
    const add = vi.spyOn(RecordKeys.prototype, 'add').mockImplementation(function (this: RecordKeys, rk, eid) {
      added.push(eid);
      addOne.call(this, rk, eid);
    });
    const looks = vi.spyOn(RecordKeys.prototype, 'addNew').mockImplementation(function (this: RecordKeys, rk, eid) {
      if (rk % 3 === 0 || eids.call(this, rk).length > 0) return false;
      added.push(eid);
      return addFree.call(this, rk, eid);
    });
    const found = vi.spyOn(RecordKeys.prototype, 'eids').mockImplementation(function (this: RecordKeys, rk) {
      const own = eids.call(this, rk);
      return [...added.slice(-3).filter((eid) => !own.includes(eid)), ...own];
    });
    try {
      expect(fillCase(bulk, 'okta', many, { bulk: true, beside: beside() })).toEqual(written);
    } finally {
      for (const spy of [add, looks, found]) spy.mockRestore();
    }
    expect(rows(bulk)).toEqual(rows(one));
    expect(duplicates(bulk)).toEqual(duplicates(one));
    expect(bulk.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('come through a file beside the database, lot after lot, which is gone afterwards', () => {
    const db = file();
    dropIndexes(db);
    const at = beside();
    const bulk = BulkRows.of(db, at)!;
    bulk.flush();
    expect(fs.existsSync(at)).toBe(false); // nothing waited
    let eid = 0;
    for (let lot = 1; lot <= 3; lot++) {
      for (; !bulk.isFull; eid += 1_000) expect(add(bulk, eid + 1, 1_000)).toBe(1_000);
      expect(bulk.row<{ eid: number; session: string }>(eid)).toMatchObject({ eid, session: `s${eid}` });
      db.exec('BEGIN IMMEDIATE; COMMIT'); // as between two lots of an import
      bulk.flush();
      expect(bulk.row(eid)).toBeUndefined();
      expect(db.prepare('SELECT count(*), max(eid) FROM event_all').raw().get()).toEqual([eid, eid]);
      expect(fs.existsSync(at)).toBe(true);
    }
    add(bulk, ++eid);
    bulk.discard();
    bulk.close();
    expect(fs.existsSync(at)).toBe(false);
    expect(db.prepare('SELECT count(*) FROM event_all').pluck().get()).toBe(eid - 1);
    expect(db.prepare('SELECT eid, time, session FROM event_all WHERE eid = 4321').raw().get()).toEqual([
      ...[4321, T0 + 4321, 's4321'],
    ]);
  });

  it('come in though an earlier write was cut off, and leave nothing of it', () => {
    const db = file();
    dropIndexes(db);
    const at = beside();
    const bulk = BulkRows.of(db, at)!;
    fs.writeFileSync(at, 'cut off');
    add(bulk, 1);
    bulk.flush();
    expect(db.prepare('SELECT count(*) FROM event_all').pluck().get()).toBe(1);
    bulk.close();
    const never = BulkRows.of(db, at)!;
    fs.writeFileSync(at, 'cut off');
    never.close();
    expect(fs.existsSync(at)).toBe(false);
  });

  it('are not taken where the table would refuse them', () => {
    const db = file();
    dropIndexes(db);
    const bulk = BulkRows.of(db, beside())!;
    expect(add(bulk, 1, 1, { outcome: Number.NaN })).toBe(0);
    expect(add(bulk, 1, 1, { fkey: 1 })).toBe(0); // it is indexed
    expect(add(bulk, 1)).toBe(1);
  });

  it('are not taken where a lot has no room left', () => {
    const db = file();
    dropIndexes(db);
    const bulk = BulkRows.of(db, beside())!;
    let eid = 0;
    for (let taken = -1; taken !== 0; eid += taken) taken = add(bulk, eid + 1, 1_000);
    expect(bulk.isFull).toBe(true);
    bulk.flush();
    expect(db.prepare('SELECT count(*), max(eid) FROM event_all').raw().get()).toEqual([eid, eid]);
    expect(add(bulk, eid + 1)).toBe(1);
  });

  it('are refused while indexes stand that they would have to be in', () => {
    expect(BulkRows.of(file(), beside())).toBeNull();
  });
});

/** So many rows from `eid` on; how many of them are taken. */
function add(bulk: BulkRows, eid: number, count = 1, over: Partial<Record<string, number>> = {}): number {
  const eids = Array.from({ length: count }, (_, i) => eid + i);
  const numbers = eids.flatMap((each) =>
    NUMBERS.map((name) => ({ fkey: Number.NaN, time: T0 + each, ...over })[name as string] ?? 1),
  );
  const texts = eids.flatMap((each) => TEXTS.map((name) => (name === 'session' ? `s${each}` : null)));
  bulk.take(Float64Array.from(numbers), packTexts(texts), 1);
  return bulk.lay(0, count, eid);
}
