/**
 * `npm run conformance [-- FOLDER] [--only TEXT]`: how far we agree with other parsers on samples that they expect something
 * of (`X.ndjson` or `X.log` with `X.expected.ndjson` beside it). Without a folder: the samples shared beside the project.
 * A run over everything writes docs/conformance.md.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const root = join(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
const folder = resolve(positionals[0] ?? join(root, '../shared/data'));
// The engine's sources import as its build does: without endings, plugin folders by pattern.
const { module } = await runnerImport<typeof import('./run')>(join(import.meta.dirname, 'run.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
await module.conformance({
  folder,
  only: values.only,
  document: values.only === undefined && positionals.length === 0 ? join(root, 'docs/conformance.md') : null,
  print: (text) => process.stdout.write(text),
});
