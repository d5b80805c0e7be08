// Builds every room into dist/. Run by `npm ci` (prepare) and `npm run build`; name rooms to build only those.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildTables } from './tables.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const all = ['renderer', 'engine', 'parse-worker', 'preload', 'main', 'web', 'cli'];
const wanted = process.argv.slice(2);
process.chdir(root);
await buildTables();
for (const mode of wanted.length > 0 ? wanted : all) {
  const started = performance.now();
  await build({ configFile: `${root}vite.config.ts`, mode, logLevel: 'warn' });
  console.error(`built ${mode} in ${Math.round(performance.now() - started)} ms`);
}
if (!existsSync(`${root}dist/cli/index.cjs`) && wanted.length === 0) throw new Error('the build left no command line');
