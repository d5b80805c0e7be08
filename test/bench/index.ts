/**
 * `npm run bench [-- --records N] [--repeat N] [--sizes N,N,…] [--only imports|analysis] [--keep]`: how fast exports come
 * in, against what the formats cost by themselves; and the whole analysis against a bare JSON.parse of the same records, with
 * how it grows over the sizes (the bar is set from 100,000 to 5,000,000: `--sizes 100000,500000,1000000,5000000`; the last
 * takes 8 GB for the export). Everything runs in child processes; medians are printed and written to bench/results.
 */
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { entraCsv } from './entra.ts';
import { median, power } from './numbers.ts';
import { oktaLines } from './okta.ts';
import { program } from './program.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    repeat: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '100000,200000,400000' },
    only: { type: 'string', default: '' },
    keep: { type: 'boolean', default: false },
  },
});
const records = Number(values.records);
const repeat = Number(values.repeat);
const sizes = values.sizes.split(',').map(Number);
if (
  !(records > 0) ||
  !(repeat > 0) ||
  sizes.some((size) => !(size > 0)) ||
  !['', 'imports', 'analysis'].includes(values.only)
)
  throw new Error(
    'usage: npm run bench -- [--records N] [--repeat N] [--sizes N,N,…] [--only imports|analysis] [--keep]',
  );
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
  const out = execFileSync(node, [...program, 'import', folder, file, '--json'], {
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

const RATIO = 0.75; // of a bare JSON.parse
const EXPONENT = 1.12;

interface Analysed {
  records: number;
  bare: number[];
  analyse: number[];
  peakMegabytes: number;
}

/** The analysis of one case again and again, each time beside a bare parse of its records: both see the same machine. */
function analysed(size: number): Analysed {
  const file = make(`okta-${size}.ndjson`, oktaLines(size), '\n');
  const folder = join(temp, `analysis-${size}.sidedoor`);
  rmSync(folder, { recursive: true, force: true });
  const quiet: ExecFileSyncOptionsWithStringEncoding = {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  };
  const { peakRssBytes } = JSON.parse(
    execFileSync(node, [...program, 'import', folder, file, '--reference', '--json'], quiet),
  ) as { peakRssBytes: number };
  const runs = times(() => ({
    bare: baseline('json', file),
    analyse: (
      JSON.parse(execFileSync(node, [...program, 'analyse', folder, '--force', '--json'], quiet)) as { seconds: number }
    ).seconds,
  }));
  rmSync(folder, { recursive: true, force: true });
  if (!values.keep) rmSync(file);
  return { records: size, bare: runs.map(({ bare }) => bare), analyse: runs.map(({ analyse }) => analyse), peakMegabytes: Math.round(peakRssBytes / 1e6) }; // biome-ignore format: one row
}

/** Prints the share of a bare parse at each size, and the exponent of the growth; both with n and spread. */
function growth(all: readonly Analysed[]): Record<string, unknown> {
  const within = (value: number, most: number): string => (value <= most ? `within ${most}` : `above ${most}`);
  console.log(`\nwhole analysis, okta ndjson, against a bare JSON.parse of the same lines (n = ${repeat} each)`);
  const ratios = all.map(({ records: n, bare, analyse, peakMegabytes }) => {
    const each = analyse.map((seconds, i) => seconds / bare[i]!);
    const ratio = median(each);
    console.log(
      `  ${n.toLocaleString('en').padStart(10)} records  analysis ${median(analyse).toFixed(2)} s, bare ${median(bare).toFixed(2)} s: ${ratio.toFixed(2)} of it (${Math.min(...each).toFixed(2)}–${Math.max(...each).toFixed(2)}), ${within(ratio, RATIO)}; import with analysis peaked at ${peakMegabytes} MB`,
    );
    return { records: n, ratio, from: Math.min(...each), to: Math.max(...each), peakMegabytes };
  });
  if (all.length < 2) return { ratios };
  const exponents = Array.from({ length: repeat }, (_, i) =>
    power(all.map(({ records: n, analyse }) => [n, analyse[i]!])),
  );
  const exponent = power(all.map(({ records: n, analyse }) => [n, median(analyse)]));
  const [first, last] = [all[0]!.records, all.at(-1)!.records];
  console.log(
    `  grows with exponent ${exponent.toFixed(2)} from ${first.toLocaleString('en')} to ${last.toLocaleString('en')} records (${Math.min(...exponents).toFixed(2)}–${Math.max(...exponents).toFixed(2)}), ${within(exponent, EXPONENT)}`,
  );
  return { ratios, exponent, exponents };
}

if (!existsSync(program.at(-1)!)) throw new Error('nothing is built yet: npm run build');
const results =
  values.only === 'analysis'
    ? []
    : [
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
const analysis = values.only === 'imports' ? null : growth(sizes.toSorted((a, b) => a - b).map(analysed));
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
  `${JSON.stringify({ machine, results, analysis }, null, 2)}\n`,
);
if (!values.keep) rmSync(temp, { recursive: true, force: true });
