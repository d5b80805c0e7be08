import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compiled } from '../../build/wasm';
import { packTexts } from './packed-texts';
import { RowPages } from './row-pages';

const TABLE = 'CREATE TABLE t (a INTEGER, id INTEGER PRIMARY KEY, s TEXT, u TEXT, b INTEGER) STRICT';
const INDEX = 'CREATE INDEX t_b ON t (b) WHERE b IS NOT NULL AND a IS NULL AND s IS NULL';
const LAYOUT = {
  table: { name: 't', sql: TABLE },
  indexes: [],
  numbers: [0, -1, 1],
  required: [false, false, false],
  absent: [false, false, false],
  texts: 2,
  textsBehind: 2,
  width: 2,
};
const ROOM = 16 * 1024 * 1024;
type Said = { a: number | null; s: string | null; u: string | null; b: number | null };

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const add = (pages: RowPages, id: number, { a, s, u, b }: Said): boolean => {
  pages.take(Float64Array.of(a ?? Number.NaN, b ?? Number.NaN), packTexts([s, u]));
  return pages.lay(0, 1, id) === 1;
};
/** Many at once, under the numbers from `id` on; those that are refused. */
function addAll(pages: RowPages, id: number, rows: readonly Said[]): number[] {
  pages.take(
    Float64Array.from(rows.flatMap(({ a, b }) => [a ?? Number.NaN, b ?? Number.NaN])),
    packTexts(rows.flatMap(({ s, u }) => [s, u])),
  );
  const refused: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    row = pages.lay(row, rows.length, id + row);
    if (row < rows.length) refused.push(row);
  }
  return refused;
}
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
        const pages = new RowPages(LAYOUT, ROOM);
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

  it('are the same where many are handed over at once, of which some are refused', () => {
    const odd = fc.record({
      a: fc.constantFrom(0.5, 2 ** 53, Infinity),
      s: maybe(text),
      u: maybe(text),
      b: maybe(integer),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: row }, odd), { maxLength: 300 }), (rows) => {
        const pages = new RowPages(LAYOUT, ROOM);
        const half = rows.length >> 1;
        const refused = [
          ...addAll(pages, 1, rows.slice(0, half)),
          ...addAll(pages, 1 + half, rows.slice(half)).map((i) => half + i),
        ];
        const isOdd = ({ a }: Said): boolean => a !== null && !Number.isSafeInteger(a);
        expect(refused).toEqual(rows.flatMap((said, i) => (isOdd(said) ? [i] : [])));
        const given = rows.flatMap((said, i) => (isOdd(said) ? [] : [[said.a, i + 1, said.s, said.u, said.b]]));
        const db = written(pages);
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        expect(all(db)).toEqual(given);
        expect([...pages.rows()]).toEqual(given);
        for (const i of refused) expect(pages.row(i + 1)).toBeUndefined();
        db.close();
      }),
      { numRuns: 60 },
    );
  });

  it('may fill a page to its last byte', () => {
    const pages = new RowPages(LAYOUT, ROOM);
    const taken: number[] = [];
    for (let length = 64_980; length < 65_060; length++) {
      const said: Said = { a: 2 ** 50, s: 'x'.repeat(length), u: '', b: -(2 ** 50) };
      add(pages, 2 * length, { a: 1, s: 'short', u: null, b: null });
      if (add(pages, 2 * length + 1, said)) taken.push(length);
    }
    const db = written(pages);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare("SELECT length(s) FROM t WHERE s != 'short' ORDER BY id").pluck().all()).toEqual(taken);
    expect(taken.length).toBeGreaterThan(20);
    expect(taken.length).toBeLessThan(80);
    expect(db.prepare("SELECT count(*) FROM t WHERE s = 'short'").pluck().get()).toBe(80);
    db.close();
  });

  it('take no more room than there is', () => {
    const pages = new RowPages(LAYOUT, 3 * 65_536);
    const said: Said = { a: 1, s: 'x'.repeat(30_000), u: null, b: 1 };
    expect(addAll(pages, 1, new Array(8).fill(said))).toEqual([6, 7]);
    const db = written(pages);
    expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(6);
    db.close();
    pages.clear();
    expect(add(pages, 1, said)).toBe(true);
  });

  it('may share values, and must lack some', () => {
    const layout = { ...LAYOUT, numbers: [-2, -1, -3], absent: [false, false, true], width: 0 };
    const pages = new RowPages(layout, ROOM);
    const take = (same: number[]): void => pages.take(new Float64Array(0), packTexts(['x', null, 'y', 'z']), same);
    take([2 ** 40, Number.NaN]);
    expect(pages.lay(0, 2, 7)).toBe(2);
    take([1, 1]);
    expect(pages.lay(0, 2, 9)).toBe(0);
    const db = written(pages);
    expect(all(db)).toEqual([
      [2 ** 40, 7, 'x', null, null],
      [2 ** 40, 8, 'y', 'z', null],
    ]);
    db.close();
  });

  it('fill many pages, and the same pages again', () => {
    const pages = new RowPages(LAYOUT, ROOM);
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
    const pages = new RowPages({ ...LAYOUT, indexes: [{ name: 't_b', sql: INDEX }] }, ROOM);
    add(pages, 1, { a: 1, s: 'x', u: null, b: 2 });
    const db = written(pages);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(
      db.prepare('SELECT count(*) FROM t INDEXED BY t_b WHERE b IS NOT NULL AND a IS NULL AND s IS NULL').pluck().get(),
    ).toBe(0);
    db.close();
  });

  it('refuses what does not fit or is no integer, and holds the rest', () => {
    const pages = new RowPages(LAYOUT, ROOM);
    const said: Said = { a: 1, s: 'x', u: 'y', b: 1 };
    expect(add(pages, 1, { ...said, a: 1.5 })).toBe(false);
    expect(add(pages, 1, { ...said, a: 2 ** 53 })).toBe(false);
    expect(add(pages, 1, { ...said, s: 'x'.repeat(65_000) })).toBe(true);
    expect(add(pages, 2, { ...said, s: 'x'.repeat(70_000) })).toBe(false);
    expect(add(pages, 2, said)).toBe(true);
    expect(pages.count).toBe(2);
    const strict = new RowPages({ ...LAYOUT, required: [true, false, false] }, ROOM);
    expect([add(strict, 1, { ...said, a: null }), add(strict, 1, { ...said, b: null })]).toEqual([false, true]);
    expect([...pages.rows()].map(([, id]) => id)).toEqual([1, 2]);
  });

  it('is taken over without being looked into', () => {
    const pages = new RowPages(LAYOUT, ROOM);
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

it('are laid out by what is written in rows.as.ts', async () => {
  expect(fs.readFileSync(path.join(import.meta.dirname, 'rows.wasm.ts'), 'utf8')).toBe(await compiled('ROWS'));
});
