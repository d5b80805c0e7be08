/**
 * `npm run wasm`: compiles what is written in AssemblyScript into a module of TypeScript that holds the bytes, so that
 * nothing but this script needs the compiler.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '../..');
const folder = 'electron/engine/ingest/readers/json/projection';

/** The compiled module as TypeScript. Throws with the compiler's words. */
export async function compiled(): Promise<string> {
  const out = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    [
      'follow.as.ts',
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--enable',
      'bulk-memory',
      '-o',
      'out.wasm',
    ],
    {
      readFile: (name: string) => (name === 'follow.as.ts' ? readFileSync(join(root, folder, name), 'utf8') : null),
      writeFile: (name: string, content: string | Uint8Array) => void out.set(name, content),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const base64 = Buffer.from(out.get('out.wasm') as Uint8Array).toString('base64');
  return `/** Compiled from follow.as.ts by \`npm run wasm\`. */\nexport const FOLLOW =\n  '${base64}';\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]!).href) {
  writeFileSync(join(root, folder, 'follow.wasm.ts'), await compiled());
}
