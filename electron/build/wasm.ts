/**
 * `npm run wasm`: compiles what is written in AssemblyScript into modules of TypeScript that hold the bytes, so that
 * nothing but this script needs the compiler.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '../../electron/engine');

/** Sources by the name of what they hold, each beside the module made of it. */
const MODULES = {
  FOLLOW: 'ingest/readers/json/projection/follow',
  CELLS: 'ingest/readers/csv/cells',
  ROWS: 'store/rows',
} as const;

/** The compiled module as TypeScript. Throws with the compiler's words. */
export async function compiled(name: keyof typeof MODULES): Promise<string> {
  const source = `${MODULES[name]}.as.ts`;
  const out = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    [source, '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory', '-o', 'out.wasm'],
    {
      readFile: (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : null),
      writeFile: (file: string, content: string | Uint8Array) => void out.set(file, content),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const base64 = Buffer.from(out.get('out.wasm') as Uint8Array).toString('base64');
  const file = source.slice(source.lastIndexOf('/') + 1);
  return `/** Compiled from ${file} by \`npm run wasm\`. */\nexport const ${name} =\n  '${base64}';\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]!).href) {
  for (const name of Object.keys(MODULES) as (keyof typeof MODULES)[]) {
    writeFileSync(join(root, `${MODULES[name]}.wasm.ts`), await compiled(name));
  }
}
