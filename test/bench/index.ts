/**
 * `npm run bench`: every row of the performance table (docs/performance.md), each against what it is measured by in the same
 * run on the same machine; medians of the repetitions with their spread, as ratios. Inputs are made from a seed.
 *
 *   --rows 1,2,5       only these rows (their ids)
 *   --records N        records of an export (500,000)
 *   --large N          events of the large case (5,000,000)
 *   --growth N,N,…     sizes that growth is measured over (100,000 to 10,000,000: the last export has 16 GB)
 *   --tenant NAME      whose records rows 1 to 9 are measured with: steady, or mixed (steady)
 *   --quick            a fiftieth of all sizes: minutes instead of hours
 *   --repeat N         repetitions (3)
 *   --against COMMIT   builds that commit too and measures both in turns
 *   --keep             leaves the inputs in bench/tmp for the next run
 *
 * Results go to bench/results. They are compared with the build of `--against`, or else with the newest results of another
 * commit at the same sizes; a row that became worse by more than noise ends the run with exit code 1.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build-of.ts';
import { change, type Result } from './compare.ts';
import { root, temp } from './measure.ts';
import { analysis, news } from './measures/analysis.ts';
import { growth } from './measures/growth.ts';
import { imports } from './measures/imports.ts';
import { window } from './measures/window.ts';
import { median } from './numbers.ts';
import { type Build, type Measure, type Sizes, Skipped, type Taken } from './row.ts';
import { TENANTS } from './tenant.ts';

const MEASURES: readonly Measure[] = [...imports, analysis, news, growth, window];
const QUICK = 50;
const RESULTS = join(root, 'bench/results');

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '' },
    records: { type: 'string', default: '500000' },
    large: { type: 'string', default: '5000000' },
    growth: { type: 'string', default: '100000,300000,1000000,3000000,10000000' },
    tenant: { type: 'string', default: 'steady' },
    quick: { type: 'boolean', default: false },
    repeat: { type: 'string', default: '3' },
    against: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const count = (text: string): number => {
  const n = Math.round(Number(text) / (values.quick ? QUICK : 1));
  if (!(n >= 100)) throw new Error(`not a number of records: ${text}`);
  return n;
};
const tenant = TENANTS.find(({ name }) => name === values.tenant);
if (!tenant) throw new Error(`no tenant ${values.tenant}; there are ${TENANTS.map(({ name }) => name).join(', ')}`);
const sizes: Sizes = {
  tenant,
  records: count(values.records),
  large: count(values.large),
  growth: values.growth.split(',').map(count).toSorted((a, b) => a - b), // biome-ignore format: one chain
};
const repeat = Number(values.repeat);
if (!(repeat >= 1)) throw new Error('--repeat: one or more');
const wanted = new Set(values.rows.split(',').filter(Boolean));
const known = MEASURES.flatMap(({ rows }) => rows.map(({ id }) => id));
for (const id of wanted) if (!known.includes(id)) throw new Error(`no row ${id}; there are ${known.join(', ')}`);
if (!fs.existsSync(join(root, 'dist/cli/index.cjs'))) throw new Error('nothing is built yet: npm run build');

const git = (...args: string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
const here = {
  commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') ? '+' : ''),
  at: new Date().toISOString(),
  node: process.version,
  cpu: os.cpus()[0]?.model,
  cores: os.cpus().length,
};
fs.mkdirSync(temp, { recursive: true });
const mine: Build = { name: 'this', root };
const builds: Build[] = values.against === undefined ? [mine] : [mine, build(values.against)];

/** Every repetition of a measure, the builds in turns, so that all see the same machine. By name of the build. */
function measured({ rows, size, prepare, take }: Measure): Map<string, Result[]> {
  const all = new Map<string, (readonly Taken[])[]>();
  const able = builds.filter((one) => {
    try {
      prepare?.(sizes, one);
      all.set(one.name, [take(sizes, one)]);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Skipped)) throw thrown;
      const which = one === mine ? '' : ` of ${one.name}`;
      console.log(`  ${rows.map(({ id }) => id).join(', ')} not measured${which}: ${thrown.message}`);
      return false;
    }
  });
  for (let i = 1; i < repeat; i++)
    for (const one of i % 2 === 0 ? able : able.toReversed()) all.get(one.name)!.push(take(sizes, one));
  const result = (repetitions: readonly (readonly Taken[])[]): Result[] =>
    rows.map((row, at) => {
      const taken = repetitions.map((list) => list[at]!);
      const middle = (key: string): number => median(taken.map(({ of }) => of[key]!));
      return {
        ...row,
        size: size(sizes),
        ratios: taken.map(({ ratio }) => ratio),
        of: Object.fromEntries(Object.keys(taken[0]!.of).map((key) => [key, middle(key)])),
      };
    });
  return new Map([...all].map(([name, repetitions]) => [name, result(repetitions)]));
}

/** The newest results of another commit on a machine like this one. */
function stored(): Result[] {
  const files = fs.readdirSync(RESULTS).filter((name) => /^\d{4}-.*\.json$/.test(name));
  for (const name of files.toSorted().toReversed()) {
    const { machine, rows } = JSON.parse(fs.readFileSync(join(RESULTS, name), 'utf8')) as {
      machine: typeof here;
      rows?: Result[];
    };
    if (!rows || machine.commit === here.commit || machine.cores !== here.cores || machine.cpu !== here.cpu) continue;
    console.log(`compared with ${machine.commit}, measured ${machine.at}:`);
    return rows;
  }
  return [];
}

const text = (list: readonly number[]): string => {
  const digits = median(list) < 0.1 ? 3 : 2;
  const [least, middle, most] = [Math.min(...list), median(list), Math.max(...list)].map((n) => n.toFixed(digits));
  return `${middle} (${least} to ${most})`;
};

console.log(`${here.commit} · ${here.cores} cores, ${here.cpu} · medians of ${repeat}, with the least and the most`);
const rows: Result[] = [];
const others: Result[] = [];
for (const measure of MEASURES) {
  if (wanted.size > 0 && !measure.rows.some(({ id }) => wanted.has(id))) continue;
  const of = measured(measure);
  for (const row of of.get(mine.name) ?? []) {
    const ratio = median(row.ratios);
    const met = ratio <= row.aim ? 'aim met' : ratio <= row.must ? 'met' : 'MISSED';
    console.log(`  ${row.id.padEnd(4)}${row.name.padEnd(56)}${text(row.ratios).padEnd(24)}${`must ${row.must}, aim ${row.aim}: ${met}`.padEnd(32)}${row.size}`); // biome-ignore format: one line
    rows.push(row);
  }
  for (const other of builds.slice(1)) others.push(...(of.get(other.name) ?? []));
}
fs.mkdirSync(RESULTS, { recursive: true });
const before = values.against === undefined ? stored() : others;
fs.writeFileSync(
  join(RESULTS, `${here.at.replaceAll(':', '-')}.json`),
  `${JSON.stringify({ machine: here, repeat, rows, against: values.against && { commit: values.against, rows: others } }, null, 2)}\n`,
);
if (!values.keep) fs.rmSync(temp, { recursive: true, force: true });

const changes = rows.flatMap((row) => {
  const was = before.find(({ id, size }) => id === row.id && size === row.size);
  return was ? [{ row, was, is: change(was.ratios, row.ratios) }] : [];
});
if (changes.length === 0) console.log('nothing to compare with: --against COMMIT measures that build in the same run');
for (const { row, was, is } of changes) {
  const said = is === 'same' ? 'no change above noise' : is.toUpperCase();
  console.log(`  ${row.id.padEnd(4)}${said.padEnd(24)}${text(was.ratios)} before, ${text(row.ratios)} now`);
}
if (changes.some(({ is }) => is === 'worse')) process.exitCode = 1;
