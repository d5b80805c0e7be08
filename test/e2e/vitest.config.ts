/** Tests that start whole programs: command line, browser through the local web host, Electron window. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  test: {
    include: ['test/e2e/**/*.test.ts', 'test/faults/**/*.test.ts'], // of the faults a sample
    globalSetup: ['test/e2e/global-setup.ts'],
    // Far more than any test needs: a machine that others use as well must not fail a test that is right.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // Two files at once: each waits for frames, programs and clocks for much of its time. More would only wait for cores.
    maxWorkers: 2,
    // A browser on two busy cores may paint late: what failed once is tried once more, and reported as such.
    retry: 1,
    pool: 'forks',
  },
});
