/** The command line as `npm run sidedoor` starts it. */
import { join } from 'node:path';

/** Arguments for node; the built file is the last. */
export const program: readonly string[] = [
  '--max-semi-space-size=16',
  join(import.meta.dirname, '../../dist/cli/index.cjs'),
];
