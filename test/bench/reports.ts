/**
 * `npm run bench:reports [-- --events 1000000] [--only pdf,docx]`: every report over a large case, with its time and the most
 * memory that its process had; and how long a cancelled one takes to be gone. The case is made once and kept in bench/tmp.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCase } from './large-case.ts';
import { program } from './program.ts';

const MOST = 1_200; // MB, whatever the case holds
const SOON = 5; // seconds
const FORMATS = ['md', 'html', 'xlsx', 'docx', 'pdf'];
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, only: { type: 'string', default: '' } },
});
const events = Number(values.events);
const only = values.only === '' ? FORMATS : values.only.split(',');
if (!(events > 0) || only.some((format) => !FORMATS.includes(format)))
  throw new Error(`usage: npm run bench:reports -- [--events N] [--only ${FORMATS.join(',')}]`);

const folder = makeCase(events);
const out = join(import.meta.dirname, '../../bench/tmp/reports');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const peak = join(out, 'peak');
const hook = join(out, 'peak.cjs');
writeFileSync(hook, `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`); // biome-ignore format: one line
const args = (format: string): string[] => [
  '--require',
  hook,
  ...program,
  'report',
  folder,
  '--out',
  out,
  '--format',
  format,
];

let isWithin = true;
for (const format of only) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args(format), { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${format}: the report ended with ${status}`);
  const megabytes = Math.round(Number(readFileSync(peak, 'utf8')) / 1e3);
  const bytes = statSync(join(out, `report.${format}`)).size;
  isWithin &&= megabytes <= MOST;
  console.log(`${format}: ${((performance.now() - start) / 1e3).toFixed(1)} s, at most ${megabytes} MB of memory (bound ${MOST}), ${(bytes / 1e6).toFixed(1)} MB written`); // biome-ignore format: one line
  rmSync(join(out, `report.${format}`));
}

const seconds = await new Promise<number>((resolve, reject) => {
  let asked = 0;
  const child = spawn(process.execPath, args(only[0]!), { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.on('data', (said: Buffer) => {
    if (asked > 0 || !/report \d+ of/.test(said.toString())) return;
    asked = performance.now();
    child.kill('SIGINT');
  });
  child.on('exit', () => (asked > 0 ? resolve((performance.now() - asked) / 1e3) : reject(new Error('it was done before it told how far it is')))); // biome-ignore format: one line
});
const left = readdirSync(out).filter((name) => !name.startsWith('peak'));
console.log(`cancelled: gone after ${seconds.toFixed(1)} s, ${left.length === 0 ? 'nothing' : left.join(', ')} left`);
if (existsSync(join(folder, 'case.db-wal'))) console.log('the case was not closed in order');
process.exit(isWithin && seconds <= SOON && left.length === 0 ? 0 : 1);
