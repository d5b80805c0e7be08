/**
 * What habits cost, against a bare `JSON.parse` pass over the same records as lines:
 * `npm run bench:habits [-- --records 500000,1000000] [--keep]`. The ratio is to stay below 0.35.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { oktaLines } from './okta.ts';

const MOST = 0.35;
const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: { records: { type: 'string', default: '500000,1000000' }, keep: { type: 'boolean', default: false } },
});
const sizes = values.records.split(',').map(Number);
if (sizes.some((size) => !(size > 0))) throw new Error('usage: npm run bench:habits -- [--records N,N] [--keep]');
const temp = join(root, 'bench/tmp');
mkdirSync(temp, { recursive: true });

const pass = join(temp, 'habit-pass');
await build({
  configFile: false,
  root,
  logLevel: 'error',
  ssr: { noExternal: true },
  build: {
    ssr: join(import.meta.dirname, 'habit-pass.ts'),
    outDir: pass,
    emptyOutDir: true,
    target: 'node22',
    rolldownOptions: { external: ['better-sqlite3'], output: { format: 'es', entryFileNames: 'index.mjs' } },
  },
});

const run = (args: readonly string[]): string =>
  execFileSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

interface Measured {
  seconds: number;
  learnt: number;
  asked: number;
  identities: number;
}

let isWithin = true;
for (const records of sizes) {
  const file = join(temp, `okta-${records}.ndjson`);
  if (!existsSync(file)) {
    const descriptor = openSync(`${file}.part`, 'w');
    let held = '';
    for (const line of oktaLines(records)) {
      held += `${line}\n`;
      if (held.length > 8e6) {
        writeSync(descriptor, held);
        held = '';
      }
    }
    writeSync(descriptor, held);
    closeSync(descriptor);
    execFileSync('mv', [`${file}.part`, file]);
  }
  const bare = Math.min(
    ...[1, 2, 3].map(
      () => (JSON.parse(run([join(import.meta.dirname, 'baseline.ts'), 'json', file])) as { seconds: number }).seconds,
    ),
  );
  const folder = join(temp, `habits-${records}.sidedoor`);
  rmSync(folder, { recursive: true, force: true });
  run([join(root, 'dist/cli/index.cjs'), 'import', folder, file, '--reference', '--json']);
  const all = [1, 2, 3].map(() => JSON.parse(run([join(pass, 'index.mjs'), folder])) as Measured);
  const measured = all.reduce((best, one) => (one.seconds < best.seconds ? one : best));
  rmSync(folder, { recursive: true, force: true });
  if (!values.keep) rmSync(file);
  const ratio = measured.seconds / bare;
  isWithin &&= ratio <= MOST;
  console.log(
    `${records.toLocaleString('en')} records: habits ${measured.seconds.toFixed(2)} s (${measured.learnt.toLocaleString('en')} accesses learnt from, ${measured.asked.toLocaleString('en')} denials asked, ${measured.identities.toLocaleString('en')} identities), bare JSON.parse ${bare.toFixed(2)} s: ${ratio.toFixed(3)} of it, ${ratio <= MOST ? 'within' : 'above'} ${MOST}`,
  );
}
if (!values.keep) rmSync(pass, { recursive: true, force: true });
process.exit(isWithin ? 0 : 1);
