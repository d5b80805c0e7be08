import { SqliteError } from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { type CaseDb, openCaseDb, sortedOnDisk } from './open';

const MEMORY = 2;
const FILE = 1;

let db: CaseDb;
const place = (): unknown => db.read.pragma('temp_store', { simple: true });
const cache = (): unknown => db.read.pragma('cache_size', { simple: true });
const opened = (): CaseDb => {
  db = openCaseDb(':memory:');
  return db;
};
afterEach(() => db.close());

test('what is sorted on disk leaves temporary things in memory again, and is sorted', () => {
  const { write } = opened();
  write.pragma('cache_size = -64'); // 64 KiB: 20,000 keys are several pieces
  write.exec(`CREATE TABLE keys (value INTEGER NOT NULL);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO keys SELECT (i * 7919) % 20011 FROM n`);
  let during: unknown;
  sortedOnDisk(write, () => {
    during = [place(), cache()];
    write.exec('CREATE INDEX keys_value ON keys (value)');
  });
  expect([during, place(), cache()]).toEqual([[FILE, -64], MEMORY, -64]);
  const values = write.prepare('SELECT value FROM keys INDEXED BY keys_value ORDER BY value').pluck().all() as number[];
  expect(values).toHaveLength(20_000);
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(write.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('no more is sorted at a time than the processor has at hand, and the page cache is then what it was', () => {
  const { write } = opened();
  write.pragma('cache_size = -65536');
  let during: unknown;
  sortedOnDisk(write, () => {
    during = cache();
  });
  expect([during, cache()]).toEqual([-4_096, -65_536]);
});

test.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_CANTOPEN'])(
  'where no file can be written (%s) it is sorted in memory',
  (code) => {
    const { write } = opened();
    const places: unknown[] = [];
    sortedOnDisk(write, () => {
      places.push(place());
      if (places.length === 1) throw new SqliteError('no room', code);
    });
    expect(places).toEqual([FILE, MEMORY]);
  },
);

test('a disk that is full for the case itself, and any other failure, is told', () => {
  const { write } = opened();
  const full = (): void => {
    throw new SqliteError('no room', 'SQLITE_FULL');
  };
  expect(() => sortedOnDisk(write, full)).toThrow('no room');
  let tries = 0;
  const broken = (): void => {
    tries++;
    throw new SqliteError('no such column', 'SQLITE_ERROR');
  };
  expect(() => sortedOnDisk(write, broken)).toThrow('no such column');
  expect([tries, place()]).toEqual([1, MEMORY]);
});
