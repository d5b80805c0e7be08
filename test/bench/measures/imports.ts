/** Rows 1 to 4 and 9: what comes in, against what its format costs by itself, and what it weighs in the case. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { array, bare, imported, lines, made, seconds, temp, weight } from '../measure.ts';
import { type Measure, Skipped, type Taken } from '../row.ts';
import type { Tenant } from '../tenant.ts';

const folder = join(temp, 'import.sidedoor');

function gzipped({ name, trail }: Tenant, records: number): string {
  const file = join(temp, `${name}-trail-${records}.json.gz`);
  if (fs.existsSync(file)) return file;
  const plain = made(`${name}-trail-${records}.json`, () => array(trail(records), '{"Records":[', ']}\n'));
  execFileSync('gzip', ['-f', '-6', plain]);
  return file;
}

/** Seconds of the plainest way to have the same file in SQLite: a table of texts, no index, no hash. */
function sqliteImport(file: string): number {
  const database = join(temp, 'bare.db');
  fs.rmSync(database, { force: true });
  const took = seconds(() => {
    const { error, status, stderr } = spawnSync('sqlite3', [database, '.mode csv', `.import "${file}" t`], {
      encoding: 'utf8',
    });
    if (error) throw new Skipped('the program sqlite3 is not installed');
    if (status !== 0) throw new Error(`sqlite3: ${stderr}`);
  });
  fs.rmSync(database, { force: true });
  return took;
}

/** An export, and what it is compared with: the seconds of that, in the same repetition. */
interface Compared {
  file: string;
  base: () => number;
}

/** The first row: import ÷ base. The second, where there is one: case database ÷ bytes of the file. */
const measure = (rows: Measure['rows'], export_: (tenant: Tenant, records: number) => Compared): Measure => ({
  rows,
  size: ({ records, tenant }) => `${records.toLocaleString('en')} records, ${tenant.name} tenant`,
  take({ records, tenant }, build) {
    const { file, base } = export_(tenant, records);
    const floor = base();
    const { import: took, peak } = imported(build, folder, [file], records);
    const { database, columns } = weight(folder);
    fs.rmSync(folder, { recursive: true, force: true });
    const bytes = fs.statSync(file).size;
    const speed: Taken = { ratio: took / floor, of: { import: took, base: floor, peak, perSecond: records / took } };
    const size: Taken = { ratio: database / bytes, of: { database, columns, bytes } };
    return [speed, size].slice(0, rows.length);
  },
});

export const imports: Measure[] = [
  measure(
    [
      { id: '1', name: 'Entra portal CSV: import ÷ sqlite3 .import', must: 2, aim: 1.5 },
      { id: '9b', name: 'case database ÷ bytes of the Entra CSV', must: 0.8, aim: 0.6 },
    ],
    ({ name, entraCsv }, records) => {
      const file = made(`${name}-entra-${records}.csv`, () => entraCsv(records));
      return { file, base: () => sqliteImport(file) };
    },
  ),
  measure(
    [
      { id: '2', name: 'Okta NDJSON: import ÷ floor', must: 1.3, aim: 1 },
      { id: '9a', name: 'case database ÷ bytes of the Okta NDJSON', must: 0.35, aim: 0.25 },
    ],
    ({ name, okta }, records) => {
      const file = made(`${name}-okta-${records}.ndjson`, () => lines(okta(records)));
      return { file, base: () => bare('json', file) };
    },
  ),
  measure(
    [{ id: '3', name: 'Entra portal JSON, one array: import ÷ floor', must: 1, aim: 0.8 }],
    ({ name, entra }, records) => {
      const asLines = made(`${name}-entra-${records}.ndjson`, () => lines(entra(records)));
      const file = made(`${name}-entra-${records}.json`, () => array(entra(records), '[', ']\n'));
      return { file, base: () => bare('json', asLines) };
    },
  ),
  measure(
    [{ id: '4', name: 'CloudTrail .json.gz: import ÷ (gunzip + floor)', must: 1.3, aim: 1.1 }],
    (tenant, records) => {
      const asLines = made(`${tenant.name}-trail-${records}.ndjson`, () => lines(tenant.trail(records)));
      const file = gzipped(tenant, records);
      const gunzip = (): number =>
        seconds(() => execFileSync('gzip', ['-dc', file], { stdio: ['ignore', 'ignore', 'ignore'] }));
      return { file, base: () => gunzip() + bare('json', asLines) };
    },
  ),
];
