/** `npm run test:faults`: what may happen to a case, in full numbers; a sample of it runs with `npm test` (test/e2e). */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/faults/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // Moments are chosen by the clock: two files at once would choose them for each other.
    fileParallelism: false,
    pool: 'forks',
  },
});
