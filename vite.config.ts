/** Builds of every room: `vite build --mode renderer|engine|parse-worker|index-worker|take-worker|verify-worker|main|preload|web|cli`; `npm run build` runs all. */
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Entry per Node or Electron room; each becomes one CommonJS file, so that every Electron and Node can load it. */
const NODE_ROOMS: Record<string, string> = {
  engine: 'electron/engine/index.ts',
  'parse-worker': 'electron/engine/ingest/parse-worker.ts',
  'index-worker': 'electron/engine/index-worker.ts',
  'take-worker': 'electron/engine/ingest/take-worker.ts',
  'verify-worker': 'electron/engine/verify-worker.ts',
  main: 'electron/main/index.ts',
  preload: 'electron/preload/index.ts',
  web: 'electron/web/index.ts',
  cli: 'electron/cli/index.ts',
};

export default defineConfig(({ mode }) => {
  const entry = NODE_ROOMS[mode];
  if (entry) {
    return {
      publicDir: false,
      ssr: { noExternal: true },
      build: {
        ssr: here(entry),
        outDir: here(`dist/${mode}`),
        emptyOutDir: true,
        minify: false,
        sourcemap: false,
        target: mode === 'main' || mode === 'preload' ? 'node18' : 'node22',
        rolldownOptions: {
          external: ['electron', 'better-sqlite3', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
          output: {
            format: 'cjs',
            entryFileNames: 'index.cjs',
            codeSplitting: false,
            // In the source it would stand behind what `import.meta.glob` puts first.
            ...(mode === 'cli' && { banner: '#!/usr/bin/env node' }),
          },
        },
      },
    };
  }
  return {
    root: here('renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: here('dist/renderer'),
      emptyOutDir: true,
      sourcemap: false,
      target: 'chrome110',
      assetsInlineLimit: 0,
    },
    test: {
      root: here('.'),
      include: ['{shared,electron,renderer,test}/**/*.test.{ts,tsx}'],
      exclude: ['**/node_modules/**', 'test/e2e/**'],
      testTimeout: 20_000,
      pool: 'forks',
    },
  };
});
