/**
 * `npm run evaluate [-- --seeds tune|final|NAME,NAME] [--wrong] [--outside | --masked]`: verdicts and links against scenarios of our own with a
 * known truth, beside the published rules.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: 'final' },
    wrong: { type: 'boolean', default: false },
    outside: { type: 'boolean', default: false },
    masked: { type: 'boolean', default: false },
  },
});
const { module } = await runnerImport<typeof import('./main')>(join(import.meta.dirname, 'main.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
await module.main({ ...values, root, print: (text) => process.stdout.write(text) });
