/** Builds of every room: `vite build --mode renderer|engine|parse-worker|index-worker|take-worker|verify-worker|verifier|main|preload|web|cli`; `npm run build` runs all. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { hashedPage } from './electron/build/hashed-page.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Entry per Node or Electron room; each becomes CommonJS, which every Electron and Node can load. */
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
  start: 'electron/start/index.ts',
};

/** Rooms whose program lies beside what starts it (`start`), with the code that V8 made of it. */
const STARTED: ReadonlySet<string> = new Set(['parse-worker', 'take-worker', 'cli']);

/** Rooms of which parts lie in files of their own beside it, loaded when they are needed: dynamic imports alone divide. */
const DIVIDED: ReadonlySet<string> = new Set(['engine', 'cli']);

/** One hash of all that the engine is made of: what an analysis keeps for the next one is read only by the same program. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = globSync('{electron/engine,shared}/**/*.{ts,json}', { cwd: here('.') });
  for (const file of files.filter((name) => !name.includes('.test.')).sort())
    hash.update(`${file}\n`).update(readFileSync(here(file)));
  return hash.digest('hex');
}

/** One file that needs no other: the page with its style and script inside, and a policy that lets nothing else run. */
function singlePage(): Plugin {
  const inline = (text: string): string => text.trim();
  const policyHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return {
    name: 'single-page',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const script = inline(chunks.map((one) => one.code).join('\n')).replaceAll('</script', '<\\/script');
      const style = inline(readFileSync(here('renderer/verifier/page.css'), 'utf8'));
      const policy = `default-src 'none'; script-src ${policyHash(script)}; style-src ${policyHash(style)}; base-uri 'none'; form-action 'none'`;
      const parts: Record<string, string> = { POLICY: policy, STYLE: style, SCRIPT: script };
      const source = readFileSync(here('renderer/verifier/page.html'), 'utf8').replace(
        /default-src 'none'|\/\*(?:STYLE|SCRIPT)\*\//g,
        (place) => parts[place.replace(/[^A-Z]/g, '') || 'POLICY']!,
      );
      for (const name of Object.keys(bundle)) delete bundle[name];
      this.emitFile({ type: 'asset', fileName: 'index.html', source });
    },
  };
}

/** Letters beyond ASCII as escapes: one of them makes V8 hold the whole program at two bytes a letter, in each thread. */
function asciiOnly(): Plugin {
  return {
    name: 'ascii-only',
    // Not sooner: what prints the code last writes letters.
    generateBundle(_, bundle) {
      const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const raw = /String\.raw`[^`]*[^\0-\x7f]/.exec(chunk.code);
        if (raw) this.error(`String.raw with a letter beyond ASCII: ${raw[0]}`);
        chunk.code = chunk.code.replace(/[^\0-\x7f]/g, escaped);
      }
    },
  };
}

export default defineConfig(({ mode }) => {
  if (mode === 'verifier') {
    return {
      publicDir: false,
      plugins: [singlePage()],
      build: {
        outDir: here('dist/verifier'),
        emptyOutDir: true,
        sourcemap: false,
        target: 'es2022',
        rolldownOptions: {
          input: here('renderer/verifier/main.ts'),
          output: { format: 'iife', codeSplitting: false },
        },
      },
    };
  }
  const entry = NODE_ROOMS[mode];
  if (entry) {
    return {
      publicDir: false,
      plugins: [asciiOnly()],
      define: { 'process.env.SIDEDOOR_SOURCES': JSON.stringify(sourcesHash()) },
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
            entryFileNames: STARTED.has(mode) ? 'program.cjs' : 'index.cjs',
            codeSplitting: DIVIDED.has(mode),
            chunkFileNames: '[name].cjs',
            ...(mode === 'start' && { banner: '#!/usr/bin/env node' }), // of the command line; elsewhere nobody reads it
          },
        },
      },
    };
  }
  return {
    root: here('renderer'),
    base: './',
    plugins: [react(), hashedPage()],
    build: {
      outDir: here('dist/renderer'),
      emptyOutDir: true,
      sourcemap: false,
      target: 'chrome110',
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          // Schemas and the word that forbids them `eval` in one file: pieces that several views share run before the first line of `main`.
          codeSplitting: { groups: [{ name: 'schemas', test: /node_modules[\\/]zod[\\/]|without-eval/ }] },
        },
      },
    },
    test: {
      root: here('.'),
      include: ['{shared,electron,renderer,test}/**/*.test.{ts,tsx}'],
      exclude: ['**/node_modules/**', 'test/e2e/**', 'test/faults/**'],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      pool: 'forks',
      // By itself it leaves one core to whoever watches: half of the machine that has two.
      maxWorkers: '100%',
    },
  };
});
