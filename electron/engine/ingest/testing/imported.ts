/** Cases filled by real imports, for tests of how records of several files come together. */
import { afterEach, beforeEach, expect } from 'vitest';
import type { OpenCase } from '../../session';
import { ledgerFaults } from '../../store/case-checks';
import { eventsAll } from '../../store/events';
import { presentFiles } from '../../store/files';
import type { Imported } from '../pipeline';
import { Bench } from './importing';

let bench: Bench;
let cases = 0;

/** A folder of its own for each test; cases are closed after it. */
export function withTempCases(): void {
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.end());
}

export const newCase = (): OpenCase => bench.newCase(String(++cases));

/** Writes a file to import; gives its path. */
export const put = (name: string, content: string): string => bench.put(name, content);

export const bring = (into: OpenCase, ...files: string[]): Promise<Imported> => bench.import(into, files);

export interface Seen {
  id: string;
  recordId: string | null;
  outcome: string;
}
export const seen = (of: OpenCase): Seen[] =>
  [...eventsAll(of.db.read)].map(({ id, recordId, outcome }) => ({ id, recordId, outcome }));

/** The ledgers balance, and each file counts just the events that are its own. */
export function expectHonest(of: OpenCase): void {
  const db = of.db.read;
  expect(ledgerFaults(db)).toEqual([]);
  for (const row of presentFiles(db)) {
    const own = db.prepare('SELECT count(*) FROM event WHERE file_id = ?').pluck().get(row.id);
    const places = db.prepare('SELECT count(*) FROM duplicate WHERE file_id = ?').pluck().get(row.id);
    expect([row.name, row.events, row.duplicates]).toEqual([row.name, own, places]);
  }
}

export const orders = <T>(list: readonly T[]): T[][] =>
  list.length <= 1
    ? [[...list]]
    : list.flatMap((each, i) => orders(list.toSpliced(i, 1)).map((rest) => [each, ...rest]));
