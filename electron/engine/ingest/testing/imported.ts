/** Cases filled by real imports, for tests of how records of several files come together. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { openCase } from '../../case/folder';
import type { OpenCase } from '../../session';
import { ledgerFaults } from '../../store/case-checks';
import { eventsAll } from '../../store/events';
import { presentFiles } from '../../store/files';
import { parseThreads } from '../parse-threads';
import { type Imported, importFiles } from '../pipeline';

export const nowhere = {
  scope: 'public' as const,
  country: null,
  region: null,
  city: null,
  lat: null,
  lon: null,
  radiusKm: null,
  asn: null,
  asOrg: null,
  network: null,
};

let root: string;
let cases = 0;
const opened: OpenCase[] = [];

/** A folder of its own for each test; cases are closed after it. */
export function withTempCases(): void {
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-import-'));
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.db.close();
    fs.rmSync(root, { recursive: true, force: true });
  });
}

export function newCase(): OpenCase {
  const actor = (): { name: string; confirmed: boolean } => ({ name: 'Test', confirmed: true });
  const made = openCase(path.join(root, `${++cases}.sidedoor`), { create: true, actor, version: '0' });
  opened.push(made);
  return made;
}

/** Writes a file to import; gives its path. */
export function put(name: string, content: string): string {
  const at = path.join(root, name);
  fs.mkdirSync(path.dirname(at), { recursive: true });
  fs.writeFileSync(at, content);
  return at;
}

export const bring = (into: OpenCase, ...files: string[]): Promise<Imported> =>
  importFiles(into, {
    paths: files,
    settings: { source: null, zone: null, reference: false },
    signal: new AbortController().signal,
    progress: () => {},
    addressFacts: () => nowhere,
    parse: parseThreads(null).parse,
  });

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
