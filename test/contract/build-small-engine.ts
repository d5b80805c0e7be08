import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles `small-engine.ts` as the real engine is bundled and returns the file. */
export async function buildSmallEngine(): Promise<string> {
  const outDir = fileURLToPath(new URL(`../tmp/contract-${process.pid}/`, import.meta.url));
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./small-engine.ts', import.meta.url)),
      outDir,
      minify: false,
      target: 'node22',
      rolldownOptions: {
        external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
        output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
      },
    },
  });
  return `${outDir}index.cjs`;
}
