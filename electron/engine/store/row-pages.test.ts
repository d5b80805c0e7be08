import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTexts } from './packed-texts';
import { RowPages } from './row-pages';

const TABLE = 'CREATE TABLE t (a INTEGER, id INTEGER PRIMARY KEY, s TEXT, u TEXT, b INTEGER) STRICT';
const INDEX = 'CREATE INDEX t_b ON t (b) WHERE b IS NOT NULL AND a IS NULL AND s IS NULL';
const LAYOUT = {
  table: { name: 't', sql: TABLE },
  indexes: [],
  numbers: [0, -1, 1],
  required: [false, false, false],
  texts: 2,
  textsBehind: 2,
};
type Said = { a: number | null; s: string | null; u: string | null; b: number | null };

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const add = (pages: RowPages, id: number, { a, s, u, b }: Said): boolean => {
  const { bytes, lengths } = packTexts(['before', s, u]);
  return pages.add(id, [a, b], bytes, 6, lengths, 1);
};
function written(pages: RowPages): Database.Database {
  const file = path.join(folder, 'rows.db');
  fs.writeFileSync(file, Buffer.concat(pages.file()));
  return new Database(file);
}
const all = (db: Database.Database): unknown[] => db.prepare('SELECT a, id, s, u, b FROM t ORDER BY id').raw().all();

const integer = fc.oneof(
  fc.constantFrom(
    0,
    1,
    -1,
    127,
    128,
    -128,
    -129,
    32_767,
    -32_769,
    8_388_607,
    8_388_608,
    -8_388_609,
    2 ** 31,
    -(2 ** 31),
  ),
  fc.constantFrom(
    2 ** 31 - 1,
    2 ** 47,
    2 ** 47 - 1,
    -(2 ** 47),
    -(2 ** 47) - 1,
    Number.MAX_SAFE_INTEGER,
    -(2 ** 53) + 1,
  ),
  fc.maxSafeInteger(),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer({ min: 0, max: 9_000 }).map((length) => 'ž'.repeat(length)),
);
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });
const row: fc.Arbitrary<Said> = fc.record({ a: maybe(integer), s: maybe(text), u: maybe(text), b: maybe(integer) });

describe('rows as SQLite lays them out', () => {
  it('are read by SQLite as they were given, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), fc.array(fc.integer({ min: 1, max: 2 ** 40 })), (rows, gaps) => {
        const pages = new RowPages(LAYOUT);
        let id = 0;
        const given = rows.map((said, i) => {
          id += gaps[i] ?? 1;
          expect(add(pages, id, said)).toBe(true);
          return [said.a, id, said.s, said.u, said.b];
        });
        const db = written(pages);
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        expect(all(db)).toEqual(given);
        for (const values of given) expect(pages.row(values[1] as number)).toEqual(values);
        db.close();
      }),
      { numRuns: 60 },
    );
  });

  it('fill many pages, and the same pages again', () => {
    const pages = new RowPages(LAYOUT);
    for (const start of [0, 50_000, 60_000]) {
      const count = start === 60_000 ? 3 : 40_000;
      for (let i = 1; i <= count; i++) add(pages, start + i, { a: i, s: `row ${i}`, u: null, b: -i });
      const db = written(pages);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.prepare('SELECT count(*), min(id), max(id), sum(a), sum(b) FROM t').raw().get()).toEqual([
        ...[count, start + 1, start + count, (count * (count + 1)) / 2, (-count * (count + 1)) / 2],
      ]);
      expect(pages.row(start + count)).toEqual([count, start + count, `row ${count}`, null, -count]);
      expect(pages.row(start)).toBeUndefined();
      db.close();
      pages.clear();
      expect([pages.count, pages.row(start + 1)]).toEqual([0, undefined]);
    }
  });

  it('may have indexes, which stay empty', () => {
    const pages = new RowPages({ ...LAYOUT, indexes: [{ name: 't_b', sql: INDEX }] });
    add(pages, 1, { a: 1, s: 'x', u: null, b: 2 });
    const db = written(pages);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(
      db.prepare('SELECT count(*) FROM t INDEXED BY t_b WHERE b IS NOT NULL AND a IS NULL AND s IS NULL').pluck().get(),
    ).toBe(0);
    db.close();
  });

  it('refuses what does not fit or is no integer, and holds the rest', () => {
    const pages = new RowPages(LAYOUT);
    const said: Said = { a: 1, s: 'x', u: 'y', b: 1 };
    expect(add(pages, 1, { ...said, a: 1.5 })).toBe(false);
    expect(add(pages, 1, { ...said, a: 2 ** 53 })).toBe(false);
    expect(add(pages, 1, { ...said, s: 'x'.repeat(65_000) })).toBe(true);
    expect(add(pages, 2, { ...said, s: 'x'.repeat(70_000) })).toBe(false);
    expect(add(pages, 2, said)).toBe(true);
    expect(pages.count).toBe(2);
    const strict = new RowPages({ ...LAYOUT, required: [true, false, false] });
    expect([add(strict, 1, { ...said, a: null }), add(strict, 1, { ...said, b: null })]).toEqual([false, true]);
    expect([...pages.rows()].map(([, id]) => id)).toEqual([1, 2]);
  });

  it('is taken over without being looked into', () => {
    const pages = new RowPages(LAYOUT);
    add(pages, 7, { a: 1, s: 'x', u: null, b: 2 });
    written(pages).close();
    const db = new Database(path.join(folder, 'into.db'));
    db.exec(TABLE);
    db.prepare('ATTACH ? AS other').run(path.join(folder, 'rows.db'));
    const steps = db.prepare('EXPLAIN INSERT INTO main.t SELECT * FROM other.t').all() as { opcode: string }[];
    expect(steps.map(({ opcode }) => opcode)).toContain('RowCell');
    db.close();
  });
});
