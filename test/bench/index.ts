/**
 * `npm run bench [-- --records N] [--repeat N] [--keep]`: how fast exports come in, against what the formats cost by
 * themselves. Everything runs in child processes; medians are printed and written to bench/results.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { entraCsv } from './entra.ts';
import { oktaLines } from './okta.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    repeat: { type: 'string', default: '3' },
    keep: { type: 'boolean', default: false },
  },
});
const records = Number(values.records);
const repeat = Number(values.repeat);
if (!(records > 0) || !(repeat > 0)) throw new Error('usage: npm run bench -- [--records N] [--repeat N] [--keep]');
const temp = join(root, 'bench/tmp');
mkdirSync(temp, { recursive: true });

function make(name: string, lines: Iterable<string>, end: string): string {
  const file = join(temp, name);
  if (existsSync(file)) return file;
  const descriptor = openSync(`${file}.part`, 'w');
  let held: string[] = [];
  const flush = (): void => {
    writeSync(descriptor, held.join(''));
    held = [];
  };
  for (const line of lines) {
    held.push(line + end);
    if (held.length === 5_000) flush();
  }
  flush();
  closeSync(descriptor);
  execFileSync('mv', [`${file}.part`, file]);
  return file;
}

const node = process.execPath;
const baseline = (kind: string, file: string): number =>
  (
    JSON.parse(execFileSync(node, [join(import.meta.dirname, 'baseline.ts'), kind, file], { encoding: 'utf8' })) as {
      seconds: number;
    }
  ).seconds;

interface Import {
  import: number;
  analyse: number;
  rss: number;
  floor: number;
}
function importOnce(file: string): Import {
  const folder = join(temp, 'bench.sidedoor');
  rmSync(folder, { recursive: true, force: true });
  const out = execFileSync(node, [join(root, 'dist/cli/index.cjs'), 'import', folder, file, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const summary = JSON.parse(out) as {
    events: number;
    seconds: { import: number; analyse: number };
    peakRssBytes: number;
  };
  if (summary.events !== records) throw new Error(`${summary.events} events of ${records} records`);
  const floor = baseline('rows', join(folder, 'case.db'));
  rmSync(folder, { recursive: true, force: true });
  return { ...summary.seconds, rss: summary.peakRssBytes, floor };
}

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
const times = <T>(work: () => T): T[] => Array.from({ length: repeat }, work);

function measure(name: string, file: string, kind: 'json' | 'csv'): Record<string, number | string> {
  const bytes = statSync(file).size;
  const bare = median(times(() => baseline(kind, file)));
  const runs = times(() => importOnce(file));
  const of = (key: keyof Import): number => median(runs.map((run) => run[key]));
  return {
    export: name,
    records,
    megabytes: Math.round(bytes / 1e6),
    bareSeconds: bare,
    importSeconds: of('import'),
    analyseSeconds: of('analyse'),
    recordsPerSecond: Math.round(records / of('import')),
    importToBare: of('import') / bare,
    wholeToBare: median(runs.map((run) => run.import + run.analyse)) / bare,
    analyseToFloor: of('analyse') / of('floor'),
    peakRssMegabytes: Math.round(Math.max(...runs.map(({ rss }) => rss)) / 1e6),
  };
}

if (!existsSync(join(root, 'dist/cli/index.cjs'))) throw new Error('nothing is built yet: npm run build');
const results = [
  measure('okta ndjson', make(`okta-${records}.ndjson`, oktaLines(records), '\n'), 'json'),
  measure('entra portal csv', make(`entra-${records}.csv`, entraCsv(records), ''), 'csv'),
];
for (const result of results) {
  console.log(
    `\n${result.export}: ${records.toLocaleString('en')} records, ${result.megabytes} MB, medians of ${repeat}`,
  );
  const line = (label: string, key: string, unit: string, digits = 2): void =>
    console.log(`  ${label.padEnd(34)}${(result[key] as number).toFixed(digits)} ${unit}`);
  line('bare parse of the same text', 'bareSeconds', 's');
  line('import', 'importSeconds', 's');
  line('analysis', 'analyseSeconds', 's');
  line('import rate', 'recordsPerSecond', 'records/s', 0);
  line('import ÷ bare parse', 'importToBare', '');
  line('import and analysis ÷ bare parse', 'wholeToBare', '');
  line('analysis ÷ reading every event', 'analyseToFloor', '');
  line('peak memory (all runs)', 'peakRssMegabytes', 'MB', 0);
}
const folder = join(root, 'bench/results');
mkdirSync(folder, { recursive: true });
const machine = {
  node: process.version,
  cpu: os.cpus()[0]?.model,
  cores: os.cpus().length,
  at: new Date().toISOString(),
};
writeFileSync(
  join(folder, `${machine.at.replaceAll(':', '-')}.json`),
  `${JSON.stringify({ machine, results }, null, 2)}\n`,
);
if (!values.keep) rmSync(temp, { recursive: true, force: true });
